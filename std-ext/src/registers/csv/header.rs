//! The header row: which column stands where.

use super::lint::Lint;
use super::rows::Row;
use super::write::unguarded;
use crate::diagnostic::{Basis, Diagnostic, Diagnostics, Severity, Snippet};
use crate::registers::is_hidden;
use crate::registers::source::Source;
use crate::registers::vocabulary::Vocabulary;
use crate::registers::words::{did_you_mean, fold, nearest};
use std::sync::Arc;

/// The names of the columns, folded, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    names: Vec<String>,
    /// The columns that are no column of the register itself: where, and under which name their cells are kept.
    pub(crate) facets: Vec<(usize, Arc<str>)>,
    /// Whether every column that the register needs is there.
    pub(crate) whole: bool,
    /// The columns that it needs and that are not there, which has been reported.
    pub(crate) missing: Vec<&'static str>,
}

impl Header {
    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of the column at a position.
    pub(crate) fn name(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(String::as_str)
    }

    /// Where the column of a name stands.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names
            .iter()
            .position(|known| known == name)
            .or_else(|| self.facets.iter().find(|(_, facet)| &**facet == name).map(|(at, _)| *at))
    }
}

/// A column that a register reads: its name, and where it stands, if it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Col {
    pub(crate) name: &'static str,
    pub(crate) at: Option<usize>,
}

/// A header that is being matched with the columns that a register reads.
#[derive(Debug)]
pub(crate) struct HeaderReader<'r> {
    names: Vec<String>,
    used: Vec<bool>,
    missing: Vec<&'static str>,
    absent: Vec<&'static str>,
    advice: Option<&'static str>,
    problems: bool,
    row: &'r Row,
    source: &'r Source,
    out: &'r mut Diagnostics,
}

impl<'r> HeaderReader<'r> {
    /// Takes a row as the header. `None`, with an error reported, if the rows below can't be made sense of.
    pub(crate) fn new(row: &'r Row, source: &'r Source, out: &'r mut Diagnostics) -> Option<Self> {
        let names = row.cells.iter().map(|cell| fold(unguarded(cell.trim()))).collect::<Vec<_>>();
        let used = vec![false; names.len()];
        let mut reader = Self {
            names,
            used,
            missing: Vec::new(),
            absent: Vec::new(),
            advice: None,
            problems: false,
            row,
            source,
            out,
        };
        if row.cells.len() == 1
            && let Some(only) = row.cells.get(0)
            && let Some(separator) =
                only.trim().chars().find(|character| matches!(character, ';' | '\t' | '|'))
        {
            let shown = if separator == '\t' { "tabs".to_owned() } else { format!("`{separator}`") };
            reader.error(0, |_| {
                Diagnostic::error("", format!("columns are separated by {shown}, not by commas"))
                    .help("save the sheet as CSV separated by commas; `;` separates the entries of a list within a cell")
            });
            return None;
        }
        reader.check_names();
        Some(reader)
    }

    /// A column that must be there.
    pub(crate) fn required(&mut self, name: &'static str) -> Col {
        let column = self.optional(name);
        if column.at.is_none() {
            self.missing.push(name);
        }
        column
    }

    /// A column that may be there.
    pub(crate) fn optional(&mut self, name: &'static str) -> Col {
        let at = self.names.iter().position(|known| known == name);
        match at.and_then(|at| self.used.get_mut(at)) {
            Some(used) => *used = true,
            None => self.absent.push(name),
        }
        Col { name, at }
    }

    /// Says that the column `name` is missing, with advice, unless it or one of the others is there.
    pub(crate) fn at_least_one(&mut self, columns: &[Col], name: &'static str, advice: &'static str) {
        if columns.iter().all(|column| column.at.is_none()) {
            self.missing.push(name);
            self.advice = Some(advice);
        }
    }

