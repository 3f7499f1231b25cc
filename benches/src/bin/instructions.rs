//! One case, so many times: what `instructions.sh` runs under callgrind, twice, to tell a call from all that is around it.
//!
//! `instructions list` prints name, calls, instruction budget and time budget (0: none) of every case;
//! `instructions run CASE CALLS` runs one; `instructions time CASE CALLS` prints the nanoseconds that a call takes.

use plimsoll_benches::{by_hand, facts, policies, rules};
use plimsoll_core::Policy;
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{Facet, FacetSet};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

/// Name, calls in a run, budget in instructions, budget in nanoseconds (design: budgets); 0 for none.
const CASES: [(&str, usize, u32, u32); 14] = [
    ("loop", 6400, 0, 0),
    ("by_hand", 6400, 0, 0),
    ("assess", 6400, 60, 0),
    ("explain", 6400, 200, 0),
    ("route", 6400, 0, 0),
    ("explain_route", 6400, 0, 0),
    ("verify_standard", 20, 0, 0),
    ("verify_20_kb", 20, 0, 50_000),
    ("loop_values", 6400, 0, 0),
    ("rule_by_hand", 6400, 0, 0),
    ("rule", 6400, 0, 0),
    ("without_rule", 6400, 0, 0),
    ("with_rule", 6400, 0, 0),
    ("rule_in_rhai", 640, 0, 0),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => {
            for (name, calls, instructions, nanoseconds) in CASES {
                println!("{name} {calls} {instructions} {nanoseconds}");
            }
            return ExitCode::SUCCESS;
        }
        ["run", case, calls] => {
            if let Some(calls) = calls.parse().ok().filter(|_| is_known(case)) {
                run(case, calls);
                return ExitCode::SUCCESS;
            }
        }
        ["time", case, calls] => {
            if let Some(calls) = calls.parse().ok().filter(|calls| *calls > 0 && is_known(case)) {
                println!("{}", time(case, calls));
                return ExitCode::SUCCESS;
            }
        }
        _ => {}
    }
    eprintln!("usage: instructions list | run CASE CALLS | time CASE CALLS");
    ExitCode::from(2)
}

fn is_known(case: &str) -> bool {
    CASES.iter().any(|(name, ..)| *name == case)
}

/// Calls a case, with facts in turn; the nanoseconds that all calls took, without what comes before them.
fn run(case: &str, calls: usize) -> u128 {
    let (policy, risks, incidents) = (Policy::standard(), facts::risks(), facts::incidents());
    let policy = black_box(&policy);
    match case {
        "by_hand" => each(&risks, calls, by_hand::decide),
        "assess" => each(&risks, calls, |risk| policy.assess(risk)),
        "explain" => each(&risks, calls, |risk| policy.explain(risk)),
        "route" => each(&incidents, calls, |incident| policy.route(incident)),
        "explain_route" => each(&incidents, calls, |incident| policy.explain_route(incident)),
        "verify_standard" => each(&[Policy::standard_bytes()], calls, |blob| Policy::verify(blob)),
        "verify_20_kb" => {
            each(&[policies::large()], calls, |blob| Policy::verify(blob).map(|policy| policy.scales()))
        }
        "loop_values" => each(&rules::points(), calls, |values| values[0]),
        "rule_by_hand" => each(&rules::points(), calls, rules::by_hand),
        "rule" => rule(calls),
        "without_rule" | "with_rule" => assess(calls, case == "with_rule"),
        "rule_in_rhai" => {
            let interpreted = rules::Interpreted::new();
            let points = rules::points().map(|point| interpreted.map(&point));
            each(&points, calls, |facts| interpreted.run(facts))
        }
        // What the loop itself takes.
        _ => each(&risks, calls, |risk| risk.exception),
    }
}

/// A whole decision, with one rule or without any.
fn assess(calls: usize, with: bool) -> u128 {
    let mut draft = rules::draft();
    draft.rules.extend(with.then(rules::one));
    let Ok(blob) = draft.compile() else { return 0 };
    let Ok(policy) = Policy::verify(&blob) else { return 0 };
    let risks = rules::points().map(|values| rules::risk(&values));
    let policy = black_box(&policy);
    each(&risks, calls, |risk| policy.assess(risk))
}

/// The walk of a compiled rule.
fn rule(calls: usize) -> u128 {
    let (rule, draft) = (rules::one(), rules::draft());
    let forest = draft.forest(rule.space);
    let size = |position| Facet::new(position).map_or(0, |facet| forest.size(facet));
    let count = u16::try_from(rule.outcomes.len()).unwrap_or(u16::MAX);
    match Diagram::verify(&rule.words, rule.root, size, FacetSet::RISK_INPUTS, count) {
        Ok(diagram) => {
            let diagram = black_box(&diagram);
            each(&rules::points(), calls, |values| diagram.walk(values))
        }
        Err(_) => 0,
    }
}

fn each<T, R>(inputs: &[T], calls: usize, call: impl Fn(&T) -> R) -> u128 {
    let start = Instant::now();
    for input in inputs.iter().cycle().take(calls) {
        // By reference: what is measured is the call, not moving its result once more.
        black_box(&call(black_box(input)));
    }
    start.elapsed().as_nanos()
}

/// The nanoseconds of a call, in the fastest of 20 runs.
fn time(case: &str, calls: usize) -> u128 {
    let fastest = (0..20).map(|_| run(case, calls)).min().unwrap_or_default();
    u128::try_from(calls).ok().and_then(|calls| fastest.checked_div(calls)).unwrap_or_default()
}
