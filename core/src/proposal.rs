//! What organisation rules may propose, and the bounds within which it takes effect.

use crate::label::labels;
use crate::policy::Proposal;
use crate::{Response, Responses};
use serde::{Deserialize, Serialize};

labels! {
    /// What a rule may propose (domain.md F). Nothing else can be proposed.
    pub enum ProposalKind {
        /// Raise the score by an amount.
        Raise = "raise",
        /// Lower the score by an amount.
        Lower = "lower",
        /// Lower the limit by an amount.
        TightenLimit = "tighten_limit",
        /// Raise the limit by an amount.
        LoosenLimit = "loosen_limit",
        /// Ask for a response.
        Demand = "demand",
        /// Rule a response out.
        Forbid = "forbid",
        /// Send the incident to a team.
        SendTo = "send_to",
        /// Have a role consulted.
        Consult = "consult",
    }
}

impl ProposalKind {
    /// Whether the proposal concerns incidents rather than risks.
    #[must_use]
    pub const fn concerns_incidents(self) -> bool {
        matches!(self, Self::SendTo | Self::Consult)
    }
}

/// The bounds that governance sets to what rules change (domain.md E4). Rules propose; this decides how much takes effect.
///
/// The standard envelope lets rules raise a score by 4 and lower it by 2 in all, tighten limits freely, never loosen one or
/// ask for acceptance, and redirect incidents.
///
/// ```
/// use plimsoll_core::Envelope;
/// assert_eq!(Envelope::STANDARD.max_raise, 4);
/// assert!(!Envelope::STANDARD.may_accept);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The most by which all rules together raise a score.
    pub max_raise: u8,
    /// The most by which all rules together lower a score.
    pub max_lower: u8,
    /// The most by which all rules together loosen a limit.
    pub may_loosen: u8,
    /// Whether a rule may ask for acceptance.
    pub may_accept: bool,
    /// Whether a rule may send an incident elsewhere than the routing table does.
    pub may_redirect: bool,
}

impl Envelope {
    /// What holds where a policy says nothing.
    pub const STANDARD: Self =
        Self { max_raise: 4, max_lower: 2, may_loosen: 0, may_accept: false, may_redirect: true };
}

/// The sum of what all rules propose for one risk; the order in which they do makes no difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proposed {
    pub(crate) raise: u16,
    pub(crate) lower: u16,
    pub(crate) tighten: u16,
    pub(crate) loosen: u16,
    pub(crate) demand: Option<Response>,
    pub(crate) forbidden: Responses,
}

impl Proposed {
    /// Adds a proposal about a risk; the sum before and after, or 0 and the position of a response. `None` for one about an
    /// incident.
    pub(crate) fn take(&mut self, proposal: &Proposal) -> Option<(u16, u16)> {
        let amount = u16::from(proposal.amount);
        let total = match proposal.kind {
            ProposalKind::Raise => &mut self.raise,
            ProposalKind::Lower => &mut self.lower,
            ProposalKind::TightenLimit => &mut self.tighten,
            ProposalKind::LoosenLimit => &mut self.loosen,
            ProposalKind::Demand => {
                self.demand = self.demand.max(Response::from_index(proposal.amount));
                return Some((0, amount));
            }
            ProposalKind::Forbid => {
                let response = Response::from_index(proposal.amount);
                self.forbidden = response.map_or(self.forbidden, |response| self.forbidden.with(response));
                return Some((0, amount));
            }
            ProposalKind::SendTo | ProposalKind::Consult => return None,
        };
        let from = *total;
        *total = from.saturating_add(amount);
        Some((from, *total))
    }
}
