//! What a rule file may contain, checked on its syntax tree before anything runs.

use crate::fault::{Fault, Place, suggest};
use crate::sandbox::{FUNCTIONS, Plain};
use plimsoll_core::ProposalKind;
use rhai::{AST, ASTFlags, ASTNode, Expr, Position, Stmt};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a file once its syntax is found to be allowed.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The functions with their parameters, by name.
    pub(crate) functions: BTreeMap<String, Vec<String>>,
    /// Where plain values are needed.
    pub(crate) plain: Plain,
    /// Where proposals are made.
    pub(crate) proposals: BTreeSet<Place>,
    /// Where functions of the file are called, and which.
    pub(crate) calls: BTreeMap<Place, String>,
}

/// What the names of functions begin with, before the first `_`, that are called from outside their file.
const ENTRIES: [&str; 3] = ["rule", "route", "invariant"];

/// Whether a function is called from outside its file, as its name says.
pub(crate) fn is_entry(name: &str) -> bool {
    name.split_once('_').is_some_and(|(head, _)| ENTRIES.contains(&head))
}

/// Whether a name is not that of such a function, but nearly.
pub(crate) fn is_nearly_an_entry(name: &str) -> bool {
    let head = name.split('_').next().unwrap_or(name).to_lowercase();
    let is_near = |entry: &&str| head.starts_with(*entry) || strsim::osa_distance(&head, entry) <= 1;
    !is_entry(name) && ENTRIES.iter().any(is_near)
}

/// Checks a syntax tree.
pub(crate) fn outline(ast: &AST) -> Result<Outline, Vec<Fault>> {
    let functions: BTreeMap<String, Vec<String>> = ast
        .iter_functions()
        .map(|function| {
            (function.name.to_string(), function.params.iter().map(ToString::to_string).collect())
        })
        .collect();
    let mut check = Check {
        functions: &functions,
        faults: Vec::new(),
        plain: Plain::default(),
        proposals: BTreeSet::new(),
        calls: BTreeMap::new(),
    };
    let mut seen = BTreeSet::new();
    for function in ast.iter_fn_def() {
        let (name, position) = (&function.name, function.body.start_position());
        if is_entry(name) && !seen.insert(name.clone()) {
            let message = format!("there are two functions \"{name}\"");
            check.refuse(position, message, "give each its own name");
        }
        if FUNCTIONS.contains(&name.as_str()) {
            check.refuse(position, format!("\"{name}\" is a function already"), "give yours another name");
        }
        if function.this_type.is_some() {
            let message = format!("the function \"{name}\" belongs to a type");
            check.refuse(position, message, format!("write it without one: fn {name}(...)"));
        }
    }
    for statement in ast.statements() {
        let constant = matches!(statement, Stmt::Var(_, flags, _) if flags.intersects(ASTFlags::CONSTANT));
        if !constant && !matches!(statement, Stmt::Noop(_)) {
            let help = "outside functions there are only constants: const NAME = ...;";
            check.refuse(statement.position(), "a statement stands outside any function", help);
        }
    }
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        match path.last() {
            Some(ASTNode::Stmt(statement)) => check.statement(statement),
            Some(ASTNode::Expr(expression)) => check.expression(expression),
            _ => {}
        }
        true
    });
    let Check { faults, plain, proposals, calls, .. } = check;
    if faults.is_empty() { Ok(Outline { functions, plain, proposals, calls }) } else { Err(faults) }
}

struct Check<'f> {
    functions: &'f BTreeMap<String, Vec<String>>,
    faults: Vec<Fault>,
    plain: Plain,
    proposals: BTreeSet<Place>,
    calls: BTreeMap<Place, String>,
}

