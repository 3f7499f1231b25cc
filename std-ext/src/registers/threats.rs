//! The threat register, `threats.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::described::Described;
use super::facets::Facets;
use super::record::Record;
use super::report::{Reporter, problem};
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::words::{did_you_mean, meant, position};
use plimsoll_core::{Attribute, Attributes, Description, Origin, ThreatAttribute, ThreatClass};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What may harm assets (domain.md A5, A6).
///
/// ```
/// use plimsoll::registers::Threat;
/// use plimsoll_core::{Attribute, ThreatAttribute};
/// let threat: Threat = serde_json::from_str(
///     r#"{"id": "T1", "name": "phishing", "class": "deliberate", "origin": "external", "compromises": ["c", "i"],
///         "attributes": {"severity": {"rating": 4, "text": "a first step to most others"}}}"#,
/// )?;
/// assert!(threat.compromises.contains(Attribute::Integrity));
/// assert_eq!(threat.ratings().get(ThreatAttribute::Severity).map(|rating| rating.get()), Some(4));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// The id, unique in the register.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether someone means harm, errs, or no one does anything.
    pub class: ThreatClass,
    /// Whether it comes from within.
    pub origin: Origin,
    /// The attributes that it compromises; never none.
    #[serde(with = "attribute_list")]
    pub compromises: Attributes,
    /// The type, in words (hacking attack, employee, fire); column `type`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The attributes that describe it (A6), as far as they are given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<ThreatAttribute, Described>,
    /// What the other columns say.
    #[serde(default, skip_serializing_if = "Facets::is_empty")]
    pub facets: Facets,
}

impl Threat {
    /// The ordinals of the attributes that describe it.
    #[must_use]
    pub fn ratings(&self) -> Description {
        self.attributes.iter().fold(Description::NONE, |ratings, (attribute, described)| {
            ratings.with(*attribute, described.rating)
        })
    }

    /// What the threat says of a facet, in a column that the register does not know itself or in `type`.
    #[must_use]
    pub fn facet(&self, name: &str) -> Option<&str> {
        if name == "type" { self.kind.as_deref() } else { self.facets.get(name) }
    }
}

/// The columns of the attributes that describe a threat; `origin` is taken by the origin itself.
const ATTRIBUTE_COLUMNS: [(&str, ThreatAttribute); 8] = [
    ("capability", ThreatAttribute::Capability),
    ("comprehensiveness", ThreatAttribute::Comprehensiveness),
    ("competence", ThreatAttribute::Competence),
    ("culture", ThreatAttribute::Culture),
    ("history", ThreatAttribute::History),
    ("origin_detail", ThreatAttribute::Origin),
    ("privilege", ThreatAttribute::Privilege),
    ("severity", ThreatAttribute::Severity),
];

pub(crate) struct Columns {
    id: Col,
    name: Col,
    class: Col,
    origin: Col,
    compromises: Col,
    kind: Col,
    attributes: [(Col, ThreatAttribute); 8],
}

