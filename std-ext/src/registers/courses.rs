//! Courses of awareness and training, `courses.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};

/// A course (domain.md D1).
///
/// ```
/// use plimsoll::registers::Course;
/// let course: Course = serde_json::from_str(r#"{"id": "C1", "name": "handling of personal data", "refresh_months": 24}"#)?;
/// assert!(course.mandatory && course.within_days == 365);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// The id, unique in the register.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether everyone whom it concerns has to take it; yes if nothing is said.
    #[serde(default = "yes")]
    pub mandatory: bool,
    /// Within how many days of the first day of employment it is to be taken, 1 to 3650; 365, the first year, if nothing is said.
    /// The first day is not counted: whoever began on 1 January of a common year has until 1 January of the next.
    #[serde(default = "within_days")]
    pub within_days: u16,
    /// After how many calendar months it is to be taken again, 1 to 120; never if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_months: Option<u8>,
    /// The units whose people it concerns; everyone, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
}

/// What holds if nothing is said.
const fn yes() -> bool {
    true
}

/// What holds if nothing is said: the first year.
const fn within_days() -> u16 {
    365
}

pub(crate) struct Columns {
    id: Col,
    name: Col,
    mandatory: Col,
    within_days: Col,
    refresh_months: Col,
    units: Col,
}

impl Record for Course {
    const FILE: &'static str = "courses.csv";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "mandatory", "within_days", "refresh_months", "units"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            name: header.required("name"),
            mandatory: header.optional("mandatory"),
            within_days: header.optional("within_days"),
            refresh_months: header.optional("refresh_months"),
            units: header.optional("units"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            id: cells.text(columns.id),
            name: cells.text(columns.name),
            mandatory: cells.boolean(columns.mandatory).unwrap_or(true),
            within_days: cells.integer(columns.within_days, "1 to 3650").unwrap_or(within_days()),
            refresh_months: cells.integer(columns.refresh_months, "1 to 120"),
            units: cells.list(columns.units),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("name", &mut self.name);
        texts.list("units", &mut self.units);
    }

    fn check(&mut self, _words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::within(report, "within_days", Some(self.within_days), 1..=3650);
        check::within(report, "refresh_months", self.refresh_months, 1..=120);
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.name);
        row.value(Some(self.mandatory));
        row.value(Some(self.within_days));
        row.value(self.refresh_months);
        row.cell(&self.units.join(";"));
    }
}
