//! What to do next (domain.md A15): which actions bring the risks within their limits at least cost, and the best use of a
//! budget.
//!
//! Likelihood falls with the share of completed actions, so completing any so many of a threat's actions does the same to every
//! risk that the threat carries, and the cheapest so many are best. A policy need not be monotone, so more is not taken to
//! be better: each number of actions that makes a difference is tried on the policy. Without a budget each threat is decided
//! alone; with one, all together, exactly. An exception does not bring a risk within its limit.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::Assessment;
//! use plimsoll::plan::{Measure, Plan};
//! use plimsoll_core::Day;
//! let sample = Organisation::sample();
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! let plan = Plan::of(&assessment, Measure::Cost, Some("20000".parse()?));
//! assert!(plan.bound.is_none(), "nothing better can be had for the budget");
//! assert!(plan.cost.hundredths() <= 2_000_000 && plan.after.within_limit > plan.before.within_limit);
//! let first = &plan.steps[0];
//! println!("first {} for {}", first.actions[0].title, first.cost);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod choice;
pub mod json;
mod knapsack;
mod remaining;
mod steps;
mod subject;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test that miscounts should stop")]
mod tests;
mod total;

pub use remaining::{Conflict, Impossible};
pub use steps::{ScoreChange, Step};
pub use total::Total;

use crate::assessment::Assessment;
use crate::registers::{Action, Amount};
use knapsack::Work;
use subject::{Course, Subject};

/// How many partial choices are looked at before the best found so far is handed out; some seconds of work.
pub const MAX_WORK: u32 = 40_000_000;

/// What is to be kept low.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Measure {
    /// Money.
    #[default]
    Cost,
    /// Person-days.
    Days,
}

impl Measure {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Days => "days",
        }
    }

    /// What an action takes, if it is known.
    #[must_use]
    pub const fn of(self, action: &Action) -> Option<Amount> {
        match self {
            Self::Cost => action.cost,
            Self::Days => action.days,
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Cost => Self::Days,
            Self::Days => Self::Cost,
        }
    }
}

/// How many open risks there are, how many of them are within their limits, and their scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The risks that are not closed.
    pub risks: usize,
    /// Those within their limits.
    pub within_limit: usize,
    /// The sum of their scores.
    pub score: u64,
}

/// What no plan for a budget exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// No more risks can be within their limits.
    pub within_limit: usize,
    /// With that many within their limits, the sum of the scores can be no lower.
    pub score: u64,
}

/// What to do next.
#[derive(Clone, Debug)]
pub struct Plan<'o> {
    /// What was kept low.
    pub by: Measure,
    /// How much there was to spend of it, if not as much as it takes.
    pub budget: Option<Amount>,
    /// Where the bound on work did not suffice to prove that nothing better can be had: what is proved. `None` if the plan is
    /// the best there is.
    pub bound: Option<Bound>,
    /// What all steps cost.
    pub cost: Total,
    /// The person-days that they take.
    pub days: Total,
    /// The open risks today.
    pub before: Tally,
    /// The open risks once all steps are done.
    pub after: Tally,
    /// The steps in the order in which they are best taken.
    pub steps: Vec<Step<'o>>,
    /// The risks that no set of actions brings within their limits, by id.
    pub impossible: Vec<Impossible<'o>>,
    /// The risks that cannot be within their limits together with others of their threat, whatever is spent, by id.
    pub conflicts: Vec<Conflict<'o>>,
    /// The ids of the risks above their limits that some set of actions would bring within, ascending.
    pub left_out: Vec<&'o str>,
    /// The ids of the uncompleted actions against threats with open risks that do not say what they take, ascending; they
    /// count as taking nothing.
    pub without_amount: Vec<&'o str>,
    /// What it takes to bring every risk within its limit that can be, and how the risks stand then.
    pub needed: Needed,
}

/// What it takes without a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The cost.
    pub cost: Total,
    /// The person-days.
    pub days: Total,
    /// How many open risks are within their limits then.
    pub within_limit: usize,
}

impl<'o> Plan<'o> {
    /// What to do next; with a budget, no more of the measure is spent than that.
    #[must_use]
    pub fn of(assessment: &Assessment<'o>, by: Measure, budget: Option<Amount>) -> Self {
        Self::telling(assessment, by, budget, |_| {})
    }

    /// [`Self::of`]; while the best use of a budget is searched for, it is told how many partial choices were looked at, of
    /// [`MAX_WORK`] at the most.
    #[must_use]
    pub fn telling(
        assessment: &Assessment<'o>,
        by: Measure,
        budget: Option<Amount>,
        told: impl Fn(u32),
    ) -> Self {
        let tell = |left| told(MAX_WORK.saturating_sub(left));
        Self::with_work(assessment, by, budget, &mut Work { left: MAX_WORK, tell: &tell })
    }

    fn with_work(
        assessment: &Assessment<'o>,
        by: Measure,
        budget: Option<Amount>,
        work: &mut Work<'_>,
    ) -> Self {
        let subjects = Subject::all(assessment, by);
        let nothing = vec![0; subjects.len()];
        let most: Vec<usize> = subjects.iter().map(choice::most_within).collect();
        let before = tally(&subjects, &nothing);
        let (chosen, bound) = match budget {
            None => (most.clone(), None),
            Some(budget) => {
                let solution = choice::within_budget(&subjects, by, budget, work);
                let bound = solution.bound.map(|bound| Bound {
                    within_limit: moved(before.within_limit, bound.first).min(before.risks),
                    score: before.score.saturating_add_signed(bound.second.saturating_neg()),
                });
                (solution.taken, bound)
            }
        };
        let (cost, days) = spent(&subjects, &chosen);
        let (needed_cost, needed_days) = spent(&subjects, &most);
        Self {
            by,
            budget,
            bound,
            cost,
            days,
            before,
            after: tally(&subjects, &chosen),
            steps: steps::all(&subjects, &chosen, by, before.within_limit),
            impossible: remaining::impossible(&subjects),
            conflicts: remaining::conflicts(&subjects, &most),
            left_out: remaining::left_out(&subjects, &chosen),
            without_amount: remaining::without_amount(&subjects, by),
            needed: Needed {
                cost: needed_cost,
                days: needed_days,
                within_limit: tally(&subjects, &most).within_limit,
            },
        }
    }
}

fn moved(number: usize, by: i64) -> usize {
    number.saturating_add_signed(isize::try_from(by).unwrap_or(isize::MAX))
}

/// The courses that are taken.
fn taken<'s>(subjects: &'s [Subject<'_, '_>], chosen: &'s [usize]) -> impl Iterator<Item = &'s Course> {
    subjects.iter().zip(chosen).filter_map(|(subject, chosen)| subject.courses.get(*chosen))
}

fn tally(subjects: &[Subject<'_, '_>], chosen: &[usize]) -> Tally {
    taken(subjects, chosen).fold(Tally::default(), |tally, course| Tally {
        risks: tally.risks.saturating_add(course.decisions.len()),
        within_limit: tally.within_limit.saturating_add(course.within),
        score: tally.score.saturating_add(course.score),
    })
}

fn spent(subjects: &[Subject<'_, '_>], chosen: &[usize]) -> (Total, Total) {
    taken(subjects, chosen).fold(Default::default(), |(cost, days): (Total, Total), course| {
        (cost.and(course.cost), days.and(course.days))
    })
}
