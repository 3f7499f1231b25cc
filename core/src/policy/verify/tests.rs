//! Blobs whose frame and encoding are sound, with one record that is not.
#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect should stop")]

use crate::diagram::{Forest, Ref};
use crate::facet::{self, Facet};
use crate::policy::wire::{Sections, frame, unframe};
use crate::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftProposal, DraftRule, DraftTeam, Place, Reason, Row,
    Space, with_cells,
};
use crate::table::Condition;
use crate::{EstimateRule, Policy, ProposalKind, Response, VerifyError};
use alloc::vec;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Sources, schema, scales, what an estimate does, the floor, counts.
type Fixed = ([u8; 32], u32, [u8; 8], EstimateRule, Option<[u8; 3]>, [u8; 3]);

/// The core section as postcard reads it: identity, sources, schema, scales, what an estimate does, the floor, counts, tables.
#[derive(Serialize, Deserialize)]
struct Core<'a> {
    #[serde(borrow)]
    identity: [&'a str; 4],
    fixed: Fixed,
    tables: [Vec<u8>; 12],
}

const ENTRIES: usize = 1;
const CELLS: usize = 2;
const LIMITS: usize = 3;
const CAPS: usize = 4;
const RESPONSES: usize = 5;
const ENVELOPES: usize = 6;
const TEAMS: usize = 7;
const ROUTES: usize = 8;
const OUTCOMES: usize = 9;
const PROPOSALS: usize = 10;
const WORDS: usize = 11;

fn rule(space: Space, proposals: &[(ProposalKind, u8)]) -> DraftRule {
    let reason = || Reason { text: "so it is".into(), ..Reason::default() };
    let proposals = proposals.iter().map(|(kind, amount)| DraftProposal {
        kind: *kind,
        amount: *amount,
        reason: reason(),
    });
    DraftRule { space, words: vec![], root: 0x8000, outcomes: vec![proposals.collect()] }
}

/// A policy with a record of every kind. The eighth team is not staffed.
fn blob() -> Vec<u8> {
    let mut draft = Draft::standard();
    let team = |name: &str| DraftTeam { name: name.into(), level: 4, rights: 0, staffed: false, next: None };
    draft.teams.push(team("nobody"));
    let when = vec![Condition::within(facet::IMPACT, 4..=4)];
    draft.limits = vec![Row { when: when.clone(), then: 6, reason: Reason::default() }];
    draft.responses = vec![Row { when, then: Response::Avoid, reason: Reason::default() }];
    draft.obligations = vec![DraftObligation {
        name: "pci".into(),
        max_level: Some(4),
        forbids_acceptance: false,
        reason: Reason::default(),
    }];
    draft.rules = vec![
        rule(
            Space::Risk,
            &[
                (ProposalKind::Raise, 1),
                (ProposalKind::Lower, 1),
                (ProposalKind::TightenLimit, 1),
                (ProposalKind::LoosenLimit, 1),
                (ProposalKind::Demand, 3),
                (ProposalKind::Forbid, 0),
            ],
        ),
        rule(Space::Incident, &[(ProposalKind::SendTo, 3), (ProposalKind::Consult, 1)]),
    ];
    draft.compile().unwrap()
}

/// What is said of a blob whose tables were changed and whose frame was put right.
fn changed(blob: &[u8], change: impl FnOnce(&mut [Vec<u8>; 12])) -> Result<(), VerifyError> {
    Policy::verify(&with_tables(blob, change)).map(|_| ())
}

fn with_tables(blob: &[u8], change: impl FnOnce(&mut [Vec<u8>; 12])) -> Vec<u8> {
    let sections = unframe(blob).unwrap();
    let mut core: Core<'_> = postcard::from_bytes(sections.core).unwrap();
    change(&mut core.tables);
    let core = postcard::to_allocvec(&core).unwrap();
    frame(Sections { core: &core, ..sections }).unwrap()
}

