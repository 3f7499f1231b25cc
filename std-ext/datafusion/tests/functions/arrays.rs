//! Every way in which an array can hold the same facts.

use crate::{Given, call, message, policy};
use arrow::array::{
    Array, BooleanArray, DictionaryArray, Int8Array, Int16Array, Int32Array, Int64Array, LargeStringArray,
    NullArray, StringArray, StringViewArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Int8Type, UInt16Type};
use datafusion_common::ScalarValue;
use plimsoll_core::Policy;
use plimsoll_datafusion::Answer;

const RATED: [u8; 6] = [1, 5, 3, 2, 4, 5];
const WORKED: [u8; 6] = [0, 5, 2, 4, 4, 1];
const LEVELS: [u8; 6] = [0, 1, 2, 2, 1, 0];
const HIT: [u8; 6] = [1, 0, 1, 1, 0, 1];

const FACTS: &str = "rated, uncompleted, total, confidentiality, compromises_c, \
     integrity, availability, compromises_i, compromises_a";

/// The responses to six risks, two of whose columns are held as given.
fn decide(rated: Given, confidentiality: Given, hit: Given) -> Vec<u8> {
    let zero = || Given::Literal(ScalarValue::Int64(Some(0)));
    let worked = Given::column(UInt8Array::from(WORKED.to_vec()));
    let total = Given::Literal(ScalarValue::Int64(Some(5)));
    let given = [
        policy(Policy::standard_bytes()),
        Given::literal(FACTS),
        rated,
        worked,
        total,
        confidentiality,
        hit,
        zero(),
        zero(),
        zero(),
        zero(),
    ];
    call(Answer::Score, 6, &given).unwrap()
}

fn bytes(values: [u8; 6]) -> Given {
    Given::column(UInt8Array::from(values.to_vec()))
}

#[test]
fn however_a_number_is_held() {
    // Impact is what is rated, or 1, 2, 3 for a level that is hit; likelihood is one more than is uncompleted of five, at most 5.
    let expected = vec![1, 25, 9, 15, 20, 10];
    assert_eq!(decide(bytes(RATED), bytes(LEVELS), bytes(HIT)), expected);
    macro_rules! held {
        ($($array:ident),*) => {[$(
            (
                stringify!($array),
                Given::column($array::from_iter_values(RATED.map(|value| value.try_into().unwrap()))),
                Given::column($array::from_iter_values(LEVELS.map(|value| value.try_into().unwrap()))),
                Given::column($array::from_iter_values(HIT.map(|value| value.try_into().unwrap()))),
            ),
        )*]};
    }
    for (name, rated, levels, hit) in held![
        UInt8Array,
        UInt16Array,
        UInt32Array,
        UInt64Array,
        Int8Array,
        Int16Array,
        Int32Array,
        Int64Array
    ] {
        assert_eq!(decide(rated, levels, hit), expected, "{name}");
    }
}

#[test]
fn however_a_label_or_a_truth_is_held() {
    let expected = decide(bytes(RATED), bytes(LEVELS), bytes(HIT));
    let labels = LEVELS.map(|level| ["low", "medium", "high"][usize::from(level)]);
    let truths = || Given::column(BooleanArray::from(HIT.map(|hit| hit == 1).to_vec()));
    for (name, held) in [
        ("strings", Given::column(StringArray::from(labels.to_vec()))),
        ("long strings", Given::column(LargeStringArray::from(labels.to_vec()))),
        ("views", Given::column(StringViewArray::from(labels.to_vec()))),
        ("dictionary", Given::column(labels.into_iter().collect::<DictionaryArray<Int8Type>>())),
        ("wider dictionary", Given::column(labels.into_iter().collect::<DictionaryArray<UInt16Type>>())),
    ] {
        assert_eq!(decide(bytes(RATED), held, truths()), expected, "{name}");
    }
}

/// A slice begins anywhere, also within a byte of a bitmap, and what lies beyond it is not looked at.
#[test]
fn a_slice_is_what_it_shows() {
    let expected = decide(bytes(RATED), bytes(LEVELS), bytes(HIT));
    let framed = |values: [u8; 6]| -> Vec<Option<u8>> {
        let values = values.map(Some);
        [[None, Some(200), Some(9)].as_slice(), values.as_slice(), [Some(255), None].as_slice()].concat()
    };
    let rated = UInt8Array::from(framed(RATED)).slice(3, 6);
    let levels: Int64Array = framed(LEVELS).into_iter().map(|value| value.map(i64::from)).collect();
    let hit: BooleanArray = framed(HIT).into_iter().map(|value| value.map(|value| value == 1)).collect();
    let (levels, hit) = (levels.slice(3, 6), hit.slice(3, 6));
    assert_eq!((rated.null_count(), levels.null_count(), hit.null_count()), (0, 0, 0));
    assert_eq!(decide(Given::column(rated), Given::column(levels), Given::column(hit)), expected);
}

