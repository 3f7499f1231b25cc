//! The three objectives of information security (domain.md E1), side by side. They are never made into one number: an organisation
//! that meets one at the cost of another has not balanced them.

use crate::assessment::{Assessment, Mean};
use crate::conflicts::OpenConflicts;
use crate::practice::{Respondents, Survey};
use crate::words::length;
use plimsoll_core::{Gap, Orientation, Status};

/// What the engine knows of each objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objectives<'o> {
    /// Security and the needs of the business are balanced.
    pub security_and_business: SecurityAndBusiness,
    /// What law, regulators and contracts ask for is done.
    pub compliance: Compliance<'o>,
    /// Security fits the culture.
    pub cultural_fit: CulturalFit,
}

/// Whether the risks that are carried are those that the business wants to carry; of risks that are not closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecurityAndBusiness {
    /// How many risks are not closed.
    pub open: u64,
    /// How many of them are within their limit.
    pub within_limit: u64,
    /// How many are above it.
    pub above_limit: u64,
    /// Their mean score.
    pub score: Mean,
    /// The mean of their limits.
    pub limit: Mean,
}

/// Of risks that are not closed, those to assets with an obligation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compliance<'o> {
    /// Those to assets with any obligation.
    pub any: Met,
    /// By obligation, in the order of the policy. A risk to an asset with several counts for each.
    pub by_obligation: Vec<(&'o str, Met)>,
}

/// How many risks there are, and how many of them are within their limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// All of them.
    pub open: u64,
    /// Those within their limit.
    pub within_limit: u64,
}

/// What is known of how security and the work get along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CulturalFit {
    /// Where the organisation stands.
    pub orientation: Orientation,
    /// How many conflicts of values are open on the day; `None` if there is no register of them.
    pub open_conflicts: Option<u64>,
    /// How far practice is from policy, as people say in the survey; `None` if nothing can be said.
    pub practice_gap: Option<Gap>,
}

impl Met {
    fn add(&mut self, within_limit: bool) {
        self.open = self.open.saturating_add(1);
        self.within_limit = self.within_limit.saturating_add(within_limit.into());
    }
}

impl<'o> Objectives<'o> {
    /// What an assessment and the survey of its registers say of them.
    #[must_use]
    pub fn of(assessment: &Assessment<'o>, survey: &Survey<'_>) -> Self {
        let organisation = assessment.organisation();
        let names = organisation.vocabulary().obligations.iter();
        let mut business = SecurityAndBusiness::default();
        let mut compliance = Compliance {
            by_obligation: names.map(|name| (name.as_str(), Met::default())).collect(),
            ..Compliance::default()
        };
        for assessed in assessment.risks().iter().filter(|assessed| assessed.status != Status::Closed) {
            let decision = &assessed.decision;
            let within = decision.within_limit;
            business.open = business.open.saturating_add(1);
            business.within_limit = business.within_limit.saturating_add(within.into());
            business.above_limit = business.above_limit.saturating_add((!within).into());
            business.score.add(decision.score.get());
            business.limit.add(decision.limit.get());
            let asset = organisation.registers().asset(&assessed.risk.asset);
            let attached = asset.map(|asset| asset.obligations.as_slice()).unwrap_or_default();
            if !attached.is_empty() {
                compliance.any.add(within);
            }
            for (name, met) in &mut compliance.by_obligation {
                if attached.iter().any(|obligation| obligation == name) {
                    met.add(within);
                }
            }
        }
        Self {
            security_and_business: business,
            compliance,
            cultural_fit: CulturalFit::of(assessment, survey),
        }
    }
}

impl CulturalFit {
    fn of(assessment: &Assessment<'_>, survey: &Survey<'_>) -> Self {
        let organisation = assessment.organisation();
        let registers = organisation.registers();
        let step = u8::try_from(organisation.orientation()).ok();
        let open = || length(OpenConflicts::of(registers, assessment.as_of()).all().len());
        Self {
            orientation: step.and_then(Orientation::from_index).unwrap_or(Orientation::Balanced),
            open_conflicts: (!registers.conflicts().is_empty()).then(open),
            practice_gap: survey.agreement(Respondents::All).shown().map(Gap::of),
        }
    }
}
