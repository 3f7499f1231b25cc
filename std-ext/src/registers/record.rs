//! What all records have in common, and how a file of them is read.

#[cfg(feature = "exchange")]
use super::csv::unguarded;
use super::csv::{
    Cells, FaultKind, Header, HeaderReader, Lint, MAX_CELL_BYTES, MAX_COLUMNS, Row, Rows, Writer,
};
use super::facets::Facets;
use super::report::{Form, Origin, Place, Reporter};
use super::scope::OutOfScope;
use super::source::Source;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Basis, Diagnostic, Diagnostics, Severity, Snippet};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// A record of a register: how it is read from the cells of a row, checked and written.
///
/// Reading takes the values as they are; [`Self::texts`] and [`Self::check`] then say whether the record makes sense. Both
/// hold for records from CSV and from JSON alike.
pub(crate) trait Record: DeserializeOwned {
    /// The file of the register.
    const FILE: &'static str;
    /// The columns, as they are written.
    const COLUMNS: &'static [&'static str];
    /// Whether columns that the register does not know are kept.
    const KEEPS_FACETS: bool;
    /// The columns, as they are read.
    type Columns;

    /// Finds the columns.
    fn columns(header: &mut HeaderReader<'_>) -> Self::Columns;

    /// Reads a row. Where a cell is wrong, which is reported, anything may stand in for its value.
    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Self::Columns) -> Self;

    /// Goes over all texts, so that they are tidied and checked.
    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>);

    /// Checks what the record says by itself and against the policy's words, which take the spelling of the policy.
    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>);

    /// The id, if records of this register have one.
    fn id(&self) -> Option<&str>;

    /// Writes the cells of [`Self::COLUMNS`].
    fn write(&self, row: &mut Writer);

    /// How many records, the last ones, are out of scope.
    fn out_of_scope(_counts: &OutOfScope) -> usize {
        0
    }

    /// The facets, if records of this register have any.
    fn facets(&self) -> Option<&Facets> {
        None
    }
}

/// How many ids of rows that could not be read are remembered.
const MAX_BROKEN: usize = 10_000;

/// The records of a file, with where they stand in it.
#[derive(Debug)]
pub(crate) struct Loaded<'a, R> {
    /// `None` if there is no such file.
    pub(crate) origin: Option<Origin<'a>>,
    pub(crate) records: Vec<R>,
    pub(crate) places: Vec<Place>,
    /// The ids of rows that could not be read: what refers to them is not dangling.
    pub(crate) broken_ids: Vec<String>,
    /// Whether the ids of all records are known.
    pub(crate) whole: bool,
    /// Whether every record makes sense by itself.
    pub(crate) is_sound: bool,
    /// The positions of the records that do not: something may stand in for what they say.
    pub(crate) unsound: BTreeSet<usize>,
}

impl<R> Default for Loaded<'_, R> {
    fn default() -> Self {
        Self {
            origin: None,
            records: Vec::new(),
            places: Vec::new(),
            broken_ids: Vec::new(),
            whole: true,
            is_sound: true,
            unsound: BTreeSet::new(),
        }
    }
}

impl<'a, R: Record> Loaded<'a, R> {
    /// What stands in for a file that could not be read.
    pub(crate) fn unreadable() -> Self {
        Self { whole: false, ..Self::default() }
    }

    /// Reads a CSV file; everything wrong with its form and its cells is reported.
    pub(crate) fn from_csv(source: &'a Source, words: &Vocabulary, out: &mut Diagnostics) -> Self {
        let mut rows = Rows::new(&source.text);
        let mut row = Row::default();
        if !rows.next(&mut row) {
            let wrong = Diagnostic::error(&source.name, "is empty: not even a header names its columns");
            out.push(wrong.help(format!("the columns are {}", R::COLUMNS.join(", "))));
            return Self::unreadable();
        }
        if !form_of(&row, None, source, out) {
            return Self::unreadable();
        }
        let Some(mut reader) = HeaderReader::new(&row, source, out) else { return Self::unreadable() };
        let columns = R::columns(&mut reader);
        let header = reader.finish(R::KEEPS_FACETS, words);
        let mut loaded = Self { whole: header.whole, ..Self::default() };
        let facets = header.facets.clone();
        let origin = Origin { source, form: Form::Csv(header) };
        while rows.next(&mut row) {
            let place = Place { line: row.line, start: row.start, length: 0 };
            let Form::Csv(header) = &origin.form else { break };
            if form_of(&row, Some(header), source, out) {
                let before = out.errors();
                let mut cells = Cells::new(&row, &facets, words, Reporter::new(&origin, place, out));
                let record = R::read(&mut cells, &columns);
                if out.errors() != before || !header.missing.is_empty() {
                    loaded.unsound.insert(loaded.records.len());
                }
                loaded.records.push(record);
                loaded.places.push(place);
            } else if let Some(id) = header.position("id").and_then(|at| row.cells.get(at)) {
                loaded.note_broken(|| id.trim().to_owned());
            } else {
                loaded.whole = false;
            }
        }
        loaded.broken_ids.sort();
        loaded.origin = Some(origin);
        loaded.check(words, out);
        loaded
    }

    /// Checks each record by itself.
    pub(crate) fn check(&mut self, words: &Vocabulary, out: &mut Diagnostics) {
        let Some(origin) = &self.origin else { return };
        for (at, (record, place)) in self.records.iter_mut().zip(&self.places).enumerate() {
            let before = out.errors();
            let mut report = Reporter::new(origin, *place, out);
            record.texts(&mut Texts::new(&mut report));
            record.check(words, &mut report);
            if out.errors() != before {
                self.unsound.insert(at);
            }
        }
    }

