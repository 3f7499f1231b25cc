//! `plimsoll import matrix`

use super::super::console::Console;
use super::super::{Outcome, apart, read_source, save};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless_sentence};
use crate::exchange::{RiskMatrix, Step};
use crate::registers::{did_you_mean, nearest};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

/// Make a policy.toml of a risk matrix in a YAML library.
///
/// The form is that of CISO Assistant's libraries: objects.risk_matrix with probability, impact, risk and grid, whose rows are
/// probabilities. The policy judges by the matrix alone, and only its lowest band may be accepted until you say otherwise.
#[derive(Debug, Args)]
pub(in super::super) struct Matrix {
    /// The YAML file.
    file: PathBuf,
    /// Which matrix, by its name or ref_id, where the library holds several.
    #[arg(long, value_name = "NAME")]
    matrix: Option<String>,
    /// The policy.toml to write; standard output if it is not given.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A matrix that was taken over.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in super::super) struct MatrixView<'a> {
    /// Its name.
    name: &'a str,
    /// Its version, if it has one.
    version: Option<&'a str>,
    /// The names of the steps of likelihood, lowest first.
    likelihood: Vec<&'a str>,
    /// The names of the steps of impact, lowest first.
    impact: Vec<&'a str>,
    /// The bands, lowest first.
    bands: Vec<BandView<'a>>,
    /// One row per likelihood, one column per impact.
    grid: &'a [Vec<u8>],
    /// The file that was written; null where none was named.
    written: Option<String>,
}

/// A band.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BandView<'a> {
    /// Its name.
    name: &'a str,
    /// Its colour, if it has one.
    colour: Option<&'a str>,
}

impl<'a> BandView<'a> {
    fn of(band: &'a Step) -> Self {
        Self { name: &band.name, colour: band.colour.as_deref() }
    }
}

impl Matrix {
    pub(in super::super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let source = read_source(&self.file, &mut diagnostics);
        let (_, name) = apart(&self.file);
        let matrices = source.and_then(|source| RiskMatrix::read_library(&source, &mut diagnostics));
        let chosen = matrices.as_deref().and_then(|matrices| self.choose(matrices, &name, &mut diagnostics));
        let toml = chosen.map(RiskMatrix::to_policy_toml);
        if let (Some(toml), Some(output)) = (&toml, &self.output) {
            save::create_all(&[(output.clone(), toml.clone().into_bytes())], &mut diagnostics);
        }
        console.diagnose(&diagnostics);
        let (Some(matrix), Some(toml), false) = (chosen, toml, diagnostics.is_error()) else {
            return Outcome::Bad;
        };
        let written = self.output.as_ref().map(|output| output.display().to_string());
        if console.is_json() {
            console.json(&view(matrix, written));
            return Outcome::Fine;
        }
        match written {
            None => console.line(toml.trim_end()),
            Some(file) => {
                let (rows, columns) = (matrix.likelihood.len(), matrix.impact.len());
                let said = format!("{file}: {} of {rows} likelihoods by {columns} impacts", matrix.name);
                console.line(&harmless_sentence(&said));
            }
        }
        Outcome::Fine
    }

    fn choose<'m>(
        &self,
        matrices: &'m [RiskMatrix],
        file: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'m RiskMatrix> {
        let names = matrices.iter().map(|matrix| matrix.name.as_str());
        match (&self.matrix, matrices) {
            (None, [only]) => Some(only),
            (None, _) => {
                let many = Diagnostic::error(file, format!("holds {} matrices", matrices.len()));
                diagnostics.push(many.valid(names).help("choose one: --matrix NAME"));
                None
            }
            (Some(wanted), _) => {
                let is_meant = |matrix: &&RiskMatrix| {
                    matrix.name == *wanted || matrix.reference.as_ref().is_some_and(|known| known == wanted)
                };
                let mut all = matrices.iter().filter(is_meant);
                let found = all.next();
                if all.next().is_some() {
                    let several =
                        Diagnostic::error(file, "is what several matrices here are called").found(wanted);
                    diagnostics.push(several.help("name it by its ref_id"));
                    return None;
                }
                if found.is_none() {
                    let near = did_you_mean(nearest(wanted, names.clone()));
                    let unknown = Diagnostic::error(file, "is not the name of a matrix here").found(wanted);
                    diagnostics.push(unknown.valid(names).maybe_help(near));
                }
                found
            }
        }
    }
}

fn names(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.name.as_str()).collect()
}

fn view(matrix: &RiskMatrix, written: Option<String>) -> MatrixView<'_> {
    MatrixView {
        name: &matrix.name,
        version: matrix.version.as_deref(),
        likelihood: names(&matrix.likelihood),
        impact: names(&matrix.impact),
        bands: matrix.bands.iter().map(BandView::of).collect(),
        grid: &matrix.grid,
        written,
    }
}
