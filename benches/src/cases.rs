//! What is counted in instructions. A case makes its inputs and then goes through [`counted_by_callgrind`] once.

use crate::callgrind::{Calls, LOOP, counted_by_callgrind};
use crate::columns::Book;
use crate::{by_hand, facts, policies, rules, sample};
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{Facet, FacetSet};
use plimsoll_core::{Policy, RiskFacts, Trace};
use std::cell::RefCell;
use std::hint::black_box;

/// A case: its name, and what runs it and says how many calls that were.
/// A call that works on many things says so with [`Calls::each_of`].
pub type Case = (&'static str, fn() -> Calls);

/// Every case, in the order in which they are shown.
pub const CASES: [Case; 21] = [
    (LOOP, || counted_by_callgrind(&facts::risks(), |risk| risk.exception)),
    ("assess_by_hand", || counted_by_callgrind(&facts::risks(), by_hand::decide)),
    ("assess", || {
        let policy = black_box(Policy::standard());
        counted_by_callgrind(&facts::risks(), |risk| policy.assess(risk))
    }),
    ("assess_explained", || {
        let policy = black_box(Policy::standard());
        let trace = RefCell::new(Trace::<32>::new());
        counted_by_callgrind(&facts::risks(), |risk| {
            let mut trace = trace.borrow_mut();
            trace.clear();
            policy.assess_into(risk, &mut *trace)
        })
    }),
    // The same into a new trace, which is given back by value.
    ("assess_explained_moved", || {
        let policy = black_box(Policy::standard());
        counted_by_callgrind(&facts::risks(), |risk| policy.explain(risk))
    }),
    ("assess_sample", || {
        with(&sample::blob(), |policy| counted_by_callgrind(&sample::risks(), |risk| policy.assess(risk)))
    }),
    ("assess_sample_explained", || {
        with(&sample::blob(), |policy| counted_by_callgrind(&sample::risks(), |risk| policy.explain(risk)))
    }),
    ("route", || {
        let policy = black_box(Policy::standard());
        counted_by_callgrind(&facts::incidents(), |incident| policy.route(incident))
    }),
    ("route_explained", || {
        let policy = black_box(Policy::standard());
        counted_by_callgrind(&facts::incidents(), |incident| policy.explain_route(incident))
    }),
    ("route_sample", || {
        with(&sample::blob(), |policy| {
            counted_by_callgrind(&sample::incidents(), |incident| policy.route(incident))
        })
    }),
    ("columns", || columns(&Policy::standard(), &Book::standard(ROWS))),
    ("columns_sample", || with(&sample::blob(), |policy| columns(policy, &Book::whole(ROWS, policy)))),
    ("rule_by_hand", || counted_by_callgrind(&rules::points(), rules::by_hand)),
    ("rule", rule),
    ("rule_in_rhai", || {
        let interpreted = rules::Interpreted::new();
        let points = rules::points().map(|point| interpreted.map(&point));
        counted_by_callgrind(&points, |facts| interpreted.run(facts))
    }),
    ("without_rule", || assess_rules(false)),
    ("with_rule", || assess_rules(true)),
    ("load_standard", || load(Policy::standard_bytes())),
    ("load_sample", || load(&sample::blob())),
    ("load_twelve_rules", || load(&policies::twelve_rules())),
    ("load_20_kb", || load(&policies::large())),
];

/// Runs every case and prints what [`counts`](crate::callgrind::counts) reads.
pub fn run() {
    for (name, case) in CASES {
        println!("{name} {}", case());
    }
}

fn with(blob: &[u8], case: impl Fn(&Policy<'_>) -> Calls) -> Calls {
    Policy::verify(blob).map_or_else(|_| Calls::default(), |policy| case(black_box(&policy)))
}

/// A policy that is refused is not counted: being refused takes next to nothing.
fn load(blob: &[u8]) -> Calls {
    with(blob, |_| counted_by_callgrind(&[blob; 4], |blob| Policy::verify(blob)))
}

/// How many risks are decided by columns.
const ROWS: usize = 4096;

/// Decides about many risks at once.
fn columns(policy: &Policy<'_>, book: &Book) -> Calls {
    let (facets, mut scratch) = (book.facets(), vec![0; 1 << 15]);
    let columns = black_box(policy.columns(&mut scratch));
    let decisions = RefCell::new(vec![Policy::REFUSING.assess(&RiskFacts::default()); ROWS]);
    // Columns that are refused are not counted either.
    if book.risks(&facets).check(ROWS).is_err() {
        return Calls::default();
    }
    let calls = counted_by_callgrind(&[book.risks(&facets)], |risks| {
        let mut decisions = decisions.borrow_mut();
        let decided = columns.assess(risks, &mut decisions);
        black_box(&decisions);
        decided
    });
    calls.each_of(ROWS)
}

/// The walk of one compiled rule.
fn rule() -> Calls {
    let (rule, draft) = (rules::one(), rules::draft());
    let forest = draft.forest(rule.space);
    let size = |position| Facet::new(position).map_or(0, |facet| forest.size(facet));
    let count = u16::try_from(rule.outcomes.len()).unwrap_or(u16::MAX);
    let diagram = Diagram::verify(&rule.words, rule.root, size, FacetSet::RISK_INPUTS, count);
    diagram.map_or_else(
        |_| Calls::default(),
        |diagram| {
            let diagram = black_box(&diagram);
            counted_by_callgrind(&rules::points(), |values| diagram.walk(values))
        },
    )
}

/// A whole decision, with one rule or without any.
fn assess_rules(with_rule: bool) -> Calls {
    let mut draft = rules::draft();
    draft.rules.extend(with_rule.then(rules::one));
    let risks = rules::points().map(|values| rules::risk(&values));
    let blob = draft.compile().unwrap_or_default();
    with(&blob, |policy| counted_by_callgrind(&risks, |risk| policy.assess(risk)))
}

#[cfg(test)]
mod tests {
    use super::{Book, Policy, ROWS, columns, load};

    /// The gate ends with an error at a case without calls.
    #[test]
    fn what_is_refused_is_not_counted() {
        assert_eq!(load(&[]).to_string(), "0 0");
        assert_eq!(load(Policy::standard_bytes()).to_string(), "4 4");
        let policy = Policy::standard();
        assert_eq!(columns(&policy, &Book::standard(ROWS - 1)).to_string(), "0 0");
        assert_eq!(columns(&policy, &Book::standard(ROWS)).to_string(), "4096 1");
    }
}
