//! Conflicts of values, `conflicts.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::iso_option;
use plimsoll_core::{ConflictArea, ConflictReason, ConflictRemedy, Day, Lowered, ValueConflict, ValueLevel};
use serde::{Deserialize, Serialize};

/// A conflict between what security asks for and what the work asks for (domain.md E6).
///
/// ```
/// use plimsoll::registers::Conflict;
/// use plimsoll_core::{ConflictArea, Lowered};
/// let conflict: Conflict = serde_json::from_str(
///     r#"{"id": "V1", "area": "purpose", "security_value": "every step is on record", "work_value": "time for the customer", "lowers": ["availability"]}"#,
/// )?;
/// assert_eq!((conflict.area, conflict.lowers.as_slice()), (ConflictArea::Purpose, &[Lowered::Availability][..]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The id, unique in the register.
    pub id: String,
    /// What it is about.
    pub area: ConflictArea,
    /// What security asks for.
    pub security_value: String,
    /// What the work asks for.
    pub work_value: String,
    /// Whose work, and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The level on which the values show themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ValueLevel>,
    /// Why there is a conflict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ConflictReason>,
    /// What is to resolve it, beyond what its reasons call for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<ConflictRemedy>,
    /// What people do instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consequences: Option<String>,
    /// What it lowers on the assets that it endangers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lowers: Vec<Lowered>,
    /// The ids of the assets that it endangers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<String>,
    /// The unit all of whose assets it endangers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it was found.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub opened: Option<Day>,
    /// When it was resolved; it is open before that day.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Day>,
}

impl Conflict {
    /// What anything is worked out from.
    #[must_use]
    pub fn value(&self) -> ValueConflict {
        ValueConflict {
            area: self.area,
            reasons: self.reasons.iter().copied().collect(),
            further: self.remedies.iter().copied().collect(),
            lowers: self.lowers.iter().copied().collect(),
            opened: self.opened,
            resolved: self.resolved,
        }
    }
}

pub(crate) struct Columns {
    id: Col,
    area: Col,
    security_value: Col,
    work_value: Col,
    context: Col,
    level: Col,
    reasons: Col,
    remedies: Col,
    consequences: Col,
    lowers: Col,
    assets: Col,
    unit: Col,
    owner: Col,
    opened: Col,
    resolved: Col,
}

impl Record for Conflict {
    const FILE: &'static str = "conflicts.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "area",
        "security_value",
        "work_value",
        "context",
        "level",
        "reasons",
        "remedies",
        "consequences",
        "lowers",
        "assets",
        "unit",
        "owner",
        "opened",
        "resolved",
    ];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            area: header.required("area"),
            security_value: header.required("security_value"),
            work_value: header.required("work_value"),
            context: header.optional("context"),
            level: header.optional("level"),
            reasons: header.optional("reasons"),
            remedies: header.optional("remedies"),
            consequences: header.optional("consequences"),
            lowers: header.optional("lowers"),
            assets: header.optional("assets"),
            unit: header.optional("unit"),
            owner: header.optional("owner"),
            opened: header.optional("opened"),
            resolved: header.optional("resolved"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            id: cells.text(columns.id),
            area: cells.label(columns.area).unwrap_or(ConflictArea::Formality),
            security_value: cells.text(columns.security_value),
            work_value: cells.text(columns.work_value),
            context: cells.optional_text(columns.context),
            level: cells.optional_label(columns.level),
            reasons: cells.labels(columns.reasons),
            remedies: cells.labels(columns.remedies),
            consequences: cells.optional_text(columns.consequences),
            lowers: cells.labels(columns.lowers),
            assets: cells.list(columns.assets),
            unit: cells.optional_text(columns.unit),
            owner: cells.optional_text(columns.owner),
            opened: cells.date(columns.opened),
            resolved: cells.date(columns.resolved),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("security_value", &mut self.security_value);
        texts.required("work_value", &mut self.work_value);
        texts.optional("context", &mut self.context);
        texts.optional("consequences", &mut self.consequences);
        texts.list("assets", &mut self.assets);
        texts.optional("unit", &mut self.unit);
        texts.optional("owner", &mut self.owner);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::own_column("unit", &mut self.unit, words, report);
        check::once(report, "reasons", &mut self.reasons);
        check::once(report, "remedies", &mut self.remedies);
        check::once(report, "lowers", &mut self.lowers);
        check::order(report, ("opened", self.opened), ("resolved", self.resolved));
        if self.assets.is_empty() && self.unit.is_none() {
            report.warning("assets", || {
                let help = "name assets in `assets`, or in `unit` the unit all of whose assets are in danger";
                problem("is empty, and so is `unit`: the conflict endangers nothing").help(help)
            });
        }
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(self.area.label());
        row.cell(&self.security_value);
        row.cell(&self.work_value);
        row.value(self.context.as_ref());
        row.value(self.level);
        row.labels(self.reasons.iter().map(|member| member.label()));
        row.labels(self.remedies.iter().map(|member| member.label()));
        row.value(self.consequences.as_ref());
        row.labels(self.lowers.iter().map(|member| member.label()));
        row.cell(&self.assets.join(";"));
        row.value(self.unit.as_ref());
        row.value(self.owner.as_ref());
        row.value(self.opened);
        row.value(self.resolved);
    }
}
