//! Something that went wrong.

use crate::label::labels;
use crate::{Day, IncidentId, Level, RiskId};
use serde::{Deserialize, Serialize};

labels! {
    /// Who raises an incident (domain.md B1).
    ///
    /// ```
    /// use plimsoll_core::Segment;
    /// assert_eq!(Segment::LABELS, ["client", "system"]);
    /// ```
    pub enum Segment {
        /// A client, by a ticket; mostly of limited impact.
        Client = "client",
        /// A system or application, by its logs or monitoring.
        System = "system",
    }
}

/// A level of escalation, from 1 (delivery and support) to 8 (domain.md B2).
///
/// ```
/// use plimsoll_core::EscalationLevel;
/// assert_eq!(EscalationLevel::FIRST.next(), EscalationLevel::new(2));
/// assert_eq!(EscalationLevel::new(8).and_then(EscalationLevel::next), None);
/// assert_eq!(EscalationLevel::new(0), None);
/// assert_eq!(EscalationLevel::new(9), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct EscalationLevel(u8);

impl EscalationLevel {
    /// The highest level that there can be.
    pub const MAX: u8 = 8;

    /// The level at which incidents come in.
    pub const FIRST: Self = Self(1);

    /// A level of 1 to [`Self::MAX`]; `None` outside.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        if level >= 1 && level <= Self::MAX { Some(Self(level)) } else { None }
    }

    /// The number, from 1.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The level above; `None` above the highest.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        Self::new(self.0.saturating_add(1))
    }
}

impl From<EscalationLevel> for u8 {
    fn from(level: EscalationLevel) -> Self {
        level.0
    }
}

impl TryFrom<u8> for EscalationLevel {
    type Error = &'static str;

    fn try_from(level: u8) -> Result<Self, Self::Error> {
        Self::new(level).ok_or("a level of escalation is 1 to 8")
    }
}

impl core::fmt::Display for EscalationLevel {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.0, f)
    }
}

/// A class of access rights, each including those below: what a team has, or what a resource asks for
/// (domain.md B2).
///
/// ```
/// use plimsoll_core::Rights;
/// assert!(Rights(2).reach(Rights(2)) && Rights(3).reach(Rights(2)));
/// assert!(!Rights(1).reach(Rights(2)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rights(pub u8);

impl Rights {
    /// Whether who has these rights may work on a resource that asks for `needed`.
    #[must_use]
    pub const fn reach(self, needed: Self) -> bool {
        self.0 >= needed.0
    }
}

/// An incident as a decision sees it (domain.md B1). What happened, in words, stays with the host.
///
/// ```
/// use plimsoll_core::{Day, EscalationLevel, Incident, IncidentId, Level, Rights, Segment};
/// let mut incident = Incident {
///     id: IncidentId(1),
///     segment: Segment::Client,
///     kind: 0,
///     priority: Level::Low,
///     security: false,
///     complex: false,
///     level: EscalationLevel::FIRST,
///     rights: Rights(1),
///     risk: None,
///     opened: Day(20_000),
///     resolved: None,
/// };
/// assert_eq!(incident.days_open(Day(20_010)), 10);
/// incident.resolved = Some(Day(20_003));
/// assert_eq!(incident.days_open(Day(20_010)), 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Incident {
    /// Its number in the register.
    pub id: IncidentId,
    /// Who raised it.
    pub segment: Segment,
    /// The position of its kind in the policy's list of kinds, from 0.
    pub kind: u8,
    /// How soon it must be seen to.
    pub priority: Level,
    /// Whether it is an information security incident.
    pub security: bool,
    /// Whether it is complex, and calls for an assessment by managers (domain.md B3).
    pub complex: bool,
    /// The level that has it now.
    pub level: EscalationLevel,
    /// The access rights that the resource concerned asks for.
    pub rights: Rights,
    /// The risk that materialised, whose owner is told (domain.md B4).
    pub risk: Option<RiskId>,
    /// When it was raised.
    pub opened: Day,
    /// When it was solved.
    pub resolved: Option<Day>,
}

impl Incident {
    /// Whether it is not yet solved.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.resolved.is_none()
    }

    /// How many days it was open, until it was solved or, if it is not, until `now`; never below 0.
    #[must_use]
    pub const fn days_open(&self, now: Day) -> i32 {
        let days = match self.resolved {
            Some(resolved) => resolved.since(self.opened),
            None => now.since(self.opened),
        };
        if days < 0 { 0 } else { days }
    }
}

#[cfg(test)]
mod tests {
    use super::{EscalationLevel, Incident, Rights, Segment};
    use crate::{Day, IncidentId, Level};

    #[test]
    fn levels_are_one_to_eight() {
        for number in 0..=u8::MAX {
            let expected = (1..=8).contains(&number).then_some(number);
            assert_eq!(EscalationLevel::new(number).map(EscalationLevel::get), expected);
            assert_eq!(EscalationLevel::new(number).map(u8::from), expected);
            assert_eq!(postcard::from_bytes::<EscalationLevel>(&[number]).ok(), EscalationLevel::new(number));
        }
        let mut level = EscalationLevel::FIRST;
        for expected in 2..=8 {
            level = level.next().unwrap();
            assert_eq!(level.get(), expected);
        }
        assert_eq!(level.next(), None);
    }

    #[test]
    fn days_open() {
        let incident = Incident {
            id: IncidentId(1),
            segment: Segment::System,
            kind: 1,
            priority: Level::High,
            security: true,
            complex: false,
            level: EscalationLevel::FIRST,
            rights: Rights(1),
            risk: None,
            opened: Day(100),
            resolved: None,
        };
        for (resolved, now, expected) in [
            (None, 100, 0),
            (None, 107, 7),
            (None, 99, 0),
            (None, i32::MAX, i32::MAX - 100),
            (Some(100), 107, 0),
            (Some(103), 107, 3),
            (Some(103), 101, 3),
        ] {
            let incident = Incident { resolved: resolved.map(Day), ..incident };
            assert_eq!(incident.days_open(Day(now)), expected, "{resolved:?} {now}");
            assert_eq!(incident.is_open(), resolved.is_none());
        }
    }
}
