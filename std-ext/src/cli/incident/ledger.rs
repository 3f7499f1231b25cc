//! The two files that tell of incidents, read together and written together.

use super::lock::Lock;
use super::{Complaint, Console, HandlingStep, Incident, Organisation, Record, Sheet, Written};
use crate::cli::save;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{FILES, MissingColumns, Source};
use std::fs;
use std::path::{Path, PathBuf};

/// A directory whose incidents are about to change.
pub(super) struct Ledger {
    pub(super) organisation: Organisation,
    /// `incidents.csv`, if there is one, as it is to be.
    pub(super) incidents: Option<Sheet>,
    /// `handling.csv`, if there is one, as it is to be.
    handling: Option<Sheet>,
    directory: PathBuf,
    /// The registers as they were read.
    sources: Vec<Source>,
    /// The bytes of the two files as they were read.
    before: [Option<Vec<u8>>; 2],
    /// Held from before the files are read until they are written.
    _lock: Lock,
}

/// In the order in which they are replaced. If the program is killed in between, an incident that was opened is there without a
/// way, which is sound; of any other step, reading says which row of handling.csv is missing.
const NAMES: [&str; 2] = [Incident::FILE, HandlingStep::FILE];

const MARK: &[u8] = b"\xef\xbb\xbf";

impl Ledger {
    /// Reads a directory, to which no other command writes from now on. `None` if anything in it is wrong, which is told.
    pub(super) fn read(directory: &Path, console: &mut Console) -> Option<Self> {
        if !directory.is_dir() {
            // Reading says so.
            crate::cli::organisation(Some(directory), console)?;
        }
        let lock = Lock::take(directory).map_err(|complaint| console.diagnose(&complaint)).ok()?;
        // Read first: whatever an editor changes after that is seen before anything is written.
        let before = NAMES.map(|name| bytes_of(&directory.join(name)));
        let organisation = crate::cli::organisation(Some(directory), console)?;
        let mut diagnostics = Diagnostics::new();
        let sources: Vec<Source> = FILES
            .iter()
            .filter_map(|(name, _)| Source::read_if_present(directory, name, &mut diagnostics))
            .collect();
        let [incidents, handling] = NAMES.map(|name| {
            sources.iter().find(|source| source.name == name).map(|source| Sheet::new(source.text.as_str()))
        });
        let directory = directory.to_owned();
        Some(Self { organisation, incidents, handling, directory, sources, before, _lock: lock })
    }

    /// Adds a step to handling.csv, which is made if there is none.
    pub(super) fn step(&mut self, cells: &[(&str, &str)]) -> Result<(), Complaint> {
        let new = || Sheet::with_columns(HandlingStep::COLUMNS.iter().copied());
        let sheet = self.handling.get_or_insert_with(new);
        sheet.append(cells).map_err(|missing| without(HandlingStep::FILE, &missing))
    }

    /// Adds the step with which the way of an incident starts, if it has none yet: the level that has it is where it came in,
    /// since nothing is known of the steps that led there.
    pub(super) fn raised(&mut self, incident: &Incident) -> Result<(), Complaint> {
        if self.organisation.registers().way(&incident.id).next().is_some() {
            return Ok(());
        }
        let level = incident.level.to_string();
        self.step(&[
            ("incident", &incident.id),
            ("date", &incident.opened.to_string()),
            ("event", plimsoll_core::HandlingKind::Opened.label()),
            ("by", incident.segment.label()),
            ("level", if incident.level.get() == 1 { "" } else { &level }),
        ])
    }

    /// Changes the row of an incident.
    pub(super) fn change(&mut self, id: &str, cells: &[(&str, &str)]) -> Result<(), Complaint> {
        let changed = self.incidents.as_mut().map_or(Ok(false), |sheet| sheet.replace(id, cells));
        match changed.map_err(|missing| without(Incident::FILE, &missing))? {
            true => Ok(()),
            false => Err(one(Diagnostic::error(Incident::FILE, "has no row with this id").found(id))),
        }
    }

    /// Checks the directory as it is to be, and writes what has changed.
    pub(super) fn save(self) -> Written {
        let sheets = [&self.incidents, &self.handling];
        let mut sources = self.sources;
        for (name, sheet) in NAMES.into_iter().zip(sheets) {
            let Some(sheet) = sheet else { continue };
            match sources.iter_mut().find(|source| source.name == name) {
                Some(source) => sheet.text().clone_into(&mut source.text),
                None => sources.push(Source::new(name, sheet.text())),
            }
        }
        let mut diagnostics = Diagnostics::new();
        let Some(organisation) = self.organisation.with_registers(&sources, &mut diagnostics) else {
            let place = self.directory.display().to_string();
            let help = "the lines are those that the files would have had";
            diagnostics.push(Diagnostic::error(place, "nothing was written").help(help));
            return Err(diagnostics.into());
        };
        let (mut files, mut names) = (Vec::new(), Vec::new());
        for ((name, sheet), before) in NAMES.into_iter().zip(sheets).zip(&self.before) {
            let Some(sheet) = sheet else { continue };
            let path = self.directory.join(name);
            let mark = before.as_ref().is_some_and(|bytes| bytes.starts_with(MARK));
            let bytes = [if mark { MARK } else { &[] }, sheet.text().as_bytes()].concat();
            if bytes_of(&path) != *before {
                let changed = Diagnostic::error(name, "was changed meanwhile, and nothing was written");
                return Err(one(changed.help("run the command again")));
            }
            if before.as_ref() != Some(&bytes) {
                // A link stays a link; what it leads to is replaced.
                files.push((fs::canonicalize(&path).unwrap_or(path), bytes));
                names.push(name);
            }
        }
        match save::replace_all(&files) {
            Ok(()) => Ok((organisation, names)),
            Err(failed) => {
                let mut diagnostics = Diagnostics::new();
                let place = failed.path.display().to_string();
                let wrong = Diagnostic::error(place, format!("cannot be written: {}", failed.error));
                let back = "the other files are as they were";
                diagnostics.push(wrong.maybe_help(failed.changed.is_empty().then(|| back.to_owned())));
                for (path, error) in failed.changed {
                    let message = format!("is changed, and cannot be put back as it was: {error}");
                    diagnostics.push(Diagnostic::error(path.display().to_string(), message));
                }
                Err(diagnostics.into())
            }
        }
    }
}

/// Says which columns a file lacks.
pub(super) fn without(file: &str, MissingColumns(missing): &MissingColumns) -> Complaint {
    let list = missing.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
    let lacks = Diagnostic::error(file, format!("has no column {list}, so nothing was written"));
    one(lacks.help("add the column to the header, and a comma to each row"))
}

/// Says one thing that is wrong.
pub(super) fn one(diagnostic: Diagnostic) -> Complaint {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    diagnostics.into()
}

/// What is in a file. A pipe or a device, which reading refuses, would keep one waiting.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    fs::read(path).ok()
}
