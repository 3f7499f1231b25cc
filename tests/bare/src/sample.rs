//! A policy that uses every part of the engine: obligations, a declared facet, limits, responses, envelopes and rules.
//!
//! The sample's reference in `tests/tests/agree/sample.rs` states the same in the reference's words.

use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftProposal, DraftRule, Reason, Row, Space,
};
use plimsoll_core::table::{Condition, When, matches};
use plimsoll_core::{Envelope, ProposalKind, Response};

/// The n-th facet that the policy declares; the obligations `pci` and `secrets` come before `region`.
fn declared(n: u8) -> Facet {
    Facet::declared(n).unwrap_or(facet::IMPACT)
}

/// In a region: 0 nordics, 1 emea, 2 apac.
fn region(value: u16) -> Condition {
    is(declared(2), value)
}

fn is(facet: Facet, value: u16) -> Condition {
    Condition::within(facet, value..=value)
}

fn row<T>(when: When, then: T) -> Row<T> {
    Row { when, then, reason: Reason { source: "sample".into(), ..Reason::default() } }
}

/// The sample policy.
pub(crate) fn draft() -> Draft {
    let obligation = |name: &str, max_level, forbids_acceptance| DraftObligation {
        name: name.into(),
        max_level,
        forbids_acceptance,
        reason: Reason::default(),
    };
    let regions = DraftDomain::Labels(["nordics", "emea", "apac"].map(String::from).to_vec());
    let strict =
        Envelope { max_raise: 2, max_lower: 0, may_loosen: 3, may_accept: true, may_redirect: false };
    let mut draft = Draft {
        name: "sample".into(),
        author: "security".into(),
        approver: "board".into(),
        obligations: vec![obligation("pci", Some(4), false), obligation("secrets", None, true)],
        facets: vec![DraftFacet { name: "region".into(), domain: regions }],
        limits: vec![
            row(vec![region(2)], 6),
            row(vec![is(facet::CONFIDENTIALITY, 2), is(facet::COMPROMISES_C, 1)], 3),
            row(vec![region(1), Condition::within(facet::INTEGRITY, 0..=1)], 12),
        ],
        responses: vec![
            row(vec![Condition::within(facet::SCORE, 19..=24)], Response::Avoid),
            row(vec![Condition::within(facet::SCORE, 15..=18), region(0)], Response::Transfer),
            row(
                vec![Condition::among(facet::SCORE, [2, 3, 7]), is(facet::AVAILABILITY, 2)],
                Response::Reduce,
            ),
        ],
        envelopes: vec![row(vec![region(2)], strict)],
        ..Draft::standard()
    };
    draft.rules = rules(&draft);
    draft
}

/// What a rule proposes in which situations; the first that matches holds.
type Table = Vec<(When, Vec<(ProposalKind, u8)>)>;

fn rules(draft: &Draft) -> Vec<DraftRule> {
    use ProposalKind::{Consult, Demand, Forbid, LoosenLimit, Lower, Raise, SendTo, TightenLimit};
    let [accept, transfer, reduce] =
        [Response::Accept, Response::Transfer, Response::Reduce].map(Response::index);
    let (level_3, manager) = (3, 6);
    let risk: [Table; 5] = [
        vec![
            (vec![is(facet::CONFIDENTIALITY, 2), is(facet::COMPROMISES_C, 1)], vec![(Raise, 3)]),
            (vec![is(facet::CONFIDENTIALITY, 1), is(facet::COMPROMISES_C, 1)], vec![(Raise, 1)]),
        ],
        vec![(
            vec![Condition::within(facet::IMPACT, 3..=4), region(1)],
            vec![(TightenLimit, 2), (Demand, reduce)],
        )],
        vec![(vec![Condition::within(facet::LIKELIHOOD, 0..=1)], vec![(Lower, 1), (LoosenLimit, 5)])],
        vec![(vec![is(facet::INTEGRITY, 2)], vec![(Raise, 2), (Forbid, transfer)])],
        vec![(vec![is(facet::IMPACT, 0)], vec![(Demand, accept), (Lower, 2)])],
    ];
    let incident: [Table; 2] = [
        vec![
            (vec![is(facet::SECURITY, 1), region(2)], vec![(SendTo, level_3), (Consult, 0)]),
            (vec![is(facet::SECURITY, 1), region(1)], vec![(SendTo, level_3), (Consult, 1)]),
        ],
        vec![(vec![is(facet::COMPLEX, 1), is(facet::PRIORITY, 1)], vec![(SendTo, manager)])],
    ];
    let risk = risk.into_iter().map(|table| (Space::Risk, table));
    let rules = risk.chain(incident.into_iter().map(|table| (Space::Incident, table)));
    (1..).zip(rules).map(|(line, (space, table))| rule(draft, space, line, table)).collect()
}

fn rule(draft: &Draft, space: Space, line: u16, table: Table) -> DraftRule {
    let mut forest = draft.forest(space);
    let mut function = Ref::terminal(0);
    let mut outcomes = vec![Vec::new()];
    for (when, proposals) in table.iter().rev() {
        let condition = matches(&mut forest, when);
        let terminal = u32::try_from(outcomes.len()).unwrap_or_default();
        function = forest.choose(condition, Ref::terminal(terminal), function);
        let reason = Reason {
            source: "sample.rhai".into(),
            line,
            rule: format!("rule_{line}"),
            text: draft.describe(space, when),
            principle: "proportionate protection".into(),
        };
        let propose = |(kind, amount): &(ProposalKind, u8)| DraftProposal {
            kind: *kind,
            amount: *amount,
            reason: reason.clone(),
        };
        outcomes.push(proposals.iter().map(propose).collect());
    }
    let (words, root) = forest.emit(function).unwrap_or_default();
    DraftRule { space, words, root, outcomes }
}
