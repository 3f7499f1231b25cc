//! The functions say what the engine decides.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows should stop")]

use super::{Ground, IncidentModel, RiskModel};
use crate::{RuleFile, compile};
use plimsoll_core::facet::{self, FACETS, Facet, Values};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, Reason, Row, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{CiaFloor, Envelope, EstimateRule, Impact, Likelihood, LikelihoodRule, Policy, Response};

const RULES: &str = r#"
fn rule_raise(risk) { if risk.impact >= 3 && risk.region != "nordics" { raise(risk.impact, "far"); } }
fn rule_lower(risk) { if risk.age_days < 30 { lower(3, "fresh"); } if risk.score == 12 { lower(1, "dozen"); } }
fn rule_limit(risk) {
    if risk.origin == "external" { tighten_limit(2, "outside"); }
    if risk.orientation == 5 && risk.age_days in 10..=900 { loosen_limit(4, "open"); }
}
fn rule_respond(risk) {
    if risk.high_water == "high" { forbid("transfer", "ours to keep"); }
    if risk.asset_class == "services" { demand("transfer", "insured"); }
    if risk.asset_class == "workers" { demand("accept", "people"); }
    if risk.threat_class == "deliberate" && risk.impact == 5 { demand("avoid", "grave"); forbid("avoid", "no"); }
}
fn route_security(incident) {
    if incident.security { consult("data_protection", "law"); }
    if incident.complex && incident.region == "apac" { send_to("level_3", "far"); consult("duty_director", "far"); }
    if incident.kind == "outage" { send_to("level_2", "soon"); send_to("severity_analyst", "soon"); }
}
"#;

fn row<T>(when: Vec<Condition>, then: T) -> Row<T> {
    Row { when, then, reason: Reason::default() }
}

/// A policy that uses everything there is.
fn draft() -> Draft {
    let mut draft = Draft::standard();
    draft.obligations = vec![
        DraftObligation {
            name: "pci".into(),
            max_level: Some(4),
            forbids_acceptance: false,
            reason: Reason::default(),
        },
        DraftObligation {
            name: "sox".into(),
            max_level: None,
            forbids_acceptance: true,
            reason: Reason::default(),
        },
    ];
    let labels = ["nordics", "emea", "apac"].map(String::from).to_vec();
    draft.facets = vec![
        DraftFacet { name: "region".into(), domain: DraftDomain::Labels(labels) },
        DraftFacet {
            name: "age_days".into(),
            domain: DraftDomain::Range { low: 0, high: 3650, names: Vec::new() },
        },
    ];
    let region = Facet::declared(2).unwrap();
    let one = |facet, value: u16| Condition::within(facet, value..=value);
    draft.limits = vec![row(vec![one(region, 2)], 6), row(vec![one(facet::ASSET_CLASS, 1)], 8)];
    draft.responses = vec![
        row(vec![Condition::within(facet::SCORE, 19..=24), one(facet::ORIGIN, 1)], Response::Avoid),
        row(vec![one(facet::WITHIN_LIMIT, 1), one(facet::THREAT_CLASS, 2)], Response::Transfer),
        row(vec![one(facet::IMPACT, 0)], Response::Accept),
    ];
    let wide = Envelope { max_raise: 3, max_lower: 1, may_loosen: 2, may_accept: true, may_redirect: false };
    draft.envelopes = vec![
        row(vec![one(region, 2)], wide),
        row(vec![one(facet::ORIENTATION, 4)], Envelope { may_loosen: 3, ..Envelope::STANDARD }),
    ];
    let compiled = compile(&draft, &[RuleFile { name: "rules/all.rhai".into(), text: RULES.into() }]);
    assert_eq!(compiled.faults, []);
    draft.rules = compiled.rules.into_iter().map(|rule| rule.rule).collect();
    draft.roles = compiled.roles;
    draft
}

/// Points drawn by a fixed sequence, and the edges of the ground.
fn points(forest: &plimsoll_core::diagram::Forest, count: usize) -> Vec<Values> {
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let facets: Vec<Facet> = (0..u8::try_from(FACETS).unwrap()).filter_map(Facet::new).collect();
    let mut draw = |_| {
        let mut values = [0; FACETS];
        for facet in facets.iter().filter(|facet| forest.size(**facet) > 0) {
            let size = u64::from(forest.size(*facet));
            // Wide facets are drawn near their low end half of the time, where the rules tell them apart.
            let bound = if size > 100 && next() % 2 == 0 { 100 } else { size };
            values[facet.index()] = u16::try_from(next() % bound).unwrap();
        }
        values
    };
    (0..count).map(&mut draw).collect()
}

/// Compares every part of every decision with the engine's.
fn agree(old: &Policy<'_>, new: &Policy<'_>) {
    let both = [old, new];
    for space in [Space::Risk, Space::Incident] {
        let ground = Ground::new(space, &both).unwrap();
        let mut forest = ground.forest();
        let points = points(&forest, 4000);
        for (number, policy) in both.into_iter().enumerate() {
            if space == Space::Risk {
                let model = RiskModel::new(&mut forest, &ground, number, policy);
                for point in &points {
                    let decision = policy.assess(&ground.risk_facts(number, policy, point));
                    let at = |function| forest.value(function, point);
                    assert_eq!(at(model.impact), u32::from(decision.impact.get()));
                    assert_eq!(at(model.likelihood), u32::from(decision.likelihood.get()));
                    assert_eq!(at(model.score), u32::from(decision.score.get()), "{point:?}");
                    assert_eq!(at(model.band), u32::from(decision.band.0));
                    assert_eq!(at(model.limit), u32::from(decision.limit.get()), "{point:?}");
                    assert_eq!(at(model.within) != 0, decision.within_limit);
                    assert_eq!(at(model.response), u32::from(decision.response.index()), "{point:?}");
                }
            } else {
                let model = IncidentModel::new(&mut forest, &ground, number, policy);
                for point in &points {
                    let route = policy.route(&ground.incident_facts(number, point));
                    let at = |function| forest.value(function, point);
                    assert_eq!(at(model.target), u32::from(route.target.0), "{point:?}");
                    assert_eq!(model.consulted[usize::try_from(at(model.consult)).unwrap()], route.consult.0);
                    assert_eq!(at(model.channel), u32::from(route.channel));
                    assert_eq!(at(model.reaches) != 0, route.reaches);
                }
            }
        }
    }
}

#[test]
fn functions_are_the_decisions_of_the_engine() {
    let draft = draft();
    let blob = draft.compile().unwrap();
    agree(&Policy::standard(), &Policy::verify(&blob).unwrap());
}

#[test]
fn other_scales_floors_and_judgements_are_compared_where_both_know_them() {
    let (standard, mut draft) = (Policy::standard(), draft());
    let floors = [2, 2, 5].map(|impact| Impact::new(impact).unwrap());
    draft.cia_floor = CiaFloor::new(floors[0], floors[1], floors[2]).unwrap();
    draft.likelihood_rule =
        LikelihoodRule::new(5, Likelihood::new(2).unwrap(), EstimateRule::Replaces).unwrap();
    draft.facets.swap(0, 1);
    draft.rules.clear();
    draft.limits.clear();
    draft.envelopes.clear();
    let blob = draft.compile().unwrap();
    let new = Policy::verify(&blob).unwrap();
    agree(&standard, &new);
    agree(&new, &standard);
    let ground = Ground::new(Space::Risk, &[&standard, &new]).unwrap();
    assert!(ground.tells_judgement());
    assert_eq!(
        ground.apart,
        ["pci", "sox", "age_days", "region"].map(|name| format!("{name} is a facet of one policy only"))
    );
}
