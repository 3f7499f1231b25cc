//! The order of work, and what each step buys.

use super::subject::{Course, Subject};
use super::{Measure, Total};
use crate::registers::Action;
use plimsoll_core::{Decision, Limit, Score};
use std::cmp::{Ordering, Reverse};

/// Actions against one threat that are done together, since fewer of them would change nothing for the better.
#[derive(Clone, Debug)]
pub struct Step<'o> {
    /// The id of the threat.
    pub threat: &'o str,
    /// What is done, the cheapest first.
    pub actions: Vec<&'o Action>,
    /// What it costs.
    pub cost: Total,
    /// The person-days that it takes.
    pub days: Total,
    /// The ids of the risks that come within their limits.
    pub brings_within_limit: Vec<&'o str>,
    /// The ids of the risks that are above their limits from then on, which a policy can have it that is not monotone.
    pub takes_above_limit: Vec<&'o str>,
    /// The risks whose score or limit changes.
    pub scores: Vec<ScoreChange<'o>>,
    /// What this step and all before it cost.
    pub total_cost: Total,
    /// The person-days that this step and all before it take.
    pub total_days: Total,
    /// How many open risks of the register are within their limits after it.
    pub within_limit: usize,
}

/// What a step does to a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreChange<'o> {
    /// The id of the risk.
    pub risk: &'o str,
    /// The score before.
    pub from: Score,
    /// The score after.
    pub to: Score,
    /// The limit after.
    pub limit: Limit,
}

/// The steps that lead to the chosen courses: what buys most for what it takes comes first, and what takes nothing before it. A
/// step that opens the way to a better one against the same threat is as urgent as both together.
pub(super) fn all<'o>(
    subjects: &[Subject<'_, 'o>],
    chosen: &[usize],
    by: Measure,
    within: usize,
) -> Vec<Step<'o>> {
    let stages = subjects.iter().zip(chosen).flat_map(|(subject, chosen)| stages(subject, *chosen, by));
    let mut stages: Vec<(Gain, &Subject<'_, 'o>, &Course, &Course)> = stages.collect();
    // Within a threat, urgency never rises, and equals stay in order.
    stages.sort_by_key(|(urgency, ..)| Reverse(*urgency));
    let (mut total_cost, mut total_days, mut within) = (Total::default(), Total::default(), within);
    let step = |(_, subject, from, to): (Gain, &Subject<'_, 'o>, &Course, &Course)| {
        let mut step = between(subject, from, to);
        (total_cost, total_days) = (total_cost.and(step.cost), total_days.and(step.days));
        within = within.saturating_add(to.within).saturating_sub(from.within);
        (step.total_cost, step.total_days, step.within_limit) = (total_cost, total_days, within);
        step
    };
    stages.into_iter().map(step).collect()
}

/// The ways from course to course against one threat, in order, each with its urgency.
fn stages<'s, 'a, 'o>(
    subject: &'s Subject<'a, 'o>,
    chosen: usize,
    by: Measure,
) -> Vec<(Gain, &'s Subject<'a, 'o>, &'s Course, &'s Course)> {
    let stops = stops(&subject.courses, chosen);
    let mut urgency = None;
    let mut stages = Vec::new();
    for (position, (from, to)) in stops.iter().zip(stops.iter().skip(1)).enumerate() {
        let later = stops.iter().skip(position.saturating_add(1));
        // The best run of steps that starts here; and nothing overtakes what has to come before it.
        let best = later.map(|stop| Gain::between(from, stop, by)).max();
        urgency = urgency.min(best).or(best);
        stages.extend(urgency.map(|urgency| (urgency, subject, *from, *to)));
    }
    stages
}

/// The courses at which something is better than at any before, from doing nothing to what was chosen.
fn stops(courses: &[Course], chosen: usize) -> Vec<&Course> {
    let rank = |course: &Course| (course.within, Reverse(course.score));
    let mut stops: Vec<&Course> = Vec::new();
    for (position, course) in courses.iter().enumerate().take(chosen.saturating_add(1)) {
        let is_better = stops.last().is_none_or(|last| rank(course) > rank(last));
        if !is_better && position == chosen && stops.len() > 1 {
            // Where a choice is not the best there is, its last actions may buy nothing.
            stops.pop();
        }
        if is_better || position == chosen {
            stops.push(course);
        }
    }
    stops
}

fn between<'o>(subject: &Subject<'_, 'o>, from: &Course, to: &Course) -> Step<'o> {
    let risks = subject.risks.iter().map(|assessed| assessed.risk.id.as_str());
    let changes = risks.zip(from.decisions.iter().zip(&to.decisions));
    let changed = |is: fn(&Decision, &Decision) -> bool| {
        changes.clone().filter(move |(_, (from, to))| is(from, to)).map(|(risk, _)| risk).collect()
    };
    let scores = changes.clone().filter(|(_, (from, to))| (from.score, from.limit) != (to.score, to.limit));
    let scores = scores.map(|(risk, (from, to))| ScoreChange {
        risk,
        from: from.score,
        to: to.score,
        limit: to.limit,
    });
    let more = to.number.saturating_sub(from.number);
    Step {
        threat: subject.threat,
        actions: subject.actions.iter().skip(from.number).take(more).copied().collect(),
        cost: to.cost.beyond(from.cost),
        days: to.days.beyond(from.days),
        brings_within_limit: changed(|from, to| !from.within_limit && to.within_limit),
        takes_above_limit: changed(|from, to| from.within_limit && !to.within_limit),
        scores: scores.collect(),
        total_cost: Total::default(),
        total_days: Total::default(),
        within_limit: 0,
    }
}

/// What is gained for what is spent: ordered by risks brought within their limits per cost, then by score per cost. All that
/// costs nothing is alike, and above the rest.
#[derive(Clone, Copy, Debug)]
struct Gain {
    within: i128,
    score: i128,
    takes: i128,
}

impl Gain {
    fn between(from: &Course, to: &Course, by: Measure) -> Self {
        let count = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        let takes = to.takes(by).beyond(from.takes(by)).hundredths();
        Self {
            within: count(to.within).saturating_sub(count(from.within)),
            score: i128::from(from.score).saturating_sub(to.score.into()),
            takes: i128::try_from(takes).unwrap_or(i128::MAX),
        }
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        let free = (self.takes == 0).cmp(&(other.takes == 0));
        // Costs have less than 90 bits and gains less than 34, so no product is too large.
        let per_cost = |mine: i128, theirs: i128| {
            mine.saturating_mul(other.takes).cmp(&theirs.saturating_mul(self.takes))
        };
        free.then(per_cost(self.within, other.within)).then(per_cost(self.score, other.score))
    }
}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Gain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Gain {}
