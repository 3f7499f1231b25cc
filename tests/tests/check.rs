//! `check` finds the defect planted in each policy of `tests/defects`, at its place and in its situations, and nothing where
//! there is none. `expected.csv` there says what is to be found; each situation that is told is decided by the engine once more.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

#[path = "common/situations.rs"]
mod situations;

use plimsoll::diagnostic::Diagnostics;
use plimsoll::proof::{Examination, ShownFinding};
use plimsoll::read_policy;
use plimsoll_core::policy::{Property, Space};
use plimsoll_core::{Policy, Response, RiskFacts, Stage, Standing};
use plimsoll_scripting::{Verdict, Weight};
use serde::Deserialize;
use situations::{Parts, Situation, decided, first, incident, risk, routed};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What is to be found.
#[derive(Debug, Deserialize)]
struct Expected {
    name: String,
    /// Empty where the policy cannot even be read.
    property: String,
    weight: String,
    file: String,
    line: Option<usize>,
    message: String,
    /// What is certain of the situation, such as `impact=3 -> 4;region=apac`.
    when: String,
    situations: Option<u128>,
}

fn defects() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("defects")
}

/// What is expected, by policy.
fn expected() -> BTreeMap<String, Vec<Expected>> {
    let mut expected: BTreeMap<String, Vec<Expected>> = BTreeMap::new();
    for row in csv::Reader::from_path(defects().join("expected.csv")).unwrap().into_deserialize() {
        let row: Expected = row.unwrap();
        expected.entry(row.name.clone()).or_default().push(row);
    }
    expected
}

/// The policies, by name.
fn policies() -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(defects()).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<(String, PathBuf)> = entries
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    found.sort();
    found
}

fn weight(finding: &ShownFinding) -> &'static str {
    match finding.weight {
        Weight::Breaks => "breaks",
        Weight::Waived => "waived",
        Weight::Open => "open",
        Weight::Note => "note",
    }
}

fn agrees(row: &Expected, property: Property, finding: &ShownFinding) -> bool {
    let example = finding.counterexample.as_ref();
    let told = |condition: &str| {
        let (name, value) = condition.split_once('=').unwrap();
        example.is_some_and(|example| {
            example.when.iter().any(|(facet, values)| facet == name && values == value)
        })
    };
    property.label() == row.property
        && weight(finding) == row.weight
        && finding.diagnostic.file == row.file
        && (row.line.is_none() || finding.diagnostic.line == row.line)
        && finding.diagnostic.message.contains(&row.message)
        && row.when.split_terminator(';').all(told)
        && row.when.is_empty() == example.is_none()
        && example.map(|example| example.situations) == row.situations
}

/// A note that the standard teams give wherever a policy keeps them.
fn is_usual(finding: &ShownFinding) -> bool {
    let usual = ["no incident ever gets to", "no table and no rule reads"];
    finding.weight == Weight::Note && usual.iter().any(|words| finding.diagnostic.message.starts_with(words))
}

#[test]
fn each_planted_defect_is_found_and_nothing_else() {
    let (mut expected, mut planted) = (expected(), 0);
    for (name, directory) in policies() {
        let rows = expected.remove(&name).unwrap_or_default();
        assert_eq!(
            rows.is_empty(),
            name.starts_with("sound_") && name != "sound_matrix_that_falls",
            "{name}"
        );
        let mut diagnostics = Diagnostics::new();
        let examined = Examination::of_directory(&directory, &mut diagnostics, |_, _| ());
        planted += usize::from(rows.iter().any(|row| row.weight != "waived"));
        let Some(examined) = examined else {
            // It cannot be read: that is told where it stands.
            let [row] = rows.as_slice() else { panic!("{name}: {diagnostics}") };
            assert_eq!(row.property, "", "{name}: {diagnostics}");
            let told: Vec<_> = diagnostics.iter().collect();
            assert_eq!(told.len(), 1, "{name}: {diagnostics}");
            assert_eq!((&told[0].file, told[0].line), (&row.file, row.line), "{name}");
            assert!(told[0].headline().contains(&row.message), "{name}: {}", told[0].headline());
            continue;
        };
        assert!(diagnostics.is_empty(), "{name}: {diagnostics}");
        let found: Vec<(Property, &ShownFinding)> = examined
            .proofs()
            .iter()
            .flat_map(|proof| proof.findings.iter().map(|finding| (proof.property, finding)))
            .collect();
        for row in &rows {
            let alike = found.iter().filter(|(property, finding)| agrees(row, *property, finding)).count();
            assert_eq!(alike, 1, "{name}: {row:?}\n{found:#?}");
        }
        for (property, finding) in &found {
            let known = is_usual(finding) || rows.iter().any(|row| agrees(row, *property, finding));
            assert!(known, "{name}: {property:?} {finding:#?}");
        }
        let broken = rows.iter().any(|row| row.weight == "breaks");
        assert_eq!(examined.is_sound(), !broken, "{name}");
        for proof in examined.proofs() {
            let of = |weight: &str| {
                rows.iter().any(|row| row.property == proof.property.label() && row.weight == weight)
            };
            let verdict = match proof.verdict {
                Verdict::Broken => of("breaks"),
                Verdict::Waived => of("waived"),
                Verdict::Proved => !of("breaks") && !of("waived"),
                // Where the tables cannot be put together, the rest is left open.
                Verdict::Open => broken && proof.situations == 0 && proof.property != Property::Invariant,
            };
            assert!(verdict, "{name}: {proof:#?}");
        }
    }
    assert!(expected.is_empty(), "no such policies: {:?}", expected.keys());
    assert!(planted >= 30, "{planted}");
}

