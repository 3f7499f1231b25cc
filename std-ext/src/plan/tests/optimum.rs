//! Plans against trying every set of actions, and against the registers assessed anew.

use super::random::worlds;
use super::{World, actions, day, json, standing};
use crate::assessment::{AssessedRisk, Assessment};
use crate::plan::knapsack::Work;
use crate::plan::{Measure, Plan, Step};
use crate::registers::{Action, Amount};
use plimsoll_core::{Decision, Progress, RiskFacts, Status};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What completing some actions comes to.
#[derive(Clone, Debug)]
struct Set {
    within: usize,
    score: u64,
    /// In the order of [`Measure`].
    takes: [u128; 2],
    number: usize,
    decisions: Vec<Decision>,
}

/// The better, the more within limits, the lower the scores, the less it takes; without a budget, scores do not count.
type Rank = (usize, Reverse<u64>, Reverse<(u128, u128, usize)>);

impl Set {
    fn rank(&self, by: Measure, scores: bool) -> Rank {
        let [cost, days] = self.takes;
        let (takes, other) = if by == Measure::Cost { (cost, days) } else { (days, cost) };
        (self.within, Reverse(if scores { self.score } else { 0 }), Reverse((takes, other, self.number)))
    }
}

fn takes(actions: &[&Action]) -> [u128; 2] {
    [Measure::Cost, Measure::Days].map(|by| {
        actions.iter().map(|action| u128::from(by.of(action).unwrap_or_default().hundredths())).sum()
    })
}

fn open<'a, 'o>(assessment: &'a Assessment<'o>) -> Vec<&'a AssessedRisk<'o>> {
    assessment.risks().iter().filter(|assessed| assessed.status != Status::Closed).collect()
}

/// What is decided about every open risk when some more actions are completed.
fn decided(assessment: &Assessment<'_>, done: &[&Action]) -> Vec<Decision> {
    let actions = assessment.organisation().registers().actions();
    let progress = |threat: &str| {
        let against = actions.iter().filter(|action| action.threat == threat);
        against.fold(Progress::NONE, |progress, action| {
            progress.counting(action.completed || done.iter().any(|done| done.id == action.id))
        })
    };
    let decide = |assessed: &&AssessedRisk<'_>| {
        assessment.policy().assess(&RiskFacts { actions: progress(&assessed.risk.threat), ..assessed.facts })
    };
    open(assessment).iter().map(decide).collect()
}

/// Every set of uncompleted actions.
fn sets(assessment: &Assessment<'_>) -> Vec<Set> {
    let actions = assessment.organisation().registers().actions();
    let left: Vec<&Action> = actions.iter().filter(|action| !action.completed).collect();
    let set = |mask: usize| {
        let done: Vec<&Action> =
            (0..).zip(&left).filter(|(n, _)| mask >> n & 1 == 1).map(|(_, action)| *action).collect();
        let decisions = decided(assessment, &done);
        Set {
            within: decisions.iter().filter(|decision| decision.within_limit).count(),
            score: decisions.iter().map(|decision| u64::from(decision.score.get())).sum(),
            takes: takes(&done),
            number: done.len(),
            decisions,
        }
    };
    (0..1 << left.len()).map(set).collect()
}

