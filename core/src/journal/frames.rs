//! The records in a run of bytes.

use super::cobs::DELIMITER;
use super::{Damage, Record};

/// What stands between two delimiters: a record, or something damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// Where it begins, in bytes from the beginning; the delimiter before it does not count.
    pub offset: u64,
    /// How many bytes it has, without delimiters.
    pub bytes: u64,
    /// The record, or why it is none.
    pub record: Result<Record<'a>, Damage>,
}

/// Goes through a run of bytes, stretch by stretch. Whatever is damaged ends at the next delimiter, and everything sound after it
/// is found. The bytes are worked on in place and are not as they were afterwards.
///
/// ```
/// use plimsoll_core::journal::{Damage, Frames};
/// let mut noise = *b"\x00\x00noise\x00";
/// let found: Vec<_> = Frames::new(&mut noise).collect();
/// assert_eq!((found.len(), found[0].offset, found[0].bytes), (1, 2, 5));
/// assert_eq!(found[0].record, Err(Damage::Cut));
/// ```
#[derive(Debug)]
pub struct Frames<'a> {
    rest: &'a mut [u8],
    offset: u64,
}

impl<'a> Frames<'a> {
    /// Begins at the first of some bytes.
    pub fn new(bytes: &'a mut [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    /// Takes some bytes away from the front.
    fn take(&mut self, count: usize) -> &'a mut [u8] {
        let rest = core::mem::take(&mut self.rest);
        let (taken, rest) = rest.split_at_mut_checked(count).unwrap_or_default();
        self.rest = rest;
        self.offset = self.offset.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        taken
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Stretch<'a>;

    fn next(&mut self) -> Option<Stretch<'a>> {
        let delimiters = self.rest.iter().position(|byte| *byte != DELIMITER)?;
        self.take(delimiters);
        let offset = self.offset;
        let length = self.rest.iter().position(|byte| *byte == DELIMITER).unwrap_or(self.rest.len());
        let frame = self.take(length);
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        Some(Stretch { offset, bytes, record: Record::read(frame) })
    }
}
