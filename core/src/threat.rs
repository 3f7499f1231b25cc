//! What may harm assets.

use crate::label::labels;
use crate::{Attributes, ScopeId, ThreatId};
use core::num::NonZeroU8;
use serde::{Deserialize, Serialize};

labels! {
    /// The class of a threat (domain.md A5).
    ///
    /// ```
    /// use plimsoll_core::ThreatClass;
    /// assert_eq!(ThreatClass::LABELS, ["deliberate", "accidental", "environmental"]);
    /// ```
    pub enum ThreatClass {
        /// Someone means harm.
        Deliberate = "deliberate",
        /// Someone errs, or something breaks.
        Accidental = "accidental",
        /// Nature or surroundings.
        Environmental = "environmental",
    }
}

labels! {
    /// Where a threat comes from: the risk source of ISO/IEC 27005 (domain.md A5).
    ///
    /// ```
    /// use plimsoll_core::Origin;
    /// assert_eq!(Origin::External.index(), 1);
    /// ```
    pub enum Origin {
        /// From within the organisation.
        Internal = "internal",
        /// From outside.
        External = "external",
    }
}

labels! {
    /// One of the eight attributes that describe a threat (domain.md A6).
    ///
    /// ```
    /// use plimsoll_core::ThreatAttribute;
    /// assert_eq!(ThreatAttribute::ALL.len(), 8);
    /// assert_eq!(ThreatAttribute::Severity.index(), 7);
    /// ```
    pub enum ThreatAttribute {
        /// What it does.
        Capability = "capability",
        /// Which assets it reaches.
        Comprehensiveness = "comprehensiveness",
        /// How skilled it is.
        Competence = "competence",
        /// How it behaves, and where.
        Culture = "culture",
        /// Whether it has happened before.
        History = "history",
        /// Where it comes from.
        Origin = "origin",
        /// What it yields its creator.
        Privilege = "privilege",
        /// How it hurts the business; informs the impact.
        Severity = "severity",
    }
}

/// How strongly an attribute of a threat is marked, from 1 to 5 (domain.md A6).
///
/// ```
/// use plimsoll_core::Ordinal;
/// assert_eq!(Ordinal::new(5).map(Ordinal::get), Some(5));
/// assert_eq!(Ordinal::new(0), None);
/// assert_eq!(Ordinal::new(6), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Ordinal(NonZeroU8);

impl Ordinal {
    /// The highest ordinal.
    pub const MAX: u8 = 5;

    /// An ordinal of 1 to [`Self::MAX`]; `None` outside.
    #[must_use]
    pub const fn new(ordinal: u8) -> Option<Self> {
        match NonZeroU8::new(ordinal) {
            Some(number) if ordinal <= Self::MAX => Some(Self(number)),
            _ => None,
        }
    }

    /// The number, from 1.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0.get()
    }
}

impl From<Ordinal> for u8 {
    fn from(ordinal: Ordinal) -> Self {
        ordinal.get()
    }
}

impl TryFrom<u8> for Ordinal {
    type Error = &'static str;

    fn try_from(ordinal: u8) -> Result<Self, Self::Error> {
        Self::new(ordinal).ok_or("an ordinal is 1 to 5")
    }
}

impl core::fmt::Display for Ordinal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.get(), f)
    }
}

/// The eight attributes of a threat, each rated or not (domain.md A6). Their texts stay with the host.
///
/// ```
/// use plimsoll_core::{Description, Ordinal, ThreatAttribute};
/// let described = Description::NONE.with(ThreatAttribute::Severity, Ordinal::new(4));
/// assert_eq!(described.get(ThreatAttribute::Severity), Ordinal::new(4));
/// assert_eq!(described.get(ThreatAttribute::History), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Description([Option<Ordinal>; 8]);

impl Description {
    /// Nothing is rated.
    pub const NONE: Self = Self([None; 8]);

