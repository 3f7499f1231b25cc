//! `explain`: the facts that a rule read, as JSON and as text.

use crate::{json, keys, run};

const DAY: [&str; 2] = ["--as-of", "2026-11-20"];

#[test]
fn reasons_of_rules_name_the_facts_that_they_read() {
    let (_, assessed) = json(&[&["assess"][..], &DAY].concat());
    let risks = assessed["risks"].as_array().unwrap();
    let is_rule = |reason: &&serde_json::Value| reason["stage"] == "rule";
    let ruled: Vec<&str> = risks
        .iter()
        .filter(|risk| risk["reasons"].as_array().unwrap().iter().any(|reason| is_rule(&reason)))
        .map(|risk| risk["id"].as_str().unwrap())
        .collect();
    assert!(ruled.len() > 5);
    assert!(
        risks.iter().all(|risk| risk["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it.get("facts").is_none()))
    );
    for id in ruled.into_iter().take(3) {
        let (code, found) = json(&[&["explain", id][..], &DAY].concat());
        let told = run(&[&["explain", id][..], &DAY].concat());
        assert_eq!((code, told.code), (0, 0));
        let reasons = found["risk"]["reasons"].as_array().unwrap();
        for reason in reasons {
            assert_eq!(reason.get("facts").is_some(), is_rule(&reason), "{reason}");
        }
        for fact in reasons.iter().filter(is_rule).flat_map(|reason| reason["facts"].as_array().unwrap()) {
            assert_eq!(keys(fact), ["from", "name", "value"]);
            let [name, value, from] = ["name", "value", "from"].map(|key| fact[key].as_str().unwrap());
            assert!(told.out.contains(&format!("{name} = {value} ({from})")), "{}", told.out);
        }
    }
}
