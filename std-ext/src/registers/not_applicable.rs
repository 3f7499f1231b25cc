//! Asset-threat pairs that were considered and do not apply, `not_applicable.csv`.

use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::scope::OutOfScope;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};

/// A threat that does not bear on an asset, and why (domain.md A5).
///
/// ```
/// use plimsoll::registers::NotApplicable;
/// let pair: NotApplicable =
///     serde_json::from_str(r#"{"asset": "A1", "threat": "T9", "reason": "the archive is not on paper"}"#)?;
/// assert_eq!((pair.asset.as_str(), pair.threat.as_str()), ("A1", "T9"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// The id of the asset.
    pub asset: String,
    /// The id of the threat.
    pub threat: String,
    /// Why it does not apply; never empty.
    pub reason: String,
}

pub(crate) struct Columns {
    asset: Col,
    threat: Col,
    reason: Col,
}

impl Record for NotApplicable {
    const FILE: &'static str = "not_applicable.csv";
    const COLUMNS: &'static [&'static str] = &["asset", "threat", "reason"];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            asset: header.required("asset"),
            threat: header.required("threat"),
            reason: header.required("reason"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            asset: cells.text(columns.asset),
            threat: cells.text(columns.threat),
            reason: cells.text(columns.reason),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("asset", &mut self.asset);
        texts.id("threat", &mut self.threat);
        texts.required("reason", &mut self.reason);
    }

    fn check(&mut self, _words: &Vocabulary, _report: &mut Reporter<'_, '_>) {}

    fn id(&self) -> Option<&str> {
        None
    }

    fn out_of_scope(counts: &OutOfScope) -> usize {
        counts.not_applicable
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.asset);
        row.cell(&self.threat);
        row.cell(&self.reason);
    }
}
