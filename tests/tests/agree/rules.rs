//! Rules as the reference has them: tables of conditions, scanned from the top.

use plimsoll_tests::reference::{Condition, Seen};

/// What a rule proposes in which situations; the first row that matches holds, and where none does, nothing is proposed.
#[derive(Clone, Debug)]
pub(crate) struct Rule<P> {
    /// Conditions, all of which must hold, and what is then proposed.
    pub(crate) rows: Vec<(Vec<Condition>, Vec<P>)>,
}

/// Conditions as facets' names and what they have to be.
type Named<'n> = &'n [(&'n str, &'n str)];

impl<P> Rule<P> {
    /// A rule from its rows.
    pub(crate) fn new<const N: usize>(rows: [(Named<'_>, Vec<P>); N]) -> Self {
        let when = |when: Named<'_>| when.iter().map(|(facet, test)| Condition::new(facet, test)).collect();
        Self { rows: rows.into_iter().map(|(conditions, then)| (when(conditions), then)).collect() }
    }
}

/// Whether all conditions hold.
pub(crate) fn holds<'a>(when: &[Condition], seen: impl Fn(&str) -> Option<Seen<'a>>) -> bool {
    let known = |name: &str| seen(name).unwrap_or_else(|| panic!("no facet {name:?}"));
    when.iter().all(|condition| condition.holds(known(&condition.facet)))
}

/// What all rules together propose, in order.
pub(crate) fn proposed<'a, P: Clone>(rules: &[Rule<P>], seen: impl Fn(&str) -> Option<Seen<'a>>) -> Vec<P> {
    let mut proposals = Vec::new();
    for rule in rules {
        if let Some((_, then)) = rule.rows.iter().find(|(when, _)| holds(when, &seen)) {
            proposals.extend(then.iter().cloned());
        }
    }
    proposals
}
