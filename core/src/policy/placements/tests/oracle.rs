//! The compiled table against the rows as they are written.

use super::{row, tool};
use crate::facet::{self, FACETS, Facet};
use crate::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, DraftPlacement, Place, Reason, Row};
use crate::table::{Condition, When};
use crate::{Permission, Policy, RiskFacts};
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

/// Pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u16 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((self.0 >> 33) % end).unwrap()
    }
}

/// Tables of random rows, against looking for the first row that matches.
#[test]
fn the_diagrams_say_what_a_scan_of_the_rows_says() {
    let mut random = Random(7);
    let asked: Vec<(Facet, u16)> = [
        (facet::CONFIDENTIALITY, 3),
        (facet::INTEGRITY, 3),
        (facet::AVAILABILITY, 3),
        (facet::ASSET_CLASS, 6),
        (facet::ASSET_KIND, 3),
        (facet::ORIENTATION, 5),
        (Facet::declared(0).unwrap(), 2),
        (Facet::declared(1).unwrap(), 4),
        (Facet::declared(2).unwrap(), 101),
    ]
    .to_vec();
    let mut answers = [0_usize; 4];
    for _ in 0..400 {
        let mut draft = Draft::standard();
        draft.obligations.push(DraftObligation {
            name: "pci".into(),
            max_level: Some(4),
            forbids_acceptance: false,
            reason: Reason::default(),
        });
        let regions = ["a", "b", "c", "d"].map(String::from).to_vec();
        let percent = DraftDomain::Range { low: 0, high: 100, names: vec![] };
        draft.facets = vec![
            DraftFacet { name: "region".into(), domain: DraftDomain::Labels(regions) },
            DraftFacet { name: "trained".into(), domain: percent },
        ];
        let tools = 1 + random.below(4);
        draft.tools = (0..tools).map(|n| tool(&format!("tool {n}"), "")).collect();
        for _ in 0..random.below(8) {
            let mut when = When::new();
            for (facet, size) in &asked {
                if random.below(4) == 0 {
                    let values: Vec<u16> = (0..*size).filter(|_| random.below(2) == 0).collect();
                    when.push(Condition::among(*facet, values));
                }
            }
            let name = (random.below(3) > 0).then(|| format!("tool {}", random.below(tools.into())));
            let permission = Permission::from_index(u8::try_from(random.below(3)).unwrap()).unwrap();
            draft.placements.push(row(name.as_deref(), when, permission));
        }
        // What never holds is refused; the rows that are told go, and the rest means the same.
        let blob = loop {
            match draft.compile() {
                Ok(blob) => break blob,
                Err(faults) => {
                    for fault in faults.iter().rev() {
                        let Place::Placement(row) = fault.place else { panic!("{fault:?}") };
                        draft.placements.remove(row);
                    }
                }
            }
        };
        let policy = Policy::verify(&blob).unwrap();
        let placements = policy.placements().unwrap();
        for _ in 0..200 {
            let facts = asked
                .iter()
                .fold(RiskFacts { values: [9; FACETS], ..RiskFacts::default() }, |facts, (facet, size)| {
                    facts.with(*facet, random.below((*size).into()))
                });
            for (index, tool) in (0..).zip(&draft.tools) {
                let holds = |row: &&Row<DraftPlacement>| {
                    let named = row.then.tool.as_ref().is_none_or(|name| *name == tool.name);
                    let met = |condition: &Condition| {
                        condition.ranges.iter().any(|range| range.contains(&facts.value(condition.facet)))
                    };
                    named && row.when.iter().all(met)
                };
                let expected = draft.placements.iter().find(holds).map(|row| row.then.permission);
                assert_eq!(placements.of(&facts, index).permission(), expected, "{draft:#?} {facts:?}");
                answers[expected.map_or(3, |permission| usize::from(permission.index()))] += 1;
            }
        }
    }
    assert!(answers.iter().all(|count| *count > 10_000), "{answers:?}");
}
