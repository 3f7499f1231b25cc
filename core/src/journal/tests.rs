extern crate std;
use super::cobs::Stuffer;
use super::{Damage, Entry, Frames, Id, MAX_FRAME, MAX_RECORD, PolicyId, PolicyPart, Record};
use crate::policy::crc::crc32;
use crate::{Day, Impact, IncidentFacts, Level, Likelihood, Policy, Progress, Response, RiskFacts};
use std::vec;
use std::vec::Vec;

fn standard() -> PolicyId {
    PolicyId::of(Policy::standard_bytes()).unwrap()
}

fn risk(id: Id<'_>, facts: RiskFacts) -> Record<'_> {
    let outcome = Policy::standard().assess(&facts);
    Record::Risk(Entry { policy: standard(), day: Day(20_777), id, facts, outcome })
}

fn incident(id: Id<'_>, facts: IncidentFacts) -> Record<'_> {
    let outcome = Policy::standard().route(&facts);
    Record::Incident(Entry { policy: standard(), day: Day(-1), id, facts, outcome })
}

/// A risk of which something is known of every sort.
fn told() -> RiskFacts {
    let mut facts = RiskFacts {
        rated: Impact::saturating(4),
        actions: Progress::new(3, 300).unwrap(),
        estimate: Likelihood::new(5),
        choice: Some(Response::Transfer),
        exception: true,
        ..RiskFacts::default()
    };
    (facts.values[2], facts.values[17]) = (2, 300);
    facts
}

fn written(record: &Record<'_>) -> Vec<u8> {
    let mut buffer = vec![0xaa; MAX_FRAME];
    record.write(&mut buffer).unwrap().to_vec()
}

/// A frame with whatever body, its checksum right.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut buffer = vec![0; 2 * MAX_FRAME];
    let mut stuffer = Stuffer::new(&mut buffer).unwrap();
    body.iter().chain(&crc32(body).to_le_bytes()).for_each(|byte| stuffer.push(*byte).unwrap());
    stuffer.finish().unwrap().to_vec()
}

fn read(frame: &mut [u8]) -> Result<Record<'_>, Damage> {
    Frames::new(frame).next().unwrap().record
}

/// The frames byte by byte, as JOURNAL.md explains them.
#[test]
fn golden_bytes() {
    let policy = PolicyId { sources: [1, 2, 3, 4, 5, 6, 7, 8], schema: 300, blob: 5 };
    let (Record::Risk(risk), Record::Incident(incident)) =
        (risk(Id::Text("R1"), told()), incident(Id::Number(300), IncidentFacts::default().with_rights(3)))
    else {
        panic!("as they were made");
    };
    let table = [
        (
            Record::Risk(Entry { policy, ..risk }),
            "00 02 01 1d 01 02 03 04 05 06 07 08 ac 02 05 d2 c4 02 01 02 52 31 04 03 ac 02 01 05 01 01 01 12 01 02 02 01 01 \
             01 01 01 01 01 01 01 01 01 01 01 08 ac 02 04 05 14 03 09 07 01 01 40 dd 0f 94 00",
        ),
        (
            Record::Incident(Entry { policy, ..incident }),
            "00 0f 01 01 01 02 03 04 05 06 07 08 ac 02 05 01 04 ac 02 07 01 01 01 01 01 08 03 03 03 03 01 01 04 01 06 04 5f \
             16 7d b8 00",
        ),
        (
            Record::Policy(PolicyPart { policy, total: 7, offset: 3, bytes: &[9, 0, 8] }),
            "00 12 01 02 01 02 03 04 05 06 07 08 ac 02 05 07 03 03 09 06 08 6b 65 80 93 00",
        ),
        (Record::Interrupted { offset: 300, bytes: 7 }, "00 0a 01 03 ac 02 07 66 22 c7 95 00"),
    ];
    for (record, expected) in table {
        let told: Vec<_> = written(&record).iter().map(|byte| std::format!("{byte:02x}")).collect();
        assert_eq!(told.join(" "), expected, "{record:?}");
    }
}

