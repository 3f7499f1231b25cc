//! The guide for rule writers: its rules compile and propose what it says, and its errors are those that are told.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that meets what it did not expect should stop"
)]

use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, KnownFacet, Reason, Space};
use plimsoll_core::{
    Impact, IncidentFacts, Policy, Progress, ProposalKind, Response, RiskFacts, Stage, TeamId, Trace, facet,
};
use plimsoll_scripting::{Compiled, RuleFile, compile};

const GUIDE: &str = include_str!("../README.md");

/// The texts of the blocks of a language, each with what follows it up to the next block.
fn blocks(language: &str) -> Vec<(&'static str, &'static str)> {
    let fence = format!("```{language}\n");
    let parts = GUIDE.split(fence.as_str()).skip(1);
    parts
        .map(|part| {
            let (block, rest) = part.split_once("```\n").unwrap();
            (block, rest.split_once("```").map_or(rest, |(text, _)| text))
        })
        .collect()
}

/// The standard policy with the obligations and facets that the guide declares.
fn draft() -> Draft {
    let mut draft = Draft::standard();
    let (declared, _) = blocks("toml").into_iter().find(|(block, _)| block.contains("[[facet]]")).unwrap();
    let quoted =
        |text: &str| -> Vec<String> { text.split('"').skip(1).step_by(2).map(str::to_owned).collect() };
    for section in declared.split("[[").skip(1) {
        let name = quoted(section.lines().nth(1).unwrap()).remove(0);
        if section.starts_with("obligation") {
            let obligation = DraftObligation {
                name,
                max_level: Some(4),
                forbids_acceptance: false,
                reason: Reason::default(),
            };
            draft.obligations.push(obligation);
            continue;
        }
        let values = section.lines().nth(2).unwrap();
        let domain = if values.starts_with("labels") {
            DraftDomain::Labels(quoted(values))
        } else {
            let (_, ends) = values.split_once('[').unwrap();
            let (low, high) = ends.trim_end_matches(']').split_once(", ").unwrap();
            DraftDomain::Range { low: low.parse().unwrap(), high: high.parse().unwrap(), names: Vec::new() }
        };
        draft.facets.push(DraftFacet { name, domain });
    }
    draft
}

fn compiled(text: &str) -> Compiled {
    compile(&draft(), &[RuleFile { name: "rules/guide.rhai".into(), text: text.into() }])
}

#[test]
fn every_rule_of_the_guide_compiles_and_is_of_use() {
    let draft = draft();
    assert_eq!((draft.obligations.len(), draft.facets.len()), (2, 5));
    let blocks = blocks("rhai");
    assert_eq!(blocks.len(), 12, "a first rule, ten worked ones, invariants");
    let mut rules = 0;
    for (block, _) in &blocks {
        let compiled = compiled(block);
        assert!(compiled.faults.is_empty(), "{:?}\n{block}", compiled.faults);
        assert!(compiled.unreached.is_empty(), "{:?}\n{block}", compiled.unreached);
        for rule in &compiled.rules {
            let proposals = rule.rule.outcomes.iter().flatten();
            assert!(
                proposals.map(|proposal| &proposal.reason.principle).all(|name| !name.is_empty()),
                "{block}"
            );
        }
        rules += compiled.rules.len();
    }
    assert_eq!(rules, 11);
    // All of them together are one policy.
    let all = blocks
        .iter()
        .enumerate()
        .map(|(n, (block, _))| RuleFile { name: format!("rules/{n}.rhai"), text: (*block).into() });
    let all = compile(&draft, &all.collect::<Vec<_>>());
    let mut draft = draft;
    draft.rules = all.rules.into_iter().map(|rule| rule.rule).collect();
    assert!(Policy::verify(&draft.compile().unwrap()).is_ok());
}

