//! What a rule may read, by name.

use plimsoll_core::diagram::{Forest, Situation};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, KnownFacet, Space};
use plimsoll_core::table::Condition;

/// The names of a policy, for the rules of one space.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) draft: Draft,
    pub(crate) space: Space,
    facets: Vec<KnownFacet>,
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// A facet.
    Facet(KnownFacet),
    /// The score of impact and likelihood, before rules.
    Score,
    /// The highest of the three ratings of the asset.
    HighWater,
}

impl Schema {
    pub(crate) fn new(draft: &Draft, space: Space) -> Self {
        let inputs = Draft::inputs(space);
        let facets =
            draft.facets_of(space).into_iter().filter(|known| inputs.contains(known.facet)).collect();
        Self { draft: draft.clone(), space, facets }
    }

    /// A forest over what rules may read, so that situations are counted over nothing else.
    pub(crate) fn forest(&self) -> Forest {
        Forest::new(self.facets.iter().filter_map(|known| Some((known.facet, known.domain.domain()?.size()))))
    }

    pub(crate) fn facets(&self) -> &[KnownFacet] {
        &self.facets
    }

    pub(crate) fn meaning(&self, name: &str) -> Option<Meaning> {
        match (name, self.space) {
            ("score", Space::Risk) => Some(Meaning::Score),
            ("high_water", Space::Risk) => Some(Meaning::HighWater),
            _ => self.facets.iter().find(|known| known.name == name).cloned().map(Meaning::Facet),
        }
    }

    /// Every name that a rule may read.
    pub(crate) fn names(&self) -> Vec<&str> {
        let derived: &[&str] = match self.space {
            Space::Risk => &["score", "high_water"],
            Space::Incident => &[],
        };
        self.facets.iter().map(|known| known.name.as_str()).chain(derived.iter().copied()).collect()
    }

    /// The three ratings of the asset.
    pub(crate) const RATINGS: [Facet; 3] = [facet::CONFIDENTIALITY, facet::INTEGRITY, facet::AVAILABILITY];

    /// A situation in words.
    pub(crate) fn describe(&self, situation: &Situation) -> String {
        let conditions: Vec<Condition> =
            situation.0.iter().map(|(facet, range)| Condition::within(*facet, range.clone())).collect();
        self.draft.describe(self.space, &conditions)
    }
}
