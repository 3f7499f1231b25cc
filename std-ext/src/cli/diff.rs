//! `plimsoll diff`

mod brief;

use super::check::{conditions, counted};
use super::console::{Console, LISTED, listed};
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
    /// In how many cubes to tell each change over every situation at most: 4, but with --register only if it is given.
    #[arg(long, value_name = "N")]
    cubes: Option<usize>,
    #[command(flatten)]
    as_of: AsOf,
}

impl Diff {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let progress = Progress::new();
        let register = self.register.as_deref().map(|directory| (directory, self.as_of.day()));
        let begin = |step: &str, of: usize| progress.begin(step, of);
        let cubes = self.cubes.unwrap_or(4).clamp(1, 1000);
        let comparison = Comparison::of(&self.old, &self.new, register, cubes, &mut diagnostics, begin);
        drop(progress);
        console.diagnose(&diagnostics);
        let Some(comparison) = comparison else { return Outcome::Bad };
        let (old, new) = (comparison.old.policy(), comparison.new.policy());
        if console.is_json() {
            console.json(&ComparisonView::of(&comparison, &old, &new));
        } else {
            self.tell(&comparison, &old, &new, console);
        }
        match self.max {
            Some(most) if comparison.changed() > most => Outcome::Findings,
            _ => Outcome::Fine,
        }
    }
}

impl Diff {
    fn tell(&self, comparison: &Comparison, old: &Policy<'_>, new: &Policy<'_>, console: &mut Console) {
        let name = |policy: &Policy<'_>| format!("{} {}", policy.identity().name, policy.identity().version);
        console.line(&harmless(&format!("{} -> {}", name(old), name(new))));
        for note in &comparison.difference.apart {
            console.line(&harmless_sentence(&format!("note: {note}")));
        }
        if !comparison.out_of_scope.is_empty() {
            let ids: Vec<&str> = comparison.out_of_scope.iter().map(String::as_str).collect();
            let ids = listed(&ids, LISTED);
            console.line(&format!("out of scope of both policies, and not compared: risks {ids}"));
        }
        let places = [old, new].iter().any(|policy| policy.placements().is_ok_and(|table| !table.is_empty()));
        let mut sides =
            vec![("risks", &comparison.difference.risks), ("incidents", &comparison.difference.incidents)];
        sides.extend(places.then_some(("placements", &comparison.difference.placements)));
        if let (Some(entries), None) = (&comparison.register, self.cubes) {
            return brief::tell(&sides, entries, console);
        }
        sides.iter().for_each(|(what, changes)| side(what, changes, console));
        let Some(entries) = &comparison.register else { return };
        console.line("");
        count(entries, console);
        entries.iter().for_each(|entry| show_entry(entry, console));
    }
}

/// How many entries of the register change.
fn count(entries: &[Entry], console: &mut Console) {
    console.line(&match entries.len() {
        0 => "register: nothing changes".into(),
        1 => "register: 1 entry changes".into(),
        many => format!("register: {many} entries change"),
    });
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

/// What becomes of an entry.
fn entry(entry: &Entry) -> String {
    let kind = if entry.incident { "incident" } else { "risk" };
    let or_nobody = |text: &String| if text.is_empty() { "nobody".into() } else { text.clone() };
    let changes: Vec<String> = (entry.changes.iter())
        .map(|(part, was, is)| format!("{part} {} -> {}", or_nobody(was), or_nobody(is)))
        .collect();
    format!("  {kind} {}: {}", entry.id, changes.join(", "))
}

fn show_entry(shown: &Entry, console: &mut Console) {
    console.line(&harmless_sentence(&entry(shown)));
    shown.causes.iter().for_each(|cause| show_cause(cause, console));
}

fn show_cause(cause: &Cause, console: &mut Console) {
    let sign = if cause.new { '+' } else { '-' };
    let (place, rule) = (place(cause), if cause.rule.is_empty() { "" } else { ":" });
    console.line(&harmless_sentence(&format!("        {sign} {place}{rule} {}", cause.text)));
}

/// Where a cause stands: file and line, the stage of the decision, the rule.
fn place(cause: &Cause) -> String {
    let line = if cause.line > 0 { format!(":{}", cause.line) } else { String::new() };
    let rule = if cause.rule.is_empty() { String::new() } else { format!(" {}", cause.rule) };
    let separator = if cause.source.is_empty() && line.is_empty() { "" } else { " " };
    format!("{}{line}{separator}[{}]{rule}", cause.source, cause.stage)
}
