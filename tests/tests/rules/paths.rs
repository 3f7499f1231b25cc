//! One situation for every path of a compiled rule, read from its words with nothing of the engine's.

use plimsoll_core::facet::{FACETS, Values};
use plimsoll_core::policy::{DraftRule, KnownFacet};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::points::size;

/// From here on, a word is a terminal.
const TERMINAL: u16 = 0x8000;

/// A situation for every path, at the lowest, the highest or any value of each class; at most `most` of them.
pub(crate) fn points(rule: &DraftRule, facets: &[KnownFacet], draw: &Draw<'_>, most: usize) -> Vec<Values> {
    let words: Vec<usize> =
        rule.words.chunks(2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]]))).collect();
    let (mut left, mut points) = (vec![(rule.root, [0; FACETS])], Vec::new());
    while let Some((at, point)) = left.pop().filter(|_| points.len() < most) {
        if at >= TERMINAL {
            points.push(point);
            continue;
        }
        let (header, second) = (words[usize::from(at)], words[usize::from(at) + 1]);
        let known = facets
            .iter()
            .find(|known| known.facet.index() == header & 0x3f)
            .expect("rules read nothing but what they may");
        // Where the cuts begin, how many there are, and the last class: one cut, one child per value, or a list of cuts.
        let (body, cuts, last) = match header & 0xc0 {
            0 => (usize::from(at) + 1, 1, 1),
            0x40 => (usize::from(at) + 2, 0, second),
            _ => (usize::from(at) + 2, second, second),
        };
        let children = body + cuts;
        for class in 0..=last {
            let (low, high) = if cuts > 0 {
                (
                    if class == 0 { 0 } else { words[body + class - 1] },
                    if class == last { usize::from(size(known)) - 1 } else { words[body + class] - 1 },
                )
            } else {
                (class, class)
            };
            let value = *draw.one(&[low, high, low + draw.below(high - low + 1)]);
            let mut point = point;
            point[known.facet.index()] = u16::try_from(value).expect("16 bits");
            left.push((u16::try_from(words[children + class]).expect("16 bits"), point));
        }
    }
    points
}
