//! Random policies, each stated twice: as a draft for the engine's compiler, and in the reference's words. Whatever is drawn,
//! the draft compiles once the rows are taken out that can never match.
//!
//! ```
//! use plimsoll_core::Policy;
//! use plimsoll_tests::draw::Draw;
//! use plimsoll_tests::drafts::{SMALL, policy};
//! let mut stated = policy(&Draw::seeded(1), &SMALL);
//! let (blob, _dead) = stated.compile();
//! assert_eq!(Policy::verify(&blob).unwrap().identity().name, "random");
//! ```

mod conditions;
mod rules;
mod scales;
mod tables;
mod teams;

use crate::draw::Draw;
use crate::reference::{self, Condition, Proposal, RouteProposal, Rule, Treatment};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, KnownFacet, Place, Space};
use plimsoll_core::{Envelope, Response};

/// A policy in both forms.
#[derive(Clone, Debug)]
pub struct Stated {
    /// For the engine.
    pub draft: Draft,
    /// For the reference; which envelope holds depends on the facts.
    pub reference: reference::Policy,
    /// The envelopes, of which the first whose conditions hold is the one; else the standard one.
    pub envelopes: Vec<(Vec<Condition>, Envelope)>,
    /// The rules about risks.
    pub risk_rules: Vec<Rule<Proposal>>,
    /// The rules about incidents.
    pub incident_rules: Vec<Rule<RouteProposal>>,
}

/// How large a policy may get.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Levels of a scale.
    pub levels: u8,
    /// Bands.
    pub bands: usize,
    /// Obligations.
    pub obligations: usize,
    /// Declared facets.
    pub facets: usize,
    /// Labels of a facet.
    pub labels: usize,
    /// Values of a range.
    pub values: usize,
    /// Rows of a table.
    pub rows: usize,
    /// Conditions of a row.
    pub conditions: usize,
    /// What an envelope grants.
    pub granted: u8,
    /// By how much a rule changes something, now and then aside.
    pub proposed: u8,
    /// Teams, their levels and their rights.
    pub teams: [u8; 3],
    /// Rules about risks, and about incidents.
    pub rules: [usize; 2],
    /// Tools.
    pub tools: usize,
    /// The built-in facets that tables and rules about risks, responses, and tables and rules about incidents may ask for;
    /// where none is named, all.
    pub asked: [&'static [Facet]; 3],
    /// One in so many has a floor of impacts.
    pub floor_in: usize,
}

/// Anything that a policy may have.
pub const WHOLE: Most = Most {
    levels: 10,
    bands: 10,
    obligations: 3,
    facets: 3,
    labels: 6,
    values: 400,
    rows: 4,
    conditions: 3,
    granted: 30,
    proposed: 12,
    teams: [7, 8, 4],
    rules: [4, 3],
    tools: 3,
    asked: [&[]; 3],
    floor_in: 1,
};

/// So few facets, and so few values, that every situation can be asked for.
pub const SMALL: Most = Most {
    levels: 3,
    bands: 3,
    obligations: 1,
    facets: 2,
    labels: 3,
    values: 5,
    rows: 2,
    conditions: 2,
    granted: 4,
    proposed: 4,
    teams: [4, 4, 2],
    rules: [3, 1],
    tools: 2,
    asked: [
        &[facet::IMPACT, facet::LIKELIHOOD, facet::ORIGIN],
        &[facet::IMPACT, facet::ORIGIN, facet::SCORE, facet::WITHIN_LIMIT],
        &[facet::PRIORITY, facet::SECURITY, facet::LEVEL],
    ],
    floor_in: 12,
};

/// A random policy.
#[must_use]
pub fn policy(draw: &Draw<'_>, most: &Most) -> Stated {
    let mut stated = Stated {
        draft: Draft { roles: named("role", draw.below(4)), name: "random".into(), ..Draft::standard() },
        reference: reference::Policy { responses: Vec::new(), ..reference::Policy::standard() },
        envelopes: Vec::new(),
        risk_rules: Vec::new(),
        incident_rules: Vec::new(),
    };
    scales::draw(draw, most, &mut stated);
    tables::draw(draw, most, &mut stated);
    teams::draw(draw, most, &mut stated);
    rules::draw(draw, most, &mut stated);
    tables::placements(draw, most, &mut stated.draft);
    stated
}

impl Stated {
    /// The blob of the draft, and how many rows can never match. These are taken out of the draft; the reference keeps them, so
    /// that a row that is not dead would show.
    ///
    /// # Panics
    ///
    /// Where anything else is wrong with the draft.
    pub fn compile(&mut self) -> (Vec<u8>, usize) {
        let draft = &mut self.draft;
        let faults = match draft.compile() {
            Ok(blob) => return (blob, 0),
            Err(faults) => faults,
        };
        for fault in faults.iter().rev() {
            assert!(fault.message.contains("can never match"), "{fault:?}");
            match fault.place {
                Place::Response(row) => drop(draft.responses.remove(row)),
                Place::Route(row) => drop(draft.routes.remove(row)),
                Place::Placement(row) => drop(draft.placements.remove(row)),
                other => panic!("{other:?}: {fault:?}"),
            }
        }
        let blob = draft.compile().unwrap_or_else(|faults| panic!("without dead rows: {faults:#?}"));
        (blob, faults.len())
    }
}

/// What the tables and rules of random policies ask for.
#[must_use]
pub fn asked(draft: &Draft, most: &Most, space: Space, graded: bool) -> Vec<KnownFacet> {
    let [inputs, of_graded, of_incidents] = most.asked;
    let (built_in, derived): (_, &[Facet]) = match space {
        Space::Risk if graded => (of_graded, &[]),
        Space::Risk => (inputs, &[facet::SCORE, facet::WITHIN_LIMIT]),
        Space::Incident => (of_incidents, &[facet::RIGHTS, facet::TARGET]),
    };
    let may = |known: &KnownFacet| {
        let named = built_in.is_empty() || built_in.contains(&known.facet);
        known.facet.get() >= facet::BUILT_IN || (named && !derived.contains(&known.facet))
    };
    draft.facets_of(space).into_iter().filter(may).collect()
}

/// The engine's response of the same name.
///
/// # Panics
///
/// Never: both have the same four words.
#[must_use]
pub fn response(treatment: Treatment) -> Response {
    Response::from_label(treatment.label()).expect("the same four words")
}

fn named(stem: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{stem}_{number}")).collect()
}

/// A number that is small.
fn small(number: usize) -> u8 {
    u8::try_from(number).expect("a small number")
}
