//! Records of decisions as frames of bytes, the same on a serial line and in a file. `core/JOURNAL.md` is the specification.
//!
//! A frame begins and ends with a zero and has none within, so that whatever is lost or damaged ends at the next frame. What
//! stands between is sound only if its checksum is right and it is in the one encoding that its record has.
//!
//! ```
//! use plimsoll_core::journal::{Entry, Frames, Id, MAX_FRAME, PolicyId, Record};
//! use plimsoll_core::{Day, Policy, RiskFacts};
//!
//! let (policy, facts) = (Policy::standard(), RiskFacts::default());
//! let record = Record::Risk(Entry {
//!     policy: PolicyId::of(Policy::standard_bytes())?,
//!     day: Day(20_777),
//!     id: Id::Text("R1"),
//!     facts,
//!     outcome: policy.assess(&facts),
//! });
//! let mut buffer = [0; 64];
//! let frame = record.write(&mut buffer)?;
//!
//! // The line loses a byte of the first of three frames.
//! let mut received = [&frame[..20], &frame[21..], frame, frame].concat();
//! let found: Vec<_> = Frames::new(&mut received).collect();
//! assert!(found[0].record.is_err());
//! assert_eq!(found[1].record, Ok(record));
//! assert_eq!((found.len(), usize::try_from(found[1].offset)), (3, Ok(frame.len())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cobs;
mod damage;
mod frame;
mod frames;
#[cfg(test)]
mod tests;

use crate::{Day, Decision, IncidentFacts, Policy, RiskFacts, Route, VerifyError};
pub use damage::{Damage, DoesNotFit};
pub use frame::{FORMAT, MAX_FRAME, MAX_RECORD};
pub use frames::{Frames, Stretch};
use serde::{Deserialize, Serialize, Serializer};

/// One record of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record<'a> {
    /// A decision about a risk.
    Risk(#[serde(borrow)] Entry<'a, RiskFacts, Decision>),
    /// A decision about an incident.
    Incident(#[serde(borrow)] Entry<'a, IncidentFacts, Route>),
    /// Bytes of a policy, so that what was decided under it can be decided again.
    Policy(#[serde(borrow)] PolicyPart<'a>),
    /// The stretch right before this record is the beginning of a frame whose writer was interrupted, so that nobody was told
    /// that it is there. It says so of no other stretch.
    Interrupted {
        /// Where the stretch begins, as [`Stretch::offset`].
        offset: u64,
        /// How many bytes it has, as [`Stretch::bytes`].
        bytes: u32,
    },
}

/// A decision: what was decided about, when, under which policy, from what facts, and what came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<'a, F, O> {
    /// The policy that decided.
    pub policy: PolicyId,
    /// The day as of which it was decided.
    pub day: Day,
    /// What was decided about.
    #[serde(borrow)]
    pub id: Id<'a>,
    /// What was known of it.
    pub facts: F,
    /// The decision.
    pub outcome: O,
}

/// What a risk or an incident is called: devices have numbers, people texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Id<'a> {
    /// The number in a register of fixed room ([`crate::RiskId`], [`crate::IncidentId`]).
    Number(u16),
    /// The id in a file.
    Text(&'a str),
}

impl core::fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Number(number) => core::fmt::Display::fmt(number, f),
            Self::Text(text) => core::fmt::Display::fmt(text, f),
        }
    }
}

/// Which policy decided, told apart from every other that is likely to be met.
///
/// The digest of the sources alone would not do: another compiler may make other bytes of them, and policies drafted in code
/// have none. The checksum of the blob alone is short. Together they tell policies apart; they do not prove anything to
/// somebody who wants to deceive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PolicyId {
    /// The first bytes of the SHA-256 of the sources; zero for a policy drafted in code.
    pub sources: [u8; 8],
    /// The schema of its facts ([`crate::policy::Identity::schema`]): under a policy with the same, the facts can be decided
    /// again, even where the policy itself is not at hand.
    pub schema: u32,
    /// The checksum of the blob.
    pub blob: u32,
}

impl PolicyId {
    /// The policy of a blob.
    ///
    /// # Errors
    /// The blob is not a policy.
    ///
    /// ```
    /// use plimsoll_core::Policy;
    /// use plimsoll_core::journal::PolicyId;
    /// let id = PolicyId::of(Policy::standard_bytes())?;
    /// assert_eq!((id.sources, id.schema), ([0; 8], Policy::standard().identity().schema));
    /// # Ok::<(), plimsoll_core::VerifyError>(())
    /// ```
    pub fn of(blob: &[u8]) -> Result<Self, VerifyError> {
        let identity = Policy::verify_bare(blob)?.identity();
        let [a, b, c, d, e, f, g, h, ..] = identity.sources;
        // A sound blob ends with the checksum of the rest.
        let checksum = blob.last_chunk().copied().ok_or(VerifyError::Truncated)?;
        let blob = u32::from_le_bytes(checksum);
        Ok(Self { sources: [a, b, c, d, e, f, g, h], schema: identity.schema, blob })
    }
}

/// Some bytes of the blob of a policy: as many as a device has room to write at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyPart<'a> {
    /// The policy.
    pub policy: PolicyId,
    /// How many bytes its blob has.
    pub total: u32,
    /// Where in the blob these bytes begin.
    pub offset: u32,
    /// The bytes.
    #[serde(serialize_with = "plain")]
    pub bytes: &'a [u8],
}

impl<'a> PolicyPart<'a> {
    /// The most bytes that a part may have.
    pub const MAX: usize = 1 << 16;

    /// The blob of a policy in parts of at most so many bytes, in order.
    ///
    /// ```
    /// use plimsoll_core::Policy;
    /// use plimsoll_core::journal::{PolicyId, PolicyPart};
    /// let blob = Policy::standard_bytes();
    /// let parts: Vec<_> = PolicyPart::all(PolicyId::of(blob)?, blob, 256).map(|part| part.bytes).collect();
    /// assert!(parts.len() > 2);
    /// assert_eq!(parts.concat(), blob);
    /// # Ok::<(), plimsoll_core::VerifyError>(())
    /// ```
    pub fn all(policy: PolicyId, blob: &'a [u8], most: usize) -> impl Iterator<Item = Self> {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let total = length(blob);
        let parts = blob.chunks(most.clamp(1, Self::MAX));
        parts.scan(0_u32, move |at, bytes| {
            let offset = *at;
            *at = offset.saturating_add(length(bytes));
            Some(Self { policy, total, offset, bytes })
        })
    }

    /// Whether the part is of its blob.
    fn is_within(&self) -> bool {
        let end = u32::try_from(self.bytes.len()).ok().and_then(|length| self.offset.checked_add(length));
        end.is_some_and(|end| end <= self.total)
    }
}

/// Bytes as postcard writes bytes, rather than one number after the other.
fn plain<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}
