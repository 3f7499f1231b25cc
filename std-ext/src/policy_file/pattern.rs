//! What a condition asks of one facet: `x`, `=x`, `!=x`, `>=x`, `<=x`, `>x`, `<x`, `a|b`, `lo..hi`.

use crate::registers::{FacetKind, FacetSpec, FacetValue, fold};
use plimsoll_core::Level;
use plimsoll_core::facet::Domain;
use plimsoll_core::policy::DraftDomain;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The values that meet a condition: ranges that ascend and do not touch.
pub(super) type Ranges = Vec<RangeInclusive<u16>>;

/// The values of a facet, as conditions name them, counted from 0.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    names: Vec<String>,
    /// The position of each name, by its folded form.
    positions: BTreeMap<String, u16>,
    size: u16,
    /// The number of the first value, where values have numbers.
    first: Option<i64>,
    /// Whether the numbers are the values' own rather than another way to write them.
    numbered: bool,
    ordered: bool,
    boolean: bool,
}

/// What is wrong with a condition.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// A word that is not a value of the facet.
    Unknown(String),
    /// No value meets it.
    Unmet,
    /// Something else, and what to do about it.
    Other {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
}

impl Problem {
    fn other(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Other { message: message.into(), help: help.into() }
    }

    /// What is unequal to any of several values is every value: it is hardly meant.
    pub(super) fn mixed() -> Self {
        Self::other("is one of several choices, but excludes a value", "list the values that are meant")
    }
}

impl Steps {
    /// The values of a facet. Integers have an order; labels have none, unless they are low, medium and high.
    pub(super) fn of(domain: &DraftDomain) -> Self {
        match domain {
            DraftDomain::Bool => {
                Self { boolean: true, ..Self::named(["false", "true"].map(String::from).to_vec()) }
            }
            DraftDomain::Labels(labels) if labels == Level::LABELS => {
                Self { first: Some(0), ordered: true, ..Self::named(labels.clone()) }
            }
            DraftDomain::Labels(labels) => Self::named(labels.clone()),
            DraftDomain::Range { low, names, .. } => Self {
                size: domain.domain().map_or(0, Domain::size),
                first: Some((*low).into()),
                numbered: true,
                ordered: true,
                ..Self::named(names.clone())
            },
        }
    }

    /// Names in ascending order.
    pub(super) fn ascending(names: Vec<String>) -> Self {
        Self { ordered: true, ..Self::named(names) }
    }

    /// Names in no order.
    fn named(names: Vec<String>) -> Self {
        let size = u16::try_from(names.len()).unwrap_or(u16::MAX);
        let positions = (0..size).zip(&names).map(|(position, name)| (fold(name), position)).collect();
        Self { names, positions, size, first: None, numbered: false, ordered: false, boolean: false }
    }

    /// The names of the values, if they have any.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// What is valid, for people.
    pub(super) fn valid(&self) -> Vec<String> {
        const MOST: usize = 39;
        let mut valid: Vec<String> = self.names.iter().take(MOST).cloned().collect();
        match self.names.len().saturating_sub(MOST) {
            0 => {}
            more => valid.push(format!("{more} more")),
        }
        if let (Some(first), true) = (self.first, self.numbered) {
            let last = first.saturating_add(i64::from(self.size)).saturating_sub(1);
            valid.push(format!("{first} to {last}"));
        }
        valid
    }

    /// The values that meet a condition in words.
    pub(super) fn met_by(&self, facet: &str, text: &str) -> Result<Ranges, Problem> {
        if let Some(value) = self.position(text) {
            return Ok(vec![value..=value]);
        }
        let parts: Vec<&str> = text.split('|').collect();
        if parts.len() > 1 && parts.iter().any(|part| part.trim_start().starts_with("!=")) {
            return Err(Problem::mixed());
        }
        let ranges: Result<Vec<Ranges>, Problem> =
            parts.iter().map(|part| self.part(facet, part.trim())).collect();
        Ok(union(ranges?.into_iter().flatten()))
    }

    /// One part between `|`.
    fn part(&self, facet: &str, part: &str) -> Result<Ranges, Problem> {
        if part.is_empty() {
            return Err(Problem::other("asks for nothing in one place", "name a value on each side of |"));
        }
        if let Some(value) = self.value(part) {
            return Ok(vec![value..=value]);
        }
        let signs = ["!=", ">=", "<=", "=", ">", "<"];
        let signed = signs.iter().find_map(|sign| Some((*sign, part.strip_prefix(sign)?.trim())));
        let range = part.split_once("..").map(|(low, high)| (low.trim(), high.trim()));
        let last = self.size.saturating_sub(1);
        let ranges = match (signed, range) {
            (Some(("=", word)), _) => {
                let value = self.known(word)?;
                vec![Some((value, value))]
            }
            (Some(("!=", word)), _) => {
                let value = self.known(word)?;
                let above = value.checked_add(1).map(|above| (above, last));
                vec![value.checked_sub(1).map(|below| (0, below)), above]
            }
            (Some((sign, word)), _) => {
                self.compared(facet)?;
                let value = self.known(word)?;
                vec![match sign {
                    ">=" => Some((value, last)),
                    ">" => value.checked_add(1).map(|above| (above, last)),
                    "<=" => Some((0, value)),
                    _ => value.checked_sub(1).map(|below| (0, below)),
                }]
            }
            (None, Some((low, high))) => {
                self.compared(facet)?;
                let ends = (self.known(low)?, self.known(high)?);
                if ends.0 > ends.1 {
                    let message = format!("is empty: {low} is above {high}");
                    return Err(Problem::other(message, format!("write {high}..{low}")));
                }
                vec![Some(ends)]
            }
            (None, None) => return Err(Problem::Unknown(part.to_owned())),
        };
        let ranges: Ranges = ranges
            .into_iter()
            .flatten()
            .filter(|(low, high)| low <= high)
            .map(|(low, high)| low..=high)
            .collect();
        if ranges.is_empty() {
            return Err(Problem::Unmet);
        }
        Ok(ranges)
    }

    fn compared(&self, facet: &str) -> Result<(), Problem> {
        let message = || format!("compares, but the values of {facet} have no order");
        if self.ordered { Ok(()) } else { Err(Problem::other(message(), "use \"x\", \"!=x\" or \"a|b\"")) }
    }

    fn known(&self, word: &str) -> Result<u16, Problem> {
        self.value(word).ok_or_else(|| Problem::Unknown(word.to_owned()))
    }

    /// The value of a name or number.
    fn value(&self, word: &str) -> Option<u16> {
        if self.boolean {
            let spec = FacetSpec { name: String::new(), kind: FacetKind::Bool, default: None };
            return spec.parse(word).map(|FacetValue(value)| value);
        }
        self.position(word).or_else(|| {
            let value = u16::try_from(word.parse::<i64>().ok()?.checked_sub(self.first?)?).ok()?;
            (value < self.size).then_some(value)
        })
    }

    fn position(&self, word: &str) -> Option<u16> {
        self.positions.get(&fold(word)).copied()
    }
}

/// The values of any of some ranges.
pub(super) fn union(ranges: impl Iterator<Item = RangeInclusive<u16>>) -> Ranges {
    let mut all: Vec<_> = ranges.collect();
    all.sort_by_key(|range| *range.start());
    let mut merged: Ranges = Vec::new();
    for range in all {
        match merged.last_mut() {
            Some(last) if *range.start() <= last.end().saturating_add(1) => {
                *last = *last.start()..=*last.end().max(range.end());
            }
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
