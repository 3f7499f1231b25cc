//! `plimsoll changes`

use super::assess::{dated, out_of_scope};
use super::console::{Console, LISTED, listed};
use super::progress::Progress;
use super::{AsOf, Outcome, parse_day, read};
use crate::Organisation;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless, harmless_sentence};
use crate::history::json::ChangesView;
use crate::history::{Changes, Events, Part, RiskChange, Split};
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::{Day, Policy};
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

/// Tell what changed since a day, or between two directories, and what came of what: of actions and risks that were found, of
/// work that was done, of ratings, and of the policy.
#[derive(Debug, Args)]
pub(super) struct Between {
    /// One directory with policy.toml and the registers (the built-in sample if it is left out) together with --since; or two,
    /// such as two checkouts of one, the older first.
    #[arg(value_names = ["DIR|OLD", "NEW"], num_args = 0..=2)]
    directories: Vec<PathBuf>,
    /// The day since which to look for changes, by the dates in the register itself.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<Day>,
    #[command(flatten)]
    as_of: AsOf,
}

impl Between {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let as_of = self.as_of.day();
        let mut diagnostics = Diagnostics::new();
        let read = self.read(as_of, &mut diagnostics);
        console.diagnose(&diagnostics);
        let changes = match &read {
            None => return Outcome::Bad,
            Some((before, after)) => Progress::during("comparing", || match before {
                Before::Directory(old) => Changes::between(old, after, as_of),
                Before::Day(since) => Changes::since(after, *since, as_of),
            }),
        };
        if console.is_json() {
            console.json(&ChangesView::of(&changes));
        } else {
            tell(&changes, console);
            if let Some((_, after)) = &read {
                out_of_scope(after, console);
            }
        }
        Outcome::Fine
    }

    /// What is compared with what; all that is wrong is told.
    fn read(&self, as_of: Day, diagnostics: &mut Diagnostics) -> Option<(Before, Organisation)> {
        if let Some(since) = self.since.filter(|since| *since > as_of) {
            let message = format!("is after the day as of which to judge, {as_of}");
            let wrong = Diagnostic::error("command line", message).field("--since").found(since.to_string());
            diagnostics.push(wrong.help("give an earlier day, or a later one with --as-of"));
        }
        let read = match (self.directories.as_slice(), self.since) {
            ([], Some(since)) => Some((Before::Day(since), Organisation::sample())),
            ([directory], Some(since)) => {
                read(directory, diagnostics).map(|after| (Before::Day(since), after))
            }
            ([old, new], None) => {
                let (old, new) = (read_one_of_two(old, diagnostics), read_one_of_two(new, diagnostics));
                old.zip(new).map(|(old, new)| (Before::Directory(Box::new(old)), new))
            }
            (directories, since) => {
                let message = match since {
                    Some(_) => "two directories are compared with each other, without --since",
                    None if directories.is_empty() => "there is nothing to compare",
                    None => "there is nothing to compare the directory with",
                };
                let help = "give a directory and --since DATE, or two directories, the older first";
                diagnostics.push(Diagnostic::error("command line", message).help(help));
                None
            }
        };
        read.filter(|_| !diagnostics.is_error())
    }
}

/// What a directory is compared with.
enum Before {
    /// Itself, as it was on a day.
    Day(Day),
    /// Another.
    Directory(Box<Organisation>),
}

