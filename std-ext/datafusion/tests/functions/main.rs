//! The functions without an engine: what they are given are arrays, as an engine would give them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "a test that meets what it did not expect should stop"
)]

mod arrays;
mod domain;
mod incidents;
mod policies;
mod refusals;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Field, UInt8Type};
use datafusion_common::config::ConfigOptions;
use datafusion_common::{Result, ScalarValue};
use datafusion_expr::{ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs};
use plimsoll_datafusion::{Answer, function};
use std::sync::Arc;

/// A column, or a literal.
#[derive(Clone)]
enum Given {
    Column(ArrayRef),
    Literal(ScalarValue),
}

impl Given {
    fn column(array: impl Array + 'static) -> Self {
        Self::Column(Arc::new(array))
    }

    fn literal(scalar: impl Into<ScalarValue>) -> Self {
        Self::Literal(scalar.into())
    }

    fn data_type(&self) -> DataType {
        match self {
            Self::Column(array) => array.data_type().clone(),
            Self::Literal(scalar) => scalar.data_type(),
        }
    }
}

fn policy(blob: &[u8]) -> Given {
    Given::Literal(ScalarValue::Binary(Some(blob.to_vec())))
}

/// What an engine does: it plans, and then hands a batch over.
fn call(answer: Answer, rows: usize, given: &[Given]) -> Result<Vec<u8>> {
    plan(answer, given)?;
    run(answer, rows, given)
}

fn plan(answer: Answer, given: &[Given]) -> Result<()> {
    let fields: Vec<_> =
        given.iter().map(|given| Arc::new(Field::new("c", given.data_type(), true))).collect();
    let scalars: Vec<Option<&ScalarValue>> = given
        .iter()
        .map(|given| match given {
            Given::Literal(scalar) => Some(scalar),
            Given::Column(_) => None,
        })
        .collect();
    let field = function(answer)
        .return_field_from_args(ReturnFieldArgs { arg_fields: &fields, scalar_arguments: &scalars })?;
    assert_eq!((field.data_type(), field.is_nullable()), (&DataType::UInt8, false));
    Ok(())
}

fn run(answer: Answer, rows: usize, given: &[Given]) -> Result<Vec<u8>> {
    let fields = given.iter().map(|given| Arc::new(Field::new("c", given.data_type(), true))).collect();
    let args = given.iter().map(|given| match given {
        Given::Column(array) => ColumnarValue::Array(Arc::clone(array)),
        Given::Literal(scalar) => ColumnarValue::Scalar(scalar.clone()),
    });
    let found = function(answer).invoke_with_args(ScalarFunctionArgs {
        args: args.collect(),
        arg_fields: fields,
        number_rows: rows,
        return_field: Arc::new(Field::new("answer", DataType::UInt8, false)),
        config_options: Arc::new(ConfigOptions::default()),
    })?;
    Ok(match found {
        ColumnarValue::Array(array) => {
            assert_eq!((array.len(), array.null_count()), (rows, 0));
            array.as_primitive::<UInt8Type>().values().to_vec()
        }
        ColumnarValue::Scalar(ScalarValue::UInt8(Some(code))) => vec![code],
        ColumnarValue::Scalar(other) => panic!("{other:?} is no code"),
    })
}

/// What an error says, without the lines around it.
fn message(result: Result<impl std::fmt::Debug>) -> String {
    result.unwrap_err().to_string()
}
