//! Work systems, and what is asked of them (domain.md E7).

use crate::label::labels;

labels! {
    /// What a question about a work system concerns: one of the nine elements of work system theory, or a phase of its life
    /// cycle (domain.md E7).
    ///
    /// ```
    /// use plimsoll_core::WorkAspect;
    /// assert_eq!(WorkAspect::ALL.len(), 13);
    /// ```
    pub enum WorkAspect {
        /// Element: those who receive what it makes.
        Customers = "customers",
        /// Element: what it makes.
        ProductsAndServices = "products_and_services",
        /// Element: what is done.
        ProcessesAndActivities = "processes_and_activities",
        /// Element: those who do it.
        Participants = "participants",
        /// Element: what is known, kept and passed on.
        Information = "information",
        /// Element: the tools.
        Technologies = "technologies",
        /// Element: the culture, rules and competitors around it.
        Environment = "environment",
        /// Element: what it shares with others.
        Infrastructure = "infrastructure",
        /// Element: what it is meant to achieve, and how.
        Strategies = "strategies",
        /// Phase: it is decided upon.
        Initiation = "initiation",
        /// Phase: it is made.
        Development = "development",
        /// Phase: it is brought into use.
        Implementation = "implementation",
        /// Phase: it is used and kept up.
        OperationAndMaintenance = "operation_and_maintenance",
    }
}

labels! {
    /// An answer to a question about a work system (domain.md E7).
    ///
    /// ```
    /// use plimsoll_core::Answer;
    /// assert_eq!(Answer::LABELS, ["yes", "partly", "no"]);
    /// ```
    pub enum Answer {
        /// It is so.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// It is not.
        No = "no",
    }
}
