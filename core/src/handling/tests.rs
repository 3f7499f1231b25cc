//! Every sequence of steps up to a length, against a reference that looks back over the whole sequence each time.

extern crate std;
use super::{Handling, HandlingError, HandlingEvent, HandlingKind, Holder, Way};
use crate::{Day, EscalationLevel, Owner, PersonId, Rights, TeamId};
use std::string::ToString;
use std::vec::Vec;

const NEEDED: Rights = Rights(2);

fn level(number: u8) -> EscalationLevel {
    EscalationLevel::new(number).unwrap()
}

fn holder(who: impl Into<Owner>, at: u8, rights: Option<u8>) -> Holder {
    Holder { who: who.into(), level: level(at), rights: rights.map(Rights) }
}

/// Openings at two levels; teams with too few and enough rights; a person whose rights nobody knows; the end.
fn events() -> Vec<HandlingEvent> {
    let holders = [
        holder(TeamId(1), 1, Some(1)),
        holder(TeamId(2), 2, Some(2)),
        holder(TeamId(3), 3, Some(1)),
        holder(TeamId(4), 3, Some(3)),
        holder(PersonId(1), 1, None),
    ];
    let mut events = std::vec![
        HandlingEvent::Opened(level(1)),
        HandlingEvent::Opened(level(3)),
        HandlingEvent::Resolved,
        HandlingEvent::Assigned(holders[0]),
        HandlingEvent::Assigned(holders[4]),
    ];
    events.extend(holders.map(HandlingEvent::PassedOn));
    events
}

/// What is known of a sequence of steps that were taken, worked out from its beginning.
fn looked_back(taken: &[HandlingEvent]) -> (Option<EscalationLevel>, Option<Owner>, bool) {
    let mut opened = None;
    let mut given = None;
    for event in taken {
        match event {
            HandlingEvent::Opened(at) => opened = Some(*at),
            HandlingEvent::Assigned(to) | HandlingEvent::PassedOn(to) => given = Some(*to),
            HandlingEvent::Resolved => {}
        }
    }
    let resolved = taken.contains(&HandlingEvent::Resolved);
    (given.map(|to| to.level).or(opened), given.map(|to| to.who), resolved)
}

/// Why a step cannot follow those that were taken: the first reason of a list.
fn reason(taken: &[HandlingEvent], next: HandlingEvent) -> Option<HandlingError> {
    let (at, _, resolved) = looked_back(taken);
    let opens = matches!(next, HandlingEvent::Opened(_));
    let to = match next {
        HandlingEvent::Assigned(to) | HandlingEvent::PassedOn(to) => Some(to),
        _ => None,
    };
    let reasons = [
        resolved.then_some(HandlingError::AfterResolution),
        (opens && at.is_some()).then_some(HandlingError::OpenedTwice),
        (!opens && at.is_none()).then_some(HandlingError::NotOpened),
        to.and_then(|to| {
            let has = at?;
            (to.level.get() < has.get()).then_some(HandlingError::LowerLevel { has, to: to.level })
        }),
        to.and_then(|to| {
            let has = to.rights?;
            (has.0 < NEEDED.0).then_some(HandlingError::RightsTooLow { needed: NEEDED, has })
        }),
    ];
    reasons.into_iter().flatten().next()
}

#[test]
fn every_sequence_up_to_six_steps_goes_as_the_reference_says() {
    let events = events();
    let (mut tried, mut refused) = (0_u32, 0_u32);
    // Sequences of which every step is asked for, taken or refused; a refused one leaves the state as it was.
    let mut open: Vec<(Handling, Vec<HandlingEvent>, u8)> = std::vec![(Handling::new(NEEDED), Vec::new(), 0)];
    while let Some((handling, taken, length)) = open.pop() {
        assert_eq!((handling.level(), handling.holder(), handling.is_resolved()), looked_back(&taken));
        if length == 6 {
            continue;
        }
        for event in &events {
            tried += 1;
            match handling.apply(*event) {
                Ok(next) => {
                    assert_eq!(reason(&taken, *event), None, "{taken:?} {event:?}");
                    let mut taken = taken.clone();
                    taken.push(*event);
                    open.push((next, taken, length + 1));
                }
                Err(error) => {
                    refused += 1;
                    assert_eq!(reason(&taken, *event), Some(error), "{taken:?} {event:?}");
                }
            }
        }
    }
    assert_eq!((tried, refused), (1_510, 1_181));
}

#[test]
fn a_way_keeps_what_was_taken_and_nothing_else() {
    let events = events();
    // Every sequence of four steps, taken or refused, on days that go forth and back.
    let total = events.len().pow(4);
    for number in 0..total {
        let mut way = Way::<2>::new(NEEDED);
        let mut expected: Vec<(Day, HandlingEvent)> = Vec::new();
        let mut rest = number;
        for day in [5, 6, 4, 6].map(Day) {
            let event = events[rest % events.len()];
            rest /= events.len();
            let taken: Vec<HandlingEvent> = expected.iter().map(|(_, event)| *event).collect();
            let last = expected.last().map(|(last, _)| *last);
            let error = match last.filter(|last| day < *last) {
                Some(last) => Some(HandlingError::Earlier { last }),
                None => reason(&taken, event).or((expected.len() == 2).then_some(HandlingError::Full)),
            };
            assert_eq!(way.push(day, event).err(), error);
            if error.is_none() {
                expected.push((day, event));
            }
            assert_eq!(way.steps(), expected);
        }
    }
}

#[test]
fn errors_say_what_is_wrong() {
    let table = [
        (HandlingError::OpenedTwice, "it was opened before"),
        (HandlingError::NotOpened, "it was not opened yet"),
        (HandlingError::AfterResolution, "it was resolved already"),
        (
            HandlingError::LowerLevel { has: level(3), to: level(1) },
            "level 3 has it, and escalation does not go down to level 1",
        ),
        (
            HandlingError::RightsTooLow { needed: Rights(3), has: Rights(1) },
            "it needs rights of class 3, and class 1 does not reach",
        ),
        (HandlingError::Earlier { last: Day(20_777) }, "the step before it was on 2026-11-20"),
        (HandlingError::Full, "there is no room for more steps"),
    ];
    for (error, text) in table {
        assert_eq!(error.to_string(), text);
    }
    assert_eq!(HandlingKind::from_label("passed"), Some(HandlingKind::Passed));
}
