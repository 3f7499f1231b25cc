//! Where rules send an incident, among teams of several levels.
#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect should stop")]

use crate::facet::{self, Facet};
use crate::policy::{Draft, DraftDomain, DraftFacet, DraftProposal, DraftRule, Reason, Row, Space};
use crate::table::Condition;
use crate::{
    Envelope, Impact, IncidentFacts, Level, Policy, ProposalKind, RiskFacts, Segment, Stage, TeamId,
};
use alloc::vec;
use alloc::vec::Vec;

fn policy(may_redirect: bool, teams: &[u8]) -> Vec<u8> {
    let mut draft = Draft::standard();
    let then = Envelope { may_redirect, ..Envelope::STANDARD };
    draft.envelopes = vec![Row { when: vec![], then, reason: Reason::default() }];
    let proposal = |team: &u8| DraftProposal {
        kind: ProposalKind::SendTo,
        amount: *team,
        reason: Reason { text: "sent".into(), ..Reason::default() },
    };
    let outcomes = vec![teams.iter().map(proposal).collect()];
    draft.rules = vec![DraftRule { space: Space::Incident, words: vec![], root: 0x8000, outcomes }];
    draft.compile().unwrap()
}

/// Teams 1 and 2 stand on level 2, teams 4 to 6 on level 4.
#[test]
fn the_highest_level_holds_and_of_equals_the_first() {
    for (teams, expected) in [
        ([1_u8, 2].as_slice(), 1),
        (&[2, 1], 1),
        (&[2, 2], 2),
        (&[1, 3], 3),
        (&[3, 1], 3),
        (&[6, 4, 5], 4),
        (&[4, 6, 5], 4),
        (&[5, 3, 6], 5),
    ] {
        let blob = policy(true, teams);
        let policy = Policy::verify(&blob).unwrap();
        let (route, trace) = policy.explain_route(&IncidentFacts::default());
        assert_eq!((route.target, trace.is_truncated()), (TeamId(expected), false), "{teams:?}");
        let told = trace.steps().iter().filter(|step| step.stage == Stage::Rule);
        let told: Vec<_> = told
            .map(|step| {
                let text = policy.names().unwrap().reason(step.reason).unwrap().text;
                (step.proposal, step.to, text)
            })
            .collect();
        let proposal = |team: &u8| (Some(ProposalKind::SendTo), u16::from(*team), "sent");
        assert_eq!(told, teams.iter().map(proposal).collect::<Vec<_>>());
        let first = trace.steps().first().unwrap();
        assert!(first.stage == Stage::Route && policy.names().unwrap().reason(first.reason).is_some());
    }
}

/// To be sent where the table sends it anyway takes no leave.
#[test]
fn who_has_it_already_needs_no_leave() {
    let clamped = |team: u8| {
        let blob = policy(false, &[team]);
        let policy = Policy::verify(&blob).unwrap();
        let (_, trace) = policy.explain_route(&IncidentFacts::default());
        trace.steps().iter().any(|step| step.stage == Stage::Clamp)
    };
    let own = Policy::standard().route(&IncidentFacts::default()).target.0;
    for team in 0..7 {
        assert_eq!(clamped(team), team != own, "{team}");
    }
}

#[test]
fn teams_and_roles_are_those_that_were_named() {
    let mut draft = Draft::standard();
    draft.teams[1].next = Some("business_function_manager".into());
    draft.routes[0].then.consult = vec!["duty_director".into()];
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    assert_eq!(policy.team(TeamId(1)).unwrap().next, Some(TeamId(6)));
    let route = policy.route(&IncidentFacts::default().with_priority(Level::High).with_complex(true));
    assert!(route.consult.iter().eq([1]));
}

/// An envelope for what only risks have holds for no incident, though its facet has the position of one that incidents have.
#[test]
fn an_envelope_for_risks_is_none_for_incidents() {
    let region = Facet::declared(0).unwrap();
    let mut draft = Draft::standard();
    let labels = DraftDomain::Labels(vec!["nordics".into(), "apac".into()]);
    draft.facets = vec![DraftFacet { name: "region".into(), domain: labels }];
    let row = |when, may_redirect, max_raise| Row {
        when,
        then: Envelope { may_redirect, max_raise, ..Envelope::STANDARD },
        reason: Reason::default(),
    };
    draft.envelopes = vec![
        row(vec![Condition::within(facet::IMPACT, 0..=1)], true, 1),
        row(vec![Condition::within(region, 1..=1)], true, 2),
        row(vec![], false, 3),
    ];
    let rule = |space, kind, amount| {
        let proposal = DraftProposal { kind, amount, reason: Reason::default() };
        DraftRule { space, words: vec![], root: 0x8000, outcomes: vec![vec![proposal]] }
    };
    draft.rules =
        vec![rule(Space::Risk, ProposalKind::Raise, 9), rule(Space::Incident, ProposalKind::SendTo, 3)];
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    for segment in Segment::ALL {
        let facts = IncidentFacts::default().with_segment(*segment);
        assert_ne!(policy.route(&facts).target, TeamId(3), "{segment}");
        assert_eq!(policy.route(&facts.with(region, 1)).target, TeamId(3), "{segment}");
    }
    for (impact, apac, raised) in [(1, 0, 1), (2, 1, 1), (3, 0, 3), (3, 1, 2)] {
        let facts =
            RiskFacts { rated: Impact::saturating(impact), ..RiskFacts::default() }.with(region, apac);
        let plain = Policy::standard().assess(&facts).score.get();
        assert_eq!(policy.assess(&facts).score.get(), plain + raised, "{impact} {apac}");
    }
}

#[test]
fn outcomes_are_as_many_as_can_be_counted() {
    let told = |last: usize| {
        let mut draft = Draft::standard();
        let rule = |count| DraftRule {
            space: Space::Incident,
            words: vec![],
            root: 0x8000,
            outcomes: vec![vec![]; count],
        };
        draft.rules = vec![rule(30_000), rule(30_000), rule(last)];
        draft
            .compile()
            .map(|_| ())
            .map_err(|faults| faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>())
    };
    assert_eq!(told(5_534), Ok(()));
    let message = "the rules have 65535 outcomes with 0 proposals; there is room for 65,534 of each";
    assert_eq!(told(5_535), Err(vec![message.into()]));
}
