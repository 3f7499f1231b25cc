//! What changed between two states of a register, and what came of what (domain.md A14).

use super::events::Events;
use super::readings::Readings;
use super::stages::{Actions, stages};
use super::{Measures, Moment, Split, notes};
use crate::Organisation;
use crate::registers::Risk;
use plimsoll_core::{Day, Policy, Progress, RiskFacts};
use std::collections::BTreeMap;

/// A register at a moment, with its policy.
#[derive(Clone, Copy, Debug)]
pub(super) struct State<'o> {
    pub(super) organisation: &'o Organisation,
    pub(super) moment: Moment,
}

impl<'o> State<'o> {
    /// The risk of an id and whether it is closed, if it is there.
    fn risk(&self, id: &str) -> Option<(&'o Risk, bool)> {
        self.there(self.organisation.registers().risk(id)?)
    }

    fn there(&self, risk: &'o Risk) -> Option<(&'o Risk, bool)> {
        Some((risk, self.moment.risk(risk)?))
    }

    /// Whether the risk of an id is in the register, but out of scope.
    pub(super) fn leaves_out(&self, id: &str) -> bool {
        self.organisation.registers().has_out_of_scope(id)
    }

    /// Whether the risk of an id is closed, if it is there.
    pub(super) fn closed(&self, id: &str) -> Option<bool> {
        self.risk(id).map(|(_, closed)| closed)
    }

    /// The actions against a threat that are there, and whether each is completed.
    pub(super) fn actions(&self, threat: &'o str) -> impl Iterator<Item = (&'o str, bool)> {
        let moment = self.moment;
        let actions = self.organisation.registers().actions_against(threat);
        actions.filter_map(move |action| Some((action.id.as_str(), moment.action(action)?)))
    }
}

/// What became of a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum RiskState {
    /// It was not there before.
    New,
    /// It was closed.
    Closed,
    /// It is gone from the register.
    Removed,
    /// It was closed before, and is not now.
    Reopened,
    /// It was out of scope before.
    CameIntoScope,
    /// It is out of scope now.
    WentOutOfScope,
    /// It was there before, and still is.
    Kept,
}

impl RiskState {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Closed => "closed",
            Self::Removed => "removed",
            Self::Reopened => "reopened",
            Self::CameIntoScope => "came_into_scope",
            Self::WentOutOfScope => "went_out_of_scope",
            Self::Kept => "kept",
        }
    }
}

/// A risk that changed.
#[derive(Clone, Copy, Debug)]
pub struct RiskChange<'o> {
    /// The record before, if the risk was there.
    pub old: Option<&'o Risk>,
    /// The record after, if the risk is there.
    pub new: Option<&'o Risk>,
    /// What became of it.
    pub state: RiskState,
    score: [u8; 5],
    above_limit: [u8; 5],
}

impl RiskChange<'_> {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.new.or(self.old).map_or("", |risk| &risk.id)
    }

    /// What changed, split.
    #[must_use]
    pub fn measures(&self) -> Measures {
        Measures {
            score: Split(self.score.map(i64::from)),
            above_limit: Split(self.above_limit.map(i64::from)),
        }
    }
}

/// What changed between two states of a register, split exactly by what it came of (domain.md A14).
///
/// The parts are told apart in this order. *Discovered*: actions that were not there before, or against another threat, come in
/// as not completed, and so do risks. *Worked*: every action is completed or not as it is after the change, and risks that were
/// closed measure 0. *Re-rated*: everything else of the registers is as after the change; actions that were withdrawn and risks
/// that are gone without having been closed no longer count, and risks that were opened again do. *Policy*: the policy after the
/// change decides. Under a policy that is monotone, what is discovered never lowers a score, completing actions and closing
/// risks never raises one, and so finding work never looks like working badly.
///
/// What is out of scope is not counted, whatever puts it there, an asset of another scope or other subjects of the policy: a risk
/// that comes into scope is among what was *discovered*, as nobody looked at it before, and one that goes out of it among what
/// was *re-rated*.
#[derive(Clone, Debug)]
pub struct Changes<'o> {
    pub(super) before: State<'o>,
    pub(super) after: State<'o>,
    since: Option<Day>,
    pub(super) actions: BTreeMap<&'o str, Actions<'o>>,
    pub(super) readings: Readings<'o>,
    total: Measures,
    risks: Vec<RiskChange<'o>>,
    unchanged: u64,
    events: Events<'o>,
    notes: Vec<String>,
}

impl<'o> Changes<'o> {
    /// What changed in one register between two days, as its dates say. It does not record ratings and policies of the past, so
    /// the policy is one, and nothing is re-rated but what registers of organisation and culture come to on the two days
    /// ([`crate::culture::Fact`]).
    #[must_use]
    pub fn since(organisation: &'o Organisation, since: Day, as_of: Day) -> Self {
        let state = |day| State { organisation, moment: Moment::on(day) };
        let notes = notes::of_one(organisation.registers(), as_of);
        Self::of(state(since), state(as_of), Some(since), notes)
    }

