//! Plimsoll: the standard policy for risks and incidents, the rule of `benches/src/rules.rs` as a compiled diagram.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work};
use plimsoll_benches::rules;
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{self, FACETS, Facet, FacetSet, Values};
use plimsoll_core::policy::DraftRule;
use plimsoll_core::{Impact, IncidentFacts, Level, Policy, Progress, ProposalKind, Response, RiskFacts};
use std::sync::LazyLock;

/// A verified policy, and a verified diagram with the bits of its terminals.
pub struct Plimsoll {
    policy: Policy<'static>,
    rule: Option<(Diagram<'static>, Vec<u8>)>,
}

static RULE: LazyLock<DraftRule> = LazyLock::new(rules::one);

fn diagram(rule: &DraftRule) -> (Diagram<'_>, Vec<u8>) {
    let draft = rules::draft();
    let forest = draft.forest(rule.space);
    let size = |position| Facet::new(position).map_or(0, |facet| forest.size(facet));
    let count = rule.outcomes.len() as u16;
    let diagram = Diagram::verify(&rule.words, rule.root, size, FacetSet::RISK_INPUTS, count);
    let bits = rule.outcomes.iter().map(|outcome| {
        let bit = |proposal: &plimsoll_core::policy::DraftProposal| match proposal.kind {
            ProposalKind::Raise => 1,
            ProposalKind::TightenLimit => 2,
            ProposalKind::Lower => 4,
            _ => 8,
        };
        outcome.iter().map(bit).fold(0, |bits, bit| bits | bit)
    });
    (diagram.expect("a diagram"), bits.collect())
}

impl Peer for Plimsoll {
    const NAME: &'static str = "Plimsoll";
    const CRATE: &'static str = "plimsoll-core";
    type Risk = RiskFacts;
    type Incident = IncidentFacts;
    type Situation = Values;

    /// What is stored is the compiled policy, which is no text.
    fn text(work: Work) -> String {
        if work == Work::Rule {
            LazyLock::force(&RULE);
        }
        String::new()
    }

    fn load(work: Work, _: &str) -> Self {
        match work {
            Work::Assess | Work::Route => {
                let policy = Policy::verify(Policy::standard_bytes()).expect("verified");
                Self { policy, rule: None }
            }
            Work::Rule => Self { policy: Policy::REFUSING, rule: Some(diagram(&RULE)) },
        }
    }

    fn risk(&self, risk: &Risk) -> RiskFacts {
        RiskFacts {
            rated: Impact::saturating(risk.impact),
            actions: Progress::new(risk.uncompleted, risk.total).unwrap_or(Progress::NONE),
            ..RiskFacts::default()
        }
    }

    fn incident(&self, incident: &Incident) -> IncidentFacts {
        IncidentFacts::default()
            .with_priority(Level::from_index(incident.priority).unwrap_or(Level::High))
            .with_kind(incident.kind)
            .with_complex(incident.complex)
            .with_level(incident.level)
    }

    fn situation(&self, case: &Situation) -> Values {
        let mut values = [0; FACETS];
        let age = Facet::declared(2).expect("few are declared");
        for (facet, value) in [
            (facet::CONFIDENTIALITY, case.confidentiality.into()),
            (facet::ORIGIN, case.origin.into()),
            (facet::ORIENTATION, u16::from(case.orientation) - 1),
            (age, case.age_days),
            (facet::IMPACT, u16::from(case.impact) - 1),
            (facet::LIKELIHOOD, u16::from(case.likelihood) - 1),
        ] {
            values[facet.index()] = value;
        }
        values
    }

    fn assess(&mut self, risk: &mut RiskFacts) -> Assessed {
        let decision = self.policy.assess(risk);
        Assessed {
            likelihood: decision.likelihood.get(),
            score: decision.score.get(),
            band: decision.band.0,
            accept: decision.response == Response::Accept,
        }
    }

    fn route(&mut self, incident: &mut IncidentFacts) -> u8 {
        self.policy.route(incident).target.0
    }

    fn rule(&mut self, values: &mut Values) -> u8 {
        let (diagram, bits) = self.rule.as_ref().expect("loaded");
        bits[usize::from(diagram.walk(values))]
    }
}
