//! Where a forest keeps its nodes: each distinct node once, found again by its content.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "counts of nodes, edges and slots in memory, far below the width of usize"
)]

use super::Ref;
use alloc::vec;
use alloc::vec::Vec;

/// One child of a node: the last value that leads to it, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// The last value of this child; the first is one past the previous child's last, or 0.
    pub(super) last: u16,
    /// The child.
    pub(super) to: Ref,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    facet: u8,
    start: usize,
    end: usize,
}

/// The nodes of a forest. Equal nodes are one node, so equal functions are equal references.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    heads: Vec<Head>,
    edges: Vec<Edge>,
    /// Open addressing over `heads`: a slot holds an index plus one, or 0.
    slots: Vec<u32>,
}

impl Store {
    pub(super) fn facet(&self, node: u32) -> u8 {
        self.head(node).map_or(u8::MAX, |head| head.facet)
    }

    pub(super) fn edges(&self, node: u32) -> &[Edge] {
        self.head(node).and_then(|head| self.edges.get(head.start..head.end)).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.heads.len()
    }

    /// How many children all nodes have together.
    pub(super) fn children(&self) -> usize {
        self.edges.len()
    }

    fn head(&self, node: u32) -> Option<&Head> {
        self.heads.get(usize::try_from(node).ok()?)
    }

    /// The node with this content, made if there was none.
    pub(super) fn intern(&mut self, facet: u8, edges: &[Edge]) -> u32 {
        if self.slots.len() <= self.heads.len() * 2 {
            self.grow();
        }
        let mut slot = hash(facet, edges);
        loop {
            let index = self.slot(slot);
            match self.slots.get(index).copied().unwrap_or_default().checked_sub(1) {
                None => return self.add(facet, edges, index),
                Some(node) if self.facet(node) == facet && self.edges(node) == edges => return node,
                Some(_) => slot = slot.wrapping_add(1),
            }
        }
    }

    fn add(&mut self, facet: u8, edges: &[Edge], slot: usize) -> u32 {
        let node = u32::try_from(self.heads.len()).unwrap_or(u32::MAX);
        let start = self.edges.len();
        self.edges.extend_from_slice(edges);
        self.heads.push(Head { facet, start, end: self.edges.len() });
        if let Some(entry) = self.slots.get_mut(slot) {
            *entry = node.saturating_add(1);
        }
        node
    }

    fn slot(&self, hash: u64) -> usize {
        usize::try_from(hash & u64::from(u32::MAX)).unwrap_or_default() & (self.slots.len().saturating_sub(1))
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for node in 0..self.heads.len() {
            let node = u32::try_from(node).unwrap_or(u32::MAX);
            let mut slot = hash(self.facet(node), self.edges(node));
            while self.slots.get(self.slot(slot)).is_some_and(|entry| *entry != 0) {
                slot = slot.wrapping_add(1);
            }
            let index = self.slot(slot);
            if let Some(entry) = self.slots.get_mut(index) {
                *entry = node.saturating_add(1);
            }
        }
    }
}

fn hash(facet: u8, edges: &[Edge]) -> u64 {
    let mut state = mix(u64::from(facet));
    for edge in edges {
        state = mix(state ^ (u64::from(edge.last) << 32 | u64::from(edge.to.raw())));
    }
    state
}

/// A fixed bit mixer (the finaliser of SplitMix64): the same layout on every run and machine.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What one operation has computed already, by its operands.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Open addressing; an entry is a key plus one, and the result.
    entries: Vec<(u64, Ref)>,
    filled: usize,
}

impl Memo {
    const EMPTY: (u64, Ref) = (0, Ref::terminal(0));

    pub(super) fn key(a: Ref, b: Ref) -> u64 {
        u64::from(a.raw()) << 32 | u64::from(b.raw())
    }

    pub(super) fn len(&self) -> usize {
        self.filled
    }

    pub(super) fn get(&self, key: u64) -> Option<Ref> {
        let mut slot = mix(key);
        while let Some((tag, value)) = self.entries.get(self.slot(slot)).filter(|entry| entry.0 != 0) {
            if *tag == key.wrapping_add(1) {
                return Some(*value);
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    pub(super) fn put(&mut self, key: u64, value: Ref) {
        if self.entries.len() <= self.filled * 2 {
            let grown = vec![Self::EMPTY; (self.entries.len() * 2).max(64)];
            for (tag, value) in
                core::mem::replace(&mut self.entries, grown).into_iter().filter(|entry| entry.0 != 0)
            {
                self.place(tag, value);
            }
        }
        self.filled += 1;
        self.place(key.wrapping_add(1), value);
    }

    fn place(&mut self, tag: u64, value: Ref) {
        let mut slot = mix(tag.wrapping_sub(1));
        while self.entries.get(self.slot(slot)).is_some_and(|entry| entry.0 != 0 && entry.0 != tag) {
            slot = slot.wrapping_add(1);
        }
        let index = self.slot(slot);
        if let Some(entry) = self.entries.get_mut(index) {
            *entry = (tag, value);
        }
    }

    fn slot(&self, hash: u64) -> usize {
        usize::try_from(hash & u64::from(u32::MAX)).unwrap_or_default()
            & (self.entries.len().saturating_sub(1))
    }
}
