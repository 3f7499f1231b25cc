//! Rows of labels into a complete table in which no combination stands twice.

use super::decision_table::{DecisionTable, Labelled, MAX_INPUTS, MAX_ROWS, TableRow};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{did_you_mean, fold, is_hidden, nearest};
use crate::words::counted;
use plimsoll_core::facet::MAX_VALUES;
use std::collections::{BTreeMap, BTreeSet};

/// A row as the file has it.
#[derive(Clone, Debug)]
pub(super) struct RawRow {
    pub(super) labels: Vec<String>,
    pub(super) outcome: String,
    pub(super) line: usize,
}

/// How many missing combinations are told one by one.
const MISSING_SHOWN: usize = 10;

/// Puts rows into a table that has its inputs and outcome. Where the labels are not `known` beforehand, the rows give them.
pub(super) fn assemble(
    file: &str,
    mut table: DecisionTable,
    raw: &[RawRow],
    known: bool,
    out: &mut Diagnostics,
) -> Option<DecisionTable> {
    if !sizes_fit(file, &table, raw.len(), out) {
        return None;
    }
    names_differ(file, "is the name of two inputs", table.inputs.iter().map(|input| &input.name), out);
    let mut known_labels: Vec<Labels> = table.inputs.iter().chain([&table.outcome]).map(Labels::of).collect();
    let mut outcome_labels = known_labels.pop().unwrap_or_default();
    for column in table.inputs.iter().chain([&table.outcome]) {
        names_differ(
            file,
            &format!("is the name of two values of {}", column.name),
            column.labels.iter(),
            out,
        );
    }
    let mut seen: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for row in raw {
        let cells = table.inputs.iter_mut().zip(&mut known_labels).zip(&row.labels);
        let labels: Vec<Option<usize>> =
            cells.map(|(column, label)| position(file, column, label, row.line, known, out)).collect();
        let outcome = (&mut table.outcome, &mut outcome_labels);
        let outcome = position(file, outcome, &row.outcome, row.line, known, out);
        let labels: Option<Vec<usize>> = labels.into_iter().collect();
        let (Some(labels), Some(outcome)) = (labels, outcome) else { continue };
        if let Some(first) = seen.get(&labels) {
            let same = Diagnostic::error(file, format!("has the labels of line {first}")).line(row.line);
            out.push(same.help("keep one of them: a combination has one outcome"));
            continue;
        }
        seen.insert(labels.clone(), row.line);
        table.rows.push(TableRow { labels, outcome, line: row.line });
    }
    if out.is_error() {
        return None;
    }
    for column in table.inputs.iter().chain([&table.outcome]) {
        if column.labels.len() > usize::from(MAX_VALUES) {
            let many = Diagnostic::error(file, format!("has {} labels", column.labels.len()));
            out.push(many.field(&column.name).valid([format!("at most {MAX_VALUES}")]));
        }
    }
    missing(file, &table, &seen, out);
    if !out.is_error() && !table.has_diagram() {
        let wrong =
            Diagnostic::error(file, "is too intricate: its diagram would have more than 32,768 words");
        out.push(wrong.help("leave labels out that nothing depends on, or divide the table"));
    }
    (!out.is_error()).then_some(table)
}

fn sizes_fit(file: &str, table: &DecisionTable, rows: usize, out: &mut Diagnostics) -> bool {
    let mut refuse = |message: &str, valid: String| {
        out.push(Diagnostic::error(file, message).valid([valid]));
        false
    };
    match (table.inputs.len(), rows) {
        (0, _) => refuse("has no input", format!("1 to {MAX_INPUTS} columns before the one that is decided")),
        (inputs, _) if inputs > MAX_INPUTS => {
            refuse(&format!("has {inputs} inputs"), format!("1 to {MAX_INPUTS}"))
        }
        (_, 0) => refuse("has no rows", format!("1 to {MAX_ROWS}")),
        (_, rows) if rows > MAX_ROWS => refuse(&format!("has {rows} rows"), format!("1 to {MAX_ROWS}")),
        _ => true,
    }
}

