//! Appending to a journal.

use super::Reader;
use super::policies::Policies;
use super::torn::{is_first, is_interrupted};
use crate::Organisation;
use crate::assessment::{Assessment, Routed};
use plimsoll_core::Day;
use plimsoll_core::journal::{Entry, Frames, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How many bytes are written at once, if there are as many; always whole frames.
const BATCH: usize = 1 << 16;

/// How much of the end of a journal is looked at when it is opened: its last frame, however long, is in it.
const TAIL: usize = 2 * MAX_FRAME;

/// A journal that is appended to. What is there is never changed.
///
/// Two programs may append to one journal: each write is one call that appends whole frames, and does not wait for locks. Where a
/// disk is full, a frame may be cut short; it costs no other, and whoever opens the journal next says what it is.
#[derive(Debug)]
pub struct Journal {
    file: File,
    /// The policies that need not be written again.
    written: Vec<PolicyId>,
    frame: Box<[u8]>,
    pending: Vec<u8>,
}

impl Journal {
    /// Opens a journal, or begins one. A frame that was cut short at the end is closed, and a record says that it was, so that
    /// it is told apart from damage.
    ///
    /// # Errors
    /// The file cannot be opened or written, or is not a journal.
    pub fn append_to(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let (mut tail, length) = read_tail(&mut file)?;
        let last = tail.rsplit(|byte| *byte == 0).next().unwrap_or_default().to_vec();
        let is_whole = u64::try_from(tail.len()) == Ok(length);
        let is_begun = length == 0 || is_whole && is_first(&tail);
        let (written, is_sound) = found(&mut tail);
        if !is_begun && !is_sound && !holds_a_record(&mut file)? {
            return Err(io::Error::new(ErrorKind::InvalidData, "it is something else than a journal"));
        }
        if length == 0 {
            sync_directory(path)?;
        }
        let mut journal =
            Self { file, written, frame: vec![0; MAX_FRAME].into_boxed_slice(), pending: Vec::new() };
        journal.close(&last, length)?;
        Ok(journal)
    }

    /// Ends what stands after the last zero of a journal of some length.
    fn close(&mut self, last: &[u8], length: u64) -> io::Result<()> {
        match u32::try_from(last.len()) {
            Ok(0) => Ok(()),
            Ok(bytes) if is_interrupted(last) => {
                let offset = length.saturating_sub(bytes.into());
                // The zero with which the frame begins ends what is before it.
                self.append(&Record::Interrupted { offset, bytes })
            }
            _ => self.file.write_all(&[0]),
        }
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
    /// They cannot be written, or one of them is longer than records may be. Those before it may then be on the disk or not; none
    /// is written later.
    pub fn append_all<'r>(&mut self, records: impl IntoIterator<Item = Record<'r>>) -> io::Result<()> {
        for record in records {
            let frame = match record.write(&mut self.frame) {
                Ok(frame) => frame,
                Err(error) => {
                    self.pending.clear();
                    return Err(io::Error::new(ErrorKind::InvalidInput, error));
                }
            };
            if self.pending.len().saturating_add(frame.len()) > BATCH {
                write(&mut self.file, &mut self.pending)?;
            }
            self.pending.extend(frame);
        }
        self.flush()
    }

    /// Appends a policy, unless a sound copy is near the end of the journal, and gives what decisions refer to it by.
    ///
    /// A decision that names a policy does not prove that the policy can still be read, and looking for it would take as long as
    /// reading the journal. So a policy, which has some kilobytes, stands in a journal once for each [`Journal`] that
    /// recorded something under it, but not twice within some hundred kilobytes.
    ///
    /// # Errors
    /// It cannot be written, or is not a policy.
    pub fn append_policy(&mut self, blob: &[u8]) -> io::Result<PolicyId> {
        let id = PolicyId::of(blob).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
        if !self.written.contains(&id) {
            self.append_all(PolicyPart::all(id, blob, PolicyPart::MAX).map(Record::Policy))?;
            self.written.push(id);
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

/// The last bytes of a file, and how long it is.
fn read_tail(file: &mut File) -> io::Result<(Vec<u8>, u64)> {
    let length = file.seek(SeekFrom::End(0))?;
    let most = u64::try_from(TAIL).unwrap_or(u64::MAX);
    let begin = length.saturating_sub(most);
    file.seek(SeekFrom::Start(begin))?;
    let mut tail = Vec::new();
    // Of what another program appends meanwhile nothing is taken.
    file.take(length.saturating_sub(begin)).read_to_end(&mut tail)?;
    Ok((tail, length))
}

/// The policies that are whole and sound among the last bytes of a journal, and whether there is a sound record.
fn found(tail: &mut [u8]) -> (Vec<PolicyId>, bool) {
    let (mut policies, mut is_sound) = (Policies::default(), false);
    for record in Frames::new(tail).filter_map(|stretch| stretch.record.ok()) {
        is_sound = true;
        if let Record::Policy(part) = record {
            // A part of no use completes nothing.
            let _useless = policies.take(&part);
        }
    }
    (policies.into_whole().into_iter().map(|(id, _)| id).collect(), is_sound)
}

/// Whether there is a sound record anywhere in a file.
fn holds_a_record(file: &mut File) -> io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = Reader::new(BufReader::new(file));
    while let Some(stretch) = reader.next_stretch()? {
        if stretch.record.is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Waits until the name of a new file is on the disk, where that can be asked for: not of some file systems, nor of a directory
/// that one may write to and not read.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match File::open(directory.unwrap_or(Path::new("."))).and_then(|directory| directory.sync_all()) {
        Err(error) if cannot_be_asked(&error) => Ok(()),
        synced => synced,
    }
}

fn cannot_be_asked(error: &io::Error) -> bool {
    // `ENOTSUP`, for which there may be no kind.
    let unsupported = if cfg!(any(target_os = "linux", target_os = "android")) { 95 } else { 45 };
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::InvalidInput | ErrorKind::Unsupported)
        || error.raw_os_error() == Some(unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_cannot_be_synced_is_no_error_and_a_disk_that_fails_is() {
        for (error, expected) in
            [(13, true), (22, true), (95, cfg!(target_os = "linux")), (5, false), (28, false)]
        {
            assert_eq!(cannot_be_asked(&io::Error::from_raw_os_error(error)), expected, "{error}");
        }
        if cfg!(target_os = "linux") {
            // It says of itself that it cannot be synced.
            sync_directory(Path::new("/proc/none")).unwrap();
        }
        let none = Path::new("no such directory/none");
        assert_eq!(sync_directory(none).map_err(|error| error.kind()), Err(ErrorKind::NotFound));
    }
}
