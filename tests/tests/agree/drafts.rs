//! Random policies, each stated twice: as a draft for the engine's compiler, and in the reference's words.

use crate::common::translate::response;
use crate::draw::Draw;
use crate::rules::Rule;
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{RIGHTS, SCORE, TARGET, WITHIN_LIMIT};
use plimsoll_core::policy::{
    Draft, DraftBand, DraftDomain, DraftFacet, DraftMatrix, DraftObligation, DraftProposal, DraftRoute,
    DraftRule, DraftTeam, KnownFacet, Reason, Row, Space,
};
use plimsoll_core::table::{self, matches};
use plimsoll_core::{CiaFloor, Envelope, EstimateRule, Impact, Likelihood, LikelihoodRule, ProposalKind};
use plimsoll_tests::reference::{
    self, Band, Condition, Estimate, LimitRow, Matrix, Obligation, Proposal, ResponseRow, RouteProposal,
    RouteRow, Team, Treatment,
};
use std::ops::RangeInclusive;

/// A policy in both forms.
pub(crate) struct Stated {
    /// For the engine.
    pub(crate) draft: Draft,
    /// For the reference; which envelope holds depends on the facts.
    pub(crate) reference: reference::Policy,
    /// The envelopes, of which the first whose conditions hold is the one; else the standard one.
    pub(crate) envelopes: Vec<(Vec<Condition>, Envelope)>,
    /// The rules about risks.
    pub(crate) risk_rules: Vec<Rule<Proposal>>,
    /// The rules about incidents.
    pub(crate) incident_rules: Vec<Rule<RouteProposal>>,
}

/// Conditions in both forms.
type When = (table::When, Vec<Condition>);

fn named(stem: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{stem}_{number}")).collect()
}

fn condition(draw: &Draw<'_>, known: &[KnownFacet]) -> (table::Condition, Condition) {
    let known = draw.one(known);
    let size = known.domain.domain().expect("a sound domain").size();
    let value = || u16::try_from(draw.below(size.into())).expect("a value");
    let (ranges, text): (Vec<RangeInclusive<u16>>, Vec<String>) = if size <= 10 {
        let sure = value();
        let values: Vec<u16> = (0..size).filter(|value| draw.rarely(2) || *value == sure).collect();
        let condition = table::Condition::among(known.facet, values.iter().copied());
        (condition.ranges, values.into_iter().map(|value| known.domain.show(value)).collect())
    } else {
        let mut ends = [value(), value(), value(), value()];
        ends.sort_unstable();
        let [a, b, c, d] = ends;
        let ranges = if draw.rarely(2) && b + 1 < c { vec![a..=b, c..=d] } else { vec![a..=d] };
        let show = |range: &RangeInclusive<u16>| {
            format!("{}..{}", known.domain.show(*range.start()), known.domain.show(*range.end()))
        };
        (ranges.clone(), ranges.iter().map(show).collect())
    };
    let stated = Condition::new(&known.name, &text.join("|"));
    (table::Condition { facet: known.facet, ranges }, stated)
}

fn conditions(draw: &Draw<'_>, known: &[KnownFacet], most: usize) -> When {
    draw.many(most, || condition(draw, known)).into_iter().unzip()
}

/// A row whose reason says which it is.
fn row<T>(when: table::When, then: T, which: (&str, usize)) -> Row<T> {
    let text = format!("{} {}", which.0, which.1);
    Row { when, then, reason: Reason { text, ..Reason::default() } }
}

/// The facets that rules and tables of a space may ask for and the reference knows by name.
fn inputs(draft: &Draft, space: Space, score: bool) -> Vec<KnownFacet> {
    let derived = |known: &KnownFacet| match space {
        Space::Risk => known.facet == WITHIN_LIMIT || (known.facet == SCORE && !score),
        Space::Incident => known.facet == RIGHTS || known.facet == TARGET,
    };
    draft.facets_of(space).into_iter().filter(|known| !derived(known)).collect()
}

/// A random policy.
pub(crate) fn policy(draw: &Draw<'_>) -> Stated {
    let mut stated = Stated {
        draft: Draft { roles: named("role", draw.below(4)), name: "random".into(), ..Draft::standard() },
        reference: reference::Policy { responses: Vec::new(), ..reference::Policy::standard() },
        envelopes: Vec::new(),
        risk_rules: Vec::new(),
        incident_rules: Vec::new(),
    };
    scales(draw, &mut stated);
    matrix(draw, &mut stated);
    declared(draw, &mut stated);
    tables(draw, &mut stated);
    teams(draw, &mut stated);
    routes(draw, &mut stated);
    rules(draw, &mut stated);
    stated
}

