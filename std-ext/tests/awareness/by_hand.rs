//! Small registers whose figures were worked out by hand.

use super::{Rows, day, lines};
use plimsoll::awareness::{Awareness, Compilation, Coverages, share};
use plimsoll_core::{Coverage, Quarter, TrainingState};

/// C1 for everyone within a year; C2 for sales within 30 days, again every 6 months; C3 is nobody's duty.
const COURSES: &str = "C1,yes,365,,
                       C2,yes,30,6,Sales
                       C3,no,1,,";

/// One person and one course at the days on which its state changes, with the calendar of months.
#[test]
fn states_through_months() {
    use TrainingState::{InForce, Lapsed, Overdue, Pending};
    let table = [
        // hired, passed on, as of, the state of C2, since when it is overdue
        ("2026-01-01", "", "2026-01-31", Pending, ""),
        ("2026-01-01", "", "2026-02-01", Overdue, "2026-02-01"),
        ("2024-02-01", "", "2024-03-02", Pending, ""),
        ("2024-02-01", "", "2024-03-03", Overdue, "2024-03-03"),
        ("2025-02-01", "", "2025-03-03", Pending, ""),
        ("2025-02-01", "", "2025-03-04", Overdue, "2025-03-04"),
        ("", "", "2026-01-01", Overdue, "-"),
        // Six months after a day that the later month has: that day is in time.
        ("2020-01-01", "2026-01-15", "2026-07-15", InForce, ""),
        ("2020-01-01", "2026-01-15", "2026-07-16", Lapsed, "2026-07-16"),
        ("2020-01-01", "2025-11-30", "2026-05-30", InForce, ""),
        ("2020-01-01", "2025-11-30", "2026-05-31", Lapsed, "2026-05-31"),
        ("2020-01-01", "2023-08-29", "2024-02-29", InForce, ""),
        ("2020-01-01", "2023-08-29", "2024-03-01", Lapsed, "2024-03-01"),
        // After a day that it has not: the first of the month after.
        ("2020-01-01", "2025-08-31", "2026-03-01", InForce, ""),
        ("2020-01-01", "2025-08-31", "2026-03-02", Lapsed, "2026-03-02"),
        ("2020-01-01", "2022-08-29", "2023-03-01", InForce, ""),
        ("2020-01-01", "2022-08-29", "2023-03-02", Lapsed, "2023-03-02"),
        ("2020-01-01", "2025-10-31", "2026-05-01", InForce, ""),
        ("2020-01-01", "2025-10-31", "2026-05-02", Lapsed, "2026-05-02"),
        // Taken on the day itself, and yet to come.
        ("2020-01-01", "2026-01-15", "2026-01-15", InForce, ""),
        ("2026-01-01", "2026-01-15", "2026-01-14", Pending, ""),
    ];
    for (hired, passed, as_of, state, since) in table {
        let case = format!("hired {hired}, passed {passed}, as of {as_of}");
        let trainings = if passed.is_empty() { vec![] } else { vec![format!("P1,C2,{passed},")] };
        let rows = Rows {
            people: vec![format!("P1,Eva,,sales,,,{hired},,")],
            courses: lines("C2,yes,30,6,Sales"),
            trainings,
            ..Rows::default()
        };
        let organisation = rows.organisation();
        let awareness = Awareness::of(organisation.registers(), day(as_of), None);
        let mut expected = Coverage::default();
        expected.add(state);
        assert_eq!(awareness.coverages().total(), expected, "{case}");
        let overdue: Vec<_> = awareness.overdue().iter().map(|one| (one.state, one.since)).collect();
        let expected = match since {
            "" => vec![],
            "-" => vec![(state, None)],
            since => vec![(state, Some(day(since)))],
        };
        assert_eq!(overdue, expected, "{case}");
    }
}

