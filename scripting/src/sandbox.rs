//! The interpreter, locked: what scripts can call is registered here by hand, and nothing else is there.

use crate::explorer::{Explorer, Made};
use crate::fault::{Fault, Place, suggest};
use crate::schema::Schema;
use crate::value::{Comparison, Integer, Label, Number, Operation, Subject};
use plimsoll_core::ProposalKind;
use plimsoll_core::policy::Space;
use rhai::{
    Array, Dynamic, Engine, EvalAltResult, INT, ImmutableString, Map, NativeCallContext, OptimizationLevel,
};
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
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
    engine.register_type_with_name::<Subject>("the risk or incident");
    facts(&mut engine, shared, plain);
    variables(&mut engine, shared, plain, constants);
    arithmetic(&mut engine, shared);
    comparisons(&mut engine, shared);
    labels(&mut engine, shared);
    mismatches(&mut engine, shared);
    containers(&mut engine, shared);
    conversions(&mut engine, shared);
    proposals(&mut engine, shared);
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

fn facts(engine: &mut Engine, shared: &Shared, plain: &Plain) {
    let (shared, plain) = (Arc::clone(shared), plain.clone());
    engine.register_indexer_get(
        move |context: NativeCallContext<'_>, _: &mut Subject, name: ImmutableString| {
            step(&shared, &context, |explorer, place| {
                explorer.read(&name, plain.places.contains(&place), place)
            })
        },
    );
}

/// Constants of the file, and variables that must be plain where they are used.
fn variables(engine: &mut Engine, shared: &Shared, plain: &Plain, constants: &Map) {
    let (shared, plain, constants) = (Arc::clone(shared), plain.clone(), constants.clone());
    #[expect(deprecated, reason = "marked as volatile, not as outdated; the version is pinned")]
    engine.on_var(move |name, _, context| {
        let local = context.scope().get(name);
        match local {
            None => Ok(constants.get(name).cloned()),
            Some(value)
                if plain.variables.contains(name) && (value.is::<Number>() || value.is::<Label>()) =>
            {
                let value = value.clone();
                let mut explorer = lock(&shared);
                let settled = explorer.plain(value, Place::default());
                settled.map(Some).map_err(|fault| {
                    let error =
                        EvalAltResult::ErrorRuntime(fault.message.clone().into(), rhai::Position::NONE);
                    explorer.fault.get_or_insert(fault);
                    Box::new(error)
                })
            }
            Some(_) => Ok(None),
        }
    });
}

/// Registers a function of two integers for every mixture of plain ones and such that depend on facts.
macro_rules! of_two_integers {
    ($engine:ident, $shared:ident, $name:expr, $work:expr) => {{
        let of = Arc::clone($shared);
        $engine.register_fn($name, move |context: NativeCallContext<'_>, a: Number, b: INT| {
            step(&of, &context, |explorer, place| {
                $work(explorer, Integer::Open(a.0), Integer::Plain(b), place)
            })
        });
        let of = Arc::clone($shared);
        $engine.register_fn($name, move |context: NativeCallContext<'_>, a: INT, b: Number| {
            step(&of, &context, |explorer, place| {
                $work(explorer, Integer::Plain(a), Integer::Open(b.0), place)
            })
        });
        let of = Arc::clone($shared);
        $engine.register_fn($name, move |context: NativeCallContext<'_>, a: Number, b: Number| {
            step(&of, &context, |explorer, place| {
                $work(explorer, Integer::Open(a.0), Integer::Open(b.0), place)
            })
        });
        let of = Arc::clone($shared);
        $engine.register_fn($name, move |context: NativeCallContext<'_>, a: INT, b: INT| {
            step(&of, &context, |explorer, place| {
                $work(explorer, Integer::Plain(a), Integer::Plain(b), place)
            })
        });
    }};
}

const OPERATIONS: [(&str, Operation); 7] = [
    ("+", Operation::Add),
    ("-", Operation::Subtract),
    ("*", Operation::Multiply),
    ("/", Operation::Divide),
    ("%", Operation::Remainder),
    ("min", Operation::Least),
    ("max", Operation::Greatest),
];

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
];

