//! Tables of the blob: records of a fixed size, read in place.

use crate::diagram::Diagram;
use crate::{Envelope, Limit, ProposalKind, ReasonId, Response, Roles, Team, TeamId};

/// A table of records of `N` bytes each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Records<'a, const N: usize>(&'a [[u8; N]]);

impl<'a, const N: usize> Records<'a, N> {
    /// No record.
    pub(crate) const EMPTY: Self = Self(&[]);

    /// The table in some bytes, if they are whole records.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        match bytes.as_chunks::<N>() {
            (records, []) => Some(Self(records)),
            _ => None,
        }
    }

    /// The table in some bytes that are known to be whole records.
    pub(crate) fn whole(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks::<N>().0)
    }

    /// The first so many records, or all, and the others.
    pub(crate) fn split(self, at: usize) -> (Self, Self) {
        let (first, rest) = self.0.split_at(at.min(self.0.len()));
        (Self(first), Self(rest))
    }

    pub(crate) const fn records(self) -> &'a [[u8; N]] {
        self.0
    }

    pub(crate) fn len(&self) -> u16 {
        u16::try_from(self.0.len()).unwrap_or(u16::MAX)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[inline]
    pub(crate) fn get(&self, index: u16) -> Option<&'a [u8; N]> {
        self.at(usize::from(index))
    }

    #[inline]
    pub(crate) fn at(&self, index: usize) -> Option<&'a [u8; N]> {
        self.0.get(index)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8; N]> + use<'a, N> {
        self.0.iter()
    }
}

fn u16_at(low: u8, high: u8) -> u16 {
    u16::from_le_bytes([low, high])
}

fn reason(low: u8, high: u8) -> ReasonId {
    ReasonId(u16_at(low, high))
}

/// Where a diagram lies among the words, and, for rules, its outcomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) start: u32,
    pub(crate) len: u16,
    pub(crate) root: u16,
    pub(crate) first_outcome: u16,
    pub(crate) outcomes: u16,
}

impl Entry {
    pub(crate) fn read(bytes: &[u8; 12]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = *bytes;
        Self {
            start: u32::from_le_bytes([a, b, c, d]),
            len: u16_at(e, f),
            root: u16_at(g, h),
            first_outcome: u16_at(i, j),
            outcomes: u16_at(k, l),
        }
    }

    /// The diagram among words in which it was verified.
    #[inline]
    pub(crate) fn diagram(self, words: &[[u8; 2]]) -> Diagram<'_> {
        let start = usize::try_from(self.start).unwrap_or(usize::MAX);
        let end = start.saturating_add(usize::from(self.len));
        Diagram::verified(words.get(start..end).unwrap_or_default(), self.root)
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 12] {
        let [a, b, c, d] = self.start.to_le_bytes();
        let ([e, f], [g, h]) = (self.len.to_le_bytes(), self.root.to_le_bytes());
        let ([i, j], [k, l]) = (self.first_outcome.to_le_bytes(), self.outcomes.to_le_bytes());
        [a, b, c, d, e, f, g, h, i, j, k, l]
    }
}

/// The acceptance level of a row of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitRow {
    /// The level.
    pub level: Limit,
    /// Why.
    pub reason: ReasonId,
}

impl LimitRow {
    pub(crate) fn read(bytes: &[u8; 4]) -> Self {
        let [level, _, low, high] = *bytes;
        Self { level: Limit(level), reason: reason(low, high) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 4] {
        let [low, high] = self.reason.0.to_le_bytes();
        [self.level.get(), 0, low, high]
    }
}

/// What the obligations that apply do to the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapRow {
    /// The highest limit left, if there is one.
    pub cap: Option<Limit>,
    /// Whether nothing may be accepted at all.
    pub forbids: bool,
    /// Why.
    pub reason: ReasonId,
}

impl CapRow {
    const NONE: u8 = u8::MAX;

