//! Conditions of rows, in both forms.

use crate::draw::Draw;
use crate::reference::Condition;
use plimsoll_core::policy::{KnownFacet, Reason, Row};
use plimsoll_core::table;
use std::ops::RangeInclusive;

/// Conditions in both forms.
pub(super) type When = (table::When, Vec<Condition>);

fn one(draw: &Draw<'_>, known: &[KnownFacet]) -> (table::Condition, Condition) {
    let known = draw.one(known);
    let size = known.domain.domain().expect("a sound domain").size();
    let value = || u16::try_from(draw.below(size.into())).expect("a value");
    let (ranges, text): (Vec<RangeInclusive<u16>>, Vec<String>) = if size <= 10 {
        let sure = value();
        let values: Vec<u16> = (0..size).filter(|value| draw.rarely(2) || *value == sure).collect();
        let condition = table::Condition::among(known.facet, values.iter().copied());
        (condition.ranges, values.into_iter().map(|value| known.domain.show(value)).collect())
    } else {
        let mut ends = [value(), value(), value(), value()];
        ends.sort_unstable();
        let [a, b, c, d] = ends;
        let ranges = if draw.rarely(2) && b + 1 < c { vec![a..=b, c..=d] } else { vec![a..=d] };
        let show = |range: &RangeInclusive<u16>| {
            format!("{}..{}", known.domain.show(*range.start()), known.domain.show(*range.end()))
        };
        (ranges.clone(), ranges.iter().map(show).collect())
    };
    let stated = Condition::new(&known.name, &text.join("|"));
    (table::Condition { facet: known.facet, ranges }, stated)
}

pub(super) fn draw(draw: &Draw<'_>, known: &[KnownFacet], most: usize) -> When {
    draw.many(most, || one(draw, known)).into_iter().unzip()
}

/// A row whose reason says which it is.
pub(super) fn row<T>(when: table::When, then: T, which: (&str, usize)) -> Row<T> {
    let text = format!("{} {}", which.0, which.1);
    Row { when, then, reason: Reason { text, ..Reason::default() } }
}
