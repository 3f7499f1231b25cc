//! The values of facets under a policy.

use super::Policy;
use crate::facet::{self, BUILT_IN, Domain, Facet};
use crate::{AssetClass, AssetKind, Level, Origin, Segment, ThreatClass};

impl Policy<'_> {
    /// The values of the n-th declared facet.
    #[must_use]
    pub fn declared(&self, n: u8) -> Option<Domain> {
        self.facets.get(n.into()).and_then(read_domain)
    }

    /// The values of a facet of a risk; `None` for a facet that there is not.
    #[must_use]
    pub fn risk_domain(&self, facet: Facet) -> Option<Domain> {
        Some(match facet {
            facet::IMPACT => Domain::Range { low: 1, size: self.scales.impact.into() },
            facet::LIKELIHOOD => Domain::Range { low: 1, size: self.scales.likelihood.into() },
            facet::CONFIDENTIALITY | facet::INTEGRITY | facet::AVAILABILITY => labels(Level::LABELS),
            facet::COMPROMISES_C | facet::COMPROMISES_I | facet::COMPROMISES_A => Domain::Bool,
            facet::ASSET_CLASS => labels(AssetClass::LABELS),
            facet::ASSET_KIND => labels(AssetKind::LABELS),
            facet::THREAT_CLASS => labels(ThreatClass::LABELS),
            facet::ORIGIN => labels(Origin::LABELS),
            facet::ORIENTATION => Domain::Range { low: 1, size: 5 },
            facet::OWNER_IS_TEAM | facet::WITHIN_LIMIT => Domain::Bool,
            facet::SCORE => Domain::Range { low: 1, size: self.scales.top.into() },
            other => return self.declared(other.get().checked_sub(BUILT_IN)?),
        })
    }

    /// The values of a facet of an incident; `None` for a facet that there is not.
    #[must_use]
    pub fn incident_domain(&self, facet: Facet) -> Option<Domain> {
        Some(match facet {
            facet::SEGMENT => labels(Segment::LABELS),
            facet::KIND => Domain::Labels(self.scales.kinds.into()),
            facet::PRIORITY => labels(Level::LABELS),
            facet::SECURITY | facet::COMPLEX => Domain::Bool,
            facet::LEVEL => Domain::Range { low: 1, size: self.scales.levels.into() },
            facet::RIGHTS => Domain::Range { low: 0, size: u16::from(self.scales.rights).saturating_add(1) },
            facet::TARGET => Domain::Labels(self.teams.len()),
            other => return self.declared(other.get().checked_sub(BUILT_IN)?),
        })
    }
}

fn labels(labels: &[&str]) -> Domain {
    Domain::Labels(u16::try_from(labels.len()).unwrap_or(u16::MAX))
}

/// A declared facet's record: kind, a spare byte, size, low end.
pub(super) fn read_domain(bytes: &[u8; 8]) -> Option<Domain> {
    let [kind, spare, s0, s1, l0, l1, l2, l3] = *bytes;
    let (size, low) = (u16::from_le_bytes([s0, s1]), i32::from_le_bytes([l0, l1, l2, l3]));
    let sound = spare == 0 && (1..=facet::MAX_VALUES).contains(&size) && (kind == 2 || low == 0);
    match kind {
        0 if size == 2 && sound => Some(Domain::Bool),
        1 if sound => Some(Domain::Labels(size)),
        2 if sound => Some(Domain::Range { low, size }),
        _ => None,
    }
}
