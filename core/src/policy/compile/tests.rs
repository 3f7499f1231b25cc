//! What comes of drafts that are compiled: where there is no room, and which of several rows is told.

use crate::facet::{self, Facet};
use crate::policy::{
    Draft, DraftDomain, DraftFacet, DraftProposal, DraftRoute, DraftRule, Place, Reason, Row, Space,
};
use crate::table::{Condition, When};
use crate::{Envelope, Impact, Policy, Progress, ProposalKind, Response, RiskFacts, Stage, Trace};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

fn reason(text: &str) -> Reason {
    Reason { text: text.into(), ..Reason::default() }
}

/// Rows that each ask for one bit of two wide facets: together they tell every set of those bits from every other.
fn explosive(facets: [Facet; 2]) -> Vec<When> {
    let row = |bit: u32| {
        facets.map(|facet| Condition::among(facet, (0..30_000).filter(|value| value >> bit & 1 == 1)))
    };
    (0..10).map(|bit| row(bit).to_vec()).collect()
}

#[test]
fn tables_without_room_are_refused_on_either_side() {
    let mut draft = Draft::standard();
    let domain = || DraftDomain::Range { low: 0, high: 29_999, names: vec![] };
    draft.facets = ["wide", "wider"].map(|name| DraftFacet { name: name.into(), domain: domain() }).to_vec();
    assert!(draft.compile().is_ok());
    let facets = [0, 1].map(|n| Facet::declared(n).unwrap());
    let mut risks = draft.clone();
    risks.envelopes = explosive(facets)
        .into_iter()
        .map(|when| Row { when, then: Envelope::STANDARD, reason: reason("x") })
        .collect();
    let mut incidents = draft;
    let then = || DraftRoute { to: "level_3".into(), consult: vec![], channel: "ticket".into() };
    let rows = explosive(facets).into_iter().map(|when| Row { when, then: then(), reason: reason("x") });
    incidents.routes.splice(0..0, rows);
    for draft in [risks, incidents] {
        let faults = draft.compile().unwrap_err();
        let told: Vec<(Place, &str)> =
            faults.iter().map(|fault| (fault.place, fault.message.as_str())).collect();
        assert_eq!(
            told,
            [(Place::Policy, "the tables tell more situations apart than can be worked through")]
        );
    }
}

/// What the step of a stage says in its trace, for a grave risk.
fn told(draft: &Draft, stage: Stage) -> Vec<String> {
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let facts = RiskFacts {
        rated: Impact::new(5).unwrap(),
        actions: Progress::new(4, 5).unwrap(),
        ..RiskFacts::default()
    };
    let mut trace = Trace::<32>::new();
    policy.assess_into(&facts, &mut trace);
    let steps = trace.steps().iter().filter(|step| step.stage == stage);
    steps.map(|step| policy.names().unwrap().reason(step.reason).unwrap().text.to_string()).collect()
}

#[test]
fn of_equal_limits_the_first_is_told() {
    let mut draft = Draft::standard();
    let row = |then, text: &str, when| Row { when, then, reason: reason(text) };
    let grave = vec![Condition::within(facet::IMPACT, 3..=4)];
    draft.limits = vec![row(6, "first", grave.clone()), row(6, "second", vec![])];
    assert_eq!(told(&draft, Stage::Limit), ["first"]);
    draft.limits = vec![row(6, "first", grave), row(5, "second", vec![])];
    assert_eq!(told(&draft, Stage::Limit), ["second"]);
}

#[test]
fn what_the_envelope_takes_away_has_its_reason() {
    let mut draft = Draft::standard();
    draft.envelopes =
        vec![Row { when: vec![], then: Envelope::STANDARD, reason: reason("the board alone accepts") }];
    let amount = Response::Accept.index();
    let accept = DraftProposal { kind: ProposalKind::Demand, amount, reason: reason("a trifle") };
    draft.rules =
        vec![DraftRule { space: Space::Risk, words: vec![], root: 0x8000, outcomes: vec![vec![accept]] }];
    assert_eq!(told(&draft, Stage::Rule), ["a trifle"]);
    assert_eq!(told(&draft, Stage::Clamp), ["the board alone accepts"]);
}
