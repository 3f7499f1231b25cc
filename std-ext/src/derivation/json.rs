//! What derives from the guiding principles, as JSON. Fields may be added; none is renamed or removed.

use super::{Profile, Reach, Row};
use crate::registers::Principle;
use plimsoll_core::DerivationKind;
use serde::Serialize;

/// A [`Profile`].
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProfileView<'a> {
    /// The guiding principles, with what derives from each.
    principles: Vec<ReachView<'a>>,
    /// Requirements, standards and procedures that derive from nothing.
    orphans: Vec<EntryView<'a>>,
    /// Standards from which no procedure, rule or row derives.
    not_implemented: Vec<EntryView<'a>>,
    /// Rules and rows that do not say what they derive from.
    without_parent: Vec<RowView<'a>>,
    /// What rules and rows name, and is no entry.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReachView<'a> {
    /// The id of the principle.
    id: &'a str,
    /// What it says.
    title: &'a str,
    /// How many requirements derive from it.
    requirements: usize,
    /// How many standards.
    standards: usize,
    /// How many procedures.
    procedures: usize,
    /// How many rules and rows; the first of them follow.
    rule_count: usize,
    /// The first of the rules and rows.
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

/// An entry of principles.csv.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EntryView<'a> {
    /// Its id.
    id: &'a str,
    /// Which step it is.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::DerivationKind>"))]
    kind: DerivationKind,
    /// What it says.
    title: &'a str,
}

impl<'a> EntryView<'a> {
    fn of(entry: &'a Principle) -> Self {
        Self { id: &entry.id, kind: entry.kind, title: &entry.title }
    }
}

/// A rule, or a row of a table, which has no name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RowView<'a> {
    /// The name of the rule; absent for a row of a table.
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    /// The file in which it stands.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnknownView<'a> {
    /// What they name.
    name: &'a str,
    /// Who names it.
    rules: Vec<RowView<'a>>,
}
