//! Random pairs of small policies, of fixed seeds.

use crate::brute::compare;
use crate::draw::Draw;
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftBand, DraftDomain, DraftFacet, DraftMatrix, DraftObligation, DraftProposal, DraftRoute,
    DraftRule, DraftTeam, KnownFacet, Reason, Row, Space,
};
use plimsoll_core::table::{Condition, When, matches};
use plimsoll_core::{
    CiaFloor, Envelope, EstimateRule, Impact, Likelihood, LikelihoodRule, Policy, ProposalKind, Response,
};

fn names(stem: &str, count: u8) -> Vec<String> {
    (0..count).map(|number| format!("{stem}_{number}")).collect()
}

fn row<T>(when: When, then: T) -> Row<T> {
    Row { when, then, reason: Reason::default() }
}

/// What the tables and rules of random policies ask for: few facets, so that every situation can be asked for.
pub(crate) fn asked(draft: &Draft, space: Space, score: bool) -> Vec<KnownFacet> {
    let built_in: Vec<Facet> = match space {
        Space::Risk if score => vec![facet::IMPACT, facet::ORIGIN, facet::SCORE, facet::WITHIN_LIMIT],
        Space::Risk => vec![facet::IMPACT, facet::LIKELIHOOD, facet::ORIGIN],
        Space::Incident => vec![facet::PRIORITY, facet::SECURITY, facet::LEVEL],
    };
    let declared =
        |known: &KnownFacet| known.facet.get() >= facet::BUILT_IN || built_in.contains(&known.facet);
    draft.facets_of(space).into_iter().filter(declared).collect()
}

fn conditions(draw: &Draw<'_>, known: &[KnownFacet], most: usize) -> When {
    draw.many(most, || {
        let known = draw.one(known);
        let size = known.domain.domain().unwrap().size();
        let sure = u16::try_from(draw.below(size.into())).unwrap();
        Condition::among(known.facet, (0..size).filter(|value| *value == sure || draw.rarely(2)))
    })
}

/// The facets: a label or two may be missing or stand elsewhere, a range may be shorter, and all of it may be absent.
fn facets(draw: &Draw<'_>) -> Vec<DraftFacet> {
    let mut facets = Vec::new();
    let mut labels: Vec<String> = ["nordics", "emea", "apac"].map(String::from).to_vec();
    labels.rotate_left(draw.below(3));
    labels.truncate(1 + draw.below(3));
    if !draw.rarely(4) {
        facets.push(DraftFacet { name: "region".into(), domain: DraftDomain::Labels(labels) });
    }
    let (low, high) = (i32::from(draw.small(0, 2)) - 1, i32::from(draw.small(2, 4)));
    if draw.rarely(2) {
        facets.push(DraftFacet {
            name: "age".into(),
            domain: DraftDomain::Range { low, high, names: Vec::new() },
        });
    }
    if draw.rarely(3) {
        facets.push(DraftFacet { name: "tested".into(), domain: DraftDomain::Bool });
    }
    let count = facets.len();
    facets.rotate_left(draw.below(count));
    facets
}

fn scales(draw: &Draw<'_>, draft: &mut Draft) {
    draft.impact = names("impact", draw.small(2, 3));
    draft.likelihood = names("likelihood", draw.small(2, 3));
    let levels = u8::try_from(draft.likelihood.len()).unwrap();
    let estimate = if draw.rarely(3) { EstimateRule::Replaces } else { EstimateRule::Higher };
    let none = Likelihood::new(draw.small(1, levels)).unwrap();
    draft.likelihood_rule = LikelihoodRule::new(levels, none, estimate).unwrap();
    let [low, medium, high] = [1, 2, 2].map(|impact| Impact::new(impact).unwrap());
    draft.cia_floor =
        if draw.rarely(12) { CiaFloor::new(low, medium, high).unwrap() } else { CiaFloor::NONE };
    let bands = draw.small(1, 3);
    let cells = draft.impact.len() * draft.likelihood.len();
    let mut cuts: Vec<u16> = (1..=bands).map(u16::from).collect();
    if draw.rarely(2) {
        let row = |_| draft.impact.iter().map(|_| draw.small(0, bands - 1)).collect();
        let cells = draft.likelihood.iter().map(row).collect();
        draft.matrix = DraftMatrix::Grid { cells, may_fall: true };
    } else {
        let top = u16::try_from(cells).unwrap();
        cuts = (1..bands).map(|_| 1 + u16::try_from(draw.below(cells - 1)).unwrap()).chain([top]).collect();
        cuts.sort_unstable();
        cuts.dedup();
    }
    let band =
        |(number, up_to)| DraftBand { name: format!("band_{number}"), colour: "#336699".into(), up_to };
    draft.bands = cuts.into_iter().enumerate().map(band).collect();
}

