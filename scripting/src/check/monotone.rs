//! More impact or more likelihood is never better.

use super::side::Risks;
use super::{Finding, Spot, Subject, Weight};
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet, Values};
use plimsoll_core::policy::{DraftMatrix, Place};
use plimsoll_core::{Stage, Step, Trace};

/// Where a level more of impact or likelihood lowers the score or the band, or brings a risk back within its limit.
pub(super) fn find(subject: &Subject<'_>, risks: &mut Risks) -> Vec<Finding> {
    let band = risks.model.band;
    let (score, within) = (risks.model.score, risks.model.within);
    let above = risks.wherever(within, |within| within == 0);
    let waives = matches!(subject.draft.matrix, DraftMatrix::Grid { may_fall: true, .. });
    let inherent = risks.model.inherent;
    let mut findings = Vec::new();
    for (facet, name) in [(facet::IMPACT, "impact"), (facet::LIKELIHOOD, "likelihood")] {
        for (part, function) in [("score", score), ("band", band), ("limit", above)] {
            // What a matrix that may fall does by itself is waived, what rules and limits add to it is not.
            let (mut own, mut waived) = (None, None);
            for level in 1..risks.forest.size(facet) {
                let fallen = falls(risks, facet, function, level);
                let given_up = if waives { falls(risks, facet, inherent, level) } else { Ref::FALSE };
                let (given_up, kept) =
                    (risks.forest.and(fallen, given_up), risks.forest.without(fallen, given_up));
                own = own.or((kept != Ref::FALSE).then_some((kept, level)));
                waived = waived.or((given_up != Ref::FALSE).then_some((given_up, level)));
            }
            let both = [(own, Weight::Breaks), (waived, Weight::Waived)];
            let mut fell = false;
            for ((set, level), weight) in
                both.into_iter().filter_map(|(found, weight)| Some((found?, weight)))
            {
                fell = true;
                findings.extend(
                    told(subject, risks, (facet, name), part, set, level).map(|found| found.weighing(weight)),
                );
            }
            // A band that falls with its score is the same finding.
            if part == "score" && fell {
                break;
            }
        }
    }
    findings
}

/// The situations at a level, from 1, in which a function falls with one level more of a facet.
fn falls(risks: &mut Risks, facet: Facet, function: Ref, level: u16) -> Ref {
    let here = level.saturating_sub(1);
    let before = risks.forest.restrict(function, facet, here);
    let after = risks.forest.restrict(function, facet, level);
    let fallen = risks.forest.apply(before, after, |before, after| u32::from(before > after));
    let at = risks.forest.among(facet, &[here..=here]);
    risks.forest.and(fallen, at)
}

/// The finding for a set of situations at one level.
fn told(
    subject: &Subject<'_>,
    risks: &mut Risks,
    (facet, name): (Facet, &str),
    part: &str,
    set: Ref,
    level: u16,
) -> Option<Finding> {
    let (mut example, point) = risks.example(set)?;
    let next = raised(&point, facet);
    example.when.retain(|(facet, _)| facet != name);
    example.when.insert(0, (name.to_string(), format!("{} -> {}", level, level.saturating_add(1))));
    let decided = |point: &Values| {
        let parts = risks.decided(point).into_iter();
        let parts = parts.filter(|(part, _)| ["score", "band", "limit"].contains(&part.as_str()));
        parts.map(|(part, value)| format!("{part} {value}")).collect::<Vec<_>>().join(", ")
    };
    let (was, is) = (decided(&point), decided(&next));
    let message = match part {
        "limit" => format!("more {name} brings a risk back within its limit: {was}, then {is}"),
        part => format!("more {name} lowers the {part}: {was}, then {is}"),
    };
    let spot = blame(subject, risks, &point, &next, part);
    let help = "let what a rule or row does not end where the risk grows: write >= for =, and leave no gap";
    Some(Finding::new(spot, message, help).at(example))
}

fn raised(point: &Values, facet: Facet) -> Values {
    let mut next = *point;
    next.get_mut(facet.index()).into_iter().for_each(|value| *value = value.saturating_add(1));
    next
}

/// What makes the difference between two points: a rule that proposes something else there, or a table.
fn blame(subject: &Subject<'_>, risks: &Risks, before: &Values, after: &Values, part: &str) -> Spot {
    let steps = |point: &Values| {
        let mut trace = Trace::<512>::new();
        subject.policy.assess_into(&risks.facts(subject, point), &mut trace);
        trace.steps().iter().filter(|step| step.stage == Stage::Rule).copied().collect::<Vec<Step>>()
    };
    let (before_steps, after_steps) = (steps(before), steps(after));
    let amount = |step: &Step| (step.proposal, step.reason, step.to.abs_diff(step.from));
    let changed = |these: &[Step], those: &[Step]| {
        these.iter().find(|step| !those.iter().any(|other| amount(other) == amount(step))).copied()
    };
    let names = subject.policy.names();
    let rule = changed(&before_steps, &after_steps).or_else(|| changed(&after_steps, &before_steps));
    let words = rule.and_then(|step| names?.reason(step.reason)).filter(|words| words.line > 0);
    if let Some(words) = words {
        return Spot::File(words.source.to_string(), words.line, 1);
    }
    match part {
        "limit" => {
            let row = risks.forest.value(risks.model.limit_row, after);
            let row = usize::try_from(row).ok().and_then(|row| row.checked_sub(1));
            Spot::Policy(row.map_or(Place::Acceptance, Place::Limit))
        }
        _ => Spot::Policy(Place::Matrix),
    }
}
