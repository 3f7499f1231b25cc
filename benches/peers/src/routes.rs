//! The standard policy's routing, row by row, so that every peer gets the same table.

use crate::cases::{KINDS, PRIORITIES};
use plimsoll_core::facet;
use plimsoll_core::policy::Draft;
use std::ops::RangeInclusive;

/// A row: what is not given holds for all.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The name of the priority.
    pub priority: Option<&'static str>,
    /// The name of the kind.
    pub kind: Option<&'static str>,
    /// Whether it is complex.
    pub complex: Option<bool>,
    /// The levels, 1 to 8.
    pub level: Option<RangeInclusive<u8>>,
    /// The position of the team.
    pub team: u8,
}

/// The rows in order; the last has no conditions.
#[must_use]
pub fn rows() -> Vec<Row> {
    let draft = Draft::standard();
    let team = |name: &str| draft.teams.iter().position(|team| team.name == name).expect("a team");
    let rows = draft.routes.iter().map(|route| {
        let mut row = Row { team: team(&route.then.to) as u8, ..Row::default() };
        for condition in &route.when {
            let [range] = condition.ranges.as_slice() else { panic!("{condition:?}") };
            let (low, high) = (usize::from(*range.start()), usize::from(*range.end()));
            match condition.facet {
                facet::PRIORITY if low == high => row.priority = Some(PRIORITIES[low]),
                facet::KIND if low == high => row.kind = Some(KINDS[low]),
                facet::COMPLEX if low == high => row.complex = Some(low == 1),
                facet::LEVEL => row.level = Some(low as u8 + 1..=high as u8 + 1),
                _ => panic!("{condition:?}"),
            }
        }
        row
    });
    rows.collect()
}

/// How a language writes the tests of a row.
pub struct Syntax<'a> {
    /// Before each name.
    pub prefix: &'a str,
    /// Between two tests.
    pub and: &'a str,
    /// Equality.
    pub equals: &'a str,
}

/// C and most of those after it.
pub const C: Syntax<'_> = Syntax { prefix: "", and: " && ", equals: "==" };

impl Row {
    /// The tests in a language; none at all is the empty string.
    #[must_use]
    pub fn tests(&self, syntax: &Syntax<'_>) -> String {
        let Syntax { prefix, and, equals } = syntax;
        let mut tests = Vec::new();
        tests.extend(self.priority.map(|name| format!("{prefix}priority {equals} \"{name}\"")));
        tests.extend(self.kind.map(|name| format!("{prefix}kind {equals} \"{name}\"")));
        tests.extend(self.complex.map(|complex| format!("{prefix}complex {equals} {complex}")));
        tests.extend(self.level.as_ref().map(|level| match (level.start(), level.end()) {
            (low, high) if low == high => format!("{prefix}level {equals} {low}"),
            (1, high) => format!("{prefix}level <= {high}"),
            (low, 8) => format!("{prefix}level >= {low}"),
            (low, high) => format!("{prefix}level >= {low}{and}{prefix}level <= {high}"),
        }));
        tests.join(and)
    }
}

/// The table as one expression, `test ? team : …`, made by `choice` from the test, what holds then, and the rest.
#[must_use]
pub fn nested(syntax: &Syntax<'_>, choice: impl Fn(&str, u8, &str) -> String) -> String {
    rows().iter().rev().fold(String::new(), |rest, row| match row.tests(syntax).as_str() {
        "" => row.team.to_string(),
        tests => choice(tests, row.team, &rest),
    })
}
