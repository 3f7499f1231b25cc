//! The facts that a query names, under the policy that decides.

use datafusion_common::{Result, plan_err};
use plimsoll_core::facet::{self, Domain, Facet, FacetSet};
use plimsoll_core::policy::{DraftDomain, KnownFacet, Space};
use plimsoll_core::{CiaFloor, Policy, Response};

/// Where a fact goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Rated,
    Uncompleted,
    Total,
    Estimate,
    Choice,
    Exception,
    Facet(Facet),
}

/// A fact by name, and what values it may have.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Its values; those of `rated`, `estimate` and `choice` stand for themselves, as columns of the engine have them.
    pub(crate) domain: Domain,
    /// The texts that stand for values, in the order of the values, with the integer of the first.
    pub(crate) labels: (i64, Vec<String>),
    /// Whether it may be unknown.
    pub(crate) optional: bool,
}

impl Fact {
    fn number(name: &str, place: Place, size: u16) -> Self {
        let domain = Domain::Range { low: 0, size };
        Self { name: name.into(), place, domain, labels: (0, Vec::new()), optional: false }
    }

    fn facet(known: KnownFacet) -> Option<Self> {
        let domain = known.domain.domain()?;
        let labels = match known.domain {
            DraftDomain::Labels(labels) => labels,
            DraftDomain::Bool | DraftDomain::Range { .. } => Vec::new(),
        };
        Some(Self {
            name: known.name,
            place: Place::Facet(known.facet),
            domain,
            labels: (0, labels),
            optional: false,
        })
    }

    /// Whether it is true or false.
    pub(crate) fn is_boolean(&self) -> bool {
        self.domain == Domain::Bool
    }

    /// Whether texts stand for its values.
    pub(crate) fn has_labels(&self) -> bool {
        !self.labels.1.is_empty()
    }

    /// Whether every value fits into a byte.
    pub(crate) fn is_small(&self) -> bool {
        self.domain.size() <= 256
    }

    /// The least integer that it may have.
    pub(crate) fn least(&self) -> i64 {
        if self.place == Place::Rated { 1 } else { self.domain.integer(0) }
    }

    /// The greatest.
    pub(crate) fn greatest(&self) -> i64 {
        self.domain.integer(self.domain.size().saturating_sub(1))
    }

    /// The value of an integer, as columns of the engine have it.
    pub(crate) fn value_of(&self, integer: i64) -> Option<u16> {
        if integer < self.least() { None } else { self.domain.value_of(integer) }
    }

    /// The value of a text.
    pub(crate) fn value_of_text(&self, text: &str) -> Option<u16> {
        let (first, labels) = &self.labels;
        let at = labels.iter().position(|label| label == text)?;
        self.value_of(first.checked_add(i64::try_from(at).ok()?)?)
    }

    /// What is valid, in words.
    pub(crate) fn valid(&self) -> String {
        let numbers = match self.domain {
            Domain::Bool => "false and true, or 0 and 1".to_owned(),
            Domain::Labels(_) | Domain::Range { .. } => format!("{} to {}", self.least(), self.greatest()),
        };
        if self.has_labels() { format!("{}, or {numbers}", self.labels.1.join(", ")) } else { numbers }
    }
}

/// The columns of a risk that are no facets.
fn plain(policy: &Policy<'_>) -> [Fact; 6] {
    let scales = policy.scales();
    let to = |high: u8| u16::from(high).saturating_add(1);
    let choices = to(u8::try_from(Response::ALL.len()).unwrap_or(u8::MAX));
    let labels = Response::LABELS.iter().map(ToString::to_string).collect();
    let count = |name, place| Fact::number(name, place, u16::MAX);
    [
        Fact::number("rated", Place::Rated, to(scales.impact)),
        count("uncompleted", Place::Uncompleted),
        count("total", Place::Total),
        Fact { optional: true, ..Fact::number("estimate", Place::Estimate, to(scales.likelihood)) },
        Fact { optional: true, labels: (1, labels), ..Fact::number("choice", Place::Choice, choices) },
        Fact { domain: Domain::Bool, ..Fact::number("exception", Place::Exception, 2) },
    ]
}

/// Every fact that may be named.
fn known(policy: &Policy<'_>, space: Space) -> Result<Vec<Fact>> {
    let (derived, columns): (&[Facet], Vec<Fact>) = match space {
        Space::Risk => {
            (&[facet::IMPACT, facet::LIKELIHOOD, facet::SCORE, facet::WITHIN_LIMIT], Vec::from(plain(policy)))
        }
        Space::Incident => (&[facet::TARGET], Vec::new()),
    };
    let mut facts = columns;
    for known in policy.facets_of(space) {
        if derived.contains(&known.facet) {
            continue;
        }
        if facts.iter().any(|fact| fact.name == known.name) {
            return plan_err!(
                "the policy declares a facet \"{}\", which is the name of another fact here: call the facet something else",
                known.name
            );
        }
        facts.extend(Fact::facet(known));
    }
    Ok(facts)
}

/// The facets that a policy reads.
fn read(policy: &Policy<'_>, space: Space) -> FacetSet {
    let [matrix, band, limit, cap, response, envelope, _, reach, _] = policy.stages();
    let all = |set: FacetSet, facet: Facet| set.or(facet.set());
    match space {
        Space::Risk => {
            let stages = [matrix, band, limit, cap, response, envelope].map(|(_, diagram)| diagram);
            let rules = policy.risk_rules().map(|rule| rule.diagram());
            let floor = if policy.cia_floor() == CiaFloor::NONE { 0 } else { 6 };
            let rating = [
                facet::CONFIDENTIALITY,
                facet::INTEGRITY,
                facet::AVAILABILITY,
                facet::COMPROMISES_C,
                facet::COMPROMISES_I,
                facet::COMPROMISES_A,
            ];
            let rating = rating.into_iter().take(floor).fold(FacetSet::NONE, all);
            stages.into_iter().chain(rules).fold(rating, |set, diagram| set.or(diagram.support()))
        }
        Space::Incident => policy.incident_support().or(reach.1.support()),
    }
}

/// The facts that a text names, in its order.
///
/// # Errors
/// What is not a name, stands twice, or is missing.
pub(crate) fn named(policy: &Policy<'_>, space: Space, text: &str) -> Result<Vec<Fact>> {
    let mut left = known(policy, space)?;
    let mut facts: Vec<Fact> = Vec::new();
    for name in text.split(',').map(|name| name.trim_matches(' ')) {
        if let Some(at) = left.iter().position(|fact| fact.name == name) {
            facts.push(left.remove(at));
        } else if facts.iter().any(|before| before.name == name) {
            return plan_err!("the fact {name} is named twice");
        } else {
            let valid: Vec<String> = known(policy, space)?.into_iter().map(|fact| fact.name).collect();
            return plan_err!("there is no fact {name:?} here: valid are {}", valid.join(", "));
        }
    }
    let read = read(policy, space);
    let needed = |fact: &&Fact| match fact.place {
        Place::Rated | Place::Uncompleted | Place::Total => true,
        Place::Estimate | Place::Choice | Place::Exception => false,
        Place::Facet(facet) => read.contains(facet),
    };
    let missing: Vec<&str> = left.iter().filter(needed).map(|fact| fact.name.as_str()).collect();
    if missing.is_empty() {
        return Ok(facts);
    }
    let identity = policy.identity();
    plan_err!(
        "the policy {} {} reads {}, which nothing gives: name it and add a column, or a literal where it is the same everywhere",
        identity.name,
        identity.version,
        missing.join(", ")
    )
}
