//! Work systems and the survey: what people do, beside what the policy says (domain.md E7, E8). What groups said that are
//! suppressed is not in here, since the survey does not hold it.

use super::chart::{Bar, Bars, Chart};
use super::table::scrolling;
use super::text::{count, length, name, sentence, spaced};
use super::view::View;
use crate::practice::{Asked, Check, Checks, Respondents, Said, Survey};
use crate::registers::Registers;
use maud::{Markup, html};
use plimsoll_core::{Gap, LEAST_SHOWN};

/// The most work systems, units and questions that are told.
const SYSTEMS: usize = 100;
const UNITS: usize = 100;
const QUESTIONS: usize = 100;

/// The most bars of the chart.
const BARS: usize = 30;

/// How many questions stand side by side.
const ABREAST: usize = 20;

/// What stands where there is nothing.
const NONE: &str = "–";

/// Whether there is anything to tell.
pub(super) fn is_stated(view: &View<'_, '_>) -> bool {
    !registers(view).checklist().is_empty() || !registers(view).survey().is_empty()
}

/// The chart of this section: how many answers to each question agree with the policy.
pub(super) fn chart(view: &View<'_, '_>) -> Option<Chart> {
    agreement(survey(view)?)
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    html! {
        (work_systems(&Checks::of(registers(view))))
        @if let Some(survey) = survey(view) {
            h3 { "Survey" }
            p { (count(survey.respondents().into(), "respondent", "respondents")) "." (gap(survey)) }
            @if let Some(chart) = agreement(survey) { div.charts { (chart.inline()) } }
            (questions(survey))
            (units(survey))
        }
    }
}

fn registers<'o>(view: &View<'_, 'o>) -> &'o Registers {
    view.assessment.organisation().registers()
}

/// The survey, if anything was answered.
fn survey<'v, 'o>(view: &'v View<'_, 'o>) -> Option<&'v Survey<'o>> {
    Some(view.alignment.survey()).filter(|survey| !survey.asked().is_empty())
}

fn work_systems(checks: &Checks<'_>) -> Markup {
    let all: Vec<&Check<'_>> = checks.all().collect();
    let left = length(all.len().saturating_sub(SYSTEMS));
    let table = html! {
        table.figures {
            caption { "Work systems, and how far each does what the check asks for" }
            thead {
                tr {
                    th scope="col" { "Work system" }
                    th.n scope="col" { "Coverage, per cent" }
                    th.n scope="col" { "Questions answered" }
                    th scope="col" { "Weakest" }
                }
            }
            tbody {
                @for check in all.iter().take(SYSTEMS) {
                    tr {
                        th scope="row" { (name(check.work_system)) }
                        td.n { @if let Some(share) = check.coverage.share() { (share) } }
                        td.n { (check.coverage.answered()) " of " (check.coverage.questions()) }
                        td { @if let Some((aspect, share)) = check.weakest() { (spaced(aspect.label())) ", " (share) } }
                    }
                }
            }
        }
    };
    html! {
        @if !all.is_empty() {
            h3 { "Work systems" }
            (scrolling("Work systems: table", &table))
            @if left > 0 { p.note { (left) " more are listed by " code { "plimsoll alignment" } "." } }
        }
    }
}

fn gap(survey: &Survey<'_>) -> Markup {
    html! {
        @if let Some(agreement) = survey.agreement(Respondents::All).shown() {
            " The gap between policy and practice is " strong { (Gap::of(agreement)) " per cent" } ": so many answers do not agree with what the policy says."
        }
    }
}

fn agreement(survey: &Survey<'_>) -> Option<Chart> {
    let bar = |asked: &Asked<'_>| {
        let share = asked.all.as_ref()?.aligned()?;
        Some(Bar {
            label: spaced(&asked.question.name),
            class: "plain".into(),
            value: share.tenths().into(),
            shown: format!("{share} %"),
        })
    };
    let bars: Vec<Bar> = survey.asked().iter().filter_map(bar).take(BARS).collect();
    let chart = Bars {
        name: "agreement",
        title: "Answers that agree with the policy",
        by: "Question",
        what: "Share of those who answered",
        full: Some(1000),
        bars,
    };
    (!chart.bars.is_empty()).then(|| chart.chart())
}

