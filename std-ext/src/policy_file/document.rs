//! From text to tables: every error of syntax at once, and what can still be read.

use super::report::{Report, wrong};
use crate::diagnostic::Diagnostic;
use toml::de::{DeTable, Error};

/// Reports errors of syntax. If there are any, gives the text again with the lines that could not be understood blanked,
/// so that the rest can be examined; all else stays in its place.
pub(super) fn mended(text: &str, errors: &[Error], report: &mut Report<'_>) -> Option<String> {
    if errors.is_empty() {
        return None;
    }
    let mut errors: Vec<&Error> = errors.iter().collect();
    // An error without a place comes first; of several in one line, the first is told.
    errors.sort_by_key(|error| error.span().map(|span| span.start));
    let mut bytes = text.as_bytes().to_vec();
    for error in errors {
        let Some(span) = error.span() else {
            report.about_file(told("", error));
            continue;
        };
        let line = report.line(span.start);
        if report.breaks(line) {
            report.tell(&span, told(text.get(span.clone()).unwrap_or_default(), error));
            blank(&mut bytes, report.line_starts(), line.saturating_sub(1));
        }
    }
    String::from_utf8(bytes).ok()
}

/// What can be read of a text.
pub(super) fn tables(text: &str) -> (DeTable<'_>, Vec<Error>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    (table.into_inner(), errors)
}

fn told(marked: &str, error: &Error) -> Diagnostic {
    match error.message() {
        "duplicate key" => wrong(marked, "is given twice").help("keep one of them"),
        "recursion limit" => Diagnostic::error(String::new(), "is nested too deeply"),
        message => {
            let quotes = message.starts_with("invalid boolean").then(|| "write texts in quotes".to_owned());
            Diagnostic::error(String::new(), format!("is not TOML: {message}")).maybe_help(quotes)
        }
    }
}

/// Blanks a line, counted from 0; with the header of a table, all that stands under it.
fn blank(bytes: &mut [u8], line_starts: &[usize], line: usize) {
    let end = bytes.len();
    let mut lines = line_starts.get(line..).unwrap_or_default().windows(2).map(|pair| match pair {
        [start, next] => *start..*next,
        _ => 0..0,
    });
    let mut stretch = lines.next().or_else(|| line_starts.last().map(|start| *start..end)).unwrap_or(0..0);
    if is_header(bytes.get(stretch.clone()).unwrap_or_default()) {
        let next_header = lines.find(|line| is_header(bytes.get(line.clone()).unwrap_or_default()));
        let last = line_starts.last().copied().unwrap_or_default();
        let last_is_header = is_header(bytes.get(last..).unwrap_or_default());
        stretch.end = match next_header {
            Some(line) => line.start,
            None if last_is_header && last > stretch.start => last,
            None => end,
        };
    }
    for byte in bytes.get_mut(stretch).unwrap_or_default() {
        if *byte != b'\n' && *byte != b'\r' {
            *byte = b' ';
        }
    }
}

/// Whether a line starts a table; a line of a grid or of a list of texts does not.
fn is_header(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let name = line.strip_prefix(b"[").map(|name| name.strip_prefix(b"[").unwrap_or(name).trim_ascii_start());
    name.and_then(<[u8]>::first).is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
}
