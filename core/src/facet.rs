//! Facets: the finite inputs that decisions read.
//!
//! There are two spaces, one for risks and one for incidents. In both, positions below [`BUILT_IN`] are fixed by this crate
//! and the positions from there on are declared by the policy, obligations first; a declared facet has the same position in
//! both spaces. A value is always a number from 0: the position of a label, false or true, or the distance from the low end
//! of a range.

use serde::{Deserialize, Serialize};

/// How many positions are kept for built-in facets, in each space.
pub const BUILT_IN: u8 = 16;

/// How many facets, obligations included, a policy may declare.
pub const MAX_DECLARED: usize = 32;

/// How many facets a space has room for.
pub const FACETS: usize = 48;

/// The most values that one facet may have.
pub const MAX_VALUES: u16 = 0xff00;

/// The values of every facet of a space.
// The length is a literal: with a named constant here, rustc 1.95 stops with an internal error where a closure of another
// crate captures some fields of the facts.
pub type Values = [u16; 48];

const _: () = assert!(size_of::<Values>() == FACETS * size_of::<u16>());

/// The position of a facet in its space, below [`FACETS`].
///
/// ```
/// use plimsoll_core::facet::{self, Facet};
/// assert_eq!(Facet::new(0), Some(facet::IMPACT));
/// assert_eq!(Facet::new(48), None);
/// assert_eq!(Facet::declared(0).map(Facet::get), Some(16));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Facet(u8);

impl Facet {
    const fn built_in(position: u8) -> Self {
        Self(position)
    }

    /// The facet at a position; `None` from [`FACETS`] on.
    #[must_use]
    pub fn new(position: u8) -> Option<Self> {
        (usize::from(position) < FACETS).then_some(Self(position))
    }

    /// The facet that the policy declares as its n-th, counted from 0; `None` from [`MAX_DECLARED`] on.
    #[must_use]
    pub fn declared(n: u8) -> Option<Self> {
        BUILT_IN.checked_add(n).and_then(Self::new)
    }

    /// The position.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The position, for looking a value up.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Sets its value.
    #[inline]
    pub(crate) fn put(self, values: &mut Values, value: u16) {
        if let Some(slot) = values.get_mut(self.index()) {
            *slot = value;
        }
    }

    /// The set that holds this facet alone.
    #[must_use]
    pub const fn set(self) -> FacetSet {
        FacetSet(1_u64 << (self.0 & 63))
    }
}

impl From<Facet> for u8 {
    fn from(facet: Facet) -> Self {
        facet.0
    }
}

impl TryFrom<u8> for Facet {
    type Error = &'static str;

    fn try_from(position: u8) -> Result<Self, Self::Error> {
        Self::new(position).ok_or("a facet's position is 0 to 47")
    }
}

/// A set of facets of one space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FacetSet(u64);

impl FacetSet {
    /// No facet.
    pub const NONE: Self = Self(0);

    /// Everything that may be known of a risk before it is scored.
    pub const RISK_INPUTS: Self = Self(0xffff_ffff_3fff);

    /// What is known of an asset by itself, whatever threatens it: its rating, its classes, the orientation, and what the
    /// policy declares, obligations included.
    pub const ASSET_INPUTS: Self = Self(0xffff_ffff_131c);

    /// Everything that may be known of an incident before it is routed.
    pub const INCIDENT_INPUTS: Self = Self(0xffff_ffff_007f);

    /// The facets of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every facet of this set is in the other.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the facet is in the set.
    #[must_use]
    pub const fn contains(self, facet: Facet) -> bool {
        self.0 & facet.set().0 != 0
    }

    /// The facets of the set, by position.
    pub fn iter(self) -> impl Iterator<Item = Facet> {
        (0..BUILT_IN.saturating_mul(3)).filter_map(Facet::new).filter(move |facet| self.contains(*facet))
    }
}

