//! Are the reasons of a decision those of the very rows that decided? Every row of a random policy says which it is.

use plimsoll_core::{Decision, IncidentFacts, Policy, ProposalKind, ReasonId, RiskFacts, Stage, Step, Trace};
use plimsoll_tests::drafts::Stated;
use plimsoll_tests::reference::{self, Condition, Facts, Incident, Seen, holds};

/// The words of every step that a test picks and that has any.
fn said<'a>(engine: &Policy<'a>, trace: &Trace, pick: impl Fn(&Step) -> bool) -> Vec<&'a str> {
    let names = engine.names().expect("a policy with names");
    let steps = trace.steps().iter().filter(|step| step.reason != ReasonId::NONE && pick(step));
    steps.map(|step| names.reason(step.reason).expect("words").text).collect()
}

fn at(stage: Stage) -> impl Fn(&Step) -> bool {
    move |step| step.stage == stage
}

/// What the envelope's row says that holds.
fn bounds<'a>(
    envelopes: &[(Vec<Condition>, plimsoll_core::Envelope)],
    concerns: impl Fn(&[Condition]) -> bool,
    seen: impl Fn(&str) -> Option<Seen<'a>>,
) -> String {
    let row = envelopes.iter().position(|(when, _)| concerns(when) && holds(when, &seen));
    row.map_or_else(|| "the standard envelope".to_owned(), |row| format!("envelope {row}"))
}

fn clamped(step: &Step) -> bool {
    step.stage == Stage::Clamp && step.proposal.is_some()
}

/// The limit, the obligation, the response and the envelope give the reasons of the rows that hold.
pub(crate) fn risk(
    stated: &Stated,
    engine: &Policy<'_>,
    facts: &RiskFacts,
    seen: &Facts,
    decision: &Decision,
) {
    let (_, trace) = engine.explain(facts);
    let naive = &stated.reference;
    let (impact, likelihood) = (decision.impact.get(), decision.likelihood.get());
    let known = |name: &str| naive.seen(seen, name, impact, likelihood, decision.score.get().into());

    // The lowest that applies; of equal ones the organisation's, and then the one stated first.
    let mut lowest = (naive.level, "organisation".to_owned());
    for (row, limit) in naive.limits.iter().enumerate() {
        if limit.level < lowest.0 && holds(&limit.when, known) {
            lowest = (limit.level, format!("limit {row}"));
        }
    }
    assert_eq!(said(engine, &trace, at(Stage::Limit)), [lowest.1.as_str()], "{seen:?}");

    let mut strictest = (None, "");
    for obligation in naive.obligations.iter().filter(|known| seen.obligations.contains(&known.name)) {
        let cap =
            if obligation.forbids_acceptance { Some(0) } else { obligation.max_level.map(|cap| cap + 1) };
        if cap.is_some_and(|cap| strictest.0.is_none_or(|lowest| cap < lowest)) {
            strictest = (cap, &obligation.name);
        }
    }
    for words in said(engine, &trace, at(Stage::Obligation)) {
        assert!(words.starts_with(strictest.1) && strictest.0.is_some(), "{words:?} at {seen:?}");
    }

    let graded = |name: &str| match name {
        "within_limit" => Some(Seen::Label(if decision.within_limit { "true" } else { "false" })),
        _ => known(name),
    };
    let row = naive.responses.iter().position(|row| holds(&row.when, graded));
    let expected = match (row, decision.within_limit) {
        (Some(row), _) => format!("response {row}"),
        (None, true) => "within its limit, a risk may be accepted".to_owned(),
        (None, false) => "above its limit, a risk is reduced unless another treatment is chosen".to_owned(),
    };
    let demanded = |step: &Step| step.proposal == Some(ProposalKind::Demand);
    let responses = said(engine, &trace, at(Stage::Response));
    if !trace.steps().iter().any(demanded) {
        assert_eq!(responses, [expected.as_str()], "{seen:?}");
    }

    let bounds = bounds(&stated.envelopes, |_| true, known);
    assert!(said(engine, &trace, clamped).iter().all(|words| *words == bounds), "not {bounds}: {seen:?}");
}

/// The route and the envelope give the reasons of the rows that hold.
pub(crate) fn incident(
    stated: &Stated,
    engine: &Policy<'_>,
    facts: &IncidentFacts,
    seen: &Incident,
    concerns: impl Fn(&[Condition]) -> bool,
) {
    let (_, trace) = engine.explain_route(facts);
    let rows = &stated.reference.routes;
    let row = rows.iter().position(|row: &reference::RouteRow| holds(&row.when, |name| seen.seen(name)));
    let expected = format!("route {}", row.expect("a last row without conditions"));
    assert_eq!(said(engine, &trace, at(Stage::Route)), [expected.as_str()], "{seen:?}");
    let bounds = bounds(&stated.envelopes, concerns, |name| seen.seen(name));
    assert!(said(engine, &trace, clamped).iter().all(|words| *words == bounds), "not {bounds}: {seen:?}");
}
