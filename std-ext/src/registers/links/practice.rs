//! What the answers of one check, and of one survey, say of each other.

use crate::diagnostic::Diagnostics;
use crate::registers::record::{Loaded, Record};
use crate::registers::report::{Reporter, problem};
use crate::registers::words::{fold, outline};
use crate::registers::{ChecklistAnswer, SurveyAnswer};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Reports questions that were answered twice for a work system.
pub(super) fn report_checklist(answers: &Loaded<'_, ChecklistAnswer>, out: &mut Diagnostics) {
    let keys = answers.records.iter().map(|answer| (fold(&answer.work_system), answer.question.as_str()));
    report_twice(answers, keys, out, |answer, line| {
        format!("is answered for `{}` on line {line} already", answer.work_system)
    });
}

/// Reports questions that a respondent answered twice, and respondents who are in two units. Respondents whose names only seem to
/// differ are one: nobody is to pass for two, or a group would seem larger than it is.
pub(super) fn report_survey(answers: &Loaded<'_, SurveyAnswer>, out: &mut Diagnostics) {
    let keys = answers.records.iter().map(|answer| (outline(&answer.respondent), answer.question.as_str()));
    report_twice(answers, keys, out, |answer, line| {
        format!("is answered by `{}` on line {line} already", answer.respondent)
    });
    report_two_units(answers, out);
}

/// Reports records that have the subject and the question of an earlier one.
fn report_twice<'a, R: Record>(
    answers: &Loaded<'_, R>,
    keys: impl Iterator<Item = (String, &'a str)>,
    out: &mut Diagnostics,
    say: impl Fn(&R, usize) -> String,
) {
    let Some(origin) = &answers.origin else { return };
    // What is empty has been reported.
    let mut order: Vec<((String, &str), usize)> = keys
        .zip(0..)
        .filter(|((subject, question), _)| !subject.is_empty() && !question.is_empty())
        .collect();
    order.sort_unstable();
    for same in order.chunk_by(|(one, _), (other, _)| one == other) {
        let [(_, former), later @ ..] = same else { continue };
        let line = answers.places.get(*former).map_or(0, |place| place.line);
        for ((_, question), at) in later {
            let (Some(answer), Some(place)) = (answers.records.get(*at), answers.places.get(*at)) else {
                continue;
            };
            Reporter::new(origin, *place, out)
                .error("question", || problem(say(answer, line)).found(*question));
        }
    }
}

/// Reports respondents who are in two units; a row without a unit is in none.
fn report_two_units(answers: &Loaded<'_, SurveyAnswer>, out: &mut Diagnostics) {
    let Some(origin) = &answers.origin else { return };
    let mut units: BTreeMap<String, (Option<String>, &SurveyAnswer, usize)> = BTreeMap::new();
    for (answer, place) in answers.records.iter().zip(&answers.places) {
        let unit = answer.unit.as_deref().map(fold);
        match units.entry(outline(&answer.respondent)) {
            Entry::Vacant(vacant) => {
                vacant.insert((unit, answer, place.line));
            }
            Entry::Occupied(former) if former.get().0 != unit && !answer.respondent.is_empty() => {
                let (_, former, line) = former.get();
                Reporter::new(origin, *place, out).error("unit", || {
                    let was = former.unit.as_deref().map_or("none".to_owned(), |unit| format!("`{unit}`"));
                    let message =
                        format!("is not the unit of `{}` on line {line}, which is {was}", answer.respondent);
                    let wrong = problem(message).found(answer.unit.as_deref().unwrap_or_default());
                    wrong.help("a respondent belongs to one unit, or to none")
                });
            }
            Entry::Occupied(_) => {}
        }
    }
}