impl Check<'_> {
    fn refuse(&mut self, position: Position, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(position.into(), message, help));
    }

    fn statement(&mut self, statement: &Stmt) {
        let position = statement.position();
        match statement {
            Stmt::Switch(switch, _) => self.make_plain(&switch.0),
            // `throw`, `try`, `import`, `export` and closures are no words of the engine that reads the text.
            Stmt::Noop(_)
            | Stmt::If(..)
            | Stmt::While(..)
            | Stmt::Do(..)
            | Stmt::For(..)
            | Stmt::Var(..)
            | Stmt::Assignment(_)
            | Stmt::Block(_)
            | Stmt::Expr(_)
            | Stmt::BreakLoop(..)
            | Stmt::Return(..) => {}
            _ => self.refuse(position, "this statement is not allowed", "see the guide for rule writers"),
        }
    }

    fn expression(&mut self, expression: &Expr) {
        let position = expression.start_position();
        match expression {
            Expr::FnCall(call, position) | Expr::MethodCall(call, position) => self.call(call, *position),
            Expr::Index(pair, ..) => self.make_plain(&pair.rhs),
            Expr::Variable(variable, _, _) if !variable.2.is_empty() => {
                self.refuse(
                    position,
                    "modules are not allowed",
                    "name a constant of this file without a prefix",
                );
            }
            Expr::FloatConstant(..) => {
                self.refuse(
                    position,
                    "numbers have no fractions here",
                    "use whole numbers, for example per cent",
                );
            }
            Expr::InterpolatedString(..) => {
                self.refuse(
                    position,
                    "strings that contain expressions are not allowed",
                    "write the reason out",
                );
            }
            Expr::CharConstant(..) => {
                self.refuse(position, "characters are not allowed", "use a string: \"...\"")
            }
            Expr::ThisPtr(_) => self.refuse(position, "this is not allowed", "use the function's parameter"),
            Expr::Coalesce(..) => self.refuse(position, "?? is not allowed", "every fact has a value"),
            Expr::Dot(_, flags, _) if flags.intersects(ASTFlags::NEGATED) => {
                self.refuse(position, "?. is not allowed", "every fact has a value: use a single point");
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &rhai::FnCallExpr, position: Position) {
        let name = call.name.as_str();
        if !call.namespace.is_empty() {
            self.refuse(position, "modules are not allowed", "call a function of the same file");
        } else if call.capture_parent_scope {
            self.refuse(position, "closures are not allowed", "pass what the function needs");
        } else if ProposalKind::from_label(name).is_some() {
            self.proposals.insert(position.into());
        } else if self.functions.contains_key(name) {
            self.calls.insert(position.into(), name.to_owned());
        } else if call.op_token.is_none() && !FUNCTIONS.contains(&name) && !is_operator(name) {
            let known: Vec<&str> =
                FUNCTIONS.iter().copied().chain(self.functions.keys().map(String::as_str)).collect();
            let help = suggest(name, &known);
            self.refuse(position, format!("there is no function \"{name}\""), help);
        }
    }

    /// Marks what an expression reads, since its value must be plain.
    fn make_plain(&mut self, expression: &Expr) {
        match expression {
            Expr::Variable(variable, ..) => {
                self.plain.variables.insert(variable.1.to_string());
            }
            // Of `risk.region`, the fact is to be plain, not the risk; the interpreter reads it at the point or bracket.
            Expr::Dot(pair, _, position) | Expr::Index(pair, _, position) => {
                self.plain.places.insert((*position).into());
                self.plain.places.insert(pair.rhs.start_position().into());
                self.make_plain(&pair.lhs);
                self.make_plain(&pair.rhs);
            }
            Expr::Array(members, _) => members.iter().for_each(|member| self.make_plain(member)),
            Expr::Map(members, _) => members.0.iter().for_each(|(_, member)| self.make_plain(member)),
            Expr::FnCall(call, position) | Expr::MethodCall(call, position) => {
                let name = call.name.as_str();
                if self.functions.contains_key(name) {
                    let help = format!("write int({name}(...)) or text({name}(...))");
                    self.refuse(
                        *position,
                        format!("the value of {name}(...) may depend on facts where a plain one is needed"),
                        help,
                    );
                }
                if is_operator(name) || ["min", "max", "abs"].contains(&name) {
                    self.plain.places.insert((*position).into());
                }
            }
            Expr::Stmt(_) => {
                let message = "the value of a block may depend on facts where a plain one is needed";
                self.refuse(expression.start_position(), message, "give it a name before: let name = ...;");
            }
            _ => {}
        }
    }
}

/// Operators are calls by their sign.
fn is_operator(name: &str) -> bool {
    name.chars().all(|sign| sign.is_ascii_punctuation() && sign != '_')
}
