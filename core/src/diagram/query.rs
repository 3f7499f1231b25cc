//! Questions about whole functions: how often, where, and to which values they lead.

use super::{Forest, Ref};
use crate::facet::{FACETS, Facet, Values};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// A set of points: for some facets, the values they may have; any value for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation(pub Vec<(Facet, RangeInclusive<u16>)>);

impl Situation {
    /// The point with the lowest values in this set, 0 where nothing is said.
    #[must_use]
    pub fn lowest(&self) -> Values {
        let mut values = [0; FACETS];
        for (facet, range) in &self.0 {
            if let Some(slot) = values.get_mut(facet.index()) {
                *slot = *range.start();
            }
        }
        values
    }
}

impl Forest {
    /// The value of a function at a point.
    #[must_use]
    pub fn value(&self, a: Ref, values: &Values) -> u32 {
        let mut at = a;
        while let Some((facet, edges)) = self.open(at) {
            let value = values.get(usize::from(facet)).copied().unwrap_or_default();
            match edges.iter().find(|edge| value <= edge.last).or(edges.last()) {
                Some(edge) => at = edge.to,
                None => return 0,
            }
        }
        at.constant().unwrap_or_default()
    }

    /// Every value that a function takes somewhere, ascending.
    #[must_use]
    pub fn values(&self, a: Ref) -> Vec<u32> {
        let leaves = self.reachable(&[a]).into_iter().flat_map(|node| self.store.edges(node));
        let found: BTreeSet<u32> =
            a.constant().into_iter().chain(leaves.filter_map(|edge| edge.to.constant())).collect();
        found.into_iter().collect()
    }

    /// How many points, over all facets of the forest, have a value that is wanted.
    #[must_use]
    pub fn count(&self, a: Ref, wanted: impl Fn(u32) -> bool) -> u128 {
        self.count_in(&self.sizes, a, &wanted)
    }

    /// The same over other sizes than the forest's: 0 for a facet that is not counted.
    pub(super) fn count_in(&self, sizes: &[u16; FACETS], a: Ref, wanted: &impl Fn(u32) -> bool) -> u128 {
        let mut shares = BTreeMap::new();
        for node in self.reachable(&[a]).into_iter().rev() {
            let facet = self.store.facet(node);
            let mut sum = 0_u128;
            let mut first = 0_u128;
            for edge in self.store.edges(node) {
                let after = u128::from(edge.last).saturating_add(1);
                let below = self.below(sizes, edge.to, facet, &shares, wanted);
                sum = sum.saturating_add(after.saturating_sub(first).saturating_mul(below));
                first = after;
            }
            shares.insert(node, sum);
        }
        let all = points_between(sizes, None, self.open(a).map(|(facet, _)| facet));
        match a.index() {
            Some(node) => all.saturating_mul(shares.get(&node).copied().unwrap_or_default()),
            None if a.constant().is_some_and(wanted) => all,
            None => 0,
        }
    }

    /// The wanted points below a child, over the facets after its parent's.
    fn below(
        &self,
        sizes: &[u16; FACETS],
        to: Ref,
        parent: u8,
        shares: &BTreeMap<u32, u128>,
        wanted: &impl Fn(u32) -> bool,
    ) -> u128 {
        let between = points_between(sizes, Some(parent), self.open(to).map(|(facet, _)| facet));
        match (to.index(), to.constant()) {
            (Some(node), _) => between.saturating_mul(shares.get(&node).copied().unwrap_or_default()),
            (None, Some(value)) if wanted(value) => between,
            _ => 0,
        }
    }

    /// A situation in which a function has a wanted value: the first one, reading facets and values in order.
    #[must_use]
    pub fn find(&self, a: Ref, wanted: impl Fn(u32) -> bool) -> Option<Situation> {
        let mut useful = BTreeSet::new();
        for node in self.reachable(&[a]).into_iter().rev() {
            let leads = self.store.edges(node).iter().any(|edge| leads(edge.to, &useful, &wanted));
            if leads {
                useful.insert(node);
            }
        }
        let mut situation = Situation::default();
        let mut at = leads(a, &useful, &wanted).then_some(a)?;
        while let Some((facet, edges)) = self.open(at) {
            let mut first = 0;
            for edge in edges {
                if leads(edge.to, &useful, &wanted) {
                    situation.0.push((Facet::new(facet)?, first..=edge.last));
                    at = edge.to;
                    break;
                }
                first = edge.last.saturating_add(1);
            }
        }
        Some(situation)
    }
}

fn leads(to: Ref, useful: &BTreeSet<u32>, wanted: &impl Fn(u32) -> bool) -> bool {
    to.constant().map_or_else(|| to.index().is_some_and(|node| useful.contains(&node)), wanted)
}

/// The product of the sizes of the facets strictly between two positions.
pub(super) fn points_between(sizes: &[u16; FACETS], after: Option<u8>, before: Option<u8>) -> u128 {
    let from = after.map_or(0, |facet| usize::from(facet).saturating_add(1));
    let to = before.map_or(sizes.len(), usize::from);
    let sizes = sizes.get(from..to).unwrap_or_default();
    sizes.iter().filter(|size| **size > 0).fold(1, |product, size| product.saturating_mul(u128::from(*size)))
}
