//! Decision tables in SSVC's JSON form: `decision_points` by id, the id of the `outcome`, and a `mapping` of keys to keys.

use super::decision_table::{DecisionTable, Labelled};
use super::if_sound;
use super::rows_of_table::{RawRow, assemble, title_apart};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Source, did_you_mean, explain_json, nearest};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

/// The most bytes of a file: 16 MiB, for 4,096 rows of 32 labels.
const MAX_BYTES: usize = 16 << 20;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(default)]
    name: String,
    decision_points: Pairs<Point>,
    outcome: String,
    #[serde(borrow)]
    mapping: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Point {
    name: String,
    #[serde(default)]
    version: Option<String>,
    values: Vec<PointValue>,
}

#[derive(Deserialize)]
struct PointValue {
    key: String,
    name: String,
}

/// An object in the order of the file.
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let (mut pairs, mut seen) = (Vec::new(), BTreeSet::new());
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    if !seen.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format_args!("`{key}` stands twice")));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

pub(super) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<DecisionTable> {
    if_sound(&source.name, diagnostics, |out| table(source, out))
}

fn table(source: &Source, out: &mut Diagnostics) -> Option<DecisionTable> {
    let file = source.name.as_str();
    if source.text.len() > MAX_BYTES {
        out.push(Diagnostic::error(file, format!("is larger than {} MiB", MAX_BYTES >> 20)));
        return None;
    }
    let document: Document<'_> = match serde_json::from_str(&source.text) {
        Ok(document) => document,
        Err(error) => {
            out.push(explain_json(&error, source));
            return None;
        }
    };
    let Pairs(points) = document.decision_points;
    let Some(decided) = points.iter().position(|(id, _)| *id == document.outcome) else {
        let ids = points.iter().map(|(id, _)| id.as_str());
        let near = did_you_mean(nearest(&document.outcome, ids.clone()));
        let wrong = Diagnostic::error(file, "is not the id of a decision point").field("outcome");
        out.push(wrong.found(&document.outcome).valid(ids).maybe_help(near));
        return None;
    };
    let mut inputs = points;
    let (outcome_id, outcome) = inputs.remove(decided);
    let mut raw = Vec::new();
    let (mut line, mut counted) = (1_usize, 0_usize);
    for (at, value) in document.mapping.iter().enumerate() {
        let start = value.get().as_ptr().addr().saturating_sub(source.text.as_ptr().addr());
        let between = source.text.get(counted..start).unwrap_or_default();
        line = line.saturating_add(between.matches('\n').count());
        counted = start;
        raw.extend(row(value.get(), (file, at, line), &inputs, (&outcome_id, &outcome), out));
    }
    if out.is_error() {
        return None;
    }
    let labelled = |point: Point| Labelled {
        name: point.name,
        version: point.version,
        labels: point.values.into_iter().map(|value| value.name).collect(),
    };
    let stem = || file.strip_suffix(".json").unwrap_or(file).to_owned();
    let name = if document.name.trim().is_empty() { stem() } else { document.name };
    let titles: Vec<String> = inputs.iter().map(|(id, _)| id.clone()).collect();
    let mut inputs: Vec<Labelled> = inputs.into_iter().map(|(_, point)| labelled(point)).collect();
    title_apart(&mut inputs, &titles);
    tell_left_out(source, out);
    assemble(
        file,
        DecisionTable { name, inputs, outcome: labelled(outcome), rows: Vec::new() },
        &raw,
        true,
        out,
    )
}

/// What a table, a decision point and a value may say; what is not used of it has no place here.
const KNOWN: [&str; 12] = [
    "namespace",
    "key",
    "version",
    "name",
    "definition",
    "schemaVersion",
    "decision_points",
    "outcome",
    "mapping",
    "values",
    "$schema",
    "timestamp",
];

/// What of that is used.
const USED: [&str; 7] = ["key", "version", "name", "decision_points", "outcome", "mapping", "values"];

/// Tells what a table says beside its rows, which is left out, and warns of what nobody knows.
fn tell_left_out(source: &Source, out: &mut Diagnostics) {
    let Ok(whole) = serde_json::from_str::<Value>(&source.text) else { return };
    let points = whole.get("decision_points").and_then(Value::as_object);
    let points = points.into_iter().flat_map(|points| points.values());
    let values =
        points.clone().flat_map(|point| point.get("values").and_then(Value::as_array).into_iter().flatten());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in
        [&whole].into_iter().chain(points).chain(values).filter_map(Value::as_object).flat_map(|of| of.keys())
    {
        if !USED.contains(&key.as_str()) {
            let count = counts.entry(key).or_default();
            *count = count.saturating_add(1);
        }
    }
    let (known, unknown): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(key, _)| KNOWN.contains(key));
    for (key, _) in unknown {
        out.push(Diagnostic::warning(&source.name, "is not known, and was left out").field(key));
    }
    if !known.is_empty() {
        let each: Vec<String> = known.iter().map(|(key, count)| format!("{key} ({count})")).collect();
        let message = format!("a table has no place for these, which were left out: {}", each.join(", "));
        out.push(Diagnostic::note(&source.name, message));
    }
}

/// The names of the values that an entry of the mapping gives by their keys.
fn row(
    text: &str,
    (file, at, line): (&str, usize, usize),
    inputs: &[(String, Point)],
    (outcome_id, outcome): (&str, &Point),
    out: &mut Diagnostics,
) -> Option<RawRow> {
    let field = |id: &str| format!("mapping[{at}].{id}");
    let entries = match serde_json::from_str::<Pairs<String>>(text) {
        Ok(Pairs(entries)) => entries,
        Err(error) => {
            let message = format!("is no row: {error}");
            out.push(Diagnostic::error(file, message).line(line).field(format!("mapping[{at}]")));
            return None;
        }
    };
    for (id, _) in &entries {
        if id != outcome_id && inputs.iter().all(|(known, _)| known != id) {
            out.push(
                Diagnostic::error(file, "is not a decision point of the table").line(line).field(field(id)),
            );
        }
    }
    let mut label = |id: &str, point: &Point| -> Option<String> {
        let Some((_, key)) = entries.iter().find(|(known, _)| known == id) else {
            out.push(Diagnostic::error(file, "is missing").line(line).field(field(id)));
            return None;
        };
        let value = point.values.iter().find(|value| value.key == *key);
        if value.is_none() {
            let keys = point.values.iter().map(|value| value.key.as_str());
            let wrong = Diagnostic::error(file, "is not the key of a value").line(line).field(field(id));
            out.push(wrong.found(key).valid(keys));
        }
        value.map(|value| value.name.clone())
    };
    let labels: Vec<Option<String>> = inputs.iter().map(|(id, point)| label(id, point)).collect();
    let outcome = label(outcome_id, outcome);
    Some(RawRow { labels: labels.into_iter().collect::<Option<_>>()?, outcome: outcome?, line })
}
