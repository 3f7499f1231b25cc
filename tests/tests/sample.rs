//! The rules of the built-in sample: within their envelope, monotone, each proposal of use, and each facet and label read.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

use plimsoll::assessment::{Assessment, Routed};
use plimsoll::culture::Fact;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll::{Organisation, POLICY_FILE, SAMPLE};
use plimsoll_core::facet;
use plimsoll_core::policy::{Draft, DraftDomain, KnownFacet, Space};
use plimsoll_core::{
    Day, Decision, Impact, IncidentFacts, Likelihood, Policy, Progress, ProposalKind, Response, RiskFacts,
    Stage, Trace,
};
use plimsoll_scripting::{Compiled, RuleFile, compile};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::points;
use std::collections::BTreeSet;

const POINTS: u32 = 60_000;

/// The policy's file, its rules compiled, and their files.
fn sample() -> (PolicyFile, Compiled, Vec<RuleFile>) {
    let (_, policy) = SAMPLE.iter().find(|(name, _)| *name == POLICY_FILE).unwrap();
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new(POLICY_FILE, *policy), &mut diagnostics).expect("a policy");
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let rules = SAMPLE.iter().filter(|(name, _)| name.ends_with(".rhai"));
    let rules: Vec<RuleFile> =
        rules.map(|(name, text)| RuleFile { name: (*name).into(), text: (*text).into() }).collect();
    let compiled = compile(&file.draft, &rules);
    (file, compiled, rules)
}

/// A value of a facet: of wide ranges, as often one near an edge that the rules look at as any other.
fn value(draw: &Draw<'_>, known: &KnownFacet) -> u16 {
    if points::size(known) > 200 && draw.rarely(2) {
        u16::try_from(draw.below(800)).unwrap()
    } else {
        points::value(draw, known)
    }
}

/// Any risk, but for impact and likelihood.
fn risk(draw: &Draw<'_>, facets: &[KnownFacet]) -> RiskFacts {
    let mut facts = RiskFacts::default();
    let inputs = Draft::inputs(Space::Risk);
    for known in facets.iter().filter(|known| inputs.contains(known.facet)) {
        let built_from = [facet::IMPACT, facet::LIKELIHOOD].contains(&known.facet);
        if !built_from {
            facts.set(known.facet, value(draw, known));
        }
    }
    facts
}

fn at(facts: RiskFacts, impact: u8, likelihood: u8) -> RiskFacts {
    let actions = Progress::new(u16::from(likelihood) - 1, 5).unwrap();
    RiskFacts { rated: Impact::new(impact).unwrap(), actions, estimate: Likelihood::new(likelihood), ..facts }
}

/// What the rules add to and take from a score, and how often the envelope has to cut.
fn asked(policy: &Policy<'_>, facts: &RiskFacts) -> (Decision, u16, u16, usize) {
    let mut trace = Trace::<128>::new();
    let decision = policy.assess_into(facts, &mut trace);
    assert!(!trace.is_truncated());
    let (mut raised, mut lowered, mut cut) = (0, 0, 0);
    for step in trace.steps() {
        match (step.stage, step.proposal) {
            (Stage::Rule, Some(ProposalKind::Raise)) => raised += step.to - step.from,
            (Stage::Rule, Some(ProposalKind::Lower)) => lowered += step.to - step.from,
            (Stage::Rule, Some(ProposalKind::LoosenLimit)) => panic!("a rule loosens a limit"),
            (Stage::Rule, Some(ProposalKind::Demand)) => {
                assert_ne!(step.to, u16::from(Response::Accept.index()), "a rule demands acceptance");
            }
            (Stage::Clamp, Some(_)) => cut += 1,
            _ => {}
        }
    }
    (decision, raised, lowered, cut)
}

