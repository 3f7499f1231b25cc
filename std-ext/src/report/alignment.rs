//! How security is aligned with the organisation: the objectives side by side, the mechanisms group by group, the tracks
//! (domain.md E1, E2, E9).

use super::chart::{Bar, Bars, Chart};
use super::table::scrolling;
use super::text::{count, length, name, spaced};
use super::view::View;
use crate::alignment::{Met, Objectives, tracks};
use maud::{Markup, html};
use plimsoll_core::{MechanismGroup, Profile, Track};

/// The most units whose profiles are told.
const UNITS: usize = 50;

/// Whether there is anything to tell.
pub(super) fn is_stated(view: &View<'_, '_>) -> bool {
    let registers = view.alignment.registers();
    !registers.mechanisms().is_empty() || !registers.measures().is_empty()
}

/// The chart of this section: the profile of the organisation.
pub(super) fn chart(view: &View<'_, '_>) -> Option<Chart> {
    let mechanisms = view.alignment.mechanisms();
    let profile = mechanisms.profile(None);
    let bar = |group: &MechanismGroup| {
        let percent = profile.of(*group).percent();
        // There is room for a short label.
        let label = spaced(group.label()).replace("coordinating", "coord.");
        Bar { label, class: "plain".into(), value: percent.into(), shown: format!("{percent} %") }
    };
    let bars = Bars {
        name: "mechanisms",
        title: "Mechanisms by group",
        by: "Group",
        what: "Share of the points that there could be",
        full: Some(100),
        bars: MechanismGroup::ALL.iter().map(bar).collect(),
    };
    mechanisms.states_organisation().then(|| bars.chart())
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    html! {
        (objectives(view.alignment.objectives()))
        @if let Some(chart) = chart(view) { div.charts { (chart.inline()) } }
        (units(view))
        @if !view.alignment.registers().measures().is_empty() { (measures(view)) }
    }
}

/// The three objectives, each in a column of its own.
fn objectives(objectives: &Objectives<'_>) -> Markup {
    let Objectives { security_and_business: business, compliance, cultural_fit: fit } = objectives;
    let met = |met: Met| html! { (met.within_limit) " of " (met.open) };
    html! {
        div.columns {
            div {
                h3 { "Security and business" }
                dl.rows {
                    div { dt { "Open risks within their limit" } dd { (business.within_limit) " of " (business.open) } }
                    div { dt { "Mean score" } dd { (business.score) } }
                    div { dt { "Mean limit" } dd { (business.limit) } }
                }
            }
            div {
                h3 { "Compliance" }
                dl.rows {
                    div { dt { "With any obligation, within their limit" } dd { (met(compliance.any)) } }
                    @for (obligation, of) in &compliance.by_obligation { div { dt { (name(obligation)) } dd { (met(*of)) } } }
                }
            }
            div {
                h3 { "Cultural fit" }
                dl.rows {
                    div { dt { "Orientation" } dd { (spaced(fit.orientation.label())) } }
                    @if let Some(open) = fit.open_conflicts { div { dt { "Open conflicts of values" } dd { (open) } } }
                    @if let Some(gap) = fit.practice_gap { div { dt { "Gap between policy and practice" } dd { (gap) " %" } } }
                }
            }
        }
    }
}

/// The profiles of units that have rows of their own.
fn units(view: &View<'_, '_>) -> Markup {
    let mechanisms = view.alignment.mechanisms();
    let shares = |profile: Profile| {
        html! { @for group in MechanismGroup::ALL { td.n { (profile.of(*group).percent()) " %" } } }
    };
    let left = length(mechanisms.units().count().saturating_sub(UNITS));
    let table = html! {
        table.figures {
            caption { "Units that state mechanisms of their own; the others are as in the organisation" }
            thead { tr { th scope="col" { "Unit" } @for group in MechanismGroup::ALL { th.n scope="col" { (spaced(group.label())) } } } }
            tbody {
                @for unit in mechanisms.units().take(UNITS) {
                    tr { th scope="row" { (name(unit)) } (shares(mechanisms.profile(Some(unit)))) }
                }
            }
        }
    };
    html! {
        @if mechanisms.units().next().is_some() {
            (scrolling("Mechanisms of units: table", &table))
            @if left > 0 { p.note { (count(left, "more unit states", "more units state")) " some." } }
        }
    }
}

/// The measures on each track.
fn measures(view: &View<'_, '_>) -> Markup {
    let counts = tracks(view.alignment.registers());
    html! {
        h3 { "Measures by track" }
        dl.rows {
            div { dt { "Micro: between people" } dd { (counts.on(Track::Micro)) } }
            div { dt { "Meso: between groups" } dd { (counts.on(Track::Meso)) } }
            div { dt { "Macro: in the whole" } dd { (counts.on(Track::Macro)) } }
        }
    }
}
