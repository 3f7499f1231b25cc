//! `plimsoll decide`

use super::console::Console;
use super::import::pair;
use super::{Outcome, read_source};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless, harmless_sentence};
use crate::exchange::{DecisionTable, Labelled, TableRow};
use crate::registers::{did_you_mean, fold, nearest, plain_rows};
use clap::Args;
use comfy_table::Cell;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Decide by a decision table as it stands, such as those of SSVC, in CSV or JSON.
///
/// Without facts, the table is checked and its inputs are told. Where some are missing, the outcomes that are left are told.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// The table: a .csv or .json file.
    table: PathBuf,
    /// What is known, as INPUT=LABEL; upper case, blanks and hyphens make no difference.
    #[arg(value_name = "INPUT=LABEL", value_parser = pair)]
    facts: Vec<(String, String)>,
    /// A CSV file with a column per input: every row of it is decided.
    #[arg(long, value_name = "FILE", conflicts_with = "facts")]
    rows: Option<PathBuf>,
}

/// Something with labels, as JSON has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LabelledView<'a> {
    /// Its name.
    name: &'a str,
    /// Its version, if it has one.
    version: Option<&'a str>,
    /// The labels that it may have, in order.
    labels: &'a [String],
}

impl<'a> LabelledView<'a> {
    pub(super) fn of(labelled: &'a Labelled) -> Self {
        let Labelled { name, version, labels } = labelled;
        Self { name, version: version.as_deref(), labels }
    }
}

/// What a decision table is, and what it decides.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct View<'a> {
    /// Its name.
    table: &'a str,
    /// What it asks for.
    inputs: Vec<LabelledView<'a>>,
    /// What it decides.
    outcome: LabelledView<'a>,
    /// How many rows it has.
    rows: usize,
    /// How many bytes its diagram has.
    bytes: usize,
    /// What is decided of each thing that was given; absent where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions: Option<Vec<DecisionView<'a>>>,
}

/// What a table decides of one thing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DecisionView<'a> {
    /// The line of the rows that were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The outcome, where the facts leave one.
    outcome: Option<&'a str>,
    /// Each outcome that the facts leave, with how many rows of the table lead to it.
    possible: BTreeMap<&'a str, usize>,
    /// The line of the table that decided, where one did.
    table_line: Option<usize>,
}

/// Reads a table by the ending of its file.
pub(super) fn read_table(path: &Path, diagnostics: &mut Diagnostics) -> Option<DecisionTable> {
    let source = read_source(path, diagnostics)?;
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        DecisionTable::from_json(&source, diagnostics)
    } else {
        DecisionTable::from_csv(&source, diagnostics)
    }
}

/// What is known of one thing: a label for each input, where there is one.
type Known = Vec<Option<usize>>;

impl Decide {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let table = read_table(&self.table, &mut diagnostics);
        let known = table.as_ref().map(|table| self.known(table, &mut diagnostics));
        console.diagnose(&diagnostics);
        let (Some(table), Some(known), false) = (table, known, diagnostics.is_error()) else {
            return Outcome::Bad;
        };
        let decider = table.decider();
        let decide = |(line, known): &(Option<usize>, Known)| {
            let whole: Option<Vec<usize>> = known.iter().copied().collect();
            decision(&table, *line, known, whole.and_then(|labels| decider.decide(&labels)))
        };
        let asked = self.rows.is_some() || !self.facts.is_empty();
        let decisions: Vec<DecisionView<'_>> = known.iter().filter(|_| asked).map(decide).collect();
        if console.is_json() {
            console.json(&View {
                table: &table.name,
                inputs: table.inputs.iter().map(LabelledView::of).collect(),
                outcome: LabelledView::of(&table.outcome),
                rows: table.rows.len(),
                bytes: decider.bytes(),
                decisions: asked.then_some(decisions),
            });
        } else if asked {
            decisions.iter().for_each(|decision| tell(&table, decision, console));
        } else {
            describe(&table, decider.bytes(), console);
        }
        Outcome::Fine
    }

    /// What is known of each thing to decide about, with the line on which it stands.
    fn known(&self, table: &DecisionTable, out: &mut Diagnostics) -> Vec<(Option<usize>, Known)> {
        let Some(rows) = &self.rows else {
            let mut known = vec![None; table.inputs.len()];
            for (name, label) in &self.facts {
                let Some(at) = input(table, name, "command line", None, out) else { continue };
                let position = position(table, at, label, "command line", None, out);
                if let Some(place) = known.get_mut(at) {
                    if place.is_some() {
                        out.push(Diagnostic::error("command line", "is given twice").found(name));
                    }
                    *place = position;
                }
            }
            return vec![(None, known)];
        };
        let Some(source) = read_source(rows, out) else { return Vec::new() };
        let name = &source.name;
        let Some(rows) = plain_rows(&source, out) else { return Vec::new() };
        let Some((header, rows)) = rows.split_first() else { return Vec::new() };
        let columns: Vec<Option<usize>> =
            header.cells.iter().map(|title| input(table, title, name, Some(header.line), out)).collect();
        for (at, lacking) in table.inputs.iter().enumerate() {
            if !columns.contains(&Some(at)) {
                out.push(Diagnostic::warning(name, "has no column, so it is not known").found(&lacking.name));
            }
        }
        let known = |row: &crate::registers::PlainRow| {
            let mut known = vec![None; table.inputs.len()];
            for (cell, at) in row.cells.iter().zip(&columns) {
                if let (Some(at), false) = (*at, cell.trim().is_empty())
                    && let Some(place) = known.get_mut(at)
                {
                    *place = position(table, at, cell.trim(), name, Some(row.line), out);
                }
            }
            (Some(row.line), known)
        };
        rows.iter().map(known).collect()
    }
}

