//! Decision tables in SSVC's CSV form: `row`, a column per input, and last the column that is decided.

use super::decision_table::{DecisionTable, Labelled};
use super::if_sound;
use super::rows_of_table::{RawRow, assemble, title_apart};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Source, plain_rows};

/// The column that counts rows.
const COUNTER: &str = "row";

pub(super) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<DecisionTable> {
    if_sound(&source.name, diagnostics, |out| table(source, out))
}

fn table(source: &Source, out: &mut Diagnostics) -> Option<DecisionTable> {
    let rows = plain_rows(source, out)?;
    let (header, rows) = rows.split_first()?;
    let counted = header.cells.first().is_some_and(|first| first.trim().eq_ignore_ascii_case(COUNTER));
    let skipped = usize::from(counted);
    let mut columns: Vec<Labelled> = header.cells.iter().skip(skipped).map(|name| column(name)).collect();
    let nameless = header.cells.iter().enumerate().skip(skipped).filter(|(_, name)| name.trim().is_empty());
    for (at, _) in nameless {
        let message = format!("column {} has no name", at.saturating_add(1));
        out.push(Diagnostic::error(&source.name, message).line(header.line));
    }
    let Some(outcome) = columns.pop() else {
        out.push(Diagnostic::error(&source.name, "has no column that is decided").line(header.line));
        return None;
    };
    let titles: Vec<String> =
        header.cells.iter().skip(skipped).map(|title| title.trim().to_owned()).collect();
    title_apart(&mut columns, &titles);
    let raw = rows.iter().map(|row| {
        let mut labels: Vec<String> =
            row.cells.iter().skip(skipped).map(|cell| cell.trim().to_owned()).collect();
        let outcome = labels.pop().unwrap_or_default();
        RawRow { labels, outcome, line: row.line }
    });
    let name = source.name.strip_suffix(".csv").unwrap_or(&source.name).to_owned();
    assemble(
        &source.name,
        DecisionTable { name, inputs: columns, outcome, rows: Vec::new() },
        &raw.collect::<Vec<_>>(),
        false,
        out,
    )
}

/// A column by its name: `Exploitation v1.1.0` and `CISA Levels v1.1.0 (cisa)` have versions.
fn column(name: &str) -> Labelled {
    let name = name.trim();
    let is_version = |word: &str| {
        let digits = word.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let without_space = match name.rsplit_once(" (") {
        Some((before, space)) if space.ends_with(')') => before,
        _ => name,
    };
    match without_space.rsplit_once(' ') {
        Some((name, version)) if is_version(version) => Labelled {
            name: name.trim().to_owned(),
            version: version.strip_prefix('v').map(str::to_owned),
            labels: Vec::new(),
        },
        _ => Labelled { name: name.to_owned(), version: None, labels: Vec::new() },
    }
}
