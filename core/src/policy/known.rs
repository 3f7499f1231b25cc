//! The facets of a policy, by name.

use super::draft::{DraftDomain, Space};
use super::{Names, Policy};
use crate::facet::{self, Domain, Facet};
use crate::{AssetClass, AssetKind, Band, Level, Origin, Segment, TeamId, ThreatClass};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// A facet by name, as conditions and rules know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFacet {
    /// Its position.
    pub facet: Facet,
    /// Its name.
    pub name: String,
    /// Its values.
    pub domain: DraftDomain,
}

impl KnownFacet {
    /// A range of values in words.
    #[must_use]
    pub fn range(&self, first: u16, last: u16) -> String {
        match &self.domain {
            domain if first == last => domain.show(first),
            DraftDomain::Range { .. } => format!("{}..{}", self.domain.show(first), self.domain.show(last)),
            DraftDomain::Bool | DraftDomain::Labels(_) => {
                let labels: Vec<String> = (first..=last).map(|value| self.domain.show(value)).collect();
                labels.join("|")
            }
        }
    }
}

impl Policy<'_> {
    /// Every facet of a space, by position, including those that decisions derive. Without the names section, declared facets
    /// are called `facet_0` and so on, and labels by their position.
    ///
    /// ```
    /// use plimsoll_core::Policy;
    /// use plimsoll_core::policy::{Draft, Space};
    /// let known = Policy::standard().facets_of(Space::Risk);
    /// assert_eq!(known, Draft::standard().facets_of(Space::Risk));
    /// ```
    #[must_use]
    pub fn facets_of(&self, space: Space) -> Vec<KnownFacet> {
        let names = self.names();
        let scales = self.scales();
        let named =
            |found: Option<&str>, position: u16| found.map_or_else(|| position.to_string(), String::from);
        let mut known = match space {
            Space::Risk => {
                let impact = |level: u8| named(names.and_then(|names| names.impact(level)), level.into());
                let likelihood =
                    |level: u8| named(names.and_then(|names| names.likelihood(level)), level.into());
                let impact: Vec<String> = (1..=scales.impact).map(impact).collect();
                let likelihood: Vec<String> = (1..=scales.likelihood).map(likelihood).collect();
                risk_facets(&impact, &likelihood, scales.top.into())
            }
            Space::Incident => {
                let kind = |kind: u8| named(names.and_then(|names| names.kind(kind)), kind.into());
                let kinds = (0..scales.kinds).map(kind).collect();
                let teams = (0..self.team_count()).map(|team| self.team_name(TeamId(team))).collect();
                incident_facets(kinds, teams, scales.levels, scales.rights)
            }
        };
        let declared: Vec<&str> = names.into_iter().flat_map(Names::facets).collect();
        for n in 0..self.declared_count() {
            let (Some(domain), Some(facet)) = (self.declared(n), Facet::declared(n)) else { continue };
            let name = declared.get(usize::from(n)).map_or_else(|| format!("facet_{n}"), ToString::to_string);
            let label = |value: u16| named(names.and_then(|names| names.label(n, value)), value);
            let domain = match domain {
                Domain::Bool => DraftDomain::Bool,
                Domain::Labels(size) => DraftDomain::Labels((0..size).map(label).collect()),
                Domain::Range { low, size } => {
                    let high = low.saturating_add(i32::from(size)).saturating_sub(1);
                    DraftDomain::Range { low, high, names: Vec::new() }
                }
            };
            known.push(KnownFacet { facet, name, domain });
        }
        known
    }

    /// The name of a team, or its position where the policy has no names.
    #[must_use]
    pub fn team_name(&self, team: TeamId) -> String {
        let name = self.names().and_then(|names| names.team(team));
        name.map_or_else(|| format!("team {}", team.0), String::from)
    }

    /// The name of a band, or its position where the policy has no names.
    #[must_use]
    pub fn band_name(&self, band: Band) -> String {
        let name = self.names().and_then(|names| names.band(band));
        name.map_or_else(|| format!("band {}", band.0), String::from)
    }

    /// The name of a role, or its position where the policy has no names.
    #[must_use]
    pub fn role_name(&self, role: u8) -> String {
        let name = self.names().and_then(|names| names.role(role));
        name.map_or_else(|| format!("role {role}"), String::from)
    }

    /// The name of a channel, or its position where the policy has no names.
    #[must_use]
    pub fn channel_name(&self, channel: u8) -> String {
        let name = self.names().and_then(|names| names.channel(channel));
        name.map_or_else(|| format!("channel {channel}"), String::from)
    }
}

/// The built-in facets of risks.
pub(super) fn risk_facets(impact: &[String], likelihood: &[String], top: u16) -> Vec<KnownFacet> {
    let scale = |names: &[String]| DraftDomain::Range {
        low: 1,
        high: i32::try_from(names.len()).unwrap_or(i32::MAX),
        names: names.to_vec(),
    };
    let plain = |high: i32| DraftDomain::Range { low: 1, high, names: Vec::new() };
    let level = || DraftDomain::of(Level::LABELS);
    vec![
        known(facet::IMPACT, "impact", scale(impact)),
        known(facet::LIKELIHOOD, "likelihood", scale(likelihood)),
        known(facet::CONFIDENTIALITY, "confidentiality", level()),
        known(facet::INTEGRITY, "integrity", level()),
        known(facet::AVAILABILITY, "availability", level()),
        known(facet::COMPROMISES_C, "compromises_c", DraftDomain::Bool),
        known(facet::COMPROMISES_I, "compromises_i", DraftDomain::Bool),
        known(facet::COMPROMISES_A, "compromises_a", DraftDomain::Bool),
        known(facet::ASSET_CLASS, "asset_class", DraftDomain::of(AssetClass::LABELS)),
        known(facet::ASSET_KIND, "asset_kind", DraftDomain::of(AssetKind::LABELS)),
        known(facet::THREAT_CLASS, "threat_class", DraftDomain::of(ThreatClass::LABELS)),
        known(facet::ORIGIN, "origin", DraftDomain::of(Origin::LABELS)),
        known(facet::ORIENTATION, "orientation", plain(5)),
        known(facet::OWNER_IS_TEAM, "owner_is_team", DraftDomain::Bool),
        known(facet::SCORE, "score", plain(top.into())),
        known(facet::WITHIN_LIMIT, "within_limit", DraftDomain::Bool),
    ]
}

/// The built-in facets of incidents.
pub(super) fn incident_facets(
    kinds: Vec<String>,
    teams: Vec<String>,
    levels: u8,
    rights: u8,
) -> Vec<KnownFacet> {
    let range = |low: i32, high: u8| DraftDomain::Range { low, high: high.into(), names: Vec::new() };
    vec![
        known(facet::SEGMENT, "segment", DraftDomain::of(Segment::LABELS)),
        known(facet::KIND, "kind", DraftDomain::Labels(kinds)),
        known(facet::PRIORITY, "priority", DraftDomain::of(Level::LABELS)),
        known(facet::SECURITY, "security", DraftDomain::Bool),
        known(facet::COMPLEX, "complex", DraftDomain::Bool),
        known(facet::LEVEL, "level", range(1, levels)),
        known(facet::RIGHTS, "rights", range(0, rights)),
        known(facet::TARGET, "target", DraftDomain::Labels(teams)),
    ]
}

fn known(facet: Facet, name: &str, domain: DraftDomain) -> KnownFacet {
    KnownFacet { facet, name: name.into(), domain }
}
