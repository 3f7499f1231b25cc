//! From a record to a frame, and back.

use super::cobs::{Stuffer, unstuff};
use super::{Damage, DoesNotFit, Record};
use crate::policy::crc::{crc32, crc32_after};
use postcard::ser_flavors::Flavor;

/// The version of the format that this crate reads and writes.
pub const FORMAT: u8 = 1;

/// The most bytes that a record has with its format and checksum: an id or a part of a policy of 64 KiB, and all else.
pub const MAX_RECORD: usize = (1 << 16) + 512;

/// The most bytes of a frame: a record, a byte more for every 254 of it, and a delimiter on both sides.
pub const MAX_FRAME: usize = MAX_RECORD + MAX_RECORD.div_ceil(254) + 2;

/// How many bytes the checksum has.
const CHECKSUM: usize = 4;

impl<'a> Record<'a> {
    /// Writes the record to a buffer; what it gives is the whole frame with its delimiters. A buffer of [`MAX_FRAME`] bytes
    /// holds every record that may be written; 256 hold every decision with an id of up to 32 bytes.
    ///
    /// # Errors
    /// The record does not fit.
    pub fn write<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b [u8], DoesNotFit> {
        let mut frame = Stuffer::new(buffer)
            .map(|stuffer| Writer { stuffer, checksum: 0, left: MAX_RECORD })
            .ok_or(DoesNotFit)?;
        frame.try_push(FORMAT).map_err(|_| DoesNotFit)?;
        postcard::serialize_with_flavor(self, frame).map_err(|_| DoesNotFit)
    }

    /// Reads the record that stands between two delimiters; the stuffing is taken out in place.
    ///
    /// # Errors
    /// It is not a record, or not as it was written.
    pub fn read(frame: &'a mut [u8]) -> Result<Self, Damage> {
        if frame.len() > MAX_FRAME {
            return Err(Damage::Length);
        }
        let record: &'a [u8] = unstuff(frame).ok_or(Damage::Cut)?;
        let (body, checksum) = record.split_last_chunk::<CHECKSUM>().ok_or(Damage::Cut)?;
        if crc32(body) != u32::from_le_bytes(*checksum) {
            return Err(Damage::Checksum);
        }
        let (format, body) = body.split_first().ok_or(Damage::Encoding)?;
        if *format != FORMAT {
            return Err(Damage::Format(*format));
        }
        let (record, rest) = postcard::take_from_bytes::<Self>(body).map_err(|_| Damage::Encoding)?;
        let sound = match &record {
            Self::Policy(part) => part.is_within(),
            Self::Risk(_) | Self::Incident(_) | Self::Interrupted { .. } => true,
        };
        // What could be written shorter, or otherwise, is not what this crate writes.
        let same = rest.is_empty() && postcard::serialize_with_flavor(&record, Same(body)).is_ok();
        if sound && same { Ok(record) } else { Err(Damage::Encoding) }
    }
}

/// Stuffs what postcard writes, and adds the checksum.
struct Writer<'b> {
    stuffer: Stuffer<'b>,
    checksum: u32,
    /// How many bytes more the record may have.
    left: usize,
}

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        self.left = self.left.checked_sub(bytes.len())?;
        bytes.iter().try_for_each(|byte| self.stuffer.push(*byte))
    }
}

impl<'b> Flavor for Writer<'b> {
    type Output = &'b [u8];

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.checksum = crc32_after(self.checksum, bytes);
        self.put(bytes).ok_or(postcard::Error::SerializeBufferFull)
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn finalize(mut self) -> postcard::Result<&'b [u8]> {
        let ended = self.put(&self.checksum.to_le_bytes());
        ended.and_then(|()| self.stuffer.finish()).ok_or(postcard::Error::SerializeBufferFull)
    }
}

/// Compares what postcard writes with bytes that are there.
struct Same<'a>(&'a [u8]);

impl Flavor for Same<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0 = self.0.strip_prefix(bytes).ok_or(postcard::Error::DeserializeBadEncoding)?;
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn finalize(self) -> postcard::Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(postcard::Error::DeserializeBadEncoding) }
    }
}
