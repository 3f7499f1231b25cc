//! The rules of the small policies of `tests/policies`, and of the sample.
//!
//! `PLIMSOLL_CASES=250 cargo test --release -p plimsoll-tests --test rules policies` looks at a million situations of each
//! file, or at all where they are fewer, and at so many paths.

use crate::compare::{Effort, agree, compiled};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll_core::CiaFloor;
use plimsoll_tests::promises::{cases, tried};
use std::fs;
use std::path::{Path, PathBuf};

fn effort() -> Effort {
    let points = u64::from(cases(4_000));
    let many = usize::try_from(points).expect("a count");
    Effort { all: points, random: many, paths: many }
}

/// The entries of a directory, by name; none where there is no such directory.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(directory).into_iter().flatten();
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn rules_of_policies_do_what_the_interpreter_does() {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut directories = entries(&here.join("policies"));
    directories.push(here.join("../std-ext/sample"));
    let (mut files, mut points) = (0, 0);
    for directory in directories.iter().filter(|directory| directory.join("policy.toml").is_file()) {
        let text = fs::read_to_string(directory.join("policy.toml")).expect("a policy");
        let mut diagnostics = Diagnostics::new();
        let policy = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics);
        let mut draft = policy.unwrap_or_else(|| panic!("{diagnostics}")).draft;
        // With a floor, not every impact can be had for every rating; the rules are the same without.
        draft.cia_floor = CiaFloor::NONE;
        for path in entries(&directory.join("rules")) {
            let text = fs::read_to_string(&path).expect("a rule file");
            let compiled = compiled(&draft, &text);
            assert!(compiled.faults.is_empty(), "{}: {:?}", path.display(), compiled.faults);
            draft.roles.clone_from(&compiled.roles);
            if compiled.rules.is_empty() {
                continue;
            }
            let met = agree(&draft, &text, compiled, effort());
            let met = met.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            println!("{}: {met:?}", path.display());
            assert!(met.proposals > 0, "{}: {met:?}", path.display());
            (files, points) = (files + 1, points + met.points);
        }
    }
    tried("agree", "situations of written policies, compiled and interpreted", points);
    assert!(files >= 14 && points > 10_000, "{files} files, {points} situations");
}
