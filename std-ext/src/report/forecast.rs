//! The register over time: what it was, and what will be if every action is done when it is due (domain.md A13).

use super::chart::{Areas, Chart, Series};
use super::text::{count, length};
use super::view::View;
use crate::history::{Counts, Point};
use maud::{Markup, html};
use plimsoll_core::Status;

/// How many months the report looks back, and ahead.
pub(super) const MONTHS: u16 = 12;

/// The statuses from the ground up, with their words and classes: what needs something done lies lowest.
const LAYERS: [(Status, &str, &str); 4] = [
    (Status::Open, "open", "open"),
    (Status::ToTreat, "to treat", "to_treat"),
    (Status::ToSupervise, "to supervise", "to_supervise"),
    (Status::Closed, "closed", "closed"),
];

/// The chart of this section.
pub(super) fn chart(view: &View<'_, '_>) -> Chart {
    let points = view.forecast.points();
    let series = LAYERS.map(|(status, label, class)| Series {
        label,
        class,
        values: points.iter().map(|point| point.counts.with_status(status)).collect(),
    });
    let contrast = Series {
        label: "if nothing more is done",
        class: "contrast",
        values: points
            .iter()
            .map(|point| unfinished(point.nothing_done.as_ref().unwrap_or(&point.counts)))
            .collect(),
    };
    Areas {
        name: "forecast",
        title: "Risks by status over time",
        what: "Risks by status",
        days: points.iter().map(|point| point.date).collect(),
        now: view.forecast.as_of(),
        series: series.into(),
        contrast: Some(contrast),
    }
    .chart()
}

/// The risks that something has to be done about.
fn unfinished(counts: &Counts) -> u64 {
    counts.with_status(Status::Open).saturating_add(counts.with_status(Status::ToTreat))
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let now = view.forecast.points().iter().rfind(|point| point.date <= view.forecast.as_of());
    let last = view.forecast.points().last();
    let assumptions = view.forecast.assumptions();
    let overdue = length(assumptions.overdue.len());
    html! {
        @if let (Some(now), Some(last)) = (now, last) { (expected(now, last)) }
        div.charts { (chart(view).inline()) }
        p.note {
            "The past is drawn from recorded dates under the policy and the ratings of today; the time to come with every action "
            "completed on its due day. The broken line shows the risks that are open or to treat if nothing more is done."
        }
        p.note {
            (count(assumptions.completes_by_due_date, "action is", "actions are")) " counted on by then. Not counted on: "
            (overdue) " overdue, " (assumptions.without_due_date) " without a due day, " (assumptions.due_later) " due later."
        }
    }
}

/// What the chart comes to.
fn expected(now: &Point, last: &Point) -> Markup {
    html! {
        p {
            "Risks above their limit: " strong { (now.counts.above_limit) } " on " (now.date) ", "
            strong { (last.counts.above_limit) } " on " (last.date) " if every action is done when it is due"
            @if let Some(nothing) = &last.nothing_done { ", " strong { (nothing.above_limit) } " if nothing more is done" }
            "."
        }
    }
}
