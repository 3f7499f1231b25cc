//! Limits are never looser below than above.

use super::side::Risks;
use super::{Finding, Spot, Subject};
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::policy::{Draft, Place, Space};
use plimsoll_core::table::{When, matches};

/// Rows of limits that are looser than a row for a wider part of the organisation, or than the organisation's own level; and
/// where a limit passes what obligations leave.
pub(super) fn find(subject: &Subject<'_>, risks: &mut Risks) -> Vec<Finding> {
    let draft = subject.draft;
    let mut findings = Vec::new();
    for Looser { row: index, level, above, here } in looser(draft, risks) {
        let Some(row) = draft.limits.get(index) else { continue };
        let place = draft.describe(Space::Risk, &row.when);
        let message =
            format!("the limit of {} where {place} is looser than the {level} of {above}", row.then);
        let help = "the lowest limit that applies holds, so this row does nothing: lower it, or remove it";
        let finding = Finding::new(Spot::Policy(Place::Limit(index)), message, help);
        findings.push(match risks.example(here) {
            Some((example, _)) => finding.at(example),
            None => finding,
        });
    }
    let (limit, cap) = (risks.model.limit, risks.model.cap);
    let passed = risks.forest.apply(limit, cap, |limit, cap| u32::from(limit > cap));
    if let Some((example, _)) = risks.example(passed) {
        let spot = Spot::Policy(Place::Obligation(0));
        findings
            .push(Finding::new(spot, "a limit passes what an obligation leaves", "report this").at(example));
    }
    findings
}

/// A row that is looser than one for a wider part of the organisation.
pub(super) struct Looser {
    /// The row.
    pub(super) row: usize,
    /// The strictest level of a wider part.
    level: u8,
    /// Which part that is.
    above: String,
    /// Where the row applies.
    here: Ref,
}

/// The rows that are looser than one for a wider part.
pub(super) fn looser(draft: &Draft, risks: &mut Risks) -> Vec<Looser> {
    let conditions: Vec<Ref> = draft.limits.iter().map(|row| set(&mut risks.forest, &row.when)).collect();
    let mut found = Vec::new();
    for (index, (row, here)) in draft.limits.iter().zip(conditions.iter().copied()).enumerate() {
        let mut wider = vec![(draft.acceptance_level, "the organisation".to_string())];
        for (above, around) in draft.limits.iter().zip(conditions.iter().copied()) {
            if around != here && here != Ref::FALSE && risks.forest.and(around, here) == here {
                wider.push((above.then, draft.describe(Space::Risk, &above.when)));
            }
        }
        let strictest = wider.into_iter().filter(|(level, _)| row.then > *level).min();
        found.extend(strictest.map(|(level, above)| Looser { row: index, level, above, here }));
    }
    found
}

/// Where the conditions of a row hold. Rows ask for inputs only, which the ground numbers as the policy does.
fn set(forest: &mut Forest, when: &When) -> Ref {
    let inputs = Draft::inputs(Space::Risk);
    if when.iter().all(|condition| inputs.contains(condition.facet)) {
        matches(forest, when)
    } else {
        Ref::FALSE
    }
}
