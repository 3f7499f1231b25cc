//! One recorded decision, made again.

use super::json::standing;
use super::mapping::Mapping;
use super::{Different, Outcome};
use crate::Deployed;
use crate::assessment::Reason;
use crate::assessment::apart::{Changed, between, changed, decision_parts, route_parts};
use crate::assessment::reasons::{of_incident, of_risk};
use plimsoll_core::journal::{Entry, PolicyId};
use plimsoll_core::{Decision, IncidentFacts, Policy, RiskFacts, Route};
use std::collections::BTreeMap;

/// Makes decisions again, under the policies of a journal and, if there is one, the policy that was given.
pub(super) struct Judge<'p> {
    own: BTreeMap<PolicyId, Policy<'p>>,
    given: Option<(PolicyId, Policy<'p>, &'p Deployed)>,
    /// How to number the facts of each policy for the one that was given.
    mappings: BTreeMap<PolicyId, Mapping>,
}

/// What was known, of either sort.
#[derive(Clone, Copy)]
enum Facts {
    Risk(RiskFacts),
    Incident(IncidentFacts),
}

/// A decision as it was recorded.
#[derive(Clone, Copy)]
struct Made {
    policy: PolicyId,
    facts: Facts,
    outcome: Outcome,
}

/// What a decision became.
#[derive(Default)]
struct Verdict {
    now: Option<Outcome>,
    is_false: bool,
    changes: Vec<Changed>,
    why: String,
}

impl<'p> Judge<'p> {
    pub(super) fn new(mut own: BTreeMap<PolicyId, Policy<'p>>, given: Option<&'p Deployed>) -> Self {
        let given = given.and_then(|given| Some((PolicyId::of(&given.blob).ok()?, given.policy(), given)));
        if let Some((id, policy, _)) = given {
            own.insert(id, policy);
        }
        Self { own, given, mappings: BTreeMap::new() }
    }

    /// What became of a decision about a risk; `None` if it is as it was.
    pub(super) fn risk(&mut self, offset: u64, entry: &Entry<'_, RiskFacts, Decision>) -> Option<Different> {
        self.entry(offset, entry, Facts::Risk(entry.facts), Outcome::Risk(entry.outcome))
    }

    /// What became of a decision about an incident; `None` if it is as it was.
    pub(super) fn incident(
        &mut self,
        offset: u64,
        entry: &Entry<'_, IncidentFacts, Route>,
    ) -> Option<Different> {
        self.entry(offset, entry, Facts::Incident(entry.facts), Outcome::Incident(entry.outcome))
    }

    /// What does not carry over from the policies that decided to the one that was given.
    pub(super) fn into_notes(self) -> Vec<String> {
        let mut notes: Vec<String> = self.mappings.into_values().flat_map(|mapping| mapping.notes).collect();
        notes.sort();
        notes.dedup();
        notes
    }

    fn entry<F, O>(
        &mut self,
        offset: u64,
        entry: &Entry<'_, F, O>,
        facts: Facts,
        outcome: Outcome,
    ) -> Option<Different> {
        let policy = entry.policy;
        let Verdict { now, is_false, changes, why } = self.verdict(Made { policy, facts, outcome })?;
        let changes: Vec<String> =
            changes.into_iter().map(|(part, was, is)| format!("{part} {was} -> {is}")).collect();
        let (id, day, recorded, changes) = (entry.id.to_string(), entry.day, outcome, changes.join(", "));
        Some(Different { offset, id, day, policy, recorded, now, is_false, changes, why })
    }

