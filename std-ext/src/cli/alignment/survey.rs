//! The survey: shares of answers, and the gap between policy and practice.

use super::Console;
use super::objectives::spaced;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::diagnostic::harmless;
use crate::practice::Survey;
use crate::words::counted;
use comfy_table::Cell;
use plimsoll_core::LEAST_SHOWN;

/// What stands for a group that is not shown.
const SUPPRESSED: &str = "suppressed";

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let survey = Survey::of(alignment.registers(), alignment.assessment().organisation().vocabulary());
    if survey.asked().is_empty() {
        return;
    }
    let people = counted(survey.respondents().into(), "respondent", "respondents");
    console.line(&format!("survey: {people}; answers that agree with the policy are marked *"));
    answers(&survey, console);
    units(&survey, console);
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
                None => ("-".to_owned(), SUPPRESSED.to_owned()),
            };
            let row = [spaced(&harmless(&question.name)), question.topic.label().to_owned(), number, shares];
            table.add_row(row.map(Cell::new));
        }
        console.table(&table);
    }
}

/// Per unit, the gap and the question on which it is widest.
fn units(survey: &Survey<'_>, console: &mut Console) {
    console.line("");
    let units: Vec<Option<&str>> = std::iter::once(None).chain(survey.units().flatten().map(Some)).collect();
    let mut is_suppressed = false;
    for part in units.chunks(PART) {
        let mut table = console.new_table(&["unit", "gap", "agrees", "widest on"], &[1, 2]);
        for unit in part {
            let agreement = survey.agreement(*unit);
            is_suppressed |= agreement.is_none();
            let gap = survey.gap(*unit).map_or(SUPPRESSED.to_owned(), |gap| format!("{gap} %"));
            let agrees = agreement.map_or("-".to_owned(), |share| format!("{share} %"));
            let name = unit.map_or("all".into(), harmless);
            table.add_row([name.to_string(), gap, agrees, widest(survey, *unit)].map(Cell::new));
        }
        console.table(&table);
    }
    if is_suppressed || survey.asked().iter().any(|asked| asked.units.iter().any(|of| of.tally.is_none())) {
        console.line(&format!(
            "suppressed: answers of groups of fewer than {LEAST_SHOWN}, and of those by which such a group could be worked out"
        ));
    }
}

/// The question on which a unit, or all, agree least with the policy.
fn widest(survey: &Survey<'_>, unit: Option<&str>) -> String {
    survey.least_agreed(unit).map_or("-".to_owned(), |(question, share)| {
        format!("{}, {share} % agree", spaced(&harmless(&question.name)))
    })
}
