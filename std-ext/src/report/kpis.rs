//! Key figures of risks and incidents: how old they are, how long solving takes, what it cost (domain.md C).

use super::chart::{Bar, Bars, Chart};
use super::table::scrolling;
use super::text::spaced;
use super::view::View;
use crate::kpi::Measures;
use crate::kpi::sums::{minutes, money};
use maud::{Markup, html};
use plimsoll_core::{AgeBucket, TimeBucket};
use std::fmt::Display;

/// The charts of this section: ages, and times to resolve.
pub(super) fn charts(view: &View<'_, '_>) -> Vec<Chart> {
    let (risks, incidents) = (view.kpi.risks(), view.kpi.incidents());
    vec![
        ages("ages_of_risks", "Age of risks that are not closed", "Risks", risks),
        ages("ages_of_incidents", "Age of incidents that are not resolved", "Incidents", incidents),
        times("times_to_close", "Time until risks were closed", "Risks", risks),
        times("times_to_resolve", "Time until incidents were resolved", "Incidents", incidents),
    ]
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let to_come = view.kpi.not_yet().len();
    html! {
        div.charts { @for chart in charts(view) { (chart.inline()) } }
        (scrolling("Key figures: table", &table(view)))
        @if to_come > 0 {
            p.note { "Dates later than the day of this report, which count as not having happened yet: " (to_come) "." }
        }
    }
}

fn ages(name: &'static str, title: &'static str, what: &'static str, measures: &Measures) -> Chart {
    let bars = AgeBucket::ALL.iter().zip(measures.kpis.ages).map(|(age, count)| {
        let label = match age {
            AgeBucket::Under6 => "under 6 months".into(),
            AgeBucket::From24 => "from 24 months".into(),
            _ => format!("{} months", spaced(age.label())),
        };
        bar(label, count)
    });
    Bars {
        name,
        title,
        by: "Age",
        what,
        full: None,
        bars: bars.chain(not_known(measures.kpis.undated)).collect(),
    }
    .chart()
}

fn times(name: &'static str, title: &'static str, what: &'static str, measures: &Measures) -> Chart {
    let bars = TimeBucket::ALL.iter().zip(measures.kpis.times).map(|(time, count)| {
        let label = match time {
            TimeBucket::SameDay => "the same day".into(),
            _ => format!("{} days", spaced(time.label())),
        };
        bar(label, count)
    });
    Bars {
        name,
        title,
        by: "Time",
        what,
        full: None,
        bars: bars.chain(not_known(measures.kpis.untimed)).collect(),
    }
    .chart()
}

fn bar(label: String, count: u32) -> Bar {
    Bar { label, class: "plain".into(), value: count.into(), shown: count.to_string() }
}

/// A bar for what has no date, if there is any.
fn not_known(count: u32) -> Option<Bar> {
    (count > 0).then(|| bar("not known".into(), count))
}

fn table(view: &View<'_, '_>) -> Markup {
    let columns = [view.kpi.risks(), view.kpi.incidents()];
    let availability = view.kpi.availability();
    let available = availability.available(availability.outage);
    html! {
        table.figures {
            caption { "Key figures of risks and incidents, as of " (view.assessment.as_of()) }
            thead {
                tr { th scope="col" { "Figure" } th.n scope="col" { "Risks" } th.n scope="col" { "Incidents" } }
            }
            tbody {
                (row("Not closed, not resolved", columns.map(|of| of.kpis.unsolved().to_string())))
                (row("Of these unmanaged", columns.map(|of| of.unmanaged().count().to_string())))
                (row("Closed, resolved", columns.map(|of| of.kpis.solved().to_string())))
                (row("Median days that took", columns.map(|of| or_none(of.times.median()))))
                (row("90th percentile of days", columns.map(|of| or_none(of.times.percentile_90()))))
                (row("Cost", columns.map(|of| money(of.kpis.cost))))
                (row("Loss", [NONE.into(), money(view.kpi.incidents().kpis.loss)]))
                (row("Minutes of outage", [NONE.into(), minutes(availability.outage)]))
                (row("Available, per cent", [NONE.into(), or_none(available)]))
            }
        }
    }
}

/// What stands where there is no figure.
const NONE: &str = "–";

fn row(title: &str, values: [String; 2]) -> Markup {
    html! { tr { th scope="row" { (title) } @for value in values { td.n { (value) } } } }
}

fn or_none(figure: Option<impl Display>) -> String {
    figure.map_or_else(|| NONE.into(), |figure| figure.to_string())
}
