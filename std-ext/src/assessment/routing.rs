//! Open incidents, the ways that they have come, and where each goes.

use super::facts::Templates;
use super::grounds::Grounds;
use super::reasons::{self, Reason};
use super::similar::{Similar, Solved};
use crate::Organisation;
use crate::registers::{HandlingStep, Incident};
use plimsoll_core::{Day, IncidentFacts, Policy, Route};

/// An incident and where the policy sends it.
#[derive(Clone, Debug)]
pub struct Routed<'o> {
    /// The record.
    pub incident: &'o Incident,
    /// What was known of it.
    pub facts: IncidentFacts,
    /// The steps that it has taken, in order.
    pub way: Vec<&'o HandlingStep>,
    /// Where it goes.
    pub route: Route,
    /// Who is told: the owner of the risk that materialised (domain.md B4).
    pub notify: Option<&'o str>,
    /// Up to three incidents of the same kind and segment that were solved, so that this one finds its solver sooner; the most
    /// similar first: those of the same risk, then of the same asset, then with more declared facets alike, with the same mark for
    /// information security, with the same priority, and then those that were solved last. Looked at are the 100 of the same
    /// risk, the 100 of the same asset and the 100 of all that were solved last.
    pub similar: Vec<Similar<'o>>,
}

impl<'o> Routed<'o> {
    /// Routes some incidents, in the order of the register.
    ///
    /// ```
    /// use plimsoll::Organisation;
    /// use plimsoll::assessment::Routed;
    /// use plimsoll_core::Day;
    /// let (sample, today) = (Organisation::sample(), Day::from_ymd(2026, 11, 20).ok_or("a day")?);
    /// for routed in Routed::all(&sample, today, |incident| Routed::is_open(incident, today)) {
    ///     println!("{} goes to {}", routed.incident.id, sample.policy().team_name(routed.route.target));
    /// }
    /// # Ok::<(), &str>(())
    /// ```
    pub fn all(
        organisation: &'o Organisation,
        as_of: Day,
        wanted: impl Fn(&Incident) -> bool,
    ) -> Vec<Routed<'o>> {
        let (policy, registers) = (organisation.policy(), organisation.registers());
        let templates = Templates::of(organisation, as_of);
        let solved = Solved::of(organisation, &templates, as_of);
        let incidents = registers.incidents().iter();
        incidents
            .filter(|incident| wanted(incident))
            .map(|incident| {
                let facts = templates.incident(incident);
                let risk = registers.risk_of(incident);
                Routed {
                    incident,
                    facts,
                    way: registers.way(&incident.id).filter(|step| step.date <= as_of).collect(),
                    route: policy.route(&facts),
                    notify: risk.map(|risk| risk.owner.as_str()),
                    similar: solved.like(incident, &facts),
                }
            })
            .collect()
    }

    /// Whether an incident is open on a day.
    #[must_use]
    pub fn is_open(incident: &Incident, as_of: Day) -> bool {
        incident.opened <= as_of && incident.resolved.is_none_or(|resolved| resolved > as_of)
    }

    /// Who got it last: a team or a person, as the register calls them.
    #[must_use]
    pub fn assigned(&self) -> Option<&'o str> {
        self.way.iter().rev().find_map(|step| step.to.as_deref())
    }

    /// Why it goes there, in order.
    #[must_use]
    pub fn reasons(&self, policy: &Policy<'o>) -> Vec<Reason<'o>> {
        reasons::of_incident(policy, &self.facts)
    }

    /// [`Self::reasons`], with the facts that rules read ([`Reason::facts`]).
    #[must_use]
    pub fn grounds(&self, organisation: &'o Organisation, as_of: Day) -> Vec<Reason<'o>> {
        self.on(&organisation.policy(), &Grounds::of(organisation, as_of))
    }

    /// [`Self::grounds`], with what is the same for all incidents.
    pub(super) fn on(&self, policy: &Policy<'o>, grounds: &Grounds<'_>) -> Vec<Reason<'o>> {
        let mut reasons = self.reasons(policy);
        grounds.add_of_incident(self, &mut reasons);
        reasons
    }
}