fn arithmetic(engine: &mut Engine, shared: &Shared) {
    for (name, operation) in OPERATIONS {
        of_two_integers!(engine, shared, name, |explorer: &mut Explorer, a, b, place| explorer
            .combine(operation, a, b, place));
    }
    for name in ["-", "abs"] {
        let of = Arc::clone(shared);
        let negate = move |explorer: &mut Explorer, value: Integer, place: Place| {
            let zero = Integer::Plain(0);
            if name == "abs" && !explorer.compare(Comparison::Less, value, zero, place)? {
                return explorer.combine(Operation::Add, value, zero, place);
            }
            explorer.combine(Operation::Subtract, zero, value, place)
        };
        engine.register_fn(name, move |context: NativeCallContext<'_>, value: INT| {
            step(&of, &context, |explorer, place| negate(explorer, Integer::Plain(value), place))
        });
        let of = Arc::clone(shared);
        engine.register_fn(name, move |context: NativeCallContext<'_>, value: Number| {
            step(&of, &context, |explorer, place| negate(explorer, Integer::Open(value.0), place))
        });
    }
    engine.register_fn("!", |value: bool| !value);
}

fn comparisons(engine: &mut Engine, shared: &Shared) {
    for (name, comparison) in COMPARISONS {
        of_two_integers!(engine, shared, name, |explorer: &mut Explorer, a, b, place| explorer
            .compare(comparison, a, b, place));
    }
    engine.register_fn("==", |a: bool, b: bool| a == b);
    engine.register_fn("!=", |a: bool, b: bool| a != b);
    engine.register_fn("==", |a: ImmutableString, b: ImmutableString| a == b);
    engine.register_fn("!=", |a: ImmutableString, b: ImmutableString| a != b);
}

fn labels(engine: &mut Engine, shared: &Shared) {
    for (name, wanted) in [("==", true), ("!=", false)] {
        let of = Arc::clone(shared);
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Label, b: ImmutableString| {
            step(&of, &context, |explorer, place| Ok(explorer.is_label(a, &b, place)? == wanted))
        });
        let of = Arc::clone(shared);
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: ImmutableString, b: Label| {
            step(&of, &context, |explorer, place| Ok(explorer.is_label(b, &a, place)? == wanted))
        });
        let of = Arc::clone(shared);
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Label, b: Label| {
            step(&of, &context, |explorer, place| Ok(explorer.same_label(a, b, place)? == wanted))
        });
    }
}

/// The interpreter calls values of different types unequal and goes on; here, to compare them is a mistake.
fn mismatches(engine: &mut Engine, shared: &Shared) {
    macro_rules! refuse {
        ($a:ty, $b:ty, $what:literal) => {
            for (name, _) in COMPARISONS {
                let of = Arc::clone(shared);
                engine.register_fn(name, move |context: NativeCallContext<'_>, _: $a, _: $b| -> Outcome<bool> {
                    step(&of, &context, |_, place| Err(Fault::new(place, $what, "compare numbers with numbers, labels with strings, true and false with nothing")))
                });
                let of = Arc::clone(shared);
                engine.register_fn(name, move |context: NativeCallContext<'_>, _: $b, _: $a| -> Outcome<bool> {
                    step(&of, &context, |_, place| Err(Fault::new(place, $what, "compare numbers with numbers, labels with strings, true and false with nothing")))
                });
            }
        };
    }
    refuse!(Label, INT, "a label is compared with a number");
    refuse!(Label, Number, "a label is compared with a number");
    refuse!(Label, bool, "a label is compared with true or false");
    refuse!(Number, ImmutableString, "a number is compared with a string");
    refuse!(Number, bool, "a number is compared with true or false");
    refuse!(INT, ImmutableString, "a number is compared with a string");
    refuse!(INT, bool, "a number is compared with true or false");
    refuse!(ImmutableString, bool, "a string is compared with true or false");
    refuse!(Number, (), "a number is compared with nothing");
    refuse!(Label, (), "a label is compared with nothing");
    refuse!(INT, (), "a number is compared with nothing");
    refuse!(bool, (), "true or false is compared with nothing");
    refuse!(ImmutableString, (), "a string is compared with nothing");
    refuse!(Subject, Dynamic, "the risk or incident itself is compared");
    for (name, _) in COMPARISONS.into_iter().skip(2) {
        macro_rules! unordered {
            ($a:ty, $b:ty) => {
                let of = Arc::clone(shared);
                engine.register_fn(
                    name,
                    move |context: NativeCallContext<'_>, _: $a, _: $b| -> Outcome<bool> {
                        step(&of, &context, |_, place| {
                            Err(Fault::new(
                                place,
                                "labels have no order",
                                "compare levels by number: int(...) gives 0, 1 or 2",
                            ))
                        })
                    },
                );
            };
        }
        unordered!(Label, Label);
        unordered!(Label, ImmutableString);
        unordered!(ImmutableString, Label);
        unordered!(ImmutableString, ImmutableString);
    }
}

