//! What must hold of the teams and the routes to them.

use super::Check;
use crate::escalation::{MAX_LEVELS, MAX_RIGHTS, MAX_ROLES, MAX_TEAMS};
use crate::policy::Property;
use crate::policy::fault::Place;
use alloc::format;
use alloc::vec::Vec;

impl Check<'_> {
    pub(super) fn teams(&mut self) {
        let draft = self.draft;
        if !(1..=MAX_TEAMS).contains(&draft.teams.len()) {
            self.fault(
                Place::Team(0),
                format!("there are {} teams", draft.teams.len()),
                "a policy names 1 to 32 teams",
            );
        }
        if draft.roles.len() > MAX_ROLES {
            self.fault(
                Place::Routing,
                format!("{} roles are consulted", draft.roles.len()),
                "name at most 32 roles",
            );
        }
        if draft.kinds.is_empty() || draft.kinds.len() > 64 {
            self.fault(
                Place::Routing,
                format!("there are {} kinds of incident", draft.kinds.len()),
                "name 1 to 64 kinds",
            );
        }
        if draft.channels.is_empty() || draft.channels.len() > 64 {
            self.fault(
                Place::Routing,
                format!("there are {} channels", draft.channels.len()),
                "name 1 to 64 channels",
            );
        }
        self.unique(draft.teams.iter().map(|team| &team.name), Place::Team, "teams");
        for (names, what) in [(&draft.kinds, "kinds"), (&draft.roles, "roles"), (&draft.channels, "channels")]
        {
            self.unique(names.iter(), |_| Place::Routing, what);
        }
        if !draft.teams.iter().any(|team| team.staffed) {
            self.breach(Property::Routing, Place::Team(0), "no team is staffed", "staff at least one");
        }
        for (index, team) in draft.teams.iter().enumerate() {
            if !(1..=MAX_LEVELS).contains(&team.level) {
                self.fault(
                    Place::Team(index),
                    format!("level {} does not exist", team.level),
                    "levels are 1 to 8",
                );
            }
            if team.rights > MAX_RIGHTS {
                self.fault(
                    Place::Team(index),
                    format!("rights {} do not exist", team.rights),
                    "rights are 0 to 9",
                );
            }
            let Some(next) = &team.next else { continue };
            match draft.teams.iter().find(|other| other.name == *next) {
                None => self.unknown_team(Place::Team(index), next),
                Some(other) if !other.staffed => self.unstaffed(Place::Team(index), next),
                Some(other) if other.level <= team.level => {
                    let message = format!(
                        "\"{}\" passes on to \"{next}\" on level {}, not above its own level {}",
                        team.name, other.level, team.level
                    );
                    self.breach(
                        Property::Routing,
                        Place::Team(index),
                        message,
                        "escalation only climbs, so that it ends: name a team on a higher level",
                    );
                }
                Some(_) => {}
            }
        }
        for (index, row) in draft.routes.iter().enumerate() {
            match draft.teams.iter().find(|team| team.name == row.then.to) {
                None => self.unknown_team(Place::Route(index), &row.then.to),
                Some(team) if !team.staffed => self.unstaffed(Place::Route(index), &row.then.to),
                Some(_) => {}
            }
            for role in row.then.consult.iter().filter(|role| !draft.roles.contains(role)) {
                let help = format!("name one of {}", draft.roles.join(", "));
                self.fault(Place::Route(index), format!("there is no role \"{role}\""), help);
            }
            if !draft.channels.contains(&row.then.channel) {
                let help = format!("name one of {}", draft.channels.join(", "));
                self.fault(
                    Place::Route(index),
                    format!("there is no channel \"{}\"", row.then.channel),
                    help,
                );
            }
        }
    }

    fn unknown_team(&mut self, place: Place, name: &str) {
        let teams: Vec<&str> = self.draft.teams.iter().map(|team| team.name.as_str()).collect();
        self.fault(
            place,
            format!("there is no team \"{name}\""),
            format!("name one of {}", teams.join(", ")),
        );
    }

    fn unstaffed(&mut self, place: Place, name: &str) {
        self.breach(
            Property::Routing,
            place,
            format!("team \"{name}\" is not staffed"),
            "name a staffed team, or staff this one",
        );
    }
}
