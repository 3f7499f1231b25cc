//! Where a record stands in its file, and how what is wrong with it is reported.

use super::csv::{Header, Lint, line_ends};
use super::source::Source;
use crate::diagnostic::{Basis, Diagnostic, Diagnostics, Severity, Snippet};

/// A file that records came from.
#[derive(Debug)]
pub(crate) struct Origin<'a> {
    pub(crate) source: &'a Source,
    pub(crate) form: Form,
}

/// How a file holds its records.
#[derive(Debug)]
pub(crate) enum Form {
    Csv(Header),
    Json,
}

/// Where a record stands: its first line, from 1, and its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) length: usize,
}

impl Origin<'_> {
    /// Whether a field is empty in every record because the file lacks its column, which has been reported once.
    fn lacks(&self, field: &str) -> bool {
        matches!(&self.form, Form::Csv(header) if header.missing.contains(&field))
    }

    /// The line of a field of the record at a place, and that line with the field marked.
    fn locate(&self, place: Place, field: &str) -> (usize, Snippet) {
        let text = self.source.text.as_str();
        let (start, length) = match &self.form {
            Form::Csv(header) => {
                let cell = header.position(field).and_then(|at| Lint::span(text, place.start, at));
                cell.unwrap_or((place.start, 0))
            }
            Form::Json => {
                let end = place.start.saturating_add(place.length);
                let key = format!("\"{field}\"");
                let record = text.get(place.start..end).unwrap_or_default();
                record.find(&key).map_or((place.start, 0), |at| (place.start.saturating_add(at), key.len()))
            }
        };
        let lines = line_ends(text.get(place.start..start).unwrap_or_default());
        (place.line.saturating_add(lines), Snippet::of(text, start, length))
    }
}

/// What is wrong, before the place is known.
pub(crate) fn problem(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(String::new(), message)
}

/// Reports what is wrong with one record.
#[derive(Debug)]
pub(crate) struct Reporter<'r, 'a> {
    pub(crate) origin: &'r Origin<'a>,
    pub(crate) place: Place,
    pub(crate) out: &'r mut Diagnostics,
}

impl<'r, 'a> Reporter<'r, 'a> {
    pub(crate) fn new(origin: &'r Origin<'a>, place: Place, out: &'r mut Diagnostics) -> Self {
        Self { origin, place, out }
    }

    /// Reports an error in a field; it is made only if it will be kept.
    pub(crate) fn error(&mut self, field: &str, make: impl FnOnce() -> Diagnostic) {
        self.report(Severity::Error, Basis::Facts, field, make);
    }

    /// Reports an error in a field that is one only by the words of the policy.
    pub(crate) fn error_of_words(&mut self, field: &str, make: impl FnOnce() -> Diagnostic) {
        self.report(Severity::Error, Basis::Words, field, make);
    }

    /// Reports a warning about a field.
    pub(crate) fn warning(&mut self, field: &str, make: impl FnOnce() -> Diagnostic) {
        self.report(Severity::Warning, Basis::Facts, field, make);
    }

    fn report(&mut self, severity: Severity, basis: Basis, field: &str, make: impl FnOnce() -> Diagnostic) {
        let (origin, place) = (self.origin, self.place);
        let file = origin.source.name.as_str();
        if origin.lacks(field) {
            return;
        }
        self.out.push_with(severity, file, Some(place.line), basis, || {
            let (line, snippet) = origin.locate(place, field);
            let mut diagnostic = make().line(line).field(field).snippet(snippet);
            diagnostic.severity = severity;
            file.clone_into(&mut diagnostic.file);
            diagnostic
        });
    }
}
