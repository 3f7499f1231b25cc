//! Records written and read again are the same records.

use super::{read, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source};
use proptest::prelude::*;

/// A question of the work-system check.
const CHECKED: &str = "participants_trained";

/// A question of the survey, and an answer that it has.
const ASKED: (&str, &str) = ("aware_of_controls", "no");

/// A text as a tidy record holds it, with all that needs care in CSV.
fn text() -> impl Strategy<Value = String> {
    "[ab =+@'\",;:\n\r\t4é-]{0,12}".prop_map(|text| text.trim().to_owned())
}

/// A text that is not empty.
fn given() -> impl Strategy<Value = String> {
    text().prop_map(|text| if text.is_empty() { "x".to_owned() } else { text })
}

fn date() -> impl Strategy<Value = String> {
    (1900..=9999_i32, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
}

/// A JSON document of registers: some of everything, all optional fields given or not.
fn document() -> impl Strategy<Value = serde_json::Value> {
    let texts = (given(), given(), text(), text(), text(), text(), given(), given());
    let choices = (0..6_usize, 0..3_usize, 0..3_usize, 1..8_u8, any::<[bool; 8]>());
    let numbers = (any::<u64>(), 0..100_000_u64, 1..=5_u8, 1..=4_u8, 0..=9_u8, any::<u32>());
    (texts, choices, numbers, date()).prop_map(|(texts, choices, numbers, date)| {
        let (one, two, three, four, five, six, seven, eight) = texts;
        let (class, level, origin, mask, flags) = choices;
        let (large, small, five_levels, four_levels, rights, minutes) = numbers;
        let classes = ["information", "intellectual_property", "services", "software", "workers", "physical"];
        let (kinds, threats) = (["soft", "physical", "unspecified"], ["deliberate", "accidental", "environmental"]);
        let levels = ["low", "medium", "high"];
        let amount = |hundredths: u64| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let some = |flag: bool, value: serde_json::Value| if flag { value } else { serde_json::Value::Null };
        let attributes: Vec<&str> = ["c", "i", "a"].into_iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, one)| one).collect();
        let described = match origin {
            0 => serde_json::json!({"text": seven}),
            1 => serde_json::json!({"rating": five_levels}),
            _ => serde_json::json!({"rating": five_levels, "text": eight}),
        };
        let mut handling = vec![
            serde_json::json!({"incident": "I1", "date": date, "event": "opened", "by": one, "level": four_levels, "note": some(flags[0], two.clone().into())}),
            serde_json::json!({"incident": "I1", "date": date, "event": "passed", "by": two, "to": "p1"}),
        ];
        if flags[2] {
            handling.push(serde_json::json!({"incident": "I1", "date": date, "event": "resolved", "by": eight}));
        }
        serde_json::json!({
            "assets": [{
                "id": "A1", "name": one, "class": classes[class], "kind": kinds[level],
                "document": some(flags[0], "design".into()), "owner": two, "scope": some(flags[1], three.clone().into()),
                "cia": {"confidentiality": levels[level], "integrity": levels[origin], "availability": "low"},
                "region": "emea", "obligations": if flags[2] { vec!["pci"] } else { vec![] },
                "unit": some(flags[3], four.clone().into()), "location": some(flags[4], five.clone().into()), "facets": {"colour": six}
            }],
            "threats": [{
                "id": "T1", "name": two, "class": threats[origin],
                "origin": if flags[0] { "internal" } else { "external" }, "compromises": attributes, "type": some(flags[5], six.clone().into()),
                "attributes": {"severity": described, "origin": {"text": seven}}
            }, {"id": "T2", "name": one, "class": threats[level], "origin": "external", "compromises": ["c"]}],
            "actions": [{
                "id": "C1", "threat": "T1", "title": eight, "completed": flags[1], "done": some(flags[1] && flags[2], date.clone().into()),
                "owner": some(flags[3], three.clone().into()), "cost": some(flags[4], amount(large).into()), "days": some(flags[5], amount(small).into())
            }],
            "risks": [{
                "id": "R1", "asset": "A1", "threat": "T1", "owner": seven, "estimate": some(flags[2], five_levels.into()),
                "ratings": if flags[0] { serde_json::json!({"impact": five_levels}) } else { serde_json::json!({"legal": four_levels, "financial_long": five_levels}) },
                "owner_is_team": some(flags[3], flags[4].into()), "response": some(flags[5], "avoid".into()),
                "opened": some(flags[6], date.clone().into()), "reviewed": some(flags[5], date.clone().into()),
                "exception": some(flags[7], serde_json::json!({"approver": one, "until": date, "reason": two})),
                "facets": {"age_days": small % 3650, "pilot": flags[0], "remark": four}
            }],
            "incidents": [{
                "id": "I1", "segment": "system", "kind": "outage", "opened": date, "priority": levels[level], "level": four_levels,
                "rights": rights, "security": flags[6], "outage_minutes": some(flags[0], minutes.into()), "risk": some(flags[1], "R1".into()),
                "resolved": some(flags[2], date.clone().into()), "resolved_by": some(flags[2] && flags[3], eight.clone().into()), "loss": some(flags[4], amount(small).into()),
                "facets": {"region": "apac", "x": five}
            }],
            "handling": handling,
            "not_applicable": if flags[7] { vec![serde_json::json!({"asset": "A1", "threat": "T2", "reason": eight})] } else { vec![] },
            "people": [{
                "id": "P1", "name": one, "team": some(flags[0], two.clone().into()), "unit": some(flags[1], three.clone().into()),
                "role": some(flags[2], four.clone().into()), "manager": some(flags[3], "p1".into()), "left": some(flags[4], date.clone().into()),
                "ambassador": flags[5], "grants": if flags[6] { vec!["A1"] } else { vec![] }
            }],
            "courses": [{
                "id": "K1", "name": eight, "mandatory": flags[0], "within_days": (small % 3649) | 1,
                "refresh_months": some(flags[1], five_levels.into()), "units": if flags[2] { vec!["sales"] } else { vec![] }
            }],
            "trainings": [{"person": "P1", "course": "K1", "date": date, "passed": flags[3]}],
            "assessments": [{
                "manager": "P1", "quarter": plimsoll_core::Quarter::of(crate::date::parse(&date).unwrap()), "rating": some(flags[4], five_levels.into()),
                "date": some(flags[5], date.clone().into()), "remark": some(flags[6], two.clone().into())
            }],
            "mechanisms": [{
                "mechanism": plimsoll_core::Mechanism::LABELS[class], "maturity": plimsoll_core::Maturity::LABELS[level],
                "unit": some(flags[0], three.clone().into()), "evidence": some(flags[1], two.clone().into()), "owner": some(flags[2], four.clone().into())
            }],
            "measures": [{
                "id": "M1", "title": eight, "track": plimsoll_core::Track::LABELS[origin], "technical": flags[0],
                "owner": some(flags[1], two.clone().into()), "taken": some(flags[2], date.clone().into()), "learned_from": some(flags[3], seven.clone().into())
            }],
            "conflicts": [{
                "id": "V1", "area": plimsoll_core::ConflictArea::LABELS[class % 5], "security_value": seven, "work_value": eight,
                "context": some(flags[0], two.clone().into()), "level": some(flags[1], plimsoll_core::ValueLevel::LABELS[level].into()),
                "reasons": if flags[2] { vec!["concept_unclear", "procedures_unknown"] } else { vec![] }, "remedies": if flags[3] { vec!["define"] } else { vec![] },
                "consequences": some(flags[4], four.clone().into()), "lowers": if flags[5] { vec!["traceability"] } else { vec![] },
                "assets": if flags[6] { vec!["A1"] } else { vec![] }, "unit": some(flags[7], five.clone().into()), "resolved": some(flags[0], date.clone().into())
            }],
            "checklist": [{
                "work_system": seven, "question": CHECKED, "answer": plimsoll_core::Answer::LABELS[origin], "remark": some(flags[0], two.clone().into()),
                "answered": some(flags[1], date.clone().into())
            }],
            "survey": [{"respondent": "s1", "question": ASKED.0, "answer": ASKED.1, "unit": some(flags[0], three.clone().into())}],
            "principles": [
                {"id": "G1", "kind": "principle", "title": seven},
                {"id": "G2", "kind": "standard", "title": eight, "derives_from": if flags[0] { vec!["G1"] } else { vec![] }}
            ]
        })
    })
}

proptest! {
    #[test]
    fn json_to_csv_to_json(document in document()) {
        let text = document.to_string();
        let mut diagnostics = Diagnostics::new();
        let first = Registers::from_json(&Source::new("x.json", text), &words(), &mut diagnostics);
        prop_assert!(first.is_some(), "{}", diagnostics);
        let first = first.unwrap();
        let csv = first.to_csv();
        for file in &csv {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.text.as_bytes());
            for row in reader.records() {
                let row = row.unwrap();
                let formula = row.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(formula, None);
            }
        }
        let (second, diagnostics) = read(&csv);
        prop_assert!(second.is_some(), "{}", diagnostics);
        let second = second.unwrap();
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(first.to_json().unwrap(), second.to_json().unwrap());
        let mut diagnostics = Diagnostics::new();
        let third = Registers::from_json(&Source::new("x.json", first.to_json().unwrap()), &words(), &mut diagnostics);
        prop_assert_eq!(Some(first), third);
    }
}
