//! Decision tables: rows of conditions, compiled to diagrams and proved complete on the way.

use crate::diagram::{Forest, Ref, Situation};
use crate::facet::Facet;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// What a row asks of one facet: that its value lies in one of some ranges, which ascend and do not touch.
///
/// ```
/// use plimsoll_core::facet::IMPACT;
/// use plimsoll_core::table::Condition;
/// assert_eq!(Condition::among(IMPACT, [4, 0, 1, 4]).ranges, [0..=1, 4..=4]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The facet.
    pub facet: Facet,
    /// The values that meet the condition.
    pub ranges: Vec<RangeInclusive<u16>>,
}

impl Condition {
    /// The condition that a facet has one of some values, in any order.
    pub fn among(facet: Facet, values: impl IntoIterator<Item = u16>) -> Self {
        let mut values: Vec<u16> = values.into_iter().collect();
        values.sort_unstable();
        let mut ranges: Vec<RangeInclusive<u16>> = Vec::new();
        for value in values {
            match ranges.last_mut() {
                Some(range) if value <= range.end().saturating_add(1) => *range = *range.start()..=value,
                _ => ranges.push(value..=value),
            }
        }
        Self { facet, ranges }
    }

    /// The condition that a facet's value lies in one range.
    #[must_use]
    pub fn within(facet: Facet, range: RangeInclusive<u16>) -> Self {
        Self { facet, ranges: alloc::vec![range] }
    }
}

/// The conditions of a row, all of which must hold; none at all holds everywhere.
pub type When = Vec<Condition>;

/// The set of points that meet every condition, as a function that is 1 there.
pub fn matches(forest: &mut Forest, when: &[Condition]) -> Ref {
    let mut all = Ref::TRUE;
    for condition in when {
        let one = forest.among(condition.facet, &condition.ranges);
        all = forest.and(all, one);
    }
    all
}

/// What is wrong with a table; rows are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// No row matches in this situation.
    Missing(Situation),
    /// The row can never be the one that holds.
    Dead {
        /// The row.
        row: usize,
        /// An earlier row that alone covers it, if one does.
        covered_by: Option<usize>,
    },
    /// Two rows match in this situation, where only one may.
    Overlap {
        /// The earlier row.
        first: usize,
        /// The later row.
        second: usize,
        /// Where both match.
        at: Situation,
    },
}

/// Compiles rows of which the first that matches holds. The function's value is the row's position.
///
/// # Errors
/// Every row that can never hold, and a situation in which none matches.
///
/// ```
/// use plimsoll_core::diagram::Forest;
/// use plimsoll_core::facet::{IMPACT, LIKELIHOOD};
/// use plimsoll_core::table::{Condition, TableFault, first_match};
/// let mut forest = Forest::new([(IMPACT, 5), (LIKELIHOOD, 5)]);
/// let rows = [vec![Condition::within(IMPACT, 4..=4)], vec![]];
/// let table = first_match(&mut forest, &rows).unwrap();
/// assert_eq!(forest.count(table, |row| row == 0), 5);
/// let faults = first_match(&mut forest, &rows[..1]).unwrap_err();
/// assert!(matches!(&faults[..], [TableFault::Missing(at)] if at.lowest()[0] == 0));
/// ```
pub fn first_match(forest: &mut Forest, rows: &[When]) -> Result<Ref, Vec<TableFault>> {
    let (table, faults) = lay(forest, rows);
    if faults.is_empty() { Ok(table) } else { Err(faults) }
}

/// The table of rows of which the first that matches holds, and what is wrong with it. Where no row matches, the value is
/// the number of rows.
pub(crate) fn lay(forest: &mut Forest, rows: &[When]) -> (Ref, Vec<TableFault>) {
    let conditions: Vec<Ref> = rows.iter().map(|when| matches(forest, when)).collect();
    let missing = row_number(rows.len());
    let mut table = Ref::terminal(missing);
    for (row, condition) in conditions.iter().enumerate().rev() {
        table = forest.choose(*condition, Ref::terminal(row_number(row)), table);
    }
    let mut faults = dead(forest, table, &conditions);
    faults.extend(forest.find(table, |row| row == missing).map(TableFault::Missing));
    (table, faults)
}

/// Compiles rows of which exactly one must match everywhere. The function's value is the row's position.
///
/// # Errors
/// Every pair of rows that overlap, every row that matches nowhere, and a situation in which none matches.
///
/// ```
/// use plimsoll_core::diagram::Forest;
/// use plimsoll_core::facet::IMPACT;
/// use plimsoll_core::table::{Condition, TableFault, unique_hit};
/// let mut forest = Forest::new([(IMPACT, 5)]);
/// let rows = [vec![Condition::within(IMPACT, 0..=2)], vec![Condition::within(IMPACT, 2..=4)]];
/// let faults = unique_hit(&mut forest, &rows).unwrap_err();
/// assert!(matches!(&faults[..], [TableFault::Overlap { first: 0, second: 1, at }] if at.lowest()[0] == 2));
/// ```
pub fn unique_hit(forest: &mut Forest, rows: &[When]) -> Result<Ref, Vec<TableFault>> {
    let conditions: Vec<Ref> = rows.iter().map(|when| matches(forest, when)).collect();
    let mut faults = Vec::new();
    for (second, later) in conditions.iter().enumerate() {
        for (first, earlier) in conditions.iter().enumerate().take(second) {
            let both = forest.and(*earlier, *later);
            faults.extend(forest.find(both, |value| value == 1).map(|at| TableFault::Overlap {
                first,
                second,
                at,
            }));
        }
    }
    let empty = conditions.iter().enumerate().filter(|(_, condition)| **condition == Ref::FALSE);
    faults.extend(empty.map(|(row, _)| TableFault::Dead { row, covered_by: None }));
    let (table, more) = lay(forest, rows);
    faults.extend(more.into_iter().filter(|fault| matches!(fault, TableFault::Missing(_))));
    if faults.is_empty() { Ok(table) } else { Err(faults) }
}

fn dead(forest: &mut Forest, table: Ref, conditions: &[Ref]) -> Vec<TableFault> {
    let alive = forest.values(table);
    let mut faults = Vec::new();
    for (row, condition) in conditions.iter().enumerate() {
        if alive.binary_search(&row_number(row)).is_err() {
            let covers = |earlier: &Ref| forest.and(*earlier, *condition) == *condition;
            let covered_by = conditions.iter().take(row).position(covers);
            faults.push(TableFault::Dead { row, covered_by });
        }
    }
    faults
}

fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX >> 2)
}
