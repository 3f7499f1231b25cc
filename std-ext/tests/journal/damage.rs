//! Journals in files that were cut, changed and put together.

use super::{frame, nowhere, read, record, sound};
use plimsoll::journal::Journal;
use plimsoll_core::journal::{Id, MAX_FRAME, Record};
use std::fs;

/// Fifty records, and where the frame of each begins and ends.
fn fifty() -> (Vec<u8>, Vec<Vec<u8>>) {
    let ids: Vec<String> =
        (0..50).map(|n| if n % 2 == 0 { String::new() } else { format!("R{n}") }).collect();
    let frames: Vec<Vec<u8>> = (0..50_u16).map(|n| frame(&record(n, &ids[usize::from(n)]))).collect();
    (frames.concat(), frames)
}

#[test]
fn what_is_appended_is_what_is_read() {
    let (_held, path) = nowhere();
    let (bytes, frames) = fifty();
    let ids: Vec<String> =
        (0..50).map(|n| if n % 2 == 0 { String::new() } else { format!("R{n}") }).collect();
    let all: Vec<_> = (0..50_u16).map(|n| record(n, &ids[usize::from(n)])).collect();
    let mut journal = Journal::append_to(&path).unwrap();
    journal.append(&all[0]).unwrap();
    journal.append_all(all[1..20].iter().copied()).unwrap();
    drop(journal);
    let mut journal = Journal::append_to(&path).unwrap();
    journal.append_all([]).unwrap();
    journal.append_all(all[20..].iter().copied()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes, "nothing but frames, one after the other");
    assert_eq!(sound(&path), (frames, 0));
}

/// Cut at every byte: what was before is read back, and so is what is appended then; what was there is not changed.
#[test]
fn a_cut_at_any_byte_costs_one_record() {
    // Where there is a disk in memory, waiting for it thousands of times takes no time.
    let held = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let path = held.path().join("decisions.journal");
    let (bytes, frames) = fifty();
    let new = record(77, "new");
    let ends: Vec<usize> = frames
        .iter()
        .scan(0, |end, frame| {
            *end += frame.len();
            Some(*end)
        })
        .collect();
    for cut in 0..=bytes.len() {
        fs::write(&path, &bytes[..cut]).unwrap();
        let whole = ends.iter().filter(|end| **end - 1 <= cut).count();
        let begun = ends.get(whole.wrapping_sub(1)).copied().unwrap_or(0) + 1;
        let torn = usize::from(cut > begun);
        assert_eq!(sound(&path), (frames[..whole].to_vec(), torn), "cut at {cut}");

        Journal::append_to(&path).unwrap().append(&new).unwrap();
        let after = fs::read(&path).unwrap();
        assert!(after.starts_with(&bytes[..cut]), "cut at {cut}: what was there is there");
        let (offset, bytes) =
            (u64::try_from(begun).unwrap(), u32::try_from(cut.saturating_sub(begun)).unwrap());
        let told = vec![frame(&Record::Interrupted { offset, bytes }); torn];
        assert_eq!(sound(&path), ([&frames[..whole], &told, &[frame(&new)]].concat(), torn), "cut at {cut}");
    }
}

