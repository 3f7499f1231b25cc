//! How far work systems do what the check asks for.

use crate::registers::{Asset, Registers, fold};
use plimsoll_core::{Answer, CheckCoverage, Share, WORK_QUESTIONS, WorkAspect, WorkQuestion};
use std::collections::BTreeMap;

/// The work systems of an organisation, as far as they were checked.
#[derive(Clone, Debug, Default)]
pub struct Checks<'r> {
    /// By their folded names.
    by_name: BTreeMap<String, Check<'r>>,
}

/// What was answered about a work system.
#[derive(Clone, Debug)]
pub struct Check<'r> {
    /// The work system, as the register first spells it.
    pub work_system: &'r str,
    /// How far it does what all questions ask for.
    pub coverage: CheckCoverage,
    answers: BTreeMap<&'r str, Answer>,
}

impl<'r> Checks<'r> {
    /// Counts the answers of the register.
    #[must_use]
    pub fn of(registers: &'r Registers) -> Self {
        let mut by_name: BTreeMap<String, Check<'r>> = BTreeMap::new();
        for answer in registers.checklist() {
            let work_system = answer.work_system.as_str();
            let nothing = || Check { work_system, coverage: CheckCoverage::NONE, answers: BTreeMap::new() };
            let check = by_name.entry(fold(work_system)).or_insert_with(nothing);
            check.answers.insert(&answer.question, answer.answer);
        }
        for check in by_name.values_mut() {
            check.coverage = check.counted(WORK_QUESTIONS.iter());
        }
        Self { by_name }
    }

    /// Every work system about which anything was answered, in order of their folded names.
    pub fn all(&self) -> impl Iterator<Item = &Check<'r>> {
        self.by_name.values()
    }

    /// How far a work system does what the check asks for, in whole per cent, rounded down; `None` if it was not checked.
    #[must_use]
    pub fn coverage(&self, work_system: &str) -> Option<u8> {
        self.by_name.get(&fold(work_system))?.coverage.percent()
    }

    /// [`Self::coverage`] of the work system that an asset belongs to: that of the column `work_system` of assets.csv, where the
    /// asset has one, else the one named as the unit of the asset.
    #[must_use]
    pub fn coverage_of(&self, asset: &Asset) -> Option<u8> {
        self.coverage(asset.facet("work_system").or(asset.unit.as_deref())?)
    }
}

impl Check<'_> {
    /// How far it does what the questions about one aspect ask for.
    #[must_use]
    pub fn of_aspect(&self, aspect: WorkAspect) -> CheckCoverage {
        self.counted(WORK_QUESTIONS.iter().filter(|question| question.aspect == aspect))
    }

    /// The aspect that is covered least, the first of several.
    #[must_use]
    pub fn weakest(&self) -> Option<(WorkAspect, Share)> {
        let of_aspect = |aspect: &WorkAspect| Some((*aspect, self.of_aspect(*aspect).share()?));
        WorkAspect::ALL.iter().filter_map(of_aspect).min_by_key(|(_, share)| share.tenths())
    }

    /// The questions that nobody has answered about it.
    pub fn missing(&self) -> impl Iterator<Item = &'static WorkQuestion> {
        WORK_QUESTIONS.iter().filter(|question| !self.answers.contains_key(question.id))
    }

    /// The answer to a question, by its id.
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<Answer> {
        self.answers.get(question).copied()
    }

    fn counted<'q>(&self, questions: impl Iterator<Item = &'q WorkQuestion>) -> CheckCoverage {
        questions.fold(CheckCoverage::NONE, |sum, question| sum.counting(self.answer(question.id)))
    }
}
