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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// What is kept low.
    #[cfg_attr(test, schemars(with = "super::Measure"))]
    by: &'static str,
    /// What may be spent; null where there is no bound.
    budget: Option<Amount>,
    /// Whether nothing better can be had.
    exact: bool,
    /// If it is not known to be the best plan: what no plan exceeds.
    bound: Option<BoundView>,
    /// What the plan costs.
    cost: Total,
    /// How many person-days it takes.
    days: Total,
    /// How the register stands.
    before: TallyView,
    /// How it stands once the plan is done.
    after: TallyView,
    /// What to do, in order.
    steps: Vec<StepView<'a>>,
    /// The risks that no action brings within their limit.
    impossible: Vec<ImpossibleView<'a>>,
    /// The risks that the plan takes above their limit, and why.
    conflicts: Vec<ConflictView<'a>>,
    /// The ids of risks that the plan leaves above their limit.
    left_out: &'a [&'a str],
    /// Which actions do not say what they take of the measure.
    without_amount: &'a [&'a str],
    /// Which entries of the registers have days after `as_of`; they are taken as they stand.
    in_the_future: Vec<&'a str>,
    /// What it takes to bring every risk within its limit that can be.
    needed: NeededView,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

/// What no plan exceeds.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BoundView {
    /// How many risks are within their limit.
    within_limit: usize,
    /// The least sum of scores.
    score: u64,
}

/// How a register stands.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TallyView {
    /// How many risks count.
    risks: usize,
    /// How many of them are within their limit.
    within_limit: usize,
    /// The sum of their scores.
    score: u64,
}

/// What it takes to bring every risk within its limit that can be.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NeededView {
    /// The cost.
    cost: Total,
    /// The person-days.
    days: Total,
    /// How many risks are then within their limit.
    within_limit: usize,
}

/// A step of a plan: actions against one threat.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StepView<'a> {
    /// The id of the threat.
    threat: &'a str,
    /// The actions.
    actions: Vec<ActionView<'a>>,
    /// What they cost.
    cost: Total,
    /// How many person-days they take.
    days: Total,
    /// The ids of risks that come within their limit.
    brings_within_limit: &'a [&'a str],
    /// The ids of risks that come above it.
    takes_above_limit: &'a [&'a str],
    /// The scores that change.
    scores: Vec<ScoreView<'a>>,
    /// What all steps so far cost.
    total_cost: Total,
    /// How many person-days all steps so far take.
    total_days: Total,
    /// How many risks are within their limit after this step.
    within_limit: usize,
}

/// An action.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ActionView<'a> {
    /// Its id.
    id: &'a str,
    /// What is to be done.
    title: &'a str,
    /// What it costs, if that is known.
    cost: Option<Amount>,
    /// How many person-days it takes, if that is known.
    days: Option<Amount>,
    /// Who is to do it, if somebody is named.
    owner: Option<&'a str>,
    /// When it is due, if there is a day.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
    due: Option<Day>,
}

/// A score that changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ScoreView<'a> {
    /// The id of the risk.
    risk: &'a str,
    /// The score before.
    from: u8,
    /// The score after.
    to: u8,
    /// The limit of the risk.
    limit: u8,
}

/// A risk that no action brings within its limit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ImpossibleView<'a> {
    /// The id of the risk.
    risk: &'a str,
    /// The id of its threat.
    threat: &'a str,
    /// Its score.
    score: u8,
    /// Its limit.
    limit: u8,
    /// The best score that actions reach.
    best: u8,
    /// Why, in words.
    why: &'a str,
}

/// A risk that what helps others takes above its limit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ConflictView<'a> {
    /// The id of the risk.
    risk: &'a str,
    /// The id of its threat.
    threat: &'a str,
    /// Why, in words.
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
