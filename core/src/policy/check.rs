//! What must hold of a draft before its tables can be compiled.

use super::draft::{Draft, DraftDomain, DraftMatrix, Space};
use super::fault::{Fault, Place};
use crate::escalation::{MAX_LEVELS, MAX_RIGHTS, MAX_ROLES, MAX_TEAMS};
use crate::facet::{BUILT_IN, MAX_DECLARED};
use crate::{Impact, MAX_SCALE};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Everything that is wrong with the shape of a draft.
pub(super) fn shape(draft: &Draft) -> Vec<Fault> {
    let mut check = Check { draft, faults: Vec::new() };
    check.identity();
    check.scales();
    check.matrix();
    check.acceptance();
    check.facets();
    check.teams();
    check.faults
}

struct Check<'d> {
    draft: &'d Draft,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(place, message, help));
    }

    fn identity(&mut self) {
        let draft = self.draft;
        let fields = [
            ("name", &draft.name),
            ("version", &draft.version),
            ("author", &draft.author),
            ("approver", &draft.approver),
        ];
        for (field, text) in fields {
            if text.trim().is_empty() {
                self.fault(
                    Place::Policy,
                    format!("the policy has no {field}"),
                    format!("give {field} in [policy]"),
                );
            }
        }
        if !draft.author.trim().is_empty() && draft.author == draft.approver {
            let message = format!("author and approver are both \"{}\"", draft.author);
            self.fault(
                Place::Policy,
                message,
                "whoever writes a policy does not approve it; name somebody else",
            );
        }
    }

    fn scales(&mut self) {
        let draft = self.draft;
        for (scale, names) in [("impact", &draft.impact), ("likelihood", &draft.likelihood)] {
            let levels = names.len();
            if !(2..=usize::from(MAX_SCALE)).contains(&levels) {
                self.fault(
                    Place::Scale,
                    format!("{scale} has {levels} levels"),
                    "a scale has 2 to 10 levels",
                );
            }
            self.unique(names.iter(), |_| Place::Scale, scale);
        }
        if usize::from(draft.likelihood_rule.levels()) != draft.likelihood.len() {
            self.fault(
                Place::Scale,
                "the likelihood rule is for another number of levels",
                "give both alike",
            );
        }
        self.unique(draft.bands.iter().map(|band| &band.name), Place::Band, "bands");
        for (index, band) in draft.bands.iter().enumerate() {
            let colour = band
                .colour
                .strip_prefix('#')
                .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
            if !colour {
                let message = format!("\"{}\" is not a colour", band.colour);
                self.fault(Place::Band(index), message, "write it as \"#rrggbb\", for example \"#2e7d32\"");
            }
        }
        let bands = draft.bands.len();
        if !(1..=usize::from(MAX_SCALE)).contains(&bands) {
            self.fault(Place::Band(0), format!("there are {bands} bands"), "a policy has 1 to 10 bands");
        }
    }

    fn matrix(&mut self) {
        match &self.draft.matrix {
            DraftMatrix::Product => self.product(),
            DraftMatrix::Grid { cells, may_fall } => self.grid(cells, *may_fall),
        }
    }

    fn product(&mut self) {
        let (draft, top) = (self.draft, self.draft.top());
        let mut previous = 0;
        for (index, band) in draft.bands.iter().enumerate() {
            if band.up_to <= previous {
                let message = format!(
                    "band \"{}\" goes up to {}, but scores up to {previous} are in bands before it",
                    band.name, band.up_to
                );
                self.fault(
                    Place::Band(index),
                    message,
                    "bands ascend and do not overlap: give each a higher up_to",
                );
            }
            previous = previous.max(band.up_to);
        }
        let last = draft.bands.len().saturating_sub(1);
        if previous < top {
            let first = previous.saturating_add(1);
            let scores =
                if first == top { format!("score {top} is") } else { format!("scores {first} to {top} are") };
            let message = format!("{scores} in no band");
            self.fault(
                Place::Band(last),
                message,
                format!("the last band goes up to the highest score: up_to = {top}"),
            );
        } else if previous > top {
            let message = format!("the bands go up to {previous}, but the highest score is {top}");
            self.fault(Place::Band(last), message, format!("end the last band at up_to = {top}"));
        }
    }

    fn grid(&mut self, cells: &[Vec<u8>], may_fall: bool) {
        let (rows, columns, bands) =
            (self.draft.likelihood.len(), self.draft.impact.len(), self.draft.bands.len());
        if cells.len() != rows {
            let message =
                format!("the grid has {} rows, but there are {rows} levels of likelihood", cells.len());
            self.fault(Place::Matrix, message, "give one row per likelihood, ascending");
        }
        for (likelihood, row) in cells.iter().enumerate() {
            if row.len() != columns {
                let message = format!(
                    "row {} of the grid has {} cells, but there are {columns} levels of impact",
                    likelihood.saturating_add(1),
                    row.len()
                );
                self.fault(
                    Place::Cell { likelihood, impact: 0 },
                    message,
                    "give one cell per impact, ascending",
                );
            }
            for (impact, cell) in row.iter().enumerate() {
                let place = Place::Cell { likelihood, impact };
                if usize::from(*cell) >= bands {
                    let message = format!(
                        "the cell holds {cell}, but the {bands} bands are 0 to {}",
                        bands.saturating_sub(1)
                    );
                    self.fault(place, message, "a cell is the position of a [[band]], from 0");
                }
                if may_fall {
                    continue;
                }
                let left = impact.checked_sub(1).and_then(|before| row.get(before));
                let below = likelihood.checked_sub(1).and_then(|before| cells.get(before)?.get(impact));
                let before = [(left, "impact"), (below, "likelihood")].into_iter();
                let falls =
                    before.filter_map(|(before, what)| Some((before.filter(|before| *before > cell)?, what)));
                if let Some((higher, what)) = falls.into_iter().next() {
                    let message =
                        format!("the cell holds {cell}, less than the {higher} of the cell with less {what}");
                    let help =
                        "a matrix never falls; if this one is meant to, say monotone = false in [matrix]";
                    self.fault(place, message, help);
                }
            }
        }
        for (index, band) in self.draft.bands.iter().enumerate() {
            if usize::from(band.up_to) != index.saturating_add(1) {
                let message = format!("band \"{}\" has up_to, which a grid has no use for", band.name);
                self.fault(Place::Band(index), message, "remove up_to: a cell of the grid names its band");
            }
        }
    }

    fn acceptance(&mut self) {
        let (draft, top) = (self.draft, self.draft.top());
        let mut level = |place, level: u8| {
            if u16::from(level) > top {
                let message = format!("level {level} is outside the scores, which are 1 to {top}");
                self.faults.push(Fault::new(
                    place,
                    message,
                    format!("give 0 (nothing may be accepted) to {top}"),
                ));
            }
        };
        level(Place::Acceptance, draft.acceptance_level);
        draft.limits.iter().enumerate().for_each(|(index, row)| level(Place::Limit(index), row.then));
        let capped = draft.obligations.iter().enumerate();
        capped
            .filter_map(|(index, row)| Some((index, row.max_level?)))
            .for_each(|(index, cap)| level(Place::Obligation(index), cap));
        let highest = draft.cia_floor.impacts().map_or(0, |[_, _, high]| Impact::get(high));
        if usize::from(highest) > draft.impact.len() {
            let message =
                format!("the floor reaches {highest}, but the highest impact is {}", draft.impact.len());
            self.fault(
                Place::Acceptance,
                message,
                "give cia_floor three levels of the impact scale, ascending, or []",
            );
        }
    }

    fn facets(&mut self) {
        let draft = self.draft;
        let declared = draft.obligations.len().saturating_add(draft.facets.len());
        if declared > MAX_DECLARED {
            let message = format!("there are {declared} obligations and facets");
            self.fault(
                Place::Facet(0),
                message,
                format!("a policy declares at most {MAX_DECLARED} of both together"),
            );
        }
        let reserved: Vec<String> = [Space::Risk, Space::Incident]
            .into_iter()
            .flat_map(|space| draft.facets_of(space))
            .filter(|known| known.facet.get() < BUILT_IN)
            .map(|known| known.name)
            .chain(["high_water".into(), "band".into()])
            .collect();
        let obligations = draft.obligations.iter().map(|obligation| &obligation.name);
        let facets = draft.facets.iter().map(|facet| &facet.name);
        let count = draft.obligations.len();
        let place = |index: usize| index.checked_sub(count).map_or(Place::Obligation(index), Place::Facet);
        for (index, name) in obligations.clone().chain(facets.clone()).enumerate() {
            if reserved.contains(name) {
                let message = format!("\"{name}\" is the name of a built-in facet");
                self.fault(place(index), message, "choose another name");
            }
            let identifier = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
            if !identifier {
                let message = format!("\"{name}\" is not a name that rules can use");
                self.fault(place(index), message, "use small letters, digits and _, starting with a letter");
            }
        }
        self.unique(obligations.chain(facets), place, "facets and obligations");
        for (index, facet) in draft.facets.iter().enumerate() {
            if facet.domain.domain().is_none() {
                let help =
                    "a facet has at least one label, or a range [low, high] of at most 65,280 integers";
                self.fault(
                    Place::Facet(index),
                    format!("\"{}\" has no values, or too many", facet.name),
                    help,
                );
            }
            if let DraftDomain::Labels(labels) = &facet.domain {
                self.unique(labels.iter(), |_| Place::Facet(index), "labels");
            }
        }
    }

    fn teams(&mut self) {
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
        self.unique(draft.kinds.iter(), |_| Place::Routing, "kinds");
        if !draft.teams.iter().any(|team| team.staffed) {
            self.fault(Place::Team(0), "no team is staffed", "staff at least one");
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
                    self.fault(
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
        self.fault(
            place,
            format!("team \"{name}\" is not staffed"),
            "name a staffed team, or staff this one",
        );
    }

    /// Names must differ, or a word would mean two things.
    fn unique<'n>(
        &mut self,
        names: impl Iterator<Item = &'n String>,
        place: impl Fn(usize) -> Place,
        what: &str,
    ) {
        let mut seen = BTreeMap::new();
        for (index, name) in names.enumerate() {
            if name.trim().is_empty() {
                self.fault(place(index), format!("one of the {what} has no name"), "give it one");
            } else if seen.insert(name, index).is_some() {
                self.fault(
                    place(index),
                    format!("\"{name}\" stands twice among the {what}"),
                    "give each its own name",
                );
            }
        }
    }
}
