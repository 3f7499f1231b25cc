//! `plimsoll assess`

use super::console::{Console, LISTED, listed};
use super::replay::Record;
use super::{AsOf, Outcome, assessment, organisation};
use crate::Organisation;
use crate::assessment::json::{AssessmentView, hexadecimal};
use crate::assessment::{AssessedRisk, Assessment, Summary};
use crate::diagnostic::{harmless, harmless_sentence};
use clap::Args;
use comfy_table::{Cell, Table};
use plimsoll_core::{Band, Day, Policy, Status};
use std::path::PathBuf;

/// Assess a risk register: every risk with score, band, limit and response; the sums; what stands out.
#[derive(Debug, Args)]
pub(super) struct Assess {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    journal: Record,
}

impl Assess {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        if !self.journal.write(console, |journal| journal.record_assessment(&assessment)) {
            return Outcome::Bad;
        }
        if console.is_json() {
            console.json(&AssessmentView::of(&assessment));
        } else {
            heading(&assessment, console);
            register(&assessment, console);
            matrix(&assessment, console);
            sums(&assessment, console);
            findings(&assessment, self.directory.is_none(), console);
        }
        if assessment.is_finding() { Outcome::Findings } else { Outcome::Fine }
    }
}

/// How many records are drawn in one table, which keeps every cell until it is printed: a register is as long as it likes.
pub(super) const PART: usize = 1000;

/// The policy and the day, in a line.
pub(super) fn heading(assessment: &Assessment<'_>, console: &mut Console) {
    dated(assessment.policy(), assessment.as_of(), console);
    out_of_scope(assessment.organisation(), console);
}

/// What is not counted, if anything is not.
pub(super) fn out_of_scope(organisation: &Organisation, console: &mut Console) {
    let registers = organisation.registers();
    let assets: Vec<&str> = registers.assets_out_of_scope().iter().map(|asset| asset.id.as_str()).collect();
    let risks: Vec<&str> = registers.risks_out_of_scope().iter().map(|risk| risk.id.as_str()).collect();
    if assets.is_empty() {
        return;
    }
    console.line(&format!("out of scope, and not counted: assets {}", listed(&assets, LISTED)));
    if !risks.is_empty() {
        console.line(&format!("and their risks {}", listed(&risks, LISTED)));
    }
    console.line("");
}

/// A policy and a day, in a line.
pub(super) fn dated(policy: &Policy<'_>, as_of: Day, console: &mut Console) {
    let identity = policy.identity();
    let digest = hexadecimal(&identity.sources);
    let short = digest.get(..12).unwrap_or(&digest);
    let policy = harmless(&format!("{} {}", identity.name, identity.version));
    console.line(&format!("policy {policy} ({short}), as of {as_of}"));
    console.line("");
}

fn register(assessment: &Assessment<'_>, console: &mut Console) {
    let header = [
        "risk",
        "asset",
        "threat",
        "impact",
        "likelihood",
        "score",
        "band",
        "limit",
        "response",
        "status",
        "",
    ];
    for part in assessment.risks().chunks(PART) {
        let mut table = console.new_table(&header, &[3, 4, 5, 7]);
        for assessed in part {
            table.add_row(row(assessment, assessed, console));
        }
        console.table(&table);
    }
    if assessment.risks().is_empty() {
        console.table(&console.new_table(&header, &[]));
    }
    console.line("");
}

fn row(assessment: &Assessment<'_>, assessed: &AssessedRisk<'_>, console: &Console) -> [Cell; 11] {
    let registers = assessment.organisation().registers();
    let AssessedRisk { risk, decision, status, .. } = assessed;
    let asset = registers.asset(&risk.asset).map_or(&risk.asset, |asset| &asset.name);
    let threat = registers.threat(&risk.threat).map_or(&risk.threat, |threat| &threat.name);
    let mark = match (assessed.is_untreated(), decision.within_limit) {
        (true, _) => "!",
        (false, false) => "above",
        (false, true) => "",
    };
    [
        Cell::new(harmless(&risk.id)),
        Cell::new(harmless(asset)),
        Cell::new(harmless(threat)),
        Cell::new(decision.impact),
        Cell::new(decision.likelihood),
        Cell::new(decision.score),
        band(assessment, decision.band, console),
        Cell::new(decision.limit),
        Cell::new(decision.response),
        Cell::new(status),
        Cell::new(mark),
    ]
}

