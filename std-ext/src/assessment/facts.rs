//! From records to what the core decides on.

use crate::Organisation;
use crate::culture::{WorkedOut, declared};
use crate::registers::{
    Asset, FacetSpec, FacetValue, Incident, People, Registers, Risk, Threat, Vocabulary, fold,
};
use plimsoll_core::facet::{self, Facet, FacetSet};
use plimsoll_core::{Day, Exception, IncidentFacts, PersonId, Progress, RiskFacts};
use std::collections::BTreeMap;

/// What is the same for all risks of an asset or a threat, worked out once.
///
/// The registers may have been read with the vocabulary of another policy: what that policy alone knows is left out, and where
/// the registers lack what this one wants, the default or the first value stands in.
#[derive(Clone, Debug)]
pub(crate) struct Templates<'o> {
    registers: &'o Registers,
    words: &'o Vocabulary,
    people: People<'o>,
    assets: BTreeMap<&'o str, RiskFacts>,
    threats: BTreeMap<&'o str, (&'o Threat, Progress)>,
    declared: Vec<(Facet, &'o FacetSpec)>,
    worked_out: WorkedOut<'o>,
    teams: Vec<String>,
}

impl<'o> Templates<'o> {
    /// The facts of registers under the policy that they were read with, as far as the actions have come; what the registers
    /// work out, as of a day.
    pub(crate) fn of(organisation: &'o Organisation, as_of: Day) -> Self {
        let registers = organisation.registers();
        let progress = |threat: &Threat| registers.progress(&threat.id);
        Self::under(registers, organisation, as_of, progress)
    }

    /// The facts of any registers under the policy of any organisation, with the actions against each threat as far as `progress`
    /// says.
    pub(crate) fn under(
        registers: &'o Registers,
        organisation: &'o Organisation,
        as_of: Day,
        progress: impl Fn(&'o Threat) -> Progress,
    ) -> Self {
        let (words, orientation) = (organisation.vocabulary(), organisation.orientation());
        let worked_out = WorkedOut::of(registers, words, as_of);
        let of_asset = |asset: &'o Asset| {
            let mut facts = RiskFacts::default().with_cia(asset.cia).with_asset(asset.class, asset.kind);
            facts.set(facet::ORIENTATION, orientation);
            for (n, obligation) in (0..).zip(&words.obligations) {
                if let Some(facet) = Facet::declared(n) {
                    facts.set(facet, asset.obligations.contains(obligation).into());
                }
            }
            for (facet, value) in worked_out.values(Some(asset)) {
                facts.set(facet, value);
            }
            (asset.id.as_str(), facts)
        };
        let of_threat = |threat: &'o Threat| (threat.id.as_str(), (threat, progress(threat)));
        Self {
            registers,
            words,
            people: People::of(registers.people()),
            assets: registers.assets().iter().chain(registers.assets_out_of_scope()).map(of_asset).collect(),
            threats: registers.threats().iter().map(of_threat).collect(),
            declared: declared(words).collect(),
            worked_out,
            teams: words.teams.iter().map(|team| fold(team)).collect(),
        }
    }

    /// The facts of a risk. The references of a register are sound, so there is always an asset and a threat.
    pub(crate) fn risk(&self, risk: &Risk, as_of: Day) -> RiskFacts {
        let mut facts = self.assets.get(risk.asset.as_str()).copied().unwrap_or_default();
        if let Some((threat, progress)) = self.threats.get(risk.threat.as_str()) {
            facts = facts.with_compromised(threat.compromises).with_threat(threat.class, threat.origin);
            facts.actions = *progress;
        }
        facts.rated = risk.ratings.highest().unwrap_or(facts.rated);
        facts.estimate = risk.estimate;
        facts.choice = risk.response;
        facts.exception = self.exception_holds(risk, as_of);
        let is_team = risk.owner_is_team.unwrap_or_else(|| self.is_team(&risk.owner));
        facts.set(facet::OWNER_IS_TEAM, is_team.into());
        for (facet, spec) in &self.declared {
            let given = self.registers.facet_given(risk, spec);
            if let Some(value) = given.or_else(|| self.default_of(*facet, spec)) {
                facts.set(*facet, value.0);
            }
        }
        facts
    }

