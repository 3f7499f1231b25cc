//! Arithmetic and comparisons over plain values and such that depend on facts.

use super::{Outcome, Shared, step};
use crate::explorer::Explorer;
use crate::fault::{Fault, Place};
use crate::value::{Comparison, Integer, Label, Number, Operation, Subject};
use rhai::{Array, Dynamic, Engine, INT, ImmutableString, Map, NativeCallContext};
use std::sync::Arc;

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

pub(super) fn register(engine: &mut Engine, shared: &Shared) {
    arithmetic(engine, shared);
    comparisons(engine, shared);
    labels(engine, shared);
    mismatches(engine, shared);
}

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
    engine.register_fn("+", |value: INT| value);
    let of = Arc::clone(shared);
    engine.register_fn("+", move |context: NativeCallContext<'_>, value: Number| {
        step(&of, &context, |explorer, place| {
            explorer.combine(Operation::Add, Integer::Open(value.0), Integer::Plain(0), place)
        })
    });
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
            refuse!(
                $a,
                $b,
                $what,
                |_, _| "compare numbers with numbers, labels with strings, true and false with nothing"
            )
        };
        ($a:ty, $b:ty, $what:literal, $help:expr) => {
            for (name, _) in COMPARISONS {
                let help: fn(&mut Explorer, $a) -> _ = $help;
                let of = Arc::clone(shared);
                engine.register_fn(
                    name,
                    move |context: NativeCallContext<'_>, a: $a, _: $b| -> Outcome<bool> {
                        step(&of, &context, |explorer, place| {
                            Err(Fault::new(place, $what, help(explorer, a)))
                        })
                    },
                );
                let of = Arc::clone(shared);
                engine.register_fn(
                    name,
                    move |context: NativeCallContext<'_>, _: $b, a: $a| -> Outcome<bool> {
                        step(&of, &context, |explorer, place| {
                            Err(Fault::new(place, $what, help(explorer, a)))
                        })
                    },
                );
            }
        };
    }
    refuse!(Label, INT, "a label is compared with a number", Explorer::said_of_label);
    refuse!(Label, Number, "a label is compared with a number", Explorer::said_of_label);
    refuse!(Label, bool, "a label is compared with true or false", Explorer::said_of_label);
    refuse!(Number, ImmutableString, "a number is compared with a string", Explorer::said_of_number);
    refuse!(Number, bool, "a number is compared with true or false", Explorer::said_of_number);
    refuse!(INT, ImmutableString, "a number is compared with a string");
    refuse!(INT, bool, "a number is compared with true or false");
    refuse!(ImmutableString, bool, "a string is compared with true or false");
    refuse!(Number, (), "a number is compared with nothing");
    refuse!(Label, (), "a label is compared with nothing");
    refuse!(INT, (), "a number is compared with nothing");
    refuse!(bool, (), "true or false is compared with nothing");
    refuse!(ImmutableString, (), "a string is compared with nothing");
    refuse!(Array, Dynamic, "an array is compared");
    refuse!(Map, Dynamic, "a map is compared");
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
