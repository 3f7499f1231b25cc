//! What two files of a directory are to become, as one step.
//!
//! A system replaces one file at once, but not two. So a command that changes both `incidents.csv` and `handling.csv` first
//! writes down, in a file beside them, what each was and what it is to become. From then on the change is made: whoever is
//! killed before the last file is in place leaves that file, readers take from it what is to be, and the next command
//! that writes completes it.
//!
//! The file is a line of JSON, which names the files with their digests and lengths, and after it their bytes.

use super::source::{MAX_FILE_BYTES, bytes_up_to};
use super::{HandlingStep, Incident, Record};
use crate::assessment::json::hexadecimal;
use crate::diagnostic::{Diagnostic, Diagnostics};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The files that change together, in the order in which they are replaced.
pub(crate) const TOGETHER: [&str; 2] = [Incident::FILE, HandlingStep::FILE];

/// The most bytes that it may have: two files and the line before them.
const MOST: u64 = 2 * MAX_FILE_BYTES + 4096;

/// What files of a directory are to become.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Intent {
    changes: Vec<Change>,
}

/// What a file was, and what it is to become.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    name: &'static str,
    /// The digest of what it was; `None` if there was none.
    before: Option<String>,
    after: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: u8,
    files: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    before: Option<String>,
    after: String,
    bytes: usize,
}

const FORMAT: u8 = 1;

impl Intent {
    /// The file that holds it; not that of a register.
    pub(crate) const FILE: &'static str = ".plimsoll.intent";

    /// That files become other bytes: the name of each, which is one of [`TOGETHER`], what it is and what it is to be.
    #[cfg(any(feature = "cli", test))]
    pub(crate) fn new<'b>(
        changes: impl IntoIterator<Item = (&'static str, Option<&'b [u8]>, &'b [u8])>,
    ) -> Self {
        let change = |(name, before, after): (_, Option<&[u8]>, &[u8])| Change {
            name,
            before: before.map(digest),
            after: after.to_vec(),
        };
        Self { changes: changes.into_iter().map(change).collect() }
    }

    /// The bytes of the file.
    #[cfg(any(feature = "cli", test))]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let entry = |change: &Change| Entry {
            name: change.name.into(),
            before: change.before.clone(),
            after: digest(&change.after),
            bytes: change.after.len(),
        };
        let header = Header { format: FORMAT, files: self.changes.iter().map(entry).collect() };
        // It holds nothing that JSON could not.
        let mut bytes = serde_json::to_vec(&header).unwrap_or_default();
        bytes.push(b'\n');
        self.changes.iter().for_each(|change| bytes.extend_from_slice(&change.after));
        bytes
    }

    /// What bytes say; `None` if they are no intent, or not as they were written.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (header, rest) = bytes.split_at_checked(end)?;
        let header: Header =
            serde_json::from_slice(header).ok().filter(|header: &Header| header.format == FORMAT)?;
        let mut rest = rest.get(1..)?;
        let mut changes: Vec<Change> = Vec::new();
        for entry in header.files {
            let name = TOGETHER.into_iter().find(|name| *name == entry.name)?;
            let (after, others) = rest.split_at_checked(entry.bytes)?;
            if digest(after) != entry.after || changes.iter().any(|other| other.name == name) {
                return None;
            }
            rest = others;
            changes.push(Change { name, before: entry.before, after: after.to_vec() });
        }
        rest.is_empty().then_some(Self { changes })
    }

    /// What a directory holds of the kind. An error is told if it cannot be read, or if a file is neither as it was nor as it is
    /// to become: then somebody has changed it since, and it is left to people what holds. Files are replaced in order, so once
    /// the last of them is, all were: what became of the others since is as good as any edit.
    pub(crate) fn read(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut wrong = |file: &str, message: &str, help: &str| {
            diagnostics.push(Diagnostic::error(file, message).help(help));
        };
        let intent = match bytes_up_to(MOST, directory, Self::FILE) {
            Ok(None) => return None,
            Ok(Some(bytes)) => Self::from_bytes(&bytes),
            Err(message) => {
                wrong(Self::FILE, &message, "a `plimsoll incident` that was killed left it: see what it is");
                return None;
            }
        };
        let Some(mut intent) = intent else {
            let message = "is not as `plimsoll incident` wrote it, when it was killed";
            let help = "compare incidents.csv and handling.csv with what is in it, and remove it";
            wrong(Self::FILE, message, help);
            return None;
        };
        let changes_something = |change: &&Change| change.before.as_ref() != Some(&digest(&change.after));
        let last = intent.changes.last().filter(changes_something);
        let all_were_replaced = last.is_some_and(|last| last.state(directory) == Ok(State::Done));
        let mut is_sound = true;
        intent.changes.retain(|change| {
            let message = match change.state(directory) {
                Ok(State::Before | State::Done) => return true,
                Ok(State::Foreign) if all_were_replaced => return false,
                Ok(State::Foreign) => {
                    "was changed after a `plimsoll incident` was killed, and nothing tells whether that had replaced it"
                        .to_owned()
                }
                Err(message) => message,
            };
            let help = format!(
                "{} holds what it was to become: take over what is missing, and remove that file",
                Self::FILE
            );
            wrong(change.name, &message, &help);
            is_sound = false;
            false
        });
        is_sound.then_some(intent)
    }

    /// The files that it says something of, which are read as they will be.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.changes.iter().map(|change| change.name)
    }

    /// What a file is to become, if it is one of those.
    pub(crate) fn after(&self, name: &str) -> Option<&[u8]> {
        self.changes.iter().find(|change| change.name == name).map(|change| change.after.as_slice())
    }

    /// Those that have yet to be replaced, in order, with what they are to become.
    #[cfg(any(feature = "cli", test))]
    pub(crate) fn left(&self, directory: &Path) -> Vec<(&'static str, &[u8])> {
        let left = self.changes.iter().filter(|change| change.state(directory) != Ok(State::Done));
        left.map(|change| (change.name, change.after.as_slice())).collect()
    }
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The file is as it was.
    Before,
    /// It is as it is to be.
    Done,
    /// It is neither.
    Foreign,
}

