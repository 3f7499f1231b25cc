//! What a risk's change came of, in words.

use super::Part;
use super::changes::{Changes, RiskChange, RiskState};
use super::stages::Pair;
use crate::registers::Risk;
use plimsoll_core::facet::FacetSet;
use plimsoll_core::policy::{KnownFacet, Space};
use plimsoll_core::{Policy, RiskFacts};

/// The most causes of one sort that are told of one risk.
pub const MAX_CAUSES: usize = 20;

/// What a part of a change came of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cause {
    /// The part.
    #[serde(serialize_with = "label")]
    #[cfg_attr(test, schemars(with = "Part"))]
    pub part: Part,
    /// In words.
    pub text: String,
    /// The id of the action or the risk; the name of the policy; empty if there are more than are told.
    pub id: String,
}

fn label<S: serde::Serializer>(part: &Part, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(part.label())
}

impl<'o> Changes<'o> {
    /// What the parts of a risk's change came of, in their order: for each part that is not zero, at least one cause.
    #[must_use]
    pub fn causes(&self, change: &RiskChange<'o>) -> Vec<Cause> {
        let mut causes = Told { changes: self, change, causes: Vec::new() };
        let measures = change.measures();
        for part in Part::ALL.into_iter().filter(|part| measures.moves(*part)) {
            match part {
                Part::Discovered => causes.discovered(),
                Part::Worked => causes.worked(),
                Part::ReRated => causes.re_rated(),
                Part::Policy => causes.policy(),
            }
        }
        causes.causes
    }

    /// The risks that are there in both states, and of which other facts are known.
    pub(super) fn re_rated(&self) -> Vec<&'o str> {
        let both = self.after.organisation.registers().risks().iter().filter_map(|new| {
            self.after.closed(&new.id)?;
            self.before.closed(&new.id)?;
            Some((self.before.organisation.registers().risk(&new.id)?, new))
        });
        let differ = both.filter(|(old, new)| {
            let (was, is) = (self.readings.before(old), self.readings.re_rated(new));
            let linked = old.asset == new.asset && old.threat == new.threat;
            let same =
                RiskFacts { actions: is.actions, choice: is.choice, exception: is.exception, ..was } == is;
            !(linked && same)
        });
        differ.map(|(_, new)| new.id.as_str()).collect()
    }
}

/// The causes of one risk's change, as far as they are told.
struct Told<'c, 'o> {
    changes: &'c Changes<'o>,
    change: &'c RiskChange<'o>,
    causes: Vec<Cause>,
}

impl Told<'_, '_> {
    fn tell(&mut self, part: Part, text: impl Into<String>, id: &str) {
        self.causes.push(Cause { part, text: text.into(), id: id.into() });
    }

    fn discovered(&mut self) {
        let text = match self.change.state {
            RiskState::New => "the risk was identified",
            RiskState::CameIntoScope => "the risk came into scope",
            _ => "",
        };
        if !text.is_empty() {
            self.tell(Part::Discovered, text, self.change.id());
        }
        self.actions(Part::Discovered, "identified", Pair::is_discovered);
    }

    fn worked(&mut self) {
        let is_closed = self.change.new.is_some_and(|risk| self.changes.after.closed(&risk.id) == Some(true));
        if is_closed {
            self.tell(Part::Worked, "the risk was closed", self.change.id());
            return;
        }
        self.actions(Part::Worked, "completed", Pair::is_completed);
        self.actions(Part::Worked, "no longer completed", Pair::is_reopened);
    }

    fn re_rated(&mut self) {
        let text = match self.change.state {
            RiskState::Removed => "the risk is gone from the register without having been closed",
            RiskState::WentOutOfScope => "the risk went out of scope",
            RiskState::Reopened => "the risk was opened again",
            RiskState::New | RiskState::CameIntoScope | RiskState::Closed | RiskState::Kept => "",
        };
        if !text.is_empty() {
            return self.tell(Part::ReRated, text, self.change.id());
        }
        let (old, new) = (self.change.old, self.change.new);
        if old.is_none_or(|old| new.is_some_and(|new| old.threat == new.threat)) {
            self.actions(Part::ReRated, "withdrawn", Pair::is_withdrawn);
        }
        if let (Some(old), Some(new)) = (old, new) {
            let (policy, readings) = (&self.changes.readings.old_policy, &self.changes.readings);
            for text in differences(policy, (old, &readings.before(old)), (new, &readings.re_rated(new))) {
                self.tell(Part::ReRated, text, self.change.id());
            }
        }
    }

    fn policy(&mut self) {
        let [old, new] = [self.changes.old_policy(), self.changes.policy()].map(Policy::identity);
        let text = format!("policy {} {} -> {} {}", old.name, old.version, new.name, new.version);
        self.tell(Part::Policy, text, new.name);
    }

    /// The actions against the risk's threat that changed in a way.
    fn actions(&mut self, part: Part, how: &str, is: fn(Pair) -> bool) {
        let Some(risk) = self.change.old.or(self.change.new) else { return };
        let Some(actions) = self.changes.actions.get(risk.threat.as_str()) else { return };
        let mut changed = actions.changed.iter().filter(|(_, pair)| is(*pair));
        for (id, _) in changed.by_ref().take(MAX_CAUSES) {
            self.tell(part, format!("action {id} {how}"), id);
        }
        match changed.count() {
            0 => {}
            1 => self.tell(part, format!("1 more action {how}"), ""),
            more => self.tell(part, format!("{more} more actions {how}"), ""),
        }
    }
}

/// What is known otherwise of a risk, as a policy reads it: "impact 3 -> 4".
fn differences(policy: &Policy<'_>, old: (&Risk, &RiskFacts), new: (&Risk, &RiskFacts)) -> Vec<String> {
    let ((old, was), (new, is)) = (old, new);
    let mut told = Vec::new();
    let mut tell = |name: &str, was: String, is: String| {
        if was != is {
            told.push(format!("{name} {was} -> {is}"));
        }
    };
    tell("asset", old.asset.clone(), new.asset.clone());
    tell("threat", old.threat.clone(), new.threat.clone());
    tell("impact", was.rated.to_string(), is.rated.to_string());
    let estimate = |facts: &RiskFacts| facts.estimate.map_or("none".into(), |estimate| estimate.to_string());
    tell("estimate", estimate(was), estimate(is));
    let inputs = FacetSet::RISK_INPUTS;
    for KnownFacet { facet, name, domain } in policy.facets_of(Space::Risk) {
        if inputs.contains(facet) && !["impact", "likelihood"].contains(&name.as_str()) {
            tell(&name, domain.show(was.value(facet)), domain.show(is.value(facet)));
        }
    }
    told
}
