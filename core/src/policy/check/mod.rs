//! What must hold of a draft before its tables can be compiled.

mod matrix;
mod teams;
#[cfg(test)]
mod tests;

use crate::facet::{BUILT_IN, FacetSet, MAX_DECLARED};
use crate::policy::Property;
use crate::policy::draft::{Draft, DraftDomain, Space};
use crate::policy::fault::{Fault, Place};
use crate::policy::placements::MAX_TOOLS;
use crate::table::Condition;
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
    check.tools();
    check.rules();
    check.faults
}

/// How many rules there may be for risks, and for incidents: as many as the blob can count.
const MAX_RULES: usize = 255;

struct Check<'d> {
    draft: &'d Draft,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(place, message, help));
    }

    /// A fault against what a policy is proved to be.
    fn breach(
        &mut self,
        breaks: Property,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(Fault::new(place, message, help).breaking(breaks));
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

    fn tools(&mut self) {
        let draft = self.draft;
        let tools = draft.tools.len();
        if tools > MAX_TOOLS {
            let help = format!("a policy knows at most {MAX_TOOLS}");
            self.fault(Place::Tool(MAX_TOOLS), format!("there are {tools} tools"), help);
        }
        self.unique(draft.tools.iter().map(|tool| &tool.name), Place::Tool, "tools");
        for (index, row) in draft.placements.iter().enumerate() {
            if let Some(name) = row.then.tool.as_ref().filter(|name| draft.tool(name).is_none()) {
                let message = format!("\"{name}\" is not a tool that the policy knows");
                self.fault(Place::Placement(index), message, "state it in [[tool]]");
            }
            let other = |condition: &&Condition| !FacetSet::ASSET_INPUTS.contains(condition.facet);
            if let Some(condition) = row.when.iter().find(other) {
                let asked = draft.describe(Space::Risk, core::slice::from_ref(condition));
                let message = format!("the row asks for {asked}, which is not known of an asset by itself");
                let help = "ask for the rating, the classes, the orientation, obligations or declared facets";
                self.fault(Place::Placement(index), message, help);
            }
        }
    }

    fn rules(&mut self) {
        for (space, what) in [(Space::Risk, "risks"), (Space::Incident, "incidents")] {
            let rules = self.draft.rules.iter().filter(|rule| rule.space == space).count();
            if rules > MAX_RULES {
                let message = format!("there are {rules} rules for {what}");
                let help =
                    format!("a policy has at most {MAX_RULES} for each: put what belongs together into one");
                self.fault(Place::Rule(MAX_RULES), message, help);
            }
        }
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
