//! The ways of incidents: each step by itself, after the one before it, and against incidents.csv.

use super::{errors, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, TeamStanding, Vocabulary};
use plimsoll_core::{EscalationLevel, Rights};

fn policy_words() -> Vocabulary {
    let teams =
        [("desk", 1, 1), ("back office", 2, 2), ("management", 3, 3), ("archive", 3, 1), ("vacant", 4, 3)];
    let standing = |(_, level, rights): &(&str, u8, u8)| TeamStanding {
        level: EscalationLevel::new(*level).unwrap(),
        rights: Rights(*rights),
        staffed: *level < 4,
    };
    Vocabulary {
        teams: teams.iter().map(|(name, _, _)| (*name).to_owned()).collect(),
        standings: teams.iter().map(standing).collect(),
        ..words()
    }
}

/// What is wrong with some steps of one incident, which opened on 2026-02-01 and needs rights of class 2.
fn read(incident: &str, steps: &str) -> (Option<Registers>, Vec<String>) {
    let files = [
        Source::new(
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner,region\nA1,a,software,low,low,low,Eva,apac\n",
        ),
        Source::new("threats.csv", "id,name,class,origin,compromises\nT1,t,accidental,internal,A\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,3,Eva\n"),
        Source::new(
            "incidents.csv",
            format!(
                "id,segment,kind,opened,rights,level,resolved,resolved_by,resolved_at_level\nI1,client,outage,2026-02-01,2,{incident}\n"
            ),
        ),
        Source::new(
            "people.csv",
            "id,name,team,left\nP1,Eva,back office,\nP2,Kim,,\nP3,Ida,archive,\nP4,Bo,,2026-02-03\nP5,Lee,,\nP6,lee,,\n",
        ),
        Source::new("handling.csv", format!("incident,date,event,by,to,level,note\n{steps}")),
    ];
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, &policy_words(), &mut diagnostics);
    assert_eq!(registers.is_none(), diagnostics.is_error(), "{diagnostics}");
    (registers, errors(&diagnostics))
}

/// Steps in short: day of February, event, to and level, between slashes.
fn steps(short: &str) -> String {
    let row = |step: &str| {
        let mut parts = step.split('/');
        let mut part = || parts.next().unwrap_or_default().to_owned();
        let (day, event, to, level) = (part(), part(), part(), part());
        format!("I1,2026-02-{day:0>2},{event},desk,{to},{level},\n")
    };
    short.split_whitespace().map(|step| row(&step.replace('~', " "))).collect()
}

#[test]
fn ways_that_can_be_taken() {
    for (incident, way) in [
        ("1,,,", ""),
        ("1,,,", "1/opened"),
        ("3,,,", "1/opened//3"),
        ("2,,,", "1/opened 1/assigned/back~office"),
        ("2,,,", "1/opened 1/passed/BACK-OFFICE/2"),
        ("3,,,", "1/opened 2/passed/back~office 5/passed/management"),
        ("2,2026-02-03,desk,2", "1/opened 2/passed/back~office 3/resolved"),
        ("2,2026-02-03,Desk,2", "1/opened 2/passed/back~office 3/resolved//2"),
        ("2,2026-02-03,,", "1/opened 2/passed/back~office 3/resolved"),
        // A team that is not staffed now was once, or has passed it on since.
        ("4,2026-02-03,,", "1/opened 2/passed/vacant 3/resolved"),
        ("4,,,", "1/opened 2/passed/vacant 3/passed/Kim"),
        // A person stands where the team stands, else where it is said, else where the incident is.
        ("2,,,", "1/opened 2/assigned/Eva"),
        ("2,,,", "1/opened 2/assigned/p1"),
        ("1,,,", "1/opened 2/assigned/Kim"),
        ("4,,,", "1/opened 2/assigned/Kim/4"),
        ("3,,,", "1/opened 2/passed/management 3/assigned/Kim"),
        // On the last day, and where the id tells which of two is meant.
        ("1,,,", "1/opened 3/assigned/Bo"),
        ("1,,,", "1/opened 3/assigned/P6"),
        // The same level may take over.
        ("2,,,", "1/opened 2/passed/back~office 3/assigned/Eva 4/passed/back~office"),
    ] {
        let (registers, errors) = read(incident, &steps(way));
        assert_eq!(errors, Vec::<String>::new(), "{incident}: {way}");
        let count = registers.unwrap().way("I1").count();
        assert_eq!(count, way.split_whitespace().count(), "{way}");
    }
}

