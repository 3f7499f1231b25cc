//! A program that is killed while it appends: what it acknowledged is there.

use super::{frame, nowhere, record, sound};
use plimsoll::journal::Journal;
use std::env;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

const PATH: &str = "PLIMSOLL_TEST_JOURNAL";
const ROUND: &str = "PLIMSOLL_TEST_ROUND";

/// What is appended as the n-th in a round.
fn named(round: u16, n: u16) -> String {
    format!("{round}-{n}")
}

/// The program that is killed. Every other round it writes as a device would, byte by byte.
#[test]
#[ignore = "it runs until the test below kills it"]
fn appends_until_it_is_killed() {
    let (Ok(path), Ok(round)) = (env::var(PATH), env::var(ROUND)) else { return };
    let round: u16 = round.parse().unwrap();
    let mut journal = Journal::append_to(path.as_ref()).unwrap();
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    let mut out = std::io::stdout();
    for n in 0..u16::MAX {
        let id = named(round, n);
        let record = record(n, &id);
        match (round % 2, n % 4) {
            (0, 3) => journal.append_all([record, record]).unwrap(),
            (0, _) => journal.append(&record).unwrap(),
            _ => frame(&record).chunks(1).for_each(|byte| file.write_all(byte).unwrap()),
        }
        // One call, so that no acknowledgement is half written.
        out.write_all(format!("ack {n}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

/// Two hundred kills of one journal, each after so many acknowledgements and a little later.
#[test]
fn what_was_acknowledged_outlives_every_kill() {
    let (_held, path) = nowhere();
    let (mut expected, mut torn) = (Vec::new(), 0);
    let mut seed = 42_u32;
    for round in 0..200_u16 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (wanted, pause) = (seed >> 28, Duration::from_micros(u64::from(seed >> 8 & 0x3ff)));
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "killed::appends_until_it_is_killed", "--ignored", "--nocapture"])
            .env(PATH, &path)
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let acks = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acks =
            acks.map(|line| line.unwrap()).filter_map(|line| line.strip_prefix("ack ")?.parse::<u16>().ok());
        let mut acknowledged =
            u16::try_from(acks.by_ref().take(usize::try_from(wanted).unwrap()).count()).unwrap();
        std::thread::sleep(pause);
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged += u16::try_from(acks.count()).unwrap();

        drop(Journal::append_to(&path).unwrap());
        let (found, damaged) = sound(&path);
        assert!(damaged <= torn + 1, "round {round}: a kill tears one record");
        torn = damaged;
        let ids: Vec<String> = (0..=acknowledged + 1).map(|n| named(round, n)).collect();
        let mut left = found.iter();
        for frame in &expected {
            assert_eq!(left.next(), Some(frame), "round {round}: what outlived the kills before");
        }
        for (n, id) in (0..).zip(&ids) {
            let times = if round % 2 == 0 && n % 4 == 3 { 2 } else { 1 };
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
    println!("{} records, {torn} torn", expected.len());
    assert!(expected.len() > 1000 && torn > 20, "{} records, {torn} torn", expected.len());
}