fn at(file: &str, line: Option<usize>, message: &str) -> Diagnostic {
    let wrong = Diagnostic::error(file, message);
    if let Some(line) = line { wrong.line(line) } else { wrong }
}

/// The position of an input by its name.
fn input(
    table: &DecisionTable,
    name: &str,
    file: &str,
    line: Option<usize>,
    out: &mut Diagnostics,
) -> Option<usize> {
    let wanted = fold(name);
    let found = table.inputs.iter().position(|input| fold(&input.name) == wanted);
    if found.is_none() {
        let names = table.inputs.iter().map(|input| input.name.as_str());
        let help = did_you_mean(nearest(name, names.clone()));
        out.push(at(file, line, "is not an input of the table").found(name).valid(names).maybe_help(help));
    }
    found
}

fn position(
    table: &DecisionTable,
    input: usize,
    label: &str,
    file: &str,
    line: Option<usize>,
    out: &mut Diagnostics,
) -> Option<usize> {
    let input = table.inputs.get(input)?;
    let found = input.position(label);
    if found.is_none() {
        let labels = input.labels.iter().map(String::as_str);
        let help = did_you_mean(nearest(label, labels.clone()));
        let wrong = at(file, line, "is not a label of it").field(&input.name).found(label);
        out.push(wrong.valid(labels).maybe_help(help));
    }
    found
}

fn decision<'t>(
    table: &'t DecisionTable,
    line: Option<usize>,
    known: &[Option<usize>],
    decided: Option<&TableRow>,
) -> DecisionView<'t> {
    let fits = |row: &&TableRow| {
        row.labels.iter().zip(known).all(|(label, known)| known.is_none_or(|known| known == *label))
    };
    let name = |outcome: usize| table.outcome.labels.get(outcome).map_or("", String::as_str);
    let mut possible: BTreeMap<&str, usize> = BTreeMap::new();
    for row in table.rows.iter().filter(fits) {
        let count = possible.entry(name(row.outcome)).or_default();
        *count = count.saturating_add(1);
    }
    let only = possible.keys().next().copied().filter(|_| possible.len() == 1);
    DecisionView {
        line,
        outcome: decided.map(|row| name(row.outcome)).or(only),
        possible,
        table_line: decided.map(|row| row.line),
    }
}

fn tell(table: &DecisionTable, decision: &DecisionView<'_>, console: &mut Console) {
    let line = decision.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let said = match (decision.outcome, decision.table_line) {
        (Some(outcome), Some(row)) => format!("{outcome} (line {row} of {})", table.name),
        (Some(outcome), None) => format!("{outcome}, whatever else is so"),
        (None, _) => {
            let each: Vec<String> =
                decision.possible.iter().map(|(outcome, rows)| format!("{outcome} ({rows} rows)")).collect();
            format!("open: {}", each.join(", "))
        }
    };
    console.line(&harmless_sentence(&format!("{line}{}: {said}", table.outcome.name)));
}

fn describe(table: &DecisionTable, bytes: usize, console: &mut Console) {
    let mut listed = console.new_table(&["", "name", "labels"], &[]);
    let inputs = table.inputs.iter().map(|input| ("input", input));
    for (what, labelled) in inputs.chain([("outcome", &table.outcome)]) {
        let labels = labelled.labels.iter().map(|label| harmless(label)).collect::<Vec<_>>().join(", ");
        listed.add_row([what, &harmless(&labelled.name), &labels].map(Cell::new));
    }
    console.table(&listed);
    console.line("");
    let said = format!(
        "{}: {} rows, one for each combination; a verified diagram of {bytes} bytes",
        table.name,
        table.rows.len()
    );
    console.line(&harmless_sentence(&said));
}
