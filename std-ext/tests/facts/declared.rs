//! How a policy declares such a fact.

use crate::Firm;
use plimsoll::culture::Fact;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::{FacetKind, FacetValue, Source};

/// A policy with this facet: what the facet is, and what is said of it.
fn declared(facet: &str) -> (Option<(FacetKind, Option<FacetValue>)>, String) {
    let text = format!(
        "[policy]\nname = \"firm\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n[[facet]]\n{facet}\n"
    );
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics);
    let first = file.and_then(|file| file.vocabulary.facets.into_iter().next());
    (first.map(|spec| (spec.kind, spec.default)), diagnostics.to_string())
}

#[test]
fn a_name_says_what_the_values_are() {
    let mut percentages = 0;
    for fact in Fact::all() {
        let (alone, told) = declared(&format!("name = \"{}\"", fact.name()));
        match fact.kind() {
            FacetKind::Range { low: 0, high: 100 } => {
                percentages += 1;
                assert_eq!(alone, None);
                assert!(told.contains("default: is missing") && told.contains(fact.register()), "{told}");
                let (given, told) = declared(&format!("name = \"{}\"\ndefault = 100", fact.name()));
                assert_eq!((given, told.as_str()), (Some((fact.kind(), Some(FacetValue(100)))), ""));
            }
            kind => assert_eq!((alone, told.as_str()), (Some((kind, Some(FacetValue(0)))), "")),
        }
    }
    assert_eq!(percentages, 3 + 9, "coverage, gap and check, and the questions with a right answer");
    let (ranged, told) = declared("name = \"survey_gap\"\nrange = [0, 100]\ndefault = 7");
    assert_eq!((ranged.unwrap().1, told.as_str()), (Some(FacetValue(7)), ""));
    let (_, told) = declared("name = \"survey_gap\"\nrange = [0, 100]");
    assert!(told.contains("default: is missing"), "{told}");
    let (labelled, _) = declared("name = \"mechanism_liaisons\"\ndefault = \"partial\"");
    assert_eq!(labelled.unwrap().1, Some(FacetValue(1)));
}

#[test]
fn other_values_are_warned_of_and_columns_alone_give_them() {
    let (spec, told) = declared("name = \"training_coverage\"\nrange = [0, 10]\ndefault = 3");
    assert_eq!(spec, Some((FacetKind::Range { low: 0, high: 10 }, Some(FacetValue(3)))));
    assert!(told.starts_with("warning: policy.toml:9:"), "{told}");
    assert!(told.contains("range: are not the values of training_coverage"), "{told}");
    assert!(told.contains("leave `range` out to have it worked out"), "{told}");
    let firm = Firm::new(
        "name = \"track_balance\"\nlabels = [\"balanced\", \"none\"]\ndefault = \"none\"",
        "if risk.track_balance == \"none\" { raise(1, \"by default\"); }",
    );
    let firm = firm.with("measures.csv", "id,title,track\nM1,firewall,macro\n");
    assert_eq!(firm.decided("R1", crate::DAY), "11: track_balance=none policy.toml");
}

#[test]
fn a_name_that_is_no_fact_needs_values() {
    for (name, near) in [("training_coverag", "training_coverage"), ("survey_trainedd", "survey_trained")] {
        let (spec, told) = declared(&format!("name = \"{name}\"\ndefault = 1"));
        assert_eq!(spec, None);
        assert!(
            told.contains("labels: is missing") && told.contains(&format!("did you mean `{near}`?")),
            "{told}"
        );
    }
    // Of a wish, no answer is right, so that there is no share of right answers.
    let (spec, _) = declared("name = \"survey_wants_response_team\"\ndefault = 1");
    assert_eq!(spec, None);
    let (spec, told) = declared("name = \"survey_of_the_roof\"\nrange = [0, 100]");
    assert_eq!((spec.unwrap().1, told.as_str()), (None, ""), "an ordinary facet, for every risk to give");
}

/// A question of the policy's own is worked out like the standard ones.
#[test]
fn a_question_of_the_policy_is_a_fact() {
    let question = "[[question]]\nname = \"locks_the_door\"\ntext = \"Do you lock the door?\"\ntopic = \"practice\"\n\
                    answers = [\"yes\", \"no\"]\naligned = [\"yes\"]\n";
    let firm = Firm::new(
        &format!("name = \"survey_locks_the_door\"\ndefault = 90\n\n{question}"),
        "if risk.survey_locks_the_door < 50 { raise(2, \"open doors\"); }",
    );
    let answers: String = (0..5).map(|n| format!("s{n},locks_the_door,no,sales\n")).collect();
    let firm = firm.with("survey.csv", &format!("respondent,question,answer,unit\n{answers}"));
    assert_eq!(firm.decided("R1", crate::DAY), "12: survey_locks_the_door=0 survey.csv");
}
