//! Where a policy sends incidents.

use super::{Ground, Part, PartKind, RuleModel, Texts, of_kind, small, terminal};
use crate::explorer::Interner;
use plimsoll_core::diagram::{Diagram, Forest, Ref};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{Policy, ProposalKind, Roles, TeamId};

/// The routing of incidents, as functions.
#[derive(Clone, Debug)]
pub(crate) struct IncidentModel {
    /// The rules.
    pub(crate) rules: Vec<RuleModel>,
    /// The row of the routing table that holds.
    pub(crate) row: Ref,
    /// The row of the envelopes that holds.
    pub(crate) envelope: Ref,
    /// Where rules send an incident elsewhere although the envelope does not let them.
    pub(crate) clamped: Ref,
    /// The position of the team.
    pub(crate) target: Ref,
    /// Whether the rights of the team reach.
    pub(crate) reaches: Ref,
    /// The roles to consult: positions among `consulted`.
    pub(crate) consult: Ref,
    /// The sets of roles that there are.
    pub(crate) consulted: Vec<u32>,
    /// The position of the channel.
    pub(crate) channel: Ref,
}

impl IncidentModel {
    /// Puts the tables and rules of a policy together.
    pub(crate) fn new(forest: &mut Forest, ground: &Ground, number: usize, policy: &Policy<'_>) -> Self {
        let [.., (_, route), (_, reach), (_, envelope)] = policy.stages();
        let lift = |forest: &mut Forest, diagram: &Diagram<'_>, target: Option<Ref>| {
            let last = |facet: Facet| {
                policy.incident_domain(facet).map_or(0, |domain| domain.size().saturating_sub(1))
            };
            forest.lift(diagram, last, |forest, facet, range| match target {
                Some(target) if facet == facet::TARGET => super::within(forest, target, &range),
                _ => ground.holds(forest, number, facet, &range),
            })
        };
        let row = lift(forest, &route, None);
        let stated =
            forest.map(row, |row| policy.route_row(terminal(row)).map_or(0, |row| row.target.0.into()));
        let channel =
            forest.map(row, |row| policy.route_row(terminal(row)).map_or(0, |row| row.channel.into()));
        let mut sets: Interner<u32> = Interner::new();
        let mut consult = forest
            .map(row, |row| sets.number(&policy.route_row(terminal(row)).map_or(0, |row| row.consult.0)));
        let rules: Vec<RuleModel> = policy
            .incident_rules()
            .enumerate()
            .map(|(number, rule)| {
                let outcome = lift(forest, &rule.diagram(), None);
                RuleModel::new(policy, number, rule, outcome)
            })
            .collect();
        // Of several teams, the highest level holds, and of those on one level the team declared first.
        let better = |a: u32, b: u32| match (a.checked_sub(1), b.checked_sub(1)) {
            (Some(x), Some(y)) => {
                let (x, y) = (level(policy, x), level(policy, y));
                if y > x || (y == x && b < a) { b } else { a }
            }
            (None, _) => b,
            (Some(_), None) => a,
        };
        let mut sent = Ref::terminal(0);
        for rule in &rules {
            let to = rule.each(forest, |proposals| {
                let teams = of_kind(proposals, ProposalKind::SendTo);
                teams.map(|proposal| u32::from(proposal.amount).saturating_add(1)).fold(0, better)
            });
            sent = forest.apply(sent, to, better);
            let mut asked: Interner<u32> = Interner::new();
            let roles = rule.each(forest, |proposals| {
                let roles = of_kind(proposals, ProposalKind::Consult).map(|proposal| proposal.amount);
                asked.number(&roles.fold(Roles::NONE, Roles::with).0)
            });
            consult = forest.apply(consult, roles, |held, asked_for| {
                let united = sets.get(held).copied().unwrap_or_default()
                    | asked.get(asked_for).copied().unwrap_or_default();
                sets.number(&united)
            });
        }
        let envelope = lift(forest, &envelope, None);
        let may = forest.map(envelope, |row| u32::from(super::risk::bounds(policy, row).may_redirect));
        let elsewhere = forest.apply(sent, stated, |sent, stated| {
            u32::from(sent.checked_sub(1).is_some_and(|sent| sent != stated))
        });
        let clamped = forest.apply(elsewhere, may, |elsewhere, may| u32::from(elsewhere != 0 && may == 0));
        let redirected = forest.and(elsewhere, may);
        let there = forest.map(sent, |sent| sent.saturating_sub(1));
        let chosen = forest.choose(redirected, there, stated);
        let target = lift(forest, &reach, Some(chosen));
        let rights = ground.value(forest, number, facet::RIGHTS);
        let reaches = forest.apply(target, rights, |team, needed| {
            u32::from(policy.team(team_id(team)).is_some_and(|team| u32::from(team.rights) >= needed))
        });
        Self {
            rules,
            row,
            envelope,
            clamped,
            target,
            reaches,
            consult,
            consulted: sets.into_values(),
            channel,
        }
    }

    /// The parts of the decision, the weightiest first.
    pub(crate) fn parts(&self, forest: &mut Forest, policy: &Policy<'_>, texts: &mut Texts) -> Vec<Part> {
        let target = forest.map(self.target, |team| texts.number(&policy.team_name(team_id(team))));
        let level = forest.map(self.target, |team| level(policy, team).into());
        let rights =
            forest.map(self.target, |team| policy.team(team_id(team)).map_or(0, |team| team.rights.into()));
        let next = forest.map(self.target, |team| {
            let next = policy.team(team_id(team)).and_then(|team| team.next);
            texts.number(&next.map_or_else(|| "nobody".to_string(), |next| policy.team_name(next)))
        });
        let consult = forest.map(self.consult, |set| texts.number(&listed(&self.roles(policy, set))));
        let channel = forest.map(self.channel, |channel| texts.number(&policy.channel_name(small(channel))));
        vec![
            Part::new("target", target, PartKind::Text),
            Part::new("level", level, PartKind::Number),
            Part::new("rights", rights, PartKind::Number),
            Part::new("next", next, PartKind::Text),
            Part::new("consult", consult, PartKind::Text),
            Part::new("channel", channel, PartKind::Text),
        ]
    }

    /// What the table and the rules say, each by itself.
    pub(crate) fn statements(
        &self,
        forest: &mut Forest,
        policy: &Policy<'_>,
        texts: &mut Texts,
    ) -> Vec<Part> {
        let route = forest.map(self.row, |row| {
            texts.number(&policy.route_row(terminal(row)).map_or(String::new(), |row| {
                let roles: Vec<String> = row.consult.iter().map(|role| policy.role_name(role)).collect();
                let channel = policy.channel_name(row.channel);
                format!("{} by {channel}, consulting {}", policy.team_name(row.target), listed(&roles))
            }))
        });
        let may = forest.map(self.envelope, |row| u32::from(super::risk::bounds(policy, row).may_redirect));
        let mut parts = vec![
            Part::new("routing table", route, PartKind::Text),
            Part::new("rules may redirect", may, PartKind::Flag),
        ];
        parts.extend(self.rules.iter().map(|rule| rule.part(forest, policy, texts)));
        parts
    }

    /// The names of the roles of a set.
    fn roles(&self, policy: &Policy<'_>, set: u32) -> Vec<String> {
        let bits =
            usize::try_from(set).ok().and_then(|set| self.consulted.get(set)).copied().unwrap_or_default();
        let mut names: Vec<String> = Roles(bits).iter().map(|role| policy.role_name(role)).collect();
        names.sort_unstable();
        names
    }
}

/// A team by the terminal that names it.
pub(crate) fn team_id(team: u32) -> TeamId {
    TeamId(small(team))
}

fn level(policy: &Policy<'_>, team: u32) -> u8 {
    policy.team(team_id(team)).map_or(1, |team| team.level)
}

/// Roles in words.
pub(crate) fn listed(roles: &[String]) -> String {
    if roles.is_empty() { "nobody".into() } else { roles.join("|") }
}
