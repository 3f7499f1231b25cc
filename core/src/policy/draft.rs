//! A policy as people state it, before it is compiled.

use super::known::{KnownFacet, incident_facets, risk_facets};
use crate::facet::{self, Domain, Facet, FacetSet};
use crate::table::{Condition, When};
use crate::{CiaFloor, Envelope, LikelihoodRule, Permission, ProposalKind, Response};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Where something is said, by whom, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The file.
    pub source: String,
    /// The line, from 1; 0 where it is not known.
    pub line: u16,
    /// The rule; empty for rows of tables.
    pub rule: String,
    /// The words; where they are empty, the compiler writes the row's conditions.
    pub text: String,
    /// The guiding principle behind it (domain.md E3).
    pub principle: String,
}

/// A row of a table: in these situations, that holds, for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// The conditions, all of which must hold; none at all holds everywhere.
    pub when: When,
    /// What holds then.
    pub then: T,
    /// Why.
    pub reason: Reason,
}

/// A band of scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBand {
    /// Its name.
    pub name: String,
    /// Its colour, as `#rrggbb`.
    pub colour: String,
    /// The last score in it; for a grid the band's position plus one.
    pub up_to: u16,
}

/// How impact and likelihood become a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftMatrix {
    /// The product of the two.
    Product,
    /// The position of a band per cell, from 0: one row per likelihood, one column per impact, both ascending. The score is
    /// the position plus one.
    Grid {
        /// The cells.
        cells: Vec<Vec<u8>>,
        /// Whether a cell may be lower than one with less impact or likelihood.
        may_fall: bool,
    },
}

/// An obligation that can be attached to assets (domain.md A11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftObligation {
    /// Its name, which is also a facet.
    pub name: String,
    /// The highest acceptance level under it.
    pub max_level: Option<u8>,
    /// Whether nothing under it may be accepted.
    pub forbids_acceptance: bool,
    /// Where it is stated.
    pub reason: Reason,
}

/// What values a facet has, with their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftDomain {
    /// False and true.
    Bool,
    /// Labels, in order.
    Labels(Vec<String>),
    /// The integers of a range, both ends included, and names for them if they have any.
    Range {
        /// The lowest.
        low: i32,
        /// The highest.
        high: i32,
        /// A name for each, or none.
        names: Vec<String>,
    },
}

impl DraftDomain {
    pub(super) fn of(labels: &[&str]) -> Self {
        Self::Labels(labels.iter().map(ToString::to_string).collect())
    }

    /// The values without their names; `None` for an empty or too wide range.
    #[must_use]
    pub fn domain(&self) -> Option<Domain> {
        let domain = match self {
            Self::Bool => Domain::Bool,
            Self::Labels(labels) => Domain::Labels(u16::try_from(labels.len()).ok()?),
            Self::Range { low, high, .. } => {
                let size = i64::from(*high).checked_sub((*low).into())?.checked_add(1)?;
                Domain::Range { low: *low, size: u16::try_from(size).ok()? }
            }
        };
        (1..=facet::MAX_VALUES).contains(&domain.size()).then_some(domain)
    }

    /// How a value is written.
    #[must_use]
    pub fn show(&self, value: u16) -> String {
        match self {
            Self::Bool => (value != 0).to_string(),
            Self::Labels(labels) => labels.get(usize::from(value)).cloned().unwrap_or_default(),
            Self::Range { low, .. } => i64::from(*low).saturating_add(value.into()).to_string(),
        }
    }
}

/// A facet that the policy declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFacet {
    /// Its name.
    pub name: String,
    /// Its values.
    pub domain: DraftDomain,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftTeam {
    /// Its name.
    pub name: String,
    /// The level it stands on.
    pub level: u8,
    /// The class of its access rights.
    pub rights: u8,
    /// Whether anyone is there.
    pub staffed: bool,
    /// The team that it passes on to; where it is not given, the first staffed one on the next level.
    pub next: Option<String>,
}

