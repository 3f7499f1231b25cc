//! From guiding principles to procedures (domain.md E3).

use crate::label::labels;

labels! {
    /// A step on the way from a guiding principle to what is done (domain.md E3); each derives from one before it.
    ///
    /// ```
    /// use plimsoll_core::DerivationKind;
    /// assert!(DerivationKind::Principle < DerivationKind::Procedure);
    /// ```
    pub enum DerivationKind {
        /// What the organisation holds to.
        Principle = "principle",
        /// What follows from that.
        Requirement = "requirement",
        /// What everyone has to meet.
        Standard = "standard",
        /// How it is met.
        Procedure = "procedure",
    }
}
