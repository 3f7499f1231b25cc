//! The sample policy of `tests/bare/src/sample.rs`, stated again for the reference, over its whole domain.

#[path = "../../bare/src/sample.rs"]
mod stated;

use crate::common::translate::{self, attributes, cia};
use crate::common::{compile, verify};
use crate::digest::Digest;
use crate::points::{self, Pair};
use crate::routes::{every_incident, prove};
use plimsoll_core::policy::Space;
use plimsoll_core::{Impact, Likelihood, Progress, Response, RiskFacts};
use plimsoll_tests::promises::tried;
use plimsoll_tests::reference::{
    self, Condition, Envelope, Facts, Incident, LimitRow, Obligation, Proposal, ResponseRow, RouteProposal,
    Rule, Treatment, proposed,
};
use std::thread;

const REGIONS: [&str; 3] = ["nordics", "emea", "apac"];

fn when(conditions: &[(&str, &str)]) -> Vec<Condition> {
    conditions.iter().map(|(facet, test)| Condition::new(facet, test)).collect()
}

/// The policy as it holds in a region: there, the envelope differs.
fn reference(region: &str) -> reference::Policy {
    let limit = |level, conditions: &[(&str, &str)]| LimitRow { level, when: when(conditions) };
    let response = |then, conditions: &[(&str, &str)]| ResponseRow { when: when(conditions), then };
    let obligation = |name: &str, max_level, forbids_acceptance| Obligation {
        name: name.to_owned(),
        max_level,
        forbids_acceptance,
    };
    let strict = Envelope { max_raise: 2, max_lower: 0, may_loosen: 3, may_redirect: false };
    let standard = reference::Policy::standard();
    reference::Policy {
        limits: vec![
            limit(6, &[("region", "apac")]),
            limit(3, &[("confidentiality", "high"), ("compromises_c", "true")]),
            limit(12, &[("region", "emea"), ("integrity", "low|medium")]),
        ],
        obligations: vec![obligation("pci", Some(4), false), obligation("secrets", None, true)],
        responses: vec![
            response(Treatment::Avoid, &[("score", ">=20")]),
            response(Treatment::Transfer, &[("score", "16..19"), ("region", "nordics")]),
            response(Treatment::Reduce, &[("score", "3..4|8"), ("availability", "high")]),
        ],
        envelope: if region == "apac" { strict } else { standard.envelope },
        ..standard
    }
}

fn risk_rules() -> Vec<Rule<Proposal>> {
    vec![
        Rule::new([
            (&[("confidentiality", "high"), ("compromises_c", "true")], vec![Proposal::Raise(3)]),
            (&[("confidentiality", "medium"), ("compromises_c", "true")], vec![Proposal::Raise(1)]),
        ]),
        Rule::new([(
            &[("impact", ">=4"), ("region", "emea")],
            vec![Proposal::Tighten(2), Proposal::Demand(Treatment::Reduce)],
        )]),
        Rule::new([(&[("likelihood", "<=2")], vec![Proposal::Lower(1), Proposal::Loosen(5)])]),
        Rule::new([(
            &[("integrity", "high")],
            vec![Proposal::Raise(2), Proposal::Forbid(Treatment::Transfer)],
        )]),
        Rule::new([(&[("impact", "1")], vec![Proposal::Demand(Treatment::Accept), Proposal::Lower(2)])]),
    ]
}

fn incident_rules() -> Vec<Rule<RouteProposal>> {
    let send = |team: &str| RouteProposal::SendTo(team.to_owned());
    let consult = |role: &str| RouteProposal::Consult(role.to_owned());
    vec![
        Rule::new([
            (
                &[("security", "true"), ("region", "apac")],
                vec![send("level_3"), consult("country_management")],
            ),
            (&[("security", "true"), ("region", "emea")], vec![send("level_3"), consult("duty_director")]),
        ]),
        Rule::new([(
            &[("complex", "true"), ("priority", "medium")],
            vec![send("business_function_manager")],
        )]),
    ]
}

/// What may be asked for: acceptance only where the envelope lets rules ask for it.
fn allowed(proposals: Vec<Proposal>, may_accept: bool) -> Vec<Proposal> {
    let asks = |proposal: &Proposal| *proposal != Proposal::Demand(Treatment::Accept);
    proposals.into_iter().filter(|proposal| may_accept || asks(proposal)).collect()
}