/// Reads one of two directories; what is wrong is told with the directory, since both have files of the same names.
fn read_one_of_two(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Organisation> {
    let mut found = Diagnostics::new();
    let organisation = read(directory, &mut found);
    diagnostics.append_from(directory, &found);
    organisation
}

/// How many risks are told, those that changed most; JSON has them all.
const MOST: usize = 20;

fn tell(changes: &Changes<'_>, console: &mut Console) {
    dated(changes.policy(), changes.as_of(), console);
    if let Some(since) = changes.since_day() {
        console.line(&format!("since {since}:"));
    } else {
        let [old, new] = [changes.old_policy(), changes.policy()].map(Policy::identity);
        let name = |name: &str, version: &str| harmless(&format!("{name} {version}"));
        console.line(&format!(
            "between two directories, with the policies {} and {}:",
            name(old.name, old.version),
            name(new.name, new.version)
        ));
    }
    console.line("");
    let total = changes.total();
    let mut table = console.new_table(&HEADER, &[1, 2, 3, 4, 5, 6]);
    table.add_row(row("score", total.score));
    table.add_row(row("above limit", total.above_limit));
    console.table(&table);
    console.line("");
    risks(changes, console);
    events(changes.events(), console);
    for note in changes.notes() {
        console.line(&harmless_sentence(&format!("note: {note}")));
    }
}

/// The parts stand between what they lead from and to; there is no sum of parts, which would set finding off against doing.
const HEADER: [&str; 7] = ["", "before", "discovered", "worked", "re-rated", "policy", "after"];

fn row(name: &str, split: Split) -> Vec<Cell> {
    let part = |part: &Part| match split.part(*part) {
        0 => "0".into(),
        number => format!("{number:+}"),
    };
    let parts = Part::ALL.iter().map(part);
    let cells = [name.into(), split.before().to_string()].into_iter().chain(parts);
    cells.chain([split.after().to_string()]).map(Cell::new).collect()
}

/// How much moved in a risk, to tell the largest changes first; nothing that is shown.
fn moved(change: &RiskChange<'_>) -> (u64, u64) {
    let sum = |split: Split| Part::ALL.iter().map(|part| split.part(*part).unsigned_abs()).sum();
    let measures = change.measures();
    (sum(measures.score), sum(measures.above_limit))
}

fn risks(changes: &Changes<'_>, console: &mut Console) {
    let mut largest: Vec<&RiskChange<'_>> = changes.risks().iter().collect();
    largest.sort_by_key(|change| Reverse(moved(change)));
    let left_out = largest.len().saturating_sub(MOST);
    largest.truncate(MOST);
    let unchanged = changes.unchanged();
    match largest.len() {
        0 => console.line(&format!("no risk changed; {unchanged} did not")),
        _ => console.line(&format!("risks that changed: {}; unchanged: {unchanged}", changes.risks().len())),
    }
    if !largest.is_empty() {
        let header: Vec<&str> =
            ["risk"].into_iter().chain(HEADER.into_iter().skip(1)).chain(["", ""]).collect();
        let mut table = console.new_table(&header, &[1, 2, 3, 4, 5, 6]);
        for change in &largest {
            let above = change.measures().above_limit;
            let crossed = match (above.before(), above.after()) {
                (0, 1) => "now above its limit",
                (1, 0) => "no longer above its limit",
                _ => "",
            };
            let mut cells = row(&harmless(change.id()), change.measures().score);
            cells.extend([Cell::new(change.state.label()), Cell::new(crossed)]);
            table.add_row(cells);
        }
        console.table(&table);
        if left_out > 0 {
            console.line(&format!("and {left_out} more that changed less (--format json has them all)"));
        }
        console.line("");
        for change in &largest {
            console.line(&format!("{}:", harmless(change.id())));
            for cause in changes.causes(change) {
                let part = words(cause.part);
                console.line(&harmless_sentence(&format!("  {part}: {}", cause.text)));
            }
        }
    }
    console.line("");
}

/// What a part is called in sentences.
const fn words(part: Part) -> &'static str {
    match part {
        Part::Discovered => "discovered",
        Part::Worked => "worked",
        Part::ReRated => "re-rated",
        Part::Policy => "policy",
    }
}

fn events(events: &Events<'_>, console: &mut Console) {
    let all = [
        ("actions identified", &events.discovered_actions),
        ("actions completed", &events.completed_actions),
        ("actions no longer completed", &events.reopened_actions),
        ("actions withdrawn", &events.withdrawn_actions),
        ("risks identified", &events.new_risks),
        ("risks closed", &events.closed_risks),
        ("risks opened again", &events.reopened_risks),
        ("risks gone from the register", &events.removed_risks),
        ("risks that came into scope", &events.risks_into_scope),
        ("risks that went out of scope", &events.risks_out_of_scope),
        ("threats identified", &events.new_threats),
        ("assets new", &events.new_assets),
        ("risks re-rated", &events.re_rated),
    ];
    for (what, ids) in all.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        console.line(&format!("{what} ({}): {}", ids.len(), listed(ids, LISTED)));
    }
}
