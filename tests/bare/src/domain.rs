//! The whole domain of a policy, decided and digested. The same lines run on the host, without a heap, and wherever else the
//! engine runs; equal digests mean equal decisions with equal reasons.

use plimsoll_core::facet::Facet;
use plimsoll_core::{
    Attribute, Attributes, Cia, Decision, Impact, IncidentFacts, Level, Likelihood, Policy, Progress,
    Response, RiskFacts, Route, Segment, Step, Trace,
};

/// What deciding everything gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    /// How many risks were decided.
    pub(crate) risks: u64,
    /// How many incidents were routed.
    pub(crate) incidents: u64,
    /// FNV-1a, 64 bits, over every decision, route and step of a trace.
    pub(crate) hash: u64,
}

impl Digest {
    /// Nothing decided.
    pub(crate) const EMPTY: Self = Self { risks: 0, incidents: 0, hash: 0xcbf2_9ce4_8422_2325 };

    /// Takes bytes in.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    /// Takes a decision in.
    pub(crate) fn decision(&mut self, decision: &Decision) {
        self.risks = self.risks.wrapping_add(1);
        let Decision { impact, likelihood, score, band, limit, within_limit, response, standing } = *decision;
        let standing = match standing {
            plimsoll_core::Standing::Policy => 0,
            plimsoll_core::Standing::Chosen => 1,
            plimsoll_core::Standing::Overruled => 2,
        };
        let numbers = [impact.get(), likelihood.get(), score.get(), band.get(), limit.get()];
        self.bytes(&numbers);
        self.bytes(&[within_limit.into(), response.index(), standing]);
    }

    /// Takes a route in.
    pub(crate) fn route(&mut self, route: &Route) {
        self.incidents = self.incidents.wrapping_add(1);
        let Route { target, level, rights, next, consult, channel, skipped } = *route;
        self.bytes(&[target.get(), level, rights, next.map_or(u8::MAX, plimsoll_core::TeamId::get), channel]);
        self.bytes(&consult.0.to_le_bytes());
        self.bytes(&skipped.0.to_le_bytes());
    }

    fn trace(&mut self, trace: &Trace) {
        self.bytes(&[trace.is_truncated().into()]);
        for step in trace.steps() {
            let Step { stage, proposal, from, to, reason } = *step;
            self.bytes(&[stage.index(), proposal.map_or(u8::MAX, plimsoll_core::ProposalKind::index)]);
            for number in [from, to, reason.0] {
                self.bytes(&number.to_le_bytes());
            }
        }
    }
}

/// How many combinations of values the declared facets have.
fn combinations(policy: &Policy<'_>) -> u32 {
    let sizes = (0..policy.declared_count()).filter_map(|n| policy.declared(n)).map(|domain| domain.size());
    sizes.fold(1, |product, size| product.saturating_mul(size.into()))
}

/// The declared facets and their values in a combination.
fn declared(policy: &Policy<'_>, combination: u32, mut set: impl FnMut(Facet, u16)) {
    let mut left = combination;
    for n in 0..policy.declared_count() {
        let size = policy.declared(n).map_or(1, |domain| u32::from(domain.size()));
        let value = left.checked_rem(size).and_then(|value| u16::try_from(value).ok());
        left = left.checked_div(size).unwrap_or_default();
        if let (Some(facet), Some(value)) = (Facet::declared(n), value) {
            set(facet, value);
        }
    }
}

/// Decides every risk, with every declared facet, and every incident that the policy tells apart, bare and explained, and
/// digests what comes out. Facets that no standard policy reads (class, kind, origin, orientation, ...) stay 0.
pub(crate) fn decide(policy: &Policy<'_>) -> Digest {
    let mut digest = Digest::EMPTY;
    for combination in 0..combinations(policy) {
        risks(policy, combination, &mut digest);
        incidents(policy, combination, &mut digest);
    }
    digest
}

fn risks(policy: &Policy<'_>, combination: u32, digest: &mut Digest) {
    let scales = policy.scales();
    for impact in 1..=scales.impact {
        for worked in 0..=scales.likelihood {
            // One action of as many as there are levels for each level, and no actions at all.
            let actions = match worked.checked_sub(1) {
                Some(uncompleted) => Progress::new(uncompleted.into(), scales.likelihood.into()),
                None => Some(Progress::NONE),
            };
            for estimate in 0..=scales.likelihood {
                let mut facts = RiskFacts {
                    rated: Impact::saturating(impact),
                    actions: actions.unwrap_or(Progress::NONE),
                    estimate: Likelihood::new(estimate),
                    ..RiskFacts::default()
                };
                declared(policy, combination, |facet, value| facts.set(facet, value));
                rated(policy, facts, digest);
            }
        }
    }
}

/// Every rating of the asset and every set of attributes that the threat compromises.
fn rated(policy: &Policy<'_>, facts: RiskFacts, digest: &mut Digest) {
    for c in Level::ALL {
        for i in Level::ALL {
            for a in Level::ALL {
                for set in 0..8_u8 {
                    let bits = Attribute::ALL.iter().zip([1, 2, 4]).filter(|(_, bit)| set & bit != 0);
                    let compromised = bits.fold(Attributes::NONE, |all, (attribute, _)| all.with(*attribute));
                    settled(
                        policy,
                        facts.with_cia(Cia::new(*c, *i, *a)).with_compromised(compromised),
                        digest,
                    );
                }
            }
        }
    }
}

/// Every choice of the owner, with and without an exception.
fn settled(policy: &Policy<'_>, facts: RiskFacts, digest: &mut Digest) {
    for choice in core::iter::once(None).chain(Response::ALL.iter().copied().map(Some)) {
        for exception in [false, true] {
            let facts = RiskFacts { choice, exception, ..facts };
            let (decision, trace) = policy.explain(&facts);
            digest.decision(&decision);
            digest.trace(&trace);
            digest.bytes(&[(policy.assess(&facts) == decision).into()]);
        }
    }
}

fn incidents(policy: &Policy<'_>, combination: u32, digest: &mut Digest) {
    let scales = policy.scales();
    for segment in Segment::ALL {
        for kind in 0..scales.kinds {
            for priority in Level::ALL {
                for marks in 0..4_u8 {
                    for level in 1..=scales.levels {
                        for rights in 0..=scales.rights {
                            let mut facts = IncidentFacts::default()
                                .with_segment(*segment)
                                .with_kind(kind)
                                .with_priority(*priority)
                                .with_security(marks & 1 != 0)
                                .with_complex(marks & 2 != 0)
                                .with_level(level)
                                .with_rights(rights);
                            declared(policy, combination, |facet, value| facts.set(facet, value));
                            let (route, trace) = policy.explain_route(&facts);
                            digest.route(&route);
                            digest.trace(&trace);
                            digest.bytes(&[(policy.route(&facts) == route).into()]);
                        }
                    }
                }
            }
        }
    }
}
