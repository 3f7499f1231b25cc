//! Line managers' quarterly assessments, `assessments.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso_option;
use plimsoll_core::{Day, Quarter};
use serde::{Deserialize, Serialize};

/// What a line manager says of awareness among those who report to him or her, in a quarter (domain.md D4).
///
/// ```
/// use plimsoll::registers::ManagerAssessment;
/// let said: ManagerAssessment = serde_json::from_str(r#"{"manager": "P2", "quarter": "2026-Q3", "rating": 4}"#)?;
/// assert_eq!(said.quarter.to_string(), "2026-Q3");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagerAssessment {
    /// The id of the manager, in people.csv.
    pub manager: String,
    /// The quarter that it is about.
    pub quarter: Quarter,
    /// How aware they are, from 1 (not at all) to 5 (fully).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// When it was handed in.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

pub(crate) struct Columns {
    manager: Col,
    quarter: Col,
    rating: Col,
    date: Col,
    remark: Col,
}

impl Record for ManagerAssessment {
    const FILE: &'static str = "assessments.csv";
    const COLUMNS: &'static [&'static str] = &["manager", "quarter", "rating", "date", "remark"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            manager: header.required("manager"),
            quarter: header.required("quarter"),
            rating: header.optional("rating"),
            date: header.optional("date"),
            remark: header.optional("remark"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            manager: cells.text(columns.manager),
            quarter: cells.quarter(columns.quarter).unwrap_or(Quarter::FIRST),
            rating: cells.integer(columns.rating, "1 to 5"),
            date: cells.date(columns.date),
            remark: cells.optional_text(columns.remark),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("manager", &mut self.manager);
        texts.optional("remark", &mut self.remark);
    }

    fn check(&mut self, _words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::within(report, "rating", self.rating, 1..=5);
    }

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.manager);
        row.value(Some(self.quarter));
        row.value(self.rating);
        row.value(self.date);
        row.value(self.remark.as_ref());
    }
}