fn questions(survey: &Survey<'_>) -> Markup {
    let left = length(survey.asked().len().saturating_sub(QUESTIONS));
    let table = html! {
        table.figures {
            caption { "Questions and answers; what agrees with the policy is marked" }
            thead {
                tr {
                    th scope="col" { "Question" }
                    th.n scope="col" { "Answers" }
                    th scope="col" { "Shares, per cent" }
                }
            }
            tbody {
                @for asked in survey.asked().iter().take(QUESTIONS) {
                    tr {
                        th scope="row" { (sentence(&asked.question.text)) }
                        @match &asked.all {
                            Some(tally) => {
                                td.n { (tally.respondents()) }
                                td {
                                    @for ((answer, share), at) in asked.question.answers.iter().zip(tally.shares()).zip(0..) {
                                        @if at > 0 { ", " }
                                        (name(answer)) @if asked.question.is_aligned(at) { " ✓" } " " (share)
                                    }
                                }
                            }
                            None => { td.n { (NONE) } td { "suppressed" } }
                        }
                    }
                }
            }
        }
    };
    html! {
        (scrolling("Questions of the survey: table", &table))
        @if left > 0 { p.note { (left) " more are listed by " code { "plimsoll alignment" } "." } }
    }
}

fn units(survey: &Survey<'_>) -> Markup {
    let units: Vec<Option<&str>> = survey.units().collect();
    let left = length(units.len().saturating_sub(UNITS));
    let table = html! {
        table.figures {
            caption { "The gap between policy and practice, per unit" }
            thead {
                tr { th scope="col" { "Unit" } th.n scope="col" { "Gap, per cent" } th scope="col" { "Widest on" } }
            }
            tbody {
                @for unit in units.iter().take(UNITS) {
                    @let of = Respondents::Of(*unit);
                    tr {
                        th scope="row" { (unit_name(*unit)) }
                        td.n { (cell(survey.agreement(of).map(|share| html! { (Gap::of(share)) }))) }
                        td { @if let Some((question, _)) = survey.least_agreed(of) { (sentence(&question.text)) } @else { (NONE) } }
                    }
                }
            }
        }
    };
    html! {
        // Where nobody is in a unit, there is nothing to tell apart.
        @if units.iter().any(Option::is_some) {
            (scrolling("Gap per unit: table", &table))
            (by_unit(survey, &units))
            @if left > 0 { p.note { (left) " more units are listed by " code { "plimsoll alignment" } "." } }
        }
        @if survey.is_suppressed() {
            p.note {
                "Groups of fewer than " (LEAST_SHOWN) " who answered are suppressed, and so are those by which what such a group said could be worked out."
            }
        }
    }
}

/// Unit by question, the share of answers that agree with the policy; where no answer is right, the answer that most gave.
fn by_unit(survey: &Survey<'_>, units: &[Option<&str>]) -> Markup {
    let asked = || survey.asked().iter().take(ABREAST);
    let left = length(survey.asked().len().saturating_sub(ABREAST));
    let table = html! {
        table.figures {
            caption { "Answers that agree with the policy, or the answer that most gave, in per cent" }
            thead {
                tr { th scope="col" { "Unit" } @for asked in asked() { th.n scope="col" { (spaced(&asked.question.name)) } } }
            }
            tbody {
                @for unit in units.iter().take(UNITS) {
                    tr {
                        th scope="row" { (unit_name(*unit)) }
                        @for asked in asked() {
                            td.n {
                                (cell(asked.in_short(Respondents::Of(*unit)).map(|(answer, share)| html! {
                                    @if let Some(answer) = answer { (spaced(answer)) " " } (share)
                                })))
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        (scrolling("Questions per unit: table", &table))
        @if left > 0 { p.note { (left) " more questions are listed by " code { "plimsoll alignment" } "." } }
    }
}

fn unit_name(unit: Option<&str>) -> Markup {
    html! { @match unit { Some(unit) => { (name(unit)) } None => { "no unit" } } }
}

fn cell(said: Said<Markup>) -> Markup {
    match said {
        Said::Nothing => html! { (NONE) },
        Said::Suppressed => html! { "suppressed" },
        Said::Shown(what) => what,
    }
}
