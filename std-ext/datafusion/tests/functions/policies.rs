//! Policies that look at more than the cell.

use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftProposal, DraftRule, Reason, Row, Space,
};
use plimsoll_core::table::Condition;
use plimsoll_core::{ProposalKind, Response};

/// The obligation and the facets that [`regional`] declares, in the order of their positions.
pub(crate) const PCI: u8 = 0;
pub(crate) const REGION: u8 = 1;
pub(crate) const AGE: u8 = 2;
pub(crate) const BALANCE: u8 = 3;
pub(crate) const OUTSOURCED: u8 = 4;

pub(crate) fn declared(n: u8) -> Facet {
    Facet::declared(n).unwrap()
}

fn reason(text: &str) -> Reason {
    Reason { source: "test".into(), text: text.into(), ..Reason::default() }
}

/// A limit of its own in one region, an obligation, a response that hangs on a balance, and a rule about what is old.
pub(crate) fn regional() -> Draft {
    let mut draft = Draft::standard();
    draft.name = "regional".into();
    draft.obligations = vec![DraftObligation {
        name: "pci".into(),
        max_level: Some(4),
        forbids_acceptance: false,
        reason: reason("cards"),
    }];
    let labels = ["nordics", "emea", "apac"].map(String::from).to_vec();
    let range = |low, high| DraftDomain::Range { low, high, names: Vec::new() };
    draft.facets = [
        ("region", DraftDomain::Labels(labels)),
        ("age_days", range(0, 3650)),
        ("balance", range(-5, 5)),
        ("outsourced", DraftDomain::Bool),
    ]
    .map(|(name, domain)| DraftFacet { name: name.into(), domain })
    .to_vec();
    let within = |n: u8, values| Condition::within(declared(n), values);
    draft.limits = vec![Row { when: vec![within(REGION, 2..=2)], then: 6, reason: reason("apac") }];
    draft.responses = vec![
        Row { when: vec![within(BALANCE, 8..=10)], then: Response::Transfer, reason: reason("insured") },
        Row { when: vec![within(OUTSOURCED, 1..=1)], then: Response::Avoid, reason: reason("not ours") },
        Row { when: Vec::new(), then: Response::Reduce, reason: reason("else") },
    ];
    let mut forest = draft.forest(Space::Risk);
    let (old, deny) =
        (forest.among(declared(AGE), &[366..=3650]), forest.among(facet::ORIENTATION, &[0..=1]));
    let raised = forest.choose(deny, Ref::terminal(1), Ref::terminal(0));
    let function = forest.choose(old, raised, Ref::terminal(0));
    let (words, root) = forest.emit(function).unwrap();
    let raise = DraftProposal { kind: ProposalKind::Raise, amount: 2, reason: reason("old") };
    draft.rules =
        vec![DraftRule { space: Space::Risk, words, root, outcomes: vec![Vec::new(), vec![raise]] }];
    draft
}
