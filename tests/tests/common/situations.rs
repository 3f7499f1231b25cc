//! Situations by name, as reports of proofs and comparisons tell them; and what the engine decides there, by part.

#![allow(dead_code, reason = "every suite is a crate of its own and needs only a part of this")]

use plimsoll_core::policy::{DraftDomain, KnownFacet, Space};
use plimsoll_core::{
    Impact, IncidentFacts, Likelihood, Policy, Progress, Response, RiskFacts, Stage, Standing,
};
use std::collections::BTreeMap;

/// A situation: the values of facets in words, by name. Facets that are not named have their first value.
pub(crate) type Situation = BTreeMap<String, String>;

/// The parts of a decision, in words.
pub(crate) type Parts = Vec<(&'static str, String)>;

/// Whether a value is among those of a condition: `apac`, `!= apac`, `>= 4`, `<= 2`, `2..3|5`.
pub(crate) fn holds(condition: &str, value: &str) -> bool {
    let number = |text: &str| text.parse::<i64>().unwrap_or_else(|_| panic!("{text} of {condition}"));
    if let Some(labels) = condition.strip_prefix("!= ") {
        return !labels.split('|').any(|label| label == value);
    }
    if let Some(least) = condition.strip_prefix(">= ") {
        return number(value) >= number(least);
    }
    if let Some(most) = condition.strip_prefix("<= ") {
        return number(value) <= number(most);
    }
    condition.split('|').any(|one| match one.split_once("..") {
        Some((low, high)) => (number(low)..=number(high)).contains(&number(value)),
        None => one == value,
    })
}

/// The facets of a space that a situation may give a value to.
pub(crate) fn inputs(policy: &Policy<'_>, space: Space) -> Vec<KnownFacet> {
    let derived = match space {
        Space::Risk => ["score", "within_limit"].as_slice(),
        Space::Incident => ["target"].as_slice(),
    };
    let known = policy.facets_of(space).into_iter();
    known.filter(|known| !derived.contains(&known.name.as_str())).collect()
}

/// The values of a domain in words, in order.
pub(crate) fn words(domain: &DraftDomain) -> Vec<String> {
    (0..domain.domain().unwrap().size()).map(|value| domain.show(value)).collect()
}

fn position(known: &KnownFacet, word: &str) -> u16 {
    let found = words(&known.domain).iter().position(|other| other == word);
    u16::try_from(found.unwrap_or_else(|| panic!("{} is not {word}", known.name))).unwrap()
}

/// The facts of a risk. The likelihood is given by actions, unless there are none of them.
pub(crate) fn risk(policy: &Policy<'_>, situation: &Situation) -> RiskFacts {
    let level = |name: &str| situation.get(name).map_or(1, |word| word.parse::<u8>().unwrap());
    let levels = u16::from(policy.scales().likelihood);
    let mut facts = RiskFacts {
        rated: Impact::new(level("impact")).unwrap(),
        actions: Progress::new(u16::from(level("likelihood")) - 1, levels).unwrap(),
        ..RiskFacts::default()
    };
    if situation.get("no_actions").is_some_and(|word| word == "true") {
        facts.actions = Progress::NONE;
    }
    if let Some(word) = situation.get("estimate").filter(|word| *word != "none") {
        facts.estimate = Likelihood::new(word.parse().unwrap());
    }
    for known in inputs(policy, Space::Risk) {
        let value = situation.get(&known.name).map_or(0, |word| position(&known, word));
        facts.set(known.facet, value);
    }
    facts
}

/// The facts of an incident.
pub(crate) fn incident(policy: &Policy<'_>, situation: &Situation) -> IncidentFacts {
    let mut facts = IncidentFacts::default();
    for known in inputs(policy, Space::Incident) {
        let value = situation.get(&known.name).map_or(0, |word| position(&known, word));
        facts.set(known.facet, value);
    }
    facts
}

/// What is decided about a risk. What an owner may choose is found by choosing it, and whether acceptance is ruled out by
/// asking for an exception.
pub(crate) fn decided(policy: &Policy<'_>, facts: &RiskFacts) -> Parts {
    let decision = policy.assess(facts);
    let may = |response: &&Response| {
        policy.assess(&RiskFacts { choice: Some(**response), ..*facts }).standing != Standing::Overruled
    };
    let admissible: Vec<&str> = Response::ALL.iter().filter(may).map(|response| response.label()).collect();
    let (_, trace) = policy.explain(&RiskFacts { exception: true, ..*facts });
    let excepted = trace.steps().iter().any(|step| step.stage == Stage::Exception);
    vec![
        ("response", decision.response.label().to_string()),
        ("within_limit", decision.within_limit.to_string()),
        ("limit", decision.limit.get().to_string()),
        ("band", policy.names().unwrap().band(decision.band).unwrap().to_string()),
        ("score", decision.score.get().to_string()),
        ("admissible", admissible.join("|")),
        ("acceptance_ruled_out", (!decision.within_limit && !excepted).to_string()),
    ]
}

/// Where an incident is sent.
pub(crate) fn routed(policy: &Policy<'_>, facts: &IncidentFacts) -> Parts {
    let (route, names) = (policy.route(facts), policy.names().unwrap());
    let mut roles: Vec<&str> = route.consult.iter().map(|role| names.role(role).unwrap()).collect();
    roles.sort_unstable();
    vec![
        ("target", names.team(route.target).unwrap().to_string()),
        ("level", route.level.to_string()),
        ("rights", route.rights.to_string()),
        ("next", route.next.map_or("nobody", |next| names.team(next).unwrap()).to_string()),
        ("consult", if roles.is_empty() { "nobody".into() } else { roles.join("|") }),
        ("channel", names.channel(route.channel).unwrap().to_string()),
    ]
}

/// The first of the situations that a counterexample tells; of a step from one level to the next, the lower.
pub(crate) fn first(policy: &Policy<'_>, space: Space, when: &[(String, String)]) -> Situation {
    let mut situation = Situation::new();
    let known = inputs(policy, space);
    for (name, values) in when {
        let values = values.split(" -> ").next().unwrap();
        let known = known.iter().find(|known| known.name == *name).unwrap_or_else(|| panic!("no {name}"));
        let first = words(&known.domain).into_iter().find(|word| holds(values, word));
        situation.insert(name.clone(), first.unwrap_or_else(|| panic!("{name} = {values} holds nowhere")));
    }
    situation
}
