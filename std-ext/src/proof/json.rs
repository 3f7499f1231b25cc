//! An examination as JSON.

use super::{Examination, ShownFinding, ShownProof};
use crate::assessment::json::hexadecimal;
use plimsoll_scripting::{Counterexample, Weight};
use serde::Serialize;
use std::collections::BTreeMap;

/// An examination, for JSON: the policy, whether it is sound, and every proof with its findings.
#[derive(Debug, Serialize)]
pub struct ExaminationView<'a> {
    policy: Policy<'a>,
    sound: bool,
    proofs: Vec<ProofView<'a>>,
}

#[derive(Debug, Serialize)]
struct Policy<'a> {
    name: &'a str,
    version: &'a str,
    digest: String,
}

#[derive(Debug, Serialize)]
struct ProofView<'a> {
    property: &'static str,
    name: &'a str,
    verdict: &'static str,
    situations: u128,
    nodes: usize,
    findings: Vec<FindingView<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingView<'a> {
    weight: &'static str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<CounterexampleView<'a>>,
}

#[derive(Debug, Serialize)]
struct CounterexampleView<'a> {
    when: BTreeMap<&'a str, &'a str>,
    situations: u128,
    decision: BTreeMap<&'a str, &'a str>,
}

impl<'a> ExaminationView<'a> {
    /// The view of an examination.
    #[must_use]
    pub fn of(examination: &'a Examination) -> Self {
        let Examination { name, version, digest, .. } = examination;
        let policy = Policy { name, version, digest: hexadecimal(digest) };
        let proofs = examination.proofs().iter().map(proof).collect();
        Self { policy, sound: examination.is_sound(), proofs }
    }
}

fn proof(proof: &ShownProof) -> ProofView<'_> {
    let ShownProof { property, name, verdict, situations, nodes, findings } = proof;
    ProofView {
        property: property.label(),
        name,
        verdict: verdict.label(),
        situations: *situations,
        nodes: *nodes,
        findings: findings.iter().map(finding).collect(),
    }
}

fn finding(finding: &ShownFinding) -> FindingView<'_> {
    let diagnostic = &finding.diagnostic;
    FindingView {
        weight: match finding.weight {
            Weight::Breaks => "breaks",
            Weight::Open => "open",
            Weight::Waived => "waived",
            Weight::Note => "note",
        },
        file: &diagnostic.file,
        line: diagnostic.line,
        column: diagnostic.column,
        message: diagnostic.headline(),
        help: diagnostic.help.as_deref(),
        counterexample: finding.counterexample.as_ref().map(counterexample),
    }
}

fn counterexample(example: &Counterexample) -> CounterexampleView<'_> {
    CounterexampleView {
        when: map(&example.when),
        situations: example.situations,
        decision: map(&example.decision),
    }
}

fn map(pairs: &[(String, String)]) -> BTreeMap<&str, &str> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