    pub(crate) fn read(bytes: &[u8; 4]) -> Self {
        let [cap, forbids, low, high] = *bytes;
        let cap = (cap != Self::NONE).then_some(Limit(cap));
        Self { cap, forbids: forbids != 0, reason: reason(low, high) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 4] {
        let [low, high] = self.reason.0.to_le_bytes();
        [self.cap.map_or(Self::NONE, Limit::get), u8::from(self.forbids), low, high]
    }
}

/// A row of the response table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseRow {
    /// The response.
    pub response: Response,
    /// Why.
    pub reason: ReasonId,
}

impl ResponseRow {
    pub(crate) fn read(bytes: &[u8; 4]) -> Option<Self> {
        let [response, _, low, high] = *bytes;
        Some(Self { response: Response::from_index(response)?, reason: reason(low, high) })
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 4] {
        let [low, high] = self.reason.0.to_le_bytes();
        [self.response.index(), 0, low, high]
    }
}

/// The bounds that governance sets in some situations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnvelopeRow {
    /// The bounds.
    pub envelope: Envelope,
    /// Why.
    pub reason: ReasonId,
}

impl EnvelopeRow {
    pub(crate) fn read(bytes: &[u8; 6]) -> Self {
        let [max_raise, max_lower, may_loosen, flags, low, high] = *bytes;
        let envelope = Envelope {
            max_raise,
            max_lower,
            may_loosen,
            may_accept: flags & 1 != 0,
            may_redirect: flags & 2 != 0,
        };
        Self { envelope, reason: reason(low, high) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 6] {
        let Envelope { max_raise, max_lower, may_loosen, may_accept, may_redirect } = self.envelope;
        let [low, high] = self.reason.0.to_le_bytes();
        [max_raise, max_lower, may_loosen, u8::from(may_accept) | u8::from(may_redirect) << 1, low, high]
    }
}

/// A row of the routing table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteRow {
    /// The team.
    pub target: TeamId,
    /// The position of the channel.
    pub channel: u8,
    /// Why.
    pub reason: ReasonId,
    /// The roles to consult.
    pub consult: Roles,
}

impl RouteRow {
    pub(crate) fn read(bytes: &[u8; 8]) -> Self {
        let [target, channel, low, high, a, b, c, d] = *bytes;
        let consult = Roles(u32::from_le_bytes([a, b, c, d]));
        Self { target: TeamId(target), channel, reason: reason(low, high), consult }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 8] {
        let [low, high] = self.reason.0.to_le_bytes();
        let [a, b, c, d] = self.consult.0.to_le_bytes();
        [self.target.0, self.channel, low, high, a, b, c, d]
    }
}

const NO_TEAM: u8 = u8::MAX;

pub(crate) fn read_team(bytes: &[u8; 4]) -> Team {
    let [level, rights, next, staffed] = *bytes;
    Team { level, rights, next: (next != NO_TEAM).then_some(TeamId(next)), staffed: staffed != 0 }
}

#[cfg(feature = "alloc")]
pub(crate) fn write_team(team: Team) -> [u8; 4] {
    [team.level, team.rights, team.next.map_or(NO_TEAM, |next| next.0), u8::from(team.staffed)]
}

/// Which proposals an outcome of a rule consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) first: u16,
    pub(crate) count: u16,
}

impl Outcome {
    /// Nothing.
    pub(crate) const NONE: Self = Self { first: 0, count: 0 };

    pub(crate) fn read(bytes: &[u8; 4]) -> Self {
        let [a, b, c, d] = *bytes;
        Self { first: u16_at(a, b), count: u16_at(c, d) }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 4] {
        let ([a, b], [c, d]) = (self.first.to_le_bytes(), self.count.to_le_bytes());
        [a, b, c, d]
    }
}

/// One proposal of a rule: an amount, or the position of a response, team or role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is proposed.
    pub kind: ProposalKind,
    /// By how much, or which response, team or role by position.
    pub amount: u8,
    /// Why.
    pub reason: ReasonId,
}

impl Proposal {
    pub(crate) fn read(bytes: &[u8; 4]) -> Option<Self> {
        let [kind, amount, low, high] = *bytes;
        Some(Self { kind: ProposalKind::from_index(kind)?, amount, reason: reason(low, high) })
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn write(self) -> [u8; 4] {
        let [low, high] = self.reason.0.to_le_bytes();
        [self.kind.index(), self.amount, low, high]
    }
}