#[test]
fn every_record_comes_back_and_has_one_encoding() {
    let blob = Policy::standard_bytes();
    let long = std::string::String::from_utf8(vec![b'x'; 1 << 16]).unwrap();
    let mut records = vec![
        risk(Id::Number(0), RiskFacts::default()),
        risk(Id::Number(u16::MAX), told()),
        risk(Id::Text(""), told()),
        risk(Id::Text("\u{1b}[2J\0"), told()),
        risk(Id::Text(&long), RiskFacts { values: [u16::MAX; 48], ..told() }),
        incident(Id::Text("I1"), IncidentFacts::default()),
        incident(Id::Number(300), IncidentFacts::default().with_rights(9).with_priority(Level::High)),
        incident(Id::Number(300), IncidentFacts { values: [u16::MAX; 48] }),
    ];
    records.push(Record::Interrupted { offset: 0, bytes: 0 });
    records.push(Record::Interrupted { offset: u64::MAX, bytes: u32::MAX });
    records.extend(PolicyPart::all(standard(), blob, 100).map(Record::Policy));
    records.extend(PolicyPart::all(standard(), blob, usize::MAX).map(Record::Policy));
    let frames: Vec<Vec<u8>> = records.iter().map(written).collect();
    for (record, frame) in records.iter().zip(&frames) {
        assert!(frame.starts_with(&[0]) && frame.ends_with(&[0]));
        assert!(!frame[1..frame.len() - 1].contains(&0));
        assert_eq!(read(&mut frame.clone()), Ok(*record));
    }
    let mut journal = frames.concat();
    let found: Vec<_> = Frames::new(&mut journal).collect();
    assert_eq!(
        found.iter().map(|stretch| stretch.record).collect::<Vec<_>>(),
        records.iter().copied().map(Ok).collect::<Vec<_>>()
    );
    let mut offset = 1;
    for (stretch, frame) in found.iter().zip(&frames) {
        let length = u64::try_from(frame.len()).unwrap();
        assert_eq!((stretch.offset, stretch.bytes), (offset, length - 2));
        offset += length;
    }
}

#[test]
fn a_record_that_does_not_fit_is_not_written() {
    let record = risk(Id::Text("R1"), told());
    let frame = written(&record);
    for room in 0..frame.len() + 2 {
        let mut buffer = vec![0xaa; room];
        assert_eq!(
            record.write(&mut buffer).ok(),
            (room >= frame.len()).then_some(frame.as_slice()),
            "{room}"
        );
    }
    let mut buffer = vec![0; 2 * MAX_FRAME];
    let most = MAX_RECORD - 100;
    for (length, fits) in [(most, true), (MAX_RECORD, false)] {
        let id = std::string::String::from_utf8(vec![b'x'; length]).unwrap();
        assert_eq!(risk(Id::Text(&id), told()).write(&mut buffer).is_ok(), fits);
    }
    // The longest record that there may be is not longer than the longest frame.
    assert_eq!(framed(&vec![1; MAX_RECORD - 4]).len(), MAX_FRAME);
}

