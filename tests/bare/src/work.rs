//! What a product does with the engine: it verifies its policy, assesses a risk and routes an incident. The same lines run on
//! the microcontroller, in WebAssembly and on the host.

use plimsoll_core::{
    Attribute, Attributes, Cia, Impact, IncidentFacts, Level, Policy, Progress, RiskFacts, Segment,
};

/// The numbers that an interface would give, as bytes, to the numbers that it would get; all ones where the policy is refused.
pub(crate) fn work(blob: &[u8], input: u64) -> u64 {
    // Nobody is shown any names here.
    match Policy::verify_bare(blob) {
        Ok(policy) => decide(&policy, input),
        Err(_) => u64::MAX,
    }
}

/// What a product does again and again once its policy is verified: so that the facts take no stack before.
#[inline(never)]
fn decide(policy: &Policy<'_>, input: u64) -> u64 {
    let [impact, uncompleted, actions, confidentiality, integrity, availability, priority, marks] =
        input.to_le_bytes();
    let level = |index| Level::from_index(index).unwrap_or(Level::High);
    let cia = Cia::new(level(confidentiality), level(integrity), level(availability));
    let facts = RiskFacts {
        rated: Impact::saturating(impact),
        actions: Progress::new(uncompleted.into(), actions.into()).unwrap_or(Progress::NONE),
        ..RiskFacts::default()
    };
    let facts = facts.with_cia(cia).with_compromised(Attributes::NONE.with(Attribute::Confidentiality));
    let decision = policy.assess(&facts);
    let facts = IncidentFacts::default()
        .with_segment(Segment::System)
        .with_priority(level(priority))
        .with_security(marks & 1 != 0)
        .with_complex(marks & 2 != 0);
    let route = policy.route(&facts);
    u64::from_le_bytes([
        decision.score.get(),
        decision.band.get(),
        decision.limit.get(),
        decision.within_limit.into(),
        decision.response.index(),
        route.target.get(),
        route.level,
        route.channel,
    ])
}
