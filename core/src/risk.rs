//! A threat to an asset, with what is known and decided about it.

use crate::label::labels;
use crate::{AssetId, Day, Exception, Impact, Likelihood, Owner, Response, RiskId, ScopeId, ThreatId};
use serde::{Deserialize, Serialize};

labels! {
    /// Where a risk stands (domain.md A13).
    ///
    /// ```
    /// use plimsoll_core::Status;
    /// assert_eq!(Status::from_label("to_supervise"), Some(Status::ToSupervise));
    /// assert_eq!(Status::default(), Status::Open);
    /// ```
    #[derive(Default)]
    pub enum Status {
        /// Above the limit, and treatment is decided or under way.
        ToTreat = "to_treat",
        /// Within the limit or treated, and monitored.
        ToSupervise = "to_supervise",
        /// Known, but nothing is decided or watched.
        #[default]
        Open = "open",
        /// No longer a risk.
        Closed = "closed",
    }
}

/// A risk as its register holds it (domain.md A12): the facts and choices, from which likelihood, score, band
/// and limit follow.
///
/// ```
/// use plimsoll_core::{AssetId, Day, Impact, PersonId, Risk, RiskId, ScopeId, Status, ThreatId};
/// let risk = Risk {
///     id: RiskId(1),
///     asset: AssetId(1),
///     threat: ThreatId(2),
///     owner: PersonId(4).into(),
///     scope: ScopeId(0),
///     impact: Impact::saturating(4),
///     estimate: None,
///     response: None,
///     status: Status::Open,
///     exception: None,
///     opened: Some(Day(20_000)),
///     closed: None,
/// };
/// assert!(!risk.is_excepted(Day(20_777)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Risk {
    /// Its number in the register.
    pub id: RiskId,
    /// The asset at risk.
    pub asset: AssetId,
    /// The threat to it.
    pub threat: ThreatId,
    /// Who answers for the risk, who need not own the asset.
    pub owner: Owner,
    /// The scope it belongs to (domain.md A1).
    pub scope: ScopeId,
    /// The impact as rated, the highest of its [`Ratings`](crate::Ratings); the floor of the asset is not yet
    /// applied.
    pub impact: Impact,
    /// An expert's estimate of the likelihood.
    pub estimate: Option<Likelihood>,
    /// The owner's choice of response.
    pub response: Option<Response>,
    /// Where it stands.
    pub status: Status,
    /// The exception under which it is retained above its limit.
    pub exception: Option<Exception>,
    /// When it was found.
    pub opened: Option<Day>,
    /// When it ceased to be a risk.
    pub closed: Option<Day>,
}

impl Risk {
    /// Whether an exception allows it to be retained above its limit on a day (domain.md A11).
    #[must_use]
    pub fn is_excepted(&self, now: Day) -> bool {
        self.exception.is_some_and(|exception| exception.holds(self.owner, now))
    }
}

#[cfg(test)]
mod tests {
    use super::{Risk, Status};
    use crate::{AssetId, Day, Exception, Impact, PersonId, RiskId, ScopeId, ThreatId};

    #[test]
    fn an_exception_is_judged_against_the_owner_of_the_risk() {
        let risk = Risk {
            id: RiskId(1),
            asset: AssetId(1),
            threat: ThreatId(1),
            owner: PersonId(4).into(),
            scope: ScopeId(0),
            impact: Impact::LOWEST,
            estimate: None,
            response: None,
            status: Status::ToTreat,
            exception: None,
            opened: None,
            closed: None,
        };
        for (approver, now, expected) in
            [(None, 100, false), (Some(5), 100, true), (Some(5), 101, false), (Some(4), 100, false)]
        {
            let exception = |approver| Exception { approver, until: Day(100), has_reason: true };
            let risk = Risk { exception: approver.map(PersonId).map(exception), ..risk };
            assert_eq!(risk.is_excepted(Day(now)), expected, "{approver:?} {now}");
        }
    }

    #[test]
    fn labels_are_the_contract() {
        assert_eq!(Status::LABELS, ["to_treat", "to_supervise", "open", "closed"]);
    }
}