/// Where a row of the routing table sends an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRoute {
    /// The name of a team.
    pub to: String,
    /// The roles to consult.
    pub consult: Vec<String>,
    /// The channel.
    pub channel: String,
}

/// A tool that the placement table knows (domain.md D3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftTool {
    /// Its name.
    pub name: String,
    /// What it is for, such as "file sharing"; empty where nothing is said.
    pub purpose: String,
}

/// What a row of the placement table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftPlacement {
    /// The name of the tool; `None` for every tool.
    pub tool: Option<String>,
    /// Whether it may be used.
    pub permission: Permission,
}

/// One proposal of a rule: an amount, or the position of a response, a team or a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftProposal {
    /// What is proposed.
    pub kind: ProposalKind,
    /// By how much, or which.
    pub amount: u8,
    /// Why.
    pub reason: Reason,
}

/// A rule, compiled to a diagram over the inputs of its space ([`Draft::forest`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRule {
    /// Whether it concerns risks or incidents.
    pub space: Space,
    /// The diagram's words, as [`crate::diagram::Forest::emit`] gives them.
    pub words: Vec<u8>,
    /// The diagram's root.
    pub root: u16,
    /// What each terminal proposes, in order.
    pub outcomes: Vec<Vec<DraftProposal>>,
}

/// The two spaces of facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// What is known of risks.
    Risk,
    /// What is known of incidents.
    Incident,
}

/// A policy as people state it. [`Draft::compile`] turns it into a blob, or says everything that is wrong with it.
///
/// ```
/// use plimsoll_core::Policy;
/// use plimsoll_core::policy::Draft;
/// let mut draft = Draft::standard();
/// draft.name = "ours".into();
/// draft.acceptance_level = 6;
/// let blob = draft.compile().unwrap();
/// assert_eq!(Policy::verify(&blob).unwrap().identity().name, "ours");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The name of the policy.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Who wrote it.
    pub author: String,
    /// Who approved it.
    pub approver: String,
    /// SHA-256 of the sources.
    pub sources: [u8; 32],
    /// The names of the impact scale, ascending, 2 to 10.
    pub impact: Vec<String>,
    /// The names of the likelihood scale, ascending, 2 to 10.
    pub likelihood: Vec<String>,
    /// How likelihood is judged.
    pub likelihood_rule: LikelihoodRule,
    /// The floor that the rating of an asset sets to the impact.
    pub cia_floor: CiaFloor,
    /// How the two become a score.
    pub matrix: DraftMatrix,
    /// The bands of scores, ascending, 1 to 10.
    pub bands: Vec<DraftBand>,
    /// The acceptance level of the organisation.
    pub acceptance_level: u8,
    /// Where the acceptance level is stated.
    pub acceptance_reason: Reason,
    /// Stricter acceptance levels; the lowest that applies holds.
    pub limits: Vec<Row<u8>>,
    /// The obligations.
    pub obligations: Vec<DraftObligation>,
    /// The facets that the organisation declares, without the obligations.
    pub facets: Vec<DraftFacet>,
    /// The response table; where no row matches, risks within the limit are accepted and others reduced.
    pub responses: Vec<Row<Response>>,
    /// The envelopes; where no row matches, [`Envelope::STANDARD`] holds.
    pub envelopes: Vec<Row<Envelope>>,
    /// The kinds of incident.
    pub kinds: Vec<String>,
    /// The teams.
    pub teams: Vec<DraftTeam>,
    /// The roles that can be consulted.
    pub roles: Vec<String>,
    /// The channels.
    pub channels: Vec<String>,
    /// The routing table; some row must match every incident.
    pub routes: Vec<Row<DraftRoute>>,
    /// The tools that the placement table knows, in order; at most 255.
    pub tools: Vec<DraftTool>,
    /// The placement table; where no row matches, nothing is said of a tool. Its rows read [`FacetSet::ASSET_INPUTS`] alone.
    pub placements: Vec<Row<DraftPlacement>>,
    /// The rules, in order.
    pub rules: Vec<DraftRule>,
}

