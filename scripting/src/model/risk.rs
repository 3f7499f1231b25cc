//! What a policy decides about risks.

use super::{Ground, Part, PartKind, RuleModel, Texts, of_kind, small, terminal};
use plimsoll_core::diagram::{Diagram, Forest, Ref};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::EnvelopeRow;
use plimsoll_core::{Band, Envelope, EstimateRule, Policy, ProposalKind, Response, Responses};

/// The decision about risks, as functions.
#[derive(Clone, Debug)]
pub(crate) struct RiskModel {
    /// The impact with its floor, from 1.
    pub(crate) impact: Ref,
    /// The likelihood as it is judged, from 1.
    pub(crate) likelihood: Ref,
    /// The score of the matrix, before rules.
    pub(crate) inherent: Ref,
    /// The rules.
    pub(crate) rules: Vec<RuleModel>,
    /// The row of the envelopes that holds.
    pub(crate) envelope: Ref,
    /// Where the rules ask for more than the envelope gives, by kind of proposal.
    pub(crate) clamped: Vec<(ProposalKind, Ref)>,
    /// The score, after rules.
    pub(crate) score: Ref,
    /// The position of the band.
    pub(crate) band: Ref,
    /// The row of the limits that holds.
    pub(crate) limit_row: Ref,
    /// The level of that row.
    level: Ref,
    /// The highest limit that obligations leave.
    pub(crate) cap: Ref,
    /// The limit.
    pub(crate) limit: Ref,
    /// Whether the score is within the limit.
    pub(crate) within: Ref,
    /// The row of the response table that holds.
    pub(crate) response_row: Ref,
    /// The position of the response.
    pub(crate) response: Ref,
    /// Which responses an owner may choose, as bits.
    left: Ref,
    /// Whether an obligation rules acceptance out, even by exception.
    forbids: Ref,
    /// Which responses a risk may end with, whatever its owner chooses and whether or not an exception holds, as bits.
    pub(crate) possible: Ref,
}

/// How many points rules ask for in all, by kind of proposal.
struct Asked {
    raise: Ref,
    lower: Ref,
    tighten: Ref,
    loosen: Ref,
    /// The strictest response that is demanded, from 1; 0 for none.
    demand: Ref,
    /// The responses that are forbidden, as bits.
    forbidden: Ref,
}