#[test]
fn each_record_is_sound_by_itself() {
    let blob = blob();
    assert_eq!(changed(&blob, |_| ()), Ok(()));
    let unsound = |name| Err(VerifyError::Table(name));
    let teams = Err(VerifyError::Teams);
    for (table, at, bytes, expected) in [
        // Level, spare byte, reason.
        (LIMITS, 0, [26_u8].as_slice(), unsound("limits")),
        (LIMITS, 0, &[255], unsound("limits")),
        (LIMITS, 1, &[1], unsound("limits")),
        (LIMITS, 2, &[0xfe, 0xff], unsound("limits")),
        (LIMITS, 2, &[0xff, 0xff], Ok(())),
        // Level or none, whether acceptance is forbidden, reason.
        (CAPS, 4, &[26], unsound("obligations")),
        (CAPS, 4, &[25], Ok(())),
        (CAPS, 4, &[255, 1], Ok(())),
        (CAPS, 5, &[2], unsound("obligations")),
        (CAPS, 6, &[0xfe, 0xff], unsound("obligations")),
        // Response, spare byte, reason.
        (RESPONSES, 0, &[4], unsound("responses")),
        (RESPONSES, 0, &[255], unsound("responses")),
        (RESPONSES, 1, &[1], unsound("responses")),
        (RESPONSES, 2, &[0xfe, 0xff], unsound("responses")),
        // Three bounds, flags, reason.
        (ENVELOPES, 0, &[255, 255, 255, 3], Ok(())),
        (ENVELOPES, 3, &[4], unsound("envelopes")),
        (ENVELOPES, 4, &[0xfe, 0xff], unsound("envelopes")),
        // Target, channel, reason, roles.
        (ROUTES, 0, &[6], Ok(())),
        (ROUTES, 0, &[7], unsound("routes")),
        (ROUTES, 0, &[8], unsound("routes")),
        (ROUTES, 1, &[2], Ok(())),
        (ROUTES, 1, &[3], unsound("routes")),
        (ROUTES, 2, &[0xfe, 0xff], unsound("routes")),
        (ROUTES, 4, &[3], Ok(())),
        (ROUTES, 4, &[4], unsound("routes")),
        // Level, rights, next, whether staffed: the eighth, which nobody passes on to.
        (TEAMS, 28, &[0], teams),
        (TEAMS, 28, &[1], Ok(())),
        (TEAMS, 29, &[9], Ok(())),
        (TEAMS, 29, &[10], teams),
        (TEAMS, 30, &[3], teams),
        (TEAMS, 30, &[8], teams),
        (TEAMS, 28, &[3, 0, 4], Ok(())),
        (TEAMS, 28, &[4, 0, 4], teams),
        (TEAMS, 28, &[3, 0, 7], teams),
        (TEAMS, 31, &[2], unsound("teams")),
        // The first no longer has the rights that the way to it promises; or passes on to nobody.
        (TEAMS, 1, &[0], teams),
        (TEAMS, 2, &[7], teams),
        (TEAMS, 2, &[255], Ok(())),
        (TEAMS, 15, &[0], unsound("proposals")),
        // Where the proposals begin, how many.
        (OUTCOMES, 0, &[1], unsound("outcomes")),
        (OUTCOMES, 2, &[5], unsound("outcomes")),
        (OUTCOMES, 2, &[7], unsound("proposals")),
        (OUTCOMES, 6, &[3], unsound("proposals")),
        (OUTCOMES, 6, &[1], unsound("outcomes")),
        // Kind, amount, reason.
        (PROPOSALS, 0, &[8], unsound("proposals")),
        (PROPOSALS, 0, &[7], unsound("proposals")),
        (PROPOSALS, 1, &[0], unsound("proposals")),
        (PROPOSALS, 1, &[255], Ok(())),
        (PROPOSALS, 2, &[0xfe, 0xff], unsound("proposals")),
        (PROPOSALS, 5, &[0], unsound("proposals")),
        (PROPOSALS, 9, &[0], unsound("proposals")),
        (PROPOSALS, 13, &[0], unsound("proposals")),
        (PROPOSALS, 17, &[0], Ok(())),
        (PROPOSALS, 17, &[4], unsound("proposals")),
        (PROPOSALS, 21, &[4], unsound("proposals")),
        (PROPOSALS, 24, &[0], unsound("proposals")),
        (PROPOSALS, 25, &[6], Ok(())),
        (PROPOSALS, 25, &[7], unsound("proposals")),
        (PROPOSALS, 25, &[8], unsound("proposals")),
        (PROPOSALS, 29, &[0], Ok(())),
        (PROPOSALS, 29, &[2], unsound("proposals")),
    ] {
        let found = changed(&blob, |tables| tables[table][at..at + bytes.len()].copy_from_slice(bytes));
        assert_eq!(found, expected, "table {table}, {bytes:?} at {at}");
    }
}

