//! Rules that compiled, put into a policy and proved.

use super::world::DRAFT;
use super::{FILE, RuleFile};
use plimsoll_core::Policy;
use plimsoll_scripting::{Compiled, Subject, check};

/// Rules that compiled make a policy, and every property of it is proved, refuted or left open with a reason.
pub(super) fn run(compiled: &Compiled, text: &str) {
    let mut draft = DRAFT.clone();
    draft.roles.clone_from(&compiled.roles);
    draft.rules = compiled.rules.iter().map(|rule| rule.rule.clone()).collect();
    let blob = draft.compile().unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let policy = Policy::verify(&blob).expect("what compiles verifies");
    let files = [RuleFile { name: FILE.into(), text: text.into() }];
    let invariants = ["invariant_a", "invariant_b"].map(|name| (name.to_owned(), name.to_owned()));
    let subject = Subject {
        policy: &policy,
        draft: &draft,
        rules: &compiled.rules,
        unreached: &compiled.unreached,
        files: &files,
        invariants: &invariants,
    };
    let proofs = check(&subject, |_, _| ());
    assert_eq!(proofs.len(), 7 + invariants.len(), "a property is not told, or the prover panicked\n{text}");
}
