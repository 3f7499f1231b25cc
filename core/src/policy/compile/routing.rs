//! The part of compiling that concerns incidents and rules.

use super::{Compiler, last};
use crate::diagram::Ref;
use crate::facet;
use crate::policy::draft::{DraftTeam, Space};
use crate::policy::fault::{Fault, Place};
use crate::policy::records::{Outcome, Proposal, RouteRow, write_team};
use crate::table::lay;
use crate::{Roles, Team, TeamId};
use alloc::format;
use alloc::vec::Vec;

impl Compiler<'_> {
    pub(super) fn routes(&mut self) -> Vec<u8> {
        let draft = self.draft;
        let mut rows = Vec::new();
        let mut conditions = Vec::new();
        for row in &draft.routes {
            let reason = self.reason(Space::Incident, row, |when| format!("{} where {when}", row.then.to));
            let consulted = row.then.consult.iter().map(|role| position(&draft.roles, |known| known == role));
            rows.push(RouteRow {
                target: TeamId(position(&draft.teams, |team| team.name == row.then.to)),
                channel: position(&draft.channels, |known| *known == row.then.channel),
                reason,
                consult: consulted.fold(Roles::NONE, Roles::with),
            });
            conditions.push(row.when.clone());
        }
        let (function, faults) = lay(&mut self.incident, &conditions);
        self.report(Space::Incident, faults, draft.routes.len(), Place::Route, Place::Routing);
        self.emit(Space::Incident, Place::Routing, function);
        rows.into_iter().flat_map(RouteRow::write).collect()
    }

    /// For every target and every class of rights needed, who gets the incident: the target if its rights reach, else the
    /// first staffed team that reaches on the lowest level not below the target's, else the highest that reaches at all.
    pub(super) fn reach(&mut self) -> Vec<u8> {
        let teams = &self.draft.teams;
        let mut by_rights = Vec::new();
        for needed in 0..=self.draft.rights() {
            let mut targets = Vec::new();
            for (index, target) in teams.iter().enumerate() {
                let fits = |team: &DraftTeam| team.staffed && team.rights >= needed;
                let able = || teams.iter().enumerate().filter(|(_, team)| fits(team));
                let upward =
                    able().filter(|(_, team)| team.level >= target.level).min_by_key(|(_, team)| team.level);
                let chosen = if fits(target) { Some(index) } else { upward.map(|(index, _)| index) };
                let chosen = chosen.or_else(|| {
                    able().min_by_key(|(_, team)| core::cmp::Reverse(team.level)).map(|(index, _)| index)
                });
                targets.push((
                    last(index),
                    Ref::terminal(u32::try_from(chosen.unwrap_or_default()).unwrap_or_default()),
                ));
            }
            let function = self.incident.branch(facet::TARGET, targets);
            by_rights.push((u16::from(needed), function));
        }
        let function = self.incident.branch(facet::RIGHTS, by_rights);
        self.emit(Space::Incident, Place::Team(0), function);
        let records = teams.iter().map(|team| {
            let next = match &team.next {
                Some(name) => teams.iter().position(|other| other.name == *name),
                None => {
                    let above = teams
                        .iter()
                        .enumerate()
                        .filter(|(_, other)| other.staffed && other.level > team.level);
                    above.min_by_key(|(_, other)| other.level).map(|(index, _)| index)
                }
            };
            let next = next.and_then(|index| u8::try_from(index).ok()).map(TeamId);
            write_team(Team { level: team.level, rights: team.rights, next, staffed: team.staffed })
        });
        records.flatten().collect()
    }

    pub(super) fn rules(&mut self) -> (Vec<u8>, Vec<u8>) {
        let (mut outcomes, mut proposals) = (Vec::new(), Vec::new());
        let position = |records: &[u8]| u16::try_from(records.len() / 4).unwrap_or(u16::MAX);
        for space in [Space::Risk, Space::Incident] {
            for rule in self.draft.rules.iter().filter(|rule| rule.space == space) {
                let first_outcome = position(&outcomes);
                for outcome in &rule.outcomes {
                    let count = u16::try_from(outcome.len()).unwrap_or(u16::MAX);
                    outcomes.extend(Outcome { first: position(&proposals), count }.write());
                    for proposal in outcome {
                        let reason = self.texts.reason(&proposal.reason);
                        proposals.extend(
                            Proposal { kind: proposal.kind, amount: proposal.amount, reason }.write(),
                        );
                    }
                }
                let count = u16::try_from(rule.outcomes.len()).unwrap_or(u16::MAX);
                self.words.push(&rule.words, rule.root, first_outcome, count);
            }
        }
        // A table has fewer records than the largest number says (`Cursor::table`).
        let fits = |records: &[u8]| records.len() / 4 < usize::from(u16::MAX);
        if !fits(&outcomes) || !fits(&proposals) {
            let message = format!(
                "the rules have {} outcomes with {} proposals; there is room for 65,534 of each",
                outcomes.len() / 4,
                proposals.len() / 4
            );
            let help = "write several rules instead of several independent conditions in one";
            self.faults.push(Fault::new(Place::Rule(0), message, help));
        }
        (outcomes, proposals)
    }
}

/// The position of what is wanted in a list where it is known to be.
fn position<T>(list: &[T], wanted: impl Fn(&T) -> bool) -> u8 {
    list.iter().position(wanted).and_then(|index| u8::try_from(index).ok()).unwrap_or_default()
}
