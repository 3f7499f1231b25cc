//! The situations that one policy, or two that are compared, are asked about.

use crate::model::within;
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet::{self, BUILT_IN, FACETS, Facet, FacetSet, Values};
use plimsoll_core::policy::{Draft, DraftDomain, KnownFacet, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{Impact, IncidentFacts, Likelihood, Policy, Progress, RiskFacts};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Whether there are no actions at all. Decisions derive what stands here otherwise, so it is free.
pub(crate) const NO_ACTIONS: Facet = facet::SCORE;

/// The expert's estimate of the likelihood; the first value is that there is none.
pub(crate) const ESTIMATE: Facet = facet::WITHIN_LIMIT;

/// The facets of the policies that are looked at, each with the values that all of them know, and how each policy numbers
/// those. `impact` is as rated, before any floor, and `likelihood` as the actions give it; where policies differ in how they
/// judge likelihood, whether there are actions and what an expert estimates are facets as well.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) space: Space,
    facets: Vec<KnownFacet>,
    policies: Vec<Numbering>,
    /// What one of the policies knows and another does not, in words.
    pub(crate) apart: Vec<String>,
    /// The facets that share no value.
    parted: Vec<String>,
}

/// Where a policy has a facet of the ground, and the number of each value.
type Numbering = BTreeMap<Facet, (Facet, Vec<u16>)>;

impl Ground {
    /// The ground of one policy.
    pub(crate) fn of(space: Space, policy: &Policy<'_>) -> Self {
        let nothing = || Self {
            space,
            facets: Vec::new(),
            policies: Vec::new(),
            apart: Vec::new(),
            parted: Vec::new(),
        };
        Self::new(space, &[policy]).unwrap_or_else(nothing)
    }

    /// The ground that some policies share. `None` if they declare more facets together than there is room for.
    pub(crate) fn new(space: Space, policies: &[&Policy<'_>]) -> Option<Self> {
        let inputs = Draft::inputs(space);
        let mut ground =
            Self { space, facets: Vec::new(), policies: Vec::new(), apart: Vec::new(), parted: Vec::new() };
        ground.policies.resize(policies.len(), Numbering::new());
        let lists: Vec<Vec<KnownFacet>> = policies
            .iter()
            .map(|policy| {
                policy.facets_of(space).into_iter().filter(|known| inputs.contains(known.facet)).collect()
            })
            .collect();
        // The last policy, the newer of two, gives the order.
        for list in lists.iter().rev() {
            for known in list {
                let met = ground.facets.iter().any(|other| other.name == known.name);
                if !met && !ground.parted.contains(&known.name) {
                    ground.add(known, &lists)?;
                }
            }
        }
        let judged = |policy: &Policy<'_>| {
            let rule = policy.likelihood_rule();
            (rule.no_actions(), rule.estimate())
        };
        let differ = matches!(policies, [a, b] if judged(a) != judged(b));
        if space == Space::Risk && differ {
            let known = |facet, name: &str, domain| KnownFacet { facet, name: name.into(), domain };
            let levels = policies.iter().map(|policy| policy.scales().likelihood).min().unwrap_or_default();
            let names =
                std::iter::once("none".to_string()).chain((1..=levels).map(|level| level.to_string()));
            ground.facets.push(known(NO_ACTIONS, "no_actions", DraftDomain::Bool));
            ground.facets.push(known(ESTIMATE, "estimate", DraftDomain::Labels(names.collect())));
        }
        ground.facets.sort_by_key(|known| known.facet);
        Some(ground)
    }