    /// The records that make sense by themselves, with where they stand.
    pub(crate) fn sound(&self) -> impl Iterator<Item = (&R, &Place)> {
        let all = self.records.iter().zip(&self.places).enumerate();
        all.filter(|(at, _)| !self.unsound.contains(at)).map(|(_, one)| one)
    }

    /// Remembers the id of a row that could not be read. Past many of them it is no longer known what refers to nothing.
    pub(crate) fn note_broken(&mut self, id: impl FnOnce() -> String) {
        if self.broken_ids.len() < MAX_BROKEN {
            self.broken_ids.push(id());
        } else {
            self.whole = false;
        }
    }

    /// Whether there are no records, not even such that could not be read.
    pub(crate) fn is_empty(&self) -> bool {
        self.whole && self.places.is_empty() && self.broken_ids.is_empty()
    }

    /// Whether an id is that of a row that could not be read.
    pub(crate) fn is_broken(&self, id: &str) -> bool {
        self.broken_ids.binary_search_by(|broken| broken.as_str().cmp(id)).is_ok()
    }
}

/// Reports what is wrong with the form of a row; whether its cells can be read. `None` for the header itself.
fn form_of(row: &Row, header: Option<&Header>, source: &Source, out: &mut Diagnostics) -> bool {
    for fault in &row.faults {
        out.push_with(Severity::Error, &source.name, Some(fault.line), Basis::Facts, || {
            let (message, help) = explain(fault.kind);
            let mut wrong = Diagnostic::error(&source.name, message).maybe_help(help).line(fault.line);
            wrong.field = header.and_then(|header| header.name(fault.column)).map(str::to_owned);
            wrong.snippet(Snippet::of(&source.text, fault.at, 1))
        });
    }
    let (Some(header), true) = (header, row.faults.is_empty()) else { return row.faults.is_empty() };
    let (found, wanted) = (row.cells.len(), header.len());
    if found != wanted {
        out.push_with(Severity::Error, &source.name, Some(row.line), Basis::Facts, || {
            let help = if found > wanted {
                "put quotes around a value that holds a comma"
            } else {
                "empty fields need their commas too"
            };
            let last = || Lint::span(&source.text, row.start, found.saturating_sub(1));
            let at = if found > wanted { last().map_or(row.start, |(start, _)| start) } else { row.start };
            Diagnostic::error(&source.name, format!("the row has {found} fields, the header has {wanted}"))
                .line(row.line)
                .help(help)
                .snippet(Snippet::of(&source.text, at, 0))
        });
    }
    found == wanted
}

/// A row of a table that is no register: the line on which it begins, and its cells as they were before they were guarded.
#[cfg(feature = "exchange")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlainRow {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// Reads the rows of a CSV file that is no register, the header first. `None` if the form of any is wrong, which is reported.
#[cfg(feature = "exchange")]
pub(crate) fn plain_rows(source: &Source, out: &mut Diagnostics) -> Option<Vec<PlainRow>> {
    let (mut rows, mut row, mut all) = (Rows::new(&source.text), Row::default(), Vec::<PlainRow>::new());
    let before = out.errors();
    while rows.next(&mut row) {
        let cells: Vec<String> = row.cells.iter().map(|cell| unguarded(cell).to_owned()).collect();
        let wanted = all.first().map_or(cells.len(), |header| header.cells.len());
        if form_of(&row, None, source, out) && wanted != cells.len() {
            let message = format!("the row has {} fields, the header has {wanted}", cells.len());
            out.push(Diagnostic::error(&source.name, message).line(row.line));
        }
        all.push(PlainRow { line: row.line, cells });
    }
    if all.is_empty() {
        out.push(Diagnostic::error(&source.name, "is empty: not even a header names its columns"));
    }
    (out.errors() == before).then_some(all)
}

/// What to say about a fault, and what to do about it.
fn explain(fault: FaultKind) -> (String, Option<String>) {
    let double = "within quotes, a quote is written twice: \"\"".to_owned();
    match fault {
        FaultKind::NeverClosed => (
            "a quote is opened here and never closed".to_owned(),
            Some("everything after it was taken for one value".to_owned()),
        ),
        FaultKind::AfterQuote { opened } => {
            (format!("text follows a closing quote; the quote was opened on line {opened}"), Some(double))
        }
        FaultKind::BareQuote => (
            "a quote stands within a value that does not start with one".to_owned(),
            Some(format!("put the whole value in quotes; {double}")),
        ),
        FaultKind::TooLong => (format!("the value is longer than {} KiB", MAX_CELL_BYTES / 1024), None),
        FaultKind::TooMany => (format!("the row has more than {MAX_COLUMNS} fields"), None),
    }
}

/// A register as CSV: its columns, then the facets of all its records.
pub(crate) fn to_csv<R: Record>(records: &[R]) -> Source {
    let names: BTreeSet<&str> =
        records.iter().filter_map(R::facets).flat_map(|facets| facets.iter().map(|(name, _)| name)).collect();
    let mut writer = Writer::default();
    for name in R::COLUMNS.iter().chain(&names) {
        writer.cell(name);
    }
    writer.end();
    for record in records {
        record.write(&mut writer);
        for name in &names {
            writer.cell(record.facets().and_then(|facets| facets.get(name)).unwrap_or_default());
        }
        writer.end();
    }
    Source::new(R::FILE, writer.finish())
}