    /// The facts of an asset by itself, whatever threatens it. A declared facet has the value of its column in assets.csv, else
    /// what the registers work out, else its default. One that the placement table reads has one of these if a tool is in use for
    /// the asset, or the organisation would have been refused; another stays at its first value.
    pub(super) fn asset(&self, asset: &Asset) -> RiskFacts {
        let mut facts = self.assets.get(asset.id.as_str()).copied().unwrap_or_default();
        for (facet, spec) in &self.declared {
            if let Some(value) = asset.facet_given(spec).or_else(|| self.default_of(*facet, spec)) {
                facts.set(*facet, value.0);
            }
        }
        facts
    }

    /// The default of a facet; none of what is worked out, which has its value already.
    fn default_of(&self, facet: Facet, spec: &FacetSpec) -> Option<FacetValue> {
        spec.default.filter(|_| self.worked_out.wants(facet).is_none())
    }

    /// Those of some facets to which no column gives a value for a risk.
    pub(crate) fn not_given(&self, risk: &Risk, facets: FacetSet) -> FacetSet {
        let asked = self.declared.iter().filter(|(facet, _)| facets.contains(*facet));
        asked
            .filter(|(_, spec)| self.registers.facet_given(risk, spec).is_none())
            .fold(FacetSet::NONE, |set, (facet, _)| set.or(facet.set()))
    }

    /// Whether the exception of a risk counts on a day (domain.md A11).
    pub(crate) fn exception_holds(&self, risk: &Risk, as_of: Day) -> bool {
        const OWNER: PersonId = PersonId(0);
        risk.exception.as_ref().is_some_and(|exception| {
            let is_owner = self.people.may_be_one(&exception.approver, &risk.owner);
            let approver = if is_owner { OWNER } else { PersonId(1) };
            let has_reason = !exception.reason.trim().is_empty();
            Exception { approver, until: exception.until, has_reason }.holds(OWNER, as_of)
        })
    }

    /// The people whom the registers know.
    pub(super) fn people(&self) -> &People<'o> {
        &self.people
    }

    /// Whether an owner's name is that of a team: one that the policy names; or, unless a person of people.csv is called so, one to which
    /// such a person belongs, or one that calls itself a team, department, committee, group or board. The column `owner_is_team` of
    /// risks.csv overrules it.
    pub(super) fn is_team(&self, owner: &str) -> bool {
        let folded = fold(owner);
        let last = folded.rsplit('_').next().unwrap_or_default();
        let collective =
            ["team", "teams", "department", "departments", "committee", "group", "board"].contains(&last);
        let calls_itself = collective || folded.starts_with("team_");
        let is_person = || self.people.called(owner).next().is_some();
        self.teams.contains(&folded) || self.people.is_team(owner) || (calls_itself && !is_person())
    }

    /// The facts of an incident. A facet that nothing gives a value to stays at its first value.
    pub(crate) fn incident(&self, incident: &Incident) -> IncidentFacts {
        let kinds = &self.words.kinds;
        let kind =
            kinds.iter().position(|kind| *kind == incident.kind).and_then(|kind| u8::try_from(kind).ok());
        let mut facts = IncidentFacts::default()
            .with_segment(incident.segment)
            .with_kind(kind.unwrap_or_default())
            .with_priority(incident.priority)
            .with_security(incident.security)
            .with_complex(incident.complex)
            .with_level(incident.level.get())
            .with_rights(incident.rights.0);
        let risk = self.registers.risk_of(incident);
        if let Some(facts_of_asset) = risk.and_then(|risk| self.assets.get(risk.asset.as_str())) {
            for n in 0..u8::try_from(self.words.obligations.len()).unwrap_or_default() {
                if let Some(facet) = Facet::declared(n) {
                    facts.set(facet, facts_of_asset.value(facet));
                }
            }
        }
        let facts_of_asset = risk.and_then(|risk| self.assets.get(risk.asset.as_str()));
        for (facet, of_organisation) in self.worked_out.values(None) {
            facts.set(facet, facts_of_asset.map_or(of_organisation, |facts| facts.value(facet)));
        }
        for (facet, spec) in self.declared.iter().filter(|(facet, _)| *facet != facet::ORIENTATION) {
            let given = self.registers.incident_facet_given(incident, spec);
            if let Some(value) = given.or_else(|| self.default_of(*facet, spec)) {
                facts.set(*facet, value.0);
            }
        }
        facts
    }
}
