//! Verifies two policies in flash, decides their whole domains or many points of them, and tells a digest of each; then how
//! much stack that took, and each way into the engine alone.
#![no_std]
#![no_main]

#[path = "../../../bare/src/digest.rs"]
mod digest;
#[path = "../../../bare/src/domain.rs"]
mod domain;
#[path = "../../../bare/src/input.rs"]
mod input;
#[path = "../../../bare/src/line.rs"]
mod line;
#[path = "../machine.rs"]
mod machine;
#[path = "../../../bare/src/proof.rs"]
mod proof;
#[path = "../stack.rs"]
mod stack;
#[path = "../../../bare/src/work.rs"]
mod work;

use core::hint::black_box;
use line::Line;
use plimsoll_core::{Attributes, Cia, Impact, IncidentFacts, Level, Policy, RiskFacts};

/// The built-in sample of the program `plimsoll`, with its rules, which were written in Rhai.
static SAMPLE: &[u8] = include_bytes!(env!("PLIMSOLL_SAMPLE"));

fn run() -> usize {
    let (sound, used) = stack::measured(everything, ());
    tell("stack_domain", "", used);
    ways(Policy::standard_bytes(), "");
    ways(SAMPLE, "_with_rules");
    usize::from(!sound)
}

fn everything(_: ()) -> bool {
    proof::prove(Policy::standard_bytes(), &[("tallyharbour", SAMPLE)], machine::write)
}

/// The stack that each way into the engine takes, without what goes in: a grave risk of which rules have much to say.
fn ways(blob: &'static [u8], which: &str) {
    // Of what comes out, all must have been worked out; and it stays where it is.
    let verify = |blob| _ = black_box(&Policy::verify(blob));
    tell("stack_verify", which, stack::measured(verify, blob).1);
    let policy = Policy::verify(blob).unwrap_or(Policy::REFUSING);
    let risk = RiskFacts { rated: Impact::saturating(4), exception: true, ..RiskFacts::default() };
    let risk =
        risk.with_cia(Cia::new(Level::High, Level::High, Level::High)).with_compromised(Attributes::ALL);
    let incident = IncidentFacts::default().with_priority(Level::High).with_security(true).with_rights(3);
    let (risk, incident) = ((&policy, &risk), (&policy, &incident));
    let assess = |(policy, facts): (&Policy<'_>, &RiskFacts)| _ = black_box(&policy.assess(facts));
    tell("stack_assess", which, stack::measured(assess, risk).1);
    let explain = |(policy, facts): (&Policy<'_>, &RiskFacts)| _ = black_box(&policy.explain(facts));
    tell("stack_explain", which, stack::measured(explain, risk).1);
    let route = |(policy, facts): (&Policy<'_>, &IncidentFacts)| _ = black_box(&policy.route(facts));
    tell("stack_route", which, stack::measured(route, incident).1);
    let explain =
        |(policy, facts): (&Policy<'_>, &IncidentFacts)| _ = black_box(&policy.explain_route(facts));
    tell("stack_explain_route", which, stack::measured(explain, incident).1);
}

fn tell(name: &str, which: &str, bytes: u32) {
    let mut line = Line::new();
    line.text(name);
    line.text(which);
    line.text(" ");
    line.decimal(bytes.into());
    line.text("\n");
    machine::write(line.bytes());
}
