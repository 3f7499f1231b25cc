//! Conflicts between what security asks for and what the work asks for (domain.md E6).

use super::table::scrolling;
use super::text::{count, length, name, sentence, spaced};
use super::view::View;
use crate::registers::Conflict;
use maud::{Markup, html};
use plimsoll_core::ConflictState;

/// The most conflicts that are told, and the most assets of each.
const MOST: usize = 200;
const ASSETS: usize = 12;

/// Whether there is anything to tell.
pub(super) fn is_stated(view: &View<'_, '_>) -> bool {
    !conflicts(view).is_empty()
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let as_of = view.assessment.as_of();
    let mut told: Vec<&Conflict> = conflicts(view).iter().collect();
    // Those that are open first.
    told.sort_by_key(|conflict| !conflict.value().is_open(as_of));
    let open = told.iter().take_while(|conflict| conflict.value().is_open(as_of)).count();
    let left = length(told.len().saturating_sub(MOST));
    let table = html! {
        table.conflicts {
            caption { "Conflicts of values; those that are open come first" }
            thead {
                tr {
                    @for title in ["Conflict", "What clashes", "Why", "What helps", "Lowers", "Endangers", "State"] {
                        th scope="col" { (title) }
                    }
                }
            }
            tbody { @for conflict in told.iter().take(MOST) { (row(view, conflict)) } }
        }
    };
    html! {
        p { (length(open)) " of " (count(length(told.len()), "conflict", "conflicts")) " open. An open conflict lowers what it names on the assets that it endangers, until it is negotiated, taught or defined away." }
        (scrolling("Conflicts of values: table", &table))
        @if left > 0 { p.note { (left) " more are listed by " code { "plimsoll alignment" } "." } }
    }
}

fn conflicts<'o>(view: &View<'_, 'o>) -> &'o [Conflict] {
    view.assessment.organisation().registers().conflicts()
}

fn row(view: &View<'_, '_>, conflict: &Conflict) -> Markup {
    let value = conflict.value();
    let words = |labels: Vec<&str>| spaced(&labels.join(", "));
    let more = conflict.assets.len().saturating_sub(ASSETS);
    html! {
        tr {
            th scope="row" {
                (name(&conflict.id)) " " span.on { (value.area) }
                @if let Some(context) = &conflict.context { " " (sentence(context)) }
            }
            td {
                (sentence(&conflict.security_value)) " / " (sentence(&conflict.work_value))
                @if let Some(consequences) = &conflict.consequences { p.note { (sentence(consequences)) } }
            }
            td { (words(value.reasons.iter().map(|reason| reason.label()).collect())) }
            td { (words(value.remedies().iter().map(|remedy| remedy.label()).collect())) }
            td { (words(value.lowers.iter().map(|lowered| lowered.label()).collect())) }
            td {
                @for (at, asset) in conflict.assets.iter().take(ASSETS).enumerate() { @if at > 0 { ", " } (name(asset)) }
                @if more > 0 { " and " (more) " more" }
                @if let Some(unit) = &conflict.unit {
                    @if !conflict.assets.is_empty() { ", " }
                    "all of " (name(unit))
                }
            }
            td {
                @match value.state(view.assessment.as_of()) {
                    ConflictState::Open(Some(opened)) => { "open since " time datetime=(opened) { (opened) } }
                    ConflictState::Open(None) => { "open" }
                    ConflictState::Resolved(resolved) => { "resolved " time datetime=(resolved) { (resolved) } }
                    ConflictState::YetToCome => { "yet to come" }
                }
            }
        }
    }
}
