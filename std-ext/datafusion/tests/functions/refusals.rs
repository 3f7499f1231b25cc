//! What is no question gets no answer: neither a wrong one nor a panic.

use crate::{Given, call, message, plan, policies, policy, run};
use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Float64Array, Int8Array, Int64Array, StringArray, UInt8Array,
    UInt16Array, UInt64Array,
};
use datafusion_common::{Result, ScalarValue};
use plimsoll_core::policy::{DraftDomain, DraftFacet};
use plimsoll_core::{Policy, VERSION};
use plimsoll_datafusion::{Answer, functions};
use std::collections::BTreeSet;
use std::sync::Arc;

const FACTS: &str = "rated,uncompleted,total,confidentiality,integrity,availability,\
    compromises_c,compromises_i,compromises_a";

fn same(value: i64) -> Given {
    Given::Literal(ScalarValue::Int64(Some(value)))
}

/// A mild risk, in literals, after the first two arguments.
fn mild() -> Vec<Given> {
    [1, 0, 1, 0, 0, 0, 0, 0, 0].map(same).to_vec()
}

fn ask(policy: Given, facts: Given, columns: Vec<Given>, rows: usize) -> Result<Vec<u8>> {
    call(Answer::Score, rows, &[vec![policy, facts], columns].concat())
}

fn standard() -> Given {
    policy(Policy::standard_bytes())
}

#[track_caller]
fn refused(result: Result<Vec<u8>>, expected: &str) {
    let error = message(result);
    assert!(error.contains(expected), "{error}\ndoes not say: {expected}");
}

#[test]
fn a_blob_that_is_no_policy() {
    let blob = Policy::standard_bytes();
    assert_eq!(ask(standard(), Given::literal(FACTS), mild(), 1).unwrap(), [1]);
    let mut changed = blob.to_vec();
    changed[100] ^= 1;
    for (given, expected) in [
        (policy(b""), "the first argument is no policy: the policy blob is cut short"),
        (policy(&blob[..blob.len() - 1]), "the first argument is no policy: "),
        (policy(&changed), "the first argument is no policy: the checksum does not match"),
        (policy(b"PLIMSOLL PLIMSOLL PLIMSOLL PLIMSOLL PLIMSOLL"), "it does not start with PLML"),
        (Given::Literal(ScalarValue::Binary(None)), "the policy is NULL"),
        (Given::Literal(ScalarValue::Null), "the policy is NULL"),
        (Given::literal("PLML"), "the first argument is a policy as a binary literal, not Utf8"),
        (same(4), "the first argument is a policy as a binary literal, not Int64"),
    ] {
        refused(ask(given.clone(), Given::literal(FACTS), mild(), 1), expected);
        // A batch is refused as a plan is: that of a prepared statement was not looked at.
        refused(run(Answer::Score, 1, &[vec![given, Given::literal(FACTS)], mild()].concat()), expected);
    }
}

/// Every kind of binary literal is one.
#[test]
fn however_a_blob_is_given() {
    let blob = Policy::standard_bytes().to_vec();
    let length = i32::try_from(blob.len()).unwrap();
    for scalar in [
        ScalarValue::LargeBinary(Some(blob.clone())),
        ScalarValue::BinaryView(Some(blob.clone())),
        ScalarValue::FixedSizeBinary(length, Some(blob)),
    ] {
        assert_eq!(ask(Given::Literal(scalar), Given::literal(FACTS), mild(), 1).unwrap(), [1]);
    }
}

/// A policy that changes from row to row is none, also where the rows are equal.
#[test]
fn a_policy_or_names_in_a_column() {
    let blobs = Given::column(BinaryArray::from_vec(vec![Policy::standard_bytes(); 2]));
    let names = Given::column(StringArray::from(vec![FACTS; 2]));
    let expected = "the policy and the names of the facts have to be literals, the same for all rows";
    refused(ask(blobs, Given::literal(FACTS), mild(), 2), expected);
    refused(ask(standard(), names, mild(), 2), expected);
    refused(run(Answer::Score, 1, &[standard()]), "the policy and the names of the facts are missing");
    assert!(run(Answer::Score, 1, &[]).is_err());
    // Told as it is planned, whatever rows there are.
    for given in [vec![], vec![standard()]] {
        refused(plan(Answer::Score, &given).map(|()| Vec::new()), "the names of the facts are missing");
    }
}