impl Draft {
    /// The highest level that a team stands on, at least 3.
    #[must_use]
    pub fn levels(&self) -> u8 {
        self.teams.iter().map(|team| team.level).max().unwrap_or_default().max(3)
    }

    /// The highest class of rights of any staffed team.
    #[must_use]
    pub fn rights(&self) -> u8 {
        self.teams.iter().filter(|team| team.staffed).map(|team| team.rights).max().unwrap_or_default()
    }

    /// The highest score.
    #[must_use]
    pub fn top(&self) -> u16 {
        let count = |names: &[String]| u16::try_from(names.len()).unwrap_or(u16::MAX);
        match self.matrix {
            DraftMatrix::Product => count(&self.impact).saturating_mul(count(&self.likelihood)),
            DraftMatrix::Grid { .. } => u16::try_from(self.bands.len()).unwrap_or(u16::MAX),
        }
    }

    /// Every facet of a space, by position, including those that decisions derive.
    #[must_use]
    pub fn facets_of(&self, space: Space) -> Vec<KnownFacet> {
        let mut known = match space {
            Space::Risk => risk_facets(&self.impact, &self.likelihood, self.top()),
            Space::Incident => {
                let teams = self.teams.iter().map(|team| team.name.clone()).collect();
                incident_facets(self.kinds.clone(), teams, self.levels(), self.rights())
            }
        };
        let obligations = self.obligations.iter().map(|obligation| (&obligation.name, &DraftDomain::Bool));
        let declared = obligations.chain(self.facets.iter().map(|facet| (&facet.name, &facet.domain)));
        for (n, (name, domain)) in (0..).zip(declared) {
            let facet = Facet::declared(n);
            known.extend(facet.map(|facet| KnownFacet { facet, name: name.clone(), domain: domain.clone() }));
        }
        known
    }

    /// A forest over the facets of a space, for building tables and rules of this policy.
    #[must_use]
    pub fn forest(&self, space: Space) -> crate::diagram::Forest {
        let facets = self.facets_of(space).into_iter();
        crate::diagram::Forest::new(
            facets.filter_map(|known| Some((known.facet, known.domain.domain()?.size()))),
        )
    }

    /// Conditions in words, such as `region = apac, impact = 4..5`; `any` for none.
    #[must_use]
    pub fn describe(&self, space: Space, when: &[Condition]) -> String {
        let known = self.facets_of(space);
        let one = |condition: &Condition| {
            let known = known.iter().find(|known| known.facet == condition.facet)?;
            let ranges: Vec<String> =
                condition.ranges.iter().map(|range| known.range(*range.start(), *range.end())).collect();
            Some(format!("{} = {}", known.name, ranges.join("|")))
        };
        let words: Vec<String> = when.iter().filter_map(one).collect();
        if words.is_empty() { "any".into() } else { words.join(", ") }
    }

    /// Why a row holds: what it says of that itself, else what it says in words.
    pub(super) fn reason<T>(&self, space: Space, row: &Row<T>, words: impl Fn(&str) -> String) -> Reason {
        let mut reason = row.reason.clone();
        if reason.text.is_empty() {
            reason.text = words(&self.describe(space, &row.when));
        }
        reason
    }

    /// The position of the tool that is called exactly so.
    #[must_use]
    pub fn tool(&self, name: &str) -> Option<u8> {
        let position = self.tools.iter().position(|tool| tool.name == name);
        position.and_then(|position| u8::try_from(position).ok())
    }

    /// The inputs of a space that conditions of limits, obligations, envelopes and routes may read.
    #[must_use]
    pub const fn inputs(space: Space) -> FacetSet {
        match space {
            Space::Risk => FacetSet::RISK_INPUTS,
            Space::Incident => FacetSet::INCIDENT_INPUTS,
        }
    }
}