/// Of three facets, a limit reads the first and the placement table the last.
#[test]
fn a_facet_that_placements_read_is_read() {
    let mut diagnostics = Diagnostics::new();
    let directory = defects().join("facet_that_nothing_reads");
    let examined = Examination::of_directory(&directory, &mut diagnostics, |_, _| ()).unwrap();
    let findings = examined.proofs().iter().flat_map(|proof| &proof.findings);
    let messages = findings.map(|finding| finding.diagnostic.message.as_str());
    let unread: Vec<&str> =
        messages.filter(|message| message.starts_with("no table and no rule reads")).collect();
    assert_eq!(unread, ["no table and no rule reads the facet \"colour\""]);
}

#[test]
fn nothing_is_found_in_the_sample() {
    let examined = Examination::of_sample(|_, _| ());
    assert!(examined.is_sound());
    for proof in examined.proofs() {
        assert_eq!((proof.verdict, proof.findings.len()), (Verdict::Proved, 0), "{}", proof.name);
        assert!(proof.situations > 100_000 && proof.nodes > 0, "{}", proof.name);
    }
    assert_eq!(examined.proofs().len(), 10);
}

fn part<'p>(parts: &'p Parts, name: &str) -> &'p str {
    &parts.iter().find(|(part, _)| *part == name).unwrap().1
}

/// Whether the finding is right about a situation, as the engine alone tells.
fn is_right(
    policy: &Policy<'_>,
    name: &str,
    property: Property,
    finding: &ShownFinding,
    at: &Situation,
) -> bool {
    let number = |parts: &Parts, name: &str| part(parts, name).parse::<u32>().unwrap();
    let clamped = |steps: &[plimsoll_core::Step]| {
        steps.iter().any(|step| step.stage == Stage::Clamp && step.proposal.is_some())
    };
    match property {
        Property::Monotone => {
            let example = finding.counterexample.as_ref().unwrap();
            let (facet, values) = example.when.iter().find(|(_, values)| values.contains(" -> ")).unwrap();
            let mut next = at.clone();
            next.insert(facet.clone(), values.split(" -> ").nth(1).unwrap().to_string());
            let (before, after) = (decided(policy, &risk(policy, at)), decided(policy, &risk(policy, &next)));
            let score = |parts: &Parts| number(parts, "score");
            if finding.diagnostic.message.contains("within its limit") {
                (part(&before, "within_limit"), part(&after, "within_limit")) == ("false", "true")
            } else {
                score(&after) < score(&before)
            }
        }
        Property::Envelope if name.starts_with("redirected") => {
            clamped(policy.explain_route(&incident(policy, at)).1.steps())
        }
        Property::Envelope => clamped(policy.explain(&risk(policy, at)).1.steps()),
        // The limit that holds there is another than the row asks for.
        Property::Limits => !finding
            .diagnostic
            .message
            .contains(&format!("limit of {} where", policy.assess(&risk(policy, at)).limit.get())),
        Property::Invariant => match name {
            "invariant_about_risks" => {
                at["impact"] == "5" && part(&decided(policy, &risk(policy, at)), "response") == "accept"
            }
            "invariant_about_incidents" => {
                !part(&routed(policy, &incident(policy, at)), "consult").contains("director")
            }
            "invariant_fails_once_in_a_million" => number(&decided(policy, &risk(policy, at)), "score") == 11,
            // With an exception, the owner's choice to accept is heeded.
            "invariant_about_exceptions" => {
                let choice = Some(Response::Accept);
                let decision = policy.assess(&RiskFacts { exception: true, choice, ..risk(policy, at) });
                (decision.response, decision.standing) == (Response::Accept, Standing::Chosen)
            }
            other => panic!("{other} has a situation"),
        },
        // Routed again where it arrives, the incident comes back.
        Property::Routing => {
            let there = policy.route(&incident(policy, at)).level;
            let mut again = at.clone();
            again.insert("level".into(), there.to_string());
            let back = policy.route(&incident(policy, &again)).level;
            there.to_string() != at["level"] && back.to_string() == at["level"]
        }
        other => panic!("{other:?} of {name} has a situation"),
    }
}

#[test]
fn each_situation_is_decided_as_it_is_told() {
    let mut replayed = 0;
    for (name, directory) in policies() {
        let mut diagnostics = Diagnostics::new();
        let Some(examined) = Examination::of_directory(&directory, &mut diagnostics, |_, _| ()) else {
            continue;
        };
        let Some(blob) = read_policy(&directory, &mut diagnostics) else { continue };
        let policy = Policy::verify(&blob).unwrap();
        for proof in examined.proofs() {
            for finding in &proof.findings {
                let Some(example) = &finding.counterexample else { continue };
                let about_incidents = example.decision.iter().any(|(part, _)| part == "target");
                let space = if about_incidents { Space::Incident } else { Space::Risk };
                let at = first(&policy, space, &example.when);
                let parts = match space {
                    Space::Risk => decided(&policy, &risk(&policy, &at)),
                    Space::Incident => routed(&policy, &incident(&policy, &at)),
                };
                let told: Vec<(&str, &str)> =
                    example.decision.iter().map(|(part, value)| (part.as_str(), value.as_str())).collect();
                let engine: Vec<(&str, &str)> =
                    parts.iter().map(|(part, value)| (*part, value.as_str())).collect();
                assert_eq!(told, engine, "{name} {:?} at {at:?}", proof.property);
                assert!(
                    is_right(&policy, &name, proof.property, finding, &at),
                    "{name} at {at:?}: {finding:#?}"
                );
                replayed += 1;
            }
        }
    }
    assert!(replayed >= 17, "{replayed}");
}
