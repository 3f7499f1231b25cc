//! What the rules and the rows of a policy say that they derive from.

use plimsoll_core::Policy;
use plimsoll_core::policy::Words;
use std::collections::BTreeSet;

/// A rule, or a row of a table, of a policy as it is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row<'p> {
    /// The file that states it.
    pub source: &'p str,
    /// The line, from 1, of a row; of a rule, the first line on which it proposes anything; 0 where it is not known, as past
    /// 65,535.
    pub line: u16,
    /// The rule; empty for a row of a table.
    pub rule: &'p str,
    /// What it says that it derives from; empty if it says nothing.
    pub principle: &'p str,
}

impl Row<'_> {
    /// What it is called: a rule by its name, a row by where it stands.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.rule, self.line) {
            ("", 0) => self.source.into(),
            ("", line) => format!("{}:{line}", self.source),
            (rule, _) => rule.into(),
        }
    }
}

/// The rules and rows of a policy, those of the placement table with the others: those that somebody wrote, by file and line,
/// each once. A row of which no line is known is one only if it names something: else nothing tells it from what holds where
/// nothing is written. A policy without names has none but those of its placement table.
#[must_use]
pub fn rows<'p>(policy: &Policy<'p>) -> Vec<Row<'p>> {
    let words = policy.names().into_iter().flat_map(|names| names.all_reasons());
    // Whoever made the organisation had the section verified.
    let placements = policy.placements().unwrap_or_default();
    let placed = placements.rows().filter_map(|row| placements.reason(row.reason));
    let is_written =
        |words: &Words<'_>| words.line > 0 || !words.rule.is_empty() || !words.principle.is_empty();
    let written = words.chain(placed).filter(is_written);
    let all: BTreeSet<Row<'p>> = written
        .map(|words| Row {
            source: words.source,
            line: words.line,
            rule: words.rule,
            principle: words.principle,
        })
        .collect();
    let mut seen = BTreeSet::new();
    all.into_iter().filter(|row| row.rule.is_empty() || seen.insert((row.source, row.rule))).collect()
}