impl Change {
    /// How far it has come; or why the file cannot be read.
    fn state(&self, directory: &Path) -> Result<State, String> {
        let now = bytes_up_to(MAX_FILE_BYTES, directory, self.name)?;
        Ok(if now.as_ref() == Some(&self.after) {
            State::Done
        } else if now.as_deref().map(digest) == self.before {
            State::Before
        } else {
            State::Foreign
        })
    }
}

fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    fn intent() -> Intent {
        Intent::new([
            ("incidents.csv", Some(b"old".as_slice()), b"new\n".as_slice()),
            ("handling.csv", None, b"made"),
        ])
    }

    #[test]
    fn it_is_read_as_it_was_written_and_every_other_byte_is_refused() {
        let bytes = intent().to_bytes();
        assert_eq!(Intent::from_bytes(&bytes), Some(intent()));
        for at in 0..bytes.len() {
            assert_eq!(Intent::from_bytes(&bytes[..at]), None, "cut at {at}");
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            // What a file was is not needed to know what it is to be: another digest makes it somebody else's.
            assert!(Intent::from_bytes(&changed).is_none_or(|other| other != intent()), "changed at {at}");
        }
        assert_eq!(Intent::from_bytes(&[bytes, b"x".to_vec()].concat()), None);
        for header in
            ["{\"format\":2,\"files\":[]}\n", "{\"format\":1,\"files\":[],\"more\":1}\n", "\n", "[]\n"]
        {
            assert_eq!(Intent::from_bytes(header.as_bytes()), None, "{header}");
        }
        let other = String::from_utf8(intent().to_bytes()).unwrap();
        for name in ["../incidents.csv", "policy.toml", "risks.csv", "handling.csv"] {
            let other = other.replace("\"incidents.csv\"", &format!("\"{name}\""));
            assert_eq!(Intent::from_bytes(other.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn what_is_left_of_it_follows_from_the_files() {
        let held = TempDir::new().unwrap();
        let write = |name: &str, bytes: Option<&str>| match bytes {
            Some(bytes) => fs::write(held.path().join(name), bytes).unwrap(),
            None => drop(fs::remove_file(held.path().join(name))),
        };
        fs::write(held.path().join(Intent::FILE), intent().to_bytes()).unwrap();
        type Case<'c> = ([Option<&'c str>; 2], Option<&'c [&'c str]>);
        let table: [Case<'_>; 8] = [
            ([Some("old"), None], Some(&["incidents.csv", "handling.csv"])),
            ([Some("new\n"), None], Some(&["handling.csv"])),
            ([Some("old"), Some("made")], Some(&["incidents.csv"])),
            ([Some("new\n"), Some("made")], Some(&[])),
            ([Some("mine"), None], None),
            // The last is replaced last: all was done, and then edited.
            ([Some("mine"), Some("made")], Some(&[])),
            ([None, None], None),
            ([Some("new\n"), Some("mine")], None),
        ];
        for ([incidents, handling], expected) in table {
            write("incidents.csv", incidents);
            write("handling.csv", handling);
            let mut diagnostics = Diagnostics::new();
            let found = Intent::read(held.path(), &mut diagnostics);
            let left = found
                .as_ref()
                .map(|found| found.left(held.path()).into_iter().map(|(name, _)| name).collect::<Vec<_>>());
            assert_eq!(left.as_deref(), expected, "{incidents:?} {handling:?}");
            assert_eq!(diagnostics.is_error(), expected.is_none(), "{diagnostics}");
        }
    }
}
