//! Random pairs of small policies, of fixed seeds.

use crate::brute::compare;
use plimsoll_core::policy::Space;
use plimsoll_core::{EstimateRule, LikelihoodRule, Policy};
use plimsoll_tests::drafts::{SMALL, Stated, policy};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::{cases, tried};

/// A policy in which one thing was changed. Nothing but the draft of it is of use.
fn edited(draw: &Draw<'_>, old: &Stated) -> Stated {
    let mut stated = old.clone();
    let (old, new) = (&old.draft, &mut stated.draft);
    match draw.below(8) {
        0 => new.acceptance_level = draw.small(0, u8::try_from(old.top()).unwrap()),
        1 => drop(new.limits.pop()),
        2 => new.rules.truncate(1),
        3 => new.rules.reverse(),
        4 => {
            new.teams.iter_mut().for_each(|team| (team.level, team.next) = (5 - team.level, None));
            // Rules about incidents were made for as many levels as there were.
            let same = new.levels() == old.levels();
            new.rules.retain(|rule| same || rule.space == Space::Risk);
        }
        5 => {
            new.likelihood_rule = {
                let (rule, turned) =
                    (old.likelihood_rule, old.likelihood_rule.estimate() == EstimateRule::Higher);
                let estimate = if turned { EstimateRule::Replaces } else { EstimateRule::Higher };
                LikelihoodRule::new(rule.levels(), rule.no_actions(), estimate).unwrap()
            }
        }
        6 => new.teams.iter_mut().for_each(|team| team.rights = 4 - team.rights),
        _ => new.responses.reverse(),
    }
    stated
}

#[test]
fn random_pairs_change_as_brute_force_counts() {
    let (mut compared, mut changed, mut situations) = (0, 0, 0);
    let (wanted, mut seed) = (cases(160), 0);
    while compared < wanted {
        seed += 1;
        assert!(seed < u64::from(wanted) * 3 / 2, "{compared} pairs of {seed} are small enough");
        let draw = Draw::seeded(seed * 1_000_003);
        let mut old = policy(&draw, &SMALL);
        let mut new = if draw.rarely(2) { edited(&draw, &old) } else { policy(&draw, &SMALL) };
        let [(before, _), (after, _)] = [old.compile(), new.compile()];
        let (before, after) = (Policy::verify(&before).unwrap(), Policy::verify(&after).unwrap());
        println!("seed {seed}");
        if let Some(found) = compare(&before, &after, draw.below(4) + 1) {
            compared += 1;
            changed += u32::from(found.risks.changed > 0) + u32::from(found.incidents.changed > 0);
            situations += found.risks.situations + found.incidents.situations;
        }
    }
    tried("difference", "situations of random pairs of policies, each decided twice", situations);
    println!("{compared} pairs of {seed}, {changed} sides with changes");
    assert!(changed > wanted * 9 / 10, "{changed}");
}
