//! A comparison over a register in brief, so that it fits a screen: a line for what becomes of each entry, and each thing that
//! makes a difference once, under a number.

use super::place;
use crate::cli::console::Console;
use crate::diagnostic::{grouped, harmless_sentence};
use crate::difference::Entry;
use crate::difference::json::percent;
use plimsoll_scripting::{Cause, Changes};

pub(super) fn tell(sides: &[(&str, &Changes)], entries: &[Entry], console: &mut Console) {
    console.line("");
    sides.iter().for_each(|(what, changes)| console.line(&sum(what, changes)));
    if sides.iter().any(|(_, changes)| changes.changed > 0) {
        console.line("  (--cubes 4 tells which, and why)");
    }
    console.line("");
    super::count(entries, console);
    let mut causes: Vec<&Cause> = Vec::new();
    for entry in entries {
        let mut because: Vec<usize> = entry.causes.iter().map(|cause| number(cause, &mut causes)).collect();
        because.sort_unstable();
        because.dedup();
        let because: Vec<String> = because.iter().map(ToString::to_string).collect();
        let because = if because.is_empty() { String::new() } else { format!(" ({})", because.join(" ")) };
        console.line(&harmless_sentence(&format!("{}{because}", super::entry(entry))));
    }
    if !causes.is_empty() {
        console.line("");
        console.line("because this speaks no more (-), or does now (+):");
    }
    for (cause, number) in causes.iter().zip(1..) {
        let sign = if cause.new { '+' } else { '-' };
        let line = format!("  {number:>2} {sign} {}: {}", place(cause), cause.text);
        console.line(&harmless_sentence(&line));
    }
}

/// How much changes over every situation.
fn sum(what: &str, changes: &Changes) -> String {
    let all = grouped(changes.situations);
    match changes.changed {
        0 => format!("{what}: nothing changes in {all} situations"),
        changed => {
            let share = percent(changed, changes.situations);
            format!("{what}: {} of {all} situations change, {share} %", grouped(changed))
        }
    }
}

/// The number of a cause, from 1: what the same line of the same rule says is one.
fn number<'c>(cause: &'c Cause, known: &mut Vec<&'c Cause>) -> usize {
    let at = known.iter().position(|other| *other == cause).unwrap_or_else(|| {
        known.push(cause);
        known.len().saturating_sub(1)
    });
    at.saturating_add(1)
}