/// Who is counted where, and which course concerns whom.
#[test]
fn coverage_by_unit_and_region() {
    let rows = Rows {
        people: lines(
            "P1,Eva,,Sales,north,,2020-01-01,,
             P2,Ann,,sales,south,,2020-01-01,,
             P3,Jon,,IT,north,,2020-01-01,2026-11-19,
             P4,Kim,,IT,north,,2020-01-01,2026-11-20,
             P5,Lee,,IT,,,2026-11-21,,
             P6,Max,,,south,,2026-11-20,,",
        ),
        courses: lines(COURSES),
        trainings: lines(
            "P1,C1,2021-01-01,
             P1,C2,2026-05-20,
             P1,C2,2020-01-15,
             P1,C2,2026-11-21,
             P2,C1,2021-05-05,no
             P2,C2,2026-05-19,
             P4,C1,2020-06-01,yes
             P4,C3,2020-06-01,
             P3,C1,2020-06-01,",
        ),
        ..Rows::default()
    };
    // P1: C1 and C2 (due again on the day itself) in force. P2: C1 not passed, C2 lapsed the day before. P3 left the day before, P5
    // comes the day after. P4, on the last day, has C1; C2 is not for IT. P6, without a unit, has a year for C1.
    let organisation = rows.organisation();
    let coverages = Coverages::of(organisation.registers(), day("2026-11-20"));
    let coverage = |in_force, overdue, pending| Coverage { in_force, overdue, pending };
    assert_eq!(coverages.total(), coverage(3, 2, 1));
    assert_eq!(share(&coverages.total()), Some("60.0".into()));
    let named = |groups: &[plimsoll::awareness::GroupCoverage]| -> Vec<(Option<String>, Coverage)> {
        groups.iter().map(|group| (group.name.clone(), group.coverage)).collect()
    };
    let some = |name: &str| Some(name.to_string());
    assert_eq!(
        named(coverages.units()),
        [(None, coverage(0, 0, 1)), (some("IT"), coverage(1, 0, 0)), (some("Sales"), coverage(2, 2, 0))]
    );
    assert_eq!(
        named(coverages.regions()),
        [(some("north"), coverage(3, 0, 0)), (some("south"), coverage(0, 2, 1))]
    );
    assert_eq!(coverages.of_unit(Some(" SALES ")), coverage(2, 2, 0));
    assert_eq!(coverages.of_unit(Some("it")).percent(), Some(100));
    assert_eq!(coverages.of_unit(Some("legal")).percent(), None);
    let awareness = Awareness::of(organisation.registers(), day("2026-11-20"), None);
    let overdue: Vec<_> = awareness
        .overdue()
        .iter()
        .map(|one| (one.person.id.as_str(), one.course.id.as_str(), one.since.unwrap().to_string()))
        .collect();
    let expected = [("P2", "C1", "2021-01-01"), ("P2", "C2", "2026-11-20")];
    assert_eq!(overdue, expected.map(|(person, course, since)| (person, course, since.to_string())));
}

#[test]
fn teams_and_their_ambassadors() {
    let rows = Rows {
        people: lines(
            "P1,Eva,Support,,,,,,yes
             P2,Ann,support ,,,,,,
             P3,Jon,platform,,,,,2026-11-19,yes
             P4,Kim,platform,,,,,2026-11-20,no
             P5,Lee,capture,,,,,2026-11-19,yes
             P6,Max,,,,,,,yes
             P7,Sam,support,,,,2026-11-21,,yes",
        ),
        ..Rows::default()
    };
    let organisation = rows.organisation();
    let awareness = Awareness::of(organisation.registers(), day("2026-11-20"), None);
    let teams: Vec<_> = awareness
        .teams()
        .iter()
        .map(|team| {
            let names: Vec<&str> = team.ambassadors.iter().map(|person| person.name.as_str()).collect();
            (team.name, team.tally.members, names, team.tally.lacks_ambassador())
        })
        .collect();
    assert_eq!(teams, [("platform", 1, vec![], true), ("Support", 2, vec!["Eva"], false)]);
}

