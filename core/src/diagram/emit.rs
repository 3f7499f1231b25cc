//! From a function to the words of a diagram, and back.

use super::store::Edge;
use super::word::{CUTS, DENSE, FORM, HEADER, MAX_WORDS, ONE_CUT, TERMINAL, TERMINALS};
use super::{Diagram, Forest, Ref};
use crate::facet::Facet;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The function needs more words, or larger terminals, than one diagram can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// How many words it would take.
    pub words: usize,
}

impl Forest {
    /// The words and the root of a function, ready for [`Diagram::verify`]. Nodes stand in order of facet, so parents come
    /// before children; a node with two children has one cut, and of the other two forms the shorter is taken, the dense one where
    /// they are equal.
    ///
    /// # Errors
    /// [`TooLarge`] past 32,768 words or for a terminal that has no word.
    pub fn emit(&self, a: Ref) -> Result<(Vec<u8>, u16), TooLarge> {
        let (words, roots) = self.emit_all(&[a])?;
        Ok((words, roots.first().copied().unwrap_or(TERMINAL)))
    }

    /// The words of several functions, which share their nodes, and the root of each.
    pub(crate) fn emit_all(&self, functions: &[Ref]) -> Result<(Vec<u8>, Vec<u16>), TooLarge> {
        let nodes = self.reachable(functions);
        let mut offsets = BTreeMap::new();
        let mut length = 0_usize;
        for node in &nodes {
            offsets.insert(*node, length);
            length = length.saturating_add(self.shape(*node).words);
        }
        let too_large = TooLarge { words: length };
        if length > MAX_WORDS {
            return Err(too_large);
        }
        let reference = |to: Ref| match (to.index(), to.constant()) {
            (Some(node), _) => offsets.get(&node).and_then(|offset| u16::try_from(*offset).ok()),
            (None, value) => value
                .and_then(|value| u16::try_from(value).ok())
                .filter(|value| *value < TERMINALS)
                .map(|value| value | TERMINAL),
        };
        let mut words = Vec::with_capacity(length.saturating_mul(2));
        for node in &nodes {
            let (shape, edges) = (self.shape(*node), self.store.edges(*node));
            let mut push = |word: u16| words.extend_from_slice(&word.to_le_bytes());
            push(HEADER | shape.form | u16::from(self.store.facet(*node)));
            if shape.form != ONE_CUT {
                push(shape.last);
            }
            if shape.form != DENSE {
                edges.iter().rev().skip(1).rev().for_each(|edge| push(edge.last.saturating_add(1)));
            }
            let mut first = 0_u16;
            for Edge { last, to } in edges {
                let times =
                    if shape.form == DENSE { last.saturating_sub(first).saturating_add(1) } else { 1 };
                let word = reference(*to).ok_or(too_large)?;
                (0..times).for_each(|_| push(word));
                first = last.saturating_add(1);
            }
        }
        let roots = functions.iter().map(|function| reference(*function).ok_or(too_large));
        Ok((words, roots.collect::<Result<_, _>>()?))
    }

    fn shape(&self, node: u32) -> Shape {
        let size = self.sizes.get(usize::from(self.store.facet(node))).copied().unwrap_or_default();
        let classes = self.store.edges(node).len();
        let last = u16::try_from(classes.saturating_sub(1)).unwrap_or(u16::MAX);
        let (dense, cuts) =
            (usize::from(size).saturating_add(2), classes.saturating_mul(2).saturating_add(1));
        if classes == 2 {
            Shape { form: ONE_CUT, last, words: 4 }
        } else if dense <= cuts {
            Shape { form: DENSE, last: size.saturating_sub(1), words: dense }
        } else {
            Shape { form: CUTS, last, words: cuts }
        }
    }

    /// The function of a verified diagram whose facets this forest knows, with the sizes that it was verified with.
    pub fn load(&mut self, diagram: &Diagram<'_>) -> Ref {
        let sizes = self.sizes;
        let last = |facet: u8| sizes.get(usize::from(facet)).map_or(0, |size| size.saturating_sub(1));
        let mut known = BTreeMap::new();
        let resolve = |word: u16, known: &BTreeMap<u16, Ref>| {
            if word >= TERMINAL {
                Ref::terminal(u32::from(word & !TERMINAL))
            } else {
                known.get(&word).copied().unwrap_or(Ref::FALSE)
            }
        };
        for offset in diagram.offsets(last).into_iter().rev() {
            let Some((facet, edges)) = diagram.node(offset, last) else { continue };
            let children: Vec<_> =
                edges.into_iter().map(|(end, word)| (end, resolve(word, &known))).collect();
            if let Some(facet) = Facet::new(facet) {
                let made = self.branch(facet, children);
                known.insert(offset, made);
            }
        }
        resolve(diagram.root(), &known)
    }
}

struct Shape {
    form: u16,
    /// The last class.
    last: u16,
    words: usize,
}

/// How many words the node at an offset has.
pub(super) fn node_words(diagram: &Diagram<'_>, offset: u16) -> u16 {
    let word = |offset: u16| super::word::word(diagram.words, usize::from(offset)).unwrap_or_default();
    let last = word(offset.saturating_add(1));
    match word(offset) & FORM {
        DENSE => last.saturating_add(3),
        CUTS => last.saturating_mul(2).saturating_add(3),
        _ => 4,
    }
}
