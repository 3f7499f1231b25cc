//! Risk matrices as libraries of governance tools keep them.

use super::matrix_library;
use super::toml_text::{comment, quoted};
use crate::diagnostic::Diagnostics;
use crate::registers::{Source, fold};
use std::collections::BTreeSet;

/// A matrix that names a band for each level of likelihood and impact (domain.md A10).
///
/// [`Self::read_library`] takes it from the YAML form that CISO Assistant's libraries have.
///
/// ```
/// use plimsoll::diagnostic::Diagnostics;
/// use plimsoll::exchange::RiskMatrix;
/// use plimsoll::registers::Source;
/// let library = "
/// objects:
///   risk_matrix:
///   - name: two by two
///     probability: [{name: seldom}, {name: often}]
///     impact: [{name: small}, {name: great}]
///     risk: [{name: bearable, hexcolor: '#00ff00'}, {name: grave, hexcolor: '#ff0000'}]
///     grid: [[0, 0], [0, 1]]
/// ";
/// let mut diagnostics = Diagnostics::new();
/// let matrices = RiskMatrix::read_library(&Source::new("library.yaml", library), &mut diagnostics).ok_or("see diagnostics")?;
/// assert_eq!(matrices[0].likelihood[1].name, "often");
/// assert_eq!(matrices[0].grid[1], [0, 1]); // one row per likelihood, one column per impact
/// assert!(matrices[0].to_policy_toml().contains("grid = [\n  [0, 0],\n  [0, 1],\n]"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskMatrix {
    /// Its name.
    pub name: String,
    /// By what else it is known, if the library says so (`ref_id`).
    pub reference: Option<String>,
    /// The version of the library that it came from, if that says so.
    pub version: Option<String>,
    /// 2 to 10 levels of likelihood, ascending.
    pub likelihood: Vec<Step>,
    /// 2 to 10 levels of impact, ascending.
    pub impact: Vec<Step>,
    /// 1 to 10 bands, ascending.
    pub bands: Vec<Step>,
    /// One row per likelihood, one column per impact; a value is a position in `bands`.
    pub grid: Vec<Vec<u8>>,
}

/// A level of a scale, or a band.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Its name, unlike those of the others.
    pub name: String,
    /// Its colour as `#rrggbb`, if it has one.
    pub colour: Option<String>,
}

impl RiskMatrix {
    /// Whether more likelihood or impact lowers the band anywhere.
    #[must_use]
    pub fn falls(&self) -> bool {
        let falls = |pair: &[u8]| matches!(pair, [before, after] if after < before);
        let across = self.grid.iter().any(|row| row.windows(2).any(falls));
        let down = self.grid.windows(2).any(|rows| match rows {
            [lower, upper] => lower.iter().zip(upper).any(|(before, after)| after < before),
            _ => false,
        });
        across || down
    }

    /// A policy that judges by this matrix alone, as a `policy.toml` to be completed by those who write policy: no floor of
    /// impact, and only the lowest band may be accepted.
    #[must_use]
    pub fn to_policy_toml(&self) -> String {
        let row = |row: &Vec<u8>| {
            let cells: Vec<String> = row.iter().map(u8::to_string).collect();
            format!("  [{}],\n", cells.join(", "))
        };
        let band = |band: &Step| {
            let colour = band.colour.as_ref().map(|colour| format!("colour = {}\n", quoted(colour)));
            format!("[[band]]\nname = {}\n{}\n", quoted(&band.name), colour.unwrap_or_default())
        };
        let monotone = if self.falls() {
            "monotone = false                     # somewhere, more is judged less grave\n"
        } else {
            ""
        };
        format!(
            "# A policy that judges by the matrix {shown}, imported.\n\
             # Only the lowest band may be accepted until [acceptance] says otherwise.\n\
             [policy]\n\
             name = {name}\n\
             version = {version}\n\
             author = \"security officer\"            # who writes the policy\n\
             approver = \"management\"                # who approves it: never the same\n\n\
             [scale]\n\
             impact = {impact}\n\
             likelihood = {likelihood}\n\n\
             # One row per likelihood, one column per impact, both ascending.\n\
             [matrix]\n\
             kind = \"grid\"\n\
             grid = [\n{grid}]\n{monotone}\n\
             {bands}\
             [acceptance]\n\
             level = 1                            # a score is the position of a band, from 1\n\
             no_actions = {highest}\n\
             cia_floor = []\n",
            shown = comment(&self.name),
            name = quoted(&self.name),
            version = quoted(self.version.as_deref().unwrap_or("0.1.0")),
            impact = list(&self.impact),
            likelihood = list(&self.likelihood),
            grid = self.grid.iter().map(row).collect::<String>(),
            bands = self.bands.iter().map(band).collect::<String>(),
            highest = quoted(self.likelihood.last().map_or("", |step| &step.name)),
        )
    }

    /// Reads all matrices of a library. `None` if there is none, or anything is wrong with one, all of which is reported: each
    /// with line and column. What a policy has no place for, such as descriptions of levels, is told.
    pub fn read_library(source: &Source, diagnostics: &mut Diagnostics) -> Option<Vec<Self>> {
        matrix_library::read(source, diagnostics)
    }
}

/// Makes names unlike each other, by what else is known of each, else by counting. Those that were changed, by position.
pub(super) fn tell_apart(steps: &mut [Step], other_names: &[Option<String>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut changed = Vec::new();
    for (at, step) in steps.iter_mut().enumerate() {
        if seen.insert(fold(&step.name)) {
            continue;
        }
        let other =
            other_names.get(at).and_then(Option::as_ref).map(|other| format!("{} ({other})", step.name));
        let counted = (2_usize..).map(|number| format!("{} ({number})", step.name));
        let unlike = other.into_iter().chain(counted).find(|name| seen.insert(fold(name)));
        step.name = unlike.unwrap_or_default();
        changed.push(at);
    }
    changed
}

fn list(steps: &[Step]) -> String {
    let names: Vec<String> = steps.iter().map(|step| quoted(&step.name)).collect();
    format!("[{}]", names.join(", "))
}
