//! The few lines that evaluate everything.

use super::word::{CUTS, HEADER, TERMINAL, facet, word};
use crate::facet::{Facet, FacetSet};

/// A verified decision diagram over borrowed words.
///
/// Made by [`Diagram::verify`] only. [`Diagram::walk`] is total: whatever the values, it ends in one of the terminals that
/// verification admitted. A value past the last one of its facet counts as the last.
///
/// ```
/// use plimsoll_core::diagram::Diagram;
/// use plimsoll_core::facet::{FACETS, FacetSet};
/// // One node on facet 0, which has three values, and the terminals 7, 7 and 8.
/// let words: Vec<u8> = [0xff80_u16, 3, 0x8007, 0x8007, 0x8008].iter().flat_map(|word| word.to_le_bytes()).collect();
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
    #[inline]
    pub fn walk(&self, values: &[u16]) -> u16 {
        let mut at = self.root;
        while at < TERMINAL {
            // Verification proved that every offset is in range; should that ever be wrong, the walk ends at terminal 0.
            at = step(self.words, usize::from(at), values).unwrap_or(TERMINAL);
        }
        at & !TERMINAL
    }

    /// The diagram that leads to terminal 0 everywhere.
    pub(crate) const fn constant() -> Self {
        Self { words: &[], root: TERMINAL }
    }

    /// The diagram of words and root that were verified when the policy that holds them was.
    pub(crate) const fn verified(words: &'a [[u8; 2]], root: u16) -> Self {
        Self { words, root }
    }

    /// The facets that its nodes ask for.
    #[must_use]
    pub fn support(&self) -> FacetSet {
        let headers =
            self.words.iter().map(|bytes| u16::from_le_bytes(*bytes)).filter(|word| *word >= HEADER);
        let facets = headers.filter_map(|header| u8::try_from(facet(header)).ok().and_then(Facet::new));
        facets.fold(FacetSet::NONE, |set, facet| set.or(facet.set()))
    }

    /// The words as they stand in the blob.
    #[must_use]
    pub const fn words(&self) -> &'a [u8] {
        self.words.as_flattened()
    }

    /// The first node's offset, or the only terminal of a constant diagram.
    #[must_use]
    pub const fn root(&self) -> u16 {
        self.root
    }
}

#[inline]
fn step(words: &[[u8; 2]], node: usize, values: &[u16]) -> Option<u16> {
    let (header, classes) = (word(words, node)?, word(words, node.wrapping_add(1))?);
    let value = *values.get(usize::from(facet(header)))?;
    let body = node.wrapping_add(2);
    if header & CUTS == 0 {
        let class = value.min(classes.wrapping_sub(1));
        return word(words, body.wrapping_add(usize::from(class)));
    }
    let cuts = classes.wrapping_sub(1);
    let mut class = 0;
    while class < cuts && word(words, body.wrapping_add(usize::from(class)))? <= value {
        class = class.wrapping_add(1);
    }
    word(words, body.wrapping_add(usize::from(cuts)).wrapping_add(usize::from(class)))
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
        let (header, classes) = (word(self.words, node)?, word(self.words, node.checked_add(1)?)?);
        if header < HEADER {
            return None;
        }
        let position = u8::try_from(facet(header)).ok()?;
        let body = node.checked_add(2)?;
        let cuts = classes.checked_sub(1)?;
        let dense = header & CUTS == 0;
        let children = if dense { body } else { body.checked_add(usize::from(cuts))? };
        let mut edges = alloc::vec::Vec::new();
        for class in 0..classes {
            let end = match (dense, class == cuts) {
                (_, true) => last(position),
                (true, false) => class,
                (false, false) => word(self.words, body.checked_add(usize::from(class))?)?.checked_sub(1)?,
            };
            edges.push((end, word(self.words, children.checked_add(usize::from(class))?)?));
        }
        Some((position, edges))
    }
}
