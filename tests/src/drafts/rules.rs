//! Rules of a random policy.

use super::conditions;
use super::teams::staffed;
use super::{Most, Stated, asked, response, small};
use crate::draw::Draw;
use crate::reference::{Proposal, RouteProposal, Rule, Treatment};
use plimsoll_core::ProposalKind;
use plimsoll_core::diagram::Ref;
use plimsoll_core::policy::{Draft, DraftProposal, DraftRule, Reason, Space};
use plimsoll_core::table::matches;

pub(super) fn draw(draw: &Draw<'_>, most: &Most, stated: &mut Stated) {
    let [of_risks, of_incidents] = most.rules;
    for number in 0..draw.below(of_risks + 1) {
        let propose = || risk_proposal(draw, most);
        let made = rule(draw, most, &stated.draft, Space::Risk, number, &propose);
        stated.draft.rules.push(made.0);
        stated.risk_rules.push(made.1);
    }
    let staffed = staffed(&stated.draft);
    for number in 0..draw.below(of_incidents + 1) {
        let propose = || incident_proposal(draw, &stated.draft, &staffed);
        let made = rule(draw, most, &stated.draft, Space::Incident, number, &propose);
        stated.draft.rules.push(made.0);
        stated.incident_rules.push(made.1);
    }
}

fn risk_proposal(draw: &Draw<'_>, most: &Most) -> ((ProposalKind, u8), Proposal) {
    let by = if draw.rarely(8) { 255 } else { draw.small(1, most.proposed) };
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
    most: &Most,
    draft: &Draft,
    space: Space,
    number: usize,
    propose: &dyn Fn() -> ((ProposalKind, u8), P),
) -> (DraftRule, Rule<P>) {
    let known = asked(draft, most, space, false);
    let mut forest = draft.forest(space);
    let (mut function, mut outcomes, mut rows) = (Ref::terminal(0), vec![Vec::new()], Vec::new());
    for _ in 0..=draw.below(3) {
        let (when, stated) = conditions::draw(draw, &known, most.conditions);
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
