//! The same questions in SQL.

use crate::book::FACTS;
use crate::digest::{self, Digest, FACTOR, MASK, Unit};
use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::error::{DataFusionError, Result};
use datafusion::prelude::SessionContext;
use plimsoll_datafusion::Answer;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A decision, as an expression of SQL.
#[derive(Clone, Debug)]
pub struct Logic {
    /// The score.
    pub score: String,
    /// The code of the response.
    pub response: String,
}

impl Logic {
    /// Asks the functions, under a policy.
    #[must_use]
    pub fn functions(blob: &[u8]) -> Self {
        let mut literal = String::new();
        for byte in blob {
            // Writing to a string does not fail.
            let _ = write!(literal, "{byte:02x}");
        }
        let (names, columns) = (FACTS.join(", "), FACTS.join(", "));
        let ask = |answer: Answer| format!("{}(X'{literal}', '{names}', {columns})", answer.function_name());
        Self { score: ask(Answer::Score), response: ask(Answer::Response) }
    }

    /// The standard policy, as one would write it in SQL.
    #[must_use]
    pub fn case() -> Self {
        let hit = |level: u8| {
            let attributes = [("c", "confidentiality"), ("i", "integrity"), ("a", "availability")];
            attributes
                .map(|(letter, rating)| format!("compromises_{letter} = 1 AND {rating} = {level}"))
                .join(" OR ")
        };
        let (high, medium) = (hit(2), hit(1));
        let impact = format!("greatest(rated, CASE WHEN {high} THEN 3 WHEN {medium} THEN 2 ELSE 1 END)");
        let actions = "CASE WHEN total = 0 THEN 5 ELSE least(5, 5 * uncompleted / total + 1) END";
        let score = format!("({impact} * greatest({actions}, estimate))");
        let response = format!(
            "CASE WHEN choice > 1 THEN choice \
             WHEN choice = 1 AND exception = 1 THEN 1 \
             WHEN {score} <= 9 THEN 1 ELSE 3 END"
        );
        Self { score, response }
    }

    /// The sums of a digest.
    #[must_use]
    pub fn digest(&self, table: &str) -> String {
        let Self { score, response } = self;
        format!(
            "SELECT unit, count(*) AS risks, sum(weight * score) AS scores, sum(weight * response) AS responses \
             FROM (SELECT unit, (id * {FACTOR}) & {MASK} AS weight, CAST({score} AS BIGINT) AS score, \
             CAST({response} AS BIGINT) AS response FROM {table}) GROUP BY unit"
        )
    }

    /// The sum of scores of each unit.
    #[must_use]
    pub fn scores(&self, table: &str) -> String {
        let score = &self.score;
        format!("SELECT unit, count(*) AS risks, sum({score}) AS scores FROM {table} GROUP BY unit")
    }
}

/// Sums of the same columns, with nothing decided: what reading and grouping take.
#[must_use]
pub fn sums(table: &str) -> String {
    let sums = FACTS.map(|fact| format!("sum({fact})"));
    format!("SELECT unit, count(*) AS risks, {} FROM {table} GROUP BY unit", sums.join(", "))
}

/// Runs what [`Logic::digest`] asks.
///
/// # Errors
/// What the engine says, and an answer that is not of the form.
pub async fn digest(session: &SessionContext, query: &str) -> Result<Digest> {
    let mut units = BTreeMap::new();
    for batch in session.sql(query).await?.collect().await? {
        let columns = batch.columns().iter().map(|column| cast(column, &DataType::Int64));
        let columns = columns.collect::<std::result::Result<Vec<_>, _>>()?;
        let [unit, count, scores, responses] = columns.as_slice() else {
            return Err(DataFusionError::Execution("a digest has four columns".into()));
        };
        let numbers =
            [unit, count, scores, responses].map(|column| column.as_primitive::<Int64Type>().values());
        let [unit, count, scores, responses] = numbers;
        for (((unit, count), scores), responses) in unit.iter().zip(count).zip(scores).zip(responses) {
            let key = u16::try_from(*unit).unwrap_or(u16::MAX);
            let unit = Unit { count: *count, scores: *scores, responses: *responses };
            if units.insert(key, unit).is_some() {
                return Err(DataFusionError::Execution(format!("unit {key} comes twice")));
            }
        }
    }
    Ok(digest::of(&units))
}
