//! Sets of situations told in few words.

use super::query::points_between;
use super::{Forest, Ref};
use crate::facet::{FACETS, Facet};
use crate::table::{Condition, When, matches};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

impl Forest {
    /// Tells the set where a function is not 0 in cubes: conditions on a few facets each. None can be widened within the set,
    /// they begin with what most points share, and later ones may overlap earlier ones. At most `most` are given; what none
    /// of them covers is the second value.
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
    /// assert_eq!(cubes, [[Condition::within(IMPACT, 3..=4)], [Condition::within(ORIGIN, 1..=1)]]);
    /// assert_eq!(rest, Ref::FALSE);
    /// ```
    pub fn cover(&mut self, set: Ref, most: usize) -> (Vec<When>, Ref) {
        let set = self.map(set, |value| u32::from(value != 0));
        let outside = self.not(set);
        let (mut left, mut cubes) = (set, Vec::new());
        while cubes.len() < most && left != Ref::FALSE && !self.is_exhausted() {
            let path = self.largest(left);
            let backward: When = path.iter().rev().cloned().collect();
            let (one, other) = (self.widened(path, outside), self.widened(backward, outside));
            let cube = if self.points(&other) > self.points(&one) { other } else { one };
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

    /// A cube with each facet's condition in turn, in the order given, made as wide as what is outside allows.
    fn widened(&mut self, mut cube: When, outside: Ref) -> When {
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
        cube.sort_by_key(|condition| condition.facet);
        cube
    }

    /// How many points a cube has.
    fn points(&mut self, cube: &When) -> u128 {
        let set = matches(self, cube);
        self.count(set, |value| value != 0)
    }

    /// The path into a set that the most points take; of several, the one with the lowest values.
    fn largest(&self, set: Ref) -> When {
        let mut volumes: BTreeMap<u32, u128> = BTreeMap::new();
        let volume = |to: Ref, after: u8, volumes: &BTreeMap<u32, u128>| {
            let below = match (to.index(), to) {
                (Some(node), _) => volumes.get(&node).copied().unwrap_or_default(),
                (None, Ref::FALSE) => 0,
                (None, _) => 1,
            };
            let between = points_between(&self.sizes, Some(after), self.open(to).map(|(facet, _)| facet));
            below.saturating_mul(between)
        };
        for node in self.reachable(&[set]).into_iter().rev() {
            let (facet, mut first, mut most) = (self.store.facet(node), 0_u32, 0_u128);
            for edge in self.store.edges(node) {
                let after = u32::from(edge.last).saturating_add(1);
                let width = u128::from(after.saturating_sub(first));
                most = most.max(width.saturating_mul(volume(edge.to, facet, &volumes)));
                first = after;
            }
            volumes.insert(node, most);
        }
        let (mut at, mut cube) = (set, When::new());
        while let Some((position, edges)) = self.open(at) {
            let mut first = 0;
            let mut best: Option<(u128, core::ops::RangeInclusive<u16>, Ref)> = None;
            for edge in edges {
                let width = u128::from(edge.last.saturating_sub(first)).saturating_add(1);
                let points = width.saturating_mul(volume(edge.to, position, &volumes));
                if points > 0 && best.as_ref().is_none_or(|(most, ..)| points > *most) {
                    best = Some((points, first..=edge.last, edge.to));
                }
                first = edge.last.saturating_add(1);
            }
            let (Some((_, range, to)), Some(facet)) = (best, Facet::new(position)) else { break };
            cube.push(Condition::within(facet, range));
            at = to;
        }
        cube
    }

    /// Whether a set has a point for each value of one facet: a function of that facet alone.
    fn some(&mut self, set: Ref, facet: Facet) -> Ref {
        let mut known: BTreeMap<u32, Ref> = BTreeMap::new();
        for node in self.reachable(&[set]).into_iter().rev() {
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
