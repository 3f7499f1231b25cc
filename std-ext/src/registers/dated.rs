//! The days on which something is said to have happened.

use super::record::Record;
use super::{
    Action, ChecklistAnswer, Conflict, HandlingStep, Incident, ManagerAssessment, Measure, Registers, Risk,
    Training,
};
use plimsoll_core::Day;
use std::collections::BTreeSet;

/// A day on which something is said to have happened; not when it is due, or when an exception expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated<'r> {
    /// What has the date: `risk`, `action`, `incident`, `handling` for a step of an incident's way, `training`, `assessment`,
    /// `measure`, `conflict`, or `answer` for one of the work-system check.
    pub kind: &'static str,
    /// The file of its register.
    pub file: &'static str,
    /// Its id; that of the incident for a step of its way, of the person for a training, of the manager for an assessment; the work
    /// system for an answer.
    pub id: &'r str,
    /// The column.
    pub column: &'static str,
    /// The day.
    pub day: Day,
}

impl Dated<'_> {
    /// Whether the entry has no id of its own: many of one register may then have the same.
    pub(crate) fn is_nameless(&self) -> bool {
        [Training::FILE, ManagerAssessment::FILE, ChecklistAnswer::FILE].contains(&self.file)
    }
}

impl Registers {
    /// Those later than a day, on which they have not happened yet: a slip of the keyboard, or the register is looked at as of an
    /// earlier day.
    pub(crate) fn to_come(&self, as_of: Day) -> impl Iterator<Item = Dated<'_>> {
        self.dated().filter(move |dated| dated.day > as_of)
    }

    /// The ids of the entries with such days, each once, in the order of the registers.
    pub(crate) fn entries_to_come(&self, as_of: Day) -> Vec<&str> {
        let mut told = BTreeSet::new();
        self.to_come(as_of).map(|dated| dated.id).filter(|id| told.insert(*id)).collect()
    }

    /// Every such day, in the order of the registers.
    fn dated(&self) -> impl Iterator<Item = Dated<'_>> {
        let risks = self.risks().iter().flat_map(|risk| {
            let days = [("opened", risk.opened), ("reviewed", risk.reviewed), ("closed", risk.closed)];
            days.map(|day| (("risk", Risk::FILE), &risk.id, day))
        });
        let actions = self.actions().iter().flat_map(|action| {
            let days = [("identified", action.identified), ("done", action.done)];
            days.map(|day| (("action", Action::FILE), &action.id, day))
        });
        let incidents = self.incidents().iter().flat_map(|incident| {
            let days = [("opened", Some(incident.opened)), ("resolved", incident.resolved)];
            days.map(|day| (("incident", Incident::FILE), &incident.id, day))
        });
        let steps = self.handling().iter();
        let steps =
            steps.map(|step| (("handling", HandlingStep::FILE), &step.incident, ("date", Some(step.date))));
        let trainings = self.trainings().iter();
        let trainings = trainings
            .map(|training| (("training", Training::FILE), &training.person, ("date", Some(training.date))));
        let assessments = self.assessments().iter();
        let assessments = assessments
            .map(|said| (("assessment", ManagerAssessment::FILE), &said.manager, ("date", said.date)));
        let measures = self.measures().iter();
        let measures =
            measures.map(|measure| (("measure", Measure::FILE), &measure.id, ("taken", measure.taken)));
        let conflicts = self.conflicts().iter().flat_map(|conflict| {
            let days = [("opened", conflict.opened), ("resolved", conflict.resolved)];
            days.map(|day| (("conflict", Conflict::FILE), &conflict.id, day))
        });
        let answers = self.checklist().iter();
        let answers = answers.map(|answer| {
            (("answer", ChecklistAnswer::FILE), &answer.work_system, ("answered", answer.answered))
        });
        risks
            .chain(actions)
            .chain(incidents)
            .chain(steps)
            .chain(trainings)
            .chain(assessments)
            .chain(measures)
            .chain(conflicts)
            .chain(answers)
            .filter_map(|((kind, file), id, (column, day))| Some(Dated { kind, file, id, column, day: day? }))
    }
}
