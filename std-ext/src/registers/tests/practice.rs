//! Conflicts, answers of the work-system check and of the survey that do not make sense.

use super::{errors, files, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{FacetKind, FacetSpec, FacetValue, Question, Registers, Source, Vocabulary};
use plimsoll_core::SurveyTopic;

const CONFLICTS: &str = "id,area,security_value,work_value,reasons,assets,unit,opened,resolved\n";

/// The good files with one more: the register, if there are no errors, and everything that is said, in two lists.
fn with(file: &str, text: &str, words: &Vocabulary) -> (Option<Registers>, Vec<String>, Vec<String>) {
    let files: Vec<Source> = files(&[]).into_iter().chain([Source::new(file, text)]).collect();
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, words, &mut diagnostics);
    let others = diagnostics.iter().skip(diagnostics.errors()).map(ToString::to_string).collect();
    (registers, errors(&diagnostics), others)
}

fn short_questions() -> Vocabulary {
    let question = Question {
        name: "notes".into(),
        text: "Where do you take notes?".into(),
        topic: SurveyTopic::Practice,
        answers: vec!["in the ticket".into(), "on paper".into()],
        aligned: vec![0],
    };
    Vocabulary { questions: vec![question], ..words() }
}

#[test]
fn answers_are_among_those_of_their_question() {
    let head = "respondent,question,answer,unit\n";
    for (row, said) in [
        (
            "s1,notes,on papper,sales",
            "survey.csv:2: answer: `on papper` is not an answer to `notes`\n  valid: in the ticket, on paper\n  help: did you mean `on paper`?",
        ),
        (
            "s1,note,on paper,sales",
            "survey.csv:2: question: `note` is not a question of the survey\n  valid: notes\n  help: did you mean `notes`?",
        ),
        ("s1,notes,,sales", "survey.csv:2: answer: is empty; it must be given"),
        ("s1,,on paper,sales", "survey.csv:2: question: is empty; an id is needed"),
        (",notes,on paper,sales", "survey.csv:2: respondent: is empty; an id is needed"),
    ] {
        let (registers, errors, _) = with("survey.csv", &format!("{head}{row}\n"), &short_questions());
        assert_eq!((registers.is_none(), errors), (true, vec![format!("error: {said}")]), "{row}");
    }
    // Words take the spelling of the policy.
    let (registers, errors, _) =
        with("survey.csv", &format!("{head}s1, NOTES,On-Paper,\n"), &short_questions());
    let registers = registers.unwrap_or_else(|| panic!("{errors:?}"));
    assert_eq!((&*registers.survey()[0].question, &*registers.survey()[0].answer), ("notes", "on paper"));
    // Where it is not known what was asked, anything may have been.
    let unknown = Vocabulary { questions: Vec::new(), ..words() };
    assert!(with("survey.csv", &format!("{head}s1,anything,at all,\n"), &unknown).0.is_some());
}

#[test]
fn nobody_answers_twice_or_is_in_two_units() {
    let text = "respondent,question,answer,unit\ns1,trained,yes,Sales\ns2,trained,no,sales\ns1,aware_of_controls,no,sales\n";
    let (registers, said, _) = with("survey.csv", text, &words());
    assert_eq!((registers.unwrap().survey().len(), said), (3, vec![]));
    for (row, said) in [
        ("s1,trained,no,sales", "question: `trained` is answered by `s1` on line 2 already"),
        ("S1,Trained,yes,sales", "question: `trained` is answered by `S1` on line 2 already"),
        (
            "s2,aware_of_controls,no,people",
            "unit: `people` is not the unit of `s2` on line 3, which is `sales`\n  help: a respondent belongs to one unit, or to none",
        ),
        (
            "s2,aware_of_controls,no,",
            "unit: `` is not the unit of `s2` on line 3, which is `sales`\n  help: a respondent belongs to one unit, or to none",
        ),
    ] {
        let (_, errors, _) = with("survey.csv", &format!("{text}{row}\n"), &words());
        assert_eq!(errors, [format!("error: survey.csv:5: {said}")], "{row}");
    }
}

