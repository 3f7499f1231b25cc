//! How much of all situations is explored, and that a rule has to ask the same each time.

use super::Explorer;
use crate::Place;
use crate::schema::Schema;
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, Space};

fn explorer() -> Explorer {
    let schema = Schema::new(&Draft::standard(), Space::Risk);
    Explorer::new(schema.clone(), schema.forest())
}

/// After so many runs of a rule that asks for a high impact (2 of 5 values); there for the highest likelihood (1 of 5), and if that is
/// not so, for the highest orientation (1 of 5).
fn explored(runs: usize) -> u128 {
    let mut explorer = explorer();
    let ask = |explorer: &mut Explorer, facet: Facet, from: u16| {
        let condition = explorer.forest.among(facet, &[from..=4]);
        explorer.decide(condition, Place::default()).unwrap()
    };
    for _ in 0..runs {
        explorer.rewind();
        if ask(&mut explorer, facet::IMPACT, 3) && !ask(&mut explorer, facet::LIKELIHOOD, 4) {
            ask(&mut explorer, facet::ORIENTATION, 4);
        }
        if explorer.finish(Ref::terminal(1)).is_some() {
            return 100;
        }
    }
    explorer.explored_percent()
}

#[test]
fn situations_of_finished_paths_are_explored() {
    // 2/5 of 1/5, then 2/5 of 4/5 of 1/5 more, then all of the 2/5.
    assert_eq!([0, 1, 2, 3, 4].map(explored), [0, 8, 14, 40, 100]);
}

#[test]
fn a_rule_that_asks_otherwise_the_next_time_is_refused() {
    let mut explorer = explorer();
    let [one, other] = [facet::IMPACT, facet::LIKELIHOOD].map(|facet| explorer.forest.among(facet, &[3..=4]));
    let place = Place { line: 3, column: 7 };
    assert_eq!(explorer.decide(one, place), Ok(true));
    assert_eq!(explorer.finish(Ref::terminal(1)), None);
    explorer.rewind();
    let fault = explorer.decide(other, place).unwrap_err();
    assert_eq!(fault.to_string(), "3:7: the rule does not ask the same questions each time it runs");
}
