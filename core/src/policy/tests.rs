#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect should stop")]

use super::crc::crc32;
use super::{
    Draft, DraftDomain, DraftFacet, DraftMatrix, DraftObligation, DraftProposal, DraftRule, Fault, Reason,
    Row, Space,
};
use crate::diagram::Ref;
use crate::facet::{self, Facet};
use crate::table::Condition;
use crate::{
    Envelope, Impact, IncidentFacts, Levels, Policy, Progress, ProposalKind, Response, RiskFacts, Stage,
    Standing, TeamId, VerifyError,
};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

fn facts(impact: u8, uncompleted: u16, total: u16) -> RiskFacts {
    RiskFacts {
        rated: Impact::new(impact).unwrap(),
        actions: Progress::new(uncompleted, total).unwrap(),
        ..RiskFacts::default()
    }
}

fn reason(text: &str) -> Reason {
    Reason {
        source: "rules/test.rhai".into(),
        line: 3,
        rule: "rule_test".into(),
        text: text.into(),
        principle: String::new(),
    }
}

/// A rule that makes the same proposals everywhere.
fn always(space: Space, proposals: &[(ProposalKind, u8)]) -> DraftRule {
    let proposals = proposals.iter().map(|(kind, amount)| DraftProposal {
        kind: *kind,
        amount: *amount,
        reason: reason(kind.label()),
    });
    DraftRule { space, words: Vec::new(), root: 0x8000, outcomes: vec![proposals.collect()] }
}

fn messages(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{:?}: {}", fault.place, fault.message)).collect()
}

#[test]
fn the_standard_policy_is_what_the_compiler_writes() {
    assert_eq!(Policy::standard_bytes(), Draft::standard().compile().unwrap(), "run the example `standard`");
    assert_ne!(Policy::standard(), Policy::REFUSING);
}

#[test]
fn cut_short_or_with_a_byte_changed_a_blob_is_refused() {
    let blob = Policy::standard_bytes();
    for length in 0..blob.len() {
        assert_eq!(Policy::verify(&blob[..length]), Err(VerifyError::Truncated), "length {length}");
    }
    for at in 0..blob.len() {
        for flip in 1..=u8::MAX {
            let mut changed = blob.to_vec();
            changed[at] ^= flip;
            assert!(Policy::verify(&changed).is_err(), "byte {at} ^ {flip}");
        }
    }
    let mut longer = blob.to_vec();
    longer.push(0);
    assert_eq!(Policy::verify(&longer), Err(VerifyError::Length));
}

/// With the checksum put right, a changed byte may give another policy, but never one that panics or hands out what is not
/// there.
#[test]
fn what_is_admitted_decides() {
    let blob = Policy::standard_bytes();
    let body = blob.len() - 4;
    let mut admitted = 0;
    for at in 0..body {
        for bit in 0..8 {
            let mut changed = blob.to_vec();
            changed[at] ^= 1 << bit;
            let crc = crc32(&changed[..body]);
            changed[body..].copy_from_slice(&crc.to_le_bytes());
            let Ok(policy) = Policy::verify(&changed) else { continue };
            admitted += 1;
            for (impact, uncompleted) in [(1, 0), (3, 2), (5, 5), (10, 1)] {
                let decision = policy.assess(&facts(impact, uncompleted, 5));
                assert!((1..=policy.scales().top).contains(&decision.score.get()), "byte {at} bit {bit}");
                assert!(decision.band.get() < policy.scales().bands);
                let incident =
                    IncidentFacts::default().with_kind(impact).with_rights(impact).with_level(impact);
                let route = policy.route(&incident);
                assert!(policy.team(route.target).is_some_and(|team| team.staffed));
            }
        }
    }
    // Texts, identity and single cells may change; structure may not.
    assert!(admitted > 1000 && admitted < body * 8, "{admitted} of {}", body * 8);
}

#[test]
fn an_encoding_that_is_not_the_shortest_is_refused() {
    let blob = Policy::standard_bytes();
    let (name, rest) = (blob[16], &blob[17..]);
    assert_eq!(usize::from(name), "standard".len());
    let mut changed = blob[..16].to_vec();
    changed.extend([name | 0x80, 0]);
    changed.extend(&rest[..rest.len() - 4]);
    let length = u32::from_le_bytes(changed[8..12].try_into().unwrap()) + 1;
    changed[8..12].copy_from_slice(&length.to_le_bytes());
    changed.extend(crc32(&changed).to_le_bytes());
    assert_eq!(Policy::verify(&changed), Err(VerifyError::Encoding));
}

