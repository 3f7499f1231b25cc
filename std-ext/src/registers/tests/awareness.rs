//! Courses, trainings and assessments that do not make sense.

use super::{files, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source};

const PEOPLE: &str = "id,name,unit,manager,hired,left\n\
                      P1,Eva,sales,,2020-01-01,\n\
                      P2,Ann,Plant,Eva,2024-02-29,2026-06-30\n\
                      P3,Kim,sales,P3,,\n";

/// What is said of the good files with other people and one more file, and whether they make registers.
fn said(name: &str, text: &str) -> (bool, Vec<String>) {
    let mut all = files(&[]);
    all.retain(|file| file.name != "people.csv");
    all.push(Source::new("people.csv", PEOPLE));
    if name != "courses.csv" {
        all.push(Source::new("courses.csv", "id,name\nC1,policy\nC2,privacy\n"));
    }
    all.push(Source::new(name, text));
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&all, &words(), &mut diagnostics);
    let about = diagnostics.iter().filter(|wrong| wrong.file == name).map(ToString::to_string);
    (registers.is_some(), about.collect())
}

#[test]
fn trainings_lie_within_the_employment() {
    let help = |id| format!("\n  help: correct the date, or `hired` and `left` of `{id}` in people.csv");
    let before = format!(
        "error: trainings.csv:2: date: `2019-12-31` is before the person was hired, 2020-01-01\n  valid: from 2020-01-01{}",
        help("P1")
    );
    let after = format!(
        "error: trainings.csv:5: date: `2026-07-01` is after the person left, 2026-06-30\n  \
         valid: from 2024-02-29, until 2026-06-30{}",
        help("P2")
    );
    let trainings = "person,course,date\nP1,C1,2019-12-31\nP1,C1,2020-01-01\nP2,C1,2026-06-30\nP2,C1,2026-07-01\n\
                     P3,C1,1999-01-01\n";
    assert_eq!(said("trainings.csv", trainings), (false, vec![before, after]));
}

#[test]
fn a_training_twice_is_odd_and_an_assessment_twice_is_wrong() {
    let trainings = "person,course,date,passed\nP1,C1,2026-01-05,no\nP1,C2,2026-01-05,\nP1,C1,2026-01-05,yes\n\
                     P1,C1,2026-01-06,\n";
    let twice = "warning: trainings.csv:4: person: the same person, course and date stand on line 2 already";
    assert_eq!(said("trainings.csv", trainings), (true, vec![twice.into()]));
    let assessments = "manager,quarter,rating\nP1,2026-Q3,4\nP1,2026-Q2,4\nP1,2026-q3,5\n";
    let twice = "error: assessments.csv:4: quarter: `2026-Q3` is assessed by `P1` on line 2 already\n  \
                 help: keep one assessment for each manager and quarter";
    assert_eq!(said("assessments.csv", assessments), (false, vec![twice.into()]));
}

#[test]
fn assessments_come_after_their_quarter_began_and_from_managers() {
    let assessments = "manager,quarter,date\nP1,2026-Q3,2026-06-30\nP1,2026-Q4,2026-10-01\n";
    let early = "error: assessments.csv:2: date: `2026-06-30` is before 2026-Q3 began, 2026-07-01\n  \
                 valid: from 2026-07-01\n  help: correct the date, or the quarter: 2026-06-30 lies in 2026-Q2";
    assert_eq!(said("assessments.csv", assessments), (false, vec![early.into()]));
    // Somebody who reports to himself has nobody else; it is told once.
    let assessments = "manager,quarter\nP1,2026-Q3\nP3,2026-Q3\nP3,2026-Q2\n";
    let nobody = "warning: assessments.csv:3: manager: `P3` is nobody to whom anybody in people.csv reports\n  \
                  help: the compilation leaves this assessment out; who reports to whom is `manager` in people.csv";
    assert_eq!(said("assessments.csv", assessments), (true, vec![nobody.into()]));
}

#[test]
fn courses_are_for_units_with_people() {
    let courses = "id,name,units\nC1,policy,SALES;plant\nC2,privacy,plants;sales\n";
    let empty = "warning: courses.csv:3: units: `plants` is a unit in which nobody in people.csv is\n  \
                 valid: Plant, sales\n  help: did you mean `Plant`?";
    assert_eq!(said("courses.csv", courses), (true, vec![empty.into()]));
}

#[test]
fn of_many_units_some_are_named() {
    let mut people = "id,name,unit\n".to_owned();
    (0..25).for_each(|at| people += &format!("P{at},Eva {at},u{at:02}\n"));
    let mut all = files(&[]);
    all.retain(|file| file.name != "people.csv");
    all.extend([
        Source::new("people.csv", people),
        Source::new("courses.csv", "id,name,units\nC1,policy,sea\n"),
    ]);
    let mut diagnostics = Diagnostics::new();
    assert!(Registers::from_csv(&all, &words(), &mut diagnostics).is_some());
    let empty = diagnostics.iter().find(|wrong| wrong.file == "courses.csv").unwrap();
    let named: Vec<String> = (0..20).map(|at| format!("u{at:02}")).chain(["and 5 more".into()]).collect();
    assert_eq!(empty.valid, named);
}

/// What is wrong with one row hides nothing of the others.
#[test]
fn a_slip_hides_nothing_of_other_rows() {
    let trainings =
        "person,course,date\nP1,C1,2026-13-01\nP1,C1,2019-12-31\nP1,C2,2026-01-05\nP1,C2,2026-01-05\n";
    let (_, told) = said("trainings.csv", trainings);
    let parts =
        ["2: date: `2026-13-01`", "3: date: `2019-12-31` is before the person", "5: person: the same person"];
    assert_eq!(told.len(), parts.len(), "{told:#?}");
    assert!(parts.iter().all(|part| told.iter().any(|wrong| wrong.contains(part))), "{told:#?}");
    let assessments = "manager,quarter,rating\nP1,2026-Q5,4\nP1,2026-Q3,4\nP1,2026-Q3,5\n";
    let (_, told) = said("assessments.csv", assessments);
    let parts = ["2: quarter: `2026-Q5`", "4: quarter: `2026-Q3` is assessed by `P1` on line 3 already"];
    assert_eq!(told.len(), parts.len(), "{told:#?}");
    assert!(parts.iter().all(|part| told.iter().any(|wrong| wrong.contains(part))), "{told:#?}");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let trainings = "person,course,date\nP1,C9,2019-12-31\nP9,C1,2026-07-01\nP2,C2,2026-07-01\n";
    let (sound, said) = said("trainings.csv", trainings);
    assert!(!sound && said.len() == 4, "{said:#?}");
    for part in ["`P9` is not the id of a person", "`C9` is not the id of a course", "hired", "left"] {
        assert!(said.iter().any(|wrong| wrong.contains(part)), "{part}: {said:#?}");
    }
}