fn wish(estimate: Given, choice: Given, exception: Given) -> datafusion_common::Result<Vec<u8>> {
    let same = |value: i64| Given::Literal(ScalarValue::Int64(Some(value)));
    let given = [
        policy(Policy::standard_bytes()),
        Given::literal(
            "rated,uncompleted,total,estimate,choice,exception,confidentiality,integrity,availability,\
            compromises_c,compromises_i,compromises_a",
        ),
        same(4),
        same(0),
        same(3),
        estimate,
        choice,
        exception,
        same(0),
        same(0),
        same(0),
        same(0),
        same(0),
        same(0),
    ];
    call(Answer::Response, 4, &given)
}

/// Nobody's estimate and nobody's choice are 0, or NULL, whatever lies beneath it.
#[test]
fn what_may_be_unknown_may_be_null() {
    // Score 4 or 20: accept below the limit of 9, else reduce.
    let estimate = UInt8Array::from(vec![Some(5), None, Some(0), Some(1)]);
    let none = Given::Literal(ScalarValue::Null);
    let falsehood = || Given::Literal(ScalarValue::Boolean(Some(false)));
    assert_eq!(wish(Given::column(estimate.clone()), none.clone(), falsehood()).unwrap(), [3, 1, 1, 1]);
    let choice = StringArray::from(vec![Some("avoid"), Some("reduce"), None, Some("transfer")]);
    assert_eq!(
        wish(Given::column(estimate.clone()), Given::column(choice), falsehood()).unwrap(),
        [4, 3, 1, 2]
    );
    let accept = || Given::Literal(ScalarValue::UInt8(Some(1)));
    let exception = BooleanArray::from(vec![true, false, false, false]);
    assert_eq!(
        wish(Given::column(estimate.clone()), accept(), Given::column(exception)).unwrap(),
        [1, 1, 1, 1]
    );
    assert_eq!(wish(Given::column(estimate.clone()), accept(), falsehood()).unwrap(), [3, 1, 1, 1]);
    assert_eq!(wish(Given::column(NullArray::new(4)), accept(), falsehood()).unwrap(), [1; 4]);

    let unknown = BooleanArray::from(vec![Some(false), Some(true), None, None]);
    let error = message(wish(Given::column(estimate), accept(), Given::column(unknown)));
    assert!(
        error.contains("exception is NULL in row 2 of its batch: valid are false and true, or 0 and 1"),
        "{error}"
    );
}

/// What stands beneath a NULL is not looked at, though it would be a value.
#[test]
fn beneath_a_null_is_nothing() {
    let holes = || Some(NullBuffer::from(vec![true, false, false, true]));
    let accept = || Given::Literal(ScalarValue::UInt8(Some(1)));
    let falsehood = || Given::Literal(ScalarValue::Boolean(Some(false)));
    let bytes = UInt8Array::new(vec![5_u8, 5, 5, 0].into(), holes());
    let words = UInt16Array::new(vec![5_u16, 5, 5, 0].into(), holes());
    for estimate in [Given::column(bytes), Given::column(words)] {
        assert_eq!(wish(estimate, accept(), falsehood()).unwrap(), [3, 1, 1, 1]);
    }
}

/// Where all is literal, so is the answer; then there may be any number of rows.
#[test]
fn literals_alone_give_a_literal() {
    let same = |value: i64| Given::Literal(ScalarValue::Int64(Some(value)));
    let mut given = vec![policy(Policy::standard_bytes()), Given::literal(FACTS)];
    given.extend([5, 3, 4, 0, 0, 0, 0, 0, 0].map(same));
    for rows in [0, 1, 7] {
        assert_eq!(call(Answer::Score, rows, &given).unwrap(), [20]);
    }
    given[2] = Given::column(UInt8Array::from(Vec::<u8>::new()));
    assert_eq!(call(Answer::Score, 0, &given).unwrap(), [0_u8; 0]);
}
