//! The text of a file: read with care, since a directory of registers may come from anyone.

use super::texts::turns;
use super::words::{did_you_mean, nearest};
use crate::at_once::open_at_once;
use crate::diagnostic::{Basis, Diagnostic, Diagnostics, Severity, Snippet};
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path};

/// The most bytes that one file may have: 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// How many bytes that no text has are told, and replaced by what takes three bytes each. What has more of them is no text.
const MOST_BROKEN: usize = 100_000;

/// A file that has been read, or a text that stands for one, such as a part of the built-in sample.
///
/// ```
/// use plimsoll::diagnostic::Diagnostics;
/// use plimsoll::registers::Source;
/// let mut diagnostics = Diagnostics::new();
/// let source = Source::decode("assets.csv", b"\xef\xbb\xbfid,name\r\n".to_vec(), &mut diagnostics);
/// assert_eq!(source.map(|source| source.text), Some("id,name\r\n".into()));
/// assert!(diagnostics.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The name of the file within its directory.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
}

impl Source {
    /// A text under the name of a file.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Reads a file of a directory. What is absent is an error; so is what is not a regular file, lies outside the
    /// directory, is larger than [`MAX_FILE_BYTES`] or is not text.
    pub fn read(directory: &Path, name: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_up_to(MAX_FILE_BYTES, directory, name, diagnostics)
    }

    /// [`Self::read`], so many bytes at most.
    pub(crate) fn read_up_to(
        most: u64,
        directory: &Path,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        match Self::fetch_up_to(most, directory, name, diagnostics) {
            Fetched::Read(source) => Some(source),
            Fetched::Refused => None,
            Fetched::Absent => {
                let present = names(directory, name);
                let help = did_you_mean(nearest(name, present.iter().map(String::as_str)));
                diagnostics.push(Diagnostic::error(name, "is missing").maybe_help(help));
                None
            }
        }
    }

    /// [`Self::read`], but nothing is said when the file is absent.
    pub fn read_if_present(directory: &Path, name: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        match Self::fetch(directory, name, diagnostics) {
            Fetched::Read(source) => Some(source),
            Fetched::Refused | Fetched::Absent => None,
        }
    }

    /// Each line that changes the direction of writing, so that it looks like another: no comment may do that either.
    pub(crate) fn turned(&self) -> impl Iterator<Item = Diagnostic> {
        let lines = (1_usize..).zip(self.text.lines());
        lines.filter_map(|(number, line)| {
            let (at, character) = line.char_indices().find(|(_, character)| turns(*character))?;
            let message = format!(
                "holds the character U+{:04X}, which turns the direction of writing",
                u32::from(character)
            );
            let wrong = Diagnostic::error(&self.name, message).line(number);
            Some(
                wrong.snippet(Snippet::of(line, at, 1)).help("remove it: the line is not what it looks like"),
            )
        })
    }

    pub(crate) fn fetch(directory: &Path, name: &str, diagnostics: &mut Diagnostics) -> Fetched {
        Self::fetch_up_to(MAX_FILE_BYTES, directory, name, diagnostics)
    }

    fn fetch_up_to(most: u64, directory: &Path, name: &str, diagnostics: &mut Diagnostics) -> Fetched {
        match bytes_up_to(most, directory, name) {
            Ok(Some(bytes)) => Self::decode(name, bytes, diagnostics).map_or(Fetched::Refused, Fetched::Read),
            Ok(None) => Fetched::Absent,
            Err(message) => {
                diagnostics.push(Diagnostic::error(name, message));
                Fetched::Refused
            }
        }
    }

    /// Bytes as text: a byte order mark is dropped; what is not UTF-8 and NUL are errors, and replaced, so that the rest can
    /// be examined too. `None` if nothing could be.
    pub fn decode(name: &str, mut bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            let wrong =
                Diagnostic::error(name, "is UTF-16").help("save it as UTF-8, for example as \"CSV UTF-8\"");
            diagnostics.push(wrong);
            return None;
        }
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        let nuls = bytes.iter().filter(|byte| **byte == 0).count();
        let broken =
            || bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).nth(MOST_BROKEN).is_some();
        if nuls > MOST_BROKEN || broken() {
            let wrong = Diagnostic::error(name, "is no text: too many of its bytes are NUL or not UTF-8");
            diagnostics.push(wrong.help("see what file it is; save registers as \"CSV UTF-8\""));
            return None;
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|bad| mended(name, bad.as_bytes(), diagnostics));
        if text.starts_with('\u{feff}') {
            let twice = Diagnostic::error(name, "begins with a byte order mark twice").line(1);
            diagnostics.push(twice.help("save it as UTF-8 once more, with one mark or none"));
        }
        let text = if text.contains('\0') { without_nul(name, &text, diagnostics) } else { text };
        Some(Self { name: name.to_owned(), text })
    }
}

