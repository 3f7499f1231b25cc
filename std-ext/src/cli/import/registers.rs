//! `plimsoll import registers`

use super::super::console::Console;
use super::super::{Outcome, apart, read_source, save};
use crate::Deployed;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless_sentence};
use crate::exchange::{MAX_WORKBOOK_BYTES, read_workbook};
use crate::registers::{Registers, Source, Vocabulary, bytes_up_to};
use clap::Args;
use plimsoll_core::Policy;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Make the CSV files of a directory of a workbook (.xlsx) with a sheet per register, or of one JSON document.
///
/// A sheet is named as the register's file without .csv and has its columns. The registers are checked as those of a directory
/// are, under the policy that is named, else that of the directory written to, else the standard one.
#[derive(Debug, Args)]
pub(in super::super) struct ImportRegisters {
    /// The workbook or JSON document.
    file: PathBuf,
    /// The directory to write to; it is made if it is not there.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The policy whose words the registers use: a directory or a blob.
    #[arg(long, value_name = "POLICY")]
    policy: Option<PathBuf>,
}

/// The registers that were written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in super::super) struct RegistersView {
    /// The directory.
    directory: String,
    /// The files in it.
    files: Vec<FileView>,
}

/// A register.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileView {
    /// The name of its file.
    name: String,
    /// How many records it has.
    records: usize,
}

impl ImportRegisters {
    pub(in super::super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let words = self.words(&mut diagnostics);
        let registers = words.and_then(|words| read(&self.file, &words, &mut diagnostics));
        let files = registers.as_ref().and_then(|registers| self.write(registers, &mut diagnostics));
        console.diagnose(&diagnostics);
        let (Some(files), false) = (files, diagnostics.is_error()) else { return Outcome::Bad };
        let directory = self.output.display().to_string();
        if console.is_json() {
            console.json(&RegistersView { directory, files });
        } else {
            for FileView { name, records } in &files {
                console.line(&harmless_sentence(&format!("{directory}/{name}: {records} records")));
            }
        }
        Outcome::Fine
    }

    fn words(&self, diagnostics: &mut Diagnostics) -> Option<Vocabulary> {
        let beside = Some(&self.output).filter(|output| output.join(crate::POLICY_FILE).is_file());
        let policy = match self.policy.as_ref().or(beside) {
            Some(policy) => Deployed::read(policy, diagnostics)?,
            None => Deployed::from_blob(Policy::standard_bytes().to_vec()).ok()?,
        };
        Some(policy.vocabulary)
    }

    fn write(&self, registers: &Registers, diagnostics: &mut Diagnostics) -> Option<Vec<FileView>> {
        if let Err(error) = fs::create_dir_all(&self.output) {
            diagnostics.push(save::unwritable(&self.output, &error));
            return None;
        }
        let files = with_records(registers);
        let bytes =
            |(file, _): &(Source, usize)| (self.output.join(&file.name), file.text.clone().into_bytes());
        let places: Vec<(PathBuf, Vec<u8>)> = files.iter().map(bytes).collect();
        let written = save::create_all(&places, diagnostics);
        let view = |(file, records): (Source, usize)| FileView { name: file.name, records };
        written.then(|| files.into_iter().map(view).collect())
    }
}

/// The files of registers that have records, each with how many; those that a directory must have in any case.
pub(in super::super) fn with_records(registers: &Registers) -> Vec<(Source, usize)> {
    let required =
        |name: &str| crate::registers::FILES.iter().any(|(file, required)| *file == name && *required);
    let files = registers.to_csv().into_iter().zip(registers.counts());
    files.filter(|(file, records)| *records > 0 || required(&file.name)).collect()
}

fn read(file: &Path, words: &Vocabulary, diagnostics: &mut Diagnostics) -> Option<Registers> {
    let (directory, name) = apart(file);
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        let source = read_source(file, diagnostics)?;
        return Registers::from_json(&source, words, diagnostics);
    }
    let most = u64::try_from(MAX_WORKBOOK_BYTES).unwrap_or(u64::MAX);
    let bytes = match bytes_up_to(most, &directory, &name) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            diagnostics.push(Diagnostic::error(&name, "is missing"));
            return None;
        }
        Err(message) => {
            diagnostics.push(Diagnostic::error(&name, message));
            return None;
        }
    };
    let book = read_workbook(&name, &bytes, diagnostics)?;
    let mut found = Diagnostics::new();
    let registers = Registers::from_csv(&book.files, words, &mut found);
    diagnostics.append(book.located(&found));
    registers
}
