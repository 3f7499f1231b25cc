//! What is read from policy files, and what is said of those that are wrong.

mod declared;
mod grids;
mod hostile;
mod keys;
mod questions;
mod reads;
mod risk;
mod tables;
mod words;

use super::PolicyFile;
use crate::diagnostic::Diagnostics;
use crate::registers::Source;

/// Five lines before what a test is about.
const HEAD: &str = "[policy]\nname = \"ours\"\nversion = \"1.0.0\"\nauthor = \"Ann\"\napprover = \"Bo\"\n";

/// What is wrong with a file that starts with [`HEAD`], be it found by reading or by compiling.
fn told(rest: &str) -> String {
    told_of(&format!("{HEAD}{rest}"))
}

/// What is wrong with a whole file.
fn told_of(text: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    match PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics) {
        None => assert!(diagnostics.is_error(), "refused without a word"),
        Some(file) => {
            // Warnings are no reason to refuse it.
            assert!(!diagnostics.is_error(), "{diagnostics}");
            diagnostics.append(file.compile().err().unwrap_or_default());
        }
    }
    diagnostics.to_string()
}

/// A sound file that starts with [`HEAD`], and its blob.
fn sound(rest: &str) -> (PolicyFile, Vec<u8>) {
    let mut diagnostics = Diagnostics::new();
    let source = Source::new("policy.toml", format!("{HEAD}{rest}"));
    let file = PolicyFile::read(&source, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"));
    let blob = file.compile().unwrap_or_else(|faults| panic!("{faults}"));
    (file, blob)
}
