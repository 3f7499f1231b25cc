//! `plimsoll explain`

use super::assess::heading;
use super::console::Console;
use super::{AsOf, Outcome, assessment, directory_and_id, missing_id, organisation, unknown_id};
use crate::POLICY_FILE;
use crate::assessment::json::ExplanationView;
use crate::assessment::{AssessedRisk, Assessment, Change, Reason, Remedy};
use crate::derivation::{Derivations, line};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless, harmless_sentence};
use crate::registers::Risk;
use clap::Args;
use comfy_table::Cell;

/// Say why a risk was decided as it was, and what would bring it within its limit.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The directory with policy.toml and the registers, which may be left out for the built-in sample; then the id of a risk.
    #[arg(value_names = ["DIR", "RISK"], num_args = 1..=2, required = true)]
    words: Vec<String>,
    #[command(flatten)]
    as_of: AsOf,
}

impl Explain {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let (directory, id) = directory_and_id(&self.words);
        let Some(organisation) = organisation(directory.as_deref(), console) else { return Outcome::Bad };
        let assessment = assessment(&organisation, self.as_of.day());
        let ids = organisation.registers().risks().iter().map(|risk| risk.id.as_str());
        let Some(id) = id else { return missing_id("risk", console) };
        if let Some(risk) = organisation.registers().risks_out_of_scope().iter().find(|risk| risk.id == id) {
            return out_of_scope(risk, console);
        }
        let Some(assessed) = assessment.risk(&id) else {
            return unknown_id("risk", &id, directory.as_deref(), ids, console);
        };
        let remedy = assessment.remedy(assessed);
        if console.is_json() {
            console.json(&ExplanationView::of(&assessment, assessed, &remedy));
        } else {
            heading(&assessment, console);
            subject(&assessment, assessed, console);
            let mut because = assessment.grounds(assessed);
            Derivations::of(organisation.registers()).climb_from(&mut because);
            reasons(&because, console);
            derivation(&because, console);
            console.line("");
            ways(&remedy, console);
        }
        Outcome::Fine
    }
}

/// Complains of a risk that is not assessed.
fn out_of_scope(risk: &Risk, console: &mut Console) -> Outcome {
    let message = "the risk is out of scope, and so is not assessed";
    let help =
        format!("the `scope` of asset {} is none of the subjects of [isms] in {POLICY_FILE}", risk.asset);
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(Diagnostic::error("command line", message).found(&risk.id).help(help));
    console.diagnose(&diagnostics);
    Outcome::Bad
}

fn subject(assessment: &Assessment<'_>, assessed: &AssessedRisk<'_>, console: &mut Console) {
    let (risk, decision) = (assessed.risk, &assessed.decision);
    let registers = assessment.organisation().registers();
    let asset = registers.asset(&risk.asset).map_or("", |asset| &asset.name);
    let threat = registers.threat(&risk.threat).map_or("", |threat| &threat.name);
    let line = format!("{}: {threat} ({}) against {asset} ({})", risk.id, risk.threat, risk.asset);
    console.line(&harmless_sentence(&line));
    let names = assessment.policy().names();
    let band = names.and_then(|names| names.band(decision.band)).unwrap_or_default();
    let within = if decision.within_limit { "within" } else { "above" };
    let line = format!(
        "score {} ({band}), {within} its limit of {}: {}; {}, owner {}",
        decision.score, decision.limit, decision.response, assessed.status, risk.owner
    );
    console.line(&harmless_sentence(&line));
    let (inherent, residual) = assessment.inherent_and_residual(assessed);
    console.line(&format!(
        "with no action done: score {}; with all planned actions done: score {}",
        inherent.score, residual.score
    ));
    console.line("");
}

/// The steps of a decision, in a table.
pub(super) fn reasons(reasons: &[Reason<'_>], console: &mut Console) {
    let mut table = console.new_table(&["stage", "from", "to", "because", "says"], &[1, 2]);
    for reason in reasons {
        let line = reason.line.map(|line| format!(":{line}")).unwrap_or_default();
        let rule = if reason.rule.is_empty() { String::new() } else { format!(" {}", reason.rule) };
        table.add_row([
            Cell::new(reason.stage),
            Cell::new(reason.from),
            Cell::new(reason.to),
            Cell::new(because(reason)),
            Cell::new(harmless(&format!("{}{line}{rule}", reason.source))),
        ]);
    }
    console.table(&table);
}

/// What the rules and rows derive from, up to the guiding principles: a line for each chain.
fn derivation(reasons: &[Reason<'_>], console: &mut Console) {
    let mut lines: Vec<String> = reasons
        .iter()
        .filter(|reason| !reason.derivation.is_empty())
        .map(|reason| line(&reason.derivation))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    if !lines.is_empty() {
        console.line("");
        console.line("derives from:");
    }
    for line in lines {
        console.line(&harmless_sentence(&format!("  {line}")));
    }
}

/// The words of a reason, and on a line of its own what its rule read.
fn because(reason: &Reason<'_>) -> String {
    let text = harmless_sentence(&reason.text);
    if reason.facts.is_empty() {
        return text;
    }
    let told = reason.facts.iter().map(|fact| format!("{} = {} ({})", fact.name, fact.value, fact.from));
    let facts = format!("for {}", told.collect::<Vec<_>>().join(", "));
    format!("{text}\n{}", harmless_sentence(&facts))
}

fn ways(remedy: &Remedy, console: &mut Console) {
    if remedy.within_limit {
        console.line("It is within its limit.");
        return;
    }
    let mut ways = remedy.ways.iter();
    let Some((changes, decision)) = ways.next() else {
        console.line(
            "Nothing that is known of it could change so that it came within its limit: treat or avoid it.",
        );
        return;
    };
    let say = |changes: &[Change]| changes.iter().map(change).collect::<Vec<String>>().join(", and ");
    let line = format!(
        "The smallest change that brings it within its limit: {}: score {}.",
        say(changes),
        decision.score
    );
    console.line(&harmless_sentence(&line));
    for (changes, decision) in ways {
        let line = format!("Or: {}: score {}.", say(changes), decision.score);
        console.line(&harmless_sentence(&line));
    }
}

fn change(change: &Change) -> String {
    match change {
        Change::CompleteActions { number, actions } => {
            let plural = if *number == 1 { "" } else { "s" };
            format!("complete {number} more action{plural} (the cheapest: {})", actions.join(", "))
        }
        Change::PlanActions { likelihood } => {
            format!("plan actions against the threat and complete enough for likelihood {likelihood}")
        }
        Change::LowerImpact { to } => format!("lower the impact rating to {to}"),
        Change::LowerRating { attribute, to } => format!("lower the {attribute} rating of the asset to {to}"),
        Change::LowerEstimate { to } => format!("lower the expert's estimate to {to}"),
    }
}
