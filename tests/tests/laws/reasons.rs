//! A trace that is too short holds the first steps of the whole one and says that it is short; and it never changes what is
//! decided. That the whole one leads to the decision is shown at every point of `agree` (`common/justify.rs`).

use crate::common::hands::deal;
use crate::common::justify;
use crate::{any_incident, any_risk};
use plimsoll_core::policy::Space;
use plimsoll_core::{Listener, Policy, Step, Trace};
use plimsoll_tests::drafts::{WHOLE, policy};
use plimsoll_tests::promises::tried;
use std::cell::Cell;
use std::fmt::Debug;

/// Hears everything.
#[derive(Default)]
struct All(Vec<Step>);

impl Listener for All {
    fn hear(&mut self, step: Step) {
        self.0.push(step);
    }
}

/// What is decided, with a trace of some room, which has been used before or not.
fn told<D: PartialEq + Debug, const N: usize>(
    decide: &impl Fn(&mut Trace<N>) -> D,
    used: Option<&Trace<N>>,
    all: &[Step],
    decision: &D,
) -> bool {
    let mut trace = used.cloned().unwrap_or_default();
    trace.clear();
    assert_eq!(decide(&mut trace), *decision, "room for {N} steps changes what is decided");
    assert_eq!(trace.steps(), &all[..all.len().min(N)]);
    assert_eq!(trace.is_truncated(), all.len() > N, "{N} of {}", all.len());
    trace.is_truncated()
}

#[test]
fn a_short_trace_begins_as_the_whole_one_and_says_so() {
    let (traces, short) = (Cell::new(0_u32), Cell::new(0_u32));
    deal(250, |hand, draw| {
        let (blob, _) = policy(hand, &WHOLE).compile();
        let engine = Policy::verify(&blob).unwrap();
        let [risks, incidents] = [Space::Risk, Space::Incident].map(|space| engine.facets_of(space));
        let mut used = Trace::<9>::new();
        for _ in 0..20 {
            let (risk, incident) = (any_risk(draw, &risks), any_incident(draw, &incidents));
            let (mut of_risk, mut of_incident) = (All::default(), All::default());
            let decision = engine.assess_into(&risk, &mut of_risk);
            let route = engine.route_into(&incident, &mut of_incident);
            let (risk_steps, incident_steps) = (&of_risk.0, &of_incident.0);
            macro_rules! each {
                ($($room:literal)*) => { [$(
                    told(&|trace: &mut Trace<$room>| engine.assess_into(&risk, trace), None, risk_steps, &decision),
                    told(&|trace: &mut Trace<$room>| engine.route_into(&incident, trace), None, incident_steps, &route),
                )*] };
            }
            let cut = each!(0 1 2 3 5 8 13 32 128);
            engine.assess_into(&risk, &mut used);
            let again = told(
                &|trace: &mut Trace<9>| engine.route_into(&incident, trace),
                Some(&used),
                incident_steps,
                &route,
            );
            let cuts = cut.iter().chain([&again]).filter(|cut| **cut).count();
            short.set(short.get() + u32::try_from(cuts).unwrap());
            traces.set(traces.get() + 19);
            let (decision, trace) = engine.explain(&risk);
            if !trace.is_truncated() {
                justify::assessed(&engine, &decision, &trace);
                justify::worded(&engine, &trace);
            }
        }
    });
    tried("reasons", "traces with too little room and with enough", traces.get());
    assert!(short.get() * 4 > traces.get() && short.get() < traces.get(), "{short:?} of {traces:?}");
}
