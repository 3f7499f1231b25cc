//! Teams, the levels they stand on, and whom to consult.

use crate::TeamId;
use serde::{Deserialize, Serialize};

/// How many teams a policy may name.
pub const MAX_TEAMS: usize = 32;

/// How many roles a policy may name for consultation.
pub const MAX_ROLES: usize = 32;

/// How many levels an escalation may have; domain.md B2 has three, and departments beyond them.
pub const MAX_LEVELS: u8 = 8;

/// The highest class of access rights.
pub const MAX_RIGHTS: u8 = 9;

/// A team, function or named analyst that incidents are sent to (domain.md B2, B3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The level it stands on, 1 to [`MAX_LEVELS`].
    pub level: u8,
    /// The class of its access rights, 0 to [`MAX_RIGHTS`]; a class includes those below it.
    pub rights: u8,
    /// Where an incident goes next that it cannot solve: a team on a higher level, so that escalation always ends.
    pub next: Option<TeamId>,
    /// Whether anyone is there; an unstaffed team is never a target.
    pub staffed: bool,
}

macro_rules! set {
    ($(#[$meta:meta])* $name:ident, $bits:ty, $member:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $bits);

        impl $name {
            /// The empty set.
            pub const NONE: Self = Self(0);

            #[doc = concat!("This set and one ", $member, " more, by position.")]
            #[must_use]
            pub fn with(self, position: u8) -> Self {
                Self(self.0 | <$bits>::from(1_u8).checked_shl(u32::from(position)).unwrap_or(0))
            }

            /// The members of either set.
            #[must_use]
            pub const fn or(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            #[doc = concat!("Whether the ", $member, " at a position is in the set.")]
            #[must_use]
            pub fn contains(self, position: u8) -> bool {
                self.0.checked_shr(u32::from(position)).is_some_and(|bits| bits & 1 == 1)
            }

            /// Whether there is none.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// The positions in the set, ascending.
            pub fn iter(self) -> impl Iterator<Item = u8> {
                (0..32_u8).filter(move |position| self.contains(*position))
            }
        }
    };
}

set! {
    /// A set of roles to consult, by position in the policy's list.
    ///
    /// ```
    /// use plimsoll_core::Roles;
    /// let both = Roles::NONE.with(0).or(Roles::NONE.with(5));
    /// assert_eq!(both.iter().collect::<Vec<_>>(), [0, 5]);
    /// ```
    Roles, u32, "role"
}

set! {
    /// A set of levels; bit n stands for level n, so bit 0 is never set.
    ///
    /// ```
    /// use plimsoll_core::Levels;
    /// assert_eq!(Levels::between(1, 4).iter().collect::<Vec<_>>(), [2, 3]);
    /// assert_eq!(Levels::between(4, 1), Levels::between(1, 4));
    /// assert!(Levels::between(2, 3).is_empty());
    /// ```
    Levels, u16, "level"
}

impl Levels {
    /// The levels strictly between two, whichever is the higher.
    #[must_use]
    pub fn between(one: u8, other: u8) -> Self {
        let (low, high) = (one.min(other), one.max(other).min(MAX_LEVELS));
        (low.saturating_add(1)..high).fold(Self::NONE, Self::with)
    }
}
