//! What rows may ask for: the facets that every policy has, with their words, and those that a policy declares.

use plimsoll_core::facet::FacetSet;
use plimsoll_core::policy::{Draft, DraftDomain, KnownFacet, Space};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::marker::PhantomData;

/// Conditions on facets, all of which must hold.
pub(super) struct Conditions<T>(PhantomData<T>);

/// What conditions are about.
pub(super) trait About {
    /// What their schema is called.
    const NAME: &'static str;
    /// What they are about.
    const SPACE: Space;
    /// The facets that a row may ask for; all of them, if that is not bounded.
    const ASKABLE: Option<FacetSet>;
}

/// Risks, by what is known before they are assessed.
pub(super) struct OfRisks;
/// Risks, by their score as well.
pub(super) struct OfScores;
/// Assets by themselves.
pub(super) struct OfAssets;
/// Incidents.
pub(super) struct OfIncidents;

impl About for OfRisks {
    const NAME: &'static str = "ConditionsOfRisks";
    const SPACE: Space = Space::Risk;
    const ASKABLE: Option<FacetSet> = Some(Draft::inputs(Space::Risk));
}

impl About for OfScores {
    const NAME: &'static str = "ConditionsOfScores";
    const SPACE: Space = Space::Risk;
    const ASKABLE: Option<FacetSet> = None;
}

impl About for OfAssets {
    const NAME: &'static str = "ConditionsOfAssets";
    const SPACE: Space = Space::Risk;
    const ASKABLE: Option<FacetSet> = Some(FacetSet::ASSET_INPUTS);
}

impl About for OfIncidents {
    const NAME: &'static str = "ConditionsOfIncidents";
    const SPACE: Space = Space::Incident;
    const ASKABLE: Option<FacetSet> = Some(Draft::inputs(Space::Incident));
}

/// One condition.
struct Condition;

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A value, or several: \"x\", \"!=x\", \">=x\", \"<x\", \"a|b\", \"2..4\", a number, true, false, or a list of them.",
            "anyOf": [
                { "type": "string", "pattern": "\\S" },
                { "type": ["integer", "boolean"] },
                { "type": "array", "minItems": 1, "items": { "type": ["string", "integer", "boolean"], "pattern": "\\S" } },
            ],
        })
    }
}

impl<T: About> JsonSchema for Conditions<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let condition = generator.subschema_for::<Condition>();
        let draft = Draft::standard();
        let is_askable = |known: &KnownFacet| T::ASKABLE.is_none_or(|askable| askable.contains(known.facet));
        let known = draft.facets_of(T::SPACE).into_iter().filter(is_askable);
        let mut properties: Map<String, Value> =
            known.map(|known| (known.name.clone(), property(&known, &condition))).collect();
        if T::NAME == OfScores::NAME {
            let mut band = condition.clone();
            band.insert("description".into(), "The band of the score, by its name.".into());
            properties.insert("band".into(), band.into());
        }
        json_schema!({
            "description": "Conditions on facets, all of which must hold; also on obligations and on facets that the policy declares.",
            "type": "object",
            "properties": properties,
            "additionalProperties": condition,
        })
    }
}

/// A condition on a built-in facet, with its standard values for editors to offer.
fn property(known: &KnownFacet, condition: &Schema) -> Value {
    let words = match &known.domain {
        DraftDomain::Bool => return json_schema!({ "description": "True or false.", "anyOf": [{ "type": "boolean" }, condition] }).into(),
        DraftDomain::Labels(labels) => labels.clone(),
        DraftDomain::Range { names, .. } => names.clone(),
    };
    if words.is_empty() {
        return json_schema!({ "description": "A number, or a range such as \"2..4\" or \">=4\".", "anyOf": [{ "type": "integer" }, condition] }).into();
    }
    let told = format!("In the standard policy: {}.", words.join(", "));
    json_schema!({ "description": told, "anyOf": [{ "enum": words }, condition] }).into()
}