impl Record for Threat {
    const FILE: &'static str = "threats.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "class",
        "origin",
        "compromises",
        "type",
        "capability",
        "comprehensiveness",
        "competence",
        "culture",
        "history",
        "origin_detail",
        "privilege",
        "severity",
    ];
    const KEEPS_FACETS: bool = true;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            name: header.required("name"),
            class: header.required("class"),
            origin: header.required("origin"),
            compromises: header.required("compromises"),
            kind: header.optional("type"),
            attributes: ATTRIBUTE_COLUMNS.map(|(name, attribute)| (header.optional(name), attribute)),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        cells.must(columns.compromises);
        let compromises = cells.read(columns.compromises, attributes, |text| {
            let wrong = text.split(SEPARATORS).find(|word| attributes(word).is_none()).unwrap_or(text);
            let words = ["confidentiality", "integrity", "availability"];
            problem("is not a list of compromised attributes")
                .valid(["C", "I", "A", "or several: C;I"])
                .maybe_help(did_you_mean(meant(wrong, &words)))
        });
        let mut described = BTreeMap::new();
        for (column, attribute) in columns.attributes {
            let read = cells.read(
                column,
                |text| text.parse::<Described>().ok(),
                |_| problem("is not a rating").valid(["1 to 5", "a text", "both: `4: text`"]),
            );
            if let Some(read) = read {
                described.insert(attribute, read);
            }
        }
        Self {
            id: cells.text(columns.id),
            name: cells.text(columns.name),
            class: cells.label(columns.class).unwrap_or(ThreatClass::Deliberate),
            origin: cells.label(columns.origin).unwrap_or(Origin::Internal),
            // All attributes stand in for a cell that is wrong, which has been reported.
            compromises: compromises.unwrap_or(Attributes::ALL),
            kind: cells.optional_text(columns.kind),
            attributes: described,
            facets: cells.facets(),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("name", &mut self.name);
        texts.optional("type", &mut self.kind);
        for (name, attribute) in ATTRIBUTE_COLUMNS {
            if let Some(described) = self.attributes.get_mut(&attribute) {
                texts.optional(name, &mut described.text);
            }
        }
        texts.facets(Self::COLUMNS, &mut self.facets);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        self.attributes.retain(|_, described| *described != Described::default());
        if self.compromises.is_empty() {
            report.error("compromises", || {
                problem("is empty; a threat compromises at least one of C, I and A")
            });
        }
        check::own_column("type", &mut self.kind, words, report);
        check::facets(&mut self.facets, words, report);
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.name);
        row.cell(self.class.label());
        row.cell(self.origin.label());
        let compromised: Vec<String> =
            self.compromises.iter().map(|one| one.label().to_uppercase()).collect();
        row.cell(&compromised.join(";"));
        row.value(self.kind.as_ref());
        for (_, attribute) in ATTRIBUTE_COLUMNS {
            row.value(self.attributes.get(&attribute));
        }
    }

    fn facets(&self) -> Option<&Facets> {
        Some(&self.facets)
    }
}

/// What may stand between attributes.
const SEPARATORS: [char; 6] = [';', ',', ' ', '/', '+', '&'];

/// The attributes that a text names: `C;I`, `C,I`, `CIA`, or in full words; `None` if anything else is named, or nothing.
fn attributes(text: &str) -> Option<Attributes> {
    let words = text.split(SEPARATORS).filter(|word| !word.is_empty());
    let set = words.map(word_of).try_fold(Attributes::NONE, |set, word| {
        Some(word?.iter().fold(set, |set, attribute| set.with(attribute)))
    })?;
    Some(set).filter(|set| !set.is_empty())
}

/// The attributes of one word: a full name, or letters of which none occurs twice.
fn word_of(word: &str) -> Option<Attributes> {
    const NAMES: [&str; 3] = ["confidentiality", "integrity", "availability"];
    if let Some(attribute) = position(word, &NAMES).and_then(|at| Attribute::ALL.get(at)) {
        return Some(Attributes::NONE.with(*attribute));
    }
    word.chars().try_fold(Attributes::NONE, |set, letter| {
        let attribute = Attribute::from_label(letter.to_lowercase().to_string().as_str())?;
        if set.contains(attribute) { None } else { Some(set.with(attribute)) }
    })
}

/// Attributes in JSON: an array of labels.
mod attribute_list {
    use plimsoll_core::{Attribute, Attributes};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(set: &Attributes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(set.iter())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Attributes, D::Error> {
        let list = Vec::<Attribute>::deserialize(deserializer)?;
        Ok(list.into_iter().fold(Attributes::NONE, Attributes::with))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compromised_attributes_have_many_spellings() {
        let (c, i, a) = (Attribute::Confidentiality, Attribute::Integrity, Attribute::Availability);
        for (text, expected) in [
            ("C", vec![c]),
            ("c;i", vec![c, i]),
            ("C, I", vec![c, i]),
            ("CIA", vec![c, i, a]),
            ("A;C", vec![c, a]),
            ("Integrity; availability", vec![i, a]),
            ("C;C", vec![c]),
        ] {
            let found = attributes(text).map(|set| set.iter().collect::<Vec<_>>());
            assert_eq!(found, Some(expected), "{text}");
        }
        for bad in ["", ";", "CC", "x", "C;x", "none", "confidential", "ACID"] {
            assert_eq!(attributes(bad), None, "{bad}");
        }
    }
}
