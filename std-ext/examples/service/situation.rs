//! A risk as a request describes it.

use plimsoll::registers::Facets;
use plimsoll_core::facet::{self, BUILT_IN, Facet};
use plimsoll_core::policy::{DraftDomain, KnownFacet, Space};
use plimsoll_core::{Impact, Likelihood, Policy, Progress, Response, RiskFacts};
use serde::Deserialize;

/// What is known of a risk, in the words of the policy:
/// `{"impact": 4, "actions": {"uncompleted": 3, "total": 7}, "facets": {"confidentiality": "high", "region": "apac"}}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Situation {
    impact: Impact,
    #[serde(default)]
    actions: Progress,
    #[serde(default)]
    estimate: Option<Likelihood>,
    #[serde(default)]
    response: Option<Response>,
    #[serde(default)]
    exception: bool,
    #[serde(default)]
    facets: Facets,
}

/// What the decision works out; nobody may say it.
const DERIVED: [Facet; 4] = [facet::IMPACT, facet::LIKELIHOOD, facet::SCORE, facet::WITHIN_LIMIT];

impl Situation {
    /// The facts that the policy decides on, or everything that is wrong with them. A facet of Plimsoll's own that is left out
    /// has its first value, and an obligation is not there; what the policy itself declares has to be told, since nobody can
    /// guess it.
    pub(crate) fn facts(&self, policy: &Policy<'_>) -> Result<RiskFacts, Vec<String>> {
        let mut known = policy.facets_of(Space::Risk);
        known.retain(|known| !DERIVED.contains(&known.facet));
        let mut facts = RiskFacts {
            rated: self.impact,
            actions: self.actions,
            estimate: self.estimate,
            choice: self.response,
            exception: self.exception,
            ..RiskFacts::default()
        };
        // The core takes what is above a scale as its top; whoever says so here is told.
        let scales = policy.scales();
        let above = |what: &str, found: u8, top: u8| {
            (found > top).then(|| format!("{what}: {found} is above the scale; valid: 1 to {top}"))
        };
        let mut errors = Vec::new();
        errors.extend(above("impact", self.impact.get(), scales.impact));
        errors
            .extend(self.estimate.and_then(|estimate| above("estimate", estimate.get(), scales.likelihood)));
        for (name, text) in self.facets.iter() {
            match known.iter().find(|known| known.name == name).map(|known| (known.facet, value(known, text)))
            {
                Some((facet, Some(value))) => facts.set(facet, value),
                Some((_, None)) => errors.push(format!("{name}: {text} is none of its values")),
                None => errors.push(format!("{name}: is none of the facets that can be told")),
            }
        }
        let obligations_end = BUILT_IN.saturating_add(policy.obligation_count());
        let declared = known.iter().filter(|known| known.facet.get() >= obligations_end);
        let missing = declared.filter(|known| self.facets.get(&known.name).is_none());
        errors.extend(missing.map(|known| format!("{}: is missing", known.name)));
        if errors.is_empty() { Ok(facts) } else { Err(errors) }
    }
}

/// The value that a text stands for.
fn value(known: &KnownFacet, text: &str) -> Option<u16> {
    let domain = known.domain.domain()?;
    match &known.domain {
        DraftDomain::Range { .. } => domain.value_of(text.parse().ok()?),
        DraftDomain::Bool | DraftDomain::Labels(_) => {
            (0..domain.size()).find(|value| known.domain.show(*value) == text)
        }
    }
}
