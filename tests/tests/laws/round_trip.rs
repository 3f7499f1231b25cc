//! What is written is read back: a draft from its blob, with all its names and numbers; and the blob from what it says.
//! Registers and journals: `std-ext/src/registers/tests/round_trip.rs` and `std-ext/tests/journal/bytes.rs`.

use crate::common::hands::deal;
use crate::wire::{is_reduced, written};
use crate::{any_incident, any_risk};
use plimsoll_core::facet::BUILT_IN;
use plimsoll_core::policy::{Draft, DraftDomain, Space, Words, with_cells, without_names};
use plimsoll_core::{Band, Policy, TeamId};
use plimsoll_tests::drafts::{SMALL, WHOLE, policy};
use plimsoll_tests::promises::tried;
use std::cell::Cell;

/// That a policy says what its draft says.
fn says(policy: &Policy<'_>, draft: &Draft) {
    let (identity, names) = (policy.identity(), policy.names().expect("names"));
    let told = [identity.name, identity.version, identity.author, identity.approver];
    assert_eq!(told, [&draft.name, &draft.version, &draft.author, &draft.approver]);
    assert_eq!((identity.sources, policy.cia_floor()), (draft.sources, draft.cia_floor));
    assert_eq!(policy.likelihood_rule(), draft.likelihood_rule);
    for space in [Space::Risk, Space::Incident] {
        assert_eq!(policy.facets_of(space), draft.facets_of(space));
    }
    let declared = policy.facets_of(Space::Risk).into_iter().filter(|known| known.facet.get() >= BUILT_IN);
    let flags = draft.obligations.iter().map(|obligation| (obligation.name.clone(), DraftDomain::Bool));
    let facets = draft.facets.iter().map(|facet| (facet.name.clone(), facet.domain.clone()));
    assert!(declared.map(|known| (known.name, known.domain)).eq(flags.chain(facets)));
    for (band, drafted) in (0..).zip(&draft.bands) {
        let told = (names.band(Band(band)), names.colour(Band(band)));
        assert_eq!(told, (Some(drafted.name.as_str()), Some(drafted.colour.as_str())));
    }
    for (team, drafted) in (0..).zip(&draft.teams) {
        let told = policy.team(TeamId(team)).unwrap();
        assert_eq!(names.team(TeamId(team)), Some(drafted.name.as_str()));
        assert_eq!((told.level, told.rights, told.staffed), (drafted.level, drafted.rights, drafted.staffed));
    }
    assert!((0..).map_while(|kind| names.kind(kind)).eq(&draft.kinds));
    assert!((0..).map_while(|role| names.role(role)).eq(&draft.roles));
    assert!((0..).map_while(|channel| names.channel(channel)).eq(&draft.channels));
    let envelopes = (0..).map_while(|row| policy.envelope_row(row)).map(|row| row.envelope);
    assert!(
        envelopes.eq(draft.envelopes.iter().map(|row| row.then).chain([plimsoll_core::Envelope::STANDARD]))
    );
    let limits = (0..).map_while(|row| policy.limit_row(row)).map(|row| row.level.get());
    assert!(limits.eq([draft.acceptance_level].into_iter().chain(draft.limits.iter().map(|row| row.then))));
    let reason = |words: Words<'_>| (words.text.to_owned(), words.source.to_owned(), words.line);
    let told =
        (1..).map_while(|row| policy.limit_row(row)).map(|row| reason(names.reason(row.reason).unwrap()));
    let stated =
        draft.limits.iter().map(|row| (row.reason.text.clone(), row.reason.source.clone(), row.reason.line));
    assert!(told.eq(stated));
    for (rules, space) in [
        (policy.risk_rules().collect::<Vec<_>>(), Space::Risk),
        (policy.incident_rules().collect(), Space::Incident),
    ] {
        let drafted: Vec<_> = draft.rules.iter().filter(|rule| rule.space == space).collect();
        assert_eq!(rules.len(), drafted.len());
        for (rule, drafted) in rules.iter().zip(drafted) {
            assert_eq!(
                (rule.diagram().words(), rule.diagram().root()),
                (drafted.words.as_slice(), drafted.root)
            );
            for (outcome, stated) in (0..).zip(&drafted.outcomes) {
                let told = rule.proposals(outcome).map(|proposal| {
                    (proposal.kind, proposal.amount, reason(names.reason(proposal.reason).unwrap()))
                });
                let stated = stated.iter().map(|proposal| {
                    let words = &proposal.reason;
                    (proposal.kind, proposal.amount, (words.text.clone(), words.source.clone(), words.line))
                });
                assert!(told.eq(stated));
            }
        }
    }
    let placements = policy.placements().unwrap();
    let tools = placements.tools().map(|tool| (tool.name, tool.purpose));
    assert!(tools.eq(draft.tools.iter().map(|tool| (tool.name.as_str(), tool.purpose.as_str()))));
    let rows = placements.rows().map(|row| (row.permission, row.tool));
    let stated = draft.placements.iter().map(|row| {
        let tool = row.then.tool.as_deref().and_then(|name| draft.tool(name));
        (row.then.permission, tool)
    });
    assert!(rows.eq(stated));
}

#[test]
fn a_blob_says_what_its_draft_says_and_is_written_in_one_way() {
    let (blobs, bytes, bare_points) = (Cell::new(0_u32), Cell::new(0_usize), Cell::new(0_u32));
    for most in [WHOLE, SMALL] {
        deal(250, |hand, draw| {
            let mut stated = policy(hand, &most);
            let (blob, _) = stated.compile();
            let draft = &stated.draft;
            let policy = Policy::verify(&blob).unwrap();
            says(&policy, draft);
            assert!(is_reduced(&policy), "a diagram is not as the builder writes it");
            assert!(written(&policy) == blob, "it is not what it says of itself");
            assert!(draft.compile().as_ref() == Ok(&blob) && with_cells(&blob).as_ref() == Ok(&blob));

            let bare = without_names(&blob).unwrap();
            let nameless = Policy::verify(&bare).unwrap();
            assert!(nameless.names().is_none() && written(&nameless) == bare);
            assert!(without_names(&bare).as_ref() == Ok(&bare), "without names twice");
            let read_bare = Policy::verify_bare(&blob).unwrap();
            let [risks, incidents] = [Space::Risk, Space::Incident].map(|space| draft.facets_of(space));
            for _ in 0..10 {
                let (risk, incident) = (any_risk(draw, &risks), any_incident(draw, &incidents));
                let (decision, route) = (policy.explain(&risk), policy.explain_route(&incident));
                for other in [&nameless, &read_bare] {
                    assert_eq!(other.explain(&risk), decision);
                    assert_eq!(other.explain_route(&incident), route);
                }
            }
            bare_points.set(bare_points.get() + 20);
            blobs.set(blobs.get() + 1);
            bytes.set(bytes.get() + blob.len());
        });
    }
    println!("{} bytes", bytes.get());
    tried("round trips", "blobs of random policies, read back name by name and written again", blobs.get());
    tried("round trips", "risks and incidents decided with names and without", bare_points.get());
}
