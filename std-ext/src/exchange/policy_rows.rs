//! Decision tables as tables of a policy.

use super::decision_table::{DecisionTable, Labelled};
use super::toml_text::{comment, put, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::{PolicyFile, is_taken};
use crate::registers::{FacetKind, FacetSpec, did_you_mean, fold, nearest};
use plimsoll_core::{Permission, Response};
use std::collections::BTreeMap;

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

    /// What its rows lead to.
    fn leads_to(&self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Route => "team",
            Self::Placement { .. } => "permission",
        }
    }
}

impl DecisionTable {
    /// The table as part of a `policy.toml`: a `[[facet]]` for each input, and a row for each combination of labels. `meanings` says
    /// for each outcome what follows from it; an outcome that it does not name is the response, team or permission of that name.
    /// The rows are for `base`: a facet that it declares with the same name and labels is not declared again. `None` if an outcome
    /// means nothing there, which is reported.
    ///
    /// ```
    /// use plimsoll::diagnostic::Diagnostics;
    /// use plimsoll::exchange::{DecisionTable, PolicyTable};
    /// use plimsoll::policy_file::PolicyFile;
    /// use plimsoll::registers::Source;
    /// let text = "Exploitation v1.1.0,Priority v1.0.0\nnone,defer\nactive,immediate\n";
    /// let mut diagnostics = Diagnostics::new();
    /// let table = DecisionTable::from_csv(&Source::new("patch.csv", text), &mut diagnostics).ok_or("see diagnostics")?;
    /// let meanings = [("defer".into(), "accept".into()), ("immediate".into(), "avoid".into())].into();
    /// let base = "[policy]\nname = \"ours\"\nversion = \"1\"\nauthor = \"one\"\napprover = \"another\"\n";
    /// let base = PolicyFile::read(&Source::new("policy.toml", base), &mut diagnostics).ok_or("see diagnostics")?;
    /// let toml = table.to_policy_toml(&PolicyTable::Response, &meanings, &base, &mut diagnostics).ok_or("see diagnostics")?;
    /// assert!(toml.contains("[[response]]\nwhen = { exploitation = \"active\" }\nthen = \"avoid\"\n"));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn to_policy_toml(
        &self,
        into: &PolicyTable,
        meanings: &BTreeMap<String, String>,
        base: &PolicyFile,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let meanings = self.meanings(into, meanings, base, diagnostics)?;
        let mut text = format!("# {}, imported as rows of [[{}]].\n", comment(&self.name), into.header());
        let names = self.facet_names(base);
        for (input, (name, declared)) in self.inputs.iter().zip(&names) {
            if *declared {
                continue;
            }
            let labels: Vec<String> = input.labels.iter().map(|label| quoted(label)).collect();
            put(
                &mut text,
                format_args!("\n[[facet]]\nname = {}\nlabels = [{}]", quoted(name), labels.join(", ")),
            );
        }
        for row in &self.rows {
            let cells = self.inputs.iter().zip(&names).zip(&row.labels);
            let when: Vec<String> = cells
                .filter_map(|((input, (name, _)), label)| {
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
        base: &PolicyFile,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<String>> {
        let before = diagnostics.errors();
        let valid: Vec<&str> = match into {
            PolicyTable::Response => Response::LABELS.to_vec(),
            PolicyTable::Route => base.draft.teams.iter().map(|team| team.name.as_str()).collect(),
            PolicyTable::Placement { .. } => Permission::LABELS.to_vec(),
        };
        for (outcome, _) in given.iter().filter(|(outcome, _)| self.outcome.position(outcome).is_none()) {
            let labels = self.outcome.labels.iter().map(String::as_str);
            let help = did_you_mean(nearest(outcome, labels.clone()));
            let unknown = Diagnostic::error(&self.name, "is not an outcome of the table").found(outcome);
            diagnostics.push(unknown.valid(labels).maybe_help(help));
        }
        let meaning = |label: &String| {
            let named = given.iter().find(|(outcome, _)| fold(outcome) == fold(label));
            let meaning = named.map_or(label, |(_, meaning)| meaning);
            let known = valid.iter().find(|known| fold(known) == fold(meaning));
            if known.is_none() {
                let wrong = Diagnostic::error(&self.name, format!("is no {} that there is", into.leads_to()));
                let help = format!("say what it stands for, as {label}={}", valid.first().unwrap_or(&""));
                diagnostics.push(wrong.field(label).found(meaning).valid(valid.iter().copied()).help(help));
            }
            known.map(|known| (*known).to_owned())
        };
        let meanings: Vec<Option<String>> = self.outcome.labels.iter().map(meaning).collect();
        meanings.into_iter().collect::<Option<_>>().filter(|_| diagnostics.errors() == before)
    }

    /// The name of the facet that each input becomes, and whether the policy declares it already: its words, unless they mean
    /// something else there or in a register, or stand for another input.
    fn facet_names(&self, base: &PolicyFile) -> Vec<(String, bool)> {
        let declared = &base.vocabulary.facets;
        let is_same = |spec: &FacetSpec, input: &Labelled| match &spec.kind {
            FacetKind::Labels(labels) => {
                labels.iter().map(|label| fold(label)).eq(input.labels.iter().map(|label| fold(label)))
            }
            _ => false,
        };
        let mut names: Vec<(String, bool)> = Vec::new();
        for (at, input) in self.inputs.iter().enumerate() {
            let (own, table) = (words(&input.name), &self.name);
            let position = at.saturating_add(1);
            let others = [
                words(&format!("{table} {own}")),
                words(&format!("{table} {own} {position}")),
                format!("input_{position}"),
            ];
            let candidates = std::iter::once(own).chain(others);
            let fits = |name: &String| {
                let known = declared.iter().find(|spec| fold(&spec.name) == *name);
                let is_free = known.is_none() && !is_taken(name);
                let used = names.iter().any(|(used, _)| used == name);
                name.starts_with(|first: char| first.is_ascii_lowercase())
                    && !used
                    && (is_free || known.is_some_and(|spec| is_same(spec, input)))
            };
            let name = candidates.into_iter().find(fits).unwrap_or_default();
            let known = declared.iter().find(|spec| fold(&spec.name) == name);
            names.push(known.map_or((name, false), |spec| (spec.name.clone(), true)));
        }
        names
    }
}

/// The words of a name, as facets are called: small letters and digits with `_` between.
fn words(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    fold(&spaced)
}