    fn add(&mut self, known: &KnownFacet, lists: &[Vec<KnownFacet>]) -> Option<()> {
        let found: Vec<Option<&KnownFacet>> =
            lists.iter().map(|list| list.iter().find(|other| other.name == known.name)).collect();
        let shared = found
            .iter()
            .flatten()
            .try_fold(known.domain.clone(), |shared, other| common(&shared, &other.domain));
        let name = &known.name;
        let Some(domain) = shared else {
            // Each policy keeps a facet of its own then, and every pair of values is looked at.
            self.apart.push(format!("{name} has no value that both policies know"));
            for (number, own) in found.iter().enumerate() {
                let Some(own) = own else { continue };
                let facet = self.next()?;
                let whose = if number == 0 { "old" } else { "new" };
                let numbers = numbers(&own.domain, &own.domain);
                self.policies.get_mut(number)?.insert(own.facet, (facet, numbers));
                let name = format!("{name} ({whose})");
                self.facets.push(KnownFacet { facet, name, domain: own.domain.clone() });
            }
            self.parted.push(name.clone());
            return Some(());
        };
        for other in found.iter().flatten().filter(|other| shown(&other.domain) != shown(&domain)) {
            let note =
                format!("{name} is {} in one policy and {} in both", shown(&other.domain), shown(&domain));
            self.apart.push(note);
        }
        let facet = self.room(known.facet)?;
        for (numbering, own) in self.policies.iter_mut().zip(&found) {
            match own {
                Some(own) => {
                    numbering.insert(own.facet, (facet, numbers(&domain, &own.domain)));
                }
                None => self.apart.push(format!("{name} is a facet of one policy only")),
            }
        }
        self.facets.push(KnownFacet { facet, name: name.clone(), domain });
        Some(())
    }

    /// Where a facet goes: a built-in one where it is, a declared one after those before it.
    fn room(&self, facet: Facet) -> Option<Facet> {
        if facet.get() < BUILT_IN { Some(facet) } else { self.next() }
    }

    /// The first place that no declared facet has taken.
    fn next(&self) -> Option<Facet> {
        let declared = self.facets.iter().filter(|other| other.facet.get() >= BUILT_IN).count();
        Facet::declared(u8::try_from(declared).ok()?)
    }

    /// A forest over the facets.
    pub(crate) fn forest(&self) -> Forest {
        Forest::new(self.facets.iter().filter_map(|known| Some((known.facet, known.domain.domain()?.size()))))
    }

    /// Where a facet of a policy, by position, has a value in a range.
    pub(crate) fn holds(
        &self,
        forest: &mut Forest,
        policy: usize,
        facet: Facet,
        range: &RangeInclusive<u16>,
    ) -> Ref {
        let own = self.value(forest, policy, facet);
        within(forest, own, range)
    }

    /// The value of a facet of a policy, as that policy numbers it.
    pub(crate) fn value(&self, forest: &mut Forest, policy: usize, facet: Facet) -> Ref {
        let Some((facet, numbers)) = self.policies.get(policy).and_then(|numbering| numbering.get(&facet))
        else {
            return Ref::terminal(0);
        };
        let numbers = (0..).zip(numbers);
        forest.branch(*facet, numbers.map(|(value, number)| (value, Ref::terminal((*number).into()))))
    }

    /// Whether the facets tell how likelihood is judged.
    pub(crate) fn tells_judgement(&self) -> bool {
        self.facets.iter().any(|known| known.facet == NO_ACTIONS) && self.space == Space::Risk
    }

    /// Conditions, by name and values.
    pub(crate) fn conditions(&self, cube: &[Condition]) -> Vec<(String, String)> {
        let one = |condition: &Condition| {
            let known = self.facets.iter().find(|known| known.facet == condition.facet)?;
            Some((known.name.clone(), ranges(known, condition)))
        };
        cube.iter().filter_map(one).collect()
    }

    /// The facets by name.
    pub(crate) fn names(&self, facets: FacetSet) -> Vec<String> {
        self.facets
            .iter()
            .filter(|known| facets.contains(known.facet))
            .map(|known| known.name.clone())
            .collect()
    }

    /// The values of a point of the ground, as a policy numbers them.
    fn numbered(&self, policy: usize, point: &Values) -> Values {
        let mut values = [0; FACETS];
        for (own, (facet, numbers)) in self.policies.get(policy).into_iter().flatten() {
            let number = point.get(facet.index()).and_then(|value| numbers.get(usize::from(*value)));
            values
                .get_mut(own.index())
                .into_iter()
                .for_each(|slot| *slot = number.copied().unwrap_or_default());
        }
        values
    }