fn scales(draw: &Draw<'_>, Stated { draft, reference, .. }: &mut Stated) {
    let (impact, likelihood) = (draw.small(2, 10), draw.small(2, 10));
    (reference.impact_levels, reference.likelihood_levels) = (impact, likelihood);
    draft.impact = named("impact", impact.into());
    draft.likelihood = named("likelihood", likelihood.into());
    reference.no_actions = draw.small(1, likelihood);
    let (estimate, rule) =
        *draw.one(&[(Estimate::Higher, EstimateRule::Higher), (Estimate::Replaces, EstimateRule::Replaces)]);
    reference.estimate = estimate;
    let no_actions = Likelihood::new(reference.no_actions).unwrap();
    draft.likelihood_rule = LikelihoodRule::new(likelihood, no_actions, rule).unwrap();
    let mut floor = [0; 3].map(|_| draw.small(1, impact));
    floor.sort_unstable();
    let [low, medium, high] = floor.map(|impact| Impact::new(impact).unwrap());
    let without = draw.rarely(4);
    reference.cia_floor = (!without).then_some(floor);
    draft.cia_floor = if without { CiaFloor::NONE } else { CiaFloor::new(low, medium, high).unwrap() };
}

fn matrix(draw: &Draw<'_>, Stated { draft, reference, .. }: &mut Stated) {
    let cells = draft.impact.len() * draft.likelihood.len();
    let count = 1 + draw.below(cells.min(10));
    let mut cuts: Vec<u16> = (1..=count).map(|band| u16::try_from(band).unwrap()).collect();
    if draw.rarely(3) {
        let row = || draft.impact.iter().map(|_| draw.small(0, u8::try_from(count - 1).unwrap())).collect();
        let grid: Vec<Vec<u8>> = draft.likelihood.iter().map(|_| row()).collect();
        reference.matrix = Matrix::Grid(grid.clone());
        draft.matrix = DraftMatrix::Grid { cells: grid, may_fall: true };
    } else {
        // The last band ends at the highest score; the others end somewhere below, each at its own.
        let top = u16::try_from(cells).unwrap();
        cuts = (1..count).map(|_| 1 + u16::try_from(draw.below(cells - 1)).unwrap()).chain([top]).collect();
        cuts.sort_unstable();
        cuts.dedup();
    }
    let bands = cuts.iter().enumerate().map(|(band, up_to)| (format!("band_{band}"), *up_to));
    let band = |(name, up_to)| DraftBand { name, colour: "#336699".into(), up_to };
    draft.bands = bands.clone().map(band).collect();
    reference.bands = bands.map(|(name, up_to)| Band { name, up_to: up_to.into() }).collect();
}

fn declared(draw: &Draw<'_>, Stated { draft, reference, .. }: &mut Stated) {
    let top = u8::try_from(draft.top()).unwrap();
    draft.acceptance_level = draw.small(0, top);
    draft.acceptance_reason.text = "organisation".into();
    reference.level = draft.acceptance_level.into();
    for name in named("obligation", draw.below(4)) {
        let (max_level, forbids) = (draw.rarely(2).then(|| draw.small(0, top)), draw.rarely(4));
        let stated = Obligation {
            name: name.clone(),
            max_level: max_level.map(u32::from),
            forbids_acceptance: forbids,
        };
        reference.obligations.push(stated);
        let reason = Reason::default();
        draft.obligations.push(DraftObligation { name, max_level, forbids_acceptance: forbids, reason });
    }
    for name in named("facet", draw.below(4)) {
        let domain = match draw.below(3) {
            0 => DraftDomain::Bool,
            1 => DraftDomain::Labels(named("label", 1 + draw.below(6))),
            _ => {
                let low = i32::from(draw.small(0, 100)) - 50;
                let high = low + i32::try_from(draw.below(400)).unwrap();
                DraftDomain::Range { low, high, names: Vec::new() }
            }
        };
        draft.facets.push(DraftFacet { name, domain });
    }
}

fn tables(draw: &Draw<'_>, Stated { draft, reference, envelopes, .. }: &mut Stated) {
    let top = u8::try_from(draft.top()).unwrap();
    let (known, graded) = (inputs(draft, Space::Risk, false), inputs(draft, Space::Risk, true));
    for number in 0..draw.below(5) {
        let ((when, stated), level) = (conditions(draw, &known, 2), draw.small(0, top));
        draft.limits.push(row(when, level, ("limit", number)));
        reference.limits.push(LimitRow { level: level.into(), when: stated });
    }
    for number in 0..draw.below(5) {
        let ((when, stated), then) = (conditions(draw, &graded, 3), *draw.one(&Treatment::ALL));
        draft.responses.push(row(when, response(then), ("response", number)));
        reference.responses.push(ResponseRow { when: stated, then });
    }
    for number in 0..draw.below(3) {
        let (when, stated) = conditions(draw, &known, 2);
        let envelope = Envelope {
            max_raise: draw.small(0, 30),
            max_lower: draw.small(0, 30),
            may_loosen: draw.small(0, 30),
            may_accept: draw.rarely(2),
            may_redirect: draw.rarely(2),
        };
        draft.envelopes.push(row(when, envelope, ("envelope", number)));
        envelopes.push((stated, envelope));
    }
}

