//! The two files that tell of incidents, read together and written together.

use super::lock::Lock;
use super::{Complaint, Console, HandlingStep, Incident, Organisation, Record, Sheet, Written};
use crate::cli::save;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{FILES, Intent, MAX_FILE_BYTES, MissingColumns, Source, TOGETHER, bytes_up_to};
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

const MARK: &[u8] = b"\xef\xbb\xbf";

impl Ledger {
    /// Reads a directory, to which no other command writes from now on. `None` if anything in it is wrong, which is told.
    pub(super) fn read(directory: &Path, console: &mut Console) -> Option<Self> {
        if !directory.is_dir() {
            // Reading says so.
            crate::cli::organisation(Some(directory), console)?;
        }
        let lock = Lock::take(directory).map_err(|complaint| console.diagnose(&complaint)).ok()?;
        complete(directory, console)?;
        // Read first: whatever an editor changes after that is seen before anything is written.
        let before = TOGETHER.map(|name| bytes_of(directory, name));
        let organisation = crate::cli::organisation(Some(directory), console)?;
        let mut diagnostics = Diagnostics::new();
        let sources: Vec<Source> = FILES
            .iter()
            .filter_map(|(name, _)| Source::read_if_present(directory, name, &mut diagnostics))
            .collect();
        let [incidents, handling] = TOGETHER.map(|name| {
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
        for (name, sheet) in TOGETHER.into_iter().zip(sheets) {
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
        for ((name, sheet), before) in TOGETHER.into_iter().zip(sheets).zip(&self.before) {
            let Some(sheet) = sheet else { continue };
            let mark = before.as_ref().is_some_and(|bytes| bytes.starts_with(MARK));
            let bytes = [if mark { MARK } else { &[] }, sheet.text().as_bytes()].concat();
            if bytes_of(&self.directory, name) != *before {
                let changed = Diagnostic::error(name, "was changed meanwhile, and nothing was written");
                return Err(one(changed.help("run the command again")));
            }
            if before.as_ref() != Some(&bytes) {
                files.push((place(&self.directory, name), bytes));
                names.push(name);
            }
        }
        let intent = self.directory.join(Intent::FILE);
        let changes = names.iter().zip(&files).map(|(name, (_, after))| {
            let known = TOGETHER.iter().position(|other| other == name);
            let before = known.and_then(|known| self.before.get(known)?.as_deref());
            (*name, before, after.as_slice())
        });
        let both = (files.len() > 1).then(|| (intent.as_path(), Intent::new(changes).to_bytes()));
        let kin = TOGETHER.map(|name| place(&self.directory, name));
        match save::replace_all(&files, both, &kin) {
            Ok(()) => Ok((organisation, names)),
            Err(failed) => {
                let mut diagnostics = Diagnostics::new();
                diagnostics.push(match failed.changed.as_slice() {
                    [] => save::unwritable(failed.path, &failed.error),
                    // It cannot be said that all is as it was.
                    _ => Diagnostic::error(
                        failed.path.display().to_string(),
                        format!("cannot be written: {}", failed.error),
                    ),
                });
                if let Some(error) = failed.intent {
                    let message = format!("cannot be removed: {error}");
                    let help = "remove it before any other command runs: as long as it is there, the change counts as made";
                    diagnostics.push(Diagnostic::error(intent.display().to_string(), message).help(help));
                }
                for (path, error) in failed.changed {
                    let message = format!("is changed, and cannot be put back as it was: {error}");
                    let help = format!(
                        "the change counts as made, and the next `plimsoll incident` completes it: do not run this one again; or \
                         remove {}, and put this one back",
                        Intent::FILE
                    );
                    diagnostics.push(Diagnostic::error(path.display().to_string(), message).help(help));
                }
                Err(diagnostics.into())
            }
        }
    }
}

/// Where a file of a directory stands: a link stays a link, and what it leads to is replaced.
fn place(directory: &Path, name: &str) -> PathBuf {
    let path = directory.join(name);
    fs::canonicalize(&path).unwrap_or(path)
}

/// Ends what a command had begun that was killed, once this one holds the lock: what it was about to write is written, and what
/// it left beside is removed. `None` if that cannot be done, which is told.
fn complete(directory: &Path, console: &mut Console) -> Option<()> {
    let mut diagnostics = Diagnostics::new();
    let intent = Intent::read(directory, &mut diagnostics);
    let file = directory.join(Intent::FILE);
    if intent.as_ref().is_some_and(|intent| !intent.left(directory).is_empty()) {
        // Anyone may have put it there: nothing that cannot be read with the rest takes the place of what can.
        let mut found = Diagnostics::new();
        if Organisation::read(directory, &mut found).is_none() || found.is_error() {
            let message = "says what files are to become, and with that the directory cannot be read: nothing was written";
            let help = "mend what is wrong; or remove the file, if the files are as they are to be";
            found.push(Diagnostic::error(Intent::FILE, message).help(help));
            console.diagnose(&found);
            return None;
        }
    }
    if let Some(intent) = &intent {
        for (name, bytes) in intent.left(directory) {
            let place = place(directory, name);
            match save::replace(&place, bytes) {
                Ok(()) => {
                    let message =
                        "now holds what a command had recorded that was killed before it could write it here";
                    diagnostics.push(Diagnostic::note(name, message));
                }
                Err(error) => diagnostics.push(save::unwritable(&place, &error)),
            }
        }
        if let (false, Err(error)) = (diagnostics.is_error(), fs::remove_file(&file)) {
            let wrong = Diagnostic::error(file.display().to_string(), format!("cannot be removed: {error}"));
            diagnostics.push(wrong.help("what it says is done: remove it"));
        }
    }
    if !diagnostics.is_error() {
        let places = TOGETHER.map(|name| place(directory, name));
        for left in places.iter().chain([&file]).flat_map(|place| save::left_beside(place)) {
            // It is in nobody's way.
            let _left_over = fs::remove_file(left);
        }
    }
    console.diagnose(&diagnostics);
    (!diagnostics.is_error()).then_some(())
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

/// What is in a file, if it can be read as a register.
fn bytes_of(directory: &Path, name: &str) -> Option<Vec<u8>> {
    bytes_up_to(MAX_FILE_BYTES, directory, name).ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_a_register_may_be_is_not_read() {
        let held = tempfile::TempDir::new().unwrap();
        let bytes = |length: u64| {
            fs::File::create(held.path().join("a.csv")).unwrap().set_len(length).unwrap();
            bytes_of(held.path(), "a.csv")
        };
        assert_eq!(bytes(2), Some(vec![0, 0]));
        assert!(bytes(MAX_FILE_BYTES + 1).is_none());
    }
}
