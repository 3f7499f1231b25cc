//! Reading a journal.

use plimsoll_core::journal::{Damage, MAX_FRAME, Record, Stretch};
use std::io::{self, BufRead, ErrorKind};

/// Goes through a journal, stretch by stretch, in the memory of one frame, however long it is.
///
/// ```
/// use plimsoll::journal::Reader;
/// let mut reader = Reader::new(b"\0\0noise\0".as_slice());
/// let stretch = reader.next_stretch()?.expect("something");
/// assert_eq!((stretch.offset, stretch.bytes), (2, 5));
/// assert!(stretch.record.is_err());
/// assert!(reader.next_stretch()?.is_none());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    offset: u64,
    frame: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read.
    pub fn new(source: R) -> Self {
        Self { source, offset: 0, frame: Vec::new() }
    }

    /// The next stretch between two delimiters, a record or something damaged; `None` at the end.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn next_stretch(&mut self) -> io::Result<Option<Stretch<'_>>> {
        self.frame.clear();
        let mut offset = self.offset;
        let mut bytes = 0_u64;
        loop {
            let buffer = match self.source.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            let delimiter = buffer.iter().position(|byte| *byte == 0);
            let part = delimiter.and_then(|end| buffer.get(..end)).unwrap_or(buffer);
            // What is longer than any frame is counted, not kept.
            let room = MAX_FRAME.saturating_sub(self.frame.len());
            self.frame.extend(part.iter().take(room));
            let length = part.len();
            self.source.consume(length.saturating_add(usize::from(delimiter.is_some())));
            bytes = bytes.saturating_add(wide(length));
            self.offset = offset.saturating_add(bytes);
            if delimiter.is_some() {
                self.offset = self.offset.saturating_add(1);
                if bytes > 0 {
                    break;
                }
                offset = self.offset;
            }
        }
        if bytes == 0 {
            return Ok(None);
        }
        let record =
            if bytes > wide(MAX_FRAME) { Err(Damage::Length) } else { Record::read(&mut self.frame) };
        Ok(Some(Stretch { offset, bytes, record }))
    }
}

/// A length as offsets are counted.
fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
