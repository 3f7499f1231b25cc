//! Where incidents go (domain.md B2, B3).

use super::Reading;
use super::item::Item;
use super::report::Topic;
use super::section::{ROUTE, Section};
use crate::registers::fold;
use plimsoll_core::facet::KIND;
use plimsoll_core::policy::{Draft, DraftRoute, Place, Property, Row, Space};
use plimsoll_core::table::{Condition, When};

/// How an incident gets to a team where a row does not say.
const CHANNEL: &str = "ticket";

impl Reading<'_, '_> {
    /// Every `[[route]]`; where there is none, the standard rows.
    pub(super) fn routes(&mut self) {
        self.report.turn_to(Topic::Route);
        let sections = self.root.rows(&mut self.report, &ROUTE);
        if sections.is_empty() {
            self.fit_standard_routes();
            return;
        }
        self.draft.routes.clear();
        let askable = self.askable(Space::Incident, ROUTE.header);
        if let Some(first) = sections.first() {
            self.place(Place::Routing, &first.span, ROUTE.header);
        }
        for section in &sections {
            let when = self.when(&askable, section, "when");
            let reason = section.reason(&mut self.report);
            let to = self.target(section);
            let consult = self.consulted(section);
            let channel = section.item("channel").and_then(|item| item.text(&mut self.report));
            let channel = enlist(&mut self.draft.channels, channel.unwrap_or(CHANNEL));
            let Some(to) = to else { continue };
            self.place(Place::Route(self.draft.routes.len()), &section.span, ROUTE.header);
            self.draft.routes.push(Row { when, then: DraftRoute { to, consult, channel }, reason });
        }
    }

    fn target(&mut self, section: &Section<'_>) -> Option<String> {
        let item = section.need(&mut self.report, "to")?;
        let word = item.text(&mut self.report)?;
        if self.report.doubts(Topic::Team) {
            self.report.doubt();
            return None;
        }
        let team = self.team_named(&item, word)?;
        if !team.staffed {
            let help = "name a staffed team, or staff this one";
            self.report.push(&item.span, item.wrong("is not staffed").help(help).breaking(Property::Routing));
        }
        Some(team.name)
    }

    fn consulted(&mut self, section: &Section<'_>) -> Vec<String> {
        let entries = section.item("consult").and_then(|item| item.list(&mut self.report));
        let name = |entry: &Item<'_>, reading: &mut Self| {
            let role = entry.text(&mut reading.report)?;
            Some(enlist(&mut reading.draft.roles, role))
        };
        entries.unwrap_or_default().iter().filter_map(|entry| name(entry, self)).collect()
    }

    /// Makes the standard rows mean the same kinds of incident in the policy's own list, and the same teams as it spells
    /// them; rows whose kind it does not have go.
    fn fit_standard_routes(&mut self) {
        let standard = Draft::standard().kinds;
        let kinds = &self.draft.kinds;
        let fitted = |condition: &Condition| {
            if condition.facet != KIND {
                return Some(condition.clone());
            }
            let values = condition.ranges.iter().cloned().flatten();
            let own = values.filter_map(|value| {
                let name = standard.get(usize::from(value))?;
                let position = kinds.iter().position(|kind| fold(kind) == fold(name))?;
                u16::try_from(position).ok()
            });
            let own = Condition::among(KIND, own);
            (!own.ranges.is_empty()).then_some(own)
        };
        let teams = &self.draft.teams;
        let mut routes = std::mem::take(&mut self.draft.routes);
        routes.retain_mut(|row| {
            if let Some(team) = teams.iter().find(|team| fold(&team.name) == fold(&row.then.to)) {
                row.then.to.clone_from(&team.name);
            }
            let when: Option<When> = row.when.iter().map(fitted).collect();
            when.map(|when| row.when = when).is_some()
        });
        self.draft.routes = routes;
    }
}

/// A name as a list has it, put there if it is not.
fn enlist(list: &mut Vec<String>, name: &str) -> String {
    match list.iter().find(|known| fold(known) == fold(name)) {
        Some(known) => known.clone(),
        None => {
            list.push(name.to_owned());
            name.to_owned()
        }
    }
}
