//! What the rules and the rows of a policy say that they derive from.

use plimsoll_core::Policy;
use std::collections::BTreeSet;

/// A rule, or a row of a table, of a policy as it is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row<'p> {
    /// The file that states it.
    pub source: &'p str,
    /// The line, from 1, of a row; of a rule, the first line on which it proposes anything.
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
        match self.rule {
            "" => format!("{}:{}", self.source, self.line),
            rule => rule.into(),
        }
    }
}

/// The rules and rows of a policy: those that somebody wrote, by file and line, each once. A policy without names has none.
#[must_use]
pub fn rows<'p>(policy: &Policy<'p>) -> Vec<Row<'p>> {
    let words = policy.names().into_iter().flat_map(|names| names.all_reasons());
    let written = words.filter(|words| words.line > 0);
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
