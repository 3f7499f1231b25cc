//! The matrix of impact and likelihood, with the risks that stand in each cell.

use super::chart::{Chart, Grid, GridCell};
use super::table::scrolling;
use super::text::{length, spaced};
use super::view::View;
use crate::assessment::AssessedRisk;
use maud::{Markup, html};
use plimsoll_core::facet::{self, Facet, Values};
use plimsoll_core::{Band, Policy};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// How many risks are named in a cell.
const NAMED: usize = 8;

type Cells<'v, 'a, 'o> = BTreeMap<(u8, u8), Vec<&'v &'a AssessedRisk<'o>>>;

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let policy = view.assessment.policy();
    let scales = policy.scales();
    let mut cells: Cells<'_, '_, '_> = BTreeMap::new();
    for assessed in &view.gravest {
        let decision = &assessed.decision;
        cells.entry((decision.impact.get(), decision.likelihood.get())).or_default().push(assessed);
    }
    let table = html! {
        table class=(if scales.impact > 6 { "matrix many" } else { "matrix" }) {
            caption { "Risks by impact and likelihood, the gravest first in each cell" }
            thead {
                tr {
                    th scope="col" { "Likelihood" }
                    @for impact in 1..=scales.impact {
                        th scope="col" { span.on { "Impact " } (impact) " " bdi { (impact_name(policy, impact)) } }
                    }
                }
            }
            tbody {
                @for likelihood in (1..=scales.likelihood).rev() {
                    tr {
                        th scope="row" { (likelihood) " " bdi { (likelihood_name(policy, likelihood)) } }
                        @for impact in 1..=scales.impact {
                            (cell(view, impact, likelihood, cells.get(&(impact, likelihood))))
                        }
                    }
                }
            }
        }
    };
    html! {
        (scrolling("Heat map: table", &table))
        p.note {
            "A cell has the colour and the name of its band. After the id of a risk stands what rules add to its score or take "
            "from it; ids in bold are above their limit."
        }
    }
}

fn cell(view: &View<'_, '_>, impact: u8, likelihood: u8, risks: Option<&Vec<&&AssessedRisk<'_>>>) -> Markup {
    let (score, band) = score_and_band(view.assessment.policy(), impact, likelihood);
    let risks = risks.map(Vec::as_slice).unwrap_or_default();
    let left = counted(view, impact, likelihood).saturating_sub(length(risks.len().min(NAMED)));
    html! {
        td class={ "b" (band.get()) } {
            span.cell { span.score { (score) } " " bdi { (view.band(band)) } }
            @if left > 0 || !risks.is_empty() {
                ul {
                    @for assessed in risks.iter().take(NAMED) {
                        li class=[(!assessed.decision.within_limit).then_some("above")] {
                            (view.link(&assessed.risk.id)) (shift(score, assessed.decision.score.get()))
                        }
                    }
                    @if left > 0 { li { "+" (left) } }
                }
            }
        }
    }
}

/// What rules made of the score of a cell.
fn shift(cell: u8, score: u8) -> Markup {
    html! {
        @match score.cmp(&cell) {
            Ordering::Greater => { span.shift { " +" (score.saturating_sub(cell)) } }
            Ordering::Less => { span.shift { " −" (cell.saturating_sub(score)) } }
            Ordering::Equal => {}
        }
    }
}

/// How many risks stand in a cell, those that the page leaves out included.
fn counted(view: &View<'_, '_>, impact: u8, likelihood: u8) -> u64 {
    let row = view.assessment.summary().cells.get(usize::from(likelihood.saturating_sub(1)));
    row.and_then(|row| row.get(usize::from(impact.saturating_sub(1)))).copied().unwrap_or_default()
}

/// The score of a cell before rules, and its band.
fn score_and_band(policy: &Policy<'_>, impact: u8, likelihood: u8) -> (u8, Band) {
    let [(_, matrix), (_, band), ..] = policy.stages();
    let mut values: Values = [0; facet::FACETS];
    let mut put = |facet: Facet, value: u16| {
        if let Some(slot) = values.get_mut(facet.index()) {
            *slot = value;
        }
        values
    };
    put(facet::IMPACT, u16::from(impact).saturating_sub(1));
    let score = matrix.walk(&put(facet::LIKELIHOOD, u16::from(likelihood).saturating_sub(1)));
    let band = band.walk(&put(facet::SCORE, score));
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    (small(score).saturating_add(1), Band(small(band)))
}

fn impact_name(policy: &Policy<'_>, impact: u8) -> String {
    spaced(policy.names().and_then(|names| names.impact(impact)).unwrap_or_default())
}

fn likelihood_name(policy: &Policy<'_>, likelihood: u8) -> String {
    spaced(policy.names().and_then(|names| names.likelihood(likelihood)).unwrap_or_default())
}

/// The matrix as a drawing, with the number of risks in each cell.
pub(super) fn chart(view: &View<'_, '_>) -> Chart {
    let policy = view.assessment.policy();
    let scales = policy.scales();
    let step = |number: u8, name: String| format!("{number} {name}");
    let cell = |impact: u8, likelihood: u8| {
        let (score, band) = score_and_band(policy, impact, likelihood);
        GridCell {
            band: band.get(),
            label: format!("{score} {}", view.band(band)),
            count: counted(view, impact, likelihood),
        }
    };
    let rows = (1..=scales.likelihood).rev();
    Grid {
        name: "heat_map",
        title: "Risks by impact and likelihood",
        across: (
            "Impact",
            (1..=scales.impact).map(|impact| step(impact, impact_name(policy, impact))).collect(),
        ),
        down: (
            "Likelihood",
            rows.clone().map(|likelihood| step(likelihood, likelihood_name(policy, likelihood))).collect(),
        ),
        cells: rows
            .map(|likelihood| (1..=scales.impact).map(|impact| cell(impact, likelihood)).collect())
            .collect(),
    }
    .chart()
}
