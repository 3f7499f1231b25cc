//! The interpreter, locked: what scripts can call is registered here by hand, and nothing else is there.

mod containers;
mod operators;
mod proposals;

use crate::explorer::Explorer;
use crate::fault::{Fault, Place};
use crate::value::{Label, Number, Subject};
use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext, OptimizationLevel};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most operations of one run.
const MAX_OPERATIONS: u64 = 20_000;

/// What the functions of an engine share.
pub(crate) type Shared = Arc<Mutex<Explorer>>;

/// The names that scripts may not define, since they mean something already.
pub(crate) const FUNCTIONS: [&str; 15] = [
    "raise",
    "lower",
    "tighten_limit",
    "loosen_limit",
    "demand",
    "forbid",
    "send_to",
    "consult",
    "int",
    "text",
    "min",
    "max",
    "abs",
    "len",
    "contains",
];

pub(crate) fn lock(shared: &Shared) -> MutexGuard<'_, Explorer> {
    // No function of an engine panics while it holds the lock; should one ever, the state is as good as before.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the script needs plain values: places of facts, and names of variables, in heads of `switch` and in indexes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plain {
    pub(crate) places: BTreeSet<Place>,
    pub(crate) variables: BTreeSet<String>,
}

type Outcome<T> = Result<T, Box<EvalAltResult>>;

/// Runs a step of the explorer; what goes wrong there is kept, so that no script can make it undone.
fn step<T>(
    shared: &Shared,
    context: &NativeCallContext<'_>,
    work: impl FnOnce(&mut Explorer, Place) -> Result<T, Fault>,
) -> Outcome<T> {
    let position = context.call_position();
    let mut explorer = lock(shared);
    work(&mut explorer, position.into()).map_err(|fault| {
        let error = EvalAltResult::ErrorRuntime(fault.message.clone().into(), position);
        explorer.fault.get_or_insert(fault);
        Box::new(error)
    })
}

/// An engine whose functions work on a shared explorer. `constants` are the values of the constants of a file, by name.
pub(crate) fn engine(shared: &Shared, plain: &Plain, constants: &Map) -> Engine {
    let mut engine = bare();
    engine.register_type_with_name::<Number>("a number that depends on facts");
    engine.register_type_with_name::<Label>("a label that depends on facts");
    engine.register_type_with_name::<Subject>("the risk, incident or decision");
    lock(shared).plain = plain.clone();
    facts(&mut engine, shared);
    variables(&mut engine, shared, plain, constants);
    operators::register(&mut engine, shared);
    containers::register(&mut engine, shared);
    proposals::register(&mut engine, shared);
    engine
}

/// An engine with its limits and without anything to call.
pub(crate) fn bare() -> Engine {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_operations(MAX_OPERATIONS);
    engine.set_max_call_levels(16);
    engine.set_max_expr_depths(48, 32);
    engine.set_max_string_size(256);
    engine.set_max_array_size(64);
    engine.set_max_map_size(64);
    engine.set_max_variables(64);
    engine.set_max_functions(256);
    engine.set_max_modules(0);
    engine.set_allow_anonymous_fn(false);
    engine.set_fast_operators(false);
    for symbol in [
        "eval",
        "import",
        "export",
        "try",
        "throw",
        "print",
        "debug",
        "Fn",
        "call",
        "curry",
        "is_shared",
        "**",
        "<<",
        ">>",
        "<<=",
        ">>=",
        "**=",
    ] {
        engine.disable_symbol(symbol);
    }
    engine
}

/// Whether a value depends on facts, or holds one that does.
fn is_open(value: &Dynamic) -> bool {
    if let Ok(members) = value.as_array_ref() {
        return members.iter().any(is_open);
    }
    if let Ok(members) = value.as_map_ref() {
        return members.values().any(is_open);
    }
    value.is::<Number>() || value.is::<Label>()
}

fn facts(engine: &mut Engine, shared: &Shared) {
    let shared = Arc::clone(shared);
    engine.register_indexer_get(
        move |context: NativeCallContext<'_>, subject: &mut Subject, name: ImmutableString| {
            step(&shared, &context, |explorer, place| explorer.read(*subject, &name, place))
        },
    );
}

/// Constants of the file, and variables that must be plain where they are used.
fn variables(engine: &mut Engine, shared: &Shared, plain: &Plain, constants: &Map) {
    let (shared, plain, constants) = (Arc::clone(shared), plain.clone(), constants.clone());
    #[expect(deprecated, reason = "marked as volatile, not as outdated; the version is pinned")]
    engine.on_var(move |name, _, mut context| {
        let Some(value) = context.scope().get(name) else { return Ok(constants.get(name).cloned()) };
        if !plain.variables.contains(name) || !is_open(value) {
            return Ok(None);
        }
        let mut explorer = lock(&shared);
        let settled = explorer.made_plain(value.clone(), Place::default()).map_err(|fault| {
            let error = EvalAltResult::ErrorRuntime(fault.message.clone().into(), rhai::Position::NONE);
            explorer.fault.get_or_insert(fault);
            Box::new(error)
        })?;
        // Put back, since what is handed out here could not be assigned to.
        match context.scope_mut().get_mut(name) {
            Some(variable) => *variable = settled,
            None => return Ok(Some(settled)),
        }
        Ok(None)
    });
}
