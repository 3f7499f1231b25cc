//! Decision tables: an outcome for each combination of labels.

use super::{ssvc_csv, ssvc_json};
use crate::diagnostic::Diagnostics;
use crate::registers::{Source, fold};
use plimsoll_core::diagram::{Diagram, Forest};
use plimsoll_core::facet::{BUILT_IN, FACETS, Facet, FacetSet, Values};
use plimsoll_core::table::{Condition, When, first_match};

/// The most inputs of a table: as many facets as a policy can declare.
pub const MAX_INPUTS: usize = 32;

/// The most rows of a table.
pub const MAX_ROWS: usize = 4096;

/// A table that gives one outcome for each combination of one label per input, such as those of SSVC, the stakeholder-specific
/// vulnerability categorization.
///
/// It is complete, and no combination stands twice: reading refuses any other.
///
/// ```
/// use plimsoll::diagnostic::Diagnostics;
/// use plimsoll::exchange::DecisionTable;
/// use plimsoll::registers::Source;
/// let text = "row,Automatable v2.0.0,Value Density v1.0.0,Utility v1.0.1\n\
///     0,no,diffuse,laborious\n1,no,concentrated,efficient\n2,yes,diffuse,efficient\n3,yes,concentrated,super effective\n";
/// let mut diagnostics = Diagnostics::new();
/// let table = DecisionTable::from_csv(&Source::new("utility.csv", text), &mut diagnostics).ok_or("see diagnostics")?;
/// assert_eq!(table.outcome.name, "Utility");
/// let decider = table.decider();
/// let decided = decider.decide(&[1, 0]); // automatable: yes, value density: diffuse
/// assert_eq!(decided.map(|row| row.line), Some(4));
/// assert_eq!(decided.map(|row| table.outcome.labels[row.outcome].as_str()), Some("efficient"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTable {
    /// Its name, which is that of its file unless it says another.
    pub name: String,
    /// What decides: 1 to [`MAX_INPUTS`] of them.
    pub inputs: Vec<Labelled>,
    /// What is decided.
    pub outcome: Labelled,
    /// 1 to [`MAX_ROWS`], in the order of the file.
    pub rows: Vec<TableRow>,
}

/// Something that has one of some labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Its name, without a version.
    pub name: String,
    /// Its version, where it has one.
    pub version: Option<String>,
    /// Its labels: in the order that the file gives them, else in that of their first rows.
    pub labels: Vec<String>,
}

impl Labelled {
    /// The position of a label, compared without regard to case, blanks and hyphens.
    #[must_use]
    pub fn position(&self, label: &str) -> Option<usize> {
        let folded = fold(label);
        self.labels.iter().position(|known| fold(known) == folded)
    }
}

/// A row: the position of a label for each input, and that of the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// As many as there are inputs.
    pub labels: Vec<usize>,
    /// The position of the outcome's label.
    pub outcome: usize,
    /// The line of the file on which it begins.
    pub line: usize,
}

impl DecisionTable {
    /// Reads a table in SSVC's CSV form: a column per input, the last column decides; a first column `row` counts rows. `None` if
    /// anything is wrong, all of which is reported.
    pub fn from_csv(source: &Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        ssvc_csv::read(source, diagnostics)
    }

    /// Reads a table in SSVC's JSON form (`decision_points`, `outcome`, `mapping`). `None` if anything is wrong, all of which is
    /// reported.
    pub fn from_json(source: &Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        ssvc_json::read(source, diagnostics)
    }

    /// The table as a verified diagram.
    #[must_use]
    pub fn decider(&self) -> Decider<'_> {
        // Whoever read the table saw that it has one; by any other, nothing is decided.
        let (words, root) = self.diagram().unwrap_or_default();
        Decider { table: self, words, root }
    }

    /// Whether a diagram can hold the table.
    pub(super) fn has_diagram(&self) -> bool {
        self.diagram().is_some()
    }

    fn diagram(&self) -> Option<(Vec<u8>, u16)> {
        let sizes = self.facets().map(|(facet, input)| (facet, narrow(input.labels.len())));
        let mut forest = Forest::new(sizes);
        let when = |row: &TableRow| -> When {
            let inputs = self.facets().zip(&row.labels);
            inputs.map(|((facet, _), label)| Condition::among(facet, [narrow(*label)])).collect()
        };
        let rows: Vec<When> = self.rows.iter().map(when).collect();
        let table = first_match(&mut forest, &rows).ok()?;
        forest.emit(table).ok()
    }

    /// The facet that stands for each input.
    fn facets(&self) -> impl Iterator<Item = (Facet, &Labelled)> {
        let declared = (0_u8..).map_while(Facet::declared);
        declared.zip(&self.inputs)
    }
}

/// A [`DecisionTable`] as the verified diagram that decides.
#[derive(Clone, Debug)]
pub struct Decider<'t> {
    table: &'t DecisionTable,
    words: Vec<u8>,
    root: u16,
}

impl<'t> Decider<'t> {
    /// The row that holds for the position of a label per input. `None` for positions that there are not, or where there are not
    /// as many as inputs.
    #[must_use]
    pub fn decide(&self, labels: &[usize]) -> Option<&'t TableRow> {
        let inputs = &self.table.inputs;
        let fits = inputs.len() == labels.len()
            && inputs.iter().zip(labels).all(|(input, label)| *label < input.labels.len());
        let mut values: Values = [0; FACETS];
        for ((facet, _), label) in self.table.facets().zip(labels) {
            *values.get_mut(facet.index())? = narrow(*label);
        }
        let row = fits.then(|| self.diagram()).flatten()?.walk(&values);
        self.table.rows.get(usize::from(row))
    }

    /// How many bytes the diagram has.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.words.len()
    }

    fn diagram(&self) -> Option<Diagram<'_>> {
        let input = |position: u8| self.table.inputs.get(usize::from(position.checked_sub(BUILT_IN)?));
        let size = |position: u8| input(position).map_or(0, |input| narrow(input.labels.len()));
        let facets = self.table.facets().fold(FacetSet::NONE, |set, (facet, _)| set.or(facet.set()));
        Diagram::verify(&self.words, self.root, size, facets, narrow(self.table.rows.len())).ok()
    }
}

fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
