//! From what the reference knows by name to what the engine knows by position.

use plimsoll_core::facet::{ASSET_CLASS, Facet, SCORE};
use plimsoll_core::policy::{Draft, DraftDomain, DraftProposal, DraftRule, KnownFacet, Reason, Space};
use plimsoll_core::{
    Attribute, Attributes, Cia, Impact, IncidentFacts, Level, Likelihood, Progress, ProposalKind, RiskFacts,
};
pub(crate) use plimsoll_tests::drafts::response;
use plimsoll_tests::reference::{Facts, Incident};
use std::collections::BTreeMap;

/// A rating from its three levels.
pub(crate) fn cia(levels: [u8; 3]) -> Cia {
    let [c, i, a] = levels.map(|level| Level::from_index(level).expect("0, 1 or 2"));
    Cia::new(c, i, a)
}

/// A set from its three flags.
pub(crate) fn attributes(compromises: [bool; 3]) -> Attributes {
    let pairs = Attribute::ALL.iter().zip(compromises).filter(|(_, compromised)| *compromised);
    pairs.fold(Attributes::NONE, |set, (attribute, _)| set.with(*attribute))
}

/// Progress from the numbers of the reference.
pub(crate) fn progress(uncompleted: u32, total: u32) -> Option<Progress> {
    Progress::new(u16::try_from(uncompleted).ok()?, u16::try_from(total).ok()?)
}

/// The facet of a name.
pub(crate) fn facet(draft: &Draft, space: Space, name: &str) -> KnownFacet {
    let known = draft.facets_of(space).into_iter().find(|known| known.name == name);
    known.unwrap_or_else(|| panic!("no facet {name:?}"))
}

/// The value of a label.
pub(crate) fn value(domain: &DraftDomain, label: &str) -> u16 {
    match domain {
        DraftDomain::Bool => u16::from(label.parse::<bool>().expect("true or false")),
        DraftDomain::Labels(labels) => {
            let index = labels.iter().position(|known| known == label);
            u16::try_from(index.unwrap_or_else(|| panic!("no label {label:?}"))).expect("few labels")
        }
        DraftDomain::Range { .. } => panic!("{label:?} for a number"),
    }
}

fn declared(
    known: &KnownFacet,
    labels: &BTreeMap<String, String>,
    numbers: &BTreeMap<String, i64>,
) -> Option<u16> {
    match (labels.get(&known.name), numbers.get(&known.name)) {
        (Some(label), _) => Some(value(&known.domain, label)),
        (None, Some(number)) => known.domain.domain().and_then(|domain| domain.value_of(*number)),
        (None, None) => None,
    }
}

/// The facts of a risk.
pub(crate) fn risk(facets: &[KnownFacet], facts: &Facts) -> RiskFacts {
    let rated = facts.ratings.iter().max().copied().unwrap_or(1);
    let mut risk = RiskFacts {
        rated: Impact::new(rated).expect("1 to 10"),
        actions: progress(facts.uncompleted, facts.actions).expect("no more uncompleted than there are"),
        estimate: facts.estimate.map(|estimate| Likelihood::new(estimate).expect("1 to 10")),
        choice: facts.choice.map(response),
        exception: facts.excepted,
        ..RiskFacts::default()
    };
    risk = risk.with_cia(cia(facts.cia)).with_compromised(attributes(facts.compromises));
    for known in facets.iter().filter(|known| known.facet >= ASSET_CLASS && known.facet != SCORE) {
        let attached = facts.obligations.contains(&known.name).then_some(1);
        if let Some(value) = attached.or_else(|| declared(known, &facts.labels, &facts.numbers)) {
            risk.set(known.facet, value);
        }
    }
    risk
}

/// The facts of an incident.
pub(crate) fn incident(facets: &[KnownFacet], incident: &Incident) -> IncidentFacts {
    let mut facts = IncidentFacts::default().with_level(incident.level).with_rights(incident.rights_needed);
    for known in facets {
        let set = match known.name.as_str() {
            "segment" => Some(value(&known.domain, &incident.segment)),
            "kind" => Some(value(&known.domain, &incident.kind)),
            "priority" => Some(value(&known.domain, &incident.priority)),
            "security" => Some(incident.security.into()),
            "complex" => Some(incident.complex.into()),
            _ => declared(known, &incident.labels, &incident.numbers),
        };
        set.into_iter().for_each(|set| facts.set(known.facet, set));
    }
    facts
}

/// A rule that makes the same proposals everywhere.
pub(crate) fn always(space: Space, proposals: &[(ProposalKind, u8)]) -> DraftRule {
    let proposals = proposals.iter().map(|(kind, amount)| DraftProposal {
        kind: *kind,
        amount: *amount,
        reason: Reason {
            source: "rules/always.rhai".into(),
            line: 7,
            rule: "rule_always".into(),
            text: format!("{kind} {amount}"),
            principle: String::new(),
        },
    });
    DraftRule { space, words: Vec::new(), root: 0x8000, outcomes: vec![proposals.collect()] }
}

/// A sum as proposals, each of which has eight bits.
pub(crate) fn split(kind: ProposalKind, mut sum: u32) -> Vec<(ProposalKind, u8)> {
    let mut proposals = Vec::new();
    while sum > 0 {
        let part = u8::try_from(sum).unwrap_or(u8::MAX);
        proposals.push((kind, part));
        sum -= u32::from(part);
    }
    proposals
}

/// A facet at a position.
pub(crate) fn at(position: usize) -> Facet {
    u8::try_from(position).ok().and_then(Facet::new).expect("a position below 48")
}