/// Sampled; the extremes must be met, or the sample would say nothing.
#[test]
fn the_rules_stay_within_the_envelope_and_never_reward_more_risk() {
    let organisation = Organisation::sample();
    let (policy, (file, ..)) = (organisation.policy(), sample());
    let facets = file.draft.facets_of(Space::Risk);
    let (draw, mut most) = (Draw::seeded(1), (0, 0));
    for _ in 0..POINTS {
        let facts = risk(&draw, &facets);
        let (impact, likelihood) = (draw.small(1, 5), draw.small(1, 5));
        let (here, raised, lowered, cut) = asked(&policy, &at(facts, impact, likelihood));
        assert!(raised <= 4 && lowered <= 2 && cut == 0, "{raised}, {lowered}: {facts:?}");
        most = (most.0.max(raised), most.1.max(lowered));
        for more in [at(facts, (impact + 1).min(5), likelihood), at(facts, impact, (likelihood + 1).min(5))] {
            let (there, ..) = asked(&policy, &more);
            assert!(there.score >= here.score && there.band >= here.band, "{facts:?}: {here:?}, {there:?}");
            assert!(here.within_limit || !there.within_limit, "{facts:?}: {here:?}, {there:?}");
            assert!(there.limit <= here.limit, "{facts:?}: {here:?}, {there:?}");
        }
    }
    assert_eq!(most, (4, 1), "how far the rules go");
}

#[test]
fn every_rule_compiles_names_its_principle_and_is_of_use() {
    let (file, compiled, rules) = sample();
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    assert!(compiled.unreached.is_empty(), "{:?}", compiled.unreached);
    for rule in &compiled.rules {
        let outcomes = rule.rule.outcomes.iter().flatten();
        let principles: BTreeSet<&str> =
            outcomes.map(|proposal| proposal.reason.principle.as_str()).collect();
        assert!(!principles.is_empty() && !principles.contains(""), "{}: {principles:?}", rule.name);
    }
    // Every file has rules, but for the one with what must hold of all.
    let with_rules: BTreeSet<usize> = compiled.rules.iter().map(|rule| rule.file).collect();
    let without: Vec<&str> = (0..rules.len())
        .filter(|file| !with_rules.contains(file))
        .map(|file| rules[file].name.as_str())
        .collect();
    assert_eq!(without, ["rules/invariants.rhai"]);
    // Every invariant is a function there, of two parameters.
    assert_eq!(file.invariants.len(), 3);
    let invariants = rules.iter().find(|file| file.name == "rules/invariants.rhai").unwrap();
    for invariant in &file.invariants {
        let risk = format!("fn {}(risk, decision)", invariant.rule);
        let incident = format!("fn {}(incident, decision)", invariant.rule);
        assert!(invariants.text.contains(&risk) || invariants.text.contains(&incident), "{}", invariant.rule);
    }
}

/// What the invariants of the sample say, tried at many points until the proof of a policy proves them.
#[test]
fn what_must_hold_holds() {
    let organisation = Organisation::sample();
    let (policy, (file, ..)) = (organisation.policy(), sample());
    let names = policy.names().unwrap();
    let known = |space: Space| file.draft.facets_of(space);
    let named = |name: &str| known(Space::Risk).into_iter().find(|known| known.name == name).unwrap().facet;
    let (pci, gdpr, region) = (named("pci"), named("gdpr"), named("region"));
    let (facets, draw) = (known(Space::Risk), Draw::seeded(2));
    let mut grave = 0;
    for number in 0..POINTS {
        let facts = at(risk(&draw, &facets), if number % 2 == 0 { 5 } else { 4 }, 5);
        let facts = RiskFacts { choice: Some(Response::Accept), exception: true, ..facts };
        let decision = policy.assess(&facts);
        let is_grave = names.band(decision.band) == Some("very_high");
        assert!(!(is_grave && decision.response == Response::Accept), "{facts:?}");
        grave += u32::from(is_grave);
        assert!(facts.value(pci) == 0 || decision.limit.get() <= 4, "{facts:?}");
        assert!(facts.value(gdpr) == 0 || decision.limit.get() <= 6, "{facts:?}");
    }
    assert!(grave > 1000, "{grave} in the highest band");
    let (inputs, facets) = (Draft::inputs(Space::Incident), known(Space::Incident));
    let country = (0..).find(|role| names.role(*role) == Some("country_management")).unwrap();
    let mut targets = BTreeSet::new();
    for _ in 0..POINTS {
        let mut facts = IncidentFacts::default();
        for known in facets.iter().filter(|known| inputs.contains(known.facet)) {
            facts.set(known.facet, value(&draw, known));
        }
        let route = policy.route(&facts);
        let concerned = facts.value(region) == 2 && facts.value(facet::SECURITY) == 1;
        assert!(!concerned || route.consult.iter().any(|role| role == country), "{facts:?}");
        assert!(route.reaches, "{facts:?}");
        targets.insert(names.team(route.target).unwrap().to_owned());
    }
    let teams: BTreeSet<String> = file.draft.teams.iter().map(|team| team.name.clone()).collect();
    assert_eq!(targets, teams, "every team is reached");
}

