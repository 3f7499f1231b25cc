//! The facts of two states of a register, under the policies of both.

use super::changes::State;
use super::stages::Actions;
use crate::assessment::facts::Templates;
use crate::registers::{Risk, Threat};
use plimsoll_core::{Day, Policy, Progress, RiskFacts};
use std::collections::BTreeMap;

/// The facts of the registers before and after, under the policies before and after.
#[derive(Clone, Debug)]
pub(super) struct Readings<'o> {
    pub(super) old_policy: Policy<'o>,
    pub(super) new_policy: Policy<'o>,
    old: Templates<'o>,
    /// The registers after, under the policy before.
    re_rated: Templates<'o>,
    new: Templates<'o>,
    day_before: Day,
    day_after: Day,
}

impl<'o> Readings<'o> {
    pub(super) fn of(
        before: &State<'o>,
        after: &State<'o>,
        actions: &BTreeMap<&'o str, Actions<'o>>,
    ) -> Self {
        let of = |state: &State<'o>, policy: &State<'o>| {
            let organisation = policy.organisation;
            let progress = |threat: &Threat| {
                actions.get(threat.id.as_str()).map_or(Progress::NONE, |actions| actions.after)
            };
            Templates::under(state.organisation.registers(), organisation, state.moment.day(), progress)
        };
        Self {
            old_policy: before.organisation.policy(),
            new_policy: after.organisation.policy(),
            old: of(before, before),
            re_rated: of(after, before),
            new: of(after, after),
            day_before: before.moment.day(),
            day_after: after.moment.day(),
        }
    }

    /// The facts of a risk before, but for the actions, which are as after.
    pub(super) fn before(&self, risk: &Risk) -> RiskFacts {
        self.old.risk(risk, self.day_before)
    }

    /// The facts of a risk after, as the policy before reads them.
    pub(super) fn re_rated(&self, risk: &Risk) -> RiskFacts {
        self.re_rated.risk(risk, self.day_after)
    }

    /// The facts of a risk after, as the policy after reads them.
    pub(super) fn after(&self, risk: &Risk) -> RiskFacts {
        self.new.risk(risk, self.day_after)
    }
}
