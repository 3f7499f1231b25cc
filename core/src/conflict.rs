//! Conflicts between what security asks for and what the work asks for (domain.md E6).

mod sets;

pub use sets::{ConflictReasons, ConflictRemedies, LoweredSet};

use crate::Day;
use crate::label::labels;
use serde::{Deserialize, Serialize};

/// A conflict of values as far as anything is worked out from it (domain.md E6): what it is about, why there is one, what it
/// lowers, and since when.
///
/// ```
/// use plimsoll_core::{ConflictArea, ConflictReason, ConflictReasons, ConflictRemedy, Day, ValueConflict};
/// let paper_notes = ValueConflict {
///     reasons: ConflictReasons::NONE.with(ConflictReason::ProceduresDoNotFit),
///     opened: Some(Day(100)),
///     resolved: Some(Day(200)),
///     ..ValueConflict::about(ConflictArea::Form)
/// };
/// assert!(paper_notes.remedies().iter().eq([ConflictRemedy::Negotiate]));
/// assert!(!paper_notes.is_open(Day(99)) && paper_notes.is_open(Day(100)));
/// assert!(paper_notes.is_open(Day(199)) && !paper_notes.is_open(Day(200)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ValueConflict {
    /// What it is about.
    pub area: ConflictArea,
    /// Why there is one.
    pub reasons: ConflictReasons,
    /// What is to resolve it, beyond what its reasons call for.
    pub further: ConflictRemedies,
    /// What it lowers on the assets that it endangers.
    pub lowers: LoweredSet,
    /// The first day on which it is open; open ever since if nobody wrote that down.
    pub opened: Option<Day>,
    /// The first day on which it is open no more.
    pub resolved: Option<Day>,
}

impl ValueConflict {
    /// A conflict of which nothing more is known; it is open on every day.
    #[must_use]
    pub const fn about(area: ConflictArea) -> Self {
        Self {
            area,
            reasons: ConflictReasons::NONE,
            further: ConflictRemedies::NONE,
            lowers: LoweredSet::NONE,
            opened: None,
            resolved: None,
        }
    }

    /// What is to resolve it: what its reasons call for, and what was written down beyond that.
    #[must_use]
    pub fn remedies(self) -> ConflictRemedies {
        self.reasons.remedies().or(self.further)
    }

    /// Whether it is open on a day: from the day on which it was opened up to the one before it was resolved.
    #[must_use]
    pub fn is_open(self, on: Day) -> bool {
        matches!(self.state(on), ConflictState::Open(_))
    }

    /// How it stands on a day.
    #[must_use]
    pub fn state(self, on: Day) -> ConflictState {
        match (self.opened, self.resolved) {
            (_, Some(resolved)) if resolved <= on => ConflictState::Resolved(resolved),
            (Some(opened), _) if on < opened => ConflictState::YetToCome,
            (opened, _) => ConflictState::Open(opened),
        }
    }
}

/// How a conflict stands on a day.
///
/// ```
/// use plimsoll_core::{ConflictArea, ConflictState, Day, ValueConflict};
/// let conflict = ValueConflict { opened: Some(Day(100)), resolved: Some(Day(200)), ..ValueConflict::about(ConflictArea::Form) };
/// let states = [99, 100, 199, 200].map(|day| conflict.state(Day(day)));
/// let open = ConflictState::Open(Some(Day(100)));
/// assert_eq!(states, [ConflictState::YetToCome, open, open, ConflictState::Resolved(Day(200))]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConflictState {
    /// It will be opened later.
    YetToCome,
    /// It is open, since the day on which it was opened; ever since if nobody wrote that down.
    Open(Option<Day>),
    /// It has been resolved, and since when.
    Resolved(Day),
}

/// What open conflicts do to one asset (domain.md E6).
///
/// ```
/// use plimsoll_core::{ConflictArea, Endangerment, Lowered, LoweredSet, ValueConflict};
/// let older = ValueConflict { lowers: LoweredSet::NONE.with(Lowered::Integrity), ..ValueConflict::about(ConflictArea::Purpose) };
/// let newer = ValueConflict { lowers: LoweredSet::NONE.with(Lowered::Traceability), ..ValueConflict::about(ConflictArea::Form) };
/// let both = Endangerment::NONE.by(older).by(newer);
/// assert_eq!(both.area, Some(ConflictArea::Purpose));
/// assert!(both.lowers.iter().eq([Lowered::Integrity, Lowered::Traceability]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Endangerment {
    /// What the conflict is about that has been open longest; `None` if none is open.
    pub area: Option<ConflictArea>,
    /// What any of them lowers.
    pub lowers: LoweredSet,
}

