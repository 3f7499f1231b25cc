//! Rules ask for no more than governance gives.

use super::side::{Incidents, Risks};
use super::{Finding, Spot, Subject};
use plimsoll_core::policy::{Names, Place};
use plimsoll_core::{ProposalKind, Stage, Step, Trace};

/// Where the envelope takes something away from what rules propose together.
pub(super) fn find(subject: &Subject<'_>, risks: &mut Risks, incidents: &mut Incidents) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, set) in risks.model.clamped.clone() {
        let Some((example, point)) = risks.example(set) else { continue };
        let mut trace = Trace::<512>::new();
        subject.policy.assess_into(&risks.facts(subject, &point), &mut trace);
        findings.push(clamped(subject, kind, trace.steps()).at(example));
    }
    if let Some((example, point)) = incidents.example(incidents.model.clamped) {
        let mut trace = Trace::<512>::new();
        subject.policy.route_into(&incidents.facts(&point), &mut trace);
        findings.push(clamped(subject, ProposalKind::SendTo, trace.steps()).at(example));
    }
    findings
}

/// The finding for one kind of proposal, with the rules that make it together.
fn clamped(subject: &Subject<'_>, kind: ProposalKind, steps: &[Step]) -> Finding {
    let of_kind =
        |stage: Stage| steps.iter().filter(move |step| step.stage == stage && step.proposal == Some(kind));
    let words = |step: &Step| subject.policy.names().and_then(|names: &Names<'_>| names.reason(step.reason));
    let proposed: Vec<_> = of_kind(Stage::Rule).filter_map(words).collect();
    let mut rules: Vec<&str> = proposed.iter().map(|words| words.rule).collect();
    rules.dedup();
    let more = rules.len().saturating_sub(5);
    rules.truncate(5);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let rules = format!("{}{more}", rules.join(", "));
    let message = match (kind, of_kind(Stage::Clamp).next()) {
        (ProposalKind::Raise | ProposalKind::Lower | ProposalKind::LoosenLimit, Some(step)) => {
            format!("{rules}: {kind} by {} in all, but the envelope gives {}", step.from, step.to)
        }
        (ProposalKind::Demand, _) => format!("{rules} demands acceptance, which the envelope does not give"),
        (ProposalKind::SendTo, _) => {
            format!("{rules} sends an incident elsewhere, which the envelope does not give")
        }
        _ => format!("{rules}: {kind} by more than the envelope gives"),
    };
    let spot = match proposed.iter().find(|words| words.line > 0) {
        Some(words) => Spot::File(words.source.to_string(), words.line, 1),
        None => Spot::Policy(Place::Envelope(0)),
    };
    Finding::new(
        spot,
        message,
        "ask for less, let fewer rules apply at once, or have governance widen [envelope]",
    )
}