#[test]
fn ways_that_cannot_be_taken_name_line_and_column() {
    for (incident, way, said) in [
        (
            "1,,,",
            "1/opened 1/opened",
            "3: event: `opened` cannot be the next step of incident I1: it was opened before",
        ),
        (
            "1,,,",
            "1/assigned/Kim",
            "2: event: `assigned` cannot be the next step of incident I1: it was not opened yet",
        ),
        (
            "1,2026-02-01,,",
            "1/resolved",
            "2: event: `resolved` cannot be the next step of incident I1: it was not opened yet",
        ),
        (
            "1,2026-02-02,,",
            "1/opened 2/resolved 2/passed/Kim",
            "4: event: `passed` cannot be the next step of incident I1: it was resolved already",
        ),
        (
            "1,2026-02-02,,",
            "1/opened 2/resolved 2/resolved",
            "4: event: `resolved` cannot be the next step of incident I1: it was resolved already",
        ),
        (
            "3,,,",
            "1/opened 2/passed/management 3/passed/Eva",
            "4: to: `Eva` cannot be the next step of incident I1: level 3 has it, and escalation does not go down to level 2",
        ),
        (
            "1,,,",
            "1/opened 2/assigned/desk",
            "3: to: `desk` cannot be the next step of incident I1: it needs rights of class 2, and class 1 does not reach",
        ),
        (
            "1,,,",
            "1/opened 2/assigned/Ida",
            "3: to: `Ida` cannot be the next step of incident I1: it needs rights of class 2, and class 1 does not reach",
        ),
        (
            "1,,,",
            "1/opened 2/passed/archive",
            "3: to: `archive` cannot be the next step of incident I1: it needs rights of class 2, and class 1 does not reach",
        ),
        (
            "2,,,",
            "1/opened 3/passed/back~office 2/passed/Eva",
            "4: date: `2026-02-02` is before the step on line 3, 2026-02-03",
        ),
        (
            "1,,,",
            "1/opened 2/passed/mangement",
            "3: to: `mangement` is neither a team of the policy nor anybody in people.csv",
        ),
        ("2,,,", "1/opened 2/passed/back~office/3", "3: level: `3` is not the level of back office, 2"),
        ("1,,,", "1/opened 2/passed", "3: to: is empty; a team or a person must be given"),
        ("1,,,", "1/opened/Kim", "2: to: `Kim` has no use in what is opened"),
        ("1,,,", "1/opened//5", "2: level: `5` is above the highest level of escalation"),
        ("1,,,", "1/opened//9", "2: level: `9` is not a level of escalation"),
        ("1,,,", "30/opened", "2: date: `2026-02-30` is not a date"),
        ("1,,,", "1/opend", "2: event: `opend` is not a step of handling"),
        ("1,,,", "1/opened 4/assigned/Bo", "3: to: `Bo` left before, on 2026-02-03, as people.csv says"),
        (
            "1,,,",
            "1/opened 4/assigned/Lee",
            "3: to: `Lee` is the name of several in people.csv\n  help: give the id: P5 or P6",
        ),
        (
            "4,,,",
            "1/opened 4/passed/vacant",
            "3: to: `vacant` is a team of the policy that is not staffed, and would have the incident",
        ),
        // Against incidents.csv.
        (
            "1,,,",
            "2/opened",
            "2: date: `2026-02-02` disagrees with `opened`, 2026-02-01, on line 2 of incidents.csv",
        ),
        (
            "1,,,",
            "1/opened 2/resolved",
            "3: event: `resolved` is told here, but line 2 of incidents.csv has no `resolved`",
        ),
        (
            "1,2026-02-03,,",
            "1/opened 2/resolved",
            "3: date: `2026-02-02` disagrees with `resolved`, 2026-02-03, on line 2 of incidents.csv",
        ),
        (
            "1,2026-02-03,Kim,",
            "1/opened 3/resolved",
            "3: by: `desk` disagrees with `resolved_by`, Kim, on line 2 of incidents.csv",
        ),
        ("1,2026-02-03,,", "1/opened 3/resolved//2", "3: level: `2` is not the level that has it, 1"),
        (
            "2,2026-02-03,,",
            "1/opened 4/passed/back~office",
            "3: date: `2026-02-04` is after it was resolved, 2026-02-03, on line 2 of incidents.csv",
        ),
        (
            "1,2026-02-03,Kim,",
            "1/opened",
            "2: event: `I1` is the last step, but line 2 of incidents.csv says resolved, 2026-02-03",
        ),
        (
            "2,,,",
            "1/opened",
            "2: event: leaves incident I1 at level 1, but line 2 of incidents.csv has `level` 2",
        ),
        (
            "2,2026-02-03,,3",
            "1/opened 2/passed/back~office 3/resolved",
            "4: event: leaves incident I1 at level 2, but line 2 of incidents.csv has `resolved_at_level` 3",
        ),
    ] {
        let (_, errors) = read(incident, &steps(way));
        assert_eq!(errors.len(), 1, "{incident}: {way}: {errors:#?}");
        let expected = format!("error: handling.csv:{said}");
        assert!(errors[0].starts_with(&expected), "{way}\nfound    {}\nexpected {expected}", errors[0]);
    }
}

