//! A policy: verified diagrams and tables over borrowed bytes.

mod cells;
#[cfg(feature = "alloc")]
mod check;
#[cfg(feature = "alloc")]
mod compile;
pub(crate) mod crc;
mod domain;
#[cfg(feature = "alloc")]
mod draft;
mod error;
#[cfg(feature = "alloc")]
mod fault;
#[cfg(feature = "alloc")]
mod known;
mod names;
#[cfg(feature = "alloc")]
mod pack;
mod placements;
mod property;
mod read;
mod records;
mod rule;
#[cfg(feature = "alloc")]
mod standard;
mod strings;
#[cfg(all(test, feature = "alloc"))]
mod tests;
mod utf8;
mod verify;
mod wire;

use crate::diagram::Diagram;
use crate::facet::FacetSet;
use crate::{CiaFloor, Impact, LikelihoodRule, Team, TeamId};
#[cfg(feature = "alloc")]
pub use cells::with_cells;
pub(crate) use cells::{Acceptance, Cell, small};
use domain::read_domain;
#[cfg(feature = "alloc")]
pub use draft::{
    Draft, DraftBand, DraftDomain, DraftFacet, DraftMatrix, DraftObligation, DraftPlacement, DraftProposal,
    DraftRoute, DraftRule, DraftTeam, DraftTool, Reason, Row, Space,
};
pub use error::VerifyError;
#[cfg(feature = "alloc")]
pub use fault::{Fault, Place};
#[cfg(feature = "alloc")]
pub use known::KnownFacet;
pub use names::{Names, Words};
#[cfg(feature = "alloc")]
pub use pack::without_names;
pub use placements::{PlacementRow, Placements, Tool};
pub use property::Property;
pub use records::{CapRow, EnvelopeRow, LimitRow, Proposal, ResponseRow, RouteRow};
pub(crate) use records::{Entry, Outcome, Records, read_team};
pub use rule::CompiledRule;
pub use wire::{FORMAT, MAGIC};

/// Who wrote a policy, who approved it, and from what it was made (domain.md E5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The name of the policy.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
    /// Who wrote it.
    pub author: &'a str,
    /// Who approved it: somebody else.
    pub approver: &'a str,
    /// SHA-256 of the sources; zero for a policy drafted in code.
    pub sources: [u8; 32],
    /// A checksum of the facets, their values and their order: facts made for one schema fit any policy with the same.
    pub schema: u32,
}

/// How large the scales of a policy are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scales {
    /// Levels of impact, 2 to 10.
    pub impact: u8,
    /// Levels of likelihood, 2 to 10.
    pub likelihood: u8,
    /// The highest score, at most 100; the lowest is 1.
    pub top: u8,
    /// Bands, 1 to 10.
    pub bands: u8,
    /// Kinds of incident.
    pub kinds: u8,
    /// Levels of escalation, at least 3.
    pub levels: u8,
    /// The highest class of access rights that any staffed team has.
    pub rights: u8,
    /// Roles that can be consulted.
    pub roles: u8,
    /// Channels.
    pub channels: u8,
}

