//! What is told where a proof is given up.

use super::finding::Extent;
use super::{Finding, Proof, Spot, Subject, Verdict, Weight, unproved};
use crate::fault::{Fault, Place};
use plimsoll_core::Policy;
use plimsoll_core::policy::{Draft, Place as PolicyPlace, Property};

/// Which proofs have nothing to say once the room for risks ran out, and which once that for incidents did.
#[test]
fn proofs_are_about_risks_or_incidents_or_both() {
    for (property, about) in [
        (Property::Total, [true, true]),
        (Property::Matrix, [true, false]),
        (Property::Monotone, [true, false]),
        (Property::Envelope, [true, true]),
        (Property::Limits, [true, false]),
        (Property::Routing, [false, true]),
        (Property::Alive, [true, true]),
        (Property::Invariant, [true, true]),
    ] {
        let proof = Proof::new(property, String::new(), Extent::default(), Vec::new());
        assert_eq!(["risks", "incidents"].map(|what| proof.is_about(what)), about, "{property:?}");
    }
}

#[test]
fn without_room_nothing_is_proved() {
    let found = Finding::new(Spot::Policy(PolicyPlace::Matrix), "found before", "no help");
    let mut proof = Proof::new(Property::Matrix, "matrix".into(), Extent::default(), vec![found]);
    assert_eq!(proof.verdict, Verdict::Broken);
    proof.leave_open("risks");
    let [finding] = proof.findings.as_slice() else { panic!("{proof:?}") };
    assert_eq!((proof.verdict, finding.weight), (Verdict::Open, Weight::Open));
    assert_eq!(
        finding.message,
        "the tables and rules for risks tell more situations apart than can be worked through"
    );
}

/// Where the proofs cannot even be begun, each is open, with the reason.
#[test]
fn what_could_not_be_begun_is_open() {
    let (draft, policy) = (Draft::standard(), Policy::standard());
    let invariants = [("grave risks".to_string(), "invariant_grave".to_string())];
    let subject = Subject {
        policy: &policy,
        draft: &draft,
        rules: &[],
        unreached: &[],
        files: &[],
        invariants: &invariants,
    };
    let proofs = unproved(&subject, &Fault::new(Place::default(), "no room", "make some"));
    let names: Vec<&str> = proofs.iter().map(|proof| proof.name.as_str()).collect();
    assert_eq!(
        names,
        ["total", "matrix", "monotone", "envelope", "limits", "routing", "alive", "grave risks"]
    );
    for proof in &proofs {
        let [finding] = proof.findings.as_slice() else { panic!("{proof:?}") };
        assert_eq!((proof.verdict, finding.message.as_str()), (Verdict::Open, "no room"), "{}", proof.name);
    }
}
