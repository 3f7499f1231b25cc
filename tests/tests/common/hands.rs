//! Random policies and random facts, out of the same numbers at every run, and fewer and lower ones where a case fails.

use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::cases;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fmt;

/// The numbers that a policy is made of and the seed of its facts; shown on one line.
struct Hand(Vec<u32>, u64);

impl fmt::Debug for Hand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "numbers {:?}, seed {}", self.0, self.1)
    }
}

/// Deals so many hands, or as many times more as are asked for: one to make a policy of, and one for its facts.
pub(crate) fn deal(few: u32, check: impl Fn(&Draw<'_>, &Draw<'_>)) {
    let cases = cases(few);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let hands = (proptest::collection::vec(any::<u32>(), 0..600), any::<u64>());
    let ran = runner.run(&hands.prop_map(|(numbers, seed)| Hand(numbers, seed)), |Hand(numbers, seed)| {
        check(&Draw::of(&numbers), &Draw::seeded(seed));
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
}