#[test]
fn what_is_sound_but_no_record_is_refused() {
    let record = risk(Id::Number(7), told());
    let mut frame = written(&record);
    let end = frame.len() - 1;
    let plain = super::cobs::unstuff(&mut frame[1..end]).unwrap().to_vec();
    let body = &plain[..plain.len() - 4];
    assert_eq!(read(&mut framed(body)), Ok(record));

    let with = |at: usize, bytes: &[u8], until: usize| [&body[..at], bytes, &body[until..]].concat();
    let refused: [(&str, Vec<u8>, Damage); 9] = [
        ("nothing", vec![], Damage::Encoding),
        ("another format", with(0, &[2], 1), Damage::Format(2)),
        ("no such record", with(1, &[4], 2), Damage::Encoding),
        ("a number longer than it need be", with(1, &[0x80, 0], 2), Damage::Encoding),
        ("a byte more", with(body.len(), &[0], body.len()), Damage::Encoding),
        ("a byte less", body[..body.len() - 1].to_vec(), Damage::Encoding),
        ("an impact of 11", with(24, &[11], 25), Damage::Encoding),
        ("more uncompleted than there are", with(25, &[0xff, 0xff, 3], 26), Damage::Encoding),
        ("no such standing", with(body.len() - 1, &[3], body.len()), Damage::Encoding),
    ];
    assert_eq!(body[24..26], [4, 3], "where the rating stands, and the uncompleted actions");
    for (what, body, damage) in refused {
        assert_eq!(read(&mut framed(&body)), Err(damage), "{what}");
    }

    // Values that say no more than those before them.
    let incident = incident(Id::Number(7), IncidentFacts::default());
    let mut frame = written(&incident);
    let end = frame.len() - 1;
    let plain = super::cobs::unstuff(&mut frame[1..end]).unwrap().to_vec();
    let (body, at) = (&plain[..plain.len() - 4], 22);
    assert_eq!(body[at], 0, "no values");
    for (count, sound) in [(0_u8, true), (1, false), (48, false), (49, false)] {
        let zeros = vec![0; usize::from(count)];
        let other = [&body[..at], &[count], &zeros, &body[at + 1..]].concat();
        assert_eq!(read(&mut framed(&other)).is_ok(), sound, "{count} zeros");
    }
}

#[test]
fn a_part_of_a_policy_lies_within_it() {
    for (total, offset, sound) in
        [(4, 0, true), (3, 0, false), (7, 3, true), (7, 4, false), (u32::MAX, u32::MAX, false)]
    {
        let part = PolicyPart { policy: standard(), total, offset, bytes: b"abcd" };
        assert_eq!(read(&mut written(&Record::Policy(part))).is_ok(), sound, "{offset} of {total}");
    }
}

/// A journal of ten records with the places where their frames begin and end.
fn journal() -> (Vec<u8>, Vec<(usize, usize)>) {
    let (mut bytes, mut places) = (Vec::new(), Vec::new());
    for n in 0..10 {
        let record = match n % 3 {
            0 => risk(Id::Number(n), told()),
            1 => incident(Id::Number(n), IncidentFacts::default().with_rights(3)),
            _ => risk(Id::Text("risk"), RiskFacts { values: [n; 48], ..told() }),
        };
        let begin = bytes.len();
        bytes.extend(written(&record));
        places.push((begin, bytes.len()));
    }
    (bytes, places)
}

#[test]
fn a_cut_loses_nothing_before_it() {
    let (bytes, places) = journal();
    let mut whole = bytes.clone();
    let records: Vec<_> = Frames::new(&mut whole).map(|stretch| stretch.record.unwrap()).collect();
    for cut in 0..=bytes.len() {
        let mut left = bytes[..cut].to_vec();
        let found: Vec<_> = Frames::new(&mut left).map(|stretch| stretch.record).collect();
        // A frame is whole without the delimiter after it, and nothing of it is there with the one before alone.
        let complete = places.iter().filter(|(_, end)| end - 1 <= cut).count();
        let sound: Vec<_> = found.iter().filter_map(|record| record.ok()).collect();
        assert_eq!(sound, records[..complete], "cut at {cut}");
        let torn = places.iter().any(|(begin, end)| begin + 1 < cut && cut < end - 1);
        assert_eq!(found.len() - complete, usize::from(torn), "cut at {cut}");
    }
}

