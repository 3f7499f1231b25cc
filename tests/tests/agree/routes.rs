//! Every incident of the standard policy, and the proof that none is unrouted (domain.md B5).

use crate::common::{self, translate};
use crate::digest::Digest;
use crate::points::{self, Pair};
use plimsoll_core::policy::{Draft, Space};
use plimsoll_core::{IncidentFacts, MAX_LEVELS, Policy, facet};
use plimsoll_tests::promises::tried;
use plimsoll_tests::reference::{self, Incident};
use std::collections::{BTreeMap, BTreeSet};

/// Every combination of segment, kind, priority, marks, level and rights that a policy tells apart.
pub(crate) fn every_incident(draft: &Draft) -> impl Iterator<Item = Incident> {
    let mut all = vec![Incident::default()];
    let each = |all: Vec<Incident>, count: usize, set: &dyn Fn(&mut Incident, usize)| -> Vec<Incident> {
        let mut more = Vec::new();
        for incident in all {
            for value in 0..count {
                let mut incident = incident.clone();
                set(&mut incident, value);
                more.push(incident);
            }
        }
        more
    };
    let small = |value: usize| u8::try_from(value).unwrap();
    all = each(all, 2, &|incident, value| incident.segment = ["client", "system"][value].to_owned());
    all = each(all, draft.kinds.len(), &|incident, value| incident.kind = draft.kinds[value].clone());
    all = each(all, 3, &|incident, value| incident.priority = ["low", "medium", "high"][value].to_owned());
    all = each(all, 2, &|incident, value| incident.security = value == 1);
    all = each(all, 2, &|incident, value| incident.complex = value == 1);
    all = each(all, draft.levels().into(), &|incident, value| incident.level = small(value) + 1);
    all =
        each(all, usize::from(draft.rights()) + 1, &|incident, value| incident.rights_needed = small(value));
    all.into_iter()
}

/// Proves by enumeration that every incident is routed to a team that is staffed and whose rights reach, that following
/// `next` ends, and that every level passed over is told; prints what it counted.
pub(crate) fn prove(name: &str, policy: &Policy<'_>, all: &[IncidentFacts]) {
    let (mut unrouted, mut replaced, mut skipping, mut longest) = (0, 0, 0, 0);
    let mut targets: BTreeMap<&str, u32> = BTreeMap::new();
    for facts in all {
        let (route, trace) = policy.explain_route(facts);
        let team = policy.team(route.target);
        let needed = facts.value(facet::RIGHTS);
        if !route.reaches || !team.is_some_and(|team| team.staffed && u16::from(team.rights) >= needed) {
            unrouted += 1;
        }
        *targets.entry(common::team(policy, route.target)).or_default() += 1;

        let (mut seen, mut at, mut level) = (BTreeSet::from([route.target]), route.next, route.level);
        while let Some(next) = at {
            assert!(seen.insert(next), "a cycle through {}: {facts:?}", common::team(policy, next));
            let team = policy.team(next).expect("a team");
            assert!(team.staffed && team.level > level && team.level <= MAX_LEVELS, "{team:?} after {level}");
            (at, level) = (team.next, team.level);
        }
        longest = longest.max(seen.len());

        let passed = reference::skipped(facts.level(), route.level);
        let of = |stage| trace.steps().iter().filter(move |step| step.stage == stage);
        let told: Vec<u8> =
            of(plimsoll_core::Stage::Skip).filter_map(|step| u8::try_from(step.to).ok()).collect();
        assert_eq!(told, passed, "{facts:?}");
        assert_eq!(route.skipped.iter().collect::<Vec<_>>(), passed, "{facts:?}");
        skipping += usize::from(!passed.is_empty());
        replaced += of(plimsoll_core::Stage::Rights).count();
    }
    let incidents = all.len();
    println!(
        "{name} policy: {incidents} incidents, {unrouted} unrouted; every target is staffed and its rights reach"
    );
    println!(
        "{name} policy: {replaced} go to another team for its rights, {skipping} skip levels and say which"
    );
    println!("{name} policy: following next ends, after at most {longest} teams; targets {targets:?}");
    assert_eq!(unrouted, 0, "unrouted incidents");
    assert!(longest > 1 && skipping > 0 && replaced > 0 && targets.len() > 3, "nothing was proved");
}

