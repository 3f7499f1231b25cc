//! The stable JSON form of checks and surveys. Fields may be added; none is renamed or removed.

use super::{Asked, Check, Checks, Respondents, Survey, Tally, UnitTally};
use crate::registers::Question;
use plimsoll_core::{Gap, Share, SurveyTopic, WorkAspect};
use serde::Serialize;

/// What was answered about a work system.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WorkSystemView<'a> {
    /// Its name.
    work_system: &'a str,
    /// How many questions were answered.
    answered: u32,
    /// How many there are.
    questions: u32,
    /// How much of what the check asks for is so, in per cent; null if nothing can be said.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
    coverage: Option<String>,
    /// The same for each aspect.
    aspects: Vec<AspectView>,
    /// The ids of the questions that were not answered.
    missing: Vec<&'static str>,
}

/// An aspect of a work system.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AspectView {
    /// The aspect.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::WorkAspect>"))]
    aspect: WorkAspect,
    /// How much of it is so, in per cent; null if nothing can be said.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SurveyView<'a> {
    /// How many people answered.
    respondents: u32,
    /// The questions, in the order of the policy.
    questions: Vec<QuestionView<'a>>,
    /// How far practice is from policy.
    gap: GapView<'a>,
}

/// What was answered to a question.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct QuestionView<'a> {
    /// The name of the question.
    question: &'a str,
    /// What is asked.
    text: &'a str,
    /// What it is about.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::SurveyTopic>"))]
    topic: SurveyTopic,
    /// Whether what all answered is not shown, so that it does not tell what a small group said.
    suppressed: bool,
    /// How many answered; none if it is suppressed.
    respondents: Option<u32>,
    /// The share of answers that agree with the policy, in per cent; null if nothing can be said.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
    aligned: Option<String>,
    /// The answers; none if they are suppressed.
    answers: Vec<AnswerView<'a>>,
    /// The same for each group.
    units: Vec<UnitView<'a>>,
}

/// An answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AnswerView<'a> {
    /// The answer.
    answer: &'a str,
    /// The share of those who gave it, in per cent.
    #[cfg_attr(test, schemars(with = "crate::forms::Tenths"))]
    share: String,
    /// Whether it agrees with the policy.
    aligned: bool,
}

/// A group; `unit` is none for respondents who are in no unit.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum UnitView<'a> {
    /// Enough answered.
    Shown {
        /// The unit.
        unit: Option<&'a str>,
        /// How many answered.
        respondents: u32,
        /// The share of answers that agree with the policy, in per cent; null if nothing can be said.
        #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
        aligned: Option<String>,
        /// The answers.
        answers: Vec<AnswerView<'a>>,
    },
    /// Too few answered to be told apart.
    Suppressed {
        /// The unit.
        unit: Option<&'a str>,
        /// That what they said is not told.
        suppressed: bool,
    },
}

/// How far practice is from policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GapView<'a> {
    /// In whole per cent, rounded up, as rules read it; none if nothing can be said.
    percent: Option<u8>,
    /// The share of answers that agree.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
    agreement: Option<String>,
    /// The same for each group.
    units: Vec<UnitGapView<'a>>,
}

/// How far the practice of a group is from policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnitGapView<'a> {
    /// None for respondents who are in no unit.
    unit: Option<&'a str>,
    /// In whole per cent, rounded up; null if nothing can be said.
    percent: Option<u8>,
    /// The share of answers that agree; null if nothing can be said.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Tenths>"))]
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
