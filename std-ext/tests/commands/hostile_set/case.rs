//! One case: how it is laid out, run, and judged.

use super::harmless::harm;
use super::made::{Limits, made};
use super::{set, table};
use plimsoll::diagnostic::{Diagnostics, Look};
use plimsoll::registers::{Registers, Source, Vocabulary};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than any case may take on the slowest machine: what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Files larger than this are told apart by their length alone.
const LARGE: u64 = 4 << 20;

/// How a hostile input ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With errors, and nothing else: nothing on standard output, no file.
    Refused,
    /// With findings in the result.
    Found,
    /// With a warning beside the result.
    Warned,
    /// It is legitimate, and what is written of it is harmless.
    Neutralised,
}

/// A line of the table.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) outcome: Outcome,
    pub(super) wrong: String,
    pub(super) made: Vec<Vec<String>>,
    pub(super) command: Vec<String>,
    pub(super) exit: i32,
    pub(super) errors: Option<u64>,
    pub(super) expected: Vec<String>,
    pub(super) never: Vec<String>,
}

/// How a run ended, and what it wrote; without a code, a signal ended it.
struct Ended {
    code: Option<i32>,
    out: Vec<u8>,
    err: Vec<u8>,
}

impl Case {
    /// Everything that is not as the table says; empty if nothing is.
    pub(super) fn problems(&self) -> String {
        let held = TempDir::new().unwrap();
        let place = held.path();
        copy(&set().join("good"), &place.join("DIR"));
        let files = set().join(&self.group).join(&self.name);
        if files.is_dir() {
            copy(&files, &place.join("DIR"));
        }
        fs::create_dir_all(place.join("OUT")).unwrap();
        let Some(limits) = made(&self.made, place) else { return String::new() };
        let before = snapshot(place);
        let mut problems = String::new();
        let told = match self.command.as_slice() {
            [json, file] if json == "json" => read_json(place, file),
            _ => self.run(place, &[], limits),
        };
        self.judge(place, &told, &before, &mut problems);
        if limits.again {
            let again = self.run(place, &[], limits);
            if (&again.out, &again.err) != (&told.out, &told.err) {
                problems.push_str("  another run says it otherwise\n");
            }
        }
        if self.outcome == Outcome::Refused {
            if self.is_told_as_json() {
                self.judge_json(&self.run(place, &["--format", "json"], limits), &mut problems);
            }
            if snapshot(place) != before {
                problems.push_str("  a refused command changed files\n");
            }
        }
        if !problems.is_empty() {
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(1500).collect::<String>();
            write!(
                problems,
                "--- standard error\n{}\n--- standard output\n{}",
                shown(&told.err),
                shown(&told.out)
            )
            .unwrap();
        }
        problems
    }

