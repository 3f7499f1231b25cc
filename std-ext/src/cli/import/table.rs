//! `plimsoll import table`

use super::super::console::Console;
use super::super::decide::{LabelledView, read_table};
use super::super::{Outcome, read_source, save};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, harmless_sentence};
use crate::exchange::{DecisionTable, PolicyTable};
use crate::policy_file::PolicyFile;
use crate::registers::{Source, fold};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Make facets and rows of a policy.toml of a decision table in SSVC's CSV or JSON form.
///
/// Each input becomes a [[facet]], unless the policy has one of its name and labels, and each row one of the policy's table; registers
/// then need a value for each new facet. What follows from an outcome is said by --means, once for
/// each outcome that is not itself the name of a response, team or permission.
#[derive(Debug, Args)]
pub(in super::super) struct Table {
    /// The table: a .csv or .json file.
    file: PathBuf,
    /// The table of the policy that it becomes.
    #[arg(long = "as", value_enum, value_name = "TABLE")]
    into: Into,
    /// What an outcome stands for, as OUTCOME=WORD: a response, a team, or a permission.
    #[arg(long, value_name = "OUTCOME=WORD", value_parser = pair)]
    means: Vec<(String, String)>,
    /// The tool that the placements are about; every tool if it is not given.
    #[arg(long, value_name = "NAME")]
    tool: Option<String>,
    /// The policy.toml that the rows are added to; what is written is then all of it.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The file to write; standard output if it is not given.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How many reasons are told why a table makes no policy.
const MOST_TOLD: usize = 10;

/// A policy, and its text.
struct Base {
    text: String,
    file: PolicyFile,
}

/// The tables of a policy that a decision table can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Into {
    /// What is done about a risk.
    Response,
    /// Who acts on an incident.
    Route,
    /// Which tool may hold an asset.
    Placement,
}

/// A decision table that was taken over.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in super::super) struct TableView<'a> {
    /// Its name.
    table: &'a str,
    /// What it asks for.
    inputs: Vec<LabelledView<'a>>,
    /// What it decides.
    outcome: LabelledView<'a>,
    /// How many rows it has.
    rows: usize,
    /// The file that was written; null where none was named.
    written: Option<String>,
}

/// A pair of words with `=` between them.
pub(in super::super) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, word) = text.split_once('=').ok_or("there is no `=` in it")?;
    let (name, word) = (name.trim(), word.trim());
    if name.is_empty() || word.is_empty() {
        return Err("there is nothing on one side of `=`".into());
    }
    Ok((name.to_owned(), word.to_owned()))
}

impl Table {
    pub(in super::super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let table = read_table(&self.file, &mut diagnostics);
        let base = self.base(&mut diagnostics);
        let parts = table.as_ref().zip(base.as_ref());
        let whole = parts.and_then(|(table, base)| self.whole(table, base, &mut diagnostics));
        if let (Some(whole), Some(output)) = (&whole, &self.output) {
            save::create_all(&[(output.clone(), whole.clone().into_bytes())], &mut diagnostics);
        }
        console.diagnose(&diagnostics);
        let (Some(table), Some(whole), false) = (table, whole, diagnostics.is_error()) else {
            return Outcome::Bad;
        };
        let written = self.output.as_ref().map(|output| output.display().to_string());
        if console.is_json() {
            console.json(&TableView {
                table: &table.name,
                inputs: table.inputs.iter().map(LabelledView::of).collect(),
                outcome: LabelledView::of(&table.outcome),
                rows: table.rows.len(),
                written,
            });
            return Outcome::Fine;
        }
        match written {
            None => console.line(whole.trim_end()),
            Some(file) => {
                let said = format!("{file}: {} rows of {}", table.rows.len(), table.name);
                console.line(&harmless_sentence(&said));
            }
        }
        Outcome::Fine
    }

    /// The policy that the rows are added to; where none is named, the standard one, with a tool that placements can be about.
    fn base(&self, diagnostics: &mut Diagnostics) -> Option<Base> {
        const STANDARD: &str =
            "[policy]\nname = \"standard\"\nversion = \"1\"\nauthor = \"one\"\napprover = \"another\"\n";
        const TOOL: &str = "\n[[tool]]\nname = \"any\"\n";
        let text = match &self.policy {
            Some(policy) => read_source(policy, diagnostics)?,
            None => {
                let tool = if self.tool.is_none() { TOOL } else { "" };
                Source::new("policy.toml", format!("{STANDARD}{tool}"))
            }
        };
        let file = PolicyFile::read(&text, diagnostics)?;
        Some(Base { text: text.text, file })
    }

    fn rows(&self, table: &DecisionTable, base: &Base, diagnostics: &mut Diagnostics) -> Option<String> {
        if self.tool.is_some() && self.into != Into::Placement {
            let wrong = Diagnostic::error("command line", "has no use unless the table is one of placements");
            diagnostics.push(wrong.field("--tool").help("say --as placement"));
        }
        let into = match self.into {
            Into::Response => PolicyTable::Response,
            Into::Route => PolicyTable::Route,
            Into::Placement => PolicyTable::Placement { tool: self.tool.clone() },
        };
        let mut told = BTreeSet::new();
        for (outcome, _) in self.means.iter().filter(|(outcome, _)| !told.insert(fold(outcome))) {
            let twice = Diagnostic::error("command line", "is said twice").field("--means").found(outcome);
            diagnostics.push(twice.help("keep one of them"));
        }
        let means = self.means.iter().cloned().collect();
        table.to_policy_toml(&into, &means, &base.file, diagnostics)
    }

    /// The rows below the policy that they are added to, if that makes a policy; the rows alone where none was named.
    fn whole(&self, table: &DecisionTable, base: &Base, diagnostics: &mut Diagnostics) -> Option<String> {
        let rows = self.rows(table, base, diagnostics)?;
        let gap = if base.text.ends_with('\n') { "\n" } else { "\n\n" };
        let whole = Source::new("policy.toml", format!("{}{gap}{rows}", base.text));
        let mut found = Diagnostics::new();
        if let Some(file) = PolicyFile::read(&whole, &mut found)
            && let Err(faults) = file.compile()
        {
            found.append(faults);
        }
        if !found.is_error() {
            return Some(if self.policy.is_some() { whole.text } else { rows });
        }
        // Nobody has seen that file, so what is wrong with it is said of the table.
        let errors = found.iter().filter(|wrong| wrong.severity == Severity::Error);
        let headlines: BTreeSet<String> = errors.map(Diagnostic::headline).collect();
        for headline in headlines.iter().take(MOST_TOLD) {
            let wrong = Diagnostic::error(&table.name, format!("makes no policy: {headline}"));
            diagnostics.push(
                wrong.help(
                    "say what outcomes stand for with --means, and where the rows belong with --policy",
                ),
            );
        }
        None
    }
}
