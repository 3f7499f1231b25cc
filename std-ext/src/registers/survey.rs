//! Answers of the practice survey, `survey.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::words::{did_you_mean, meant, nearest, respell};
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

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::own_column("unit", &mut self.unit, words, report);
        if self.question.is_empty() || words.questions.is_empty() {
            return;
        }
        let Some(question) = words.question(&self.question) else {
            report.error_of_words("question", || {
                let names = words.questions.iter().map(|question| question.name.as_str());
                let unknown = problem("is not a question of the survey").found(&self.question);
                unknown.valid(names.clone()).maybe_help(did_you_mean(nearest(&self.question, names)))
            });
            return;
        };
        respell(&mut self.question, &question.name);
        match question.answer(&self.answer).and_then(|at| question.answers.get(at)) {
            Some(answer) => respell(&mut self.answer, answer),
            // What its answers are is known unless the policy is wrong about it.
            None if self.answer.is_empty() || question.answers.is_empty() => {}
            None => report.error_of_words("answer", || {
                let answers: Vec<&str> = question.answers.iter().map(String::as_str).collect();
                let help = did_you_mean(meant(&self.answer, &answers));
                problem(format!("is not an answer to `{}`", question.name))
                    .found(&self.answer)
                    .valid(answers)
                    .maybe_help(help)
            }),
        }
    }

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
