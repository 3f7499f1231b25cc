//! The way of an incident, from the day on which it was opened to the day on which it was resolved (domain.md B2, B4).

use crate::label::labels;
use crate::{Day, EscalationLevel, Owner, Rights};
use heapless::Vec;
use serde::{Deserialize, Serialize};

labels! {
    /// What happens to an incident on its way.
    ///
    /// ```
    /// use plimsoll_core::HandlingKind;
    /// assert_eq!(HandlingKind::LABELS, ["opened", "assigned", "passed", "resolved"]);
    /// ```
    pub enum HandlingKind {
        /// It was raised.
        Opened = "opened",
        /// Someone was made to see to it.
        Assigned = "assigned",
        /// It was given to someone else. Who gave it is a text, and not compared with who had it.
        Passed = "passed",
        /// It was solved.
        Resolved = "resolved",
    }
}

/// Who has an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holder {
    /// The team or the person.
    pub who: Owner,
    /// The level that they stand on.
    pub level: EscalationLevel,
    /// The class of their access rights; `None` if it is not known, and then it is not judged.
    pub rights: Option<Rights>,
}

/// One step of the way of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HandlingEvent {
    /// It came in at a level.
    Opened(EscalationLevel),
    /// It was assigned to someone.
    Assigned(Holder),
    /// It was passed on to someone.
    PassedOn(Holder),
    /// It was solved, by whoever is said to have done so.
    Resolved,
}

/// Why a step cannot be the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandlingError {
    /// It was opened before.
    OpenedTwice,
    /// It was not opened yet.
    NotOpened,
    /// It was resolved already.
    AfterResolution,
    /// Escalation climbs: it does not go to a lower level than the one that has it.
    LowerLevel {
        /// The level that has it.
        has: EscalationLevel,
        /// The level that it would go to.
        to: EscalationLevel,
    },
    /// The rights of who would get it do not reach the resource concerned.
    RightsTooLow {
        /// The rights that the resource asks for.
        needed: Rights,
        /// The rights that they have.
        has: Rights,
    },
    /// The day is before that of the last step.
    Earlier {
        /// The day of the last step.
        last: Day,
    },
    /// There is no room for more steps.
    Full,
}

impl core::fmt::Display for HandlingError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::OpenedTwice => f.write_str("it was opened before"),
            Self::NotOpened => f.write_str("it was not opened yet"),
            Self::AfterResolution => f.write_str("it was resolved already"),
            Self::LowerLevel { has, to } => {
                write!(f, "level {has} has it, and escalation does not go down to level {to}")
            }
            Self::RightsTooLow { needed, has } => {
                write!(f, "it needs rights of class {}, and class {} does not reach", needed.0, has.0)
            }
            Self::Earlier { last } => write!(f, "the step before it was on {last}"),
            Self::Full => f.write_str("there is no room for more steps"),
        }
    }
}

impl core::error::Error for HandlingError {}

/// How far an incident has come.
///
/// Who gets an incident stands on the level that has it or above, and has rights that reach what is concerned; a team of the
/// same level may take over, as a named analyst does (domain.md B3).
///
/// ```
/// use plimsoll_core::{EscalationLevel, Handling, HandlingError, HandlingEvent, Holder, Rights, TeamId};
/// let level = |number| EscalationLevel::new(number).unwrap();
/// let team = |number| {
///     Holder { who: TeamId(number).into(), level: level(number), rights: Some(Rights(number)) }
/// };
/// let handling = Handling::new(Rights(2))
///     .apply(HandlingEvent::Opened(level(1)))?
///     .apply(HandlingEvent::PassedOn(team(2)))?;
/// assert_eq!((handling.level(), handling.holder()), (Some(level(2)), Some(TeamId(2).into())));
/// let down = handling.apply(HandlingEvent::PassedOn(team(1)));
/// assert_eq!(down, Err(HandlingError::LowerLevel { has: level(2), to: level(1) }));
/// assert!(handling.apply(HandlingEvent::Resolved)?.is_resolved());
/// # Ok::<(), HandlingError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Handling {
    needed: Rights,
    /// The level that has it; `None` before it was opened.
    level: Option<EscalationLevel>,
    holder: Option<Owner>,
    is_resolved: bool,
}

