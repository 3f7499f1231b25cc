//! Risk matrices as libraries of governance tools keep them.

use super::matrix_library;
use crate::diagnostic::Diagnostics;
use crate::registers::{Source, fold};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use toml::Value;

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
        let mut text = String::new();
        let version = self.version.as_ref().map_or_else(|| "0.1.0".to_owned(), |version| version.clone());
        put(
            &mut text,
            format_args!("# A policy that judges by the matrix {}, imported.", quoted(&self.name)),
        );
        put(
            &mut text,
            format_args!("# Only the lowest band may be accepted until [acceptance] says otherwise."),
        );
        put(&mut text, format_args!("[policy]"));
        put(&mut text, format_args!("name = {}", quoted(&self.name)));
        put(&mut text, format_args!("version = {}", quoted(&version)));
        put(&mut text, format_args!("author = \"security officer\"            # who writes the policy"));
        put(
            &mut text,
            format_args!("approver = \"management\"                # who approves it: never the same"),
        );
        put(&mut text, format_args!("\n[scale]"));
        put(&mut text, format_args!("impact = {}", list(&self.impact)));
        put(&mut text, format_args!("likelihood = {}", list(&self.likelihood)));
        put(&mut text, format_args!("\n# One row per likelihood, one column per impact, both ascending."));
        put(&mut text, format_args!("[matrix]\nkind = \"grid\"\ngrid = ["));
        for row in &self.grid {
            let cells: Vec<String> = row.iter().map(u8::to_string).collect();
            put(&mut text, format_args!("  [{}],", cells.join(", ")));
        }
        put(&mut text, format_args!("]"));
        if self.falls() {
            put(
                &mut text,
                format_args!("monotone = false                     # somewhere, more is judged less grave"),
            );
        }
        for band in &self.bands {
            put(&mut text, format_args!("\n[[band]]\nname = {}", quoted(&band.name)));
            if let Some(colour) = &band.colour {
                put(&mut text, format_args!("colour = {}", quoted(colour)));
            }
        }
        let highest = self.likelihood.last().map(|step| step.name.as_str()).unwrap_or_default();
        put(&mut text, format_args!("\n[acceptance]"));
        put(
            &mut text,
            format_args!("level = 1                            # a score is the position of a band, from 1"),
        );
        put(&mut text, format_args!("no_actions = {}", quoted(highest)));
        put(&mut text, format_args!("cia_floor = []"));
        text
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

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn list(steps: &[Step]) -> String {
    let names: Vec<String> = steps.iter().map(|step| quoted(&step.name)).collect();
    format!("[{}]", names.join(", "))
}

/// Adds a line.
fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // A text takes all that is written to it.
    let _always = writeln!(text, "{line}");
}
