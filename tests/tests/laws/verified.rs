//! Verification accepts what building makes, and nothing that building would write otherwise.
//!
//! Exactly: whatever it accepts is, byte for byte, what [`crate::wire::written`] makes of what the policy says of itself. So there
//! is one encoding for what a policy says, and no bit that says nothing. Two things a blob may have that the compiler does not
//! write, since finding them would take memory or much time: a diagram that is larger than it need be (`core/WIRE.md`), and in
//! the texts of reasons one that no reason names, one that stands there twice, or another order. They decide nothing.

use crate::common::hands::deal;
use crate::wire::{checksum, is_reduced, written};
use crate::{any_incident, any_risk};
use plimsoll_core::Policy;
use plimsoll_core::policy::Space;
use plimsoll_tests::drafts::{Most, SMALL, policy};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::tried;
use std::cell::Cell;

/// What became of changed blobs.
#[derive(Debug, Default)]
struct Met {
    changed: Cell<u64>,
    admitted: Cell<u64>,
    larger: Cell<u64>,
    texts: Cell<u64>,
}

fn count(cell: &Cell<u64>) {
    cell.set(cell.get() + 1);
}

/// A body in its frame, with a right checksum.
fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    body.extend(checksum(&body).to_le_bytes());
    body
}

/// A changed body is refused, or is a policy of its own.
fn looked_at(body: Vec<u8>, original: &[u8], draw: &Draw<'_>, met: &Met) {
    let blob = sealed(body);
    count(&met.changed);
    let Ok(policy) = Policy::verify(&blob) else { return };
    if policy.placements().is_err() || blob == original {
        return;
    }
    count(&met.admitted);
    let again = written(&policy);
    let (_, end) = lengths(&blob)[0];
    let apart = (0..end).find(|at| !(8..16).contains(at) && again.get(*at) != blob.get(*at));
    assert_eq!(apart, None, "what decides has a second encoding: {blob:02x?}");
    if again != blob {
        count(&met.texts);
        let again = Policy::verify(&again).expect("what was written again");
        assert!(words(&policy) == words(&again), "what is said has a second encoding");
    }
    if !is_reduced(&policy) {
        count(&met.larger);
    }
    let [risks, incidents] = [Space::Risk, Space::Incident].map(|space| policy.facets_of(space));
    let (risk, incident) = (any_risk(draw, &risks), any_incident(draw, &incidents));
    let decision = policy.assess(&risk);
    assert!(
        (1..=policy.scales().top).contains(&decision.score.get())
            && decision.band.get() < policy.scales().bands
    );
    assert_eq!(policy.explain(&risk).0, decision);
    assert!(policy.team(policy.route(&incident).target).is_some_and(|team| team.staffed));
}

/// All that a policy says in words.
fn words(policy: &Policy<'_>) -> String {
    let (names, placements) = (policy.names(), policy.placements().unwrap());
    let reasons: Vec<_> = names.into_iter().flat_map(|names| names.all_reasons()).collect();
    let facets = [Space::Risk, Space::Incident].map(|space| policy.facets_of(space));
    let of_rows: Vec<_> = placements.rows().map(|row| (row, placements.reason(row.reason))).collect();
    format!("{reasons:?} {facets:?} {of_rows:?} {:?}", placements.tools().collect::<Vec<_>>())
}

/// The lengths of the sections in the header of a body, and of its placement section.
fn lengths(body: &[u8]) -> Vec<(usize, usize)> {
    let length = |at: usize| usize::try_from(u32::from_le_bytes(*body[at..].first_chunk().unwrap())).unwrap();
    let (core, names) = (length(8), length(12));
    let mut fields = vec![(8, 16 + core), (12, 16 + core + names)];
    if body[6] & 2 != 0 {
        let at = 16 + core + names;
        fields.push((at, at + 4 + length(at)));
    }
    fields
}

/// Puts a byte in or takes one out, and puts the length of the section right.
fn grown(body: &[u8], at: usize, byte: Option<u8>) -> Vec<u8> {
    let mut body = body.to_vec();
    let field = lengths(&body).into_iter().find(|(_, end)| at < *end || (byte.is_some() && at == *end));
    if let Some((field, _)) = field.filter(|_| at >= 16) {
        let length = u32::from_le_bytes(*body[field..].first_chunk().unwrap());
        let length = if byte.is_some() { length + 1 } else { length - 1 };
        body[field..field + 4].copy_from_slice(&length.to_le_bytes());
    }
    match byte {
        Some(byte) => body.insert(at, byte),
        None => drop(body.remove(at)),
    }
    body
}

#[test]
fn whatever_one_byte_makes_of_a_blob_is_refused_or_another_policy() {
    let (met, blobs) = (Met::default(), Cell::new(0));
    // Small, so that many are tried: every bit of every byte, every byte gone, and one more everywhere.
    let most = Most { rows: 1, facets: 1, rules: [1, 1], teams: [1, 3, 1], tools: 1, ..SMALL };
    deal(10, |hand, draw| {
        let (blob, _) = policy(hand, &most).compile();
        let body = &blob[..blob.len() - 4];
        for at in 0..body.len() {
            for bit in 0..8 {
                let mut changed = body.to_vec();
                changed[at] ^= 1 << bit;
                looked_at(changed, &blob, draw, &met);
            }
            looked_at(grown(body, at, None), &blob, draw, &met);
            looked_at(body[..at].to_vec(), &blob, draw, &met);
            let byte = u8::try_from(draw.below(256)).unwrap();
            looked_at(grown(body, at, Some(byte)), &blob, draw, &met);
            looked_at(grown(body, at, Some(body[at])), &blob, draw, &met);
        }
        for byte in 0..=u8::MAX {
            looked_at([body, &[byte]].concat(), &blob, draw, &met);
            looked_at(grown(body, body.len(), Some(byte)), &blob, draw, &met);
        }
        blobs.set(blobs.get() + 1);
    });
    println!("{} blobs: {met:?}", blobs.get());
    tried(
        "verified",
        "blobs with a bit, a byte or an end changed and their checksum put right",
        met.changed.get(),
    );
    tried("verified", "of these admitted, and found to be what they say", met.admitted.get());
    let (changed, admitted) = (met.changed.get(), met.admitted.get());
    assert!(admitted * 20 > changed && admitted < changed, "{met:?}");
    assert!(met.larger.get() * 50 < admitted && met.texts.get() * 20 < admitted, "{met:?}");
}

/// Without its checksum put right, none is admitted: the checksum covers everything.
#[test]
fn whatever_is_changed_under_the_old_checksum_is_refused() {
    let tried_at = Cell::new(0_u64);
    deal(20, |hand, _| {
        let (blob, _) = policy(hand, &SMALL).compile();
        for at in 0..blob.len() {
            for bit in 0..8 {
                let mut changed = blob.clone();
                changed[at] ^= 1 << bit;
                assert!(Policy::verify(&changed).is_err() && Policy::verify_bare(&changed).is_err());
            }
            assert!(Policy::verify(&blob[..at]).is_err());
        }
        tried_at.set(tried_at.get() + 9 * u64::try_from(blob.len()).unwrap());
    });
    tried("verified", "blobs with a bit changed or cut short, under their old checksum", tried_at.get());
}