#[test]
fn limits_obligations_and_exceptions() {
    let mut draft = Draft::standard();
    draft.facets.push(DraftFacet {
        name: "region".into(),
        domain: DraftDomain::Labels(["nordics", "emea", "apac"].map(String::from).to_vec()),
    });
    for (name, max_level, forbids_acceptance) in [("pci", Some(4), false), ("secrets", None, true)] {
        draft.obligations.push(DraftObligation {
            name: name.into(),
            max_level,
            forbids_acceptance,
            reason: Reason::default(),
        });
    }
    let (pci, secrets, region) =
        (Facet::declared(0).unwrap(), Facet::declared(1).unwrap(), Facet::declared(2).unwrap());
    let row = |value, then| Row {
        when: vec![Condition::within(region, value..=value)],
        then,
        reason: Reason::default(),
    };
    draft.limits = vec![row(2, 6), row(1, 12)];
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let limit = |facts: RiskFacts| policy.assess(&facts).limit.get();
    let plain = facts(1, 0, 1);
    assert_eq!(limit(plain), 9);
    assert_eq!(limit(plain.with(region, 2)), 6);
    assert_eq!(limit(plain.with(region, 1)), 9, "a higher level is not the lowest that applies");
    assert_eq!(limit(plain.with(region, 2).with(pci, 1)), 4);
    assert_eq!(limit(plain.with(pci, 1).with(secrets, 1)), 0);

    let accepted = RiskFacts { choice: Some(Response::Accept), ..facts(5, 1, 1) };
    assert_eq!(policy.assess(&accepted).response, Response::Reduce);
    assert_eq!(policy.assess(&accepted).standing, Standing::Overruled);
    let excepted = RiskFacts { exception: true, ..accepted };
    assert_eq!(
        (policy.assess(&excepted).response, policy.assess(&excepted).within_limit),
        (Response::Accept, false)
    );
    assert_eq!(policy.assess(&excepted.with(pci, 1)).response, Response::Accept);
    assert_eq!(
        policy.assess(&excepted.with(secrets, 1)).response,
        Response::Reduce,
        "no exception to what is ruled out"
    );
    let (_, trace) = policy.explain(&excepted.with(pci, 1));
    let stages: Vec<Stage> = trace.steps().iter().map(|step| step.stage).collect();
    let expected = [
        Stage::Impact,
        Stage::Likelihood,
        Stage::Matrix,
        Stage::Band,
        Stage::Limit,
        Stage::Obligation,
        Stage::Exception,
        Stage::Response,
        Stage::Choice,
    ];
    assert_eq!(stages, expected);
    let words = policy.names().unwrap().reason(trace.steps()[5].reason).unwrap();
    assert_eq!(words.text, "pci caps the acceptance level at 4");
}

#[test]
fn the_envelope_bounds_what_rules_propose() {
    use ProposalKind::{Demand, Forbid, LoosenLimit, Lower, Raise, TightenLimit};
    /// Proposals; then score, limit and response for impact 3, likelihood 3 (score 9, limit 9), and how many clamps.
    type Case<'a> = (&'a [(ProposalKind, u8)], (u8, u8, Response), usize);
    let cases: &[Case<'_>] = &[
        (&[], (9, 9, Response::Accept), 0),
        (&[(Raise, 2)], (11, 9, Response::Reduce), 0),
        (&[(Raise, 3), (Raise, 3)], (13, 9, Response::Reduce), 1),
        (&[(Lower, 2)], (7, 9, Response::Accept), 0),
        (&[(Lower, 200)], (7, 9, Response::Accept), 1),
        (&[(Raise, 9), (Lower, 9)], (11, 9, Response::Reduce), 2),
        (&[(TightenLimit, 3)], (9, 6, Response::Reduce), 0),
        (&[(TightenLimit, 200)], (9, 0, Response::Reduce), 0),
        (&[(LoosenLimit, 3)], (9, 9, Response::Accept), 1),
        (&[(Demand, 1)], (9, 9, Response::Transfer), 0),
        (&[(Demand, 1), (Demand, 3)], (9, 9, Response::Avoid), 0),
        (&[(Demand, 0), (Raise, 1)], (10, 9, Response::Reduce), 1),
        (&[(Forbid, 0)], (9, 9, Response::Transfer), 0),
        (&[(Forbid, 0), (Forbid, 1), (Forbid, 2), (Forbid, 3)], (9, 9, Response::Avoid), 0),
        (&[(Demand, 3), (Forbid, 3)], (9, 9, Response::Avoid), 0),
        (&[(Demand, 2), (Forbid, 2)], (9, 9, Response::Avoid), 0),
    ];
    for (proposals, expected, clamps) in cases {
        let mut draft = Draft::standard();
        draft.rules.push(always(Space::Risk, proposals));
        let blob = draft.compile().unwrap();
        let policy = Policy::verify(&blob).unwrap();
        let (decision, trace) = policy.explain(&facts(3, 2, 5));
        assert_eq!(
            (decision.score.get(), decision.limit.get(), decision.response),
            *expected,
            "{proposals:?}"
        );
        let clamped = trace.steps().iter().filter(|step| step.stage == Stage::Clamp).count();
        assert_eq!(clamped, *clamps, "{proposals:?}");
        assert_eq!(policy.assess(&facts(3, 2, 5)), decision);
    }
}

