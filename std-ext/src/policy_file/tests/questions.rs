//! The questions of the survey. Each error with its line, column and words.

use super::{sound, told};
use plimsoll_core::{SURVEY_QUESTIONS, SurveyTopic};

#[test]
fn a_policy_replaces_and_extends_the_standard_questions() {
    let (file, _) = sound("");
    let names = |file: &super::PolicyFile| -> Vec<String> {
        file.vocabulary.questions.iter().map(|question| question.name.clone()).collect()
    };
    let standard: Vec<&str> = SURVEY_QUESTIONS.iter().map(|question| question.name).collect();
    assert_eq!(names(&file), standard);
    let (file, _) = sound(
        r#"[[question]]
name = "notes on paper"
text = "Where do you take notes?"
topic = "practice"
answers = ["in the ticket", "on paper"]
aligned = ["In the ticket"]
[[question]]
name = "Trained"
text = "When were you last trained?"
topic = "management"
answers = ["this year", "before", "never"]
"#,
    );
    let mut expected = standard.clone();
    let at = standard.iter().position(|name| *name == "trained").unwrap();
    expected[at] = "Trained";
    expected.push("notes on paper");
    assert_eq!(names(&file), expected);
    let question = file.vocabulary.question("notes_on_paper").unwrap();
    assert_eq!((question.topic, question.aligned.as_slice()), (SurveyTopic::Practice, &[0][..]));
    let trained = file.vocabulary.question("trained").unwrap();
    assert!(trained.aligned.is_empty(), "nothing is right unless it is said");
}

#[test]
fn questions_have_names_texts_topics_and_answers() {
    let policy = r#"[[question]]
name = "a"
text = "A?"
topic = "policies"
answers = ["yes", "no"]
aligned = ["yse", "no", "No"]
[[question]]
name = "b"
text = ""
topic = "policy"
answers = ["yes"]
[[question]]
name = "A"
[[question]]
text = "C?"
[[question]]
name = "d"
text = "D?"
topic = "policy"
answers = ["yes", "Yes"]
aligned = "yes"
[[question]]
name = "e"
text = "E?"
topic = "policy"
answers = ["yes", "no"]
aligned = ["yes", "no"]
right = ["yes"]
"#;
    let errors = r"error: policy.toml:9:9: topic: `policies` is not a topic
  valid: policy, practice, management, involvement
  help: did you mean `policy`?
error: policy.toml:11:12: aligned: `yse` is not an answer of the question
  valid: yes, no
  help: did you mean `yes`?
error: policy.toml:11:25: aligned: `No` stands twice among the aligned answers
error: policy.toml:14:8: text: is empty
error: policy.toml:16:11: answers: has 1 answers
  valid: 2 to 64
error: policy.toml:18:8: name: `A` stands twice among the questions
error: policy.toml:19:1: name: is missing
  help: give name in [[question]]
error: policy.toml:25:19: answers: `Yes` stands twice among the answers
error: policy.toml:26:11: aligned: `yes` is not a list
  help: write it in square brackets
error: policy.toml:32:11: aligned: holds every answer, so that nobody could disagree with the policy
  help: leave out the answers that do not agree, or the key
error: policy.toml:33:1: right: is not a key of [[question]]
  valid: name, text, topic, answers, aligned
";
    assert_eq!(told(policy), errors);
}
