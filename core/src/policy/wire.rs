//! The blob byte by byte: frame, core section, names section. `core/WIRE.md` is the specification.

use super::crc::crc32;
use super::{VerifyError, names::NamesWire};
use crate::EstimateRule;
use postcard::ser_flavors::Flavor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first four bytes of every policy blob.
pub const MAGIC: [u8; 4] = *b"PLML";

/// The version of the wire format that this crate reads and writes.
pub const FORMAT: u16 = 1;

pub(super) const HEADER: usize = 16;
pub(super) const TRAILER: usize = 4;
pub(super) const HAS_NAMES: u16 = 1;

/// How many diagrams come before those of the rules.
pub(super) const STAGES: u16 = 9;

/// Borrowed bytes, with a length before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Self)
    }
}

/// The core section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CoreWire<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) author: &'a str,
    pub(super) approver: &'a str,
    pub(super) sources: [u8; 32],
    pub(super) schema: u32,
    pub(super) impact: u8,
    pub(super) likelihood: u8,
    pub(super) top: u8,
    pub(super) bands: u8,
    pub(super) kinds: u8,
    pub(super) roles: u8,
    pub(super) channels: u8,
    pub(super) no_actions: u8,
    pub(super) estimate: EstimateRule,
    pub(super) cia_floor: Option<[u8; 3]>,
    pub(super) obligations: u8,
    pub(super) risk_rules: u8,
    pub(super) route_rules: u8,
    #[serde(borrow)]
    pub(super) facets: Bytes<'a>,
    #[serde(borrow)]
    pub(super) entries: Bytes<'a>,
    #[serde(borrow)]
    pub(super) cells: Bytes<'a>,
    #[serde(borrow)]
    pub(super) limits: Bytes<'a>,
    #[serde(borrow)]
    pub(super) caps: Bytes<'a>,
    #[serde(borrow)]
    pub(super) responses: Bytes<'a>,
    #[serde(borrow)]
    pub(super) envelopes: Bytes<'a>,
    #[serde(borrow)]
    pub(super) teams: Bytes<'a>,
    #[serde(borrow)]
    pub(super) routes: Bytes<'a>,
    #[serde(borrow)]
    pub(super) outcomes: Bytes<'a>,
    #[serde(borrow)]
    pub(super) proposals: Bytes<'a>,
    #[serde(borrow)]
    pub(super) words: Bytes<'a>,
}

/// The two sections of a blob whose frame is sound.
pub(super) fn unframe(blob: &[u8]) -> Result<(CoreWire<'_>, Option<NamesWire<'_>>), VerifyError> {
    let header = blob.first_chunk::<HEADER>().ok_or(VerifyError::Truncated)?;
    let [m0, m1, m2, m3, v0, v1, f0, f1, c0, c1, c2, c3, n0, n1, n2, n3] = *header;
    if [m0, m1, m2, m3] != MAGIC {
        return Err(VerifyError::Magic);
    }
    let format = u16::from_le_bytes([v0, v1]);
    if format != FORMAT {
        return Err(VerifyError::Format(format));
    }
    let flags = u16::from_le_bytes([f0, f1]);
    let core = usize::try_from(u32::from_le_bytes([c0, c1, c2, c3])).map_err(|_| VerifyError::Length)?;
    let names = usize::try_from(u32::from_le_bytes([n0, n1, n2, n3])).map_err(|_| VerifyError::Length)?;
    let end = HEADER.checked_add(core).and_then(|at| at.checked_add(names)).ok_or(VerifyError::Length)?;
    let total = end.checked_add(TRAILER).ok_or(VerifyError::Length)?;
    if blob.len() < total {
        return Err(VerifyError::Truncated);
    }
    if blob.len() > total || flags & !HAS_NAMES != 0 || (flags & HAS_NAMES == 0 && names != 0) {
        return Err(VerifyError::Length);
    }
    let (body, trailer) = blob.split_at_checked(end).ok_or(VerifyError::Length)?;
    if trailer.first_chunk::<TRAILER>().map(|bytes| u32::from_le_bytes(*bytes)) != Some(crc32(body)) {
        return Err(VerifyError::Checksum);
    }
    let sections =
        body.get(HEADER..).and_then(|rest| rest.split_at_checked(core)).ok_or(VerifyError::Length)?;
    let names = if flags & HAS_NAMES == 0 { None } else { Some(decode(sections.1)?) };
    Ok((decode(sections.0)?, names))
}

/// Decodes a section that must be used up, in the one encoding that postcard itself would choose.
fn decode<'a, T: Deserialize<'a> + Serialize>(bytes: &'a [u8]) -> Result<T, VerifyError> {
    let (value, rest) = postcard::take_from_bytes::<T>(bytes).map_err(|_| VerifyError::Encoding)?;
    let same = postcard::serialize_with_flavor::<T, Same<'a>, bool>(&value, Same { left: bytes });
    if rest.is_empty() && same == Ok(true) { Ok(value) } else { Err(VerifyError::Encoding) }
}

/// Takes what an encoder writes and compares it with what was read.
struct Same<'a> {
    left: &'a [u8],
}

impl Flavor for Same<'_> {
    type Output = bool;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.left = self.left.strip_prefix(bytes).ok_or(postcard::Error::SerializeBufferFull)?;
        Ok(())
    }

    fn finalize(self) -> postcard::Result<bool> {
        Ok(self.left.is_empty())
    }
}

/// Puts sections into a frame.
#[cfg(feature = "alloc")]
pub(super) fn frame(
    core: &CoreWire<'_>,
    names: Option<&NamesWire<'_>>,
) -> postcard::Result<alloc::vec::Vec<u8>> {
    let core = postcard::to_allocvec(core)?;
    let flags = if names.is_some() { HAS_NAMES } else { 0 };
    let names = names.map(postcard::to_allocvec).transpose()?.unwrap_or_default();
    let length =
        |section: &[u8]| u32::try_from(section.len()).map_err(|_| postcard::Error::SerializeBufferFull);
    let mut blob = alloc::vec::Vec::from(MAGIC);
    blob.extend(FORMAT.to_le_bytes());
    blob.extend(flags.to_le_bytes());
    blob.extend(length(&core)?.to_le_bytes());
    blob.extend(length(&names)?.to_le_bytes());
    blob.extend(core);
    blob.extend(names);
    blob.extend(crc32(&blob).to_le_bytes());
    Ok(blob)
}
