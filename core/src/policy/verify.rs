//! From untrusted bytes to a [`Policy`].

use super::names::{Counts, GROUPS, NO_TEXT, Names};
use super::records::{
    CapRow, Entry, EnvelopeRow, LimitRow, Outcome, Proposal, Records, ResponseRow, RouteRow, read_team,
};
use super::wire::{CoreWire, STAGES, unframe};
use super::{Identity, Policy, Scales, read_domain};
use crate::diagram::{Diagram, DiagramError};
use crate::escalation::{MAX_LEVELS, MAX_RIGHTS, MAX_ROLES, MAX_TEAMS};
use crate::facet::{self, FACETS, Facet, FacetSet, MAX_DECLARED};
use crate::{
    CiaFloor, Impact, Likelihood, LikelihoodRule, MAX_SCALE, MAX_SCORE, ProposalKind, ReasonId, Response,
    TeamId,
};

/// Why bytes are not a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// Fewer bytes than the header announces.
    Truncated,
    /// Not a policy blob at all.
    Magic,
    /// A format that this version does not read.
    Format(u16),
    /// The lengths in the header do not add up to the bytes given.
    Length,
    /// The bytes were changed since they were written.
    Checksum,
    /// A section is not in the one encoding that it may have.
    Encoding,
    /// No name, or the author approved the policy (domain.md E5).
    Identity,
    /// A scale, a band or a default is out of range.
    Scale,
    /// A declared facet is not sound, or there are too many.
    Facets,
    /// A record of a table is not sound.
    Table(&'static str),
    /// A diagram is not sound: which one, counted from 0, and why.
    Diagram(u16, DiagramError),
    /// A team is out of range, escalates downwards, or is a target though unstaffed or without the rights needed.
    Teams,
    /// The names do not match what they name.
    Names,
}

impl core::fmt::Display for VerifyError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Truncated => f.write_str("the policy blob is cut short"),
            Self::Magic => f.write_str("not a policy blob: it does not start with PLML"),
            Self::Format(format) => {
                write!(f, "format version {format} is not one that this version reads ({})", super::FORMAT)
            }
            Self::Length => f.write_str("the lengths in the header do not add up"),
            Self::Checksum => f.write_str("the checksum does not match: the blob was changed or damaged"),
            Self::Encoding => f.write_str("a section is not encoded as a policy is"),
            Self::Identity => f.write_str("the policy has no name, or its author approved it"),
            Self::Scale => f.write_str("a scale or a default is out of range"),
            Self::Facets => f.write_str("the declared facets are not sound"),
            Self::Table(table) => write!(f, "the table of {table} is not sound"),
            Self::Diagram(index, error) => {
                write!(f, "diagram {index} is not sound at word {}: {}", error.offset, error.fault.describe())
            }
            Self::Teams => {
                f.write_str("a team is out of range, escalates downwards, or cannot be the target that it is")
            }
            Self::Names => f.write_str("the names do not match what they name"),
        }
    }
}

impl core::error::Error for VerifyError {}

impl<'a> Policy<'a> {
    /// Verifies a policy blob: frame, checksum, encoding, every record of every table, and every diagram. What it returns
    /// decides every risk and routes every incident.
    ///
    /// # Errors
    /// The first fault. Takes time linear in the length and no memory beyond the value itself.
    pub fn verify(blob: &'a [u8]) -> Result<Self, VerifyError> {
        let mut policy = Self::without_cells(blob)?;
        policy.compare()?;
        Ok(policy)
    }

    /// A policy of which all but the cells is verified.
    pub(super) fn without_cells(blob: &'a [u8]) -> Result<Self, VerifyError> {
        let (core, names) = unframe(blob)?;
        let mut policy = Self::tables(&core)?;
        policy.diagrams(&core)?;
        policy.rules()?;
        policy.targets()?;
        if let Some(wire) = names {
            policy.names = Some(Names::verify(&wire, policy.name_counts(&core), policy.facets)?);
        }
        policy.reasons()?;
        Ok(policy)
    }

