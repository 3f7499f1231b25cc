//! The ways of incidents, `handling.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso;
use plimsoll_core::{Day, EscalationLevel, HandlingKind};
use serde::{Deserialize, Serialize};

/// One step of the way of an incident (domain.md B2, B4): who did what, and who has it then.
///
/// The steps of an incident stand in the order in which they were taken; those of several may be mixed.
///
/// ```
/// use plimsoll::registers::HandlingStep;
/// use plimsoll_core::HandlingKind;
/// let step: HandlingStep = serde_json::from_str(
///     r#"{"incident": "I1", "date": "2026-11-09", "event": "passed", "by": "level_1", "to": "level_2"}"#,
/// )?;
/// assert_eq!((step.event, step.to.as_deref()), (HandlingKind::Passed, Some("level_2")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingStep {
    /// The id of the incident.
    pub incident: String,
    /// When it happened.
    #[serde(with = "iso")]
    pub date: Day,
    /// What happened.
    pub event: HandlingKind,
    /// Who did it.
    pub by: String,
    /// Who has it then: a team of the policy, or somebody in people.csv. Given for what is assigned or passed on, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The level that has it then. Where it is not given, it is that of the team; for a person, that of the team the person
    /// belongs to, if the policy has it, else the level that had it; 1 for what is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<EscalationLevel>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

pub(crate) struct Columns {
    incident: Col,
    date: Col,
    event: Col,
    by: Col,
    to: Col,
    level: Col,
    note: Col,
}

impl Record for HandlingStep {
    const FILE: &'static str = "handling.csv";
    const COLUMNS: &'static [&'static str] = &["incident", "date", "event", "by", "to", "level", "note"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            incident: header.required("incident"),
            date: header.required("date"),
            event: header.required("event"),
            by: header.required("by"),
            to: header.optional("to"),
            level: header.optional("level"),
            note: header.optional("note"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        let event = cells.label(columns.event);
        let to = cells.optional_text(columns.to);
        Self {
            incident: cells.text(columns.incident),
            date: cells.required_date(columns.date).unwrap_or(Day(0)),
            // Where the cell is wrong, what agrees with the rest of the row stands in for it.
            event: event.unwrap_or(if to.is_some() { HandlingKind::Assigned } else { HandlingKind::Opened }),
            by: cells.text(columns.by),
            to,
            level: cells.escalation_level(columns.level),
            note: cells.optional_text(columns.note),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("incident", &mut self.incident);
        texts.required("by", &mut self.by);
        texts.optional("to", &mut self.to);
        texts.optional("note", &mut self.note);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        let gives = matches!(self.event, HandlingKind::Assigned | HandlingKind::Passed);
        match &self.to {
            None if gives => report.error("to", || {
                problem("is empty; a team or a person must be given").help("say who has the incident then")
            }),
            Some(to) if !gives => report.error("to", || {
                problem(format!("has no use in what is {}", self.event))
                    .found(to.as_str())
                    .help("add a step `assigned` below it")
            }),
            _ => {}
        }
        if let Some(level) = self.level.filter(|level| level.get() > words.levels) {
            report.error_of_words("level", || {
                let wrong = problem("is above the highest level of escalation").found(level.to_string());
                wrong.valid([format!("1 to {}", words.levels)])
            });
        }
    }

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.incident);
        row.value(Some(self.date));
        row.cell(self.event.label());
        row.cell(&self.by);
        row.value(self.to.as_ref());
        row.value(self.level);
        row.value(self.note.as_ref());
    }
}
