//! From the facts of a risk to a decision.

use crate::facet::{self, Values};
use crate::policy::{Acceptance, Cell, Entry, EnvelopeRow, Outcome, Proposal, ResponseRow, small};
use crate::proposal::Proposed;
use crate::{
    Band, Decision, Envelope, EstimateRule, Impact, Likelihood, Limit, Listener, Policy, ProposalKind,
    ReasonId, Response, Responses, RiskFacts, Score, Stage, Standing, Step, Trace,
};

impl Policy<'_> {
    /// Decides about a risk. Never fails, whatever the facts.
    #[must_use]
    #[inline]
    pub fn assess(&self, facts: &RiskFacts) -> Decision {
        self.assess_into(facts, &mut ())
    }

    /// Decides about a risk and gives the reasons, in order.
    ///
    /// ```
    /// use plimsoll_core::{Impact, Policy, Progress, RiskFacts, Stage};
    /// let facts = RiskFacts {
    ///     rated: Impact::new(3).unwrap(),
    ///     actions: Progress::new(1, 5).unwrap(),
    ///     ..RiskFacts::default()
    /// };
    /// let (decision, trace) = Policy::standard().explain(&facts);
    /// let stages: Vec<Stage> = trace.steps().iter().map(|step| step.stage).collect();
    /// assert_eq!(decision.score.get(), 6);
    /// assert_eq!(
    ///     stages,
    ///     [Stage::Impact, Stage::Likelihood, Stage::Matrix, Stage::Band, Stage::Limit, Stage::Response]
    /// );
    /// ```
    #[must_use]
    #[inline]
    pub fn explain(&self, facts: &RiskFacts) -> (Decision, Trace) {
        let mut trace = Trace::new();
        (self.assess_into(facts, &mut trace), trace)
    }

    /// Decides about a risk and tells a listener every step: a trace of your own length, or whatever else listens.
    ///
    /// ```
    /// use plimsoll_core::{Listener, Policy, RiskFacts, Stage, Step};
    /// struct Rules(u32);
    /// impl Listener for Rules {
    ///     fn hear(&mut self, step: Step) {
    ///         self.0 += u32::from(step.stage == Stage::Rule);
    ///     }
    /// }
    /// let mut fired = Rules(0);
    /// let decision = Policy::standard().assess_into(&RiskFacts::default(), &mut fired);
    /// assert!(decision.within_limit && fired.0 == 0, "the standard policy has no rules");
    /// ```
    #[inline]
    pub fn assess_into<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Decision {
        let impact = self.impact(facts, listener);
        let likelihood = self.likelihood(facts, listener);
        // Where all that is left follows from the cell, it is looked up.
        if let Some((cell, row)) = self.cell(impact, likelihood).and_then(Cell::whole) {
            listener.hear(step(Stage::Matrix, 0, cell.score.get().into()));
            tell(cell.band, &self.acceptance, listener);
            let grade = Grade { score: cell.score, band: cell.band, limit: self.acceptance.limit };
            conclude(Wish::of(facts), (impact, likelihood), grade, &self.acceptance, row, None, listener)
        } else {
            self.walk(facts, impact, likelihood, listener)
        }
    }

    #[inline]
    fn impact<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Impact {
        let rated = facts.rated.min(self.top_impact);
        listener.hear(step(Stage::Impact, 0, rated.get().into()));
        let [.., high] = self.floors;
        // What no floor exceeds is not compared with any.
        if rated >= high {
            return rated;
        }
        let exposed = |rating, compromised| match facts.value(compromised) {
            0 => 0,
            _ => usize::from(facts.value(rating)).wrapping_add(1),
        };
        let highest = exposed(facet::CONFIDENTIALITY, facet::COMPROMISES_C)
            .max(exposed(facet::INTEGRITY, facet::COMPROMISES_I))
            .max(exposed(facet::AVAILABILITY, facet::COMPROMISES_A));
        let floor = self.floors.get(highest.min(3)).copied().unwrap_or(high);
        if floor > rated {
            listener.hear(step(Stage::Floor, rated.get().into(), floor.get().into()));
        }
        rated.max(floor)
    }

    #[inline]
    fn likelihood<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Likelihood {
        let worked = self.likelihood.of_actions(facts.actions);
        listener.hear(step(Stage::Likelihood, 0, worked.get().into()));
        let likelihood = self.likelihood.weigh(worked, facts.estimate);
        let replaces = self.likelihood.estimate() == EstimateRule::Replaces && facts.estimate.is_some();
        if likelihood != worked || replaces {
            listener.hear(step(Stage::Estimate, worked.get().into(), likelihood.get().into()));
        }
        likelihood
    }

    /// What follows from more than the cell.
    #[inline(never)]
    fn walk<L: Listener>(
        &self,
        facts: &RiskFacts,
        impact: Impact,
        likelihood: Likelihood,
        listener: &mut L,
    ) -> Decision {
        let mut values = facts.values;
        facet::IMPACT.put(&mut values, impact.get().saturating_sub(1).into());
        facet::LIKELIHOOD.put(&mut values, likelihood.get().saturating_sub(1).into());
        // Only a policy that refuses everything has no cells.
        let cell = self.cell(impact, likelihood).map_or_else(|| self.walked(&values), Cell::read);
        listener.hear(step(Stage::Matrix, 0, cell.score.get().into()));

        let changes = self.changes(&values, listener);
        let score = match &changes {
            Some(changes) => self.adjusted(cell.score, changes, listener),
            None => cell.score,
        };
        facet::SCORE.put(&mut values, score.get().saturating_sub(1).into());
        let band = if score == cell.score { cell.band } else { Band(small(self.band.walk(&values))) };
        let acceptance = if self.accepts_alike { self.acceptance } else { self.acceptance_at(&values) };
        tell(band, &acceptance, listener);
        let limit = match &changes {
            Some(changes) => self.shifted(&acceptance, changes, listener),
            None => acceptance.limit,
        };
        facet::WITHIN_LIMIT.put(&mut values, (score <= Score(limit.get())).into());
        let row = self.response_at(&values);
        let grade = Grade { score, band, limit };
        conclude(Wish::of(facts), (impact, likelihood), grade, &acceptance, row, changes.as_ref(), listener)
    }

    /// What the rules propose, and the envelope that bounds it; `None` if they propose nothing.
    fn changes<L: Listener>(&self, values: &Values, listener: &mut L) -> Option<Changes> {
        if self.risk_rules.is_empty() {
            return None;
        }
        let proposed = self.proposals(values, listener);
        let row = || self.bounds(self.envelope.walk(values));
        (proposed != Proposed::default()).then(|| Changes { proposed, bounds: row() })
    }

    /// The sum of what the rules propose.
    fn proposals<L: Listener>(&self, values: &Values, listener: &mut L) -> Proposed {
        let mut sum = Proposed::default();
        self.each_proposal(self.risk_rules, values, |proposal| {
            let Some((from, to)) = sum.take(&proposal) else { return };
            let proposed = Some(proposal.kind);
            listener.hear(Step { stage: Stage::Rule, proposal: proposed, from, to, reason: proposal.reason });
        });
        sum
    }

    /// Calls `visit` with every proposal that some rules make, rule by rule.
    pub(crate) fn each_proposal(
        &self,
        rules: crate::policy::Records<'_, 12>,
        values: &Values,
        mut visit: impl FnMut(Proposal),
    ) {
        for entry in rules.iter().map(Entry::read) {
            let outcome = self.outcome(entry, self.rule(entry).walk(values));
            self.proposals_of(outcome).for_each(&mut visit);
        }
    }

    /// An outcome of a rule.
    #[inline]
    pub(crate) fn outcome(&self, rule: Entry, terminal: u16) -> Outcome {
        self.outcomes.get(rule.first_outcome.saturating_add(terminal)).map_or(Outcome::NONE, Outcome::read)
    }

    /// What a rule proposes in one of its outcomes.
    #[inline]
    pub(crate) fn proposals_of(&self, Outcome { first, count }: Outcome) -> impl Iterator<Item = Proposal> {
        let proposals = self.proposals;
        (first..first.saturating_add(count))
            .filter_map(move |proposal| Proposal::read(proposals.get(proposal)?))
    }

    /// The score with what rules may change of it.
    pub(crate) fn adjusted<L: Listener>(
        &self,
        inherent: Score,
        changes: &Changes,
        listener: &mut L,
    ) -> Score {
        let Changes { proposed, bounds } = changes;
        let Envelope { max_raise, max_lower, .. } = bounds.envelope;
        let raise = clamp(ProposalKind::Raise, proposed.raise, max_raise, bounds.reason, listener);
        let lower = clamp(ProposalKind::Lower, proposed.lower, max_lower, bounds.reason, listener);
        let changed =
            i32::from(inherent.get()).saturating_add(i32::from(raise)).saturating_sub(i32::from(lower));
        // Not `clamp`, which would link the message of a panic that cannot happen.
        let kept = changed.min(self.scales.top.into()).max(1);
        if kept != changed {
            let from = u16::try_from(changed).unwrap_or_default();
            listener.hear(step(Stage::Clamp, from, u16::try_from(kept).unwrap_or_default()));
        }
        let score = Score(u8::try_from(kept).unwrap_or(self.scales.top));
        if score != inherent {
            listener.hear(step(Stage::Score, inherent.get().into(), score.get().into()));
        }
        score
    }

    pub(crate) fn bounds(&self, index: u16) -> EnvelopeRow {
        let standard = EnvelopeRow { envelope: Envelope::STANDARD, reason: ReasonId::NONE };
        self.envelope_row(index).unwrap_or(standard)
    }

    /// The limit with what rules may change of it. Loosening never passes an obligation; tightening starts from what is left,
    /// and ends at 0.
    pub(crate) fn shifted<L: Listener>(
        &self,
        acceptance: &Acceptance,
        changes: &Changes,
        listener: &mut L,
    ) -> Limit {
        let Changes { proposed, bounds } = changes;
        let most = bounds.envelope.may_loosen;
        let loosen = clamp(ProposalKind::LoosenLimit, proposed.loosen, most, bounds.reason, listener);
        let cap = self.highest(&acceptance.cap);
        let loosened = u16::from(acceptance.row.level.get()).saturating_add(loosen).min(cap.get().into());
        let limit = Limit(small(loosened.saturating_sub(proposed.tighten)));
        if limit != acceptance.limit {
            listener.hear(step(Stage::Adjust, acceptance.limit.get().into(), limit.get().into()));
        }
        limit
    }
}

