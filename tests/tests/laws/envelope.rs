//! The bounds that governance sets hold whatever rules ask for, and the trace tells what was cut. The bounds are looked up row by
//! row in the draft; what rules asked for is what the trace says they did.

use crate::common::hands::deal;
use crate::common::translate::{always, split};
use crate::{any_incident, any_risk};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, Row, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{
    Decision, Envelope, IncidentFacts, Policy, ProposalKind, Response, RiskFacts, Stage, Step, Trace,
};
use plimsoll_tests::drafts::{WHOLE, policy, response};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::points::size;
use plimsoll_tests::promises::tried;
use plimsoll_tests::reference::Treatment;
use std::cell::Cell;

/// Room for whatever the rules of this test propose.
type Long = Trace<1024>;

/// Whether every condition of a row holds.
fn holds(when: &[Condition], value: impl Fn(Facet) -> u16) -> bool {
    when.iter().all(|condition| condition.ranges.iter().any(|range| range.contains(&value(condition.facet))))
}

/// The first of the envelopes that are about what is known, and whose conditions hold; else the standard one.
fn bounds(draft: &Draft, about: impl Fn(Facet) -> bool, value: impl Fn(Facet) -> u16 + Copy) -> Envelope {
    let fits = |row: &&Row<Envelope>| {
        row.when.iter().all(|condition| about(condition.facet)) && holds(&row.when, value)
    };
    draft.envelopes.iter().find(fits).map_or(Envelope::STANDARD, |row| row.then)
}

/// The sum that the rules proposed of a kind, as the last of their steps says.
fn sum(steps: &[Step], kind: ProposalKind) -> u32 {
    let of_kind = |step: &&Step| step.stage == Stage::Rule && step.proposal == Some(kind);
    steps.iter().rev().find(of_kind).map_or(0, |step| step.to.into())
}

/// What the envelope left of a kind, if it took away any.
fn clamped(steps: &[Step], kind: ProposalKind) -> Option<&Step> {
    let mut cut = steps.iter().filter(|step| step.stage == Stage::Clamp && step.proposal == Some(kind));
    let only = cut.next();
    assert_eq!(cut.next(), None, "cut twice: {steps:?}");
    only
}

/// That a sum was cut to what it may be at most, and that it was told; what is left of it.
fn cut(steps: &[Step], kind: ProposalKind, most: u8) -> u32 {
    let (asked, most) = (sum(steps, kind), u32::from(most));
    let told = clamped(steps, kind).map(|step| (u32::from(step.from), u32::from(step.to)));
    assert_eq!(told, (asked > most).then_some((asked, most)), "{kind}: {steps:?}");
    asked.min(most)
}

/// Rules that ask for far too much, everywhere.
fn greedy(draw: &Draw<'_>, draft: &mut Draft) {
    for kind in
        [ProposalKind::Raise, ProposalKind::Lower, ProposalKind::TightenLimit, ProposalKind::LoosenLimit]
    {
        if draw.rarely(3) {
            let sum = if draw.rarely(8) { 70_000 } else { 1 + draw.below(300) };
            draft.rules.push(always(Space::Risk, &split(kind, u32::try_from(sum).unwrap())));
        }
    }
    if draw.rarely(2) {
        let which = response(*draw.one(&Treatment::ALL)).index();
        draft.rules.push(always(Space::Risk, &[(ProposalKind::Demand, which)]));
    }
    let staffed = draft.teams.iter().rposition(|team| team.staffed).expect("a staffed team");
    draft.rules.push(always(Space::Incident, &[(ProposalKind::SendTo, u8::try_from(staffed).unwrap())]));
}

/// What obligations leave at most, of those attached to the risk.
fn cap(draft: &Draft, facts: &RiskFacts) -> (u32, bool) {
    let attached =
        (0..).zip(&draft.obligations).filter(|(n, _)| facts.value(Facet::declared(*n).unwrap()) > 0);
    let (mut cap, mut forbidden) = (u32::from(draft.top()), false);
    for (_, obligation) in attached {
        forbidden |= obligation.forbids_acceptance;
        let own = if obligation.forbids_acceptance { Some(0) } else { obligation.max_level };
        cap = cap.min(own.map_or(cap, u32::from));
    }
    (cap, forbidden)
}