    fn tables(core: &CoreWire<'a>) -> Result<Self, VerifyError> {
        // Not `trim`, which would link a table of Unicode's white space; whoever writes policies is held to that (`check`).
        let named = |text: &str| text.bytes().any(|byte| byte > b' ');
        if ![core.name, core.version, core.author, core.approver].into_iter().all(named)
            || core.author == core.approver
        {
            return Err(VerifyError::Identity);
        }
        let scale = |levels: u8| (2..=MAX_SCALE).contains(&levels);
        let scales_fit = scale(core.impact)
            && scale(core.likelihood)
            && (1..=MAX_SCORE).contains(&core.top)
            && (1..=MAX_SCALE).contains(&core.bands)
            && core.kinds >= 1
            && usize::from(core.roles) <= MAX_ROLES
            && core.channels >= 1;
        let likelihood = Likelihood::new(core.no_actions)
            .and_then(|no_actions| LikelihoodRule::new(core.likelihood, no_actions, core.estimate));
        let (true, Some(likelihood)) = (scales_fit, likelihood) else { return Err(VerifyError::Scale) };
        let floor = floor(core)?;
        let facets = table(core.facets.0, "facets")?;
        if usize::from(facets.len()) > MAX_DECLARED
            || u16::from(core.obligations) > facets.len()
            || facets.iter().any(|bytes| read_domain(bytes).is_none())
        {
            return Err(VerifyError::Facets);
        }
        let teams: Records<'a, 4> = table(core.teams.0, "teams")?;
        let levels = teams.iter().map(|bytes| read_team(bytes).level).max().unwrap_or_default().max(3);
        let rights = teams.iter().map(read_team).filter(|team| team.staffed).map(|team| team.rights).max();
        let (Some(rights), true) = (rights, usize::from(teams.len()) <= MAX_TEAMS) else {
            return Err(VerifyError::Teams);
        };
        Ok(Self {
            identity: Identity {
                name: core.name,
                version: core.version,
                author: core.author,
                approver: core.approver,
                sources: core.sources,
                schema: core.schema,
            },
            scales: Scales {
                impact: core.impact,
                likelihood: core.likelihood,
                top: core.top,
                bands: core.bands,
                kinds: core.kinds,
                levels,
                rights,
                roles: core.roles,
                channels: core.channels,
            },
            likelihood,
            floor,
            floors: floor.ascending(),
            top_impact: Impact::saturating(core.impact),
            cells: table(core.cells.0, "cells")?,
            limits: table(core.limits.0, "limits")?,
            caps: table(core.caps.0, "obligations")?,
            responses: table(core.responses.0, "responses")?,
            envelopes: table(core.envelopes.0, "envelopes")?,
            teams,
            routes: table(core.routes.0, "routes")?,
            outcomes: table(core.outcomes.0, "outcomes")?,
            proposals: table(core.proposals.0, "proposals")?,
            words: words(core.words.0)?,
            facets,
            obligations: core.obligations,
            ..Policy::REFUSING
        })
    }

