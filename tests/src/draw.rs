//! Numbers drawn beforehand, out of which everything random is made. Whatever the numbers, something sound comes out; where
//! they run out, the first choice is taken, so that fewer and lower numbers make simpler things.
//!
//! ```
//! use plimsoll_tests::draw::Draw;
//! let draw = Draw::seeded(7);
//! assert!((0..100).all(|_| (2..=5).contains(&draw.small(2, 5))));
//! assert_eq!(Draw::of(&[]).below(9), 0);
//! ```

use std::cell::Cell;

/// A hand to draw from.
#[derive(Debug)]
pub struct Draw<'a> {
    numbers: &'a [u32],
    next: Cell<usize>,
    seed: Cell<u64>,
}

impl<'a> Draw<'a> {
    /// A hand of numbers.
    #[must_use]
    pub fn of(numbers: &'a [u32]) -> Self {
        Self { numbers, next: Cell::new(0), seed: Cell::new(0) }
    }

    /// A hand that never ends, of the numbers that follow from a seed (SplitMix64).
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { numbers: &[], next: Cell::new(0), seed: Cell::new(seed | 1) }
    }

    fn number(&self) -> usize {
        let next = self.next.replace(self.next.get() + 1);
        if let Some(number) = self.numbers.get(next) {
            return usize::try_from(*number).expect("32 bits fit");
        }
        if self.seed.get() == 0 {
            return 0;
        }
        let state = self.seed.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.seed.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 33).expect("31 bits fit")
    }

    /// One of so many, from 0.
    ///
    /// # Panics
    ///
    /// Never: 32 bits fit.
    #[must_use]
    pub fn below(&self, count: usize) -> usize {
        self.number() % count.max(1)
    }

    /// A number of a range, both ends included.
    ///
    /// # Panics
    ///
    /// If the range ends before it begins.
    #[must_use]
    pub fn small(&self, low: u8, high: u8) -> u8 {
        low + u8::try_from(self.below(usize::from(high - low) + 1)).expect("in the range")
    }

    /// Once in so many.
    #[must_use]
    pub fn rarely(&self, once_in: usize) -> bool {
        self.below(once_in) == once_in - 1
    }

    /// One of some.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn one<'t, T>(&self, some: &'t [T]) -> &'t T {
        &some[self.below(some.len())]
    }

    /// So many at most of whatever is made.
    pub fn many<T>(&self, most: usize, mut make: impl FnMut() -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make()).collect()
    }
}