/// A verified policy. It borrows the bytes that it was verified from and copies nothing but a few numbers, so it runs from
/// flash; and whatever the facts, it decides.
///
/// ```
/// use plimsoll_core::Policy;
/// let policy = Policy::standard();
/// assert_eq!(policy.identity().name, "standard");
/// assert!(Policy::verify(b"something else").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy<'a> {
    /// The core section; who wrote the policy is read from it when asked for.
    section: &'a [u8],
    pub(crate) scales: Scales,
    pub(crate) likelihood: LikelihoodRule,
    floor: CiaFloor,
    pub(crate) floors: [Impact; 4],
    pub(crate) top_impact: Impact,
    pub(crate) cells: Records<'a, 5>,
    /// Whether the same acceptance level and the same obligations hold everywhere,
    pub(crate) accepts_alike: bool,
    /// and if so, which.
    pub(crate) acceptance: Acceptance,
    pub(crate) matrix: Diagram<'a>,
    pub(crate) band: Diagram<'a>,
    pub(crate) limit: Diagram<'a>,
    pub(crate) cap: Diagram<'a>,
    pub(crate) response: Diagram<'a>,
    pub(crate) envelope: Diagram<'a>,
    pub(crate) route: Diagram<'a>,
    pub(crate) reach: Diagram<'a>,
    pub(crate) incident_envelope: Diagram<'a>,
    pub(crate) risk_rules: Records<'a, 12>,
    pub(crate) route_rules: Records<'a, 12>,
    pub(crate) limits: Records<'a, 4>,
    pub(crate) caps: Records<'a, 4>,
    pub(crate) responses: Records<'a, 4>,
    pub(crate) envelopes: Records<'a, 6>,
    pub(crate) teams: Records<'a, 4>,
    pub(crate) routes: Records<'a, 8>,
    pub(crate) outcomes: Records<'a, 4>,
    pub(crate) proposals: Records<'a, 4>,
    pub(crate) words: &'a [[u8; 2]],
    facets: Records<'a, 8>,
    obligations: u8,
    names: Option<Names<'a>>,
    /// The placement section, of which nothing is verified but that it is as it was written.
    placements: Option<&'a [u8]>,
}

/// The standard policy, as the compiler writes it; a test holds the two together.
static STANDARD: &[u8] = include_bytes!("standard.plimsoll");

impl Policy<'static> {
    /// The policy that domain.md settles by default: five levels each way, product matrix, bands in fifths of 25, acceptance
    /// level 9, routing as in B3.
    ///
    /// # Errors
    /// None: the compiled-in bytes are verified by the tests of this crate. Should they ever be damaged, for instance in
    /// flash, the policy that decides is [`Policy::REFUSING`].
    #[must_use]
    pub fn standard() -> Self {
        Policy::verify(STANDARD).unwrap_or(Self::REFUSING)
    }

    /// The bytes of the standard policy.
    #[must_use]
    pub fn standard_bytes() -> &'static [u8] {
        STANDARD
    }

    /// A policy under which every risk has score 1 of 1, nothing may be accepted and everything is to be avoided: what is
    /// left when there is no policy.
    pub const REFUSING: Self = {
        const ONLY: Diagram<'static> = Diagram::constant();
        const NO_RECORDS: Records<'static, 4> = Records::EMPTY;
        Policy {
            section: &[],
            scales: Scales {
                impact: 5,
                likelihood: 5,
                top: 1,
                bands: 1,
                kinds: 1,
                levels: 3,
                rights: 0,
                roles: 0,
                channels: 1,
            },
            likelihood: LikelihoodRule::STANDARD,
            floor: CiaFloor::NONE,
            floors: CiaFloor::NONE.ascending(),
            top_impact: Impact::known(5),
            cells: Records::EMPTY,
            accepts_alike: false,
            acceptance: Acceptance::NONE,
            matrix: ONLY,
            band: ONLY,
            limit: ONLY,
            cap: ONLY,
            response: ONLY,
            envelope: ONLY,
            route: ONLY,
            reach: ONLY,
            incident_envelope: ONLY,
            risk_rules: Records::EMPTY,
            route_rules: Records::EMPTY,
            limits: NO_RECORDS,
            caps: NO_RECORDS,
            responses: NO_RECORDS,
            envelopes: Records::EMPTY,
            teams: NO_RECORDS,
            routes: Records::EMPTY,
            outcomes: NO_RECORDS,
            proposals: NO_RECORDS,
            words: &[],
            facets: Records::EMPTY,
            obligations: 0,
            names: None,
            placements: None,
        }
    };
}

impl<'a> Policy<'a> {
    /// How large its scales are.
    #[must_use]
    pub const fn scales(&self) -> Scales {
        self.scales
    }

    /// How likelihood is judged.
    #[must_use]
    pub const fn likelihood_rule(&self) -> LikelihoodRule {
        self.likelihood
    }