    fn diagrams(&mut self, core: &CoreWire<'a>) -> Result<(), VerifyError> {
        let entries: Records<'a, 12> = table(core.entries.0, "diagrams")?;
        let rules = u16::from(core.risk_rules).saturating_add(u16::from(core.route_rules));
        if entries.len() != STAGES.saturating_add(rules) {
            return Err(VerifyError::Table("diagrams"));
        }
        let mut sizes = [[0_u16; FACETS]; 2];
        let [risk, incident] = &mut sizes;
        for (position, (risk, incident)) in (0..).zip(risk.iter_mut().zip(incident)) {
            let size = |domain: Option<facet::Domain>| domain.map_or(0, |domain| domain.size());
            *risk = size(Facet::new(position).and_then(|facet| self.risk_domain(facet)));
            *incident = size(Facet::new(position).and_then(|facet| self.incident_domain(facet)));
        }
        let mut reader = Reader { words: self.words, entries, sizes: &sizes, next: 0, start: 0 };
        let cell = facet::IMPACT.set().or(facet::LIKELIHOOD.set());
        let graded = FacetSet::RISK_INPUTS.or(facet::SCORE.set()).or(facet::WITHIN_LIMIT.set());
        let reach = facet::TARGET.set().or(facet::RIGHTS.set());
        self.matrix = reader.risk(cell, self.scales.top.into())?;
        self.band = reader.risk(facet::SCORE.set(), self.scales.bands.into())?;
        self.limit = reader.risk(FacetSet::RISK_INPUTS, self.limits.len())?;
        self.cap = reader.risk(FacetSet::RISK_INPUTS, self.caps.len())?;
        self.response = reader.risk(graded, self.responses.len())?;
        self.envelope = reader.risk(FacetSet::RISK_INPUTS, self.envelopes.len())?;
        self.route = reader.incident(FacetSet::INCIDENT_INPUTS, self.routes.len())?;
        self.reach = reader.incident(reach, self.teams.len())?;
        self.incident_envelope = reader.incident(FacetSet::INCIDENT_INPUTS, self.envelopes.len())?;
        for index in 0..rules {
            let outcomes = entries.get(reader.next).map_or(0, |bytes| Entry::read(bytes).outcomes);
            if index < u16::from(core.risk_rules) {
                reader.risk(FacetSet::RISK_INPUTS, outcomes)?;
            } else {
                reader.incident(FacetSet::INCIDENT_INPUTS, outcomes)?;
            }
        }
        if reader.start != self.words.len() {
            return Err(VerifyError::Table("words"));
        }
        let split = |from: u16, count: u8| {
            let start = usize::from(from).saturating_mul(Entry::SIZE);
            let end = start.saturating_add(usize::from(count).saturating_mul(Entry::SIZE));
            core.entries.0.get(start..end).and_then(Records::new).ok_or(VerifyError::Table("diagrams"))
        };
        self.risk_rules = split(STAGES, core.risk_rules)?;
        self.route_rules = split(STAGES.saturating_add(core.risk_rules.into()), core.route_rules)?;
        Ok(())
    }

    /// Every outcome belongs to one rule and every proposal to one outcome, in order and without gaps; and each proposes only
    /// what its kind of rule may, within the scales. So this too is one pass, and so is any evaluation.
    fn rules(&self) -> Result<(), VerifyError> {
        let (mut next_outcome, mut next_proposal) = (0_u16, 0_u16);
        for (rules, incidents) in [(self.risk_rules, false), (self.route_rules, true)] {
            for entry in rules.iter().map(Entry::read) {
                let end = entry.first_outcome.checked_add(entry.outcomes);
                let (true, Some(end)) = (entry.first_outcome == next_outcome, end) else {
                    return Err(VerifyError::Table("outcomes"));
                };
                for index in next_outcome..end {
                    let outcome =
                        self.outcomes.get(index).map(Outcome::read).ok_or(VerifyError::Table("outcomes"))?;
                    let last = outcome.first.checked_add(outcome.count);
                    let (true, Some(last)) = (outcome.first == next_proposal, last) else {
                        return Err(VerifyError::Table("outcomes"));
                    };
                    for proposal in next_proposal..last {
                        let proposal = self.proposals.get(proposal).and_then(Proposal::read);
                        if !proposal.is_some_and(|proposal| self.may_propose(proposal, incidents)) {
                            return Err(VerifyError::Table("proposals"));
                        }
                    }
                    next_proposal = last;
                }
                next_outcome = end;
            }
        }
        let used_up = next_outcome == self.outcomes.len() && next_proposal == self.proposals.len();
        if used_up { Ok(()) } else { Err(VerifyError::Table("outcomes")) }
    }

