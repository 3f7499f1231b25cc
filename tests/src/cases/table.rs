//! Published decision tables.

use super::field;
use serde::Deserialize;

/// A column of a decision table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its labels in the standard's ascending order.
    pub labels: Vec<String>,
}

/// A file of `ssvc/`, with its rows of `ssvc/labels.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTable {
    /// The file's name without its ending.
    pub name: String,
    /// The columns that decide.
    pub inputs: Vec<Input>,
    /// The column that is decided.
    pub outcome: Input,
    /// A label per input, and the outcome's; as indices into the labels.
    pub rows: Vec<(Vec<u8>, u8)>,
}

impl DecisionTable {
    /// The outcome for a label per input, by scanning the rows; nothing where none fits.
    ///
    /// ```
    /// let tables = plimsoll_tests::cases::ssvc();
    /// let utility = tables.iter().find(|table| table.name == "utility").unwrap();
    /// assert_eq!(utility.decide(&["yes", "concentrated"]), Some("super effective"));
    /// assert_eq!(utility.decide(&["perhaps", "concentrated"]), None);
    /// ```
    #[must_use]
    pub fn decide(&self, labels: &[&str]) -> Option<&str> {
        for (inputs, outcome) in &self.rows {
            let named =
                self.inputs.iter().zip(inputs).map(|(input, index)| &input.labels[usize::from(*index)]);
            if named.eq(labels) {
                return Some(&self.outcome.labels[usize::from(*outcome)]);
            }
        }
        None
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRow {
    table: String,
    column: String,
    #[serde(deserialize_with = "field::names")]
    labels_ascending: Vec<String>,
}

const FILES: [(&str, &str); 7] = [
    ("cisa_coordinator", include_str!("../../cases/ssvc/cisa_coordinator.csv")),
    ("coordinator_triage", include_str!("../../cases/ssvc/coordinator_triage.csv")),
    ("cvss_v4_eq1", include_str!("../../cases/ssvc/cvss_v4_eq1.csv")),
    ("cvss_v4_eq3", include_str!("../../cases/ssvc/cvss_v4_eq3.csv")),
    ("deployer_patch", include_str!("../../cases/ssvc/deployer_patch.csv")),
    ("human_impact", include_str!("../../cases/ssvc/human_impact.csv")),
    ("utility", include_str!("../../cases/ssvc/utility.csv")),
];

/// The seven SSVC tables.
///
/// # Panics
///
/// Where labels and tables do not fit together.
#[must_use]
pub fn ssvc() -> Vec<DecisionTable> {
    let labels: Vec<LabelRow> = super::rows("ssvc/labels.csv", include_str!("../../cases/ssvc/labels.csv"));
    FILES.iter().map(|(name, text)| table(name, text, &labels)).collect()
}

fn table(name: &str, text: &str, labels: &[LabelRow]) -> DecisionTable {
    let (header, records) = super::records(name, text);
    let own: Vec<&LabelRow> = labels.iter().filter(|row| row.table == name).collect();
    assert!(own.iter().map(|row| &row.column).eq(&header), "{name}: ssvc/labels.csv lists other columns");
    let index = |column: usize, label: &String| {
        let index = own[column].labels_ascending.iter().position(|known| known == label);
        let index = index.unwrap_or_else(|| panic!("{name}: {label:?} is no label of {}", header[column]));
        u8::try_from(index).expect("few labels")
    };
    let mut inputs: Vec<Input> = own
        .iter()
        .map(|row| Input { name: row.column.clone(), labels: row.labels_ascending.clone() })
        .collect();
    let rows = records
        .iter()
        .map(|record| {
            let mut indices: Vec<u8> =
                record.iter().enumerate().map(|(column, label)| index(column, label)).collect();
            let outcome = indices.pop().expect("an outcome");
            (indices, outcome)
        })
        .collect();
    let outcome = inputs.pop().expect("an outcome");
    DecisionTable { name: name.to_owned(), inputs, outcome, rows }
}
