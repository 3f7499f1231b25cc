//! What happened between two states of a register.

use super::changes::Changes;
use super::stages::Pair;
use crate::registers::{Action, Registers};
use std::collections::BTreeSet;

/// What happened between two states of a register: ids, in the order of the register after the change, and of the one before
/// for what is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Events<'o> {
    /// Actions that were not there before, or against another threat.
    pub discovered_actions: Vec<&'o str>,
    /// Actions that are completed and were not, or were not there.
    pub completed_actions: Vec<&'o str>,
    /// Actions that were completed and are not.
    pub reopened_actions: Vec<&'o str>,
    /// Actions that are gone, or against another threat.
    pub withdrawn_actions: Vec<&'o str>,
    /// Risks that were not there before.
    pub new_risks: Vec<&'o str>,
    /// Risks that are closed, and were not, or were not there.
    pub closed_risks: Vec<&'o str>,
    /// Risks that were closed and are not.
    pub reopened_risks: Vec<&'o str>,
    /// Risks that are gone.
    pub removed_risks: Vec<&'o str>,
    /// Risks that are in scope, and were out of it; they are no new ones.
    pub risks_into_scope: Vec<&'o str>,
    /// Risks that were in scope, and are out of it; they are not gone.
    pub risks_out_of_scope: Vec<&'o str>,
    /// Threats that were not there before.
    pub new_threats: Vec<&'o str>,
    /// Assets that were not there before.
    pub new_assets: Vec<&'o str>,
    /// Risks of which other facts are known, or that are of another asset or threat: in the eyes of the policy before, and
    /// apart from actions, from what their owners chose, and from exceptions, which change neither score nor limit.
    pub re_rated: Vec<&'o str>,
}

impl<'o> Events<'o> {
    pub(super) fn of(changes: &Changes<'o>) -> Self {
        let registers = |state: &super::changes::State<'o>| state.organisation.registers();
        let (before, after) = (registers(&changes.before), registers(&changes.after));
        let actions = |registers: &'o Registers, is: fn(Pair) -> bool| {
            let pair = |action: &Action| changes.actions.get(action.threat.as_str())?.of(&action.id);
            let all = registers.actions().iter().filter(move |action| pair(action).is_some_and(is));
            all.map(|action| action.id.as_str()).collect()
        };
        let risks = |is: &dyn Fn(Option<bool>, Option<bool>) -> bool| {
            let all = after.risks().iter().map(|risk| risk.id.as_str());
            all.filter(|id| is(changes.before.closed(id), changes.after.closed(id))).collect()
        };
        let new = after.risks().iter().map(|risk| risk.id.as_str());
        let is_new = |id: &&str| changes.before.closed(id).is_none() && changes.after.closed(id).is_some();
        let (risks_into_scope, new_risks) = new.filter(is_new).partition(|id| changes.before.leaves_out(id));
        let gone = before.risks().iter().map(|risk| risk.id.as_str());
        let is_gone = |id: &&str| changes.before.closed(id).is_some() && changes.after.closed(id).is_none();
        let (risks_out_of_scope, removed_risks) =
            gone.filter(is_gone).partition(|id| changes.after.leaves_out(id));
        let known: BTreeSet<&str> = before.threats().iter().map(|threat| threat.id.as_str()).collect();
        let threats = after.threats().iter().map(|threat| threat.id.as_str());
        let of_value: BTreeSet<&str> = before.assets().iter().map(|asset| asset.id.as_str()).collect();
        let assets = after.assets().iter().map(|asset| asset.id.as_str());
        Self {
            discovered_actions: actions(after, Pair::is_discovered),
            completed_actions: actions(after, Pair::is_completed),
            reopened_actions: actions(after, Pair::is_reopened),
            withdrawn_actions: actions(before, Pair::is_withdrawn),
            new_risks,
            closed_risks: risks(&|was, is| was != Some(true) && is == Some(true)),
            reopened_risks: risks(&|was, is| was == Some(true) && is == Some(false)),
            removed_risks,
            risks_into_scope,
            risks_out_of_scope,
            new_threats: threats.filter(|id| !known.contains(id)).collect(),
            new_assets: assets.filter(|id| !of_value.contains(id)).collect(),
            re_rated: changes.re_rated(),
        }
    }
}
