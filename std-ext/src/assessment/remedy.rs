//! What would bring a risk within its limit: the smallest change of each sort, tried on the policy itself.

use super::{AssessedRisk, Assessment};
use crate::registers::Action;
use plimsoll_core::facet::{AVAILABILITY, CONFIDENTIALITY, INTEGRITY};
use plimsoll_core::{Decision, Impact, Level, Likelihood, Policy, Progress, RiskFacts};
use serde::Serialize;

/// One change of what is known about a risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Complete so many more of the threat's actions; any will do, and the cheapest are named.
    CompleteActions {
        /// How many more.
        number: u16,
        /// The ids of the cheapest that are not completed.
        actions: Vec<String>,
    },
    /// Plan actions against the threat, which has none, and complete enough of them for this likelihood.
    PlanActions {
        /// The likelihood that the actions must reach.
        likelihood: u8,
    },
    /// Lower the impact to this rating.
    LowerImpact {
        /// The rating, with nothing rated higher.
        to: u8,
    },
    /// Lower the rating of the asset in an attribute.
    LowerRating {
        /// The attribute.
        attribute: &'static str,
        /// The rating.
        to: Level,
    },
    /// Lower the expert's estimate of the likelihood.
    LowerEstimate {
        /// The estimate.
        to: u8,
    },
}

/// A way to bring a risk within its limit: changes made together, and what the policy would decide then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Whether the risk is within its limit as it is.
    pub within_limit: bool,
    /// The ways, the fewest changes and steps first. Empty for a risk within its limit, and for one that nothing here helps.
    pub ways: Vec<(Vec<Change>, Decision)>,
}

/// A change that was tried: how many steps it takes, what it is, and the facts after it.
struct Step {
    size: u16,
    change: Change,
    facts: RiskFacts,
}

pub(super) fn of(assessment: &Assessment<'_>, assessed: &AssessedRisk<'_>) -> Remedy {
    if assessed.decision.within_limit {
        return Remedy { within_limit: true, ways: Vec::new() };
    }
    let policy = assessment.policy();
    let actions = cheapest_first(assessment, assessed);
    let mut ways = Vec::new();
    for steps in of_one_sort(policy, assessed.facts, &actions) {
        ways.extend(first_within(policy, steps));
    }
    ways.sort_by_key(|(size, ..)| *size);
    if ways.is_empty() {
        ways.extend(of_two_sorts(policy, assessed.facts, &actions));
    }
    Remedy {
        within_limit: false,
        ways: ways.into_iter().map(|(_, changes, decision)| (changes, decision)).collect(),
    }
}

type Way = (u16, Vec<Change>, Decision);

fn first_within(policy: &Policy<'_>, steps: Vec<Step>) -> Option<Way> {
    steps.into_iter().find_map(|step| {
        let decision = policy.assess(&step.facts);
        decision.within_limit.then(|| (step.size, vec![step.change], decision))
    })
}

/// The smallest pair of changes of different sorts, where no single sort is enough.
fn of_two_sorts(policy: &Policy<'_>, facts: RiskFacts, actions: &[&Action]) -> Option<Way> {
    let mut best: Option<Way> = None;
    for (sort, first) in of_one_sort(policy, facts, actions).into_iter().enumerate() {
        for one in first {
            for later in of_one_sort(policy, one.facts, actions).into_iter().skip(sort.saturating_add(1)) {
                for other in later {
                    let size = one.size.saturating_add(other.size);
                    if best.as_ref().is_some_and(|(smallest, ..)| *smallest <= size) {
                        break;
                    }
                    let decision = policy.assess(&other.facts);
                    if decision.within_limit {
                        best = Some((size, vec![one.change.clone(), other.change], decision));
                        break;
                    }
                }
            }
        }
    }
    best
}

/// For each sort of change, its steps from the smallest on.
fn of_one_sort(policy: &Policy<'_>, facts: RiskFacts, actions: &[&Action]) -> Vec<Vec<Step>> {
    vec![
        complete(facts, actions),
        plan(policy, facts),
        lower_impact(policy, facts),
        lower_rating(facts, "confidentiality", CONFIDENTIALITY),
        lower_rating(facts, "integrity", INTEGRITY),
        lower_rating(facts, "availability", AVAILABILITY),
        lower_estimate(policy, facts),
    ]
}

fn complete(facts: RiskFacts, actions: &[&Action]) -> Vec<Step> {
    let (uncompleted, total) = (facts.actions.uncompleted(), facts.actions.total());
    let after = |number: u16| Progress::new(uncompleted.saturating_sub(number), total);
    (1..=uncompleted)
        .filter_map(|number| {
            let named = actions.iter().take(number.into()).map(|action| action.id.clone()).collect();
            let change = Change::CompleteActions { number, actions: named };
            Some(Step { size: number, change, facts: RiskFacts { actions: after(number)?, ..facts } })
        })
        .collect()
}

fn plan(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    if facts.actions.total() > 0 {
        return Vec::new();
    }
    let levels = u16::from(policy.scales().likelihood);
    let highest = policy.likelihood_rule().no_actions().get();
    let lower = (1..highest).rev().map(|likelihood| {
        // So many of as many actions as there are levels leave exactly this likelihood.
        let actions = Progress::new(u16::from(likelihood).saturating_sub(1), levels).unwrap_or(facts.actions);
        let size = u16::from(highest.saturating_sub(likelihood));
        Step { size, change: Change::PlanActions { likelihood }, facts: RiskFacts { actions, ..facts } }
    });
    lower.collect()
}

fn lower_impact(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    let rated = facts.rated.get().min(policy.scales().impact);
    let lower = (1..rated).rev().map(|to| {
        let size = u16::from(rated.saturating_sub(to));
        let after = RiskFacts { rated: Impact::saturating(to), ..facts };
        Step { size, change: Change::LowerImpact { to }, facts: after }
    });
    lower.collect()
}

fn lower_rating(facts: RiskFacts, attribute: &'static str, facet: plimsoll_core::facet::Facet) -> Vec<Step> {
    let rated = facts.value(facet);
    let lower = (0..rated).rev().filter_map(|value| {
        let to = u8::try_from(value).ok().and_then(Level::from_index)?;
        let size = rated.saturating_sub(value);
        Some(Step { size, change: Change::LowerRating { attribute, to }, facts: facts.with(facet, value) })
    });
    lower.collect()
}

fn lower_estimate(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    let Some(estimate) = facts.estimate.map(|estimate| estimate.get().min(policy.scales().likelihood)) else {
        return Vec::new();
    };
    let lower = (1..estimate).rev().map(|to| {
        let size = u16::from(estimate.saturating_sub(to));
        let after = RiskFacts { estimate: Likelihood::new(to), ..facts };
        Step { size, change: Change::LowerEstimate { to }, facts: after }
    });
    lower.collect()
}

/// The actions against the threat that are not completed: the cheapest first, then those that take the fewest days, then in
/// the order of the register. What has no price comes last.
fn cheapest_first<'a>(assessment: &Assessment<'a>, assessed: &AssessedRisk<'a>) -> Vec<&'a Action> {
    let against = assessment.organisation().registers().actions_against(&assessed.risk.threat);
    let mut open: Vec<&Action> = against.filter(|action| !action.completed).collect();
    open.sort_by_key(|action| (action.cost.is_none(), action.cost, action.days.is_none(), action.days));
    open
}