impl RiskModel {
    /// Puts the tables and rules of a policy together.
    pub(crate) fn new(forest: &mut Forest, ground: &Ground, number: usize, policy: &Policy<'_>) -> Self {
        let [(_, matrix), (_, band), (_, limit), (_, cap), (_, response), (_, envelope), ..] =
            policy.stages();
        let impact = impact(forest, ground, number, policy);
        let likelihood = likelihood(forest, ground, number, policy);
        let facts = Facts { ground, number, policy, impact, likelihood };

        let cell = facts.lift(forest, &matrix, &[]);
        let inherent = forest.map(cell, |cell| cell.saturating_add(1));
        let rules: Vec<RuleModel> = policy
            .risk_rules()
            .enumerate()
            .map(|(number, rule)| {
                let outcome = facts.lift(forest, &rule.diagram(), &[]);
                RuleModel::new(policy, number, rule, outcome)
            })
            .collect();
        let envelope = facts.lift(forest, &envelope, &[]);
        let asked = Asked::new(forest, &rules, most(policy));
        let bound = |forest: &mut Forest, bound: fn(&Envelope) -> u8| {
            forest.map(envelope, |row| bound(&bounds(policy, row)).into())
        };
        let (most_raised, most_lowered, most_loosened) = (
            bound(forest, |envelope| envelope.max_raise),
            bound(forest, |envelope| envelope.max_lower),
            bound(forest, |envelope| envelope.may_loosen),
        );
        let may_accept = bound(forest, |envelope| envelope.may_accept.into());
        let accepts = forest.map(asked.demand, |demand| u32::from(demand == 1));
        let clamped = vec![
            (
                ProposalKind::Raise,
                forest.apply(asked.raise, most_raised, |asked, most| u32::from(asked > most)),
            ),
            (
                ProposalKind::Lower,
                forest.apply(asked.lower, most_lowered, |asked, most| u32::from(asked > most)),
            ),
            (
                ProposalKind::LoosenLimit,
                forest.apply(asked.loosen, most_loosened, |asked, most| u32::from(asked > most)),
            ),
            (ProposalKind::Demand, forest.apply(accepts, may_accept, |asks, may| u32::from(asks > may))),
        ];
        let raise = forest.apply(asked.raise, most_raised, u32::min);
        let lower = forest.apply(asked.lower, most_lowered, u32::min);
        let loosen = forest.apply(asked.loosen, most_loosened, u32::min);

        let top = u32::from(policy.scales().top);
        let raised = forest.apply(inherent, raise, u32::saturating_add);
        let score = forest.apply(raised, lower, |raised, lower| raised.saturating_sub(lower).min(top).max(1));
        let position = forest.map(score, |score| score.saturating_sub(1));
        let band = facts.lift(forest, &band, &[(facet::SCORE, position)]);

        let limit_row = facts.lift(forest, &limit, &[]);
        let level = forest
            .map(limit_row, |row| policy.limit_row(terminal(row)).map_or(0, |row| row.level.get().into()));
        let cap_row = facts.lift(forest, &cap, &[]);
        let forbids = forest
            .map(cap_row, |row| u32::from(policy.cap_row(terminal(row)).is_some_and(|row| row.forbids)));
        let cap = forest.map(cap_row, |row| match policy.cap_row(terminal(row)) {
            Some(row) if row.forbids => 0,
            Some(row) => row.cap.map_or(top, |cap| cap.get().into()),
            None => top,
        });
        let loosened = forest.apply(level, loosen, u32::saturating_add);
        let capped = forest.apply(loosened, cap, u32::min);
        let limit = forest.apply(capped, asked.tighten, u32::saturating_sub);
        let within = forest.apply(score, limit, |score, limit| u32::from(score <= limit));

        let known = [(facet::SCORE, position), (facet::WITHIN_LIMIT, within)];
        let response_row = facts.lift(forest, &response, &known);
        let stated = forest.map(response_row, |row| {
            policy.response_row(terminal(row)).map_or(Response::Avoid, |row| row.response).index().into()
        });
        let allowed = forest
            .apply(asked.demand, may_accept, |demand, may| if demand == 1 && may == 0 { 0 } else { demand });
        let wanted = forest.apply(allowed, stated, |demand, stated| match demand.checked_sub(1) {
            Some(demand) => demand,
            None => stated,
        });
        let left = forest.map(within, |within| bits(admissible(within != 0)));
        let excepted = forest.map(forbids, |forbids| bits(admissible(forbids == 0)));
        let settle = |forest: &mut Forest, left: Ref| {
            let left = forest.apply(left, allowed, |left, demand| {
                match demand.checked_sub(1).and_then(response_of) {
                    Some(least) => bits(responses(left).at_least(least)),
                    None => left,
                }
            });
            let left = forest.apply(left, asked.forbidden, |left, forbidden| {
                bits(responses(left).except(responses(forbidden)))
            });
            let given = forest.apply(left, wanted, |left, wanted| {
                let (left, wanted) = (responses(left), response_of(wanted).unwrap_or(Response::Avoid));
                let given = left.at_least(wanted).mildest().or(left.strictest());
                given.unwrap_or(Response::Avoid).index().into()
            });
            // What is given may always be chosen; where nothing is left, that is to avoid.
            let chosen = forest.apply(left, given, |left, given| {
                response_of(given).map_or(left, |given| bits(responses(left).with(given)))
            });
            (given, left, chosen)
        };
        let (response, left, usual) = settle(forest, left);
        let (_, _, by_exception) = settle(forest, excepted);
        let possible = forest.apply(usual, by_exception, |usual, by_exception| usual | by_exception);
        // Where nothing is left, avoiding is what remains, and an owner may choose it.
        let left = forest
            .map(left, |left| if left == 0 { bits(Responses::NONE.with(Response::Avoid)) } else { left });
        Self {
            impact,
            likelihood,
            inherent,
            rules,
            envelope,
            clamped,
            score,
            band,
            limit_row,
            level,
            cap,
            limit,
            within,
            response_row,
            response,
            left,
            forbids,
            possible,
        }
    }

