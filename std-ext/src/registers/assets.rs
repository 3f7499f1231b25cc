//! The asset register, `assets.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::facets::Facets;
use super::record::Record;
use super::report::{Reporter, problem};
use super::scope::OutOfScope;
use super::texts::Texts;
use super::vocabulary::{FacetSpec, FacetValue, Vocabulary};
use super::words::{did_you_mean, nearest};
use plimsoll_core::{AssetClass, AssetKind, Cia, Document, Level};
use serde::{Deserialize, Serialize};

/// Something of value to the organisation (domain.md A2-A4).
///
/// ```
/// use plimsoll::registers::Asset;
/// use plimsoll_core::{AssetClass, Level};
/// let asset: Asset = serde_json::from_str(
///     r#"{"id": "A1", "name": "invoices", "class": "information", "owner": "Eva", "region": "apac",
///         "cia": {"confidentiality": "high", "integrity": "high", "availability": "low"}}"#,
/// )?;
/// assert_eq!(asset.class, AssetClass::Information);
/// assert_eq!(asset.cia.high_water(), Level::High);
/// assert_eq!(asset.facet("region"), Some("apac"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// The id, unique in the register.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The class in the six-class model (A2, model 2).
    pub class: AssetClass,
    /// The kind in the two-kind model (A2, model 1).
    #[serde(default)]
    pub kind: AssetKind,
    /// Whether it is a document, and of which sort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// Its rating (A3).
    pub cia: Cia,
    /// Who answers for it.
    pub owner: String,
    /// The scope it belongs to (A1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The unit of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The compliance obligations that it carries (A11), by the policy's names; each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<String>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The tools that are in use for it (D3), separated by `;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// Whether it is encrypted wherever its tools keep it (D3); `None` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// What the other columns say.
    #[serde(default, skip_serializing_if = "Facets::is_empty")]
    pub facets: Facets,
}

impl Asset {
    /// The tools that are in use for it, as they are written.
    pub fn tools(&self) -> impl Iterator<Item = &str> {
        self.tool.iter().flat_map(|tools| tools.split(';')).map(str::trim).filter(|tool| !tool.is_empty())
    }

    /// What the asset says of a facet: in the columns `scope`, `unit`, `region`, `location` and `tool`, or in any that the
    /// register does not know itself.
    #[must_use]
    pub fn facet(&self, name: &str) -> Option<&str> {
        match name {
            "scope" => self.scope.as_deref(),
            "unit" => self.unit.as_deref(),
            "region" => self.region.as_deref(),
            "location" => self.location.as_deref(),
            "tool" => self.tool.as_deref(),
            _ => self.facets.get(name),
        }
    }

    /// The value that the asset itself gives to a declared facet.
    pub(crate) fn facet_given(&self, spec: &FacetSpec) -> Option<FacetValue> {
        self.facet(&spec.name).and_then(|text| spec.parse(text))
    }
}

pub(crate) struct Columns {
    id: Col,
    name: Col,
    class: Col,
    kind: Col,
    document: Col,
    cia: [Col; 3],
    owner: Col,
    scope: Col,
    unit: Col,
    region: Col,
    obligations: Col,
    location: Col,
    tool: Col,
    encrypted: Col,
}

impl Record for Asset {
    const FILE: &'static str = "assets.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "class",
        "kind",
        "document",
        "confidentiality",
        "integrity",
        "availability",
        "owner",
        "scope",
        "unit",
        "region",
        "obligations",
        "location",
        "tool",
        "encrypted",
    ];
    const KEEPS_FACETS: bool = true;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            name: header.required("name"),
            class: header.required("class"),
            cia: ["confidentiality", "integrity", "availability"].map(|name| header.required(name)),
            owner: header.required("owner"),
            kind: header.optional("kind"),
            document: header.optional("document"),
            scope: header.optional("scope"),
            unit: header.optional("unit"),
            region: header.optional("region"),
            obligations: header.optional("obligations"),
            location: header.optional("location"),
            tool: header.optional("tool"),
            encrypted: header.optional("encrypted"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        let [confidentiality, integrity, availability] =
            columns.cia.map(|column| cells.label(column).unwrap_or(Level::Low));
        Self {
            id: cells.text(columns.id),
            name: cells.text(columns.name),
            class: cells.label(columns.class).unwrap_or(AssetClass::Information),
            kind: cells.optional_label(columns.kind).unwrap_or_default(),
            document: cells.optional_label(columns.document),
            cia: Cia { confidentiality, integrity, availability },
            owner: cells.text(columns.owner),
            scope: cells.optional_text(columns.scope),
            unit: cells.optional_text(columns.unit),
            region: cells.optional_text(columns.region),
            obligations: cells.list(columns.obligations),
            location: cells.optional_text(columns.location),
            tool: cells.optional_text(columns.tool),
            encrypted: cells.boolean(columns.encrypted),
            facets: cells.facets(),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("name", &mut self.name);
        texts.required("owner", &mut self.owner);
        texts.optional("scope", &mut self.scope);
        texts.optional("unit", &mut self.unit);
        texts.optional("region", &mut self.region);
        texts.list("obligations", &mut self.obligations);
        texts.optional("location", &mut self.location);
        texts.optional("tool", &mut self.tool);
        texts.facets(Self::COLUMNS, &mut self.facets);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        for obligation in &mut self.obligations {
            match words.obligation(obligation) {
                Some(known) => known.clone_into(obligation),
                None => report.error_of_words("obligations", || {
                    let near = nearest(obligation, words.obligations.iter().map(String::as_str));
                    let wrong =
                        problem("is not an obligation that the policy knows").found(obligation.as_str());
                    let none =
                        words.obligations.is_empty().then(|| "the policy knows no obligations".to_owned());
                    wrong.valid(&words.obligations).maybe_help(did_you_mean(near).or(none))
                }),
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        self.obligations.retain(|obligation| seen.insert(obligation.clone()));
        check::own_column("scope", &mut self.scope, words, report);
        check::own_column("unit", &mut self.unit, words, report);
        check::own_column("region", &mut self.region, words, report);
        check::own_column("location", &mut self.location, words, report);
        check::own_column("tool", &mut self.tool, words, report);
        check::facets(&mut self.facets, words, report);
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn out_of_scope(counts: &OutOfScope) -> usize {
        counts.assets
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.name);
        row.cell(self.class.label());
        row.cell(if self.kind == AssetKind::Unspecified { "" } else { self.kind.label() });
        row.value(self.document);
        row.cell(self.cia.confidentiality.label());
        row.cell(self.cia.integrity.label());
        row.cell(self.cia.availability.label());
        row.cell(&self.owner);
        row.value(self.scope.as_ref());
        row.value(self.unit.as_ref());
        row.value(self.region.as_ref());
        row.cell(&self.obligations.join(";"));
        row.value(self.location.as_ref());
        row.value(self.tool.as_ref());
        row.value(self.encrypted);
    }

    fn facets(&self) -> Option<&Facets> {
        Some(&self.facets)
    }
}
