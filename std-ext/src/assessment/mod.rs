//! A risk register assessed under its policy: every risk decided, what stands out, and the sums.
//!
//! ```
//! use plimsoll::assessment::Assessment;
//! use plimsoll::Organisation;
//! use plimsoll_core::Day;
//! let sample = Organisation::sample();
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).unwrap());
//! let first = &assessment.risks()[0];
//! assert_eq!(first.decision.score.get(), first.decision.impact.get() * first.decision.likelihood.get());
//! assert!(assessment.is_finding(), "some risks of the sample are above their limit and nobody treats them");
//! ```

pub(crate) mod apart;
pub(crate) mod facts;
mod findings;
pub(crate) mod grounds;
pub mod json;
pub(crate) mod named;
mod pairs;
pub mod placement;
pub(crate) mod reasons;
mod remedy;
mod routing;
mod similar;
mod summary;

pub use findings::{Entry, Finding, FindingKind, access};
pub use grounds::Ground;
pub use pairs::{PairCounts, Pairs};
pub use reasons::{Reason, explain, explain_route};
pub use remedy::{Change, Remedy};
pub use routing::Routed;
pub use similar::Similar;
pub use summary::{Mean, Shares, Summary};

use crate::Organisation;
use crate::registers::Risk;
use facts::Templates;
use grounds::Grounds;
use plimsoll_core::{Day, Decision, Policy, Progress, Response, RiskFacts, Standing, Status};

/// A risk and what the policy decides about it.
#[derive(Clone, Debug)]
pub struct AssessedRisk<'o> {
    /// The record.
    pub risk: &'o Risk,
    /// What was known of it.
    pub facts: RiskFacts,
    /// The decision.
    pub decision: Decision,
    /// Whether it is above its limit under an exception that holds and that the policy heeds (domain.md A11).
    pub retained: bool,
    /// Where it stands (domain.md A13): as recorded, else as the decision suggests.
    pub status: Status,
}

impl AssessedRisk<'_> {
    /// Whether the risk is above its limit and there is no admissible treatment or exception to show for it.
    #[must_use]
    pub fn is_untreated(&self) -> bool {
        if self.decision.within_limit || self.status == Status::Closed {
            return false;
        }
        match self.decision.standing {
            Standing::Chosen => false,
            Standing::Overruled => true,
            Standing::Policy => !self.retained && self.risk.status != Some(Status::ToTreat),
        }
    }
}

/// A whole register, assessed as of a day.
#[derive(Clone, Debug)]
pub struct Assessment<'o> {
    organisation: &'o Organisation,
    policy: Policy<'o>,
    as_of: Day,
    risks: Vec<AssessedRisk<'o>>,
    summary: Summary,
    findings: Vec<Finding<'o>>,
    pairs: PairCounts,
}

impl<'o> Assessment<'o> {
    /// Assesses every risk of the register. The day decides which exceptions have expired, and what the registers of organisation
    /// and culture come to ([`crate::culture::Fact`]).
    #[must_use]
    pub fn of(organisation: &'o Organisation, as_of: Day) -> Self {
        let policy = organisation.policy();
        let templates = Templates::of(organisation, as_of);
        let risks: Vec<AssessedRisk<'o>> = organisation
            .registers()
            .risks()
            .iter()
            .map(|risk| {
                let facts = templates.risk(risk, as_of);
                let (decision, retained) = decide(&policy, &facts);
                let status = status(risk, &decision, retained, as_of);
                AssessedRisk { risk, facts, decision, retained, status }
            })
            .collect();
        let summary = Summary::of(&risks, policy.scales());
        let findings = findings::all(organisation, &templates, &risks, as_of);
        let pairs = Pairs::of(organisation.registers()).counts();
        Self { organisation, policy, as_of, risks, summary, findings, pairs }
    }

    /// What was assessed.
    #[must_use]
    pub fn organisation(&self) -> &'o Organisation {
        self.organisation
    }

    /// The policy that decided.
    #[must_use]
    pub fn policy(&self) -> &Policy<'o> {
        &self.policy
    }

    /// The day as of which it was assessed.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// The risks, in the order of the register.
    #[must_use]
    pub fn risks(&self) -> &[AssessedRisk<'o>] {
        &self.risks
    }

    /// The risk of an id.
    #[must_use]
    pub fn risk(&self, id: &str) -> Option<&AssessedRisk<'o>> {
        self.risks.iter().find(|assessed| assessed.risk.id == id)
    }

    /// The sums.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// What stands out, in the order of the register.
    #[must_use]
    pub fn findings(&self) -> &[Finding<'o>] {
        &self.findings
    }

    /// How many pairs of asset and threat there are of each sort (domain.md A5).
    #[must_use]
    pub fn pairs(&self) -> PairCounts {
        self.pairs
    }

    /// Whether any finding calls for action before all is well.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind.calls_for_action())
    }

    /// What the policy decides about a risk with no action done, and with all planned actions done (domain.md A12: inherent and
    /// residual).
    #[must_use]
    pub fn inherent_and_residual(&self, assessed: &AssessedRisk<'_>) -> (Decision, Decision) {
        let total = assessed.facts.actions.total();
        let with = |uncompleted: u16| {
            let actions = Progress::new(uncompleted, total).unwrap_or(assessed.facts.actions);
            self.policy.assess(&RiskFacts { actions, ..assessed.facts })
        };
        (with(total), with(0))
    }

    /// Why a risk was decided as it was, in order.
    #[must_use]
    pub fn reasons(&self, assessed: &AssessedRisk<'_>) -> Vec<Reason<'o>> {
        let AssessedRisk { facts, decision, risk, .. } = assessed;
        reasons::of_risk(&self.policy, facts, decision, risk.exception.as_ref())
    }

    /// [`Self::reasons`], with the facts that rules read ([`Reason::facts`]).
    #[must_use]
    pub fn grounds(&self, assessed: &AssessedRisk<'_>) -> Vec<Reason<'o>> {
        let mut reasons = self.reasons(assessed);
        Grounds::of(self.organisation, self.as_of).add_of_risk(assessed, &mut reasons);
        reasons
    }

    /// What would bring a risk within its limit.
    #[must_use]
    pub fn remedy(&self, assessed: &AssessedRisk<'_>) -> Remedy {
        remedy::of(self, assessed)
    }
}

/// The decision about a risk, and whether it is retained above its limit under an exception that the policy heeds.
pub(crate) fn decide(policy: &Policy<'_>, facts: &RiskFacts) -> (Decision, bool) {
    let decision = policy.assess(facts);
    let retained = !decision.within_limit && facts.exception && {
        let accepted = RiskFacts { choice: Some(Response::Accept), ..*facts };
        policy.assess(&accepted).standing == Standing::Chosen
    };
    (decision, retained)
}

/// Whether a risk is closed on a day: since the day on which it was, or ever if that is not known.
pub(crate) fn is_closed(risk: &Risk, as_of: Day) -> bool {
    risk.closed.map_or(risk.status == Some(Status::Closed), |closed| closed <= as_of)
}

/// Where a risk stands: what the register says, else what follows from the decision (domain.md A13).
pub(crate) fn status(risk: &Risk, decision: &Decision, retained: bool, as_of: Day) -> Status {
    match risk.status {
        _ if is_closed(risk, as_of) => Status::Closed,
        Some(status) if status != Status::Closed => status,
        // What is to be closed on a later day is open until then.
        _ if decision.within_limit => Status::ToSupervise,
        _ if decision.standing == Standing::Chosen && decision.response != Response::Accept => {
            Status::ToTreat
        }
        _ if retained => Status::ToSupervise,
        _ => Status::Open,
    }
}
