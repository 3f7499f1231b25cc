//! Measures, and the tracks on which they act, `measures.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso_option;
use plimsoll_core::{Day, Track};
use serde::{Deserialize, Serialize};

/// A measure that was taken for the sake of security (domain.md E9).
///
/// ```
/// use plimsoll::registers::Measure;
/// use plimsoll_core::Track;
/// let measure: Measure = serde_json::from_str(r#"{"id": "M1", "title": "debriefing after incidents", "track": "meso"}"#)?;
/// assert_eq!(measure.track, Track::Meso);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The id, unique in the register.
    pub id: String,
    /// What was done.
    pub title: String,
    /// Where it acts.
    pub track: Track,
    /// Whether it is a matter of technology; no if nothing is said.
    #[serde(default)]
    pub technical: bool,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Since when it holds.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub taken: Option<Day>,
    /// The incident, by id, or the event, in words, that it was learned from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned_from: Option<String>,
}

pub(crate) struct Columns {
    id: Col,
    title: Col,
    track: Col,
    technical: Col,
    owner: Col,
    taken: Col,
    learned_from: Col,
}

impl Record for Measure {
    const FILE: &'static str = "measures.csv";
    const COLUMNS: &'static [&'static str] =
        &["id", "title", "track", "technical", "owner", "taken", "learned_from"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            title: header.required("title"),
            track: header.required("track"),
            technical: header.optional("technical"),
            owner: header.optional("owner"),
            taken: header.optional("taken"),
            learned_from: header.optional("learned_from"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            id: cells.text(columns.id),
            title: cells.text(columns.title),
            track: cells.label(columns.track).unwrap_or(Track::Micro),
            technical: cells.boolean(columns.technical).unwrap_or_default(),
            owner: cells.optional_text(columns.owner),
            taken: cells.date(columns.taken),
            learned_from: cells.optional_text(columns.learned_from),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("title", &mut self.title);
        texts.optional("owner", &mut self.owner);
        texts.optional("learned_from", &mut self.learned_from);
    }

    fn check(&mut self, _words: &Vocabulary, _report: &mut Reporter<'_, '_>) {}

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.title);
        row.cell(self.track.label());
        row.value(Some(self.technical));
        row.value(self.owner.as_ref());
        row.value(self.taken);
        row.value(self.learned_from.as_ref());
    }
}
