//! An examination as JSON.

use super::{Examination, ShownFinding, ShownProof};
use crate::assessment::json::hexadecimal;
use plimsoll_scripting::{Counterexample, Weight};
use serde::Serialize;
use std::collections::BTreeMap;

/// An examination, for JSON: the policy, whether it is sound, and every proof with its findings.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExaminationView<'a> {
    /// The policy that was examined.
    policy: Policy<'a>,
    /// Whether everything was proved, or is waived by the policy.
    sound: bool,
    /// Every property, with what came of its proof.
    proofs: Vec<ProofView<'a>>,
}

/// Which policy was examined.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Policy<'a> {
    /// Its name.
    name: &'a str,
    /// Its version.
    version: &'a str,
    /// The SHA-256 of its sources.
    #[cfg_attr(test, schemars(with = "crate::forms::Digest"))]
    digest: String,
}

/// A property, with what came of its proof.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProofView<'a> {
    /// The property.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::policy::Property>"))]
    property: &'static str,
    /// That of the invariant, or the label of the property.
    name: &'a str,
    /// How the proof ended.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_scripting::Verdict>"))]
    verdict: &'static str,
    /// Over how many situations.
    situations: u128,
    /// How many nodes of diagrams stand for them.
    nodes: usize,
    /// Where the property does not hold, and what is worth knowing beside.
    findings: Vec<FindingView<'a>>,
}

/// Where a property does not hold, or something worth knowing.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FindingView<'a> {
    /// How much it weighs.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_scripting::Weight>"))]
    weight: &'static str,
    /// The file.
    file: &'a str,
    /// The line, from 1; absent for the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// What is wrong.
    message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// A situation in which it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<CounterexampleView<'a>>,
}

/// A situation in which a property does not hold.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CounterexampleView<'a> {
    /// The facets that matter, with their values.
    when: BTreeMap<&'a str, &'a str>,
    /// How many situations there are in all.
    situations: u128,
    /// What is decided there, part by part.
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
        weight: weight(finding.weight),
        file: &diagnostic.file,
        line: diagnostic.line,
        column: diagnostic.column,
        message: diagnostic.headline(),
        help: diagnostic.help.as_deref(),
        counterexample: finding.counterexample.as_ref().map(counterexample),
    }
}

/// How much a finding weighs, in a word.
pub(crate) const fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Breaks => "breaks",
        Weight::Open => "open",
        Weight::Waived => "waived",
        Weight::Note => "note",
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
