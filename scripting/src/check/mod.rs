//! Proofs about a policy with all its rules, over every situation that it tells apart.

mod alive;
mod envelope;
mod finding;
mod invariant;
mod limits;
mod monotone;
mod routing;
mod side;
#[cfg(test)]
mod tests;

pub use finding::{Counterexample, Finding, Proof, Spot, Verdict, Weight};

use crate::explorer::MAX_WORK_IN_ALL;
use crate::fault::{Fault, Place};
use crate::script::Script;
use crate::stack::with_stack;
use crate::{Rule, RuleFile};
use finding::Extent;
use plimsoll_core::Policy;
use plimsoll_core::policy::{Draft, Place as PolicyPlace, Property};
use side::{Incidents, Risks};

/// What is to be proved, and what it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The policy with its rules.
    pub policy: &'a Policy<'a>,
    /// The draft that it was compiled from.
    pub draft: &'a Draft,
    /// The rules, as they were compiled.
    pub rules: &'a [Rule],
    /// The proposals that no situation reaches, as the compiler found them: the position of the file, and the place.
    pub unreached: &'a [(usize, Place)],
    /// The rule files.
    pub files: &'a [RuleFile],
    /// What must hold: for each invariant its name, and the function that states it.
    pub invariants: &'a [(String, String)],
}

/// Proves every property of a policy, or finds where it does not hold. `begin` hears of each property before it is examined,
/// and how many there are in all.
///
/// ```
/// use plimsoll_core::Policy;
/// use plimsoll_core::policy::Draft;
/// use plimsoll_scripting::{Verdict, check, Subject};
/// let draft = Draft::standard();
/// let policy = Policy::standard();
/// let subject = Subject { policy: &policy, draft: &draft, rules: &[], unreached: &[], files: &[], invariants: &[] };
/// let proofs = check(&subject, |_, _| ());
/// assert!(proofs.iter().all(|proof| proof.verdict == Verdict::Proved));
/// ```
pub fn check(subject: &Subject<'_>, mut begin: impl FnMut(&str, usize) + Send) -> Vec<Proof> {
    let work = || {
        let count = FIXED.len().saturating_add(subject.invariants.len());
        let files = subject.files.iter();
        let scripts: Vec<(&str, Script)> =
            files.filter_map(|file| Some((file.name.as_str(), Script::read(file).ok()?))).collect();
        let mut risks = Risks::new(subject);
        let mut incidents = Incidents::new(subject);
        let mut proofs = Vec::new();
        for property in FIXED {
            begin(property.label(), count);
            let findings = match property {
                Property::Total | Property::Matrix => Vec::new(),
                Property::Monotone => monotone::find(subject, &mut risks),
                Property::Envelope => envelope::find(subject, &mut risks, &mut incidents),
                Property::Limits => limits::find(subject, &mut risks),
                Property::Routing => routing::find(subject, &mut incidents),
                Property::Alive => alive::find(subject, &scripts, &mut risks, &mut incidents),
                Property::Invariant => continue,
            };
            let extent = match property {
                Property::Routing => incidents.extent(),
                Property::Matrix | Property::Monotone | Property::Limits => risks.extent(),
                _ => risks.extent().and(incidents.extent()),
            };
            proofs.push(Proof::new(property, property.label().to_string(), extent, findings));
        }
        let mut left = MAX_WORK_IN_ALL;
        for (position, (name, rule)) in subject.invariants.iter().enumerate() {
            begin(name, count);
            let (findings, extent) =
                invariant::find(subject, &scripts, position, rule, &risks, &incidents, &mut left);
            proofs.push(Proof::new(Property::Invariant, name.clone(), extent, findings));
        }
        let exhausted = [(risks.is_exhausted(), "risks"), (incidents.is_exhausted(), "incidents")];
        for (_, what) in exhausted.into_iter().filter(|(exhausted, _)| *exhausted) {
            proofs.iter_mut().filter(|proof| proof.is_about(what)).for_each(|proof| proof.leave_open(what));
        }
        proofs
    };
    with_stack(work).unwrap_or_else(|fault| unproved(subject, &fault))
}

/// Where the proofs could not be run, nothing is proved.
fn unproved(subject: &Subject<'_>, fault: &Fault) -> Vec<Proof> {
    let fixed = FIXED.into_iter().map(|property| (property, property.label().to_string()));
    let invariants = subject.invariants.iter().map(|(name, _)| (Property::Invariant, name.clone()));
    let open = |(property, name)| {
        let spot = Spot::Policy(PolicyPlace::Policy);
        let finding = Finding::new(spot, &fault.message, &fault.help).weighing(Weight::Open);
        Proof::new(property, name, Extent::default(), vec![finding])
    };
    fixed.chain(invariants).map(open).collect()
}

/// The properties that every policy is to have, in the order in which they are told.
const FIXED: [Property; 7] = [
    Property::Total,
    Property::Matrix,
    Property::Monotone,
    Property::Envelope,
    Property::Limits,
    Property::Routing,
    Property::Alive,
];
