//! Small policies with rules, modelled on the firms of the studies: every row of their cases, decided by what is compiled.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll::{POLICY_FILE, read_policy};
use plimsoll_core::facet;
use plimsoll_core::policy::{DraftDomain, KnownFacet, Space};
use plimsoll_core::{Impact, IncidentFacts, Policy, Progress, Response, RiskFacts, Stage, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Columns that say what has to come out, or why the row is there.
const EXPECTED: [&str; 8] = ["score", "band", "limit", "response", "to", "consult", "rules", "why"];

type Row = BTreeMap<String, String>;

/// A policy of `tests/policies`.
struct Example {
    directory: PathBuf,
    blob: Vec<u8>,
    file: PolicyFile,
}

impl Example {
    fn all() -> Vec<Self> {
        let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
        let mut directories: Vec<PathBuf> =
            fs::read_dir(policies).unwrap().map(|entry| entry.unwrap().path()).collect();
        directories.sort();
        directories.into_iter().map(Self::read).collect()
    }

    fn read(directory: PathBuf) -> Self {
        let mut diagnostics = Diagnostics::new();
        let blob = read_policy(&directory, &mut diagnostics);
        let text = fs::read_to_string(directory.join(POLICY_FILE)).unwrap();
        let file = PolicyFile::read(&Source::new(POLICY_FILE, text), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{}: {diagnostics}", directory.display());
        Self { directory, blob: blob.unwrap(), file: file.unwrap() }
    }

    /// The rows of a file, each with its place. A file that is absent has none.
    fn rows(&self, name: &str) -> Vec<(String, Row)> {
        let path = self.directory.join(name);
        if !path.exists() {
            return Vec::new();
        }
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let rows = reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{path:?}: {error}")));
        (2..).zip(rows).map(|(line, row)| (format!("{}:{line}", path.display()), row)).collect()
    }

    /// The facets of a space that a row gives a value to. A column that means nothing is a mistake.
    fn given<'r>(&self, space: Space, row: &'r Row, other: &[&str]) -> Vec<(KnownFacet, &'r str)> {
        let known = self.file.draft.facets_of(space);
        let columns = row
            .iter()
            .filter(|(column, _)| !EXPECTED.contains(&column.as_str()) && !other.contains(&column.as_str()));
        columns
            .map(|(column, text)| {
                let found = known.iter().find(|known| known.name == *column);
                (found.unwrap_or_else(|| panic!("no facet {column}")).clone(), text.as_str())
            })
            .collect()
    }
}

fn value(known: &KnownFacet, text: &str) -> u16 {
    let found = match &known.domain {
        DraftDomain::Bool => ["no", "yes"].iter().position(|word| *word == text),
        DraftDomain::Labels(labels) => labels.iter().position(|label| label == text),
        DraftDomain::Range { low, high, .. } => {
            let number: i32 = text.parse().unwrap();
            (number <= *high).then(|| usize::try_from(number - low).unwrap())
        }
    };
    u16::try_from(found.unwrap_or_else(|| panic!("{}: {text}?", known.name))).unwrap()
}

/// The rules that were heard, in order, each once.
fn heard<const N: usize>(policy: &Policy<'_>, trace: &Trace<N>) -> String {
    let names = policy.names().unwrap();
    let steps = trace.steps().iter().filter(|step| step.stage == Stage::Rule);
    let mut rules: Vec<&str> = steps.map(|step| names.reason(step.reason).unwrap().rule).collect();
    rules.dedup();
    rules.join(";")
}

#[test]
fn every_case_comes_out_as_it_says() {
    let mut cases = 0;
    for example in Example::all() {
        let policy = Policy::verify(&example.blob).unwrap();
        let names = policy.names().unwrap();
        let rows = example.rows("cases.csv");
        assert!(rows.len() >= 6, "{}: {} cases", example.directory.display(), rows.len());
        cases += rows.len();
        for (place, row) in rows {
            let number = |column: &str| row[column].parse::<u8>().unwrap();
            let choice = row.get("choice").filter(|text| !text.is_empty());
            let mut facts = RiskFacts {
                rated: Impact::new(number("impact")).unwrap(),
                actions: Progress::new(u16::from(number("likelihood")) - 1, 5).unwrap(),
                choice: choice.map(|text| Response::from_label(text).unwrap()),
                ..RiskFacts::default()
            };
            facts.set(facet::ORIENTATION, example.file.orientation);
            for (known, text) in example.given(Space::Risk, &row, &["impact", "likelihood", "choice"]) {
                facts.set(known.facet, value(&known, text));
            }
            let (decision, trace) = policy.explain(&facts);
            let out = [
                ("score", decision.score.get().to_string()),
                ("band", names.band(decision.band).unwrap().to_owned()),
                ("limit", decision.limit.get().to_string()),
                ("response", decision.response.label().to_owned()),
                ("rules", heard(&policy, &trace)),
            ];
            for (column, found) in out {
                assert_eq!(found, row[column], "{place}: {column} ({})", row["why"]);
            }
            // Rules ask for what the envelope grants: a case that is cut short would test the envelope instead.
            assert!(
                !trace.steps().iter().any(|step| step.stage == Stage::Clamp && step.proposal.is_some()),
                "{place}"
            );
        }
    }
    assert!(cases >= 70, "{cases}");
}

#[test]
fn every_incident_goes_where_it_says() {
    let mut cases = 0;
    for example in Example::all() {
        let policy = Policy::verify(&example.blob).unwrap();
        let names = policy.names().unwrap();
        for (place, row) in example.rows("incidents.csv") {
            cases += 1;
            let mut facts = IncidentFacts::default();
            for (known, text) in example.given(Space::Incident, &row, &[]) {
                facts.set(known.facet, value(&known, text));
            }
            let (route, trace) = policy.explain_route(&facts);
            let consulted: Vec<&str> = route.consult.iter().map(|role| names.role(role).unwrap()).collect();
            assert_eq!(names.team(route.target), Some(row["to"].as_str()), "{place}: {}", row["why"]);
            assert_eq!(consulted.join(";"), row["consult"], "{place}: {}", row["why"]);
            assert_eq!(heard(&policy, &trace), row["rules"], "{place}: {}", row["why"]);
        }
    }
    assert!(cases >= 4, "{cases}");
}

/// Each rule is heard in a case, and each label of a facet that the policy declares stands in one.
#[test]
fn cases_meet_every_rule_and_every_label() {
    for example in Example::all() {
        let rows: Vec<Row> = ["cases.csv", "incidents.csv"]
            .iter()
            .flat_map(|name| example.rows(name))
            .map(|(_, row)| row)
            .collect();
        let heard: BTreeSet<&str> = rows.iter().flat_map(|row| row["rules"].split(';')).collect();
        let directory = fs::read_dir(example.directory.join("rules")).unwrap();
        for file in directory.map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&file).unwrap();
            let functions = text.lines().filter_map(|line| line.strip_prefix("fn ")?.split('(').next());
            for rule in functions.filter(|name| name.starts_with("rule_") || name.starts_with("route_")) {
                assert!(heard.contains(rule), "{}: no case of {rule}", file.display());
            }
        }
        for declared in &example.file.draft.facets {
            if let DraftDomain::Labels(labels) = &declared.domain {
                let met: BTreeSet<&String> = rows.iter().filter_map(|row| row.get(&declared.name)).collect();
                let missing: Vec<_> = labels.iter().filter(|label| !met.contains(label)).collect();
                assert!(missing.is_empty(), "{}: {missing:?}", declared.name);
            }
        }
    }
}