#[test]
fn nothing_is_left_over() {
    let blob = blob();
    for (table, record, name) in [
        (OUTCOMES, [8_u8, 0, 0, 0].as_slice(), "outcomes"),
        (PROPOSALS, &[0, 1, 0xff, 0xff], "outcomes"),
        (WORDS, &[0, 0], "words"),
    ] {
        assert_eq!(changed(&blob, |tables| tables[table].extend(record)), Err(VerifyError::Table(name)));
        let ragged = changed(&blob, |tables| tables[table].push(0));
        let own = if table == PROPOSALS { "proposals" } else { name };
        assert_eq!(ragged, Err(VerifyError::Table(own)));
    }
    // A record more of these is one that no diagram leads to, and has to be sound all the same.
    for (table, record, name) in [
        (LIMITS, [26_u8, 0, 0xff, 0xff].as_slice(), "limits"),
        (CAPS, &[26, 0, 0xff, 0xff], "obligations"),
        (RESPONSES, &[4, 0, 0xff, 0xff], "responses"),
        (ENVELOPES, &[0, 0, 0, 4, 0xff, 0xff], "envelopes"),
        (ROUTES, &[8, 0, 0xff, 0xff, 0, 0, 0, 0], "routes"),
    ] {
        assert_eq!(changed(&blob, |tables| tables[table].extend(record)), Err(VerifyError::Table(name)));
    }
}

#[test]
fn a_frame_has_known_flags_and_its_own_length() {
    let whole = blob();
    let with = |at: usize, byte: u8| {
        let mut changed = whole.clone();
        changed[at] = byte;
        Policy::verify(&changed).map(|_| ())
    };
    assert_eq!(whole[6], 1, "names and no placements");
    for flags in [0, 4, 5, 0x81] {
        assert_eq!(with(6, flags), Err(VerifyError::Length), "{flags}");
    }
    assert_eq!(with(7, 1), Err(VerifyError::Length));
    assert_eq!(Policy::verify(&whole[..whole.len() - 1]), Err(VerifyError::Truncated));
    assert_eq!(Policy::verify(&[&whole[..], &[0]].concat()), Err(VerifyError::Length));
}

/// Names as postcard reads them: the pool, where each ends, how many there are of each sort, the records of reasons.
type Names<'a> = (&'a str, Vec<u8>, [u16; 11], Vec<u8>);

