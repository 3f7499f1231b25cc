//! The few lines that evaluate everything.

#[cfg(feature = "alloc")]
use super::word::FORM;
use super::word::{CUTS, DENSE, HEADER, TERMINAL, facet, word};
use crate::facet::{Facet, FacetSet, Values};
use core::cell::Cell;

/// A verified decision diagram over borrowed words.
///
/// Made by [`Diagram::verify`] only. [`Diagram::walk`] is total: whatever the values, it ends in one of the terminals that
/// verification admitted. A value past the last one of its facet counts as the last.
///
/// ```
/// use plimsoll_core::diagram::Diagram;
/// use plimsoll_core::facet::{FACETS, FacetSet};
/// // One node on facet 0, which has three values, and the terminals 7, 7 and 8.
/// let words: Vec<u8> = [0xff40_u16, 2, 0x8007, 0x8007, 0x8008].iter().flat_map(|word| word.to_le_bytes()).collect();
/// let sizes = |_| 3;
/// let diagram = Diagram::verify(&words, 0, sizes, FacetSet::RISK_INPUTS, 9).unwrap();
/// let mut values = [0; FACETS];
/// assert_eq!(diagram.walk(&values), 7);
/// values[0] = 2;
/// assert_eq!(diagram.walk(&values), 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagram<'a> {
    pub(super) words: &'a [[u8; 2]],
    pub(super) root: u16,
}

impl<'a> Diagram<'a> {
    /// The terminal that the values lead to.
    #[must_use]
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    #[cfg_attr(not(target_pointer_width = "32"), inline)]
    pub fn walk(&self, values: &Values) -> u16 {
        self.walk_by(|facet| values.get(facet).copied())
    }

    /// The terminal that values lead to which are looked up by position; there are none from [`crate::facet::FACETS`] on.
    #[inline]
    pub(crate) fn walk_by(&self, value: impl Fn(usize) -> Option<u16>) -> u16 {
        let mut at = usize::from(self.root);
        // No node is shorter than four words, and every terminal is past all words: one comparison tells a node from a
        // terminal and finds the words that the commonest form needs.
        while let Some(node) = self.words.get(at..at.wrapping_add(4)).and_then(<[_]>::first_chunk) {
            at = usize::from(step(self.words, at, node, &value));
        }
        u16::try_from(at & usize::from(!TERMINAL)).unwrap_or_default()
    }

    /// The facets whose values decide where the walk goes: had all others another value, it would end where it ends.
    ///
    /// ```
    /// use plimsoll_core::diagram::Diagram;
    /// use plimsoll_core::facet::{FACETS, FacetSet};
    /// use plimsoll_core::{Policy, facet};
    /// // A node on facet 0 leads past its first value to one on facet 1; the terminals are 0, 1 and 2.
    /// let words: Vec<u8> = [0xff00_u16, 1, 0x8000, 4, 0xff01, 1, 0x8001, 0x8002].iter().flat_map(|word| word.to_le_bytes()).collect();
    /// let diagram = Diagram::verify(&words, 0, |_| 2, FacetSet::RISK_INPUTS, 3).unwrap();
    /// let mut values = [0; FACETS];
    /// assert!(diagram.asked(&values).iter().eq([facet::IMPACT]));
    /// values[0] = 1;
    /// assert!(diagram.asked(&values).iter().eq([facet::IMPACT, facet::LIKELIHOOD]));
    /// ```
    #[must_use]
    pub fn asked(&self, values: &Values) -> FacetSet {
        let asked = Cell::new(FacetSet::NONE);
        self.walk_by(|position| {
            let value = values.get(position).copied();
            // Only a facet has a value: what else a node's code may be is looked up in vain.
            if let Some(facet) = value.and(u8::try_from(position).ok()).and_then(Facet::new) {
                asked.set(asked.get().or(facet.set()));
            }
            value
        });
        asked.get()
    }

    /// The diagram that leads to terminal 0 everywhere.
    pub(crate) const fn constant() -> Self {
        Self { words: &[], root: TERMINAL }
    }

