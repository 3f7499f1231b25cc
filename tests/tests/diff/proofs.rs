//! What is proved of random small policies, against every situation asked for one by one.

use crate::situations::{Situation, decided, risk, words};
use plimsoll_core::policy::{DraftMatrix, Property, Space};
use plimsoll_core::{CiaFloor, Policy, ProposalKind, Stage};
use plimsoll_scripting::{Finding, Proof, Subject, Weight, check};
use plimsoll_tests::drafts::{SMALL, asked, policy};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::{cases, tried};
use std::collections::BTreeMap;

/// What is decided at a point: the score, whether it is within the limit, the band, and what the envelope takes away.
struct Decided {
    inherent: u16,
    score: u32,
    within: bool,
    band: String,
    clamped: Vec<ProposalKind>,
}

fn ask(policy: &Policy<'_>, point: &Situation) -> Decided {
    let facts = risk(policy, point);
    let parts: BTreeMap<&str, String> = decided(policy, &facts).into_iter().collect();
    let (_, trace) = policy.explain(&facts);
    let clamps = trace.steps().iter().filter(|step| step.stage == Stage::Clamp);
    Decided {
        inherent: trace.steps().iter().find(|step| step.stage == Stage::Matrix).unwrap().to,
        score: parts["score"].parse().unwrap(),
        within: parts["within_limit"] == "true",
        band: parts["band"].clone(),
        clamped: clamps.filter_map(|step| step.proposal).collect(),
    }
}

/// In how many situations the finding with some words is said to show.
fn share(proof: &Proof, words: &str, weight: Weight) -> Option<u128> {
    let alike = |finding: &&Finding| finding.message.contains(words) && finding.weight == weight;
    let found: Vec<_> = proof.findings.iter().filter(alike).collect();
    assert!(found.len() < 2, "{words}: {found:#?}");
    Some(found.first()?.counterexample.as_ref().unwrap().situations)
}

/// The first level with one more of a facet at which something comes out better, and in how many situations.
fn falls(
    all: &BTreeMap<Situation, Decided>,
    facet: &str,
    better: impl Fn(&Decided, &Decided) -> bool,
) -> Option<(u32, u128)> {
    let mut by_level: BTreeMap<u32, u128> = BTreeMap::new();
    for (point, here) in all {
        let level: u32 = point[facet].parse().unwrap();
        let mut next = point.clone();
        next.insert(facet.to_string(), (level + 1).to_string());
        if all.get(&next).is_some_and(|next| better(here, next)) {
            *by_level.entry(level).or_default() += 1;
        }
    }
    by_level.into_iter().next()
}

#[test]
fn proofs_of_random_policies_are_those_of_brute_force() {
    let (mut examined, mut found, mut tried_at) = (0, 0, 0);
    let wanted = cases(300);
    for seed in 1..=u64::from(wanted) {
        let mut stated = policy(&Draw::seeded(seed * 7_777_777), &SMALL);
        let (blob, _) = stated.compile();
        let draft = stated.draft;
        if draft.cia_floor != CiaFloor::NONE {
            continue;
        }
        examined += 1;
        let policy = Policy::verify(&blob).unwrap();
        let subject = Subject {
            policy: &policy,
            draft: &draft,
            rules: &[],
            unreached: &[],
            files: &[],
            invariants: &[],
        };
        let proofs = check(&subject, |_, _| ());
        let of = |property| proofs.iter().find(|proof| proof.property == property).unwrap();
        let mut points = vec![Situation::new()];
        for known in asked(&draft, &SMALL, Space::Risk, false) {
            let with = |point: &Situation, word: String| {
                let mut point = point.clone();
                point.insert(known.name.clone(), word);
                point
            };
            let values = words(&known.domain);
            points = points
                .iter()
                .flat_map(|point| values.iter().map(move |word| with(point, word.clone())))
                .collect();
        }
        let all: BTreeMap<Situation, Decided> =
            points.into_iter().map(|point| (point.clone(), ask(&policy, &point))).collect();
        let count = u128::try_from(all.len()).unwrap();
        tried_at += count;
        // The proof of monotony is over risks alone, as these situations are.
        let monotone = of(Property::Monotone);
        let whole = monotone.situations;
        let same = |proof: &Proof, words: &str, weight: Weight, here: Option<u128>| {
            let told = share(proof, words, weight);
            let agrees = match (told, here) {
                (None, None) => true,
                (Some(part), Some(here)) => part * count == here * whole,
                _ => false,
            };
            assert!(agrees, "seed {seed}: {words}: {told:?} is not {here:?} of {count}");
            usize::from(here.is_some())
        };
        for facet in ["impact", "likelihood"] {
            // What a matrix that may fall does by itself is waived; what else does is not.
            let waives = matches!(draft.matrix, DraftMatrix::Grid { may_fall: true, .. });
            let given_up = |here: &Decided, next: &Decided| waives && next.inherent < here.inherent;
            let both = |better: fn(&Decided, &Decided) -> bool| {
                [
                    (
                        Weight::Breaks,
                        falls(&all, facet, |here, next| better(here, next) && !given_up(here, next)),
                    ),
                    (
                        Weight::Waived,
                        falls(&all, facet, |here, next| better(here, next) && given_up(here, next)),
                    ),
                ]
            };
            let score = both(|here, next| next.score < here.score);
            // A limit that is met because the score falls is the same finding.
            let fell = score.iter().any(|(_, fall)| fall.is_some());
            let within = both(|here, next| next.within && !here.within)
                .map(|(weight, fall)| (weight, fall.filter(|_| !fell)));
            for (words, falls) in
                [("lowers the score", &score), ("brings a risk back within its limit", &within)]
            {
                for (weight, fall) in falls {
                    found +=
                        same(monotone, &format!("more {facet} {words}"), *weight, fall.map(|(_, here)| here));
                }
            }
            for (level, _) in score.iter().chain(&within).filter_map(|(_, fall)| fall.as_ref()) {
                let step = (facet.to_string(), format!("{level} -> {}", level + 1));
                let told = monotone.findings.iter().filter_map(|finding| finding.counterexample.as_ref());
                assert!(
                    told.into_iter().any(|example| example.when.contains(&step)),
                    "seed {seed}: {step:?}"
                );
            }
        }
        let envelope = of(Property::Envelope);
        for (kind, words) in [
            (ProposalKind::Raise, ": raise by "),
            (ProposalKind::Lower, ": lower by "),
            (ProposalKind::LoosenLimit, ": loosen_limit by "),
            (ProposalKind::Demand, " demands acceptance"),
        ] {
            let here = all.values().filter(|decided| decided.clamped.contains(&kind)).count();
            let here = Some(u128::try_from(here).unwrap()).filter(|here| *here > 0);
            found += same(envelope, words, Weight::Breaks, here);
        }
        let alive = of(Property::Alive);
        for band in &draft.bands {
            let reached = all.values().any(|decided| decided.band == band.name);
            let message = format!("no risk is ever in the band \"{}\"", band.name);
            let told = alive.findings.iter().any(|finding| finding.message == message);
            assert_eq!(told, !reached, "seed {seed}: {message}");
        }
    }
    println!("{examined} policies, {found} findings");
    tried("monotone", "situations of random policies that were proved, asked for one by one", tried_at);
    let wanted = usize::try_from(wanted).unwrap();
    assert!(examined > wanted * 3 / 4 && found > wanted / 2, "{examined} {found}");
}
