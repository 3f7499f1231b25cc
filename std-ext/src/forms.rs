//! The forms of what JSON carries as text, for the schemas that the tests generate.
#![expect(dead_code, reason = "of these types, only the schema is used")]

use crate::diagnostic::{Diagnostics, DiagnosticsView};
use crate::plan::Total;
use crate::registers::Amount;
use plimsoll_core::policy::Property;
use plimsoll_core::{
    ConflictArea, ConflictReason, ConflictRemedy, DerivationKind, EstimateRule, HandlingKind, Level, Lowered,
    Maturity, Mechanism, MechanismGroup, Orientation, Permission, ProposalKind, Response, Segment, Stage,
    Standing, Status, SurveyTopic, TrackBalance, TrainingState, ValueLevel, WorkAspect,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::marker::PhantomData;

macro_rules! forms {
    ($( $(#[$meta:meta])* $name:ident: $pattern:literal; )+) => {
        $( $(#[$meta])*
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        } )+
    };
}

forms! {
    /// A day.
    Date: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    /// A quarter of a year.
    QuarterText: "^[0-9]{4}-Q[1-4]$";
    /// A SHA-256.
    Digest: "^[0-9a-f]{64}$";
    /// What tells the facets of one policy from those of another.
    SchemaDigest: "^[0-9a-f]{8}$";
    /// A colour; empty where there is none.
    Colour: "^(#[0-9A-Fa-f]{6})?$";
    /// An exact number with two decimals.
    Hundredths: "^[0-9]+\\.[0-9]{2}$";
    /// A median.
    Halves: "^[0-9]+\\.[05]$";
    /// Per cent with one decimal.
    Tenths: "^(100\\.0|[0-9]{1,2}\\.[0-9])$";
    /// Per cent with two decimals.
    PartHundredths: "^(100\\.00|[0-9]{1,2}\\.[0-9]{2})$";
    /// Per cent with one decimal, where some is never told as none.
    Part: "^(<0\\.1|100\\.0|[0-9]{1,2}\\.[0-9])$";
}

/// What a decision or a change is about.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A risk.
    Risk,
    /// An incident.
    Incident,
}

/// Which of two policies.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub(crate) enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// The stage of a reason: of a decision, or `truncated` where there are more reasons than are told.
pub(crate) struct Told;

impl Closed for Told {
    const NAME: &'static str = "Told";

    fn words() -> Vec<&'static str> {
        Stage::LABELS.iter().copied().chain(["truncated"]).collect()
    }
}

/// What values a facet has.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub(crate) enum FacetSort {
    /// True or false.
    Bool,
    /// One of a list of words.
    Labels,
    /// A whole number.
    Range,
}

/// A word of a closed list.
pub(crate) struct OneOf<T>(PhantomData<T>);

/// A closed list of words.
pub(crate) trait Closed {
    /// What the list is called.
    const NAME: &'static str;

    /// The words.
    fn words() -> Vec<&'static str>;
}

macro_rules! closed {
    ($( $name:ident ),+) => {
        $( impl Closed for $name {
            const NAME: &'static str = stringify!($name);

            fn words() -> Vec<&'static str> {
                Self::LABELS.to_vec()
            }
        } )+
    };
}

closed!(
    ConflictArea,
    ConflictReason,
    ConflictRemedy,
    DerivationKind,
    EstimateRule,
    HandlingKind,
    Level,
    Lowered,
    Maturity,
    Mechanism,
    MechanismGroup,
    Orientation,
    Permission,
    Property,
    ProposalKind,
    Response,
    Segment,
    Stage,
    Status,
    SurveyTopic,
    TrackBalance,
    TrainingState,
    ValueLevel,
    WorkAspect
);

impl Closed for Standing {
    const NAME: &'static str = "Standing";

    fn words() -> Vec<&'static str> {
        [Self::Policy, Self::Chosen, Self::Overruled].map(crate::journal::json::standing).to_vec()
    }
}

#[cfg(feature = "scripting")]
impl Closed for plimsoll_scripting::Verdict {
    const NAME: &'static str = "Verdict";

    fn words() -> Vec<&'static str> {
        [Self::Proved, Self::Broken, Self::Waived, Self::Open].map(Self::label).to_vec()
    }
}

#[cfg(feature = "scripting")]
impl Closed for plimsoll_scripting::Weight {
    const NAME: &'static str = "Weight";

    fn words() -> Vec<&'static str> {
        [Self::Breaks, Self::Open, Self::Waived, Self::Note].map(crate::proof::json::weight).to_vec()
    }
}

impl<T: Closed> JsonSchema for OneOf<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": T::words() })
    }
}

macro_rules! written_as {
    ($( $name:ident = $form:ident ),+) => {
        $( impl JsonSchema for $name {
            fn inline_schema() -> bool {
                $form::inline_schema()
            }

            fn schema_name() -> Cow<'static, str> {
                $form::schema_name()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                $form::json_schema(generator)
            }
        } )+
    };
}

written_as!(Amount = Hundredths, Total = Hundredths, Diagnostics = DiagnosticsView);
