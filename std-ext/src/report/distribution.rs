//! How the risks spread over bands and statuses.

use super::chart::{Bar, Bars, Chart};
use super::text::spaced;
use super::view::View;
use maud::{Markup, html};
use plimsoll_core::Status;

pub(super) fn charts(view: &View<'_, '_>) -> Vec<Chart> {
    vec![bands(view), statuses(view)]
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let summary = view.assessment.summary();
    let [highest, second, other] = summary.unmanaged.per_cent();
    html! {
        div.charts { @for chart in charts(view) { (chart.inline()) } }
        dl.rows {
            div { dt { "Mean impact" } dd { (summary.impact) } }
            div { dt { "Mean likelihood" } dd { (summary.likelihood) } }
            div { dt { "Mean score" } dd { (summary.score) } }
            div {
                dt { "Unmanaged: nobody has decided about them or watches them" }
                dd {
                    (summary.unmanaged.count())
                    @if summary.unmanaged.count() > 0 {
                        " (highest band " (highest) " %, second " (second) " %, other " (other) " %)"
                    }
                }
            }
        }
    }
}

fn bands(view: &View<'_, '_>) -> Chart {
    let counts = &view.assessment.summary().bands;
    let mut bars: Vec<Bar> = (0_u8..)
        .zip(view.bands.iter().zip(counts))
        .map(|(n, (look, count))| Bar {
            label: look.name.clone(),
            class: format!("f{n}"),
            value: *count,
            shown: count.to_string(),
        })
        .collect();
    bars.reverse();
    Bars { name: "bands", title: "Risks by band", by: "Band", what: "Risks", full: None, bars }.chart()
}

fn statuses(view: &View<'_, '_>) -> Chart {
    let bars = Status::ALL.iter().zip(view.assessment.summary().statuses).map(|(status, count)| Bar {
        label: spaced(status.label()),
        class: status.label().into(),
        value: count,
        shown: count.to_string(),
    });
    Bars {
        name: "statuses",
        title: "Risks by status",
        by: "Status",
        what: "Risks",
        full: None,
        bars: bars.collect(),
    }
    .chart()
}
