//! What an interrupted writer leaves at the end of a journal.

use plimsoll_core::journal::{FORMAT, MAX_FRAME, Record};

/// Whether what stands after the last zero can be a frame that nobody was told is there. A sound record lacks no more than its
/// zero, and is read; where all but the last byte is one, that byte was the zero, and is damaged.
pub(super) fn is_interrupted(tail: &[u8]) -> bool {
    let is_sound = |frame: &[u8]| Record::read(&mut frame.to_vec()).is_ok();
    let shorter = tail.split_last().map(|(_, shorter)| shorter);
    !tail.is_empty() && tail.len() <= MAX_FRAME && !is_sound(tail) && !shorter.is_some_and(is_sound)
}

/// Whether some bytes are the beginning of the first frame of a journal, and nothing else.
pub(super) fn is_first(bytes: &[u8]) -> bool {
    let after_zeros = bytes.iter().position(|byte| *byte != 0).and_then(|begin| bytes.get(begin..));
    let frame = after_zeros.unwrap_or_default();
    bytes.first() == Some(&0)
        && frame.len() <= MAX_FRAME
        && !frame.contains(&0)
        && matches!(frame, [] | [_] | [_, FORMAT, ..])
}
