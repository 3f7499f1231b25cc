//! The stable JSON form of checks and surveys. Fields may be added; none is renamed or removed.

use super::{Asked, Check, Checks, Respondents, Survey, Tally, UnitTally};
use crate::registers::Question;
use plimsoll_core::{Gap, Share, SurveyTopic, WorkAspect};
use serde::Serialize;

/// What was answered about a work system.
#[derive(Serialize)]
pub struct WorkSystemView<'a> {
    work_system: &'a str,
    answered: u32,
    questions: u32,
    coverage: Option<String>,
    aspects: Vec<AspectView>,
    missing: Vec<&'static str>,
}

#[derive(Serialize)]
struct AspectView {
    aspect: WorkAspect,
    coverage: Option<String>,
}

impl<'a> WorkSystemView<'a> {
    /// The views of all work systems that were checked, in order of their folded names.
    #[must_use]
    pub fn all(checks: &Checks<'a>) -> Vec<Self> {
        checks.all().map(Self::of).collect()
    }

    fn of(check: &Check<'a>) -> Self {
        let aspect = |aspect: &WorkAspect| AspectView {
            aspect: *aspect,
            coverage: shown(check.of_aspect(*aspect).share()),
        };
        Self {
            work_system: check.work_system,
            answered: check.coverage.answered(),
            questions: check.coverage.questions(),
            coverage: shown(check.coverage.share()),
            aspects: WorkAspect::ALL.iter().map(aspect).collect(),
            missing: check.missing().map(|question| question.id).collect(),
        }
    }
}

/// What a survey says, without what groups said that are suppressed.
#[derive(Serialize)]
pub struct SurveyView<'a> {
    respondents: u32,
    questions: Vec<QuestionView<'a>>,
    gap: GapView<'a>,
}

#[derive(Serialize)]
struct QuestionView<'a> {
    question: &'a str,
    text: &'a str,
    topic: SurveyTopic,
    /// Whether what all answered is not shown, so that it does not tell what a small group said.
    suppressed: bool,
    /// How many answered; none if it is suppressed.
    respondents: Option<u32>,
    aligned: Option<String>,
    answers: Vec<AnswerView<'a>>,
    units: Vec<UnitView<'a>>,
}

#[derive(Serialize)]
struct AnswerView<'a> {
    answer: &'a str,
    share: String,
    aligned: bool,
}

/// A group; `unit` is none for respondents who are in no unit.
#[derive(Serialize)]
#[serde(untagged)]
enum UnitView<'a> {
    Shown { unit: Option<&'a str>, respondents: u32, aligned: Option<String>, answers: Vec<AnswerView<'a>> },
    Suppressed { unit: Option<&'a str>, suppressed: bool },
}

#[derive(Serialize)]
struct GapView<'a> {
    /// In whole per cent, rounded up, as rules read it; none if nothing can be said.
    percent: Option<u8>,
    /// The share of answers that agree.
    agreement: Option<String>,
    units: Vec<UnitGapView<'a>>,
}

#[derive(Serialize)]
struct UnitGapView<'a> {
    /// None for respondents who are in no unit.
    unit: Option<&'a str>,
    percent: Option<u8>,
    agreement: Option<String>,
}

impl<'a> SurveyView<'a> {
    /// The view of a survey.
    #[must_use]
    pub fn of(survey: &Survey<'a>) -> Self {
        let agreement = |of| survey.agreement(of).shown();
        let percent = |share: Option<Share>| share.map(|share| Gap::of(share).percent());
        let unit = |unit: Option<&'a str>| {
            let share = agreement(Respondents::Of(unit));
            UnitGapView { unit, percent: percent(share), agreement: shown(share) }
        };
        let all = agreement(Respondents::All);
        Self {
            respondents: survey.respondents(),
            questions: survey.asked().iter().map(QuestionView::of).collect(),
            gap: GapView {
                percent: percent(all),
                agreement: shown(all),
                units: survey.units().map(unit).collect(),
            },
        }
    }
}

impl<'a> QuestionView<'a> {
    fn of(asked: &Asked<'a>) -> Self {
        let question = asked.question;
        Self {
            question: &question.name,
            text: &question.text,
            topic: question.topic,
            suppressed: asked.all.is_none(),
            respondents: asked.all.as_ref().map(Tally::respondents),
            aligned: shown(asked.all.as_ref().and_then(Tally::aligned)),
            answers: asked.all.iter().flat_map(|tally| AnswerView::all(question, tally)).collect(),
            units: asked.units.iter().map(|of| UnitView::of(question, of)).collect(),
        }
    }
}

impl<'a> AnswerView<'a> {
    /// The shares of all answers to a question.
    fn all(question: &'a Question, tally: &Tally) -> Vec<Self> {
        let answers = question.answers.iter().zip(tally.shares()).zip(0..);
        let view = |((answer, share), at): ((&'a String, Share), usize)| Self {
            answer,
            share: share.to_string(),
            aligned: question.is_aligned(at),
        };
        answers.map(view).collect()
    }
}

impl<'a> UnitView<'a> {
    fn of(question: &'a Question, of: &UnitTally<'a>) -> Self {
        let unit = of.unit;
        match &of.tally {
            Some(tally) => Self::Shown {
                unit,
                respondents: tally.respondents(),
                aligned: shown(tally.aligned()),
                answers: AnswerView::all(question, tally),
            },
            None => Self::Suppressed { unit, suppressed: true },
        }
    }
}

fn shown(share: Option<Share>) -> Option<String> {
    share.map(|share| share.to_string())
}
