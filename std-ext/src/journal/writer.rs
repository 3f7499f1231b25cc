//! Appending to a journal.

use crate::Organisation;
use crate::assessment::{Assessment, Routed};
use plimsoll_core::Day;
use plimsoll_core::journal::{Entry, Frames, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How many bytes are written at once, if there are as many; always whole frames.
const BATCH: usize = 1 << 16;

/// How much of the end of a journal is looked at when it is opened: its last frame, however long, is in it.
const TAIL: usize = 2 * MAX_FRAME;

/// A journal that is appended to. What is there is never changed.
///
/// Two programs may append to one journal: each write is one call that appends whole frames, and does not wait for locks. Where a
/// disk is full, a frame may be cut short; it is then told as damage, and costs no other.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// The policy that need not be written again.
    written: Option<PolicyId>,
    frame: Box<[u8]>,
    pending: Vec<u8>,
}

impl Journal {
    /// Opens a journal, or begins one. A frame that was cut short at the end is closed, so that it is told apart from what
    /// follows.
    ///
    /// # Errors
    /// The file cannot be opened or written, or is not a journal.
    pub fn append_to(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut first = [u8::MAX];
        let is_new = file.read(&mut first)? == 0;
        let mut tail = read_tail(&mut file)?;
        let is_torn = tail.last().is_some_and(|last| *last != 0);
        let last = Frames::new(&mut tail).filter_map(|stretch| stretch.record.ok()).last();
        if !is_new && first != [0] && last.is_none() {
            return Err(io::Error::new(ErrorKind::InvalidData, "it is something else than a journal"));
        }
        // Decisions are written only after the policy was, and is known to be on the disk.
        let written = last.and_then(|record| match record {
            Record::Risk(entry) => Some(entry.policy),
            Record::Incident(entry) => Some(entry.policy),
            Record::Policy(_) => None,
        });
        if is_torn {
            file.write_all(&[0])?;
        }
        if is_new {
            sync_directory(path)?;
        }
        Ok(Self { file, written, frame: vec![0; MAX_FRAME].into_boxed_slice(), pending: Vec::new() })
    }

    /// Appends a record. Once this returns, the record is on the disk and will be read back.
    ///
    /// # Errors
    /// It cannot be written, or is longer than records may be.
    pub fn append(&mut self, record: &Record<'_>) -> io::Result<()> {
        self.append_all([*record])
    }

    /// Appends some records. Once this returns, all of them are on the disk; before, any number of them may be.
    ///
    /// # Errors
    /// They cannot be written, or one of them is longer than records may be.
    pub fn append_all<'r>(&mut self, records: impl IntoIterator<Item = Record<'r>>) -> io::Result<()> {
        for record in records {
            let frame = record.write(&mut self.frame);
            let frame = frame.map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
            if self.pending.len().saturating_add(frame.len()) > BATCH {
                write(&mut self.file, &mut self.pending)?;
            }
            self.pending.extend(frame);
        }
        self.flush()
    }

    /// Appends a policy, unless the last decision was made under it, and gives what decisions refer to it by.
    ///
    /// # Errors
    /// It cannot be written, or is not a policy.
    pub fn append_policy(&mut self, blob: &[u8]) -> io::Result<PolicyId> {
        let id = PolicyId::of(blob).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
        if self.written != Some(id) {
            self.append_all(PolicyPart::all(id, blob, PolicyPart::MAX).map(Record::Policy))?;
            self.written = Some(id);
        }
        Ok(id)
    }

    /// Appends the decision about every risk of an assessment, with the policy if need be.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn record_assessment(&mut self, assessment: &Assessment<'_>) -> io::Result<()> {
        if assessment.risks().is_empty() {
            return Ok(());
        }
        let (policy, day) = (self.append_policy(assessment.organisation().blob())?, assessment.as_of());
        self.append_all(assessment.risks().iter().map(|assessed| {
            let (facts, outcome) = (assessed.facts, assessed.decision);
            Record::Risk(Entry { policy, day, id: Id::Text(&assessed.risk.id), facts, outcome })
        }))
    }

    /// Appends where incidents of an organisation were sent on a day, with the policy if need be.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn record_routes(
        &mut self,
        organisation: &Organisation,
        day: Day,
        routed: &[Routed<'_>],
    ) -> io::Result<()> {
        if routed.is_empty() {
            return Ok(());
        }
        let policy = self.append_policy(organisation.blob())?;
        self.append_all(routed.iter().map(|routed| {
            let (facts, outcome) = (routed.facts, routed.route);
            Record::Incident(Entry { policy, day, id: Id::Text(&routed.incident.id), facts, outcome })
        }))
    }

    /// Writes what is pending, and waits until it is on the disk.
    fn flush(&mut self) -> io::Result<()> {
        write(&mut self.file, &mut self.pending)?;
        self.file.sync_data()
    }
}

/// Writes whole frames in one call, if the system takes them at once. Whatever happens, they are not written again.
fn write(file: &mut File, pending: &mut Vec<u8>) -> io::Result<()> {
    let written = file.write_all(pending);
    pending.clear();
    written
}

/// The last bytes of a file.
fn read_tail(file: &mut File) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    let most = u64::try_from(TAIL).unwrap_or(u64::MAX);
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut tail = Vec::new();
    file.take(most).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Waits until the name of a new file is on the disk, where systems can be asked for that.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
