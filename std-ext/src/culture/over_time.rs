//! Facts as registers work them out as of several days.

use super::{Fact, WorkedOut};
use crate::registers::{Registers, Vocabulary};
use plimsoll_core::Day;
use plimsoll_core::facet::{Facet, FacetSet};
use std::collections::BTreeMap;

/// What registers come to for every asset as of several days. Assets for which they come to the same on every day share it, so
/// memory grows with the units and conflicts there are rather than with the assets.
#[derive(Clone, Debug)]
pub(crate) struct OverTime<'o> {
    facets: Vec<Facet>,
    assets: BTreeMap<&'o str, usize>,
    /// Day by day, the value of each facet.
    lines: Vec<Vec<u16>>,
}

impl<'o> OverTime<'o> {
    /// What the registers come to on these days, for the facets that a policy with these words reads.
    pub(crate) fn of(
        registers: &'o Registers,
        words: &'o Vocabulary,
        days: impl IntoIterator<Item = Day>,
    ) -> Self {
        let mut over_time = Self { facets: Vec::new(), assets: BTreeMap::new(), lines: Vec::new() };
        if words.facets.iter().all(|spec| Fact::of(spec).is_none()) {
            return over_time;
        }
        let worked: Vec<WorkedOut<'o>> =
            days.into_iter().map(|day| WorkedOut::of(registers, words, day)).collect();
        let wanted = worked.first().map(WorkedOut::wanted).unwrap_or_default();
        over_time.facets = wanted.iter().map(|wanted| wanted.facet).collect();
        let mut known: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
        for asset in registers.assets() {
            let of_day = |worked: &WorkedOut<'o>| -> Vec<u16> {
                worked.wanted().iter().map(|wanted| worked.value(wanted, Some(asset))).collect()
            };
            let line: Vec<u16> = worked.iter().flat_map(of_day).collect();
            let position = *known.entry(line).or_insert_with_key(|line| {
                over_time.lines.push(line.clone());
                over_time.lines.len().saturating_sub(1)
            });
            over_time.assets.insert(&asset.id, position);
        }
        over_time
    }

    /// The facets that are worked out.
    pub(crate) fn facets(&self) -> FacetSet {
        self.facets.iter().fold(FacetSet::NONE, |set, facet| set.or(facet.set()))
    }

    /// What the registers come to for an asset, day by day; an endless row of nothing where nothing is read.
    pub(crate) fn of_asset(&self, asset: &str) -> impl Iterator<Item = &[u16]> {
        let line = self.assets.get(asset).and_then(|at| self.lines.get(*at));
        let line = line.map(Vec::as_slice).unwrap_or_default();
        line.chunks(self.facets.len().max(1)).chain(std::iter::repeat(&[][..]))
    }

    /// The facets with their values on a day, as [`Self::of_asset`] gives them.
    pub(crate) fn named<'v>(&'v self, values: &'v [u16]) -> impl Iterator<Item = (Facet, u16)> + 'v {
        self.facets.iter().copied().zip(values.iter().copied())
    }
}