fn tables(draw: &Draw<'_>, draft: &mut Draft) {
    let top = u8::try_from(draft.top()).unwrap();
    let (known, graded) = (asked(draft, Space::Risk, false), asked(draft, Space::Risk, true));
    draft.acceptance_level = draw.small(0, top);
    draft.limits = draw.many(2, || row(conditions(draw, &known, 2), draw.small(0, top)));
    draft.responses = draw.many(2, || row(conditions(draw, &graded, 2), *draw.one(Response::ALL)));
    draft.envelopes = draw.many(2, || {
        let envelope = Envelope {
            max_raise: draw.small(0, 4),
            max_lower: draw.small(0, 4),
            may_loosen: draw.small(0, 4),
            may_accept: draw.rarely(2),
            may_redirect: draw.rarely(2),
        };
        row(conditions(draw, &known, 1), envelope)
    });
    draft.envelopes.retain(|row| row.when.iter().all(|condition| condition.facet.get() >= facet::BUILT_IN));
}

fn teams(draw: &Draw<'_>, draft: &mut Draft) {
    draft.teams = (0..draw.small(2, 4))
        .map(|number| DraftTeam {
            name: format!("team_{}", usize::from(number) + draw.below(2) * 4),
            level: draw.small(1, 4),
            rights: draw.small(0, 2),
            staffed: number == 0 || !draw.rarely(4),
            next: None,
        })
        .collect();
    let staffed: Vec<String> =
        draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone()).collect();
    draft.roles = names("role", 2);
    let known = asked(draft, Space::Incident, false);
    let mut rows = draw.many(2, || conditions(draw, &known, 2));
    rows.push(Vec::new());
    draft.routes = rows
        .into_iter()
        .map(|when| {
            let consult = draft.roles.iter().filter(|_| draw.rarely(2)).cloned().collect();
            row(
                when,
                DraftRoute {
                    to: draw.one(&staffed).clone(),
                    consult,
                    channel: draw.one(&draft.channels).clone(),
                },
            )
        })
        .collect();
}

fn proposal(draw: &Draw<'_>, draft: &Draft, space: Space, rule: &str) -> DraftProposal {
    let response = || draw.one(Response::ALL).index();
    let (kind, amount) = match (space, draw.below(6)) {
        (Space::Incident, 0..=2) => (ProposalKind::Consult, draw.small(0, 1)),
        (Space::Incident, _) => {
            let staffed: Vec<usize> =
                (0..draft.teams.len()).filter(|team| draft.teams[*team].staffed).collect();
            (ProposalKind::SendTo, u8::try_from(*draw.one(&staffed)).unwrap())
        }
        (_, 0) => (ProposalKind::Raise, draw.small(1, 4)),
        (_, 1) => (ProposalKind::Lower, draw.small(1, 4)),
        (_, 2) => (ProposalKind::TightenLimit, draw.small(1, 4)),
        (_, 3) => (ProposalKind::LoosenLimit, draw.small(1, 4)),
        (_, 4) => (ProposalKind::Demand, response()),
        _ => (ProposalKind::Forbid, response()),
    };
    let (source, text) = ("random.rhai".to_string(), kind.label().to_string());
    DraftProposal {
        kind,
        amount,
        reason: Reason { source, line: 1, rule: rule.into(), text, ..Reason::default() },
    }
}

