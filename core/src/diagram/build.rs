//! Reduced ordered multi-valued decision diagrams, shared in one forest.

use super::store::{Edge, Memo, Store};
use crate::facet::{FACETS, Facet, FacetSet};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// A function of facets: a node of a [`Forest`], or a constant.
///
/// For the same forest, two references are equal exactly where the functions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref(u32);

impl Ref {
    const CONSTANT: u32 = 1 << 31;

    /// True everywhere.
    pub const TRUE: Self = Self::terminal(1);
    /// False everywhere.
    pub const FALSE: Self = Self::terminal(0);

    /// The constant function of a number below 2^31.
    #[must_use]
    pub const fn terminal(value: u32) -> Self {
        Self(value | Self::CONSTANT)
    }

    /// The number, if the function is constant.
    #[must_use]
    pub const fn constant(self) -> Option<u32> {
        if self.0 & Self::CONSTANT == 0 { None } else { Some(self.0 & !Self::CONSTANT) }
    }

    pub(super) const fn node(index: u32) -> Self {
        Self(index & !Self::CONSTANT)
    }

    pub(super) const fn index(self) -> Option<u32> {
        if self.0 & Self::CONSTANT == 0 { Some(self.0) } else { None }
    }

    pub(super) const fn raw(self) -> u32 {
        self.0
    }
}

/// Functions from facets to numbers, as diagrams that share their nodes.
///
/// Facets are asked for in ascending order of position, children that agree are merged, and equal nodes are one node; so a
/// function has one shape, and comparing two functions is comparing two references.
///
/// ```
/// use plimsoll_core::diagram::{Forest, Ref};
/// use plimsoll_core::facet::{IMPACT, LIKELIHOOD};
/// let mut forest = Forest::new([(IMPACT, 5), (LIKELIHOOD, 5)]);
/// let grave = forest.among(IMPACT, &[3..=4]);
/// let likely = forest.among(LIKELIHOOD, &[2..=4]);
/// let both = forest.and(grave, likely);
/// let again = forest.and(likely, grave);
/// assert_eq!(both, again);
/// assert_eq!(forest.count(both, |value| value == 1), 6);
/// ```
#[derive(Clone, Debug)]
pub struct Forest {
    pub(super) sizes: [u16; FACETS],
    pub(super) store: Store,
    exhausted: bool,
    work: u64,
    most_work: u64,
}

/// How many nodes a forest has room for: far more than any policy that fits a blob needs, and little enough that a table which
/// explodes is refused within seconds.
const NODES: usize = 2_000_000;

/// How many children all nodes together have room for.
const CHILDREN: usize = 8_000_000;

/// How many pairs of nodes one operation may meet.
const PAIRS: usize = 2_000_000;

/// How much work a forest does unless it is told otherwise ([`Forest::with_budget`]): minutes, at most.
const WORK: u64 = 1_000_000_000;

impl Forest {
    /// A forest over some facets and how many values each has.
    #[must_use]
    pub fn new(facets: impl IntoIterator<Item = (Facet, u16)>) -> Self {
        let mut sizes = [0; FACETS];
        for (facet, size) in facets {
            if let Some(slot) = sizes.get_mut(facet.index()) {
                *slot = size;
            }
        }
        Self { sizes, store: Store::default(), exhausted: false, work: 0, most_work: WORK }
    }

    /// The same, to be exhausted once so many children have been worked out.
    #[must_use]
    pub const fn with_budget(mut self, children: u64) -> Self {
        self.most_work = children;
        self
    }

    /// How many children have been worked out so far, over all operations: the measure of work done.
    #[must_use]
    pub const fn work(&self) -> u64 {
        self.work
    }

    /// How many values a facet has; 0 where the forest does not know it.
    #[must_use]
    pub fn size(&self, facet: Facet) -> u16 {
        self.sizes.get(facet.index()).copied().unwrap_or_default()
    }

