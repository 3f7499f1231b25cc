//! The functions.

use crate::answer::{Answer, response_code};
use crate::column::{Held, read};
use crate::fact::{Fact, Place, named};
use arrow::array::{ArrayRef, UInt8Array, new_empty_array};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{Result, ScalarValue, exec_datafusion_err, exec_err, plan_datafusion_err, plan_err};
use datafusion_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use plimsoll_core::facet::Facet;
use plimsoll_core::policy::Space;
use plimsoll_core::{Column, Decision, IncidentFacts, Policy, RiskColumns, RiskFacts};
use std::sync::Arc;

/// Words for the tables of the diagrams.
const SCRATCH: usize = 1 << 15;

/// How many decisions are taken before their codes are written: as many as stay in the nearest cache.
const PART: usize = 512;

/// The function that gives an answer, ready to be registered.
///
/// ```
/// use plimsoll_datafusion::{Answer, function};
/// assert_eq!(function(Answer::Response).name(), Answer::Response.function_name());
/// ```
#[must_use]
pub fn function(answer: Answer) -> ScalarUDF {
    ScalarUDF::new_from_impl(Decide {
        answer,
        name: answer.function_name(),
        signature: Signature::variadic_any(Volatility::Immutable),
    })
}

/// Every function.
///
/// ```
/// use plimsoll_datafusion::functions;
/// // ctx.register_udf(function) in DataFusion; in Ballista, in each of scheduler, executor and client.
/// assert_eq!(functions().len(), 5);
/// ```
#[must_use]
pub fn functions() -> Vec<ScalarUDF> {
    Answer::ALL.into_iter().map(function).collect()
}

/// A function: the policy, the names of the facts, and a column for each.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Decide {
    answer: Answer,
    name: String,
    signature: Signature,
}

impl ScalarUDFImpl for Decide {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::UInt8)
    }

    /// What can be told before a row is read is told when the query is planned. A policy or names that are not there yet, as those
    /// of a prepared statement, are told by the first batch.
    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.plan(&args).map_err(|error| error.context(self.name.clone()))?;
        Ok(Arc::new(Field::new(self.name(), DataType::UInt8, false)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.invoke(&args.args, args.number_rows).map_err(|error| error.context(self.name.clone()))
    }
}

impl Decide {
    fn space(&self) -> Space {
        match self.answer {
            Answer::Score | Answer::Band | Answer::Limit | Answer::Response => Space::Risk,
            Answer::Target => Space::Incident,
        }
    }

    /// Tells what can be told of literals and types alone.
    fn plan(&self, args: &ReturnFieldArgs<'_>) -> Result<()> {
        if args.scalar_arguments.len() < 2 {
            return plan_err!("the policy and the names of the facts are missing");
        }
        let [Some(policy), Some(names), scalars @ ..] = args.scalar_arguments else { return Ok(()) };
        let policy = verified(blob(policy)?)?;
        let facts = self.facts(&policy, names, scalars.len())?;
        for ((fact, field), scalar) in facts.iter().zip(args.arg_fields.iter().skip(2)).zip(scalars) {
            let array = match scalar {
                Some(scalar) => scalar.to_array()?,
                None => new_empty_array(field.data_type()),
            };
            read(fact, &array)?;
        }
        Ok(())
    }

    /// The facts that are named, one for each column.
    fn facts(&self, policy: &Policy<'_>, names: &ScalarValue, columns: usize) -> Result<Vec<Fact>> {
        let Some(Some(text)) = names.try_as_str() else {
            return plan_err!(
                "the second argument is the names of the facts in one text, not {}",
                names.data_type()
            );
        };
        let facts = named(policy, self.space(), text)?;
        if facts.len() == columns {
            return Ok(facts);
        }
        plan_err!("{} facts are named and {columns} columns given: {text:?}", facts.len())
    }

