//! A policy with some of everything.

use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftPlacement, DraftProposal, DraftRule, DraftTool,
    Reason, Row, Space,
};
use plimsoll_core::table::Condition;
use plimsoll_core::{Envelope, Permission, ProposalKind};

/// The standard policy with some of everything: facets, obligations, limits, responses, envelopes, and rules of both sorts.
#[must_use]
pub fn rich() -> Vec<u8> {
    let mut draft = Draft::standard();
    let reason =
        |text: &str| Reason { source: "rich".into(), line: 7, text: text.into(), ..Reason::default() };
    let obligation = |name: &str, max_level, forbids_acceptance| DraftObligation {
        name: name.into(),
        max_level,
        forbids_acceptance,
        reason: reason(name),
    };
    draft.obligations = vec![obligation("pci", Some(4), false), obligation("secret", None, true)];
    let regions = ["nordics", "emea", "apac"].map(String::from).to_vec();
    let days = DraftDomain::Range { low: 0, high: 3650, names: Vec::new() };
    draft.facets = vec![
        DraftFacet { name: "region".into(), domain: DraftDomain::Labels(regions) },
        DraftFacet { name: "age_days".into(), domain: days },
        DraftFacet { name: "pilot".into(), domain: DraftDomain::Bool },
    ];
    let [region, age, pilot] = [2, 3, 4].map(|n| Facet::declared(n).expect("few are declared"));
    let row = |facet, values| vec![Condition::within(facet, values)];
    draft.limits = vec![
        Row { when: row(region, 2..=2), then: 6, reason: reason("a young office") },
        Row { when: row(age, 366..=3650), then: 7, reason: reason("reviewed less than yearly") },
    ];
    draft.responses = vec![Row {
        when: row(facet::SCORE, 19..=24),
        then: plimsoll_core::Response::Avoid,
        reason: reason("far too high"),
    }];
    let wide = Envelope { max_raise: 9, max_lower: 9, may_loosen: 3, may_accept: true, may_redirect: false };
    draft.envelopes = vec![Row { when: row(pilot, 1..=1), then: wide, reason: reason("a pilot") }];
    draft.tools = [("drive", "file sharing"), ("vault", "file sharing"), ("chat", "")]
        .map(|(name, purpose)| DraftTool { name: name.into(), purpose: purpose.into() })
        .to_vec();
    let placement = |tool: Option<&str>, when, permission, why| Row {
        when,
        then: DraftPlacement { tool: tool.map(String::from), permission },
        reason: reason(why),
    };
    draft.placements = vec![
        placement(Some("drive"), row(facet::CONFIDENTIALITY, 2..=2), Permission::Forbidden, "secrets stay"),
        placement(Some("drive"), row(region, 1..=2), Permission::EncryptedOnly, "far away"),
        placement(Some("vault"), row(age, 0..=99), Permission::Allowed, "still young"),
        placement(None, row(pilot, 1..=1), Permission::Forbidden, "no pilots"),
    ];
    // Each row and each proposal has a reason of its own, or one could stand for another unseen.
    let proposal = |kind: ProposalKind, amount| DraftProposal { kind, amount, reason: reason(kind.label()) };
    let mut rule = |space, facet, values, proposals: Vec<DraftProposal>| {
        let mut forest = draft.forest(space);
        let condition = forest.among(facet, &[values]);
        let (words, root) = forest.emit(condition).expect("a small diagram");
        draft.rules.push(DraftRule { space, words, root, outcomes: vec![Vec::new(), proposals] });
    };
    let (raise, lower) = (proposal(ProposalKind::Raise, 5), proposal(ProposalKind::Lower, 3));
    let (tighten, loosen) = (proposal(ProposalKind::TightenLimit, 2), proposal(ProposalKind::LoosenLimit, 4));
    let (demand, forbid) = (proposal(ProposalKind::Demand, 1), proposal(ProposalKind::Forbid, 2));
    rule(Space::Risk, age, 100..=200, vec![raise, forbid]);
    rule(Space::Risk, facet::CONFIDENTIALITY, 2..=2, vec![lower, tighten]);
    rule(Space::Risk, pilot, 1..=1, vec![loosen, demand]);
    let (send, consult) = (proposal(ProposalKind::SendTo, 4), proposal(ProposalKind::Consult, 1));
    rule(Space::Incident, facet::SECURITY, 1..=1, vec![send, consult]);
    draft.compile().expect("a sound draft")
}
