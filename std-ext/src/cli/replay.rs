//! `plimsoll replay`, and what other commands record for it

use super::Outcome;
use super::assess::PART;
use super::console::Console;
use super::progress::Progress;
use crate::Deployed;
use crate::assessment::json::hexadecimal;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless, harmless_sentence};
use crate::journal::json::ReplayView;
use crate::journal::{self, Damaged, Different, Interrupted, Journal, Kept};
use crate::words::{counted, length};
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::Policy;
use std::io;
use std::path::PathBuf;

/// Make the decisions of a journal again: whether they come out as recorded, or what another policy would change.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The journal: what `assess --journal` and `route --journal` wrote, or what a device sent.
    journal: PathBuf,
    /// The policy to decide under, a directory or a blob; the one that decided if it is not given.
    #[arg(long, value_name = "POLICY")]
    policy: Option<PathBuf>,
}

/// Where decisions are recorded.
#[derive(Debug, Args)]
pub(super) struct Record {
    /// Append every decision to this journal, with the policy, so that `plimsoll replay` can make it again.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

impl Record {
    /// Records decisions, if that is wanted; whether it could be done. They are on the disk before anything is told.
    pub(super) fn write(
        &self,
        console: &mut Console,
        record: impl FnOnce(&mut Journal) -> io::Result<()>,
    ) -> bool {
        let Some(path) = &self.journal else { return true };
        let Err(error) = Journal::append_to(path).and_then(|mut journal| record(&mut journal)) else {
            return true;
        };
        let mut diagnostics = Diagnostics::new();
        let message = format!("cannot be appended to: {error}");
        let help = "name a journal, or a new file; nothing else is ever written to";
        diagnostics.push(Diagnostic::error(path.display().to_string(), message).help(help));
        console.diagnose(&diagnostics);
        false
    }
}

impl Replay {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let given = self.policy.as_deref().map(|path| Deployed::read(path, &mut diagnostics));
        // A policy that cannot be used is told together with a journal that cannot.
        let progress = Progress::new();
        let told = |step, at, of| progress.reach(step, at, of);
        let given_policy = given.clone().flatten();
        let replay = journal::Replay::telling(&self.journal, given_policy, &mut diagnostics, told);
        drop(progress);
        console.diagnose(&diagnostics);
        let (Some(replay), false) = (replay, given.is_some_and(|given| given.is_none())) else {
            return Outcome::Bad;
        };
        if console.is_json() {
            console.json(&ReplayView::of(&replay));
        } else {
            heading(&replay, console);
            interrupted(&replay.interrupted, console);
            damaged(&replay.damaged, console);
            different(&replay.different, console);
            sums(&replay, console);
        }
        if replay.is_clean() { Outcome::Fine } else { Outcome::Findings }
    }
}

/// A policy in a line.
fn policy(policy: &Policy<'_>) -> String {
    let identity = policy.identity();
    let digest = hexadecimal(&identity.sources);
    let short = digest.get(..12).unwrap_or(&digest);
    harmless(&format!("{} {} ({short})", identity.name, identity.version))
}

fn heading(replay: &journal::Replay, console: &mut Console) {
    for decided in replay.policies() {
        console.line(&format!("decided under {}", policy(&decided)));
    }
    if let Some(given) = replay.given() {
        console.line(&format!("made again under {}", policy(&given)));
    }
    for note in &replay.notes {
        console.line(&harmless_sentence(&format!("note: {note}")));
    }
    console.line("");
}

fn interrupted(interrupted: &Kept<Interrupted>, console: &mut Console) {
    let told = interrupted.items().iter().take(PART);
    let places: Vec<String> =
        told.map(|Interrupted { offset, bytes }| format!("{offset} ({bytes} bytes)")).collect();
    if places.is_empty() {
        return;
    }
    let listed = u64::try_from(places.len()).unwrap_or(u64::MAX);
    let more = match interrupted.total().saturating_sub(listed) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    console.line(&format!(
        "a writer was interrupted, and nothing that it had acknowledged is lost, at {}{more}",
        places.join(", ")
    ));
    console.line("");
}

fn damaged(damaged: &Kept<Damaged>, console: &mut Console) {
    for part in damaged.items().chunks(PART) {
        let mut table = console.new_table(&["damaged at", "bytes", "what is wrong"], &[0, 1]);
        for Damaged { offset, bytes, what } in part {
            table.add_row([Cell::new(offset), Cell::new(bytes), Cell::new(harmless_sentence(what))]);
        }
        console.table(&table);
    }
    more(damaged, console);
}

fn different(different: &Kept<Different>, console: &mut Console) {
    for part in different.items().chunks(PART) {
        let header = ["", "id", "day", "what differs", "why"];
        let mut table = console.new_table(&header, &[]);
        for one in part {
            let changes = if one.changes.is_empty() { "cannot be made again" } else { &one.changes };
            table.add_row([
                Cell::new(one.recorded.kind()),
                Cell::new(harmless(&one.id)),
                Cell::new(one.day),
                Cell::new(harmless_sentence(changes)),
                Cell::new(harmless_sentence(&one.why)),
            ]);
        }
        console.table(&table);
    }
    more(different, console);
}

/// How many are not listed, and an empty line after a list.
fn more<T>(kept: &Kept<T>, console: &mut Console) {
    match kept.total().saturating_sub(length(kept.items().len())) {
        0 => {}
        more => console.line(&format!("and {more} more")),
    }
    if kept.total() > 0 {
        console.line("");
    }
}

fn sums(replay: &journal::Replay, console: &mut Console) {
    let journal::Replay { decisions, reproduced, .. } = replay;
    console.line(&format!(
        "{}: {reproduced} as recorded, {} otherwise; {}",
        counted(*decisions, "decision", "decisions"),
        replay.different.total(),
        counted(replay.damaged.total(), "damaged stretch", "damaged stretches"),
    ));
}
