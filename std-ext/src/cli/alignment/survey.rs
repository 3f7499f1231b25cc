//! The survey: shares of answers, and the gap between policy and practice.

use super::Console;
use super::objectives::spaced;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::diagnostic::harmless;
use crate::practice::{Respondents, Said, Survey};
use crate::words::counted;
use comfy_table::Cell;
use plimsoll_core::{Gap, LEAST_SHOWN};

/// What stands for a group that is not shown.
const SUPPRESSED: &str = "suppressed";

/// What stands where nothing was answered.
const NOTHING: &str = "-";

/// How many units stand side by side.
const ABREAST: usize = 6;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let survey = alignment.survey();
    if survey.asked().is_empty() {
        return;
    }
    let people = counted(survey.respondents().into(), "respondent", "respondents");
    console.line(&format!("survey: {people}; answers that agree with the policy are marked *"));
    answers(survey, console);
    let units: Vec<Option<&str>> = survey.units().collect();
    // Where nobody is in a unit, there is nothing to tell apart.
    let units = if units.iter().any(Option::is_some) { units.as_slice() } else { &[] };
    gaps(survey, units, console);
    questions(survey, units, console);
    if survey.is_suppressed() {
        console.line(&format!(
            "suppressed: answers of groups of fewer than {LEAST_SHOWN}, and of those by which what such a group said could be worked out"
        ));
    }
    console.line("");
}

fn answers(survey: &Survey<'_>, console: &mut Console) {
    for part in survey.asked().chunks(PART) {
        let mut table = console.new_table(&["question", "topic", "answers", "shares"], &[2]);
        for asked in part {
            let question = asked.question;
            let (number, shares) = match &asked.all {
                Some(tally) => {
                    let answers = question.answers.iter().zip(tally.shares()).zip(0..);
                    let shares = answers.map(|((answer, share), at)| {
                        let mark = if question.is_aligned(at) { "*" } else { "" };
                        format!("{}{mark} {share} %", spaced(&harmless(answer)))
                    });
                    (tally.respondents().to_string(), shares.collect::<Vec<_>>().join(", "))
                }
                None => (NOTHING.to_owned(), SUPPRESSED.to_owned()),
            };
            let row = [spaced(&harmless(&question.name)), question.topic.label().to_owned(), number, shares];
            table.add_row(row.map(Cell::new));
        }
        console.table(&table);
    }
}

/// Per unit, the gap and the question on which it is widest.
fn gaps(survey: &Survey<'_>, units: &[Option<&str>], console: &mut Console) {
    console.line("");
    let groups = units.iter().map(|unit| (unit_name(*unit), Respondents::Of(*unit)));
    let groups: Vec<(String, Respondents<'_>)> =
        std::iter::once(("all".to_owned(), Respondents::All)).chain(groups).collect();
    for part in groups.chunks(PART) {
        let mut table = console.new_table(&["unit", "gap", "agrees", "widest on"], &[1, 2]);
        for (name, of) in part {
            let agreement = survey.agreement(*of);
            let gap = cell(agreement.map(|share| format!("{} %", Gap::of(share))));
            let agrees = agreement.shown().map_or(NOTHING.to_owned(), |share| format!("{share} %"));
            table.add_row([name.clone(), gap, agrees, widest(survey, *of)].map(Cell::new));
        }
        console.table(&table);
    }
}

/// Question by unit, the share of answers that agree with the policy; where no answer is right, the answer that most gave.
fn questions(survey: &Survey<'_>, units: &[Option<&str>], console: &mut Console) {
    for abreast in units.chunks(ABREAST) {
        console.line("");
        let names: Vec<String> = abreast.iter().map(|unit| unit_name(*unit)).collect();
        let header: Vec<&str> = std::iter::once("question").chain(names.iter().map(String::as_str)).collect();
        for part in survey.asked().chunks(PART) {
            let mut table = console.new_table(&header, &[]);
            for asked in part {
                let said = abreast.iter().map(|unit| asked.in_short(Respondents::Of(*unit)));
                let shares = said.map(|said| {
                    cell(said.map(|(answer, share)| match answer {
                        Some(answer) => format!("{} {share} %", spaced(&harmless(answer))),
                        None => format!("{share} %"),
                    }))
                });
                let name = std::iter::once(spaced(&harmless(&asked.question.name)));
                table.add_row(name.chain(shares).map(Cell::new));
            }
            console.table(&table);
        }
    }
}

fn unit_name(unit: Option<&str>) -> String {
    unit.map_or("no unit".to_owned(), harmless)
}

fn cell(said: Said<String>) -> String {
    match said {
        Said::Nothing => NOTHING.to_owned(),
        Said::Suppressed => SUPPRESSED.to_owned(),
        Said::Shown(text) => text,
    }
}

/// The question on which some agree least with the policy.
fn widest(survey: &Survey<'_>, of: Respondents<'_>) -> String {
    survey.least_agreed(of).map_or(NOTHING.to_owned(), |(question, share)| {
        format!("{}, {share} % agree", spaced(&harmless(&question.name)))
    })
}
