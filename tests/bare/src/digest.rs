//! Decisions and routes as one number each way: equal digests mean equal answers.

use plimsoll_core::{Decision, Route, Standing, TeamId};

/// What deciding everything gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    /// How many risks were decided.
    pub(crate) risks: u64,
    /// How many incidents were routed.
    pub(crate) incidents: u64,
    /// How many proposals rules made on the way.
    pub(crate) proposals: u64,
    /// FNV-1a, 64 bits, over every decision, route and step of a trace.
    pub(crate) hash: u64,
}

impl Digest {
    /// Nothing decided.
    pub(crate) const EMPTY: Self = Self { risks: 0, incidents: 0, proposals: 0, hash: 0xcbf2_9ce4_8422_2325 };

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
            Standing::Policy => 0,
            Standing::Chosen => 1,
            Standing::Overruled => 2,
        };
        let numbers = [impact.get(), likelihood.get(), score.get(), band.get(), limit.get()];
        self.bytes(&numbers);
        self.bytes(&[within_limit.into(), response.index(), standing]);
    }

    /// Takes a route in.
    pub(crate) fn route(&mut self, route: &Route) {
        self.incidents = self.incidents.wrapping_add(1);
        let Route { target, level, rights, reaches, next, consult, channel, skipped } = *route;
        self.bytes(&[
            target.get(),
            level,
            rights,
            reaches.into(),
            next.map_or(u8::MAX, TeamId::get),
            channel,
        ]);
        self.bytes(&consult.0.to_le_bytes());
        self.bytes(&skipped.0.to_le_bytes());
    }
}
