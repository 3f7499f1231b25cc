//! Facts recorded under one policy, as another numbers them.

use crate::Deployed;
use plimsoll_core::facet::{self, BUILT_IN, Domain, Facet, Values};
use plimsoll_core::policy::{DraftDomain, KnownFacet, Space};
use plimsoll_core::{IncidentFacts, Policy, RiskFacts};

/// How the declared facets and the kinds of one policy are numbered by another, by name. All else is numbered alike under any
/// policy.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    risk: Vec<Carried>,
    incident: Vec<Carried>,
    /// What cannot be carried over as it was, in words.
    pub(super) notes: Vec<String>,
}

/// A facet whose value is carried over, and where it comes from.
#[derive(Clone, Debug)]
struct Carried {
    new: Facet,
    old: Option<KnownFacet>,
    /// The value where the old policy has no such facet.
    otherwise: u16,
    numbers: Numbers,
}

/// How the values of a facet are numbered.
#[derive(Clone, Debug)]
enum Numbers {
    /// Label by label.
    Labels(Vec<Option<u16>>),
    /// By the integers that they stand for.
    Integers(Domain, Domain),
}

impl Mapping {
    /// From one policy to another.
    pub(super) fn between(old: &Policy<'_>, new: &Deployed) -> Self {
        let mut notes = Vec::new();
        let mut carried = |space| {
            let (before, after) = (old.facets_of(space), new.policy().facets_of(space));
            let declared = |known: &&KnownFacet| known.facet.get() >= BUILT_IN;
            let lost = before.iter().filter(declared).filter(|old| like(old, &after).is_none());
            notes.extend(lost.map(|old| format!("the policy given does not know `{}`", old.name)));
            for (old, new) in before.iter().zip(&after).filter(|(old, _)| old.facet.get() < 2) {
                if space == Space::Risk && old.domain.domain() != new.domain.domain() {
                    notes.push(format!(
                        "the scales of {} differ: ratings are taken by their number",
                        old.name
                    ));
                }
            }
            let mut all = Vec::new();
            let is_kind = |known: &KnownFacet| space == Space::Incident && known.facet == facet::KIND;
            for known in after.iter().filter(|known| declared(known) || is_kind(known)) {
                all.extend(Carried::of(like(known, &before), known, new, &mut notes));
            }
            all
        };
        let (risk, incident) = (carried(Space::Risk), carried(Space::Incident));
        notes.sort();
        notes.dedup();
        Self { risk, incident, notes }
    }

    /// The facts of a risk as the other policy numbers them.
    pub(super) fn risk(&self, facts: &RiskFacts) -> Result<RiskFacts, String> {
        Ok(RiskFacts { values: mapped(&self.risk, &facts.values)?, ..*facts })
    }

    /// The facts of an incident as the other policy numbers them.
    pub(super) fn incident(&self, facts: &IncidentFacts) -> Result<IncidentFacts, String> {
        Ok(IncidentFacts { values: mapped(&self.incident, &facts.values)? })
    }
}

/// The facet of the same name, if it has values of the same sort.
fn like<'k>(known: &KnownFacet, others: &'k [KnownFacet]) -> Option<&'k KnownFacet> {
    let sort = |known: &KnownFacet| std::mem::discriminant(&known.domain);
    others.iter().find(|other| other.name == known.name && sort(other) == sort(known))
}

impl Carried {
    fn of(
        old: Option<&KnownFacet>,
        new: &KnownFacet,
        policy: &Deployed,
        notes: &mut Vec<String>,
    ) -> Option<Self> {
        let target = new.domain.domain()?;
        let mut otherwise = 0;
        if old.is_none() {
            let default = policy.vocabulary.facets.iter().find(|spec| spec.name == new.name);
            otherwise = default.and_then(|spec| spec.default).map_or(0, |value| value.0);
            let value = new.domain.show(otherwise);
            notes.push(format!("the journal does not know `{}`: it is taken as {value}", new.name));
        }
        let numbers = match (old.map(|old| &old.domain), &new.domain) {
            (Some(DraftDomain::Labels(old)), DraftDomain::Labels(new)) => {
                let number = |label: &String| new.iter().position(|other| other == label);
                Numbers::Labels(old.iter().map(|label| u16::try_from(number(label)?).ok()).collect())
            }
            (old, _) => Numbers::Integers(old.and_then(DraftDomain::domain).unwrap_or(target), target),
        };
        Some(Self { new: new.facet, old: old.cloned(), otherwise, numbers })
    }

    /// The value under the other policy.
    fn value(&self, values: &Values) -> Result<u16, String> {
        let Some(old) = &self.old else { return Ok(self.otherwise) };
        let last = old.domain.domain().map_or(0, |domain| domain.size().saturating_sub(1));
        // A value past the last counts as the last.
        let value = values.get(old.facet.index()).copied().unwrap_or_default().min(last);
        let number = match &self.numbers {
            Numbers::Labels(numbers) => numbers.get(usize::from(value)).copied().flatten(),
            Numbers::Integers(old, new) => new.value_of(old.integer(value)),
        };
        number.ok_or_else(|| {
            format!("{} was {}, which the policy given does not know", old.name, old.domain.show(value))
        })
    }
}

fn mapped(all: &[Carried], old: &Values) -> Result<Values, String> {
    let mut values = *old;
    values.iter_mut().skip(BUILT_IN.into()).for_each(|slot| *slot = 0);
    for carried in all {
        let value = carried.value(old)?;
        values.get_mut(carried.new.index()).into_iter().for_each(|slot| *slot = value);
    }
    Ok(values)
}
