//! One command at a time writes to a directory.

use super::Complaint;
use super::ledger::one;
use crate::diagnostic::Diagnostic;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// The file that is there while a command writes; not that of a register.
const NAME: &str = ".plimsoll.lock";

/// How often, and how long after each other, a command looks whether one and the same other is done: 5 seconds in all.
const TRIES: u8 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Nobody else writes to the directory until this is dropped.
pub(super) struct Lock {
    file: PathBuf,
}

impl Lock {
    /// Waits until no other command writes to a directory. A command that was killed leaves its file, and nothing tells whether
    /// it still runs, perhaps on another machine: that is left to people.
    pub(super) fn take(directory: &Path) -> Result<Self, Complaint> {
        let file = directory.join(NAME);
        let (mut seen, mut tries) = (None, TRIES);
        loop {
            match OpenOptions::new().write(true).create_new(true).open(&file) {
                Ok(mut opened) => {
                    let lock = Self { file };
                    // Only said to people; the file alone is what locks.
                    let _unsaid = write!(opened, "{}", std::process::id());
                    return Ok(lock);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let place = file.display().to_string();
                    let wrong = Diagnostic::error(place, format!("cannot be made: {error}"));
                    let help = "nothing was written: whoever records incidents must be able to write to the directory";
                    return Err(one(wrong.help(help)));
                }
            }
            let holder = fs::metadata(&file).and_then(|metadata| metadata.modified()).ok();
            // As long as they take turns, it is worth waiting.
            tries = if holder == seen { tries.saturating_sub(1) } else { TRIES };
            if tries == 0 {
                return Err(held(&file));
            }
            seen = holder;
            sleep(PAUSE);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // If it stays, the next command says what to do about it.
        let _left_over = fs::remove_file(&self.file);
    }
}

/// Says who has the lock, and what to do if nobody has it any more.
fn held(file: &Path) -> Complaint {
    let process = fs::read_to_string(file).ok().and_then(|process| process.trim().parse::<u32>().ok());
    let who = process.map(|process| format!(", process {process},")).unwrap_or_default();
    let wrong = Diagnostic::error(
        file.display().to_string(),
        format!(
            "is there: another `plimsoll incident`{who} writes to this directory, and nothing was written"
        ),
    );
    one(wrong.help(
        "run the command again; if no other is running, one was killed: remove the file, and run the command again, which first \
         completes what the other had begun to write",
    ))
}