/// What became of a file.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// It is not there.
    Absent,
    /// It is there but could not be read; why has been said.
    Refused,
    /// It was read.
    Read(Source),
}

/// Up to a thousand names in the directory of a file, in order.
pub(crate) fn names(directory: &Path, file: &str) -> Vec<String> {
    let place = directory.join(file);
    let entries = place.parent().map(fs::read_dir);
    let Some(Ok(entries)) = entries else { return Vec::new() };
    let mut names: Vec<String> =
        entries.take(1000).flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The bytes of a regular file within the directory, so many at most; `None` if there is nothing of that name.
pub(crate) fn bytes_up_to(most: u64, directory: &Path, name: &str) -> Result<Option<Vec<u8>>, String> {
    let within = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if !within || name.is_empty() {
        return Err("is not a name within the directory".into());
    }
    let failed = |error: io::Error| format!("cannot be read: {error}");
    let path = directory.join(name);
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        Ok(_) => {}
    }
    let real = fs::canonicalize(&path).map_err(failed)?;
    if !real.starts_with(fs::canonicalize(directory).map_err(failed)?) {
        return Err("is a link that leads out of the directory".into());
    }
    // Looked at before it is opened, which may do something to a device, and after, when it can no longer be another.
    regular(&fs::metadata(&real).map_err(failed)?)?;
    let file = open_at_once(&real).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    regular(&metadata)?;
    let too_large = || format!("is larger than {} MiB", most / 1024 / 1024);
    if metadata.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(metadata.len()).unwrap_or(usize::MAX).saturating_add(1);
    bytes.try_reserve_exact(room).map_err(|_| "is larger than the memory that is left".to_owned())?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > most { Err(too_large()) } else { Ok(Some(bytes)) }
}

fn regular(metadata: &fs::Metadata) -> Result<(), String> {
    if metadata.is_dir() {
        Err("is a directory, not a file".into())
    } else if metadata.is_file() {
        Ok(())
    } else {
        Err("is a pipe, socket or device, not a regular file".into())
    }
}

/// Reports each line that is not UTF-8, and puts replacement characters where it is not.
fn mended(name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> String {
    let mut text = String::with_capacity(bytes.len());
    let (mut line, mut line_start, mut at, mut reported) = (1_usize, 0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        for (offset, _) in chunk.valid().match_indices('\n') {
            line = line.saturating_add(1);
            line_start = at.saturating_add(offset).saturating_add(1);
        }
        text.push_str(chunk.valid());
        at = at.saturating_add(chunk.valid().len());
        if let Some(first) = chunk.invalid().first() {
            if reported != line {
                reported = line;
                let byte = at.saturating_sub(line_start).saturating_add(1);
                diagnostics.push_with(Severity::Error, name, Some(line), Basis::Facts, || {
                    Diagnostic::error(name, format!("is not UTF-8: byte {byte} of the line is 0x{first:02x}"))
                        .line(line)
                        .help("save the file as UTF-8")
                });
            }
            text.push(char::REPLACEMENT_CHARACTER);
            at = at.saturating_add(chunk.invalid().len());
        }
    }
    text
}

/// Reports each line with NUL, and puts replacement characters in its place.
fn without_nul(name: &str, text: &str, diagnostics: &mut Diagnostics) -> String {
    for (number, line) in (1_usize..).zip(text.split('\n')) {
        if let Some(at) = line.find('\0') {
            diagnostics.push_with(Severity::Error, name, Some(number), Basis::Facts, || {
                let message = format!("has a NUL, byte {} of the line", at.saturating_add(1));
                Diagnostic::error(name, message).line(number).snippet(Snippet::of(line, at, 1))
            });
        }
    }
    text.replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests;
