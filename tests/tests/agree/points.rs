//! One point: the engine's decision, bare and explained, against the reference's, and against its own trace.

use crate::common::justify;
use crate::common::translate::response;
use plimsoll_core::{Decision, IncidentFacts, Policy, RiskFacts, Route, Standing};
use plimsoll_tests::reference::{self, Facts, Incident, Proposal, RouteProposal};
use std::fmt::Debug;

/// A policy as the engine and as the reference have it.
pub(crate) struct Pair<'a> {
    /// The engine's.
    pub(crate) engine: Policy<'a>,
    /// The reference's.
    pub(crate) reference: reference::Policy,
}

/// What the engine decides, once all agree on it.
pub(crate) fn assess(pair: &Pair<'_>, facts: &RiskFacts, seen: &Facts, proposals: &[Proposal]) -> Decision {
    let (decision, trace) = pair.engine.explain(facts);
    assert_eq!(pair.engine.assess(facts), decision, "bare and explained differ at {seen:?}");
    let naive = reference::assess(&pair.reference, seen, proposals);
    let Decision { impact, likelihood, score, band, limit, within_limit, .. } = decision;
    let same = (impact.get(), likelihood.get()) == (naive.impact, naive.likelihood)
        && (u32::from(score.get()), u32::from(limit.get())) == (naive.score, naive.limit)
        && within_limit == naive.within_limit
        && decision.response == response(naive.response)
        && pair.engine.names().and_then(|names| names.band(band)) == Some(naive.band.as_str());
    assert!(same, "{decision:?}\nis not {naive:?}\nat {seen:?}\nproposals {proposals:?}\n{trace:?}");
    let standing = match facts.choice {
        None => Standing::Policy,
        Some(chosen) if chosen == response(naive.response) => Standing::Chosen,
        Some(_) => Standing::Overruled,
    };
    assert_eq!(decision.standing, standing, "at {seen:?}");
    justify::assessed(&pair.engine, &decision, &trace);
    let inherent = trace.steps().iter().find(|step| step.stage == plimsoll_core::Stage::Matrix);
    assert_eq!(inherent.map(|step| u32::from(step.to)), Some(naive.matrix_score), "at {seen:?}");
    decision
}

/// Where the engine sends an incident, once all agree on it.
pub(crate) fn route(
    pair: &Pair<'_>,
    facts: &IncidentFacts,
    seen: &Incident,
    proposals: &[RouteProposal],
) -> Route {
    let (route, trace) = pair.engine.explain_route(facts);
    assert_eq!(pair.engine.route(facts), route, "bare and explained differ at {seen:?}");
    justify::routed(&pair.engine, facts, &route, &trace);
    let fail = |naive: &dyn Debug| -> ! {
        panic!("{route:?}\nis not {naive:?}\nat {seen:?}\nproposals {proposals:?}\n{trace:?}")
    };
    let names = pair.engine.names().expect("a policy with names");
    match reference::route(&pair.reference, seen, proposals) {
        Ok(naive) => {
            let mut consulted: Vec<&str> = route.consult.iter().filter_map(|role| names.role(role)).collect();
            let mut expected: Vec<&str> = naive.consulted.iter().map(String::as_str).collect();
            consulted.sort_unstable();
            expected.sort_unstable();
            let replaced = trace.steps().iter().any(|step| step.stage == plimsoll_core::Stage::Rights);
            let same = names.team(route.target) == Some(naive.target.as_str())
                && (route.level, route.rights, route.reaches) == (naive.level, naive.rights, naive.reaches)
                && consulted == expected
                && route.skipped.iter().eq(naive.skipped.iter().copied())
                && replaced == naive.replaced_for_rights;
            if !same {
                fail(&naive);
            }
        }
        Err(error) => fail(&error),
    }
    route
}
