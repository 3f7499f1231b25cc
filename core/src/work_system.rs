//! Work systems, and what is asked of them (domain.md E7).

mod catalogue;

pub use catalogue::{WORK_QUESTIONS, WorkQuestion};

use crate::Share;
use crate::label::labels;

labels! {
    /// What a question about a work system concerns: one of the nine elements of work system theory, or a phase of its life
    /// cycle (domain.md E7).
    ///
    /// ```
    /// use plimsoll_core::WorkAspect;
    /// assert_eq!(WorkAspect::ALL.len(), 13);
    /// ```
    pub enum WorkAspect {
        /// Element: those who receive what it makes.
        Customers = "customers",
        /// Element: what it makes.
        ProductsAndServices = "products_and_services",
        /// Element: what is done.
        ProcessesAndActivities = "processes_and_activities",
        /// Element: those who do it.
        Participants = "participants",
        /// Element: what is known, kept and passed on.
        Information = "information",
        /// Element: the tools.
        Technologies = "technologies",
        /// Element: the culture, rules and competitors around it.
        Environment = "environment",
        /// Element: what it shares with others.
        Infrastructure = "infrastructure",
        /// Element: what it is meant to achieve, and how.
        Strategies = "strategies",
        /// Phase: it is decided upon.
        Initiation = "initiation",
        /// Phase: it is made.
        Development = "development",
        /// Phase: it is brought into use.
        Implementation = "implementation",
        /// Phase: it is used and kept up.
        OperationAndMaintenance = "operation_and_maintenance",
    }
}

labels! {
    /// An answer to a question about a work system (domain.md E7).
    ///
    /// ```
    /// use plimsoll_core::Answer;
    /// assert_eq!(Answer::LABELS, ["yes", "partly", "no"]);
    /// ```
    pub enum Answer {
        /// It is so.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// It is not.
        No = "no",
    }
}

/// How far a work system does what a check asks for (domain.md E7): answers counted, of all questions or of those about one aspect.
///
/// A yes counts fully, partly counts half; what was not answered counts as no, since nobody knows that it is so.
///
/// ```
/// use plimsoll_core::{Answer, CheckCoverage};
/// let coverage = [Some(Answer::Yes), Some(Answer::Yes), Some(Answer::Partly), None];
/// let coverage = coverage.into_iter().fold(CheckCoverage::NONE, CheckCoverage::counting);
/// assert_eq!(coverage.share().unwrap().to_string(), "62.5");
/// assert_eq!(coverage.percent(), Some(62));
/// assert_eq!((coverage.answered(), coverage.questions()), (3, 4));
/// assert_eq!(CheckCoverage::NONE.percent(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CheckCoverage {
    /// Answered with yes.
    pub yes: u16,
    /// Answered with partly.
    pub partly: u16,
    /// Answered with no.
    pub no: u16,
    /// Not answered.
    pub unanswered: u16,
}

impl CheckCoverage {
    /// Nothing was asked.
    pub const NONE: Self = Self { yes: 0, partly: 0, no: 0, unanswered: 0 };

    /// This and one question more, with its answer if there is one. Each count stops at 65,535.
    #[must_use]
    pub const fn counting(mut self, answer: Option<Answer>) -> Self {
        let count = match answer {
            Some(Answer::Yes) => &mut self.yes,
            Some(Answer::Partly) => &mut self.partly,
            Some(Answer::No) => &mut self.no,
            None => &mut self.unanswered,
        };
        *count = count.saturating_add(1);
        self
    }

    /// How many questions were answered.
    #[must_use]
    pub fn answered(self) -> u32 {
        [self.yes, self.partly, self.no]
            .into_iter()
            .fold(0, |sum: u32, count| sum.saturating_add(count.into()))
    }

    /// How many questions there are.
    #[must_use]
    pub fn questions(self) -> u32 {
        self.answered().saturating_add(self.unanswered.into())
    }

    /// The coverage in half points of all that could be had; `None` if nothing was asked.
    #[must_use]
    pub fn share(self) -> Option<Share> {
        let half_points = u32::from(self.yes).saturating_mul(2).saturating_add(self.partly.into());
        Share::new(half_points, self.questions().saturating_mul(2))
    }

    /// The coverage in whole per cent, rounded down, as rules read it; `None` if nothing was asked.
    #[must_use]
    pub fn percent(self) -> Option<u8> {
        self.share().map(Share::percent)
    }

    /// How many of the questions were answered, whatever the answer; `None` if nothing was asked.
    #[must_use]
    pub fn share_answered(self) -> Option<Share> {
        Share::new(self.answered(), self.questions())
    }
}

#[cfg(test)]
mod tests;