/// Where a risk stands.
#[derive(Clone, Copy)]
pub(crate) struct Grade {
    pub(crate) score: Score,
    pub(crate) band: Band,
    pub(crate) limit: Limit,
}

/// What the owner of a risk chose, and whether an exception holds.
#[derive(Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) choice: Option<Response>,
    pub(crate) exception: bool,
}

impl Wish {
    fn of(facts: &RiskFacts) -> Self {
        Self { choice: facts.choice, exception: facts.exception }
    }
}

/// The response: the owner's choice where it is left, else what rules demand or the table says, or the nearest stricter.
#[inline(always)]
pub(crate) fn conclude<L: Listener>(
    wish: Wish,
    (impact, likelihood): (Impact, Likelihood),
    Grade { score, band, limit }: Grade,
    acceptance: &Acceptance,
    row: ResponseRow,
    changes: Option<&Changes>,
    listener: &mut L,
) -> Decision {
    let within_limit = score <= Score(limit.get());
    let excepted = !within_limit && wish.exception && !acceptance.cap.forbids;
    if excepted {
        listener.hear(step(Stage::Exception, 0, 1));
    }
    let left =
        if within_limit || excepted { Responses::ALL } else { Responses::ALL.without(Response::Accept) };
    let demand = changes.and_then(|changes| demand(changes, listener));
    let wanted = demand.unwrap_or(row.response);
    let left = demand.map_or(left, |least| left.at_least(least));
    let left = changes.map_or(left, |changes| left.except(changes.proposed.forbidden));
    let nearest = left.nearest(wanted);
    let reason = if demand.is_some() { ReasonId::NONE } else { row.reason };
    let from = u16::from(wanted.index());
    listener.hear(Step { reason, ..step(Stage::Response, from, nearest.index().into()) });
    let (response, standing) = match wish.choice {
        None => (nearest, Standing::Policy),
        Some(chosen) if left.contains(chosen) || chosen == nearest => {
            listener.hear(step(Stage::Choice, nearest.index().into(), chosen.index().into()));
            (chosen, Standing::Chosen)
        }
        Some(chosen) => {
            listener.hear(step(Stage::Choice, chosen.index().into(), nearest.index().into()));
            (nearest, Standing::Overruled)
        }
    };
    Decision { impact, likelihood, score, band, limit, within_limit, response, standing }
}

