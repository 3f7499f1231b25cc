//! Answers of the work-system check, `checklist.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::words::{did_you_mean, nearest, respell, same};
use crate::date::iso_option;
use plimsoll_core::{Answer, Day, WORK_QUESTIONS};
use serde::{Deserialize, Serialize};

/// An answer to a question about a work system (domain.md E7).
///
/// ```
/// use plimsoll::registers::ChecklistAnswer;
/// use plimsoll_core::Answer;
/// let entry: ChecklistAnswer =
///     serde_json::from_str(r#"{"work_system": "payment runs", "question": "participants_trained", "answer": "partly"}"#)?;
/// assert_eq!(entry.answer, Answer::Partly);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistAnswer {
    /// The work system.
    pub work_system: String,
    /// The question, by its id in the catalogue.
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// When it was answered.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub answered: Option<Day>,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

pub(crate) struct Columns {
    work_system: Col,
    question: Col,
    answer: Col,
    remark: Col,
    answered: Col,
    by: Col,
}

impl Record for ChecklistAnswer {
    const FILE: &'static str = "checklist.csv";
    const COLUMNS: &'static [&'static str] =
        &["work_system", "question", "answer", "remark", "answered", "by"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            work_system: header.required("work_system"),
            question: header.required("question"),
            answer: header.required("answer"),
            remark: header.optional("remark"),
            answered: header.optional("answered"),
            by: header.optional("by"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            work_system: cells.text(columns.work_system),
            question: cells.text(columns.question),
            answer: cells.label(columns.answer).unwrap_or(Answer::No),
            remark: cells.optional_text(columns.remark),
            answered: cells.date(columns.answered),
            by: cells.optional_text(columns.by),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.required("work_system", &mut self.work_system);
        texts.id("question", &mut self.question);
        texts.optional("remark", &mut self.remark);
        texts.optional("by", &mut self.by);
    }

    fn check(&mut self, _words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        if self.question.is_empty() {
            return;
        }
        match WORK_QUESTIONS.iter().find(|question| same(question.id, &self.question)) {
            Some(question) => respell(&mut self.question, question.id),
            None => report.error("question", || {
                let ids = WORK_QUESTIONS.iter().map(|question| question.id);
                let unknown = problem("is not a question of the work-system check").found(&self.question);
                unknown.valid(ids.clone()).maybe_help(did_you_mean(nearest(&self.question, ids)))
            }),
        }
    }

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.work_system);
        row.cell(&self.question);
        row.cell(self.answer.label());
        row.value(self.remark.as_ref());
        row.value(self.answered);
        row.value(self.by.as_ref());
    }
}
