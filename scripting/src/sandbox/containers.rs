//! Arrays, maps and ranges, and values made plain.

use super::{Shared, step};
use crate::explorer::Explorer;
use crate::fault::{Fault, Place, in_words};
use crate::value::{Comparison, Integer, Label, Number};
use rhai::{Array, Dynamic, Engine, INT, ImmutableString, Map, NativeCallContext};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

pub(super) fn register(engine: &mut Engine, shared: &Shared) {
    containers(engine, shared);
    conversions(engine, shared);
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
            let value = explorer.made_plain(value, place)?;
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
        let found = in_words(value.type_name());
        Fault::new(place, format!("{found} stands where a number is needed"), "give a number")
    })
}

pub(super) fn not_a_string(found: &str, place: Place) -> Fault {
    let message = format!("{} stands where a string is needed", in_words(found));
    Fault::new(place, message, "give a string, or text(...)")
}

fn conversions(engine: &mut Engine, shared: &Shared) {
    let of = Arc::clone(shared);
    engine.register_fn("int", move |context: NativeCallContext<'_>, value: Dynamic| {
        step(&of, &context, |explorer, place| {
            let plain = explorer.made_plain(value, place)?;
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
            let plain = explorer.made_plain(value, place)?;
            match plain.as_int() {
                Ok(number) => Ok(ImmutableString::from(number.to_string())),
                Err(_) => plain.into_immutable_string().map_err(|found| not_a_string(found, place)),
            }
        })
    });
}
