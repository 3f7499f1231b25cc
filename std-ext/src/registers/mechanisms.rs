//! Mechanisms that align security with the business, `mechanisms.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use plimsoll_core::{Maturity, Mechanism};
use serde::{Deserialize, Serialize};

/// How far a mechanism has come, in the organisation or in one of its units (domain.md E2).
///
/// ```
/// use plimsoll::registers::MechanismEntry;
/// use plimsoll_core::{Maturity, Mechanism};
/// let entry: MechanismEntry = serde_json::from_str(r#"{"mechanism": "liaisons", "maturity": "partial"}"#)?;
/// assert_eq!((entry.mechanism, entry.maturity), (Mechanism::Liaisons, Maturity::Partial));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MechanismEntry {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// How far it has come.
    pub maturity: Maturity,
    /// The unit that it is about; the organisation, if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

pub(crate) struct Columns {
    mechanism: Col,
    maturity: Col,
    unit: Col,
    evidence: Col,
    owner: Col,
}

impl Record for MechanismEntry {
    const FILE: &'static str = "mechanisms.csv";
    const COLUMNS: &'static [&'static str] = &["mechanism", "maturity", "unit", "evidence", "owner"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            mechanism: header.required("mechanism"),
            maturity: header.required("maturity"),
            unit: header.optional("unit"),
            evidence: header.optional("evidence"),
            owner: header.optional("owner"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            mechanism: cells.label(columns.mechanism).unwrap_or(Mechanism::SecurityOrganisation),
            maturity: cells.label(columns.maturity).unwrap_or(Maturity::Absent),
            unit: cells.optional_text(columns.unit),
            evidence: cells.optional_text(columns.evidence),
            owner: cells.optional_text(columns.owner),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.optional("unit", &mut self.unit);
        texts.optional("evidence", &mut self.evidence);
        texts.optional("owner", &mut self.owner);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::own_column("unit", &mut self.unit, words, report);
    }

    fn id(&self) -> Option<&str> {
        None
    }

    fn write(&self, row: &mut Writer) {
        row.cell(self.mechanism.label());
        row.cell(self.maturity.label());
        row.value(self.unit.as_ref());
        row.value(self.evidence.as_ref());
        row.value(self.owner.as_ref());
    }
}
