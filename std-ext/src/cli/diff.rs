//! `plimsoll diff`

use super::check::{conditions, counted};
use super::console::Console;
use super::progress::Progress;
use super::{AsOf, Outcome};
use crate::diagnostic::{Diagnostics, grouped, harmless, harmless_sentence};
use crate::difference::json::{ComparisonView, percent};
use crate::difference::{Comparison, Entry};
use clap::Args;
use plimsoll_core::Policy;
use plimsoll_scripting::{Cause, Change, Changes};
use std::path::PathBuf;

/// Compare two policies over every situation: what changes, for whom, and why.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The policy that holds now: a directory or a blob.
    old: PathBuf,
    /// The policy that is to take its place: a directory or a blob.
    new: PathBuf,
    /// A directory with registers: which of their risks and open incidents change.
    #[arg(long, value_name = "DIR")]
    register: Option<PathBuf>,
    /// Fail (exit code 1) if more than this changes: situations, or with --register risks and incidents.
    #[arg(long, value_name = "N")]
    max: Option<u128>,
    /// In how many cubes to tell each change at most.
    #[arg(long, value_name = "N", default_value_t = 4)]
    cubes: usize,
    #[command(flatten)]
    as_of: AsOf,
}

impl Diff {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let progress = Progress::new();
        let register = self.register.as_deref().map(|directory| (directory, self.as_of.day()));
        let begin = |step: &str, of: usize| progress.begin(step, of);
        let cubes = self.cubes.clamp(1, 1000);
        let comparison = Comparison::of(&self.old, &self.new, register, cubes, &mut diagnostics, begin);
        drop(progress);
        console.diagnose(&diagnostics);
        let Some(comparison) = comparison else { return Outcome::Bad };
        let (old, new) = (comparison.old.policy(), comparison.new.policy());
        if console.is_json() {
            console.json(&ComparisonView::of(&comparison, &old, &new));
        } else {
            tell(&comparison, &old, &new, console);
        }
        match self.max {
            Some(most) if comparison.changed() > most => Outcome::Findings,
            _ => Outcome::Fine,
        }
    }
}

fn tell(comparison: &Comparison, old: &Policy<'_>, new: &Policy<'_>, console: &mut Console) {
    let name = |policy: &Policy<'_>| format!("{} {}", policy.identity().name, policy.identity().version);
    console.line(&harmless(&format!("{} -> {}", name(old), name(new))));
    for note in &comparison.difference.apart {
        console.line(&harmless_sentence(&format!("note: {note}")));
    }
    side("risks", &comparison.difference.risks, console);
    side("incidents", &comparison.difference.incidents, console);
    if [old, new].iter().any(|policy| policy.placements().is_ok_and(|table| !table.is_empty())) {
        side("placements", &comparison.difference.placements, console);
    }
    let Some(entries) = &comparison.register else { return };
    console.line("");
    console.line(&match entries.len() {
        0 => "register: nothing changes".into(),
        1 => "register: 1 entry changes".into(),
        many => format!("register: {many} entries change"),
    });
    entries.iter().for_each(|entry| show_entry(entry, console));
}

fn side(what: &str, changes: &Changes, console: &mut Console) {
    console.line("");
    if changes.changed == 0 {
        console.line(&format!("{what}: nothing changes in {} situations", grouped(changes.situations)));
        if !changes.statements.is_empty() {
            console.line("  what the policies say otherwise, without effect as yet:");
            changes.statements.iter().for_each(|change| show(change, changes.situations, console));
        }
        return;
    }
    console.line(&format!(
        "{what}: {} of {} situations change, {} %",
        grouped(changes.changed),
        grouped(changes.situations),
        percent(changes.changed, changes.situations)
    ));
    if !changes.statements.is_empty() {
        console.line("  what the policies say otherwise:");
        changes.statements.iter().for_each(|change| show(change, changes.situations, console));
        console.line("  what is decided otherwise:");
    }
    changes.changes.iter().for_each(|change| show(change, changes.situations, console));
}

fn show(change: &Change, all: u128, console: &mut Console) {
    let Change { part, what, situations, cubes, more } = change;
    let share = |part: u128| format!("{}, {} %", counted(part), percent(part, all));
    console.line(&harmless_sentence(&format!("    {part}: {what}, {}", share(*situations))));
    let mut told = None;
    for cube in cubes {
        let place = if cube.when.is_empty() { "everywhere".into() } else { conditions(&cube.when) };
        console.line(&harmless_sentence(&format!("      {place}: {what}, {}", share(cube.situations))));
        if told != Some(&cube.causes) {
            cube.causes.iter().for_each(|cause| show_cause(cause, console));
        }
        told = Some(&cube.causes);
    }
    if *more > 0 {
        console.line(&format!("      and {} elsewhere (--cubes shows more)", share(*more)));
    }
}

fn show_entry(entry: &Entry, console: &mut Console) {
    let kind = if entry.incident { "incident" } else { "risk" };
    let changes: Vec<String> =
        entry.changes.iter().map(|(part, was, is)| format!("{part} {was} -> {is}")).collect();
    console.line(&harmless_sentence(&format!("  {kind} {}: {}", entry.id, changes.join(", "))));
    entry.causes.iter().for_each(|cause| show_cause(cause, console));
}

fn show_cause(cause: &Cause, console: &mut Console) {
    let sign = if cause.new { '+' } else { '-' };
    let mut place = cause.source.clone();
    if cause.line > 0 {
        place = format!("{place}:{}", cause.line);
    }
    let rule = if cause.rule.is_empty() { String::new() } else { format!(" {}:", cause.rule) };
    let separator = if place.is_empty() { "" } else { " " };
    console.line(&harmless_sentence(&format!(
        "        {sign} {place}{separator}[{}]{rule} {}",
        cause.stage, cause.text
    )));
}
