//! The risks one by one, with the reasons of each folded away.

use super::page::Put;
use super::text::{count, length, name, sentence, spaced};
use super::view::View;
use crate::assessment::{AssessedRisk, Reason};
use crate::diagnostic::harmless;
use maud::{Markup, PreEscaped, html};
use std::io;

const COLUMNS: [&str; 12] = [
    "Risk",
    "Asset",
    "Threat",
    "Owner",
    "Impact",
    "Likelihood",
    "Score",
    "Band",
    "Limit",
    "Response",
    "Status",
    "Inherent /\u{a0}residual",
];

/// The most reasons that are told of one risk.
const REASONS: usize = 40;

pub(super) fn write(view: &View<'_, '_>, put: &mut Put<'_>) -> io::Result<()> {
    let left = length(view.assessment.risks().len().saturating_sub(view.gravest.len()));
    if left > 0 {
        put(html! {
            p.note {
                "The register is too long for a page: these are the " (view.gravest.len()) " gravest risks, and "
                strong { (count(left, "risk is", "risks are")) " left out" } ". The counts on this page are of all of them; "
                code { "plimsoll assess" } " lists them all."
            }
        })?;
    }
    put(PreEscaped(
        r#"<div class="scroll" role="region" aria-label="Register: table" tabindex="0">"#.into(),
    ))?;
    put(PreEscaped(r#"<table class="risks">"#.into()))?;
    put(html! {
        caption {
            "Risks in the order in which they need attention: those that nobody treats, those above their limit, then by score"
        }
        thead { tr { @for column in COLUMNS { th scope="col" { (column) } } } }
    })?;
    for (assessed, at) in view.gravest.iter().zip(1..) {
        put(risk(view, assessed, at))?;
    }
    put(PreEscaped("</table></div>".into()))
}

fn risk(view: &View<'_, '_>, assessed: &AssessedRisk<'_>, at: usize) -> Markup {
    let AssessedRisk { risk, decision, status, .. } = assessed;
    let (inherent, residual) = view.assessment.inherent_and_residual(assessed);
    html! {
        tbody id={ "risk-" (at) } {
            tr {
                th scope="row" { (name(&risk.id)) }
                td { (name(view.asset(assessed))) }
                td { (name(view.threat(assessed))) }
                td { (name(&risk.owner)) }
                td.n { (decision.impact) }
                td.n { (decision.likelihood) }
                td.n { strong { (decision.score) } }
                td { (view.chip(decision.band)) }
                td.n { (decision.limit) }
                td { (spaced(decision.response.label())) }
                td { (spaced(status.label())) (standing(assessed)) }
                td.n { (inherent.score) " / " (residual.score) }
            }
            (reasons(view, assessed))
        }
    }
}

/// Whether a risk is above its limit, and whether that is seen to.
fn standing(assessed: &AssessedRisk<'_>) -> Markup {
    html! {
        @if assessed.is_untreated() {
            " " span.act { "untreated" }
        } @else if assessed.retained {
            " " span.note { "under an exception" }
        } @else if !assessed.decision.within_limit {
            " " span.note { "above its limit" }
        }
    }
}

fn reasons(view: &View<'_, '_>, assessed: &AssessedRisk<'_>) -> Markup {
    let reasons = view.assessment.reasons(assessed);
    let left = length(reasons.len().saturating_sub(REASONS));
    html! {
        tr.why {
            td colspan=(COLUMNS.len()) {
                details {
                    summary { "Why " (name(&assessed.risk.id)) " was decided so" }
                    ol { @for told in reasons.iter().take(REASONS) { (reason(told)) } }
                    @if left > 0 { p { (count(left, "reason more.", "reasons more.")) } }
                }
            }
        }
    }
}

fn reason(reason: &Reason<'_>) -> Markup {
    html! {
        li {
            span.stage { (spaced(reason.stage)) } " "
            (sentence(&reason.text)) " "
            span.source {
                @if !reason.rule.is_empty() { (name(reason.rule)) ", " }
                bdi { (harmless(reason.source)) @if let Some(line) = reason.line { ":" (line) } }
                @if !reason.principle.is_empty() { ", from " (sentence(reason.principle)) }
            }
        }
    }
}