/// Proves by enumeration that following routes ends: an incident that stands where its route led, and is routed again, never
/// goes to a lower level than it stands on; so it comes to rest. Prints what it counted.
fn prove_rerouting(policy: &Policy<'_>, all: &[IncidentFacts]) {
    let (mut routes, mut longest, mut risen) = (0_usize, 0, 0_usize);
    for facts in all {
        let mut at = *facts;
        let mut passed = Vec::new();
        loop {
            let route = policy.route(&at);
            assert!(route.level >= at.level(), "from level {} back to {route:?}: {facts:?}", at.level());
            routes += 1;
            // Once the level stays, the facts and with them the route do.
            let rests = passed.last() == Some(&(route.level, route.target));
            if rests {
                break;
            }
            assert!(
                !passed.contains(&(route.level, route.target)),
                "a cycle: {passed:?} {route:?} {facts:?}"
            );
            passed.push((route.level, route.target));
            risen += usize::from(route.level > at.level());
            at = at.with_level(route.level);
        }
        longest = longest.max(passed.len());
    }
    println!(
        "standard policy: {} incidents routed again and again, {routes} routes, {risen} rises, none to a lower level, at most {longest} teams: no cycle on re-routing",
        all.len()
    );
    assert!(longest > 0 && risen > 0 && routes >= 2 * all.len(), "nothing was proved");
}

#[test]
fn every_incident_of_the_standard_policy() {
    let draft = Draft::standard();
    let pair = Pair { engine: Policy::standard(), reference: reference::Policy::standard() };
    let facets = draft.facets_of(Space::Incident);
    let mut digest = Digest::EMPTY;
    let mut all = Vec::new();
    for incident in every_incident(&draft) {
        let facts = translate::incident(&facets, &incident);
        digest.route(&points::route(&pair, &facts, &incident, &[]));
        all.push(facts);
    }
    tried("agree", "every incident of the standard policy", digest.incidents);
    assert_eq!(digest.incidents, 2 * 10 * 3 * 2 * 2 * 4 * 4);
    assert_eq!(digest.hash, 0xe34c_e0b8_7ff5_a5e5);
    prove("standard", &pair.engine, &all);
    prove_rerouting(&pair.engine, &all);
}

/// A team that nobody staffs, a level that nobody stands on, rights that few have: still every incident is routed.
#[test]
fn every_incident_of_thinned_out_policies() {
    let mut policies = 0;
    for gone in 0..1_u32 << Draft::standard().teams.len() {
        let mut draft = Draft::standard();
        let staffed = |index: usize| gone >> index & 1 == 0;
        (0..).zip(&mut draft.teams).for_each(|(index, team)| team.staffed = staffed(index));
        // A table may not name who is not there: the incident goes to the first who is.
        let Some(there) = draft.teams.iter().find(|team| team.staffed).map(|team| team.name.clone()) else {
            assert!(draft.compile().is_err(), "nobody is staffed");
            continue;
        };
        for row in &mut draft.routes {
            if !draft.teams.iter().any(|team| team.staffed && team.name == row.then.to) {
                row.then.to = there.clone();
            }
        }
        let blob = common::compile(&draft, gone);
        let engine = common::verify(&blob, gone);
        let mut reference = reference::Policy::standard();
        let teams = reference.teams.iter_mut().zip(&draft.teams);
        teams.for_each(|(team, drafted)| team.staffed = drafted.staffed);
        let rows = reference.routes.iter_mut().zip(&draft.routes);
        rows.for_each(|(row, drafted)| row.to = drafted.then.to.clone());
        let pair = Pair { engine, reference };
        let facets = draft.facets_of(Space::Incident);
        for incident in every_incident(&draft) {
            let facts = translate::incident(&facets, &incident);
            let route = points::route(&pair, &facts, &incident, &[]);
            let team = engine.team(route.target).expect("a team");
            assert!(team.staffed && team.rights >= incident.rights_needed, "{incident:?}");
        }
        policies += 1;
    }
    println!("{policies} policies with fewer teams: every incident is routed, as the reference routes it");
    assert_eq!(policies, 127);
}
