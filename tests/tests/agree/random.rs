//! Random policies at random facts. The draws are the same at every run; `PLIMSOLL_CASES` multiplies how many policies.

use crate::common::hands::deal;
use crate::common::justify;
use crate::common::{self, translate};
use crate::points::{self, Pair};
use crate::reasons;
use plimsoll_core::facet::{BUILT_IN, RIGHTS};
use plimsoll_core::policy::{Draft, DraftDomain, KnownFacet, Space};
use plimsoll_core::{Envelope, Impact, IncidentFacts, Likelihood, Policy, Progress, RiskFacts, Route};
use plimsoll_tests::drafts::{self, Stated, WHOLE};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::tried;
use plimsoll_tests::reference::{
    self, Condition, Facts, Incident, Proposal, Seen, Treatment, holds, proposed,
};
use std::cell::Cell;
use std::collections::BTreeMap;

/// How many policies are drawn, and how many risks and incidents under each.
const POLICIES: u32 = 2_000;
const POINTS: u32 = 100;

/// What was met, so that a run in which little happened does not pass for one in which all agreed.
#[derive(Debug, Default)]
pub(crate) struct Met {
    policies: Cell<u64>,
    risks: Cell<u64>,
    incidents: Cell<u64>,
    dead_rows: Cell<u64>,
    rules_fired: Cell<u64>,
    sent_elsewhere: Cell<u64>,
    choices: Cell<u64>,
    out_of_reach: Cell<u64>,
    within: Cell<u64>,
}

fn count(cell: &Cell<u64>, by: bool) {
    cell.set(cell.get() + u64::from(by));
}

type Named = (BTreeMap<String, String>, BTreeMap<String, i64>);

/// A value for every facet that a risk or incident carries by name.
fn named<'k>(draw: &Draw<'_>, facets: impl Iterator<Item = &'k KnownFacet>) -> Named {
    let (mut labels, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for known in facets {
        let domain = known.domain.domain().expect("a sound domain");
        let value = u16::try_from(draw.below(domain.size().into())).expect("a value");
        match &known.domain {
            DraftDomain::Range { .. } => drop(numbers.insert(known.name.clone(), domain.integer(value))),
            DraftDomain::Bool | DraftDomain::Labels(_) => {
                drop(labels.insert(known.name.clone(), known.domain.show(value)));
            }
        }
    }
    (labels, numbers)
}

fn risk(draw: &Draw<'_>, draft: &Draft, facets: &[KnownFacet]) -> Facts {
    let scale = |names: &[String]| u8::try_from(names.len()).expect("at most ten");
    let most = if draw.rarely(4) { 65_535 } else { 12 };
    let total = draw.below(most + 1);
    let actions = |number: usize| u32::try_from(number).expect("16 bits");
    let obligations = draft.obligations.iter().map(|obligation| obligation.name.clone());
    let known = |known: &&KnownFacet| {
        let derived = ["impact", "likelihood", "score", "within_limit"];
        let obligation = draft.obligations.iter().any(|obligation| obligation.name == known.name);
        !derived.contains(&known.name.as_str()) && !obligation
    };
    let (labels, numbers) = named(draw, facets.iter().filter(known));
    let ratings = (0..=draw.below(3)).map(|_| draw.small(1, scale(&draft.impact)));
    Facts {
        ratings: ratings.collect(),
        cia: [0; 3].map(|_| draw.small(0, 2)),
        compromises: [0; 3].map(|_| draw.rarely(2)),
        uncompleted: actions(draw.below(total + 1)),
        actions: actions(total),
        estimate: draw.rarely(2).then(|| draw.small(1, scale(&draft.likelihood))),
        obligations: obligations.filter(|_| draw.rarely(3)).collect(),
        labels,
        numbers,
        choice: draw.rarely(2).then(|| *draw.one(&Treatment::ALL)),
        excepted: draw.rarely(2),
    }
}

