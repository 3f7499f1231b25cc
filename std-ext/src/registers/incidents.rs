//! The incident register, `incidents.csv`.

use super::amount::Amount;
use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::facets::Facets;
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::words::{did_you_mean, nearest};
use crate::date::{iso, iso_option};
use plimsoll_core::{Day, EscalationLevel, Level, Rights, Segment};
use serde::{Deserialize, Serialize};

/// The highest class of access rights that a resource may need.
pub const MAX_RIGHTS: u8 = 9;

const MINUTES_A_DAY: i64 = 24 * 60;

/// Something that went wrong (domain.md B1-B4).
///
/// ```
/// use plimsoll::registers::Incident;
/// use plimsoll_core::{Level, Rights};
/// let incident: Incident =
///     serde_json::from_str(r#"{"id": "I1", "segment": "client", "kind": "phishing", "opened": "2026-11-09"}"#)?;
/// assert_eq!((incident.priority, incident.level.get(), incident.rights), (Level::Low, 1, Rights(1)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// The id, unique in the register.
    pub id: String,
    /// Who raised it.
    pub segment: Segment,
    /// Its kind, by the policy's name.
    pub kind: String,
    /// When it was raised.
    #[serde(with = "iso")]
    pub opened: Day,
    /// How soon it must be seen to; low if nothing is said.
    #[serde(default)]
    pub priority: Level,
    /// Whether it is an information security incident; no if nothing is said.
    #[serde(default)]
    pub security: bool,
    /// Whether it is complex; no if nothing is said.
    #[serde(default)]
    pub complex: bool,
    /// The level that has it now; 1 if nothing is said.
    #[serde(default = "first_level")]
    pub level: EscalationLevel,
    /// The class of access rights that the resource concerned needs, 0 to 9; 1 if nothing is said.
    #[serde(default = "first_rights")]
    pub rights: Rights,
    /// The id of the risk that materialised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// When it was resolved.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Day>,
    /// Who resolved it; only for what is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<String>,
    /// The level that resolved it; only for what is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at_level: Option<EscalationLevel>,
    /// For how many minutes a system was not available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outage_minutes: Option<u32>,
    /// What treating it cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// What it lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<Amount>,
    /// What the other columns say.
    #[serde(default, skip_serializing_if = "Facets::is_empty")]
    pub facets: Facets,
}

fn first_level() -> EscalationLevel {
    EscalationLevel::FIRST
}

fn first_rights() -> Rights {
    Rights(1)
}

pub(crate) struct Columns {
    id: Col,
    segment: Col,
    kind: Col,
    opened: Col,
    priority: Col,
    security: Col,
    complex: Col,
    level: Col,
    rights: Col,
    risk: Col,
    resolved: Col,
    resolved_by: Col,
    resolved_at_level: Col,
    outage_minutes: Col,
    cost: Col,
    loss: Col,
}

