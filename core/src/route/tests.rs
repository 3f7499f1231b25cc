//! Where rules send an incident, among teams of several levels.
#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect should stop")]

use crate::policy::{Draft, DraftProposal, DraftRule, Reason, Row, Space};
use crate::{Envelope, IncidentFacts, Policy, ProposalKind, Stage, TeamId};
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
        assert_eq!(route.target, TeamId(expected), "{teams:?}");
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
