//! Charts: drawings that say in words what they show, and have their figures beside them.
//!
//! A chart is made from plain figures ([`Bars`], [`Areas`], [`Grid`]) and knows nothing of risks. Its colours are classes, so that
//! the scheme of the reader gives them their values; coordinates are whole numbers.

mod areas;
mod bars;
mod grid;
mod scale;

pub(super) use areas::{Areas, Series};
pub(super) use bars::{Bar, Bars};
pub(super) use grid::{Grid, GridCell};

use super::table::scrolling;
use maud::{Markup, PreEscaped, html};

/// A chart, drawn, and the figures that it shows.
#[derive(Clone, Debug)]
pub struct Chart {
    name: &'static str,
    title: &'static str,
    /// What it shows, in a sentence.
    description: String,
    width: u64,
    height: u64,
    drawing: Markup,
    /// The columns of its figures, then the rows.
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The room above a chart that stands alone, for its title, and the margin on all sides.
const HEADING: u64 = 36;
const MARGIN: u64 = 16;

/// The width from which on a chart scrolls on a phone instead of shrinking.
const WIDE: u64 = 500;

impl Chart {
    /// The name of its file.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.svg", self.name)
    }

    /// The chart on a page, with its figures folded away.
    pub(super) fn inline(&self) -> Markup {
        let is_wide = self.width >= WIDE;
        let drawing = html! {
            svg viewBox={ "0 0 " (self.width) " " (self.height) } role="img"
                aria-labelledby={ (self.name) "-title " (self.name) "-desc" } { (self.words()) (self.drawing) }
        };
        html! {
            figure class=(if is_wide { "chart wide" } else { "chart" }) {
                figcaption { (self.title) }
                @if is_wide { (scrolling(&format!("{}: chart", self.title), &drawing)) } @else { (drawing) }
                (self.figures())
            }
        }
    }

    /// The chart as a file of its own, with its style in it.
    pub(super) fn standalone(&self, style: &str) -> String {
        let around = |length: u64| length.saturating_add(2 * MARGIN);
        let (width, height) = (around(self.width), around(self.height.saturating_add(HEADING)));
        let (left, top) = (format!("-{MARGIN}"), format!("-{}", HEADING.saturating_add(MARGIN)));
        let drawing = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ (left) " " (top) " " (width) " " (height) }
                width=(width) height=(height) role="img" aria-labelledby={ (self.name) "-title " (self.name) "-desc" } {
                (self.words())
                style { (PreEscaped(style)) }
                rect.ground x=(left) y=(top) width=(width) height=(height) {}
                text.heading y="-14" { (self.title) }
                (self.drawing)
            }
        };
        format!("{}\n", drawing.into_string())
    }

    /// What those are told who cannot see it.
    fn words(&self) -> Markup {
        html! {
            title id={ (self.name) "-title" } { (self.title) }
            desc id={ (self.name) "-desc" } { (self.description) }
        }
    }

    fn figures(&self) -> Markup {
        let table = html! {
            table {
                caption { (self.title) }
                thead { tr { @for column in &self.columns { th scope="col" { (column) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            @for (n, cell) in row.iter().enumerate() {
                                @if n == 0 { th scope="row" { bdi { (cell) } } } @else { td.n { bdi { (cell) } } }
                            }
                        }
                    }
                }
            }
        };
        html! {
            details {
                summary { "Figures: " (self.title.to_lowercase()) }
                (scrolling(&format!("{}: figures", self.title), &table))
            }
        }
    }
}
