//! Answers of the practice survey, `survey.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};

/// What one respondent answered to one closed question (domain.md E8).
///
/// ```
/// use plimsoll::registers::SurveyAnswer;
/// let entry: SurveyAnswer = serde_json::from_str(
///     r#"{"respondent": "s017", "question": "aware_of_controls", "answer": "no", "unit": "sales"}"#,
/// )?;
/// assert_eq!(entry.unit.as_deref(), Some("sales"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyAnswer {
    /// Who answered, under a number or word that does not tell who it is.
    pub respondent: String,
    /// The question, by its name.
    pub question: String,
    /// The answer, one of those that the question has.
    pub answer: String,
    /// The unit of the respondent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

pub(crate) struct Columns {
    respondent: Col,
    question: Col,
    answer: Col,
    unit: Col,
}

impl Record for SurveyAnswer {
    const FILE: &'static str = "survey.csv";
    const COLUMNS: &'static [&'static str] = &["respondent", "question", "answer", "unit"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            respondent: header.required("respondent"),
            question: header.required("question"),
            answer: header.required("answer"),
            unit: header.optional("unit"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            respondent: cells.text(columns.respondent),
            question: cells.text(columns.question),
            answer: cells.text(columns.answer),
            unit: cells.optional_text(columns.unit),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("respondent", &mut self.respondent);
        texts.id("question", &mut self.question);
        texts.required("answer", &mut self.answer);
        texts.optional("unit", &mut self.unit);
    }

    fn check(&mut self, _words: &Vocabulary, _report: &mut Reporter<'_, '_>) {}

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.respondent);
        row.cell(&self.question);
        row.cell(&self.answer);
        row.value(self.unit.as_ref());
    }
}
