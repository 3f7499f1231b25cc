//! Arbitrary bytes as a policy blob.

mod changed;
mod diagram;
mod placing;
mod plain;
mod rich;
mod wire;

pub use rich::rich;

use self::changed::changed;
use self::wire::{Blob, PlacementTables, reframed};
use crate::decide;
use crate::points::Stream;
use arbitrary::Unstructured;
use plimsoll_core::facet;
use plimsoll_core::policy::{Placements, with_cells, without_names};
use plimsoll_core::{Permission, Placement, Policy, ReasonId, RiskFacts};

/// The first byte says what the others are: a blob as it stands, a blob whose frame is put right, changes to a good one, the
/// words of a diagram, or the rows of a placement table.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    match kind % 5 {
        0 => admitted(rest),
        1 => admitted(&reframed(rest)),
        3 => diagram::run(rest),
        4 => placing::run(rest),
        _ => changed(&mut Unstructured::new(rest)).is_ok_and(|blob| {
            let blob = blob.write();
            // Cells that no longer fit are put right, or hardly a change would get further; then as they are.
            let settled = with_cells(&blob).is_ok_and(|settled| admitted(&settled));
            admitted(&blob) || settled
        }),
    }
}

/// Verifies a blob. If it is admitted: it is the one encoding of what it says, it decides everything, and it decides the
/// same without its names.
pub fn admitted(blob: &[u8]) -> bool {
    let Ok(policy) = Policy::verify(blob) else { return false };
    assert!(Blob::read(blob).is_some_and(|read| read.write() == blob), "admitted in a second encoding");
    let mut stream = Stream::of(blob);
    decide::all(&policy, &mut stream);
    let read = Blob::read(blob).expect("read above");
    for _ in 0..4 {
        let values = stream.values(&[12; facet::FACETS]);
        plain::assessed(&read.core, &policy, &decide::facts(&mut stream, values));
        plain::routed(&read.core, &policy, values);
    }
    if let Some(names) = policy.names() {
        for n in 0..policy.declared_count() {
            let size = policy.declared(n).map_or(0, |domain| domain.size());
            let _ = (names.label(n, 0), names.label(n, size.saturating_sub(1)));
        }
        assert_eq!(names.facets().count(), usize::from(policy.declared_count()));
    }
    let placements = policy.placements();
    if let Ok(placements) = &placements {
        places(placements, blob, &mut stream);
    }
    let bare = without_names(blob).expect("an admitted blob can do without names");
    let bare = Policy::verify(&bare).expect("names decide nothing");
    assert_eq!(bare.placements(), placements);
    for _ in 0..4 {
        let values = stream.values(&[12; facet::FACETS]);
        let facts: RiskFacts = decide::facts(&mut stream, values);
        assert_eq!(policy.assess(&facts), bare.assess(&facts));
    }
    true
}

/// An admitted placement table has one encoding, and answers for every tool with the row that its words lead to, which is a
/// row of this tool or of every tool.
fn places(placements: &Placements<'_>, blob: &[u8], stream: &mut Stream) {
    let Some(section) = Blob::read(blob).and_then(|blob| blob.placements) else {
        return assert_eq!(*placements, Placements::default());
    };
    let read: PlacementTables = postcard::from_bytes(&section).expect("admitted");
    assert_eq!(postcard::to_allocvec(&read).expect("memory"), section, "admitted in a second encoding");
    let (_, [_, tools, rows, words, _]) = &read;
    let (words, rows) = (plain::words(words), rows.as_chunks::<4>().0);
    for _ in 0..8 {
        let values = stream.values(&[12; facet::FACETS]);
        let facts: RiskFacts = decide::facts(stream, values);
        for (tool, record) in tools.as_chunks::<6>().0.iter().enumerate() {
            let root = u16::from_le_bytes([record[4], record[5]]);
            let row = rows.get(usize::from(plain::walk(&words, root, &values)));
            let expected = row.map_or(Placement::Unruled, |[permission, of, reason @ ..]| {
                assert!(*of == u8::MAX || usize::from(*of) == tool, "tool {tool} gets a row of {of}");
                let permission = Permission::from_index(*permission).expect("admitted");
                Placement::Ruled { permission, reason: ReasonId(u16::from_le_bytes(*reason)) }
            });
            let tool = u8::try_from(tool).expect("few tools");
            assert_eq!(placements.of(&facts, tool), expected, "tool {tool} at {values:?}");
        }
        let count = u8::try_from(placements.tools().count()).expect("few tools");
        assert_eq!(placements.of(&facts, count), Placement::Unruled, "a tool that there is not");
        assert_eq!(placements.of(&facts, u8::MAX), Placement::Unruled);
    }
    for (tool, index) in placements.tools().zip(0..) {
        assert_eq!(placements.tool(tool.name), Some(index));
    }
}
