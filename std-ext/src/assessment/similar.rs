//! Incidents that were solved before (domain.md B4).

use super::facts::Templates;
use crate::Organisation;
use crate::registers::{Amount, Incident};
use plimsoll_core::facet::BUILT_IN;
use plimsoll_core::{Day, EscalationLevel, IncidentFacts};
use std::collections::BTreeMap;

/// How many incidents are named that were solved before.
const SIMILAR: usize = 3;

/// An incident that was solved before, and is like one that is open (domain.md B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Similar<'o> {
    /// The incident.
    pub incident: &'o Incident,
    /// Who solved it.
    pub solver: &'o str,
    /// On which day.
    pub resolved: Day,
}

impl Similar<'_> {
    /// The level that solved it, if it is known.
    #[must_use]
    pub fn level(&self) -> Option<EscalationLevel> {
        self.incident.resolved_at_level
    }

    /// How many days it took.
    #[must_use]
    pub fn days(&self) -> i32 {
        self.resolved.since(self.incident.opened)
    }

    /// What it lost, so that a quick fix that was a great loss is seen.
    #[must_use]
    pub fn loss(&self) -> Option<Amount> {
        self.incident.loss
    }
}

/// The incidents that were solved, by kind and segment.
pub(super) struct Solved<'o> {
    organisation: &'o Organisation,
    like: BTreeMap<(&'o str, u8), Vec<(Similar<'o>, IncidentFacts)>>,
}

impl<'o> Solved<'o> {
    pub(super) fn of(organisation: &'o Organisation, templates: &Templates<'o>, as_of: Day) -> Self {
        let mut like: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for incident in organisation.registers().incidents() {
            let resolved = incident.resolved.filter(|resolved| *resolved <= as_of);
            if let (Some(resolved), Some(solver)) = (resolved, incident.resolved_by.as_deref()) {
                let sort = (incident.kind.as_str(), incident.segment.index());
                let similar = Similar { incident, solver, resolved };
                like.entry(sort).or_default().push((similar, templates.incident(incident)));
            }
        }
        Self { organisation, like }
    }

    /// The most similar of the incidents that were solved, the most similar first.
    pub(super) fn like(&self, incident: &Incident, facts: &IncidentFacts) -> Vec<Similar<'o>> {
        let sort = (incident.kind.as_str(), incident.segment.index());
        let solved = self.like.get(&sort).map(Vec::as_slice).unwrap_or_default();
        let mut best: Vec<(_, Similar<'o>)> = Vec::new();
        // Of equal ones, the later in the register comes first.
        for (similar, theirs) in solved.iter().rev().filter(|(similar, _)| similar.incident.id != incident.id)
        {
            let rank = self.rank(incident, facts, similar, theirs);
            let at = best.partition_point(|(other, _)| *other >= rank);
            if at < SIMILAR {
                best.insert(at, (rank, *similar));
                best.truncate(SIMILAR);
            }
        }
        best.into_iter().map(|(_, similar)| similar).collect()
    }

    /// How alike two incidents are: the larger, the more.
    fn rank(
        &self,
        incident: &Incident,
        facts: &IncidentFacts,
        similar: &Similar<'o>,
        theirs: &IncidentFacts,
    ) -> (bool, bool, usize, bool, bool, Day) {
        let other = similar.incident;
        let asset = |incident: &Incident| {
            let risk = self.organisation.registers().risk(incident.risk.as_deref()?)?;
            Some(risk.asset.as_str())
        };
        let declared = |facts: &IncidentFacts| facts.values.into_iter().skip(BUILT_IN.into());
        let alike = declared(facts).zip(declared(theirs)).filter(|(ours, theirs)| ours == theirs).count();
        (
            incident.risk.is_some() && incident.risk == other.risk,
            asset(incident).is_some_and(|ours| asset(other) == Some(ours)),
            alike,
            incident.security == other.security,
            incident.priority == other.priority,
            similar.resolved,
        )
    }
}
