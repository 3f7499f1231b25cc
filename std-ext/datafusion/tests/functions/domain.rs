//! Every answer about a risk, row by row against `assess`.

use crate::policies::{self, AGE, BALANCE, OUTSOURCED, PCI, REGION, declared};
use crate::{Given, call, policy};
use arrow::array::{ArrayRef, BooleanArray, Int32Array, StringViewArray, UInt8Array, UInt16Array};
use datafusion_common::ScalarValue;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{Decision, Impact, Likelihood, Policy, Progress, Response, RiskFacts};
use plimsoll_datafusion::{Answer, response_code};
use std::sync::Arc;

const FACTS: &str = "rated, uncompleted, total, estimate, choice, exception, \
     confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a";

/// The positions of the facets in [`FACTS`], after the six that are none.
const FACETS: [Facet; 6] = [
    facet::CONFIDENTIALITY,
    facet::INTEGRITY,
    facet::AVAILABILITY,
    facet::COMPROMISES_C,
    facet::COMPROMISES_I,
    facet::COMPROMISES_A,
];

/// What a function has to give for a decision.
pub(crate) fn code(answer: Answer, decision: &Decision) -> u8 {
    match answer {
        Answer::Score => decision.score.get(),
        Answer::Band => decision.band.get(),
        Answer::Limit => decision.limit.get(),
        Answer::Response => match decision.response {
            Response::Accept => 1,
            Response::Transfer => 2,
            Response::Reduce => 3,
            Response::Avoid => 4,
        },
        Answer::Target => panic!("not about risks"),
    }
}

/// Every risk that the standard policy tells apart, with up to five actions.
fn every_risk() -> Vec<[u8; 12]> {
    let mut rows = Vec::new();
    let progress = (0..=5).flat_map(|total| (0..=total).map(move |uncompleted| (uncompleted, total)));
    for (uncompleted, total) in progress {
        for rated in 1..=5 {
            for estimate in 0..=5 {
                for wish in 0..10 {
                    for asset in 0..27 {
                        for threat in 0..8 {
                            let [c, i, a] = [asset / 9, asset / 3 % 3, asset % 3];
                            let [of_c, of_i, of_a] = [threat >> 2, threat >> 1 & 1, threat & 1];
                            let (choice, exception) = (wish / 2, wish % 2);
                            rows.push([
                                rated,
                                uncompleted,
                                total,
                                estimate,
                                choice,
                                exception,
                                c,
                                i,
                                a,
                                of_c,
                                of_i,
                                of_a,
                            ]);
                        }
                    }
                }
            }
        }
    }
    rows
}

fn facts(row: &[u8; 12]) -> RiskFacts {
    let [rated, uncompleted, total, estimate, choice, exception, facets @ ..] = *row;
    let mut facts = RiskFacts {
        rated: Impact::new(rated).unwrap(),
        actions: Progress::new(uncompleted.into(), total.into()).unwrap(),
        estimate: Likelihood::new(estimate),
        choice: Response::ALL.iter().copied().find(|response| response_code(*response) == choice),
        exception: exception == 1,
        ..RiskFacts::default()
    };
    FACETS.into_iter().zip(facets).for_each(|(facet, value)| facts.set(facet, value.into()));
    facts
}

/// In batches of every kind of length, each a slice of columns that hold all: empty ones, single rows, the usual, more.
#[test]
fn every_risk_of_the_standard_policy() {
    let rows = every_risk();
    assert_eq!(rows.len(), 21 * 5 * 6 * 10 * 27 * 8);
    let standard = Policy::standard();
    let expected: Vec<Decision> = rows.iter().map(|row| standard.assess(&facts(row))).collect();
    let columns: Vec<UInt8Array> =
        (0..12).map(|fact| rows.iter().map(|row| row[fact]).collect::<Vec<u8>>().into()).collect();
    for answer in [Answer::Score, Answer::Band, Answer::Limit, Answer::Response] {
        let (mut from, mut lengths) =
            (0, [0, 1, 8192, 31, 20_000, 8193, 100_003, 512, 513].into_iter().cycle());
        while from < rows.len() {
            let length = lengths.next().unwrap().min(rows.len() - from);
            let mut given = vec![policy(Policy::standard_bytes()), Given::literal(FACTS)];
            given.extend(columns.iter().map(|column| Given::column(column.slice(from, length))));
            let found = call(answer, length, &given).unwrap();
            let part = &expected[from..from + length];
            assert!(
                found.iter().copied().eq(part.iter().map(|decision| code(answer, decision))),
                "{answer:?} from {from}"
            );
            from += length;
        }
    }
}

