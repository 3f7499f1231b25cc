//! What a diagram can tell apart.

use super::Diagram;
use super::word::{CUTS, DENSE, FORM, HEADER, facet, word};
use crate::facet::Facet;

impl Diagram<'_> {
    /// Visits the values of a facet at which some node passes from one child to another, in no order and maybe more than once.
    pub(crate) fn each_cut(&self, of: Facet, mut visit: impl FnMut(u16)) {
        let mut node = 0_usize;
        while let (Some(header @ HEADER..), Some(second)) =
            (word(self.words, node), word(self.words, node.wrapping_add(1)))
        {
            let at = |plus: u16| word(self.words, node.wrapping_add(2).wrapping_add(usize::from(plus)));
            let asks = facet(header) == u16::from(of.get());
            let length = match header & FORM {
                DENSE => {
                    let changes = (1..=second).filter(|value| at(value.wrapping_sub(1)) != at(*value));
                    changes.filter(|_| asks).for_each(&mut visit);
                    usize::from(second).wrapping_add(3)
                }
                CUTS => {
                    (0..second).filter(|_| asks).filter_map(at).for_each(&mut visit);
                    usize::from(second).wrapping_mul(2).wrapping_add(3)
                }
                _ => {
                    Some(second).filter(|_| asks).into_iter().for_each(&mut visit);
                    4
                }
            };
            node = node.wrapping_add(length);
        }
    }
}
