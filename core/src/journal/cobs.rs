//! Consistent overhead byte stuffing: bytes without a zero, so that a zero stands between frames and nowhere else.
//!
//! Every block begins with a byte that tells where the next zero would be; a block of 254 bytes has none after it.

/// The first byte of a block that no zero follows.
const FULL: u8 = 0xff;

/// What stands before and after a frame.
pub(super) const DELIMITER: u8 = 0;

/// Stuffs bytes into a buffer, between two delimiters.
pub(super) struct Stuffer<'b> {
    buffer: &'b mut [u8],
    at: usize,
    /// Where the block that is being written begins, and its first byte so far.
    block: usize,
    code: u8,
}

impl<'b> Stuffer<'b> {
    /// Begins a frame; `None` where the buffer has no room, as for all of these.
    pub(super) fn new(buffer: &'b mut [u8]) -> Option<Self> {
        let mut stuffer = Self { buffer, at: 0, block: 0, code: 1 };
        stuffer.put(DELIMITER)?;
        stuffer.begin_block()?;
        Some(stuffer)
    }

    pub(super) fn push(&mut self, byte: u8) -> Option<()> {
        if self.code == FULL {
            self.end_block()?;
            self.begin_block()?;
        }
        if byte == DELIMITER {
            self.end_block()?;
            return self.begin_block();
        }
        self.code = self.code.wrapping_add(1);
        self.put(byte)
    }

    /// Ends the frame.
    pub(super) fn finish(mut self) -> Option<&'b [u8]> {
        self.end_block()?;
        self.put(DELIMITER)?;
        self.buffer.get(..self.at)
    }

    fn begin_block(&mut self) -> Option<()> {
        (self.block, self.code) = (self.at, 1);
        self.put(1)
    }

    fn end_block(&mut self) -> Option<()> {
        *self.buffer.get_mut(self.block)? = self.code;
        Some(())
    }

    fn put(&mut self, byte: u8) -> Option<()> {
        *self.buffer.get_mut(self.at)? = byte;
        self.at = self.at.wrapping_add(1);
        Some(())
    }
}

/// Takes the stuffing out of what stands between two delimiters; `None` where it does not end with a block.
pub(super) fn unstuff(frame: &mut [u8]) -> Option<&mut [u8]> {
    let (mut written, mut left, mut full) = (0_usize, 0_u8, true);
    for at in 0..frame.len() {
        let mut byte = *frame.get(at)?;
        if let Some(less) = left.checked_sub(1) {
            left = less;
        } else {
            left = byte.checked_sub(1)?;
            let no_zero = core::mem::replace(&mut full, byte == FULL);
            if no_zero {
                continue;
            }
            byte = 0;
        }
        // What was written is never past what was read.
        *frame.get_mut(written)? = byte;
        written = written.wrapping_add(1);
    }
    if left == 0 { frame.get_mut(..written) } else { None }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::{Stuffer, unstuff};
    use std::vec::Vec;

    fn stuffed(bytes: &[u8]) -> Vec<u8> {
        let mut buffer = [0xaa; 2048];
        let mut stuffer = Stuffer::new(&mut buffer).unwrap();
        bytes.iter().for_each(|byte| stuffer.push(*byte).unwrap());
        stuffer.finish().unwrap().to_vec()
    }

    /// The examples that define the method.
    #[test]
    fn as_it_is_defined() {
        let run: Vec<u8> = (1..=255).collect();
        let of = |parts: &[&[u8]]| parts.concat();
        let table: [(Vec<u8>, Vec<u8>); 8] = [
            (of(&[&[0]]), of(&[&[1, 1]])),
            (of(&[&[0, 0]]), of(&[&[1, 1, 1]])),
            (of(&[&[0x11, 0x22, 0, 0x33]]), of(&[&[3, 0x11, 0x22, 2, 0x33]])),
            (of(&[&[0x11, 0, 0, 0]]), of(&[&[2, 0x11, 1, 1, 1]])),
            (run[..254].to_vec(), of(&[&[0xff], &run[..254]])),
            (of(&[&[0], &run[..254]]), of(&[&[1, 0xff], &run[..254]])),
            (run.clone(), of(&[&[0xff], &run[..254], &[2, 0xff]])),
            (of(&[&run[1..], &[0]]), of(&[&[0xff], &run[1..], &[1, 1]])),
        ];
        for (plain, expected) in table {
            let frame = stuffed(&plain);
            assert_eq!(frame, of(&[&[0], &expected, &[0]]), "{plain:?}");
        }
    }

    #[test]
    fn every_length_comes_back() {
        for every in [1, 2, 253, 254, 255, 256, 1000] {
            for length in 0..1200 {
                let plain: Vec<u8> = (0..length)
                    .map(|n| if n % every == every - 1 { 0 } else { u8::try_from(n % 255 + 1).unwrap() })
                    .collect();
                let mut frame = stuffed(&plain);
                let end = frame.len() - 1;
                assert!(!frame[1..end].contains(&0));
                assert_eq!(unstuff(&mut frame[1..end]).unwrap(), plain, "{length} with a zero every {every}");
            }
        }
    }

    #[test]
    fn what_ends_within_a_block_is_refused() {
        let frame = stuffed(&[1, 2, 3, 0, 4, 5]);
        for (end, sound) in [(1, true), (2, false), (4, false), (5, true), (6, false), (7, false), (8, true)]
        {
            assert_eq!(unstuff(&mut frame.clone()[1..end]).is_some(), sound, "cut at {end}");
        }
        assert!(unstuff(&mut [2, 0]).is_some_and(|plain| plain == [0]) || unstuff(&mut [0, 1]).is_none());
        assert!(unstuff(&mut [0]).is_none());
    }

    #[test]
    fn a_buffer_that_is_too_small_is_refused() {
        for room in 0..9 {
            let mut buffer = [0; 9];
            let written = Stuffer::new(&mut buffer[..room]).and_then(|mut stuffer| {
                [1, 0, 2, 3, 0].iter().try_for_each(|byte| stuffer.push(*byte))?;
                stuffer.finish().map(<[u8]>::len)
            });
            assert_eq!(written, (room >= 8).then_some(8), "{room} bytes");
        }
    }
}
