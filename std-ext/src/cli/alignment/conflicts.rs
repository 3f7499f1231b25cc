//! Conflicts of values.

use super::Console;
use super::objectives::spaced;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::cli::console::listed;
use crate::diagnostic::{harmless, harmless_sentence};
use crate::registers::Conflict;
use comfy_table::Cell;
use plimsoll_core::{ConflictState, Day};

/// How many assets of a conflict are named.
const NAMED: usize = 8;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let as_of = alignment.assessment().as_of();
    let conflicts = alignment.registers().conflicts();
    for part in conflicts.chunks(PART) {
        let header =
            ["conflict", "area", "security", "work", "state", "reasons", "remedies", "lowers", "endangers"];
        let mut table = console.new_table(&header, &[]);
        for conflict in part {
            table.add_row(row(conflict, as_of));
        }
        console.table(&table);
    }
    if !conflicts.is_empty() {
        console.line("");
    }
}

fn row(conflict: &Conflict, as_of: Day) -> [Cell; 9] {
    let value = conflict.value();
    let assets: Vec<&str> = conflict.assets.iter().map(String::as_str).collect();
    let unit = conflict.unit.as_deref().map(|unit| format!("all of {}", harmless(unit)));
    let named = (!assets.is_empty()).then(|| listed(&assets, NAMED));
    let endangers: Vec<String> = named.into_iter().chain(unit).collect();
    let state = match value.state(as_of) {
        ConflictState::Open(Some(opened)) => format!("open since {opened}"),
        ConflictState::Open(None) => "open".to_owned(),
        ConflictState::Resolved(resolved) => format!("resolved {resolved}"),
        ConflictState::YetToCome => "yet to come".to_owned(),
    };
    [
        harmless(&conflict.id).to_string(),
        value.area.label().to_owned(),
        harmless_sentence(&conflict.security_value).to_string(),
        harmless_sentence(&conflict.work_value).to_string(),
        state,
        or_none(value.reasons.iter().map(|reason| spaced(reason.label()))),
        or_none(value.remedies().iter().map(|remedy| spaced(remedy.label()))),
        or_none(value.lowers.iter().map(|lowered| spaced(lowered.label()))),
        or_none(endangers.into_iter()),
    ]
    .map(Cell::new)
}

/// Words in a row, or a dash for none.
fn or_none(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}
