//! Stricter acceptance levels, and obligations that cap them (domain.md A11).

use super::Reading;
use super::item::Seen;
use super::report::{Topic, wrong};
use super::section::{LIMIT, OBLIGATION};
use plimsoll_core::policy::{DraftObligation, Place, Row, Space};

impl Reading<'_, '_> {
    /// Every `[[limit]]`.
    pub(super) fn limits(&mut self) {
        self.report.turn_to(Topic::Limit);
        let askable = self.askable(Space::Risk, LIMIT.header);
        for section in self.root.rows(&mut self.report, &LIMIT) {
            let given = section.need(&mut self.report, "level");
            let level = given.and_then(|_| self.acceptance_level(&section, "level"));
            let when = self.when(&askable, &section, "where");
            let reason = section.reason(&mut self.report);
            self.place(Place::Limit(self.draft.limits.len()), &section.span, LIMIT.header);
            self.draft.limits.push(Row { when, then: level.unwrap_or_default(), reason });
        }
    }

    /// Every `[[obligation]]`; `names` are those of obligations and facets so far.
    pub(super) fn obligations(&mut self, names: &mut Seen) {
        self.report.turn_to(Topic::Obligation);
        for section in self.root.rows(&mut self.report, &OBLIGATION) {
            let name = self.facet_name(&section, names);
            let max_level = self.acceptance_level(&section, "max_level");
            let forbids = section.boolean(&mut self.report, "forbids_acceptance").unwrap_or_default();
            if let (Some(cap), true) = (section.item("max_level"), forbids) {
                let both = wrong(cap.key, "has no use where acceptance is forbidden");
                self.report.push(&cap.span, both.help("give max_level or forbids_acceptance = true"));
            }
            let reason = section.reason(&mut self.report);
            let Some(name) = name else { continue };
            let index = self.draft.obligations.len();
            self.place_name(Place::Obligation(index), &section);
            self.draft.obligations.push(DraftObligation {
                name: name.to_owned(),
                max_level,
                forbids_acceptance: forbids,
                reason,
            });
        }
    }
}
