//! States at the days on which they change, and shares at the ends of what can be counted.

use super::*;

fn day(text: &str) -> Day {
    let part = |range| text.get(range).and_then(|digits: &str| digits.parse::<u16>().ok()).unwrap();
    let small = |range| u8::try_from(part(range)).unwrap();
    Day::from_ymd(part(0..4).into(), small(5..7), small(8..10)).unwrap()
}

/// A table to be read beside the rule: first day, days, passed, due again, as of, state, and the last day in time.
#[test]
fn states_at_the_days_on_which_they_change() {
    use TrainingState::{InForce, Lapsed, Overdue, Pending};
    let table = [
        // A year from the first day; 2027 is none of the leap years.
        ("2026-09-01", 365, "", "", "2026-09-01", Pending, "2027-09-01"),
        ("2026-09-01", 365, "", "", "2027-09-01", Pending, "2027-09-01"),
        ("2026-09-01", 365, "", "", "2027-09-02", Overdue, "2027-09-01"),
        // 2028 is: 365 days end a day earlier in the calendar.
        ("2027-09-01", 365, "", "", "2028-08-31", Pending, "2028-08-31"),
        ("2027-09-01", 365, "", "", "2028-09-01", Overdue, "2028-08-31"),
        ("2024-02-29", 365, "", "", "2025-02-28", Pending, "2025-02-28"),
        ("2024-02-29", 365, "", "", "2025-03-01", Overdue, "2025-02-28"),
        ("2024-02-29", 1, "", "", "2024-03-01", Pending, "2024-03-01"),
        // Not yet hired.
        ("2026-09-01", 30, "", "", "2026-01-01", Pending, "2026-10-01"),
        // A first day that nobody wrote down.
        ("", 365, "", "", "2026-11-20", Overdue, ""),
        ("", 365, "2026-11-20", "", "2026-11-20", InForce, ""),
        ("", 365, "2025-11-20", "2026-11-19", "2026-11-20", Lapsed, "2026-11-19"),
        // Taken, on the day itself, too late, or yet to come.
        ("2026-09-01", 365, "2026-11-20", "", "2026-11-20", InForce, ""),
        ("2020-01-01", 365, "2026-11-20", "", "2026-11-20", InForce, ""),
        ("2020-01-01", 365, "2026-11-21", "2027-11-21", "2026-11-20", Overdue, "2020-12-31"),
        ("2026-09-01", 365, "2026-11-21", "2027-11-21", "2026-11-20", Pending, "2027-09-01"),
        // Due again.
        ("2020-01-01", 365, "2024-11-20", "2026-11-20", "2026-11-20", InForce, "2026-11-20"),
        ("2020-01-01", 365, "2024-11-19", "2026-11-19", "2026-11-20", Lapsed, "2026-11-19"),
        // Lapsed though the first time would still be in time.
        ("2026-01-01", 3650, "2026-02-01", "2026-03-01", "2026-03-02", Lapsed, "2026-03-01"),
    ];
    for (hired, within_days, passed, refresh_due, as_of, state, due) in table {
        let given = |text: &str| (!text.is_empty()).then(|| day(text));
        let duty = TrainingDuty {
            hired: given(hired),
            within_days,
            passed: given(passed),
            refresh_due: given(refresh_due),
        };
        assert_eq!(duty.state(day(as_of)), state, "{duty:?} on {as_of}");
        assert_eq!(duty.due(day(as_of)), given(due), "{duty:?} on {as_of}");
    }
}

/// Whatever is given, there is a state, and lapsed or overdue is what the last day in time lies before.
#[test]
fn every_state_follows_from_the_last_day_in_time() {
    let ends = [None, Some(Day(i32::MIN)), Some(Day(-1)), Some(Day(0)), Some(Day(i32::MAX))];
    for hired in ends {
        for passed in ends {
            for refresh_due in ends {
                for as_of in ends.into_iter().flatten() {
                    let duty = TrainingDuty { hired, within_days: u16::MAX, passed, refresh_due };
                    let state = duty.state(as_of);
                    let never = passed.is_none_or(|passed| passed > as_of);
                    assert_eq!(never, matches!(state, TrainingState::Pending | TrainingState::Overdue));
                    let late = duty.due(as_of).map_or(never, |due| due < as_of);
                    assert_eq!(late, matches!(state, TrainingState::Overdue | TrainingState::Lapsed));
                }
            }
        }
    }
}

#[test]
fn shares_are_rounded_down() {
    let table = [
        ((0, 0, 0), None),
        ((0, 0, 9), None),
        ((0, 1, 0), Some((0, 0))),
        ((1, 0, 9), Some((100, 1000))),
        ((1, 2, 0), Some((33, 333))),
        ((999, 1, 0), Some((99, 999))),
        ((9_999, 1, 0), Some((99, 999))),
        ((u32::MAX, u32::MAX, 0), Some((50, 500))),
        ((u32::MAX, 0, u32::MAX), Some((100, 1000))),
        ((u32::MAX, 1, 0), Some((99, 999))),
    ];
    for ((in_force, overdue, pending), share) in table {
        let coverage = Coverage { in_force, overdue, pending };
        assert_eq!(coverage.percent().zip(coverage.per_mille()), share, "{coverage:?}");
    }
}

#[test]
fn full_counts_stay_full() {
    let full = Coverage { in_force: u32::MAX, overdue: u32::MAX, pending: u32::MAX };
    let mut coverage = full;
    TrainingState::ALL.iter().for_each(|state| coverage.add(*state));
    coverage.merge(&full);
    assert_eq!(coverage, full);
    let mut sum = Coverage { in_force: 1, overdue: 2, pending: 3 };
    sum.merge(&Coverage { in_force: 10, overdue: 20, pending: 30 });
    assert_eq!(sum, Coverage { in_force: 11, overdue: 22, pending: 33 });
    let mut team = TeamTally { members: u32::MAX, ambassadors: u32::MAX };
    team.add(true);
    assert_eq!(team, TeamTally { members: u32::MAX, ambassadors: u32::MAX });
}