/// The name of a band in its colour.
pub(super) fn band(assessment: &Assessment<'_>, band: Band, console: &Console) -> Cell {
    let names = assessment.policy().names();
    let name = names.and_then(|names| names.band(band)).unwrap_or_default();
    console.paint(Cell::new(harmless(name)), names.and_then(|names| names.colour(band)))
}

/// How many risks are in each cell of the matrix, the highest likelihood at the top.
fn matrix(assessment: &Assessment<'_>, console: &mut Console) {
    let cells = &assessment.summary().cells;
    let columns = cells.first().map_or(0, Vec::len);
    let header: Vec<String> = std::iter::once("likelihood".into())
        .chain((1..=columns).map(|impact| format!("impact {impact}")))
        .collect();
    let titles: Vec<&str> = header.iter().map(String::as_str).collect();
    let numbers: Vec<usize> = (0..=columns).collect();
    let mut table: Table = console.new_table(&titles, &numbers);
    for (below, row) in cells.iter().enumerate().rev() {
        let likelihood = below.saturating_add(1);
        let counts = row.iter().map(|count| if *count == 0 { "·".into() } else { count.to_string() });
        table.add_row(std::iter::once(likelihood.to_string()).chain(counts).map(Cell::new));
    }
    console.table(&table);
    console.line("");
}

fn sums(assessment: &Assessment<'_>, console: &mut Console) {
    let summary = assessment.summary();
    let Summary { risks, above_limit, impact, likelihood, score, .. } = summary;
    console.line(&format!("{risks} risks, {above_limit} above their limit"));
    console.line(&format!("mean impact {impact}, likelihood {likelihood}, score {score}"));
    let names = assessment.policy().names();
    let name = |position| names.and_then(|names| names.band(Band(position))).unwrap_or_default();
    let bands: Vec<String> = (0..)
        .zip(&summary.bands)
        .map(|(position, count)| format!("{} {count}", harmless(name(position))))
        .collect();
    console.line(&format!("bands: {}", bands.join(", ")));
    let statuses = Status::ALL.iter().zip(&summary.statuses);
    let statuses: Vec<String> = statuses.map(|(status, count)| format!("{status} {count}")).collect();
    console.line(&format!("status: {}", statuses.join(", ")));
    let [very_high, high, other] = summary.unmanaged.per_cent();
    let count = summary.unmanaged.count();
    console
        .line(&format!("unmanaged: {count} (highest band {very_high} %, second {high} %, other {other} %)"));
    let pairs = assessment.pairs().unconsidered;
    if pairs > 0 {
        console.line(&format!("{pairs} pairs of asset and threat are not yet considered"));
    }
}

fn findings(assessment: &Assessment<'_>, is_sample: bool, console: &mut Console) {
    let findings = assessment.findings();
    if findings.is_empty() {
        console.line("no findings");
        return;
    }
    console.line("");
    console.line(if findings.len() == 1 { "1 finding:" } else { "findings:" });
    for finding in findings {
        let mark = if finding.kind.calls_for_action() { '!' } else { ' ' };
        console.line(&format!("{mark} {}: {}", harmless(finding.entry.id), harmless_sentence(&finding.text)));
    }
    if let Some(first) = findings.iter().find(|finding| finding.kind.calls_for_action()) {
        let directory = if is_sample { "" } else { "DIR " };
        console.line("");
        console.line(&format!(
            "`plimsoll explain {directory}{}` says why, and what would help.",
            harmless(first.risk)
        ));
    }
}