    /// What changed between two directories, such as two checkouts of one; each as it stands, and both judged as of one day.
    #[must_use]
    pub fn between(old: &'o Organisation, new: &'o Organisation, as_of: Day) -> Self {
        let state = |organisation| State { organisation, moment: Moment::recorded(as_of) };
        Self::of(state(old), state(new), None, notes::of_two(old, new, as_of))
    }

    fn of(before: State<'o>, after: State<'o>, since: Option<Day>, notes: Vec<String>) -> Self {
        let actions = stages(&before, &after);
        let mut changes = Self {
            before,
            after,
            since,
            readings: Readings::of(&before, &after, &actions),
            actions,
            total: Measures::default(),
            risks: Vec::new(),
            unchanged: 0,
            events: Events::default(),
            notes,
        };
        for risk in after.organisation.registers().risks() {
            changes.take(before.risk(&risk.id), after.there(risk));
        }
        for risk in before.organisation.registers().risks() {
            let gone = after.risk(&risk.id).is_none();
            changes.take(before.there(risk).filter(|_| gone), None);
        }
        changes.events = Events::of(&changes);
        changes
    }

    /// Adds a risk, which is there in either state or both.
    fn take(&mut self, old: Option<(&'o Risk, bool)>, new: Option<(&'o Risk, bool)>) {
        let state = match (old, new) {
            (None, None) => return,
            (None, Some((risk, _))) if self.before.leaves_out(&risk.id) => RiskState::CameIntoScope,
            (None, Some(_)) => RiskState::New,
            (Some((risk, _)), None) if self.after.leaves_out(&risk.id) => RiskState::WentOutOfScope,
            (Some(_), None) => RiskState::Removed,
            (Some((_, false)), Some((_, true))) => RiskState::Closed,
            (Some((_, true)), Some((_, false))) => RiskState::Reopened,
            (Some(_), Some(_)) => RiskState::Kept,
        };
        let levels = self.levels(old, new);
        let (old, new) = (old.map(|(risk, _)| risk), new.map(|(risk, _)| risk));
        let (score, above_limit) = (levels.map(|(score, _)| score), levels.map(|(_, above)| above.into()));
        let change = RiskChange { old, new, state, score, above_limit };
        let measures = change.measures();
        self.total.score.add(measures.score);
        self.total.above_limit.add(measures.above_limit);
        if measures.is_still() {
            self.unchanged = self.unchanged.saturating_add(1);
        } else {
            self.risks.push(change);
        }
    }

    /// The score of a risk, and whether it is above its limit, at each stage.
    fn levels(&self, old: Option<(&'o Risk, bool)>, new: Option<(&'o Risk, bool)>) -> [(u8, bool); 5] {
        const GONE: (u8, bool) = (0, false);
        let judge = |policy: &Policy<'_>, facts: &RiskFacts| {
            let decision = policy.assess(facts);
            (decision.score.get(), !decision.within_limit)
        };
        // Until it is re-rated, a risk is as it was; one that is new is as it is from the start.
        let until_re_rated = match (old, new) {
            (Some((risk, false)), _) => Some((risk, self.readings.before(risk))),
            (None, Some((risk, _))) => Some((risk, self.readings.re_rated(risk))),
            (Some((_, true)) | None, _) => None,
        };
        let with = |progress: fn(&Actions<'_>) -> Progress| {
            until_re_rated.map_or(GONE, |(risk, facts)| {
                let actions = self.actions.get(risk.threat.as_str()).map(progress).unwrap_or_default();
                judge(&self.readings.old_policy, &RiskFacts { actions, ..facts })
            })
        };
        let is_closed = new.is_some_and(|(_, closed)| closed);
        let open = new.filter(|_| !is_closed).map(|(risk, _)| risk);
        [
            if old.is_some() { with(|actions| actions.before) } else { GONE },
            with(|actions| actions.discovered),
            if is_closed { GONE } else { with(|actions| actions.worked) },
            open.map_or(GONE, |risk| judge(&self.readings.old_policy, &self.readings.re_rated(risk))),
            open.map_or(GONE, |risk| judge(&self.readings.new_policy, &self.readings.after(risk))),
        ]
    }

    /// The policy after the change.
    #[must_use]
    pub fn policy(&self) -> &Policy<'o> {
        &self.readings.new_policy
    }

    /// The policy before the change.
    #[must_use]
    pub fn old_policy(&self) -> &Policy<'o> {
        &self.readings.old_policy
    }

    /// The day as of which the state after is judged.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.after.moment.day()
    }

    /// The day as of which the same register is the state before, if it is one register.
    #[must_use]
    pub fn since_day(&self) -> Option<Day> {
        self.since
    }

    /// The sums over all risks.
    #[must_use]
    pub fn total(&self) -> Measures {
        self.total
    }

    /// The risks that changed in any part: in the order of the register after the change, then those that are gone.
    #[must_use]
    pub fn risks(&self) -> &[RiskChange<'o>] {
        &self.risks
    }

    /// How many risks changed in no part.
    #[must_use]
    pub fn unchanged(&self) -> u64 {
        self.unchanged
    }

    /// What happened, whether it changed a risk or not.
    #[must_use]
    pub fn events(&self) -> &Events<'o> {
        &self.events
    }

    /// What one should know to read the parts.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}
