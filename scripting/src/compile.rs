//! From rule files to diagrams.

use crate::exploration::Exploration;
use crate::explorer::{Explorer, Interner, MAX_WORK, MAX_WORK_IN_ALL, Made};
use crate::fault::{Fault, Place};
use crate::sandbox::lock;
use crate::schema::Schema;
use crate::script::Script;
use crate::stack::with_stack;
use crate::syntax::is_nearly_an_entry;
use crate::value::Subject;
use plimsoll_core::diagram::Ref;
use plimsoll_core::policy::{Draft, DraftProposal, DraftRule, Reason, Space};
use std::collections::BTreeSet;

/// The most bytes of a rule file.
pub const MAX_FILE: usize = 64 * 1024;

/// A file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    /// Its name, as reasons give it, such as `rules/region.rhai`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A compiled rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The file it stands in, by position.
    pub file: usize,
    /// Its function.
    pub name: String,
    /// The line of the function.
    pub line: u16,
    /// The diagram and its outcomes, ready for [`Draft::rules`].
    pub rule: DraftRule,
    /// The facets that it reads, by name.
    pub reads: Vec<String>,
    /// How many paths it has.
    pub paths: usize,
    /// In how many situations it was compared with the interpreter, and whether these were all.
    pub compared: (u64, bool),
}

/// What came of some rule files: the rules, and everything that is wrong, each with the position of its file.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// The rules, by file and then in the order of their functions. Empty if anything is wrong.
    pub rules: Vec<Rule>,
    /// What is wrong.
    pub faults: Vec<(usize, Fault)>,
    /// Proposals that no situation reaches, each with the position of its file.
    pub unreached: Vec<(usize, Place)>,
    /// The roles that can be consulted, ready for [`Draft::roles`]: those of the policy, and those that only rules name.
    pub roles: Vec<String>,
}
/// Compiles rule files under a policy. Functions named `rule_*` take the risk, those named `route_*` the incident; others help.
///
/// ```
/// use plimsoll_core::policy::Draft;
/// use plimsoll_core::{Impact, Policy, Progress, RiskFacts};
/// use plimsoll_scripting::{RuleFile, compile};
/// let text = r#"
///     fn rule_external(risk) {
///         if risk.origin == "external" && risk.score > 8 { raise(2, "watched from outside"); }
///     }
/// "#;
/// let mut draft = Draft::standard();
/// let compiled = compile(&draft, &[RuleFile { name: "rules/a.rhai".into(), text: text.into() }]);
/// assert!(compiled.faults.is_empty());
/// draft.rules = compiled.rules.into_iter().map(|rule| rule.rule).collect();
/// let blob = draft.compile().unwrap();
/// let policy = Policy::verify(&blob).unwrap();
/// let facts = RiskFacts { rated: Impact::new(3).unwrap(), actions: Progress::new(3, 5).unwrap(), ..RiskFacts::default() };
/// assert_eq!(policy.assess(&facts).score.get(), 12);
/// assert_eq!(policy.assess(&facts.with(plimsoll_core::facet::ORIGIN, 1)).score.get(), 14);
/// ```
#[must_use]
pub fn compile(draft: &Draft, files: &[RuleFile]) -> Compiled {
    compile_within(draft, files, MAX_WORK_IN_ALL)
}

/// [`compile`], for those who have less time than a policy may take. `most` counts the children of diagrams that are worked
/// out, and four for each step of the interpreter; [`compile`] allows 800,000,000. Past it, a rule is refused, and marked as
/// [`Fault::unfinished`]. To compare with the interpreter may take as much again.
///
/// ```
/// use plimsoll_core::policy::Draft;
/// use plimsoll_scripting::{RuleFile, compile_within};
/// let text = "fn rule_a(risk) { if risk.impact > 3 { raise(1, \"grave\"); } }";
/// let file = RuleFile { name: "rules/a.rhai".into(), text: text.into() };
/// assert!(compile_within(&Draft::standard(), &[file.clone()], 10_000).faults.is_empty());
/// assert!(compile_within(&Draft::standard(), &[file], 10).faults[0].1.unfinished);
/// ```
#[must_use]
pub fn compile_within(draft: &Draft, files: &[RuleFile], most: u64) -> Compiled {
    let work = || {
        let mut draft = draft.clone();
        let mut compiled = Compiled::default();
        let mut left = most.min(MAX_WORK_IN_ALL);
        for (index, file) in files.iter().enumerate() {
            compile_file(&mut draft, index, file, &mut left, &mut compiled);
        }
        if !compiled.faults.is_empty() {
            compiled.rules.clear();
        }
        compiled.roles = draft.roles;
        compiled
    };
    with_stack(work).unwrap_or_else(|fault| Compiled { faults: vec![(0, fault)], ..Compiled::default() })
}

