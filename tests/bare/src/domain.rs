//! The whole domain of a policy, decided and digested. The same lines run on the host, without a heap, and wherever else the
//! engine runs; equal digests mean equal decisions with equal reasons.

use crate::digest::Digest;
use plimsoll_core::facet::Facet;
use plimsoll_core::{
    Attribute, Attributes, Cia, Impact, IncidentFacts, Level, Likelihood, Policy, Progress, ProposalKind,
    Response, RiskFacts, Segment, Step, Trace,
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
                            let (route, trace) = policy.explain_route(&facts);
                            digest.route(&route);
                            hear(digest, &trace);
                            digest.bytes(&[(policy.route(&facts) == route).into()]);
                        }
                    }
                }
            }
        }
    }
}

/// Takes every step of a trace in.
fn hear(digest: &mut Digest, trace: &Trace) {
    digest.bytes(&[trace.is_truncated().into()]);
    for step in trace.steps() {
        let Step { stage, proposal, from, to, reason } = *step;
        digest.bytes(&[stage.index(), proposal.map_or(u8::MAX, ProposalKind::index)]);
        for number in [from, to, reason.0] {
            digest.bytes(&number.to_le_bytes());
        }
    }
}
