//! What is proved of a policy before it is deployed.

pub mod json;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Snippet};
use crate::organisation::{POLICY_FILE, SAMPLE};
use crate::policy_sources::PolicySources;
use crate::registers::Source;
use crate::rules::{RULES, at, files};
use plimsoll_core::Policy;
use plimsoll_core::policy::{Fault, Property};
use plimsoll_scripting::{Counterexample, Finding, Place, Proof, Spot, Subject, Verdict, Weight, check};
use std::path::Path;

/// A policy, and what came of examining it.
///
/// ```
/// use plimsoll::proof::Examination;
/// let examination = Examination::of_sample(|_, _| ());
/// assert!(examination.is_sound());
/// assert!(examination.proofs().iter().any(|proof| proof.name == "monotone" && proof.situations > 1_000_000));
/// ```
#[derive(Clone, Debug)]
pub struct Examination {
    /// The name of the policy.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its sources.
    pub digest: [u8; 32],
    proofs: Vec<ShownProof>,
}

/// A property with what came of its proof.
#[derive(Clone, Debug)]
pub struct ShownProof {
    /// The property.
    pub property: Property,
    /// Its name: that of the invariant, or the label of the property.
    pub name: String,
    /// How the proof ended.
    pub verdict: Verdict,
    /// Over how many situations.
    pub situations: u128,
    /// How many nodes of diagrams were walked for them.
    pub nodes: usize,
    /// Where it does not hold, and what is worth knowing beside.
    pub findings: Vec<ShownFinding>,
}

/// A finding, at its place in the files.
#[derive(Clone, Debug)]
pub struct ShownFinding {
    /// How much it weighs.
    pub weight: Weight,
    /// What is wrong, where, and what to do.
    pub diagnostic: Diagnostic,
    /// A situation in which it shows.
    pub counterexample: Option<Counterexample>,
}

impl Examination {
    /// Examines the policy of a directory, with its rules. `begin` hears of each property before it is examined, and how many
    /// there are. `None` if the policy cannot be understood, or a rule fails: the diagnostics say why.
    pub fn of_directory(
        directory: &Path,
        diagnostics: &mut Diagnostics,
        begin: impl FnMut(&str, usize) + Send,
    ) -> Option<Self> {
        let mut found = Diagnostics::new();
        let sources = PolicySources::read(directory, &mut found);
        let errors: Vec<&Diagnostic> = found.iter().filter(|one| one.severity == Severity::Error).collect();
        let broken = !errors.is_empty() && errors.iter().all(|error| error.breaks.is_some());
        if let Some(sources) = sources.as_ref().filter(|_| broken && errors.len() == found.errors()) {
            let broken: Vec<(Property, Diagnostic)> =
                errors.into_iter().filter_map(|error| Some((error.breaks?, error.clone()))).collect();
            return Some(Self::with(sources, unproved(sources, &broken)));
        }
        diagnostics.append(found);
        Self::of_sources(&sources?, diagnostics, begin)
    }

    /// Examines the policy of the built-in sample.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the sample is compiled in, and a test examines it")]
    pub fn of_sample(begin: impl FnMut(&str, usize) + Send) -> Self {
        let source = |(name, text): &(&str, &str)| Source::new(*name, *text);
        let policy = SAMPLE.iter().filter(|(name, _)| *name == POLICY_FILE).map(source).next();
        let rules = SAMPLE.iter().filter(|(name, _)| name.starts_with(RULES)).map(source).collect();
        let mut diagnostics = Diagnostics::new();
        let sources = policy.and_then(|policy| PolicySources::of(policy, rules, &mut diagnostics));
        let examined = sources.and_then(|sources| Self::of_sources(&sources, &mut diagnostics, begin));
        examined.expect("the built-in sample is sound")
    }

