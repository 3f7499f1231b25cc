//! The assessed risk register as rows (domain.md A12).

use crate::assessment::{AssessedRisk, Assessment};
use crate::registers::{CsvWriter, RESULTS, Source};

/// The columns of the assessed risk register, in order.
pub const REGISTER_COLUMNS: [&str; 18] = [
    "id",
    "asset",
    "asset_name",
    "threat",
    "threat_name",
    "owner",
    "impact",
    "likelihood",
    "score",
    "band",
    "limit",
    "within_limit",
    "response",
    "status",
    "inherent",
    "residual",
    "approver",
    "exception_until",
];

/// The positions of the columns that are numbers.
const NUMBERS: [u16; 6] = [6, 7, 8, 10, 14, 15];

/// A risk of the register as the policy judges it, as texts in the order of [`REGISTER_COLUMNS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow([String; REGISTER_COLUMNS.len()]);

impl RegisterRow {
    /// The row of an assessed risk.
    #[must_use]
    pub fn of(assessment: &Assessment<'_>, assessed: &AssessedRisk<'_>) -> Self {
        let (risk, decision) = (assessed.risk, &assessed.decision);
        let registers = assessment.organisation().registers();
        let (inherent, residual) = assessment.inherent_and_residual(assessed);
        let name = |name: Option<&String>| name.cloned().unwrap_or_default();
        let band = assessment.policy().names().and_then(|names| names.band(decision.band));
        let exception = risk.exception.as_ref();
        Self([
            risk.id.clone(),
            risk.asset.clone(),
            name(registers.asset(&risk.asset).map(|asset| &asset.name)),
            risk.threat.clone(),
            name(registers.threat(&risk.threat).map(|threat| &threat.name)),
            risk.owner.clone(),
            decision.impact.get().to_string(),
            decision.likelihood.get().to_string(),
            decision.score.get().to_string(),
            band.map_or_else(|| decision.band.0.to_string(), str::to_owned),
            decision.limit.get().to_string(),
            decision.within_limit.to_string(),
            decision.response.to_string(),
            assessed.status.to_string(),
            inherent.score.get().to_string(),
            residual.score.get().to_string(),
            name(exception.map(|exception| &exception.approver)),
            exception.map(|exception| exception.until.to_string()).unwrap_or_default(),
        ])
    }

    /// The cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether the column at a position, from 0, is a number.
    #[must_use]
    pub(super) fn is_number(column: u16) -> bool {
        NUMBERS.contains(&column)
    }
}

/// The assessed risk register as CSV. Cells that a spreadsheet would take for formulas are guarded by an apostrophe.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::assessment::Assessment;
/// use plimsoll::exchange::register_csv;
/// use plimsoll_core::Day;
/// let sample = Organisation::sample();
/// let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
/// let csv = register_csv(&assessment);
/// assert!(csv.text.starts_with("id,asset,asset_name,threat,"));
/// assert_eq!(csv.text.lines().count(), 1 + assessment.risks().len());
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn register_csv(assessment: &Assessment<'_>) -> Source {
    let mut writer = CsvWriter::default();
    REGISTER_COLUMNS.iter().for_each(|title| writer.cell(title));
    writer.end();
    for assessed in assessment.risks() {
        RegisterRow::of(assessment, assessed).cells().for_each(|cell| writer.cell(cell));
        writer.end();
    }
    Source::new(RESULTS, writer.finish())
}
