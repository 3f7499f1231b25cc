//! Core sections whose encoding is sound and whose numbers are not.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect should stop"
)]

use crate::facet::Domain;
use crate::policy::domain::read_domain;
use crate::policy::wire::{HEADER, unframe};
use crate::{EstimateRule, Policy, VerifyError};
use alloc::vec::Vec;

/// The section as postcard reads it: identity, sources, schema, scales, what an estimate does, the floor, counts, tables.
type Core<'a> =
    ([&'a str; 4], [u8; 32], u32, [u8; 8], EstimateRule, Option<[u8; 3]>, [u8; 3], [&'a [u8]; 12]);

/// What is said of the standard policy with a change.
fn read(change: impl FnOnce(&mut Core<'static>)) -> Result<(), VerifyError> {
    let blob = Policy::standard_bytes();
    let section = unframe(blob).unwrap().core;
    assert_eq!(section.as_ptr(), blob[HEADER..].as_ptr());
    let mut core: Core<'static> = postcard::from_bytes(section).unwrap();
    change(&mut core);
    let bytes: Vec<u8> = postcard::to_allocvec(&core).unwrap();
    let mut policy = Policy::REFUSING;
    policy.read(&bytes).map(|_| ())
}

#[test]
fn who_wrote_and_who_approved_are_two_with_names() {
    for field in 0..4 {
        for text in ["", " ", "\t \n"] {
            assert_eq!(read(|core| core.0[field] = text), Err(VerifyError::Identity), "{field} {text:?}");
        }
        assert_eq!(read(|core| core.0[field] = "x"), Ok(()), "{field}");
    }
    assert_eq!(read(|core| core.0[3] = core.0[2]), Err(VerifyError::Identity));
}

#[test]
fn scales_have_ends() {
    for (field, least, most) in [
        (0, 2, 10),  // levels of impact
        (1, 5, 10),  // levels of likelihood, of which the fifth is that of threats without actions
        (2, 1, 100), // the highest score
        (3, 1, 10),  // bands
        (4, 1, 255), // kinds of incident
        (5, 0, 32),  // roles
        (6, 1, 255), // channels
        (7, 1, 5),   // the likelihood of threats without actions
    ] {
        for value in 0..=u8::MAX {
            let found = read(|core| {
                core.5 = None;
                core.3[field] = value;
            });
            let expected = if (least..=most).contains(&value) { Ok(()) } else { Err(VerifyError::Scale) };
            assert_eq!(found, expected, "{field} {value}");
        }
    }
    assert_eq!(read(|core| core.3[1] = 1), Err(VerifyError::Scale));
    let two = |core: &mut Core<'static>| (core.3[1], core.3[7]) = (2, 2);
    assert_eq!(read(two), Ok(()));
}

#[test]
fn floors_ascend_on_the_scale() {
    for (floor, fine) in [
        ([1, 2, 3], true),
        ([1, 1, 1], true),
        ([5, 5, 5], true),
        ([1, 2, 6], false),
        ([0, 2, 3], false),
        ([2, 1, 3], false),
        ([1, 3, 2], false),
    ] {
        let expected = if fine { Ok(()) } else { Err(VerifyError::Scale) };
        assert_eq!(read(|core| core.5 = Some(floor)), expected, "{floor:?}");
    }
}

#[test]
fn tables_have_what_is_counted() {
    const FACETS: [[u8; 8]; 33] = [[0, 0, 2, 0, 0, 0, 0, 0]; 33];
    const TEAMS: [[u8; 4]; 33] = [[1, 1, 255, 1]; 33];
    let facets = |count: usize, obligations: u8| {
        read(|core| {
            core.7[0] = FACETS[..count].as_flattened();
            core.6[0] = obligations;
        })
    };
    for (count, obligations, fine) in [
        (0, 0, true),
        (32, 0, true),
        (33, 0, false),
        (0, 1, false),
        (1, 1, true),
        (1, 2, false),
        (32, 32, true),
    ] {
        let expected = if fine { Ok(()) } else { Err(VerifyError::Facets) };
        assert_eq!(facets(count, obligations), expected, "{count} {obligations}");
    }
    for (count, fine) in [(0, false), (1, true), (32, true), (33, false)] {
        let expected = if fine { Ok(()) } else { Err(VerifyError::Teams) };
        assert_eq!(read(|core| core.7[7] = TEAMS[..count].as_flattened()), expected, "{count} teams");
    }
    let diagrams = Err(VerifyError::Table("diagrams"));
    let stages = |core: &mut Core<'static>| core.7[1] = &core.7[1][..8 * 12];
    assert_eq!(
        (read(stages), read(|core| core.6[1] = 1), read(|core| core.6[2] = 1)),
        (diagrams, diagrams, diagrams)
    );
}

#[test]
fn a_facet_s_record_has_one_meaning() {
    let record = |kind: u8, spare: u8, size: u16, low: i32| {
        let ([s0, s1], [a, b, c, d]) = (size.to_le_bytes(), low.to_le_bytes());
        read_domain(&[kind, spare, s0, s1, a, b, c, d])
    };
    for (kind, spare, size, low, expected) in [
        (0, 0, 2, 0, Some(Domain::Bool)),
        (0, 0, 1, 0, None),
        (0, 0, 3, 0, None),
        (0, 1, 2, 0, None),
        (0, 0, 2, 1, None),
        (1, 0, 1, 0, Some(Domain::Labels(1))),
        (1, 0, 0xff00, 0, Some(Domain::Labels(0xff00))),
        (1, 0, 0xff01, 0, None),
        (1, 0, 0, 0, None),
        (1, 0, 2, -1, None),
        (1, 1, 2, 0, None),
        (2, 0, 1, -7, Some(Domain::Range { low: -7, size: 1 })),
        (2, 0, 5, 0, Some(Domain::Range { low: 0, size: 5 })),
        (2, 0, 0, -7, None),
        (2, 0, 0xff01, -7, None),
        (2, 255, 5, 0, None),
        (3, 0, 2, 0, None),
    ] {
        assert_eq!(record(kind, spare, size, low), expected, "{kind} {spare} {size} {low}");
    }
}
