//! `plimsoll check`

use super::Outcome;
use super::console::Console;
use super::progress::Progress;
use crate::diagnostic::{Diagnostics, grouped, harmless, harmless_sentence};
use crate::proof::json::ExaminationView;
use crate::proof::{Examination, ShownFinding};
use clap::Args;
use comfy_table::Cell;
use plimsoll_scripting::{Counterexample, Verdict};
use std::path::PathBuf;

/// Prove the policy of a directory, with all its rules, over every situation; or show where it fails.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The directory that holds policy.toml and rules/; the built-in sample if it is not given.
    directory: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let progress = Progress::new();
        let begin = |step: &str, of: usize| progress.begin(step, of);
        let examination = match &self.directory {
            Some(directory) => Examination::of_directory(directory, &mut diagnostics, begin),
            None => Some(Examination::of_sample(begin)),
        };
        drop(progress);
        console.diagnose(&diagnostics);
        let Some(examination) = examination else { return Outcome::Bad };
        if console.is_json() {
            console.json(&ExaminationView::of(&examination));
        } else {
            tell(&examination, console);
        }
        if examination.is_sound() { Outcome::Fine } else { Outcome::Findings }
    }
}

fn tell(examination: &Examination, console: &mut Console) {
    console.line(&harmless(&format!("{} {}", examination.name, examination.version)));
    console.line("");
    let mut table = console.new_table(&["property", "", "situations", "nodes"], &[2, 3]);
    for proof in examination.proofs() {
        let colour = match proof.verdict {
            Verdict::Proved => "#2e7d32",
            Verdict::Waived => "#fb8c00",
            Verdict::Broken | Verdict::Open => "#c62828",
        };
        let verdict = console.paint(Cell::new(proof.verdict.label()), Some(colour));
        let (situations, nodes) = match proof.situations {
            0 => (String::new(), String::new()),
            situations => (grouped(situations), grouped(proof.nodes)),
        };
        table.add_row([Cell::new(harmless(&proof.name)), verdict, Cell::new(situations), Cell::new(nodes)]);
    }
    console.table(&table);
    for proof in examination.proofs() {
        for finding in &proof.findings {
            console.line("");
            show(proof.name.as_str(), finding, console);
        }
    }
    let findings = examination.proofs().iter().map(|proof| proof.findings.len());
    let (findings, broken) = (findings.sum::<usize>(), !examination.is_sound());
    console.line("");
    let open = examination.proofs().iter().any(|proof| proof.verdict == Verdict::Open);
    console.line(&match (findings, broken, open) {
        (_, true, true) => "not everything could be proved".into(),
        (1, true, false) => "not sound: 1 finding".into(),
        (_, true, false) => format!("not sound: {findings} findings"),
        (0, false, _) => {
            "sound: proved over every situation, by walking diagrams that stand for all of them".into()
        }
        (1, false, _) => "sound, with one thing worth knowing".into(),
        (_, false, _) => format!("sound, with {findings} things worth knowing"),
    });
}

fn show(name: &str, finding: &ShownFinding, console: &mut Console) {
    let mut diagnostic = finding.diagnostic.clone();
    diagnostic.message = format!("{name}: {}", diagnostic.headline());
    (diagnostic.field, diagnostic.found) = (None, None);
    let mut one = Diagnostics::new();
    one.push(diagnostic);
    console.findings(&one);
    if let Some(Counterexample { when, situations, decision }) = &finding.counterexample {
        let place = if when.is_empty() { "everywhere".into() } else { format!("where {}", conditions(when)) };
        console.line(&harmless_sentence(&format!("  for example {place}; {} in all", counted(*situations))));
        let decided: Vec<String> = decision.iter().map(|(part, value)| format!("{part} {value}")).collect();
        console.line(&harmless_sentence(&format!("  there: {}", decided.join(", "))));
    }
}

/// Conditions in words: `region = apac, impact >= 4`.
pub(super) fn conditions(when: &[(String, String)]) -> String {
    let one = |(name, values): &(String, String)| {
        if values.starts_with(['<', '>', '!']) {
            format!("{name} {values}")
        } else {
            format!("{name} = {values}")
        }
    };
    when.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// So many situations.
pub(super) fn counted(situations: u128) -> String {
    if situations == 1 { "1 situation".into() } else { format!("{} situations", grouped(situations)) }
}
