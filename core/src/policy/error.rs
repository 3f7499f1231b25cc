//! Why bytes are not a policy.

use crate::diagram::DiagramError;

/// Why bytes are not a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// Fewer bytes than the header announces.
    Truncated,
    /// Not a policy blob at all.
    Magic,
    /// A format that this version does not read.
    Format(u16),
    /// The lengths in the header do not add up to the bytes given.
    Length,
    /// The bytes were changed since they were written.
    Checksum,
    /// A section is not in the one encoding that it may have.
    Encoding,
    /// No name, or the author approved the policy (domain.md E5).
    Identity,
    /// A scale, a band or a default is out of range.
    Scale,
    /// A declared facet is not sound, or there are too many.
    Facets,
    /// A record of a table is not sound.
    Table(&'static str),
    /// A diagram is not sound: which one, counted from 0, and why.
    Diagram(u16, DiagramError),
    /// A team is out of range, escalates downwards, or is a target though unstaffed or without the rights needed.
    Teams,
    /// The names do not match what they name.
    Names,
    /// The diagrams of the placement table are not sound, and why.
    Placements(DiagramError),
}

impl core::fmt::Display for VerifyError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Truncated => f.write_str("the policy blob is cut short"),
            Self::Magic => f.write_str("not a policy blob: it does not start with PLML"),
            Self::Format(format) => {
                write!(f, "format version {format} is not one that this version reads ({})", super::FORMAT)
            }
            Self::Length => f.write_str("the lengths in the header do not add up"),
            Self::Checksum => f.write_str("the checksum does not match: the blob was changed or damaged"),
            Self::Encoding => f.write_str("a section is not encoded as a policy is"),
            Self::Identity => f.write_str("the policy has no name, or its author approved it"),
            Self::Scale => f.write_str("a scale or a default is out of range"),
            Self::Facets => f.write_str("the declared facets are not sound"),
            Self::Table(table) => write!(f, "the table of {table} is not sound"),
            Self::Diagram(index, error) => {
                write!(f, "diagram {index} is not sound at word {}: {}", error.offset, error.fault.describe())
            }
            Self::Teams => {
                f.write_str("a team is out of range, escalates downwards, or cannot be the target that it is")
            }
            Self::Names => f.write_str("the names do not match what they name"),
            Self::Placements(error) => {
                let what = error.fault.describe();
                write!(f, "the placement table is not sound at word {}: {what}", error.offset)
            }
        }
    }
}

impl core::error::Error for VerifyError {}
