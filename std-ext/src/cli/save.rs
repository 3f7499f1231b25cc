//! Writing files so that what was there is never lost and nothing is ever half written.

use crate::diagnostic::Diagnostic;
use crate::journal::sync_directory;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and then moves it there, over what may have been there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Beside::write(path, |out| out.write_all(bytes))?.replace()
}

/// Says that a file could not be written, and what to do.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(path.display().to_string(), format!("cannot be written: {error}")).help(remedy(error))
}

/// What to do where something could not be written.
pub(super) fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room, or name a place with more of it; what was there is as it was"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "name a place that you may write to, or ask for the right to; what was there is as it was"
        }
        ErrorKind::NotFound => "make the directory first, or name one that is there",
        _ => "what was there is as it was",
    }
}

/// Why several files could not be replaced.
#[derive(Debug)]
pub(super) struct Failed<'p> {
    /// The file that could not be written or moved.
    pub(super) path: &'p Path,
    pub(super) error: io::Error,
    /// Those that were replaced before it and could not be put back as they were, each with the reason.
    pub(super) changed: Vec<(&'p Path, io::Error)>,
}

/// Replaces several files in order: all are written beside their places before the first is moved there. If one cannot be
/// written or moved, those before it are as they were.
///
/// What they are to become is first written to `intent`, with which the change is made: if the program is killed before the
/// last of them is in place, that file is left, and says what is to be done. One file needs none.
pub(super) fn replace_all<'p>(
    files: &'p [(PathBuf, Vec<u8>)],
    intent: Option<(&'p Path, Vec<u8>)>,
) -> Result<(), Failed<'p>> {
    let mut written = Vec::new();
    for (path, bytes) in files {
        let path = path.as_path();
        match Beside::write(path, |out| out.write_all(bytes)) {
            Ok(beside) => written.push((path, beside)),
            Err(error) => return Err(Failed { path, error, changed: Vec::new() }),
        }
    }
    if let Some((path, bytes)) = &intent {
        replace(path, bytes).map_err(|error| Failed { path, error, changed: Vec::new() })?;
    }
    let settled = || {
        if let Some((path, _)) = &intent {
            // If it stays, it says what is so already, and the next command that writes removes it.
            let _left_over = fs::remove_file(path).and_then(|()| sync_directory(path));
        }
    };
    let mut replaced = Vec::new();
    for (path, beside) in written {
        let mut replace = || {
            let before = read_if_present(path)?;
            fs::rename(&beside.file, path)?;
            replaced.push((path, before));
            sync_directory(path)
        };
        if let Err(error) = replace() {
            let back = replaced.into_iter().rev();
            let changed = back.filter_map(|(path, before)| Some((path, put_back(path, before).err()?)));
            let changed: Vec<_> = changed.collect();
            if changed.is_empty() {
                settled();
            }
            return Err(Failed { path, error, changed });
        }
    }
    settled();
    Ok(())
}

/// What commands left beside a place that were killed while they wrote; or what one is writing just now.
pub(super) fn left_beside(place: &Path) -> Vec<PathBuf> {
    let (Some(name), Some(parent)) = (place.file_name(), place.parent()) else { return Vec::new() };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let start = format!(".{}.", name.to_string_lossy());
    let is_one = |other: &str| {
        let numbers = other.strip_prefix(&start).and_then(|rest| rest.strip_suffix(".new")?.split_once('.'));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        numbers.is_some_and(|(process, number)| digits(process) && digits(number))
    };
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut left: Vec<PathBuf> = entries
        .filter(|entry| is_one(&entry.file_name().to_string_lossy()))
        .map(|entry| parent.join(entry.file_name()))
        .collect();
    left.sort();
    left
}

/// Says which files beside a place can be removed.
pub(super) fn tell_left_beside(place: &Path) -> impl Iterator<Item = Diagnostic> {
    left_beside(place).into_iter().map(|left| {
        let message = "was left by a command that was killed, unless another is writing it now";
        Diagnostic::note(left.display().to_string(), message).help("remove it")
    })
}

