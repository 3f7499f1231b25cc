//! Decision tables as tables of a policy.

use super::decision_table::{DecisionTable, Labelled};
use super::risk_matrix::quoted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::is_taken;
use crate::registers::{fold, nearest};
use plimsoll_core::{Permission, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The table of a policy that a decision table becomes, each row of which tells what follows from an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyTable {
    /// `[[response]]`: what is done about a risk.
    Response,
    /// `[[route]]`: who acts on an incident.
    Route,
    /// `[[placement]]`: whether a tool, or every tool, may hold an asset.
    Placement {
        /// The tool; none for every tool.
        tool: Option<String>,
    },
}

impl PolicyTable {
    fn header(&self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Route => "route",
            Self::Placement { .. } => "placement",
        }
    }

    /// The words that its rows may lead to; none where those are for the policy to say.
    fn valid(&self) -> &'static [&'static str] {
        match self {
            Self::Response => Response::LABELS,
            Self::Route => &[],
            Self::Placement { .. } => Permission::LABELS,
        }
    }
}

impl DecisionTable {
    /// The table as part of a `policy.toml`: a `[[facet]]` for each input, and a row for each combination of labels. `meanings` says
    /// for each outcome what follows from it; an outcome that it does not name is the response, team or permission of that name.
    /// `None` if an outcome means nothing there, which is reported.
    ///
    /// ```
    /// use plimsoll::diagnostic::Diagnostics;
    /// use plimsoll::exchange::{DecisionTable, PolicyTable};
    /// use plimsoll::registers::Source;
    /// let text = "Exploitation v1.1.0,Priority v1.0.0\nnone,defer\nactive,immediate\n";
    /// let mut diagnostics = Diagnostics::new();
    /// let table = DecisionTable::from_csv(&Source::new("patch.csv", text), &mut diagnostics).ok_or("see diagnostics")?;
    /// let meanings = [("defer".into(), "accept".into()), ("immediate".into(), "avoid".into())].into();
    /// let toml = table.to_policy_toml(&PolicyTable::Response, &meanings, &mut diagnostics).ok_or("see diagnostics")?;
    /// assert!(toml.contains("[[response]]\nwhen = { exploitation = \"active\" }\nthen = \"avoid\"\n"));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn to_policy_toml(
        &self,
        into: &PolicyTable,
        meanings: &BTreeMap<String, String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let meanings = self.meanings(into, meanings, diagnostics)?;
        let mut text = format!("# {}, imported as rows of [[{}]].\n", quoted(&self.name), into.header());
        let names: Vec<String> = self.inputs.iter().map(|input| self.facet_name(input)).collect();
        for (input, name) in self.inputs.iter().zip(&names) {
            let labels: Vec<String> = input.labels.iter().map(|label| quoted(label)).collect();
            put(
                &mut text,
                format_args!("\n[[facet]]\nname = {}\nlabels = [{}]", quoted(name), labels.join(", ")),
            );
        }
        for row in &self.rows {
            let cells = self.inputs.iter().zip(&names).zip(&row.labels);
            let when: Vec<String> = cells
                .filter_map(|((input, name), label)| {
                    Some(format!("{name} = {}", quoted(input.labels.get(*label)?)))
                })
                .collect();
            put(&mut text, format_args!("\n[[{}]]\nwhen = {{ {} }}", into.header(), when.join(", ")));
            if let PolicyTable::Placement { tool: Some(tool) } = into {
                put(&mut text, format_args!("tool = {}", quoted(tool)));
            }
            let key = if *into == PolicyTable::Route { "to" } else { "then" };
            let meaning = meanings.get(row.outcome).map_or("", String::as_str);
            put(&mut text, format_args!("{key} = {}", quoted(meaning)));
            let outcome = self.outcome.labels.get(row.outcome).map_or("", String::as_str);
            let reason = format!("{}, line {}: {outcome}", self.name, row.line);
            put(&mut text, format_args!("reason = {}", quoted(&reason)));
        }
        Some(text)
    }

    /// What follows from each outcome, in the order of its labels.
    fn meanings(
        &self,
        into: &PolicyTable,
        given: &BTreeMap<String, String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<String>> {
        let before = diagnostics.errors();
        let valid = into.valid();
        for (outcome, _) in given.iter().filter(|(outcome, _)| self.outcome.position(outcome).is_none()) {
            let labels = self.outcome.labels.iter().map(String::as_str);
            let help = nearest(outcome, labels.clone()).map(|near| format!("did you mean `{near}`?"));
            let unknown = Diagnostic::error(&self.name, "is not an outcome of the table").found(outcome);
            diagnostics.push(unknown.valid(labels).maybe_help(help));
        }
        let meaning = |label: &String| {
            let named = given.iter().find(|(outcome, _)| fold(outcome) == fold(label));
            let meaning = named.map_or(label, |(_, meaning)| meaning);
            if valid.is_empty() {
                return Some(meaning.clone());
            }
            let known = valid.iter().find(|known| fold(known) == fold(meaning));
            if known.is_none() {
                let wrong = Diagnostic::error(&self.name, format!("says no {} that there is", into.header()));
                let help = format!("say what it stands for, as {label}={}", valid.first().unwrap_or(&""));
                diagnostics.push(wrong.field(label).found(meaning).valid(valid.iter().copied()).help(help));
            }
            known.map(|known| (*known).to_owned())
        };
        let meanings: Vec<Option<String>> = self.outcome.labels.iter().map(meaning).collect();
        meanings.into_iter().collect::<Option<_>>().filter(|_| diagnostics.errors() == before)
    }

    /// The name of the facet that an input becomes: its words, unless they mean something else in a policy or a register.
    fn facet_name(&self, input: &Labelled) -> String {
        let name = key(&input.name);
        if is_taken(&name) { format!("{}_{name}", key(&self.name)) } else { name }
    }
}

/// A name as a key of TOML that needs no quotes.
fn key(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    fold(&spaced)
}

/// Adds a line.
fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // A text takes all that is written to it.
    let _always = writeln!(text, "{line}");
}
