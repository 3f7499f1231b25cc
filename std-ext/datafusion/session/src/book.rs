//! Risks that are the same wherever they are made, as Parquet and as plain columns.

use crate::digest::{self, Digest, Unit};
use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, RecordBatch, UInt8Array, UInt16Array};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, UInt8Type, UInt16Type};
use datafusion::error::Result;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{Column, Decision, Policy, RiskColumns, RiskFacts};
use plimsoll_datafusion::response_code;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The facts of a risk, in the order of the columns; each column has the name of its fact.
pub const FACTS: [&str; 12] = [
    "rated",
    "uncompleted",
    "total",
    "estimate",
    "choice",
    "exception",
    "confidentiality",
    "integrity",
    "availability",
    "compromises_c",
    "compromises_i",
    "compromises_a",
];

/// The facets among the facts, which are the last.
const FACETS: [Facet; 6] = [
    facet::CONFIDENTIALITY,
    facet::INTEGRITY,
    facet::AVAILABILITY,
    facet::COMPROMISES_C,
    facet::COMPROMISES_I,
    facet::COMPROMISES_A,
];

/// How many units there are.
pub const UNITS: u16 = 500;

/// How many risks are made, written and decided at a time.
const PART: usize = 8192;

/// A risk's unit and facts: scattered over all values, and the same for the same number.
fn risk(id: i64) -> (u16, [u8; 12]) {
    // SplitMix64.
    let mut mixed = id.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let mut draw = |bound: u64| {
        let drawn = mixed.checked_rem(bound).unwrap_or_default();
        mixed = mixed.checked_div(bound).unwrap_or_default();
        drawn
    };
    let unit = u16::try_from(draw(UNITS.into())).unwrap_or_default();
    let mut small = |bound: u64| u8::try_from(draw(bound)).unwrap_or_default();
    let (rated, total) = (small(5).saturating_add(1), small(13));
    let uncompleted = small(u64::from(total).saturating_add(1));
    let [estimate, choice, exception, c, i, a, of_c, of_i, of_a] = [6, 5, 2, 3, 3, 3, 2, 2, 2].map(small);
    (unit, [rated, uncompleted, total, estimate, choice, exception, c, i, a, of_c, of_i, of_a])
}

fn schema() -> Arc<Schema> {
    let ids = [Field::new("id", DataType::Int64, false), Field::new("unit", DataType::UInt16, false)];
    let facts = FACTS.map(|name| Field::new(name, DataType::UInt8, false));
    Arc::new(Schema::new(ids.into_iter().chain(facts).collect::<Vec<_>>()))
}

/// Writes so many risks, numbered from 1.
///
/// # Errors
/// What the file system or the format says.
pub fn write(path: &Path, risks: usize) -> Result<()> {
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema(), None)?;
    let last = i64::try_from(risks).unwrap_or(i64::MAX);
    let (mut ids, mut from) = (Vec::new(), 1_i64);
    while from <= last {
        ids.clear();
        ids.extend((from..=last).take(PART));
        from = from.saturating_add(i64::try_from(PART).unwrap_or(i64::MAX));
        let drawn: Vec<(u16, [u8; 12])> = ids.iter().map(|id| risk(*id)).collect();
        let units: UInt16Array = drawn.iter().map(|(unit, _)| *unit).collect::<Vec<u16>>().into();
        let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(ids.clone())), Arc::new(units)];
        for fact in 0..FACTS.len() {
            let values = drawn.iter().filter_map(|(_, facts)| facts.get(fact).copied());
            columns.push(Arc::new(UInt8Array::from(values.collect::<Vec<u8>>())));
        }
        writer.write(&RecordBatch::try_new(schema(), columns)?)?;
    }
    writer.close()?;
    Ok(())
}

/// Risks as plain columns.
#[derive(Clone, Debug, Default)]
pub struct Book {
    ids: Vec<i64>,
    units: Vec<u16>,
    facts: [Vec<u8>; 12],
}

impl Book {
    /// Reads a file that [`write`] wrote, without any engine.
    ///
    /// # Errors
    /// What the file system or the format says.
    pub fn read(path: &Path) -> Result<Self> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(PART);
        let mut book = Self::default();
        for batch in reader.build()? {
            let batch = batch?;
            book.ids.extend(batch.column(0).as_primitive::<Int64Type>().values());
            book.units.extend(batch.column(1).as_primitive::<UInt16Type>().values());
            for (fact, column) in book.facts.iter_mut().zip(batch.columns().iter().skip(2)) {
                fact.extend(column.as_primitive::<UInt8Type>().values());
            }
        }
        Ok(book)
    }

    /// How many risks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Decides all risks of a range by columns, part by part, and hands each part's rows and decisions over.
    fn decide(
        &self,
        policy: &Policy<'_>,
        rows: std::ops::Range<usize>,
        mut take: impl FnMut(usize, &[Decision]),
    ) {
        let [rated, uncompleted, total, estimate, choice, exception, ratings @ ..] =
            self.facts.each_ref().map(|bytes| Column::Bytes(bytes));
        let facets: Vec<(Facet, Column<'_>)> = FACETS.into_iter().zip(ratings).collect();
        let risks = RiskColumns { rated, uncompleted, total, estimate, choice, exception, facets: &facets };
        let mut scratch = vec![0; 1 << 15];
        let columns = policy.columns(&mut scratch);
        let mut decisions = vec![Policy::REFUSING.assess(&RiskFacts::default()); PART];
        let mut row = rows.start;
        while row < rows.end {
            let part = decisions.get_mut(..rows.end.saturating_sub(row).min(PART)).unwrap_or_default();
            // Every column is as long as every other.
            if columns.assess_from(row, &risks, part).is_err() {
                return;
            }
            take(row, part);
            row = row.saturating_add(PART);
        }
    }

    /// What the decisions about the risks of each unit come to.
    #[must_use]
    pub fn units(&self, policy: &Policy<'_>) -> BTreeMap<u16, Unit> {
        let mut units: BTreeMap<u16, Unit> = BTreeMap::new();
        self.decide(policy, 0..self.len(), |row, decisions| {
            let ids = self.ids.get(row..).unwrap_or_default();
            let units_of = self.units.get(row..).unwrap_or_default();
            for ((id, unit), decision) in ids.iter().zip(units_of).zip(decisions) {
                let sums = units.entry(*unit).or_default();
                sums.take(*id, decision.score.get(), response_code(decision.response));
            }
        });
        units
    }

    /// The digest of all decisions.
    #[must_use]
    pub fn digest(&self, policy: &Policy<'_>) -> Digest {
        digest::of(&self.units(policy))
    }

    /// The number of risks and the sum of scores of each unit, over a range of rows: what a query with one function asks.
    #[must_use]
    pub fn scores(&self, policy: &Policy<'_>, rows: std::ops::Range<usize>) -> Vec<(u64, u64)> {
        let mut sums = vec![(0_u64, 0_u64); UNITS.into()];
        self.decide(policy, rows, |row, decisions| {
            let units = self.units.get(row..).unwrap_or_default();
            for (unit, decision) in units.iter().zip(decisions) {
                if let Some((count, sum)) = sums.get_mut(usize::from(*unit)) {
                    *count = count.wrapping_add(1);
                    *sum = sum.wrapping_add(decision.score.get().into());
                }
            }
        });
        sums
    }
}
