//! Situations as the engine has them: every one of some facets, or any.
//!
//! ```
//! use plimsoll_core::policy::{Draft, Space};
//! use plimsoll_core::{Policy, facet};
//! use plimsoll_tests::points;
//! let mut known = Draft::standard().facets_of(Space::Risk);
//! known.truncate(2); // impact and likelihood
//! let all = points::everywhere(&known, 100).unwrap();
//! assert_eq!(all.len(), 25);
//! let decision = Policy::standard().assess(&points::risk(5, &all[24]));
//! assert_eq!((decision.impact.get(), decision.likelihood.get(), decision.score.get()), (5, 5, 25));
//! ```

use crate::draw::Draw;
use plimsoll_core::facet::{FACETS, Values};
use plimsoll_core::policy::KnownFacet;
use plimsoll_core::{Impact, IncidentFacts, Progress, RiskFacts};

/// How many values a facet has.
///
/// # Panics
///
/// Where its domain is not sound.
#[must_use]
pub fn size(known: &KnownFacet) -> u16 {
    known.domain.domain().expect("a sound domain").size()
}

/// Every combination of the values of some facets, 0 for all others; `None` where they are more than `most`.
#[must_use]
pub fn everywhere(facets: &[KnownFacet], most: u64) -> Option<Vec<Values>> {
    let total = facets.iter().try_fold(1_u64, |product, known| product.checked_mul(size(known).into()))?;
    if total > most {
        return None;
    }
    let mut points = vec![[0; FACETS]];
    for known in facets {
        let with = |point: &Values, value| {
            let mut point = *point;
            point[known.facet.index()] = value;
            point
        };
        points = points
            .iter()
            .flat_map(|point| (0..size(known)).map(|value| with(point, value)).collect::<Vec<_>>())
            .collect();
    }
    Some(points)
}

/// Any values of some facets, 0 for all others.
#[must_use]
pub fn anywhere(draw: &Draw<'_>, facets: &[KnownFacet]) -> Values {
    let mut point = [0; FACETS];
    for known in facets {
        point[known.facet.index()] = value(draw, known);
    }
    point
}

/// Any value of a facet.
///
/// # Panics
///
/// Where its domain is not sound.
#[must_use]
pub fn value(draw: &Draw<'_>, known: &KnownFacet) -> u16 {
    u16::try_from(draw.below(size(known).into())).expect("16 bits")
}

/// A risk in a situation, where there are so many levels of likelihood: as many actions, of which so many are uncompleted that
/// the likelihood is the one of the situation.
///
/// # Panics
///
/// Where the situation has another impact or likelihood than there are.
#[must_use]
pub fn risk(levels: u8, values: &Values) -> RiskFacts {
    RiskFacts {
        rated: Impact::new(u8::try_from(values[0] + 1).expect("at most 10")).expect("an impact"),
        actions: Progress::new(values[1], levels.into()).expect("a share"),
        values: *values,
        ..RiskFacts::default()
    }
}

/// An incident in a situation.
#[must_use]
pub fn incident(values: &Values) -> IncidentFacts {
    IncidentFacts { values: *values }
}
