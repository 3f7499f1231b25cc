//! What changes of what goes where, against asking both tables for every asset that there can be.

use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftPlacement, DraftTool, Reason, Row, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{Permission, Policy, RiskFacts};
use plimsoll_scripting::{Change, diff};
use plimsoll_tests::draw::Draw;
use std::collections::BTreeMap;

/// A policy with some of four tools and a few rows.
fn policy(draw: &Draw<'_>) -> Vec<u8> {
    let mut draft = Draft::standard();
    let regions = ["north", "south"].map(String::from).to_vec();
    draft.facets = vec![DraftFacet { name: "region".into(), domain: DraftDomain::Labels(regions) }];
    let names: Vec<String> = ["chat", "drive", "post", "fax"]
        .iter()
        .filter(|_| draw.below(4) > 0)
        .map(ToString::to_string)
        .collect();
    draft.tools = names.iter().map(|name| DraftTool { name: name.clone(), purpose: String::new() }).collect();
    let asked = [(facet::CONFIDENTIALITY, 3), (facet::ASSET_CLASS, 6), (Facet::declared(0).unwrap(), 2)];
    for _ in 0..draw.below(6) {
        let mut when = Vec::new();
        for (facet, size) in asked {
            if draw.below(2) == 0 {
                when.push(Condition::among(facet, (0..size).filter(|_| draw.below(3) > 0)));
            }
        }
        let tool = names.get(draw.below(5)).cloned();
        let permission = Permission::ALL[draw.below(3)];
        draft.placements.push(Row {
            when,
            then: DraftPlacement { tool, permission },
            reason: Reason::default(),
        });
        if draft.compile().is_err() {
            draft.placements.pop();
        }
    }
    draft.compile().unwrap()
}

fn says(policy: &Policy<'_>, tool: &str, facts: &RiskFacts) -> &'static str {
    let placements = policy.placements().unwrap();
    let placement = placements.tool(tool).map(|tool| placements.of(facts, tool));
    placement.and_then(|placement| placement.permission()).map_or("nothing", Permission::label)
}

#[test]
fn each_change_is_counted_for_its_tool() {
    let draw = Draw::seeded(3);
    let mut changes = 0;
    for _ in 0..150 {
        let blobs = [policy(&draw), policy(&draw)];
        let [old, new] = [&blobs[0], &blobs[1]].map(|blob| Policy::verify(blob).unwrap());
        let difference = diff(&old, &new, 100, |_, _| ()).unwrap();
        let found = &difference.placements;
        assert_eq!((difference.risks.changed, difference.incidents.changed), (0, 0));
        let known = new.facets_of(Space::Risk);
        let read: Vec<(Facet, u16)> = found
            .facets
            .iter()
            .map(|name| known.iter().find(|known| known.name == *name).unwrap())
            .map(|known| (known.facet, known.domain.domain().unwrap().size()))
            .collect();
        let mut points = vec![RiskFacts::default()];
        for (facet, size) in &read {
            points =
                points.iter().flat_map(|point| (0..*size).map(|value| point.with(*facet, value))).collect();
        }
        let mut expected: BTreeMap<(&str, String), u128> = BTreeMap::new();
        let mut changed = 0;
        for point in &points {
            let mut differ = false;
            for tool in ["chat", "drive", "post", "fax"] {
                let (from, to) = (says(&old, tool, point), says(&new, tool, point));
                if from != to {
                    *expected.entry((tool, format!("{from} -> {to}"))).or_default() += 1;
                    differ = true;
                }
            }
            changed += u128::from(differ);
        }
        let told: BTreeMap<(&str, String), u128> = found
            .changes
            .iter()
            .map(|change| ((change.part.as_str(), change.what.clone()), change.situations))
            .collect();
        assert_eq!(told, expected);
        assert_eq!((found.situations, found.changed), (u128::try_from(points.len()).unwrap(), changed));
        changes += told.len();
    }
    assert!(changes > 400, "{changes}");
}

#[test]
fn a_change_of_a_row_is_told_where_it_is() {
    let draft = |permission| {
        let mut draft = Draft::standard();
        draft.tools = vec![DraftTool { name: "drive".into(), purpose: String::new() }];
        let when = vec![Condition::within(facet::CONFIDENTIALITY, 2..=2)];
        let then = DraftPlacement { tool: None, permission };
        draft.placements = vec![Row { when, then, reason: Reason::default() }];
        draft.compile().unwrap()
    };
    let (old, new) = (draft(Permission::EncryptedOnly), draft(Permission::Forbidden));
    let (old, new) = (Policy::verify(&old).unwrap(), Policy::verify(&new).unwrap());
    let difference = diff(&old, &new, 4, |_, _| ()).unwrap();
    let [Change { part, what, situations: 1, cubes, more: 0 }] = &difference.placements.changes[..] else {
        panic!("{difference:?}");
    };
    assert_eq!((part.as_str(), what.as_str()), ("drive", "encrypted_only -> forbidden"));
    assert_eq!(cubes[0].when, [("confidentiality".to_string(), "high".to_string())]);
    assert_eq!(diff(&new, &new, 4, |_, _| ()).unwrap().placements.changed, 0);
    let gone = diff(&new, &Policy::standard(), 4, |_, _| ()).unwrap().placements;
    assert_eq!(gone.changes[0].what, "forbidden -> nothing");
}
