//! `plimsoll report`

use super::console::Console;
use super::progress::Progress;
use super::save::{Beside, refused, tell_left_beside, unwritable};
use super::{AsOf, Outcome, assessment, organisation};
use crate::assessment::json::PolicyView;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use crate::report;
use clap::Args;
use plimsoll_core::Day;
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// Write the assessed register as one page of HTML, and its charts as SVG.
///
/// The page needs no network and runs no script. Past 1,000 risks it tells the gravest ones and counts the rest.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// The file to write; a report that is there already is replaced.
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    output: PathBuf,
    /// A directory for the charts, each as an SVG file; it is made if it is not there.
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
}

/// How a page begins, and how a chart does; nothing else is written over.
const PAGE: (&[u8], &str) = (b"<!DOCTYPE html>\n<html lang=\"en\">", "a report");
const CHART: (&[u8], &str) = (b"<svg xmlns=", "a chart");

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
    /// The files.
    written: Vec<String>,
    /// How many bytes they have together.
    bytes: u64,
}

impl Report {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        let mut diagnostics = Diagnostics::new();
        let files =
            Progress::during("drawing", || self.write(&report::Report::of(&assessment), &mut diagnostics));
        console.diagnose(&diagnostics);
        let Some((written, bytes)) = files else { return Outcome::Bad };
        let written: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
        if console.is_json() {
            let policy = PolicyView::of(assessment.policy());
            console.json(&Written { policy, as_of: assessment.as_of(), written, bytes });
        } else {
            for file in &written {
                console.line(&harmless(file));
            }
            let summary = assessment.summary();
            console.line(&format!(
                "{} risks, {} above their limit; {bytes} bytes",
                summary.risks, summary.above_limit
            ));
        }
        Outcome::Fine
    }

    /// Writes page and charts beside their places, and moves them there once all of them are whole.
    fn write(
        &self,
        report: &report::Report<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Vec<PathBuf>, u64)> {
        let mut files = vec![(self.output.clone(), None)];
        if let Some(directory) = &self.charts {
            if let Err(error) = fs::create_dir_all(directory) {
                diagnostics.push(unwritable(directory, &error));
                return None;
            }
            files
                .extend(report.charts().into_iter().map(|chart| (directory.join(chart.file()), Some(chart))));
        }
        let mut whole = Vec::new();
        for (path, chart) in &files {
            let (start, what) = if chart.is_some() { CHART } else { PAGE };
            if let Some(message) = refused(path, start, what) {
                let help = format!("name another place: only {what} is written over");
                diagnostics.push(Diagnostic::error(path.display().to_string(), message).help(help));
                continue;
            }
            let written = Beside::write(path, |out| match chart {
                None => report.write_page(out),
                Some(chart) => out.write_all(report.svg(chart).as_bytes()),
            });
            match written {
                Ok(beside) => whole.push(beside),
                Err(error) => diagnostics.push(unwritable(path, &error)),
            }
        }
        if diagnostics.is_error() {
            return None;
        }
        let bytes = whole.iter().fold(0, |sum: u64, beside| sum.saturating_add(beside.bytes()));
        for (beside, (path, _)) in whole.into_iter().zip(&files) {
            if let Err(error) = beside.replace() {
                diagnostics.push(unwritable(path, &error));
                return None;
            }
        }
        diagnostics.extend(files.iter().flat_map(|(path, _)| tell_left_beside(path)));
        Some((files.into_iter().map(|(path, _)| path).collect(), bytes))
    }
}
