//! The two studies, reproduced from data: the five conflicts of KD-VC, and the survey of SAB-2020.

use super::{DAY, alignment, array, firm, page, path, words};
use crate::{keys, run};
use serde_json::{Value, json as value};

/// Table 1 of KD-VC. The remedies follow from the reasons; only in vc5 does the study name one more than the reasons call for, and
/// that one stands in the column `remedies`.
const VALUE_CONFLICTS: &str = "\
id,area,security_value,work_value,context,reasons,remedies,consequences,lowers,assets,opened
vc1,formality,what is in the formal system,what is told over coffee,care providers,procedures_do_not_fit;concept_unclear,,entries are rare,availability;integrity;traceability,A1,2010-01-01
vc2,communication,facts only,the whole picture,care providers,procedures_do_not_fit;procedures_unknown;concept_unclear,,information is kept in several places,confidentiality;availability;integrity;traceability,A1,2010-01-02
vc3,responsibility,the same for everyone,each knows what others need to know,care providers,responsibilities_unclear;concept_unclear,,own routines; facts are mixed with interpretation,availability;integrity,A1,2010-01-03
vc4,purpose,reports to others,help for one's own work,care providers,procedures_do_not_fit;procedures_unknown,,notes on paper,availability;confidentiality;integrity;traceability,A1,2010-01-04
vc5,form,one template for all,the way the work goes,care providers,procedures_do_not_fit,educate,portable devices and local disks,integrity;confidentiality,A1,2010-01-05
";

#[test]
fn the_five_conflicts_of_the_study_come_out_of_their_reasons() {
    let directory = firm(&[("conflicts.csv", VALUE_CONFLICTS)]);
    let found = alignment(&directory);
    // The table of the study: conflict, remedies, what is lowered (C, I, A and traceability, in this order).
    let table = [
        ("vc1", "negotiate define", "integrity availability traceability"),
        ("vc2", "negotiate educate define", "confidentiality integrity availability traceability"),
        ("vc3", "educate define", "integrity availability"),
        ("vc4", "negotiate educate", "confidentiality integrity availability traceability"),
        ("vc5", "negotiate educate", "confidentiality integrity"),
    ];
    let conflicts = array(&found["conflicts"]);
    let told: Vec<(&str, String, String)> = conflicts
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), words(&one["remedies"]), words(&one["lowers"])))
        .collect();
    let expected: Vec<(&str, String, String)> =
        table.map(|(id, remedies, lowers)| (id, remedies.to_owned(), lowers.to_owned())).into();
    assert_eq!(told, expected);
    assert_eq!(found["objectives"]["cultural_fit"]["open_conflicts"], 5);
    let findings = array(&found["findings"]);
    assert_eq!(findings.len(), 5);
    for (finding, (id, remedies, _)) in findings.iter().zip(table) {
        assert_eq!((&finding["kind"], &finding["entry"]["id"]), (&value!("open_conflict"), &value!(id)));
        let text = finding["text"].as_str().unwrap();
        assert!(text.contains("endangers A1"), "{text}");
        for (remedy, advice) in
            [("negotiate", "negotiate procedures"), ("educate", "teach"), ("define", "define what")]
        {
            assert_eq!(text.contains(advice), remedies.contains(remedy), "{id}: {text}");
        }
    }
    // Without the column, vc5 has only what its reason calls for.
    let bare = VALUE_CONFLICTS.replace(",procedures_do_not_fit,educate,", ",procedures_do_not_fit,,");
    let found = alignment(&firm(&[("conflicts.csv", &bare)]));
    assert_eq!(words(&found["conflicts"][4]["remedies"]), "negotiate");
}