    /// Whether more nodes were asked for than a forest has room for, or more work than it has a budget for. From then on, operations give up early and what they
    /// return means nothing.
    #[must_use]
    pub const fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// How many nodes have been made so far, over all functions.
    #[must_use]
    pub fn made(&self) -> usize {
        self.store.len()
    }

    /// The function that asks for a facet and then follows the child whose values hold the answer. Children are given by the
    /// last value of each, ascending up to the facet's last value, and must ask for later facets only.
    pub fn branch(&mut self, facet: Facet, children: impl IntoIterator<Item = (u16, Ref)>) -> Ref {
        let mut edges: Vec<Edge> = Vec::new();
        for (last, to) in children {
            match edges.last_mut() {
                Some(previous) if previous.to == to => previous.last = last,
                _ => edges.push(Edge { last, to }),
            }
        }
        self.exhausted |= self.store.len() >= NODES || self.store.children() >= CHILDREN;
        match edges.as_slice() {
            [only] => only.to,
            _ if self.exhausted => Ref::FALSE,
            edges => Ref::node(self.store.intern(facet.get(), edges)),
        }
    }

    /// Whether a facet's value lies in one of some ranges, which ascend and do not touch: 1 or 0.
    pub fn among(&mut self, facet: Facet, ranges: &[RangeInclusive<u16>]) -> Ref {
        let Some(end) = self.size(facet).checked_sub(1) else { return Ref::FALSE };
        let mut children = Vec::new();
        for range in ranges.iter().filter(|range| range.start() <= range.end() && *range.start() <= end) {
            if let Some(before) = range.start().checked_sub(1) {
                children.push((before, Ref::FALSE));
            }
            children.push(((*range.end()).min(end), Ref::TRUE));
        }
        if children.last().is_none_or(|(last, _)| *last < end) {
            children.push((end, Ref::FALSE));
        }
        self.branch(facet, children)
    }

    /// The function whose value is `operate` of two functions' values, point by point.
    pub fn apply(&mut self, a: Ref, b: Ref, operate: impl FnMut(u32, u32) -> u32) -> Ref {
        Apply { forest: self, memo: Memo::default(), operate, known: |_, _| None }.run(a, b)
    }

    /// The function whose value is `operate` of a function's value.
    pub fn map(&mut self, a: Ref, mut operate: impl FnMut(u32) -> u32) -> Ref {
        self.apply(a, Ref::FALSE, |value, _| operate(value))
    }

    /// True where both are, of functions that are nothing but true or false.
    pub fn and(&mut self, a: Ref, b: Ref) -> Ref {
        let known = |a, b| match (a, b) {
            (Ref::FALSE, _) | (_, Ref::FALSE) => Some(Ref::FALSE),
            (Ref::TRUE, other) | (other, Ref::TRUE) => Some(other),
            (a, b) if a == b => Some(a),
            _ => None,
        };
        Apply { forest: self, memo: Memo::default(), operate: |a, b| a & b, known }.run(a, b)
    }

    /// True where either is, of functions that are nothing but true or false.
    pub fn or(&mut self, a: Ref, b: Ref) -> Ref {
        let known = |a, b| match (a, b) {
            (Ref::TRUE, _) | (_, Ref::TRUE) => Some(Ref::TRUE),
            (Ref::FALSE, other) | (other, Ref::FALSE) => Some(other),
            (a, b) if a == b => Some(a),
            _ => None,
        };
        Apply { forest: self, memo: Memo::default(), operate: |a, b| a | b, known }.run(a, b)
    }

    /// True where the function is false.
    pub fn not(&mut self, a: Ref) -> Ref {
        self.map(a, |value| u32::from(value == 0))
    }

    /// `then` where the condition is true, `otherwise` elsewhere.
    pub fn choose(&mut self, condition: Ref, then: Ref, otherwise: Ref) -> Ref {
        // No function here uses the largest constant, so it can stand for "not here" while the two parts are laid together.
        const HOLE: u32 = Ref::CONSTANT.wrapping_sub(1);
        let part = self.apply(condition, then, |condition, value| if condition == 0 { HOLE } else { value });
        self.apply(part, otherwise, |value, other| if value == HOLE { other } else { value })
    }

