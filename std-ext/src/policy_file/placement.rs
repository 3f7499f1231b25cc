//! What may be put where: the tools and the placement table (domain.md D3).

use super::Reading;
use super::item::{Item, Seen};
use super::report::Topic;
use super::section::{PLACEMENT, Section, TOOL};
use crate::registers::fold;
use plimsoll_core::Permission;
use plimsoll_core::policy::{DraftPlacement, DraftTool, Place, Row, Space};

/// Where the tools come from.
#[derive(Clone, Copy)]
enum Tools {
    /// From the rows that name them.
    AsNamed,
    /// From `[[tool]]` alone.
    Stated,
    /// From `[[tool]]`, which is not to be relied on.
    Doubtful,
}

impl Reading<'_, '_> {
    /// Every `[[tool]]`. Where there is none, the tools are those that rows of the table name.
    pub(super) fn tools(&mut self) {
        self.report.turn_to(Topic::Placement);
        let mut seen = Seen::default();
        for section in self.root.rows(&mut self.report, &TOOL) {
            let purpose = section.remark(&mut self.report, "purpose");
            let Some(item) = section.need(&mut self.report, "name") else { continue };
            let Some(name) = item.text(&mut self.report) else { continue };
            if seen.is_new(&mut self.report, &item, name, "tools") {
                self.place_name(Place::Tool(self.draft.tools.len()), &section);
                self.draft.tools.push(DraftTool { name: name.to_owned(), purpose });
            }
        }
    }

    /// Every `[[placement]]`.
    pub(super) fn placements(&mut self) {
        self.report.turn_to(Topic::Placement);
        let askable = self.askable(Space::Risk, PLACEMENT.header);
        let sections = self.root.rows(&mut self.report, &PLACEMENT);
        let tools = match (self.root.states(&TOOL), self.report.doubts(Topic::Placement)) {
            (false, _) => Tools::AsNamed,
            (true, false) => Tools::Stated,
            (true, true) => Tools::Doubtful,
        };
        for section in &sections {
            let when = self.when(&askable, section, "when");
            let reason = section.reason(&mut self.report);
            let then = section.need(&mut self.report, "then");
            let then =
                then.and_then(|item| item.choice(&mut self.report, "a permission", Permission::LABELS));
            let permission = then.and_then(|index| Permission::ALL.get(index).copied());
            let Some(tool) = self.row_tool(section, tools) else { continue };
            let Some(permission) = permission else { continue };
            self.place(Place::Placement(self.draft.placements.len()), &section.span, PLACEMENT.header);
            self.draft.placements.push(Row { when, then: DraftPlacement { tool, permission }, reason });
        }
    }

    /// The tool of a row, or none for a row about every tool; `None` if what stands there is wrong, which is reported.
    fn row_tool(&mut self, section: &Section<'_>, tools: Tools) -> Option<Option<String>> {
        let Some(item) = section.item("tool") else { return Some(None) };
        let name = item.text(&mut self.report)?;
        if let Some(known) = self.draft.tools.iter().find(|tool| fold(&tool.name) == fold(name)) {
            return Some(Some(known.name.clone()));
        }
        match tools {
            Tools::AsNamed => {
                self.place(Place::Tool(self.draft.tools.len()), &item.span, PLACEMENT.header);
                self.draft.tools.push(DraftTool { name: name.to_owned(), purpose: String::new() });
                return Some(Some(name.to_owned()));
            }
            Tools::Stated => self.unknown_tool(&item, name),
            Tools::Doubtful => self.report.doubt(),
        }
        None
    }

    fn unknown_tool(&mut self, item: &Item<'_>, name: &str) {
        let names = self.draft.tools.iter().map(|tool| tool.name.as_str());
        let help = self.report.suggest(name, names.clone());
        let unknown = item.wrong("is not a tool that [[tool]] states").valid(names).maybe_help(help);
        self.report.push_linked(&item.span, unknown);
    }
}