/// For each two labels of a declared facet, there is a risk for which they differ; of the labels that a register works out, which are
/// not the policy's to choose, for some two.
#[test]
fn every_declared_facet_is_read_and_every_label_matters() {
    let organisation = Organisation::sample();
    let (policy, (file, compiled, _)) = (organisation.policy(), sample());
    let reads: BTreeSet<&String> = compiled.rules.iter().flat_map(|rule| &rule.reads).collect();
    let declared: Vec<KnownFacet> =
        file.draft.facets_of(Space::Risk).into_iter().filter(|known| known.facet.get() >= 16).collect();
    assert_eq!(declared.len(), 13);
    let facets = file.draft.facets_of(Space::Risk);
    for known in &declared {
        let DraftDomain::Labels(labels) = &known.domain else {
            assert!(reads.contains(&known.name), "{} is read", known.name);
            continue;
        };
        let size = u16::try_from(labels.len()).unwrap();
        let mut alike: BTreeSet<(u16, u16)> = (0..size).flat_map(|a| (0..a).map(move |b| (b, a))).collect();
        let draw = Draw::seeded(3);
        for _ in 0..POINTS {
            let facts = risk(&draw, &facets);
            let choice = u8::try_from(draw.below(4)).ok().and_then(Response::from_index);
            let facts = RiskFacts { choice, ..at(facts, 4, if draw.below(2) == 0 { 3 } else { 5 }) };
            let decisions: Vec<Decision> =
                (0..size).map(|label| policy.assess(&facts.with(known.facet, label))).collect();
            alike.retain(|(a, b)| decisions[usize::from(*a)] == decisions[usize::from(*b)]);
            if alike.is_empty() {
                break;
            }
        }
        let pairs = usize::from(size) * usize::from(size - 1) / 2;
        let is_worked_out = Fact::named(&known.name).is_some();
        let tells_enough = alike.is_empty() || (is_worked_out && alike.len() < pairs);
        assert!(tells_enough, "{}: no difference between {alike:?}", known.name);
    }
}

/// Each rule has something to say about the risks and incidents of the sample itself.
#[test]
fn all_rules_speak_up_about_the_sample_itself() {
    let organisation = Organisation::sample();
    let day = Day::from_ymd(2026, 11, 20).unwrap();
    let assessment = Assessment::of(&organisation, day);
    let mut heard: BTreeSet<String> = BTreeSet::new();
    let mut hear = |reasons: Vec<plimsoll::assessment::Reason<'_>>| {
        for reason in reasons.iter().filter(|reason| reason.stage == "rule") {
            heard.insert(reason.rule.to_owned());
        }
    };
    assessment.risks().iter().for_each(|risk| hear(assessment.reasons(risk)));
    let routed = Routed::all(&organisation, day, |_| true);
    routed.iter().for_each(|routed| hear(routed.reasons(&organisation.policy())));
    let (_, compiled, _) = sample();
    let silent: Vec<&str> =
        compiled.rules.iter().map(|rule| rule.name.as_str()).filter(|name| !heard.contains(*name)).collect();
    assert_eq!(silent, Vec::<&str>::new());
}
