//! The headline: how many risks there are, and which of them need attention first.

use super::text::{count, length, name};
use super::view::View;
use maud::{Markup, html};

/// How many risks are named at the top.
const FIRST: usize = 5;

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let summary = view.assessment.summary();
    let findings = length(view.assessment.findings().len());
    let calls = view.assessment.findings().iter().filter(|finding| finding.kind.calls_for_action()).count();
    html! {
        p.lede { (headline(view)) }
        dl.tiles {
            (tile("Risks", &summary.risks, "in the register"))
            (tile("Above their limit", &summary.above_limit, &format!("of {}", summary.risks)))
            (tile("Untreated", &view.untreated, "above their limit"))
            (tile("Findings", &findings, &count(length(calls), "calls for action", "call for action")))
            (tile("Mean score", &summary.score, &format!("of {}", view.assessment.policy().scales().top)))
        }
        @if view.untreated > 0 { (first(view)) }
    }
}

fn headline(view: &View<'_, '_>) -> Markup {
    let summary = view.assessment.summary();
    html! {
        @if summary.risks == 0 {
            "The register holds no risks."
        } @else if summary.above_limit == 0 {
            "Every risk is within its limit."
        } @else {
            strong { (summary.above_limit) " of " (count(summary.risks, "risk", "risks")) }
            @if summary.above_limit == 1 { " is above its limit" } @else { " are above their limit" }
            @match view.untreated {
                0 => "; each is being treated, held under an exception, or closed.",
                1 => { "; for " strong { "one of them" } " there is no treatment that the policy admits, and no exception." }
                many => {
                    "; for " strong { (many) " of them" }
                    " there is no treatment that the policy admits, and no exception."
                }
            }
        }
    }
}

fn tile(title: &str, value: &impl std::fmt::Display, note: &str) -> Markup {
    html! { div { dt { (title) } dd { span.value { (value) } " " span.note { (note) } } } }
}

/// The gravest of the risks that nobody treats.
fn first(view: &View<'_, '_>) -> Markup {
    let untreated = view.gravest.iter().filter(|assessed| assessed.is_untreated());
    let left = view.untreated.saturating_sub(length(FIRST));
    html! {
        h3 { "What comes first" }
        ol.first {
            @for assessed in untreated.take(FIRST) {
                @let decision = &assessed.decision;
                li {
                    span.what {
                        (view.link(&assessed.risk.id)) " " (name(view.threat(assessed)))
                        span.on { " on " (name(view.asset(assessed))) }
                    }
                    span.how {
                        (view.chip(decision.band)) " score " (decision.score) ", limit " (decision.limit)
                    }
                }
            }
        }
        @if left > 0 {
            p.note { (left) " more; see " a href="#findings" { "findings" } "." }
        }
    }
}