/// Band and acceptance, step by step.
#[inline]
fn tell<L: Listener>(band: Band, acceptance: &Acceptance, listener: &mut L) {
    let Acceptance { row, cap, limit } = acceptance;
    listener.hear(step(Stage::Band, 0, band.get().into()));
    let level = u16::from(row.level.get());
    listener.hear(Step { reason: row.reason, ..step(Stage::Limit, 0, level) });
    if *limit < row.level || cap.forbids {
        listener.hear(Step { reason: cap.reason, ..step(Stage::Obligation, level, limit.get().into()) });
    }
}

/// What rules propose for one risk, and the bounds that hold for it.
#[derive(Clone, Copy)]
pub(crate) struct Changes {
    pub(crate) proposed: Proposed,
    pub(crate) bounds: EnvelopeRow,
}

/// The strictest demand, unless it asks for acceptance where the envelope does not allow that.
fn demand<L: Listener>(changes: &Changes, listener: &mut L) -> Option<Response> {
    let demand = changes.proposed.demand;
    if demand == Some(Response::Accept) && !changes.bounds.envelope.may_accept {
        let (proposal, reason) = (Some(ProposalKind::Demand), changes.bounds.reason);
        listener.hear(Step { proposal, reason, ..step(Stage::Clamp, 0, 0) });
        return None;
    }
    demand
}

const fn step(stage: Stage, from: u16, to: u16) -> Step {
    Step { stage, proposal: None, from, to, reason: ReasonId::NONE }
}

fn clamp<L: Listener>(kind: ProposalKind, asked: u16, most: u8, reason: ReasonId, listener: &mut L) -> u16 {
    let given = asked.min(most.into());
    if given < asked {
        listener.hear(Step { stage: Stage::Clamp, proposal: Some(kind), from: asked, to: given, reason });
    }
    given
}
