//! The stable JSON form. Fields may be added; none is renamed or removed.

use super::{Plan, Total};
use crate::assessment::Assessment;
use crate::assessment::json::{OutOfScope, PolicyView};
use crate::date::{iso, iso_option};
use crate::registers::Amount;
use plimsoll_core::Day;
use serde::Serialize;

/// What `plimsoll plan --format json` writes.
#[derive(Serialize)]
pub struct PlanView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    by: &'static str,
    budget: Option<Amount>,
    /// Whether nothing better can be had.
    exact: bool,
    /// If it is not known to be the best plan: what no plan exceeds.
    bound: Option<BoundView>,
    cost: Total,
    days: Total,
    before: TallyView,
    after: TallyView,
    steps: Vec<StepView<'a>>,
    impossible: Vec<ImpossibleView<'a>>,
    conflicts: Vec<ConflictView<'a>>,
    left_out: &'a [&'a str],
    /// Which actions do not say what they take of the measure.
    without_amount: &'a [&'a str],
    /// Which entries of the registers have days after `as_of`; they are taken as they stand.
    in_the_future: Vec<&'a str>,
    /// What it takes to bring every risk within its limit that can be.
    needed: NeededView,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

#[derive(Serialize)]
struct BoundView {
    within_limit: usize,
    score: u64,
}

#[derive(Serialize)]
struct TallyView {
    risks: usize,
    within_limit: usize,
    score: u64,
}

#[derive(Serialize)]
struct NeededView {
    cost: Total,
    days: Total,
    within_limit: usize,
}

#[derive(Serialize)]
struct StepView<'a> {
    threat: &'a str,
    actions: Vec<ActionView<'a>>,
    cost: Total,
    days: Total,
    brings_within_limit: &'a [&'a str],
    takes_above_limit: &'a [&'a str],
    scores: Vec<ScoreView<'a>>,
    total_cost: Total,
    total_days: Total,
    within_limit: usize,
}

#[derive(Serialize)]
struct ActionView<'a> {
    id: &'a str,
    title: &'a str,
    cost: Option<Amount>,
    days: Option<Amount>,
    owner: Option<&'a str>,
    #[serde(with = "iso_option")]
    due: Option<Day>,
}

#[derive(Serialize)]
struct ScoreView<'a> {
    risk: &'a str,
    from: u8,
    to: u8,
    limit: u8,
}

#[derive(Serialize)]
struct ImpossibleView<'a> {
    risk: &'a str,
    threat: &'a str,
    score: u8,
    limit: u8,
    best: u8,
    why: &'a str,
}

#[derive(Serialize)]
struct ConflictView<'a> {
    risk: &'a str,
    threat: &'a str,
    why: &'a str,
}

impl<'a> PlanView<'a> {
    /// The view of a plan that was made from an assessment.
    #[must_use]
    pub fn of<'o: 'a>(assessment: &'a Assessment<'o>, plan: &'a Plan<'o>) -> Self {
        let Plan { before, after, needed, .. } = plan;
        let tally = |tally: &super::Tally| TallyView {
            risks: tally.risks,
            within_limit: tally.within_limit,
            score: tally.score,
        };
        let impossible = plan.impossible.iter().map(|impossible| ImpossibleView {
            risk: impossible.risk,
            threat: impossible.threat,
            score: impossible.score.get(),
            limit: impossible.limit.get(),
            best: impossible.best.get(),
            why: &impossible.why,
        });
        let conflicts = plan.conflicts.iter();
        Self {
            policy: PolicyView::of(assessment.policy()),
            as_of: assessment.as_of(),
            by: plan.by.label(),
            budget: plan.budget,
            exact: plan.bound.is_none(),
            bound: plan.bound.map(|bound| BoundView { within_limit: bound.within_limit, score: bound.score }),
            cost: plan.cost,
            days: plan.days,
            before: tally(before),
            after: tally(after),
            steps: plan.steps.iter().map(StepView::of).collect(),
            impossible: impossible.collect(),
            conflicts: conflicts
                .map(|one| ConflictView { risk: one.risk, threat: one.threat, why: &one.why })
                .collect(),
            left_out: &plan.left_out,
            without_amount: &plan.without_amount,
            in_the_future: assessment.organisation().registers().entries_to_come(assessment.as_of()),
            needed: NeededView { cost: needed.cost, days: needed.days, within_limit: needed.within_limit },
            out_of_scope: OutOfScope::of(assessment.organisation().registers()),
        }
    }
}

impl<'a> StepView<'a> {
    fn of(step: &'a super::Step<'_>) -> Self {
        let actions = step.actions.iter().map(|action| ActionView {
            id: &action.id,
            title: &action.title,
            cost: action.cost,
            days: action.days,
            owner: action.owner.as_deref(),
            due: action.due,
        });
        let scores = step.scores.iter().map(|change| ScoreView {
            risk: change.risk,
            from: change.from.get(),
            to: change.to.get(),
            limit: change.limit.get(),
        });
        Self {
            threat: step.threat,
            actions: actions.collect(),
            cost: step.cost,
            days: step.days,
            brings_within_limit: &step.brings_within_limit,
            takes_above_limit: &step.takes_above_limit,
            scores: scores.collect(),
            total_cost: step.total_cost,
            total_days: step.total_days,
            within_limit: step.within_limit,
        }
    }
}
