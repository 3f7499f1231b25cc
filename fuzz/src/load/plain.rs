//! What `core/WIRE.md` says of an admitted blob, read a second time and plainly: which row of each table holds, and that it is
//! the one whose reason is given.

use super::wire::Core;
use plimsoll_core::facet::{self, Values};
use plimsoll_core::{IncidentFacts, Policy, ReasonId, RiskFacts, Stage, Step, Trace};

/// The entries of the diagrams, in their order; rules come after.
const MATRIX: usize = 0;
const BAND: usize = 1;
const LIMIT: usize = 2;
const OBLIGATION: usize = 3;
const RESPONSE: usize = 4;
const ROUTE: usize = 6;
const RULES: usize = 9;

/// The tables, by their position in [`Core::tables`].
const ENTRIES: usize = 1;
const LIMITS: usize = 3;
const CAPS: usize = 4;
const RESPONSES: usize = 5;
const ROUTES: usize = 8;
const OUTCOMES: usize = 9;
const PROPOSALS: usize = 10;
const WORDS: usize = 11;

/// Bytes as words.
#[must_use]
pub(crate) fn words(bytes: &[u8]) -> Vec<u16> {
    bytes.as_chunks::<2>().0.iter().map(|word| u16::from_le_bytes(*word)).collect()
}

/// The terminal that the values lead to.
#[must_use]
pub(crate) fn walk(words: &[u16], root: u16, values: &Values) -> u16 {
    const TERMINAL: u16 = 0x8000;
    let mut at = root;
    while at < TERMINAL {
        let node = &words[usize::from(at)..];
        let value = values[usize::from(node[0] & 0x3f)];
        let second = usize::from(node[1]);
        let passed = |cuts: &[u16]| cuts.iter().filter(|cut| **cut <= value).count();
        at = match node[0] & 0xc0 {
            0 => node[2 + passed(&node[1..2])],
            0x40 => node[2 + usize::from(value).min(second)],
            _ => node[2 + second + passed(&node[2..2 + second])],
        };
    }
    at - TERMINAL
}

impl Core {
    fn record<const SIZE: usize>(&self, table: usize, at: u16) -> [u8; SIZE] {
        self.tables[table].as_chunks::<SIZE>().0[usize::from(at)]
    }

    /// Where the diagram of an entry leads, and its first outcome.
    fn leads(&self, entry: usize, values: &Values) -> (u16, u16) {
        let entry = u16::try_from(entry).expect("few entries");
        let [a, b, c, d, length @ .., root_low, root_high, low, high, _, _] =
            self.record::<12>(ENTRIES, entry);
        let start = usize::try_from(u32::from_le_bytes([a, b, c, d])).expect("a small blob") * 2;
        let length = usize::from(u16::from_le_bytes(length)) * 2;
        let words = words(&self.tables[WORDS][start..start + length]);
        (walk(&words, u16::from_le_bytes([root_low, root_high]), values), u16::from_le_bytes([low, high]))
    }

    fn row<const SIZE: usize>(&self, entry: usize, table: usize, values: &Values) -> [u8; SIZE] {
        self.record(table, self.leads(entry, values).0)
    }

    /// Kind, amount and reason of what some rules propose.
    fn proposed(&self, first: u8, count: u8, values: &Values) -> Vec<(u8, u8, ReasonId)> {
        let mut all = Vec::new();
        for rule in first..first + count {
            let (terminal, outcomes) = self.leads(RULES + usize::from(rule), values);
            let [from_low, from_high, low, high] = self.record::<4>(OUTCOMES, outcomes + terminal);
            let from = u16::from_le_bytes([from_low, from_high]);
            for at in from..from + u16::from_le_bytes([low, high]) {
                let [kind, amount, reason @ ..] = self.record::<4>(PROPOSALS, at);
                all.push((kind, amount, ReasonId(u16::from_le_bytes(reason))));
            }
        }
        all
    }
}

/// The decision about a risk, and the reasons given for it, are those of the rows that hold.
pub(crate) fn assessed(core: &Core, policy: &Policy<'_>, facts: &RiskFacts) {
    let mut trace = Trace::<4096>::new();
    let decision = policy.assess_into(facts, &mut trace);
    let steps = trace.steps();
    let mut values = facts.values;
    values[facet::IMPACT.index()] = u16::from(decision.impact.get()) - 1;
    values[facet::LIKELIHOOD.index()] = u16::from(decision.likelihood.get()) - 1;
    let step = |stage| steps.iter().find(|step| step.stage == stage);
    let reason = |[low, high]: [u8; 2]| ReasonId(u16::from_le_bytes([low, high]));

    let inherent = core.leads(MATRIX, &values).0 + 1;
    assert_eq!(step(Stage::Matrix).map(|step| step.to), Some(inherent));
    if !trace.is_truncated() {
        let [_, rules, _] = core.counts;
        assert_eq!(rules_of(steps), told(&core.proposed(0, rules, &values)), "{steps:?}");
    }
    values[facet::SCORE.index()] = u16::from(decision.score.get()) - 1;
    assert_eq!(core.leads(BAND, &values).0, u16::from(decision.band.get()));
    let [level, _, low, high] = core.row::<4>(LIMIT, LIMITS, &values);
    let given = step(Stage::Limit).map(|step| (step.to, step.reason));
    assert_eq!(given, Some((level.into(), reason([low, high]))), "another row of the limits");
    let [cap, forbids, low, high] = core.row::<4>(OBLIGATION, CAPS, &values);
    let most = if forbids == 0 { cap } else { 0 };
    let binds = most < level || forbids != 0;
    let given = step(Stage::Obligation).map(|step| (step.to, step.reason));
    assert_eq!(given, binds.then_some((most.min(level).into(), reason([low, high]))), "another obligation");
    values[facet::WITHIN_LIMIT.index()] = decision.within_limit.into();
    let [response, _, low, high] = core.row::<4>(RESPONSE, RESPONSES, &values);
    let demanded = steps.iter().any(|step| step.proposal == Some(plimsoll_core::ProposalKind::Demand));
    if !demanded {
        let given = step(Stage::Response).map(|step| (step.from, step.reason));
        assert_eq!(given, Some((response.into(), reason([low, high]))), "another row of the responses");
    }
}

/// The first step of a route and what rules propose are those of the rows that hold.
pub(crate) fn routed(core: &Core, policy: &Policy<'_>, values: Values) {
    let mut trace = Trace::<4096>::new();
    let _ = policy.route_into(&IncidentFacts { values }, &mut trace);
    let [team, _, low, high, ..] = core.row::<8>(ROUTE, ROUTES, &values);
    let first = trace.steps().first().map(|step| (step.stage, step.to, step.reason));
    let reason = ReasonId(u16::from_le_bytes([low, high]));
    assert_eq!(first, Some((Stage::Route, team.into(), reason)), "another route");
    if !trace.is_truncated() {
        let [_, before, rules] = core.counts;
        assert_eq!(rules_of(trace.steps()), told(&core.proposed(before, rules, &values)));
    }
}

/// Kind and reason of the proposals that were heard.
fn rules_of(steps: &[Step]) -> Vec<(u8, ReasonId)> {
    let rules = steps.iter().filter(|step| step.stage == Stage::Rule);
    rules.map(|step| (step.proposal.map_or(u8::MAX, |kind| kind.index()), step.reason)).collect()
}

fn told(proposed: &[(u8, u8, ReasonId)]) -> Vec<(u8, ReasonId)> {
    proposed.iter().map(|(kind, _, reason)| (*kind, *reason)).collect()
}
