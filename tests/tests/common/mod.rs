//! What the suites share: the reference's words as the engine's values, and traces held against decisions.
#![allow(dead_code, reason = "every suite is a crate of its own and needs only a part of this")]

pub(crate) mod hands;
pub(crate) mod justify;
pub(crate) mod rows;
pub(crate) mod translate;

use plimsoll_core::Policy;
use plimsoll_core::policy::Draft;

/// What compiling gives, or everything that is wrong.
pub(crate) fn compile(draft: &Draft, what: impl std::fmt::Debug) -> Vec<u8> {
    draft.compile().unwrap_or_else(|faults| panic!("{what:?}: {faults:#?}"))
}

/// The policy in a blob.
pub(crate) fn verify<'a>(blob: &'a [u8], what: impl std::fmt::Debug) -> Policy<'a> {
    let policy = Policy::verify(blob).unwrap_or_else(|error| panic!("{what:?}: {error}"));
    assert_ne!(policy, Policy::REFUSING);
    policy
}

/// The name of a team.
pub(crate) fn team<'a>(policy: &Policy<'a>, team: plimsoll_core::TeamId) -> &'a str {
    let names = policy.names().expect("a policy with names");
    names.team(team).unwrap_or_else(|| panic!("no team {team}"))
}
