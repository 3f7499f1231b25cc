//! The questions of the practice survey (domain.md E8).

use super::Reading;
use super::item::Seen;
use super::report::{Topic, wrong};
use super::section::{QUESTION, Section};
use crate::registers::{Question, fold};
use plimsoll_core::SurveyTopic;

/// The most answers that a question may have.
pub(super) const MAX_ANSWERS: usize = 64;

impl Reading<'_, '_> {
    /// Every `[[question]]`: it replaces the standard one of its name, or comes after them.
    pub(super) fn questions(&mut self) -> Vec<Question> {
        self.report.turn_to(Topic::Rest);
        let mut questions = Question::standard();
        let mut seen = Seen::default();
        for section in self.root.rows(&mut self.report, &QUESTION) {
            let Some(item) = section.need(&mut self.report, "name") else { continue };
            let Some(name) = item.text(&mut self.report) else { continue };
            if !seen.is_new(&mut self.report, &item, name, "questions") {
                continue;
            }
            let question = self.question(&section, name);
            match questions.iter_mut().find(|held| fold(&held.name) == fold(name)) {
                Some(held) => *held = question,
                None => questions.push(question),
            }
        }
        questions
    }

    /// A row. Where it is wrong, the question has no answers, and none is called wrong in the register.
    fn question(&mut self, section: &Section<'_>, name: &str) -> Question {
        let text = section.need_text(&mut self.report, "text");
        let topic = section.need(&mut self.report, "topic");
        let topic = topic.and_then(|item| item.choice(&mut self.report, "a topic", SurveyTopic::LABELS));
        let topic = topic.and_then(|index| SurveyTopic::ALL.get(index).copied());
        let answers = section.need(&mut self.report, "answers");
        let answers = answers.and_then(|item| item.names(&mut self.report, "answers", 2..=MAX_ANSWERS));
        let aligned = self.aligned(section, answers.as_deref());
        Question {
            name: name.to_owned(),
            text: text.unwrap_or_default().to_owned(),
            topic: topic.unwrap_or(SurveyTopic::Policy),
            answers: answers.unwrap_or_default(),
            aligned,
        }
    }

    /// The positions of the answers that agree with the policy; without the key, none does.
    fn aligned(&mut self, section: &Section<'_>, answers: Option<&[String]>) -> Vec<usize> {
        let Some(item) = section.item("aligned") else { return Vec::new() };
        let (Some(entries), Some(answers)) = (item.list(&mut self.report), answers) else {
            return Vec::new();
        };
        let mut seen = Seen::default();
        let mut aligned = Vec::new();
        for entry in &entries {
            let found = entry.choice(&mut self.report, "an answer of the question", &words(answers));
            let Some((at, answer)) = found.and_then(|at| Some((at, answers.get(at)?))) else { continue };
            if seen.is_new(&mut self.report, entry, answer, "aligned answers") {
                aligned.push(at);
            }
        }
        if aligned.len() == answers.len() {
            let every = wrong(item.key, "holds every answer, so that nobody could disagree with the policy");
            self.report.push(&item.span, every.help("leave out the answers that do not agree, or the key"));
        }
        aligned
    }
}

fn words(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
