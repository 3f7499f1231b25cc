//! How security is aligned with the organisation (domain.md E): the objectives side by side, the mechanisms group by group, the
//! tracks on which measures act, and who owns all this.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::alignment::{Alignment, Mechanisms, balance};
//! use plimsoll::assessment::Assessment;
//! use plimsoll_core::{Day, Maturity, Mechanism, TrackBalance};
//!
//! let sample = Organisation::sample();
//! let mechanisms = Mechanisms::of(sample.registers());
//! assert_eq!(mechanisms.maturity(Mechanism::Liaisons, None), Maturity::Partial);
//! assert_eq!(mechanisms.maturity(Mechanism::Liaisons, Some("sales")), Maturity::Absent, "sales has a row of its own");
//! assert_eq!(balance(sample.registers()), TrackBalance::Gap);
//!
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! let business = Alignment::of(&assessment).objectives().security_and_business;
//! assert_eq!(business.open, business.within_limit + business.above_limit);
//! # Ok::<(), &str>(())
//! ```

pub mod json;
mod mechanisms;
mod objectives;
mod owner;
mod tracks;

pub use mechanisms::Mechanisms;
pub use objectives::{Compliance, CulturalFit, Met, Objectives, SecurityAndBusiness};
pub use owner::SoleOwner;
pub(crate) use tracks::sources;
pub use tracks::{balance, learning, tracks};

use crate::assessment::{Assessment, Finding, FindingKind};
use crate::derivation::{Derivations, Profile};
use crate::practice::Survey;
use crate::registers::{
    ChecklistAnswer, Conflict, Measure, MechanismEntry, Principle, Record, Registers, SurveyAnswer,
};

/// The registers that alignment is read from.
const FILES: [&str; 6] = [
    MechanismEntry::FILE,
    Measure::FILE,
    Conflict::FILE,
    ChecklistAnswer::FILE,
    SurveyAnswer::FILE,
    Principle::FILE,
];

/// How an assessed organisation is aligned.
#[derive(Clone, Debug)]
pub struct Alignment<'a, 'o> {
    assessment: &'a Assessment<'o>,
    mechanisms: Mechanisms<'o>,
    objectives: Objectives<'o>,
    survey: Survey<'o>,
}

impl<'a, 'o> Alignment<'a, 'o> {
    /// What the registers of an assessment say.
    #[must_use]
    pub fn of(assessment: &'a Assessment<'o>) -> Self {
        let organisation = assessment.organisation();
        let survey = Survey::of(organisation.registers(), organisation.vocabulary());
        Self {
            assessment,
            mechanisms: Mechanisms::of(organisation.registers()),
            objectives: Objectives::of(assessment, &survey),
            survey,
        }
    }

    /// What is assessed.
    #[must_use]
    pub fn assessment(&self) -> &'a Assessment<'o> {
        self.assessment
    }

    /// The registers.
    #[must_use]
    pub fn registers(&self) -> &'o Registers {
        self.assessment.organisation().registers()
    }

    /// The mechanisms, of the organisation and of its units.
    #[must_use]
    pub fn mechanisms(&self) -> &Mechanisms<'o> {
        &self.mechanisms
    }

    /// The three objectives.
    #[must_use]
    pub fn objectives(&self) -> &Objectives<'o> {
        &self.objectives
    }

    /// What the survey says.
    #[must_use]
    pub fn survey(&self) -> &Survey<'o> {
        &self.survey
    }

    /// What derives from what, and what from nothing.
    #[must_use]
    pub fn derivation(&self) -> Profile<'o> {
        Profile::of(&Derivations::of(self.registers()), self.assessment.policy())
    }

    /// What stands out in the registers that alignment is read from, and in what rules and rows derive from, in the order of the
    /// assessment.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding<'o>> {
        use FindingKind::{RuleWithoutParent, UnknownParent};
        let is_here = |finding: &&Finding<'_>| {
            matches!(finding.kind, RuleWithoutParent | UnknownParent) || FILES.contains(&finding.entry.file)
        };
        self.assessment.findings().iter().filter(is_here)
    }
}
