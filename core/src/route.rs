//! From the facts of an incident to a team.

use crate::facet;
use crate::policy::RouteRow;
use crate::{
    IncidentFacts, Levels, Listener, Policy, ProposalKind, ReasonId, Roles, Route, Stage, Step, Team, TeamId,
    Trace,
};

impl Policy<'_> {
    /// Sends an incident to a team. There is a route for every incident, whatever the facts.
    #[must_use]
    pub fn route(&self, facts: &IncidentFacts) -> Route {
        self.route_into(facts, &mut ())
    }

    /// Sends an incident to a team and gives the reasons, in order.
    ///
    /// ```
    /// use plimsoll_core::{IncidentFacts, Level, Policy, Stage};
    /// let policy = Policy::standard();
    /// let (route, trace) = policy.explain_route(&IncidentFacts::default().with_rights(3));
    /// assert_eq!(policy.names().unwrap().team(route.target), Some("level_3"));
    /// assert_eq!(trace.steps()[1].stage, Stage::Rights);
    /// assert_eq!(route.skipped.iter().collect::<Vec<_>>(), [2]);
    /// ```
    #[must_use]
    pub fn explain_route(&self, facts: &IncidentFacts) -> (Route, Trace) {
        let mut trace = Trace::new();
        (self.route_into(facts, &mut trace), trace)
    }

    /// Sends an incident to a team and tells a listener every step.
    pub fn route_into<L: Listener>(&self, facts: &IncidentFacts, listener: &mut L) -> Route {
        let mut values = facts.values;
        let first = RouteRow { target: TeamId(0), channel: 0, reason: ReasonId::NONE, consult: Roles::NONE };
        let row = self.routes.get(self.route.walk(&values)).map_or(first, RouteRow::read);
        let position = |team: TeamId| u16::from(team.0);
        let step = |stage, from, to| Step { stage, proposal: None, from, to, reason: ReasonId::NONE };
        listener.hear(Step {
            reason: row.reason,
            ..step(Stage::Route, position(row.target), position(row.target))
        });

        let mut consult = row.consult;
        let mut sent: Option<(u8, TeamId)> = None;
        self.each_proposal(self.route_rules, &values, |proposal| {
            match proposal.kind {
                ProposalKind::SendTo => {
                    let team = TeamId(proposal.amount);
                    let level = self.stands(team).level;
                    // Of several, the highest level holds, and of those on one level the team declared first.
                    if sent
                        .is_none_or(|(highest, first)| level > highest || (level == highest && team < first))
                    {
                        sent = Some((level, team));
                    }
                }
                ProposalKind::Consult => consult = consult.with(proposal.amount),
                _ => return,
            }
            let kind = Some(proposal.kind);
            let to = u16::from(proposal.amount);
            listener.hear(Step {
                proposal: kind,
                reason: proposal.reason,
                ..step(Stage::Rule, position(row.target), to)
            });
        });
        let chosen = match sent {
            Some((_, team)) if team != row.target => self.redirected(row.target, team, &values, listener),
            _ => row.target,
        };

        if let Some(slot) = values.get_mut(facet::TARGET.index()) {
            *slot = position(chosen);
        }
        let target = TeamId(u8::try_from(self.reach.walk(&values)).unwrap_or_default());
        if target != chosen {
            listener.hear(step(Stage::Rights, position(chosen), position(target)));
        }
        let Team { level, rights, next, .. } = self.stands(target);
        let reaches = u16::from(rights) >= facts.value(facet::RIGHTS);
        let present = facts.level().min(self.scales.levels);
        let skipped = Levels::between(present, level);
        skipped.iter().for_each(|passed| listener.hear(step(Stage::Skip, present.into(), passed.into())));
        if let Some(next) = next {
            listener.hear(step(Stage::Next, position(target), position(next)));
        }
        Route { target, level, rights, reaches, next, consult, channel: row.channel, skipped }
    }

    /// Where rules send the incident, if the envelope lets them.
    fn redirected<L: Listener>(
        &self,
        from: TeamId,
        to: TeamId,
        values: &facet::Values,
        listener: &mut L,
    ) -> TeamId {
        let row = self.bounds(self.incident_envelope.walk(values));
        if row.envelope.may_redirect {
            return to;
        }
        let (asked, kept) = (u16::from(to.0), u16::from(from.0));
        let proposal = Some(ProposalKind::SendTo);
        listener.hear(Step { stage: Stage::Clamp, proposal, from: asked, to: kept, reason: row.reason });
        from
    }

    fn stands(&self, team: TeamId) -> Team {
        self.team(team).unwrap_or(Team { level: 1, rights: 0, next: None, staffed: false })
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
