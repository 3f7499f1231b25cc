//! The policy under which rules are compiled: a few facets of few values, so that every situation can be looked at.

use super::ORIGIN;
use crate::points::Stream;
use plimsoll_core::facet::Values;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, KnownFacet, Reason, Space};
use plimsoll_core::{CiaFloor, EstimateRule, Likelihood, LikelihoodRule};
use plimsoll_tests::interpreter::Value;
use std::sync::LazyLock;

/// The policy.
pub(super) static DRAFT: LazyLock<Draft> = LazyLock::new(|| {
    let labels = |labels: &[&str]| DraftDomain::Labels(labels.iter().map(ToString::to_string).collect());
    let range = |low, high| DraftDomain::Range { low, high, names: Vec::new() };
    let mut draft = Draft::standard();
    // Without a floor, every impact can be had, whatever the ratings.
    draft.cia_floor = CiaFloor::NONE;
    draft.impact.truncate(3);
    draft.likelihood.truncate(3);
    let three = LikelihoodRule::new(3, Likelihood::saturating(3), EstimateRule::Higher);
    draft.likelihood_rule = three.expect("a scale of three");
    draft.bands.truncate(2);
    for (band, up_to) in draft.bands.iter_mut().zip([4, 9]) {
        band.up_to = up_to;
    }
    draft.acceptance_level = 4;
    draft.obligations = vec![DraftObligation {
        name: "pci".into(),
        max_level: Some(3),
        forbids_acceptance: false,
        reason: Reason::default(),
    }];
    draft.facets = [
        ("region", labels(&["nordics", "emea", "low"])),
        ("age", range(0, 4)),
        ("offset", range(-2, 1)),
        ("pilot", DraftDomain::Bool),
    ]
    .map(|(name, domain)| DraftFacet { name: name.into(), domain })
    .to_vec();
    draft
});

static SIDES: LazyLock<[Side; 2]> = LazyLock::new(|| [Space::Risk, Space::Incident].map(Side::new));

/// What the rules of a space see.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) space: Space,
    pub(super) facets: Vec<KnownFacet>,
}

impl Side {
    pub(super) fn of(space: Space) -> &'static Self {
        &SIDES[usize::from(space == Space::Incident)]
    }

    fn new(space: Space) -> Self {
        let inputs = Draft::inputs(space);
        let facets =
            DRAFT.facets_of(space).into_iter().filter(|known| inputs.contains(known.facet)).collect();
        Self { space, facets }
    }

    /// How the functions of its rules begin.
    pub(super) const fn prefix(&self) -> &'static str {
        match self.space {
            Space::Risk => "rule_",
            Space::Incident => "route_",
        }
    }

    /// Situations over the facets that a text names: all, or so many where there are more; and whether these are all.
    pub(super) fn points(&self, text: &str, most: usize, stream: &mut Stream) -> (Vec<Values>, bool) {
        let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_').collect();
        let derived = |name: &str| match name {
            "impact" | "likelihood" => Some("score"),
            "confidentiality" | "integrity" | "availability" => Some("high_water"),
            _ => None,
        };
        let stands = |name: &str| {
            words.contains(&name) || derived(name).is_some_and(|derived| words.contains(&derived))
        };
        let named: Vec<&KnownFacet> = self.facets.iter().filter(|known| stands(&known.name)).collect();
        let total = named.iter().fold(1_usize, |total, known| total.saturating_mul(size(known).into()));
        let point = |number: usize| {
            let (mut point, mut left) = (ORIGIN, number);
            for known in &named {
                let size = usize::from(size(known));
                point[known.facet.index()] = u16::try_from(left % size).expect("a small facet");
                left /= size;
            }
            point
        };
        if total <= most {
            return ((0..total).map(point).collect(), true);
        }
        let random = |_: usize| usize::try_from(stream.next_u64() >> 1).expect("64 bits");
        ((0..most).map(random).map(point).collect(), false)
    }

    /// A situation, as the interpreter sees it.
    pub(super) fn seen(&self, values: &Values) -> Vec<(String, Value)> {
        let value = |known: &KnownFacet| {
            let value = values[known.facet.index()];
            match &known.domain {
                DraftDomain::Bool => Value::Flag(value == 1),
                DraftDomain::Labels(labels) => Value::Label(labels[usize::from(value)].clone()),
                DraftDomain::Range { low, .. } => Value::Number(i64::from(*low) + i64::from(value)),
            }
        };
        let mut facts: Vec<_> = self.facets.iter().map(|known| (known.name.clone(), value(known))).collect();
        if self.space == Space::Risk {
            let [impact, likelihood, ratings @ ..] = values;
            let highest = ratings[..3].iter().max().expect("three ratings");
            let score = i64::from(impact + 1) * i64::from(likelihood + 1);
            facts.push(("score".into(), Value::Number(score)));
            facts.push((
                "high_water".into(),
                Value::Label(["low", "medium", "high"][usize::from(*highest)].into()),
            ));
        }
        facts
    }
}

/// How many values a facet has.
pub(super) fn size(known: &KnownFacet) -> u16 {
    known.domain.domain().expect("a sound domain").size()
}