fn compile_file(draft: &mut Draft, index: usize, file: &RuleFile, left: &mut u64, compiled: &mut Compiled) {
    let before = compiled.faults.len();
    let script = match Script::read(file) {
        Ok(script) => script,
        Err(faults) => return compiled.faults.extend(faults.into_iter().map(|fault| (index, fault))),
    };
    let mut reached = BTreeSet::new();
    for (name, line) in &script.functions {
        let (space, parameter) = match name.split_once('_') {
            Some(("rule", _)) => (Space::Risk, "risk"),
            Some(("route", _)) => (Space::Incident, "incident"),
            _ => continue,
        };
        let parameters = script.parameters(name).len();
        if parameters != 1 {
            let place = Place { line: *line, column: 1 };
            let message = format!("{name} takes {parameters} parameters");
            let help = format!("a rule takes one: fn {name}({parameter})");
            compiled.faults.push((index, Fault::new(place, message, help)));
            continue;
        }
        let schema = Schema::new(draft, space);
        let explorer = Explorer::new(schema.clone(), schema.forest().with_budget(MAX_WORK.min(*left)));
        let mut exploration = Exploration::new(explorer, &script, name, &[Subject::Facts], |explorer, _| {
            Ok(explorer.made.clone())
        });
        exploration = exploration.within(*left);
        // The outcome that proposes nothing is the first.
        exploration.outcomes.number(&Vec::new());
        match exploration.run() {
            Ok(function) => {
                let principle = principle(&file.text, *line);
                let reason = |made: &Made| Reason {
                    source: file.name.clone(),
                    line: made.place.line,
                    rule: name.clone(),
                    text: made.text.clone(),
                    principle: principle.clone(),
                };
                match rule(&mut exploration, function, reason) {
                    Ok(rule) => {
                        compiled.rules.push(Rule { file: index, name: name.clone(), line: *line, ..rule })
                    }
                    Err(fault) => compiled.faults.push((index, fault)),
                }
            }
            Err(faults) => compiled.faults.extend(faults.into_iter().map(|fault| (index, fault))),
        }
        *left = left.saturating_sub(exploration.work());
        let mut explorer = lock(&exploration.shared);
        reached.append(&mut explorer.reached);
        draft.roles = std::mem::take(&mut explorer.schema.draft.roles);
    }
    let faults = misspelt(&script);
    compiled.faults.extend(faults.into_iter().map(|fault| (index, fault)));
    if compiled.faults.len() == before {
        // What stands in an invariant is judged where invariants are.
        let invariant =
            |place: &Place| script.around(*place).is_some_and(|(name, _)| name.starts_with("invariant_"));
        let dead = script.outline.proposals.difference(&reached).filter(|place| !invariant(place));
        compiled.unreached.extend(dead.map(|place| (index, *place)));
    }
}

/// Functions that are named nearly as rules are, but that no rule calls, not even by way of others: misspelt, a rule would count for
/// nothing.
fn misspelt(script: &Script) -> Vec<Fault> {
    let called = script.called();
    let functions = script.functions.iter();
    let uncalled = functions.filter(|(name, _)| !called.contains(name.as_str()) && is_nearly_an_entry(name));
    uncalled
        .map(|(name, line)| {
            let message = format!("\"{name}\" is named nearly as a rule is, but no rule calls it");
            let help = "name it rule_... or route_... if it is a rule; or call it from one, or remove it";
            Fault::new(Place { line: *line, column: 1 }, message, help)
        })
        .collect()
}

/// The compiled rule, once it has been compared with the interpreter.
fn rule(
    exploration: &mut Exploration<'_, Vec<Made>>,
    function: Ref,
    reason: impl Fn(&Made) -> Reason,
) -> Result<Rule, Fault> {
    let compared = exploration.compare(function)?;
    let outcomes = std::mem::replace(&mut exploration.outcomes, Interner::new()).into_values();
    let explorer = lock(&exploration.shared);
    let (words, root) = explorer.forest.emit(function).map_err(|large| {
        let (name, words) = (exploration.name, large.words);
        let message = format!("the diagram of {name} needs {words} words; there is room for 32,768");
        let help = "write several rules, or let it tell fewer situations apart";
        Fault::new(exploration.place(), message, help)
    })?;
    let proposal = |made: &Made| DraftProposal { kind: made.kind, amount: made.amount, reason: reason(made) };
    let outcomes = outcomes.iter().map(|outcome| outcome.iter().map(proposal).collect()).collect();
    let rule = DraftRule { space: explorer.schema.space, words, root, outcomes };
    let (reads, paths) = (exploration.reads(&explorer), exploration.paths);
    Ok(Rule { file: 0, name: String::new(), line: 0, rule, reads, paths, compared })
}

/// The principle that a comment right above a function names: `// derives_from: ...`.
fn principle(text: &str, line: u16) -> String {
    let above: Vec<&str> = text.lines().take(usize::from(line).saturating_sub(1)).collect();
    let comments = above.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("//"));
    let named = comments.filter_map(|line| line.trim_start_matches('/').trim().strip_prefix("derives_from:"));
    named.last().map(|name| name.trim().to_string()).unwrap_or_default()
}
