//! Does a trace justify its decision? Replayed with nothing but its steps, it must arrive at the same numbers, every step
//! must start where the one before it of its kind ended, and the stages must come in the order of the pipeline.

use plimsoll_core::facet::RIGHTS;
use plimsoll_core::{
    Decision, IncidentFacts, Levels, Policy, ProposalKind, ReasonId, Response, Roles, Route, Score, Stage,
    Standing, Step, TeamId, Trace,
};

/// Where in the pipeline a step stands.
fn order(step: &Step) -> u8 {
    match (step.stage, step.proposal) {
        (Stage::Impact, _) => 0,
        (Stage::Floor, _) => 1,
        (Stage::Likelihood, _) => 2,
        (Stage::Estimate, _) => 3,
        (Stage::Matrix, _) => 4,
        (Stage::Route, _) => 5,
        (Stage::Rule, _) => 6,
        (Stage::Clamp, Some(ProposalKind::Raise)) => 7,
        (Stage::Clamp, Some(ProposalKind::Lower)) => 8,
        (Stage::Clamp, Some(ProposalKind::SendTo)) => 9,
        (Stage::Clamp, None) => 10,
        (Stage::Score, _) => 11,
        (Stage::Band, _) => 12,
        (Stage::Limit, _) => 13,
        (Stage::Obligation, _) => 14,
        (Stage::Clamp, Some(ProposalKind::LoosenLimit)) => 15,
        (Stage::Adjust, _) => 16,
        (Stage::Exception, _) => 17,
        (Stage::Clamp, Some(_)) => 18,
        (Stage::Response, _) => 19,
        (Stage::Choice, _) => 20,
        (Stage::Rights, _) => 21,
        (Stage::Skip, _) => 22,
        (Stage::Next, _) => 23,
    }
}

/// Stages that come from something that somebody stated, which must be named.
fn stated(step: &Step) -> bool {
    match step.stage {
        Stage::Rule | Stage::Limit | Stage::Obligation | Stage::Route => true,
        Stage::Clamp => step.proposal.is_some(),
        _ => false,
    }
}

fn shape(trace: &Trace) {
    assert!(!trace.is_truncated(), "{trace:?}");
    assert!(trace.steps().is_sorted_by_key(order), "out of order: {trace:?}");
    for step in trace.steps() {
        assert!(step.reason != ReasonId::NONE || !stated(step), "no reason: {step:?}");
    }
}

/// What the steps so far add up to.
#[derive(Default)]
struct Told {
    impact: u16,
    likelihood: u16,
    score: u16,
    band: Option<u16>,
    raise: u16,
    lower: u16,
    tighten: u16,
    loosen: u16,
    demand: Option<u16>,
    forbidden: Vec<u16>,
    limit: Option<u16>,
    excepted: bool,
    wanted: u16,
    response: Option<u16>,
    standing: Option<Standing>,
}

impl Told {
    fn sum(&mut self, kind: ProposalKind) -> &mut u16 {
        match kind {
            ProposalKind::Raise => &mut self.raise,
            ProposalKind::Lower => &mut self.lower,
            ProposalKind::TightenLimit => &mut self.tighten,
            ProposalKind::LoosenLimit => &mut self.loosen,
            other => panic!("{other} has no sum"),
        }
    }

    fn hear(&mut self, step: &Step, top: u16) {
        let Step { stage, proposal, from, to, .. } = *step;
        match stage {
            Stage::Impact => self.impact = to,
            Stage::Floor => {
                assert!(from == self.impact && to > from, "{step:?}");
                self.impact = to;
            }
            Stage::Likelihood => self.likelihood = to,
            Stage::Estimate => {
                assert_eq!(from, self.likelihood, "{step:?}");
                self.likelihood = to;
            }
            Stage::Matrix => self.score = to,
            Stage::Rule => match proposal.expect("a rule proposes") {
                ProposalKind::Demand => self.demand = self.demand.max(Some(to)),
                ProposalKind::Forbid => self.forbidden.push(to),
                kind => {
                    let sum = self.sum(kind);
                    assert!(from == *sum && to > from, "{step:?}");
                    *sum = to;
                }
            },
            Stage::Clamp => match proposal {
                None => {
                    let changed = (self.score + self.raise).saturating_sub(self.lower);
                    assert!(from == changed && to == changed.clamp(1, top) && from != to, "{step:?}");
                }
                Some(ProposalKind::Demand) => {
                    assert_eq!(self.demand, Some(u16::from(Response::Accept.index())), "{step:?}");
                    self.demand = None;
                }
                Some(kind) => {
                    let sum = self.sum(kind);
                    assert!(from == *sum && to < from, "{step:?}");
                    *sum = to;
                }
            },
            Stage::Score => {
                assert!(from == self.score && to == self.changed(top) && from != to, "{step:?}");
                self.score = to;
                (self.raise, self.lower) = (0, 0);
            }
            Stage::Band => {
                assert_eq!(self.score, self.changed(top), "the score is final: {step:?}");
                self.band = Some(to);
            }
            Stage::Limit => self.limit = Some(to),
            Stage::Obligation => {
                assert!(self.limit == Some(from) && to <= from, "{step:?}");
                self.limit = Some(to);
            }
            Stage::Adjust => {
                assert!(self.limit == Some(from) && from != to, "{step:?}");
                let (least, most) = (from.saturating_sub(self.tighten), from + self.loosen);
                assert!((least..=most).contains(&to), "{step:?}");
                self.limit = Some(to);
            }
            Stage::Exception => self.excepted = true,
            Stage::Response => {
                (self.wanted, self.response) = (from, Some(to));
                if let Some(demand) = self.demand {
                    assert_eq!(from, demand, "{step:?}");
                }
                assert!(step.reason != ReasonId::NONE || self.demand.is_some(), "no reason: {step:?}");
            }
            Stage::Choice => {
                self.standing = Some(match self.response {
                    // What is given all the same counts as chosen, even if it was forbidden.
                    Some(given) if given == from => {
                        assert!(to == from || !self.forbidden.contains(&to), "{step:?}");
                        Standing::Chosen
                    }
                    given => {
                        assert_eq!(given, Some(to), "{step:?}");
                        Standing::Overruled
                    }
                });
                self.response = Some(to);
            }
            Stage::Route | Stage::Rights | Stage::Skip | Stage::Next => panic!("not of a risk: {step:?}"),
        }
    }