/// The value of a fact as the guide writes it.
fn value(known: &KnownFacet, text: &str) -> u16 {
    let found = match &known.domain {
        DraftDomain::Bool => ["false", "true"].iter().position(|word| *word == text),
        DraftDomain::Labels(labels) => labels.iter().position(|label| label == text),
        DraftDomain::Range { low, .. } => usize::try_from(text.parse::<i32>().unwrap() - low).ok(),
    };
    u16::try_from(found.unwrap_or_else(|| panic!("{}: {text}", known.name))).unwrap()
}

/// What the rules of a block propose for facts as the guide writes them, as the guide writes it.
fn proposed(block: &str, facts: &str) -> String {
    let mut draft = draft();
    let rules = compiled(block).rules;
    let space = rules[0].rule.space;
    draft.rules = rules.into_iter().map(|rule| rule.rule).collect();
    let known = draft.facets_of(space);
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let (mut risk, mut incident) = (RiskFacts::default(), IncidentFacts::default());
    (risk.rated, risk.actions) = (Impact::new(1).unwrap(), Progress::new(0, 5).unwrap());
    for fact in facts.split(", ") {
        let (name, text) = fact.split_once(" = ").unwrap();
        let known = known.iter().find(|known| known.name == name).unwrap_or_else(|| panic!("no fact {name}"));
        let value = value(known, text);
        match (space, name) {
            (Space::Risk, "impact") => risk.rated = Impact::new(text.parse().unwrap()).unwrap(),
            (Space::Risk, "likelihood") => risk.actions = Progress::new(value, 5).unwrap(),
            (Space::Risk, _) => risk.set(known.facet, value),
            (Space::Incident, _) => incident.set(known.facet, value),
        }
    }
    let mut trace = Trace::<64>::new();
    match space {
        Space::Risk => {
            let decision = policy.assess_into(&risk, &mut trace);
            assert_eq!(decision.impact, risk.rated, "the floor stays out of the guide's examples");
        }
        Space::Incident => {
            policy.route_into(&incident, &mut trace);
        }
    }
    let names = policy.names().unwrap();
    let steps = trace.steps().iter().filter(|step| step.stage == Stage::Rule);
    let told: Vec<String> = steps
        .map(|step| {
            let (kind, to) = (step.proposal.unwrap(), u8::try_from(step.to).unwrap());
            let what = match kind {
                ProposalKind::Demand | ProposalKind::Forbid => Response::from_index(to).unwrap().to_string(),
                ProposalKind::SendTo => names.team(TeamId(to)).unwrap().to_owned(),
                ProposalKind::Consult => names.role(to).unwrap().to_owned(),
                _ => (step.to - step.from).to_string(),
            };
            format!("{kind} {what}")
        })
        .collect();
    if told.is_empty() { "nothing".into() } else { told.join(", ") }
}

#[test]
fn worked_rules_propose_what_the_guide_says() {
    let mut examples = 0;
    for (block, after) in blocks("rhai") {
        for line in after.lines().filter(|line| line.starts_with("For example, with")) {
            let quoted: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
            for pair in quoted.chunks(2) {
                assert_eq!(proposed(block, pair[0]), pair[1], "{}", pair[0]);
                examples += 1;
            }
        }
    }
    assert_eq!(examples, 20, "two for each of ten");
}

#[test]
fn errors_are_told_as_the_guide_says() {
    let (_, table) = GUIDE.split_once("## What errors mean").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let mut checked = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let code = |cell: &str| cell.split('`').nth(1).map(str::to_owned);
        let message = code(cells[0]).unwrap();
        let Some(example) = code(cells[1]) else {
            let without = ["has more than 50000 paths", "more work than the rules of a policy may be"];
            assert!(without.contains(&message.as_str()), "{message} has no example");
            continue;
        };
        let file = example.starts_with("fn ") || cells[1].contains("outside functions");
        let text = if file { example } else { format!("fn rule_a(risk) {{ {example} }}") };
        let compiled = compiled(&text);
        if cells[0].contains("(a warning)") {
            assert!(compiled.faults.is_empty() && compiled.unreached.len() == 1, "{text}");
        } else {
            let told: Vec<String> = compiled.faults.iter().map(|(_, fault)| fault.to_string()).collect();
            assert!(told.iter().any(|told| told.contains(&message)), "{text}: {message}: {told:?}");
        }
        checked += 1;
    }
    assert_eq!(checked, 31);
}

