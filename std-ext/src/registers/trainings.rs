//! Who took which course, `trainings.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso;
use plimsoll_core::Day;
use serde::{Deserialize, Serialize};

/// A course that somebody took (domain.md D1).
///
/// ```
/// use plimsoll::registers::Training;
/// let training: Training = serde_json::from_str(r#"{"person": "P1", "course": "C1", "date": "2026-03-31"}"#)?;
/// assert!(training.passed);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// The id of the person.
    pub person: String,
    /// The id of the course.
    pub course: String,
    /// When it was taken.
    #[serde(with = "iso")]
    pub date: Day,
    /// Whether its test was passed; yes if nothing is said. What was not passed counts as not taken.
    #[serde(default = "yes")]
    pub passed: bool,
}

/// What holds if nothing is said.
const fn yes() -> bool {
    true
}

pub(crate) struct Columns {
    person: Col,
    course: Col,
    date: Col,
    passed: Col,
}

impl Record for Training {
    const FILE: &'static str = "trainings.csv";
    const COLUMNS: &'static [&'static str] = &["person", "course", "date", "passed"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            person: header.required("person"),
            course: header.required("course"),
            date: header.required("date"),
            passed: header.optional("passed"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            person: cells.text(columns.person),
            course: cells.text(columns.course),
            date: cells.required_date(columns.date).unwrap_or(Day(0)),
            passed: cells.boolean(columns.passed).unwrap_or(true),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("person", &mut self.person);
        texts.id("course", &mut self.course);
    }

    fn check(&mut self, _words: &Vocabulary, _report: &mut Reporter<'_, '_>) {}

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.person);
        row.cell(&self.course);
        row.value(Some(self.date));
        row.value(Some(self.passed));
    }
}