    fn may_propose(&self, proposal: Proposal, incidents: bool) -> bool {
        let known = match proposal.kind {
            ProposalKind::Demand | ProposalKind::Forbid => Response::from_index(proposal.amount).is_some(),
            ProposalKind::SendTo => self.team(TeamId(proposal.amount)).is_some_and(|team| team.staffed),
            ProposalKind::Consult => proposal.amount < self.scales.roles,
            ProposalKind::Raise | ProposalKind::Lower => proposal.amount >= 1,
            ProposalKind::TightenLimit | ProposalKind::LoosenLimit => proposal.amount >= 1,
        };
        known && proposal.kind.concerns_incidents() == incidents
    }

    /// Escalation only climbs, and whatever team is chosen and whatever rights are needed, the one that gets the incident
    /// is staffed and has those rights.
    fn targets(&self) -> Result<(), VerifyError> {
        for team in self.teams.iter().map(read_team) {
            let fits = (1..=MAX_LEVELS).contains(&team.level) && team.rights <= MAX_RIGHTS;
            let climbs = team.next.is_none_or(|next| {
                self.team(next).is_some_and(|next| next.staffed && next.level > team.level)
            });
            if !fits || !climbs {
                return Err(VerifyError::Teams);
            }
        }
        let mut facts = [0; FACETS];
        for target in 0..self.teams.len() {
            for rights in 0..=self.scales.rights {
                let (targets, needed) = (facet::TARGET.index(), facet::RIGHTS.index());
                facts.get_mut(targets).into_iter().for_each(|slot| *slot = target);
                facts.get_mut(needed).into_iter().for_each(|slot| *slot = rights.into());
                let chosen = self.teams.get(self.reach.walk(&facts)).map(read_team);
                if !chosen.is_some_and(|team| team.staffed && team.rights >= rights) {
                    return Err(VerifyError::Teams);
                }
            }
        }
        Ok(())
    }

    /// Every record is sound and every reason has its words, where there are words at all.
    fn reasons(&self) -> Result<(), VerifyError> {
        let count = self.names.map(|names| names.reasons());
        let known = |reason: ReasonId| reason == ReasonId::NONE || count.is_none_or(|count| reason.0 < count);
        let sound = |ok: bool, table: &'static str| if ok { Ok(()) } else { Err(VerifyError::Table(table)) };
        let limit = |row: LimitRow| row.level.get() <= self.scales.top && known(row.reason);
        sound(self.limits.iter().all(|[_, spare, ..]| *spare == 0), "limits")?;
        sound(!self.limits.is_empty() && self.limits.iter().map(LimitRow::read).all(limit), "limits")?;
        let cap = |row: CapRow| row.cap.is_none_or(|cap| cap.get() <= self.scales.top) && known(row.reason);
        sound(self.caps.iter().all(|[_, forbids, ..]| *forbids <= 1), "obligations")?;
        sound(!self.caps.is_empty() && self.caps.iter().map(CapRow::read).all(cap), "obligations")?;
        let response = |row: Option<ResponseRow>| row.is_some_and(|row| known(row.reason));
        sound(self.responses.iter().all(|[_, spare, ..]| *spare == 0), "responses")?;
        sound(
            !self.responses.is_empty() && self.responses.iter().map(ResponseRow::read).all(response),
            "responses",
        )?;
        sound(self.envelopes.iter().all(|[_, _, _, flags, ..]| *flags <= 3), "envelopes")?;
        let envelope = |row: EnvelopeRow| known(row.reason);
        sound(
            !self.envelopes.is_empty() && self.envelopes.iter().map(EnvelopeRow::read).all(envelope),
            "envelopes",
        )?;
        let route = |row: RouteRow| {
            let named =
                row.channel < self.scales.channels && row.consult.iter().all(|role| role < self.scales.roles);
            named && self.team(row.target).is_some_and(|team| team.staffed) && known(row.reason)
        };
        sound(!self.routes.is_empty() && self.routes.iter().map(RouteRow::read).all(route), "routes")?;
        sound(self.teams.iter().all(|[_, _, _, staffed]| *staffed <= 1), "teams")?;
        let proposal = |row: Option<Proposal>| row.is_some_and(|row| known(row.reason));
        sound(self.proposals.iter().map(Proposal::read).all(proposal), "proposals")
    }