impl Handling {
    /// An incident that is not opened yet, on a resource that asks for some rights.
    #[must_use]
    pub const fn new(needed: Rights) -> Self {
        Self { needed, level: None, holder: None, is_resolved: false }
    }

    /// The level that has it, or that resolved it; `None` before it was opened.
    #[must_use]
    pub const fn level(&self) -> Option<EscalationLevel> {
        self.level
    }

    /// Who has it, or had it when it was resolved; `None` until somebody gets it.
    #[must_use]
    pub const fn holder(&self) -> Option<Owner> {
        self.holder
    }

    /// Whether it was solved.
    #[must_use]
    pub const fn is_resolved(&self) -> bool {
        self.is_resolved
    }

    /// Takes the next step.
    ///
    /// # Errors
    ///
    /// If that step cannot be the next; never [`HandlingError::Earlier`] or [`HandlingError::Full`].
    pub fn apply(self, event: HandlingEvent) -> Result<Self, HandlingError> {
        if self.is_resolved {
            return Err(HandlingError::AfterResolution);
        }
        match (event, self.level) {
            (HandlingEvent::Opened(level), None) => Ok(Self { level: Some(level), ..self }),
            (HandlingEvent::Opened(_), Some(_)) => Err(HandlingError::OpenedTwice),
            (_, None) => Err(HandlingError::NotOpened),
            (HandlingEvent::Resolved, Some(_)) => Ok(Self { is_resolved: true, ..self }),
            (HandlingEvent::Assigned(holder) | HandlingEvent::PassedOn(holder), Some(has)) => {
                self.given_to(holder, has)
            }
        }
    }

    fn given_to(
        self,
        Holder { who, level, rights }: Holder,
        has: EscalationLevel,
    ) -> Result<Self, HandlingError> {
        if level < has {
            return Err(HandlingError::LowerLevel { has, to: level });
        }
        if let Some(rights) = rights.filter(|rights| !rights.reach(self.needed)) {
            return Err(HandlingError::RightsTooLow { needed: self.needed, has: rights });
        }
        Ok(Self { level: Some(level), holder: Some(who), ..self })
    }
}

/// The way of one incident in at most `N` steps, with their days, for devices that keep their own.
///
/// ```
/// use plimsoll_core::{Day, EscalationLevel, HandlingError, HandlingEvent, Rights, Way};
/// let mut way = Way::<2>::new(Rights(1));
/// way.push(Day(20_000), HandlingEvent::Opened(EscalationLevel::FIRST))?;
/// let earlier = way.push(Day(19_999), HandlingEvent::Resolved);
/// assert_eq!(earlier, Err(HandlingError::Earlier { last: Day(20_000) }));
/// way.push(Day(20_003), HandlingEvent::Resolved)?;
/// assert!(way.handling().is_resolved());
/// assert_eq!(way.steps().len(), 2);
/// # Ok::<(), HandlingError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way<const N: usize> {
    handling: Handling,
    steps: Vec<(Day, HandlingEvent), N>,
}

impl<const N: usize> Way<N> {
    /// No step yet, for an incident on a resource that asks for some rights.
    #[must_use]
    pub const fn new(needed: Rights) -> Self {
        Self { handling: Handling::new(needed), steps: Vec::new() }
    }

    /// Adds the next step.
    ///
    /// # Errors
    ///
    /// If that step cannot be the next, or there is no room for it; the way then stays as it was.
    pub fn push(&mut self, day: Day, event: HandlingEvent) -> Result<(), HandlingError> {
        if let Some((last, _)) = self.steps.last().filter(|(last, _)| day < *last) {
            return Err(HandlingError::Earlier { last: *last });
        }
        let handling = self.handling.apply(event)?;
        self.steps.push((day, event)).map_err(|_| HandlingError::Full)?;
        self.handling = handling;
        Ok(())
    }

    /// How far it has come.
    #[must_use]
    pub const fn handling(&self) -> Handling {
        self.handling
    }

    /// The steps so far, in order.
    #[must_use]
    pub fn steps(&self) -> &[(Day, HandlingEvent)] {
        &self.steps
    }
}

#[cfg(test)]
mod tests;
