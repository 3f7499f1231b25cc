//! Who acts on incidents, and the kinds of incident there are (domain.md B2, B3).

use super::Reading;
use super::item::Seen;
use super::report::{Topic, wrong};
use super::section::{INCIDENT, ROUTE, Section, TEAM};
use crate::registers::fold;
use plimsoll_core::policy::{DraftTeam, Place};
use plimsoll_core::{MAX_LEVELS, MAX_RIGHTS};
use std::collections::BTreeSet;

/// The kind that holds where no other does.
const OTHER: &str = "other";

/// The most kinds of incident.
pub(super) const MAX_KINDS: usize = 64;

impl Reading<'_, '_> {
    /// `[incident]`.
    pub(super) fn incident(&mut self) {
        self.report.turn_to(Topic::Incident);
        let section = self.root.one(&mut self.report, &INCIDENT);
        let Some(item) = section.item("kinds") else { return };
        let Some(mut kinds) = item.names(&mut self.report, "kinds", 1..=MAX_KINDS) else { return };
        if !kinds.iter().any(|kind| fold(kind) == OTHER) {
            kinds.insert(0, OTHER.into());
        }
        if kinds.len() > MAX_KINDS {
            let many = wrong(item.key, format!("has {} kinds with \"{OTHER}\"", kinds.len()));
            self.report.push(&item.span, many.valid([format!("at most {MAX_KINDS}")]));
            return;
        }
        self.draft.kinds = kinds;
    }

    /// Every `[[team]]`: it replaces the standard one of its name, or comes after them. Where there is any, the other standard
    /// teams are there only as far as a row of the routing leads to them, or a stated team passes on to them.
    pub(super) fn teams(&mut self) {
        self.report.turn_to(Topic::Team);
        self.drop_unnamed_teams();
        let sections = self.root.rows(&mut self.report, &TEAM);
        let mut seen = Seen::default();
        let mut named = Vec::new();
        for section in &sections {
            let Some(item) = section.need(&mut self.report, "name") else { continue };
            let Some(name) = item.text(&mut self.report) else { continue };
            if seen.is_new(&mut self.report, &item, name, "teams") {
                let index = self.team(section, name);
                self.place_name(Place::Team(index), section);
                named.push((index, section));
            }
        }
        for (index, section) in named {
            let next = self.next_team(section);
            if let Some(team) = self.draft.teams.get_mut(index) {
                team.next = next;
            }
        }
    }

    /// Drops the standard teams that the file, which states teams of its own, has no use for. All stay if it is not certain
    /// which these are, so that no word is called unknown for what is wrong elsewhere.
    fn drop_unnamed_teams(&mut self) {
        let texts = |table, key| self.root.texts(table, key).filter(|_| self.report.is_whole());
        let (Some(declared), Some(next), Some(mut targets)) =
            (texts(&TEAM, "name"), texts(&TEAM, "next"), texts(&ROUTE, "to"))
        else {
            return;
        };
        if declared.is_empty() {
            return;
        }
        if targets.is_empty() {
            targets = self.draft.routes.iter().map(|row| fold(&row.then.to)).collect();
        }
        let standard: BTreeSet<String> = self.draft.teams.iter().map(|team| fold(&team.name)).collect();
        let mut named = targets.iter().chain(&next);
        if named.all(|name| standard.contains(name) || declared.contains(name)) {
            let used = [declared, next, targets];
            self.draft.teams.retain(|team| used.iter().any(|names| names.contains(&fold(&team.name))));
        }
    }

    /// Puts a team, without whom it passes on to, in its place, and gives that.
    fn team(&mut self, section: &Section<'_>, name: &str) -> usize {
        let level = section.need(&mut self.report, "level");
        let level = level.and_then(|item| item.integer(&mut self.report, 1..=i64::from(MAX_LEVELS)));
        let level: u8 = level.unwrap_or(1);
        let rights = section.integer(&mut self.report, "rights", 0..=i64::from(MAX_RIGHTS));
        let staffed = section.boolean(&mut self.report, "staffed");
        let team = DraftTeam {
            name: name.to_owned(),
            level,
            rights: rights.unwrap_or(level.min(MAX_RIGHTS)),
            staffed: staffed.unwrap_or(true),
            next: None,
        };
        let held = self.draft.teams.iter_mut().enumerate().find(|(_, held)| fold(&held.name) == fold(name));
        match held {
            Some((index, held)) => {
                *held = team;
                index
            }
            None => {
                self.draft.teams.push(team);
                self.draft.teams.len().saturating_sub(1)
            }
        }
    }

    fn next_team(&mut self, section: &Section<'_>) -> Option<String> {
        let item = section.item("next")?;
        let word = item.text(&mut self.report)?;
        self.team_named(&item, word).map(|team| team.name)
    }

    /// The team of a name; what is not one is reported.
    pub(super) fn team_named(&mut self, item: &super::item::Item<'_>, word: &str) -> Option<DraftTeam> {
        let found = self.draft.teams.iter().find(|team| fold(&team.name) == fold(word)).cloned();
        if found.is_none() {
            let names = self.draft.teams.iter().map(|team| team.name.as_str());
            let help = self.report.suggest(word, names.clone());
            let unknown = item.wrong("is not a team").valid(names).maybe_help(help);
            self.report.push_linked(&item.span, unknown);
        }
        found
    }
}
