//! `plimsoll forecast`

use super::assess::{dated, out_of_scope};
use super::console::{Console, LISTED, listed};
use super::progress::Progress;
use super::{AsOf, Outcome, organisation};
use crate::diagnostic::harmless;
use crate::history::json::ForecastView;
use crate::history::{Assumptions, Counts, Forecast, Point, PointKind};
use crate::words::{counted, length};
use clap::{Args, value_parser};
use comfy_table::Cell;
use plimsoll_core::{Band, Day, Status};
use std::path::PathBuf;

/// Tell how the register was and will be, month by month, if every action is completed when it is due.
#[derive(Debug, Args)]
pub(super) struct Months {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// How many months to look back, at most 120.
    #[arg(long, value_name = "MONTHS", default_value_t = 12, allow_negative_numbers = true, value_parser = value_parser!(u16).range(0..=120))]
    past: u16,
    /// How many months to look ahead, at most 120.
    #[arg(long, value_name = "MONTHS", default_value_t = 12, allow_negative_numbers = true, value_parser = value_parser!(u16).range(0..=120))]
    months: u16,
    #[command(flatten)]
    as_of: AsOf,
}

impl Months {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let as_of = self.as_of.day();
        let progress = Progress::new();
        let begin = |step: &str, of: usize| progress.begin(step, of);
        let forecast = Forecast::of(&organisation, as_of, self.past, self.months, begin);
        drop(progress);
        if console.is_json() {
            console.json(&ForecastView::of(&forecast, organisation.registers()));
        } else {
            dated(forecast.policy(), as_of, console);
            out_of_scope(&organisation, console);
            tell(&forecast, console);
        }
        Outcome::Fine
    }
}

fn tell(forecast: &Forecast<'_>, console: &mut Console) {
    let points = forecast.points().iter();
    table(forecast, points.clone().map(|point| (point, &point.counts)), console);
    if points.clone().any(|point| point.nothing_done.is_some()) {
        console.line("if nothing more is done:");
        let undone = points.filter_map(|point| Some((point, point.nothing_done.as_ref()?)));
        table(forecast, undone, console);
    }
    assumptions(forecast, console);
}

fn table<'f>(
    forecast: &'f Forecast<'_>,
    rows: impl Iterator<Item = (&'f Point, &'f Counts)>,
    console: &mut Console,
) {
    let names = forecast.policy().names();
    let bands = (0..forecast.policy().scales().bands).map(Band);
    let bands = bands.map(|band| names.and_then(|names| names.band(band)).unwrap_or_default());
    let statuses = Status::ALL.iter().map(|status| status.label().replace('_', " "));
    let header: Vec<String> = ["date".into(), String::new()]
        .into_iter()
        .chain(statuses)
        .chain(["above limit".into(), "score".into()])
        .chain(bands.map(harmless))
        .collect();
    let titles: Vec<&str> = header.iter().map(String::as_str).collect();
    let numbers: Vec<usize> = (2..titles.len()).collect();
    let mut table = console.new_table(&titles, &numbers);
    for (point, counts) in rows {
        let Counts { statuses, above_limit, bands, score } = counts;
        let numbers = statuses.iter().chain([above_limit, score]).chain(bands);
        let kind = if point.kind == PointKind::Now { "now" } else { "" };
        let row = [point.date.to_string(), kind.into()].into_iter();
        table.add_row(row.chain(numbers.map(u64::to_string)).map(Cell::new));
    }
    console.table(&table);
    console.line("");
}

/// What the forecast counts on, in sentences; only those that say something of this register.
fn assumptions(forecast: &Forecast<'_>, console: &mut Console) {
    let last = forecast.points().last().map_or(forecast.as_of(), |point| point.date);
    console.line("Risks count from the day they were opened, and closed ones only as closed.");
    console.line(
        "The past is drawn with the ratings and the policy of today: registers record no earlier ones.",
    );
    for line in sentences(forecast.assumptions(), last) {
        console.line(&line);
    }
}

fn sentences(assumptions: &Assumptions<'_>, last: Day) -> Vec<String> {
    let Assumptions { overdue, in_the_future, .. } = assumptions;
    let said =
        |number: u64, one: &str, many: &str| (number > 0).then(|| format!("{}.", counted(number, one, many)));
    let (late, to_come) = (length(overdue.len()), length(in_the_future.len()));
    [
        said(
            assumptions.completes_by_due_date,
            &format!("action counts as completed on its due day, up to {last}"),
            &format!("actions count as completed on their due days, up to {last}"),
        ),
        said(assumptions.due_later, "action is due later", "actions are due later"),
        said(
            late,
            &format!("action is overdue and is not counted on: {}", listed(overdue, LISTED)),
            &format!("actions are overdue and are not counted on: {}", listed(overdue, LISTED)),
        ),
        said(
            assumptions.without_due_date,
            "action has no due day and is not counted on",
            "actions have no due day and are not counted on",
        ),
        said(
            assumptions.undated_completions,
            "completed action has no day of completion and counts as completed throughout",
            "completed actions have no day of completion and count as completed throughout",
        ),
        said(
            assumptions.undated_actions,
            "action has no day on which it was found and counts throughout",
            "actions have no day on which they were found and count throughout",
        ),
        said(
            assumptions.undated_risks,
            "risk has no day on which it was opened and counts throughout",
            "risks have no day on which they were opened and count throughout",
        ),
        said(
            assumptions.undated_closings,
            "closed risk has no day of closing and counts as closed throughout",
            "closed risks have no day of closing and count as closed throughout",
        ),
        said(
            to_come,
            &format!(
                "entry has a day that is yet to come, and what it tells counts from then on: {}",
                listed(in_the_future, LISTED)
            ),
            &format!(
                "entries have days that are yet to come, and what they tell counts from then on: {}",
                listed(in_the_future, LISTED)
            ),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
