//! Days that are yet to come, and reviews that are overdue.

use super::{Entry, Finding, FindingKind};
use crate::date::completed_months;
use crate::registers::{Dated, Registers, Risk};
use plimsoll_core::Day;

/// After how many months a risk is to be reviewed again, if the policy says nothing but the risk was reviewed before.
const MONTHS: u8 = 12;

/// Days on which something is said to have happened, later than the day of the assessment. Of entries without ids of their own,
/// which would all be told in the same words, one finding tells how many there are.
pub(super) fn in_the_future(registers: &Registers, as_of: Day) -> impl Iterator<Item = Finding<'_>> {
    // The first, how many like it, and their latest day; the days of one register come one after the other.
    let mut found: Vec<(Dated<'_>, u64, Day)> = Vec::new();
    for dated in registers.to_come(as_of) {
        match found.last_mut() {
            Some((first, count, latest)) if dated.is_nameless() && dated.file == first.file => {
                *count = count.saturating_add(1);
                *latest = dated.day.max(*latest);
            }
            _ => found.push((dated, 1, dated.day)),
        }
    }
    found.into_iter().map(move |(first, count, latest)| {
        let Dated { kind, file, id, column, day } = first;
        // A register is judged as it stands: what it says is completed counts as completed.
        let but =
            if column == "done" { "it counts as completed all the same" } else { "it has not happened yet" };
        let text = match count {
            1 => format!("`{column}` in {file} is {day}, after {as_of}: {but}"),
            _ => format!(
                "`{column}` of {count} entries in {file} is after {as_of}, the latest {latest}: they have not happened yet"
            ),
        };
        Finding {
            kind: FindingKind::DateInTheFuture,
            risk: if kind == "risk" { id } else { "" },
            entry: Entry { file, id, column: Some(column) },
            text,
        }
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
    // On the day on which the months are completed, it can still be reviewed in time.
    let is_stale = completed_months(since, as_of.plus(-1)) >= months.into();
    let ago = if months == 1 { "a month".into() } else { format!("{months} months") };
    is_stale.then(|| format!("{what} on {since}, more than {ago} ago: review it"))
}
