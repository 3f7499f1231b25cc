//! What law and contracts oblige the organisation to, as far as assets carry it.

use serde::{Deserialize, Serialize};

/// A set of compliance obligations, each by its position in the policy's list, 0 to 31 (domain.md A11: SOX,
/// PCI DSS, GDPR, ...).
///
/// ```
/// use plimsoll_core::Obligations;
/// let pci = Obligations::NONE.with(0).unwrap();
/// assert!(pci.contains(0) && !pci.contains(1));
/// assert_eq!(pci.with(3).unwrap().iter().collect::<Vec<_>>(), [0, 3]);
/// assert_eq!(pci.with(32), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Obligations(u32);

impl Obligations {
    /// No obligation.
    pub const NONE: Self = Self(0);

    /// How many obligations a set can tell apart.
    pub const CAPACITY: u8 = 32;

    /// This set and one obligation more; `None` for a position past [`Self::CAPACITY`].
    #[must_use]
    pub const fn with(self, position: u8) -> Option<Self> {
        match Self::bit(position) {
            0 => None,
            bit => Some(Self(self.0 | bit)),
        }
    }

    /// Whether the obligation at a position is in the set.
    #[must_use]
    pub const fn contains(self, position: u8) -> bool {
        self.0 & Self::bit(position) != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The obligations of either set, as for a system that holds two kinds of information.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The positions in the set, ascending.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..Self::CAPACITY).filter(move |position| self.contains(*position))
    }

    /// The bit of a position; 0 past the capacity.
    #[expect(clippy::as_conversions, reason = "widening, in a constant function")]
    const fn bit(position: u8) -> u32 {
        match 1_u32.checked_shl(position as u32) {
            Some(bit) => bit,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Obligations;

    #[test]
    fn every_position_is_its_own() {
        for position in 0..Obligations::CAPACITY {
            let one = Obligations::NONE.with(position).unwrap();
            assert!(!one.is_empty());
            for other in 0..=u8::MAX {
                assert_eq!(one.contains(other), other == position, "{position} {other}");
            }
            assert!(one.iter().eq([position]));
            assert_eq!(one.with(position), Some(one), "adding twice changes nothing");
        }
        for position in Obligations::CAPACITY..=u8::MAX {
            assert_eq!(Obligations::NONE.with(position), None, "{position}");
        }
    }

    #[test]
    fn union_holds_both() {
        let (first, last) = (Obligations::NONE.with(0).unwrap(), Obligations::NONE.with(31).unwrap());
        assert!(first.or(last).iter().eq([0, 31]));
        assert_eq!(first.or(last).or(last), first.or(last), "what is in both stays");
        assert_eq!(Obligations::NONE.or(Obligations::NONE), Obligations::NONE);
        assert!(Obligations::NONE.is_empty());
    }
}
