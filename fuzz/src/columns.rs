//! What must hold of many risks at once: they are decided as one by one.

use crate::points::Stream;
use plimsoll_core::facet::{FACETS, Facet};
use plimsoll_core::{Column, Likelihood, Policy, Response, RiskColumns, RiskFacts};

/// Decides about risks by columns, with as much scratch memory as the stream says, and compares with deciding about each.
pub(crate) fn agree(policy: &Policy<'_>, risks: &[RiskFacts], stream: &mut Stream) {
    let column = |value: &dyn Fn(&RiskFacts) -> u16| risks.iter().map(value).collect::<Vec<u16>>();
    let rated = column(&|risk| risk.rated.get().into());
    let uncompleted = column(&|risk| risk.actions.uncompleted());
    let total = column(&|risk| risk.actions.total());
    let estimate = column(&|risk| risk.estimate.map_or(0, Likelihood::get).into());
    let choice = column(&|risk| risk.choice.map_or(0, |choice| u16::from(Response::index(choice)) + 1));
    let exception = column(&|risk| risk.exception.into());
    let facets = (0..FACETS).filter_map(|position| Facet::new(u8::try_from(position).ok()?));
    let values: Vec<(Facet, Vec<u16>)> =
        facets.map(|facet| (facet, column(&|risk| risk.value(facet)))).collect();
    let facets: Vec<(Facet, Column<'_>)> =
        values.iter().map(|(facet, values)| (*facet, Column::Words(values))).collect();
    let columns = RiskColumns {
        rated: Column::Words(&rated),
        uncompleted: Column::Words(&uncompleted),
        total: Column::Words(&total),
        estimate: Column::Words(&estimate),
        choice: Column::Words(&choice),
        exception: Column::Words(&exception),
        facets: &facets,
    };
    let expected: Vec<_> = risks.iter().map(|risk| policy.assess(risk)).collect();
    let mut decided = vec![Policy::REFUSING.assess(&RiskFacts::default()); risks.len()];
    let mut scratch = vec![0; usize::from(stream.below(8192))];
    policy.columns(&mut scratch).assess(&columns, &mut decided).expect("columns of one length");
    assert_eq!(decided, expected);
}