fn teams(draw: &Draw<'_>, Stated { draft, reference, .. }: &mut Stated) {
    draft.teams = named("team", 1 + draw.below(7))
        .into_iter()
        .map(|name| DraftTeam {
            name,
            level: draw.small(1, 8),
            rights: draw.small(0, 4),
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

fn staffed(draft: &Draft) -> Vec<String> {
    draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone()).collect()
}

fn routes(draw: &Draw<'_>, Stated { draft, reference, .. }: &mut Stated) {
    let (known, staffed) = (inputs(draft, Space::Incident, false), staffed(draft));
    (draft.routes, reference.routes) = (Vec::new(), Vec::new());
    let rows = draw.many(5, || conditions(draw, &known, 3));
    for (number, (when, stated)) in rows.into_iter().chain([(Vec::new(), Vec::new())]).enumerate() {
        let to = draw.one(&staffed).clone();
        let consult: Vec<String> = draft.roles.iter().filter(|_| draw.rarely(3)).cloned().collect();
        reference.routes.push(RouteRow { when: stated, to: to.clone(), consult: consult.clone() });
        let channel = draw.one(&draft.channels).clone();
        draft.routes.push(row(when, DraftRoute { to, consult, channel }, ("route", number)));
    }
}

fn rules(draw: &Draw<'_>, stated: &mut Stated) {
    for number in 0..draw.below(5) {
        let propose = || risk_proposal(draw);
        let made = rule(draw, &stated.draft, Space::Risk, number, &propose);
        stated.draft.rules.push(made.0);
        stated.risk_rules.push(made.1);
    }
    let staffed = staffed(&stated.draft);
    for number in 0..draw.below(4) {
        let propose = || incident_proposal(draw, &stated.draft, &staffed);
        let made = rule(draw, &stated.draft, Space::Incident, number, &propose);
        stated.draft.rules.push(made.0);
        stated.incident_rules.push(made.1);
    }
}

fn risk_proposal(draw: &Draw<'_>) -> ((ProposalKind, u8), Proposal) {
    let by = if draw.rarely(8) { 255 } else { draw.small(1, 12) };
    let treatment = *draw.one(&Treatment::ALL);
    let which = response(treatment).index();
    match draw.below(6) {
        0 => ((ProposalKind::Raise, by), Proposal::Raise(by.into())),
        1 => ((ProposalKind::Lower, by), Proposal::Lower(by.into())),
        2 => ((ProposalKind::TightenLimit, by), Proposal::Tighten(by.into())),
        3 => ((ProposalKind::LoosenLimit, by), Proposal::Loosen(by.into())),
        4 => ((ProposalKind::Demand, which), Proposal::Demand(treatment)),
        _ => ((ProposalKind::Forbid, which), Proposal::Forbid(treatment)),
    }
}

fn incident_proposal(
    draw: &Draw<'_>,
    draft: &Draft,
    staffed: &[String],
) -> ((ProposalKind, u8), RouteProposal) {
    let small = |index: usize| u8::try_from(index).unwrap();
    if draft.roles.is_empty() || draw.rarely(2) {
        let team = draw.one(staffed);
        let index = draft.teams.iter().position(|known| known.name == *team).unwrap();
        ((ProposalKind::SendTo, small(index)), RouteProposal::SendTo(team.clone()))
    } else {
        let role = draw.below(draft.roles.len());
        ((ProposalKind::Consult, small(role)), RouteProposal::Consult(draft.roles[role].clone()))
    }
}

/// A rule of one to three rows, the first often without conditions; compiled row by row from the last.
fn rule<P>(
    draw: &Draw<'_>,
    draft: &Draft,
    space: Space,
    number: usize,
    propose: &dyn Fn() -> ((ProposalKind, u8), P),
) -> (DraftRule, Rule<P>) {
    let known = inputs(draft, space, false);
    let mut forest = draft.forest(space);
    let (mut function, mut outcomes, mut rows) = (Ref::terminal(0), vec![Vec::new()], Vec::new());
    for _ in 0..=draw.below(3) {
        let (when, stated) = conditions(draw, &known, 3);
        let (coded, named): (Vec<(ProposalKind, u8)>, Vec<P>) = draw.many(3, propose).into_iter().unzip();
        let condition = matches(&mut forest, &when);
        let terminal = Ref::terminal(u32::try_from(outcomes.len()).unwrap());
        function = forest.choose(condition, terminal, function);
        let reason = |kind: ProposalKind| Reason {
            source: "random.rhai".into(),
            line: 1,
            rule: format!("rule_{number}"),
            text: kind.label().into(),
            principle: String::new(),
        };
        let proposal = |(kind, amount)| DraftProposal { kind, amount, reason: reason(kind) };
        outcomes.push(coded.into_iter().map(proposal).collect());
        // The row laid last lies on top.
        rows.insert(0, (stated, named));
    }
    let (words, root) = forest.emit(function).expect("a small rule");
    (DraftRule { space, words, root, outcomes }, Rule { rows })
}