/// Every risk in a region: ratings, actions (none, or of five every number), estimates, assets, threats, obligations,
/// choices, exceptions.
fn region(region: &str) -> Digest {
    let draft = stated::draft();
    let blob = compile(&draft, "the sample");
    let pair = Pair { engine: verify(&blob, "the sample"), reference: reference(region) };
    let rules = risk_rules();
    let facet = |name: &str| translate::facet(&draft, Space::Risk, name);
    let (pci, secrets) = (facet("pci").facet, facet("secrets").facet);
    let known = facet("region");
    let mut digest = Digest::EMPTY;
    let mut seen = Facts { labels: [("region".to_owned(), region.to_owned())].into(), ..Facts::default() };
    let at = |mut number: usize, sizes: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
        let mut digit = |size: usize| {
            let digit = number % size;
            number /= size;
            digit
        };
        sizes.map(&mut digit).collect()
    };
    for number in 0..5 * 6 * 6 * 27 * 8 * 4 {
        let digits = at(number, &mut [5, 6, 6, 3, 3, 3, 2, 2, 2, 2, 2].into_iter());
        let small = |place: usize| u8::try_from(digits[place]).expect("a digit");
        seen.ratings = vec![small(0) + 1];
        (seen.uncompleted, seen.actions) =
            (small(1).saturating_sub(1).into(), if small(1) == 0 { 0 } else { 5 });
        seen.estimate = Some(small(2)).filter(|estimate| *estimate > 0);
        seen.cia = [small(3), small(4), small(5)];
        seen.compromises = [6, 7, 8].map(|place| small(place) == 1);
        let attached = [("pci", 9), ("secrets", 10)].into_iter().filter(|(_, place)| small(*place) == 1);
        seen.obligations = attached.map(|(name, _)| name.to_owned()).collect();
        let mut facts = RiskFacts {
            rated: Impact::new(seen.ratings[0]).unwrap(),
            actions: translate::progress(seen.uncompleted, seen.actions).unwrap_or(Progress::NONE),
            estimate: seen.estimate.and_then(Likelihood::new),
            ..RiskFacts::default()
        }
        .with_cia(cia(seen.cia))
        .with_compromised(attributes(seen.compromises))
        .with(known.facet, translate::value(&known.domain, region))
        .with(pci, small(9).into())
        .with(secrets, small(10).into());

        let reference = &pair.reference;
        let impact = reference.impact(&seen.ratings, seen.cia, seen.compromises);
        let likelihood = reference.likelihood(seen.uncompleted, seen.actions, seen.estimate).unwrap();
        let score = reference.score(impact, likelihood);
        let proposals = proposed(&rules, |name| reference.seen(&seen, name, impact, likelihood, score));
        let proposals = allowed(proposals, region == "apac");
        for choice in [None].into_iter().chain(Treatment::ALL.map(Some)) {
            seen.choice = choice;
            facts.choice = choice.and_then(|choice| Response::from_label(choice.label()));
            for exception in [false, true] {
                (seen.excepted, facts.exception) = (exception, exception);
                digest.decision(&points::assess(&pair, &facts, &seen, &proposals));
            }
        }
    }
    digest
}

#[test]
fn every_risk_of_the_sample_policy() {
    let mut whole = Digest::EMPTY;
    let parts: Vec<Digest> = thread::scope(|scope| {
        let parts: Vec<_> = REGIONS.into_iter().map(|name| scope.spawn(move || region(name))).collect();
        parts.into_iter().map(|part| part.join().expect("agreement")).collect()
    });
    for part in parts {
        whole.risks += part.risks;
        whole.bytes(&part.hash.to_le_bytes());
    }
    tried("agree", "every risk of a policy with limits, obligations and rules", whole.risks);
    assert_eq!(whole.risks, 3 * 4 * 388_800);
    assert_eq!(whole.hash, 0x5352_916b_63ce_7173);
}

#[test]
fn every_incident_of_the_sample_policy() {
    let draft = stated::draft();
    let blob = compile(&draft, "the sample");
    let engine = verify(&blob, "the sample");
    let (rules, facets) = (incident_rules(), draft.facets_of(Space::Incident));
    let mut digest = Digest::EMPTY;
    let mut all = Vec::new();
    for region in REGIONS {
        let pair = Pair { engine, reference: reference(region) };
        for incident in every_incident(&draft) {
            let labels = [("region".to_owned(), region.to_owned())].into();
            let incident = Incident { labels, ..incident };
            let facts = translate::incident(&facets, &incident);
            let proposals = proposed(&rules, |name| incident.seen(name));
            digest.route(&points::route(&pair, &facts, &incident, &proposals));
            all.push(facts);
        }
    }
    tried("agree", "every incident of a policy with rules", digest.incidents);
    assert_eq!(digest.incidents, 3 * 3_840);
    assert_eq!(digest.hash, 0xed11_4998_68a4_e345);
    prove("sample", &engine, &all);
}