#[test]
fn names_and_reasons_are_among_the_texts() {
    let blob = blob();
    let sections = unframe(&blob).unwrap();
    let said = |change: &dyn Fn(&mut Names<'_>)| {
        let mut names: Names<'_> = postcard::from_bytes(sections.names.unwrap()).unwrap();
        change(&mut names);
        let bytes = postcard::to_allocvec(&names).unwrap();
        Policy::verify(&frame(Sections { names: Some(&bytes), ..sections }).unwrap()).map(|_| ())
    };
    assert_eq!(said(&|_| ()), Ok(()));
    let wrong = Err(VerifyError::Names);
    for group in 0..11 {
        assert_eq!(said(&|names| names.2[group] += 1), wrong, "{group}");
        // This policy has no labels.
        if group != 9 {
            assert_eq!(said(&|names| names.2[group] -= 1), wrong, "{group}");
        }
    }
    // Source, rule, text and principle of a reason are texts, or none.
    for at in [0, 2, 4, 6] {
        let put = |names: &mut Names<'_>, text: u16| names.3[at..at + 2].copy_from_slice(&text.to_le_bytes());
        assert_eq!(said(&|names| put(names, names.2[10] - 1)), Ok(()));
        assert_eq!(said(&|names| put(names, names.2[10])), wrong);
        assert_eq!(said(&|names| put(names, u16::MAX)), Ok(()));
    }
    // The reason past the last is none.
    let reasons =
        u16::try_from(postcard::from_bytes::<Names<'_>>(sections.names.unwrap()).unwrap().3.len() / 10)
            .unwrap();
    let limit =
        |reason: u16| changed(&blob, |tables| tables[LIMITS][2..4].copy_from_slice(&reason.to_le_bytes()));
    assert_eq!((limit(reasons - 1), limit(reasons)), (Ok(()), Err(VerifyError::Table("limits"))));
    assert_eq!(Policy::verify(&blob).unwrap().obligation_count(), 1);
}

#[test]
fn tables_are_as_long_as_can_be_counted() {
    let blob = blob();
    let limits = |count: usize| {
        changed(&blob, |tables| {
            let more = count - tables[LIMITS].len() / 4;
            tables[LIMITS].extend([9, 0, 0xff, 0xff].repeat(more));
        })
    };
    assert_eq!((limits(65_534), limits(65_535)), (Ok(()), Err(VerifyError::Table("limits"))));
    // There may be more words: three rules of 30,000.
    let mut draft = Draft::standard();
    let age = DraftDomain::Range { low: 0, high: 29_999, names: vec![] };
    draft.facets = vec![DraftFacet { name: "age".into(), domain: age }];
    let mut forest = draft.forest(Space::Risk);
    let every_other = (0..30_000).map(|value| (value, Ref::terminal(u32::from(value % 2))));
    let function = forest.branch(Facet::declared(0).unwrap(), every_other);
    let (words, root) = forest.emit(function).unwrap();
    draft.rules = vec![DraftRule { space: Space::Risk, words, root, outcomes: vec![vec![], vec![]] }; 3];
    assert!(draft.compile().is_ok());
}

/// Diagrams whose words are sound, of facets that they may not read: the matrix of the orientation, the routing rule of the target.
#[test]
fn diagrams_read_what_they_may() {
    let product = |second: Facet| {
        let mut forest = Draft::standard().forest(Space::Risk);
        let row = |forest: &mut Forest, impact: u32| {
            let cells = (1..=5_u16).map(|other| (other - 1, Ref::terminal(impact * u32::from(other) - 1)));
            forest.branch(second, cells)
        };
        let rows: Vec<_> = (1..=5_u16).map(|impact| (impact - 1, row(&mut forest, impact.into()))).collect();
        let function = forest.branch(facet::IMPACT, rows);
        forest.emit(function).unwrap()
    };
    let standard = Draft::standard().compile().unwrap();
    let with_matrix = |(words, root): (Vec<u8>, u16)| {
        changed(&standard, |tables| {
            let root = root.to_le_bytes();
            assert_eq!(usize::from(tables[ENTRIES][4]) * 2, words.len());
            tables[ENTRIES][6..8].copy_from_slice(&root);
            tables[WORDS][..words.len()].copy_from_slice(&words);
        })
    };
    assert_eq!(with_matrix(product(facet::LIKELIHOOD)), Ok(()));
    assert!(matches!(with_matrix(product(facet::ORIENTATION)), Err(VerifyError::Diagram(0, _))));
    // A rule of its own for each space, each with one node.
    let rule = |space, read: Facet| {
        let mut draft = Draft::standard();
        let mut forest = draft.forest(space);
        let function = forest.among(read, &[1..=1]);
        let (words, root) = forest.emit(function).unwrap();
        draft.rules = vec![DraftRule { space, words, root, outcomes: vec![vec![], vec![]] }];
        draft.compile().unwrap()
    };
    assert!(Policy::verify(&rule(Space::Risk, facet::ORIENTATION)).is_ok());
    let routing = rule(Space::Incident, facet::SECURITY);
    let reading = |read: Facet| {
        changed(&routing, |tables| {
            let start = tables[WORDS].len() - 8;
            assert_eq!(tables[WORDS][start] & 0x3f, facet::SECURITY.get());
            tables[WORDS][start] = tables[WORDS][start] & 0xc0 | read.get();
        })
    };
    assert_eq!(reading(facet::COMPLEX), Ok(()));
    assert!(matches!(reading(facet::TARGET), Err(VerifyError::Diagram(9, _))));
}

#[test]
fn cells_are_worked_out_again() {
    let blob = blob();
    let other = with_tables(&blob, |tables| tables[CELLS][0] += 1);
    assert_eq!(Policy::verify(&other), Err(VerifyError::Table("cells")));
    assert_eq!(with_cells(&other), Ok(blob));
    let asked = Policy::standard().incident_support();
    assert!(asked.contains(facet::PRIORITY) && asked.contains(facet::LEVEL));
}

/// The rows that the compiler adds behind those that were stated may well be covered by them.
#[test]
fn a_row_without_conditions_covers_what_is_added() {
    let mut draft = Draft::standard();
    draft.responses = vec![Row { when: vec![], then: Response::Avoid, reason: Reason::default() }];
    assert!(draft.compile().is_ok());
    let second = draft.responses[0].clone();
    draft.responses.push(second);
    let told = draft.compile().unwrap_err();
    assert_eq!(told.iter().map(|fault| fault.place).collect::<Vec<_>>(), [Place::Response(1)]);
    assert!(told[0].message.starts_with("row 2 can never match: row 1 before it"));
}
