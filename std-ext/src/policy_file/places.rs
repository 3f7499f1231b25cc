//! Where in the file the parts of a draft stand, so that what the compiler finds wrong is shown there.

use super::report::Spot;
use crate::diagnostic::Diagnostic;
use plimsoll_core::policy::{Draft, Fault, Place};
use std::collections::BTreeMap;
use std::mem::discriminant;

/// The spots of what the file states; what it leaves to the standard policy has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(BTreeMap<Place, Spot>);

impl Places {
    pub(super) fn set(&mut self, place: Place, spot: Spot) {
        self.0.insert(place, spot);
    }

    /// What the compiler found wrong, at its place in a file of this name.
    pub(super) fn diagnostic(&self, file: &str, draft: &Draft, fault: &Fault) -> Diagnostic {
        if let Place::Rule(index) = fault.place {
            let reasons = draft.rules.get(index).into_iter().flat_map(|rule| rule.outcomes.iter().flatten());
            if let Some(reason) =
                reasons.map(|proposal| &proposal.reason).find(|reason| !reason.source.is_empty())
            {
                let diagnostic = Diagnostic::error(&reason.source, &fault.message).help(&fault.help);
                return if reason.line == 0 { diagnostic } else { diagnostic.line(reason.line.into()) };
            }
        }
        let diagnostic = Diagnostic::error(file, &fault.message).help(&fault.help);
        match self.find(draft, fault.place) {
            Some(spot) => spot.mark(diagnostic),
            None => diagnostic,
        }
    }

    /// The place itself, or the nearest that the file states: of a standard route the team it leads to, of a part of a table
    /// the first that is stated.
    fn find(&self, draft: &Draft, place: Place) -> Option<&Spot> {
        let first = |like: Place| {
            self.0
                .iter()
                .find(|(stated, _)| discriminant(*stated) == discriminant(&like))
                .map(|(_, spot)| spot)
        };
        self.0.get(&place).or_else(|| match place {
            Place::Route(index) => {
                let to = &draft.routes.get(index)?.then.to;
                let team = draft.teams.iter().position(|team| team.name == *to)?;
                self.0.get(&Place::Team(team))
            }
            Place::Cell { .. } => first(Place::Matrix),
            Place::Facet(_) => first(place).or_else(|| first(Place::Obligation(0))),
            other => first(other),
        })
    }
}
