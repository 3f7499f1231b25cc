//! Confidentiality, integrity and availability: the rating of an asset, and the set of attributes a threat compromises.

use crate::Level;
use crate::label::labels;
use serde::{Deserialize, Serialize};

labels! {
    /// A security attribute (domain.md A3).
    pub enum Attribute {
        /// Not disclosed to those who may not know.
        Confidentiality = "c",
        /// Correct and complete.
        Integrity = "i",
        /// There when it is needed.
        Availability = "a",
    }
}

/// The rating of an asset per attribute (domain.md A3). No average is ever formed.
///
/// ```
/// use plimsoll_core::{Attribute, Attributes, Cia, Level};
/// let cia = Cia::new(Level::High, Level::Medium, Level::Low);
/// assert_eq!(cia.high_water(), Level::High);
/// let stops = Attributes::NONE.with(Attribute::Integrity).with(Attribute::Availability);
/// assert_eq!(cia.highest_of(stops), Some(Level::Medium));
/// assert_eq!(cia.highest_of(Attributes::NONE), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cia {
    /// How much harm disclosure does.
    pub confidentiality: Level,
    /// How much harm wrong or incomplete content does.
    pub integrity: Level,
    /// How much harm absence does.
    pub availability: Level,
}

impl Cia {
    /// A rating from its three levels.
    #[must_use]
    pub const fn new(confidentiality: Level, integrity: Level, availability: Level) -> Self {
        Self { confidentiality, integrity, availability }
    }

    /// The level of one attribute.
    #[must_use]
    pub const fn level(self, attribute: Attribute) -> Level {
        match attribute {
            Attribute::Confidentiality => self.confidentiality,
            Attribute::Integrity => self.integrity,
            Attribute::Availability => self.availability,
        }
    }

    /// The high-water mark: the highest of the three levels (FIPS 199, section 3).
    #[must_use]
    pub fn high_water(self) -> Level {
        self.confidentiality.max(self.integrity).max(self.availability)
    }

    /// The high-water mark of two ratings, attribute by attribute, as for a system that holds two kinds of information.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            confidentiality: self.confidentiality.max(other.confidentiality),
            integrity: self.integrity.max(other.integrity),
            availability: self.availability.max(other.availability),
        }
    }

    /// The highest level among some attributes, usually those that a threat compromises; `None` for no attribute.
    #[must_use]
    pub fn highest_of(self, attributes: Attributes) -> Option<Level> {
        attributes.iter().map(|attribute| self.level(attribute)).max()
    }
}

/// A set of [`Attribute`]s, such as those that a threat compromises (domain.md A5).
///
/// ```
/// use plimsoll_core::{Attribute, Attributes, Cia, Level};
/// let theft = Attributes::NONE.with(Attribute::Confidentiality).with(Attribute::Availability);
/// let asset = Cia::new(Level::Medium, Level::High, Level::Low);
/// assert_eq!(asset.highest_of(theft), Some(Level::Medium), "integrity is high, but not attacked");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Attributes(u8);

impl From<Attributes> for u8 {
    fn from(attributes: Attributes) -> Self {
        attributes.0
    }
}

impl TryFrom<u8> for Attributes {
    type Error = &'static str;

    fn try_from(bits: u8) -> Result<Self, Self::Error> {
        if bits & !Self::ALL.0 == 0 { Ok(Self(bits)) } else { Err("there are three attributes: bits 0 to 2") }
    }
}

impl Attributes {
    /// The empty set.
    pub const NONE: Self = Self(0);
    /// All three attributes.
    pub const ALL: Self = Self(0b111);

    const fn bit(attribute: Attribute) -> u8 {
        match attribute {
            Attribute::Confidentiality => 0b001,
            Attribute::Integrity => 0b010,
            Attribute::Availability => 0b100,
        }
    }

    /// This set and one attribute more.
    #[must_use]
    pub const fn with(self, attribute: Attribute) -> Self {
        Self(self.0 | Self::bit(attribute))
    }

    /// Whether the attribute is in the set.
    #[must_use]
    pub const fn contains(self, attribute: Attribute) -> bool {
        self.0 & Self::bit(attribute) != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }

    /// The attributes of the set in the order C, I, A.
    pub fn iter(self) -> impl Iterator<Item = Attribute> {
        Attribute::ALL.iter().copied().filter(move |attribute| self.contains(*attribute))
    }
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Attributes, Cia};
    use crate::Level;

    #[test]
    fn a_set_of_attributes_is_its_bits() {
        for bits in 0..=u8::MAX {
            assert_eq!(Attributes::try_from(bits).is_ok(), bits < 8, "{bits}");
            let Ok(set) = Attributes::try_from(bits) else { continue };
            assert_eq!(u8::from(set), bits);
            assert_eq!(set.is_empty(), bits == 0);
            for (position, attribute) in Attribute::ALL.iter().enumerate() {
                assert_eq!(set.contains(*attribute), bits >> position & 1 == 1, "{bits} {attribute}");
                assert_eq!(u8::from(set.with(*attribute)), bits | 1 << position, "{bits} {attribute}");
            }
        }
    }

    /// All 27 ratings, and all pairs of them.
    #[test]
    fn high_water_marks_are_maxima() {
        let levels = || Level::ALL.iter().copied();
        let ratings = || {
            levels().flat_map(move |c| levels().flat_map(move |i| levels().map(move |a| Cia::new(c, i, a))))
        };
        for one in ratings() {
            assert!(levels().all(|level| {
                (one.high_water() >= level) == Attribute::ALL.iter().any(|each| one.level(*each) >= level)
            }));
            for other in ratings() {
                for attribute in Attribute::ALL {
                    let expected = one.level(*attribute).max(other.level(*attribute));
                    assert_eq!(one.or(other).level(*attribute), expected, "{one:?} {other:?}");
                }
            }
        }
    }
}
