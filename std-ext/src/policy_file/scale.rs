//! The names of the impact and likelihood levels (domain.md A8, A9).

use super::Reading;
use super::item::Item;
use super::report::{Report, Topic};
use super::section::SCALE;
use crate::registers::fold;
use plimsoll_core::{CiaFloor, EstimateRule, Impact, Likelihood, LikelihoodRule, MAX_SCALE};

impl Reading<'_, '_> {
    /// `[scale]`, and the likelihood rule and floor that fit it until `[acceptance]` says otherwise.
    pub(super) fn scale(&mut self) {
        self.report.turn_to(Topic::Scale);
        let section = self.root.one(&mut self.report, &SCALE);
        for (key, field) in [("impact", &mut self.draft.impact), ("likelihood", &mut self.draft.likelihood)] {
            if let Some(names) = section.item(key).and_then(|item| levels(&item, &mut self.report)) {
                *field = names;
            }
        }
        let count = |names: &[String]| u8::try_from(names.len()).unwrap_or(MAX_SCALE);
        let (impacts, likelihoods) = (count(&self.draft.impact), count(&self.draft.likelihood));
        let rule =
            LikelihoodRule::new(likelihoods, Likelihood::saturating(likelihoods), EstimateRule::Higher);
        self.draft.likelihood_rule = rule.unwrap_or(LikelihoodRule::STANDARD);
        if let Some(standard) = CiaFloor::STANDARD.impacts() {
            let [low, medium, high] = standard.map(|impact| Impact::saturating(impact.get().min(impacts)));
            self.draft.cia_floor = CiaFloor::new(low, medium, high).unwrap_or(CiaFloor::NONE);
        }
    }
}

/// The names of the levels of a scale. One that reads as a number is its own, or the number would mean two levels.
fn levels(item: &Item<'_>, report: &mut Report<'_>) -> Option<Vec<String>> {
    let names = item.names(report, "levels", 2..=usize::from(MAX_SCALE))?;
    let entries = item.list(report)?;
    let mut sound = true;
    for (number, (name, entry)) in (1_i64..).zip(names.iter().zip(&entries)) {
        if name.trim().parse::<i64>().is_ok_and(|read| read != number) {
            let message = format!("reads as a number, but is level {number}");
            report.push(&entry.span, entry.wrong(message).help("give it another name"));
            sound = false;
        }
    }
    sound.then_some(names)
}

/// A level given by its name or its number, counted from 1.
pub(super) fn level(item: &Item<'_>, names: &[String], what: &str, report: &mut Report<'_>) -> Option<u8> {
    let last = u8::try_from(names.len()).unwrap_or(u8::MAX);
    let word = match item.number() {
        Some(number) => number.to_string(),
        None => item.shown().trim().to_owned(),
    };
    let named = (1..=last).zip(names).find(|(_, name)| fold(name) == fold(&word)).map(|(level, _)| level);
    let level = named.or_else(|| word.parse().ok().filter(|level| (1..=last).contains(level)));
    if level.is_none() {
        let help = report.suggest(&word, names.iter().map(String::as_str));
        let valid = names.iter().cloned().chain([format!("1 to {last}")]);
        let unknown = item.wrong(format!("is not a level of {what}")).valid(valid).maybe_help(help);
        report.push_linked(&item.span, unknown);
    }
    level
}