    fn run(&self, place: &Path, more: &[&str], limits: Limits) -> Ended {
        const WITH_A_DAY: [&str; 11] = [
            "assess",
            "explain",
            "gaps",
            "awareness",
            "route",
            "kpi",
            "plan",
            "forecast",
            "changes",
            "alignment",
            "report",
        ];
        let program = env!("CARGO_BIN_EXE_plimsoll");
        let mut command = match limits.shell() {
            None => Command::new(program),
            Some(shell) => {
                let mut command = Command::new("sh");
                command.args(["-c", &format!("{shell} exec \"$0\" \"$@\""), program]);
                command
            }
        };
        command.args(more).current_dir(place).env("NO_COLOR", "1");
        let (name, words) =
            self.command.split_first().map_or(("", &[][..]), |(name, words)| (name.as_str(), words));
        command.args(Some(name).filter(|name| !name.is_empty()));
        if WITH_A_DAY.contains(&name) && !words.iter().any(|word| word.starts_with("--as-of")) {
            command.args(["--as-of", table::AS_OF]);
        }
        command.args(words);
        let written = TempDir::new().unwrap();
        let (out, err) = (written.path().join("out"), written.path().join("err"));
        command.stdin(std::process::Stdio::null());
        command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
        let mut child = command.spawn().unwrap();
        let began = Instant::now();
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status,
                None if began.elapsed() > PATIENCE => {
                    child.kill().unwrap();
                    break child.wait().unwrap();
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        Ended { code: status.code(), out: fs::read(out).unwrap(), err: fs::read(err).unwrap() }
    }

    fn judge(&self, place: &Path, told: &Ended, before: &BTreeMap<String, String>, problems: &mut String) {
        let mut wrong = |text: String| writeln!(problems, "  {text}").unwrap();
        match told.code {
            Some(code) if code == self.exit => {}
            Some(code) => wrong(format!("exit code {code}, not {}", self.exit)),
            None => wrong("a signal ended it".into()),
        }
        let errors = drawn(&told.err);
        if let Some(count) = self.errors.filter(|count| *count != errors) {
            wrong(format!("{errors} errors, not {count}"));
        }
        for harm in [harm("standard output", &told.out), harm("standard error", &told.err)] {
            harm.into_iter().for_each(&mut wrong);
        }
        let (out, err) = (String::from_utf8_lossy(&told.out), String::from_utf8_lossy(&told.err));
        if err.contains("panicked") || err.contains("RUST_BACKTRACE") {
            wrong("it panicked".into());
        }
        let mut text = match self.outcome {
            Outcome::Refused | Outcome::Warned => err.to_string(),
            Outcome::Found | Outcome::Neutralised => out.to_string(),
        };
        match self.outcome {
            Outcome::Refused if !told.out.is_empty() => wrong("standard output is not empty".into()),
            Outcome::Found | Outcome::Neutralised if !told.err.is_empty() => {
                wrong("standard error is not empty".into());
            }
            Outcome::Neutralised => {
                // What it wrote beside, such as a report.
                for (name, said) in snapshot(place) {
                    let path = place.join(&name);
                    if before.get(&name) != Some(&said) && path.is_file() {
                        text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
                    }
                }
            }
            _ => {}
        }
        let flat = flat(&text);
        for expected in &self.expected {
            if !flat.contains(expected) {
                wrong(format!("it does not say: {expected}"));
            }
        }
        for never in &self.never {
            if text.contains(never) {
                wrong(format!("it says: {never}"));
            }
        }
    }

    /// Whether it is run once more for JSON, in which every fourth case is told as well.
    fn is_told_as_json(&self) -> bool {
        self.command[0] != "json" && self.name.bytes().fold(0_u8, u8::wrapping_add).is_multiple_of(4)
    }

    /// The same in JSON: one object on standard error.
    fn judge_json(&self, told: &Ended, problems: &mut String) {
        let mut wrong = |text: String| writeln!(problems, "  as JSON: {text}").unwrap();
        if told.code != Some(self.exit) || !told.out.is_empty() {
            wrong(format!("code {:?}, {} bytes on standard output", told.code, told.out.len()));
        }
        harm("standard error", &told.err).into_iter().for_each(&mut wrong);
        let err = String::from_utf8_lossy(&told.err);
        let Ok(found) = serde_json::from_str::<Value>(&err) else {
            return wrong(format!(
                "standard error is not JSON: {}",
                err.chars().take(200).collect::<String>()
            ));
        };
        let says = |error: &Value, key: &str| error[key].as_str().is_some_and(|text| !text.trim().is_empty());
        let errors = found["errors"].as_array().map_or(&[][..], Vec::as_slice);
        if errors.is_empty() || !errors.iter().all(|error| says(error, "file") && says(error, "message")) {
            wrong(format!("errors without file or message: {errors:?}"));
        }
        let total = found["total"].as_u64().unwrap_or_default();
        if let Some(count) = self.errors.filter(|count| *count != total) {
            wrong(format!("{total} errors, not {count}"));
        }
    }
}

/// Registers from one JSON document, as a program that embeds the library reads them.
fn read_json(place: &Path, file: &str) -> Ended {
    let mut wrong = Diagnostics::new();
    let (folder, name) = file.split_once('/').unwrap();
    let source = Source::read(&place.join(folder), name, &mut wrong);
    let mut registers =
        source.and_then(|source| Registers::from_json(&source, &Vocabulary::default(), &mut wrong));
    registers = registers.filter(|_| !wrong.is_error());
    let look = Look { colour: false, unicode: false, width: 110 };
    let sound = registers.is_some();
    let out = if sound { "sound\n".into() } else { Vec::new() };
    Ended { code: Some(if sound { 0 } else { 2 }), out, err: wrong.draw(look).into_bytes() }
}

/// How many errors are drawn.
fn drawn(err: &[u8]) -> u64 {
    let errors = String::from_utf8_lossy(err).lines().filter(|line| line.starts_with("error: ")).count();
    u64::try_from(errors).unwrap()
}

/// A text without the drawing: lines are joined, and blanks between words are one.
fn flat(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches([' ', '|', '=']));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// Lays a directory over another. What ends in `.add` is appended to the file that is there.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(name));
            continue;
        }
        let added = fs::read(entry.path()).unwrap();
        let (path, mut bytes) = match name.strip_suffix(".add") {
            Some(whole) => (to.join(whole), fs::read(to.join(whole)).unwrap()),
            None => (to.join(&name), Vec::new()),
        };
        bytes.extend(added);
        fs::write(path, bytes).unwrap();
    }
}

/// What is in a directory, by path.
fn snapshot(place: &Path) -> BTreeMap<String, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![place.to_owned()]);
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.map(|entry| entry.unwrap()) {
            let (path, data) = (entry.path(), entry.metadata().unwrap());
            let name = path.strip_prefix(place).unwrap().to_string_lossy().into_owned();
            let said = if data.is_dir() {
                folders.push(path);
                "directory".into()
            } else if data.is_symlink() {
                format!("link to {:?}", fs::read_link(path).unwrap())
            } else if data.is_file() && data.len() <= LARGE {
                fs::read(path).map_or("no permission".into(), |bytes| format!("{bytes:?}"))
            } else {
                format!("{} bytes", data.len())
            };
            found.insert(name, said);
        }
    }
    found
}