#[test]
fn names_that_do_not_fit() {
    let ask = |facts: &str, count: usize| {
        let mut given = vec![standard(), Given::literal(facts)];
        given.extend(mild().into_iter().cycle().take(count));
        call(Answer::Score, 1, &given)
    };
    refused(
        ask("", 0),
        "there is no fact \"\" here: valid are rated, uncompleted, total, estimate, choice, exception,",
    );
    refused(ask("rated,uncompleted,total,", 3), "there is no fact \"\" here");
    refused(ask("rated,Uncompleted,total", 3), "there is no fact \"Uncompleted\" here");
    for derived in ["impact", "likelihood", "score", "within_limit"] {
        refused(ask(&format!("{FACTS},{derived}"), 10), &format!("there is no fact \"{derived}\" here"));
    }
    refused(ask(&format!("{FACTS},region"), 10), "there is no fact \"region\" here");
    refused(ask("a\u{202e}b\n", 1), "there is no fact \"a\\u{202e}b\\n\" here");
    refused(ask(&format!("{FACTS}, rated"), 10), "the fact rated is named twice");
    refused(ask(FACTS, 8), "9 facts are named and 8 columns given");
    refused(ask(FACTS, 10), "9 facts are named and 10 columns given");
    refused(
        ask("rated,total,confidentiality,integrity,availability,compromises_c,compromises_a", 7),
        "the policy standard 1.0.0 reads uncompleted, compromises_i, which nothing gives",
    );
    refused(
        call(Answer::Score, 1, &[vec![standard(), same(3)], mild()].concat()),
        "the second argument is the names of the facts in one text, not Int64",
    );
    let null = Given::Literal(ScalarValue::Utf8(None));
    refused(
        call(Answer::Score, 1, &[vec![standard(), null], mild()].concat()),
        "the second argument is the names",
    );
}

/// A facet is asked for if, and only if, the policy reads it.
#[test]
fn what_the_policy_reads_has_to_be_given() {
    let draft = policies::regional();
    let blob = draft.compile().unwrap();
    refused(
        ask(policy(&blob), Given::literal(FACTS), mild(), 1),
        "the policy regional 1.0.0 reads orientation, pci, region, age_days, balance, outsourced, which nothing gives",
    );
    let mut idle = draft;
    (idle.rules, idle.limits) = (Vec::new(), Vec::new());
    let blob = idle.compile().unwrap();
    refused(
        ask(policy(&blob), Given::literal(FACTS), mild(), 1),
        "the policy regional 1.0.0 reads pci, balance, outsourced, which nothing gives",
    );
    // Without a floor nobody asks for the ratings of an asset.
    let mut flat = plimsoll_core::policy::Draft::standard();
    flat.cia_floor = plimsoll_core::CiaFloor::NONE;
    let blob = flat.compile().unwrap();
    let given =
        [vec![policy(&blob), Given::literal("rated,uncompleted,total")], mild()[..3].to_vec()].concat();
    assert_eq!(call(Answer::Score, 1, &given).unwrap(), [1]);
}

#[test]
fn a_facet_that_is_called_as_a_column_is() {
    let mut draft = policies::regional();
    draft.facets.push(DraftFacet { name: "total".into(), domain: DraftDomain::Bool });
    let blob = draft.compile().unwrap();
    refused(
        ask(policy(&blob), Given::literal(FACTS), mild(), 1),
        "the policy declares a facet \"total\", which is the name of another fact here",
    );
}

/// One wrong value among many, wherever it stands and however it is held.
#[test]
fn values_that_are_none() {
    let with = |fact: usize, column: ArrayRef| {
        let rows = column.len();
        let mut columns = mild();
        columns[fact] = Given::Column(column);
        ask(standard(), Given::literal(FACTS), columns, rows)
    };
    let holed =
        |value: i64| -> Vec<i64> { (0..9000).map(|row| if row == 8500 { value } else { 1 }).collect() };
    for (fact, value, expected) in [
        (0, 0, "rated is 0 in row 8500 of its batch: valid are 1 to 5"),
        (0, 6, "rated is 6 in row 8500 of its batch: valid are 1 to 5"),
        (1, -1, "uncompleted is -1 in row 8500 of its batch: valid are 0 to 65534"),
        (1, 2, "uncompleted is 2 in row 8500 of its batch, where total is 1"),
        (2, 0, ""),
        (2, 65_535, "total is 65535 in row 8500 of its batch: valid are 0 to 65534"),
        (2, i64::MAX, "total is 9223372036854775807 in row 8500"),
        (2, i64::MIN, "total is -9223372036854775808 in row 8500"),
        (3, 3, "confidentiality is 3 in row 8500 of its batch: valid are low, medium, high, or 0 to 2"),
        (6, 2, "compromises_c is 2 in row 8500 of its batch: valid are false and true, or 0 and 1"),
        (6, 256, "compromises_c is 256 in row 8500"),
        (6, 65_537, "compromises_c is 65537 in row 8500"),
    ] {
        let values = holed(value);
        let held: [Option<ArrayRef>; 5] = [
            Some(Arc::new(Int64Array::from(values.clone()))),
            values
                .iter()
                .map(|value| u8::try_from(*value).ok())
                .collect::<Option<Vec<_>>>()
                .map(|values| Arc::new(UInt8Array::from(values)) as ArrayRef),
            values
                .iter()
                .map(|value| i8::try_from(*value).ok())
                .collect::<Option<Vec<_>>>()
                .map(|values| Arc::new(Int8Array::from(values)) as ArrayRef),
            values
                .iter()
                .map(|value| u16::try_from(*value).ok())
                .collect::<Option<Vec<_>>>()
                .map(|values| Arc::new(UInt16Array::from(values)) as ArrayRef),
            values
                .iter()
                .map(|value| u64::try_from(*value).ok())
                .collect::<Option<Vec<_>>>()
                .map(|values| Arc::new(UInt64Array::from(values)) as ArrayRef),
        ];
        for held in held.into_iter().flatten() {
            let found = with(fact, held);
            if expected.is_empty() { assert!(found.is_ok()) } else { refused(found, expected) }
        }
    }
    refused(
        with(2, Arc::new(UInt64Array::from(vec![1, u64::MAX]))),
        "total is 18446744073709551615 in row 1",
    );
    refused(with(0, Arc::new(UInt8Array::from(vec![Some(1), None]))), "rated is NULL in row 1 of its batch");
    refused(
        with(3, Arc::new(StringArray::from(vec!["low", "High"]))),
        "confidentiality is \"High\" in row 1",
    );
    refused(
        with(3, Arc::new(StringArray::from(vec![Some("low"), None]))),
        "confidentiality is NULL in row 1",
    );
    let long = "x".repeat(1000);
    let error = message(with(3, Arc::new(StringArray::from(vec![long.as_str()]))));
    assert!(error.len() < 300, "{error}");
}

