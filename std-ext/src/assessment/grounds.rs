//! The facts that rules read on the way to what they proposed.

use super::{AssessedRisk, Reason, Routed};
use crate::Organisation;
use crate::culture::{WorkedOut, declared};
use crate::organisation::POLICY_FILE;
use crate::registers::Risk;
use plimsoll_core::facet::{self, Facet, Values};
use plimsoll_core::policy::{CompiledRule, KnownFacet, Space};
use plimsoll_core::{Day, Policy, Progress, Stage};
use serde::Serialize;

/// In place of a file: nobody says it.
const NOT_KNOWN: &str = "not known";

/// A fact on which it depended what a rule proposed, and where its value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ground {
    /// The name, as rules read it.
    pub name: String,
    /// The value.
    pub value: String,
    /// The file of the column that gives it, or of the register that it is worked out from; `policy.toml` for a default, for the
    /// orientation of the organisation, for an impact that is the floor of the asset's rating, and for a likelihood without
    /// action or estimate. `not known` for a default or an orientation where the policy is a blob, which has none.
    pub from: &'static str,
}

/// Where the facts of an organisation come from as of a day.
#[derive(Debug)]
pub(crate) struct Grounds<'o> {
    organisation: &'o Organisation,
    worked_out: WorkedOut<'o>,
}

impl<'o> Grounds<'o> {
    pub(crate) fn of(organisation: &'o Organisation, as_of: Day) -> Self {
        let worked_out = WorkedOut::of(organisation.registers(), organisation.vocabulary(), as_of);
        Self { organisation, worked_out }
    }

    /// Adds to the reasons of rules the facts that they read of a risk.
    pub(super) fn add_of_risk(&self, assessed: &AssessedRisk<'_>, reasons: &mut [Reason<'_>]) {
        let AssessedRisk { risk, facts, decision, .. } = assessed;
        let (policy, registers) = (self.organisation.policy(), self.organisation.registers());
        let mut facts = *facts;
        facts.set(facet::IMPACT, decision.impact.get().saturating_sub(1).into());
        facts.set(facet::LIKELIHOOD, decision.likelihood.get().saturating_sub(1).into());
        let is_rated = risk.ratings.highest() == Some(decision.impact);
        let is_estimate = policy.likelihood_rule().of_actions(facts.actions) != decision.likelihood
            || facts.actions == Progress::NONE && facts.estimate == Some(decision.likelihood);
        let column = |name: &str| registers.facet_said(risk, name).map(|(_, register)| register);
        let from = |facet: Facet| match facet {
            facet::IMPACT if !is_rated => POLICY_FILE,
            facet::LIKELIHOOD if !is_estimate && facts.actions == Progress::NONE => POLICY_FILE,
            facet::LIKELIHOOD if !is_estimate => "actions.csv",
            facet::IMPACT | facet::LIKELIHOOD | facet::OWNER_IS_TEAM => "risks.csv",
            facet::CONFIDENTIALITY | facet::INTEGRITY | facet::AVAILABILITY => "assets.csv",
            facet::ASSET_CLASS | facet::ASSET_KIND => "assets.csv",
            facet::COMPROMISES_C | facet::COMPROMISES_I | facet::COMPROMISES_A => "threats.csv",
            facet::THREAT_CLASS | facet::ORIGIN => "threats.csv",
            declared => self.of_declared(declared, Some(risk), column),
        };
        add(reasons, &policy, (Space::Risk, &facts.values), policy.risk_rules(), from);
    }

    /// Adds to the reasons of rules the facts that they read of an incident.
    pub(super) fn add_of_incident(&self, routed: &Routed<'_>, reasons: &mut [Reason<'_>]) {
        let (policy, registers) = (self.organisation.policy(), self.organisation.registers());
        let risk = registers.risk_of(routed.incident);
        let column =
            |name: &str| registers.incident_facet_said(routed.incident, name).map(|(_, register)| register);
        let from = |facet: Facet| match facet.get() {
            ..facet::BUILT_IN => "incidents.csv",
            _ => self.of_declared(facet, risk, column),
        };
        add(reasons, &policy, (Space::Incident, &routed.facts.values), policy.incident_rules(), from);
    }

    /// Where the value of a declared facet comes from: the file of a column, else the register that it is worked out from, else
    /// the policy. What the vocabulary does not hold is an obligation, which assets have.
    fn of_declared(
        &self,
        facet: Facet,
        risk: Option<&Risk>,
        column: impl Fn(&str) -> Option<&'static str>,
    ) -> &'static str {
        let mut declared = declared(self.organisation.vocabulary());
        let Some((_, spec)) = declared.find(|(position, _)| *position == facet) else { return "assets.csv" };
        let worked_out = || {
            let wanted = self.worked_out.wants(facet)?;
            let asset = risk.and_then(|risk| self.organisation.registers().asset(&risk.asset));
            self.worked_out.said(wanted, asset).map(|_| wanted.fact.register())
        };
        let otherwise = if self.organisation.has_sources() { POLICY_FILE } else { NOT_KNOWN };
        column(&spec.name).or_else(worked_out).unwrap_or(otherwise)
    }
}

/// Adds what each rule asked to the reasons that are its own.
fn add<'p>(
    reasons: &mut [Reason<'_>],
    policy: &Policy<'p>,
    (space, values): (Space, &Values),
    rules: impl Iterator<Item = CompiledRule<'p>>,
    from: impl Fn(Facet) -> &'static str,
) {
    let known = policy.facets_of(space);
    let ground = |known: &KnownFacet| Ground {
        name: known.name.clone(),
        value: known.domain.show(values.get(known.facet.index()).copied().unwrap_or_default()),
        from: from(known.facet),
    };
    for rule in rules {
        let diagram = rule.diagram();
        let asked = diagram.asked(values);
        for proposal in rule.proposals(diagram.walk(values)) {
            let words = policy.names().and_then(|names| names.reason(proposal.reason)).unwrap_or_default();
            let is_own = |reason: &&mut Reason<'_>| {
                reason.stage == Stage::Rule.label()
                    && reason.facts.is_empty()
                    && reason.proposal == Some(proposal.kind.label())
                    && (reason.rule, reason.line.unwrap_or_default()) == (words.rule, words.line)
            };
            if let Some(own) = reasons.iter_mut().find(is_own) {
                own.facts = known.iter().filter(|known| asked.contains(known.facet)).map(ground).collect();
            }
        }
    }
}
