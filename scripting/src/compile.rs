//! From rule files to diagrams.

use crate::explorer::{Explorer, Facts, Interner, MAX_NODES, MAX_PATHS, Made};
use crate::fault::{Fault, Place};
use crate::sandbox::{Shared, bare, engine, lock};
use crate::schema::Schema;
use crate::syntax::{Outline, outline};
use crate::value::Subject;
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{FacetSet, Values};
use plimsoll_core::policy::{Draft, DraftProposal, DraftRule, Reason, Space};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, Map, Scope};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The most bytes of a rule file.
pub const MAX_FILE: usize = 64 * 1024;

/// How large the stack is on which rules are read and run, whatever the caller's.
const STACK: usize = 64 << 20;

/// How many situations a compiled rule is compared with the interpreter in, where they are too many for all.
const SAMPLES: u64 = 512;

/// Up to how many situations all are compared.
const ALL: u128 = 4096;

/// From here on, outcomes are faults.
const FAULTY: u32 = 1 << 28;

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
    let work = || {
        let mut compiled = Compiled::default();
        for (index, file) in files.iter().enumerate() {
            compile_file(draft, index, file, &mut compiled);
        }
        if !compiled.faults.is_empty() {
            compiled.rules.clear();
        }
        compiled
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(compiled)) => compiled,
            Ok(Err(_)) | Err(_) => {
                let fault = Fault::new(
                    Place::default(),
                    "the compiler could not be run",
                    "report this with the rule files",
                );
                Compiled { faults: vec![(0, fault)], ..Compiled::default() }
            }
        }
    })
}

fn compile_file(draft: &Draft, index: usize, file: &RuleFile, compiled: &mut Compiled) {
    let before = compiled.faults.len();
    let report = |compiled: &mut Compiled, fault: Fault| compiled.faults.push((index, fault));
    if file.text.len() > MAX_FILE {
        let message = format!("the file has {} bytes; a rule file has at most {MAX_FILE}", file.text.len());
        return report(compiled, Fault::new(Place::default(), message, "split it"));
    }
    let ast = match bare().compile(&file.text) {
        Ok(ast) => ast,
        Err(error) => {
            let fault = Fault::new(error.1.into(), error.0.to_string(), "see the guide for rule writers");
            return report(compiled, fault);
        }
    };
    let outline = match outline(&ast) {
        Ok(outline) => outline,
        Err(faults) => return compiled.faults.extend(faults.into_iter().map(|fault| (index, fault))),
    };
    let constants = match constants(&ast) {
        Ok(constants) => constants,
        Err(fault) => return report(compiled, fault),
    };
    let mut reached = BTreeSet::new();
    for (name, line) in in_order(&file.text, &outline) {
        let (space, parameter) = match name.split_once('_') {
            Some(("rule", _)) => (Space::Risk, "risk"),
            Some(("route", _)) => (Space::Incident, "incident"),
            _ => continue,
        };
        let parameters = outline.functions.get(&name).map_or(0, Vec::len);
        if parameters != 1 {
            let place = Place { line, column: 1 };
            let message = format!("{name} takes {parameters} parameters");
            report(compiled, Fault::new(place, message, format!("a rule takes one: fn {name}({parameter})")));
            continue;
        }
        let mut exploration = Exploration::new(draft, space, &outline, &constants, &ast, &name);
        match exploration.run() {
            Ok(function) => {
                let reason = |made: &Made| Reason {
                    source: file.name.clone(),
                    line: made.place.line,
                    rule: name.clone(),
                    text: made.text.clone(),
                    principle: principle(&file.text, line),
                };
                match exploration.rule(function, reason) {
                    Ok(rule) => compiled.rules.push(Rule { file: index, name: name.clone(), line, ..rule }),
                    Err(fault) => report(compiled, fault),
                }
            }
            Err(faults) => compiled.faults.extend(faults.into_iter().map(|fault| (index, fault))),
        }
        reached.append(&mut lock(&exploration.shared).reached);
    }
    if compiled.faults.len() == before {
        let dead = outline.proposals.difference(&reached);
        compiled.unreached.extend(dead.map(|place| (index, *place)));
    }
}

/// The values of the constants of a file.
fn constants(ast: &AST) -> Result<Map, Fault> {
    let mut scope = Scope::new();
    bare().run_ast_with_scope(&mut scope, &ast.clone_statements_only()).map_err(|error| told(&error))?;
    Ok(scope.iter().map(|(name, _, value)| (name.into(), value)).collect())
}

