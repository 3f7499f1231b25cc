//! Why two policies decide otherwise at one point.

use crate::model::{Ground, listed, team_id};
use plimsoll_core::facet::Values;
use plimsoll_core::{Policy, ProposalKind, Stage, Step, Trace};

/// A rule, row or cell that speaks under one policy and not, or otherwise, under the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// Whether it is the new policy that has it.
    pub new: bool,
    /// The stage of the decision.
    pub stage: &'static str,
    /// The file; empty for a cell of the matrix.
    pub source: String,
    /// The line in that file, from 1; 0 where it is not known.
    pub line: u16,
    /// The rule; empty for tables.
    pub rule: String,
    /// What it says.
    pub text: String,
}

/// The most steps of a decision that are compared.
const STEPS: usize = 1024;

/// What makes the difference for a risk.
pub(super) fn of_risk(ground: &Ground, old: &Policy<'_>, new: &Policy<'_>, point: &Values) -> Vec<Cause> {
    let steps = |number: usize, policy: &Policy<'_>| {
        let mut trace = Trace::<STEPS>::new();
        policy.assess_into(&ground.risk_facts(number, policy, point), &mut trace);
        told(policy, trace.steps(), number == 1)
    };
    let causes = between(&steps(0, old), &steps(1, new));
    if !causes.is_empty() {
        return causes;
    }
    // What is left is how the policies call it.
    let called = |number: usize, policy: &Policy<'_>| {
        let decision = policy.assess(&ground.risk_facts(number, policy, point));
        let text = format!("the band is called {}", policy.band_name(decision.band));
        own(number == 1, Stage::Band, text)
    };
    vec![called(0, old), called(1, new)]
}

/// What makes the difference for an incident.
pub(super) fn of_incident(ground: &Ground, old: &Policy<'_>, new: &Policy<'_>, point: &Values) -> Vec<Cause> {
    let steps = |number: usize, policy: &Policy<'_>| {
        let mut trace = Trace::<STEPS>::new();
        policy.route_into(&ground.incident_facts(number, point), &mut trace);
        told(policy, trace.steps(), number == 1)
    };
    let causes = between(&steps(0, old), &steps(1, new));
    if !causes.is_empty() {
        return causes;
    }
    // What is left is what the row and the team say beside where the incident goes.
    let stated = |number: usize, policy: &Policy<'_>| {
        let route = policy.route(&ground.incident_facts(number, point));
        let roles: Vec<String> = route.consult.iter().map(|role| policy.role_name(role)).collect();
        let next = route.next.map_or_else(|| "nobody".to_string(), |next| policy.team_name(next));
        let (team, channel) = (policy.team_name(route.target), policy.channel_name(route.channel));
        let (level, rights) = (route.level, route.rights);
        let text = format!(
            "{team} (level {level}, rights {rights}) by {channel}, consulting {}, then {next}",
            listed(&roles)
        );
        own(number == 1, Stage::Route, text)
    };
    vec![stated(0, old), stated(1, new)]
}

/// A cause without words of the policy's own.
fn own(new: bool, stage: Stage, text: String) -> Cause {
    Cause { new, stage: stage.label(), source: String::new(), line: 0, rule: String::new(), text }
}

/// A cause, what it proposes, and how that went.
type Told = (Cause, Option<ProposalKind>, u16);

/// The steps that state something.
fn told(policy: &Policy<'_>, steps: &[Step], new: bool) -> Vec<Told> {
    let states = |step: &&Step| {
        matches!(
            step.stage,
            Stage::Matrix
                | Stage::Floor
                | Stage::Likelihood
                | Stage::Estimate
                | Stage::Rule
                | Stage::Clamp
                | Stage::Limit
                | Stage::Obligation
                | Stage::Response
                | Stage::Route
                | Stage::Rights
        )
    };
    let cause = |step: &Step| {
        let words = policy.names().and_then(|names| names.reason(step.reason)).unwrap_or_default();
        let text = match (words.text.is_empty() || step.stage == Stage::Clamp, step.proposal) {
            (true, Some(kind)) => format!("{} of {kind}: {} to {}", step.stage, step.from, step.to),
            (true, None) if step.stage == Stage::Rights => {
                format!("the rights of {} reach", policy.team_name(team_id(step.to.into())))
            }
            (true, None) => format!("{}: {}", step.stage, step.to),
            (false, _) => words.text.to_string(),
        };
        let (source, rule) = (words.source.to_string(), words.rule.to_string());
        let cause = Cause { new, stage: step.stage.label(), source, line: words.line, rule, text };
        // What a rule adds does not depend on what others added before.
        let to = if step.stage == Stage::Rule { step.to.abs_diff(step.from) } else { step.to };
        (cause, step.proposal, to)
    };
    steps.iter().filter(states).map(cause).collect()
}

/// What only one side says. That the same words stand on another line makes no difference.
fn between(old: &[Told], new: &[Told]) -> Vec<Cause> {
    let same = |(a, proposal, to): &Told, (b, other, until): &Told| {
        let stage = Stage::from_label(a.stage);
        // Where a table or rule leads to may be named otherwise in another policy; its words tell it apart.
        let way = matches!(stage, Some(Stage::Route | Stage::Rights)) || to == until;
        let words = (a.stage, &a.source, &a.rule, &a.text) == (b.stage, &b.source, &b.rule, &b.text);
        words && proposal == other && way
    };
    let only = |these: &[Told], those: &[Told]| {
        let alone = these.iter().filter(|this| !those.iter().any(|that| same(this, that)));
        alone.map(|(cause, ..)| cause.clone()).collect::<Vec<_>>()
    };
    let mut causes = only(old, new);
    causes.extend(only(new, old));
    // The response follows from the rest; it is a cause only where it is the only one.
    if causes.iter().any(|cause| cause.stage != Stage::Response.label()) {
        causes.retain(|cause| cause.stage != Stage::Response.label());
    }
    causes
}