/// Holds a plan against every set of actions.
fn assert_best(world: &World, assessment: &Assessment<'_>, sets: &[Set], plan: &Plan<'_>) {
    let (by, scores) = (plan.by, plan.budget.is_some());
    let within_budget = |set: &&Set| {
        let takes = set.takes[usize::from(by == Measure::Days)];
        plan.budget.is_none_or(|budget| takes <= budget.hundredths().into())
    };
    let best = sets.iter().filter(within_budget).max_by_key(|set| set.rank(by, scores)).unwrap();
    let done = actions(plan);
    let planned: Vec<&Action> = plan.steps.iter().flat_map(|step| step.actions.iter().copied()).collect();
    let mine = Set {
        within: plan.after.within_limit,
        score: plan.after.score,
        takes: [plan.cost.hundredths(), plan.days.hundredths()],
        number: done.len(),
        decisions: Vec::new(),
    };
    assert_eq!(mine.rank(by, scores), best.rank(by, scores), "{world:?}\n{plan:?}");
    assert_eq!((takes(&planned), planned.len(), plan.bound), (mine.takes, done.len(), None));

    let then = world.organisation(&done, false);
    let (risks, within, score, above) = standing(&Assessment::of(&then, day()));
    assert_eq!((risks, within, score), (plan.after.risks, plan.after.within_limit, plan.after.score));
    let (risks, within, score, _) = standing(assessment);
    assert_eq!((risks, within, score), (plan.before.risks, plan.before.within_limit, plan.before.score));

    let impossible: BTreeSet<String> = plan.impossible.iter().map(|one| one.risk.to_string()).collect();
    for (n, assessed) in open(assessment).iter().enumerate() {
        let never = sets.iter().all(|set| !set.decisions[n].within_limit);
        assert_eq!(impossible.contains(&assessed.risk.id), never, "{}", assessed.risk.id);
        if let Some(one) = plan.impossible.iter().find(|one| one.risk == assessed.risk.id) {
            let least = sets.iter().map(|set| set.decisions[n].score).min();
            assert_eq!((Some(one.best), one.score), (least, assessed.decision.score));
        }
    }
    let left: BTreeSet<String> = plan.left_out.iter().map(|risk| (*risk).to_string()).collect();
    assert!(left.is_disjoint(&impossible));
    assert_eq!(&left | &impossible, above);
    let conflicts: BTreeSet<String> = plan.conflicts.iter().map(|one| one.risk.to_string()).collect();
    assert!(plan.budget.is_some() || conflicts == left);
    let all = sets.iter().max_by_key(|set| set.rank(by, false)).unwrap();
    let needed = plan.needed;
    assert_eq!(
        ([needed.cost.hundredths(), needed.days.hundredths()], needed.within_limit),
        (all.takes, all.within)
    );
}

/// Follows a plan step by step.
fn assert_steps(assessment: &Assessment<'_>, plan: &Plan<'_>) {
    let mut done: Vec<&Action> = Vec::new();
    for step in &plan.steps {
        let before = decided(assessment, &done);
        assert!(step.actions.iter().all(|action| action.threat == step.threat && !action.completed));
        done.extend(&step.actions);
        let after = decided(assessment, &done);
        let within = after.iter().filter(|decision| decision.within_limit).count();
        let totals = [step.total_cost.hundredths(), step.total_days.hundredths()];
        assert_eq!((totals, step.within_limit), (takes(&done), within));
        assert_eq!([step.cost.hundredths(), step.days.hundredths()], takes(&step.actions));
        let both: Vec<_> = open(assessment).into_iter().zip(before.iter().zip(&after)).collect();
        let changed = |is: &dyn Fn(&Decision, &Decision) -> bool| -> BTreeSet<&str> {
            both.iter().filter(|(_, (from, to))| is(from, to)).map(|(one, _)| one.risk.id.as_str()).collect()
        };
        let brings: BTreeSet<&str> = step.brings_within_limit.iter().copied().collect();
        let takes: BTreeSet<&str> = step.takes_above_limit.iter().copied().collect();
        let scores: BTreeSet<&str> = step.scores.iter().map(|change| change.risk).collect();
        assert_eq!(brings, changed(&|from, to| !from.within_limit && to.within_limit));
        assert_eq!(takes, changed(&|from, to| from.within_limit && !to.within_limit));
        assert_eq!(scores, changed(&|from, to| (from.score, from.limit) != (to.score, to.limit)));
        for change in &step.scores {
            let (_, (from, to)) = both.iter().find(|(one, _)| one.risk.id == change.risk).unwrap();
            assert_eq!((change.from, change.to, change.limit), (from.score, to.score, to.limit));
        }
        assert!(gain(step) > (0, 0), "{step:?}");
    }
}

