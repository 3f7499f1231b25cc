//! From untrusted bytes to a [`Policy`].
//!
//! The phases fill one value in place, and on small machines stay apart: so only one of them at a time takes stack.

use super::names::{Counts, Names, NamesWire};
use super::records::{Entry, Outcome, Proposal, Records, RouteRow, read_team};
use super::strings::NO_TEXT;
use super::wire::{STAGES, Sections, unframe};
use super::{Policy, Scales, VerifyError, read_domain};
use crate::diagram::Diagram;
use crate::escalation::{MAX_LEVELS, MAX_RIGHTS};
use crate::facet::{self, Domain, FACETS, Facet, FacetSet};
use crate::{ProposalKind, ReasonId, Response, TeamId};

impl<'a> Policy<'a> {
    /// Verifies a policy blob: frame, checksum, encoding, every record of every table, and every diagram. What it returns
    /// decides every risk and routes every incident.
    ///
    /// ```
    /// use plimsoll_core::{Policy, RiskFacts, VerifyError};
    /// let blob = Policy::standard_bytes();
    /// let policy = Policy::verify(blob)?; // it borrows the blob, and copies nothing
    /// assert!(policy.assess(&RiskFacts::default()).within_limit);
    ///
    /// let cut = &blob[..blob.len() - 1];
    /// assert!(Policy::verify(cut).is_err());
    /// # Ok::<(), VerifyError>(())
    /// ```
    ///
    /// # Errors
    /// The first fault. Takes time linear in the length and no memory beyond the value itself.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn verify(blob: &'a [u8]) -> Result<Self, VerifyError> {
        let mut verified = Ok(Policy::REFUSING);
        Self::fill(&mut verified, blob, true, true);
        verified
    }

    /// Verifies a policy blob as [`Policy::verify`] does, but for the names, which are skipped whether sound or not: the
    /// policy decides the same and has none. For devices that show nobody any words: they need not even link what reads them.
    /// The checksum covers the names here too.
    ///
    /// ```
    /// use plimsoll_core::{Policy, RiskFacts};
    /// let (bare, whole) = (Policy::verify_bare(Policy::standard_bytes()).unwrap(), Policy::standard());
    /// assert!(bare.names().is_none() && whole.names().is_some());
    /// assert_eq!(bare.assess(&RiskFacts::default()), whole.assess(&RiskFacts::default()));
    /// ```
    ///
    /// # Errors
    /// The first fault.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub fn verify_bare(blob: &'a [u8]) -> Result<Self, VerifyError> {
        let mut verified = Ok(Policy::REFUSING);
        Self::fill(&mut verified, blob, false, true);
        verified
    }

    /// A policy of which all but the cells is verified.
    #[cfg(feature = "alloc")]
    pub(super) fn without_cells(blob: &'a [u8]) -> Result<Self, VerifyError> {
        let mut verified = Ok(Policy::REFUSING);
        Self::fill(&mut verified, blob, true, false);
        verified
    }

    /// Verifies where the policy is to stay, so that there is one of it on the stack and not two.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn fill(verified: &mut Result<Self, VerifyError>, blob: &'a [u8], with_names: bool, with_cells: bool) {
        if let Ok(policy) = verified
            && let Err(error) = policy.phases(blob, with_names, with_cells)
        {
            *verified = Err(error);
        }
    }

    /// Everything; where it is always told to leave the names, what reads them is not linked.
    fn phases(&mut self, blob: &'a [u8], with_names: bool, with_cells: bool) -> Result<(), VerifyError> {
        let Sections { core, names, placements } = unframe(blob)?;
        self.placements = placements;
        let entries = self.read(core)?;
        self.diagrams(entries)?;
        if let (true, Some(section)) = (with_names, names) {
            let wire = NamesWire::read(section).ok_or(VerifyError::Encoding)?;
            self.names = Some(Names::verify(&wire, self.name_counts(), self.facets)?);
        }
        self.rules().and_then(|()| self.rows()).map_err(VerifyError::Table)?;
        if !self.targets() {
            return Err(VerifyError::Teams);
        }
        if !with_cells || self.compare() { Ok(()) } else { Err(VerifyError::Table("cells")) }
    }

    /// Proves every diagram, each beginning where the one before ended.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn diagrams(&mut self, entries: Records<'a, 12>) -> Result<(), VerifyError> {
        let Scales { top, bands, .. } = self.scales;
        let terminals = [
            top.into(),
            bands.into(),
            self.limits.len(),
            self.caps.len(),
            self.responses.len(),
            self.envelopes.len(),
            self.routes.len(),
            self.teams.len(),
            self.envelopes.len(),
        ];
        let route_rules = STAGES.saturating_add(self.risk_rules.len());
        let size_in = |incidents: bool, position: u8| {
            let domain =
                |facet| if incidents { self.incident_domain(facet) } else { self.risk_domain(facet) };
            Facet::new(position).and_then(domain).map_or(0, Domain::size)
        };
        // Worked out once where there is stack for it, else for every node.
        #[cfg(target_pointer_width = "64")]
        let sizes = [false, true].map(|incidents| {
            let mut sizes = [0; FACETS];
            (0..).zip(&mut sizes).for_each(|(position, size)| *size = size_in(incidents, position));
            sizes
        });
        let mut start = 0;
        for (index, entry) in (0..).zip(entries.iter().map(Entry::read)) {
            let incidents = matches!(index, 6..STAGES) || index >= route_rules;
            let allowed = match index {
                0 => facet::IMPACT.set().or(facet::LIKELIHOOD.set()),
                1 => facet::SCORE.set(),
                4 => FacetSet::RISK_INPUTS.or(facet::SCORE.set()).or(facet::WITHIN_LIMIT.set()),
                7 => facet::TARGET.set().or(facet::RIGHTS.set()),
                _ if incidents => FacetSet::INCIDENT_INPUTS,
                _ => FacetSet::RISK_INPUTS,
            };
            let misplaced = VerifyError::Table("diagrams");
            let stage = terminals.get(usize::from(index)).copied();
            // Only rules have outcomes: what else stood there would be said of nothing.
            if stage.is_some() && (entry.first_outcome, entry.outcomes) != (0, 0) {
                return Err(misplaced);
            }
            let terminals = stage.unwrap_or(entry.outcomes);
            #[cfg(target_pointer_width = "64")]
            let size = |position: u8| {
                let [risks, all_incidents] = &sizes;
                let sizes = if incidents { all_incidents } else { risks };
                sizes.get(usize::from(position)).copied().unwrap_or_default()
            };
            #[cfg(not(target_pointer_width = "64"))]
            let size = |position: u8| size_in(incidents, position);
            let at = usize::try_from(entry.start).map_err(|_| misplaced)?;
            let end = at.checked_add(usize::from(entry.len)).ok_or(misplaced)?;
            let words = self.words.get(at..end).filter(|_| at == start).ok_or(misplaced)?;
            Diagram::verify(words.as_flattened(), entry.root, size, allowed, terminals)
                .map_err(|error| VerifyError::Diagram(index, error))?;
            start = end;
        }
        if start != self.words.len() {
            return Err(VerifyError::Table("words"));
        }
        let words = self.words;
        let mut stages = [
            &mut self.matrix,
            &mut self.band,
            &mut self.limit,
            &mut self.cap,
            &mut self.response,
            &mut self.envelope,
            &mut self.route,
            &mut self.reach,
            &mut self.incident_envelope,
        ];
        for (stage, bytes) in stages.iter_mut().zip(entries.iter()) {
            **stage = Entry::read(bytes).diagram(words);
        }
        Ok(())
    }

    /// Every outcome belongs to one rule and every proposal to one outcome, in order and without gaps; and each proposes only
    /// what its kind of rule may, within the scales. So this too is one pass, and so is any evaluation.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn rules(&self) -> Result<(), &'static str> {
        let (mut next_outcome, mut next_proposal) = (0_u16, 0_u16);
        for (rules, incidents) in [(self.risk_rules, false), (self.route_rules, true)] {
            for entry in rules.iter().map(Entry::read) {
                let end = entry.first_outcome.checked_add(entry.outcomes);
                let (true, Some(end)) = (entry.first_outcome == next_outcome, end) else {
                    return Err("outcomes");
                };
                for index in next_outcome..end {
                    let outcome = self.outcomes.get(index).map(Outcome::read).ok_or("outcomes")?;
                    let last = outcome.first.checked_add(outcome.count);
                    let (true, Some(last)) = (outcome.first == next_proposal, last) else {
                        return Err("outcomes");
                    };
                    for proposal in next_proposal..last {
                        let proposal = self.proposals.get(proposal).and_then(Proposal::read);
                        if !proposal.is_some_and(|proposal| {
                            self.may_propose(proposal, incidents) && self.is_known(proposal.reason)
                        }) {
                            return Err("proposals");
                        }
                    }
                    next_proposal = last;
                }
                next_outcome = end;
            }
        }
        let used_up = next_outcome == self.outcomes.len() && next_proposal == self.proposals.len();
        if used_up { Ok(()) } else { Err("outcomes") }
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
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn targets(&self) -> bool {
        for team in self.teams.iter().map(read_team) {
            let fits = (1..=MAX_LEVELS).contains(&team.level) && team.rights <= MAX_RIGHTS;
            let climbs = team.next.is_none_or(|next| {
                self.team(next).is_some_and(|next| next.staffed && next.level > team.level)
            });
            if !fits || !climbs {
                return false;
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
                    return false;
                }
            }
        }
        true
    }

    /// Every row is sound and every reason has its words, where there are words at all.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn rows(&self) -> Result<(), &'static str> {
        let top = self.scales.top;
        // What rows begin with: the most, what stands for nothing, and the most that follows.
        let tables = [
            (self.limits, top, top, 0, "limits"),
            (self.caps, top, u8::MAX, 1, "obligations"),
            (self.responses, Response::Avoid.index(), 0, 0, "responses"),
        ];
        for (rows, most, nothing, most_next, name) in &tables {
            let sound = |[first, next, low, high]: &[u8; 4]| {
                let fits = (first <= most || first == nothing) && next <= most_next;
                fits && self.is_known(ReasonId(u16::from_le_bytes([*low, *high])))
            };
            if rows.is_empty() || !rows.iter().all(sound) {
                return Err(name);
            }
        }
        let envelope = |[_, _, _, flags, low, high]: &[u8; 6]| {
            *flags <= 3 && self.is_known(ReasonId(u16::from_le_bytes([*low, *high])))
        };
        if self.envelopes.is_empty() || !self.envelopes.iter().all(envelope) {
            return Err("envelopes");
        }
        let route = |row: RouteRow| {
            let named =
                row.channel < self.scales.channels && row.consult.iter().all(|role| role < self.scales.roles);
            named && self.team(row.target).is_some_and(|team| team.staffed) && self.is_known(row.reason)
        };
        if self.routes.is_empty() || !self.routes.iter().map(RouteRow::read).all(route) {
            return Err("routes");
        }
        if self.teams.iter().any(|[.., staffed]| *staffed > 1) { Err("teams") } else { Ok(()) }
    }

    fn is_known(&self, reason: ReasonId) -> bool {
        reason == ReasonId::NONE || self.names.is_none_or(|names| reason.0 < names.reasons())
    }

    fn name_counts(&self) -> Counts {
        let Scales { impact, likelihood, bands, kinds, roles, channels, .. } = self.scales;
        let labels = self.facets.iter().filter_map(read_domain).map(|domain| match domain {
            Domain::Labels(size) => size,
            Domain::Bool | Domain::Range { .. } => 0,
        });
        [
            impact.into(),
            likelihood.into(),
            bands.into(),
            bands.into(),
            kinds.into(),
            self.teams.len(),
            roles.into(),
            channels.into(),
            self.facets.len(),
            labels.fold(0, u16::saturating_add),
            NO_TEXT,
        ]
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
