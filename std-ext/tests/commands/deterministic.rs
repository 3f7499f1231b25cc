//! The same directory gives the same bytes in every process: whatever the place, the language, the clock's zone, the width of a
//! terminal, the order in which files were made and when, and however many run at once.

use super::promises::tried;
use super::sample;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use tempfile::TempDir;

/// What a user may have set, and what none of it may change.
const SURROUNDINGS: [(&str, &str); 9] = [
    ("TZ", "Pacific/Kiritimati"),
    ("LANG", "tr_TR.UTF-8"),
    ("LC_ALL", "ar_EG.UTF-8"),
    ("HOME", "/nowhere"),
    ("COLUMNS", "40"),
    ("LINES", "9"),
    ("TERM", "xterm-256color"),
    ("RUST_BACKTRACE", "1"),
    ("SOURCE_DATE_EPOCH", "1"),
];

const COMMANDS: [&[&str]; 8] = [
    &["assess", "firm"],
    &["--format", "json", "assess", "firm"],
    &["--format", "json", "kpi", "firm"],
    &["changes", "firm", "--since", "2026-06-01"],
    &["--format", "json", "alignment", "firm"],
    &["plan", "firm", "--budget", "50000"],
    &["build", "firm", "-o", "firm.plimsoll"],
    &["inspect", "firm.plimsoll"],
];

/// A copy of the sample, its files made in order or the other way round.
fn copied(to: &Path, turned: bool) {
    for directory in ["", "rules"] {
        fs::create_dir_all(to.join(directory)).unwrap();
        let entries = fs::read_dir(sample().join(directory)).unwrap();
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap()).collect();
        files.sort_by_key(fs::DirEntry::file_name);
        if turned {
            files.reverse();
        }
        for file in files.into_iter().filter(|file| file.path().is_file()) {
            fs::write(to.join(directory).join(file.file_name()), fs::read(file.path()).unwrap()).unwrap();
        }
    }
}

/// What every command ends with and says, and every file that is there in the end.
fn said(turned: bool) -> Vec<(String, Vec<u8>)> {
    let held = TempDir::new().unwrap();
    copied(&held.path().join("firm"), turned);
    let mut said = Vec::new();
    let report: &[&str] = &["report", "firm", "-o", "page.html"];
    let commands = COMMANDS.iter().chain([&report].into_iter().filter(|_| cfg!(feature = "report")));
    for arguments in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        let dated = !["build", "inspect"].iter().any(|undated| arguments.contains(undated));
        command.args(*arguments).args(dated.then_some("--as-of=2026-11-20")).current_dir(held.path());
        if turned {
            command.envs(SURROUNDINGS);
        }
        let output = command.output().unwrap();
        let told =
            format!("{arguments:?} {:?} {}", output.status.code(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.code().is_some_and(|code| code < 2), "{told}");
        said.push((told, output.stdout));
    }
    let mut left: Vec<_> = fs::read_dir(held.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    left.sort();
    for file in left.into_iter().filter(|path| path.is_file()) {
        said.push((file.file_name().unwrap().to_string_lossy().into_owned(), fs::read(file).unwrap()));
    }
    said
}

#[test]
fn every_process_says_the_same() {
    let [plain, turned] = thread::scope(|scope| {
        [false, true].map(|turned| scope.spawn(move || said(turned))).map(|run| run.join().unwrap())
    });
    assert_eq!(plain.len(), turned.len());
    for ((told, bytes), (again, others)) in plain.iter().zip(&turned) {
        assert_eq!(told, again);
        let shown = String::from_utf8_lossy(bytes);
        assert!(bytes == others, "{told}:\n{shown}\n{}", String::from_utf8_lossy(others));
        assert!(!bytes.is_empty(), "{told} says nothing");
    }
    tried("deterministic", "outputs of two processes with other surroundings", plain.len());
}
