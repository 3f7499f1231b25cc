//! On which tracks measures act, and what they were learned from (domain.md E9).

use crate::registers::{Measure, Registers, outline};
use plimsoll_core::{Learning, TrackBalance, TrackCounts};
use std::collections::BTreeSet;

/// How many measures there are on each track. The register is judged as it stands: a measure whose day is yet to come counts, and that
/// day is a finding of its own.
#[must_use]
pub fn tracks(registers: &Registers) -> TrackCounts {
    registers.measures().iter().map(|measure| measure.track).collect()
}

/// How the measures are spread over the tracks.
#[must_use]
pub fn balance(registers: &Registers) -> TrackBalance {
    tracks(registers).balance()
}

/// What the measures were learned from. `learned_from` is the id of an incident or any words for an event, so whether an incident has
/// that id is not asked; two are the same whatever the case, blanks and look-alike letters.
#[must_use]
pub fn learning(registers: &Registers) -> Learning {
    let named = sources(registers.measures());
    let different: BTreeSet<String> = named.clone().map(outline).collect();
    let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
    Learning {
        measures: count(registers.measures().len()),
        sourced: count(named.count()),
        sources: count(different.len()),
    }
}

/// What measures name as their sources.
pub(crate) fn sources(measures: &[Measure]) -> impl Iterator<Item = &str> + Clone {
    measures.iter().filter_map(|measure| measure.learned_from.as_deref())
}
