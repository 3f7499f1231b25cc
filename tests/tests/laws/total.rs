//! Every situation gets a decision, and the decision is one: score, band and limit on their scales, a response that may be given,
//! a team that is there and has the rights; bare, explained and by columns alike.

use crate::common::hands::deal;
use crate::{any_incident, any_risk, every_situation, levels};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, Space};
use plimsoll_core::{Decision, IncidentFacts, Policy, Response, RiskFacts, Standing};
use plimsoll_tests::columns::decided as by_columns;
use plimsoll_tests::drafts::{SMALL, WHOLE, policy};
use plimsoll_tests::points;
use plimsoll_tests::promises::tried;
use std::cell::Cell;

/// What is decided of a risk, once everything that holds of decisions was seen to hold of it.
fn decided(policy: &Policy<'_>, draft: &Draft, facts: &RiskFacts) -> Decision {
    let (decision, trace) = policy.explain(facts);
    assert_eq!(policy.assess(facts), decision, "explained it differs: {facts:?}");
    let (score, limit) = (u16::from(decision.score.get()), u16::from(decision.limit.get()));
    assert!((1..=draft.top()).contains(&score) && limit <= draft.top(), "{decision:?}");
    let band = draft.bands.iter().position(|band| score <= band.up_to);
    assert_eq!(band, Some(decision.band.get().into()), "{decision:?}");
    assert_eq!(decision.within_limit, score <= limit, "{decision:?}");
    assert!(usize::from(decision.impact.get()) <= draft.impact.len(), "{decision:?}");
    assert!(usize::from(decision.likelihood.get()) <= draft.likelihood.len(), "{decision:?}");
    // Whatever is answered is an answer that the owner might have chosen.
    let chosen = policy.assess(&RiskFacts { choice: Some(decision.response), ..*facts });
    assert_eq!((chosen.response, chosen.standing), (decision.response, Standing::Chosen), "{facts:?}");
    let mut obligations = (0..).zip(&draft.obligations);
    let forbidden = obligations
        .any(|(n, obligation)| obligation.forbids_acceptance && facts.value(Facet::declared(n).unwrap()) > 0);
    let may_accept = decision.within_limit || (facts.exception && !forbidden);
    assert!(decision.response != Response::Accept || may_accept, "{decision:?} of {facts:?}");
    assert!(!trace.steps().is_empty());
    decision
}

/// Where an incident goes, once everything that holds of routes was seen to hold of it.
fn routed(policy: &Policy<'_>, draft: &Draft, facts: &IncidentFacts) {
    let (route, _) = policy.explain_route(facts);
    assert_eq!(policy.route(facts), route, "explained it differs: {facts:?}");
    let team = &draft.teams[usize::from(route.target.get())];
    assert!(team.staffed, "{route:?}");
    assert_eq!((route.level, route.rights), (team.level, team.rights), "{route:?}");
    let needed = facts.value(facet::RIGHTS);
    let there = draft.teams.iter().filter(|team| team.staffed);
    let most = there.map(|team| team.rights).max().expect("a staffed team");
    assert!(u16::from(team.rights) >= needed.min(most.into()), "{route:?} of {facts:?}");
    assert_eq!(route.reaches, needed <= most.into(), "{route:?} of {facts:?}");
    let from = facts.level().min(policy.scales().levels);
    let (low, high) = (from.min(team.level), from.max(team.level));
    assert!(route.skipped.iter().eq((low + 1).min(high)..high), "{route:?} from {from}");
    assert!(usize::from(route.channel) < draft.channels.len(), "{route:?}");
    assert!(route.consult.iter().all(|role| usize::from(role) < draft.roles.len()), "{route:?}");
    // Passing on climbs among those who are there, so it ends.
    let (mut at, mut level) = (route.next, route.level);
    while let Some(next) = at {
        let team = &draft.teams[usize::from(next.get())];
        assert!(team.staffed && team.level > level, "{route:?}");
        (at, level) = (policy.team(next).expect("a team").next, team.level);
    }
}

#[test]
fn every_situation_of_small_policies_is_decided() {
    let (risks, incidents, left_out) = (Cell::new(0_usize), Cell::new(0_usize), Cell::new(0));
    deal(150, |hand, _| {
        let mut stated = policy(hand, &SMALL);
        let (blob, _) = stated.compile();
        let (draft, engine) = (&stated.draft, Policy::verify(&blob).unwrap());
        let Some(points) = every_situation(draft, Space::Risk) else {
            left_out.set(left_out.get() + 1);
            return;
        };
        let mut all = Vec::new();
        for point in &points {
            let facts = points::risk(levels(&engine), point);
            let choices = [None].into_iter().chain(Response::ALL.iter().copied().map(Some));
            for choice in choices {
                all.extend([false, true].map(|exception| RiskFacts { choice, exception, ..facts }));
            }
        }
        let decisions: Vec<Decision> = all.iter().map(|facts| decided(&engine, draft, facts)).collect();
        assert!(by_columns(&engine, &all, &mut [0; 600]) == decisions, "by columns it differs");
        risks.set(risks.get() + all.len());
        let points = every_situation(draft, Space::Incident).expect("few incidents");
        points.iter().for_each(|point| routed(&engine, draft, &points::incident(point)));
        incidents.set(incidents.get() + points.len());
    });
    tried("total", "every risk that small policies tell apart, with every choice", risks.get());
    tried("total", "every incident that small policies tell apart", incidents.get());
    assert!(left_out.get() == 0 && risks.get() > 100_000 && incidents.get() > 5_000, "{left_out:?}");
}

#[test]
fn any_facts_of_whole_policies_are_decided() {
    let points = Cell::new(0_usize);
    deal(300, |hand, draw| {
        let mut stated = policy(hand, &WHOLE);
        let (blob, _) = stated.compile();
        let (draft, engine) = (&stated.draft, Policy::verify(&blob).unwrap());
        let facets = draft.facets_of(Space::Risk);
        let all: Vec<RiskFacts> = (0..40).map(|_| any_risk(draw, &facets)).collect();
        let decisions: Vec<Decision> = all.iter().map(|facts| decided(&engine, draft, facts)).collect();
        assert!(by_columns(&engine, &all, &mut [0; 3000]) == decisions, "by columns it differs");
        let facets = draft.facets_of(Space::Incident);
        (0..40).for_each(|_| routed(&engine, draft, &any_incident(draw, &facets)));
        let placements = engine.placements().expect("compiled with the rest");
        for facts in &all {
            for tool in 0..=u8::MAX {
                let placement = placements.of(facts, tool);
                let known = usize::from(tool) < draft.tools.len();
                assert!(known || placement.permission().is_none(), "{placement:?} of tool {tool}");
            }
        }
        points.set(points.get() + 80);
    });
    tried("total", "risks and incidents of any facts under whole policies", points.get());
}
