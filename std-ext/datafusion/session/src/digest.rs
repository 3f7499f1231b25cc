//! Decisions about many risks as one number.
//!
//! Every row has a weight of its own, its number times an odd constant in 27 bits, and each unit sums the weights times what was
//! decided. So a sum hears of every row, in whatever order rows come, and the sums of 2^25 rows stay far below 2^63.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// What a row's number is multiplied with.
pub const FACTOR: i64 = 2_654_435_769;

/// Which bits of the product are its weight.
pub const MASK: i64 = (1 << 27) - 1;

/// What the decisions about the risks of a unit come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// How many risks there are.
    pub count: i64,
    /// The sum of weight times score.
    pub scores: i64,
    /// The sum of weight times the code of the response.
    pub responses: i64,
}

impl Unit {
    /// Takes a decision in.
    pub fn take(&mut self, id: i64, score: u8, response: u8) {
        let weight = id.wrapping_mul(FACTOR) & MASK;
        self.count = self.count.wrapping_add(1);
        self.scores = self.scores.wrapping_add(weight.wrapping_mul(score.into()));
        self.responses = self.responses.wrapping_add(weight.wrapping_mul(response.into()));
    }

    /// The unit as if each of its rows came so many times.
    #[must_use]
    pub fn times(self, times: i64) -> Self {
        let [count, scores, responses] =
            [self.count, self.scores, self.responses].map(|number| number.wrapping_mul(times));
        Self { count, scores, responses }
    }
}

/// The digest of all units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// How many risks were decided.
    pub risks: i64,
    /// FNV-1a, 64 bits, over the units in their order.
    pub hash: u64,
}

impl Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} risks, digest {:016x}", self.risks, self.hash)
    }
}

/// The digest of units.
#[must_use]
pub fn of(units: &BTreeMap<u16, Unit>) -> Digest {
    let mut digest = Digest { risks: 0, hash: 0xcbf2_9ce4_8422_2325 };
    for (unit, sums) in units {
        digest.risks = digest.risks.wrapping_add(sums.count);
        let numbers = [i64::from(*unit), sums.count, sums.scores, sums.responses];
        for byte in numbers.into_iter().flat_map(i64::to_le_bytes) {
            digest.hash = (digest.hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    digest
}