    fn changed(&self, top: u16) -> u16 {
        (self.score + self.raise).saturating_sub(self.lower).clamp(1, top)
    }
}

/// Panics unless the trace, and nothing else, leads to the decision.
pub(crate) fn assessed(policy: &Policy<'_>, decision: &Decision, trace: &Trace) {
    shape(trace);
    let mut told = Told::default();
    for step in trace.steps() {
        told.hear(step, policy.scales().top.into());
    }
    let within = told.limit.is_some_and(|limit| told.score <= limit);
    let numbers = (told.impact, told.likelihood, told.score, told.band, told.limit, told.response);
    let Decision { impact, likelihood, score, band, limit, .. } = *decision;
    let decided = (
        u16::from(impact.get()),
        u16::from(likelihood.get()),
        u16::from(score.get()),
        Some(u16::from(band.get())),
        Some(u16::from(limit.get())),
        Some(u16::from(decision.response.index())),
    );
    assert_eq!(numbers, decided, "{trace:?}");
    assert_eq!(within, decision.within_limit, "{trace:?}");
    assert_eq!(told.standing.unwrap_or(Standing::Policy), decision.standing, "{trace:?}");
    assert!(!(told.excepted && within), "an exception from what needs none: {trace:?}");
    // What was asked for is given up only where it was forbidden, or above the limit.
    let given = told.response.expect("a response");
    let barred = told.forbidden.contains(&told.wanted) || (told.wanted == 0 && !within && !told.excepted);
    if told.standing != Some(Standing::Chosen) && given != told.wanted {
        assert!(barred, "{trace:?}");
    }
}

/// Panics unless the trace, and nothing but the teams' levels, leads to the route.
pub(crate) fn routed(policy: &Policy<'_>, facts: &IncidentFacts, route: &Route, trace: &Trace) {
    shape(trace);
    let (mut row, mut best, mut kept, mut target) = (None, None, false, None);
    let (mut consulted, mut skipped, mut next) = (Roles::NONE, Levels::NONE, None);
    let position = |number: u16| u8::try_from(number).expect("a position");
    for step in trace.steps() {
        let (from, to) = (Some(TeamId(position(step.from))), TeamId(position(step.to)));
        match (step.stage, step.proposal) {
            (Stage::Route, _) => (row, target) = (Some(to), Some(to)),
            (Stage::Rule, Some(ProposalKind::SendTo)) => {
                assert_eq!(from, row, "{step:?}");
                let level = policy.team(to).expect("a team").level;
                // The highest level, and on it the team declared first.
                best = best.max(Some((level, core::cmp::Reverse(to))));
                target = best.map(|(_, core::cmp::Reverse(team))| team);
            }
            (Stage::Rule, Some(ProposalKind::Consult)) => consulted = consulted.with(position(step.to)),
            (Stage::Clamp, Some(ProposalKind::SendTo)) => {
                assert!(from == target && Some(to) == row && from != row, "{step:?}");
                (kept, target) = (true, row);
            }
            (Stage::Rights, _) => {
                assert!(from == target && target != Some(to), "{step:?}");
                target = Some(to);
            }
            (Stage::Skip, _) => {
                assert_eq!(step.from, u16::from(facts.level().min(policy.scales().levels)), "{step:?}");
                skipped = skipped.with(position(step.to));
            }
            (Stage::Next, _) => {
                assert_eq!(from, target, "{step:?}");
                next = Some(to);
            }
            _ => panic!("not of an incident: {step:?}"),
        }
    }
    assert!(!kept || best.is_some(), "{trace:?}");
    assert_eq!((target, next, skipped), (Some(route.target), route.next, route.skipped), "{trace:?}");
    assert_eq!(route.consult.or(consulted), route.consult, "{trace:?}");
    let team = policy.team(route.target).expect("a team");
    assert_eq!((team.level, team.rights, team.next), (route.level, route.rights, route.next));
    assert_eq!(route.reaches, u16::from(route.rights) >= facts.value(RIGHTS), "{trace:?}");
    assert_eq!(route.reaches, facts.value(RIGHTS) <= policy.scales().rights.into(), "{trace:?}");
}

/// The words of every step that has some: a source always, and for rules file, line and name.
pub(crate) fn worded(policy: &Policy<'_>, trace: &Trace) {
    let names = policy.names().expect("a policy with names");
    for step in trace.steps().iter().filter(|step| step.reason != ReasonId::NONE) {
        let words = names.reason(step.reason).unwrap_or_else(|| panic!("no words for {step:?}"));
        assert!(!words.text.is_empty(), "{step:?}: {words:?}");
        if step.stage == Stage::Rule {
            assert!(!words.source.is_empty() && words.line > 0 && !words.rule.is_empty(), "{words:?}");
        }
    }
}

/// The number that the last step of a stage arrives at.
pub(crate) fn arrives(trace: &Trace, stage: Stage) -> Option<u16> {
    trace.steps().iter().rev().find(|step| step.stage == stage).map(|step| step.to)
}

/// The score of a number.
pub(crate) fn score(number: u32) -> Score {
    Score(u8::try_from(number).expect("at most 100"))
}
