//! What the mechanisms of an organisation come to, group by group (domain.md E2).

use crate::alignment::{Maturity, Mechanism, MechanismGroup};

/// How many mechanisms there are.
const MECHANISMS: usize = Mechanism::ALL.len();

/// How far each mechanism has come, in an organisation or in one of its units (domain.md E2).
///
/// A mechanism is worth 0 points if it is absent, 1 if partial, 2 if established; a group is worth the points of its mechanisms, of
/// two each. The groups are never added up: what one lacks, another does not make up for. Whether the profile is sound is asked
/// in four ways, each with a rule that the study leaves open and that is settled here.
///
/// ```
/// use plimsoll_core::{Maturity, Mechanism, MechanismGroup, Profile};
/// let profile = Profile::default()
///     .with(Mechanism::TechnicalCompetence, Maturity::Established)
///     .with(Mechanism::SecurityExecutive, Maturity::Established);
/// assert_eq!(profile.of(MechanismGroup::FormalStructures).percent(), 33); // 2 points of 6
/// assert!(profile.is_purely_technical() && profile.lacks_separation() && profile.lacks_commitment());
/// let gap = profile.imbalance().ok_or("a group at 100 % and one at 0 %")?;
/// assert_eq!((gap.strongest, gap.weakest), (MechanismGroup::Technical, MechanismGroup::CoordinatingStructures));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Profile([Maturity; MECHANISMS]);

/// Two groups of which one is far ahead of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// The group with the highest share of its points.
    pub strongest: MechanismGroup,
    /// The group with the lowest.
    pub weakest: MechanismGroup,
}

/// The points of a group of mechanisms, and how many there could be.
///
/// ```
/// use plimsoll_core::{MechanismGroup, Profile};
/// let none = Profile::default().of(MechanismGroup::Culture);
/// assert_eq!((none.points(), none.of(), none.percent()), (0, 6, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupPoints {
    points: u8,
    of: u8,
}

impl Default for Profile {
    /// Nothing is there.
    fn default() -> Self {
        Self([Maturity::Absent; MECHANISMS])
    }
}

impl Profile {
    /// The difference from which on two groups are out of balance, in points of a hundred.
    pub const IMBALANCE: u8 = 50;

    /// The share of its points that a group has to have before it counts as more than a beginning, in per cent.
    pub const ENOUGH: u8 = 50;

    /// The same with one mechanism as far as given.
    #[must_use]
    pub fn with(mut self, mechanism: Mechanism, maturity: Maturity) -> Self {
        if let Some(slot) = self.0.get_mut(usize::from(mechanism.index())) {
            *slot = maturity;
        }
        self
    }

    /// How far a mechanism has come.
    #[must_use]
    pub fn maturity(&self, mechanism: Mechanism) -> Maturity {
        self.0.get(usize::from(mechanism.index())).copied().unwrap_or(Maturity::Absent)
    }

    /// The points of a group.
    #[must_use]
    pub fn of(&self, group: MechanismGroup) -> GroupPoints {
        let mut sum = GroupPoints { points: 0, of: 0 };
        for mechanism in Mechanism::ALL.iter().filter(|mechanism| mechanism.group() == group) {
            sum.points = sum.points.saturating_add(self.maturity(*mechanism).points());
            sum.of = sum.of.saturating_add(Maturity::Established.points());
        }
        sum
    }

    /// The group with the highest share of its points in whole per cent, the first of equal ones.
    #[must_use]
    pub fn strongest(&self) -> MechanismGroup {
        self.extreme(|group, best| group > best)
    }

    /// The group with the lowest share of its points in whole per cent, the first of equal ones.
    #[must_use]
    pub fn weakest(&self) -> MechanismGroup {
        self.extreme(|group, best| group < best)
    }

    fn extreme(&self, is_further: impl Fn(u8, u8) -> bool) -> MechanismGroup {
        let mut found = MechanismGroup::FormalStructures;
        for group in MechanismGroup::ALL {
            if is_further(self.of(*group).percent(), self.of(found).percent()) {
                found = *group;
            }
        }
        found
    }

    /// The strongest and the weakest group, if they are [`Self::IMBALANCE`] points of a hundred apart or more. Half of all that
    /// there could be: a group in which every mechanism is established beside one in which every mechanism is partial is out
    /// of balance, and so is one that has come half way beside one that has not begun.
    #[must_use]
    pub fn imbalance(&self) -> Option<Imbalance> {
        let (strongest, weakest) = (self.strongest(), self.weakest());
        let apart = self.of(strongest).percent().saturating_sub(self.of(weakest).percent());
        (apart >= Self::IMBALANCE).then_some(Imbalance { strongest, weakest })
    }

    /// Whether security rests on technology alone: technical competence is there, at least in part, and each of the other five
    /// groups has less than [`Self::ENOUGH`] per cent of its points.
    #[must_use]
    pub fn is_purely_technical(&self) -> bool {
        self.maturity(Mechanism::TechnicalCompetence) > Maturity::Absent
            && MechanismGroup::ALL
                .iter()
                .filter(|group| **group != MechanismGroup::Technical)
                .all(|group| self.of(*group).percent() < Self::ENOUGH)
    }

    /// Whether those who write the policy are also those who carry it out (domain.md E5): the separation of governance from
    /// operations is absent. In part is better than not at all.
    #[must_use]
    pub fn lacks_separation(&self) -> bool {
        self.maturity(Mechanism::SeparationOfGovernance) == Maturity::Absent
    }

    /// Whether nobody at the top shows that security matters: executive commitment is absent.
    #[must_use]
    pub fn lacks_commitment(&self) -> bool {
        self.maturity(Mechanism::ExecutiveCommitment) == Maturity::Absent
    }
}

impl GroupPoints {
    /// The points that the mechanisms of the group are worth together.
    #[must_use]
    pub const fn points(self) -> u8 {
        self.points
    }

    /// The points that they would be worth if all were established.
    #[must_use]
    pub const fn of(self) -> u8 {
        self.of
    }

    /// The share in whole per cent, rounded down.
    #[must_use]
    pub fn percent(self) -> u8 {
        let hundredfold = u16::from(self.points).saturating_mul(100);
        hundredfold.checked_div(self.of.into()).and_then(|share| u8::try_from(share).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
