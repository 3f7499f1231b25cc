//! What must hold of every decision, as the policy itself states it.

use super::Reading;
use super::item::Seen;
use super::report::Topic;
use super::section::INVARIANT;

/// A rule that must hold in every situation; the proof of a policy examines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// Its name.
    pub name: String,
    /// The function of the rule files that states it.
    pub rule: String,
    /// The line of `policy.toml` that asks for it, from 1.
    pub line: usize,
}

impl Reading<'_, '_> {
    /// Every `[[invariant]]`.
    pub(super) fn invariants(&mut self) -> Vec<Invariant> {
        self.report.turn_to(Topic::Rest);
        let mut invariants = Vec::new();
        let mut seen = Seen::default();
        for section in self.root.rows(&mut self.report, &INVARIANT) {
            let name = section.need(&mut self.report, "name");
            let text = name.as_ref().and_then(|name| name.text(&mut self.report));
            let rule = section.need_text(&mut self.report, "rule");
            let (Some(name), Some(text), Some(rule)) = (name, text, rule) else { continue };
            if seen.is_new(&mut self.report, &name, text, "invariants") {
                let line = self.report.line(section.span.start);
                invariants.push(Invariant { name: text.to_owned(), rule: rule.to_owned(), line });
            }
        }
        invariants
    }
}
