//! What must hold of every verified policy at every point.

use crate::columns;
use crate::points::{Stream, points};
use plimsoll_core::facet::{self, FACETS, Facet, Values};
use plimsoll_core::{
    Decision, Impact, IncidentFacts, Likelihood, Policy, Progress, Response, RiskFacts, Stage, Standing,
    Step, Trace,
};

/// Decides risks and routes incidents at the corners and at some more points.
pub(crate) fn all(policy: &Policy<'_>, stream: &mut Stream) {
    let size = |domain: Option<facet::Domain>| domain.map_or(0, |domain| domain.size());
    let facets: [Option<Facet>; FACETS] =
        core::array::from_fn(|at| u8::try_from(at).ok().and_then(Facet::new));
    let risk = facets.map(|facet| size(facet.and_then(|facet| policy.risk_domain(facet))));
    let risks: Vec<RiskFacts> =
        points(stream, &risk, 12).into_iter().map(|values| facts(stream, values)).collect();
    for facts in &risks {
        assessed(policy, facts);
    }
    columns::agree(policy, &risks, stream);
    let incident = facets.map(|facet| size(facet.and_then(|facet| policy.incident_domain(facet))));
    for values in points(stream, &incident, 12) {
        routed(policy, &IncidentFacts { values });
    }
}

/// Facts of a risk with these values, and the rest from a stream.
pub(crate) fn facts(stream: &mut Stream, values: Values) -> RiskFacts {
    let mut small = |bound: u16| u8::try_from(stream.below(bound)).unwrap_or(u8::MAX);
    let (rated, total, estimate, choice) = (small(11), small(8), small(12), small(6));
    let uncompleted = small(u16::from(total) + 1);
    RiskFacts {
        rated: Impact::saturating(rated),
        actions: Progress::new(uncompleted.into(), total.into()).unwrap_or(Progress::NONE),
        estimate: Likelihood::new(estimate),
        choice: Response::from_index(choice),
        exception: small(2) == 1,
        values,
    }
}

/// Decides one risk, bare and explained; the decision lies within the policy's scales and its own trace bears it out.
pub(crate) fn assessed(policy: &Policy<'_>, facts: &RiskFacts) -> Decision {
    let (decision, trace) = policy.explain(facts);
    assert_eq!(policy.assess(facts), decision, "bare and explained differ at {facts:?}");
    let mut short = Trace::<1>::new();
    assert_eq!(policy.assess_into(facts, &mut short), decision, "a full trace changes the decision");
    let scales = policy.scales();
    assert!((1..=scales.impact).contains(&decision.impact.get()), "{decision:?}");
    assert!((1..=scales.likelihood).contains(&decision.likelihood.get()), "{decision:?}");
    assert!((1..=scales.top).contains(&decision.score.get()), "{decision:?}");
    assert!(decision.band.get() < scales.bands, "{decision:?}");
    assert!(decision.limit.get() <= scales.top, "{decision:?}");
    assert_eq!(decision.within_limit, decision.score.get() <= decision.limit.get(), "{decision:?}");
    if decision.response == Response::Accept {
        assert!(decision.within_limit || facts.exception, "accepted above the limit: {decision:?}");
    }
    match (facts.choice, decision.standing) {
        (None, Standing::Policy) => {}
        (Some(choice), Standing::Chosen) => assert_eq!(decision.response, choice),
        (Some(_), Standing::Overruled) => {}
        (choice, standing) => panic!("{standing:?} for a choice of {choice:?}"),
    }
    told(policy, trace.steps());
    if !trace.is_truncated() {
        let last = |stage| trace.steps().iter().rev().find(|step| step.stage == stage).map(|step| step.to);
        assert_eq!(last(Stage::Band), Some(decision.band.get().into()));
        let limit = last(Stage::Adjust).or(last(Stage::Obligation)).or(last(Stage::Limit));
        assert_eq!(limit, Some(decision.limit.get().into()), "{trace:?}");
        let score = last(Stage::Score).or(last(Stage::Matrix));
        assert_eq!(score, Some(decision.score.get().into()), "{trace:?}");
        let response = last(Stage::Choice).or(last(Stage::Response));
        assert_eq!(response, Some(decision.response.index().into()), "{trace:?}");
    }
    decision
}

/// Routes one incident, bare and explained: to somebody who is there and has the rights.
pub(crate) fn routed(policy: &Policy<'_>, facts: &IncidentFacts) {
    let (route, trace) = policy.explain_route(facts);
    assert_eq!(policy.route(facts), route, "bare and explained differ at {facts:?}");
    let team = policy.team(route.target).expect("a target among the teams");
    assert!(team.staffed, "{route:?}");
    assert_eq!((route.level, route.rights, route.next), (team.level, team.rights, team.next));
    let scales = policy.scales();
    let needed = facts.value(facet::RIGHTS);
    assert_eq!(route.reaches, u16::from(route.rights) >= needed, "{route:?} for rights {needed}");
    assert!(
        route.reaches || route.rights == scales.rights,
        "somebody has more: {route:?} for rights {needed}"
    );
    assert!(route.level <= scales.levels && route.channel < scales.channels, "{route:?}");
    assert!(route.consult.iter().all(|role| role < scales.roles), "{route:?}");
    let present = facts.level().min(scales.levels);
    let between = |level| level > route.level.min(present) && level < route.level.max(present);
    assert!(route.skipped.iter().all(between), "{route:?} from {present}");
    told(policy, trace.steps());
    // Passing on climbs, so it ends.
    let mut next = route.next;
    for _ in 0..policy.team_count() {
        next = next.and_then(|team| policy.team(team)).and_then(|team| team.next);
    }
    assert_eq!(next, None, "the escalation goes in a circle");
    if let Some(names) = policy.names() {
        assert!(names.team(route.target).is_some() && names.channel(route.channel).is_some());
        assert!(route.consult.iter().all(|role| names.role(role).is_some()));
    }
}

/// Every step refers to words that there are, where there are words at all.
fn told(policy: &Policy<'_>, steps: &[Step]) {
    let Some(names) = policy.names() else { return };
    for step in steps {
        let told = step.reason == plimsoll_core::ReasonId::NONE || names.reason(step.reason).is_some();
        assert!(told, "{step:?} has no words");
    }
}
