//! What would bring a risk within its limit: the smallest change of each sort, and of all sorts together, tried on the policy
//! itself.

use super::{AssessedRisk, Assessment};
use crate::registers::Action;
use plimsoll_core::facet::{AVAILABILITY, CONFIDENTIALITY, Facet, INTEGRITY};
use plimsoll_core::{Decision, Impact, Level, Likelihood, Policy, Progress, RiskFacts};
use serde::Serialize;

/// One change of what is known about a risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
        #[cfg_attr(test, schemars(with = "crate::forms::OneOf<Level>"))]
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

/// A step of one sort: how large it is, and what it changes.
struct Step {
    size: u32,
    change: Change,
    edit: Edit,
}

/// What a step does to the facts.
#[derive(Clone, Copy)]
enum Edit {
    Actions(Progress),
    Rated(Impact),
    Rating(Facet, u16),
    Estimate(Option<Likelihood>),
}

impl Edit {
    fn apply(self, facts: RiskFacts) -> RiskFacts {
        match self {
            Self::Actions(actions) => RiskFacts { actions, ..facts },
            Self::Rated(rated) => RiskFacts { rated, ..facts },
            Self::Rating(facet, value) => facts.with(facet, value),
            Self::Estimate(estimate) => RiskFacts { estimate, ..facts },
        }
    }
}

/// Changes made together, how many steps they take, and what the policy decides then.
struct Way {
    size: u32,
    changes: Vec<Change>,
    decision: Decision,
}

pub(super) fn of(assessment: &Assessment<'_>, assessed: &AssessedRisk<'_>) -> Remedy {
    if assessed.decision.within_limit {
        return Remedy { within_limit: true, ways: Vec::new() };
    }
    let (policy, facts) = (assessment.policy(), assessed.facts);
    let sorts = sorts(policy, facts);
    let mut ways: Vec<Way> = sorts.iter().filter_map(|steps| first_within(policy, facts, steps)).collect();
    ways.sort_by_key(|way| way.size);
    // Several sorts together help where none does alone, and sometimes with fewer steps.
    let most = ways.first().map(|way| way.size);
    let mut search = Search { policy, sorts: &sorts, taken: Vec::new(), most, best: None };
    search.run(0, facts, 0);
    if let Some(together) = search.best {
        ways.insert(0, together);
    }
    let cheapest = cheapest_first(assessment, assessed);
    let named =
        |way: Way| (way.changes.into_iter().map(|change| name(change, &cheapest)).collect(), way.decision);
    Remedy { within_limit: false, ways: ways.into_iter().map(named).collect() }
}

fn first_within(policy: &Policy<'_>, facts: RiskFacts, steps: &[Step]) -> Option<Way> {
    steps.iter().find_map(|step| {
        let decision = policy.assess(&step.edit.apply(facts));
        decision.within_limit.then(|| Way { size: step.size, changes: vec![step.change.clone()], decision })
    })
}

/// Tries every combination of steps, one of each sort at most: some ten thousand at the very most.
struct Search<'s, 'p> {
    policy: &'s Policy<'p>,
    sorts: &'s [Vec<Step>],
    taken: Vec<&'s Step>,
    most: Option<u32>,
    best: Option<Way>,
}

impl<'s> Search<'s, '_> {
    /// Takes a step of the sorts from a position on, or none.
    fn run(&mut self, sort: usize, facts: RiskFacts, size: u32) {
        let bound = self.best.as_ref().map(|way| way.size).or(self.most);
        if bound.is_some_and(|bound| size >= bound) {
            return;
        }
        let Some(steps) = self.sorts.get(sort) else { return self.judge(facts, size) };
        let next = sort.saturating_add(1);
        self.run(next, facts, size);
        for step in steps {
            self.taken.push(step);
            self.run(next, step.edit.apply(facts), size.saturating_add(step.size));
            self.taken.pop();
        }
    }

    fn judge(&mut self, facts: RiskFacts, size: u32) {
        let decision = self.policy.assess(&facts);
        if decision.within_limit {
            let changes = self.taken.iter().map(|step| step.change.clone()).collect();
            self.best = Some(Way { size, changes, decision });
        }
    }
}

/// For each sort of change, its steps from the smallest on.
fn sorts(policy: &Policy<'_>, facts: RiskFacts) -> [Vec<Step>; 6] {
    [
        lower_likelihood(policy, facts),
        lower_impact(policy, facts),
        lower_rating(facts, "confidentiality", CONFIDENTIALITY),
        lower_rating(facts, "integrity", INTEGRITY),
        lower_rating(facts, "availability", AVAILABILITY),
        lower_estimate(policy, facts),
    ]
}

/// Completing actions: for each lower likelihood, the fewest that reach it. Without any action, planning some.
fn lower_likelihood(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    let (rule, total) = (policy.likelihood_rule(), facts.actions.total());
    let mut likelihood = rule.of_actions(facts.actions);
    let mut steps = Vec::new();
    if total == 0 {
        for lower in (1..likelihood.get()).rev() {
            // So many of as many actions as there are levels leave exactly this likelihood.
            let actions = Progress::new(u16::from(lower).saturating_sub(1), rule.levels().into());
            let size = u32::from(likelihood.get().saturating_sub(lower));
            let change = Change::PlanActions { likelihood: lower };
            steps.extend(actions.map(|actions| Step { size, change, edit: Edit::Actions(actions) }));
        }
        return steps;
    }
    for number in 1..=facts.actions.uncompleted() {
        let after =
            Progress::new(facts.actions.uncompleted().saturating_sub(number), total).unwrap_or(facts.actions);
        let reached = rule.of_actions(after);
        if reached < likelihood {
            likelihood = reached;
            let change = Change::CompleteActions { number, actions: Vec::new() };
            steps.push(Step { size: number.into(), change, edit: Edit::Actions(after) });
        }
    }
    steps
}

