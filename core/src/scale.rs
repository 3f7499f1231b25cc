//! The numbers of an assessment, each its own type: a likelihood is never added to an impact by accident.

use serde::{Deserialize, Serialize};

/// The most levels that an impact or likelihood scale may have (domain.md A10).
pub const MAX_SCALE: u8 = 10;

/// The highest score that any scale can yield: ten levels each way, multiplied.
pub const MAX_SCORE: u8 = 100;

macro_rules! rating {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u8", into = "u8")]
        pub struct $name(u8);

        impl $name {
            /// The lowest rating.
            pub const LOWEST: Self = Self(1);

            /// A rating of 1 to [`MAX_SCALE`]; `None` outside.
            #[must_use]
            pub const fn new(rating: u8) -> Option<Self> {
                if rating >= 1 && rating <= MAX_SCALE { Some(Self(rating)) } else { None }
            }

            /// The rating nearest to a number: 0 becomes 1, and anything above [`MAX_SCALE`] becomes that.
            #[must_use]
            pub const fn saturating(rating: u8) -> Self {
                if rating < 1 {
                    Self::LOWEST
                } else if rating > MAX_SCALE {
                    Self(MAX_SCALE)
                } else {
                    Self(rating)
                }
            }

            /// A rating that is known to be one.
            pub(crate) const fn known(rating: u8) -> Self {
                debug_assert!(rating >= 1 && rating <= MAX_SCALE, "a rating is 1 to 10");
                Self(rating)
            }

            /// The number, from 1.
            #[must_use]
            pub const fn get(self) -> u8 {
                self.0
            }
        }

        impl From<$name> for u8 {
            fn from(rating: $name) -> Self {
                rating.0
            }
        }

        impl TryFrom<u8> for $name {
            type Error = &'static str;

            fn try_from(rating: u8) -> Result<Self, Self::Error> {
                Self::new(rating).ok_or("a rating is 1 to 10")
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

rating! {
    /// How much a risk would hurt, from 1 (domain.md A9).
    ///
    /// ```
    /// use plimsoll_core::Impact;
    /// assert_eq!(Impact::new(5).map(Impact::get), Some(5));
    /// assert_eq!(Impact::new(0), None);
    /// assert_eq!(Impact::new(11), None);
    /// ```
    Impact
}

rating! {
    /// How likely a risk is, from 1 (domain.md A8).
    ///
    /// ```
    /// use plimsoll_core::Likelihood;
    /// assert_eq!(Likelihood::saturating(0), Likelihood::LOWEST);
    /// ```
    Likelihood
}

macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u8);

        impl $name {
            /// The number itself.
            #[must_use]
            pub const fn get(self) -> u8 {
                self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

number! {
    /// The level of risk: 1 to 25 in the standard policy, at most [`MAX_SCORE`] in any (domain.md A10).
    Score
}

number! {
    /// The score up to which a risk may be accepted; 0 means that nothing may (domain.md A11).
    Limit
}

number! {
    /// The position of a band of scores, from 0 for the lowest (domain.md A10).
    Band
}