    /// The parts of the decision, the weightiest first.
    pub(crate) fn parts(&self, forest: &mut Forest, policy: &Policy<'_>, texts: &mut Texts) -> Vec<Part> {
        let response = forest.map(self.response, |response| {
            texts.number(&response_of(response).unwrap_or(Response::Avoid).label().to_string())
        });
        let left = forest.map(self.left, |left| {
            let labels: Vec<&str> = responses(left).iter().map(Response::label).collect();
            texts.number(&labels.join("|"))
        });
        let band = forest.map(self.band, |band| texts.number(&policy.band_name(Band(small(band)))));
        vec![
            Part::new("response", response, PartKind::Text),
            Part::new("within_limit", self.within, PartKind::Flag),
            Part::new("limit", self.limit, PartKind::Amount),
            Part::new("band", band, PartKind::Text),
            Part::new("score", self.score, PartKind::Amount),
            Part::new("admissible", left, PartKind::Text),
            Part::new("acceptance_ruled_out", self.forbids, PartKind::Flag),
        ]
    }
}

impl RiskModel {
    /// What the tables and rules say, each by itself.
    pub(crate) fn statements(
        &self,
        forest: &mut Forest,
        policy: &Policy<'_>,
        texts: &mut Texts,
    ) -> Vec<Part> {
        let envelope = forest.map(self.envelope, |row| texts.number(&envelope_words(&bounds(policy, row))));
        let mut parts = vec![
            Part::new("impact with its floor", self.impact, PartKind::Number),
            Part::new("likelihood", self.likelihood, PartKind::Number),
            Part::new("matrix", self.inherent, PartKind::Number),
            Part::new("acceptance level", self.level, PartKind::Number),
            Part::new("highest limit under obligations", self.cap, PartKind::Number),
            Part::new("acceptance ruled out", self.forbids, PartKind::Flag),
            Part::new("envelope", envelope, PartKind::Text),
        ];
        parts.extend(self.rules.iter().map(|rule| rule.part(forest, policy, texts)));
        parts
    }
}

/// What governance gives, in words.
fn envelope_words(envelope: &Envelope) -> String {
    let Envelope { max_raise, max_lower, may_loosen, may_accept, may_redirect } = envelope;
    format!(
        "raise {max_raise}, lower {max_lower}, loosen {may_loosen}, accept {may_accept}, redirect {may_redirect}"
    )
}

/// What is known when a table or rule is asked.
struct Facts<'a> {
    ground: &'a Ground,
    number: usize,
    policy: &'a Policy<'a>,
    impact: Ref,
    likelihood: Ref,
}

impl Facts<'_> {
    /// A diagram of the policy over the ground; `known` are the positions of derived facets.
    fn lift(&self, forest: &mut Forest, diagram: &Diagram<'_>, known: &[(Facet, Ref)]) -> Ref {
        let last =
            |facet: Facet| self.policy.risk_domain(facet).map_or(0, |domain| domain.size().saturating_sub(1));
        forest.lift(diagram, last, |forest, facet, range| {
            let derived = known.iter().find(|(derived, _)| *derived == facet).map(|(_, function)| *function);
            let rated = match facet {
                facet::IMPACT => Some(self.impact),
                facet::LIKELIHOOD => Some(self.likelihood),
                _ => None,
            };
            let from_one = |value: u32| u32::from(range.contains(&terminal(value.saturating_sub(1))));
            match (derived, rated) {
                (Some(derived), _) => super::within(forest, derived, &range),
                (None, Some(rated)) => forest.map(rated, from_one),
                (None, None) => self.ground.holds(forest, self.number, facet, &range),
            }
        })
    }
}

/// The rated impact, or the floor that the ratings of the asset set, whichever is higher.
fn impact(forest: &mut Forest, ground: &Ground, number: usize, policy: &Policy<'_>) -> Ref {
    let rated = ground.value(forest, number, facet::IMPACT);
    let rated = forest.map(rated, |value| value.saturating_add(1));
    let Some(floors) = policy.cia_floor().impacts() else { return rated };
    let mut highest = Ref::terminal(0);
    for (rating, compromised) in [
        (facet::CONFIDENTIALITY, facet::COMPROMISES_C),
        (facet::INTEGRITY, facet::COMPROMISES_I),
        (facet::AVAILABILITY, facet::COMPROMISES_A),
    ] {
        let level = ground.value(forest, number, rating);
        let compromised = ground.value(forest, number, compromised);
        let exposed =
            forest.apply(compromised, level, |hit, level| if hit == 0 { 0 } else { level.saturating_add(1) });
        highest = forest.apply(highest, exposed, u32::max);
    }
    let floor = forest.map(highest, |highest| {
        let level = highest.checked_sub(1).and_then(|level| usize::try_from(level).ok());
        level.and_then(|level| floors.get(level)).map_or(0, |impact| impact.get().into())
    });
    forest.apply(rated, floor, u32::max)
}