fn read_if_present(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a file what it was, which may be none.
fn put_back(path: &Path, before: Option<Vec<u8>>) -> io::Result<()> {
    match before {
        Some(bytes) => replace(path, &bytes),
        None => fs::remove_file(path),
    }
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = Beside::write(path, |out| out.write_all(bytes))?;
    // A hard link, unlike a rename, refuses to take the place of a file that came up in the meantime.
    fs::hard_link(&beside.file, path)?;
    sync_directory(path)
}

/// A file that is whole, and waits beside its place; it is removed unless it is moved there.
pub(super) struct Beside {
    file: PathBuf,
    place: PathBuf,
    bytes: u64,
}

impl Beside {
    /// Writes a file, part by part.
    pub(super) fn write(
        place: &Path,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<Self> {
        // Who may read and write a file stays as it was, and nobody else sees what is to be in it.
        let permissions = fs::metadata(place).ok().map(|metadata| metadata.permissions());
        let (file, opened) = open_beside(place, permissions.is_some())?;
        let mut beside = Self { file, place: place.into(), bytes: 0 };
        if let Some(permissions) = permissions {
            opened.set_permissions(permissions)?;
        }
        let mut out = BufWriter::with_capacity(1 << 16, opened);
        write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        beside.bytes = out.get_ref().metadata()?.len();
        Ok(beside)
    }

    /// How long it is.
    #[cfg(feature = "report")]
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Moves it to its place, over what may be there.
    pub(super) fn replace(self) -> io::Result<()> {
        fs::rename(&self.file, &self.place)?;
        sync_directory(&self.place)
    }
}

/// Opens a new file beside a place, which at first only the owner may read if it is to be `private`. A run that was killed may
/// have left one under the same number of the process: that is left alone.
fn open_beside(place: &Path, private: bool) -> io::Result<(PathBuf, File)> {
    let name = place.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _only_where_files_have_modes = private;
    let mut left_over = 0_u16;
    loop {
        let file = place.with_file_name(format!(".{name}.{}.{left_over}.new", std::process::id()));
        match options.open(&file) {
            Ok(opened) => return Ok((file, opened)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && left_over < u16::MAX => {
                left_over = left_over.saturating_add(1);
            }
            Err(error) => return Err(error),
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // What is left over is a hidden file beside the place; there is nothing better to do about it.
        let _left_over = fs::remove_file(&self.file);
    }
}

/// Why a file must not be written over: it is not `what`, which begins with `start`, or no file at all.
pub(super) fn refused(path: &Path, start: &[u8], what: &str) -> Option<String> {
    let metadata = fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() {
        return Some("is there already, and is not a regular file".into());
    }
    let mut found = vec![0; start.len()];
    let is_alike =
        File::open(path).and_then(|mut file| file.read_exact(&mut found)).is_ok() && found == start;
    (!is_alike && metadata.len() > 0).then(|| format!("is there already, and is not {what}"))
}

#[cfg(test)]
mod tests {
    use super::{Beside, create, left_beside, replace, replace_all};
    use std::fs;
    use std::io::Write;
    use tempfile::TempDir;

    #[test]
    fn what_a_kill_left_beside_is_no_hindrance_and_stays() {
        let held = TempDir::new().unwrap();
        let place = held.path().join("a.csv");
        let waiting = Beside::write(&place, |out| out.write_all(b"killed")).unwrap();
        let left_over = waiting.file.clone();
        std::mem::forget(waiting);
        replace(&place, b"one").unwrap();
        replace(&place, b"two").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"two");
        create(&held.path().join("b.csv"), b"new").unwrap();
        assert_eq!(fs::read(&left_over).unwrap(), b"killed");
        assert_eq!(fs::read_dir(held.path()).unwrap().count(), 3);
        fs::write(held.path().join(".a.csv.7.new"), "").unwrap();
        fs::write(held.path().join(".a.csv.x.0.new"), "").unwrap();
        assert_eq!(left_beside(&place), [left_over]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_reads_the_new_file_who_may_not_read_the_old_one() {
        use std::os::unix::fs::PermissionsExt;
        let held = TempDir::new().unwrap();
        let place = held.path().join("a.csv");
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        fs::write(&place, "old").unwrap();
        for expected in [0o600, 0o640, 0o666, 0o400] {
            fs::set_permissions(&place, fs::Permissions::from_mode(expected)).unwrap();
            let beside = Beside::write(&place, |out| {
                assert_eq!(out.get_ref().metadata()?.permissions().mode() & 0o777, expected);
                out.write_all(b"new")
            });
            beside.unwrap().replace().unwrap();
            assert_eq!(mode(&place), expected);
        }
    }

    #[test]
    fn files_before_one_that_fails_are_put_back() {
        let held = TempDir::new().unwrap();
        let [old, new, last] = ["old.csv", "new.csv", "last.csv"].map(|name| held.path().join(name));
        fs::write(&old, "old").unwrap();
        let bytes = |path: &std::path::PathBuf| (path.clone(), b"changed".to_vec());
        let files = [bytes(&old), bytes(&new), bytes(&last)];
        // What is to be there is written beside, but nothing takes the place of a directory.
        fs::create_dir(&last).unwrap();
        let intent = held.path().join("intent");
        let failed = replace_all(&files, Some((&intent, b"intent".to_vec()))).unwrap_err();
        assert_eq!((failed.path, failed.changed.len()), (last.as_path(), 0));
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert!(!new.exists());
        assert_eq!(fs::read_dir(held.path()).unwrap().count(), 2, "nothing is left beside");
    }
}
