//! The part of compiling that concerns the placement table (domain.md D3).

use super::{Compiler, last};
use crate::diagram::Forest;
use crate::facet::{self, Facet};
use crate::policy::draft::{Draft, Space};
use crate::policy::fault::{Fault, Place};
use crate::policy::pack::{Pool, Texts};
use crate::policy::placements::{PlacementRow, PlacementsWire};
use crate::table::{Condition, TableFault, When, lay};
use alloc::format;
use alloc::vec::Vec;

/// Stands for the tool while the table is laid, at a position that no row of this table can ask for.
const TOOL: Facet = facet::IMPACT;

impl Compiler<'_> {
    /// The placement section; `None` where the policy knows no tool.
    pub(super) fn placements(&mut self) -> Option<Vec<u8>> {
        let draft = self.draft;
        let every = draft.placements.iter().position(|row| row.then.tool.is_none());
        let (false, tools) = (draft.tools.is_empty(), last(draft.tools.len())) else {
            if let Some(row) = every {
                let message = "the row is for every tool, and the policy knows none";
                let help = "state tools in [[tool]], or give the row a tool";
                self.faults.push(Fault::new(Place::Placement(row), message, help));
            }
            return None;
        };
        let mut texts = Texts::default();
        let mut rows = Vec::new();
        let mut conditions: Vec<When> = Vec::new();
        for row in &draft.placements {
            let tool = row.then.tool.as_ref().and_then(|name| draft.tool(name));
            let name = row.then.tool.as_deref().unwrap_or("every tool");
            let words = |when: &str| format!("{name} {} where {when}", row.then.permission);
            let reason = texts.reason(&draft.reason(Space::Risk, row, words));
            rows.extend(PlacementRow { tool, permission: row.then.permission, reason }.write());
            let only = tool.map(|tool| Condition::within(TOOL, tool.into()..=tool.into()));
            conditions.push(row.when.iter().cloned().chain(only).collect());
        }
        let mut forest = forest(draft, tools);
        let (table, faults) = lay(&mut forest, &conditions);
        if forest.is_exhausted() {
            let message = "the placement table tells more situations apart than can be worked through";
            let help = "use fewer rows, or fewer facets in them";
            self.faults.push(Fault::new(Place::Placement(0), message, help));
            return None;
        }
        // Where no row matches, nothing is said, which is no fault of this table.
        let dead = faults.into_iter().filter(|fault| matches!(fault, TableFault::Dead { .. })).collect();
        self.report(Space::Risk, dead, draft.placements.len(), Place::Placement, Place::Placement(0));
        let functions: Vec<_> = (0..tools).map(|tool| forest.restrict(table, TOOL, tool)).collect();
        let (words, roots) = match forest.emit_all(&functions) {
            Ok(emitted) => emitted,
            Err(large) => {
                let message = format!("the diagrams need {} words; there is room for 32,768", large.words);
                let help = "use fewer rows, or fewer facets in them";
                self.faults.push(Fault::new(Place::Placement(0), message, help));
                return None;
            }
        };
        let mut records = Vec::new();
        for (tool, root) in draft.tools.iter().zip(roots) {
            let [name, purpose] = [&tool.name, &tool.purpose].map(|text| texts.text(text).to_le_bytes());
            records.extend([name, purpose, root.to_le_bytes()].as_flattened());
        }
        if !texts.fit() {
            let help = "shorten the reasons";
            self.faults.push(Fault::new(Place::Placement(0), "more than 65,534 texts", help));
        }
        let pool = Pool::new([], texts);
        let strings = pool.wire();
        let (pool, ends, reasons) = (strings.pool, strings.ends, strings.reasons);
        let wire = PlacementsWire { pool, ends, tools: &records, rows: &rows, words: &words, reasons };
        postcard::to_allocvec(&wire).ok()
    }
}

/// A forest over what is known of risks, with the tool in the place of the impact.
fn forest(draft: &Draft, tools: u16) -> Forest {
    let facets = draft.facets_of(Space::Risk).into_iter().filter(|known| known.facet != TOOL);
    let facets = facets.filter_map(|known| Some((known.facet, known.domain.domain()?.size())));
    Forest::new(facets.chain([(TOOL, tools)]))
}
