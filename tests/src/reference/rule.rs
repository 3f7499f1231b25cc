//! Rules: tables of conditions, scanned from the top.

use super::condition::{Condition, holds};
use super::facts::Seen;

/// What a rule proposes in which situations; the first row that matches holds, and where none does, nothing is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule<P> {
    /// Conditions, all of which must hold, and what is then proposed.
    pub rows: Vec<(Vec<Condition>, Vec<P>)>,
}

/// Conditions as facets' names and what they have to be.
pub type Named<'n> = &'n [(&'n str, &'n str)];

impl<P> Rule<P> {
    /// A rule from its rows.
    #[must_use]
    pub fn new<const N: usize>(rows: [(Named<'_>, Vec<P>); N]) -> Self {
        let when = |when: Named<'_>| when.iter().map(|(facet, test)| Condition::new(facet, test)).collect();
        Self { rows: rows.into_iter().map(|(conditions, then)| (when(conditions), then)).collect() }
    }
}

/// What all rules together propose, in order.
///
/// # Panics
///
/// Where a condition names a facet that is not known.
pub fn proposed<'a, P: Clone>(rules: &[Rule<P>], seen: impl Fn(&str) -> Option<Seen<'a>>) -> Vec<P> {
    let mut proposals = Vec::new();
    for rule in rules {
        if let Some((_, then)) = rule.rows.iter().find(|(when, _)| holds(when, &seen)) {
            proposals.extend(then.iter().cloned());
        }
    }
    proposals
}