impl Endangerment {
    /// No conflict is open.
    pub const NONE: Self = Self { area: None, lowers: LoweredSet::NONE };

    /// This and one open conflict more; those that have been open longer are to come first.
    #[must_use]
    pub const fn by(self, conflict: ValueConflict) -> Self {
        self.and(Self { area: Some(conflict.area), lowers: conflict.lowers })
    }

    /// This and what conflicts do that have been open for less long.
    #[must_use]
    pub const fn and(self, later: Self) -> Self {
        let area = if self.area.is_some() { self.area } else { later.area };
        Self { area, lowers: self.lowers.or(later.lowers) }
    }
}

labels! {
    /// What a conflict of values is about (domain.md E6).
    ///
    /// ```
    /// use plimsoll_core::ConflictArea;
    /// assert_eq!(ConflictArea::ALL.len(), 5);
    /// ```
    pub enum ConflictArea {
        /// How formal it has to be.
        Formality = "formality",
        /// What is communicated.
        Communication = "communication",
        /// Who answers for what.
        Responsibility = "responsibility",
        /// Why it is done.
        Purpose = "purpose",
        /// How it is done.
        Form = "form",
    }
}

labels! {
    /// Why there is a conflict of values (domain.md E6).
    ///
    /// ```
    /// use plimsoll_core::ConflictReason;
    /// assert_eq!(ConflictReason::ConceptUnclear.label(), "concept_unclear");
    /// ```
    pub enum ConflictReason {
        /// The procedures do not reflect how the work is done.
        ProceduresDoNotFit = "procedures_do_not_fit",
        /// The procedures are not known, or misunderstood.
        ProceduresUnknown = "procedures_unknown",
        /// Responsibilities are not known, or misunderstood.
        ResponsibilitiesUnclear = "responsibilities_unclear",
        /// A word means different things to different groups.
        ConceptUnclear = "concept_unclear",
    }
}

impl ConflictReason {
    /// What each reason calls for (domain.md E6).
    pub const REMEDIES: [(Self, ConflictRemedy); 4] = [
        (Self::ProceduresDoNotFit, ConflictRemedy::Negotiate),
        (Self::ProceduresUnknown, ConflictRemedy::Educate),
        (Self::ResponsibilitiesUnclear, ConflictRemedy::Educate),
        (Self::ConceptUnclear, ConflictRemedy::Define),
    ];

    /// What it calls for.
    #[must_use]
    pub fn remedy(self) -> ConflictRemedy {
        let [(_, first), rest @ ..] = Self::REMEDIES;
        rest.into_iter().find(|(reason, _)| *reason == self).map_or(first, |(_, remedy)| remedy)
    }
}

labels! {
    /// What resolves a conflict of values (domain.md E6).
    ///
    /// ```
    /// use plimsoll_core::ConflictRemedy;
    /// assert_eq!(ConflictRemedy::LABELS, ["negotiate", "educate", "define"]);
    /// ```
    pub enum ConflictRemedy {
        /// Change the procedures with those who work by them.
        Negotiate = "negotiate",
        /// Teach what holds, and who does what.
        Educate = "educate",
        /// Agree on what the word means.
        Define = "define",
    }
}

labels! {
    /// The level on which a value shows itself (domain.md E6).
    ///
    /// ```
    /// use plimsoll_core::ValueLevel;
    /// assert_eq!(ValueLevel::ALL.len(), 3);
    /// ```
    pub enum ValueLevel {
        /// What can be seen: tools, papers, habits.
        Artefacts = "artefacts",
        /// What people say they hold to.
        EspousedValues = "espoused_values",
        /// What nobody says, since it goes without saying.
        BasicAssumptions = "basic_assumptions",
    }
}

labels! {
    /// What a conflict of values lowers (domain.md E6): an attribute of the CIA rating, or traceability.
    ///
    /// ```
    /// use plimsoll_core::Lowered;
    /// assert_eq!(Lowered::Traceability.index(), 3);
    /// ```
    pub enum Lowered {
        /// Others may read it.
        Confidentiality = "confidentiality",
        /// It may be wrong or incomplete.
        Integrity = "integrity",
        /// It may not be there when it is needed.
        Availability = "availability",
        /// Nobody can tell who did what.
        Traceability = "traceability",
    }
}

#[cfg(test)]
mod tests;
