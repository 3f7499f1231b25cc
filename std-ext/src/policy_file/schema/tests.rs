//! The schema of `policy.toml` and its reader know the same tables, keys and facets.

use super::super::section;
use super::PolicyToml;
use crate::diagnostic::Diagnostics;
use crate::policy_file::PolicyFile;
use crate::registers::Source;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::collections::BTreeSet;

fn schema() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<PolicyToml>().to_value()
}

/// The schema that a reference within a schema names: also one in a list, or beside null.
fn followed<'s>(root: &'s Value, at: &'s Value) -> &'s Value {
    let choices = at.get("anyOf").and_then(Value::as_array);
    let within = choices.and_then(|choices| choices.first()).or_else(|| at.get("items"));
    match at.get("$ref").and_then(Value::as_str) {
        Some(name) => &root["$defs"][name.strip_prefix("#/$defs/").unwrap()],
        None => within.map_or(at, |within| followed(root, within)),
    }
}

fn keys(of: &Value) -> BTreeSet<&str> {
    of["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_schema_has_the_tables_and_keys_that_the_reader_knows() {
    let schema = schema();
    let tables: BTreeSet<&str> = section::ALL.iter().map(|table| table.name).collect();
    assert_eq!(keys(&schema), tables);
    for table in section::ALL {
        let at = &schema["properties"][table.name];
        assert_eq!(keys(followed(&schema, at)), table.keys.iter().copied().collect(), "{}", table.header);
        let is_list = at["type"].as_array().is_some_and(|types| types.contains(&"array".into()));
        let is_either = table.name == "envelope";
        assert_eq!(is_list, table.header.starts_with("[[") && !is_either, "{}", table.header);
    }
}

const POLICY: &str = "[policy]\nname = \"x\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n";

/// What the reader says is valid where a row asks for what is not there.
fn asked(row: &str) -> BTreeSet<String> {
    let mut diagnostics = Diagnostics::new();
    let text = format!("{POLICY}{}", row.replace("HERE", "{ no_such_facet = 1 }"));
    assert!(PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics).is_none());
    let unknown = diagnostics.iter().find(|wrong| wrong.message.contains("is not a facet that"));
    unknown.unwrap_or_else(|| panic!("{row}: {diagnostics}")).valid.iter().cloned().collect()
}

#[test]
fn the_schema_offers_the_facets_that_the_reader_lets_rows_ask_for() {
    let schema = schema();
    for (table, key, row) in [
        ("limit", "where", "[[limit]]\nlevel = 1\nwhere = HERE\n"),
        ("envelope", "where", "[envelope]\nwhere = HERE\n"),
        ("response", "when", "[[response]]\nthen = \"avoid\"\nwhen = HERE\n"),
        ("route", "when", "[[route]]\nto = \"level_1\"\n[[route]]\nto = \"level_1\"\nwhen = HERE\n"),
        ("placement", "when", "[[placement]]\nthen = \"allowed\"\nwhen = HERE\n"),
    ] {
        let table = followed(&schema, &schema["properties"][table]);
        let offered = keys(followed(&schema, &table["properties"][key]));
        assert_eq!(offered.into_iter().map(String::from).collect::<BTreeSet<_>>(), asked(row), "{row}");
    }
}

/// What the schema calls the default is what holds without the key.
#[test]
fn defaults_are_those_of_the_reader() {
    let schema = schema();
    let mut tried = 0;
    for table in section::ALL {
        let of = followed(&schema, &schema["properties"][table.name]);
        for (key, at) in of["properties"].as_object().unwrap() {
            let Some(default) = at.get("default").filter(|default| !default.is_null()) else { continue };
            let needed = match table.name {
                "obligation" => "name = \"x\"\n",
                "team" => "name = \"x\"\nlevel = 2\n",
                "route" => "to = \"level_1\"\n",
                _ => "",
            };
            let read = |rest: &str| {
                let text = format!("{POLICY}{}\n{needed}{rest}", table.header);
                let mut diagnostics = Diagnostics::new();
                let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics);
                let mut file = file.unwrap_or_else(|| panic!("{diagnostics}"));
                file.draft.sources = [0; 32];
                (file.draft, file.orientation)
            };
            assert_eq!(read(""), read(&format!("{key} = {default}\n")), "{} {key}", table.header);
            tried += 1;
        }
    }
    assert_eq!(tried, 11);
}
