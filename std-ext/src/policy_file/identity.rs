//! Who wrote a policy and who approved it (domain.md E5).

use super::Reading;
use super::report::{Topic, wrong};
use super::section::POLICY;
use crate::registers::outline;

impl Reading<'_, '_> {
    /// `[policy]`, the one table that must be there; gives the description.
    pub(super) fn identity(&mut self) -> String {
        self.report.turn_to(Topic::Policy);
        let section = self.root.one(&mut self.report, &POLICY);
        if !section.is_present() {
            if self.report.is_whole() && !self.report.doubts(Topic::Policy) {
                let missing = wrong("[policy]", "is missing");
                self.report.about_file(missing.help("give [policy] with name, version, author and approver"));
            }
            return String::new();
        }
        for (key, field) in [
            ("name", &mut self.draft.name),
            ("version", &mut self.draft.version),
            ("author", &mut self.draft.author),
            ("approver", &mut self.draft.approver),
        ] {
            if let Some(text) = section.need_text(&mut self.report, key) {
                text.clone_into(field);
            }
        }
        let same = outline(&self.draft.author) == outline(&self.draft.approver);
        if let (Some(approver), true) = (section.item("approver"), same) {
            let help = "whoever writes a policy does not approve it; name somebody else";
            self.report.push(&approver.span, approver.wrong("is the author as well").help(help));
        }
        section.remark(&mut self.report, "description")
    }
}
