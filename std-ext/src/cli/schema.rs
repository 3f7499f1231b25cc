//! `plimsoll schema`

use super::Outcome;
use super::console::Console;
use clap::Args;
use clap::builder::PossibleValuesParser;
use comfy_table::Cell;
use serde::Serialize;

macro_rules! schemas {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../schemas/", $name, ".json")))),+]
    };
}

/// The schema of `policy.toml`, also beside it in a starter directory.
pub(super) const POLICY: &str = include_str!("../../schemas/policy.json");

/// Every schema by name: that of a command is for what it writes with `--format json`. Tests generate them again.
const SCHEMAS: [(&str, &str); 26] = schemas!(
    "alignment",
    "assess",
    "awareness",
    "build",
    "changes",
    "check",
    "completions",
    "decide",
    "diff",
    "error",
    "explain",
    "export",
    "forecast",
    "gaps",
    "import",
    "incident",
    "init",
    "inspect",
    "kpi",
    "man",
    "plan",
    "policy",
    "replay",
    "report",
    "route",
    "schema",
);

/// Print the JSON schema of what a command writes, of what is told when something is wrong, or of policy.toml; list them all.
///
/// A schema says exactly what this version writes. Later versions may add keys, so whoever reads the JSON should not mind keys
/// that it does not know. None is renamed or removed without a version that may break (CONTRIBUTING.md).
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The name of a command; `error` for what is told on standard error; `policy` for policy.toml. Without it, all are listed.
    #[arg(value_parser = PossibleValuesParser::new(SCHEMAS.map(|(name, _)| name)), hide_possible_values = true)]
    name: Option<String>,
}

/// The schemas that there are.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Listed {
    /// The schemas, by name.
    schemas: Vec<Named>,
}

/// A schema.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Named {
    /// Its name.
    name: &'static str,
    /// What it is the schema of.
    of: String,
}

impl Schema {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let named = self.name.as_ref().and_then(|asked| SCHEMAS.iter().find(|(name, _)| name == asked));
        if let Some((_, text)) = named {
            console.line(text.trim_end());
            return Outcome::Fine;
        }
        let schemas: Vec<Named> = SCHEMAS.iter().map(|(name, _)| Named { name, of: of(name) }).collect();
        if console.is_json() {
            console.json(&Listed { schemas });
            return Outcome::Fine;
        }
        let mut table = console.new_table(&["schema", "of"], &[]);
        for schema in schemas {
            table.add_row([Cell::new(schema.name), Cell::new(schema.of)]);
        }
        console.table(&table);
        Outcome::Fine
    }
}

/// What a schema is for.
fn of(name: &str) -> String {
    match name {
        "error" => "what any command tells on standard error with --format json, when it ends with 2".into(),
        "policy" => "policy.toml".into(),
        command => format!("what plimsoll {command} writes with --format json"),
    }
}

#[cfg(test)]
mod tests;