    fn verdict(&mut self, made: Made) -> Option<Verdict> {
        let own = self.own.get(&made.policy).copied();
        if let Some(own) = &own {
            let again = decide(own, &made.facts);
            if again != made.outcome {
                let changes = changed(parts(own, &made.outcome), parts(own, &again));
                let why = "the policy that is named did not decide this".into();
                return Some(Verdict { now: Some(again), is_false: true, changes, why });
            }
        }
        let Some((id, given, sources)) = self.given else {
            let why = "the policy that decided is not in the journal".into();
            return own.is_none().then(|| Verdict { why, ..Verdict::default() });
        };
        if id == made.policy {
            return None;
        }
        let facts = match (id.schema == made.policy.schema, &own) {
            (true, _) => Ok(made.facts),
            (false, Some(own)) => {
                let mapping =
                    self.mappings.entry(made.policy).or_insert_with(|| Mapping::between(own, sources));
                match &made.facts {
                    Facts::Risk(facts) => mapping.risk(facts).map(Facts::Risk),
                    Facts::Incident(facts) => mapping.incident(facts).map(Facts::Incident),
                }
            }
            (false, None) => Err(
                "the policy that decided is not in the journal, and the facets of the one given are others"
                    .into(),
            ),
        };
        let facts = match facts {
            Ok(facts) => facts,
            Err(why) => return Some(Verdict { why, ..Verdict::default() }),
        };
        let now = decide(&given, &facts);
        let (old_words, new_words) = words(made.policy, own, id, given);
        let changes = changed(parts(&old_words, &made.outcome), parts(&new_words, &now));
        if changes.is_empty() {
            return None;
        }
        let why = own.map_or_else(String::new, |own| {
            let (old, new) = (reasons(&own, &made.facts, &made.outcome), reasons(&given, &facts, &now));
            let causes = between(&old, &new);
            let first = causes.iter().find(|(is_new, _)| *is_new).or(causes.first());
            first.map_or_else(String::new, |(is_new, reason)| said(*is_new, reason))
        });
        let why = if why.is_empty() { "the policy given decides otherwise".into() } else { why };
        Some(Verdict { now: Some(now), is_false: false, changes, why })
    }
}

/// Whose words to tell two outcomes with: each policy its own, unless one has none, or none is needed.
fn words<'p>(
    old: PolicyId,
    own: Option<Policy<'p>>,
    new: PolicyId,
    given: Policy<'p>,
) -> (Policy<'p>, Policy<'p>) {
    let Some(own) = own else { return (given, given) };
    let is_named = |policy: &Policy<'_>| policy.names().is_some();
    // What was made from the same sources numbers everything alike.
    let alike = old.sources == new.sources && old.sources != [0; 8] && old.schema == new.schema;
    match (is_named(&own), is_named(&given)) {
        (true, true) => (own, given),
        (true, false) if alike => (own, own),
        (false, true) if alike => (given, given),
        (false, _) => (own, own),
        (true, false) => (given, given),
    }
}

fn decide(policy: &Policy<'_>, facts: &Facts) -> Outcome {
    match facts {
        Facts::Risk(facts) => Outcome::Risk(policy.assess(facts)),
        Facts::Incident(facts) => Outcome::Incident(policy.route(facts)),
    }
}

fn reasons<'p>(policy: &Policy<'p>, facts: &Facts, outcome: &Outcome) -> Vec<Reason<'p>> {
    match (facts, outcome) {
        (Facts::Risk(facts), Outcome::Risk(decision)) => of_risk(policy, facts, decision, None),
        (Facts::Incident(facts), _) => of_incident(policy, facts),
        _ => Vec::new(),
    }
}

/// Every part of an outcome by name.
fn parts(policy: &Policy<'_>, outcome: &Outcome) -> Vec<(&'static str, String)> {
    match outcome {
        Outcome::Risk(decision) => {
            let mut parts = Vec::from(decision_parts(policy, decision));
            // The standing says that, and more.
            parts.retain(|(part, _)| *part != "overruled");
            parts.push(("standing", standing(decision.standing).into()));
            parts
        }
        Outcome::Incident(route) => {
            let skipped: Vec<String> = route.skipped.iter().map(|level| level.to_string()).collect();
            let mut parts = Vec::from(route_parts(policy, route));
            parts.push(("rights", route.rights.to_string()));
            parts.push(("reaches", route.reaches.to_string()));
            parts.push(("skipped", skipped.join("|")));
            parts
        }
    }
}

/// A reason in a sentence.
fn said(is_new: bool, reason: &Reason<'_>) -> String {
    let line = reason.line.map(|line| format!(":{line}")).unwrap_or_default();
    let rule = if reason.rule.is_empty() { String::new() } else { format!(" {}", reason.rule) };
    let when = if is_new { "now" } else { "before" };
    format!("{when} {}{line} [{}]{rule}: {}", reason.source, reason.stage, reason.text)
}
