//! From an incident to the team that takes it (domain.md B2, B3, B5).

use super::condition::all_hold;
use super::facts::Incident;
use super::policy::{Policy, Team};

/// What a rule proposes about an incident (design.md section 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteProposal {
    /// Send it to a team.
    SendTo(String),
    /// Have somebody consulted.
    Consult(String),
}

/// Where an incident goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The index of the row of the routing table that matched.
    pub row: usize,
    /// The team that gets the incident.
    pub target: String,
    /// That team's level.
    pub level: u8,
    /// That team's rights.
    pub rights: u8,
    /// Who is consulted: the row's, then the rules' in order, nobody twice.
    pub consulted: Vec<String>,
    /// The levels passed over, ascending.
    pub skipped: Vec<u8>,
    /// Whether the rights of the team first aimed at did not reach.
    pub replaced_for_rights: bool,
}

/// Why an incident goes nowhere. A policy that is fit for use leaves none of these possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteError {
    /// No row of the routing table matches.
    NoRow,
    /// A row or rule names a team that does not exist.
    UnknownTeam(String),
    /// A row or rule names a team that is not staffed.
    Unstaffed(String),
    /// No staffed team at this level or above has the rights.
    NoRights(u8),
}

/// Where an incident goes: to the team of the first row that matches, or where rules send it, of several the highest level
/// and of those the first declared. Where that team's rights do not reach, instead to the first declared staffed team of the
/// lowest level, its own or above, whose rights do.
///
/// # Errors
///
/// See [`RouteError`].
///
/// # Panics
///
/// Where the policy names facets that the incident does not have.
pub fn route(policy: &Policy, incident: &Incident, proposals: &[RouteProposal]) -> Result<Route, RouteError> {
    let mut matched = None;
    for (row, entry) in policy.routes.iter().enumerate() {
        if all_hold(&entry.when, |name| incident.seen(name)) {
            matched = Some((row, entry));
            break;
        }
    }
    let Some((row, entry)) = matched else { return Err(RouteError::NoRow) };

    let mut aimed = team(policy, &entry.to)?;
    if policy.envelope.may_redirect
        && let Some(elsewhere) = sent_to(policy, proposals)?
    {
        aimed = elsewhere;
    }
    if !aimed.staffed {
        return Err(RouteError::Unstaffed(aimed.name.clone()));
    }

    let replaced_for_rights = aimed.rights < incident.rights_needed;
    let target =
        if replaced_for_rights { reaching(policy, aimed.level, incident.rights_needed)? } else { aimed };

    let mut consulted = entry.consult.clone();
    for proposal in proposals {
        if let RouteProposal::Consult(role) = proposal
            && !consulted.contains(role)
        {
            consulted.push(role.clone());
        }
    }
    Ok(Route {
        row,
        target: target.name.clone(),
        level: target.level,
        rights: target.rights,
        consulted,
        skipped: skipped(incident.level, target.level),
        replaced_for_rights,
    })
}

/// The levels strictly between two, ascending, whichever is the higher.
#[must_use]
pub fn skipped(from: u8, to: u8) -> Vec<u8> {
    (1..=u8::MAX).filter(|level| from.min(to) < *level && *level < from.max(to)).collect()
}

fn team<'a>(policy: &'a Policy, name: &str) -> Result<&'a Team, RouteError> {
    policy.teams.iter().find(|team| team.name == name).ok_or_else(|| RouteError::UnknownTeam(name.to_owned()))
}

/// The team that rules send to, if any does.
fn sent_to<'a>(policy: &'a Policy, proposals: &[RouteProposal]) -> Result<Option<&'a Team>, RouteError> {
    let mut named = Vec::new();
    for proposal in proposals {
        if let RouteProposal::SendTo(name) = proposal {
            named.push(team(policy, name)?.name.as_str());
        }
    }
    let mut best: Option<&Team> = None;
    for candidate in policy.teams.iter().filter(|team| named.contains(&team.name.as_str())) {
        if best.is_none_or(|best| candidate.level > best.level) {
            best = Some(candidate);
        }
    }
    Ok(best)
}

/// The first declared staffed team of the lowest level, `level` or above, whose rights reach.
fn reaching(policy: &Policy, level: u8, rights: u8) -> Result<&Team, RouteError> {
    for candidate_level in level..=u8::MAX {
        for team in &policy.teams {
            if team.level == candidate_level && team.staffed && team.rights >= rights {
                return Ok(team);
            }
        }
    }
    Err(RouteError::NoRights(rights))
}