#[test]
fn an_envelope_may_differ_by_region_and_loosening_never_passes_an_obligation() {
    let mut draft = Draft::standard();
    draft.obligations.push(DraftObligation {
        name: "pci".into(),
        max_level: Some(10),
        forbids_acceptance: false,
        reason: Reason::default(),
    });
    draft.facets.push(DraftFacet { name: "away".into(), domain: DraftDomain::Bool });
    let (pci, away) = (Facet::declared(0).unwrap(), Facet::declared(1).unwrap());
    let wide = Envelope { max_raise: 50, may_loosen: 8, may_accept: true, ..Envelope::STANDARD };
    draft.envelopes.push(Row {
        when: vec![Condition::within(away, 1..=1)],
        then: wide,
        reason: Reason::default(),
    });
    draft.rules.push(always(
        Space::Risk,
        &[(ProposalKind::Raise, 30), (ProposalKind::LoosenLimit, 5), (ProposalKind::TightenLimit, 1)],
    ));
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let numbers = |facts: &RiskFacts| {
        let decision = policy.assess(facts);
        (decision.score.get(), decision.limit.get())
    };
    let here = facts(3, 2, 5);
    assert_eq!(numbers(&here), (13, 8));
    assert_eq!(numbers(&here.with(away, 1)), (25, 13), "the score stays on the scale");
    assert_eq!(numbers(&here.with(away, 1).with(pci, 1)), (25, 9), "loosened to the cap, then tightened");
}

#[test]
fn rules_redirect_and_consult_within_the_envelope() {
    use ProposalKind::{Consult, SendTo};
    let level_3 = 3;
    for (may_redirect, target) in [(true, level_3), (false, 0)] {
        let mut draft = Draft::standard();
        draft.envelopes.push(Row {
            when: vec![],
            then: Envelope { may_redirect, ..Envelope::STANDARD },
            reason: Reason::default(),
        });
        draft
            .rules
            .push(always(Space::Incident, &[(SendTo, 1), (Consult, 1), (SendTo, level_3), (SendTo, 2)]));
        let blob = draft.compile().unwrap();
        let policy = Policy::verify(&blob).unwrap();
        let (route, trace) = policy.explain_route(&IncidentFacts::default());
        assert_eq!(route.target, TeamId(target));
        assert_eq!(route.consult.iter().collect::<Vec<_>>(), [1]);
        assert_eq!(route.skipped, if may_redirect { Levels::NONE.with(2) } else { Levels::NONE });
        let clamped = trace.steps().iter().any(|step| step.stage == Stage::Clamp);
        assert_eq!(clamped, !may_redirect);
    }
}

#[test]
fn faults_are_named_together() {
    let mut draft = Draft::standard();
    draft.approver = draft.author.clone();
    draft.bands[1].up_to = 5;
    draft.bands[4].up_to = 24;
    draft.acceptance_level = 26;
    draft.teams[1].staffed = false;
    draft.facets.push(DraftFacet { name: "impact".into(), domain: DraftDomain::Bool });
    let expected = [
        "Policy: author and approver are both \"plimsoll\"",
        "Band(1): band \"low\" goes up to 5, but scores up to 5 are in bands before it",
        "Band(4): score 25 is in no band",
        "Acceptance: level 26 is outside the scores, which are 1 to 25",
        "Facet(0): \"impact\" is the name of a built-in facet",
        "Route(9): team \"level_2\" is not staffed",
    ];
    assert_eq!(messages(&draft.compile().unwrap_err()), expected);
}

