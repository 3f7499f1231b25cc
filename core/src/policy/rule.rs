//! The rules of a policy, for those who read a policy rather than apply it.

use super::{Entry, Outcome, Policy, Proposal, Records};
use crate::diagram::Diagram;

/// A compiled rule: a diagram whose terminals are outcomes, and what each outcome proposes.
///
/// ```
/// use plimsoll_core::Policy;
/// assert_eq!(Policy::standard().risk_rules().count(), 0);
/// assert_eq!(Policy::standard().incident_rules().count(), 0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompiledRule<'a> {
    diagram: Diagram<'a>,
    entry: Entry,
    outcomes: Records<'a, 4>,
    proposals: Records<'a, 4>,
}

impl<'a> CompiledRule<'a> {
    /// The diagram.
    #[must_use]
    pub const fn diagram(&self) -> Diagram<'a> {
        self.diagram
    }

    /// How many outcomes there are: the terminals of the diagram are below.
    #[must_use]
    pub const fn outcomes(&self) -> u16 {
        self.entry.outcomes
    }

    /// What an outcome proposes, in order.
    pub fn proposals(&self, outcome: u16) -> impl Iterator<Item = Proposal> + use<'a> {
        let index = self.entry.first_outcome.saturating_add(outcome);
        let Outcome { first, count } = self.outcomes.get(index).map_or(Outcome::NONE, Outcome::read);
        let proposals = self.proposals;
        (first..first.saturating_add(count))
            .filter_map(move |proposal| Proposal::read(proposals.get(proposal)?))
    }
}

impl<'a> Policy<'a> {
    /// The rules for risks, in order.
    pub fn risk_rules(&self) -> impl Iterator<Item = CompiledRule<'a>> {
        self.compiled(self.risk_rules)
    }

    /// The rules for incidents, in order.
    pub fn incident_rules(&self) -> impl Iterator<Item = CompiledRule<'a>> {
        self.compiled(self.route_rules)
    }

    fn compiled(&self, rules: Records<'a, 12>) -> impl Iterator<Item = CompiledRule<'a>> {
        let policy = *self;
        rules.iter().map(Entry::read).map(move |entry| CompiledRule {
            diagram: policy.rule(entry),
            entry,
            outcomes: policy.outcomes,
            proposals: policy.proposals,
        })
    }
}
