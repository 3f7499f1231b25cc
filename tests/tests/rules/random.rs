//! Random rule files. The draws are the same at every run; `PLIMSOLL_CASES` multiplies how many.

use crate::compare::{Effort, agree, compiled, fails};
use crate::program;
use crate::world::aged;
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::{cases, tried};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;

/// How many rule files are drawn for one test.
const FILES: u32 = 1_000;

/// All situations up to here, else so many at random and so many paths.
const EFFORT: Effort = Effort { all: 300, random: 250, paths: 100 };

/// What a refusal may say, and how many files of a hundred may be refused for it.
const REFUSALS: [(&str, u32); 6] = [
    ("division by zero", 10),
    ("the result is too large", 3),
    ("is given", 12),
    ("paths", 5),
    ("too many steps", 5),
    ("there is room for", 3),
];

#[derive(Default)]
struct Met {
    compiled: Cell<u32>,
    points: Cell<u64>,
    proposals: Cell<u64>,
    complete: Cell<u32>,
    refused: Cell<BTreeMap<&'static str, u32>>,
}

fn files(seed: u8) {
    let config =
        Config { failure_persistence: None, max_shrink_iters: 100, ..Config::with_cases(cases(FILES)) };
    let cases = config.cases;
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let (draft, met) = (aged(200), Met::default());
    let numbers = proptest::collection::vec(any::<u32>(), 40..240);
    let result = runner.run(&numbers, |numbers| {
        let text = program::text(&Draw::of(&numbers));
        let compiled = compiled(&draft, &text);
        let Some((_, fault)) = compiled.faults.first().cloned() else {
            let agreed = agree(&draft, &text, compiled, EFFORT);
            let agreed = agreed.map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            met.compiled.set(met.compiled.get() + 1);
            met.points.set(met.points.get() + agreed.points);
            met.proposals.set(met.proposals.get() + agreed.proposals);
            met.complete.set(met.complete.get() + u32::from(agreed.all));
            return Ok(());
        };
        let kind = REFUSALS.iter().find(|(words, _)| fault.message.contains(words));
        let Some((kind, _)) = kind else {
            return Err(TestCaseError::fail(format!("refused: {fault}\n{text}")));
        };
        let mut refused = met.refused.take();
        *refused.entry(*kind).or_default() += 1;
        met.refused.set(refused);
        // What is too large or takes too long fails nowhere; it is refused all the same.
        let effort = ["paths", "there is room for", "too many steps"].contains(kind);
        if !effort && !fails(&draft, &text, &fault, EFFORT) {
            return Err(TestCaseError::fail(format!("refused, but never fails: {fault}\n{text}")));
        }
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{}", reason.message()),
        Err(error) => panic!("{error}"),
    }
    let refused = met.refused.take();
    println!(
        "{cases} files: {} compiled, {} situations, {} proposals, {} compared everywhere; refused: {refused:?}",
        met.compiled.get(),
        met.points.get(),
        met.proposals.get(),
        met.complete.get()
    );
    tried("agree", &format!("situations of random rules {seed}, compiled and interpreted"), met.points.get());
    for (kind, hundredths) in REFUSALS {
        let found = refused.get(kind).copied().unwrap_or_default();
        assert!(found * 100 <= hundredths * cases, "{found} of {cases} files are refused: {kind}");
    }
    assert!(met.compiled.get() * 4 > cases * 3, "most files compile");
    assert!(met.proposals.get() > met.points.get(), "most situations have proposals");
}

#[test]
fn random_rules_do_what_the_interpreter_does_1() {
    files(1);
}

#[test]
fn random_rules_do_what_the_interpreter_does_2() {
    files(2);
}
