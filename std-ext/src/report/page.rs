//! The page as a whole: head, banner, contents, sections, foot.

use super::chart::Chart;
use super::text::{name, sentence};
use super::view::View;
use super::{
    alignment, awareness, conflicts, distribution, findings, forecast, gaps, heat_map, kpis, overview, plan,
    practice, register, style,
};
use crate::assessment::json::hexadecimal;
use crate::diagnostic::harmless;
use crate::words::{counted, length};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::io;

/// Where the parts of a page go, one after the other.
pub(super) type Put<'p> = dyn FnMut(Markup) -> io::Result<()> + 'p;

/// A section: its id, its title, and what is in it.
struct Section {
    id: &'static str,
    title: &'static str,
    write: fn(&View<'_, '_>, &mut Put<'_>) -> io::Result<()>,
    /// Whether there is anything in it.
    is_shown: fn(&View<'_, '_>) -> bool,
}

const ALWAYS: fn(&View<'_, '_>) -> bool = |_| true;

static SECTIONS: [Section; 13] = [
    Section {
        id: "attention",
        title: "What needs attention",
        write: |view, put| put(overview::section(view)),
        is_shown: ALWAYS,
    },
    Section {
        id: "heat-map",
        title: "Heat map",
        write: |view, put| put(heat_map::section(view)),
        is_shown: ALWAYS,
    },
    Section {
        id: "findings",
        title: "Findings",
        write: |view, put| put(findings::section(view)),
        is_shown: ALWAYS,
    },
    Section { id: "register", title: "Register", write: register::write, is_shown: ALWAYS },
    Section {
        id: "distribution",
        title: "Distribution",
        write: |view, put| put(distribution::section(view)),
        is_shown: ALWAYS,
    },
    Section {
        id: "key-figures",
        title: "Key figures",
        write: |view, put| put(kpis::section(view)),
        is_shown: ALWAYS,
    },
    Section {
        id: "forecast",
        title: "Forecast",
        write: |view, put| put(forecast::section(view)),
        is_shown: ALWAYS,
    },
    Section { id: "plan", title: "Plan", write: |view, put| put(plan::section(view)), is_shown: ALWAYS },
    Section {
        id: "alignment",
        title: "Alignment",
        write: |view, put| put(alignment::section(view)),
        is_shown: alignment::is_stated,
    },
    Section {
        id: "awareness",
        title: "Awareness",
        write: |view, put| put(awareness::section(view)),
        is_shown: awareness::is_kept,
    },
    Section {
        id: "conflicts",
        title: "Conflicts of values",
        write: |view, put| put(conflicts::section(view)),
        is_shown: conflicts::is_stated,
    },
    Section {
        id: "practice",
        title: "Policy and practice",
        write: |view, put| put(practice::section(view)),
        is_shown: practice::is_stated,
    },
    Section { id: "gaps", title: "Gaps", write: |view, put| put(gaps::section(view)), is_shown: ALWAYS },
];

/// The sections of a page: those with anything in them.
fn sections(view: &View<'_, '_>) -> impl Iterator<Item = &'static Section> {
    SECTIONS.iter().filter(|section| (section.is_shown)(view))
}

/// The charts that are drawn on the page.
pub(super) fn charts(view: &View<'_, '_>) -> Vec<Chart> {
    let mut charts = distribution::charts(view);
    charts.extend(kpis::charts(view));
    charts.push(forecast::chart(view));
    charts.push(plan::chart(view));
    charts.extend(alignment::chart(view));
    charts.extend(awareness::chart(view));
    charts.extend(practice::chart(view));
    charts
}

/// Writes the page. The register, which is by far the longest part, is written risk by risk.
pub(super) fn write(view: &View<'_, '_>, out: &mut impl io::Write) -> io::Result<()> {
    let mut put = |part: Markup| writeln!(out, "{}", part.into_string());
    let raw = |tag: String| PreEscaped(tag);
    put(html! { (DOCTYPE) })?;
    put(raw(r#"<html lang="en">"#.into()))?;
    put(head(view))?;
    put(raw("<body>".into()))?;
    put(banner(view))?;
    put(raw(r#"<main id="main" tabindex="-1">"#.into()))?;
    for Section { id, title, write, .. } in sections(view) {
        put(raw(format!(r#"<section aria-labelledby="{id}" class="{id}">"#)))?;
        put(html! { h2 id=(id) { (title) } })?;
        write(view, &mut put)?;
        put(raw("</section>".into()))?;
    }
    put(raw("</main>".into()))?;
    put(foot(view))?;
    put(raw("</body>\n</html>".into()))
}

fn head(view: &View<'_, '_>) -> Markup {
    let style = style::of_page(&view.bands);
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'",
        style::source(&style)
    );
    let identity = view.assessment.policy().identity();
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { "Risk report: " (harmless(identity.name)) ", " (view.assessment.as_of()) }
            style { (PreEscaped(style)) }
        }
    }
}

fn banner(view: &View<'_, '_>) -> Markup {
    let identity = view.assessment.policy().identity();
    let digest = hexadecimal(&identity.sources);
    html! {
        a.skip href="#main" { "Skip to the report" }
        header.banner {
            div.title {
                (mark())
                h1 { span.eyebrow { "Risk report" } " " (name(identity.name)) }
            }
            dl.facts {
                div { dt { "As of" } dd { time datetime=(view.assessment.as_of()) { (view.assessment.as_of()) } } }
                div { dt { "Policy version" } dd { (name(identity.version)) } }
                div { dt { "Digest" } dd { code { (digest.get(..12).unwrap_or(&digest)) } } }
                (scope(view))
            }
        }
        nav aria-label="Sections" {
            ul { @for section in sections(view) { li { a href={ "#" (section.id) } { (section.title) } } } }
        }
    }
}

/// What the management system is for, as far as the policy says; and what is not counted.
fn scope(view: &View<'_, '_>) -> Markup {
    let organisation = view.assessment.organisation();
    let (isms, registers) = (organisation.isms(), organisation.registers());
    let [assets, risks] =
        [registers.assets_out_of_scope().len(), registers.risks_out_of_scope().len()].map(length);
    html! {
        @if !isms.aim.is_empty() { div { dt { "Aim" } dd { (sentence(&isms.aim)) } } }
        @if let Some(from) = isms.from { div { dt { "From" } dd { time datetime=(from) { (from) } } } }
        @if let Some(until) = isms.until { div { dt { "Until" } dd { time datetime=(until) { (until) } } } }
        @if !isms.stakeholders.is_empty() {
            div { dt { "Stakeholders" } dd { (sentence(&isms.stakeholders.join(", "))) } }
        }
        @if assets > 0 {
            div { dt { "Out of scope" } dd { (counted(assets, "asset", "assets")) " and " (counted(risks, "risk", "risks")) } }
        }
    }
}

/// The mark on a hull that says how deep a ship may be loaded.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 40 32" width="40" height="32" aria-hidden="true" focusable="false" {
            circle cx="20" cy="16" r="11" fill="none" stroke="currentColor" stroke-width="3" {}
            path d="M2 16H38" stroke="currentColor" stroke-width="3" {}
        }
    }
}

fn foot(view: &View<'_, '_>) -> Markup {
    let identity = view.assessment.policy().identity();
    html! {
        footer {
            p {
                "Written by Plimsoll under policy " (name(identity.name)) " " (name(identity.version))
                ", by " (sentence(identity.author)) ", approved by " (sentence(identity.approver)) "."
            }
            p { "Digest of its sources (SHA-256): " code { (hexadecimal(&identity.sources)) } }
            p { a href="#main" { "Back to the top" } }
        }
    }
}