macro_rules! built_in {
    ($( $(#[$meta:meta])* $name:ident = $position:literal; )+) => {
        $( $(#[$meta])* pub const $name: Facet = Facet::built_in($position); )+
    };
}

built_in! {
    /// Risk: impact, as rated or raised by the floor; value 0 is impact 1.
    IMPACT = 0;
    /// Risk: likelihood; value 0 is likelihood 1.
    LIKELIHOOD = 1;
    /// Risk: confidentiality rating of the asset ([`crate::Level`]).
    CONFIDENTIALITY = 2;
    /// Risk: integrity rating of the asset.
    INTEGRITY = 3;
    /// Risk: availability rating of the asset.
    AVAILABILITY = 4;
    /// Risk: whether the threat compromises confidentiality.
    COMPROMISES_C = 5;
    /// Risk: whether the threat compromises integrity.
    COMPROMISES_I = 6;
    /// Risk: whether the threat compromises availability.
    COMPROMISES_A = 7;
    /// Risk: [`crate::AssetClass`].
    ASSET_CLASS = 8;
    /// Risk: [`crate::AssetKind`].
    ASSET_KIND = 9;
    /// Risk: [`crate::ThreatClass`].
    THREAT_CLASS = 10;
    /// Risk: [`crate::Origin`] of the threat.
    ORIGIN = 11;
    /// Risk: orientation of the organisation, from deny by default (value 0, shown as 1) to anytime-anywhere (4, shown as 5).
    ORIENTATION = 12;
    /// Risk: whether a team rather than a person owns the risk.
    OWNER_IS_TEAM = 13;
    /// Risk, derived: the score after rules; value 0 is score 1. Bands and the response table read it.
    SCORE = 14;
    /// Risk, derived: whether the score is within the limit. The response table reads it.
    WITHIN_LIMIT = 15;
    /// Incident: [`crate::Segment`].
    SEGMENT = 0;
    /// Incident: kind, a label of the policy.
    KIND = 1;
    /// Incident: priority ([`crate::Level`]).
    PRIORITY = 2;
    /// Incident: whether it is marked as an information security incident.
    SECURITY = 3;
    /// Incident: whether it is complex.
    COMPLEX = 4;
    /// Incident: the level that has it now; value 0 is level 1.
    LEVEL = 5;
    /// Incident: the access-rights class that the resource concerned needs.
    RIGHTS = 6;
    /// Incident, derived: the team that the table or a rule chose, before its rights are compared.
    TARGET = 7;
}

/// What values a facet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Domain {
    /// False (0) and true (1).
    Bool,
    /// So many labels, at positions from 0.
    Labels(u16),
    /// So many integers, from a lowest on.
    Range {
        /// The integer of value 0.
        low: i32,
        /// How many integers there are.
        size: u16,
    },
}

impl Domain {
    /// How many values there are.
    #[must_use]
    pub const fn size(self) -> u16 {
        match self {
            Self::Bool => 2,
            Self::Labels(size) | Self::Range { size, .. } => size,
        }
    }

    /// The value that stands for an integer of a range, or the integer itself for labels and booleans; `None` outside.
    #[must_use]
    pub fn value_of(self, integer: i64) -> Option<u16> {
        let low = match self {
            Self::Range { low, .. } => i64::from(low),
            Self::Bool | Self::Labels(_) => 0,
        };
        let value = u16::try_from(integer.checked_sub(low)?).ok()?;
        (value < self.size()).then_some(value)
    }

    /// The integer that a value stands for.
    #[must_use]
    pub fn integer(self, value: u16) -> i64 {
        match self {
            Self::Range { low, .. } => i64::from(low).saturating_add(i64::from(value)),
            Self::Bool | Self::Labels(_) => i64::from(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Domain, FACETS, Facet, FacetSet};

    fn facets() -> impl Iterator<Item = Facet> {
        (0..=u8::MAX).filter_map(Facet::new)
    }

    #[test]
    fn every_position_below_48_is_a_facet_of_its_own() {
        assert!(facets().map(Facet::index).eq(0..FACETS));
        for facet in facets() {
            assert_eq!(Facet::try_from(u8::from(facet)), Ok(facet));
            assert!(facet.set().iter().eq([facet]));
            for other in facets() {
                let both = facet.set().or(other.set());
                assert!(facets().all(|each| both.contains(each) == (each == facet || each == other)));
                assert_eq!(both.is_within(facet.set()), other == facet);
                assert!(facet.set().is_within(both) && FacetSet::NONE.is_within(both));
            }
        }
        assert!(Facet::try_from(48).is_err());
    }

    #[test]
    fn values_and_integers_answer_each_other() {
        for (domain, low, size) in [
            (Domain::Bool, 0, 2),
            (Domain::Labels(3), 0, 3),
            (Domain::Range { low: -5, size: 11 }, -5, 11),
            (Domain::Range { low: i32::MIN, size: 2 }, i64::from(i32::MIN), 2),
            (Domain::Range { low: i32::MAX, size: 1 }, i64::from(i32::MAX), 1),
        ] {
            for value in 0..size {
                assert_eq!(domain.integer(value), low + i64::from(value), "{domain:?}");
                assert_eq!(domain.value_of(low + i64::from(value)), Some(value), "{domain:?}");
            }
            for outside in [i64::MIN, low - 1, low + i64::from(size), low + 65_536, i64::MAX] {
                assert_eq!(domain.value_of(outside), None, "{domain:?} {outside}");
            }
        }
    }
}