/// More uncompleted than there are, in one row, both held in the same way.
#[test]
fn more_uncompleted_than_there_are() {
    let (uncompleted, mut total) = (vec![3_u8; 9000], vec![3_u8; 9000]);
    let ask = |total: &[u8], wide: bool| {
        let mut columns = mild();
        let wider = |bytes: &[u8]| {
            Given::column(UInt16Array::from_iter_values(bytes.iter().map(|byte| u16::from(*byte))))
        };
        let narrow = |bytes: &[u8]| Given::column(UInt8Array::from(bytes.to_vec()));
        for (fact, bytes) in [(1, uncompleted.as_slice()), (2, total)] {
            columns[fact] = if wide { wider(bytes) } else { narrow(bytes) };
        }
        ask(standard(), Given::literal(FACTS), columns, 9000)
    };
    assert!(ask(&total, false).is_ok() && ask(&total, true).is_ok());
    total[8999] = 2;
    for wide in [false, true] {
        refused(ask(&total, wide), "uncompleted is 3 in row 8999 of its batch, where total is 2");
    }
}

#[test]
fn types_that_hold_no_such_values_are_told_before_a_row_is_read() {
    let plan = |fact: usize, column: ArrayRef| {
        let mut given = [vec![standard(), Given::literal(FACTS)], mild()].concat();
        given[fact + 2] = Given::Column(column);
        message(plan(Answer::Score, &given))
    };
    let floats = || -> ArrayRef { Arc::new(Float64Array::from(vec![1.0])) };
    let texts = || -> ArrayRef { Arc::new(StringArray::from(vec!["1"])) };
    let truths = || -> ArrayRef { Arc::new(BooleanArray::from(vec![true])) };
    for (fact, column, expected) in [
        (0, floats(), "rated cannot be read from Float64: give integers"),
        (0, texts(), "rated cannot be read from Utf8: give integers"),
        (0, truths(), "rated cannot be read from Boolean: give integers"),
        (3, floats(), "confidentiality cannot be read from Float64: give integers or texts"),
        (3, truths(), "confidentiality cannot be read from Boolean: give integers or texts"),
        (6, texts(), "compromises_c cannot be read from Utf8: give integers or booleans"),
    ] {
        let error = plan(fact, column);
        assert!(error.contains(expected), "{error}");
    }
    // So is a literal that is out of range.
    let mut given = [vec![standard(), Given::literal(FACTS)], mild()].concat();
    given[2] = same(6);
    assert!(message(crate::plan(Answer::Score, &given)).contains("rated is 6 in row 0"));
}

#[test]
fn columns_of_another_length() {
    let mut columns = mild();
    columns[0] = Given::column(UInt8Array::from(vec![1, 1]));
    refused(ask(standard(), Given::literal(FACTS), columns, 3), "a column of 2 rows in a batch of 3");
}

/// Every function has a name of its own, with the engine's version, that SQL takes without quotes; and an error says whose it is.
#[test]
fn names_of_functions() {
    let names: BTreeSet<String> = functions().iter().map(|function| function.name().to_owned()).collect();
    let version = VERSION.replace(['.', '-', '+'], "_");
    let expected = ["band", "limit", "response", "score", "target"];
    assert!(names.iter().eq(&expected.map(|answer| format!("plimsoll_{answer}_{version}"))));
    let plain = |name: &String| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    assert!(names.iter().all(plain));
    refused(ask(policy(b""), Given::literal(FACTS), mild(), 1), &Answer::Score.function_name());
}