fn incident(draw: &Draw<'_>, draft: &Draft, facets: &[KnownFacet]) -> Incident {
    let declared = facets.iter().filter(|known| known.facet.get() >= BUILT_IN);
    let (labels, numbers) = named(draw, declared);
    Incident {
        segment: (*draw.one(&["client", "system"])).to_owned(),
        kind: draw.one(&draft.kinds).clone(),
        priority: (*draw.one(&["low", "medium", "high"])).to_owned(),
        security: draw.rarely(2),
        complex: draw.rarely(2),
        level: draw.small(1, draft.levels()),
        // Now and then more than anyone has.
        rights_needed: draw.small(0, draft.rights().saturating_add(1)),
        labels,
        numbers,
    }
}

/// The envelope that holds: the first whose conditions do, else the standard one.
fn envelope<'a>(
    envelopes: impl Iterator<Item = &'a (Vec<Condition>, Envelope)>,
    seen: impl Fn(&str) -> Option<Seen<'a>>,
) -> Envelope {
    let mut matching = envelopes.filter(|(when, _)| holds(when, &seen));
    matching.next().map_or(Envelope::STANDARD, |(_, envelope)| *envelope)
}

fn bounds(envelope: Envelope) -> reference::Envelope {
    reference::Envelope {
        max_raise: envelope.max_raise.into(),
        max_lower: envelope.max_lower.into(),
        may_loosen: envelope.may_loosen.into(),
        may_redirect: envelope.may_redirect,
    }
}

fn one_risk(stated: &Stated, engine: Policy<'_>, facets: &[KnownFacet], seen: &Facts, met: &Met) {
    let naive = &stated.reference;
    let impact = naive.impact(&seen.ratings, seen.cia, seen.compromises);
    let likelihood = naive.likelihood(seen.uncompleted, seen.actions, seen.estimate).expect("sound numbers");
    let score = naive.score(impact, likelihood);
    let known = |name: &str| naive.seen(seen, name, impact, likelihood, score);
    let bound = envelope(stated.envelopes.iter(), known);
    let mut proposals = proposed(&stated.risk_rules, known);
    count(&met.rules_fired, !proposals.is_empty());
    // Where the envelope does not let rules ask for acceptance, such a demand is none.
    proposals.retain(|proposal| bound.may_accept || *proposal != Proposal::Demand(Treatment::Accept));
    let pair = Pair { engine, reference: reference::Policy { envelope: bounds(bound), ..naive.clone() } };
    let facts = translate::risk(facets, seen);
    let decision = points::assess(&pair, &facts, seen, &proposals);
    reasons::risk(stated, &engine, &facts, seen, &decision);
    count(&met.within, decision.within_limit);
    count(&met.choices, decision.standing == plimsoll_core::Standing::Chosen);
    count(&met.risks, true);
}

fn one_incident(stated: &Stated, engine: Policy<'_>, facets: &[KnownFacet], seen: &Incident, met: &Met) {
    // An envelope with conditions on what only risks have says nothing about incidents.
    let declared =
        |name: &str| facets.iter().any(|known| known.name == name && known.facet.get() >= BUILT_IN);
    let concerns = |when: &[Condition]| when.iter().all(|condition| declared(&condition.facet));
    let envelopes = stated.envelopes.iter().filter(|row| concerns(&row.0));
    let bound = envelope(envelopes, |name| seen.seen(name));
    let proposals = proposed(&stated.incident_rules, |name| seen.seen(name));
    let naive = reference::Policy { envelope: bounds(bound), ..stated.reference.clone() };
    let pair = Pair { engine, reference: naive };
    let facts = translate::incident(facets, seen);
    let route = points::route(&pair, &facts, seen, &proposals);
    reasons::incident(stated, &engine, &facts, seen, concerns);

    let teams = &stated.draft.teams;
    let target = &teams[usize::from(route.target.get())];
    let most =
        teams.iter().filter(|team| team.staffed).map(|team| team.rights).max().expect("a staffed team");
    assert!(target.staffed && target.rights >= seen.rights_needed.min(most), "{route:?} for {seen:?}");
    assert_eq!(route.reaches, seen.rights_needed <= most, "{route:?} for {seen:?}");
    count(&met.out_of_reach, !route.reaches);
    let above = teams.iter().filter(|team| team.staffed && team.level > target.level);
    let lowest = above.clone().map(|team| team.level).min();
    let first = above.clone().find(|team| Some(team.level) == lowest).map(|team| &team.name);
    let next = route.next.map(|next| &teams[usize::from(next.get())].name);
    assert_eq!(next, target.next.as_ref().or(first), "after {target:?}");
    count(
        &met.sent_elsewhere,
        proposals.iter().any(|sent| matches!(sent, reference::RouteProposal::SendTo(_))),
    );
    count(&met.incidents, true);
}