    /// The ordinal of an attribute, if it is rated.
    #[must_use]
    pub fn get(&self, attribute: ThreatAttribute) -> Option<Ordinal> {
        self.0.get(usize::from(attribute.index())).copied().flatten()
    }

    /// Rates an attribute, or takes its rating away.
    pub fn set(&mut self, attribute: ThreatAttribute, ordinal: Option<Ordinal>) {
        if let Some(slot) = self.0.get_mut(usize::from(attribute.index())) {
            *slot = ordinal;
        }
    }

    /// This description with one attribute rated, or its rating taken away.
    #[must_use]
    pub fn with(mut self, attribute: ThreatAttribute, ordinal: Option<Ordinal>) -> Self {
        self.set(attribute, ordinal);
        self
    }
}

/// A threat as a decision sees it (domain.md A5). Its type and other texts stay with the host.
///
/// ```
/// use plimsoll_core::{Attribute, Attributes, Description, Origin, ScopeId, Threat, ThreatClass, ThreatId};
/// let hacking = Threat {
///     id: ThreatId(1),
///     class: ThreatClass::Deliberate,
///     origin: Origin::External,
///     compromises: Attributes::NONE.with(Attribute::Confidentiality),
///     scope: ScopeId(0),
///     description: Description::NONE,
/// };
/// assert!(!hacking.compromises.contains(Attribute::Availability));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Threat {
    /// Its number in the register.
    pub id: ThreatId,
    /// Meant, mistaken or natural.
    pub class: ThreatClass,
    /// Where it comes from.
    pub origin: Origin,
    /// The attributes of an asset that it compromises.
    pub compromises: Attributes,
    /// The scope it belongs to (domain.md A1).
    pub scope: ScopeId,
    /// Its attributes, as far as they are rated.
    pub description: Description,
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::{Description, Ordinal, Origin, ThreatAttribute, ThreatClass};
    use std::string::ToString;

    #[test]
    fn ordinals_are_one_to_five() {
        for number in 0..=u8::MAX {
            assert_eq!(Ordinal::new(number).map(Ordinal::get), (1..=5).contains(&number).then_some(number));
            assert_eq!(postcard::from_bytes::<Ordinal>(&[number]).ok(), Ordinal::new(number));
            assert!(Ordinal::new(number).is_none_or(|ordinal| u8::from(ordinal) == number));
            assert!(Ordinal::new(number).is_none_or(|ordinal| ordinal.to_string() == number.to_string()));
        }
    }

    #[test]
    fn each_attribute_has_its_own_place() {
        for attribute in ThreatAttribute::ALL {
            let one = Description::NONE.with(*attribute, Ordinal::new(3));
            for other in ThreatAttribute::ALL {
                assert_eq!(one.get(*other).is_some(), other == attribute, "{attribute} {other}");
            }
            assert_eq!(one.with(*attribute, None), Description::NONE);
        }
    }

    #[test]
    fn a_description_is_small_and_refuses_a_wrong_ordinal() {
        assert_eq!(size_of::<Description>(), 8);
        // Eight options in postcard: 0 for none, 1 and the value for some.
        assert_eq!(postcard::from_bytes::<Description>(&[0; 8]), Ok(Description::NONE));
        assert!(postcard::from_bytes::<Description>(&[1, 5, 0, 0, 0, 0, 0, 0, 0]).is_ok());
        assert!(postcard::from_bytes::<Description>(&[1, 6, 0, 0, 0, 0, 0, 0, 0]).is_err());
        assert!(postcard::from_bytes::<Description>(&[1, 0, 0, 0, 0, 0, 0, 0, 0]).is_err());
    }

    #[test]
    fn labels_are_the_contract() {
        assert_eq!(ThreatClass::LABELS, ["deliberate", "accidental", "environmental"]);
        assert_eq!(Origin::LABELS, ["internal", "external"]);
        let attributes = [
            "capability",
            "comprehensiveness",
            "competence",
            "culture",
            "history",
            "origin",
            "privilege",
            "severity",
        ];
        assert_eq!(ThreatAttribute::LABELS, attributes);
    }
}
