//! Writing files so that what was there is never lost and nothing is ever half written.

use crate::at_once::open_regular;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::journal::sync_directory;
use crate::registers::MAX_FILE_BYTES;
use std::fmt;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
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
        _ if is_unsettled(error) => "it is as it was to become: see to the disk",
        _ => "what was there is as it was",
    }
}

/// A file is in its place, and the disk failed before that was safe.
#[derive(Debug)]
struct Unsettled(io::Error);

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is in its place, but may be lost if the power fails: {}", self.0)
    }
}

impl std::error::Error for Unsettled {}

fn is_unsettled(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Unsettled>())
}

/// Why several files could not be replaced.
#[derive(Debug)]
pub(super) struct Failed<'p> {
    /// The file that could not be written or moved.
    pub(super) path: &'p Path,
    pub(super) error: io::Error,
    /// Those that were replaced before it and could not be put back as they were, each with the reason.
    pub(super) changed: Vec<(&'p Path, io::Error)>,
    /// Why the intent could not be removed, so that it is still there.
    pub(super) intent: Option<io::Error>,
}

/// Replaces several files in order: all are written beside their places before the first is moved there. If one cannot be
/// written or moved, those before it are as they were.
///
/// What they are to become is first written to `intent`, with which the change is made: if the program is killed before the
/// last of them is in place, that file is left, and says what is to be done. It is not left where an error is told, unless it
/// says what is so then. One file needs none.
///
/// A file that is made, and the intent, are for nobody who may not read each of `kin`.
pub(super) fn replace_all<'p>(
    files: &'p [(PathBuf, Vec<u8>)],
    intent: Option<(&'p Path, Vec<u8>)>,
    kin: &[PathBuf],
) -> Result<(), Failed<'p>> {
    replace_each(files, intent, kin, &sync_directory)
}

/// [`replace_all`], with what waits until a name is on the disk.
fn replace_each<'p>(
    files: &'p [(PathBuf, Vec<u8>)],
    intent: Option<(&'p Path, Vec<u8>)>,
    kin: &[PathBuf],
    sync: &dyn Fn(&Path) -> io::Result<()>,
) -> Result<(), Failed<'p>> {
    let shared = strictest(kin);
    let mut written = Vec::new();
    for (path, bytes) in files {
        let path = path.as_path();
        let permissions = permissions_of(path).or_else(|| shared.clone());
        match Beside::write_for(path, permissions, |out| out.write_all(bytes)) {
            Ok(beside) => written.push((path, beside)),
            Err(error) => return Err(Failed { path, error, changed: Vec::new(), intent: None }),
        }
    }
    let remove = |intent: &Path| match fs::remove_file(intent) {
        Err(error) if error.kind() != ErrorKind::NotFound => Some(error),
        _ => {
            // After a power failure it may be there again; nothing better can be done about that.
            let _unsettled = sync(intent);
            None
        }
    };
    let intent = match intent {
        Some((path, bytes)) => {
            let made = Beside::write_for(path, shared.or_else(private), |out| out.write_all(&bytes))
                .and_then(|beside| fs::rename(&beside.file, path))
                .and_then(|()| sync(path));
            if let Err(error) = made {
                return Err(Failed { path, error, changed: Vec::new(), intent: remove(path) });
            }
            Some(path)
        }
        None => None,
    };
    let mut replaced = Vec::new();
    for (path, beside) in written {
        let mut replace = || {
            let before = read_if_present(path)?;
            fs::rename(&beside.file, path)?;
            replaced.push((path, before));
            sync(path)
        };
        if let Err(error) = replace() {
            let back = replaced.into_iter().rev();
            let changed = back.filter_map(|(path, before)| Some((path, put_back(path, before).err()?)));
            let changed: Vec<_> = changed.collect();
            let left = intent.filter(|_| changed.is_empty()).and_then(remove);
            return Err(Failed { path, error, changed, intent: left });
        }
    }
    // If it stays, it says what is so already, and the next command that writes removes it.
    let _left_over = intent.and_then(remove);
    Ok(())
}

/// What those may do with a file who may do it with each of several that are there; who writes it may always read it. `None` if
/// there is none of them.
fn strictest(files: &[PathBuf]) -> Option<Permissions> {
    let all = files.iter().filter_map(|file| permissions_of(file));
    #[cfg(unix)]
    return all
        .map(|permissions| PermissionsExt::mode(&permissions) & 0o777)
        .reduce(|one, other| one & other)
        .map(|mode| PermissionsExt::from_mode(mode | 0o600));
    #[cfg(not(unix))]
    all.last()
}

/// What is for its owner alone, where files have modes.
fn private() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(PermissionsExt::from_mode(0o600));
    #[cfg(not(unix))]
    None
}

fn permissions_of(path: &Path) -> Option<Permissions> {
    fs::metadata(path).ok().map(|metadata| metadata.permissions())
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
    let (file, length) = match open_regular(path) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let too_large = || io::Error::other("it has become larger than a register may be");
    if length > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE_BYTES);
    if is_whole { Ok(Some(bytes)) } else { Err(too_large()) }
}

/// Makes a file what it was, which may be none. Once it is, a disk that fails does not make it otherwise.
fn put_back(path: &Path, before: Option<Vec<u8>>) -> io::Result<()> {
    match before {
        Some(bytes) => {
            replace(path, &bytes).or_else(|error| if is_unsettled(&error) { Ok(()) } else { Err(error) })
        }
        None => fs::remove_file(path),
    }
}

/// Writes a file that must not be there yet.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = Beside::write(path, |out| out.write_all(bytes))?;
    // A hard link, unlike a rename, refuses to take the place of a file that came up in the meantime.
    fs::hard_link(&beside.file, path)?;
    settle(path)
}

/// Writes files that must not be there yet: all of them, or none.
pub(super) fn create_all(files: &[(PathBuf, Vec<u8>)], diagnostics: &mut Diagnostics) -> bool {
    for (path, _) in files.iter().filter(|(path, _)| fs::symlink_metadata(path).is_ok()) {
        let there =
            Diagnostic::error(path.display().to_string(), "is there already, and is not written over");
        diagnostics.push(there.help("name another place, or move the file away"));
    }
    if diagnostics.is_error() {
        return false;
    }
    for (written, (path, bytes)) in files.iter().enumerate() {
        if let Err(error) = create(path, bytes) {
            diagnostics.push(unwritable(path, &error));
            // What this run wrote is taken back, so that it can be run again.
            for (path, _) in files.iter().take(written) {
                let _left_over = fs::remove_file(path);
            }
            return false;
        }
    }
    true
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
        Self::write_for(place, permissions_of(place), write)
    }

    /// [`Self::write`], with what may be done with the file: by default what may be done with any that is made.
    fn write_for(
        place: &Path,
        permissions: Option<Permissions>,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<Self> {
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
        settle(&self.place)
    }
}

/// Waits until a file that is in its place will stay there.
fn settle(place: &Path) -> io::Result<()> {
    sync_directory(place).map_err(|error| io::Error::other(Unsettled(error)))
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
mod tests;
