//! From the facts of a risk to a decision.

use crate::facet::{self, Values};
use crate::policy::{CapRow, Entry, EnvelopeRow, LimitRow, Outcome, Proposal, ResponseRow};
use crate::proposal::Proposed;
use crate::{
    Band, Decision, Envelope, EstimateRule, Impact, Likelihood, Limit, Listener, Policy, ProposalKind,
    ReasonId, Response, Responses, RiskFacts, Score, Stage, Standing, Step, Trace,
};

impl Policy<'_> {
    /// Decides about a risk. Never fails, whatever the facts.
    #[must_use]
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
    pub fn explain(&self, facts: &RiskFacts) -> (Decision, Trace) {
        let mut trace = Trace::new();
        (self.assess_into(facts, &mut trace), trace)
    }

    /// Decides about a risk and tells a listener every step.
    pub fn assess_into<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Decision {
        let mut values = facts.values;
        let impact = self.impact(facts, listener);
        let likelihood = self.likelihood(facts, listener);
        set(&mut values, facet::IMPACT, impact.get().saturating_sub(1));
        set(&mut values, facet::LIKELIHOOD, likelihood.get().saturating_sub(1));

        let cell = self.matrix.walk(&values);
        let inherent = score(cell);
        listener.hear(step(Stage::Matrix, 0, inherent.get().into()));

        let changes = self.changes(&values, listener);
        let score = match &changes {
            Some(changes) => self.adjusted(inherent, changes, listener),
            None => inherent,
        };
        set(&mut values, facet::SCORE, score.get().saturating_sub(1));
        let band = Band(small(self.band.walk(&values)));
        listener.hear(step(Stage::Band, 0, band.get().into()));

        let (limit, forbidden) = self.limit(changes.as_ref(), &values, listener);
        let within_limit = score <= Score(limit.get());
        set(&mut values, facet::WITHIN_LIMIT, within_limit.into());

        let mut left = Responses::ALL;
        if !within_limit {
            if facts.exception && !forbidden {
                listener.hear(step(Stage::Exception, 0, 1));
            } else {
                left = left.without(Response::Accept);
            }
        }
        let (response, standing) = self.settle(facts.choice, left, changes.as_ref(), &values, listener);
        Decision { impact, likelihood, score, band, limit, within_limit, response, standing }
    }

    #[inline]
    fn impact<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Impact {
        let rated = facts.rated.min(Impact::saturating(self.scales.impact));
        listener.hear(step(Stage::Impact, 0, rated.get().into()));
        let exposed = |rating, compromised| match facts.value(compromised) {
            0 => 0,
            _ => facts.value(rating).saturating_add(1),
        };
        let highest = exposed(facet::CONFIDENTIALITY, facet::COMPROMISES_C)
            .max(exposed(facet::INTEGRITY, facet::COMPROMISES_I))
            .max(exposed(facet::AVAILABILITY, facet::COMPROMISES_A));
        match self.floor.at(highest) {
            Some(floor) if floor > rated => {
                listener.hear(step(Stage::Floor, rated.get().into(), floor.get().into()));
                floor
            }
            _ => rated,
        }
    }

    fn likelihood<L: Listener>(&self, facts: &RiskFacts, listener: &mut L) -> Likelihood {
        let worked = self.likelihood.of_actions(facts.actions);
        listener.hear(step(Stage::Likelihood, 0, worked.get().into()));
        let likelihood = self.likelihood.judge(facts.actions, facts.estimate);
        let replaces = self.likelihood.estimate() == EstimateRule::Replaces && facts.estimate.is_some();
        if likelihood != worked || replaces {
            listener.hear(step(Stage::Estimate, worked.get().into(), likelihood.get().into()));
        }
        likelihood
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
            let amount = u16::from(proposal.amount);
            let add = |total: &mut u16| {
                let from = *total;
                *total = from.saturating_add(amount);
                (from, *total)
            };
            let (from, to) = match proposal.kind {
                ProposalKind::Raise => add(&mut sum.raise),
                ProposalKind::Lower => add(&mut sum.lower),
                ProposalKind::TightenLimit => add(&mut sum.tighten),
                ProposalKind::LoosenLimit => add(&mut sum.loosen),
                ProposalKind::Demand => {
                    sum.demand = sum.demand.max(Response::from_index(proposal.amount));
                    (0, amount)
                }
                ProposalKind::Forbid => {
                    let response = Response::from_index(proposal.amount);
                    sum.forbidden = response.map_or(sum.forbidden, |response| sum.forbidden.with(response));
                    (0, amount)
                }
                ProposalKind::SendTo | ProposalKind::Consult => return,
            };
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
            let index = entry.first_outcome.saturating_add(self.rule(entry).walk(values));
            let outcome = self.outcomes.get(index).map_or(Outcome::NONE, Outcome::read);
            for proposal in outcome.first..outcome.first.saturating_add(outcome.count) {
                self.proposals.get(proposal).and_then(Proposal::read).into_iter().for_each(&mut visit);
            }
        }
    }

    /// The score with what rules may change of it.
    fn adjusted<L: Listener>(&self, inherent: Score, changes: &Changes, listener: &mut L) -> Score {
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

    /// The limit, and whether an obligation rules acceptance out.
    fn limit<L: Listener>(
        &self,
        changes: Option<&Changes>,
        values: &Values,
        listener: &mut L,
    ) -> (Limit, bool) {
        let nothing = LimitRow { level: Limit(0), reason: ReasonId::NONE };
        let row = self.limits.get(self.limit.walk(values)).map_or(nothing, LimitRow::read);
        let level = row.level;
        listener.hear(Step { reason: row.reason, ..step(Stage::Limit, 0, level.get().into()) });
        let free = CapRow { cap: None, forbids: false, reason: ReasonId::NONE };
        let obligation = self.caps.get(self.cap.walk(values)).map_or(free, CapRow::read);
        let cap =
            if obligation.forbids { Limit(0) } else { obligation.cap.unwrap_or(Limit(self.scales.top)) };
        let capped = level.min(cap);
        if capped < level || obligation.forbids {
            let reason = obligation.reason;
            listener
                .hear(Step { reason, ..step(Stage::Obligation, level.get().into(), capped.get().into()) });
        }
        let Some(Changes { proposed, bounds }) = changes else { return (capped, obligation.forbids) };
        let most = bounds.envelope.may_loosen;
        let loosen = clamp(ProposalKind::LoosenLimit, proposed.loosen, most, bounds.reason, listener);
        // Loosening never passes an obligation; tightening starts from what is left, and ends at 0.
        let loosened = u16::from(level.get()).saturating_add(loosen).min(cap.get().into());
        let limit = Limit(small(loosened.saturating_sub(proposed.tighten)));
        if limit != capped {
            listener.hear(step(Stage::Adjust, capped.get().into(), limit.get().into()));
        }
        (limit, obligation.forbids)
    }

    /// The response: the owner's choice where it is left, else what rules demand or the table says, or the nearest stricter.
    fn settle<L: Listener>(
        &self,
        choice: Option<Response>,
        left: Responses,
        changes: Option<&Changes>,
        values: &Values,
        listener: &mut L,
    ) -> (Response, Standing) {
        let avoid = ResponseRow { response: Response::Avoid, reason: ReasonId::NONE };
        let row = self.responses.get(self.response.walk(values)).and_then(ResponseRow::read).unwrap_or(avoid);
        let demand = changes.and_then(|changes| demand(changes, listener));
        let wanted = demand.unwrap_or(row.response);
        let left = demand.map_or(left, |least| left.at_least(least));
        let left = changes.map_or(left, |changes| left.except(changes.proposed.forbidden));
        let nearest = left.at_least(wanted).mildest().or(left.strictest()).unwrap_or(Response::Avoid);
        let reason = if demand.is_some() { ReasonId::NONE } else { row.reason };
        let from = u16::from(wanted.index());
        listener.hear(Step { reason, ..step(Stage::Response, from, nearest.index().into()) });
        match choice {
            None => (nearest, Standing::Policy),
            Some(chosen) if left.contains(chosen) || chosen == nearest => {
                listener.hear(step(Stage::Choice, nearest.index().into(), chosen.index().into()));
                (chosen, Standing::Chosen)
            }
            Some(chosen) => {
                listener.hear(step(Stage::Choice, chosen.index().into(), nearest.index().into()));
                (nearest, Standing::Overruled)
            }
        }
    }
}

/// What rules propose for one risk, and the bounds that hold for it.
struct Changes {
    proposed: Proposed,
    bounds: EnvelopeRow,
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

/// The score of a cell; the matrix's terminals count from 0.
fn score(cell: u16) -> Score {
    Score(small(cell).saturating_add(1))
}

fn small(terminal: u16) -> u8 {
    u8::try_from(terminal).unwrap_or(u8::MAX)
}

fn set(values: &mut Values, facet: facet::Facet, value: u8) {
    if let Some(slot) = values.get_mut(facet.index()) {
        *slot = value.into();
    }
}
