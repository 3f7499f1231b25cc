//! Facts as registers work them out as of several days.

use super::{Fact, WorkedOut};
use crate::registers::{FacetSpec, Registers, Vocabulary};
use plimsoll_core::Day;
use plimsoll_core::facet::{Facet, FacetSet};
use std::collections::BTreeMap;

/// What registers come to for every asset as of several days, as far as that follows the day: the rest is the same on all days, and
/// [`WorkedOut`] of one of them has it. Assets for which they come to the same on every day share it, so
/// memory grows with the units and conflicts there are rather than with the assets.
#[derive(Clone, Debug)]
pub(crate) struct OverTime<'o> {
    facets: Vec<Facet>,
    assets: BTreeMap<&'o str, usize>,
    /// Day by day, the value of each facet.
    lines: Vec<Vec<u16>>,
}

impl<'o> OverTime<'o> {
    /// What the registers come to on these days, for those of the facets that a policy with these words reads which follow the day.
    pub(crate) fn of(
        registers: &'o Registers,
        words: &'o Vocabulary,
        days: impl IntoIterator<Item = Day>,
    ) -> Self {
        let follows = |spec: &FacetSpec| Fact::of(spec).is_some_and(|fact| fact.follows_the_day());
        if !words.facets.iter().any(follows) {
            return Self { facets: Vec::new(), assets: BTreeMap::new(), lines: Vec::new() };
        }
        let of_day = |day| WorkedOut::of_some(registers, words, day, Fact::follows_the_day);
        let worked: Vec<WorkedOut<'o>> = days.into_iter().map(of_day).collect();
        let wanted = worked.first().map(WorkedOut::wanted).unwrap_or_default();
        let facets = wanted.iter().map(|wanted| wanted.facet).collect();
        let mut known: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
        let mut assets = BTreeMap::new();
        for asset in registers.assets() {
            let values = worked.iter().flat_map(|worked| worked.values(Some(asset)));
            let (line, next) = (values.map(|(_, value)| value).collect(), known.len());
            assets.insert(asset.id.as_str(), *known.entry(line).or_insert(next));
        }
        let mut lines: Vec<(Vec<u16>, usize)> = known.into_iter().collect();
        lines.sort_unstable_by_key(|(_, position)| *position);
        Self { facets, assets, lines: lines.into_iter().map(|(line, _)| line).collect() }
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
