//! From facts to a decision, one stage after the other (design.md section 4).

use super::facts::{Facts, Treatment, flag};
use super::policy::{Envelope, Policy};

/// What a rule proposes about a risk (design.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Raise the score.
    Raise(u32),
    /// Lower the score.
    Lower(u32),
    /// Tighten the limit.
    Tighten(u32),
    /// Loosen the limit.
    Loosen(u32),
    /// Demand a response.
    Demand(Treatment),
    /// Forbid a response.
    Forbid(Treatment),
}

/// What is decided about a risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Impact after the floor.
    pub impact: u8,
    /// Likelihood after the estimate.
    pub likelihood: u8,
    /// The matrix's score, before rules.
    pub matrix_score: u32,
    /// The score after rules and envelope.
    pub score: u32,
    /// The band of that score.
    pub band: String,
    /// The limit after rules, envelope and obligations.
    pub limit: u32,
    /// Whether the score is at most the limit.
    pub within_limit: bool,
    /// What is to be done.
    pub response: Treatment,
}

/// All that the response is settled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Whether the score is at most the limit.
    pub within_limit: bool,
    /// Whether a valid exception is there.
    pub excepted: bool,
    /// Whether an obligation forbids acceptance.
    pub acceptance_forbidden: bool,
    /// What the response table says.
    pub table: Treatment,
    /// What rules demand.
    pub demands: Vec<Treatment>,
    /// What rules forbid.
    pub forbids: Vec<Treatment>,
    /// What the owner chose.
    pub choice: Option<Treatment>,
}

/// The whole way from facts to decision, with what the rules propose.
///
/// # Panics
///
/// Where more actions are uncompleted than there are, and where the policy names facets that the facts do not have.
#[must_use]
pub fn assess(policy: &Policy, facts: &Facts, proposals: &[Proposal]) -> Decision {
    let impact = policy.impact(&facts.ratings, facts.cia, facts.compromises);
    let likelihood = policy
        .likelihood(facts.uncompleted, facts.actions, facts.estimate)
        .expect("no more uncompleted actions than there are");
    let matrix_score = policy.score(impact, likelihood);

    let (mut raise, mut lower, mut tighten, mut loosen) = (0_u32, 0_u32, 0_u32, 0_u32);
    let (mut demands, mut forbids) = (Vec::new(), Vec::new());
    for proposal in proposals {
        match *proposal {
            Proposal::Raise(by) => raise = raise.saturating_add(by),
            Proposal::Lower(by) => lower = lower.saturating_add(by),
            Proposal::Tighten(by) => tighten = tighten.saturating_add(by),
            Proposal::Loosen(by) => loosen = loosen.saturating_add(by),
            Proposal::Demand(treatment) => demands.push(treatment),
            Proposal::Forbid(treatment) => forbids.push(treatment),
        }
    }

    let max_score = policy.max_score();
    let score = clamp_score(&policy.envelope, max_score, matrix_score, raise, lower);
    let band = policy.band(score).to_owned();

    let seen = |name: &str| policy.seen(facts, name, impact, likelihood, score);
    let cap = policy.cap(&facts.obligations);
    let limit = clamp_limit(
        &policy.envelope,
        max_score,
        cap,
        policy.limit(&facts.obligations, seen),
        tighten,
        loosen,
    );

    let within_limit = score <= limit;
    let graded = |name: &str| match name {
        "within_limit" => Some(flag(within_limit)),
        _ => seen(name),
    };
    let response = settle(&Settling {
        within_limit,
        excepted: facts.excepted,
        acceptance_forbidden: policy.forbids_acceptance(&facts.obligations),
        table: policy.response(within_limit, graded),
        demands,
        forbids,
        choice: facts.choice,
    });
    Decision { impact, likelihood, matrix_score, score, band, limit, within_limit, response }
}

/// Likelihood from the share of uncompleted actions: `levels` equal parts of the whole, the last one including all of it.
/// Nothing where more are uncompleted than there are; `no_actions` where there are none.
#[must_use]
pub fn likelihood(levels: u8, no_actions: u8, uncompleted: u32, total: u32) -> Option<u8> {
    if uncompleted > total {
        return None;
    }
    if total == 0 {
        return Some(no_actions);
    }
    // The highest level whose lower bound, (level - 1) / levels of the whole, the share reaches.
    let (levels_wide, uncompleted, total) = (u64::from(levels), u64::from(uncompleted), u64::from(total));
    let mut level = 1;
    for candidate in 2..=levels {
        if uncompleted * levels_wide >= (u64::from(candidate) - 1) * total {
            level = candidate;
        }
    }
    Some(level)
}

/// The score after rules: what they raise and what they lower are bounded apart, then the score is kept on the scale.
#[must_use]
pub fn clamp_score(envelope: &Envelope, max_score: u32, score: u32, raise: u32, lower: u32) -> u32 {
    let raised = score + raise.min(envelope.max_raise);
    let lowered = raised.saturating_sub(lower.min(envelope.max_lower));
    lowered.clamp(1, max_score)
}

/// The limit after rules: loosened as far as the envelope, the obligations and the scale let it, then tightened down to 0 at
/// least.
#[must_use]
pub fn clamp_limit(
    envelope: &Envelope,
    max_score: u32,
    cap: Option<u32>,
    limit: u32,
    tighten: u32,
    loosen: u32,
) -> u32 {
    let loosened = (limit + loosen.min(envelope.may_loosen)).min(cap.unwrap_or(u32::MAX)).min(max_score);
    loosened.saturating_sub(tighten)
}

/// The response: the owner's choice where that is admissible; else what is asked for, which is the strictest demand or,
/// without any, the table's; else the mildest admissible one stricter than that; else the strictest admissible one; else
/// avoid.
#[must_use]
pub fn settle(settling: &Settling) -> Treatment {
    let demanded = settling.demands.iter().copied().max();
    let admissible = |treatment: Treatment| {
        let acceptable = (settling.within_limit || settling.excepted) && !settling.acceptance_forbidden;
        let permitted = treatment != Treatment::Accept || acceptable;
        let strict_enough = match demanded {
            Some(least) => treatment >= least,
            None => true,
        };
        permitted && strict_enough && !settling.forbids.contains(&treatment)
    };

    if let Some(choice) = settling.choice
        && admissible(choice)
    {
        return choice;
    }
    let asked = demanded.unwrap_or(settling.table);
    for treatment in Treatment::ALL {
        if treatment >= asked && admissible(treatment) {
            return treatment;
        }
    }
    for treatment in Treatment::ALL.into_iter().rev() {
        if admissible(treatment) {
            return treatment;
        }
    }
    Treatment::Avoid
}
