//! How far the actions against each threat have come at each stage of a change.

use super::changes::State;
use plimsoll_core::Progress;
use std::collections::{BTreeMap, BTreeSet};

/// Whether an action is completed, if it is there: before a change, and after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: Option<bool>,
    pub(super) new: Option<bool>,
}

impl Pair {
    pub(super) fn is_discovered(self) -> bool {
        self.old.is_none() && self.new.is_some()
    }

    /// Completed now, and not before: what was found and is completed already was completed after it was found.
    pub(super) fn is_completed(self) -> bool {
        self.new == Some(true) && self.old != Some(true)
    }

    pub(super) fn is_reopened(self) -> bool {
        self.new == Some(false) && self.old == Some(true)
    }

    pub(super) fn is_withdrawn(self) -> bool {
        self.old.is_some() && self.new.is_none()
    }
}

/// The actions against a threat during a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Actions<'o> {
    /// Before the change.
    pub(super) before: Progress,
    /// With the actions that were found, as not completed.
    pub(super) discovered: Progress,
    /// With every action as it is after the change, and those that are gone as they were.
    pub(super) worked: Progress,
    /// After the change.
    pub(super) after: Progress,
    /// The actions that are not as they were, in order of their ids.
    pub(super) changed: Vec<(&'o str, Pair)>,
}

impl<'o> Actions<'o> {
    fn take(&mut self, id: &'o str, pair: Pair) {
        if let Some(old) = pair.old {
            self.before = self.before.counting(old);
        }
        self.discovered = self.discovered.counting(pair.old.unwrap_or(false));
        if let Some(known) = pair.new.or(pair.old) {
            self.worked = self.worked.counting(known);
        }
        if let Some(new) = pair.new {
            self.after = self.after.counting(new);
        }
        if pair.old != pair.new {
            self.changed.push((id, pair));
        }
    }

    /// What became of an action, if it is not as it was.
    pub(super) fn of(&self, id: &str) -> Option<Pair> {
        let at = self.changed.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
        self.changed.get(at).map(|(_, pair)| *pair)
    }
}

/// The actions against every threat of either state. An action that is now against another threat was withdrawn there and
/// discovered here.
pub(super) fn stages<'o>(before: &State<'o>, after: &State<'o>) -> BTreeMap<&'o str, Actions<'o>> {
    let threats = [before, after].into_iter().flat_map(|state| state.organisation.registers().threats());
    let threats: BTreeSet<&'o str> = threats.map(|threat| threat.id.as_str()).collect();
    let of_threat = |threat: &'o str| {
        let mut pairs: BTreeMap<&'o str, Pair> = BTreeMap::new();
        for (id, completed) in before.actions(threat) {
            pairs.entry(id).or_default().old = Some(completed);
        }
        for (id, completed) in after.actions(threat) {
            pairs.entry(id).or_default().new = Some(completed);
        }
        let mut actions = Actions::default();
        pairs.into_iter().for_each(|(id, pair)| actions.take(id, pair));
        (threat, actions)
    };
    threats.into_iter().map(of_threat).collect()
}