    fn name_counts(&self, core: &CoreWire<'a>) -> Counts {
        let labels = self.facets.iter().filter_map(read_domain).map(|domain| match domain {
            facet::Domain::Labels(size) => size,
            facet::Domain::Bool | facet::Domain::Range { .. } => 0,
        });
        let counts: [u16; GROUPS] = [
            core.impact.into(),
            core.likelihood.into(),
            core.bands.into(),
            core.bands.into(),
            core.kinds.into(),
            self.teams.len(),
            core.roles.into(),
            core.channels.into(),
            self.facets.len(),
            labels.fold(0, u16::saturating_add),
            NO_TEXT,
        ];
        counts
    }
}

/// Hands out the diagrams in the order of their entries, each beginning where the one before ended.
struct Reader<'a, 's> {
    words: &'a [[u8; 2]],
    entries: Records<'a, 12>,
    sizes: &'s [[u16; FACETS]; 2],
    next: u16,
    start: usize,
}

impl<'a> Reader<'a, '_> {
    fn risk(&mut self, allowed: FacetSet, terminals: u16) -> Result<Diagram<'a>, VerifyError> {
        let [sizes, _] = self.sizes;
        self.read(sizes, allowed, terminals)
    }

    fn incident(&mut self, allowed: FacetSet, terminals: u16) -> Result<Diagram<'a>, VerifyError> {
        let [_, sizes] = self.sizes;
        self.read(sizes, allowed, terminals)
    }

    fn read(
        &mut self,
        sizes: &[u16; FACETS],
        allowed: FacetSet,
        terminals: u16,
    ) -> Result<Diagram<'a>, VerifyError> {
        let misplaced = VerifyError::Table("diagrams");
        let entry = self.entries.get(self.next).map(Entry::read).ok_or(misplaced)?;
        let start = usize::try_from(entry.start).map_err(|_| misplaced)?;
        let end = start.checked_add(usize::from(entry.len)).ok_or(misplaced)?;
        let words = self.words.get(start..end);
        let (true, Some(words)) = (start == self.start, words) else { return Err(misplaced) };
        let size = |position: u8| sizes.get(usize::from(position)).copied().unwrap_or_default();
        let index = self.next;
        self.start = end;
        self.next = self.next.saturating_add(1);
        Diagram::verify(words.as_flattened(), entry.root, size, allowed, terminals)
            .map_err(|error| VerifyError::Diagram(index, error))
    }
}

fn table<'b, const N: usize>(bytes: &'b [u8], name: &'static str) -> Result<Records<'b, N>, VerifyError> {
    let records = Records::new(bytes)
        .filter(|_| bytes.len().checked_div(N).is_some_and(|count| count < usize::from(u16::MAX)));
    records.ok_or(VerifyError::Table(name))
}

fn words(bytes: &[u8]) -> Result<&[[u8; 2]], VerifyError> {
    let (words, []) = bytes.as_chunks::<2>() else { return Err(VerifyError::Table("words")) };
    Ok(words)
}

fn floor(core: &CoreWire<'_>) -> Result<CiaFloor, VerifyError> {
    let Some([low, medium, high]) = core.cia_floor else { return Ok(CiaFloor::NONE) };
    let impact = |rating: u8| Impact::new(rating).filter(|impact| impact.get() <= core.impact);
    match (impact(low), impact(medium), impact(high)) {
        (Some(low), Some(medium), Some(high)) => CiaFloor::new(low, medium, high).ok_or(VerifyError::Scale),
        _ => Err(VerifyError::Scale),
    }
}
