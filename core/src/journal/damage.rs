//! What can be wrong with a frame, and with what is to become one.

/// Why a stretch of a journal is not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// There is more of it than any frame has ([`super::MAX_FRAME`]).
    Length,
    /// It is too short, or ends in the middle of a block: something was cut off or lost, or it never was a frame.
    Cut,
    /// Its checksum is wrong.
    Checksum,
    /// Its format is one that this version does not read.
    Format(u8),
    /// It was written with a right checksum, but is not a record, or not in the one encoding that it may have.
    Encoding,
}

impl core::fmt::Display for Damage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Length => f.write_str("longer than any frame"),
            Self::Cut => f.write_str("not a whole frame"),
            Self::Checksum => f.write_str("the checksum does not match"),
            Self::Format(format) => {
                write!(f, "format version {format} is not one that this version reads ({})", super::FORMAT)
            }
            Self::Encoding => f.write_str("not encoded as a record is"),
        }
    }
}

impl core::error::Error for Damage {}

/// A record does not fit the buffer that was given for it, or is longer than records may be ([`super::MAX_RECORD`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoesNotFit;

impl core::fmt::Display for DoesNotFit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the record does not fit the buffer, or is longer than records may be")
    }
}

impl core::error::Error for DoesNotFit {}
