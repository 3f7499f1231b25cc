//! Findings about conflicts, work systems and the survey.

use super::{found, short};
use plimsoll_core::WORK_QUESTIONS;

fn conflicts(rows: &str) -> Vec<String> {
    short(&[("conflicts.csv", &conflicts_csv(rows))])
}

fn conflicts_csv(rows: &str) -> String {
    format!("id,area,security_value,work_value,reasons,remedies,assets,unit,opened,resolved\n{rows}")
}

#[test]
fn empty_files_are_as_good_as_none() {
    assert_eq!(conflicts(""), Vec::<String>::new());
    assert_eq!(short(&[("checklist.csv", "work_system,question,answer\n")]), Vec::<String>::new());
    assert_eq!(short(&[("survey.csv", "respondent,question,answer,unit\n")]), Vec::<String>::new());
}

#[test]
fn an_open_conflict_is_told_with_what_helps() {
    let row = "V1,form,files stay here,work is elsewhere,concept_unclear;procedures_do_not_fit,,A1,sales,2026-01-01,";
    assert_eq!(conflicts(&format!("{row}\n")), ["open_conflict conflicts.csv V1 -"]);
    let text = |rows: &str| found(&[("conflicts.csv", &conflicts_csv(rows))])[0].text.clone();
    assert_eq!(
        text(&format!("{row}\n")),
        "\"files stay here\" against \"work is elsewhere\", open since 2026-01-01, endangers A1, and all assets of sales: \
         negotiate procedures that fit the work; define what the words mean"
    );
    assert!(
        text("V1,form,s,w,,educate,A1,,,\n")
            .ends_with("open, endangers A1: teach the procedures, and who does what")
    );
    for resolved in ["2026-11-20", "2026-11-01"] {
        assert_eq!(conflicts(&format!("{row}{resolved}\n")), Vec::<String>::new());
    }
}

#[test]
fn a_conflict_without_a_reason_asks_for_one() {
    let rows = "V1,form,s,w,,,A1,,,\n";
    assert_eq!(conflicts(rows), ["open_conflict conflicts.csv V1 -"]);
    let text = &found(&[("conflicts.csv", &conflicts_csv(rows))])[0].text;
    assert!(text.ends_with("it is not known what would help: ask those who do the work"), "{text}");
    // Remedies without a reason are a matter of their own.
    let expected = ["open_conflict conflicts.csv V1 -", "conflict_without_reason conflicts.csv V1 reasons"];
    assert_eq!(conflicts("V1,form,s,w,,define,A1,,,\n"), expected);
    assert_eq!(conflicts("V1,form,s,w,concept_unclear,define,A1,,,\n"), expected[..1]);
}

#[test]
fn a_work_system_stands_out_below_half() {
    let half = WORK_QUESTIONS.len().div_ceil(2);
    let with = |yes: usize| {
        let rows = WORK_QUESTIONS.iter().take(yes).map(|question| format!("desk,{},yes\n", question.id));
        format!("work_system,question,answer\n{}", rows.collect::<String>())
    };
    assert_eq!(short(&[("checklist.csv", &with(half))]), Vec::<String>::new());
    let below = with(half - 1);
    assert_eq!(short(&[("checklist.csv", &below)]), ["low_work_system_coverage checklist.csv desk answer"]);
    let text = found(&[("checklist.csv", &below)])[0].text.clone();
    assert_eq!(
        text,
        "the work system does 48.6 % of what the check asks for, 19 questions without an answer: begin with environment, at 0.0 %"
    );
}

/// So many of a unit's respondents who know their controls, and so many who do not.
fn survey(units: &[(&str, usize, usize)]) -> String {
    let mut text = "respondent,question,answer,unit\n".to_owned();
    for (unit, yes, no) in units {
        for who in 0..yes.saturating_add(*no) {
            let answer = if who < *yes { "yes" } else { "no" };
            text += &format!("{unit}{who},aware_of_controls,{answer},{unit}\n");
        }
    }
    text
}

#[test]
fn a_unit_stands_out_where_every_second_answer_does_not_agree() {
    for (yes, no, stands_out) in
        [(3, 3, true), (4, 3, false), (5, 5, true), (26, 25, false), (0, 9, true), (0, 4, false)]
    {
        // The rest is large enough, and not of one mind, to hide a small group in.
        let text = survey(&[("sales", yes, no), ("people", 9, 0), ("product", 2, 1), ("operations", 3, 0)]);
        let expected =
            if stands_out { vec!["practice_gap survey.csv sales answer".to_owned()] } else { Vec::new() };
        assert_eq!(short(&[("survey.csv", &text)]), expected, "{yes} {no}");
    }
    let text = found(&[("survey.csv", &survey(&[("sales", 3, 4)]))])[0].text.clone();
    assert_eq!(
        text,
        "57.1 % of the unit's answers do not agree with the policy, most to `aware_of_controls`: find out why, then mend the work or the policy"
    );
}
