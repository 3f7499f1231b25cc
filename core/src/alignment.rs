//! How security is anchored in an organisation: mechanisms and their maturity (domain.md E2).

use crate::label::labels;

labels! {
    /// A group of mechanisms that align security with the business (domain.md E2).
    ///
    /// ```
    /// use plimsoll_core::MechanismGroup;
    /// assert_eq!(MechanismGroup::ALL.len(), 6);
    /// ```
    pub enum MechanismGroup {
        /// Who is there: a security organisation, a security executive, internal audit.
        FormalStructures = "formal_structures",
        /// Who brings them together: a steering committee, liaisons, governance apart from operations.
        CoordinatingStructures = "coordinating_structures",
        /// How the work brings them together.
        CoordinatingProcesses = "coordinating_processes",
        /// What people know, and from whom.
        Culture = "culture",
        /// What those at the top do.
        Leadership = "leadership",
        /// What the technology does.
        Technical = "technical",
    }
}

labels! {
    /// One of the thirteen mechanisms that align security with the business, or technical competence (domain.md E2).
    ///
    /// ```
    /// use plimsoll_core::{Mechanism, MechanismGroup};
    /// assert_eq!(Mechanism::ALL.len(), 14);
    /// assert_eq!(Mechanism::Liaisons.group(), MechanismGroup::CoordinatingStructures);
    /// ```
    pub enum Mechanism {
        /// People whose work is security.
        SecurityOrganisation = "security_organisation",
        /// An executive who answers for security.
        SecurityExecutive = "security_executive",
        /// An audit that is independent of those who are audited.
        InternalAudit = "internal_audit",
        /// A committee of security and the business that sets the course.
        SteeringCommittee = "steering_committee",
        /// People who speak for security in the units, and for the units in security.
        Liaisons = "liaisons",
        /// Those who write the policy are not those who carry it out.
        SeparationOfGovernance = "separation_of_governance",
        /// Rules that follow from principles at the top.
        TopDownSecurity = "top_down_security",
        /// Security as a step of the processes that matter, such as projects and purchasing.
        EmbeddedInProcesses = "embedded_in_processes",
        /// One set of standards, applied with room for the place.
        FlexibleUniformStandards = "flexible_uniform_standards",
        /// Programmes that make people aware.
        AwarenessProgrammes = "awareness_programmes",
        /// People who know each other, and ask.
        InformalNetworks = "informal_networks",
        /// People who learn from those who know.
        Mentoring = "mentoring",
        /// Executives who show that they mean it.
        ExecutiveCommitment = "executive_commitment",
        /// Controls in the technology, and people who master them.
        TechnicalCompetence = "technical_competence",
    }
}

impl Mechanism {
    /// The group that it belongs to.
    #[must_use]
    pub const fn group(self) -> MechanismGroup {
        match self {
            Self::SecurityOrganisation | Self::SecurityExecutive | Self::InternalAudit => {
                MechanismGroup::FormalStructures
            }
            Self::SteeringCommittee | Self::Liaisons | Self::SeparationOfGovernance => {
                MechanismGroup::CoordinatingStructures
            }
            Self::TopDownSecurity | Self::EmbeddedInProcesses | Self::FlexibleUniformStandards => {
                MechanismGroup::CoordinatingProcesses
            }
            Self::AwarenessProgrammes | Self::InformalNetworks | Self::Mentoring => MechanismGroup::Culture,
            Self::ExecutiveCommitment => MechanismGroup::Leadership,
            Self::TechnicalCompetence => MechanismGroup::Technical,
        }
    }
}

labels! {
    /// How far a mechanism has come (domain.md E2).
    ///
    /// ```
    /// use plimsoll_core::Maturity;
    /// assert!(Maturity::Absent < Maturity::Established);
    /// ```
    pub enum Maturity {
        /// There is none.
        Absent = "absent",
        /// It exists here and there, or on paper.
        Partial = "partial",
        /// It is in place, with evidence.
        Established = "established",
    }
}

impl Maturity {
    /// What it is worth in a profile: 0, 1 or 2 points of 2.
    #[must_use]
    pub const fn points(self) -> u8 {
        self.index()
    }
}
