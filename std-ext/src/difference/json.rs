//! A comparison as JSON.

use super::{Comparison, Entry};
use crate::assessment::json::PolicyView;
use plimsoll_core::Policy;
use plimsoll_scripting::{Cause, Change, Changes, Cube};
use serde::Serialize;
use std::collections::BTreeMap;

/// A comparison, for JSON: both policies, what changes over every situation, and which entries of the register.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparisonView<'a> {
    /// The policy before.
    old: PolicyView<'a>,
    /// The policy after.
    new: PolicyView<'a>,
    /// How many entries of the register change if there is one, else in how many situations something is decided otherwise.
    changed: u128,
    /// What changes for risks.
    risks: ChangesView<'a>,
    /// What changes for incidents.
    incidents: ChangesView<'a>,
    /// What changes of what goes where.
    placements: ChangesView<'a>,
    /// What one policy knows and the other does not: no situation with it can be compared.
    only_one_knows: &'a [String],
    /// The entries of the register that change; absent where no register was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    register: Option<Vec<EntryView<'a>>>,
    /// The risks that are out of scope of both policies.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    out_of_scope: &'a [String],
}

/// What changes over every situation.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangesView<'a> {
    /// How many situations there are: the combinations of the values of `facets`.
    situations: u128,
    /// In how many of them something is decided otherwise.
    changed: u128,
    /// Their share in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Part"))]
    percent: String,
    /// The facets that decisions depend on, under either policy.
    facets: &'a [String],
    /// What the tables and rules say otherwise, each by itself.
    statements: Vec<ChangeView<'a>>,
    /// What is decided otherwise, part by part of the decision.
    changes: Vec<ChangeView<'a>>,
}

/// One part of the decision, or one table or rule, changes in one way.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangeView<'a> {
    /// The part of the decision; the table, or the file and name of the rule.
    part: &'a str,
    /// From what to what, or for scores by how much.
    change: &'a str,
    /// In how many situations.
    situations: u128,
    /// Their share in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Part"))]
    percent: String,
    /// Which ones, the widest first; they may overlap.
    cubes: Vec<CubeView<'a>>,
    /// How many more situations there are beyond these.
    more: u128,
}

/// Situations that are alike in a few facets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CubeView<'a> {
    /// The facets that matter, with their values; the others may have any.
    when: BTreeMap<&'a str, &'a str>,
    /// How many situations there are.
    situations: u128,
    /// Their share in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Part"))]
    percent: String,
    /// What makes the difference in the first of them.
    causes: Vec<CauseView<'a>>,
}

/// What makes a difference.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CauseView<'a> {
    /// Which policy says so.
    #[cfg_attr(test, schemars(with = "crate::forms::Side"))]
    policy: &'static str,
    /// The stage of the decision.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Stage>"))]
    stage: &'static str,
    /// The file that says so.
    source: &'a str,
    /// The line in that file; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u16>,
    /// The rule; empty for tables.
    rule: &'a str,
    /// In words.
    text: &'a str,
}

/// An entry of the register that changes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EntryView<'a> {
    /// What it is.
    #[cfg_attr(test, schemars(with = "crate::forms::Kind"))]
    kind: &'static str,
    /// Its id.
    id: &'a str,
    /// The parts of the decision that change, each from what to what.
    changes: BTreeMap<&'static str, [&'a str; 2]>,
    /// What makes the difference.
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
