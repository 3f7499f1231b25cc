//! Kinds, teams and routes of a random policy.

use super::conditions::{self, row};
use super::{Most, Stated, asked, named};
use crate::draw::Draw;
use crate::reference::{RouteRow, Team};
use plimsoll_core::policy::{Draft, DraftRoute, DraftTeam, Space};
use std::collections::BTreeSet;

pub(super) fn draw(draw: &Draw<'_>, most: &Most, stated: &mut Stated) {
    if !most.asked[2].is_empty() {
        stated.draft.kinds = named("kind", 2);
    }
    teams(draw, most, stated);
    routes(draw, most, stated);
}

fn teams(draw: &Draw<'_>, most: &Most, Stated { draft, reference, .. }: &mut Stated) {
    let [count, levels, rights] = most.teams;
    let shift = 4 * draw.below(2);
    draft.teams = (0..=draw.below(count.into()))
        .map(|number| format!("team_{}", number + if draw.rarely(2) { shift } else { 0 }))
        .collect::<BTreeSet<String>>()
        .into_iter()
        .map(|name| DraftTeam {
            name,
            level: draw.small(1, levels),
            rights: draw.small(0, rights),
            staffed: !draw.rarely(4),
            next: None,
        })
        .collect();
    draft.teams[0].staffed = true;
    for index in 0..draft.teams.len() {
        let above = draft.teams[index].level;
        let higher = draft.teams.iter().filter(|team| team.staffed && team.level > above);
        let higher: Vec<String> = higher.map(|team| team.name.clone()).collect();
        if !higher.is_empty() && draw.rarely(3) {
            draft.teams[index].next = Some(draw.one(&higher).clone());
        }
    }
    let team = |team: &DraftTeam| Team {
        name: team.name.clone(),
        level: team.level,
        rights: team.rights,
        staffed: team.staffed,
    };
    reference.teams = draft.teams.iter().map(team).collect();
}

pub(super) fn staffed(draft: &Draft) -> Vec<String> {
    draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone()).collect()
}

fn routes(draw: &Draw<'_>, most: &Most, Stated { draft, reference, .. }: &mut Stated) {
    let (known, staffed) = (asked(draft, most, Space::Incident, false), staffed(draft));
    (draft.routes, reference.routes) = (Vec::new(), Vec::new());
    let rows = draw.many(most.rows + 1, || conditions::draw(draw, &known, most.conditions));
    for (number, (when, stated)) in rows.into_iter().chain([(Vec::new(), Vec::new())]).enumerate() {
        let to = draw.one(&staffed).clone();
        let consult: Vec<String> = draft.roles.iter().filter(|_| draw.rarely(3)).cloned().collect();
        reference.routes.push(RouteRow { when: stated, to: to.clone(), consult: consult.clone() });
        let channel = draw.one(&draft.channels).clone();
        draft.routes.push(row(when, DraftRoute { to, consult, channel }, ("route", number)));
    }
}
