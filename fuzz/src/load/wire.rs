//! The policy blob after `core/WIRE.md`, written a second time so that parts of a blob can be changed and the frame put
//! right around them.

use serde::{Deserialize, Serialize};

/// How many bytes come before the core section.
pub(crate) const HEADER: usize = 16;

/// How many bytes the checksum has.
pub(crate) const TRAILER: usize = 4;

/// How many bytes say how long the placement section is.
const LENGTH: usize = 4;

/// The flag for a placement section.
const HAS_PLACEMENTS: u8 = 2;

/// The core section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Core {
    /// Name, version, author, approver.
    pub identity: [String; 4],
    /// SHA-256 of the sources.
    pub sources: [u8; 32],
    /// Checksum of the facets.
    pub schema: u32,
    /// Impact, likelihood, top, bands, kinds, roles, channels, `no_actions`.
    pub scales: [u8; 8],
    /// 0 the higher holds, 1 it replaces.
    pub estimate: u32,
    /// The floors of low, medium, high.
    pub cia_floor: Option<[u8; 3]>,
    /// How many obligations, rules for risks, rules for incidents.
    pub counts: [u8; 3],
    /// The tables in order: see [`TABLES`].
    pub tables: [Vec<u8>; 12],
}

/// The tables of the core section and how many bytes a record has.
pub(crate) const TABLES: [(&str, usize); 12] = [
    ("facets", 8),
    ("entries", 12),
    ("cells", 5),
    ("limits", 4),
    ("caps", 4),
    ("responses", 4),
    ("envelopes", 6),
    ("teams", 4),
    ("routes", 8),
    ("outcomes", 4),
    ("proposals", 4),
    ("words", 2),
];

/// The names section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// All strings, one after the other.
    pub pool: String,
    /// Where each ends.
    pub ends: Vec<u8>,
    /// How many each group has.
    pub counts: [u16; 11],
    /// Records of ten bytes.
    pub reasons: Vec<u8>,
}

/// A whole blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blob {
    /// What decides.
    pub core: Core,
    /// What it is called.
    pub names: Option<Names>,
    /// What goes where, as it stands: a blob is admitted whatever it holds.
    pub placements: Option<Vec<u8>>,
}

/// The placement section: its strings, one after the other, and its tables in order: see [`PLACEMENT_TABLES`].
pub(crate) type PlacementTables = (String, [Vec<u8>; 5]);

/// The tables of the placement section and how many bytes a record has.
pub(crate) const PLACEMENT_TABLES: [(&str, usize); 5] =
    [("ends", 4), ("tools", 6), ("rows", 4), ("words", 2), ("reasons", 10)];

impl Blob {
    /// The parts of a blob whose frame is sound; the checksum is not looked at.
    #[must_use]
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let length = |at: usize| usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok();
        let (core, names) = (length(8)?, length(12)?);
        let core_end = HEADER.checked_add(core)?;
        let names_end = core_end.checked_add(names)?;
        let names = bytes.get(core_end..names_end)?;
        let placements = match bytes.get(6)? & HAS_PLACEMENTS {
            0 => None,
            _ => {
                let start = names_end.checked_add(LENGTH)?;
                Some(bytes.get(start..start.checked_add(length(names_end)?)?)?.to_vec())
            }
        };
        Some(Self {
            placements,
            core: postcard::from_bytes(bytes.get(HEADER..core_end)?).ok()?,
            names: if names.is_empty() { None } else { Some(postcard::from_bytes(names).ok()?) },
        })
    }

    /// The bytes, in a sound frame.
    #[must_use]
    pub(crate) fn write(&self) -> Vec<u8> {
        let core = postcard::to_allocvec(&self.core).expect("memory");
        let names = self.names.as_ref().map(|names| postcard::to_allocvec(names).expect("memory"));
        let mut bytes = Vec::from(*b"PLML\x01\0");
        let flag = if self.placements.is_some() { HAS_PLACEMENTS } else { 0 };
        bytes.extend([u8::from(names.is_some()) | flag, 0]);
        let names = names.unwrap_or_default();
        for section in [&core, &names] {
            bytes.extend(u32::try_from(section.len()).expect("a small blob").to_le_bytes());
        }
        bytes.extend(core);
        bytes.extend(names);
        if let Some(placements) = &self.placements {
            bytes.extend(u32::try_from(placements.len()).expect("a small blob").to_le_bytes());
            bytes.extend(placements);
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }
}

/// Bytes as a blob whose magic, format, flags, lengths and checksum are right, whatever lies between.
#[must_use]
pub(crate) fn reframed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.len() < HEADER + TRAILER {
        bytes.resize(HEADER + TRAILER, 0);
    }
    let end = bytes.len() - TRAILER;
    let body = u32::try_from(end - HEADER).expect("inputs are small");
    let given = |at: usize| u32::from_le_bytes(*bytes[at..].first_chunk().expect("a whole header"));
    let names = given(12).min(body);
    let room = body - names;
    // With a placement section, the core is as long as it says, as far as there is room.
    let length = u32::try_from(LENGTH).expect("four");
    let placed =
        (bytes[6] & HAS_PLACEMENTS != 0).then(|| room.checked_sub(given(8))?.checked_sub(length)).flatten();
    let core = placed.map_or(room, |placements| room - length - placements);
    if let Some(placements) = placed {
        let at = HEADER + usize::try_from(core + names).expect("inputs are small");
        bytes[at..at + LENGTH].copy_from_slice(&placements.to_le_bytes());
    }
    bytes[..6].copy_from_slice(b"PLML\x01\0");
    let flag = if placed.is_some() { HAS_PLACEMENTS } else { 0 };
    bytes[6..8].copy_from_slice(&[u8::from(names > 0) | flag, 0]);
    bytes[8..12].copy_from_slice(&core.to_le_bytes());
    bytes[12..16].copy_from_slice(&names.to_le_bytes());
    let checksum = crc32fast::hash(&bytes[..end]);
    bytes[end..].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Blob, reframed};
    use plimsoll_core::Policy;

    #[test]
    fn the_standard_blob_is_read_and_written_alike() {
        let standard = Policy::standard_bytes();
        assert_eq!(Blob::read(standard).unwrap().write(), standard);
        assert_eq!(reframed(standard), standard);
        let mut damaged = standard.to_vec();
        damaged[0] = b'p';
        damaged[9] ^= 1;
        *damaged.last_mut().unwrap() ^= 1;
        assert_eq!(reframed(&damaged), standard);

        let rich = crate::load::rich();
        assert_eq!(Blob::read(&rich).unwrap().write(), rich);
        assert!(Blob::read(&rich).unwrap().placements.is_some());
        assert_eq!(reframed(&rich), rich);
    }
}
