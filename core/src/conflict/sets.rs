//! Sets of what is said of a conflict.

use super::{ConflictReason, ConflictRemedy, Lowered};
use crate::{Attribute, Attributes};
use serde::{Deserialize, Serialize};

/// Declares a set of the members of a closed list of at most eight, held in a byte.
macro_rules! sets {
    ($( $(#[$meta:meta])* $name:ident of $member:ident, $wrong:literal; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u8", into = "u8")]
        pub struct $name(u8);

        impl $name {
            /// The empty set.
            pub const NONE: Self = Self(0);
            /// The set of all members.
            pub const ALL: Self = {
                let (mut all, mut left) = (Self::NONE, $member::ALL);
                while let [first, rest @ ..] = left {
                    all = all.with(*first);
                    left = rest;
                }
                all
            };

            const fn bit(member: $member) -> u8 {
                1_u8.wrapping_shl(u32::from_le_bytes([member.index(), 0, 0, 0]))
            }

            /// This set and one member more.
            #[must_use]
            pub const fn with(self, member: $member) -> Self {
                Self(self.0 | Self::bit(member))
            }

            /// What is in either set.
            #[must_use]
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Whether the member is in the set.
            #[must_use]
            pub const fn contains(self, member: $member) -> bool {
                self.0 & Self::bit(member) != 0
            }

            /// Whether the set is empty.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// The members of the set, in order.
            pub fn iter(self) -> impl Iterator<Item = $member> {
                $member::ALL.iter().copied().filter(move |member| self.contains(*member))
            }
        }

        impl FromIterator<$member> for $name {
            fn from_iter<I: IntoIterator<Item = $member>>(members: I) -> Self {
                members.into_iter().fold(Self::NONE, Self::with)
            }
        }

        impl From<$name> for u8 {
            fn from(set: $name) -> Self {
                set.0
            }
        }

        impl TryFrom<u8> for $name {
            type Error = &'static str;

            fn try_from(bits: u8) -> Result<Self, Self::Error> {
                if bits & !Self::ALL.0 == 0 { Ok(Self(bits)) } else { Err($wrong) }
            }
        }
    )+ };
}

sets! {
    /// A set of [`ConflictReason`]s.
    ///
    /// ```
    /// use plimsoll_core::{ConflictReason, ConflictReasons, ConflictRemedy};
    /// let reasons = ConflictReasons::NONE.with(ConflictReason::ConceptUnclear).with(ConflictReason::ProceduresDoNotFit);
    /// assert!(reasons.remedies().iter().eq([ConflictRemedy::Negotiate, ConflictRemedy::Define]));
    /// ```
    ConflictReasons of ConflictReason, "there are four reasons: bits 0 to 3";

    /// A set of [`ConflictRemedy`]s.
    ///
    /// ```
    /// use plimsoll_core::{ConflictRemedies, ConflictRemedy};
    /// assert!(ConflictRemedies::ALL.contains(ConflictRemedy::Educate));
    /// assert!(ConflictRemedies::try_from(8).is_err());
    /// ```
    ConflictRemedies of ConflictRemedy, "there are three remedies: bits 0 to 2";

    /// A set of what conflicts lower ([`Lowered`]).
    ///
    /// ```
    /// use plimsoll_core::{Attribute, Attributes, Lowered, LoweredSet};
    /// let lowers = LoweredSet::NONE.with(Lowered::Traceability).with(Lowered::Availability);
    /// assert_eq!(lowers.attributes(), Attributes::NONE.with(Attribute::Availability));
    /// ```
    LoweredSet of Lowered, "there are four: bits 0 to 3";
}

impl ConflictReasons {
    /// What the reasons call for (domain.md E6), by [`ConflictReason::remedy`].
    #[must_use]
    pub fn remedies(self) -> ConflictRemedies {
        self.iter().map(ConflictReason::remedy).collect()
    }
}

impl LoweredSet {
    /// Those that are attributes of the CIA rating: all but traceability.
    #[must_use]
    pub fn attributes(self) -> Attributes {
        let attribute = |lowered| match lowered {
            Lowered::Confidentiality => Some(Attribute::Confidentiality),
            Lowered::Integrity => Some(Attribute::Integrity),
            Lowered::Availability => Some(Attribute::Availability),
            Lowered::Traceability => None,
        };
        self.iter().filter_map(attribute).fold(Attributes::NONE, Attributes::with)
    }
}
