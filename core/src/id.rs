//! The numbers by which registers know their entries: each its own type, so that a threat is never looked up
//! as an asset.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident($number:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $number);

        impl $name {
            /// The number itself.
            #[must_use]
            pub const fn get(self) -> $number {
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

id! {
    /// The number of an asset; the host keeps the id that people use (domain.md A4).
    ///
    /// ```
    /// use plimsoll_core::AssetId;
    /// assert!(AssetId(7) < AssetId(12));
    /// assert_eq!(AssetId(7).get(), 7);
    /// ```
    AssetId(u16)
}

id! {
    /// The number of a threat (domain.md A5).
    ///
    /// ```
    /// use plimsoll_core::ThreatId;
    /// assert_eq!(ThreatId(3).get(), 3);
    /// ```
    ThreatId(u16)
}

id! {
    /// The number of an action (domain.md A7).
    ///
    /// ```
    /// use plimsoll_core::ActionId;
    /// assert_eq!(ActionId(40).get(), 40);
    /// ```
    ActionId(u16)
}

id! {
    /// The number of a risk (domain.md A12).
    ///
    /// ```
    /// use plimsoll_core::RiskId;
    /// assert_eq!(RiskId(1).get(), 1);
    /// ```
    RiskId(u16)
}

id! {
    /// The number of an incident (domain.md B1).
    ///
    /// ```
    /// use plimsoll_core::IncidentId;
    /// assert_eq!(IncidentId(9).get(), 9);
    /// ```
    IncidentId(u16)
}

id! {
    /// The number of a person.
    ///
    /// ```
    /// use plimsoll_core::PersonId;
    /// assert_ne!(PersonId(1), PersonId(2));
    /// ```
    PersonId(u16)
}

id! {
    /// The position of a team in the policy's list of teams, from 0 (domain.md B2).
    ///
    /// ```
    /// use plimsoll_core::TeamId;
    /// assert_eq!(TeamId(0).get(), 0);
    /// ```
    TeamId(u8)
}

id! {
    /// The position of a scope in the organisation's list of scopes, from 0 (domain.md A1).
    ///
    /// ```
    /// use plimsoll_core::ScopeId;
    /// assert_eq!(ScopeId(2).get(), 2);
    /// ```
    ScopeId(u8)
}
