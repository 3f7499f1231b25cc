//! What must hold of many risks at once: they are decided as one by one.

use crate::points::Stream;
use plimsoll_core::{Policy, RiskFacts};
use plimsoll_tests::columns::decided;

/// Decides about risks by columns, with as much scratch memory as the stream says, and compares with deciding about each.
pub(crate) fn agree(policy: &Policy<'_>, risks: &[RiskFacts], stream: &mut Stream) {
    let expected: Vec<_> = risks.iter().map(|risk| policy.assess(risk)).collect();
    let mut scratch = vec![0; usize::from(stream.below(8192))];
    assert_eq!(decided(policy, risks, &mut scratch), expected);
}
