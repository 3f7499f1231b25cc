//! The hostile set, `tests/hostile`: every input in it is refused with the error that its table expects, or made harmless.

mod blobs;
mod case;
mod harmless;
mod made;
mod table;

use case::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many cases each group has at least: one that shrinks has lost some.
const LEAST: [(&str, usize); 28] = [
    ("policy", 60),
    ("rules", 55),
    ("assets", 12),
    ("threats", 6),
    ("actions", 10),
    ("risks", 15),
    ("incidents", 10),
    ("not_applicable", 3),
    ("people", 4),
    ("handling", 6),
    ("courses", 3),
    ("trainings", 4),
    ("assessments", 4),
    ("mechanisms", 3),
    ("measures", 3),
    ("conflicts", 3),
    ("checklist", 3),
    ("survey", 3),
    ("principles", 4),
    ("json", 20),
    ("encoding", 25),
    ("names", 20),
    ("blobs", 25),
    ("journals", 15),
    ("paths", 30),
    ("size", 15),
    ("command_line", 35),
    ("peers", 30),
];

/// Where the set is.
fn set() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile")
}

/// All cases are tried, and all that do not end as they should are told.
#[test]
fn each_case_ends_as_its_table_says() {
    let cases = table::read();
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        while let Some((at, case)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, cases.get(at)?)))
        {
            let problems = case.problems();
            if !problems.is_empty() {
                wrong.lock().unwrap().insert(at, format!("{} ({}):\n{problems}", case.name, case.wrong));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from).min(4) {
            scope.spawn(work);
        }
    });
    let wrong: Vec<String> = wrong.into_inner().unwrap().into_values().collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

/// What the cases are laid over is sound by itself, so that what a case says is wrong is all that is wrong.
#[test]
fn what_the_cases_are_laid_over_is_sound() {
    let good = set().join("good");
    let good = good.to_str().unwrap();
    let check = super::run(&["check", good]);
    assert_eq!((check.code, check.err.as_str()), (0, ""), "{}", check.out);
    for command in ["assess", "route", "gaps", "awareness", "kpi", "alignment", "forecast"] {
        let told = super::run(&[command, good, "--as-of", table::AS_OF]);
        assert!(told.code < 2 && told.err.is_empty(), "{command}: {} {}", told.code, told.err);
    }
    let registers = fs::read_dir(good)
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "csv"));
    assert_eq!(registers.count(), 17, "every register is there");
}

/// Every case has a line in the table, every line its files, every group enough cases, and every text says something.
#[test]
fn the_table_and_the_files_agree() {
    let cases = table::read();
    let mut files = BTreeSet::new();
    let folders = |path: &Path| -> Vec<String> {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
        folders.map(|folder| folder.file_name().into_string().unwrap()).collect()
    };
    for group in folders(&set()).into_iter().filter(|group| group != "good") {
        for case in folders(&set().join(&group)) {
            files.insert((group.clone(), case));
        }
    }
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for case in &cases {
        *groups.entry(&case.group).or_default() += 1;
        assert!(names.insert(&case.name), "{} is there twice", case.name);
        assert!(case.wrong.ends_with(['.', '?']) && !case.expected.is_empty(), "{}", case.name);
        files.remove(&(case.group.clone(), case.name.clone()));
    }
    assert!(files.is_empty(), "nothing in cases.csv says what these are: {files:?}");
    for (group, least) in LEAST {
        let count = groups.remove(group).unwrap_or_default();
        assert!(count >= least, "{group}: {count} cases, of at least {least}");
    }
    assert!(groups.is_empty(), "how many cases these groups have at least is to be said: {groups:?}");
}

/// A case that does not end as it should is noticed, whatever it is that does not fit.
#[test]
fn a_case_that_does_not_fit_is_told() {
    let cases = table::read();
    let case = cases.iter().find(|case| case.name == "limit_label_misspelt").unwrap();
    assert_eq!(case.problems(), "");
    let changed = |change: fn(&mut Case)| {
        let mut case = case.clone();
        change(&mut case);
        case.problems()
    };
    assert!(changed(|case| case.exit = 1).contains("exit code 2, not 1"));
    assert!(changed(|case| case.expected.push("policy.toml:1:1".into())).contains("policy.toml:1:1"));
    assert!(changed(|case| case.never.push("suoth".into())).contains("suoth"));
    assert!(changed(|case| case.errors = Some(2)).contains("1 errors, not 2"));
    assert!(
        changed(|case| case.group = "nowhere".into()).contains("exit code 0, not 2"),
        "without its files"
    );
}
