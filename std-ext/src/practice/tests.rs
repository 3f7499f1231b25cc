//! Checks and surveys against naive counting, and against whoever would work out what a small group said.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers, in a macro's tests")]

use super::*;
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, Vocabulary};
use plimsoll_core::WORK_QUESTIONS;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Registers of nothing but these files.
fn registers(file: &str, text: String) -> Registers {
    let files = [
        Source::new(
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner,unit,work_system\nA1,a,services,low,low,low,e,Sales,\nA2,b,services,low,low,low,e,Sales,pay-run\nA3,c,services,low,low,low,e,,\n",
        ),
        Source::new("threats.csv", "id,name,class,origin,compromises\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
        Source::new(file, text),
    ];
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, &Vocabulary::default(), &mut diagnostics);
    registers.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn survey_of(rows: &[(usize, &str, &str, &str)]) -> Registers {
    let mut text = "respondent,question,answer,unit\n".to_owned();
    for (who, question, answer, unit) in rows {
        text += &format!("s{who},{question},{answer},{unit}\n");
    }
    registers("survey.csv", text)
}

#[test]
fn an_asset_belongs_to_the_work_system_of_its_column_or_its_unit() {
    let rows = [
        "Pay run,participants_trained,yes,",
        "SALES,participants_trained,partly,",
        "sales,customers_protected,yes,",
    ];
    let registers =
        registers("checklist.csv", format!("work_system,question,answer,remark\n{}\n", rows.join("\n")));
    let checks = Checks::of(&registers);
    let questions = u32::try_from(WORK_QUESTIONS.len()).unwrap();
    let (one, one_and_a_half) = (100 / questions, 150 / questions);
    let of = |id| checks.coverage_of(registers.asset(id).unwrap()).map(u32::from);
    assert_eq!((of("A1"), of("A2"), of("A3")), (Some(one_and_a_half), Some(one), None));
    assert_eq!(checks.coverage("nothing"), None);
    let names: Vec<&str> = checks.all().map(|check| check.work_system).collect();
    assert_eq!(names, ["Pay run", "SALES"], "as first spelled");
    let sales = checks.all().last().unwrap();
    assert_eq!(sales.missing().count(), WORK_QUESTIONS.len() - 2);
    assert_eq!(sales.of_aspect(plimsoll_core::WorkAspect::Participants).share().unwrap().to_string(), "16.7");
}

#[test]
fn the_gap_counts_answers_that_have_right_ones() {
    let mut rows = Vec::new();
    for who in 0..6 {
        // Two of three know their controls, all six want a team: of that, no answer is right.
        rows.push((who, "aware_of_controls", if who < 4 { "yes" } else { "no" }, "sales"));
        rows.push((who, "wants_response_team", "yes", "sales"));
    }
    let registers = survey_of(&rows);
    let words = Vocabulary::default();
    let survey = Survey::of(&registers, &words);
    assert_eq!(survey.respondents(), 6);
    assert_eq!(
        (survey.aligned("Aware of controls", Some("SALES")), survey.gap(Some("sales"))),
        (Some(66), Some(34))
    );
    assert_eq!((survey.gap(None), survey.gap(Some("nobody"))), (Some(34), None));
    assert_eq!(survey.aligned("wants_response_team", None), None);
    assert_eq!(survey.aligned("trained", None), None);
    assert_eq!(survey.asked().len(), 2);
}

#[test]
fn a_total_does_not_tell_what_a_small_group_of_one_mind_said() {
    let rows = |others: &[&'static str]| {
        let mut rows: Vec<_> = (0..4).map(|who| (who, "trained", "yes", "sales")).collect();
        rows.push((4, "trained", "yes", "people"));
        rows.extend(others.iter().zip(5..).map(|(answer, who)| (who, "trained", *answer, "operations")));
        rows
    };
    let words = Vocabulary::default();
    let shown = |others: &[&'static str]| {
        let registers = survey_of(&rows(others));
        let survey = Survey::of(&registers, &words);
        let asked = &survey.asked()[0];
        let units = asked.units.iter().filter(|of| of.tally.is_some()).count();
        (asked.all.as_ref().map(|all| all.aligned().unwrap().to_string()), units)
    };
    assert_eq!(shown(&[]), (None, 0), "100 per cent of five would tell what each said");
    assert_eq!(shown(&["yes"; 6]), (None, 0), "so would 100 per cent of all");
    assert_eq!(
        shown(&["no"; 5]),
        (Some("50.0".into()), 0),
        "operations joins, since 100 per cent would be left"
    );
}

/// Looking a unit up does not take longer for each unit that there is: without that, this takes minutes.
#[test]
fn ten_thousand_units_are_looked_up() {
    let questions = ["aware_of_controls", "follows_policy", "controls_tested", "trained"];
    let units: Vec<String> = (0..10_000).map(|unit| format!("unit {unit}")).collect();
    let mut rows = Vec::new();
    for (at, unit) in units.iter().enumerate().filter(|(at, _)| at % 100 == 0) {
        for who in 0..5 {
            rows.push((
                at * 5 + who,
                questions[at / 100 % 4],
                if who < 3 { "yes" } else { "no" },
                unit.as_str(),
            ));
        }
    }
    rows.extend(
        units
            .iter()
            .enumerate()
            .map(|(at, unit)| (100_000 + at, "job_needs_attention", "yes", unit.as_str())),
    );
    let registers = survey_of(&rows);
    let words = Vocabulary::default();
    let survey = Survey::of(&registers, &words);
    let told = survey.units().flatten().filter(|unit| survey.gap(Some(unit)).is_some()).count();
    assert_eq!(told, 100);
    assert_eq!(survey.gap(Some("UNIT 9900")), Some(40));
}

const UNITS: [&str; 4] = ["", "sales", "operations", "people"];
const QUESTIONS: [&str; 3] = ["aware_of_controls", "trained", "handles_sensitive_data"];

/// Who answers what: at most one answer per respondent and question, each respondent in one unit.
fn answers() -> impl Strategy<Value = Vec<(usize, usize, [Option<bool>; 3])>> {
    let respondent = (0..4_usize, any::<[Option<bool>; 3]>());
    prop::collection::vec(respondent, 0..30).prop_map(|all| {
        all.into_iter().enumerate().map(|(who, (unit, answers))| (who, unit, answers)).collect()
    })
}

proptest! {
    #[test]
    fn surveys_count_as_naive_counting_does_and_hide_small_groups(all in answers()) {
        let mut rows = Vec::new();
        for (who, unit, answers) in &all {
            for (question, answer) in QUESTIONS.iter().zip(answers) {
                if let Some(yes) = answer {
                    rows.push((*who, *question, if *yes { "yes" } else { "no" }, UNITS[*unit]));
                }
            }
        }
        let registers = survey_of(&rows);
        let words = Vocabulary::default();
        let survey = Survey::of(&registers, &words);
        let mut shown_of: BTreeMap<Option<usize>, (u32, u32)> = BTreeMap::new();
        for (at, question) in QUESTIONS.iter().enumerate() {
            let said = |unit: Option<usize>| -> (u32, u32) {
                let theirs = all.iter().filter(|(_, theirs, _)| unit.is_none_or(|unit| unit == *theirs));
                let given: Vec<bool> = theirs.filter_map(|(.., answers)| answers[at]).collect();
                (given.iter().filter(|yes| **yes).count().try_into().unwrap(), given.len().try_into().unwrap())
            };
            let Some(asked) = survey.asked().iter().find(|asked| asked.question.name == *question) else {
                prop_assert_eq!(said(None).1, 0);
                continue;
            };
            let (yes, total) = said(None);
            if let Some(all) = &asked.all {
                let shares: Vec<u32> = all.shares().map(|share| share.count()).collect();
                prop_assert_eq!(shares, vec![yes, total - yes]);
                prop_assert!(total >= 5);
            }
            let (mut left, mut left_yes) = (total, yes);
            let mut hidden = 0;
            for of in &asked.units {
                let unit = UNITS.iter().position(|unit| *unit == of.unit.unwrap_or_default()).unwrap();
                let (theirs, size) = said(Some(unit));
                match &of.tally {
                    None => hidden += 1,
                    Some(tally) => {
                        prop_assert!(size >= 5, "{} of {}", size, UNITS[unit]);
                        let shares: Vec<u32> = tally.shares().map(|share| share.count()).collect();
                        prop_assert_eq!(shares, vec![theirs, size - theirs]);
                        left -= size;
                        left_yes -= theirs;
                        if at < 2 {
                            let sums = shown_of.entry(Some(unit)).or_default();
                            *sums = (sums.0 + theirs, sums.1 + size);
                        }
                    }
                }
                if unit > 0 {
                    let aligned = survey.aligned(question, Some(UNITS[unit])).map(u32::from);
                    let expected = (of.tally.is_some() && at < 2).then(|| theirs * 100 / size);
                    prop_assert_eq!(aligned, expected);
                }
            }
            if asked.all.is_some() {
                // Subtracting what is shown from the total tells of no group by itself, of nobody among fewer than five, and of
                // nobody what he or she said since all said the same.
                prop_assert!(left == 0 || left >= 5, "{} are left", left);
                prop_assert!(left == 0 || (1..left).contains(&left_yes), "{} of {} that are left said yes", left_yes, left);
                prop_assert!(hidden != 1, "what is left is one group");
                if at < 2 {
                    let sums = shown_of.entry(None).or_default();
                    *sums = (sums.0 + yes, sums.1 + total);
                }
            } else {
                prop_assert!(asked.units.iter().all(|of| of.tally.is_none()));
                // Else a small group of one mind, all up to the one that says anything else, or all.
                let said_by = |unit: usize| said(Some(unit));
                let is_small = |unit: usize| (1..5).contains(&said_by(unit).1);
                prop_assert!(total < 5 || (yes == 0 || yes == total) && (0..4).any(is_small));
            }
        }
        for unit in [None, Some(1), Some(2), Some(3)] {
            let gap = survey.gap(unit.map(|unit| UNITS[unit])).map(u32::from);
            let expected = shown_of.get(&unit).map(|(yes, total)| 100 - yes * 100 / total);
            prop_assert_eq!(gap, expected, "{:?}", unit);
        }
    }

    #[test]
    fn coverage_counts_as_naive_counting_does(given in prop::collection::vec(prop::option::of(0..3_usize), WORK_QUESTIONS.len())) {
        let mut text = "work_system,question,answer\n".to_owned();
        let (mut half_points, mut answered) = (0, 0);
        for (question, answer) in WORK_QUESTIONS.iter().zip(&given) {
            if let Some(answer) = answer {
                text += &format!("desk,{},{}\n", question.id, ["no", "partly", "yes"][*answer]);
                half_points += answer;
                answered += 1;
            }
        }
        let registers = registers("checklist.csv", text);
        let checks = Checks::of(&registers);
        let expected = (answered > 0).then(|| half_points * 100 / (2 * WORK_QUESTIONS.len()));
        prop_assert_eq!(checks.coverage("desk").map(usize::from), expected);
        if let Some(check) = checks.all().next() {
            prop_assert_eq!(check.missing().count(), WORK_QUESTIONS.len() - answered);
        }
    }
}