/// The functions of a file in the order of their lines.
fn in_order(text: &str, outline: &Outline) -> Vec<(String, u16)> {
    let line_of = |name: &str| {
        let begins = |line: &str| {
            let rest = line.trim_start().strip_prefix("private ").unwrap_or(line.trim_start());
            let rest = rest.strip_prefix("fn ").map(str::trim_start)?;
            rest.strip_prefix(name)?.trim_start().starts_with('(').then_some(())
        };
        text.lines().position(|line| begins(line).is_some())
    };
    let number = |line: Option<usize>| {
        line.and_then(|line| u16::try_from(line.saturating_add(1)).ok()).unwrap_or_default()
    };
    let mut functions: Vec<(String, u16)> =
        outline.functions.keys().map(|name| (name.clone(), number(line_of(name)))).collect();
    functions.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    functions
}

/// The principle that a comment right above a function names: `// derives_from: ...`.
fn principle(text: &str, line: u16) -> String {
    let above: Vec<&str> = text.lines().take(usize::from(line).saturating_sub(1)).collect();
    let comments = above.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("//"));
    let named = comments.filter_map(|line| line.trim_start_matches('/').trim().strip_prefix("derives_from:"));
    named.last().map(|name| name.trim().to_string()).unwrap_or_default()
}

/// What the interpreter complains of, as a fault.
fn told(error: &EvalAltResult) -> Fault {
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(_, _, cause, _) = inner {
        inner = cause;
    }
    let (message, help) = match inner {
        EvalAltResult::ErrorTooManyOperations(_) => {
            ("the rule takes too many steps".into(), "loops must end soon: a run has 20,000 steps")
        }
        EvalAltResult::ErrorStackOverflow(_) => {
            ("functions call each other too deeply".into(), "a run has at most 16 calls inside each other")
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => (
            format!("{what} is too large"),
            "arrays and maps have at most 64 members, strings 256 characters",
        ),
        EvalAltResult::ErrorVariableNotFound(name, _) => (
            format!("there is no variable \"{name}\""),
            "functions see their parameters, their own variables and the constants of the file",
        ),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            (format!("{signature} is not possible"), "see the guide for what can be called with what")
        }
        EvalAltResult::ErrorMismatchDataType(wanted, found, _) => {
            (format!("{found} stands where {wanted} is needed"), "see the guide for rule writers")
        }
        other => (other.to_string(), "see the guide for rule writers"),
    };
    Fault::new(inner.position().into(), message, help)
}

struct Exploration<'a> {
    shared: Shared,
    engine: Engine,
    ast: &'a AST,
    name: &'a str,
    outcomes: Interner<Vec<Made>>,
    faults: Interner<(Place, String, String)>,
    paths: usize,
}

impl<'a> Exploration<'a> {
    fn new(
        draft: &Draft,
        space: Space,
        outline: &Outline,
        constants: &Map,
        ast: &'a AST,
        name: &'a str,
    ) -> Self {
        let shared: Shared = Arc::new(Mutex::new(Explorer::new(Schema::new(draft, space))));
        let engine = engine(&shared, &outline.plain, constants);
        let mut outcomes = Interner::new();
        outcomes.number(&Vec::new());
        Self { shared, engine, ast, name, outcomes, faults: Interner::new(), paths: 0 }
    }

    /// Runs the rule once, under the answers given so far: its outcome.
    fn once(&mut self) -> u32 {
        lock(&self.shared).rewind();
        let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
        let mut scope = Scope::new();
        let result: Result<Dynamic, _> =
            self.engine.call_fn_with_options(options, &mut scope, self.ast, self.name, (Subject,));
        let mut explorer = lock(&self.shared);
        let fault = explorer.fault.take().or_else(|| result.err().map(|error| told(&error)));
        match fault {
            Some(fault) => {
                self.faults.number(&(fault.place, fault.message, fault.help)).saturating_add(FAULTY)
            }
            None => self.outcomes.number(&explorer.made),
        }
    }

    /// The function of the rule, from situations to outcomes.
    fn run(&mut self) -> Result<Ref, Vec<Fault>> {
        let function = loop {
            let outcome = self.once();
            self.paths = self.paths.saturating_add(1);
            let mut explorer = lock(&self.shared);
            if let Some(function) = explorer.finish(Ref::terminal(outcome)) {
                break function;
            }
            if self.paths >= MAX_PATHS || explorer.forest.made() > MAX_NODES {
                return Err(vec![self.too_large(&mut explorer)]);
            }
        };
        let explorer = lock(&self.shared);
        let faulty = explorer.forest.values(function).into_iter().filter(|outcome| *outcome >= FAULTY);
        let faults: Vec<Fault> = faulty
            .filter_map(|outcome| {
                let (place, message, help) = self.faults.get(outcome.saturating_sub(FAULTY))?;
                let everywhere = function == Ref::terminal(outcome);
                let situation =
                    explorer.forest.find(function, |value| value == outcome).filter(|_| !everywhere);
                let count = explorer.forest.count(function, |value| value == outcome);
                let situation = situation.map(|situation| (explorer.schema.describe(&situation), count));
                Some(Fault { situation, ..Fault::new(*place, message, help) })
            })
            .collect();
        if faults.is_empty() { Ok(function) } else { Err(faults) }
    }