#[test]
fn ways_of_several_incidents_may_be_mixed_and_unknown_ones_are_told() {
    let (_, errors) =
        read("2,,,", "I1,2026-02-01,opened,x,,,\nI2,2026-02-01,opened,x,,,\nI1,2026-02-02,passed,x,Eva,,\n");
    assert_eq!(
        errors,
        [
            "error: handling.csv:3: incident: `I2` is not the id of an incident in incidents.csv\n  help: did you mean `I1`?"
        ]
    );
}

#[test]
fn hostile_cells_are_refused_or_kept_as_they_are() {
    let step = |by: &str, note: &str| {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        read("1,,,", &format!("I1,2026-02-01,opened,{},,,{}\n", quoted(by), quoted(note)))
    };
    for note in ["=1+1", "'=x", "a\"b", "two\nlines", "a,b;c", "\u{1f6a2}", "-"] {
        let (registers, errors) = step("client", note);
        assert_eq!(errors, Vec::<String>::new());
        let registers = registers.unwrap();
        let expected = note.strip_prefix("'=").map_or(note.to_owned(), |rest| format!("={rest}"));
        assert_eq!(registers.handling()[0].note.as_deref(), Some(expected.as_str()));
        let mut diagnostics = Diagnostics::new();
        let again = Registers::from_csv(&registers.to_csv(), &policy_words(), &mut diagnostics);
        assert_eq!(again, Some(registers), "{diagnostics}");
    }
    for (by, note) in [("", "x"), ("\u{7}", "x"), ("client", "\u{1b}[31m"), ("client", "\u{202e}")] {
        assert_eq!(step(by, note).1.len(), 1, "{by:?} {note:?}");
    }
}

#[test]
fn a_way_is_not_judged_by_rows_that_could_not_be_read() {
    for (incident, way) in
        [("x,,,", "1/opened 2/passed/back~office"), ("2,,,", "1/opened 2/passd/back~office 3/resolved")]
    {
        assert_eq!(read(incident, &steps(way)).1.len(), 1, "{way}");
    }
    let (_, errors) = read("2,,,", "I1,2026-02-01,opened,x\nI1,2026-02-02,passed,x,Eva,,\n");
    assert_eq!(errors.len(), 1, "{errors:#?}");
}
