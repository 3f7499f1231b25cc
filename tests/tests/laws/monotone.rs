//! What `check` proves to be monotone is: no pair of situations with more impact or likelihood comes out better. And what it
//! refutes is not: in the situation that it tells, the engine decides so.

use crate::common::hands::deal;
use crate::situations::{Situation, first, risk};
use crate::{every_situation, levels};
use plimsoll_core::facet::{IMPACT, LIKELIHOOD, Values};
use plimsoll_core::policy::{Property, Space};
use plimsoll_core::{Decision, Policy};
use plimsoll_scripting::{Proof, Subject, Verdict, check};
use plimsoll_tests::drafts::{SMALL, Stated, policy};
use plimsoll_tests::points;
use plimsoll_tests::promises::{cases, tried};
use std::cell::Cell;
use std::collections::BTreeMap;

fn proof(stated: &Stated, engine: &Policy<'_>) -> Proof {
    let (rules, unreached, files, invariants) = (&[], &[], &[], &[]);
    let subject = Subject { policy: engine, draft: &stated.draft, rules, unreached, files, invariants };
    let proofs = check(&subject, |_, _| ());
    proofs.into_iter().find(|proof| proof.property == Property::Monotone).expect("a proof")
}

/// Whether the second comes out better than the first.
fn better(here: &Decision, there: &Decision) -> bool {
    there.score < here.score || there.band < here.band || (there.within_limit && !here.within_limit)
}

/// Asks for every pair of situations of which the second has no less impact and no less likelihood, and is otherwise the same.
fn pairs(engine: &Policy<'_>, points: &[Values]) -> (usize, Option<(Values, Values)>) {
    let mut alike: BTreeMap<Values, Vec<(&Values, Decision)>> = BTreeMap::new();
    for point in points {
        let mut rest = *point;
        (rest[IMPACT.index()], rest[LIKELIHOOD.index()]) = (0, 0);
        alike.entry(rest).or_default().push((point, engine.assess(&points::risk(levels(engine), point))));
    }
    let mut count = 0;
    for decided in alike.values() {
        for (here, before) in decided {
            for (there, after) in decided {
                if here[IMPACT.index()] <= there[IMPACT.index()]
                    && here[LIKELIHOOD.index()] <= there[LIKELIHOOD.index()]
                {
                    count += 1;
                    if better(before, after) {
                        return (count, Some((**here, **there)));
                    }
                }
            }
        }
    }
    (count, None)
}

/// Decides in the situation of each counterexample and in the next, which is told with the level that changes.
fn replayed(engine: &Policy<'_>, proof: &Proof) -> usize {
    let examples = proof.findings.iter().filter_map(|finding| finding.counterexample.as_ref());
    examples
        .map(|example| {
            let mut at = first(engine, Space::Risk, &example.when);
            let decide = |at: &Situation| engine.assess(&risk(engine, at));
            let here = decide(&at);
            let stepped =
                example.when.iter().find_map(|(name, values)| Some((name, values.split_once(" -> ")?.1)));
            let (facet, next) = stepped.expect("a level that changes");
            at.insert(facet.clone(), next.to_string());
            assert!(better(&here, &decide(&at)), "{proof:#?}");
        })
        .count()
}

#[test]
fn what_is_proved_holds_for_every_pair_and_what_is_refuted_does_not() {
    let [proved, refuted, asked, told] = [(); 4].map(|()| Cell::new(0_usize));
    let add = |cell: &Cell<usize>, by| cell.set(cell.get() + by);
    let few = 600;
    deal(few, |hand, _| {
        let mut stated = policy(hand, &SMALL);
        let (blob, _) = stated.compile();
        let engine = Policy::verify(&blob).unwrap();
        let proof = proof(&stated, &engine);
        let points = every_situation(&stated.draft, Space::Risk).expect("few situations");
        let (count, found) = pairs(&engine, &points);
        if proof.verdict == Verdict::Proved {
            assert_eq!(found, None, "proved, but not so");
            add(&proved, 1);
        } else {
            assert!(found.is_some(), "not proved, but so: {proof:#?}");
            add(&refuted, 1);
        }
        add(&asked, count);
        add(&told, replayed(&engine, &proof));
    });
    tried("monotone", "pairs of situations, one with more impact or likelihood", asked.get());
    tried("monotone", "counterexamples decided by the engine", told.get());
    let few = usize::try_from(cases(few)).unwrap();
    let met = (proved.get(), refuted.get(), told.get());
    assert!(met.0 > few / 2 && met.1 > few / 20 && met.2 > few / 20, "{met:?} of {few}");
}
