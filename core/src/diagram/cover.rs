//! Sets of situations told in few words.

use super::{Forest, Ref};
use crate::facet::{FACETS, Facet};
use crate::table::{Condition, When, matches};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

impl Forest {
    /// Splits the set where a function is not 0 into cubes: conditions on a few facets each. They do not overlap, and each is
    /// as wide as the situations left allow, so that there are few. At most `most` are given; what is left after them is the
    /// second value.
    ///
    /// ```
    /// use plimsoll_core::diagram::{Forest, Ref};
    /// use plimsoll_core::facet::{IMPACT, LIKELIHOOD, ORIGIN};
    /// use plimsoll_core::table::Condition;
    /// let mut forest = Forest::new([(IMPACT, 5), (LIKELIHOOD, 5), (ORIGIN, 2)]);
    /// let high = forest.among(IMPACT, &[3..=4]);
    /// let external = forest.among(ORIGIN, &[1..=1]);
    /// let both = forest.or(high, external);
    /// let (cubes, rest) = forest.cover(both, 10);
    /// assert_eq!(cubes.len(), 2);
    /// assert_eq!(cubes[0], [Condition::within(IMPACT, 3..=4)]);
    /// assert_eq!(cubes[1], [Condition::within(IMPACT, 0..=2), Condition::within(ORIGIN, 1..=1)]);
    /// assert_eq!(rest, Ref::FALSE);
    /// ```
    pub fn cover(&mut self, set: Ref, most: usize) -> (Vec<When>, Ref) {
        let mut left = self.map(set, |value| u32::from(value != 0));
        let mut cubes = Vec::new();
        while cubes.len() < most && left != Ref::FALSE && !self.is_exhausted() {
            let cube = self.widest(left);
            let covered = matches(self, &cube);
            left = self.without(left, covered);
            cubes.push(cube);
        }
        (cubes, left)
    }

    /// The points of the first set that are not in the second.
    pub fn without(&mut self, a: Ref, b: Ref) -> Ref {
        let outside = self.not(b);
        self.and(a, outside)
    }

    /// A cube within a set, which must not be empty, that cannot be widened.
    fn widest(&mut self, set: Ref) -> When {
        let mut cube = self.shortest(set);
        let outside = self.not(set);
        for facet in cube.iter().map(|condition| condition.facet).collect::<Vec<_>>() {
            let others: When = cube.iter().filter(|condition| condition.facet != facet).cloned().collect();
            let around = matches(self, &others);
            let wrong = self.and(around, outside);
            let wrong = self.some(wrong, facet);
            let (size, at) = (self.size(facet), cube.iter().position(|condition| condition.facet == facet));
            let mut values = [0; FACETS];
            let allowed = Condition::among(
                facet,
                (0..size).filter(|value| {
                    values.get_mut(facet.index()).into_iter().for_each(|slot| *slot = *value);
                    self.value(wrong, &values) == 0
                }),
            );
            let everywhere = size.checked_sub(1).is_some_and(|last| allowed.ranges == [0..=last]);
            match at.and_then(|at| cube.get_mut(at)) {
                _ if everywhere => cube = others,
                Some(condition) => *condition = allowed,
                None => {}
            }
        }
        cube
    }

    /// The path into a set that asks for the fewest facets; of such, the one with the lowest values.
    fn shortest(&self, set: Ref) -> When {
        const NOWHERE: usize = usize::MAX;
        let mut lengths: BTreeMap<u32, usize> = BTreeMap::new();
        let length = |to: Ref, lengths: &BTreeMap<u32, usize>| match (to.index(), to) {
            (Some(node), _) => lengths.get(&node).copied().unwrap_or(NOWHERE),
            (None, Ref::FALSE) => NOWHERE,
            (None, _) => 0,
        };
        for node in self.reachable(set).into_iter().rev() {
            let below = self.store.edges(node).iter().map(|edge| length(edge.to, &lengths)).min();
            lengths.insert(node, below.unwrap_or(NOWHERE).saturating_add(1));
        }
        let (mut at, mut cube) = (set, When::new());
        while let Some((facet, edges)) = self.open(at) {
            let mut first = 0;
            let mut best: Option<(usize, core::ops::RangeInclusive<u16>, Ref)> = None;
            for edge in edges {
                let steps = length(edge.to, &lengths);
                if best.as_ref().is_none_or(|(fewest, ..)| steps < *fewest) {
                    best = Some((steps, first..=edge.last, edge.to));
                }
                first = edge.last.saturating_add(1);
            }
            let (Some((_, range, to)), Some(facet)) = (best, Facet::new(facet)) else { break };
            cube.push(Condition::within(facet, range));
            at = to;
        }
        cube
    }

    /// Whether a set has a point for each value of one facet: a function of that facet alone.
    fn some(&mut self, set: Ref, facet: Facet) -> Ref {
        let mut known: BTreeMap<u32, Ref> = BTreeMap::new();
        for node in self.reachable(set).into_iter().rev() {
            let (position, edges) = (self.store.facet(node), self.store.edges(node).to_vec());
            let at = |to: Ref| to.index().and_then(|index| known.get(&index)).copied().unwrap_or(to);
            let children: Vec<(u16, Ref)> = edges.iter().map(|edge| (edge.last, at(edge.to))).collect();
            let made = if position == facet.get() {
                self.branch(facet, children)
            } else {
                children.into_iter().fold(Ref::FALSE, |any, (_, to)| self.or(any, to))
            };
            known.insert(node, made);
        }
        set.index().and_then(|index| known.get(&index)).copied().unwrap_or(set)
    }
}
