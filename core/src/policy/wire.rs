//! The blob byte by byte: frame, core section, names section. `core/WIRE.md` is the specification.

use super::crc::crc32;
#[cfg(all(test, feature = "alloc"))]
mod tests;

use super::VerifyError;
use super::names::{GROUPS, NamesWire};
use crate::EstimateRule;
#[cfg(feature = "alloc")]
use serde::{Serialize, Serializer};

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

#[cfg(feature = "alloc")]
impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// The core section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "alloc", derive(Serialize))]
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
    pub(super) facets: Bytes<'a>,
    pub(super) entries: Bytes<'a>,
    pub(super) cells: Bytes<'a>,
    pub(super) limits: Bytes<'a>,
    pub(super) caps: Bytes<'a>,
    pub(super) responses: Bytes<'a>,
    pub(super) envelopes: Bytes<'a>,
    pub(super) teams: Bytes<'a>,
    pub(super) routes: Bytes<'a>,
    pub(super) outcomes: Bytes<'a>,
    pub(super) proposals: Bytes<'a>,
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
    let names = if flags & HAS_NAMES == 0 { None } else { Some(NamesWire::read(sections.1)?) };
    Ok((CoreWire::read(sections.0)?, names))
}

/// Reads a section in the one encoding that postcard would choose for what it says.
///
/// Not postcard's own reader: it admits numbers that are longer than they need be, so that what it gave would have to be
/// written again and compared, and both together are most of what a small machine would link.
struct Cursor<'a> {
    left: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], VerifyError> {
        let (taken, left) = self.left.split_at_checked(count).ok_or(VerifyError::Encoding)?;
        self.left = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], VerifyError> {
        self.take(N)?.first_chunk().copied().ok_or(VerifyError::Encoding)
    }

    fn byte(&mut self) -> Result<u8, VerifyError> {
        let (byte, left) = self.left.split_first().ok_or(VerifyError::Encoding)?;
        self.left = left;
        Ok(*byte)
    }

    /// Seven bits a byte, the lowest first; the last byte is the one without a mark, and says something.
    fn number(&mut self) -> Result<u32, VerifyError> {
        let (mut number, mut shift) = (0, 0_u32);
        loop {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            let placed = bits.wrapping_shl(shift);
            if shift > 28 || placed.wrapping_shr(shift) != bits || (byte == 0 && shift > 0) {
                return Err(VerifyError::Encoding);
            }
            number |= placed;
            if byte < 0x80 {
                return Ok(number);
            }
            shift = shift.wrapping_add(7);
        }
    }

    fn bytes(&mut self) -> Result<&'a [u8], VerifyError> {
        // No section is longer than a u32 can say.
        let length = usize::try_from(self.number()?).map_err(|_| VerifyError::Encoding)?;
        self.take(length)
    }

    fn table(&mut self) -> Result<Bytes<'a>, VerifyError> {
        self.bytes().map(Bytes)
    }

    fn text(&mut self) -> Result<&'a str, VerifyError> {
        core::str::from_utf8(self.bytes()?).map_err(|_| VerifyError::Encoding)
    }

    /// One of two, told by the byte 0 or 1.
    fn either(&mut self) -> Result<bool, VerifyError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(VerifyError::Encoding),
        }
    }

    /// Nothing may be left.
    fn end<T>(&self, value: T) -> Result<T, VerifyError> {
        if self.left.is_empty() { Ok(value) } else { Err(VerifyError::Encoding) }
    }
}

impl<'a> CoreWire<'a> {
    fn read(section: &'a [u8]) -> Result<Self, VerifyError> {
        let mut cursor = Cursor { left: section };
        // In the order of the section: fields are read as they are listed.
        let core = Self {
            name: cursor.text()?,
            version: cursor.text()?,
            author: cursor.text()?,
            approver: cursor.text()?,
            sources: cursor.array()?,
            schema: cursor.number()?,
            impact: cursor.byte()?,
            likelihood: cursor.byte()?,
            top: cursor.byte()?,
            bands: cursor.byte()?,
            kinds: cursor.byte()?,
            roles: cursor.byte()?,
            channels: cursor.byte()?,
            no_actions: cursor.byte()?,
            estimate: if cursor.either()? { EstimateRule::Replaces } else { EstimateRule::Higher },
            cia_floor: if cursor.either()? { Some(cursor.array()?) } else { None },
            obligations: cursor.byte()?,
            risk_rules: cursor.byte()?,
            route_rules: cursor.byte()?,
            facets: cursor.table()?,
            entries: cursor.table()?,
            cells: cursor.table()?,
            limits: cursor.table()?,
            caps: cursor.table()?,
            responses: cursor.table()?,
            envelopes: cursor.table()?,
            teams: cursor.table()?,
            routes: cursor.table()?,
            outcomes: cursor.table()?,
            proposals: cursor.table()?,
            words: cursor.table()?,
        };
        cursor.end(core)
    }
}

impl<'a> NamesWire<'a> {
    fn read(section: &'a [u8]) -> Result<Self, VerifyError> {
        let mut cursor = Cursor { left: section };
        let (pool, ends) = (cursor.text()?, cursor.table()?);
        let mut counts = [0; GROUPS];
        for count in &mut counts {
            *count = u16::try_from(cursor.number()?).map_err(|_| VerifyError::Encoding)?;
        }
        let reasons = cursor.table()?;
        cursor.end(Self { pool, ends, counts, reasons })
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
