//! The two sides of a policy, put together once for all proofs.

use super::Subject;
use super::finding::{Counterexample, Extent};
use crate::model::{Ground, IncidentModel, Part, RiskModel, Texts, lowest};
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet::{self, FacetSet, Values};
use plimsoll_core::policy::{Draft, Space};
use plimsoll_core::{IncidentFacts, RiskFacts};

/// One side of a policy: its functions, and what they are asked over.
pub(super) struct Side<M> {
    pub(super) ground: Ground,
    pub(super) forest: Forest,
    pub(super) model: M,
    pub(super) parts: Vec<Part>,
    pub(super) texts: Texts,
    /// The facets that decisions depend on.
    pub(super) read: FacetSet,
    nodes: usize,
}

/// The side of risks.
pub(super) type Risks = Side<RiskModel>;

/// The side of incidents.
pub(super) type Incidents = Side<IncidentModel>;

impl Risks {
    pub(super) fn new(subject: &Subject<'_>) -> Self {
        let ground = Ground::of(Space::Risk, subject.policy);
        let mut forest = ground.forest();
        let model = RiskModel::new(&mut forest, &ground, 0, subject.policy);
        let mut texts = Texts::new();
        let parts = model.parts(&mut forest, subject.policy, &mut texts);
        let rules = model.rules.iter().map(|rule| rule.outcome);
        let asked = rules.chain([model.envelope, model.limit_row, model.cap, model.response_row]);
        // What rows ask for counts as read, also where it makes no difference: findings about such rows are told in it.
        let draft = subject.draft;
        let limits = draft.limits.iter().map(|row| &row.when);
        let rows = limits.chain(draft.envelopes.iter().map(|row| &row.when));
        let stated = rows.flatten().map(|condition| condition.facet);
        let stated =
            stated.filter(|facet| Draft::inputs(Space::Risk).contains(*facet) && forest.size(*facet) > 0);
        let read =
            stated.fold(facet::IMPACT.set().or(facet::LIKELIHOOD.set()), |read, facet| read.or(facet.set()));
        Self::finish(ground, forest, parts, texts, read, asked.collect(), model)
    }

    /// The facts of the risk at a point.
    pub(super) fn facts(&self, subject: &Subject<'_>, point: &Values) -> RiskFacts {
        self.ground.risk_facts(0, subject.policy, point)
    }
}

impl Incidents {
    pub(super) fn new(subject: &Subject<'_>) -> Self {
        let ground = Ground::of(Space::Incident, subject.policy);
        let mut forest = ground.forest();
        let model = IncidentModel::new(&mut forest, &ground, 0, subject.policy);
        let mut texts = Texts::new();
        let parts = model.parts(&mut forest, subject.policy, &mut texts);
        let rules = model.rules.iter().map(|rule| rule.outcome);
        let asked = rules.chain([model.envelope, model.row, model.reaches]).collect();
        Self::finish(ground, forest, parts, texts, FacetSet::NONE, asked, model)
    }

    /// The facts of the incident at a point.
    pub(super) fn facts(&self, point: &Values) -> IncidentFacts {
        self.ground.incident_facts(0, point)
    }
}

impl<M> Side<M> {
    fn finish(
        ground: Ground,
        forest: Forest,
        parts: Vec<Part>,
        texts: Texts,
        read: FacetSet,
        asked: Vec<Ref>,
        model: M,
    ) -> Self {
        let functions = parts.iter().map(|part| part.function).chain(asked);
        let (read, nodes) = functions.fold((read, 0_usize), |(read, nodes), function| {
            (read.or(forest.support(function)), nodes.saturating_add(forest.nodes(function)))
        });
        Self { ground, forest, model, parts, texts, read, nodes }
    }

    /// How many situations there are, and how many nodes stand for them.
    pub(super) fn extent(&self) -> Extent {
        Extent { situations: self.forest.count_over(Ref::TRUE, self.read, |_| true), nodes: self.nodes }
    }

    pub(super) const fn is_exhausted(&self) -> bool {
        self.forest.is_exhausted()
    }

    /// A situation of a set, told in as few facets as can be, and what is decided there; with its lowest point. `None` if the
    /// set is empty.
    pub(super) fn example(&mut self, set: Ref) -> Option<(Counterexample, Values)> {
        let cube = self.forest.cover(set, 1).0.into_iter().next()?;
        let situations = self.forest.count_over(set, self.read, |value| value != 0);
        let point = lowest(&cube);
        let (when, decision) = (self.ground.conditions(&cube), self.decided(&point));
        Some((Counterexample { when, situations, decision }, point))
    }

    /// The same for a set in a forest that has grown out of this side's.
    pub(super) fn example_in(&self, forest: &mut Forest, set: Ref) -> Option<Counterexample> {
        let cube = forest.cover(set, 1).0.into_iter().next()?;
        let situations = forest.count_over(set, self.read.or(forest.support(set)), |value| value != 0);
        let (when, decision) = (self.ground.conditions(&cube), self.decided(&lowest(&cube)));
        Some(Counterexample { when, situations, decision })
    }

    /// What is decided at a point, part by part.
    pub(super) fn decided(&self, point: &Values) -> Vec<(String, String)> {
        let told = |part: &Part| {
            (part.name.clone(), part.show(&self.texts, self.forest.value(part.function, point)))
        };
        self.parts.iter().map(told).collect()
    }

    /// The set where a function has a value.
    pub(super) fn wherever(&mut self, function: Ref, wanted: impl Fn(u32) -> bool) -> Ref {
        self.forest.map(function, |value| u32::from(wanted(value)))
    }
}
