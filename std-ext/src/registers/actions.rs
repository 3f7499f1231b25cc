//! The action register, `actions.csv`.

use super::amount::Amount;
use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso_option;
use plimsoll_core::Day;
use serde::{Deserialize, Serialize};

/// What would remove or reduce a threat (domain.md A7); a control or treatment action in ISO/IEC 27005.
///
/// ```
/// use plimsoll::registers::Action;
/// let action: Action = serde_json::from_str(
///     r#"{"id": "C1", "threat": "T1", "title": "second factor", "completed": true, "done": "2026-03-31", "cost": "1250.50"}"#,
/// )?;
/// assert_eq!(action.cost.map(|cost| cost.hundredths()), Some(125_050));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The id, unique in the register.
    pub id: String,
    /// The id of the threat that it acts against.
    pub threat: String,
    /// What is to be done.
    pub title: String,
    /// Whether it is completed.
    pub completed: bool,
    /// When it was found to be needed.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub identified: Option<Day>,
    /// When it is to be completed.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// When it was completed; given only for what is completed, and not always then.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub done: Option<Day>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// The person-days that it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Amount>,
}

pub(crate) struct Columns {
    id: Col,
    threat: Col,
    title: Col,
    completed: Col,
    identified: Col,
    due: Col,
    done: Col,
    owner: Col,
    cost: Col,
    days: Col,
}

impl Record for Action {
    const FILE: &'static str = "actions.csv";
    const COLUMNS: &'static [&'static str] =
        &["id", "threat", "title", "completed", "identified", "due", "done", "owner", "cost", "days"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            threat: header.required("threat"),
            title: header.required("title"),
            completed: header.required("completed"),
            identified: header.optional("identified"),
            due: header.optional("due"),
            done: header.optional("done"),
            owner: header.optional("owner"),
            cost: header.optional("cost"),
            days: header.optional("days"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        let done = cells.date(columns.done);
        let completed = cells.required_boolean(columns.completed);
        Self {
            id: cells.text(columns.id),
            threat: cells.text(columns.threat),
            title: cells.text(columns.title),
            // Where the cell is wrong, what agrees with the rest of the row stands in for it.
            completed: completed.unwrap_or(done.is_some()),
            identified: cells.date(columns.identified),
            due: cells.date(columns.due),
            done,
            owner: cells.optional_text(columns.owner),
            cost: cells.amount(columns.cost),
            days: cells.amount(columns.days),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.id("threat", &mut self.threat);
        texts.required("title", &mut self.title);
        texts.optional("owner", &mut self.owner);
    }

    fn check(&mut self, _words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::order(report, ("identified", self.identified), ("due", self.due));
        check::order(report, ("identified", self.identified), ("done", self.done));
        if let (Some(done), false) = (self.done, self.completed) {
            report.error("done", || {
                problem("is the day on which it was completed, but `completed` says that it was not")
                    .found(done.to_string())
                    .help("either empty `done` or put `yes` into `completed`")
            });
        }
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.threat);
        row.cell(&self.title);
        row.value(Some(self.completed));
        row.value(self.identified);
        row.value(self.due);
        row.value(self.done);
        row.value(self.owner.as_ref());
        row.value(self.cost);
        row.value(self.days);
    }
}
