//! What stands out, what calls for action first.

use super::table::scrolling;
use super::text::{length, name, sentence, spaced};
use super::view::View;
use crate::assessment::Finding;
use maud::{Markup, html};

/// The most findings that are told.
const MOST: usize = 500;

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let mut findings: Vec<&Finding<'_>> = view.assessment.findings().iter().collect();
    findings.sort_by_key(|finding| (!finding.kind.calls_for_action(), finding.kind));
    if findings.is_empty() {
        return html! { p { "Nothing stands out." } };
    }
    let left = length(findings.len().saturating_sub(MOST));
    let table = html! {
        table.findings {
            caption { "What stands out; what calls for action comes first" }
            thead { tr { th scope="col" { "About" } th scope="col" { "Finding" } th scope="col" { "In words" } } }
            tbody {
                @for finding in findings.iter().take(MOST) {
                    tr {
                        th scope="row" { (about(view, finding)) }
                        td {
                            span class=[finding.kind.calls_for_action().then_some("act")] {
                                (spaced(finding.kind.label()))
                            }
                        }
                        td { (sentence(&finding.text)) }
                    }
                }
            }
        }
    };
    html! {
        (scrolling("Findings: table", &table))
        @if left > 0 { p.note { (left) " more are listed by " code { "plimsoll assess" } "." } }
    }
}

/// The risk that a finding is about, or the entry of another register.
fn about(view: &View<'_, '_>, finding: &Finding<'_>) -> Markup {
    let entry = &finding.entry;
    html! {
        @if finding.risk.is_empty() {
            (name(entry.id)) " " span.on { (name(entry.file)) @if let Some(column) = entry.column { ", " (column) } }
        } @else {
            (view.link(finding.risk))
        }
    }
}
