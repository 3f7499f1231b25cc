//! Guiding principles, and what derives from them, `principles.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use plimsoll_core::DerivationKind;
use serde::{Deserialize, Serialize};

/// A guiding principle, or a requirement, standard or procedure that derives from others (domain.md E3).
///
/// ```
/// use plimsoll::registers::Principle;
/// use plimsoll_core::DerivationKind;
/// let standard: Principle = serde_json::from_str(
///     r#"{"id": "S12", "kind": "standard", "title": "Controls are tested every year", "derives_from": ["Q3"]}"#,
/// )?;
/// assert_eq!(standard.kind, DerivationKind::Standard);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// The id, unique in the register.
    pub id: String,
    /// Which step it is.
    pub kind: DerivationKind,
    /// What it says.
    pub title: String,
    /// The ids of what it derives from; none for a guiding principle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derives_from: Vec<String>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

pub(crate) struct Columns {
    id: Col,
    kind: Col,
    title: Col,
    derives_from: Col,
    owner: Col,
}

impl Record for Principle {
    const FILE: &'static str = "principles.csv";
    const COLUMNS: &'static [&'static str] = &["id", "kind", "title", "derives_from", "owner"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            kind: header.required("kind"),
            title: header.required("title"),
            derives_from: header.optional("derives_from"),
            owner: header.optional("owner"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            id: cells.text(columns.id),
            kind: cells.label(columns.kind).unwrap_or(DerivationKind::Principle),
            title: cells.text(columns.title),
            derives_from: cells.list(columns.derives_from),
            owner: cells.optional_text(columns.owner),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("title", &mut self.title);
        texts.list("derives_from", &mut self.derives_from);
        texts.optional("owner", &mut self.owner);
    }

    fn check(&mut self, _words: &Vocabulary, _report: &mut Reporter<'_, '_>) {}

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(self.kind.label());
        row.cell(&self.title);
        row.cell(&self.derives_from.join(";"));
        row.value(self.owner.as_ref());
    }
}