/// A fixed sequence of numbers.
pub(crate) fn numbers() -> impl FnMut(u32) -> u32 {
    let mut state = 1_u32;
    move |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    }
}

/// Rules, limits, obligations and responses that read what the policy declares: labels as texts, a range from below zero, dates.
#[test]
fn a_policy_that_declares_facets() {
    let blob = policies::regional().compile().unwrap();
    let regional = Policy::verify(&blob).unwrap();
    let mut below = numbers();
    for rows in [0, 1, 40, 777, 9000] {
        let mut points = Vec::new();
        let mut draw = |size: u32| below(size);
        for _ in 0..rows {
            points.push([5, 6, 3, 3651, 11, 2, 5, 2].map(&mut draw));
        }
        let of = |fact: usize| points.iter().map(move |point| point[fact]);
        let bytes = |fact: usize, least: u32| -> ArrayRef {
            Arc::new(of(fact).map(|value| u8::try_from(value + least).unwrap()).collect::<UInt8Array>())
        };
        let region = of(2).map(|value| Some(["nordics", "emea", "apac"][value as usize]));
        // A wide range as it stands, and converted.
        let age = if rows % 100 == 0 {
            Given::column(of(3).map(|value| u16::try_from(value).unwrap()).collect::<UInt16Array>())
        } else {
            Given::column(of(3).map(|value| i32::try_from(value).unwrap()).collect::<Int32Array>())
        };
        let given = [
            policy(&blob),
            Given::literal(
                "region,age_days,balance,outsourced,orientation,pci,rated,uncompleted,total,\
                confidentiality,integrity,availability,compromises_c,compromises_i,compromises_a",
            ),
            Given::column(region.collect::<StringViewArray>()),
            age,
            Given::column(of(4).map(|value| i32::try_from(value).unwrap() - 5).collect::<Int32Array>()),
            Given::column(of(5).map(|value| Some(value == 1)).collect::<BooleanArray>()),
            Given::Column(bytes(6, 1)),
            Given::Column(bytes(7, 0)),
            Given::Column(bytes(0, 1)),
            Given::Column(bytes(1, 0)),
            Given::Literal(ScalarValue::Int64(Some(5))),
            Given::Literal(ScalarValue::Int64(Some(0))),
            Given::Literal(ScalarValue::Utf8(Some("low".into()))),
            Given::Literal(ScalarValue::UInt8(Some(2))),
            Given::Literal(ScalarValue::Boolean(Some(false))),
            Given::Literal(ScalarValue::Boolean(Some(true))),
            Given::Literal(ScalarValue::Int64(Some(0))),
        ];
        for answer in [Answer::Score, Answer::Band, Answer::Limit, Answer::Response] {
            let found = call(answer, rows, &given).unwrap();
            for (point, found) in points.iter().zip(&found) {
                let [rated, uncompleted, facets @ ..] = point.map(|value| u16::try_from(value).unwrap());
                let [region, age, balance, outsourced, orientation, pci] = facets;
                let facts = RiskFacts {
                    rated: Impact::new(u8::try_from(rated).unwrap() + 1).unwrap(),
                    actions: Progress::new(uncompleted, 5).unwrap(),
                    ..RiskFacts::default()
                };
                let facts = facts
                    .with(declared(REGION), region)
                    .with(declared(AGE), age)
                    .with(declared(BALANCE), balance)
                    .with(declared(OUTSOURCED), outsourced)
                    .with(facet::ORIENTATION, orientation)
                    .with(declared(PCI), pci)
                    .with(facet::AVAILABILITY, 2)
                    .with(facet::COMPROMISES_I, 1);
                let decision = regional.assess(&facts);
                assert_eq!(*found, code(answer, &decision), "{answer:?} {point:?}");
            }
            let mut kinds = found;
            kinds.sort_unstable();
            kinds.dedup();
            assert!(rows < 700 || kinds.len() > 2, "{answer:?} tells nothing apart: {kinds:?}");
        }
    }
}