/// Managers by id and by name, who are employed at the end of the quarter and have somebody who is.
#[test]
fn quarterly_compilation() {
    let rows = Rows {
        people: lines(
            "P1,Eva,,Sales,,,,,
             P2,Ann,,sales,,Eva,,,
             P3,Jon,,IT,,P1,,,
             P4,Kim,,IT,,p3,,2026-09-29,
             P5,Lee,,IT,,Jon,2026-10-01,,
             P6,Max,,IT,,P2,,2026-09-30,
             P7,Sam,,,,Sam,,,
             P8,Zoe,,legal,,,,2026-09-29,
             P9,Una,,legal,,P8,,,
             P10,Ida,,HR,,,,,
             P11,Ida,,HR,,,,2026-01-01,
             P12,Bo,,HR,,Ida,,,
             P13,Cy,,,,P12,2026-09-30,,",
        ),
        assessments: lines(
            "P1,2026-Q3,4,2026-11-20
             P1,2026-Q2,1,2026-07-01
             P2,2026-Q3,5,
             P10,2026-Q3,,2026-11-21
             P12,2026-Q3,,2026-10-05
             P8,2026-Q3,3,2026-09-20
             P5,2026-Q3,3,2026-11-20",
        ),
        ..Rows::default()
    };
    // P3 has only Kim, who left the day before the end, and Lee, who came the day after. Sam reports to himself. Zoe had left. Of the
    // two who are called Ida, one had left; the other handed in the day after.
    let organisation = rows.organisation();
    let compile = |quarter: &str, as_of: &str| {
        let compilation = Compilation::of(organisation.registers(), quarter.parse().unwrap(), day(as_of));
        compilation
            .units()
            .iter()
            .map(|unit| {
                let missing: Vec<String> = unit.missing.iter().map(|person| person.id.clone()).collect();
                let mean = (unit.rating.sum, unit.rating.count);
                (unit.unit.map(ToString::to_string), unit.expected, unit.submitted, missing.join(" "), mean)
            })
            .collect::<Vec<_>>()
    };
    let row = |unit: &str, expected, submitted, missing: &str, mean| {
        (Some(unit.to_string()), expected, submitted, missing.to_string(), mean)
    };
    assert_eq!(
        compile("2026-Q3", "2026-11-20"),
        [row("HR", 2, 1, "P10", (0, 0)), row("Sales", 2, 2, "", (9, 2))]
    );
    assert_eq!(
        compile("2026-Q3", "2026-11-19"),
        [row("HR", 2, 1, "P10", (0, 0)), row("Sales", 2, 1, "P1", (5, 1))]
    );
    // Zoe and Lee handed in for nobody.
    let unexpected = |as_of: &str| -> Vec<String> {
        let compilation = Compilation::of(organisation.registers(), "2026-Q3".parse().unwrap(), day(as_of));
        compilation.unexpected().iter().map(|person| person.id.clone()).collect()
    };
    assert_eq!(unexpected("2026-11-20"), ["P5", "P8"]);
    assert_eq!(unexpected("2026-11-19"), ["P8"]);
    // A quarter earlier, Jon had Kim, Zoe had Una; both with the name Ida had not been there together.
    assert_eq!(
        compile("2026-Q2", "2026-11-20"),
        [
            row("HR", 1, 0, "P10", (0, 0)),
            row("IT", 1, 0, "P3", (0, 0)),
            row("legal", 1, 0, "P8", (0, 0)),
            row("Sales", 2, 1, "P2", (1, 1)),
        ]
    );
    // While both were there, it may be either.
    assert_eq!(compile("2025-Q4", "2026-11-20").len(), 3);
    for (as_of, quarter) in [
        ("2026-09-30", "2026-Q2"),
        ("2026-10-01", "2026-Q3"),
        ("2026-12-31", "2026-Q3"),
        ("2027-01-01", "2026-Q4"),
    ] {
        let awareness = Awareness::of(organisation.registers(), day(as_of), None);
        assert_eq!(awareness.compilation().quarter().to_string(), quarter, "{as_of}");
        let asked = Quarter::new(2025, 1);
        let awareness = Awareness::of(organisation.registers(), day(as_of), asked);
        assert_eq!(Some(awareness.compilation().quarter()), asked);
    }
}
