//! Findings about trainings, ambassadors, assessments of line managers, and teams of the policy.

use super::{POLICY, found, short};

const PEOPLE: &str = "id,name,team,unit,manager,hired,left,ambassador\n\
                      P1,Eva,support,sales,,2020-01-01,,yes\n\
                      P2,Ann,support,Sales,P1,2020-01-01,,\n\
                      P3,Kim,plant,plant,Ann,2026-06-01,,\n\
                      P4,Lee,plant,,P1,,,\n";
const COURSES: &str = "id,name,within_days\nC1,policy,365\nC2,privacy,30\n";

/// What is told of awareness: the kind, the entry and the text.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let kinds = ["training_overdue", "team_without_ambassador", "assessment_missing", "team_without_members"];
    let of = found(files).into_iter().filter(|finding| kinds.contains(&finding.kind.label()));
    of.map(|finding| {
        assert!(finding.kind.is_gap() && !finding.kind.calls_for_action() && finding.risk.is_empty());
        format!("{} {}: {}", finding.kind.label(), finding.entry.id, finding.text)
    })
    .collect()
}

#[test]
fn overdue_trainings_are_told_by_unit() {
    let trainings = "person,course,date\nP1,C1,2020-02-01\nP1,C2,2020-02-01\nP2,C1,2020-02-01\n";
    let files = [("people.csv", PEOPLE), ("courses.csv", COURSES), ("trainings.csv", trainings)];
    let expected = [
        "training_overdue (no unit): of 2 trainings that were due, 2 are overdue, the oldest since nobody knows when \
         (Lee, policy): have them taken",
        "training_overdue plant: of 1 training that was due, 1 is overdue, the oldest since 2026-07-02 (Kim, privacy): \
         have them taken",
        "training_overdue Sales: of 4 trainings that were due, 1 is overdue, the oldest since 2020-02-01 \
         (Ann, privacy): have them taken",
        "team_without_ambassador plant: the team has 2 members and no ambassador: name one, and mark him or her in \
         `ambassador`",
    ];
    assert_eq!(told(&files), expected);
    // A register that nobody keeps is no finding.
    assert_eq!(told(&files[..2]), expected[3..]);
    assert_eq!(
        told(&[files[0], files[2], ("courses.csv", "id,name,mandatory\nC1,policy,no\nC2,privacy,no\n")]),
        expected[3..]
    );
    let nobody = PEOPLE.replace(",yes", ",");
    assert_eq!(told(&[("people.csv", &nobody)]), [""; 0]);
    // Who teaches has to have somebody in the teams; who has no teams need not.
    let none = "team_without_ambassador organisation: of 2 teams, none has an ambassador: name one in each, and mark them in \
                `ambassador`";
    let voluntary = "id,name,mandatory\nC1,policy,no\nC2,privacy,no\n";
    assert_eq!(told(&[("people.csv", &nobody), ("courses.csv", voluntary)]), [none]);
    let nowhere = nobody.replace(",support,", ",,").replace(",plant,", ",,");
    assert_eq!(told(&[("people.csv", &nowhere), ("courses.csv", voluntary)]), [""; 0]);
}

#[test]
fn missing_assessments_are_told_by_unit() {
    let people = ("people.csv", PEOPLE.replace(",yes", ","));
    for (assessments, expected) in [
        // Sales has Eva and Ann; Kim came before the third quarter.
        ("P1,2026-Q3,2026-10-01", Some("1 is missing: ask Ann")),
        ("P1,2026-Q2,", Some("2 are missing: ask Eva, Ann")),
        ("P1,2026-Q3,\nP2,2026-Q3,", None),
        // Handed in later than the day, and begun after the quarter that is over.
        ("P1,2026-Q3,2026-11-21\nP2,2026-Q3,", Some("1 is missing: ask Eva")),
        ("P1,2026-Q4,", None),
    ] {
        let assessments = format!("manager,quarter,date\n{assessments}\n");
        let told = told(&[("people.csv", &people.1), ("assessments.csv", &assessments)]);
        let expected: Vec<String> = expected
            .iter()
            .map(|missing| {
                format!("assessment_missing sales: of 2 assessments of line managers for 2026-Q3, {missing}")
            })
            .collect();
        assert_eq!(told, expected, "{assessments}");
    }
}

#[test]
fn teams_of_the_policy_have_members() {
    let team = |name: &str, staffed: bool| {
        format!("[[team]]\nname = \"{name}\"\nlevel = 1\nrights = 3\nstaffed = {staffed}\n")
    };
    let policy =
        [POLICY.into(), team("support", true), team("night_watch", true), team("reserve", false)].concat();
    let policy = ("policy.toml", policy.as_str());
    let people = |rows: &str| format!("id,name,team,left\n{rows}\n");
    for (rows, expected) in [
        ("P1,Eva,Support,", vec!["night_watch"]),
        ("P1,Eva,Support,\nP2,Ann,night watch,2026-11-20", vec![]),
        ("P1,Eva,support,2026-11-19\nP2,Ann,Night-Watch,", vec!["support"]),
        ("P1,Eva,support,2026-11-19", vec!["support", "night_watch"]),
        // Nobody is in a team that the policy knows.
        ("P1,Eva,sales,", vec![]),
        ("P1,Eva,,", vec![]),
    ] {
        let of: Vec<String> = short(&[policy, ("people.csv", &people(rows))])
            .into_iter()
            .filter(|told| told.starts_with("team_without_members"))
            // The teams of the standard routes are there too, and nobody is in them.
            .filter(|told| ["support", "night_watch", "reserve"].iter().any(|team| told.contains(team)))
            .collect();
        let expected: Vec<String> =
            expected.iter().map(|team| format!("team_without_members policy.toml {team} -")).collect();
        assert_eq!(of, expected, "{rows}");
    }
}
