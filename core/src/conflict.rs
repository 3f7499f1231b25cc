//! Conflicts between what security asks for and what the work asks for (domain.md E6).

use crate::label::labels;

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
