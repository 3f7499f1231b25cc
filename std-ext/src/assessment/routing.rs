//! Open incidents, and where each goes.

use super::facts::Templates;
use super::reasons::{self, Reason};
use crate::Organisation;
use crate::registers::Incident;
use plimsoll_core::{Day, IncidentFacts, Policy, Route};

/// An incident that was solved before, and is like one that is open (domain.md B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier<'o> {
    /// The incident.
    pub incident: &'o Incident,
    /// Who solved it.
    pub solver: &'o str,
}

/// An incident and where the policy sends it.
#[derive(Clone, Debug)]
pub struct Routed<'o> {
    /// The record.
    pub incident: &'o Incident,
    /// What was known of it.
    pub facts: IncidentFacts,
    /// Where it goes.
    pub route: Route,
    /// Who is told: the owner of the risk that materialised (domain.md B4).
    pub notify: Option<&'o str>,
    /// The latest incident of the same kind and segment that was solved, so that this one finds its solver sooner.
    pub earlier: Option<Earlier<'o>>,
}

impl<'o> Routed<'o> {
    /// Routes some incidents, in the order of the register.
    pub fn all(
        organisation: &'o Organisation,
        as_of: Day,
        wanted: impl Fn(&Incident) -> bool,
    ) -> Vec<Routed<'o>> {
        let policy = organisation.policy();
        let templates = Templates::of(organisation);
        let incidents = organisation.registers().incidents().iter();
        incidents
            .filter(|incident| wanted(incident))
            .map(|incident| {
                let facts = templates.incident(incident);
                let risk = incident.risk.as_deref().and_then(|id| organisation.registers().risk(id));
                Routed {
                    incident,
                    facts,
                    route: policy.route(&facts),
                    notify: risk.map(|risk| risk.owner.as_str()),
                    earlier: earlier(organisation, incident, as_of),
                }
            })
            .collect()
    }

    /// Whether an incident is open on a day.
    #[must_use]
    pub fn is_open(incident: &Incident, as_of: Day) -> bool {
        incident.opened <= as_of && incident.resolved.is_none_or(|resolved| resolved > as_of)
    }

    /// Why it goes there, in order.
    #[must_use]
    pub fn reasons(&self, policy: &Policy<'o>) -> Vec<Reason<'o>> {
        reasons::of_incident(policy, &self.facts)
    }
}

fn earlier<'o>(organisation: &'o Organisation, incident: &Incident, as_of: Day) -> Option<Earlier<'o>> {
    let like = organisation.registers().incidents().iter().filter(|other| {
        other.id != incident.id && other.kind == incident.kind && other.segment == incident.segment
    });
    let solved = like.filter_map(|other| Some((other.resolved?, other, other.resolved_by.as_deref()?)));
    let latest = solved.filter(|(resolved, ..)| *resolved <= as_of).max_by_key(|(resolved, ..)| *resolved);
    latest.map(|(_, incident, solver)| Earlier { incident, solver })
}
