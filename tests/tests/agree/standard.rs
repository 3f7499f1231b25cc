//! The standard policy over its whole domain.

use crate::common::translate::{attributes, cia, progress};
use crate::digest::Digest;
use crate::points::{Pair, assess};
use plimsoll_core::facet::{
    ASSET_CLASS, ASSET_KIND, Facet, ORIENTATION, ORIGIN, OWNER_IS_TEAM, THREAT_CLASS,
};
use plimsoll_core::{Impact, Likelihood, Policy, Response, RiskFacts};
use plimsoll_tests::promises::tried;
use plimsoll_tests::reference::{self, Facts, Treatment};
use std::thread;

/// The most actions per threat that are enumerated.
const ACTIONS: u32 = 20;

/// Facets that the standard policy has but does not read, and how many values each has.
const UNREAD: [(Facet, u16); 6] =
    [(ASSET_CLASS, 6), (ASSET_KIND, 3), (THREAT_CLASS, 3), (ORIGIN, 2), (ORIENTATION, 5), (OWNER_IS_TEAM, 2)];

/// Another combination of the facets that are not read, at every call; all 1080 come in turn.
struct Unread(u32);

impl Unread {
    fn vary(&mut self, facts: &mut RiskFacts) {
        // A step without a common divisor with 1080, so that neighbours differ in every facet.
        self.0 = (self.0 + 763) % 1080;
        let mut left = self.0;
        for (facet, size) in UNREAD {
            facts.set(facet, u16::try_from(left % u32::from(size)).unwrap());
            left /= u32::from(size);
        }
    }
}

/// Every progress of up to [`ACTIONS`] actions, none at all included.
fn every_progress() -> impl Iterator<Item = (u32, u32)> {
    (0..=ACTIONS).flat_map(|total| (0..=total).map(move |uncompleted| (uncompleted, total)))
}

/// Every point with this impact as rated.
fn impact(pair: &Pair<'_>, rated: u8) -> Digest {
    let mut digest = Digest::EMPTY;
    let mut unread = Unread(u32::from(rated));
    let mut seen = Facts { ratings: vec![rated], ..Facts::default() };
    for (uncompleted, actions) in every_progress() {
        (seen.uncompleted, seen.actions) = (uncompleted, actions);
        for estimate in [None, Some(1), Some(2), Some(3), Some(4), Some(5)] {
            seen.estimate = estimate;
            let mut facts = RiskFacts {
                rated: Impact::new(rated).unwrap(),
                actions: progress(uncompleted, actions).unwrap(),
                estimate: estimate.and_then(Likelihood::new),
                ..RiskFacts::default()
            };
            for asset in 0..27_u8 {
                seen.cia = [asset / 9, asset / 3 % 3, asset % 3];
                facts = facts.with_cia(cia(seen.cia));
                for threat in 0..8_u8 {
                    seen.compromises = [threat & 4 != 0, threat & 2 != 0, threat & 1 != 0];
                    facts = facts.with_compromised(attributes(seen.compromises));
                    for choice in [None].into_iter().chain(Treatment::ALL.map(Some)) {
                        seen.choice = choice;
                        facts.choice = choice.and_then(|choice| Response::from_label(choice.label()));
                        for exception in [false, true] {
                            (seen.excepted, facts.exception) = (exception, exception);
                            unread.vary(&mut facts);
                            digest.decision(&assess(pair, &facts, &seen, &[]));
                        }
                    }
                }
            }
        }
    }
    digest
}

#[test]
fn every_risk_of_the_standard_policy() {
    let pair = Pair { engine: Policy::standard(), reference: reference::Policy::standard() };
    let mut whole = Digest::EMPTY;
    let parts: Vec<Digest> = thread::scope(|scope| {
        let pair = &pair;
        let parts: Vec<_> = (1..=5).map(|rated| scope.spawn(move || impact(pair, rated))).collect();
        parts.into_iter().map(|part| part.join().expect("agreement")).collect()
    });
    for part in parts {
        whole.risks += part.risks;
        whole.bytes(&part.hash.to_le_bytes());
    }
    tried("agree", "every risk of the standard policy", whole.risks);
    assert_eq!(whole.risks, 5 * 231 * 6 * 27 * 8 * 5 * 2);
    assert_eq!(whole.hash, 0xa8b9_d575_7f7f_80ac);
}