/// How many more risks a step brings within their limits than it takes above, and by how much it lowers the scores.
fn gain(step: &Step<'_>) -> (i128, i128) {
    let count = |ids: &[&str]| i128::try_from(ids.len()).unwrap();
    let lower = step.scores.iter().map(|change| i128::from(change.from.get()) - i128::from(change.to.get()));
    (count(&step.brings_within_limit) - count(&step.takes_above_limit), lower.sum())
}

/// What an order of steps makes one wait for: each gain times what is spent until then, to be kept low.
fn wait(steps: &[&Step<'_>], by: Measure) -> (i128, i128) {
    let (mut spent, mut wait) = (0_i128, (0, 0));
    for step in steps {
        let takes = if by == Measure::Cost { step.cost } else { step.days };
        spent += i128::try_from(takes.hundredths()).unwrap();
        let (within, score) = gain(step);
        wait = (wait.0 + within * spent, wait.1 + score * spent);
    }
    wait
}

/// Every order that leaves the steps against each threat in sequence; `None` if there are too many.
fn orders<'s, 'o>(steps: &[&'s Step<'o>]) -> Option<Vec<Vec<&'s Step<'o>>>> {
    let mut all = vec![Vec::new()];
    for step in steps {
        let mut longer = Vec::new();
        for order in all {
            let after = order.iter().rposition(|other: &&Step<'_>| other.threat == step.threat);
            for place in after.map_or(0, |last| last + 1)..=order.len() {
                let mut order = order.clone();
                order.insert(place, *step);
                longer.push(order);
            }
        }
        if longer.len() > 3000 {
            return None;
        }
        all = longer;
    }
    Some(all)
}

fn assert_order(plan: &Plan<'_>) {
    let steps: Vec<&Step<'_>> = plan.steps.iter().collect();
    let Some(orders) = orders(&steps) else { return };
    let least = orders.iter().map(|order| wait(order, plan.by)).min().unwrap();
    assert_eq!(wait(&steps, plan.by), least, "{:?}", plan.steps);
}

fn assert_world(world: &World, shares: [u64; 2]) {
    let organisation = world.today();
    let assessment = Assessment::of(&organisation, day());
    let sets = sets(&assessment);
    for (by, at) in [(Measure::Cost, 0), (Measure::Days, 1)] {
        let most = sets.iter().map(|set| set.takes[at]).max().unwrap();
        let within = |share: u64| u64::try_from(most * u128::from(share) / 100).unwrap_or(u64::MAX);
        // Exactly what some set takes, and a hundredth less.
        let exactly =
            sets.get(sets.len() / 3).map_or(0, |set| u64::try_from(set.takes[at]).unwrap_or(u64::MAX));
        let [first, second] = shares.map(within);
        let budgets = [0, first, second, exactly, exactly.saturating_sub(1), u64::MAX];
        let budgets = budgets.map(|budget| Some(Amount::from_hundredths(budget)));
        for budget in budgets.into_iter().chain([None]) {
            let plan = Plan::of(&assessment, by, budget);
            assert_best(world, &assessment, &sets, &plan);
            assert_steps(&assessment, &plan);
            assert_order(&plan);
            // However little work is allowed, the bound holds.
            let short = Plan::with_work(&assessment, by, budget, &mut Work { left: 1, tell: &|_| {} });
            let bound = short.bound.map_or((short.after.within_limit, Reverse(short.after.score)), |bound| {
                (bound.within_limit, Reverse(bound.score))
            });
            assert!(bound >= (plan.after.within_limit, Reverse(plan.after.score)) || budget.is_none());
        }
        let budget = Some(Amount::from_hundredths(first));
        assert_eq!(
            json(world, by, budget, false),
            json(world, by, budget, true),
            "the order of rows is nothing"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_set_of_actions_is_better_than_the_plan(world in worlds(), shares in [0_u64..100, 0_u64..100]) {
        assert_world(&world, shares);
    }
}