    /// Reports what is missing and what is unknown. Columns left over are kept as facets, or not read at all.
    pub(crate) fn finish(mut self, keep_facets: bool, words: &Vocabulary) -> Header {
        let left_over: Vec<usize> = (0..self.names.len())
            .filter(|at| {
                let first = |name: &String| self.names.iter().position(|known| known == name) == Some(*at);
                self.used.get(*at) == Some(&false)
                    && self
                        .names
                        .get(*at)
                        .is_some_and(|name| !name.is_empty() && first(name) && !name.chars().any(is_hidden))
            })
            .collect();
        self.report_missing(&left_over);
        let mut facets: Vec<(usize, Arc<str>)> = Vec::new();
        let mut unknown = Vec::new();
        for at in left_over {
            let name = self.names.get(at).cloned().unwrap_or_default();
            let declared = words.facet(&name).filter(|_| keep_facets).map(|spec| spec.name.clone());
            if declared.is_none() {
                let absent = self.absent.iter().copied().filter(|absent| !self.missing.contains(absent));
                let specs = words.facets.iter().map(|spec| spec.name.as_str()).filter(|_| keep_facets);
                match nearest(&name, absent.chain(specs)) {
                    Some(meant) => {
                        let help = did_you_mean(Some(meant));
                        let fate = if keep_facets { "kept as it is" } else { "not read" };
                        self.report(Severity::Warning, at, |name| {
                            Diagnostic::warning("", format!("column `{name}` is unknown and {fate}"))
                                .maybe_help(help)
                        });
                    }
                    None => unknown.push(format!("`{name}`")),
                }
            }
            facets.push((at, declared.unwrap_or(name).into()));
        }
        if !unknown.is_empty() {
            let list = unknown.join(", ");
            let (severity, fate) = if keep_facets {
                (Severity::Note, "kept as facets that no rule declares")
            } else {
                (Severity::Warning, "not read")
            };
            let (file, line) = (&self.source.name, self.row.line);
            self.out.push_with(severity, file, Some(line), Basis::Words, || {
                Diagnostic::new(severity, file, format!("unknown columns are {fate}: {list}")).line(line)
            });
        }
        facets.sort_by(|one, other| one.1.cmp(&other.1));
        facets.dedup_by(|one, other| one.1 == other.1);
        let whole = self.missing.is_empty() && !self.problems;
        let facets = if keep_facets { facets } else { Vec::new() };
        Header { names: self.names, facets, whole, missing: self.missing }
    }

    fn report_missing(&mut self, left_over: &[usize]) {
        if self.missing.is_empty() {
            return;
        }
        let list = self.missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let present = |at: &usize| self.names.get(*at).map(String::as_str);
        let meant: Vec<String> = self
            .missing
            .iter()
            .filter_map(|missing| {
                nearest(missing, left_over.iter().filter_map(present)).map(|near| (near, missing))
            })
            .map(|(near, missing)| format!("is column `{near}` meant to be `{missing}`?"))
            .collect();
        let plural = if self.missing.len() == 1 { "column" } else { "columns" };
        let message = format!("lacks the required {plural} {list}");
        let snippet = Snippet::of(&self.source.text, self.row.start, 0);
        let wrong = Diagnostic::error(&self.source.name, message).line(self.row.line).snippet(snippet);
        let help = meant.into_iter().chain(self.advice.map(str::to_owned)).collect::<Vec<_>>().join(" ");
        let help = if help.is_empty() { None } else { Some(help) };
        self.out.push(wrong.maybe_help(help));
    }

    /// Reports names that are empty, given twice or hold what can't be seen.
    fn check_names(&mut self) {
        for at in 0..self.names.len() {
            let Some(name) = self.names.get(at).cloned() else { continue };
            let number = at.saturating_add(1);
            let former = self.names.iter().take(at).position(|known| *known == name);
            if name.is_empty() {
                self.error(at, |_| {
                    Diagnostic::error("", format!("column {number} has no name in the header"))
                });
            } else if let Some(former) = former {
                let former = former.saturating_add(1);
                self.error(at, |name| {
                    Diagnostic::error(
                        "",
                        format!("column `{name}` is in the header twice: columns {former} and {number}"),
                    )
                });
            } else if name.chars().any(is_hidden) {
                self.error(at, |name| {
                    Diagnostic::error("", "is the name of a column and holds a control character").found(name)
                });
            }
        }
    }

    fn error(&mut self, at: usize, make: impl FnOnce(&str) -> Diagnostic) {
        self.problems = true;
        self.report(Severity::Error, at, make);
    }

    fn report(&mut self, severity: Severity, at: usize, make: impl FnOnce(&str) -> Diagnostic) {
        let name = self.names.get(at).map_or("", String::as_str);
        let (source, line, row_start) = (self.source, self.row.line, self.row.start);
        let basis = if severity == Severity::Error { Basis::Facts } else { Basis::Words };
        self.out.push_with(severity, &source.name, Some(line), basis, || {
            let (start, length) = Lint::span(&source.text, row_start, at).unwrap_or((row_start, 0));
            let mut diagnostic = make(name).line(line).snippet(Snippet::of(&source.text, start, length));
            source.name.clone_into(&mut diagnostic.file);
            diagnostic
        });
    }
}
