//! Bytes as a journal, and as a record with a right checksum.

use crc32fast::hash;
use plimsoll::journal::Reader;
use plimsoll_core::Policy;
use plimsoll_core::journal::{Frames, MAX_FRAME, Record};

/// Whether there was a sound record among the bytes, which begin with what they are: from 128 on a record without its checksum,
/// else a journal.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((mode, data)) = data.split_first() else { return false };
    let journal = if *mode < 128 { data.to_vec() } else { framed(data) };
    let mut in_place = journal.clone();
    let mut frames = Frames::new(&mut in_place);
    let mut reader = Reader::new(journal.as_slice());
    let (mut end, mut is_sound) = (0, false);
    while let Some(stretch) = reader.next_stretch().expect("bytes can be read") {
        assert_eq!(frames.next().as_ref(), Some(&stretch), "the file's reader and the one in place agree");
        assert!(stretch.offset >= end && stretch.bytes > 0);
        end = stretch.offset + stretch.bytes;
        is_sound |= stretch.record.is_ok_and(|record| sound(&record, &journal, *mode >= 128));
    }
    assert!(frames.next().is_none() && end <= u64::try_from(journal.len()).expect("64 bits"));
    is_sound
}

/// What holds of a record that was taken for one; it may stand in a journal otherwise stuffed.
fn sound(record: &Record<'_>, journal: &[u8], is_only: bool) -> bool {
    let mut buffer = vec![0; MAX_FRAME];
    let written = record.write(&mut buffer).expect("what was read is short enough").to_vec();
    assert!(!is_only || written == journal, "there is one encoding");
    let mut again = written;
    assert_eq!(Frames::new(&mut again).next().map(|stretch| stretch.record), Some(Ok(*record)));
    let policy = Policy::standard();
    match record {
        Record::Risk(entry) => drop(policy.assess(&entry.facts)),
        Record::Incident(entry) => drop(policy.route(&entry.facts)),
        Record::Policy(part) => assert!(part.bytes.len() <= usize::try_from(part.total).expect("64 bits")),
        Record::Interrupted { .. } => {}
    }
    true
}

/// A frame around a body, with a right checksum.
fn framed(body: &[u8]) -> Vec<u8> {
    let plain = [body, &hash(body).to_le_bytes()].concat();
    let (mut frame, mut rest) = (vec![0], plain.as_slice());
    loop {
        let run = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len()).min(254);
        frame.push(u8::try_from(run + 1).expect("254 at most"));
        frame.extend(&rest[..run]);
        rest = &rest[run..];
        match rest.split_first() {
            None => break,
            Some((0, after)) if run < 254 => rest = after,
            Some(_) => {}
        }
        if rest.is_empty() && plain.ends_with(&[0]) {
            frame.push(1);
            break;
        }
    }
    frame.push(0);
    frame
}
