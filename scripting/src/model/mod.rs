//! What a policy decides, as functions of the facts: its tables and rules put together, so that questions about every
//! situation are questions about diagrams.
//!
//! The functions follow [`plimsoll_core::Policy::assess`] and [`plimsoll_core::Policy::route`] step by step, without a choice
//! of the owner and without an exception. Tests hold them against those two.

mod ground;
mod incident;
mod placement;
mod risk;
#[cfg(test)]
mod tests;

pub(crate) use ground::Ground;
pub(crate) use incident::{IncidentModel, listed, team_id};
pub(crate) use placement::placements;
pub(crate) use risk::RiskModel;

use crate::explorer::Interner;
use plimsoll_core::diagram::{Forest, Ref, Situation};
use plimsoll_core::facet::Values;
use plimsoll_core::policy::{CompiledRule, Proposal};
use plimsoll_core::table::{Condition, When};
use plimsoll_core::{Policy, ProposalKind, Response, TeamId};

/// One part of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is called.
    pub(crate) name: String,
    /// Its value: a number, or the position of a text among [`Texts`].
    pub(crate) function: Ref,
    /// What the value is.
    pub(crate) kind: PartKind,
}

/// What the value of a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// A number.
    Number,
    /// A number, whose changes are told by how much it changes.
    Amount,
    /// False or true.
    Flag,
    /// The position of a text.
    Text,
}

/// The words that the parts of decisions are told in, shared by the policies that are compared.
pub(crate) type Texts = Interner<String>;

impl Part {
    fn new(name: impl Into<String>, function: Ref, kind: PartKind) -> Self {
        Self { name: name.into(), function, kind }
    }

    /// A value of the part, in words.
    pub(crate) fn show(&self, texts: &Texts, value: u32) -> String {
        match self.kind {
            PartKind::Number | PartKind::Amount => value.to_string(),
            PartKind::Flag => (value != 0).to_string(),
            PartKind::Text => texts.get(value).cloned().unwrap_or_default(),
        }
    }
}

/// A rule of a policy as a function.
#[derive(Clone, Debug)]
pub(crate) struct RuleModel {
    /// The file and the name; the number of the rule where the policy has no names.
    pub(crate) name: String,
    /// The number of its outcome.
    pub(crate) outcome: Ref,
    /// What each outcome proposes.
    pub(crate) proposals: Vec<Vec<Proposal>>,
}

impl RuleModel {
    fn new(policy: &Policy<'_>, number: usize, rule: CompiledRule<'_>, outcome: Ref) -> Self {
        let proposals: Vec<Vec<Proposal>> =
            (0..rule.outcomes()).map(|outcome| rule.proposals(outcome).collect()).collect();
        let first = proposals.iter().flatten().next();
        let words = first.and_then(|proposal| policy.names()?.reason(proposal.reason));
        let name = match words {
            Some(words) => format!("{} {}", words.source, words.rule),
            None => format!("rule {number}"),
        };
        Self { name, outcome, proposals }
    }

    /// What the rule proposes, in words.
    fn part(&self, forest: &mut Forest, policy: &Policy<'_>, texts: &mut Texts) -> Part {
        let one = |proposal: &Proposal| {
            let amount = match proposal.kind {
                ProposalKind::Demand | ProposalKind::Forbid => Response::from_index(proposal.amount)
                    .map_or(String::new(), |response| response.to_string()),
                ProposalKind::SendTo => policy.team_name(TeamId(proposal.amount)),
                ProposalKind::Consult => policy.role_name(proposal.amount),
                _ => proposal.amount.to_string(),
            };
            format!("{} {amount}", proposal.kind)
        };
        let function = self.each(forest, |proposals| {
            let words: Vec<String> = proposals.iter().map(one).collect();
            texts.number(&if words.is_empty() { "nothing".to_string() } else { words.join(", ") })
        });
        Part::new(&self.name, function, PartKind::Text)
    }

    /// Something that each outcome comes to, as a function.
    pub(crate) fn each(&self, forest: &mut Forest, mut value: impl FnMut(&[Proposal]) -> u32) -> Ref {
        forest.map(self.outcome, |outcome| {
            let proposals = usize::try_from(outcome).ok().and_then(|outcome| self.proposals.get(outcome));
            value(proposals.map_or(&[], Vec::as_slice))
        })
    }
}

/// The proposals of one kind.
fn of_kind(proposals: &[Proposal], kind: ProposalKind) -> impl Iterator<Item = &Proposal> {
    proposals.iter().filter(move |proposal| proposal.kind == kind)
}

/// Where the value of a function, a position among the values of a facet, lies in a range.
fn within(forest: &mut Forest, function: Ref, range: &std::ops::RangeInclusive<u16>) -> Ref {
    forest.map(function, |value| u32::from(u16::try_from(value).is_ok_and(|value| range.contains(&value))))
}

/// A terminal that is the position of a band, team, role or channel.
fn small(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// A terminal as diagrams of a policy number them.
fn terminal(value: u32) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

/// The point of a cube with the lowest values.
pub(crate) fn lowest(cube: &When) -> Values {
    let first = |condition: &Condition| Some((condition.facet, condition.ranges.first()?.clone()));
    Situation(cube.iter().filter_map(first).collect()).lowest()
}
