//! A program that is killed while it appends: what it acknowledged is there.

use super::{frame, nowhere, record, sound};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::journal::{Journal, Replay};
use plimsoll_core::Policy;
use plimsoll_core::journal::{PolicyPart, Record};
use std::env;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PATH: &str = "PLIMSOLL_TEST_JOURNAL";
const ROUND: &str = "PLIMSOLL_TEST_ROUND";

/// What is appended as the n-th in a round.
fn named(round: u16, n: u16) -> String {
    format!("{round}-{n}")
}

/// Says that the n-th record is there.
fn acknowledge(n: u16) {
    let mut out = std::io::stdout();
    // One call, so that no acknowledgement is half written.
    out.write_all(format!("ack {n}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// The program that is killed.
#[test]
#[ignore = "it runs until a test below kills it"]
fn appends_until_it_is_killed() {
    let (Ok(path), Ok(round)) = (env::var(PATH), env::var(ROUND)) else { return };
    let round: u16 = round.parse().unwrap();
    let mut journal = Journal::append_to(path.as_ref()).unwrap();
    journal.append_policy(Policy::standard_bytes()).unwrap();
    for n in 0..u16::MAX {
        let id = named(round, n);
        let record = record(n, &id);
        match n % 4 {
            3 => journal.append_all([record, record]).unwrap(),
            _ => journal.append(&record).unwrap(),
        }
        acknowledge(n);
    }
}

/// A device that is killed, which writes byte by byte.
#[test]
#[ignore = "it runs until a test below kills it"]
fn sends_until_it_is_killed() {
    let (Ok(path), Ok(round)) = (env::var(PATH), env::var(ROUND)) else { return };
    let round: u16 = round.parse().unwrap();
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    for n in 0..u16::MAX {
        frame(&record(n, &named(round, n))).chunks(1).for_each(|byte| file.write_all(byte).unwrap());
        acknowledge(n);
    }
}

/// Runs a program of this file, kills it after so many acknowledgements and a little later, and says how many there were.
fn killed(program: &str, path: &Path, round: u16) -> u16 {
    let seed = u32::from(round).wrapping_mul(2_654_435_761).wrapping_add(1_013_904_223);
    let (wanted, pause) = (seed >> 28, Duration::from_micros(u64::from(seed >> 8 & 0x3ff)));
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", &format!("killed::{program}"), "--ignored", "--nocapture"])
        .env(PATH, path)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let acks = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acks =
        acks.map(|line| line.unwrap()).filter_map(|line| line.strip_prefix("ack ")?.parse::<u16>().ok());
    let before = acks.by_ref().take(usize::try_from(wanted).unwrap()).count();
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    u16::try_from(before + acks.count()).unwrap()
}

fn replay(path: &Path) -> Replay {
    let mut diagnostics = Diagnostics::new();
    Replay::of(path, None, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

/// The frames of decisions in a journal: what was told about interruptions left out, and the policy.
fn decisions(path: &Path) -> (Vec<Vec<u8>>, usize) {
    let (mut frames, torn) = sound(path);
    frames.retain(|frame| {
        let mut frame = frame[1..frame.len() - 1].to_vec();
        matches!(Record::read(&mut frame), Ok(Record::Risk(_) | Record::Incident(_)))
    });
    (frames, torn)
}

/// Kills a program so many times, and holds what is there after each against what was acknowledged. After some kills the last
/// bytes that were never acknowledged are of a frame that was cut off, as a disk that lost its power has it.
fn what_outlives(program: &str, path: &Path, rounds: u16, has_pairs: bool) {
    let (mut expected, mut torn) = (decisions(path).0, 0);
    for round in 0..rounds {
        let acknowledged = killed(program, path, round);
        if has_pairs && round % 4 == 0 {
            let cut = frame(&record(round, "never acknowledged"));
            let length = 2 + usize::from(round) % (cut.len() - 3);
            OpenOptions::new().append(true).open(path).unwrap().write_all(&cut[..length]).unwrap();
        }
        let before = replay(path);
        assert!(before.is_clean(), "round {round}: {before:?}");

        drop(Journal::append_to(path).unwrap());
        let (found, damaged) = decisions(path);
        assert!(damaged <= torn + 1, "round {round}: a kill tears one record");
        torn = damaged;
        let ids: Vec<String> = (0..=acknowledged + 1).map(|n| named(round, n)).collect();
        let mut left = found.iter();
        for frame in &expected {
            assert_eq!(left.next(), Some(frame), "round {round}: what outlived the kills before");
        }
        for (n, id) in (0..).zip(&ids) {
            let times = if has_pairs && n % 4 == 3 { 2 } else { 1 };
            for _ in 0..times {
                match left.next() {
                    Some(found) => assert_eq!(*found, frame(&record(n, id)), "round {round}, record {n}"),
                    // What was not acknowledged may be there or not.
                    None => assert!(n >= acknowledged, "round {round}: record {n} was acknowledged"),
                }
            }
        }
        assert_eq!(left.next(), None, "round {round}: nothing else is there");
        expected = found;
    }
    let again = replay(path);
    println!("{} records, {torn} torn", expected.len());
    assert!(again.is_clean(), "{again:?}");
    assert_eq!(again.reproduced, u64::try_from(expected.len()).unwrap());
    assert_eq!(again.interrupted.total(), u64::try_from(torn).unwrap(), "each is told, and nothing else");
    assert!(expected.len() > usize::from(rounds) * 4 && torn > usize::from(rounds) / 5);
}

/// Two hundred kills of one journal, each after so many acknowledgements and a little later.
#[test]
fn what_was_acknowledged_outlives_every_kill() {
    let (_held, path) = nowhere();
    drop(Journal::append_to(&path).unwrap());
    what_outlives("appends_until_it_is_killed", &path, 200, true);
}

/// The same with frames of a device, which tear at any byte.
#[test]
fn what_a_device_had_sent_outlives_every_kill() {
    let (_held, path) = nowhere();
    Journal::append_to(&path).unwrap().append_policy(Policy::standard_bytes()).unwrap();
    what_outlives("sends_until_it_is_killed", &path, 40, false);
}

/// Only the stretch right before the record that names it was never acknowledged; all else that is no record is damage.
#[test]
fn an_interruption_excuses_one_stretch_and_no_other() {
    let (_held, path) = nowhere();
    let blob = Policy::standard_bytes();
    let policy = plimsoll_core::journal::PolicyId::of(blob).unwrap();
    let part = PolicyPart::all(policy, blob, PolicyPart::MAX).map(|part| frame(&Record::Policy(part)));
    let part: Vec<u8> = part.flatten().collect();
    let (one, two) = (frame(&record(0, "")), frame(&record(1, "")));
    let (torn, offset) = (&one[..20], u64::try_from(part.len()).unwrap() + 1);
    let told = |offset, bytes| frame(&Record::Interrupted { offset, bytes });
    let (right, elsewhere, shorter) = (told(offset, 19), told(offset + 1, 19), told(offset, 18));
    let last = one.len() - 1;
    let spoilt = [&one[..last], b"x"].concat();
    type Case<'a> = (&'a str, Vec<&'a [u8]>, [u64; 2]);
    let table: [Case<'_>; 12] = [
        ("as a writer tells it", vec![torn, &right, &two], [1, 0]),
        ("with zeros between", vec![torn, &[0, 0], &right, &two], [1, 0]),
        ("nobody has told it yet", vec![torn], [1, 0]),
        ("ended, and nothing said", vec![torn, &[0]], [0, 1]),
        ("another record follows", vec![torn, &two, &right], [0, 1]),
        ("something broken between", vec![torn, &[0, 7], &right], [0, 2]),
        ("another place", vec![torn, &elsewhere], [0, 1]),
        ("another length", vec![torn, &shorter], [0, 1]),
        ("said twice", vec![torn, &right, &right], [1, 0]),
        ("said of a sound record", vec![&one, &right], [0, 0]),
        ("the last zero is damaged, which was acknowledged", vec![&two, &spoilt], [0, 1]),
        ("more than a frame", vec![&two, &[7; 70_000]], [0, 1]),
    ];
    for (what, rest, expected) in table {
        fs::write(&path, [part.as_slice(), &rest.concat()].concat()).unwrap();
        let again = replay(&path);
        assert_eq!([again.interrupted.total(), again.damaged.total()], expected, "{what}");
        assert_eq!(again.different.total(), 0, "{what}");
        // Whoever opens the journal next does not make more or less of it.
        drop(Journal::append_to(&path).unwrap());
        let later = replay(&path);
        assert_eq!([later.interrupted.total(), later.damaged.total()], expected, "{what}, opened");
    }
}

/// A policy whose frame is damaged is written again, so that what is decided from then on can be made again.
#[test]
fn a_damaged_policy_is_written_again() {
    let (_held, path) = nowhere();
    let append = |n| {
        let mut journal = Journal::append_to(&path).unwrap();
        journal.append_policy(Policy::standard_bytes()).unwrap();
        journal.append(&record(n, "")).unwrap();
    };
    append(0);
    let once = fs::read(&path).unwrap();
    append(1);
    assert_eq!(fs::read(&path).unwrap().len(), once.len() + frame(&record(1, "")).len(), "the copy is sound");
    let mut bytes = once;
    bytes[100] ^= 0x80;
    fs::write(&path, &bytes).unwrap();
    append(1);
    let again = replay(&path);
    assert_eq!((again.reproduced, again.damaged.total(), again.different.total()), (2, 1, 0));
}
