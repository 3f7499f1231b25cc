//! Registers against a plain ordered map, at their capacity, and when read from bytes.

extern crate std;

use super::{ActionRegister, Keyed, Register, RegisterError, ThreatRegister};
use crate::{Action, ActionId, Attributes, Completion, Day, Description, Origin, Progress, ScopeId};
use crate::{Threat, ThreatClass, ThreatId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::vec::Vec;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    id: u8,
    value: u8,
}

impl Keyed for Entry {
    type Id = u8;

    fn id(&self) -> u8 {
        self.id
    }
}

fn action(id: u16, threat: u16, completion: Completion) -> Action {
    Action {
        id: ActionId(id),
        threat: ThreatId(threat),
        completion,
        identified: Some(Day(10)),
        due: None,
        owner: None,
        cost: 0,
        person_days: 0,
    }
}

/// A few thousand steps of a fixed sequence of operations, each with the same result as on a map.
#[test]
fn agrees_with_a_map() {
    let mut register = Register::<Entry, 12>::new();
    let mut map = BTreeMap::new();
    let mut state = 1_u32;
    let mut seen = BTreeMap::<&str, u32>::new();
    for _ in 0..20_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, value, id, operation] = state.to_le_bytes();
        let (id, entry) = (id % 24, Entry { id: id % 24, value });
        let outcome = match operation % 5 {
            0 | 1 => {
                let expected = match (map.contains_key(&id), map.len()) {
                    (true, _) => Err(RegisterError::Duplicate),
                    (false, 12) => Err(RegisterError::Full),
                    (false, _) => Ok(()),
                };
                assert_eq!(register.insert(entry), expected);
                if expected.is_ok() {
                    map.insert(id, entry);
                }
                expected.map_or_else(
                    |error| if error == RegisterError::Full { "full" } else { "taken" },
                    |()| "in",
                )
            }
            2 => {
                assert_eq!(register.remove(id), map.remove(&id));
                "out"
            }
            3 => {
                let expected = map.get_mut(&id).map(|old| old.value = value).ok_or(RegisterError::Missing);
                assert_eq!(register.update(id, |old| old.value = value), expected);
                if expected.is_ok() { "changed" } else { "missing" }
            }
            _ => {
                assert_eq!(register.get(id), map.get(&id));
                assert_eq!(register.contains(id), map.contains_key(&id));
                "got"
            }
        };
        *seen.entry(outcome).or_default() += 1;
        assert!(register.iter().eq(map.values()), "same entries in the same order");
        assert_eq!((register.len(), register.is_empty()), (map.len(), map.is_empty()));
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
    assert!(seen.values().all(|times| *times > 100), "{seen:?}");
}

#[test]
fn capacities() {
    assert_eq!(Register::<Entry, 12>::new().capacity(), 12);
    assert!(Register::<Entry, 12>::new().is_empty());
    let mut none = Register::<Entry, 0>::default();
    assert_eq!(none.capacity(), 0);
    assert_eq!(none.insert(Entry { id: 1, value: 1 }), Err(RegisterError::Full));
    let mut one = Register::<Entry, 1>::new();
    assert_eq!(one.insert(Entry { id: 1, value: 1 }), Ok(()));
    assert_eq!(one.insert(Entry { id: 2, value: 1 }), Err(RegisterError::Full));
    assert_eq!(
        one.insert(Entry { id: 1, value: 2 }),
        Err(RegisterError::Duplicate),
        "taken comes before full"
    );
    assert_eq!(one.as_slice(), [Entry { id: 1, value: 1 }], "a refused entry changes nothing");
}

#[test]
fn a_change_keeps_the_number() {
    let mut register = Register::<Entry, 4>::new();
    register.insert(Entry { id: 1, value: 1 }).unwrap();
    let renumbered = register.update(1, |entry| *entry = Entry { id: 2, value: 9 });
    assert_eq!(renumbered, Err(RegisterError::Renumbered));
    assert_eq!(register.as_slice(), [Entry { id: 1, value: 1 }]);
    assert_eq!((&register).into_iter().count(), 1);
}

