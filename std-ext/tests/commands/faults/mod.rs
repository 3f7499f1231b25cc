//! What systems do to programs: full disks, pipes that close, files that are none, kills, and little memory.
//!
//! Each fault is produced for real, against the program as it is built.

mod files;
mod interrupted;
mod limits;
mod output;
mod places;
mod together;

use crate::{RULE, Run, SMALL, run};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_plimsoll");

/// Runs the program from a shell, which does something before: `$0` and `$@` are the program and its arguments.
fn shell(script: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]).args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// What a program said, where it was not killed.
fn told(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Words as they stand, however lines are broken.
fn flat(text: &str) -> String {
    text.split_whitespace().filter(|word| !matches!(*word, "|" | "│")).collect::<Vec<_>>().join(" ")
}

/// An incident of the firm's opened.
fn opening(directory: &str) -> Vec<&str> {
    let step = "--id I2 --segment client --kind other --facet region=apac";
    ["incident", "open", directory].into_iter().chain(step.split(' ')).collect()
}

/// A directory with a little of everything.
struct Firm {
    held: TempDir,
    path: PathBuf,
}

impl Firm {
    fn new() -> Self {
        let held = TempDir::new().unwrap();
        let firm = Self { path: held.path().join("firm"), held };
        fs::create_dir_all(firm.path.join("rules")).unwrap();
        for (name, text) in [
            ("policy.toml", SMALL),
            ("rules/all.rhai", RULE),
            (
                "assets.csv",
                "id,name,class,confidentiality,integrity,availability,owner,region\nA1,files,information,low,low,low,she,apac\n",
            ),
            ("threats.csv", "id,name,class,origin,compromises\nT1,rain,environmental,external,A\n"),
            ("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,1,she\n"),
            ("incidents.csv", "id,segment,kind,opened,region,level\nI1,client,other,2026-01-01,apac,\n"),
        ] {
            firm.write(name, text);
        }
        firm
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path.join(name), text).unwrap();
    }

    fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// A place beside the directory.
    fn beside(&self, name: &str) -> String {
        self.held.path().join(name).to_str().unwrap().into()
    }

    /// The blob of its policy.
    fn blob(&self) -> String {
        let blob = self.beside("policy.blob");
        assert_eq!(run(&["build", self.text(), "-o", &blob]).code, 0);
        blob
    }

    /// A journal with its decisions.
    fn journal(&self) -> String {
        let journal = self.beside("decisions.journal");
        assert_eq!(run(&["assess", self.text(), "--journal", &journal]).code, 0);
        journal
    }
}
