//! Arbitrary bytes as a policy blob.

use crate::decide;
use crate::points::Stream;
use crate::wire::{Blob, PlacementTables, TABLES, reframed};
use arbitrary::{Result, Unstructured};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftPlacement, DraftProposal, DraftRule, DraftTool,
    Placements, Reason, Row, Space, with_cells, without_names,
};
use plimsoll_core::table::Condition;
use plimsoll_core::{Envelope, Permission, Placement, Policy, ProposalKind, RiskFacts};
use std::sync::LazyLock;

/// The first byte says what the others are: a blob as it stands, a blob whose frame is put right, or changes to a good one.
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    match kind % 3 {
        0 => admitted(rest),
        1 => admitted(&reframed(rest)),
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

/// An admitted placement table has one encoding, and answers for every tool with what is there.
fn places(placements: &Placements<'_>, blob: &[u8], stream: &mut Stream) {
    if let Some(section) = Blob::read(blob).and_then(|blob| blob.placements) {
        let read: PlacementTables = postcard::from_bytes(&section).expect("admitted");
        assert_eq!(postcard::to_allocvec(&read).expect("memory"), section, "admitted in a second encoding");
    }
    for _ in 0..4 {
        let values = stream.values(&[12; facet::FACETS]);
        let facts: RiskFacts = decide::facts(stream, values);
        for tool in 0..=u8::MAX {
            match placements.of(&facts, tool) {
                Placement::Unruled => {}
                Placement::Ruled { permission, reason } => {
                    let row =
                        placements.rows().find(|row| row.permission == permission && row.reason == reason);
                    assert!(row.is_some(), "an answer that no row gives");
                    assert!(usize::from(tool) < placements.tools().count());
                }
            }
        }
    }
    for (tool, index) in placements.tools().zip(0..) {
        assert_eq!(placements.tool(tool.name), Some(index));
    }
}

/// A good blob with up to eight changes.
fn changed(input: &mut Unstructured<'_>) -> Result<Blob> {
    let mut blob = if input.arbitrary()? { RICH.clone() } else { STANDARD.clone() };
    for _ in 0..input.int_in_range(0..=8)? {
        change(&mut blob, input)?;
    }
    Ok(blob)
}

fn change(blob: &mut Blob, input: &mut Unstructured<'_>) -> Result<()> {
    let core = &mut blob.core;
    match input.int_in_range(0..=10)? {
        10 => {
            if let Some(placements) = &mut blob.placements {
                in_table(placements, 1, input)?;
            }
        }
        0 => {
            let at = input.choose_index(core.scales.len())?;
            core.scales[at] = input.arbitrary()?;
        }
        1 => {
            let at = input.choose_index(core.counts.len())?;
            core.counts[at] = input.arbitrary()?;
        }
        2 => core.cia_floor = input.arbitrary()?,
        3 => core.estimate = input.int_in_range(0..=2)?,
        4 => {
            let at = input.choose_index(4)?;
            core.identity[at] = input.arbitrary::<&str>()?.into();
        }
        5 => match &mut blob.names {
            None => {}
            Some(_) if input.ratio(1, 4)? => blob.names = None,
            Some(names) => match input.int_in_range(0..=3)? {
                0 => in_table(&mut names.ends, 4, input)?,
                1 => in_table(&mut names.reasons, 10, input)?,
                2 => names.pool = input.arbitrary::<&str>()?.into(),
                _ => {
                    let at = input.choose_index(names.counts.len())?;
                    names.counts[at] = input.arbitrary()?;
                }
            },
        },
        _ => {
            let at = input.choose_index(TABLES.len())?;
            in_table(&mut core.tables[at], TABLES[at].1, input)?;
        }
    }
    Ok(())
}

/// A byte or a whole record of a table set, repeated, dropped or added.
fn in_table(table: &mut Vec<u8>, size: usize, input: &mut Unstructured<'_>) -> Result<()> {
    let records = table.len() / size;
    let added = input.bytes(size.min(input.len()))?.to_vec();
    if records == 0 {
        table.extend(added);
        return Ok(());
    }
    let start = input.choose_index(records)? * size;
    match input.int_in_range(0..=4)? {
        0 => table[start + input.choose_index(size)?] = input.arbitrary()?,
        1 => table[start..start + added.len()].copy_from_slice(&added),
        2 => table.extend_from_within(start..start + size),
        3 => drop(table.drain(start..start + size)),
        _ => table.extend(added),
    }
    Ok(())
}

static STANDARD: LazyLock<Blob> =
    LazyLock::new(|| Blob::read(Policy::standard_bytes()).expect("the standard blob has a sound frame"));

static RICH: LazyLock<Blob> =
    LazyLock::new(|| Blob::read(&rich()).expect("a compiled blob has a sound frame"));

/// The standard policy with some of everything: facets, obligations, limits, responses, envelopes, and rules of both sorts.
#[must_use]
pub fn rich() -> Vec<u8> {
    let mut draft = Draft::standard();
    let reason =
        |text: &str| Reason { source: "rich".into(), line: 7, text: text.into(), ..Reason::default() };
    let obligation = |name: &str, max_level, forbids_acceptance| DraftObligation {
        name: name.into(),
        max_level,
        forbids_acceptance,
        reason: Reason::default(),
    };
    draft.obligations = vec![obligation("pci", Some(4), false), obligation("secret", None, true)];
    let regions = ["nordics", "emea", "apac"].map(String::from).to_vec();
    let days = DraftDomain::Range { low: 0, high: 3650, names: Vec::new() };
    draft.facets = vec![
        DraftFacet { name: "region".into(), domain: DraftDomain::Labels(regions) },
        DraftFacet { name: "age_days".into(), domain: days },
        DraftFacet { name: "pilot".into(), domain: DraftDomain::Bool },
    ];
    let [region, age, pilot] = [2, 3, 4].map(|n| Facet::declared(n).expect("few are declared"));
    let row = |facet, values| vec![Condition::within(facet, values)];
    draft.limits = vec![
        Row { when: row(region, 2..=2), then: 6, reason: reason("a young office") },
        Row { when: row(age, 366..=3650), then: 7, reason: reason("reviewed less than yearly") },
    ];
    draft.responses = vec![Row {
        when: row(facet::SCORE, 19..=24),
        then: plimsoll_core::Response::Avoid,
        reason: reason("far too high"),
    }];
    let wide = Envelope { max_raise: 9, max_lower: 9, may_loosen: 3, may_accept: true, may_redirect: false };
    draft.envelopes = vec![Row { when: row(pilot, 1..=1), then: wide, reason: reason("a pilot") }];
    draft.tools = [("drive", "file sharing"), ("vault", "file sharing"), ("chat", "")]
        .map(|(name, purpose)| DraftTool { name: name.into(), purpose: purpose.into() })
        .to_vec();
    let placement = |tool: Option<&str>, when, permission| Row {
        when,
        then: DraftPlacement { tool: tool.map(String::from), permission },
        reason: reason("what goes where"),
    };
    draft.placements = vec![
        placement(Some("drive"), row(facet::CONFIDENTIALITY, 2..=2), Permission::Forbidden),
        placement(Some("drive"), row(region, 1..=2), Permission::EncryptedOnly),
        placement(Some("vault"), row(age, 0..=99), Permission::Allowed),
        placement(None, row(pilot, 1..=1), Permission::Forbidden),
    ];
    let proposal = |kind, amount| DraftProposal { kind, amount, reason: reason("proposed") };
    let mut rule = |space, facet, values, proposals: Vec<DraftProposal>| {
        let mut forest = draft.forest(space);
        let condition = forest.among(facet, &[values]);
        let (words, root) = forest.emit(condition).expect("a small diagram");
        draft.rules.push(DraftRule { space, words, root, outcomes: vec![Vec::new(), proposals] });
    };
    let (raise, lower) = (proposal(ProposalKind::Raise, 5), proposal(ProposalKind::Lower, 3));
    let (tighten, loosen) = (proposal(ProposalKind::TightenLimit, 2), proposal(ProposalKind::LoosenLimit, 4));
    let (demand, forbid) = (proposal(ProposalKind::Demand, 1), proposal(ProposalKind::Forbid, 2));
    rule(Space::Risk, age, 100..=200, vec![raise, forbid]);
    rule(Space::Risk, facet::CONFIDENTIALITY, 2..=2, vec![lower, tighten]);
    rule(Space::Risk, pilot, 1..=1, vec![loosen, demand]);
    let (send, consult) = (proposal(ProposalKind::SendTo, 4), proposal(ProposalKind::Consult, 1));
    rule(Space::Incident, facet::SECURITY, 1..=1, vec![send, consult]);
    draft.compile().expect("a sound draft")
}
