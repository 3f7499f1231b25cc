//! What can be proved of a policy.

use crate::label::labels;

labels! {
    /// What is proved of a policy over every situation, before it is deployed.
    pub enum Property {
        /// There is a decision for every situation.
        Total = "total",
        /// The matrix has a cell for every impact and likelihood, and every score has a band.
        Matrix = "matrix",
        /// More impact or more likelihood never lowers the score or the band, and never brings a risk back within its limit.
        Monotone = "monotone",
        /// Rules ask for no more than the envelope gives.
        Envelope = "envelope",
        /// No limit is looser than one that holds for a wider part of the organisation, and none passes an obligation.
        Limits = "limits",
        /// Every incident has a route to a staffed team whose rights reach, and escalation ends.
        Routing = "routing",
        /// No rule, row, band or facet is there for nothing.
        Alive = "alive",
        /// What the policy itself states as an invariant holds.
        Invariant = "invariant",
    }
}