#[test]
fn read_from_bytes() {
    let read = |entries: &[(u8, u8)]| {
        let mut bytes = [0; 32];
        let bytes = postcard::to_slice(entries, &mut bytes).unwrap();
        postcard::from_bytes::<Register<Entry, 3>>(bytes)
            .map(|register| register.iter().map(|entry| (entry.id, entry.value)).collect::<Vec<_>>())
    };
    assert_eq!(read(&[]), Ok(Vec::new()));
    assert_eq!(read(&[(5, 0), (1, 1), (3, 2)]), Ok([(1, 1), (3, 2), (5, 0)].to_vec()), "put in order");
    assert!(read(&[(5, 0), (1, 1), (5, 0)]).is_err(), "one number twice");
    assert!(read(&[(1, 0), (2, 0), (3, 0), (4, 0)]).is_err(), "more than there is room for");
}

#[test]
fn what_is_written_is_read() {
    let mut actions = ActionRegister::<4>::new();
    actions.insert(action(9, 2, Completion::Done(None))).unwrap();
    actions.insert(action(300, 1, Completion::Open)).unwrap();
    let mut bytes = [0; 128];
    assert_eq!(postcard::from_bytes(postcard::to_slice(&actions, &mut bytes).unwrap()), Ok(actions));
}

#[test]
fn progress_is_of_one_threat() {
    let done = Completion::Done(Some(Day(11)));
    let mut actions = ActionRegister::<8>::new();
    for (id, threat, completion) in [
        (1, 1, Completion::Open),
        (2, 2, done),
        (3, 1, Completion::Done(None)),
        (4, 1, Completion::Open),
        (5, 2, done),
        (6, 3, Completion::Open),
    ] {
        actions.insert(action(id, threat, completion)).unwrap();
    }
    for (threat, uncompleted, total) in [(0, 0, 0), (1, 2, 3), (2, 0, 2), (3, 1, 1), (4, 0, 0)] {
        let found = actions.progress(ThreatId(threat));
        assert_eq!(Some(found), Progress::new(uncompleted, total), "threat {threat}");
    }
}

#[test]
fn completing() {
    let table = [
        // before, day, result, completion after
        (Completion::Open, 11, Ok(ThreatId(7)), Completion::Done(Some(Day(11)))),
        (Completion::Open, 10, Ok(ThreatId(7)), Completion::Done(Some(Day(10)))),
        (Completion::Open, 9, Err(RegisterError::TooEarly), Completion::Open),
        (Completion::Done(Some(Day(12))), 15, Ok(ThreatId(7)), Completion::Done(Some(Day(12)))),
        (Completion::Done(None), 15, Ok(ThreatId(7)), Completion::Done(None)),
        (Completion::Done(None), 9, Ok(ThreatId(7)), Completion::Done(None)),
    ];
    for (before, day, result, after) in table {
        let mut actions = ActionRegister::<2>::new();
        actions.insert(action(1, 7, before)).unwrap();
        actions.insert(action(2, 7, Completion::Open)).unwrap();
        assert_eq!(actions.complete(ActionId(1), Day(day)), result, "{before:?} {day}");
        assert_eq!(actions.get(ActionId(1)).map(|action| action.completion), Some(after), "{before:?} {day}");
        assert_eq!(actions.get(ActionId(2)).map(Action::is_completed), Some(false), "the other is untouched");
        assert_eq!(actions.complete(ActionId(3), Day(day)), Err(RegisterError::Missing));
    }
}

#[test]
fn threats_are_counted_by_class_and_origin() {
    let mut threats = ThreatRegister::<4>::new();
    for (id, class, origin) in [
        (1, ThreatClass::Deliberate, Origin::External),
        (2, ThreatClass::Deliberate, Origin::Internal),
        (3, ThreatClass::Environmental, Origin::External),
    ] {
        let compromises = Attributes::ALL;
        let threat = Threat {
            id: ThreatId(id),
            class,
            origin,
            compromises,
            scope: ScopeId(0),
            description: Description::NONE,
        };
        threats.insert(threat).unwrap();
    }
    assert_eq!(ThreatClass::ALL.iter().map(|class| threats.of_class(*class)).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!(Origin::ALL.iter().map(|origin| threats.of_origin(*origin)).collect::<Vec<_>>(), [1, 2]);
}
