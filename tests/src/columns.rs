//! Risks as columns: what is decided of many at once, to be compared with what is decided of each.
//!
//! ```
//! use plimsoll_core::{Policy, RiskFacts};
//! use plimsoll_tests::columns::decided;
//! let (policy, risks) = (Policy::standard(), [RiskFacts::default(); 3]);
//! assert_eq!(decided(&policy, &risks, &mut []), risks.map(|risk| policy.assess(&risk)));
//! ```

use plimsoll_core::facet::{FACETS, Facet};
use plimsoll_core::{Column, Decision, Policy, RiskColumns, RiskFacts};

/// Decides about risks by columns, with so much scratch memory. Facets that are 0 throughout have no column.
///
/// # Panics
///
/// Where columns of one length are refused.
#[must_use]
pub fn decided(policy: &Policy<'_>, risks: &[RiskFacts], scratch: &mut [u16]) -> Vec<Decision> {
    let column = |value: &dyn Fn(&RiskFacts) -> u16| risks.iter().map(value).collect::<Vec<u16>>();
    let facets = (0..FACETS).filter_map(|position| Facet::new(u8::try_from(position).ok()?));
    let facets: Vec<(Facet, Vec<u16>)> = facets
        .map(|facet| (facet, column(&|risk| risk.value(facet))))
        .filter(|(_, values)| values.iter().any(|value| *value > 0))
        .collect();
    let facets: Vec<_> = facets.iter().map(|(facet, values)| (*facet, Column::Words(values))).collect();
    let [rated, uncompleted, total, estimate, choice, exception] = [
        column(&|risk| risk.rated.get().into()),
        column(&|risk| risk.actions.uncompleted()),
        column(&|risk| risk.actions.total()),
        column(&|risk| risk.estimate.map_or(0, |estimate| estimate.get().into())),
        column(&|risk| risk.choice.map_or(0, |choice| u16::from(choice.index()) + 1)),
        column(&|risk| risk.exception.into()),
    ];
    let columns = RiskColumns {
        rated: Column::Words(&rated),
        uncompleted: Column::Words(&uncompleted),
        total: Column::Words(&total),
        estimate: Column::Words(&estimate),
        choice: Column::Words(&choice),
        exception: Column::Words(&exception),
        facets: &facets,
    };
    let mut decisions = vec![Policy::REFUSING.assess(&RiskFacts::default()); risks.len()];
    policy.columns(scratch).assess(&columns, &mut decisions).expect("columns of one length");
    decisions
}
