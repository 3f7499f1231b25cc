//! A comparison as JSON.

use super::{Comparison, Entry};
use crate::assessment::json::PolicyView;
use plimsoll_core::Policy;
use plimsoll_scripting::{Cause, Change, Changes, Cube};
use serde::Serialize;
use std::collections::BTreeMap;

/// A comparison, for JSON: both policies, what changes over every situation, and which entries of the register.
#[derive(Debug, Serialize)]
pub struct ComparisonView<'a> {
    old: PolicyView<'a>,
    new: PolicyView<'a>,
    changed: u128,
    risks: ChangesView<'a>,
    incidents: ChangesView<'a>,
    placements: ChangesView<'a>,
    only_one_knows: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<Vec<EntryView<'a>>>,
    /// The risks that are out of scope of both policies.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    out_of_scope: &'a [String],
}

#[derive(Debug, Serialize)]
struct ChangesView<'a> {
    situations: u128,
    changed: u128,
    percent: String,
    facets: &'a [String],
    statements: Vec<ChangeView<'a>>,
    changes: Vec<ChangeView<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeView<'a> {
    part: &'a str,
    change: &'a str,
    situations: u128,
    percent: String,
    cubes: Vec<CubeView<'a>>,
    more: u128,
}

#[derive(Debug, Serialize)]
struct CubeView<'a> {
    when: BTreeMap<&'a str, &'a str>,
    situations: u128,
    percent: String,
    causes: Vec<CauseView<'a>>,
}

#[derive(Debug, Serialize)]
struct CauseView<'a> {
    policy: &'static str,
    stage: &'static str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u16>,
    rule: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct EntryView<'a> {
    kind: &'static str,
    id: &'a str,
    changes: BTreeMap<&'static str, [&'a str; 2]>,
    causes: Vec<CauseView<'a>>,
}

impl<'a> ComparisonView<'a> {
    /// The view of a comparison between two policies.
    #[must_use]
    pub fn of(comparison: &'a Comparison, old: &Policy<'a>, new: &Policy<'a>) -> Self {
        Self {
            old: PolicyView::of(old),
            new: PolicyView::of(new),
            changed: comparison.changed(),
            risks: changes(&comparison.difference.risks),
            incidents: changes(&comparison.difference.incidents),
            placements: changes(&comparison.difference.placements),
            only_one_knows: &comparison.difference.apart,
            register: comparison.register.as_ref().map(|entries| entries.iter().map(entry).collect()),
            out_of_scope: &comparison.out_of_scope,
        }
    }
}

/// A share with one decimal, cut off rather than rounded; but some is never told as none.
#[must_use]
pub fn percent(part: u128, of: u128) -> String {
    let tenths = match part.checked_mul(1000) {
        Some(part) => part.checked_div(of),
        None => part.checked_div(of / 1000),
    };
    let tenths = tenths.unwrap_or_default();
    if part > 0 && tenths == 0 { "<0.1".into() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

fn changes(changes: &Changes) -> ChangesView<'_> {
    let all = changes.situations;
    ChangesView {
        situations: all,
        changed: changes.changed,
        percent: percent(changes.changed, all),
        facets: &changes.facets,
        statements: changes.statements.iter().map(|one| change(one, all)).collect(),
        changes: changes.changes.iter().map(|one| change(one, all)).collect(),
    }
}

fn change(change: &Change, all: u128) -> ChangeView<'_> {
    ChangeView {
        part: &change.part,
        change: &change.what,
        situations: change.situations,
        percent: percent(change.situations, all),
        cubes: change.cubes.iter().map(|one| cube(one, all)).collect(),
        more: change.more,
    }
}

fn cube(cube: &Cube, all: u128) -> CubeView<'_> {
    CubeView {
        when: cube.when.iter().map(|(name, values)| (name.as_str(), values.as_str())).collect(),
        situations: cube.situations,
        percent: percent(cube.situations, all),
        causes: cube.causes.iter().map(cause).collect(),
    }
}

fn cause(cause: &Cause) -> CauseView<'_> {
    CauseView {
        policy: if cause.new { "new" } else { "old" },
        stage: cause.stage,
        source: &cause.source,
        line: (cause.line > 0).then_some(cause.line),
        rule: &cause.rule,
        text: &cause.text,
    }
}

fn entry(entry: &Entry) -> EntryView<'_> {
    EntryView {
        kind: if entry.incident { "incident" } else { "risk" },
        id: &entry.id,
        changes: entry.changes.iter().map(|(part, was, is)| (*part, [was.as_str(), is.as_str()])).collect(),
        causes: entry.causes.iter().map(cause).collect(),
    }
}