fn lower_impact(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    let rated = facts.rated.get().min(policy.scales().impact);
    let lower = (1..rated).rev().map(|to| {
        let size = rated.saturating_sub(to).into();
        Step { size, change: Change::LowerImpact { to }, edit: Edit::Rated(Impact::saturating(to)) }
    });
    lower.collect()
}

fn lower_rating(facts: RiskFacts, attribute: &'static str, facet: Facet) -> Vec<Step> {
    let rated = facts.value(facet);
    let lower = (0..rated).rev().filter_map(|value| {
        let to = u8::try_from(value).ok().and_then(Level::from_index)?;
        let size = rated.saturating_sub(value).into();
        Some(Step { size, change: Change::LowerRating { attribute, to }, edit: Edit::Rating(facet, value) })
    });
    lower.collect()
}

fn lower_estimate(policy: &Policy<'_>, facts: RiskFacts) -> Vec<Step> {
    let estimate = facts.estimate.map_or(1, |estimate| estimate.get().min(policy.scales().likelihood));
    let lower = (1..estimate).rev().map(|to| {
        let size = estimate.saturating_sub(to).into();
        Step { size, change: Change::LowerEstimate { to }, edit: Edit::Estimate(Likelihood::new(to)) }
    });
    lower.collect()
}

/// Names the cheapest actions that a change may consist of.
fn name(change: Change, cheapest: &[&Action]) -> Change {
    match change {
        Change::CompleteActions { number, .. } => {
            let actions = cheapest.iter().take(number.into()).map(|action| action.id.clone()).collect();
            Change::CompleteActions { number, actions }
        }
        other => other,
    }
}

/// The actions against the threat that are not completed: the cheapest first, then those that take the fewest days, then in
/// the order of the register. What has no price comes last.
fn cheapest_first<'a>(assessment: &Assessment<'a>, assessed: &AssessedRisk<'a>) -> Vec<&'a Action> {
    let against = assessment.organisation().registers().actions_against(&assessed.risk.threat);
    let mut open: Vec<&Action> = against.filter(|action| !action.completed).collect();
    open.sort_by_key(|action| (action.cost.is_none(), action.cost, action.days.is_none(), action.days));
    open
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test that miscounts should stop")]
mod tests {
    use crate::Organisation;
    use crate::assessment::Assessment;
    use crate::assessment::remedy::{Change, sorts};
    use plimsoll_core::{Cia, Day, Impact, Level, Likelihood, Policy, Progress, RiskFacts};

    /// Every combination of every step, tried one by one: the fewest steps that help.
    fn fewest(policy: &Policy<'_>, facts: RiskFacts) -> Option<u32> {
        let mut all = vec![(0_u32, facts)];
        for steps in sorts(policy, facts) {
            let more: Vec<_> = all
                .iter()
                .flat_map(|(size, facts)| {
                    steps.iter().map(move |step| (size + step.size, step.edit.apply(*facts)))
                })
                .collect();
            all.extend(more);
        }
        all.iter().filter(|(_, facts)| policy.assess(facts).within_limit).map(|(size, _)| *size).min()
    }

    #[test]
    fn the_first_way_takes_the_fewest_steps_and_helps() {
        let organisation = Organisation::sample();
        let assessment = Assessment::of(&organisation, Day::from_ymd(2026, 11, 20).unwrap());
        let risk = assessment.risk("R18").unwrap().clone();
        let mut helped = 0;
        for (impact, uncompleted, total, estimate) in [
            (5, 5, 5, None),
            (5, 10, 10, Some(5)),
            (1, 0, 3, None),
            (4, 3, 7, Some(2)),
            (5, 0, 0, None),
            (2, 60000, 65535, Some(4)),
        ] {
            for level in Level::ALL {
                let facts = RiskFacts {
                    rated: Impact::new(impact).unwrap(),
                    actions: Progress::new(uncompleted, total).unwrap(),
                    estimate: estimate.and_then(Likelihood::new),
                    ..risk.facts
                }
                .with_cia(Cia::new(*level, *level, *level));
                let decision = assessment.policy().assess(&facts);
                let assessed = crate::assessment::AssessedRisk { facts, decision, ..risk.clone() };
                let remedy = assessment.remedy(&assessed);
                let best = fewest(assessment.policy(), facts);
                assert_eq!(remedy.within_limit, decision.within_limit);
                if decision.within_limit {
                    continue;
                }
                let (changes, then) = &remedy.ways[0];
                assert!(then.within_limit);
                let size: u32 = changes.iter().map(|change| steps(change, &facts)).sum();
                assert_eq!(Some(size), best, "{changes:?}");
                helped += 1;
            }
        }
        assert!(helped > 10, "{helped}");
    }

    /// How many steps a change takes, worked out from the facts before it.
    fn steps(change: &Change, facts: &RiskFacts) -> u32 {
        let value = |facet| u32::from(facts.value(facet));
        match change {
            Change::CompleteActions { number, .. } => (*number).into(),
            Change::PlanActions { likelihood } => 5 - u32::from(*likelihood),
            Change::LowerImpact { to } => u32::from(facts.rated.get() - to),
            Change::LowerRating { attribute: "confidentiality", to } => {
                value(super::CONFIDENTIALITY) - u32::from(to.index())
            }
            Change::LowerRating { attribute: "integrity", to } => {
                value(super::INTEGRITY) - u32::from(to.index())
            }
            Change::LowerRating { to, .. } => value(super::AVAILABILITY) - u32::from(to.index()),
            Change::LowerEstimate { to } => u32::from(facts.estimate.unwrap().get() - to),
        }
    }
}
