//! `plimsoll export`

use super::console::Console;
use super::import::with_records;
use super::save::{self, create_all, refused, tell_left_beside, unwritable};
use super::{AsOf, Outcome, apart, assessment, organisation};
use crate::assessment::Assessment;
use crate::assessment::json::PolicyView;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use crate::exchange::oscal::PlanOfAction;
use crate::exchange::{MAX_WORKBOOK_BYTES, is_own_workbook, register_csv, write_workbook};
use crate::registers::bytes_up_to;
use clap::{Args, ValueEnum};
use plimsoll_core::Day;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the registers, and the risk register as the policy judges it, in the forms of others.
///
/// What a form has no place for is told. A workbook or document that is there already is written over by one of its kind only;
/// CSV files are never.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// The form.
    #[arg(long, value_enum, value_name = "FORM")]
    to: Form,
    /// Where to write: a directory for csv, else a file; json and oscal go to standard output if it is not given.
    #[arg(short, long, value_name = "PATH", required_if_eq_any = [("to", "csv"), ("to", "xlsx")])]
    output: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A directory of CSV files, one per register, and register.csv with what was decided.
    Csv,
    /// A workbook with a sheet per register, and one with what was decided.
    Xlsx,
    /// All registers as one document, which `import registers` reads.
    Json,
    /// A plan of action and milestones (OSCAL POA&M) as JSON.
    Oscal,
}

/// How files begin that may be written over.
const WORKBOOK: (&[u8], &str) = (b"PK\x03\x04", "a workbook that was exported");
const DOCUMENT: (&[u8], &str) = (b"{\n  \"assets\": [", "such a document");
const PLAN: (&[u8], &str) = (b"{\n  \"plan-of-action-and-milestones\": {", "such a plan");

/// What was written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Written<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(serialize_with = "crate::date::iso::serialize")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// How many risks were assessed.
    risks: usize,
    /// The files.
    written: Vec<String>,
}

impl Export {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        let mut diagnostics = Diagnostics::new();
        let registers = organisation.registers();
        let plan =
            (self.to == Form::Oscal).then(|| PlanOfAction::of(&assessment, &mut diagnostics)).flatten();
        let Some(output) = &self.output else {
            console.diagnose(&diagnostics);
            match (self.to, plan) {
                (Form::Oscal, Some(plan)) => console.json(&plan),
                (Form::Json, _) => console.json(registers),
                _ => return Outcome::Bad,
            }
            return Outcome::Fine;
        };
        let document = match self.to {
            Form::Csv => None,
            Form::Xlsx => write_workbook(registers, Some(&assessment), &mut diagnostics),
            Form::Json => document(registers.to_json(), &mut diagnostics),
            Form::Oscal => {
                plan.and_then(|plan| document(serde_json::to_string_pretty(&plan), &mut diagnostics))
            }
        };
        let written = match document {
            None if self.to == Form::Csv => csv(&assessment, output, &mut diagnostics),
            None => Vec::new(),
            Some(bytes) => self.one(output, &bytes, &mut diagnostics),
        };
        console.diagnose(&diagnostics);
        if diagnostics.is_error() {
            return Outcome::Bad;
        }
        let written: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
        let risks = assessment.risks().len();
        if console.is_json() {
            let policy = PolicyView::of(assessment.policy());
            console.json(&Written { policy, as_of: assessment.as_of(), risks, written });
        } else {
            written.iter().for_each(|file| console.line(&harmless(file)));
        }
        Outcome::Fine
    }

    /// Writes a file, over one of its kind.
    fn one(&self, output: &Path, bytes: &[u8], diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
        let (start, what) = match self.to {
            Form::Xlsx => WORKBOOK,
            Form::Oscal => PLAN,
            _ => DOCUMENT,
        };
        let other = || "is there already, and is not such a workbook".to_owned();
        let message = refused(output, start, what)
            .or_else(|| (self.to == Form::Xlsx && !may_be_replaced(output)).then(other));
        if let Some(message) = message {
            let help = format!("name another file: only {what} is written over");
            diagnostics.push(Diagnostic::error(output.display().to_string(), message).help(help));
            return Vec::new();
        }
        if let Err(error) = save::replace(output, bytes) {
            diagnostics.push(unwritable(output, &error));
            return Vec::new();
        }
        diagnostics.extend(tell_left_beside(output));
        vec![output.to_path_buf()]
    }
}

/// Whether there is no such file, nothing in it, or a workbook that was exported.
fn may_be_replaced(output: &Path) -> bool {
    let (directory, name) = apart(output);
    let most = u64::try_from(MAX_WORKBOOK_BYTES).unwrap_or(u64::MAX);
    let bytes = bytes_up_to(most, &directory, &name).map(Option::unwrap_or_default);
    bytes.is_ok_and(|bytes| bytes.is_empty() || is_own_workbook(&bytes))
}

fn document(text: Result<String, serde_json::Error>, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
    let failed = |error| diagnostics.push(Diagnostic::error("export", format!("cannot be written: {error}")));
    text.map_err(failed).ok().map(|text| format!("{text}\n").into_bytes())
}

/// Writes a directory of files that must not be there yet.
fn csv(assessment: &Assessment<'_>, output: &Path, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    if let Err(error) = fs::create_dir_all(output) {
        diagnostics.push(unwritable(output, &error));
        return Vec::new();
    }
    let registers = with_records(assessment.organisation().registers());
    let all = registers.into_iter().map(|(file, _)| file).chain([register_csv(assessment)]);
    let files: Vec<(PathBuf, Vec<u8>)> =
        all.map(|file| (output.join(&file.name), file.text.into_bytes())).collect();
    if create_all(&files, diagnostics) {
        return files.into_iter().map(|(path, _)| path).collect();
    }
    Vec::new()
}
