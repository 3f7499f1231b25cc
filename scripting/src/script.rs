//! A rule file, read and found to contain nothing but what rules may.

use crate::RuleFile;
use crate::compile::MAX_FILE;
use crate::explorer::Explorer;
use crate::fault::{Fault, Place, told, unread};
use crate::sandbox::{Plain, bare, engine, lock};
use crate::schema::Schema;
use crate::syntax::{Outline, is_entry, outline};
use plimsoll_core::policy::{Draft, Space};
use rhai::{AST, Map, Scope};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// A rule file, ready to be explored.
pub(crate) struct Script {
    pub(crate) ast: AST,
    pub(crate) outline: Outline,
    pub(crate) constants: Map,
    /// The functions with their lines, in order.
    pub(crate) functions: Vec<(String, u16)>,
}

impl Script {
    /// Reads a file; or everything in it that rules may not contain.
    pub(crate) fn read(file: &RuleFile) -> Result<Self, Vec<Fault>> {
        if file.text.len() > MAX_FILE {
            let message =
                format!("the file has {} bytes; a rule file has at most {MAX_FILE}", file.text.len());
            return Err(vec![Fault::new(Place::default(), message, "split it")]);
        }
        // What some editors put before a text is no part of it.
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        let ast = bare().compile(text).map_err(|error| vec![unread(&error, text)])?;
        let outline = outline(&ast)?;
        let constants = constants(&ast).map_err(|fault| vec![fault])?;
        let functions = in_order(text, &ast);
        Ok(Self { ast, outline, constants, functions })
    }

    /// The line of a function.
    pub(crate) fn line(&self, name: &str) -> Option<u16> {
        self.functions.iter().find(|(function, _)| function == name).map(|(_, line)| *line)
    }

    /// The function around a place, with its line.
    pub(crate) fn around(&self, place: Place) -> Option<&(String, u16)> {
        self.functions.iter().rev().find(|(_, line)| *line <= place.line)
    }

    /// The functions that rules, routes and invariants are or call, also by way of others.
    pub(crate) fn called(&self) -> BTreeSet<&str> {
        let names = self.functions.iter().map(|(name, _)| name.as_str());
        let mut called: BTreeSet<&str> = names.filter(|name| is_entry(name)).collect();
        loop {
            let from =
                |place: &Place| self.around(*place).is_some_and(|(name, _)| called.contains(name.as_str()));
            let calls = self.outline.calls.iter().filter(|(place, _)| from(place));
            let more: BTreeSet<&str> = calls.map(|(_, name)| name.as_str()).collect();
            let before = called.len();
            called.extend(more);
            if called.len() == before {
                return called;
            }
        }
    }

    /// How many parameters a function takes.
    pub(crate) fn parameters(&self, name: &str) -> &[String] {
        self.outline.functions.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The values of the constants of a file.
fn constants(ast: &AST) -> Result<Map, Fault> {
    if ast.statements().is_empty() {
        return Ok(Map::new());
    }
    let schema = Schema::new(&Draft::standard(), Space::Risk);
    let forest = schema.forest();
    let shared = Arc::new(Mutex::new(Explorer::new(schema, forest)));
    let mut scope = Scope::new();
    let run = engine(&shared, &Plain::default(), &Map::new())
        .run_ast_with_scope(&mut scope, &ast.clone_statements_only());
    let mut explorer = lock(&shared);
    if let Some(fault) = explorer.fault.take() {
        return Err(fault);
    }
    run.map_err(|error| told(&error))?;
    match explorer.made.first() {
        Some(made) => Err(Fault::new(made.place, "a constant proposes something", "only rules propose")),
        None => Ok(scope.iter().map(|(name, _, value)| (name.into(), value)).collect()),
    }
}

/// The functions of a file with their lines, in the order in which they stand there.
fn in_order(text: &str, ast: &AST) -> Vec<(String, u16)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions: Vec<(Place, String, u16)> = ast
        .iter_fn_def()
        .map(|function| {
            let name = function.name.to_string();
            let body = Place::from(function.body.start_position());
            // The name stands on the line where the body begins, or on one not far above.
            let begins = |line: &usize| lines.get(*line).is_some_and(|text| text.contains(&name));
            let above = usize::from(body.line);
            let line = (above.saturating_sub(8)..above)
                .rev()
                .find(begins)
                .map_or(above, |line| line.saturating_add(1));
            (body, name, u16::try_from(line).unwrap_or_default())
        })
        .collect();
    functions.sort();
    functions.into_iter().map(|(_, name, line)| (name, line)).collect()
}