    fn of_sources(
        sources: &PolicySources,
        diagnostics: &mut Diagnostics,
        begin: impl FnMut(&str, usize) + Send,
    ) -> Option<Self> {
        if !sources.sound {
            return None;
        }
        let draft = &sources.file.draft;
        let proofs = match draft.compile() {
            Ok(blob) => {
                let policy = Policy::verify(&blob).ok()?;
                let invariants: Vec<(String, String)> = sources
                    .file
                    .invariants
                    .iter()
                    .map(|stated| (stated.name.clone(), stated.rule.clone()))
                    .collect();
                let subject = Subject {
                    policy: &policy,
                    draft,
                    rules: &sources.rules.compiled.rules,
                    unreached: &sources.rules.compiled.unreached,
                    files: &files(&sources.rules.sources),
                    invariants: &invariants,
                };
                let proofs = check(&subject, begin);
                proofs.into_iter().map(|proof| shown(sources, proof)).collect()
            }
            Err(faults) => {
                if faults.iter().any(|fault| fault.breaks.is_none()) {
                    diagnostics.extend(faults.iter().map(|fault| sources.file.diagnostic(fault)));
                    return None;
                }
                let broken: Vec<(Property, Diagnostic)> = faults
                    .iter()
                    .filter_map(|fault| Some((fault.breaks?, sources.file.diagnostic(fault))))
                    .collect();
                unproved(sources, &broken)
            }
        };
        Some(Self::with(sources, proofs))
    }

    fn with(sources: &PolicySources, proofs: Vec<ShownProof>) -> Self {
        let draft = &sources.file.draft;
        let (name, version) = (draft.name.clone(), draft.version.clone());
        Self { name, version, digest: draft.sources, proofs }
    }

    /// Whether every property is proved, or given up by the policy itself. Without a proof, nothing is.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.proofs.is_empty()
            && self.proofs.iter().all(|proof| matches!(proof.verdict, Verdict::Proved | Verdict::Waived))
    }

    /// The proofs, in the order in which they were tried.
    #[must_use]
    pub fn proofs(&self) -> &[ShownProof] {
        &self.proofs
    }
}

/// What is broken of a policy whose tables cannot be put together; what else might be is left open.
fn unproved(sources: &PolicySources, broken: &[(Property, Diagnostic)]) -> Vec<ShownProof> {
    let proof = |property: Property| {
        let findings: Vec<ShownFinding> = broken
            .iter()
            .filter(|(breaks, _)| *breaks == property)
            .map(|(_, diagnostic)| ShownFinding {
                weight: Weight::Breaks,
                diagnostic: diagnostic.clone(),
                counterexample: None,
            })
            .collect();
        let verdict = if findings.is_empty() { Verdict::Open } else { Verdict::Broken };
        let name = property.label().to_string();
        ShownProof { property, name, verdict, situations: 0, nodes: 0, findings }
    };
    let properties = Property::ALL.iter().filter(|property| **property != Property::Invariant);
    let invariants = sources
        .file
        .invariants
        .iter()
        .map(|stated| ShownProof { name: stated.name.clone(), ..proof(Property::Invariant) });
    properties.map(|property| proof(*property)).chain(invariants).collect()
}

fn shown(sources: &PolicySources, proof: Proof) -> ShownProof {
    let Proof { property, name, verdict, situations, nodes, findings } = proof;
    let findings = findings.into_iter().map(|finding| located(sources, finding));
    // What is only worth knowing is not told of what the file leaves to the standard policy.
    let findings =
        findings.filter(|finding| finding.weight != Weight::Note || finding.diagnostic.line.is_some());
    let findings = findings.collect();
    ShownProof { property, name, verdict, situations, nodes, findings }
}

/// A finding with the line that it is about.
fn located(sources: &PolicySources, finding: Finding) -> ShownFinding {
    let Finding { weight, spot, message, help, counterexample } = finding;
    let mut diagnostic = match spot {
        Spot::Policy(place) => {
            let fault = Fault { place, message, help, breaks: None };
            sources.file.diagnostic(&fault)
        }
        Spot::File(name, line, column) => {
            let diagnostic = Diagnostic::error(&name, message).help(help);
            match sources.rules.sources.iter().find(|source| source.name == name) {
                Some(source) => at(source, Place { line, column }, diagnostic),
                None => diagnostic,
            }
        }
        Spot::Invariant(position) => {
            let diagnostic = Diagnostic::error(POLICY_FILE, message).help(help);
            let line = sources.file.invariants.get(position).map_or(0, |stated| stated.line);
            match line.checked_sub(1).and_then(|before| sources.rules.policy.text.lines().nth(before)) {
                Some(text) => diagnostic.line(line).snippet(Snippet::new(text, 0, text.chars().count())),
                None => diagnostic,
            }
        }
    };
    diagnostic.severity = match weight {
        Weight::Breaks | Weight::Open => Severity::Error,
        Weight::Waived => Severity::Warning,
        Weight::Note => Severity::Note,
    };
    ShownFinding { weight, diagnostic, counterexample }
}
