//! What stands out in an assessed register.

use super::AssessedRisk;
use crate::registers::Registers;
use plimsoll_core::facet::OWNER_IS_TEAM;
use plimsoll_core::{Day, Response, Standing, Status};
use std::collections::BTreeSet;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Above the limit, and no treatment was decided.
    Untreated,
    /// Accepted above the limit, and no exception holds.
    AcceptedAboveLimit,
    /// Above the limit, and the treatment that the owner chose is not admissible.
    Inadmissible,
    /// Within the limit, but the policy does not admit the response that the owner chose.
    Overruled,
    /// A team owns the risk: shared responsibility is no one's (domain.md A12).
    TeamOwner,
}

impl FindingKind {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Untreated => "untreated",
            Self::AcceptedAboveLimit => "accepted_above_limit",
            Self::Inadmissible => "inadmissible",
            Self::Overruled => "overruled",
            Self::TeamOwner => "team_owner",
        }
    }

    /// Whether somebody has to act before all is well; such findings make `plimsoll assess` end with 1.
    #[must_use]
    pub const fn calls_for_action(self) -> bool {
        matches!(self, Self::Untreated | Self::AcceptedAboveLimit | Self::Inadmissible)
    }
}

/// Something that stands out about a risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The id of the risk.
    pub risk: String,
    /// In words.
    pub text: String,
}

/// Every finding, by risk in the order of the register.
pub(super) fn all(risks: &[AssessedRisk<'_>], as_of: Day) -> Vec<Finding> {
    let open = risks.iter().filter(|assessed| assessed.status != Status::Closed);
    open.flat_map(|assessed| of_risk(assessed, as_of)).collect()
}

fn of_risk(assessed: &AssessedRisk<'_>, as_of: Day) -> impl Iterator<Item = Finding> {
    let (risk, decision) = (assessed.risk, &assessed.decision);
    let finding = |kind, text| Finding { kind, risk: risk.id.clone(), text };
    let above = format!("score {} is above the limit of {}", decision.score, decision.limit);
    let chosen = assessed.facts.choice.map_or("", Response::label);
    let first = if assessed.is_untreated() {
        Some(match assessed.facts.choice {
            None => finding(FindingKind::Untreated, format!("{above}, and no treatment was decided")),
            Some(Response::Accept) => {
                let why = why_not(assessed, as_of);
                finding(FindingKind::AcceptedAboveLimit, format!("accepted, but {above}, and {why}"))
            }
            Some(_) => {
                let text =
                    format!("{above}, and {chosen} is not admissible: {} is called for", decision.response);
                finding(FindingKind::Inadmissible, text)
            }
        })
    } else if decision.within_limit && decision.standing == Standing::Overruled {
        let text = format!("{chosen} is not admissible: {} is called for", decision.response);
        Some(finding(FindingKind::Overruled, text))
    } else {
        None
    };
    let second = (assessed.facts.value(OWNER_IS_TEAM) != 0).then(|| {
        finding(FindingKind::TeamOwner, format!("the owner, {}, is a team: name a person", risk.owner))
    });
    first.into_iter().chain(second)
}

/// Why an acceptance above the limit does not stand.
fn why_not(assessed: &AssessedRisk<'_>, as_of: Day) -> String {
    match &assessed.risk.exception {
        None => "there is no exception".into(),
        Some(exception) if exception.until < as_of => format!("the exception expired on {}", exception.until),
        Some(_) if assessed.facts.exception => {
            "the policy rules acceptance out in spite of the exception".into()
        }
        Some(_) => "the exception was approved by the owner".into(),
    }
}

/// How many pairs of asset and threat nobody has considered (domain.md A5).
pub(super) fn unconsidered_pairs(registers: &Registers) -> u64 {
    let linked = registers.risks().iter().map(|risk| (risk.asset.as_str(), risk.threat.as_str()));
    let ruled_out = registers.not_applicable().iter().map(|pair| (pair.asset.as_str(), pair.threat.as_str()));
    let considered: BTreeSet<(&str, &str)> = linked.chain(ruled_out).collect();
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    let pairs = count(registers.assets().len()).saturating_mul(count(registers.threats().len()));
    pairs.saturating_sub(count(considered.len()))
}