#[test]
fn a_unit_is_one_that_the_policy_knows() {
    let units = FacetSpec {
        name: "unit".into(),
        kind: FacetKind::Labels(vec!["operations".into(), "sales".into()]),
        default: Some(FacetValue(0)),
    };
    let mut words = words();
    words.facets.push(units);
    let said = "unit: `slaes` is not a value of the facet `unit`\n  valid: operations, sales\n  help: did you mean `sales`?";
    let survey = "respondent,question,answer,unit\ns1,trained,yes,slaes\n";
    assert_eq!(with("survey.csv", survey, &words).1, [format!("error: survey.csv:2: {said}")]);
    let conflicts = format!("{CONFLICTS}V1,form,s,w,,,slaes,,\n");
    assert_eq!(with("conflicts.csv", &conflicts, &words).1, [format!("error: conflicts.csv:2: {said}")]);
}

#[test]
fn the_work_system_check_asks_what_is_in_its_catalogue_once() {
    let head = "work_system,question,answer\n";
    let good = format!("{head}Pay run,participants_trained,yes\npay run,participants_aware,partly\n");
    assert_eq!(with("checklist.csv", &good, &words()).1, Vec::<String>::new());
    let (_, errors, _) = with("checklist.csv", &format!("{good}PAY-RUN,Participants trained,no\n"), &words());
    assert_eq!(
        errors,
        [
            "error: checklist.csv:4: question: `participants_trained` is answered for `PAY-RUN` on line 2 already"
        ]
    );
    let (_, errors, _) =
        with("checklist.csv", &format!("{head}pay run,participant_trained,maybe\n"), &words());
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert!(errors.iter().any(|error| error.contains("did you mean `participants_trained`?")), "{errors:#?}");
    assert!(
        errors.iter().any(|error| error.contains("`maybe` is not an answer\n  valid: yes, partly, no")),
        "{errors:#?}"
    );
}

#[test]
fn conflicts_endanger_something_and_name_a_reason_once() {
    for (row, errors, warnings) in [
        ("V1,form,s,w,concept_unclear,A1,,,", &[][..], &[][..]),
        (
            "V1,form,s,w,,,,,",
            &[],
            &[
                "warning: conflicts.csv:2: assets: is empty, and so is `unit`: the conflict endangers nothing\n  help: name assets in `assets`, or in `unit` the unit all of whose assets are in danger",
            ],
        ),
        (
            "V1,form,s,w,concept_unclear;concept unclear,A1,,,",
            &[],
            &["warning: conflicts.csv:2: reasons: `concept_unclear` stands twice in the list"],
        ),
        (
            "V1,form,s,w,,A1,,2026-05-02,2026-05-01",
            &["error: conflicts.csv:2: resolved: `2026-05-01` is before `opened`, 2026-05-02"],
            &[],
        ),
        (
            "V1,form,s,w,,A9,,,",
            &[
                "error: conflicts.csv:2: assets: `A9` is not the id of an asset in assets.csv\n  help: did you mean `A1`?",
            ],
            &[],
        ),
    ] {
        let (registers, found, said) = with("conflicts.csv", &format!("{CONFLICTS}{row}\n"), &words());
        assert_eq!(
            (found.as_slice(), said.as_slice()),
            (
                &errors.iter().map(ToString::to_string).collect::<Vec<_>>()[..],
                &warnings.iter().map(ToString::to_string).collect::<Vec<_>>()[..]
            ),
            "{row}"
        );
        if let Some(registers) = registers {
            assert!(registers.conflicts()[0].reasons.len() <= 1, "what stands twice counts once");
        }
    }
}

/// Text that would run on a terminal or in a page, and names of unusual length, go through.
#[test]
fn hostile_texts_are_refused_or_kept_as_text() {
    let hidden = "respondent,question,answer,unit\n\"s\u{202e}1\",trained,yes,\n";
    let (_, errors, _) = with("survey.csv", hidden, &words());
    assert!(errors[0].contains("holds a character that can't be seen"), "{errors:?}");
    let long = format!("respondent,question,answer,unit\ns1,{},yes,\n", "x".repeat(5000));
    let (_, errors, _) = with("survey.csv", &long, &words());
    assert!(errors.len() == 1 && errors[0].len() < 2000, "{errors:?}");
    let markup = "work_system,question,answer\n<script>alert(1)</script>,participants_trained,yes\n";
    assert_eq!(with("checklist.csv", markup, &words()).1, Vec::<String>::new());
}
