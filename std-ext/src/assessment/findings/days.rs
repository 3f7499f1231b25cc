//! Days that are yet to come, and reviews that are overdue.

use super::{Entry, Finding, FindingKind};
use crate::date::months_later;
use crate::registers::{Registers, Risk};
use plimsoll_core::Day;

/// After how many months a risk is to be reviewed again, if the policy says nothing but the risk was reviewed before.
const MONTHS: u8 = 12;

/// Days on which something is said to have happened, later than the day of the assessment: it has not happened yet.
pub(super) fn in_the_future(registers: &Registers, as_of: Day) -> impl Iterator<Item = Finding> {
    let risks = registers.risks().iter().flat_map(|risk| {
        let days = [("opened", risk.opened), ("reviewed", risk.reviewed), ("closed", risk.closed)];
        days.map(|day| ("risks.csv", &risk.id, day))
    });
    let actions = registers.actions().iter().flat_map(|action| {
        [("identified", action.identified), ("done", action.done)].map(|day| ("actions.csv", &action.id, day))
    });
    let incidents = registers.incidents().iter().flat_map(|incident| {
        [("opened", Some(incident.opened)), ("resolved", incident.resolved)]
            .map(|day| ("incidents.csv", &incident.id, day))
    });
    let steps =
        registers.handling().iter().map(|step| ("handling.csv", &step.incident, ("date", Some(step.date))));
    risks.chain(actions).chain(incidents).chain(steps).filter_map(move |(file, id, (column, day))| {
        let day = day.filter(|day| *day > as_of)?;
        let text = format!("`{column}` in {file} is {day}, after {as_of}: it has not happened yet");
        Some(Finding {
            kind: FindingKind::DateInTheFuture,
            risk: if file == "risks.csv" { id.clone() } else { String::new() },
            entry: Entry { file, id: id.clone(), column: Some(column) },
            text,
        })
    })
}

/// Why the review of a risk is overdue, if it is.
pub(super) fn stale_review(risk: &Risk, policy_months: Option<u8>, as_of: Day) -> Option<String> {
    // A review or an opening that is yet to come has not happened.
    let past = |day: Option<Day>| day.filter(|day| *day <= as_of);
    let reviewed = past(risk.reviewed);
    let months = policy_months.or(reviewed.map(|_| MONTHS))?;
    let (since, what) = match (reviewed, past(risk.opened)) {
        (Some(reviewed), _) => (reviewed, "last reviewed"),
        (None, Some(opened)) => (opened, "never reviewed since it was opened"),
        (None, None) if risk.opened.is_none() => {
            return Some("nothing says when it was opened or reviewed".into());
        }
        (None, None) => return None,
    };
    let is_stale = as_of > months_later(since, months);
    is_stale.then(|| format!("{what} on {since}, more than {months} months ago: review it"))
}
