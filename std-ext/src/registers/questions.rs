//! The questions of the practice survey.

use super::words::position;
use plimsoll_core::{SURVEY_QUESTIONS, StandardQuestion, SurveyTopic};

/// A closed question to those who do the work (domain.md E8), as the policy states it or as it stands in the standard catalogue
/// ([`SURVEY_QUESTIONS`]).
///
/// ```
/// use plimsoll::registers::Vocabulary;
/// let words = Vocabulary::default();
/// let question = words.question("Controls tested").ok_or("a standard question")?;
/// assert_eq!(question.answer("Do not know"), Some(2));
/// assert!(question.is_aligned(0) && !question.is_aligned(2));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name, unique among the questions of a policy.
    pub name: String,
    /// What is asked.
    pub text: String,
    /// What it is about.
    pub topic: SurveyTopic,
    /// The answers to choose from; two or more.
    pub answers: Vec<String>,
    /// Which of [`Self::answers`] agree with what the policy says of the work, by position. None do where a wish or a fact is asked
    /// for; such a question has no part in the gap between policy and practice.
    pub aligned: Vec<usize>,
}

impl Question {
    /// The standard questions.
    #[must_use]
    pub fn standard() -> Vec<Self> {
        SURVEY_QUESTIONS.iter().map(Self::of).collect()
    }

    fn of(question: &StandardQuestion) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            name: question.name.to_owned(),
            text: question.text.to_owned(),
            topic: question.topic,
            answers: texts(question.answers),
            aligned: question
                .aligned
                .iter()
                .filter_map(|answer| position(answer, question.answers))
                .collect(),
        }
    }

    /// The position of the answer that a word names.
    #[must_use]
    pub fn answer(&self, word: &str) -> Option<usize> {
        position(word, &self.answers)
    }

    /// Whether the answer at a position agrees with what the policy says.
    #[must_use]
    pub fn is_aligned(&self, answer: usize) -> bool {
        self.aligned.contains(&answer)
    }
}