    /// The facts of a risk at a point of the ground, for a policy.
    pub(crate) fn risk_facts(&self, number: usize, policy: &Policy<'_>, point: &Values) -> RiskFacts {
        let values = self.numbered(number, point);
        let at = |values: &Values, facet: Facet| {
            u8::try_from(values.get(facet.index()).copied().unwrap_or_default()).unwrap_or_default()
        };
        let levels = u16::from(policy.scales().likelihood);
        let (none, estimate) = if self.tells_judgement() {
            (at(point, NO_ACTIONS) != 0, Likelihood::new(at(point, ESTIMATE)))
        } else {
            (false, None)
        };
        let progress = Progress::new(at(&values, facet::LIKELIHOOD).into(), levels).unwrap_or(Progress::NONE);
        RiskFacts {
            rated: Impact::saturating(at(&values, facet::IMPACT).saturating_add(1)),
            actions: if none { Progress::NONE } else { progress },
            estimate,
            values,
            ..RiskFacts::default()
        }
    }

    /// The facts of an incident at a point of the ground, for a policy.
    pub(crate) fn incident_facts(&self, number: usize, point: &Values) -> IncidentFacts {
        IncidentFacts { values: self.numbered(number, point) }
    }
}

/// The values that two domains have in common.
fn common(a: &DraftDomain, b: &DraftDomain) -> Option<DraftDomain> {
    match (a, b) {
        (DraftDomain::Bool, DraftDomain::Bool) => Some(DraftDomain::Bool),
        (DraftDomain::Labels(a), DraftDomain::Labels(b)) => {
            let labels: Vec<String> = a.iter().filter(|label| b.contains(label)).cloned().collect();
            (!labels.is_empty()).then_some(DraftDomain::Labels(labels))
        }
        (DraftDomain::Range { low, high, names }, DraftDomain::Range { low: other, high: end, .. }) => {
            let (low, high, names) = (*low.max(other), *high.min(end), names.clone());
            (low <= high).then_some(DraftDomain::Range { low, high, names })
        }
        _ => None,
    }
}

/// How a domain numbers the values of another that is part of it.
fn numbers(shared: &DraftDomain, own: &DraftDomain) -> Vec<u16> {
    let position = |index: usize| u16::try_from(index).unwrap_or_default();
    match (shared, own) {
        (DraftDomain::Labels(shared), DraftDomain::Labels(own)) => {
            let number = |label: &String| own.iter().position(|other| other == label).map_or(0, position);
            shared.iter().map(number).collect()
        }
        (DraftDomain::Range { low, high, .. }, DraftDomain::Range { low: first, .. }) => (*low..=*high)
            .map(|value| u16::try_from(i64::from(value).saturating_sub((*first).into())).unwrap_or_default())
            .collect(),
        _ => vec![0, 1],
    }
}

/// The values of a domain in words, without the names of a scale.
fn shown(domain: &DraftDomain) -> String {
    match domain {
        DraftDomain::Bool => "false|true".into(),
        DraftDomain::Labels(labels) => labels.join("|"),
        DraftDomain::Range { low, high, .. } => format!("{low}..{high}"),
    }
}

/// The values of a condition, as short as can be: `>= 4`, `apac`, `2..3|5`, `!= apac`.
fn ranges(known: &KnownFacet, condition: &Condition) -> String {
    let last = known.domain.domain().map_or(0, |domain| domain.size().saturating_sub(1));
    if let (DraftDomain::Range { .. }, [range]) = (&known.domain, condition.ranges.as_slice()) {
        match (*range.start(), *range.end()) {
            (start, end) if start == end => {}
            (0, end) => return format!("<= {}", known.domain.show(end)),
            (start, end) if end == last => return format!(">= {}", known.domain.show(start)),
            _ => {}
        }
    }
    if let DraftDomain::Labels(labels) = &known.domain {
        let holds = |value: &usize| {
            condition
                .ranges
                .iter()
                .any(|range| u16::try_from(*value).is_ok_and(|value| range.contains(&value)))
        };
        let missing: Vec<usize> = (0..labels.len()).filter(|value| !holds(value)).collect();
        if missing.len().saturating_mul(2) < labels.len() {
            let missing = missing.into_iter().filter_map(|value| labels.get(value).cloned());
            return format!("!= {}", missing.collect::<Vec<_>>().join("|"));
        }
    }
    let words: Vec<String> =
        condition.ranges.iter().map(|range| known.range(*range.start(), *range.end())).collect();
    words.join("|")
}
