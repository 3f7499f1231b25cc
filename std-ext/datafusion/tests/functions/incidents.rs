//! Where incidents go, row by row against `route`.

use crate::domain::numbers;
use crate::{Given, call, message, policies, policy};
use arrow::array::{Int64Array, StringArray, UInt8Array};
use datafusion_common::ScalarValue;
use plimsoll_core::policy::{DraftRoute, Reason, Row};
use plimsoll_core::table::Condition;
use plimsoll_core::{IncidentFacts, Level, Policy, Segment, TeamId};
use plimsoll_datafusion::Answer;

const FACTS: &str = "segment, kind, priority, security, complex, level, rights";

#[test]
fn every_incident_of_the_standard_policy() {
    let standard = Policy::standard();
    let scales = standard.scales();
    let (mut rows, mut expected) = (Vec::new(), Vec::new());
    for segment in 0..2 {
        for kind in 0..scales.kinds {
            for priority in 0..3 {
                for marks in 0..4 {
                    for level in 1..=scales.levels {
                        for rights in 0..=scales.rights {
                            let facts = IncidentFacts::default()
                                .with_segment(Segment::from_index(segment).unwrap())
                                .with_kind(kind)
                                .with_priority(Level::from_index(priority).unwrap())
                                .with_security(marks & 1 == 1)
                                .with_complex(marks & 2 == 2)
                                .with_level(level)
                                .with_rights(rights);
                            expected.push(standard.route(&facts).target.get());
                            rows.push([segment, kind, priority, marks & 1, marks >> 1, level, rights]);
                        }
                    }
                }
            }
        }
    }
    assert_eq!(rows.len(), 2 * 10 * 3 * 4 * 4 * 4);
    let mut given = vec![policy(Policy::standard_bytes()), Given::literal(FACTS)];
    given.extend(
        (0..7).map(|fact| Given::column(UInt8Array::from_iter_values(rows.iter().map(|row| row[fact])))),
    );
    assert_eq!(call(Answer::Target, rows.len(), &given).unwrap(), expected);
    let targets = |target| expected.iter().filter(|found| **found == target).count();
    assert!((0..6).all(|target| targets(target) > 0), "some team gets nothing");
    assert_eq!(standard.names().unwrap().team(TeamId(2)), Some("severity_analyst"));
}

/// Kinds and labels by name, a facet that the policy declares, and rights that nobody on a level has.
#[test]
fn a_policy_that_routes_by_region() {
    let mut draft = policies::regional();
    let apac = Condition::within(policies::declared(policies::REGION), 2..=2);
    let to = DraftRoute { to: "incident_duty_manager".into(), consult: Vec::new(), channel: "ticket".into() };
    draft.routes.insert(0, Row { when: vec![apac], then: to, reason: Reason::default() });
    let blob = draft.compile().unwrap();
    let regional = Policy::verify(&blob).unwrap();
    let mut below = numbers();
    let rows: Vec<[u32; 5]> = (0..10_000).map(|_| [10, 3, 3, 4, 4].map(&mut below)).collect();
    let kinds = regional.names().unwrap();
    let of = |fact: usize| rows.iter().map(move |row| u8::try_from(row[fact]).unwrap());
    let given = [
        policy(&blob),
        Given::literal("kind,region,priority,level,rights,complex"),
        Given::column(StringArray::from_iter_values(of(0).map(|kind| kinds.kind(kind).unwrap()))),
        Given::column(StringArray::from_iter_values(
            of(1).map(|region| ["nordics", "emea", "apac"][usize::from(region)]),
        )),
        Given::column(UInt8Array::from_iter_values(of(2))),
        Given::column(Int64Array::from_iter_values(of(3).map(|level| i64::from(level) + 1))),
        Given::column(UInt8Array::from_iter_values(of(4))),
        Given::Literal(ScalarValue::Boolean(Some(false))),
    ];
    let found = call(Answer::Target, rows.len(), &given).unwrap();
    for ([kind, region, priority, level, rights], found) in rows.iter().zip(found) {
        let small = |value: &u32| u8::try_from(*value).unwrap();
        let facts = IncidentFacts::default()
            .with_kind(small(kind))
            .with(policies::declared(policies::REGION), u16::try_from(*region).unwrap())
            .with_priority(Level::from_index(small(priority)).unwrap())
            .with_level(small(level) + 1)
            .with_rights(small(rights));
        assert_eq!(found, regional.route(&facts).target.get(), "{facts:?}");
    }
}

#[test]
fn what_a_route_reads_has_to_be_given() {
    let same = |value: i64| Given::Literal(ScalarValue::Int64(Some(value)));
    let ask = |facts: &str, values: &[i64]| {
        let mut given = vec![policy(Policy::standard_bytes()), Given::literal(facts)];
        given.extend(values.iter().map(|value| same(*value)));
        call(Answer::Target, 1, &given)
    };
    assert_eq!(ask("kind,priority,complex,level,rights", &[0, 0, 0, 1, 1]).unwrap(), [0]);
    let error = message(ask("kind,priority,level", &[0, 0, 1]));
    assert!(
        error.contains("the policy standard 1.0.0 reads complex, rights, which nothing gives"),
        "{error}"
    );
    let error = message(ask("kind,priority,complex,level,rights,target", &[0; 6]));
    assert!(error.contains("there is no fact \"target\" here: valid are segment, kind, priority"), "{error}");
    for (values, expected) in [
        ([10, 0, 0, 1, 1], "kind is 10 in row 0 of its batch: valid are other, database,"),
        ([0, 3, 0, 1, 1], "priority is 3 in row 0 of its batch: valid are low, medium, high, or 0 to 2"),
        ([0, 0, 2, 1, 1], "complex is 2 in row 0"),
        ([0, 0, 0, 0, 1], "level is 0 in row 0 of its batch: valid are 1 to 4"),
        ([0, 0, 0, 5, 1], "level is 5 in row 0 of its batch: valid are 1 to 4"),
        ([0, 0, 0, 1, 4], "rights is 4 in row 0 of its batch: valid are 0 to 3"),
    ] {
        let error = message(ask("kind,priority,complex,level,rights", &values));
        assert!(error.contains(expected), "{error}");
    }
}
