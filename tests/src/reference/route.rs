//! From an incident to the team that takes it (domain.md B2, B3, B5).

use super::condition::holds;
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
    /// Whether another team gets it than the one first aimed at, for its rights.
    pub replaced_for_rights: bool,
    /// Whether the target's rights are those needed; false only where nobody who is there has them.
    pub reaches: bool,
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
}

/// Where an incident goes: to the team of the first row that matches, or where rules send it, of several the highest level
/// and of those the first declared. Where that team's rights do not reach, instead to the first declared staffed team of the
/// lowest level, its own or above, whose rights do; where there is none above, of the highest level below. Where nobody has the
/// rights, it goes where it would if it took the most that anyone has.
///
/// # Errors
///
/// See [`RouteError`].
///
/// # Panics
///
/// Where the policy names facets that the incident does not have.
pub fn route(policy: &Policy, incident: &Incident, proposals: &[RouteProposal]) -> Result<Route, RouteError> {
    // Past the highest level there is, the highest is meant.
    let level = incident.level.min(policy.levels());
    let incident = &Incident { level, ..incident.clone() };
    let mut matched = None;
    for (row, entry) in policy.routes.iter().enumerate() {
        if holds(&entry.when, |name| incident.seen(name)) {
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

    let mut most = 0;
    for team in policy.teams.iter().filter(|team| team.staffed) {
        most = most.max(team.rights);
    }
    let rights = incident.rights_needed.min(most);
    let replaced_for_rights = aimed.rights < rights;
    let target = if replaced_for_rights { reaching(policy, aimed.level, rights) } else { aimed };

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
        skipped: skipped(level, target.level),
        replaced_for_rights,
        reaches: incident.rights_needed <= most,
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

/// The first declared staffed team whose rights reach, of the lowest level from `level` up or else of the highest below.
/// Somebody's rights do reach.
fn reaching(policy: &Policy, level: u8, rights: u8) -> &Team {
    for candidate_level in (level..=u8::MAX).chain((0..level).rev()) {
        for team in &policy.teams {
            if team.level == candidate_level && team.staffed && team.rights >= rights {
                return team;
            }
        }
    }
    panic!("nobody has the rights {rights}");
}
