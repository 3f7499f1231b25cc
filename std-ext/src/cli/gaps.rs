//! `plimsoll gaps`

use super::assess::{PART, band, heading};
use super::console::Console;
use super::{AsOf, Outcome, assessment, organisation};
use crate::assessment::json::GapsView;
use crate::assessment::{Assessment, PairCounts, Pairs};
use crate::diagnostic::{harmless, harmless_sentence};
use clap::Args;
use comfy_table::Cell;
use std::path::PathBuf;

/// Say what nobody has considered: pairs of asset and threat, owners who cannot answer, reviews that are overdue, days yet to come,
/// what the organisation lacks; and how grave each risk is with no action done, today, and with all done.
#[derive(Debug, Args)]
pub(super) struct Gaps {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
    /// How many pairs of each sort to list; 50 in text and all in JSON if it is not given.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// How many pairs of each sort people are shown.
const SHOWN: usize = 50;

impl Gaps {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        let pairs = Pairs::of(organisation.registers());
        if console.is_json() {
            console.json(&GapsView::of(&assessment, &pairs, self.limit));
        } else {
            heading(&assessment, console);
            considered(&assessment, &pairs, self.limit.unwrap_or(SHOWN), console);
            findings(&assessment, console);
            levels(&assessment, console);
        }
        Outcome::Fine
    }
}

fn considered(assessment: &Assessment<'_>, pairs: &Pairs<'_>, limit: usize, console: &mut Console) {
    let PairCounts { linked, not_applicable, unconsidered } = assessment.pairs();
    console.line(&format!(
        "pairs of asset and threat: {linked} linked, {not_applicable} not applicable, {unconsidered} not yet considered"
    ));
    console.line("");
    let gaps = pairs
        .unconsidered()
        .map(|(asset, threat)| format!("{} {}: {} ({})", asset.id, threat.id, asset.name, threat.name));
    list("not yet considered:", gaps, unconsidered, limit, console);
    let reasons =
        pairs.not_applicable().map(|pair| format!("{} {}: {}", pair.asset, pair.threat, pair.reason));
    list("not applicable:", reasons, not_applicable, limit, console);
}

/// At most `limit` of some lines, of which there are `count`.
fn list(title: &str, lines: impl Iterator<Item = String>, count: u64, limit: usize, console: &mut Console) {
    if count == 0 {
        return;
    }
    console.line(title);
    for line in lines.take(limit) {
        console.line(&harmless_sentence(&format!("  {line}")));
    }
    let more = count.saturating_sub(u64::try_from(limit).unwrap_or(u64::MAX));
    if more > 0 {
        console.line(&format!("... and {more} more"));
    }
    console.line("");
}

fn findings(assessment: &Assessment<'_>, console: &mut Console) {
    let mut gaps = assessment.findings().iter().filter(|finding| finding.kind.is_gap()).peekable();
    let found = gaps.peek().is_some();
    console.line(if found { "findings:" } else { "no findings" });
    for finding in gaps {
        console.line(&harmless_sentence(&format!("  {}: {}", finding.entry.id, finding.text)));
    }
    console.line("");
}

/// Inherent, current and residual level of every risk.
fn levels(assessment: &Assessment<'_>, console: &mut Console) {
    let header = ["risk", "inherent", "", "current", "", "residual", ""];
    for part in assessment.risks().chunks(PART) {
        let mut table = console.new_table(&header, &[1, 3, 5]);
        for assessed in part {
            let (inherent, residual) = assessment.inherent_and_residual(assessed);
            let levels = [inherent, assessed.decision, residual]
                .into_iter()
                .flat_map(|decision| [Cell::new(decision.score), band(assessment, decision.band, console)]);
            let id = Cell::new(harmless(&assessed.risk.id));
            table.add_row(std::iter::once(id).chain(levels));
        }
        console.table(&table);
    }
}
