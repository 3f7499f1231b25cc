//! The whole domain of a policy, or points of one too wide for that, decided and digested. The same lines run on the host,
//! without a heap, and wherever else the engine runs; equal digests mean equal decisions with equal reasons.

use crate::digest::Digest;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{
    Attribute, Attributes, Cia, Impact, IncidentFacts, Level, Likelihood, Policy, Progress, ProposalKind,
    Response, RiskFacts, Segment, Stage, Step, Trace,
};

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

/// Decides everything where that is at most a few hundred combinations of declared facets, else at 20,000 points.
pub(crate) fn decide_or_draw(policy: &Policy<'_>) -> Digest {
    if combinations(policy) <= 256 { decide(policy) } else { decide_at(policy, 20_000) }
}

/// Decides risks and incidents at points that are the same wherever this runs, over every facet that rules may read.
fn decide_at(policy: &Policy<'_>, points: u32) -> Digest {
    let (mut digest, mut numbers) = (Digest::EMPTY, Numbers(0));
    let (scales, risk, incident) = (policy.scales(), risk_sizes(), incident_sizes(policy));
    for _ in 0..points {
        let worked = numbers.below(u16::from(scales.likelihood).saturating_add(1));
        let mut facts = RiskFacts {
            rated: Impact::saturating(numbers.small(scales.impact).saturating_add(1)),
            actions: Progress::new(worked, scales.likelihood.into()).unwrap_or(Progress::NONE),
            estimate: Likelihood::new(numbers.small(scales.likelihood)),
            ..RiskFacts::default()
        };
        drawn(policy, &mut numbers, &risk, |facet, value| facts.set(facet, value));
        settled(policy, facts, &mut digest);
        let mut facts = IncidentFacts::default();
        drawn(policy, &mut numbers, &incident, |facet, value| facts.set(facet, value));
        routed(policy, &facts, &mut digest);
    }
    digest
}

/// The built-in facets of risks, but for impact and likelihood, and how many values each has.
const fn risk_sizes() -> [(Facet, u16); 12] {
    [
        (facet::CONFIDENTIALITY, 3),
        (facet::INTEGRITY, 3),
        (facet::AVAILABILITY, 3),
        (facet::COMPROMISES_C, 2),
        (facet::COMPROMISES_I, 2),
        (facet::COMPROMISES_A, 2),
        (facet::ASSET_CLASS, 6),
        (facet::ASSET_KIND, 3),
        (facet::THREAT_CLASS, 3),
        (facet::ORIGIN, 2),
        (facet::ORIENTATION, 5),
        (facet::OWNER_IS_TEAM, 2),
    ]
}

/// The built-in facets of incidents.
fn incident_sizes(policy: &Policy<'_>) -> [(Facet, u16); 7] {
    let scales = policy.scales();
    [
        (facet::SEGMENT, 2),
        (facet::KIND, scales.kinds.into()),
        (facet::PRIORITY, 3),
        (facet::SECURITY, 2),
        (facet::COMPLEX, 2),
        (facet::LEVEL, scales.levels.into()),
        (facet::RIGHTS, u16::from(scales.rights).saturating_add(1)),
    ]
}

/// A value for each of some facets, and for each that the policy declares. Of a wide facet, half of the values drawn are among
/// the first, where rules look more often than elsewhere.
fn drawn(
    policy: &Policy<'_>,
    numbers: &mut Numbers,
    sizes: &[(Facet, u16)],
    mut set: impl FnMut(Facet, u16),
) {
    for (facet, size) in sizes {
        set(*facet, numbers.below(*size));
    }
    for n in 0..policy.declared_count() {
        let size = policy.declared(n).map_or(1, |domain| domain.size());
        let size = if numbers.below(2) == 0 { size.min(800) } else { size };
        if let Some(facet) = Facet::declared(n) {
            set(facet, numbers.below(size));
        }
    }
}

/// A fixed sequence of numbers (SplitMix64).
struct Numbers(u64);

impl Numbers {
    /// The next, below a bound.
    fn below(&mut self, bound: u16) -> u16 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let number = (mixed ^ (mixed >> 31)).checked_rem(bound.into()).unwrap_or_default();
        u16::try_from(number).unwrap_or_default()
    }

    fn small(&mut self, bound: u8) -> u8 {
        u8::try_from(self.below(bound.into())).unwrap_or_default()
    }
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
            hear(digest, &trace);
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
                            routed(policy, &facts, digest);
                        }
                    }
                }
            }
        }
    }
}

fn routed(policy: &Policy<'_>, facts: &IncidentFacts, digest: &mut Digest) {
    let (route, trace) = policy.explain_route(facts);
    digest.route(&route);
    hear(digest, &trace);
    digest.bytes(&[(policy.route(facts) == route).into()]);
}

/// Takes every step of a trace in.
fn hear(digest: &mut Digest, trace: &Trace) {
    digest.bytes(&[trace.is_truncated().into()]);
    for step in trace.steps() {
        let Step { stage, proposal, from, to, reason } = *step;
        digest.proposals = digest.proposals.wrapping_add((stage == Stage::Rule).into());
        digest.bytes(&[stage.index(), proposal.map_or(u8::MAX, ProposalKind::index)]);
        for number in [from, to, reason.0] {
            digest.bytes(&number.to_le_bytes());
        }
    }
}