    /// The floor that the rating of an asset sets to the impact.
    #[must_use]
    pub const fn cia_floor(&self) -> CiaFloor {
        self.floor
    }

    /// The names, unless they were dropped from the blob.
    #[must_use]
    pub const fn names(&self) -> Option<&Names<'a>> {
        self.names.as_ref()
    }

    /// A team.
    ///
    /// ```
    /// use plimsoll_core::{IncidentFacts, Policy};
    /// let policy = Policy::standard();
    /// // Whoever gets it, and whoever gets it after that, up to the end of the escalation.
    /// let mut next = Some(policy.route(&IncidentFacts::default()).target);
    /// let mut levels = Vec::new();
    /// while let Some(team) = next.and_then(|team| policy.team(team)) {
    ///     levels.push(team.level);
    ///     next = team.next;
    /// }
    /// assert!(levels.is_sorted_by(|before, after| before < after));
    /// ```
    #[must_use]
    pub fn team(&self, team: TeamId) -> Option<Team> {
        self.teams.get(team.0.into()).map(read_team)
    }

    /// How many teams there are.
    #[must_use]
    pub fn team_count(&self) -> u8 {
        u8::try_from(self.teams.len()).unwrap_or(u8::MAX)
    }

    /// The facets of an incident on which its route depends.
    #[must_use]
    pub fn incident_support(&self) -> FacetSet {
        let rules = self.route_rules.iter().map(|bytes| self.rule(Entry::read(bytes)));
        [self.route, self.incident_envelope]
            .into_iter()
            .chain(rules)
            .fold(FacetSet::NONE, |set, diagram| set.or(diagram.support()))
    }

    /// The diagrams of the stages, by name, in the order of the blob.
    #[must_use]
    pub const fn stages(&self) -> [(&'static str, Diagram<'a>); 9] {
        [
            ("matrix", self.matrix),
            ("band", self.band),
            ("limit", self.limit),
            ("obligation", self.cap),
            ("response", self.response),
            ("envelope", self.envelope),
            ("route", self.route),
            ("reach", self.reach),
            ("incident_envelope", self.incident_envelope),
        ]
    }

    /// A row of the limits, as the terminals of that diagram number them.
    #[must_use]
    pub fn limit_row(&self, row: u16) -> Option<LimitRow> {
        self.limits.get(row).map(LimitRow::read)
    }

    /// A row of what obligations do to the limit, as the terminals of that diagram number them.
    #[must_use]
    pub fn cap_row(&self, row: u16) -> Option<CapRow> {
        self.caps.get(row).map(CapRow::read)
    }

    /// A row of the response table, as the terminals of that diagram number them.
    #[must_use]
    pub fn response_row(&self, row: u16) -> Option<ResponseRow> {
        self.responses.get(row).and_then(ResponseRow::read)
    }

    /// An envelope, as the terminals of the envelope diagrams number them.
    #[must_use]
    pub fn envelope_row(&self, row: u16) -> Option<EnvelopeRow> {
        self.envelopes.get(row).map(EnvelopeRow::read)
    }

    /// A row of the routing table, as the terminals of that diagram number them.
    #[must_use]
    pub fn route_row(&self, row: u16) -> Option<RouteRow> {
        self.routes.get(row).map(RouteRow::read)
    }

    /// How many rules concern risks, and how many incidents.
    #[must_use]
    pub fn rule_counts(&self) -> (u16, u16) {
        (self.risk_rules.len(), self.route_rules.len())
    }

    /// How many of the declared facets are obligations; these come first.
    #[must_use]
    pub const fn obligation_count(&self) -> u8 {
        self.obligations
    }

    /// How many facets the policy declares, obligations included.
    #[must_use]
    pub fn declared_count(&self) -> u8 {
        u8::try_from(self.facets.len()).unwrap_or(u8::MAX)
    }
}

impl<'a> Policy<'a> {
    /// The diagram of a rule.
    pub(crate) fn rule(&self, entry: Entry) -> Diagram<'a> {
        entry.diagram(self.words)
    }
}