fn containers(engine: &mut Engine, shared: &Shared) {
    engine.register_iterator::<Array>();
    engine.register_iterator::<Range<INT>>();
    engine.register_iterator::<RangeInclusive<INT>>();
    engine.register_fn("len", |array: &mut Array| INT::try_from(array.len()).unwrap_or(INT::MAX));
    engine.register_fn("len", |map: &mut Map| INT::try_from(map.len()).unwrap_or(INT::MAX));
    engine.register_fn("..", |a: INT, b: INT| a..b);
    engine.register_fn("..=", |a: INT, b: INT| a..=b);

    let of = Arc::clone(shared);
    engine.register_fn(
        "contains",
        move |context: NativeCallContext<'_>, array: &mut Array, value: Dynamic| {
            step(&of, &context, |explorer, place| {
                for member in array.iter() {
                    if same(explorer, member, &value, place)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
        },
    );
    let of = Arc::clone(shared);
    engine.register_fn("contains", move |context: NativeCallContext<'_>, map: &mut Map, value: Dynamic| {
        step(&of, &context, |explorer, place| {
            let value = explorer.plain(value, place)?;
            let key = value.into_immutable_string();
            key.map(|key| map.contains_key(key.as_str())).map_err(|found| not_a_string(found, place))
        })
    });
    macro_rules! ranges {
        ($range:ty, $last:expr) => {
            let of = Arc::clone(shared);
            engine.register_fn(
                "contains",
                move |context: NativeCallContext<'_>, range: &mut $range, value: Dynamic| {
                    step(&of, &context, |explorer, place| {
                        let value = integer(&value, place)?;
                        let (first, last): (INT, Option<INT>) = $last(range);
                        let Some(last) = last else { return Ok(false) };
                        Ok(explorer.compare(
                            Comparison::GreaterOrEqual,
                            value,
                            Integer::Plain(first),
                            place,
                        )? && explorer.compare(
                            Comparison::LessOrEqual,
                            value,
                            Integer::Plain(last),
                            place,
                        )?)
                    })
                },
            );
        };
    }
    ranges!(Range<INT>, |range: &Range<INT>| (range.start, range.end.checked_sub(1)));
    ranges!(RangeInclusive<INT>, |range: &RangeInclusive<INT>| (*range.start(), Some(*range.end())));
}

/// Whether two values are the same, where either may depend on facts.
fn same(explorer: &mut Explorer, a: &Dynamic, b: &Dynamic, place: Place) -> Result<bool, Fault> {
    let label = |value: &Dynamic| value.clone().try_cast::<Label>();
    let string = |value: &Dynamic| value.clone().into_immutable_string().ok();
    match (label(a), label(b), string(a), string(b)) {
        (Some(a), Some(b), ..) => explorer.same_label(a, b, place),
        (Some(a), None, _, Some(b)) => explorer.is_label(a, &b, place),
        (None, Some(b), Some(a), _) => explorer.is_label(b, &a, place),
        (None, None, Some(a), Some(b)) => Ok(a == b),
        (None, None, None, None) if a.is_bool() && b.is_bool() => Ok(a.as_bool() == b.as_bool()),
        _ => {
            let (a, b) = (integer(a, place)?, integer(b, place)?);
            explorer.compare(Comparison::Equal, a, b, place)
        }
    }
}

fn integer(value: &Dynamic, place: Place) -> Result<Integer, Fault> {
    let number = value.clone().try_cast::<Number>().map(|number| Integer::Open(number.0));
    number.or_else(|| value.as_int().ok().map(Integer::Plain)).ok_or_else(|| {
        Fault::new(place, format!("{} stands where a number is needed", value.type_name()), "give a number")
    })
}

fn not_a_string(found: &str, place: Place) -> Fault {
    Fault::new(place, format!("{found} stands where a string is needed"), "give a string, or text(...)")
}

