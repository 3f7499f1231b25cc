//! What derives from the guiding principles, as JSON. Fields may be added; none is renamed or removed.

use super::{Profile, Reach, Row};
use crate::registers::Principle;
use plimsoll_core::DerivationKind;
use serde::Serialize;

/// A [`Profile`].
#[derive(Serialize)]
pub struct ProfileView<'a> {
    principles: Vec<ReachView<'a>>,
    orphans: Vec<EntryView<'a>>,
    not_implemented: Vec<EntryView<'a>>,
    without_parent: Vec<RowView<'a>>,
    unknown_parents: Vec<UnknownView<'a>>,
}

impl<'a> ProfileView<'a> {
    /// The view of a profile.
    #[must_use]
    pub fn of(profile: &Profile<'a>) -> Self {
        let Profile { principles, loose } = profile;
        let rows = |rows: &[Row<'a>]| rows.iter().map(RowView::of).collect();
        let entries = |entries: &[&'a Principle]| entries.iter().copied().map(EntryView::of).collect();
        Self {
            principles: principles.iter().map(ReachView::of).collect(),
            orphans: entries(&loose.orphans),
            not_implemented: entries(&loose.not_implemented),
            without_parent: rows(&loose.without_parent),
            unknown_parents: loose
                .unknown
                .iter()
                .map(|(name, of)| UnknownView { name, rules: rows(of) })
                .collect(),
        }
    }
}

/// How much derives from a guiding principle.
#[derive(Serialize)]
struct ReachView<'a> {
    id: &'a str,
    title: &'a str,
    requirements: usize,
    standards: usize,
    procedures: usize,
    /// How many rules and rows; the first of them follow.
    rule_count: usize,
    rules: Vec<RowView<'a>>,
}

impl<'a> ReachView<'a> {
    fn of(reach: &Reach<'a>) -> Self {
        Self {
            id: &reach.principle.id,
            title: &reach.principle.title,
            requirements: reach.requirements,
            standards: reach.standards,
            procedures: reach.procedures,
            rule_count: reach.rule_count,
            rules: reach.rules.iter().map(RowView::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct EntryView<'a> {
    id: &'a str,
    kind: DerivationKind,
    title: &'a str,
}

impl<'a> EntryView<'a> {
    fn of(entry: &'a Principle) -> Self {
        Self { id: &entry.id, kind: entry.kind, title: &entry.title }
    }
}

/// A rule, or a row of a table, which has no name.
#[derive(Serialize)]
struct RowView<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    source: &'a str,
    /// None where it is not known.
    line: Option<u16>,
}

impl<'a> RowView<'a> {
    fn of(row: &Row<'a>) -> Self {
        Self { rule: row.rule, source: row.source, line: Some(row.line).filter(|line| *line != 0) }
    }
}

/// What rules and rows name, and is no entry.
#[derive(Serialize)]
struct UnknownView<'a> {
    name: &'a str,
    rules: Vec<RowView<'a>>,
}
