//! Rule files, interpreted directly: an ordinary Rhai engine, in which facts are ordinary values.
//!
//! Nothing here explores or compiles. A rule runs once for one situation, and what it proposes is written down. Whatever a
//! compiled rule proposes in that situation has to be the same.
//!
//! ```
//! use plimsoll_tests::interpreter::{Interpreter, Known, What};
//!
//! let text = "fn rule_a(risk) {\n  if risk.impact > 3 { raise(risk.impact - 3, \"grave\"); }\n}";
//! let interpreter = Interpreter::new(text, Known::default())?;
//! let proposals = interpreter.run("rule_a", [("impact".into(), 5.into())])?;
//! assert_eq!((proposals[0].kind.as_str(), &proposals[0].what, proposals[0].line), ("raise", &What::Number(2), 2));
//! assert!(interpreter.run("rule_a", [("impact".into(), 2.into())])?.is_empty());
//! # Ok::<(), String>(())
//! ```

use rhai::packages::{Package, StandardPackage};
use rhai::{
    AST, Dynamic, Engine, EvalAltResult, INT, Map, Module, NativeCallContext, Position, Scope, Shared,
};
use std::sync::{Arc, Mutex};

/// How many operations a run may take: more than a rule may, so that the compiler gives up first.
const OPERATIONS: u64 = 100_000;

thread_local! {
    /// What every script can call, made once: it has more functions than most rule files have words.
    static STANDARD: Shared<Module> = StandardPackage::new().as_shared_module();
}

/// The names that proposals may give.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Teams that are staffed.
    pub teams: Vec<String>,
    /// Roles that can be consulted.
    pub roles: Vec<String>,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// By how much.
    Number(i64),
    /// Which response, team or role.
    Name(String),
}

/// One proposal of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// `raise`, `demand`, ...
    pub kind: String,
    /// By how much, or which.
    pub what: What,
    /// Why.
    pub reason: String,
    /// The line of the call.
    pub line: u16,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An ordinal or a count.
    Number(i64),
    /// A label.
    Label(String),
    /// True or false.
    Flag(bool),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A rule file, ready to run.
pub struct Interpreter {
    engine: Engine,
    ast: AST,
    made: Arc<Mutex<Vec<Proposal>>>,
}

impl Interpreter {
    /// Reads a rule file.
    ///
    /// # Errors
    /// What Rhai says about a text that is none of its own, or about its constants.
    pub fn new(text: &str, known: Known) -> Result<Self, String> {
        let made = Arc::default();
        let mut engine = Engine::new_raw();
        engine.register_global_module(STANDARD.with(Shared::clone));
        engine.set_max_operations(OPERATIONS);
        engine.set_max_call_levels(24);
        engine.set_max_expr_depths(0, 0);
        proposals(&mut engine, &made, &Arc::new(known));
        conversions(&mut engine);
        let ast = engine.compile(text).map_err(|error| error.to_string())?;
        // Functions see no variables of the file but those of a module that is shared.
        let mut scope = Scope::new();
        engine
            .run_ast_with_scope(&mut scope, &ast.clone_statements_only())
            .map_err(|error| error.to_string())?;
        let mut constants = Module::new();
        for (name, _, value) in scope.iter() {
            constants.set_var(name, value);
        }
        engine.register_global_module(constants.into());
        Ok(Self { engine, ast, made })
    }

    /// The functions whose names begin so, in the order of the file.
    #[must_use]
    pub fn functions(&self, prefix: &str) -> Vec<String> {
        let functions = self.ast.iter_fn_def().filter(|function| function.name.starts_with(prefix));
        let place = |position: Position| (position.line(), position.position());
        let mut found: Vec<_> = functions
            .map(|function| (place(function.body.start_position()), function.name.to_string()))
            .collect();
        found.sort();
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// What a rule proposes for some facts.
    ///
    /// # Errors
    /// What Rhai says where the rule fails.
    pub fn run(
        &self,
        rule: &str,
        facts: impl IntoIterator<Item = (String, Value)>,
    ) -> Result<Vec<Proposal>, String> {
        let facts: Map = facts.into_iter().map(|(name, value)| (name.into(), dynamic(value))).collect();
        self.made.lock().expect("nothing panics").clear();
        let result: Result<Dynamic, _> =
            self.engine.call_fn(&mut Scope::new(), &self.ast, rule, (Dynamic::from_map(facts),));
        let made = std::mem::take(&mut *self.made.lock().expect("nothing panics"));
        drop(result.map_err(|error| error.to_string())?);
        let incident = rule.starts_with("route_");
        match made.iter().find(|made| matches!(made.kind.as_str(), "send_to" | "consult") != incident) {
            Some(wrong) => Err(format!("{} is not for {rule} (line {})", wrong.kind, wrong.line)),
            None => Ok(made),
        }
    }
}

fn dynamic(value: Value) -> Dynamic {
    match value {
        Value::Number(number) => number.into(),
        Value::Label(label) => label.into(),
        Value::Flag(flag) => flag.into(),
    }
}

type Outcome<T> = Result<T, Box<EvalAltResult>>;

fn proposals(engine: &mut Engine, made: &Arc<Mutex<Vec<Proposal>>>, known: &Arc<Known>) {
    for kind in ["raise", "lower", "tighten_limit", "loosen_limit", "demand", "forbid", "send_to", "consult"]
    {
        let (made, known) = (Arc::clone(made), Arc::clone(known));
        engine.register_fn(
            kind,
            move |context: NativeCallContext<'_>, what: Dynamic, reason: &str| -> Outcome<()> {
                let what = proposed(kind, &what, &known)?;
                let reason = reason.trim().to_owned();
                if reason.is_empty() {
                    return Err(format!("{kind} without a reason").into());
                }
                let line = context.call_position().line().unwrap_or_default();
                let line = u16::try_from(line).expect("a file of at most 65,535 lines");
                let proposal = Proposal { kind: kind.to_owned(), what, reason, line };
                made.lock().expect("nothing panics").push(proposal);
                Ok(())
            },
        );
    }
}

fn proposed(kind: &str, what: &Dynamic, known: &Known) -> Outcome<What> {
    let given = || Box::<EvalAltResult>::from(format!("{kind} is given {what}"));
    let responses = ["accept", "transfer", "reduce", "avoid"].map(String::from);
    let names = match kind {
        "demand" | "forbid" => responses.as_slice(),
        "send_to" => &known.teams,
        "consult" => &known.roles,
        _ => {
            let number = what.as_int().map_err(|_| given())?;
            return if (1..=100).contains(&number) { Ok(What::Number(number)) } else { Err(given()) };
        }
    };
    let name = what.clone().into_string().map_err(|_| given())?;
    if names.contains(&name) { Ok(What::Name(name)) } else { Err(given()) }
}

fn conversions(engine: &mut Engine) {
    engine.register_fn("int", |value: Dynamic| -> Outcome<INT> {
        if let Ok(number) = value.as_int() {
            return Ok(number);
        }
        match value.clone().into_string().as_deref() {
            Ok("low") => Ok(0),
            Ok("medium") => Ok(1),
            Ok("high") => Ok(2),
            _ => Err(format!("{value} is no level").into()),
        }
    });
    engine.register_fn("text", |value: Dynamic| -> Outcome<String> {
        match value.as_int() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => value.into_string().map_err(|found| format!("{found} is no text").into()),
        }
    });
}
