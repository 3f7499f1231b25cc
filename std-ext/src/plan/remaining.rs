//! The risks that stay above their limits, and why.

use super::Measure;
use super::subject::{Course, Subject};
use crate::assessment::AssessedRisk;
use plimsoll_core::{Decision, Limit, Score};

/// A risk that no set of actions brings within its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible<'o> {
    /// The id of the risk.
    pub risk: &'o str,
    /// The id of its threat.
    pub threat: &'o str,
    /// The score today.
    pub score: Score,
    /// The limit today.
    pub limit: Limit,
    /// The lowest score that completing actions leads to.
    pub best: Score,
    /// Why it cannot be brought within its limit.
    pub why: String,
}

/// A risk that is within its limit after some number of completed actions, but not after the number that is best for the risks
/// of its threat together; only a policy that is not monotone has such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'o> {
    /// The id of the risk.
    pub risk: &'o str,
    /// The id of its threat.
    pub threat: &'o str,
    /// What it would take, and why that is not done.
    pub why: String,
}

/// Every risk of every threat with its position, by id.
fn risks<'s, 'a, 'o>(
    subjects: &'s [Subject<'a, 'o>],
) -> Vec<(&'s Subject<'a, 'o>, usize, usize, &'s AssessedRisk<'o>)> {
    let mut all: Vec<_> = (0..)
        .zip(subjects)
        .flat_map(|(place, subject)| {
            (0..).zip(&subject.risks).map(move |(risk, assessed)| (subject, place, risk, *assessed))
        })
        .collect();
    all.sort_by_key(|(.., assessed)| &assessed.risk.id);
    all
}

fn is_possible(subject: &Subject<'_, '_>, risk: usize) -> bool {
    subject.decisions(risk).any(|(_, decision)| decision.within_limit)
}

pub(super) fn impossible<'o>(subjects: &[Subject<'_, 'o>]) -> Vec<Impossible<'o>> {
    let all = risks(subjects).into_iter().filter(|(subject, _, risk, _)| !is_possible(subject, *risk));
    all.filter_map(|(subject, _, risk, assessed)| {
        let (course, best) = subject.decisions(risk).min_by_key(|(_, decision)| decision.score)?;
        Some(Impossible {
            risk: &assessed.risk.id,
            threat: subject.threat,
            score: assessed.decision.score,
            limit: assessed.decision.limit,
            best: best.score,
            why: why(subject, risk, assessed, course, best),
        })
    })
    .collect()
}

fn why(
    subject: &Subject<'_, '_>,
    risk: usize,
    assessed: &AssessedRisk<'_>,
    course: &Course,
    best: &Decision,
) -> String {
    let open = subject.actions.len();
    let Decision { score, limit, likelihood, .. } = best;
    let last = subject.decisions(risk).last();
    let mut why = if subject.decisions(risk).all(|(_, decision)| decision.limit.get() == 0) {
        "its limit is 0: nothing may be accepted".into()
    } else if subject.total == 0 {
        "no action is recorded against the threat".into()
    } else if open == 0 {
        format!("no open action is left; the score is {score}, against a limit of {limit}")
    } else if last.is_some_and(|(_, last)| last.score == *score) {
        let all = if open == 1 { "the open action".into() } else { format!("all {open} open actions") };
        format!("even with {all} completed, the score is {score}, against a limit of {limit}")
    } else {
        let number = course.number;
        format!(
            "at best, with {number} of {open} open actions completed, the score is {score}, against a limit of {limit}"
        )
    };
    if assessed.facts.estimate == Some(*likelihood) && open > 0 {
        why.push_str(&format!("; an expert's estimate has the likelihood at {likelihood}"));
    }
    if assessed.retained {
        why.push_str("; an exception lets it be retained, but does not bring it within its limit");
    }
    why
}

/// What stays above its limit, though some number of completed actions would bring it within, when each threat has the number
/// that is best for its risks together.
pub(super) fn conflicts<'o>(subjects: &[Subject<'_, 'o>], most: &[usize]) -> Vec<Conflict<'o>> {
    let conflict = |(subject, place, risk, assessed): (&Subject<'_, 'o>, usize, usize, &AssessedRisk<'o>)| {
        let taken = most.get(place).and_then(|chosen| subject.courses.get(*chosen))?;
        if taken.decisions.get(risk)?.within_limit {
            return None;
        }
        let (course, _) = subject.decisions(risk).find(|(_, decision)| decision.within_limit)?;
        let actions = |number: usize| match number {
            0 => "as it is".to_string(),
            1 => "with 1 action more".to_string(),
            _ => format!("with {number} actions more"),
        };
        let because = if taken.within > course.within {
            format!(
                "bring {} of the threat's {} risks within their limits, instead of {}",
                taken.within,
                subject.risks.len(),
                course.within
            )
        } else {
            format!(
                "bring as many of the threat's {} risks within their limits, for less",
                subject.risks.len()
            )
        };
        let number = taken.number;
        let why = format!(
            "it is within its limit {}, but not with {number}, which {because}",
            actions(course.number)
        );
        Some(Conflict { risk: &assessed.risk.id, threat: subject.threat, why })
    };
    risks(subjects).into_iter().filter_map(conflict).collect()
}

/// The ids of the risks that the chosen courses leave above their limits, and that others would not.
pub(super) fn left_out<'o>(subjects: &[Subject<'_, 'o>], chosen: &[usize]) -> Vec<&'o str> {
    let is_above = |subject: &Subject<'_, '_>, place: usize, risk: usize| {
        let course = chosen.get(place).and_then(|chosen| subject.courses.get(*chosen));
        course.and_then(|course| course.decisions.get(risk)).is_some_and(|decision| !decision.within_limit)
    };
    let all = risks(subjects).into_iter();
    let left = all
        .filter(|(subject, place, risk, _)| is_above(subject, *place, *risk) && is_possible(subject, *risk));
    left.map(|(.., assessed)| assessed.risk.id.as_str()).collect()
}

/// The ids of the uncompleted actions that do not say what they take.
pub(super) fn without_amount<'o>(subjects: &[Subject<'_, 'o>], by: Measure) -> Vec<&'o str> {
    let actions = subjects.iter().flat_map(|subject| &subject.actions);
    let mut ids: Vec<&'o str> =
        actions.filter(|action| by.of(action).is_none()).map(|action| action.id.as_str()).collect();
    ids.sort_unstable();
    ids
}