fn risk(draft: &Draft, [engine, without]: [&Policy<'_>; 2], facts: &RiskFacts) -> bool {
    let mut trace = Long::new();
    let decision: Decision = engine.assess_into(facts, &mut trace);
    if trace.is_truncated() {
        return false;
    }
    let (steps, before, top) = (trace.steps(), without.assess(facts), u32::from(draft.top()));
    let value = |wanted: Facet| match wanted {
        facet::IMPACT => u16::from(before.impact.get()) - 1,
        facet::LIKELIHOOD => u16::from(before.likelihood.get()) - 1,
        // What is past the last value counts as the last.
        other => {
            let last = engine.risk_domain(other).map_or(0, |domain| domain.size() - 1);
            facts.value(other).min(last)
        }
    };
    let bounds = bounds(draft, |_| true, value);
    let raise = cut(steps, ProposalKind::Raise, bounds.max_raise);
    let lower = cut(steps, ProposalKind::Lower, bounds.max_lower);
    let loosen = cut(steps, ProposalKind::LoosenLimit, bounds.may_loosen);
    let score = (u32::from(before.score.get()) + raise).saturating_sub(lower).clamp(1, top);
    assert_eq!(u32::from(decision.score.get()), score, "{facts:?}");

    let applying = draft.limits.iter().filter(|row| holds(&row.when, value)).map(|row| row.then);
    let level = u32::from(applying.min().unwrap_or(u8::MAX).min(draft.acceptance_level));
    let (cap, forbidden) = cap(draft, facts);
    let tightened = sum(steps, ProposalKind::TightenLimit);
    assert_eq!(
        u32::from(decision.limit.get()),
        (level + loosen).min(cap).saturating_sub(tightened),
        "{facts:?}"
    );
    if forbidden {
        assert_eq!((decision.limit.get(), decision.within_limit), (0, false), "{facts:?}");
        assert_ne!(decision.response, Response::Accept, "accepted against an obligation: {facts:?}");
    }

    let demands = steps.iter().filter(|step| step.proposal == Some(ProposalKind::Demand));
    let strictest = demands.filter(|step| step.stage == Stage::Rule).map(|step| step.to).max();
    let refused = strictest == Some(0) && !bounds.may_accept;
    assert_eq!(clamped(steps, ProposalKind::Demand).is_some(), refused, "{steps:?}");
    steps.iter().any(|step| step.stage == Stage::Clamp && step.proposal.is_some())
}

fn incident(draft: &Draft, [engine, without]: [&Policy<'_>; 2], facts: &IncidentFacts) -> bool {
    let (route, trace) = engine.explain_route(facts);
    assert!(!trace.is_truncated());
    let of = |stage| trace.steps().iter().find(move |step| step.stage == stage);
    let row = of(Stage::Route).expect("a row").to;
    let value = |wanted: Facet| {
        let last = engine.incident_domain(wanted).map_or(0, |domain| domain.size() - 1);
        facts.value(wanted).min(last)
    };
    let bounds = bounds(draft, |asked| asked.get() >= facet::BUILT_IN, value);
    let sent = trace.steps().iter().any(|step| {
        step.stage == Stage::Rule && step.proposal == Some(ProposalKind::SendTo) && step.to != row
    });
    let kept = clamped(trace.steps(), ProposalKind::SendTo);
    if !bounds.may_redirect {
        assert_eq!(Some(route.target), Some(without.route(facts).target), "redirected: {facts:?}");
    }
    assert!(!bounds.may_redirect || kept.is_none(), "kept, though it may be redirected: {facts:?}");
    assert!(kept.is_none_or(|step| sent && step.to == row), "{trace:?}");
    kept.is_some()
}

#[test]
fn nothing_passes_the_envelope_and_no_obligation_is_loosened() {
    let (tried_at, cuts, kept) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(0_u32));
    deal(250, |hand, draw| {
        let mut stated = policy(hand, &WHOLE);
        greedy(draw, &mut stated.draft);
        let (blob, _) = stated.compile();
        let draft = &stated.draft;
        let plain = Draft { rules: Vec::new(), ..draft.clone() }.compile().unwrap();
        let both = [&Policy::verify(&blob).unwrap(), &Policy::verify(&plain).unwrap()];
        let [risks, incidents] = [Space::Risk, Space::Incident].map(|space| draft.facets_of(space));
        assert!(risks.iter().all(|known| size(known) > 0));
        for _ in 0..40 {
            cuts.set(cuts.get() + u32::from(risk(draft, both, &any_risk(draw, &risks))));
            kept.set(kept.get() + u32::from(incident(draft, both, &any_incident(draw, &incidents))));
            tried_at.set(tried_at.get() + 2);
        }
    });
    tried("envelope", "risks and incidents under rules that ask for too much", tried_at.get());
    let (all, cuts, kept) = (tried_at.get(), cuts.get(), kept.get());
    assert!(cuts * 10 > all && kept * 50 > all, "{cuts} cuts, {kept} kept, of {all}");
}