/// SAB-2020: of 187 employees, so many gave an answer, the number nearest to the share that the study reports ("over 80" is 81).
const STUDY: [(&str, &[(&str, usize)]); 11] = [
    ("aware_of_controls", &[("no", 90), ("yes", 97)]),
    ("follows_policy", &[("no", 21), ("in_part", 60), ("yes", 106)]),
    (
        "policy_kind",
        &[("informal", 49), ("formal", 40), ("being_made", 31), ("none", 37), ("do_not_know", 30)],
    ),
    ("wants_response_team", &[("yes", 84), ("no", 103)]),
    ("wants_ownership_clarified", &[("yes", 90), ("no", 97)]),
    ("controls_tested", &[("no", 95), ("yes", 62), ("do_not_know", 30)]),
    ("controls_updated", &[("not_that_i_know", 41), ("within_a_year", 100), ("longer_ago", 46)]),
    ("takes_part_in_requirements", &[("no", 152), ("now_and_then", 20), ("yes", 15)]),
    ("job_needs_attention", &[("no", 99), ("yes", 88)]),
    ("prioritised_in_job", &[("no", 112), ("yes", 75)]),
    ("trained", &[("no", 97), ("yes", 90)]),
];

/// Respondents of each of the 39 firms: 20 firms have fewer than five.
fn firm_of(respondent: usize) -> usize {
    let sizes = [4_usize; 20].into_iter().chain([6; 12]).chain([5; 7]);
    let mut first = 0;
    for (at, size) in sizes.enumerate() {
        if respondent < first + size {
            return at;
        }
        first += size;
    }
    panic!("there are {first} respondents");
}

/// Everyone also handles sensitive data.
fn study() -> String {
    let mut text = "respondent,question,answer,unit\n".to_owned();
    for (shift, (question, answers)) in
        STUDY.iter().chain([&("handles_sensitive_data", &[("yes", 187)][..])]).enumerate()
    {
        let given = answers.iter().flat_map(|(answer, count)| std::iter::repeat_n(*answer, *count));
        for (at, answer) in given.enumerate() {
            // Each question's answers fall on others: 187 is 11 times 17, and 5 divides neither.
            let respondent = (at * 5 + shift * 31) % 187;
            text += &format!("e{respondent},{question},{answer},firm {}\n", firm_of(respondent));
        }
    }
    text
}

