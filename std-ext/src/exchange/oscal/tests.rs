//! The plan of the sample, held to what OSCAL asks for.

use super::PlanOfAction;
use crate::Organisation;
use crate::assessment::Assessment;
use crate::diagnostic::Diagnostics;
use plimsoll_core::Day;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the schema of OSCAL's POA&M asks for, held against the plan of the sample: what must be there, what forms values have, and
/// that everything that is referred to is there.
#[test]
fn the_plan_of_the_sample_is_what_oscal_asks_for() {
    let sample = Organisation::sample();
    let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).unwrap());
    let mut out = Diagnostics::new();
    let plan = PlanOfAction::of(&assessment, &mut out).unwrap();
    assert!(
        out.to_string().contains("OSCAL: has no place for these, which were left out: incidents.csv"),
        "{out}"
    );
    let json = serde_json::to_value(&plan).unwrap();
    let plan = &json["plan-of-action-and-milestones"];
    let mut ids = BTreeSet::new();
    all(&json, &mut |path, value| forms(path, value, &mut ids));
    needs(plan, &["uuid", "metadata", "poam-items", "risks", "system-id"]);
    needs(&plan["metadata"], &["title", "last-modified", "version", "oscal-version"]);
    let parties: BTreeSet<&str> =
        list(&plan["metadata"]["parties"]).map(|party| text(&party["uuid"])).collect();
    let risks: BTreeSet<&str> = list(&plan["risks"]).map(|risk| text(&risk["uuid"])).collect();
    assert_eq!(risks.len(), assessment.risks().len(), "each risk once");
    for item in list(&plan["poam-items"]) {
        needs(item, &["title", "description", "related-risks"]);
        assert!(list(&item["related-risks"]).all(|related| risks.contains(text(&related["risk-uuid"]))));
    }
    let statuses =
        ["open", "investigating", "remediating", "deviation-requested", "deviation-approved", "closed"];
    let mut seen = BTreeSet::new();
    for (risk, assessed) in list(&plan["risks"]).zip(assessment.risks()) {
        needs(
            risk,
            &["uuid", "title", "description", "statement", "status", "characterizations", "remediations"],
        );
        assert!(statuses.contains(&text(&risk["status"])));
        seen.insert(text(&risk["status"]));
        for characterization in list(&risk["characterizations"]) {
            needs(characterization, &["origin", "facets"]);
            for actor in list(&characterization["origin"]["actors"]) {
                needs(actor, &["type", "actor-uuid"]);
                assert!(parties.contains(text(&actor["actor-uuid"])));
            }
            let mut scores = list(&characterization["facets"]).filter(|facet| text(&facet["name"]) == "risk");
            assert_eq!(text(&scores.next().unwrap()["value"]), assessed.decision.score.get().to_string());
            list(&characterization["facets"]).for_each(|facet| needs(facet, &["name", "system", "value"]));
        }
        for remediation in list(&risk["remediations"]) {
            needs(remediation, &["uuid", "lifecycle", "title", "description"]);
            assert!(["recommendation", "planned", "completed"].contains(&text(&remediation["lifecycle"])));
            let kind = text(&remediation["props"][0]["value"]);
            let expected = match assessed.decision.response.label() {
                "reduce" => "mitigate",
                same => same,
            };
            assert_eq!(kind, expected);
            for task in remediation["tasks"].as_array().into_iter().flatten() {
                needs(task, &["uuid", "type", "title"]);
            }
        }
    }
    assert!(seen.contains("open") && seen.contains("remediating") && seen.contains("closed"), "{seen:?}");
    // Tomorrow's plan has the same names for the same risks.
    let tomorrow = Assessment::of(&sample, Day::from_ymd(2026, 11, 21).unwrap());
    let again = serde_json::to_value(PlanOfAction::of(&tomorrow, &mut out).unwrap()).unwrap();
    let again: BTreeSet<&str> =
        list(&again["plan-of-action-and-milestones"]["risks"]).map(|risk| text(&risk["uuid"])).collect();
    assert_eq!(again, risks);
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let list = value.as_array().unwrap();
    assert!(!list.is_empty(), "OSCAL has no empty lists");
    list.iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn needs(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(!value[key].is_null(), "{key} is missing in {value}");
    }
}

/// Calls for every text, with its key.
fn all(value: &Value, call: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match value {
            Value::String(text) => call(key, text),
            _ => all(value, call),
        }),
        Value::Array(list) => list.iter().for_each(|value| all(value, call)),
        _ => {}
    }
}

/// The forms of OSCAL's data types: no text is empty or has blanks around it, identifiers are UUIDs of version 4 or 5 and each is given
/// once, moments have a zone, names are tokens.
fn forms(key: &str, value: &str, ids: &mut BTreeSet<String>) {
    assert!(!value.is_empty() && value.trim() == value && !value.contains('\n'), "{key}: {value:?}");
    match key {
        "uuid" | "risk-uuid" | "actor-uuid" => {
            let parts: Vec<&str> = value.split('-').collect();
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{value}");
            assert!(value.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()));
            assert!(
                parts[2].starts_with(['4', '5']) && parts[3].starts_with(['8', '9', 'a', 'b']),
                "{value}"
            );
            assert!(key != "uuid" || ids.insert(value.to_owned()), "{value} is given twice");
        }
        "last-modified" | "date" | "deadline" => {
            assert!(value.len() == 20 && value.ends_with("T00:00:00Z"), "{value}");
            assert!(crate::date::parse(&value[..10]).is_ok(), "{value}");
        }
        "name" if value.contains(' ') => {}
        "ns" | "system" => {
            assert!(value.starts_with("urn:") || value.starts_with("http://csrc.nist.gov/ns/oscal"))
        }
        "status" | "lifecycle" | "type" => {
            assert!(value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{key}: {value}");
        }
        _ => {}
    }
}