/// Facts out of every range decide like the nearest that are in range, and nothing fails.
fn wild(draw: &Draw<'_>, engine: &Policy<'_>, risks: &[KnownFacet], incidents: &[KnownFacet]) {
    let scales = engine.scales();
    let value = || u16::try_from(draw.below(1 << (1 + draw.below(16)))).expect("16 bits");
    let nearest = |known: &KnownFacet, value: u16| {
        value.min(known.domain.domain().expect("a sound domain").size().saturating_sub(1))
    };
    let actions = Progress::new(0, value()).expect("none uncompleted");
    let (rated, estimate) = (draw.small(1, 10), draw.small(1, 10));
    let mut far = RiskFacts {
        rated: Impact::saturating(rated),
        estimate: Likelihood::new(estimate),
        actions,
        ..RiskFacts::default()
    };
    let mut near = RiskFacts {
        rated: Impact::saturating(rated.min(scales.impact)),
        estimate: Likelihood::new(estimate.min(scales.likelihood)),
        ..far
    };
    for known in risks {
        let value = value();
        far.set(known.facet, value);
        near.set(known.facet, nearest(known, value));
    }
    assert_eq!(engine.explain(&far), engine.explain(&near), "{far:?}");

    let (mut far, mut near) = (IncidentFacts::default(), IncidentFacts::default());
    for known in incidents {
        let value = value();
        far.set(known.facet, value);
        near.set(known.facet, nearest(known, value));
    }
    // Only whether the rights reach is said of the facts as they are.
    let (route, near) = (engine.route(&far), engine.route(&near));
    assert_eq!(Route { reaches: near.reaches, ..route }, near, "{far:?}");
    assert_eq!(route.reaches, far.value(RIGHTS) <= scales.rights.into(), "{far:?}");
    assert!(near.reaches, "{near:?}");
}

fn check(hand: &Draw<'_>, draw: &Draw<'_>, met: &Met) {
    let mut stated = drafts::policy(hand, &WHOLE);
    let (blob, dead) = stated.compile();
    met.dead_rows.set(met.dead_rows.get() + u64::try_from(dead).expect("few"));
    let engine = common::verify(&blob, "a random policy");
    let (risks, incidents) = (stated.draft.facets_of(Space::Risk), stated.draft.facets_of(Space::Incident));
    for _ in 0..POINTS {
        one_risk(&stated, engine, &risks, &risk(draw, &stated.draft, &risks), met);
        one_incident(&stated, engine, &incidents, &incident(draw, &stated.draft, &incidents), met);
    }
    let facts = translate::risk(&risks, &risk(draw, &stated.draft, &risks));
    justify::worded(&engine, &engine.explain(&facts).1);
    wild(draw, &engine, &risks, &incidents);
    count(&met.policies, true);
}

#[test]
fn random_policies_at_random_facts() {
    let met = Met::default();
    deal(POLICIES, |hand, draw| check(hand, draw, &met));
    println!("random policies: {met:?}");
    tried(
        "agree",
        "risks and incidents of random policies against the reference",
        met.risks.get() + met.incidents.get(),
    );
    let points = met.policies.get() * u64::from(POINTS);
    assert_eq!((met.risks.get(), met.incidents.get()), (points, points));
    for (what, cell) in [
        ("rules that propose", &met.rules_fired),
        ("choices that hold", &met.choices),
        ("risks within their limit", &met.within),
        ("incidents sent elsewhere by rules", &met.sent_elsewhere),
        ("incidents that nobody's rights reach", &met.out_of_reach),
    ] {
        assert!(cell.get() > points / 20 && cell.get() < points, "{what}: {} of {points}", cell.get());
    }
    assert!(met.dead_rows.get() > met.policies.get() / 20, "{met:?}");
}
