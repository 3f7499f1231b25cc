//! The three levels on which confidentiality, integrity, availability and priority are rated.

use crate::label::labels;

labels! {
    /// A rating on three levels (domain.md A3; FIPS 199 calls them low, moderate and high).
    ///
    /// ```
    /// use plimsoll_core::Level;
    /// assert!(Level::Low < Level::High);
    /// assert_eq!(Level::from_label("medium"), Some(Level::Medium));
    /// assert_eq!(Level::Medium.index(), 1);
    /// ```
    #[derive(Default)]
    pub enum Level {
        /// Limited adverse effect.
        #[default]
        Low = "low",
        /// Serious adverse effect.
        Medium = "medium",
        /// Severe or catastrophic adverse effect.
        High = "high",
    }
}
