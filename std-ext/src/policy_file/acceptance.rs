//! How much risk may be carried: the acceptance level, and what likelihood and impact start from (domain.md A8, A9, A11).

use super::report::{Topic, wrong};
use super::scale::level;
use super::section::{ACCEPTANCE, Section};
use super::{FILE, Reading};
use plimsoll_core::policy::Reason;
use plimsoll_core::{CiaFloor, EstimateRule, Impact, Likelihood, LikelihoodRule, MAX_SCORE};

/// The standard acceptance level, and the highest score that it is a share of.
const STANDARD: (u16, u16) = (9, 25);

impl Reading<'_, '_> {
    /// `[acceptance]`.
    pub(super) fn acceptance(&mut self) {
        self.report.turn_to(Topic::Acceptance);
        let section = self.root.one(&mut self.report, &ACCEPTANCE);
        let (level, top) = STANDARD;
        let share = self.draft.top().saturating_mul(level).checked_div(top).unwrap_or_default();
        let given = self.acceptance_level(&section, "level");
        self.draft.acceptance_level = given.unwrap_or_else(|| u8::try_from(share).unwrap_or(u8::MAX));
        let place = section.item("level").map_or(section.span.clone(), |item| item.span);
        let line = if section.is_present() { self.report.short_line(&place) } else { 0 };
        let principle = section.remark(&mut self.report, "derives_from");
        self.draft.acceptance_reason = Reason { source: FILE.into(), line, principle, ..Reason::default() };
        if section.is_present() {
            self.place(plimsoll_core::policy::Place::Acceptance, &place, ACCEPTANCE.header);
        }
        self.likelihood_rule(&section);
        self.floor(&section);
    }

    /// A level that scores are compared with: 0, nothing, to the highest score.
    pub(super) fn acceptance_level(&mut self, section: &Section<'_>, key: &str) -> Option<u8> {
        let unsure = self.report.doubts(Topic::Scale) || self.report.doubts(Topic::Matrix);
        let top = if unsure { i64::from(MAX_SCORE) } else { i64::from(self.draft.top()) };
        section.integer(&mut self.report, key, 0..=top)
    }

    fn likelihood_rule(&mut self, section: &Section<'_>) {
        let rule = self.draft.likelihood_rule;
        let unsure = self.report.doubts(Topic::Scale);
        let no_actions = section.item("no_actions").filter(|_| !unsure);
        let no_actions = no_actions
            .and_then(|item| level(&item, &self.draft.likelihood, "likelihood", &mut self.report))
            .map_or(rule.no_actions(), Likelihood::saturating);
        let estimate = section.item("estimate");
        let estimate = estimate
            .and_then(|item| item.choice(&mut self.report, "a rule for estimates", EstimateRule::LABELS))
            .and_then(|index| EstimateRule::ALL.get(index).copied())
            .unwrap_or_default();
        self.draft.likelihood_rule = LikelihoodRule::new(rule.levels(), no_actions, estimate).unwrap_or(rule);
    }

    /// The least impact for each level of the asset's rating: three levels of impact that ascend, or none.
    fn floor(&mut self, section: &Section<'_>) {
        let unsure = self.report.doubts(Topic::Scale);
        let Some(item) = section.item("cia_floor").filter(|_| !unsure) else { return };
        let Some(entries) = item.list(&mut self.report) else { return };
        if entries.is_empty() {
            self.draft.cia_floor = CiaFloor::NONE;
            return;
        }
        let help = "give the least impact for low, medium and high, or [] for no floor";
        if entries.len() != 3 {
            let message = format!("has {} levels", entries.len());
            self.report.push(&item.span, wrong(item.key, message).valid(["3 levels", "[]"]).help(help));
            return;
        }
        let levels: Vec<_> = entries
            .iter()
            .filter_map(|entry| level(entry, &self.draft.impact, "impact", &mut self.report))
            .map(Impact::saturating)
            .collect();
        let [low, medium, high] = levels.as_slice() else { return };
        match CiaFloor::new(*low, *medium, *high) {
            Some(floor) => self.draft.cia_floor = floor,
            None => self.report.push(&item.span, wrong(item.key, "does not ascend").help(help)),
        }
    }
}
