//! The policy under which rules are compared, and its situations, as the engine and as the interpreter see them.

use plimsoll_core::facet::Values;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, KnownFacet, Reason, Space};
use plimsoll_core::{CiaFloor, RiskFacts};
use plimsoll_tests::interpreter::{Known, Value};
use plimsoll_tests::points;

/// The standard policy with one obligation and a facet of each sort. The rating of the asset leaves the impact as it is, so
/// that every situation can be had.
pub(crate) fn draft() -> Draft {
    aged(3650)
}

/// The same policy, whose ages go so far.
pub(crate) fn aged(days: i32) -> Draft {
    let mut draft = Draft::standard();
    let labels = |labels: &[&str]| DraftDomain::Labels(labels.iter().map(ToString::to_string).collect());
    let range = |low, high| DraftDomain::Range { low, high, names: Vec::new() };
    draft.cia_floor = CiaFloor::NONE;
    draft.obligations.push(DraftObligation {
        name: "pci".into(),
        max_level: Some(4),
        forbids_acceptance: false,
        reason: Reason::default(),
    });
    draft.facets = [
        ("region", labels(&["nordics", "emea", "apac"])),
        ("unit", labels(&["sales", "production", "research", "high", "low"])),
        ("age_days", range(0, days)),
        ("balance", range(-5, 5)),
        ("offset", range(-3000, -2980)),
        ("reviewed", DraftDomain::Bool),
    ]
    .map(|(name, domain)| DraftFacet { name: name.into(), domain })
    .to_vec();
    draft
}

/// What a rule of a space may read.
pub(crate) fn facets(draft: &Draft, space: Space) -> Vec<KnownFacet> {
    let derived = ["score", "within_limit", "target"];
    let facets = draft.facets_of(space).into_iter();
    facets.filter(|known| !derived.contains(&known.name.as_str())).collect()
}

/// The names that proposals may give.
pub(crate) fn names(draft: &Draft) -> Known {
    let teams = draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone());
    Known { teams: teams.collect(), roles: draft.roles.clone() }
}

/// A situation, as the interpreter sees it.
pub(crate) fn seen(facets: &[KnownFacet], space: Space, values: &Values) -> Vec<(String, Value)> {
    let value = |known: &KnownFacet| {
        let value = values[known.facet.index()];
        match &known.domain {
            DraftDomain::Bool => Value::Flag(value == 1),
            DraftDomain::Labels(labels) => Value::Label(labels[usize::from(value)].clone()),
            DraftDomain::Range { low, .. } => Value::Number(i64::from(*low) + i64::from(value)),
        }
    };
    let mut facts: Vec<_> = facets.iter().map(|known| (known.name.clone(), value(known))).collect();
    if space == Space::Risk {
        let [impact, likelihood, ratings @ ..] = values;
        let highest = ratings[..3].iter().max().expect("three ratings");
        facts.push(("score".into(), Value::Number(i64::from(impact + 1) * i64::from(likelihood + 1))));
        facts.push((
            "high_water".into(),
            Value::Label(["low", "medium", "high"][usize::from(*highest)].into()),
        ));
    }
    facts
}

/// A risk in a situation.
pub(crate) fn risk(values: &Values) -> RiskFacts {
    points::risk(5, values)
}

/// The facets that a text names, in whatever place; more than it reads do no harm.
pub(crate) fn named(text: &str, facets: &[KnownFacet]) -> Vec<KnownFacet> {
    let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_').collect();
    let ratings = ["confidentiality", "integrity", "availability"];
    let stands = |name: &str| {
        words.contains(&name)
            || (words.contains(&"score") && ["impact", "likelihood"].contains(&name))
            || (words.contains(&"high_water") && ratings.contains(&name))
    };
    facets.iter().filter(|known| stands(&known.name)).cloned().collect()
}
