//! The work systems, and how far they do what the check asks for.

use super::Console;
use super::objectives::spaced;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::cli::console::{LISTED, listed};
use crate::diagnostic::harmless;
use crate::practice::{Check, Checks};
use crate::words::{counted, length};
use comfy_table::Cell;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let checks = Checks::of(alignment.registers());
    let all: Vec<&Check<'_>> = checks.all().collect();
    for part in all.chunks(PART) {
        let mut table = console.new_table(&["work system", "coverage", "answered", "weakest"], &[1, 2]);
        for check in part {
            let coverage = check.coverage;
            let share = coverage.share().map_or("-".to_owned(), |share| format!("{share} %"));
            let answered = format!("{} of {}", coverage.answered(), coverage.questions());
            table.add_row(
                [harmless(check.work_system).to_string(), share, answered, weakest(check)].map(Cell::new),
            );
        }
        console.table(&table);
    }
    let unanswered: Vec<&&Check<'_>> = all.iter().filter(|check| check.coverage.unanswered > 0).collect();
    for check in unanswered.iter().take(LISTED) {
        let missing: Vec<&str> = check.missing().map(|question| question.id).collect();
        console.line(&format!(
            "not answered for {}: {}",
            harmless(check.work_system),
            listed(&missing, LISTED)
        ));
    }
    let more = length(unanswered.len().saturating_sub(LISTED));
    if more > 0 {
        console.line(&format!("and {}", counted(more, "more work system", "more work systems")));
    }
    if !all.is_empty() {
        console.line("");
    }
}

/// The aspect that is covered least.
fn weakest(check: &Check<'_>) -> String {
    check.weakest().map_or("-".to_owned(), |(aspect, share)| format!("{}, {share} %", spaced(aspect.label())))
}
