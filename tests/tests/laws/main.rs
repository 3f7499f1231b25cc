//! The laws and guarantees, each as a property of random policies, or of all there is where that is little. The draws are the
//! same at every run; `PLIMSOLL_CASES=100` tries a hundred times as many, and `tests/scripts/promises.sh` prints what was tried.
//!
//! Where each law is borne out:
//!
//! | law or guarantee | here | and elsewhere |
//! |---|---|---|
//! | total: every situation gets a decision | [`total`] | `agree`, fuzz target `load` |
//! | one kind of data, unverified and verified apart | [`verified`] | `core/src/policy/tests.rs`, fuzz targets `load` and `diagram` |
//! | reasons lead to the decision | [`reasons`] | `common/justify.rs`, at every point of `agree` |
//! | the envelope holds | [`envelope`] | `cases`, `agree` |
//! | two evaluators agree | | `agree`, `rules` |
//! | arithmetic is exact | [`exact`] | likelihood, coverage and survey in `core` |
//! | a proof is right, and so is its counterexample | [`monotone`] | `check`, `diff/proofs.rs` |
//! | differences are those of brute force | | `diff` |
//! | what is written is read back | [`round_trip`] | registers and journal in `std-ext` |
//! | the same input, the same bytes | [`deterministic`] | `std-ext/tests/commands/deterministic.rs` |
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

#[path = "../common/mod.rs"]
mod common;
mod deterministic;
mod envelope;
mod exact;
mod monotone;
mod reasons;
mod round_trip;
#[path = "../common/situations.rs"]
mod situations;
mod total;
mod verified;
mod wire;

use plimsoll_core::facet::{self, Values};
use plimsoll_core::policy::{Draft, KnownFacet, Space};
use plimsoll_core::{Impact, IncidentFacts, Likelihood, Policy, Progress, Response, RiskFacts};
use plimsoll_tests::drafts::{SMALL, asked};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::points;

/// More situations than this are not enumerated.
const MOST: u64 = 20_000;

/// Every situation that a small policy tells apart: risks by impact, likelihood and whatever its tables and rules ask for.
fn every_situation(draft: &Draft, space: Space) -> Option<Vec<Values>> {
    let mut known = asked(draft, &SMALL, space, false);
    let all = draft.facets_of(space).into_iter();
    let also: &[facet::Facet] = match space {
        Space::Incident => &[facet::RIGHTS],
        Space::Risk if draft.cia_floor == plimsoll_core::CiaFloor::NONE => &[],
        Space::Risk => {
            &[facet::CONFIDENTIALITY, facet::AVAILABILITY, facet::COMPROMISES_C, facet::COMPROMISES_A]
        }
    };
    known.extend(all.filter(|known| also.contains(&known.facet)));
    points::everywhere(&known, MOST)
}

/// How many levels of likelihood there are.
fn levels(policy: &Policy<'_>) -> u8 {
    policy.scales().likelihood
}

/// Any value at all, of a facet or beyond it; mostly of it.
fn any_value(draw: &Draw<'_>, known: &KnownFacet) -> u16 {
    if draw.rarely(20) { u16::try_from(draw.below(65_536)).unwrap() } else { points::value(draw, known) }
}

/// Any risk, also one whose facts no register would let through.
fn any_risk(draw: &Draw<'_>, facets: &[KnownFacet]) -> RiskFacts {
    let most = if draw.rarely(4) { 65_535 } else { 12 };
    let total = u16::try_from(draw.below(most + 1)).unwrap();
    let uncompleted = u16::try_from(draw.below(usize::from(total) + 1)).unwrap();
    let mut facts = RiskFacts {
        rated: Impact::saturating(draw.small(0, 12)),
        actions: Progress::new(uncompleted, total).unwrap(),
        estimate: Likelihood::new(draw.small(0, 10)).filter(|_| draw.rarely(2)),
        choice: Response::from_index(draw.small(0, 6)),
        exception: draw.rarely(3),
        ..RiskFacts::default()
    };
    for known in facets {
        facts.set(known.facet, any_value(draw, known));
    }
    facts
}

/// Any incident, also one whose facts no register would let through.
fn any_incident(draw: &Draw<'_>, facets: &[KnownFacet]) -> IncidentFacts {
    let mut facts = IncidentFacts::default();
    for known in facets {
        facts.set(known.facet, any_value(draw, known));
    }
    facts
}
