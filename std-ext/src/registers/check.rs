//! Checks that several records share.

use super::facets::Facets;
use super::report::{Reporter, problem};
use super::vocabulary::{FacetSpec, Vocabulary};
use super::words::{did_you_mean, nearest};
use crate::diagnostic::Diagnostic;
use plimsoll_core::Day;

/// Reports a day, `late`, that is before one that it must not precede, `early`.
pub(crate) fn order(report: &mut Reporter<'_, '_>, early: (&str, Option<Day>), late: (&str, Option<Day>)) {
    if let ((early_field, Some(early)), (late_field, Some(late))) = (early, late)
        && late < early
    {
        report.error(late_field, || {
            problem(format!("is before `{early_field}`, {early}")).found(late.to_string())
        });
    }
}

/// Reports a number outside its range.
pub(crate) fn within<T: Copy + PartialOrd + std::fmt::Display>(
    report: &mut Reporter<'_, '_>,
    field: &str,
    number: Option<T>,
    range: std::ops::RangeInclusive<T>,
) {
    if let Some(number) = number.filter(|number| !range.contains(number)) {
        report.error(field, || {
            let valid = format!("{} to {}", range.start(), range.end());
            problem("is out of range").found(number.to_string()).valid([valid])
        });
    }
}

/// Reports members of a list that stand in it twice, and drops them.
pub(crate) fn once<T: Copy + PartialEq + std::fmt::Display>(
    report: &mut Reporter<'_, '_>,
    field: &str,
    members: &mut Vec<T>,
) {
    let mut seen: Vec<T> = Vec::new();
    members.retain(|member| {
        let is_new = !seen.contains(member);
        if is_new {
            seen.push(*member);
        } else {
            report.warning(field, || problem("stands twice in the list").found(member.to_string()));
        }
        is_new
    });
}

/// Validates the declared facets among those of a record, and gives them the policy's spelling.
pub(crate) fn facets(facets: &mut Facets, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
    if facets.is_empty() {
        return;
    }
    for (name, text) in facets.iter_mut() {
        if let Some(spec) = words.facets.iter().find(|spec| spec.name == name) {
            facet(spec, text, report);
        }
    }
}

/// Validates a text as a declared facet, and gives it the policy's spelling.
pub(crate) fn facet(spec: &FacetSpec, text: &mut String, report: &mut Reporter<'_, '_>) {
    if !spelled(spec, text) {
        report.error_of_words(&spec.name, || no_value(spec, text));
    }
}

/// Gives a text the policy's spelling; whether it is a value of the facet.
fn spelled(spec: &FacetSpec, text: &mut String) -> bool {
    let Some(value) = spec.parse(text) else { return false };
    let shown = spec.show(value);
    if shown != *text {
        *text = shown;
    }
    true
}

fn no_value(spec: &FacetSpec, text: &str) -> Diagnostic {
    let valid = spec.valid();
    let help = did_you_mean(nearest(text, valid.iter().map(String::as_str)));
    problem(format!("is not a value of the facet `{}`", spec.name)).found(text).valid(valid).maybe_help(help)
}

/// [`facet`] for a column that the register knows and the policy declares as a facet as well.
pub(crate) fn own_column(
    name: &str,
    text: &mut Option<String>,
    words: &Vocabulary,
    report: &mut Reporter<'_, '_>,
) {
    if let (Some(text), Some(spec)) = (text, words.facets.iter().find(|spec| spec.name == name)) {
        facet(spec, text, report);
    }
}

/// [`own_column`] for what people are in, which may own nothing that the policy decides on: another value is odd, not wrong.
pub(crate) fn column_of_people(
    name: &str,
    text: &mut Option<String>,
    words: &Vocabulary,
    report: &mut Reporter<'_, '_>,
) {
    if let (Some(text), Some(spec)) = (text, words.facets.iter().find(|spec| spec.name == name))
        && !spelled(spec, text)
    {
        report.warning(name, || no_value(spec, text));
    }
}