fn conversions(engine: &mut Engine, shared: &Shared) {
    let of = Arc::clone(shared);
    engine.register_fn("int", move |context: NativeCallContext<'_>, value: Dynamic| {
        step(&of, &context, |explorer, place| {
            let plain = explorer.plain(value, place)?;
            match plain.as_int() {
                Ok(number) => Ok(number),
                Err(_) => {
                    let name = plain.into_immutable_string().map_err(|found| not_a_string(found, place))?;
                    explorer.level(&name, place)
                }
            }
        })
    });
    let of = Arc::clone(shared);
    engine.register_fn("text", move |context: NativeCallContext<'_>, value: Dynamic| {
        step(&of, &context, |explorer, place| {
            let plain = explorer.plain(value, place)?;
            match plain.as_int() {
                Ok(number) => Ok(ImmutableString::from(number.to_string())),
                Err(_) => plain.into_immutable_string().map_err(|found| not_a_string(found, place)),
            }
        })
    });
}

const PROPOSALS: [ProposalKind; 8] = [
    ProposalKind::Raise,
    ProposalKind::Lower,
    ProposalKind::TightenLimit,
    ProposalKind::LoosenLimit,
    ProposalKind::Demand,
    ProposalKind::Forbid,
    ProposalKind::SendTo,
    ProposalKind::Consult,
];

fn proposals(engine: &mut Engine, shared: &Shared) {
    for kind in PROPOSALS {
        let of = Arc::clone(shared);
        engine.register_fn(
            kind.label(),
            move |context: NativeCallContext<'_>, what: Dynamic, reason: ImmutableString| {
                step(&of, &context, |explorer, place| {
                    let amount = amount(explorer, kind, what, place)?;
                    let text = reason.trim().to_string();
                    if text.is_empty() {
                        return Err(Fault::new(
                            place,
                            "the proposal has no reason",
                            "say why, for a person to read",
                        ));
                    }
                    explorer.reached.insert(place);
                    explorer.made.push(Made { kind, amount, text, place });
                    Ok(())
                })
            },
        );
        let of = Arc::clone(shared);
        engine.register_fn(kind.label(), move |context: NativeCallContext<'_>, _: Dynamic| -> Outcome<()> {
            step(&of, &context, |_, place| {
                Err(Fault::new(
                    place,
                    format!("{kind} has no reason"),
                    format!("give a reason: {kind}(..., \"why\")"),
                ))
            })
        });
    }
}

fn amount(explorer: &mut Explorer, kind: ProposalKind, what: Dynamic, place: Place) -> Result<u8, Fault> {
    if kind.concerns_incidents() != (explorer.schema.space == Space::Incident) {
        let rules = if kind.concerns_incidents() { "route_*(incident)" } else { "rule_*(risk)" };
        return Err(Fault::new(
            place,
            format!("{kind} is not for this kind of rule"),
            format!("only {rules} may propose it"),
        ));
    }
    let plain = explorer.plain(what, place)?;
    match kind {
        ProposalKind::Raise
        | ProposalKind::Lower
        | ProposalKind::TightenLimit
        | ProposalKind::LoosenLimit => {
            let number = plain.as_int().map_err(|found| {
                Fault::new(place, format!("{kind} is given {found}"), "give a number from 1 to 100")
            })?;
            u8::try_from(number).ok().filter(|number| (1..=100).contains(number)).ok_or_else(|| {
                Fault::new(place, format!("{kind} is given {number}"), "give a number from 1 to 100")
            })
        }
        ProposalKind::Demand | ProposalKind::Forbid => named(
            &plain,
            place,
            "response",
            &plimsoll_core::Response::LABELS.iter().map(ToString::to_string).collect::<Vec<_>>(),
            Schema::response,
        ),
        ProposalKind::SendTo => {
            let draft = &explorer.schema.draft;
            let staffed: Vec<String> =
                draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone()).collect();
            named(&plain, place, "staffed team", &staffed, |name| {
                let found = draft.teams.iter().position(|team| team.staffed && team.name == name);
                found.and_then(|position| u8::try_from(position).ok())
            })
        }
        ProposalKind::Consult => {
            let draft = &explorer.schema.draft;
            named(&plain, place, "role", &draft.roles, |name| {
                draft
                    .roles
                    .iter()
                    .position(|role| role == name)
                    .and_then(|position| u8::try_from(position).ok())
            })
        }
    }
}

fn named(
    what: &Dynamic,
    place: Place,
    kind: &str,
    known: &[String],
    position: impl Fn(&str) -> Option<u8>,
) -> Result<u8, Fault> {
    let name = what.clone().into_immutable_string().map_err(|found| not_a_string(found, place))?;
    position(&name).ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        Fault::new(place, format!("there is no {kind} \"{name}\""), suggest(&name, &known))
    })
}