/// What the table of the language lists, in one rule.
#[test]
fn the_language_is_as_the_guide_says() {
    let text = r#"
const TABLE = #{ apac: 2, emea: 1, nordics: 0 };
const SQUARES = [1, 4, 9];
fn weight(risk) { 2 * risk.impact }
fn sum(limit) { let n = 0; for x in [1, 2, 3] { if x == 2 { continue; } if x > limit { break; } n += x; } return n; }
fn rule_all(risk) {
    let points = 0;
    points += TABLE[risk.region] + SQUARES[points] - 1;
    for n in 0..2 { points += n - n * 2 / 2 % 5; }
    let left = 3;
    while left > 0 { left -= 1; }
    if "apac" in TABLE && risk.score in 5..=9 || !(abs(0 - weight(risk)) >= 2) { points += sum(3); }
    else if min(weight(risk), 7) != max(1, int("medium")) { points += 0; }
    switch risk.region { "apac" if risk.pci => raise(10, "a"), "emea" => raise(20, "b"), _ => () }
    if points > 0 && text(risk.region) != "none" { raise(points, "c"); }
}
"#;
    // apac: 2; the score is 6: 1 + 3; and 10 for pci.
    assert_eq!(proposed(text, "impact = 3, likelihood = 2, region = apac, pci = true"), "raise 10, raise 6");
    assert_eq!(proposed(text, "impact = 1, likelihood = 1, region = emea"), "raise 20, raise 1");
    assert_eq!(proposed(text, "impact = 1, likelihood = 1"), "nothing");
}

/// The tables of facts name every fact, and those of proposals every proposal.
#[test]
fn the_guide_names_every_fact_and_proposal() {
    let draft = Draft::standard();
    for space in [Space::Risk, Space::Incident] {
        for known in draft.facets_of(space) {
            let derived = [facet::SCORE, facet::WITHIN_LIMIT].contains(&known.facet) && space == Space::Risk
                || known.facet == facet::TARGET && space == Space::Incident;
            assert!(derived || GUIDE.contains(&format!("`{}`", known.name)), "{}", known.name);
            let DraftDomain::Labels(labels) = &known.domain else { continue };
            let listed = known.facet != facet::KIND && !derived;
            for label in labels.iter().filter(|_| listed || space == Space::Risk) {
                assert!(GUIDE.contains(&format!("`\"{label}\"`")), "{}: {label}", known.name);
            }
        }
    }
    for kind in ["raise", "lower", "tighten_limit", "loosen_limit", "demand", "forbid", "send_to", "consult"]
    {
        assert!(GUIDE.contains(&format!("| `{kind}(")), "{kind}");
    }
}

/// The example beside the guide, which cargo builds with the tests of the crate.
#[test]
fn the_example_tells_of_diagrams_decisions_proofs_and_refusals() {
    let program = std::env::current_exe().unwrap();
    let example = program.ancestors().nth(2).unwrap().join("examples/rules");
    assert!(example.is_file(), "cargo build -p plimsoll-scripting --example rules");
    let run = std::process::Command::new(example).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let told = String::from_utf8(run.stdout).unwrap();
    for line in [
        "  rule_watched: reads ",
        // 3 x 4, since 3 of 5 actions are not completed; the one who knows the way in adds 1, the one outside 2.
        "  internal: score 13 of 9, reduce\n    rules/inline.rhai:6 rule_insider: knows the way in\n",
        "  external: score 14 of 9, reduce\n    rules/inline.rhai:3 rule_watched: watched from outside\n",
        "  grave risks are not accepted: proved, ",
        "  3:11: division by zero, or a quotient that is too large (where impact = 3; ",
        "compiled, and not sound:\n",
        "  monotone: broken, ",
        "  envelope: broken, ",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}
