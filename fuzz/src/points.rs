//! Points at which functions are compared: the corners, and some that look random but depend on the input alone.

use plimsoll_core::facet::{FACETS, Values};

/// A stream of numbers that a seed determines (xorshift64*).
#[derive(Clone, Debug)]
pub struct Stream(u64);

impl Stream {
    /// The stream of some bytes: equal bytes, equal stream.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let folded = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(folded | 1)
    }

    /// The next number.
    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below a bound, which is not 0.
    pub fn below(&mut self, bound: u16) -> u16 {
        u16::try_from((self.next_u64() >> 20) % u64::from(bound)).expect("below a u16")
    }

    /// Whether this input is one of those that something slow is tried with, once in so many. Without a fuzzer, all are.
    pub fn sometimes(&mut self, once_in: u16) -> bool {
        !cfg!(fuzzing) || self.below(once_in) == 0
    }

    /// A value of a facet of a size, or now and then one past its last.
    pub(crate) fn value(&mut self, size: u16) -> u16 {
        match self.below(16) {
            0 => u16::MAX,
            1 => size,
            2 => size.saturating_sub(1),
            _ => self.below(size.max(1)),
        }
    }

    /// Values for all facets, by their sizes.
    pub(crate) fn values(&mut self, sizes: &[u16; FACETS]) -> Values {
        sizes.map(|size| self.value(size))
    }
}

/// All lowest, all last, all far too large, and `random` more.
pub(crate) fn points(stream: &mut Stream, sizes: &[u16; FACETS], random: usize) -> Vec<Values> {
    let corners = [[0; FACETS], sizes.map(|size| size.saturating_sub(1)), [u16::MAX; FACETS]];
    corners.into_iter().chain((0..random).map(|_| stream.values(sizes))).collect()
}
