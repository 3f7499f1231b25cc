//! Strings in a pool, and the reasons that are put together from them.

use super::names::Words;
use super::records::Records;

/// No string.
pub(super) const NO_TEXT: u16 = u16::MAX;

/// Strings one after the other, and where each ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strings<'a> {
    pool: &'a str,
    ends: Records<'a, 4>,
}

impl<'a> Strings<'a> {
    /// Proves that every string is in the pool, none of them empty, and that nothing is left of it.
    pub(super) fn verify(pool: &'a str, ends: &'a [u8]) -> Option<Self> {
        let ends = Records::<4>::new(ends)?;
        let mut previous = 0;
        for bytes in ends.iter() {
            let end = usize::try_from(u32::from_le_bytes(*bytes)).ok()?;
            pool.get(previous..end).filter(|text| !text.is_empty())?;
            previous = end;
        }
        (previous == pool.len()).then_some(Self { pool, ends })
    }

    /// How many there are, as far as they can be referred to.
    pub(super) fn len(&self) -> u16 {
        self.ends.len()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.ends.records().len()
    }

    pub(super) fn get(&self, index: u16) -> Option<&'a str> {
        let end =
            |at: u16| self.ends.get(at).and_then(|bytes| usize::try_from(u32::from_le_bytes(*bytes)).ok());
        let start = match index.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        self.pool.get(start..end(index)?)
    }
}

/// Whether the source, rule, text and principle of a reason are among so many texts, as far as it has them.
pub(super) fn is_reason([a, b, c, d, e, f, g, h, ..]: &[u8; 10], texts: u16) -> bool {
    [[a, b], [c, d], [e, f], [g, h]]
        .iter()
        .map(|[low, high]| u16::from_le_bytes([**low, **high]))
        .all(|text| text == NO_TEXT || text < texts)
}

/// The words of a reason.
pub(super) fn words<'a>(record: &[u8; 10], text: impl Fn(u16) -> Option<&'a str>) -> Words<'a> {
    let [a, b, c, d, e, f, g, h, i, j] = *record;
    let text = |low, high| text(u16::from_le_bytes([low, high])).unwrap_or_default();
    let line = u16::from_le_bytes([i, j]);
    Words { source: text(a, b), rule: text(c, d), text: text(e, f), principle: text(g, h), line }
}
