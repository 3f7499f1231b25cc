//! The blob byte by byte: frame, core section, names section, placement section. `core/WIRE.md` is the specification.

use super::VerifyError;
use super::crc::crc32;
#[cfg(feature = "alloc")]
use crate::EstimateRule;
#[cfg(feature = "alloc")]
use serde::{Serialize, Serializer};

#[cfg(all(test, feature = "alloc"))]
mod tests;

/// The first four bytes of every policy blob.
pub const MAGIC: [u8; 4] = *b"PLML";

/// The version of the wire format that this crate reads and writes.
pub const FORMAT: u16 = 1;

pub(super) const HEADER: usize = 16;
pub(super) const TRAILER: usize = 4;
pub(super) const HAS_NAMES: u16 = 1;
pub(super) const HAS_PLACEMENTS: u16 = 2;

/// How many bytes say how long the placement section is.
const LENGTH: usize = 4;

/// How many diagrams come before those of the rules.
pub(super) const STAGES: u16 = 9;

/// Borrowed bytes, with a length before them.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

#[cfg(feature = "alloc")]
impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// The core section, to be written by postcard.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Serialize)]
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

/// The sections of a blob whose frame is sound.
#[derive(Clone, Copy)]
pub(super) struct Sections<'a> {
    pub(super) core: &'a [u8],
    pub(super) names: Option<&'a [u8]>,
    pub(super) placements: Option<&'a [u8]>,
}

/// Takes a blob out of its frame.
#[cfg_attr(target_pointer_width = "32", inline(never))]
pub(super) fn unframe(blob: &[u8]) -> Result<Sections<'_>, VerifyError> {
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
    let named = HEADER.checked_add(core).and_then(|at| at.checked_add(names)).ok_or(VerifyError::Length)?;
    let mut end = named;
    if flags & HAS_PLACEMENTS != 0 {
        let length =
            blob.get(named..).and_then(<[u8]>::first_chunk::<LENGTH>).ok_or(VerifyError::Truncated)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| VerifyError::Length)?;
        end = named.checked_add(LENGTH).and_then(|at| at.checked_add(length)).ok_or(VerifyError::Length)?;
    }
    let total = end.checked_add(TRAILER).ok_or(VerifyError::Length)?;
    if blob.len() < total {
        return Err(VerifyError::Truncated);
    }
    if blob.len() > total
        || flags & !(HAS_NAMES | HAS_PLACEMENTS) != 0
        || (flags & HAS_NAMES == 0 && names != 0)
    {
        return Err(VerifyError::Length);
    }
    let (body, trailer) = blob.split_at_checked(end).ok_or(VerifyError::Length)?;
    if trailer.first_chunk::<TRAILER>().map(|bytes| u32::from_le_bytes(*bytes)) != Some(crc32(body)) {
        return Err(VerifyError::Checksum);
    }
    let (sections, placements) = body.split_at_checked(named).ok_or(VerifyError::Length)?;
    let (core, names) =
        sections.get(HEADER..).and_then(|rest| rest.split_at_checked(core)).ok_or(VerifyError::Length)?;
    Ok(Sections {
        core,
        names: (flags & HAS_NAMES != 0).then_some(names),
        placements: placements.get(LENGTH..),
    })
}

/// Reads a section in the one encoding that postcard would choose for what it says; nothing where it is another.
///
/// Not postcard's own reader: it admits numbers that are longer than they need be, so that what it gave would have to be
/// written again and compared, and both together are most of what a small machine would link.
pub(super) struct Cursor<'a> {
    left: &'a [u8],
    /// The first table that was not one of whole records, or of too many.
    ragged: Option<&'static str>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(section: &'a [u8]) -> Self {
        Self { left: section, ragged: None }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }

    pub(super) fn chunk<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        self.take(N)?.first_chunk()
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.chunk().copied()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, left) = self.left.split_first()?;
        self.left = left;
        Some(*byte)
    }

    /// Seven bits a byte, the lowest first; the last byte is the one without a mark, and says something.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0_u32);
        loop {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            let placed = bits.wrapping_shl(shift);
            if shift > 28 || placed.wrapping_shr(shift) != bits || (byte == 0 && shift > 0) {
                return None;
            }
            number |= placed;
            if byte < 0x80 {
                return Some(number);
            }
            shift = shift.wrapping_add(7);
        }
    }

    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        // No section is longer than a u32 can say.
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.bytes()?).ok()
    }

    /// A table, of which `whole` says whether it is one of whole records.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn table(&mut self, size: usize, name: &'static str) -> Option<&'a [u8]> {
        let bytes = self.bytes()?;
        let (count, rest) = (bytes.len().checked_div(size)?, bytes.len().checked_rem(size)?);
        // Everything but words is counted by u16.
        if rest != 0 || (size > 2 && count >= usize::from(u16::MAX)) {
            self.ragged = self.ragged.or(Some(name));
        }
        Some(bytes)
    }

    /// One of two, told by the byte 0 or 1.
    pub(super) fn either(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Option<()> {
        self.left.is_empty().then_some(())
    }

    /// Every table was one of whole records.
    pub(super) fn whole(&self) -> Result<(), VerifyError> {
        self.ragged.map_or(Ok(()), |name| Err(VerifyError::Table(name)))
    }
}

/// A sound core section with other cells.
#[cfg(feature = "alloc")]
pub(super) fn with_cells_in(section: &[u8], cells: &[u8]) -> Option<alloc::vec::Vec<u8>> {
    let mut cursor = Cursor::new(section);
    for _ in 0..4 {
        cursor.bytes()?;
    }
    let _sources_schema_scales =
        (cursor.chunk::<32>()?, cursor.number()?, cursor.chunk::<8>()?, cursor.either()?);
    if cursor.either()? {
        cursor.chunk::<3>()?;
    }
    let _counts_facets_entries = (cursor.chunk::<3>()?, cursor.bytes()?, cursor.bytes()?);
    let before = section.get(..section.len().checked_sub(cursor.left.len())?)?;
    cursor.bytes()?;
    Some([before, &postcard::to_allocvec(&Bytes(cells)).ok()?, cursor.left].concat())
}

/// Puts sections into a frame.
#[cfg(feature = "alloc")]
pub(super) fn frame(sections: Sections<'_>) -> Option<alloc::vec::Vec<u8>> {
    let Sections { core, names, placements } = sections;
    let length = |section: &[u8]| u32::try_from(section.len()).ok();
    let flag = |section: Option<&[u8]>, flag| if section.is_some() { flag } else { 0 };
    let flags = flag(names, HAS_NAMES) | flag(placements, HAS_PLACEMENTS);
    let names = names.unwrap_or_default();
    let mut blob = alloc::vec::Vec::from(MAGIC);
    blob.extend(FORMAT.to_le_bytes());
    blob.extend(flags.to_le_bytes());
    blob.extend(length(core)?.to_le_bytes());
    blob.extend(length(names)?.to_le_bytes());
    blob.extend(core);
    blob.extend(names);
    if let Some(placements) = placements {
        blob.extend(length(placements)?.to_le_bytes());
        blob.extend(placements);
    }
    blob.extend(crc32(&blob).to_le_bytes());
    Some(blob)
}
