//! A function that is not what the interpreter does is noticed, and the situations that are looked at differ.

use super::{SAMPLES, next, points};
use crate::exploration::Exploration;
use crate::explorer::{Explorer, Made};
use crate::sandbox::lock;
use crate::schema::Schema;
use crate::script::Script;
use crate::value::Subject;
use crate::{Place, RuleFile};
use plimsoll_core::facet;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, Space};
use std::collections::BTreeSet;

/// The first numbers of SplitMix64 from 0, as its authors give them.
#[test]
fn the_sequence_is_that_of_its_authors() {
    let mut state = 0;
    let first = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ec];
    assert_eq!([(); 4].map(|()| next(&mut state)), first);
}

/// Three outcomes, one of which a single situation of 13 million ages has: it is compared as well, and what is changed is found.
#[test]
fn each_outcome_is_compared() {
    let text = "fn rule_a(risk) { if risk.wide == 1500 && risk.wider == 17 { raise(9, \"x\"); } else if risk.impact == 5 { raise(1, \"x\"); } }";
    let mut draft = Draft::standard();
    draft.facets = ["wide", "wider"]
        .map(|name| DraftFacet {
            name: name.into(),
            domain: DraftDomain::Range { low: 0, high: 3650, names: Vec::new() },
        })
        .to_vec();
    let script = Script::read(&RuleFile { name: "rules/a.rhai".into(), text: text.into() });
    let script = script.unwrap_or_else(|faults| panic!("{faults:?}"));
    let schema = Schema::new(&draft, Space::Risk);
    let explorer = Explorer::new(schema.clone(), schema.forest());
    let made = |explorer: &mut Explorer, _| Ok::<Vec<Made>, _>(explorer.made.clone());
    let mut exploration = Exploration::new(explorer, &script, "rule_a", &[Subject::Facts], made);
    let function = exploration.run().unwrap();
    {
        let explorer = lock(&exploration.shared);
        let (points, all) = points(&explorer, function);
        assert_eq!((u64::try_from(points.len()).unwrap(), all), (3 + SAMPLES, false));
        let outcomes: BTreeSet<u32> =
            points.iter().take(3).map(|point| explorer.forest.value(function, point)).collect();
        assert_eq!(outcomes.len(), 3);
        // The other situations are spread: each impact is among them, and hardly any age twice.
        let values = |facet: facet::Facet| {
            points.iter().skip(3).map(|point| point[facet.index()]).collect::<BTreeSet<u16>>().len()
        };
        assert_eq!(values(facet::IMPACT), 5);
        assert!(values(facet::Facet::declared(0).unwrap()) > 400);
    }
    assert_eq!(exploration.compare(function).unwrap(), (515, false));
    let turned = {
        let mut explorer = lock(&exploration.shared);
        let mut rare = [0; facet::FACETS];
        for (n, value) in [(0, 1500), (1, 17)] {
            rare[facet::Facet::declared(n).unwrap().index()] = value;
        }
        let (rare, usual) =
            (explorer.forest.value(function, &rare), explorer.forest.value(function, &[0; facet::FACETS]));
        explorer.forest.map(function, |value| match value {
            value if value == rare => usual,
            value if value == usual => rare,
            value => value,
        })
    };
    assert_ne!(turned, function);
    let fault = exploration.compare(turned).unwrap_err();
    assert_eq!(
        (fault.place, fault.message.as_str()),
        (Place { line: 1, column: 1 }, "rule_a does not do the same when it is interpreted")
    );
}
