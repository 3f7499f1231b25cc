//! The words of a policy: what its numbers are called, and the reasons for its rows. A device may do without.

use super::VerifyError;
use super::records::Records;
use super::strings::{NO_TEXT, Strings, is_reason, words};
use super::wire::Cursor;
use crate::facet::Domain;
use crate::{Band, ReasonId, TeamId};

/// The groups of strings, in the order in which they stand in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Impact,
    Likelihood,
    Bands,
    Colours,
    Kinds,
    Teams,
    Roles,
    Channels,
    Facets,
    Labels,
    Texts,
}

pub(super) const GROUPS: usize = 11;

/// The names section: all strings in one pool, where each ends, and how many each group has.
#[cfg_attr(feature = "alloc", derive(serde::Serialize))]
pub(super) struct NamesWire<'a> {
    pub(super) pool: &'a str,
    pub(super) ends: &'a [u8],
    pub(super) counts: [u16; GROUPS],
    pub(super) reasons: &'a [u8],
}

impl<'a> NamesWire<'a> {
    pub(super) fn read(section: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(section);
        let (pool, ends) = (cursor.text()?, cursor.bytes()?);
        let mut counts = [0; GROUPS];
        for count in &mut counts {
            *count = u16::try_from(cursor.number()?).ok()?;
        }
        let reasons = cursor.bytes()?;
        cursor.end()?;
        Some(Self { pool, ends, counts, reasons })
    }
}

/// Why a row is there, in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words<'a> {
    /// The file that says so.
    pub source: &'a str,
    /// The line in that file, from 1; 0 where it is not known.
    pub line: u16,
    /// The rule that says so; empty for rows of tables.
    pub rule: &'a str,
    /// What it says.
    pub text: &'a str,
    /// The guiding principle that it derives from (domain.md E3); empty where none is named.
    pub principle: &'a str,
}

/// The names of a verified policy.
///
/// ```
/// use plimsoll_core::{Band, Impact, Policy};
/// let policy = Policy::standard();
/// let names = policy.names().unwrap();
/// assert_eq!(names.band(Band(4)), Some("very_high"));
/// assert_eq!(names.impact(1), Some("very low"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    strings: Strings<'a>,
    /// Where each group begins among the strings.
    starts: [u16; GROUPS],
    reasons: Records<'a, 10>,
    facets: Records<'a, 8>,
}

/// How many strings each group must have.
pub(super) type Counts = [u16; GROUPS];

impl<'a> Names<'a> {
    /// Proves that every string is in the pool and every name that the core section needs is there.
    pub(super) fn verify(
        wire: &NamesWire<'a>,
        expected: Counts,
        facets: Records<'a, 8>,
    ) -> Result<Self, VerifyError> {
        let strings = Strings::verify(wire.pool, wire.ends).ok_or(VerifyError::Names)?;
        let reasons = Records::<10>::new(wire.reasons).ok_or(VerifyError::Names)?;
        let mut starts = [0; GROUPS];
        let mut sum = 0_u16;
        for ((start, count), expected) in starts.iter_mut().zip(wire.counts).zip(expected) {
            *start = sum;
            sum = sum.checked_add(count).ok_or(VerifyError::Names)?;
            if expected != NO_TEXT && count != expected {
                return Err(VerifyError::Names);
            }
        }
        let names = Self { strings, starts, reasons, facets };
        let texts = names.count(Group::Texts);
        let used_up = usize::from(sum) == strings.count();
        let sound = used_up && reasons.iter().all(|reason| is_reason(reason, texts));
        if sound { Ok(names) } else { Err(VerifyError::Names) }
    }

    pub(super) fn reasons(&self) -> u16 {
        self.reasons.len()
    }

    fn start(&self, position: usize) -> u16 {
        self.starts.get(position).copied().unwrap_or(self.strings.len())
    }

    fn count(&self, group: Group) -> u16 {
        let position = position(group);
        self.start(position.saturating_add(1)).saturating_sub(self.start(position))
    }

    fn string(&self, group: Group, index: u16) -> Option<&'a str> {
        if index >= self.count(group) {
            return None;
        }
        self.strings.get(self.start(position(group)).checked_add(index)?)
    }

    fn group(self, group: Group) -> impl Iterator<Item = &'a str> {
        (0..self.count(group)).filter_map(move |index| self.string(group, index))
    }

    /// The name of an impact, counted from 1.
    #[must_use]
    pub fn impact(&self, impact: u8) -> Option<&'a str> {
        self.string(Group::Impact, u16::from(impact).checked_sub(1)?)
    }

    /// The name of a likelihood, counted from 1.
    #[must_use]
    pub fn likelihood(&self, likelihood: u8) -> Option<&'a str> {
        self.string(Group::Likelihood, u16::from(likelihood).checked_sub(1)?)
    }

    /// The name of a band.
    #[must_use]
    pub fn band(&self, band: Band) -> Option<&'a str> {
        self.string(Group::Bands, band.get().into())
    }

    /// The colour of a band, as `#rrggbb`.
    #[must_use]
    pub fn colour(&self, band: Band) -> Option<&'a str> {
        self.string(Group::Colours, band.get().into())
    }

    /// The name of a kind of incident.
    #[must_use]
    pub fn kind(&self, kind: u8) -> Option<&'a str> {
        self.string(Group::Kinds, kind.into())
    }

    /// The name of a team.
    #[must_use]
    pub fn team(&self, team: TeamId) -> Option<&'a str> {
        self.string(Group::Teams, team.0.into())
    }

    /// The name of a role that may be consulted.
    #[must_use]
    pub fn role(&self, role: u8) -> Option<&'a str> {
        self.string(Group::Roles, role.into())
    }

    /// The name of a channel.
    #[must_use]
    pub fn channel(&self, channel: u8) -> Option<&'a str> {
        self.string(Group::Channels, channel.into())
    }

    /// The names of the declared facets, obligations first.
    pub fn facets(&self) -> impl Iterator<Item = &'a str> {
        self.group(Group::Facets)
    }

    /// A label of the n-th declared facet.
    #[must_use]
    pub fn label(&self, declared: u8, value: u16) -> Option<&'a str> {
        let mut start = 0_u16;
        for (n, bytes) in self.facets.iter().enumerate() {
            if let Domain::Labels(size) = super::read_domain(bytes)? {
                if n == usize::from(declared) {
                    return if value < size {
                        self.string(Group::Labels, start.checked_add(value)?)
                    } else {
                        None
                    };
                }
                start = start.checked_add(size)?;
            }
        }
        None
    }

    /// The words of every reason there is: of each rule's proposals, and of each row of a table.
    pub fn all_reasons(self) -> impl Iterator<Item = Words<'a>> {
        (0..self.reasons()).filter_map(move |at| self.reason(ReasonId(at)))
    }

    /// The words of a reason; `None` for [`ReasonId::NONE`].
    #[must_use]
    pub fn reason(&self, reason: ReasonId) -> Option<Words<'a>> {
        Some(words(self.reasons.get(reason.0)?, |text| self.string(Group::Texts, text)))
    }
}

#[expect(clippy::as_conversions, reason = "the discriminant of a field-less enumeration of eleven members")]
const fn position(group: Group) -> usize {
    group as usize
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
