//! Random pairs of registers.

use super::day;
use super::naive::{Model, Risk, action, model, risk, rules, stages};
use plimsoll::assessment::Assessment;
use plimsoll::history::{Changes, Measures, Part, Split};
use plimsoll_core::Status;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn edited() -> impl Strategy<Value = (Model, Model)> {
    // What is worked on is often much like what it was: each part is another with some chance.
    let kept = || prop::collection::vec(prop::bool::weighted(0.6), 16);
    (model(), model(), kept(), any::<[bool; 3]>()).prop_map(|(old, other, kept, [rules, assets, threats])| {
        let mut new = old.clone();
        if !rules {
            new.rules = other.rules;
        }
        if !assets {
            new.assets = other.assets.clone();
        }
        if !threats {
            new.threats = other.threats.clone();
        }
        let mut kept = kept.into_iter();
        let mut is_kept = || kept.next().unwrap();
        for n in 0..super::naive::ACTIONS_AT_MOST {
            if !is_kept() {
                take(&mut new.actions, &other.actions, n);
            }
        }
        for n in 0..super::naive::RISKS_AT_MOST {
            if !is_kept() {
                take(&mut new.risks, &other.risks, n);
            }
        }
        (old, new)
    })
}

fn take<T: Copy>(into: &mut BTreeMap<usize, T>, from: &BTreeMap<usize, T>, n: usize) {
    match from.get(&n) {
        Some(value) => into.insert(n, *value),
        None => into.remove(&n),
    };
}

fn as_of() -> plimsoll_core::Day {
    day("2026-11-20")
}

/// Every risk that changed, by id.
fn changed(changes: &Changes<'_>) -> BTreeMap<String, Measures> {
    changes.risks().iter().map(|risk| (risk.id().to_string(), risk.measures())).collect()
}

fn ids<'a>(ids: &[&'a str]) -> BTreeSet<&'a str> {
    ids.iter().copied().collect()
}

fn sum(splits: impl Iterator<Item = Split>) -> Split {
    let mut sum = [0; 5];
    splits.for_each(|split| sum.iter_mut().zip(split.0).for_each(|(sum, number)| *sum += number));
    Split(sum)
}

/// The scores of all risks that are not closed, and how many of them are above their limit.
fn sums(assessment: &Assessment<'_>) -> (i64, i64) {
    let open = assessment.risks().iter().filter(|risk| risk.status != Status::Closed);
    open.fold((0, 0), |(score, above), risk| {
        (score + i64::from(risk.decision.score.get()), above + i64::from(!risk.decision.within_limit))
    })
}