/// A share as JSON has it, in tenths of a per cent.
fn tenths(share: &Value) -> u32 {
    share.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn the_survey_of_the_study_gives_the_shares_of_the_study() {
    let directory = firm(&[("survey.csv", &study())]);
    let found = alignment(&directory);
    let survey = &found["survey"];
    assert_eq!(survey["respondents"], 187);
    let questions = array(&survey["questions"]);
    let share = |question: &str, answers: &[&str]| -> u32 {
        let asked = questions.iter().find(|asked| asked["question"] == question).unwrap();
        let given = array(&asked["answers"])
            .iter()
            .filter(|one| answers.iter().any(|answer| one["answer"] == *answer));
        // Rounded to whole per cent.
        (given.map(|one| tenths(&one["share"])).sum::<u32>() + 5) / 10
    };
    for (question, answers, percent) in [
        ("aware_of_controls", &["no"][..], 48),
        ("follows_policy", &["no"], 11),
        ("policy_kind", &["informal"], 26),
        ("policy_kind", &["formal", "being_made"], 38),
        ("wants_response_team", &["yes"], 45),
        ("wants_ownership_clarified", &["yes"], 48),
        ("controls_tested", &["no"], 51),
        ("controls_updated", &["not_that_i_know"], 22),
        ("takes_part_in_requirements", &["no"], 81),
        ("job_needs_attention", &["no"], 53),
        ("prioritised_in_job", &["no"], 60),
        ("trained", &["no"], 52),
    ] {
        assert_eq!(share(question, answers), percent, "{question} {answers:?}");
    }
    // All of them handle sensitive data: 100 % would tell what each in a small firm said. Where there are no firms, it is told.
    let (last, others) = questions.split_last().unwrap();
    assert_eq!(last["question"], "handles_sensitive_data");
    assert_eq!(
        (&last["suppressed"], &last["respondents"], &last["answers"]),
        (&value!(true), &Value::Null, &value!([]))
    );
    assert!(array(&last["units"]).iter().all(|unit| unit["suppressed"] == true));
    let without =
        study().lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned() + "\n").collect::<String>();
    let found = alignment(&firm(&[("survey.csv", &without)]));
    let last = array(&found["survey"]["questions"]).last().unwrap();
    assert_eq!((&last["suppressed"], &last["answers"][0]["share"]), (&value!(false), &value!("100.0")));
    // Small firms are not shown, and cannot be worked out.
    for asked in others {
        let units = array(&asked["units"]);
        let (hidden, shown): (Vec<&Value>, Vec<&Value>) =
            units.iter().partition(|unit| unit["suppressed"] == true);
        assert_eq!((hidden.len(), shown.len()), (20, 19), "{}", asked["question"]);
        assert!(hidden.iter().all(|unit| keys(unit) == ["suppressed", "unit"]));
        assert!(shown.iter().all(|unit| unit["respondents"].as_u64().unwrap() >= 5));
        let counted: u64 = shown.iter().map(|unit| unit["respondents"].as_u64().unwrap()).sum();
        assert_eq!(asked["respondents"].as_u64().unwrap() - counted, 80);
    }
    // The gap, counted by another way: the answers that are not those that agree.
    let aligned: usize = 97 + 106 + 40 + 62 + 100 + 35 + 88 + 75 + 90;
    assert_eq!(
        survey["gap"]["percent"].as_u64().unwrap(),
        100 - u64::try_from(aligned * 100 / (187 * 9)).unwrap()
    );
    for unit in array(&survey["gap"]["units"]) {
        let firm: usize = unit["unit"].as_str().unwrap().replace("firm ", "").parse().unwrap();
        assert_eq!(unit["percent"].is_null(), firm < 20, "{unit}");
    }
}

/// What colleagues could tell is that which changes when two members of small groups swap their answers: nothing may.
#[test]
fn what_small_groups_said_is_nowhere_to_be_seen() {
    let study = study();
    let rows: Vec<Vec<&str>> = study.lines().map(|line| line.split(',').collect()).collect();
    // One in firm 3 and one in firm 11 swap what they answered to one question.
    let find = |unit: &str, answer: &str| {
        rows.iter().position(|row| row[1] == "trained" && row[2] == answer && row[3] == unit).unwrap()
    };
    let (one, other) = (find("firm 3", "no"), find("firm 11", "yes"));
    let mut swapped = rows.clone();
    swapped[one][2] = rows[other][2];
    swapped[other][2] = rows[one][2];
    let text = |rows: &[Vec<&str>]| rows.iter().map(|row| row.join(",") + "\n").collect::<String>();
    assert_eq!(text(&rows), study);
    let (before, after) = (firm(&[("survey.csv", &study)]), firm(&[("survey.csv", &text(&swapped))]));
    for command in ["alignment", "assess", "gaps"] {
        for format in ["text", "json"] {
            let said = |directory| run(&["--format", format, command, path(directory), DAY[0], DAY[1]]).out;
            assert_eq!(said(&before), said(&after), "{command} {format}");
        }
    }
    if cfg!(feature = "report") {
        assert_eq!(page(&before), page(&after));
        assert!(page(&before).contains("Policy and practice"));
        assert!(!page(&before).contains("takes part in requiremen…"), "names are whole where there is room");
    }
    // The same swap within groups that are shown is seen.
    let (one, other) = (find("firm 20", "no"), find("firm 25", "yes"));
    let mut swapped = rows.clone();
    swapped[one][2] = rows[other][2];
    swapped[other][2] = rows[one][2];
    assert_ne!(alignment(&before), alignment(&firm(&[("survey.csv", &text(&swapped))])));
}
