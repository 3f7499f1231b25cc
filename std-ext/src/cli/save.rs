//! Writing files so that what was there is never lost and nothing is ever half written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and then moves it there, over what may have been there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = write_beside(path, bytes)?;
    fs::rename(&beside, path).inspect_err(|_| remove(&beside))
}

/// Replaces several files in order: all are written beside their places before the first is moved there. If one cannot be
/// written, none is replaced; gives the file that could not be written or moved.
pub(super) fn replace_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), (&Path, io::Error)> {
    let mut written: Vec<(PathBuf, &Path)> = Vec::new();
    for (path, bytes) in files {
        match write_beside(path, bytes) {
            Ok(beside) => written.push((beside, path)),
            Err(error) => {
                written.iter().for_each(|(beside, _)| remove(beside));
                return Err((path, error));
            }
        }
    }
    for (at, (beside, path)) in written.iter().enumerate() {
        if let Err(error) = fs::rename(beside, path) {
            written.iter().skip(at).for_each(|(beside, _)| remove(beside));
            return Err((path, error));
        }
    }
    Ok(())
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = write_beside(path, bytes)?;
    // A hard link, unlike a rename, refuses to take the place of a file that came up in the meantime.
    let linked = fs::hard_link(&beside, path);
    remove(&beside);
    linked
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    // Who may read and write a file stays as it was.
    let keep = |file: &File| match fs::metadata(path) {
        Ok(metadata) => file.set_permissions(metadata.permissions()),
        Err(_) => Ok(()),
    };
    let written = file.write_all(bytes).and_then(|()| keep(&file)).and_then(|()| file.sync_all());
    written.inspect_err(|_| remove(&beside))?;
    Ok(beside)
}

fn remove(path: &Path) {
    // What is left over is a hidden file beside the place; there is nothing better to do about it.
    let _left_over = fs::remove_file(path);
}
