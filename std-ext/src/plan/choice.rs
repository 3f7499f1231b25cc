//! Which course is taken against each threat.

use super::knapsack::{Item, Solution, Work, Worth, solve};
use super::subject::{Course, Subject};
use super::{Measure, Total};
use crate::registers::Amount;
use std::cmp::Reverse;

/// The course against a threat that brings the most risks within their limits; of these, the one that completes the fewest
/// actions, and so takes least in either measure.
pub(super) fn most_within(subject: &Subject<'_, '_>) -> usize {
    let rank = |course: &Course| (course.within, Reverse(course.number));
    let best = subject.courses.iter().enumerate().max_by_key(|(_, course)| rank(course));
    best.map_or(0, |(position, _)| position)
}

/// The courses that together bring the most risks within their limits for a budget; of these, those that lower the scores the
/// most; of these, those that take least.
pub(super) fn within_budget(
    subjects: &[Subject<'_, '_>],
    by: Measure,
    budget: Amount,
    work: &mut Work<'_>,
) -> Solution {
    let groups: Vec<Vec<Item>> = subjects.iter().map(|subject| items(subject, by)).collect();
    let nothing = || Solution { taken: vec![0; groups.len()], worth: Worth::default(), bound: None };
    // To do nothing is free, so there is a choice.
    solve(&groups, budget.hundredths(), work).unwrap_or_else(nothing)
}

/// The courses against a threat that any budget may reach, as options; worth what they are beyond doing nothing.
fn items(subject: &Subject<'_, '_>, by: Measure) -> Vec<Item> {
    let difference = |more: u64, less: u64| {
        let signed = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        signed(more).saturating_sub(signed(less))
    };
    let count = |course: &Course| u64::try_from(course.within).unwrap_or(u64::MAX);
    let first = subject.courses.first();
    let item = |course: &Course| {
        let within = difference(count(course), first.map_or(0, count));
        let reduction = difference(first.map_or(0, |first| first.score), course.score);
        let number = u128::try_from(course.number).unwrap_or(u128::MAX);
        Some(Item {
            cost: u64::try_from(course.takes(by).hundredths()).ok()?,
            worth: (within, reduction),
            tie: scaled(course.takes(by.other())).saturating_add(number),
        })
    };
    // What costs more than the largest amount comes after what does not.
    subject.courses.iter().map_while(item).collect()
}

/// A sum with room below it to count actions.
const fn scaled(total: Total) -> u128 {
    total.hundredths().saturating_mul(1 << 32)
}