    /// The diagram of words and root that were verified when the policy that holds them was.
    pub(crate) const fn verified(words: &'a [[u8; 2]], root: u16) -> Self {
        Self { words, root }
    }

    /// The facets that the nodes among its words ask for. The diagrams of a placement table share their words, so each of them
    /// has the facets of all.
    #[must_use]
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn support(&self) -> FacetSet {
        let headers =
            self.words.iter().map(|bytes| u16::from_le_bytes(*bytes)).filter(|word| *word >= HEADER);
        let facets = headers.filter_map(|header| u8::try_from(facet(header)).ok().and_then(Facet::new));
        facets.fold(FacetSet::NONE, |set, facet| set.or(facet.set()))
    }

    /// The words as they stand in the blob, with those of the diagrams that share them.
    #[must_use]
    pub const fn words(&self) -> &'a [u8] {
        self.words.as_flattened()
    }

    /// The offset of the node that every walk begins at, the first unless other diagrams share the words; or the only terminal of
    /// a constant diagram.
    #[must_use]
    pub const fn root(&self) -> u16 {
        self.root
    }
}

/// The child that the values lead to from a node, of which the first four words are given.
#[inline]
fn step(words: &[[u8; 2]], at: usize, node: &[[u8; 2]; 4], value: &impl Fn(usize) -> Option<u16>) -> u16 {
    let [[code, _], second, ..] = *node;
    let (code, second) = (usize::from(code), u16::from_le_bytes(second));
    // The code is the facet, counted from where the codes of the node's form begin. Looking for its value tells the form too:
    // a form has more codes than there are facets. Verification proved that every offset is in range; should that ever be
    // wrong, the walk ends at terminal 0.
    if let Some(value) = value(code) {
        let child = 2_usize.wrapping_add(usize::from(value >= second));
        return node.get(child).map_or(TERMINAL, |child| u16::from_le_bytes(*child));
    }
    let body = at.wrapping_add(2);
    if let Some(value) = value(code.wrapping_sub(usize::from(DENSE))) {
        let child = body.wrapping_add(usize::from(second.min(value)));
        return word(words, child).unwrap_or(TERMINAL);
    }
    among_cuts(words, body, second, value(code.wrapping_sub(usize::from(CUTS)))).unwrap_or(TERMINAL)
}

/// The child of a node with a list of cuts.
#[inline]
fn among_cuts(words: &[[u8; 2]], body: usize, last: u16, value: Option<u16>) -> Option<u16> {
    let (value, last) = (value?, usize::from(last));
    let mut class = 0_usize;
    while class < last && word(words, body.wrapping_add(class))? <= value {
        class = class.wrapping_add(1);
    }
    word(words, body.wrapping_add(last).wrapping_add(class))
}

/// The parts of one node, for those who read diagrams rather than walk them.
#[cfg(feature = "alloc")]
impl Diagram<'_> {
    /// The facet of the node at an offset, and for each class the last value in it and the child's word.
    pub(super) fn node(
        &self,
        offset: u16,
        last: impl Fn(u8) -> u16,
    ) -> Option<(u8, alloc::vec::Vec<(u16, u16)>)> {
        let node = usize::from(offset);
        let (header, second) = (word(self.words, node)?, word(self.words, node.checked_add(1)?)?);
        if header < HEADER {
            return None;
        }
        let position = u8::try_from(facet(header)).ok()?;
        // A node with one cut is one with a list of cuts that begins a word earlier.
        let (body, cuts, classes) = match header & FORM {
            DENSE => (node.checked_add(2)?, 0, second),
            CUTS => (node.checked_add(2)?, second, second),
            _ => (node.checked_add(1)?, 1, 1),
        };
        let children = body.checked_add(usize::from(cuts))?;
        let mut edges = alloc::vec::Vec::new();
        for class in 0..=classes {
            let end = match (cuts, class == classes) {
                (_, true) => last(position),
                (0, false) => class,
                (_, false) => word(self.words, body.checked_add(usize::from(class))?)?.checked_sub(1)?,
            };
            edges.push((end, word(self.words, children.checked_add(usize::from(class))?)?));
        }
        Some((position, edges))
    }
}
