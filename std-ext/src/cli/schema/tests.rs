//! The committed schemas are those of the types that are written.
#![cfg(all(feature = "exchange", feature = "report", feature = "scripting"))]

use super::super::{
    Arguments, build, completions, decide, export, import, incident, init, inspect, man, report,
};
use super::{Listed, SCHEMAS, of};
use crate::alignment::json::AlignmentView;
use crate::assessment::json::{AssessmentView, ExplanationView, GapsView, RoutingView};
use crate::awareness::json::AwarenessView;
use crate::diagnostic::Diagnostics;
use crate::difference::json::ComparisonView;
use crate::history::json::{ChangesView, ForecastView};
use crate::journal::json::ReplayView;
use crate::kpi::json::KpiView;
use crate::plan::json::PlanView;
use crate::policy_file::schema::PolicyToml;
use crate::proof::json::ExaminationView;
use clap::CommandFactory;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

/// Set this to write the schemas rather than compare them.
const WRITE: &str = "PLIMSOLL_WRITE";

/// Every schema, as it is generated. To add one, write `#[cfg_attr(test, derive(schemars::JsonSchema))]` above what is written,
/// name it here and in `SCHEMAS`, make an empty file for it in `schemas`, and run the test with `PLIMSOLL_WRITE=1`.
fn generated() -> [(&'static str, Schema); SCHEMAS.len()] {
    [
        ("alignment", written::<AlignmentView<'_>>()),
        ("assess", written::<AssessmentView<'_, '_>>()),
        ("awareness", written::<AwarenessView<'_>>()),
        ("build", written::<build::Built<'_>>()),
        ("changes", written::<ChangesView<'_, '_>>()),
        ("check", written::<ExaminationView<'_>>()),
        ("completions", written::<completions::Script>()),
        ("decide", written::<decide::View<'_>>()),
        ("diff", written::<ComparisonView<'_>>()),
        ("error", written::<Diagnostics>()),
        ("explain", written::<ExplanationView<'_>>()),
        ("export", written::<export::Written<'_>>()),
        ("forecast", written::<ForecastView<'_>>()),
        ("gaps", written::<GapsView<'_>>()),
        ("import", written::<import::Imported<'_>>()),
        ("incident", written::<incident::WrittenView<'_>>()),
        ("init", written::<init::Written<'_>>()),
        ("inspect", written::<inspect::Contents<'_>>()),
        ("kpi", written::<KpiView<'_>>()),
        ("man", written::<man::Told>()),
        ("plan", written::<PlanView<'_>>()),
        ("policy", read::<PolicyToml>()),
        ("replay", written::<ReplayView<'_>>()),
        ("report", written::<report::Written<'_>>()),
        ("route", written::<RoutingView<'_>>()),
        ("schema", written::<Listed>()),
    ]
}

/// The schema of what is written.
fn written<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.with_transform(RecursiveTransform(close)).into_generator().into_root_schema_for::<T>()
}

/// The schema of what is read from TOML, which has no null.
fn read<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let settings = settings.with_transform(RecursiveTransform(without_null));
    settings.with_transform(RecursiveTransform(close)).into_generator().into_root_schema_for::<T>()
}

/// Admits no keys but those that are named; drops what is said of the width of integers beside their bounds, and what
/// descriptions say to those who read the code.
fn close(schema: &mut Schema) {
    if let Some(Value::String(told)) = schema.get_mut("description") {
        *told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        while let Some((before, rest)) = told.split_once(" (").filter(|(_, rest)| is_for_developers(rest)) {
            let (_, after) = rest.split_once(')').unwrap();
            let after = after.strip_prefix(')').unwrap_or(after);
            *told = format!("{before}{after}");
        }
        *told = told.replace("[`", "`").replace("`]", "`");
    }
    let required = schema.get("required").cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        // What may be left out is left out rather than null.
        let is_required =
            |key: &str| required.as_array().is_some_and(|keys| keys.iter().any(|name| name == key));
        let optional = properties.iter_mut().filter(|(key, _)| !is_required(key));
        optional.for_each(|(_, of)| without_null(of.try_into().unwrap()));
        if schema.get("additionalProperties").is_none() {
            schema.insert("additionalProperties".into(), false.into());
        }
    }
    if schema.get("format").and_then(Value::as_str).is_some_and(|format| format.contains("int")) {
        schema.remove("format");
    }
}

/// Whether what stands in parentheses names where a term comes from, or a type.
fn is_for_developers(rest: &str) -> bool {
    let is_section = |text: &str| text.len() == 2 && text.as_bytes()[1].is_ascii_digit();
    let within = rest.split(')').next().unwrap();
    within.contains("domain.md") || within.starts_with("[`") || is_section(within)
}

fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            schema.insert("type".into(), one);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| *choice != json!({ "type": "null" }));
        if let [Value::Object(one)] = choices.as_slice() {
            let one = one.clone();
            schema.remove("anyOf");
            schema.ensure_object().extend(one);
        }
    }
}

fn text(name: &str, mut schema: Schema) -> String {
    let of = of(name);
    schema.insert("title".into(), format!("{}{}", of[..1].to_uppercase(), &of[1..]).into());
    if name != "policy" {
        // The title says it, and what else is said of the type is for those who call it.
        schema.remove("description");
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap();
    text.push('\n');
    text
}

#[test]
fn the_committed_schemas_are_those_of_what_is_written() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut names = BTreeSet::new();
    for (name, schema) in generated() {
        let (file, text) = (format!("{name}.json"), text(name, schema));
        if env::var_os(WRITE).is_some() {
            fs::write(directory.join(&file), &text).unwrap();
        }
        let committed = fs::read_to_string(directory.join(&file)).unwrap_or_default();
        assert!(
            committed == text,
            "schemas/{file} is not that of what is written: {WRITE}=1 cargo test -p plimsoll --lib schema"
        );
        names.insert(file);
    }
    let there =
        fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(there.collect::<BTreeSet<_>>(), names);
    let known: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
    assert_eq!(generated().map(|(name, _)| name).to_vec(), known);
}

/// Whoever adds a command names its schema, or says that it writes no JSON.
#[test]
fn every_command_that_writes_json_has_a_schema() {
    let command = Arguments::command();
    let commands = command.get_subcommands().map(clap::Command::get_name);
    let with_json: BTreeSet<&str> = commands.collect();
    let of_commands = SCHEMAS.iter().map(|(name, _)| *name);
    let of_commands: BTreeSet<&str> =
        of_commands.filter(|name| !["error", "policy"].contains(name)).collect();
    assert_eq!(with_json, of_commands);
}

/// Visits every schema within a schema.
fn visit(schema: &Value, at: &str, of: &mut impl FnMut(&str, &Value)) {
    of(at, schema);
    match schema {
        Value::Object(map) => map.iter().for_each(|(key, value)| visit(value, &format!("{at}/{key}"), of)),
        Value::Array(list) => list.iter().for_each(|value| visit(value, at, of)),
        _ => {}
    }
}

#[test]
fn every_key_is_described_and_no_object_is_open() {
    for (name, schema) in generated() {
        let mut keys = 0;
        visit(schema.as_value(), name, &mut |at, schema| {
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
            if at.ends_with("/properties") {
                return;
            }
            assert!(schema.get("additionalProperties").is_some(), "{at} is open");
            for (key, of) in properties {
                let told = of.get("description").or(of.get("const"));
                assert!(told.is_some(), "{at}: {key} is not described");
                keys += 1;
            }
        });
        assert!(keys > 0, "{name}");
    }
}
