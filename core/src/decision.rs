//! The answers.

use crate::{Band, Impact, Levels, Likelihood, Limit, Response, Roles, Score, TeamId};
use serde::{Deserialize, Serialize};

/// Whose response a decision carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The policy's: the owner chose none.
    Policy,
    /// The owner's choice, which the policy admits.
    Chosen,
    /// The policy's, since it does not admit what the owner chose.
    Overruled,
}

/// What a policy decides about a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The impact, at least the floor that the rating of the asset sets.
    pub impact: Impact,
    /// The likelihood, from actions and estimate.
    pub likelihood: Likelihood,
    /// The score, with what rules changed.
    pub score: Score,
    /// The band of the score.
    pub band: Band,
    /// The highest score that may be accepted here.
    pub limit: Limit,
    /// Whether the score is at or below the limit.
    pub within_limit: bool,
    /// What is to be done.
    pub response: Response,
    /// Whose response that is.
    pub standing: Standing,
}

impl Decision {
    /// What holds until something is decided: the lowest score, and not even that may be accepted.
    pub(crate) const REFUSAL: Self = Self {
        impact: Impact::LOWEST,
        likelihood: Likelihood::LOWEST,
        score: Score(1),
        band: Band(0),
        limit: Limit(0),
        within_limit: false,
        response: Response::Avoid,
        standing: Standing::Policy,
    };
}

/// Where a policy sends an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Who gets it now.
    pub target: TeamId,
    /// The level the target stands on.
    pub level: u8,
    /// The class of the target's access rights.
    pub rights: u8,
    /// Whether these reach what is concerned. False only where more is needed than any staffed team has
    /// ([`crate::policy::Scales::rights`]); the target is then the one that has most.
    pub reaches: bool,
    /// Who gets it next if the target cannot solve it; `None` at the end of the escalation.
    pub next: Option<TeamId>,
    /// Who is to be consulted.
    pub consult: Roles,
    /// How it gets there, by position in the policy's list of channels.
    pub channel: u8,
    /// The levels that are passed over on the way.
    pub skipped: Levels,
}
