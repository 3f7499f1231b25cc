//! The yardstick: the standard policy as one would write it in Rust if no policy ever changed.

use plimsoll_core::facet::{
    AVAILABILITY, COMPROMISES_A, COMPROMISES_C, COMPROMISES_I, CONFIDENTIALITY, Facet, INTEGRITY,
};
use plimsoll_core::{
    Band, Decision, Impact, Likelihood, Limit, Response, Responses, RiskFacts, Score, Standing,
};

/// What [`plimsoll_core::Policy::standard`] decides.
///
/// ```
/// use plimsoll_benches::{by_hand::decide, facts};
/// use plimsoll_core::Policy;
/// for risk in facts::risks() {
///     assert_eq!(decide(&risk), Policy::standard().assess(&risk));
/// }
/// ```
#[must_use]
pub fn decide(facts: &RiskFacts) -> Decision {
    let floor = floor(facts, CONFIDENTIALITY, COMPROMISES_C)
        .max(floor(facts, INTEGRITY, COMPROMISES_I))
        .max(floor(facts, AVAILABILITY, COMPROMISES_A));
    let impact = facts.rated.get().min(5).max(floor);
    let worked = match facts.actions.total() {
        0 => 5,
        total => (u32::from(facts.actions.uncompleted()) * 5 / u32::from(total) + 1).min(5),
    };
    let estimate = facts.estimate.map_or(0, Likelihood::get).min(5);
    let likelihood = u8::try_from(worked).unwrap_or(5).max(estimate);
    let score = impact * likelihood;
    let within_limit = score <= 9;
    let left = if within_limit || facts.exception {
        Responses::ALL
    } else {
        Responses::ALL.without(Response::Accept)
    };
    let usual = if within_limit { Response::Accept } else { Response::Reduce };
    let (response, standing) = match facts.choice {
        None => (usual, Standing::Policy),
        Some(choice) if left.contains(choice) => (choice, Standing::Chosen),
        Some(_) => (usual, Standing::Overruled),
    };
    Decision {
        impact: Impact::saturating(impact),
        likelihood: Likelihood::saturating(likelihood),
        score: Score(score),
        band: Band((score - 1) / 5),
        limit: Limit(9),
        within_limit,
        response,
        standing,
    }
}

/// The least impact that an attribute's rating allows: 1 to 3 if the threat compromises it.
fn floor(facts: &RiskFacts, rating: Facet, compromised: Facet) -> u8 {
    match facts.value(compromised) {
        0 => 0,
        _ => u8::try_from(facts.value(rating).min(2)).unwrap_or(2) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::decide;
    use plimsoll_core::{
        Attribute, Attributes, Cia, Impact, Level, Likelihood, Policy, Progress, Response, RiskFacts,
    };

    /// Every impact, share of actions, estimate, choice, exception, rating and set of attributes.
    #[test]
    fn it_decides_as_the_standard_policy_does() {
        let policy = Policy::standard();
        let mut points = 0;
        let mut each = |facts: &RiskFacts| {
            points += 1;
            assert_eq!(decide(facts), policy.assess(facts), "{facts:?}");
        };
        for rated in 1..=6 {
            for (uncompleted, total) in
                [(0, 0), (0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (1999, 10_000)]
            {
                for estimate in 0..=6 {
                    for choice in 0..=4 {
                        for exception in [false, true] {
                            let facts = RiskFacts {
                                rated: Impact::new(rated).unwrap(),
                                actions: Progress::new(uncompleted, total).unwrap(),
                                estimate: Likelihood::new(estimate),
                                choice: Response::from_index(choice),
                                exception,
                                ..RiskFacts::default()
                            };
                            ratings(&facts, &mut each);
                        }
                    }
                }
            }
        }
        assert_eq!(points, 6 * 8 * 7 * 5 * 2 * 27 * 8);
    }

    fn ratings(facts: &RiskFacts, each: &mut impl FnMut(&RiskFacts)) {
        for c in Level::ALL {
            for i in Level::ALL {
                for a in Level::ALL {
                    for set in 0..8_u8 {
                        let bits = Attribute::ALL.iter().zip([1, 2, 4]).filter(|(_, bit)| set & bit != 0);
                        let compromised =
                            bits.fold(Attributes::NONE, |all, (attribute, _)| all.with(*attribute));
                        each(&facts.with_cia(Cia::new(*c, *i, *a)).with_compromised(compromised));
                    }
                }
            }
        }
    }
}
