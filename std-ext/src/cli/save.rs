//! Writing files so that what was there is never lost and nothing is ever half written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and then moves it there, over what may have been there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Beside::write(path, |out| out.write_all(bytes))?.replace()
}

/// Replaces several files in order: all are written beside their places before the first is moved there. If one cannot be
/// written, none is replaced; gives the file that could not be written or moved.
pub(super) fn replace_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), (&Path, io::Error)> {
    let mut written = Vec::new();
    for (path, bytes) in files {
        let beside =
            Beside::write(path, |out| out.write_all(bytes)).map_err(|error| (path.as_path(), error))?;
        written.push((path, beside));
    }
    written
        .into_iter()
        .try_for_each(|(path, beside)| beside.replace().map_err(|error| (path.as_path(), error)))
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = Beside::write(path, |out| out.write_all(bytes))?;
    // A hard link, unlike a rename, refuses to take the place of a file that came up in the meantime.
    fs::hard_link(&beside.file, path)
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
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let file = place.with_file_name(format!(".{name}.{}.new", std::process::id()));
        let opened = OpenOptions::new().write(true).create_new(true).open(&file)?;
        let mut beside = Self { file, place: place.into(), bytes: 0 };
        let mut out = BufWriter::with_capacity(1 << 16, opened);
        write(&mut out)?;
        out.flush()?;
        // Who may read and write a file stays as it was.
        if let Ok(metadata) = fs::metadata(place) {
            out.get_ref().set_permissions(metadata.permissions())?;
        }
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
        fs::rename(&self.file, &self.place)
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