proptest! {
    #![proptest_config(super::cases(96))]

    /// Every stage of every risk is what arithmetic says, and the parts add up, for each risk and in total.
    #[test]
    fn parts_are_what_arithmetic_says_and_sum_to_the_whole((old, new) in edited()) {
        let (before, after) = (old.organisation(0), new.organisation(0));
        let changes = Changes::between(&before, &after, as_of());
        let found = changed(&changes);
        let all: BTreeSet<usize> = old.risks.keys().chain(new.risks.keys()).copied().collect();
        let mut expected = BTreeMap::new();
        for n in &all {
            let stages = stages(&old, &new, *n);
            let measures = Measures {
                score: Split(stages.map(|(score, _)| score)),
                above_limit: Split(stages.map(|(_, above)| above)),
            };
            if !measures.is_still() {
                expected.insert(format!("R{n}"), measures);
            }
        }
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(changes.unchanged(), u64::try_from(all.len() - found.len()).unwrap());
        for split in found.values().flat_map(|risk| [risk.score, risk.above_limit])
            .chain([changes.total().score, changes.total().above_limit])
        {
            let parts: i64 = Part::ALL.iter().map(|part| split.part(*part)).sum();
            prop_assert_eq!(parts, split.after() - split.before());
        }
        for part in Part::ALL {
            let of_risks = |which: fn(&Measures) -> Split| found.values().map(|risk| which(risk).part(part)).sum::<i64>();
            prop_assert_eq!(of_risks(|risk| risk.score), changes.total().score.part(part));
            prop_assert_eq!(of_risks(|risk| risk.above_limit), changes.total().above_limit.part(part));
        }
        // Each end is what `assess` says.
        for (organisation, end) in [(&before, [changes.total().score.before(), changes.total().above_limit.before()]),
            (&after, [changes.total().score.after(), changes.total().above_limit.after()])]
        {
            let (score, above) = sums(&Assessment::of(organisation, as_of()));
            prop_assert_eq!([score, above], end);
        }
        let still = all.iter().map(|n| stages(&old, &new, *n)).map(|stages| Split(stages.map(|(score, _)| score)));
        prop_assert_eq!(sum(still), changes.total().score);
    }

    /// Whatever part of a risk moved, something is said of it, and of no other part.
    #[test]
    fn every_part_has_a_cause((old, new) in edited()) {
        let (before, after) = (old.organisation(0), new.organisation(0));
        let changes = Changes::between(&before, &after, as_of());
        for risk in changes.risks() {
            let told: BTreeSet<Part> = changes.causes(risk).into_iter().map(|cause| cause.part).collect();
            let moved: BTreeSet<Part> = Part::ALL.into_iter().filter(|part| risk.measures().moves(*part)).collect();
            prop_assert_eq!(told, moved, "{}: {:?}", risk.id(), changes.causes(risk));
        }
        // Events, counted plainly.
        let pairs = |which: &dyn Fn(Option<bool>, Option<bool>) -> bool, of: &Model| {
            of.actions.iter().filter(|(n, (threat, _))| {
                which(old.against(*threat).get(n).copied(), new.against(*threat).get(n).copied())
            }).map(|(n, _)| format!("C{n}")).collect::<Vec<_>>()
        };
        let events = changes.events();
        prop_assert_eq!(&events.discovered_actions, &pairs(&|was, _| was.is_none(), &new));
        prop_assert_eq!(&events.completed_actions, &pairs(&|was, is| was != Some(true) && is == Some(true), &new));
        prop_assert_eq!(&events.reopened_actions, &pairs(&|was, is| was == Some(true) && is == Some(false), &new));
        prop_assert_eq!(&events.withdrawn_actions, &pairs(&|_, is| is.is_none(), &old));
        let risks = |which: &dyn Fn(Option<&Risk>, Option<&Risk>) -> bool, of: &Model| {
            of.risks.keys().filter(|n| which(old.risks.get(n), new.risks.get(n))).map(|n| format!("R{n}")).collect::<Vec<_>>()
        };
        let closed = |risk: Option<&Risk>| risk.is_some_and(|risk| risk.closed);
        let open = |risk: Option<&Risk>| risk.is_some_and(|risk| !risk.closed);
        prop_assert_eq!(&events.new_risks, &risks(&|was, _| was.is_none(), &new));
        prop_assert_eq!(&events.closed_risks, &risks(&|was, is| !closed(was) && closed(is), &new));
        prop_assert_eq!(&events.reopened_risks, &risks(&|was, is| closed(was) && open(is), &new));
        prop_assert_eq!(&events.removed_risks, &risks(&|_, is| is.is_none(), &old));
        prop_assert!(events.new_threats.is_empty() && events.new_assets.is_empty());
        // In the eyes of the old policy, which may not know of regions.
        let other = |was: Option<&Risk>, is: Option<&Risk>| was.zip(is).is_some_and(|(was, is)| {
            let (a, b) = (old.assets[was.asset], new.assets[is.asset]);
            (was.asset, was.threat, was.impact) != (is.asset, is.threat, is.impact)
                || a.confidentiality != b.confidentiality
                || (old.rules.apart.is_some() && a.second != b.second)
                || old.threats[was.threat] != new.threats[is.threat]
        });
        prop_assert_eq!(&events.re_rated, &risks(&other, &new));
    }

    /// What is only found was not worked on, re-rated or judged otherwise, and never makes anything look better.
    #[test]
    fn finding_is_nothing_but_finding(
        old in model(),
        actions in prop::collection::btree_map(100..110_usize, 0..3_usize, 0..6),
        risks in prop::collection::btree_map(100..104_usize, risk(), 0..3),
    ) {
        let mut new = old.clone();
        new.actions.extend(actions.into_iter().map(|(n, threat)| (n, (threat, false))));
        new.risks.extend(risks.into_iter().map(|(n, risk)| (n, Risk { closed: false, ..risk })));
        let (before, after) = (old.organisation(0), new.organisation(0));
        let changes = Changes::between(&before, &after, as_of());
        for measures in changed(&changes).values().chain([&changes.total()]) {
            for split in [measures.score, measures.above_limit] {
                prop_assert_eq!((split.worked(), split.re_rated(), split.policy()), (0, 0, 0));
                prop_assert!(split.discovered() >= 0, "{split:?}");
            }
        }
    }

    /// Work never makes anything look worse, whatever is found meanwhile; and finding never makes anything look better.
    #[test]
    fn work_never_looks_like_a_loss(
        old in model(),
        found in prop::collection::btree_map(100..110_usize, action(), 0..6),
        new_risks in prop::collection::btree_map(100..104_usize, risk(), 0..3),
        completed in prop::collection::vec(any::<bool>(), 16),
        closed in prop::collection::vec(prop::bool::weighted(0.3), 16),
        next in proptest::option::of(rules()),
    ) {
        let mut new = old.clone();
        new.actions.values_mut().zip(&completed).for_each(|((_, is), completed)| *is |= completed);
        new.risks.values_mut().zip(&closed).for_each(|(risk, closed)| risk.closed |= closed);
        let done_only = new.clone();
        new.actions.extend(found);
        new.risks.extend(new_risks);
        new.rules = next.unwrap_or(old.rules);
        let (before, after) = (old.organisation(0), new.organisation(0));
        let changes = Changes::between(&before, &after, as_of());
        for measures in changed(&changes).values().chain([&changes.total()]) {
            for split in [measures.score, measures.above_limit] {
                prop_assert!(split.worked() <= 0 && split.discovered() >= 0, "{split:?}");
                prop_assert_eq!(split.re_rated(), 0);
            }
        }
        let after = done_only.organisation(0);
        let total = Changes::between(&before, &after, as_of()).total().score;
        prop_assert_eq!([total.discovered(), total.re_rated(), total.policy()], [0; 3]);
    }

    /// The order of rows decides nothing but the order in which risks and events are told; and nothing changes between a
    /// register and itself.
    #[test]
    fn the_order_of_rows_decides_nothing((old, new) in edited(), turns in any::<[u8; 2]>()) {
        let organisations = [old.organisation(0), new.organisation(0)];
        let turned = [old.organisation(turns[0].into()), new.organisation(turns[1].into())];
        let changes = Changes::between(&organisations[0], &organisations[1], as_of());
        let other = Changes::between(&turned[0], &turned[1], as_of());
        prop_assert_eq!(changed(&changes), changed(&other));
        prop_assert_eq!(changes.total(), other.total());
        let all = |changes: &Changes<'_>| {
            let events = changes.events();
            [ids(&events.discovered_actions), ids(&events.completed_actions), ids(&events.withdrawn_actions),
                ids(&events.new_risks), ids(&events.closed_risks), ids(&events.removed_risks), ids(&events.re_rated)]
                .map(|ids| ids.into_iter().map(String::from).collect::<Vec<_>>())
        };
        prop_assert_eq!(all(&changes), all(&other));
        let causes = |changes: &Changes<'_>| changes.risks().iter()
            .map(|risk| (risk.id().to_string(), changes.causes(risk))).collect::<BTreeMap<_, _>>();
        prop_assert_eq!(causes(&changes), causes(&other));

        for (one, same) in organisations.iter().zip(&turned) {
            let changes = Changes::between(one, same, as_of());
            prop_assert!(changes.total().is_still() && changes.risks().is_empty());
            prop_assert_eq!(changes.events(), &plimsoll::history::Events::default());
            prop_assert!(changes.notes().is_empty());
        }
    }
}