/// Every byte, changed to every other value, costs the frames that it is in or between, and gives no other record.
#[test]
fn no_change_of_a_byte_gives_another_record() {
    let (bytes, places) = journal();
    let mut whole = bytes.clone();
    let records: Vec<_> = Frames::new(&mut whole).map(|stretch| stretch.record.unwrap()).collect();
    for at in 0..bytes.len() {
        let hit = places.iter().position(|(begin, end)| (*begin..*end).contains(&at)).unwrap();
        for other in (0..=u8::MAX).filter(|other| *other != bytes[at]) {
            let mut changed = bytes.clone();
            changed[at] = other;
            let found: Vec<_> = Frames::new(&mut changed).map(|stretch| stretch.record).collect();
            let sound: Vec<_> = found.iter().filter_map(|record| record.ok()).collect();
            let without: Vec<_> = (0..records.len()).filter(|n| *n != hit).map(|n| records[n]).collect();
            // A delimiter has a neighbour, but for the first and the last.
            let is_delimiter = at == places[hit].0 || at + 1 == places[hit].1;
            assert!(
                sound == without && found.len() > sound.len()
                    || is_delimiter && {
                        sound.iter().all(|record| records.contains(record))
                            && sound.len() >= records.len() - 1
                    },
                "byte {at} as {other}"
            );
        }
    }
}

#[test]
fn the_longest_frame_is_as_long_as_documented() {
    assert_eq!((MAX_RECORD, MAX_FRAME, PolicyPart::MAX), (66_048, 66_048 + 261 + 2, 65_536));
    // A length that is too large is told before anything is looked at.
    for (length, expected) in
        [(MAX_FRAME - 1, false), (MAX_FRAME, false), (MAX_FRAME + 1, true), (MAX_FRAME + 9, true)]
    {
        assert_eq!(Record::read(&mut vec![1; length]) == Err(Damage::Length), expected, "{length}");
    }
}

#[test]
fn damage_and_ids_have_words() {
    use std::collections::BTreeSet;
    use std::string::ToString;
    let all = [Damage::Length, Damage::Cut, Damage::Checksum, Damage::Format(7), Damage::Encoding];
    let words: BTreeSet<_> =
        all.iter().map(ToString::to_string).chain([super::DoesNotFit.to_string()]).collect();
    assert!(words.len() == 6 && words.iter().all(|words| words.len() > 10), "{words:?}");
    assert!(Damage::Format(7).to_string().contains("version 7"));
    assert_eq!(
        (Id::Number(7).to_string(), Id::Text("r-7").to_string()),
        ("7".to_string(), "r-7".to_string())
    );
}

/// The example of a device, which cargo builds with the tests of the crate: what its far end reads, also after a torn tail.
#[test]
fn a_device_loses_no_more_than_its_last_record() {
    let program = std::env::current_exe().unwrap();
    let example = program.ancestors().nth(2).unwrap().join("examples/device");
    assert!(example.is_file(), "cargo build -p plimsoll-core --features alloc,journal --example device");
    let run = std::process::Command::new(example).output().unwrap();
    let told = std::string::String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{told}");
    // By hand: 2 x 3, since 4 of 10 actions are not completed; 3 x 1; 5 x 2; 5 x 5 after an alarm; 5 x 1 when all is done.
    let whole = [
        "  2026-11-20: machine 1: accept, score 6 within 9",
        "  2026-11-20: machine 2: accept, score 3 within 9",
        "  2026-11-20: machine 3: reduce, score 10 above 9",
        "  2026-11-20: machine 3: reduce, score 25 above 9",
    ];
    let (before, after) = told.split_once("power failed").unwrap();
    let lines = |text| str::lines(text).filter(|line| line.starts_with("  ")).collect::<Vec<_>>();
    assert_eq!(lines(before), whole);
    let after = lines(after);
    assert_eq!(after.len(), 5, "{told}");
    assert_eq!(after[..3], whole[..3]);
    assert!(after[3].ends_with(": not a whole frame"), "{told}");
    assert_eq!(after[4], "  2026-11-21: machine 3: accept, score 5 within 9");
}
