//! The tracks on which measures are taken (domain.md E9).

use crate::label::labels;

labels! {
    /// Where a measure acts (domain.md E9).
    ///
    /// ```
    /// use plimsoll_core::Track;
    /// assert_eq!(Track::LABELS, ["micro", "meso", "macro"]);
    /// ```
    pub enum Track {
        /// Between people: goals, feedback, coaching, direct interaction.
        Micro = "micro",
        /// Between groups: shared representations, learning mechanisms, boundary objects, indicators.
        Meso = "meso",
        /// In the whole: design of systems, strategy.
        Macro = "macro",
    }
}

labels! {
    /// How measures are spread over the tracks (domain.md E9).
    ///
    /// ```
    /// use plimsoll_core::TrackBalance;
    /// assert_eq!(TrackBalance::OneSided.label(), "one_sided");
    /// ```
    pub enum TrackBalance {
        /// There are no measures.
        None = "none",
        /// All are on one track.
        OneSided = "one_sided",
        /// One track has none.
        Gap = "gap",
        /// Every track has some.
        Balanced = "balanced",
    }
}
