#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect should stop"
)]

use super::{Cursor, HEADER, VerifyError, crc32};
use crate::policy::names::NamesWire;
use crate::policy::{Identity, Scales};
use crate::{EstimateRule, Impact, Policy};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The sections as postcard reads them.
type Core<'a> =
    ([&'a str; 4], [u8; 32], u32, [u8; 8], EstimateRule, Option<[u8; 3]>, [u8; 3], [&'a [u8]; 12]);
type Names<'a> = (&'a str, &'a [u8], [u16; 11], &'a [u8]);

/// What postcard reads from a section, where it would write it so.
fn canonical<'a, T: Serialize + Deserialize<'a>>(section: &'a [u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes::<T>(section).ok()?;
    (rest.is_empty() && postcard::to_allocvec(&value).unwrap() == section).then_some(value)
}

fn is_core(section: &[u8]) -> bool {
    let mut policy = Policy::REFUSING;
    let read = policy.read(section);
    let Some(core) = canonical::<Core<'_>>(section) else {
        assert_eq!(read, Err(VerifyError::Encoding), "{section:x?}");
        return false;
    };
    assert_ne!(read, Err(VerifyError::Encoding), "{section:x?}");
    if let Ok(entries) = read {
        let (
            identity,
            sources,
            schema,
            scales,
            estimate,
            floor,
            [obligations, risk_rules, route_rules],
            tables,
        ) = core;
        let read_identity = policy.identity();
        let Identity { name, version, author, approver, .. } = read_identity;
        assert_eq!(([name, version, author, approver], read_identity.sources), (identity, sources));
        let Scales { impact, likelihood, top, bands, kinds, roles, channels, .. } = policy.scales();
        let rule = policy.likelihood_rule();
        assert_eq!([impact, likelihood, top, bands, kinds, roles, channels, rule.no_actions().get()], scales);
        assert_eq!((read_identity.schema, rule.estimate()), (schema, estimate));
        assert_eq!(policy.cia_floor().impacts().map(|impacts| impacts.map(Impact::get)), floor);
        assert_eq!(policy.obligation_count(), obligations);
        assert_eq!(policy.rule_counts(), (risk_rules.into(), route_rules.into()));
        let read = [
            policy.facets.records().as_flattened(),
            entries.records().as_flattened(),
            policy.cells.records().as_flattened(),
            policy.limits.records().as_flattened(),
            policy.caps.records().as_flattened(),
            policy.responses.records().as_flattened(),
            policy.envelopes.records().as_flattened(),
            policy.teams.records().as_flattened(),
            policy.routes.records().as_flattened(),
            policy.outcomes.records().as_flattened(),
            policy.proposals.records().as_flattened(),
            policy.words.as_flattened(),
        ];
        assert_eq!(read, tables);
    }
    true
}

fn is_names(section: &[u8]) -> bool {
    let expected = canonical::<Names<'_>>(section);
    let read = NamesWire::read(section).map(|names| (names.pool, names.ends, names.counts, names.reasons));
    assert_eq!(read, expected, "{section:x?}");
    read.is_some()
}

/// Every section cut short, with every byte replaced by every other, left out, or put in twice; how many were admitted.
fn changes(section: &[u8], admit: fn(&[u8]) -> bool) -> usize {
    assert!(admit(section));
    let mut admitted = 0;
    for at in 0..section.len() {
        assert!(!admit(&section[..at]), "cut at {at}");
        let mut changed = section.to_vec();
        for flip in 1..=u8::MAX {
            changed[at] = section[at] ^ flip;
            admitted += usize::from(admit(&changed));
        }
        changed[at] = section[at];
        changed.insert(at, section[at]);
        admit(&changed);
        // The same number in one byte more.
        changed[at] |= 0x80;
        changed[at + 1] = 0;
        admit(&changed);
        changed.drain(at..at + 2);
        admit(&changed);
    }
    let longer = [section, &[0]].concat();
    assert!(!admit(&longer));
    admitted
}

#[test]
fn what_is_read_is_what_postcard_reads_and_would_write() {
    let blob = Policy::standard_bytes();
    let length = |at: usize| u32::from_le_bytes(blob[at..at + 4].try_into().unwrap());
    let core = usize::try_from(length(8)).unwrap();
    let (core, names) = blob[HEADER..blob.len() - 4].split_at(core);
    assert!(changes(core, is_core) > core.len());
    assert!(changes(names, is_names) > names.len());
}

#[test]
fn numbers_have_one_encoding() {
    let edges = (0..32).flat_map(|bit| [(1_u32 << bit) - 1, 1 << bit, (1 << bit) + 1]).chain([u32::MAX]);
    for number in edges {
        let bytes = postcard::to_allocvec(&number).unwrap();
        let mut cursor = Cursor::new(&bytes);
        assert_eq!((cursor.number(), cursor.left), (Some(number), &[][..]));
        let mut longer: Vec<u8> = bytes.clone();
        *longer.last_mut().unwrap() |= 0x80;
        assert_eq!(Cursor::new(&longer).number(), None, "cut short");
        longer.push(0);
        assert_eq!(Cursor::new(&longer).number(), None, "{longer:x?}");
    }
    for large in [&[0xff, 0xff, 0xff, 0xff, 0x10][..], &[0x80, 0x80, 0x80, 0x80, 0x80, 1], &[0xff; 6]] {
        assert_eq!(Cursor::new(large).number(), None, "{large:x?}");
    }
}

/// An identity that is not UTF-8 is refused though its checksum is right.
#[test]
fn what_is_not_text_is_refused() {
    let mut blob = Policy::standard_bytes().to_vec();
    let body = blob.len() - 4;
    blob[HEADER + 1] = 0xff;
    let crc = crc32(&blob[..body]);
    blob[body..].copy_from_slice(&crc.to_le_bytes());
    assert_eq!(Policy::verify(&blob), Err(VerifyError::Encoding));
}