/// A stretch that is taken out or put in, anywhere and however long, costs the records that it touches and no other.
#[test]
fn stretches_that_are_lost_or_added_cost_what_they_touch() {
    let (bytes, frames) = fifty();
    let other: Vec<u8> = (100..110).flat_map(|n| frame(&record(n, "other"))).collect();
    let sound = |bytes: &[u8]| -> Vec<Vec<u8>> {
        read(bytes, 512).into_iter().filter_map(|(.., record)| record.ok()).collect()
    };
    let places: Vec<(usize, usize)> = frames
        .iter()
        .scan(0, |end, frame| {
            let begin = *end;
            *end += frame.len();
            Some((begin, *end))
        })
        .collect();
    let mut seed = 1_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(seed >> 8).unwrap() % below
    };
    for _ in 0..3000 {
        let from = random(bytes.len());
        let to = (from + random(400)).min(bytes.len());
        // What ends before, or begins after: the zeros at the ends may be shared or lost.
        let before = places.iter().filter(|(_, end)| *end - 1 <= from).count();
        let after = places.iter().filter(|(begin, _)| *begin + 1 >= to).count();
        let untouched = |found: &[Vec<u8>]| {
            found.starts_with(&frames[..before]) && found.ends_with(&frames[frames.len() - after..])
        };

        let removed = sound(&[&bytes[..from], &bytes[to..]].concat());
        let whole = before + after;
        // The zero before what follows may be what was lost, if what stands before it does not end with one.
        let joined = to > 0 && from > 0 && bytes[from - 1] != 0 && bytes[to.min(bytes.len() - 1)] != 0;
        assert!(removed.iter().all(|frame| frames.contains(frame)), "{from}..{to}");
        assert!(untouched(&removed) || joined && removed.len() + 1 >= whole, "{from}..{to}");

        let twice = sound(&[&bytes[..to], &bytes[from..]].concat());
        assert!(twice.iter().all(|frame| frames.contains(frame)), "{from}..{to}");
        let (begin, end) = (random(other.len()), random(other.len()));
        let piece = &other[begin.min(end)..begin.max(end)];
        let spliced = sound(&[&bytes[..from], piece, &bytes[from..]].concat());
        let own: Vec<_> = spliced.iter().filter(|frame| frames.contains(frame)).cloned().collect();
        assert!(own.len() + 2 >= frames.len(), "{from}: {} are left", own.len());
        assert!(spliced.len() - own.len() <= 10);
    }
}

#[test]
fn nothing_but_a_journal_is_appended_to() {
    let (held, path) = nowhere();
    let table: [(&[u8], bool); 11] = [
        (b"", true),
        (b"\0", true),
        (b"\0x", true),
        (b"\0x\x01y", true),
        (b"\0xyz", false),
        (b"id,asset\n", false),
        (b"x", false),
        // A film, a picture, a font, and what has a zero or a frame's length too many.
        (b"\0\0\0\x1cftypisom", false),
        (b"\0\0\x01\0\x01\0 ", false),
        (b"\0\x01\0\0\0\x0c", false),
        (&[&[0], [1; MAX_FRAME + 1].as_slice()].concat(), false),
    ];
    for (bytes, is_journal) in table {
        fs::write(&path, bytes).unwrap();
        assert_eq!(Journal::append_to(&path).is_ok(), is_journal, "{bytes:?}");
        let after = fs::read(&path).unwrap();
        let is_begun = is_journal && bytes.len() > 1;
        let length = u32::try_from(bytes.len().saturating_sub(1)).unwrap();
        let told = frame(&Record::Interrupted { offset: 1, bytes: length });
        let expected = if is_begun { told.as_slice() } else { &[] };
        assert_eq!(after.strip_prefix(bytes), Some(expected), "{bytes:?}");
    }
    // Records far from the end do, and what is damaged after them is not taken for the end of a frame.
    let long = [fifty().0, vec![0xff; 5 * MAX_FRAME]].concat();
    fs::write(&path, &long).unwrap();
    Journal::append_to(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), [long.as_slice(), &[0]].concat());
    // The first byte may be damaged where records follow.
    let mut bytes = fifty().0;
    bytes[0] = b'x';
    fs::write(&path, &bytes).unwrap();
    assert!(Journal::append_to(&path).is_ok());
    assert!(Journal::append_to(held.path()).is_err(), "a directory");
    assert!(Journal::append_to(&held.path().join("nowhere/journal")).is_err());
}

/// What is refused is not written later, whatever stood with it.
#[test]
fn what_was_refused_is_not_written_later() {
    let (_held, path) = nowhere();
    let long = "x".repeat(MAX_FRAME);
    let too_long = match record(0, "") {
        Record::Risk(entry) => Record::Risk(plimsoll_core::journal::Entry { id: Id::Text(&long), ..entry }),
        other => other,
    };
    let mut journal = Journal::append_to(&path).unwrap();
    assert!(journal.append_all([record(1, "a"), too_long]).is_err());
    journal.append(&record(2, "b")).unwrap();
    assert_eq!(sound(&path), (vec![frame(&record(2, "b"))], 0));
}
