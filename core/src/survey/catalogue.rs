//! The questions that an organisation asks if its policy states none.

use super::SurveyTopic;

/// A closed question to those who do the work (domain.md E8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardQuestion {
    /// Its stable name.
    pub name: &'static str,
    /// What is asked.
    pub text: &'static str,
    /// What it is about.
    pub topic: SurveyTopic,
    /// The answers to choose from.
    pub answers: &'static [&'static str],
    /// The answers that agree with what a policy says of the work; none where a wish or a fact is asked for, and no answer is right.
    pub aligned: &'static [&'static str],
}

macro_rules! questions {
    ($( $name:literal $topic:ident [ $($answer:literal),+ ] [ $($aligned:literal),* ] $text:literal; )+) => {
        /// The questions that hold what `SAB-2020` asked employees (domain.md G), in our words.
        ///
        /// ```
        /// use plimsoll_core::SURVEY_QUESTIONS;
        /// assert_eq!(SURVEY_QUESTIONS.len(), 12);
        /// assert_eq!(SURVEY_QUESTIONS[0].name, "aware_of_controls");
        /// ```
        pub const SURVEY_QUESTIONS: &[StandardQuestion] = &[ $( StandardQuestion {
            name: $name,
            text: $text,
            topic: SurveyTopic::$topic,
            answers: &[ $($answer),+ ],
            aligned: &[ $($aligned),* ],
        } ),+ ];
    };
}

questions! {
    "aware_of_controls" Policy ["yes", "no"] ["yes"]
        "Do you know which security controls apply to your work?";
    "follows_policy" Practice ["yes", "in_part", "no"] ["yes"]
        "Do you follow a security policy in your work?";
    "policy_kind" Policy ["formal", "being_made", "informal", "none", "do_not_know"] ["formal"]
        "What kind of security policy is there where you work?";
    "controls_tested" Management ["yes", "no", "do_not_know"] ["yes"]
        "Does anybody review or test the controls around your work?";
    "controls_updated" Management ["within_a_year", "longer_ago", "not_that_i_know"] ["within_a_year"]
        "When were the controls around your work last brought up to date?";
    "takes_part_in_requirements" Involvement ["yes", "now_and_then", "no"] ["yes", "now_and_then"]
        "Are you asked when it is decided what security your work needs?";
    "job_needs_attention" Practice ["yes", "no"] ["yes"]
        "Does your job ask you to be careful about the security of data?";
    "prioritised_in_job" Practice ["yes", "no"] ["yes"]
        "Is security among the things that come first in your job?";
    "trained" Management ["yes", "no"] ["yes"]
        "Have you had any training or advice on security?";
    "wants_response_team" Involvement ["yes", "no"] []
        "Would you like a permanent team to turn to when something has happened?";
    "wants_ownership_clarified" Involvement ["yes", "no"] []
        "Would you like to be told more clearly who owns the data that you use, and who protects it?";
    "handles_sensitive_data" Practice ["yes", "no"] []
        "Do you handle data that others must not see?";
}