#[test]
fn grids_are_checked_cell_by_cell() {
    let grid = |cells: &[&[u8]], may_fall| {
        let mut draft = Draft::standard();
        let names = |count: usize| (0..count).map(|name| name.to_string()).collect::<Vec<_>>();
        draft.impact = names(3);
        draft.likelihood = names(2);
        draft.likelihood_rule =
            crate::LikelihoodRule::new(2, crate::Likelihood::LOWEST, crate::EstimateRule::Higher).unwrap();
        draft.bands.truncate(3);
        (0..).zip(&mut draft.bands).for_each(|(index, band)| band.up_to = index + 1);
        draft.acceptance_level = 1;
        draft.matrix = DraftMatrix::Grid { cells: cells.iter().map(|row| row.to_vec()).collect(), may_fall };
        draft.compile().map_err(|faults| messages(&faults))
    };
    assert!(grid(&[&[0, 1, 1], &[0, 1, 2]], false).is_ok());
    assert!(grid(&[&[0, 1, 1], &[0, 0, 2]], true).is_ok());
    let cell = "Cell { likelihood: 1, impact: 1 }: the cell holds 0, less than the 1 of the cell with less likelihood";
    assert_eq!(grid(&[&[0, 1, 1], &[0, 0, 2]], false).unwrap_err(), [cell]);
    let cell = "Cell { likelihood: 0, impact: 2 }: the cell holds 3, but the 3 bands are 0 to 2";
    assert_eq!(grid(&[&[0, 1, 3], &[0, 1, 3]], false).unwrap_err()[0], cell);
    assert_eq!(
        grid(&[&[0, 1, 1]], false).unwrap_err(),
        ["Matrix: the grid has 1 rows, but there are 2 levels of likelihood"]
    );
    let short =
        "Cell { likelihood: 1, impact: 0 }: row 2 of the grid has 2 cells, but there are 3 levels of impact";
    assert_eq!(grid(&[&[0, 1, 1], &[0, 1]], false).unwrap_err(), [short]);
}

#[test]
fn routing_gaps_and_dead_rows_are_shown() {
    let mut draft = Draft::standard();
    draft.routes.pop();
    let dead = draft.routes[0].clone();
    draft.routes.push(dead);
    let expected = [
        "Routing: no row matches this case: kind = other, priority = low|medium, complex = false, level = 1",
        "Route(10): row 11 can never match: row 1 before it already covers every case that it asks for",
    ];
    assert_eq!(messages(&draft.compile().unwrap_err()), expected);
}

#[test]
fn a_rule_s_diagram_is_verified_with_the_rest() {
    let mut draft = Draft::standard();
    let mut forest = draft.forest(Space::Risk);
    let high = forest.among(facet::CONFIDENTIALITY, &[2..=2]);
    let function = forest.choose(high, Ref::terminal(1), Ref::terminal(0));
    let (words, root) = forest.emit(function).unwrap();
    let raise = DraftProposal { kind: ProposalKind::Raise, amount: 2, reason: reason("confidential") };
    let rule = DraftRule { space: Space::Risk, words, root, outcomes: vec![vec![], vec![raise]] };
    draft.rules.push(rule.clone());
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let confidential = facts(3, 2, 5).with(facet::CONFIDENTIALITY, 2);
    assert_eq!(policy.assess(&facts(3, 2, 5)).score.get(), 9);
    let (decision, trace) = policy.explain(&confidential);
    assert_eq!(decision.score.get(), 11);
    let step = trace.steps().iter().find(|step| step.stage == Stage::Rule).unwrap();
    let words = policy.names().unwrap().reason(step.reason).unwrap();
    assert_eq!(
        (words.source, words.line, words.rule, words.text),
        ("rules/test.rhai", 3, "rule_test", "confidential")
    );

    draft.rules[0].outcomes.pop();
    assert_eq!(
        messages(&draft.compile().unwrap_err()),
        ["Policy: diagram 9 is not sound at word 0: a terminal is outside its table"]
    );
    draft.rules[0] = DraftRule { space: Space::Incident, ..rule };
    assert!(draft.compile().is_err(), "an incident's rule proposes nothing for scores");
}