/// The likelihood as the policy judges it.
fn likelihood(forest: &mut Forest, ground: &Ground, number: usize, policy: &Policy<'_>) -> Ref {
    let worked = ground.value(forest, number, facet::LIKELIHOOD);
    let worked = forest.map(worked, |value| value.saturating_add(1));
    if !ground.tells_judgement() {
        return worked;
    }
    let rule = policy.likelihood_rule();
    let none = forest.among(super::ground::NO_ACTIONS, &[1..=1]);
    let worked = forest.choose(none, Ref::terminal(rule.no_actions().get().into()), worked);
    let size = forest.size(super::ground::ESTIMATE);
    let estimate =
        forest.branch(super::ground::ESTIMATE, (0..size).map(|value| (value, Ref::terminal(value.into()))));
    let levels = u32::from(rule.levels());
    forest.apply(worked, estimate, |worked, estimate| match (estimate, rule.estimate()) {
        (0, _) => worked,
        (estimate, EstimateRule::Replaces) => estimate.min(levels),
        (estimate, EstimateRule::Higher) => worked.max(estimate.min(levels)),
    })
}

impl Asked {
    /// What the rules ask for together. Beyond `most` points it makes no difference how many.
    fn new(forest: &mut Forest, rules: &[RuleModel], most: u32) -> Self {
        let mut sum = |kind: ProposalKind, most: u32| {
            rules.iter().fold(Ref::terminal(0), |sum, rule| {
                let points = rule.each(forest, |proposals| {
                    let points = of_kind(proposals, kind).map(|proposal| u32::from(proposal.amount));
                    points.fold(0, u32::saturating_add)
                });
                forest.apply(sum, points, |sum, points| sum.saturating_add(points).min(most))
            })
        };
        let (raise, lower, loosen) = (
            sum(ProposalKind::Raise, most),
            sum(ProposalKind::Lower, most),
            sum(ProposalKind::LoosenLimit, most),
        );
        let tighten = sum(ProposalKind::TightenLimit, u8::MAX.into());
        let (mut demand, mut forbidden) = (Ref::terminal(0), Ref::terminal(0));
        for rule in rules {
            let strictest = rule.each(forest, |proposals| {
                let demands = of_kind(proposals, ProposalKind::Demand);
                demands.map(|proposal| u32::from(proposal.amount).saturating_add(1)).max().unwrap_or_default()
            });
            demand = forest.apply(demand, strictest, u32::max);
            let ruled_out = rule.each(forest, |proposals| {
                let forbidden = of_kind(proposals, ProposalKind::Forbid);
                let forbidden = forbidden.filter_map(|proposal| Response::from_index(proposal.amount));
                bits(forbidden.fold(Responses::NONE, Responses::with))
            });
            forbidden = forest.apply(forbidden, ruled_out, |a, b| a | b);
        }
        Self { raise, lower, tighten, loosen, demand, forbidden }
    }
}

/// One point more than any envelope of the policy gives.
fn most(policy: &Policy<'_>) -> u32 {
    let rows =
        (0..=u16::MAX).map_while(|row| policy.envelope_row(row)).map(|EnvelopeRow { envelope, .. }| envelope);
    let points = rows.flat_map(|envelope| [envelope.max_raise, envelope.max_lower, envelope.may_loosen]);
    u32::from(points.max().unwrap_or(u8::MAX)).saturating_add(1)
}

/// The envelope of a row.
pub(crate) fn bounds(policy: &Policy<'_>, row: u32) -> Envelope {
    policy.envelope_row(terminal(row)).map_or(Envelope::STANDARD, |row| row.envelope)
}

/// What an owner may choose, as far as the limit goes.
fn admissible(within: bool) -> Responses {
    if within { Responses::ALL } else { Responses::ALL.without(Response::Accept) }
}

fn response_of(index: u32) -> Option<Response> {
    Response::from_index(u8::try_from(index).ok()?)
}

fn bits(responses: Responses) -> u32 {
    u8::from(responses).into()
}

fn responses(bits: u32) -> Responses {
    u8::try_from(bits).ok().and_then(|bits| Responses::try_from(bits).ok()).unwrap_or(Responses::NONE)
}
