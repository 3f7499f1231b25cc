//! Every incident finds somebody.

use super::side::Incidents;
use super::{Finding, Spot, Subject};
use crate::model::team_id;
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet;
use plimsoll_core::policy::Place;

/// Incidents whose team cannot reach what is concerned, and routing that goes in circles. That teams which get incidents are staffed
/// and that escalation climbs, every verified policy has been found to hold.
pub(super) fn find(subject: &Subject<'_>, incidents: &mut Incidents) -> Vec<Finding> {
    let mut findings = Vec::new();
    let reaches = incidents.model.reaches;
    let short = incidents.wherever(reaches, |reaches| reaches == 0);
    if let Some((example, _)) = incidents.example(short) {
        let help = "give a staffed team the rights";
        let spot = Spot::Policy(Place::Routing);
        findings.push(
            Finding::new(spot, "the rights of the team do not reach what is concerned", help).at(example),
        );
    }
    findings.extend(circle(subject, incidents));
    findings
}

/// Where an incident that is routed again wherever it arrives comes back to a level that it has left.
fn circle(subject: &Subject<'_>, incidents: &mut Incidents) -> Option<Finding> {
    let (levels, target) = (incidents.forest.size(facet::LEVEL), incidents.model.target);
    let level_of = |team: u32| subject.policy.team(team_id(team)).map_or(1, |team| u32::from(team.level));
    let forest = &mut incidents.forest;
    let to: Vec<Ref> = (0..levels)
        .map(|level| {
            let there = forest.restrict(target, facet::LEVEL, level);
            forest.map(there, level_of)
        })
        .collect();
    let on = |forest: &mut Forest, at: Ref| {
        (1..).zip(&to).fold(at, |next, (level, to)| {
            let here = forest.map(at, |found| u32::from(found == level));
            forest.choose(here, *to, next)
        })
    };
    // After as many steps as there are levels, only a circle still moves.
    let mut circles = Vec::new();
    for (start, first) in (0..levels).zip(&to) {
        let settled = (0..levels).fold(*first, |at, _| on(forest, at));
        let further = on(forest, settled);
        let moves = forest.apply(settled, further, |at, next| u32::from(at != next));
        let starts = forest.among(facet::LEVEL, &[start..=start]);
        circles.push((forest.and(moves, starts), settled, further));
    }
    circles.into_iter().find_map(|(set, settled, further)| {
        let (example, point) = incidents.example(set)?;
        let (one, other) = (incidents.forest.value(settled, &point), incidents.forest.value(further, &point));
        let message = format!(
            "an incident that is routed again where it arrives goes back and forth between levels {} and {}",
            one.min(other),
            one.max(other)
        );
        let help = "let each level keep an incident or pass it on upwards: give the rows conditions on level";
        Some(Finding::new(Spot::Policy(Place::Routing), message, help).at(example))
    })
}
