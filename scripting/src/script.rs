//! A rule file, read and found to contain nothing but what rules may.

use crate::RuleFile;
use crate::compile::MAX_FILE;
use crate::fault::{Fault, Place, told};
use crate::sandbox::bare;
use crate::syntax::{Outline, outline};
use rhai::{AST, Map, Scope};

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
        let ast = bare().compile(&file.text).map_err(|error| {
            vec![Fault::new(error.1.into(), error.0.to_string(), "see the guide for rule writers")]
        })?;
        let outline = outline(&ast)?;
        let constants = constants(&ast).map_err(|fault| vec![fault])?;
        let functions = in_order(&file.text, &outline);
        Ok(Self { ast, outline, constants, functions })
    }

    /// The line of a function.
    pub(crate) fn line(&self, name: &str) -> Option<u16> {
        self.functions.iter().find(|(function, _)| function == name).map(|(_, line)| *line)
    }

    /// How many parameters a function takes.
    pub(crate) fn parameters(&self, name: &str) -> &[String] {
        self.outline.functions.get(name).map_or(&[], Vec::as_slice)
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