fn names_differ<'n>(
    file: &str,
    message: &str,
    names: impl Iterator<Item = &'n String>,
    out: &mut Diagnostics,
) {
    let mut seen = BTreeSet::new();
    let twice = names.filter(|name| !seen.insert(fold(name)));
    out.extend(twice.map(|name| Diagnostic::error(file, message).found(name)));
}

fn position(
    file: &str,
    (column, labels): (&mut Labelled, &mut Labels),
    label: &str,
    line: usize,
    known: bool,
    out: &mut Diagnostics,
) -> Option<usize> {
    let folded = fold(label);
    if let Some(position) = labels.0.get(&folded) {
        return Some(*position);
    }
    if label.is_empty() {
        out.push(Diagnostic::error(file, "is empty").line(line).field(&column.name));
        return None;
    }
    if known {
        let labels = column.labels.iter().map(String::as_str);
        let help = did_you_mean(nearest(label, labels.clone()));
        let wrong =
            Diagnostic::error(file, "is none of its values").line(line).field(&column.name).found(label);
        out.push(wrong.valid(labels).maybe_help(help));
        return None;
    }
    if let Some(hidden) = label.chars().find(|character| is_hidden(*character)) {
        let message = format!("holds the character U+{:04X}, which can't be seen", u32::from(hidden));
        out.push(Diagnostic::error(file, message).line(line).field(&column.name));
        return None;
    }
    let position = column.labels.len();
    column.labels.push(label.to_owned());
    labels.0.insert(folded, position);
    Some(position)
}

/// The positions of labels by their folded words.
#[derive(Default)]
struct Labels(BTreeMap<String, usize>);

impl Labels {
    fn of(column: &Labelled) -> Self {
        Self(column.labels.iter().enumerate().map(|(at, label)| (fold(label), at)).collect())
    }
}

/// Gives inputs that share a name the titles by which the file tells them apart.
pub(super) fn title_apart(inputs: &mut [Labelled], titles: &[String]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for input in inputs.iter() {
        let count = counts.entry(fold(&input.name)).or_default();
        *count = count.saturating_add(1);
    }
    for (input, title) in inputs.iter_mut().zip(titles) {
        if counts.get(&fold(&input.name)).is_some_and(|count| *count > 1) {
            title.clone_into(&mut input.name);
        }
    }
}

/// Tells the combinations that no row has.
fn missing(file: &str, table: &DecisionTable, seen: &BTreeMap<Vec<usize>, usize>, out: &mut Diagnostics) {
    let product = |all: u128, input: &Labelled| {
        all.saturating_mul(u128::try_from(input.labels.len()).unwrap_or(u128::MAX))
    };
    let all = table.inputs.iter().fold(1, product);
    let lacking = all.saturating_sub(u128::try_from(seen.len()).unwrap_or(u128::MAX));
    if lacking == 0 {
        return;
    }
    let mut labels = vec![0; table.inputs.len()];
    let mut shown = Vec::new();
    // Among one more combinations than there are rows, one is missing: this ends soon, however many combinations there are.
    loop {
        if !seen.contains_key(&labels) {
            let named = table.inputs.iter().zip(&labels);
            let named =
                named.filter_map(|(input, at)| Some(format!("{} = {}", input.name, input.labels.get(*at)?)));
            shown.push(named.collect::<Vec<_>>().join(", "));
        }
        if shown.len() >= MISSING_SHOWN || !next(&mut labels, table) {
            break;
        }
    }
    let count = u64::try_from(lacking).unwrap_or(u64::MAX);
    let message = format!("decides nothing for {}", counted(count, "combination", "combinations"));
    out.extend(shown.into_iter().map(|one| Diagnostic::error(file, "no row decides").found(one)));
    out.push(Diagnostic::error(file, message).help("add a row for each"));
}

/// The next combination; `false` after the last.
fn next(labels: &mut [usize], table: &DecisionTable) -> bool {
    for (label, input) in labels.iter_mut().zip(&table.inputs).rev() {
        *label = label.saturating_add(1);
        if *label < input.labels.len() {
            return true;
        }
        *label = 0;
    }
    false
}
