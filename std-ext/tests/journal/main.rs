//! Journals: what is written is read back whatever happens in between, and nothing else is.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod bytes;
mod damage;
mod killed;
mod replayed;

use plimsoll::journal::Reader;
use plimsoll_core::journal::{Damage, Entry, Id, PolicyId, Record};
use plimsoll_core::{Day, IncidentFacts, Policy, Progress, RiskFacts};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file that is not there yet, in a directory of its own.
fn nowhere() -> (TempDir, PathBuf) {
    let held = TempDir::new().unwrap();
    let path = held.path().join("decisions.journal");
    (held, path)
}

/// The n-th of many records that differ.
fn record(n: u16, id: &str) -> Record<'_> {
    let policy = PolicyId::of(Policy::standard_bytes()).unwrap();
    let (day, id) = (Day(20_777), if id.is_empty() { Id::Number(n) } else { Id::Text(id) });
    if n % 3 == 2 {
        let facts = IncidentFacts::default().with_kind(u8::try_from(n % 5).unwrap()).with_rights(3);
        return Record::Incident(Entry { policy, day, id, facts, outcome: Policy::standard().route(&facts) });
    }
    let mut facts = RiskFacts { actions: Progress::new(n % 7, 7).unwrap(), ..RiskFacts::default() };
    facts.values[usize::from(n % 48)] = n;
    Record::Risk(Entry { policy, day, id, facts, outcome: Policy::standard().assess(&facts) })
}

/// The frame of a record.
fn frame(record: &Record<'_>) -> Vec<u8> {
    let mut buffer = vec![0; plimsoll_core::journal::MAX_FRAME];
    record.write(&mut buffer).unwrap().to_vec()
}

/// A sound record as far as these tests look at it, or what is wrong: place, length, and the bytes of its frame or the damage.
type Found = (u64, u64, Result<Vec<u8>, Damage>);

/// Whatever a journal holds, read through a buffer of so many bytes.
fn read(bytes: &[u8], buffer: usize) -> Vec<Found> {
    let mut reader = Reader::new(BufReader::with_capacity(buffer, bytes));
    let mut found = Vec::new();
    while let Some(stretch) = reader.next_stretch().unwrap() {
        let record = stretch.record.map(|record| frame(&record));
        found.push((stretch.offset, stretch.bytes, record));
    }
    found
}

/// The frames of the sound records of a file, in order, and how many stretches are damaged.
fn sound(path: &Path) -> (Vec<Vec<u8>>, usize) {
    let found = read(&fs::read(path).unwrap(), 1 << 13);
    let all = found.len();
    let sound: Vec<_> = found.into_iter().filter_map(|(.., record)| record.ok()).collect();
    let damaged = all - sound.len();
    (sound, damaged)
}
