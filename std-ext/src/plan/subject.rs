//! A threat, the open risks that it carries, and what completing its actions would make of them.

use super::{Measure, Total};
use crate::assessment::{AssessedRisk, Assessment};
use crate::registers::Action;
use plimsoll_core::{Decision, Progress, RiskFacts, Status};
use std::collections::BTreeMap;

/// A threat with open risks. Completing any so many of its actions does the same to all of them, so the cheapest are best.
pub(super) struct Subject<'a, 'o> {
    pub(super) threat: &'o str,
    /// The risks that are not closed, by id.
    pub(super) risks: Vec<&'a AssessedRisk<'o>>,
    /// The actions that are not completed, in the order in which they are best completed.
    pub(super) actions: Vec<&'o Action>,
    /// How many actions there are, completed or not.
    pub(super) total: usize,
    /// What can be done, from nothing on; each course completes more than the one before.
    pub(super) courses: Vec<Course>,
}

/// What so many completed actions come to. Of numbers that leave the likelihood as it is, only the least is a course.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// How many actions more are completed.
    pub(super) number: usize,
    pub(super) cost: Total,
    pub(super) days: Total,
    /// What is decided then about each risk.
    pub(super) decisions: Vec<Decision>,
    /// How many risks are within their limit.
    pub(super) within: usize,
    /// The sum of the scores.
    pub(super) score: u64,
}

impl Course {
    /// What it takes in a measure.
    pub(super) const fn takes(&self, by: Measure) -> Total {
        match by {
            Measure::Cost => self.cost,
            Measure::Days => self.days,
        }
    }
}

impl<'a, 'o> Subject<'a, 'o> {
    /// Every threat with open risks, by id.
    pub(super) fn all(assessment: &'a Assessment<'o>, by: Measure) -> Vec<Self> {
        let mut threats: BTreeMap<&'o str, Vec<&'a AssessedRisk<'o>>> = BTreeMap::new();
        for assessed in assessment.risks().iter().filter(|assessed| assessed.status != Status::Closed) {
            threats.entry(&assessed.risk.threat).or_default().push(assessed);
        }
        let of = |(threat, risks)| Self::of(assessment, threat, risks, by);
        threats.into_iter().map(of).collect()
    }

    fn of(
        assessment: &'a Assessment<'o>,
        threat: &'o str,
        mut risks: Vec<&'a AssessedRisk<'o>>,
        by: Measure,
    ) -> Self {
        risks.sort_by_key(|assessed| &assessed.risk.id);
        let all: Vec<&'o Action> = assessment.organisation().registers().actions_against(threat).collect();
        let total = all.len();
        let mut actions: Vec<&'o Action> = all.into_iter().filter(|action| !action.completed).collect();
        actions.sort_by_key(|action| {
            let (takes, other) =
                (by.of(action).unwrap_or_default(), by.other().of(action).unwrap_or_default());
            (takes, other, action.due.is_none(), action.due, &action.id)
        });
        let mut subject = Self { threat, risks, actions, total, courses: Vec::new() };
        subject.courses = subject.courses(assessment);
        subject
    }

    /// Evaluates the policy wherever the number of completed actions changes the likelihood.
    fn courses(&self, assessment: &Assessment<'o>) -> Vec<Course> {
        let policy = assessment.policy();
        let rule = policy.likelihood_rule();
        let (mut cost, mut days) = (Total::default(), Total::default());
        let (mut courses, mut last) = (Vec::new(), None);
        for number in 0..=self.actions.len() {
            let progress = self.progress(number);
            let likelihood = rule.of_actions(progress);
            if last != Some(likelihood) {
                last = Some(likelihood);
                let decide = |assessed: &&AssessedRisk<'_>| {
                    policy.assess(&RiskFacts { actions: progress, ..assessed.facts })
                };
                let decisions: Vec<Decision> = self.risks.iter().map(decide).collect();
                courses.push(Course {
                    number,
                    cost,
                    days,
                    within: decisions.iter().filter(|decision| decision.within_limit).count(),
                    score: decisions.iter().map(|decision| u64::from(decision.score.get())).sum(),
                    decisions,
                });
            }
            if let Some(action) = self.actions.get(number) {
                cost = cost.plus(action.cost.unwrap_or_default());
                days = days.plus(action.days.unwrap_or_default());
            }
        }
        courses
    }

    /// How far the actions have come when so many more are completed. A register has no more of them than are counted.
    fn progress(&self, completed: usize) -> Progress {
        let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let uncompleted = small(self.actions.len().saturating_sub(completed));
        Progress::new(uncompleted, small(self.total)).unwrap_or(Progress::NONE)
    }

    /// What is decided about each risk, course by course.
    pub(super) fn decisions(&self, risk: usize) -> impl Iterator<Item = (&Course, &Decision)> {
        self.courses.iter().filter_map(move |course| Some((course, course.decisions.get(risk)?)))
    }
}