impl Record for Incident {
    const FILE: &'static str = "incidents.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "segment",
        "kind",
        "opened",
        "priority",
        "security",
        "complex",
        "level",
        "rights",
        "risk",
        "resolved",
        "resolved_by",
        "resolved_at_level",
        "outage_minutes",
        "cost",
        "loss",
    ];
    const KEEPS_FACETS: bool = true;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            segment: header.required("segment"),
            kind: header.required("kind"),
            opened: header.required("opened"),
            priority: header.optional("priority"),
            security: header.optional("security"),
            complex: header.optional("complex"),
            level: header.optional("level"),
            rights: header.optional("rights"),
            risk: header.optional("risk"),
            resolved: header.optional("resolved"),
            resolved_by: header.optional("resolved_by"),
            resolved_at_level: header.optional("resolved_at_level"),
            outage_minutes: header.optional("outage_minutes"),
            cost: header.optional("cost"),
            loss: header.optional("loss"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        let resolved = cells.date(columns.resolved);
        // Where `opened` is wrong, what can't be after `resolved` stands in for it.
        let opened = cells.required_date(columns.opened).or(resolved).unwrap_or(Day(0));
        let is_resolved = resolved.is_some() || cells.raw(columns.resolved).is_empty();
        let rights = cells.integer(columns.rights, "0 to 9").map_or(first_rights(), Rights);
        let now = cells.escalation_level(columns.level);
        let resolved_at_level = cells.escalation_level(columns.resolved_at_level);
        Self {
            id: cells.text(columns.id),
            segment: cells.label(columns.segment).unwrap_or(Segment::Client),
            kind: cells.text(columns.kind),
            opened,
            priority: cells.optional_label_or(columns.priority, &[("normal", "medium")]).unwrap_or_default(),
            security: cells.boolean(columns.security).unwrap_or_default(),
            complex: cells.boolean(columns.complex).unwrap_or_default(),
            level: now.unwrap_or(EscalationLevel::FIRST),
            rights,
            risk: cells.optional_text(columns.risk),
            resolved,
            // Where `resolved` is wrong, it is not said to be missing as well.
            resolved_by: cells.optional_text(columns.resolved_by).filter(|_| is_resolved),
            resolved_at_level: resolved_at_level.filter(|_| is_resolved),
            outage_minutes: cells.integer(columns.outage_minutes, "a number of minutes"),
            cost: cells.amount(columns.cost),
            loss: cells.amount(columns.loss),
            facets: cells.facets(),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("kind", &mut self.kind);
        texts.optional("risk", &mut self.risk);
        texts.optional("resolved_by", &mut self.resolved_by);
        texts.facets(Self::COLUMNS, &mut self.facets);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        match words.kind(&self.kind) {
            Some(kind) => kind.clone_into(&mut self.kind),
            None if self.kind.is_empty() => {}
            None => report.error_of_words("kind", || {
                let near = nearest(&self.kind, words.kinds.iter().map(String::as_str));
                let wrong =
                    problem("is not a kind of incident that the policy knows").found(self.kind.as_str());
                wrong.valid(&words.kinds).maybe_help(did_you_mean(near))
            }),
        }
        for (field, level) in [("level", Some(self.level)), ("resolved_at_level", self.resolved_at_level)] {
            if let Some(level) = level.filter(|level| level.get() > words.levels) {
                report.error_of_words(field, || {
                    let wrong = problem("is above the highest level of escalation").found(level.to_string());
                    wrong.valid([format!("1 to {}", words.levels)])
                });
            }
        }
        if self.rights.0 > MAX_RIGHTS {
            report.error("rights", || {
                problem("is not a class of access rights").found(self.rights.0.to_string()).valid(["0 to 9"])
            });
        } else if self.rights.0 > words.rights.max(1) {
            report.error("rights", || {
                let help = "no staffed team of the policy has such rights, so nobody could work on it: give a team these rights";
                problem("is more than anyone has")
                    .found(self.rights.0.to_string())
                    .valid([format!("0 to {}", words.rights)])
                    .help(help)
            });
        }
        check::order(report, ("opened", Some(self.opened)), ("resolved", self.resolved));
        if let (Some(minutes), Some(resolved)) = (self.outage_minutes, self.resolved) {
            let days = resolved.since(self.opened).saturating_add(1);
            if i64::from(minutes) > i64::from(days).saturating_mul(MINUTES_A_DAY) && days > 0 {
                report.warning("outage_minutes", || {
                    problem(format!("is longer than the incident, which was over on {resolved}"))
                        .found(minutes.to_string())
                });
            }
        }
        let level = self.resolved_at_level.map(|level| level.to_string());
        for (field, given) in
            [("resolved_by", self.resolved_by.as_deref()), ("resolved_at_level", level.as_deref())]
        {
            if let (Some(given), None) = (given, self.resolved) {
                report.error(field, || {
                    problem("is given, but `resolved` is empty")
                        .found(given)
                        .help("give the day on which it was resolved")
                });
            }
        }
        check::facets(&mut self.facets, words, report);
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(self.segment.label());
        row.cell(&self.kind);
        row.value(Some(self.opened));
        row.cell(self.priority.label());
        row.value(Some(self.security));
        row.value(Some(self.complex));
        row.value(Some(self.level));
        row.value(Some(self.rights.0));
        row.value(self.risk.as_ref());
        row.value(self.resolved);
        row.value(self.resolved_by.as_ref());
        row.value(self.resolved_at_level);
        row.value(self.outage_minutes);
        row.value(self.cost);
        row.value(self.loss);
    }

    fn facets(&self) -> Option<&Facets> {
        Some(&self.facets)
    }
}
