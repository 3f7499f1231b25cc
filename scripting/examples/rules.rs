//! Rules in Rhai from text to decisions: compiled, decided without Rhai, proved, and refused with the situation that is wrong.
//!
//! ```sh
//! cargo run -p plimsoll-scripting --example rules
//! ```
//!
//! `plimsoll check` and `plimsoll build` do the same for a directory; this is for who writes an editor, a service, or a build
//! script that takes rules from elsewhere.

use plimsoll_core::facet::ORIGIN;
use plimsoll_core::policy::Draft;
use plimsoll_core::{CiaFloor, Impact, Policy, Progress, RiskFacts};
use plimsoll_scripting::{Compiled, RuleFile, Subject, Verdict, check, compile};
use std::error::Error;
use std::io;

/// Sound: what is watched from outside counts for more, up to what the envelope of the policy allows.
const WATCHED: &str = r#"
fn rule_watched(risk) {
    if risk.origin == "external" && risk.score > 8 { raise(2, "watched from outside"); }
}
fn rule_insider(risk) {
    if risk.origin == "internal" && risk.threat_class == "deliberate" { raise(1, "knows the way in"); }
}
fn invariant_grave(risk, decision) { decision.score < 20 || decision.response != "accept" }
"#;

/// Fails at one level of impact of five, which a test of the others does not meet.
const DIVIDES: &str = r"
fn rule_share(risk) {
    if 12 / (risk.impact - 3) > 4 { raise(1, `a large share`); }
}
";

/// Compiles, but asks for more than it can get, and then a graver risk ends up with a lower score.
const JUMPS: &str = r#"
fn rule_small_ones(risk) { if risk.impact < 3 { raise(9, "small ones add up"); } }
"#;

fn file(text: &str) -> RuleFile {
    RuleFile { name: "rules/inline.rhai".into(), text: text.into() }
}

/// The standard policy, without the floor that ratings of assets set, and with rules that compiled.
fn draft(compiled: &Compiled) -> Draft {
    let rules = compiled.rules.iter().map(|rule| rule.rule.clone()).collect();
    Draft { cia_floor: CiaFloor::NONE, roles: compiled.roles.clone(), rules, ..Draft::standard() }
}

fn blob(draft: &Draft) -> io::Result<Vec<u8>> {
    draft.compile().map_err(|faults| io::Error::other(format!("{faults:#?}")))
}

/// What is proved of a policy with rules, and where it is not so.
fn prove(compiled: &Compiled, text: &str) -> io::Result<()> {
    let draft = draft(compiled);
    let blob = blob(&draft)?;
    let policy = Policy::verify(&blob).map_err(io::Error::other)?;
    let invariant = ("grave risks are not accepted".to_owned(), "invariant_grave".to_owned());
    let invariants = if text.contains("invariant_grave") { vec![invariant] } else { Vec::new() };
    let files = [file(text)];
    let subject = Subject {
        policy: &policy,
        draft: &draft,
        rules: &compiled.rules,
        unreached: &compiled.unreached,
        files: &files,
        invariants: &invariants,
    };
    for proof in check(&subject, |_, _| ()) {
        println!("  {}: {}, {} situations", proof.name, proof.verdict.label(), proof.situations);
        if proof.verdict == Verdict::Proved {
            continue;
        }
        for finding in &proof.findings {
            println!("    {}", finding.message);
            let Some(example) = &finding.counterexample else { continue };
            let when = example.when.iter().map(|(facet, value)| format!("{facet} {value}"));
            println!("      where {}", when.collect::<Vec<_>>().join(", "));
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let standard = Draft { cia_floor: CiaFloor::NONE, ..Draft::standard() };

    println!("two rules:");
    let compiled = compile(&standard, &[file(WATCHED)]);
    for rule in &compiled.rules {
        let (situations, all) = rule.compared;
        println!(
            "  {}: reads {}; {} paths became {} bytes, which agree with the interpreter in {situations} situations{}",
            rule.name,
            rule.reads.join(", "),
            rule.paths,
            rule.rule.words.len(),
            if all { ", which are all" } else { "" },
        );
    }

    // From here on nothing knows of Rhai: this is what a device gets.
    let blob = blob(&draft(&compiled))?;
    let policy = Policy::verify(&blob)?;
    let facts = RiskFacts {
        rated: Impact::new(3).ok_or("1 to 10")?,
        actions: Progress::new(3, 5).ok_or("more uncompleted than there are")?,
        ..RiskFacts::default()
    };
    println!("decided under {} bytes:", blob.len());
    for (origin, value) in [("internal", 0), ("external", 1)] {
        let (decision, trace) = policy.explain(&facts.with(ORIGIN, value));
        println!("  {origin}: score {} of {}, {}", decision.score, decision.limit, decision.response);
        let words = trace.steps().iter().filter_map(|step| policy.names()?.reason(step.reason));
        for words in words.filter(|words| !words.rule.is_empty()) {
            println!("    {}:{} {}: {}", words.source, words.line, words.rule, words.text);
        }
    }

    println!("proved:");
    prove(&compiled, WATCHED)?;

    println!("refused, since it fails somewhere:");
    for (_, fault) in compile(&standard, &[file(DIVIDES)]).faults {
        println!("  {fault}\n    {}", fault.help);
    }

    println!("compiled, and not sound:");
    prove(&compile(&standard, &[file(JUMPS)]), JUMPS)?;
    Ok(())
}
