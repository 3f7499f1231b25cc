//! What the guides show works: their commands, and the policy that they write piece by piece.

use super::schemas::{policy, wrong};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The blocks of a guide that are in a language.
fn blocks(guide: &str, language: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide").join(guide);
    let text = fs::read_to_string(file).unwrap();
    let begin = format!("```{language}\n");
    let blocks: Vec<String> =
        text.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    assert!(!blocks.is_empty(), "{guide}: {language}");
    blocks
}

/// Runs a command line in a directory; gives the exit code and what was said.
fn run_in(directory: &Path, line: &str) -> (i32, String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[0], "plimsoll", "{line}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    let output = command.args(&words[1..]).current_dir(directory).output().unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
    (output.status.code().unwrap(), said.concat())
}

#[test]
fn the_policy_that_the_guide_writes_is_proved() {
    let held = TempDir::new().unwrap();
    let directory = held.path().join("firm");
    fs::create_dir_all(directory.join("rules")).unwrap();
    let text = blocks("policy.md", "toml").concat();
    assert_eq!(wrong("policy", &policy(&text)), [""; 0]);
    fs::write(directory.join("policy.toml"), text).unwrap();
    fs::write(directory.join("rules/all.rhai"), blocks("policy.md", "rhai").concat()).unwrap();
    let (code, said) = run_in(held.path(), "plimsoll check firm");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn the_commands_of_the_guides_run() {
    let held = TempDir::new().unwrap();
    for directory in ["firm-before", "firm"] {
        assert_eq!(run_in(held.path(), &format!("plimsoll init {directory}")).0, 0);
    }
    for guide in ["policy.md", "ci.md"] {
        for line in blocks(guide, "sh").concat().lines() {
            let (code, said) = run_in(held.path(), line);
            assert!(code < 2, "{line}\n{said}");
            let must_pass = ["check", "build", "inspect", "schema", "diff firm policy"];
            let must = must_pass.iter().any(|start| line.starts_with(&format!("plimsoll {start}")));
            assert!(code == 0 || !must, "{line}\n{said}");
        }
    }
}
