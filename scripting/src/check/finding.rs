//! What came of a proof.

use plimsoll_core::policy::{Place as PolicyPlace, Property};

/// How a proof ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The property holds in every situation.
    Proved,
    /// It does not: the findings say where.
    Broken,
    /// The policy says that it need not hold.
    Waived,
    /// The situations are more than could be worked through.
    Open,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Broken => "broken",
            Self::Waived => "waived",
            Self::Open => "open",
        }
    }
}

/// What was examined: situations, and nodes of diagrams that were walked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) situations: u128,
    pub(crate) nodes: usize,
}

impl Extent {
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            situations: self.situations.saturating_add(other.situations),
            nodes: self.nodes.saturating_add(other.nodes),
        }
    }
}

/// A property with what came of its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The property.
    pub property: Property,
    /// Its name: that of the invariant, or the label of the property.
    pub name: String,
    /// How the proof ended.
    pub verdict: Verdict,
    /// Over how many situations: the combinations of the values of every facet that the policy reads.
    pub situations: u128,
    /// How many nodes of diagrams stand for these situations.
    pub nodes: usize,
    /// Where the property does not hold, and what is worth knowing beside.
    pub findings: Vec<Finding>,
}

impl Proof {
    pub(crate) fn new(property: Property, name: String, extent: Extent, findings: Vec<Finding>) -> Self {
        let verdict = match findings.iter().map(|finding| finding.weight).max() {
            Some(Weight::Breaks) => Verdict::Broken,
            Some(Weight::Waived) => Verdict::Waived,
            Some(Weight::Open) => Verdict::Open,
            Some(Weight::Note) | None => Verdict::Proved,
        };
        Self { property, name, verdict, situations: extent.situations, nodes: extent.nodes, findings }
    }

    /// Whether the proof looks at risks or incidents; an invariant may be about either.
    pub(crate) fn is_about(&self, what: &str) -> bool {
        match self.property {
            Property::Matrix | Property::Monotone | Property::Limits => what == "risks",
            Property::Routing => what == "incidents",
            _ => true,
        }
    }

    /// Nothing is proved after the room for diagrams ran out.
    pub(crate) fn leave_open(&mut self, what: &str) {
        let message =
            format!("the tables and rules for {what} tell more situations apart than can be worked through");
        let help = "let fewer rules read wide facets, or facets that others do not read; consult fewer roles by rules of their own";
        self.verdict = Verdict::Open;
        let spot = Spot::Policy(PolicyPlace::Policy);
        self.findings = vec![Finding::new(spot, message, help).weighing(Weight::Open)];
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Worth knowing.
    Note,
    /// Against a property that the policy gives up.
    Waived,
    /// A proof that was given up, since there was too much to work through.
    Open,
    /// Against a property.
    Breaks,
}

/// A place where a property does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// Where the cause stands.
    pub spot: Spot,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// A situation in which it shows; `None` if it has nothing to do with situations.
    pub counterexample: Option<Counterexample>,
}

/// Where the cause of a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In the policy file.
    Policy(PolicyPlace),
    /// In a rule file, by its name, on a line and in a column.
    File(String, u16, u16),
    /// The invariant of this position.
    Invariant(usize),
}

/// A situation, and what is decided there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counterexample {
    /// The facets that matter, with their values: `apac`, `!= apac`, `>= 4`, `2..3|5`. The others may have any value.
    pub when: Vec<(String, String)>,
    /// In how many situations it is so, of all that the policy tells apart.
    pub situations: u128,
    /// What the policy decides in one of them, by part.
    pub decision: Vec<(String, String)>,
}

impl Finding {
    pub(crate) fn new(spot: Spot, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { weight: Weight::Breaks, spot, message, help, counterexample: None }
    }

    pub(crate) fn at(self, counterexample: Counterexample) -> Self {
        Self { counterexample: Some(counterexample), ..self }
    }

    pub(crate) fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }
}
