//! What stands under several keys.

use plimsoll_core::MAX_SCALE;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A text that says something.
pub(super) struct Text;

/// A text that may be empty.
pub(super) struct Remark;

/// A step of a scale, by its name or its number from 1.
pub(super) struct Step;

/// A value of a facet.
pub(super) struct Value;

/// One, or several.
pub(super) struct OneOrMore<T>(std::marker::PhantomData<T>);

macro_rules! inline {
    ($( $name:ty = $schema:tt; )+) => {
        $( impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        } )+
    };
}

inline! {
    Text = { "type": "string", "pattern": "\\S", "maxLength": super::super::item::MAX_TEXT };
    Remark = { "type": "string", "maxLength": super::super::item::MAX_TEXT };
    Step = { "type": ["string", "integer"], "pattern": "\\S", "minimum": 1, "maximum": MAX_SCALE };
    Value = { "type": ["string", "integer", "boolean"] };
}

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMore{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
