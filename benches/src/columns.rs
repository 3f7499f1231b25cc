//! Columns of any length, for the standard policy and for the sample's.

use crate::facts::Numbers;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::Space;
use plimsoll_core::{Column, Policy, RiskColumns};

/// Risks, a column for each fact.
pub struct Book {
    columns: [Vec<u8>; 6],
    facets: Vec<(Facet, Values)>,
}

enum Values {
    Bytes(Vec<u8>),
    Words(Vec<u16>),
}

impl Values {
    fn column(&self) -> Column<'_> {
        match self {
            Self::Bytes(bytes) => Column::Bytes(bytes),
            Self::Words(words) => Column::Words(words),
        }
    }
}

impl Book {
    /// So many risks that differ in everything that the standard policy looks at.
    #[must_use]
    pub fn standard(rows: usize) -> Self {
        use facet::{AVAILABILITY, COMPROMISES_A, COMPROMISES_C, COMPROMISES_I, CONFIDENTIALITY, INTEGRITY};
        let ratings = [CONFIDENTIALITY, INTEGRITY, AVAILABILITY].map(|facet| (facet, 3));
        let compromised = [COMPROMISES_C, COMPROMISES_I, COMPROMISES_A].map(|facet| (facet, 2));
        Self::of(rows, ratings.into_iter().chain(compromised))
    }

    /// So many risks that differ in every facet of a policy.
    #[must_use]
    pub fn whole(rows: usize, policy: &Policy<'_>) -> Self {
        let facets = policy.facets_of(Space::Risk).into_iter().filter(|known| known.facet.get() > 1);
        let sizes = facets.filter_map(|known| Some((known.facet, known.domain.domain()?.size())));
        let derived = [facet::SCORE, facet::WITHIN_LIMIT];
        Self::of(rows, sizes.filter(|(facet, _)| !derived.contains(facet)))
    }

    fn of(rows: usize, facets: impl Iterator<Item = (Facet, u16)>) -> Self {
        let mut numbers = Numbers::from(7);
        let mut draw = |low: u16, size: u16| -> Vec<u8> {
            let number = |_| u8::try_from(low + numbers.below(size)).unwrap_or_default();
            (0..rows).map(number).collect()
        };
        let (rated, total) = (draw(1, 5), draw(0, 13));
        let uncompleted = draw(0, 256).iter().zip(&total).map(|(drawn, total)| drawn % (total + 1)).collect();
        let columns = [rated, uncompleted, total, draw(0, 6), draw(0, 5), draw(0, 2)];
        let facets = facets.map(|(facet, size)| {
            let values = if size <= 256 {
                Values::Bytes(draw(0, size))
            } else {
                let mut numbers = Numbers::from(size.into());
                Values::Words((0..rows).map(|_| numbers.below(size)).collect())
            };
            (facet, values)
        });
        Self { columns, facets: facets.collect() }
    }

    /// The columns of facets, to be lent to [`Book::risks`].
    #[must_use]
    pub fn facets(&self) -> Vec<(Facet, Column<'_>)> {
        self.facets.iter().map(|(facet, values)| (*facet, values.column())).collect()
    }

    /// What is known of the risks.
    #[must_use]
    pub fn risks<'b>(&'b self, facets: &'b [(Facet, Column<'b>)]) -> RiskColumns<'b> {
        let [rated, uncompleted, total, estimate, choice, exception] =
            self.columns.each_ref().map(|bytes| Column::Bytes(bytes));
        RiskColumns { rated, uncompleted, total, estimate, choice, exception, facets }
    }

    /// Copies every column into some others: the least that reading and writing as many bytes takes.
    pub fn copy_into(&self, other: &mut Self) {
        for (to, from) in other.columns.iter_mut().zip(&self.columns) {
            to.copy_from_slice(from);
        }
        for ((_, to), (_, from)) in other.facets.iter_mut().zip(&self.facets) {
            match (to, from) {
                (Values::Bytes(to), Values::Bytes(from)) => to.copy_from_slice(from),
                (Values::Words(to), Values::Words(from)) => to.copy_from_slice(from),
                _ => {}
            }
        }
    }
}
