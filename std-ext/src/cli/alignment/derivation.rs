//! How much derives from each guiding principle.

use super::Console;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::diagnostic::harmless;
use comfy_table::Cell;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let profile = alignment.derivation();
    if profile.principles.is_empty() {
        return;
    }
    let header = ["guiding principle", "", "requirements", "standards", "procedures", "rules and rows"];
    for part in profile.principles.chunks(PART) {
        let mut table = console.new_table(&header, &[2, 3, 4, 5]);
        for reach in part {
            let names = [&reach.principle.id, &reach.principle.title].map(|name| Cell::new(harmless(name)));
            let counts = [reach.requirements, reach.standards, reach.procedures, reach.rule_count];
            table.add_row(names.into_iter().chain(counts.map(Cell::new)));
        }
        console.table(&table);
    }
    console.line("");
}
