//! `explain` climbs from rules and rows to the guiding principles.

use crate::{json, run};
use serde_json::{Value, json as value};

fn reason<'a>(found: &'a Value, which: &str) -> &'a Value {
    let reasons = found["risk"]["reasons"].as_array().unwrap();
    reasons.iter().find(|reason| reason["rule"] == which || reason["text"] == which).unwrap()
}

#[test]
fn explain_of_the_sample_climbs_to_the_principles() {
    let (code, found) = json(&["explain", "R01", "--as-of", "2026-11-20"]);
    assert_eq!(code, 0);
    let step = |id: &str, kind: &str, title: &str| value!({"id": id, "kind": kind, "title": title});
    let proof = step("P03", "principle", "We can prove what we promise");
    let end = step("P04", "principle", "Nothing we do may end the firm");
    let cap = reason(&found, "pci caps the acceptance level at 4");
    assert_eq!(cap["principle"], "S02");
    assert_eq!(
        cap["derivation"],
        value!([
            step("S02", "standard", "Card data stays in the card zone"),
            step("Q04", "requirement", "Cards are handled as their schemes demand"),
            proof,
            end
        ])
    );
    assert_eq!(reason(&found, "rule_two_at_once")["derivation"], value!([proof]));
    // What the policy does not say, but the register, derives from nothing.
    assert_eq!(reason(&found, "the owner chose reduce, which is admissible").get("derivation"), None);

    let told = run(&["explain", "R01", "--as-of", "2026-11-20"]);
    for line in [
        "\nderives from:\n",
        "\n  P03: We can prove what we promise\n",
        "\n  S02 <- Q04 <- P03, P04: We can prove what we promise; Nothing we do may end the firm\n",
    ] {
        assert!(told.out.contains(line), "{line}\n{}", told.out);
    }
}

#[test]
fn assess_names_the_principle_and_leaves_the_chain_to_explain() {
    let (_, found) = json(&["assess", "--as-of", "2026-11-20"]);
    let reasons =
        || found["risks"].as_array().unwrap().iter().flat_map(|risk| risk["reasons"].as_array().unwrap());
    assert!(reasons().any(|reason| reason["principle"] == "S02"));
    assert!(reasons().all(|reason| reason.get("derivation").is_none()));
    let kinds: Vec<(&str, &str)> = found["gaps"]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["entry"]["file"] == "principles.csv")
        .map(|finding| (finding["entry"]["id"].as_str().unwrap(), finding["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(kinds, [("L07", "orphan"), ("S12", "not_implemented")]);
}
