//! What to do next: which actions bring the risks within their limits at least cost, and what stays above (domain.md A15).

use super::chart::{Bar, Bars, Chart};
use super::table::scrolling;
use super::text::{count, length, name, sentence};
use super::view::View;
use crate::plan::Step;
use maud::{Markup, html};

/// The most steps that are told and drawn, actions of a step, ids of risks, and risks that stay above their limits.
const STEPS: usize = 50;
const BARS: usize = 12;
const NAMED: usize = 8;
const REMAINING: usize = 50;

/// The chart of this section: how far each step leads.
pub(super) fn chart(view: &View<'_, '_>) -> Chart {
    let bar = |label: String, within: usize| {
        let within = length(within);
        Bar { label, class: "plain".into(), value: within, shown: within.to_string() }
    };
    let steps = view.plan.steps.iter().zip(1_u64..).take(BARS);
    let steps = steps.map(|(step, n)| bar(format!("{n}: {}", step.total_cost), step.within_limit));
    Bars {
        name: "plan",
        title: "Risks within their limit after each step, by total cost",
        by: "Step and total cost",
        what: "Risks within their limit",
        full: None,
        bars: std::iter::once(bar("today".into(), view.plan.before.within_limit)).chain(steps).collect(),
    }
    .chart()
}

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let plan = &view.plan;
    let left = length(plan.steps.len().saturating_sub(STEPS));
    html! {
        @if plan.steps.is_empty() {
            p {
                "There is nothing to do that helps: " (plan.before.within_limit) " of "
                (count(length(plan.before.risks), "open risk is", "open risks are")) " within their limit."
            }
        } @else {
            p {
                "Actions for " strong { (plan.cost) } " and " strong { (plan.days) " days" } " of work bring "
                strong { (plan.after.within_limit) " of " (plan.before.risks) " open risks" }
                " within their limits, instead of " (plan.before.within_limit) " today; the cheapest and most helpful actions come first."
            }
            div.charts { (chart(view).inline()) }
            (scrolling("Plan: table", &steps(view)))
            @if left > 0 { p.note { (count(left, "more step is", "more steps are")) " listed by " code { "plimsoll plan" } "." } }
        }
        @if !plan.without_amount.is_empty() {
            p.note {
                (count(length(plan.without_amount.len()), "action does", "actions do")) " not say what it takes; it counts as taking nothing."
            }
        }
        (remaining(view))
    }
}

fn steps(view: &View<'_, '_>) -> Markup {
    html! {
        table.plan {
            caption { "Steps in the order in which they are best taken" }
            thead {
                tr {
                    th scope="col" { "Step" }
                    th scope="col" { "Threat and actions" }
                    th.n scope="col" { "Cost" }
                    th.n scope="col" { "Days" }
                    th scope="col" { "Brings within limit" }
                    th.n scope="col" { "Within limit then" }
                    th.n scope="col" { "Total cost" }
                }
            }
            tbody { @for (step, n) in view.plan.steps.iter().zip(1_u64..).take(STEPS) { (row(view, step, n)) } }
        }
    }
}

fn row(view: &View<'_, '_>, step: &Step<'_>, n: u64) -> Markup {
    let threat = view.assessment.organisation().registers().threat(step.threat);
    let left = length(step.actions.len().saturating_sub(NAMED));
    html! {
        tr {
            th scope="row" { (n) }
            td {
                strong { (name(step.threat)) " " @if let Some(threat) = threat { (name(&threat.name)) } }
                ul {
                    @for action in step.actions.iter().take(NAMED) {
                        li {
                            (name(&action.title)) " "
                            span.note {
                                (name(&action.id))
                                @if let Some(owner) = &action.owner { ", " (name(owner)) }
                                @if let Some(due) = action.due { ", due " (due) }
                            }
                        }
                    }
                    @if left > 0 { li { "+" (left) } }
                }
            }
            td.n { (step.cost) }
            td.n { (step.days) }
            td {
                (ids(view, &step.brings_within_limit))
                @if !step.takes_above_limit.is_empty() {
                    span.act { "takes above: " } (ids(view, &step.takes_above_limit))
                }
            }
            td.n { (step.within_limit) }
            td.n { (step.total_cost) }
        }
    }
}

fn ids(view: &View<'_, '_>, ids: &[&str]) -> Markup {
    let left = length(ids.len().saturating_sub(NAMED));
    html! {
        @if !ids.is_empty() {
            ul.inline {
                @for id in ids.iter().take(NAMED) { li { (view.link(id)) } }
                @if left > 0 { li { "+" (left) } }
            }
        }
    }
}

/// The risks that stay above their limits whatever is completed, and why.
fn remaining(view: &View<'_, '_>) -> Markup {
    let impossible = view.plan.impossible.iter().map(|of| (of.risk, &of.why));
    let conflicts = view.plan.conflicts.iter().map(|of| (of.risk, &of.why));
    let count_of = view.plan.impossible.len().saturating_add(view.plan.conflicts.len());
    let left = length(count_of.saturating_sub(REMAINING));
    let table = html! {
        table.findings {
            caption { "Risks that completing actions does not bring within their limits" }
            thead { tr { th scope="col" { "Risk" } th scope="col" { "Why" } } }
            tbody {
                @for (risk, why) in impossible.chain(conflicts).take(REMAINING) {
                    tr { th scope="row" { (view.link(risk)) } td { (sentence(why)) } }
                }
            }
        }
    };
    html! {
        @if count_of > 0 {
            h3 { "What stays above" }
            (scrolling("What stays above: table", &table))
            @if left > 0 { p.note { (count(left, "more risk", "more risks")) "." } }
        }
    }
}