    fn too_large(&self, explorer: &mut Explorer) -> Fault {
        let (read, explored) = (names(explorer, explorer.read), explorer.explored_percent());
        let message = format!(
            "{} has more than {} paths; {explored} % of all situations were explored, reading {}",
            self.name,
            self.paths,
            read.join(", ")
        );
        Fault::new(
            Place::default(),
            message,
            "write several rules instead of several independent conditions in one",
        )
    }

    /// The compiled rule, once it has been compared with the interpreter.
    fn rule(&mut self, function: Ref, reason: impl Fn(&Made) -> Reason) -> Result<Rule, Fault> {
        let compared = self.compare(function)?;
        let explorer = lock(&self.shared);
        let (words, root) = explorer.forest.emit(function).map_err(|large| {
            let message =
                format!("the diagram of {} needs {} words; there is room for 32,768", self.name, large.words);
            Fault::new(
                Place::default(),
                message,
                "write several rules, or let it tell fewer situations apart",
            )
        })?;
        let reads = names(&explorer, explorer.read);
        let space = explorer.schema.space;
        drop(explorer);
        let outcomes = std::mem::replace(&mut self.outcomes, Interner::new()).into_values();
        let proposal =
            |made: &Made| DraftProposal { kind: made.kind, amount: made.amount, reason: reason(made) };
        let outcomes = outcomes.iter().map(|outcome| outcome.iter().map(proposal).collect()).collect();
        let rule = DraftRule { space, words, root, outcomes };
        Ok(Rule { file: 0, name: String::new(), line: 0, rule, reads, paths: self.paths, compared })
    }

    /// Compares the function with direct interpretation: everywhere if the situations that it can tell apart are few, else at
    /// one of each outcome and at many others.
    fn compare(&mut self, function: Ref) -> Result<(u64, bool), Fault> {
        let (points, all) = {
            let explorer = lock(&self.shared);
            points(&explorer, function)
        };
        for values in &points {
            lock(&self.shared).facts = Facts::Given(Box::new(*values));
            let interpreted = self.once();
            let mut explorer = lock(&self.shared);
            explorer.facts = Facts::Explored;
            if explorer.forest.value(function, values) != interpreted {
                let message = format!("{} does not do the same when it is interpreted", self.name);
                return Err(Fault::new(
                    Place::default(),
                    message,
                    "make values plain with int(...) and text(...), and report this",
                ));
            }
        }
        Ok((u64::try_from(points.len()).unwrap_or(u64::MAX), all))
    }
}

fn names(explorer: &Explorer, read: FacetSet) -> Vec<String> {
    let read = explorer.schema.facets().iter().filter(|known| read.contains(known.facet));
    read.map(|known| known.name.clone()).collect()
}

/// Situations to compare in, and whether they are all that there are over the facets read.
fn points(explorer: &Explorer, function: Ref) -> (Vec<Values>, bool) {
    let facets: Vec<_> = explorer.read.iter().map(|facet| (facet, explorer.forest.size(facet))).collect();
    let total = facets.iter().fold(1_u128, |product, (_, size)| product.saturating_mul((*size).into()));
    let start = [0; plimsoll_core::facet::FACETS];
    if total <= ALL {
        let mut points = vec![start];
        for (facet, size) in facets {
            let extended = points.iter().flat_map(|point| {
                (0..size).map(move |value| {
                    let mut point = *point;
                    point.get_mut(facet.index()).into_iter().for_each(|slot| *slot = value);
                    point
                })
            });
            points = extended.collect();
        }
        return (points, true);
    }
    let outcomes = explorer.forest.values(function).into_iter();
    let mut points: Vec<Values> = outcomes
        .filter_map(|outcome| explorer.forest.find(function, |value| value == outcome))
        .map(|situation| situation.lowest())
        .collect();
    let mut state = 0_u64;
    for _ in 0..SAMPLES {
        let mut point = start;
        for (facet, size) in &facets {
            let value =
                next(&mut state).checked_rem((*size).into()).and_then(|value| u16::try_from(value).ok());
            point.get_mut(facet.index()).into_iter().for_each(|slot| *slot = value.unwrap_or_default());
        }
        points.push(point);
    }
    (points, false)
}

/// The next number of a fixed sequence (SplitMix64): the same situations every time.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