    /// The facets that a function depends on.
    #[must_use]
    pub fn support(&self, a: Ref) -> FacetSet {
        self.reachable(&[a])
            .iter()
            .filter_map(|node| Facet::new(self.store.facet(*node)))
            .fold(FacetSet::NONE, |set, facet| set.or(facet.set()))
    }

    /// The nodes that some functions consist of, by facet and then in the order in which one comes to them who goes down every
    /// path, the lowest values first: an order that the functions alone give, however they were made.
    pub(super) fn reachable(&self, functions: &[Ref]) -> Vec<u32> {
        let nodes =
            |edges: &[Edge]| edges.iter().rev().filter_map(|edge| edge.to.index()).collect::<Vec<_>>();
        let mut seen = alloc::collections::BTreeSet::new();
        let mut left: Vec<u32> = functions.iter().rev().filter_map(|function| function.index()).collect();
        let mut found = Vec::new();
        while let Some(node) = left.pop() {
            if seen.insert(node) {
                found.push(node);
                left.extend(nodes(self.store.edges(node)));
            }
        }
        found.sort_by_key(|node| self.store.facet(*node));
        found
    }

    /// How many nodes a function consists of.
    #[must_use]
    pub fn nodes(&self, a: Ref) -> usize {
        self.reachable(&[a]).len()
    }

    /// The child edges of a function, if it is not constant, with the facet it asks for.
    pub(super) fn open(&self, a: Ref) -> Option<(u8, &[Edge])> {
        a.index().map(|node| (self.store.facet(node), self.store.edges(node)))
    }
}

struct Apply<'a, F, K> {
    forest: &'a mut Forest,
    memo: Memo,
    operate: F,
    /// What the result is without looking further, if that can be said.
    known: K,
}

impl<F: FnMut(u32, u32) -> u32, K: Fn(Ref, Ref) -> Option<Ref>> Apply<'_, F, K> {
    /// Recursion is as deep as there are facets, since every child asks for a later one.
    fn run(&mut self, a: Ref, b: Ref) -> Ref {
        if let (Some(a), Some(b)) = (a.constant(), b.constant()) {
            return Ref::terminal((self.operate)(a, b));
        }
        if self.forest.exhausted {
            return Ref::FALSE;
        }
        if let Some(known) = (self.known)(a, b) {
            return known;
        }
        let key = Memo::key(a, b);
        if let Some(known) = self.memo.get(key) {
            return known;
        }
        self.forest.exhausted |= self.memo.len() >= PAIRS || self.forest.work >= self.forest.most_work;
        let facet_of = |forest: &Forest, side: Ref| forest.open(side).map_or(u8::MAX, |(facet, _)| facet);
        let facet = facet_of(self.forest, a).min(facet_of(self.forest, b));
        let sides = [self.edges_at(facet, a), self.edges_at(facet, b)];
        let mut children = Vec::new();
        let (mut left, mut right) = (sides[0].iter().peekable(), sides[1].iter().peekable());
        while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
            let last = l.last.min(r.last);
            let (from_a, from_b) = (l.to, r.to);
            if l.last == last {
                left.next();
            }
            if r.last == last {
                right.next();
            }
            self.forest.work = self.forest.work.saturating_add(1);
            children.push((last, self.run(from_a, from_b)));
            if last == u16::MAX {
                break;
            }
        }
        let result = match Facet::new(facet) {
            Some(facet) => self.forest.branch(facet, children),
            None => Ref::FALSE,
        };
        self.memo.put(key, result);
        result
    }

    /// The children of a function at a facet; one child for every value where it does not ask for that facet.
    fn edges_at(&self, facet: u8, side: Ref) -> Vec<Edge> {
        match self.forest.open(side) {
            Some((at, edges)) if at == facet => edges.to_vec(),
            _ => {
                let size = self.forest.sizes.get(usize::from(facet)).copied().unwrap_or_default();
                alloc::vec![Edge { last: size.saturating_sub(1), to: side }]
            }
        }
    }
}