fn rule(draw: &Draw<'_>, draft: &Draft, space: Space, number: usize) -> DraftRule {
    let known = asked(draft, space, false);
    let mut forest = draft.forest(space);
    let (mut function, mut outcomes) = (Ref::terminal(0), vec![Vec::new()]);
    for _ in 0..=draw.below(2) {
        let condition = matches(&mut forest, &conditions(draw, &known, 2));
        function = forest.choose(condition, Ref::terminal(u32::try_from(outcomes.len()).unwrap()), function);
        let name = format!("rule_{number}");
        outcomes.push(draw.many(2, || proposal(draw, draft, space, &name)));
    }
    let (words, root) = forest.emit(function).unwrap();
    DraftRule { space, words, root, outcomes }
}

pub(crate) fn policy(draw: &Draw<'_>) -> Draft {
    let mut draft = Draft { name: "random".into(), ..Draft::standard() };
    draft.facets = facets(draw);
    if draw.rarely(3) {
        let (max_level, forbids_acceptance) = (Some(1).filter(|_| draw.rarely(2)), draw.rarely(2));
        let reason = Reason::default();
        draft.obligations =
            vec![DraftObligation { name: "pci".into(), max_level, forbids_acceptance, reason }];
    }
    draft.kinds = names("kind", 2);
    scales(draw, &mut draft);
    teams(draw, &mut draft);
    tables(draw, &mut draft);
    for space in [Space::Risk, Space::Risk, Space::Incident] {
        if !draw.rarely(3) {
            let number = draft.rules.len();
            let made = rule(draw, &draft, space, number);
            draft.rules.push(made);
        }
    }
    draft
}

/// A policy in which one thing was changed.
fn edited(draw: &Draw<'_>, old: &Draft) -> Draft {
    let mut new = old.clone();
    match draw.below(8) {
        0 => new.acceptance_level = draw.small(0, u8::try_from(old.top()).unwrap()),
        1 => tables(draw, &mut new),
        2 => new.rules.truncate(1),
        3 => new.rules.reverse(),
        4 => new.teams.iter_mut().for_each(|team| team.level = 5 - team.level),
        5 => {
            new.likelihood_rule = {
                let (rule, turned) =
                    (old.likelihood_rule, old.likelihood_rule.estimate() == EstimateRule::Higher);
                let estimate = if turned { EstimateRule::Replaces } else { EstimateRule::Higher };
                LikelihoodRule::new(rule.levels(), rule.no_actions(), estimate).unwrap()
            }
        }
        6 => new.teams.swap(0, 1),
        _ => {
            let number = new.rules.len();
            let made = rule(draw, &new, Space::Risk, number);
            new.rules.push(made);
        }
    }
    new
}

#[test]
fn random_pairs_change_as_brute_force_counts() {
    let (mut compared, mut changed, mut seed) = (0, 0, 0);
    while compared < 220 {
        seed += 1;
        assert!(seed < 2000, "{compared} pairs in 2000");
        let draw = Draw::seeded(seed * 1_000_003);
        let old = policy(&draw);
        let new = if draw.rarely(2) { edited(&draw, &old) } else { policy(&draw) };
        // A row that is covered, or a team that passes on downwards, is refused.
        let (Ok(before), Ok(after)) = (old.compile(), new.compile()) else { continue };
        let (before, after) = (Policy::verify(&before).unwrap(), Policy::verify(&after).unwrap());
        println!("seed {seed}");
        if let Some(found) = compare(&before, &after, draw.below(4) + 1) {
            compared += 1;
            changed += usize::from(found.risks.changed > 0) + usize::from(found.incidents.changed > 0);
        }
    }
    println!("{compared} pairs of {seed}, {changed} sides with changes");
    assert!(changed > 200, "{changed}");
}
