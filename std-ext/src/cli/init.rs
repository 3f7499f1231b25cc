//! `plimsoll init`

use super::console::Console;
use super::{Outcome, save, schema};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless_sentence};
use clap::Args;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

macro_rules! starter {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../../starter/", $name)))),+, (SCHEMA, schema::POLICY)]
    };
}

/// The schema from which editors complete `policy.toml`, which names it.
const SCHEMA: &str = "policy.schema.json";

/// The files of a starter directory.
const FILES: [(&str, &str); 8] = starter!(
    "policy.toml",
    "assets.csv",
    "threats.csv",
    "actions.csv",
    "risks.csv",
    "incidents.csv",
    "people.csv"
);

/// Write a commented starter directory: a policy and registers to fill in.
///
/// Files that are there already are never touched: if there is any of the same name, nothing is written.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The directory, made if there is none.
    directory: PathBuf,
}

/// What was written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Written<'a> {
    /// The directory.
    directory: String,
    /// The files in it.
    files: Vec<&'a str>,
}

impl Init {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        write(&self.directory, &mut diagnostics);
        console.diagnose(&diagnostics);
        if diagnostics.is_error() {
            return Outcome::Bad;
        }
        let directory = self.directory.display().to_string();
        let files: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        if console.is_json() {
            console.json(&Written { directory, files });
        } else {
            console.line(&harmless_sentence(&format!("{directory}: {}", files.join(", "))));
            console.line(&harmless_sentence(&format!("next: plimsoll assess {directory}")));
        }
        Outcome::Fine
    }
}

fn write(directory: &Path, diagnostics: &mut Diagnostics) {
    if let Err(error) = fs::create_dir_all(directory) {
        let wrong = Diagnostic::error(directory.display().to_string(), format!("cannot be made: {error}"));
        diagnostics.push(wrong.help(save::remedy(&error)));
        return;
    }
    let files = FILES.map(|(name, text)| (directory.join(name), text.as_bytes().to_vec()));
    save::create_all(&files, diagnostics);
}