    fn invoke(&self, args: &[ColumnarValue], rows: usize) -> Result<ColumnarValue> {
        let [policy, names, columns @ ..] = args else {
            return exec_err!("the policy and the names of the facts are missing");
        };
        let (ColumnarValue::Scalar(policy), ColumnarValue::Scalar(names)) = (policy, names) else {
            return exec_err!(
                "the policy and the names of the facts have to be literals, the same for all rows"
            );
        };
        let policy = verified(blob(policy)?)?;
        let facts = self.facts(&policy, names, columns.len())?;

        let constant = columns.iter().all(|column| matches!(column, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { rows };
        let arrays = columns.iter().map(|column| match column {
            ColumnarValue::Array(array) if array.len() == rows => Ok(Arc::clone(array)),
            ColumnarValue::Array(array) => exec_err!("a column of {} rows in a batch of {rows}", array.len()),
            ColumnarValue::Scalar(scalar) => scalar.to_array(),
        });
        let arrays = arrays.collect::<Result<Vec<ArrayRef>>>()?;
        let mut facts_held = Vec::with_capacity(facts.len());
        for ((fact, array), column) in facts.iter().zip(&arrays).zip(columns) {
            let held = match column {
                ColumnarValue::Array(_) => read(fact, array)?,
                ColumnarValue::Scalar(_) => Held::Same(read(fact, array)?.at(0)),
            };
            facts_held.push((fact.place, held));
        }
        let codes = match self.answer {
            Answer::Score => decided(&policy, &facts_held, rows, |decision| decision.score.get()),
            Answer::Band => decided(&policy, &facts_held, rows, |decision| decision.band.get()),
            Answer::Limit => decided(&policy, &facts_held, rows, |decision| decision.limit.get()),
            Answer::Response => {
                decided(&policy, &facts_held, rows, |decision| response_code(decision.response))
            }
            Answer::Target => Ok(routed(&policy, &facts_held, rows)),
        }?;
        Ok(match codes.first() {
            Some(code) if constant => ColumnarValue::Scalar(ScalarValue::UInt8(Some(*code))),
            _ => ColumnarValue::Array(Arc::new(UInt8Array::from(codes))),
        })
    }
}

/// What is decided about each risk.
fn decided(
    policy: &Policy<'_>,
    facts: &[(Place, Held<'_>)],
    rows: usize,
    code: impl Fn(&Decision) -> u8,
) -> Result<Vec<u8>> {
    let mut facets: Vec<(Facet, Column<'_>)> = Vec::with_capacity(facts.len());
    let mut risks = RiskColumns::default();
    for (place, held) in facts {
        let column = held.column();
        match place {
            Place::Rated => risks.rated = column,
            Place::Uncompleted => risks.uncompleted = column,
            Place::Total => risks.total = column,
            Place::Estimate => risks.estimate = column,
            Place::Choice => risks.choice = column,
            Place::Exception => risks.exception = column,
            Place::Facet(facet) => facets.push((*facet, column)),
        }
    }
    let of = |wanted: Place| facts.iter().find(|(place, _)| *place == wanted).map(|(_, held)| held);
    if let (Some(uncompleted), Some(total)) = (of(Place::Uncompleted), of(Place::Total))
        && let Some(row) = uncompleted.exceeds(total, rows)
    {
        let (uncompleted, total) = (uncompleted.at(row), total.at(row));
        return exec_err!("uncompleted is {uncompleted} in row {row} of its batch, where total is {total}");
    }
    let risks = RiskColumns { facets: &facets, ..risks };
    let mut scratch = vec![0; SCRATCH];
    let columns = policy.columns(&mut scratch);
    let mut part = [Policy::REFUSING.assess(&RiskFacts::default()); PART];
    let mut codes = Vec::with_capacity(rows);
    while codes.len() < rows {
        let left = rows.saturating_sub(codes.len()).min(PART);
        let part = part.get_mut(..left).unwrap_or_default();
        columns.assess_from(codes.len(), &risks, part).map_err(|error| exec_datafusion_err!("{error}"))?;
        codes.extend(part.iter().map(&code));
    }
    Ok(codes)
}

/// Where each incident goes.
fn routed(policy: &Policy<'_>, facts: &[(Place, Held<'_>)], rows: usize) -> Vec<u8> {
    let mut incident = IncidentFacts::default();
    let mut route = |row: usize| {
        for (place, held) in facts {
            if let Place::Facet(facet) = place {
                incident.set(*facet, held.at(row));
            }
        }
        policy.route(&incident).target.get()
    };
    (0..rows).map(&mut route).collect()
}

/// The bytes of a policy that was given.
fn blob(policy: &ScalarValue) -> Result<&[u8]> {
    match policy {
        ScalarValue::Binary(Some(blob))
        | ScalarValue::LargeBinary(Some(blob))
        | ScalarValue::BinaryView(Some(blob))
        | ScalarValue::FixedSizeBinary(_, Some(blob)) => Ok(blob),
        other if other.is_null() => plan_err!("the policy is NULL"),
        other => plan_err!("the first argument is a policy as a binary literal, not {}", other.data_type()),
    }
}

fn verified(blob: &[u8]) -> Result<Policy<'_>> {
    Policy::verify(blob).map_err(|error| plan_datafusion_err!("the first argument is no policy: {error}"))
}
