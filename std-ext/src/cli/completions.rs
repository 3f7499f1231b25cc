//! `plimsoll completions`

use super::console::Console;
use super::{Arguments, Outcome};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde::Serialize;

/// Write what lets a shell complete commands and options.
///
/// For bash, for example: plimsoll completions bash > ~/.local/share/bash-completion/completions/plimsoll
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// What lets a shell complete.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Script {
    /// The shell.
    shell: String,
    /// What it is to run.
    script: String,
}

impl Completions {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "plimsoll", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        if console.is_json() {
            console.json(&Script { shell: self.shell.to_string(), script });
        } else {
            console.line(script.trim_end());
        }
        Outcome::Fine
    }
}
