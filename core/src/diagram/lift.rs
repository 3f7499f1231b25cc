//! Diagrams of a policy read back into a forest, and functions asked about one value of a facet.

use super::word::TERMINAL;
use super::{Diagram, Forest, Ref};
use crate::facet::{Facet, FacetSet};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

impl Forest {
    /// Rebuilds a diagram over other facets than it was made for. `last` is the last value of each of its own facets, and
    /// `holds` says, for one of them and a range of its values, where in this forest its value lies in that range: for what
    /// a decision derives, such as the score, this puts the function that derives it in its place.
    ///
    /// ```
    /// use plimsoll_core::Policy;
    /// use plimsoll_core::diagram::Forest;
    /// use plimsoll_core::facet::{IMPACT, LIKELIHOOD, SCORE};
    /// let policy = Policy::standard();
    /// let mut forest = Forest::new([(IMPACT, 5), (LIKELIHOOD, 5)]);
    /// let [(_, matrix), (_, band), ..] = policy.stages();
    /// let score = forest.load(&matrix);
    /// let band = forest.lift(&band, |_| 24, |forest, _, range| {
    ///     forest.map(score, |score| u32::from(range.contains(&u16::try_from(score).unwrap())))
    /// });
    /// // One cell of the matrix, 5 x 5, is in the highest band.
    /// assert_eq!(forest.count(band, |band| band == 4), 1);
    /// ```
    pub fn lift(
        &mut self,
        diagram: &Diagram<'_>,
        last: impl Fn(Facet) -> u16,
        holds: impl FnMut(&mut Self, Facet, RangeInclusive<u16>) -> Ref,
    ) -> Ref {
        let known = self.lift_words(diagram, last, holds);
        resolve(diagram.root(), &known)
    }

    /// Rebuilds diagrams as [`Self::lift`] does, in order; those that share their words, as the diagrams of a placement table
    /// do, together.
    pub fn lift_all(
        &mut self,
        diagrams: &[Diagram<'_>],
        last: impl Fn(Facet) -> u16,
        mut holds: impl FnMut(&mut Self, Facet, RangeInclusive<u16>) -> Ref,
    ) -> Vec<Ref> {
        let mut lifted = Vec::new();
        for sharing in diagrams.chunk_by(|one, other| core::ptr::eq(one.words, other.words)) {
            let Some(first) = sharing.first() else { continue };
            let known = self.lift_words(first, &last, &mut holds);
            lifted.extend(sharing.iter().map(|diagram| resolve(diagram.root(), &known)));
        }
        lifted
    }

    /// Every node among the words of a diagram, by its offset.
    fn lift_words(
        &mut self,
        diagram: &Diagram<'_>,
        last: impl Fn(Facet) -> u16,
        mut holds: impl FnMut(&mut Self, Facet, RangeInclusive<u16>) -> Ref,
    ) -> BTreeMap<u16, Ref> {
        let last = |facet: u8| Facet::new(facet).map_or(0, &last);
        let mut known: BTreeMap<u16, Ref> = BTreeMap::new();
        for offset in diagram.offsets(last).into_iter().rev() {
            let Some((position, edges)) = diagram.node(offset, last) else { continue };
            let Some(facet) = Facet::new(position) else { continue };
            let mut children: Vec<(RangeInclusive<u16>, Ref)> = Vec::new();
            for (end, word) in edges {
                let to = resolve(word, &known);
                match children.last_mut() {
                    Some((range, child)) if *child == to => *range = *range.start()..=end,
                    Some((range, _)) => {
                        let start = range.end().saturating_add(1);
                        children.push((start..=end, to));
                    }
                    None => children.push((0..=end, to)),
                }
            }
            let mut children = children.into_iter().rev();
            let mut made = children.next().map_or(Ref::FALSE, |(_, to)| to);
            for (range, to) in children {
                let here = holds(self, facet, range);
                made = self.choose(here, to, made);
            }
            known.insert(offset, made);
        }
        known
    }

    /// The function where a facet has one value: it no longer depends on that facet.
    pub fn restrict(&mut self, a: Ref, facet: Facet, value: u16) -> Ref {
        let mut known = BTreeMap::new();
        for node in self.reachable(&[a]).into_iter().rev() {
            let (position, edges) = (self.store.facet(node), self.store.edges(node).to_vec());
            let at = |to: Ref| to.index().and_then(|index| known.get(&index)).copied().unwrap_or(to);
            let made = if position == facet.get() {
                edges
                    .iter()
                    .find(|edge| value <= edge.last)
                    .or(edges.last())
                    .map_or(Ref::FALSE, |edge| at(edge.to))
            } else {
                let children: Vec<_> = edges.iter().map(|edge| (edge.last, at(edge.to))).collect();
                Facet::new(position).map_or(Ref::FALSE, |facet| self.branch(facet, children))
            };
            known.insert(node, made);
        }
        a.index().and_then(|index| known.get(&index)).copied().unwrap_or(a)
    }

    /// At how many points over some facets the value is as wanted. The function must depend on no other facet.
    #[must_use]
    pub fn count_over(&self, a: Ref, facets: FacetSet, wanted: impl Fn(u32) -> bool) -> u128 {
        let mut sizes = self.sizes;
        for (position, size) in sizes.iter_mut().enumerate() {
            let facet = u8::try_from(position).ok().and_then(Facet::new);
            if !facet.is_some_and(|facet| facets.contains(facet)) {
                *size = 0;
            }
        }
        self.count_in(&sizes, a, &wanted)
    }
}

/// What a word of a diagram leads to.
fn resolve(word: u16, known: &BTreeMap<u16, Ref>) -> Ref {
    match word.checked_sub(TERMINAL) {
        Some(value) => Ref::terminal(value.into()),
        None => known.get(&word).copied().unwrap_or(Ref::FALSE),
    }
}

impl Diagram<'_> {
    /// Where its nodes begin, in order.
    pub(super) fn offsets(&self, last: impl Fn(u8) -> u16 + Copy) -> Vec<u16> {
        let mut offsets = Vec::new();
        let mut at = 0_u16;
        while self.node(at, last).is_some() {
            offsets.push(at);
            at = at.saturating_add(super::emit::node_words(self, at));
        }
        offsets
    }
}
