//! Who answers for an asset, an action or a risk.

use crate::{PersonId, TeamId};
use serde::{Deserialize, Serialize};

/// A person, or a team. A risk whose owner is a team is reported: shared responsibility is no one's
/// (domain.md A12).
///
/// ```
/// use plimsoll_core::{Owner, PersonId, TeamId};
/// assert!(!Owner::from(PersonId(4)).is_team());
/// assert!(Owner::from(TeamId(0)).is_team());
/// assert!(Owner::Person(PersonId(4)).is_person(PersonId(4)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// One person.
    Person(PersonId),
    /// A team, so no one in particular.
    Team(TeamId),
}

impl Owner {
    /// Whether the owner is a team; rules read it as the fact `owner_is_team`.
    #[must_use]
    pub const fn is_team(self) -> bool {
        matches!(self, Self::Team(_))
    }

    /// Whether the owner is exactly this person. A team is no person, even where the person belongs to it.
    #[must_use]
    pub fn is_person(self, person: PersonId) -> bool {
        self == Self::Person(person)
    }
}

impl From<PersonId> for Owner {
    fn from(person: PersonId) -> Self {
        Self::Person(person)
    }
}

impl From<TeamId> for Owner {
    fn from(team: TeamId) -> Self {
        Self::Team(team)
    }
}
