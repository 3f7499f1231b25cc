//! The tools in use that should not be.

use super::super::assess::PART;
use super::super::console::Console;
use crate::assessment::placement::{ToolUse, Verdict};
use crate::diagnostic::{harmless, harmless_sentence};
use comfy_table::Cell;

pub(super) fn text(uses: &[ToolUse<'_>], console: &mut Console) {
    if uses.is_empty() {
        return;
    }
    let wrong: Vec<&ToolUse<'_>> = uses.iter().filter(|tool| tool.verdict != Verdict::Fine).collect();
    let (all, fine) = (uses.len(), uses.len().saturating_sub(wrong.len()));
    console.line("");
    console.line(&format!("tools in use: {fine} of {all} as the policy says"));
    for part in wrong.chunks(PART) {
        let mut table = console.new_table(&["asset", "tool", "verdict", ""], &[]);
        for tool in part {
            let cells = [
                harmless(&tool.asset.id),
                harmless(tool.tool),
                tool.verdict.label().into(),
                harmless_sentence(&tool.text()),
            ];
            table.add_row(cells.map(Cell::new));
        }
        console.table(&table);
    }
}
