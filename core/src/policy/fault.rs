//! What can be wrong with a draft, and where.

use super::Property;
use alloc::string::String;

/// What part of a draft is at fault; positions are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Name, version, author, approver.
    Policy,
    /// The names of impact or likelihood levels.
    Scale,
    /// The matrix as a whole.
    Matrix,
    /// A cell of the grid.
    Cell {
        /// Its row.
        likelihood: usize,
        /// Its column.
        impact: usize,
    },
    /// A band.
    Band(usize),
    /// Acceptance level, likelihood rule, floor.
    Acceptance,
    /// A limit.
    Limit(usize),
    /// An obligation.
    Obligation(usize),
    /// A declared facet.
    Facet(usize),
    /// A row of the response table.
    Response(usize),
    /// A team.
    Team(usize),
    /// The routing table as a whole.
    Routing,
    /// A row of the routing table.
    Route(usize),
    /// An envelope.
    Envelope(usize),
    /// A tool of the placement table.
    Tool(usize),
    /// A row of the placement table.
    Placement(usize),
    /// A rule.
    Rule(usize),
}

/// Something wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What it breaks of what a policy is proved to be; `None` if the draft cannot even be understood.
    pub breaks: Option<Property>,
}

impl Fault {
    pub(super) fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: help.into(), breaks: None }
    }

    pub(super) fn breaking(self, property: Property) -> Self {
        Self { breaks: Some(property), ..self }
    }
}
