//! Where the walks of a diagram can end.

use super::Diagram;
use super::word::{CUTS, DENSE, FORM, HEADER, MAX_WORDS, TERMINAL, word};

/// One bit for every four words: no node has fewer, so each has a bit of its own.
const MARKS: usize = MAX_WORDS / 4 / 8;

impl Diagram<'_> {
    /// Whether `may` holds of every terminal that a path from the root ends in; the words, which other diagrams may share, were
    /// verified. One pass over the words from the root on, and a kilobyte of stack.
    pub(crate) fn leads_only(&self, may: impl Fn(u16) -> bool) -> bool {
        let mut reached = [0_u8; MARKS];
        let reach = |child: u16, reached: &mut [u8; MARKS]| {
            if child >= TERMINAL {
                return may(child & !TERMINAL);
            }
            let (byte, bit) = mark(child.into());
            reached.get_mut(byte).into_iter().for_each(|marks| *marks |= bit);
            true
        };
        let mut node = usize::from(self.root);
        let mut is_sound = reach(self.root, &mut reached);
        while let (Some(header @ HEADER..), Some(second)) =
            (word(self.words, node), word(self.words, node.wrapping_add(1)))
        {
            let (cuts, last) = match header & FORM {
                DENSE => (0, second),
                CUTS => (second, second),
                _ => (0, 1),
            };
            let first = node.wrapping_add(2).wrapping_add(cuts.into());
            let end = first.wrapping_add(last.into()).wrapping_add(1);
            let (byte, bit) = mark(node);
            if reached.get(byte).is_some_and(|marks| marks & bit != 0) {
                let mut children = (first..end).filter_map(|at| word(self.words, at));
                is_sound &= children.all(|child| reach(child, &mut reached));
            }
            node = end;
        }
        is_sound
    }
}

/// The byte and the bit of the node at an offset.
fn mark(node: usize) -> (usize, u8) {
    let number = node / 4;
    (number / 8, 1 << (number % 8))
}
