//! Bars that lie: a label, a bar, what it is worth.

use super::Chart;
use super::scale::part;
use crate::diagnostic::harmless;
use crate::report::text::{length, short};
use maud::{Markup, html};

/// One bar.
pub(in crate::report) struct Bar {
    pub(in crate::report) label: String,
    /// The class that gives it its colour.
    pub(in crate::report) class: String,
    pub(in crate::report) value: u64,
    /// The value as it is shown.
    pub(in crate::report) shown: String,
}

/// Bars, from the top.
pub(in crate::report) struct Bars {
    /// The name of the chart: letters, digits and underscores.
    pub(in crate::report) name: &'static str,
    pub(in crate::report) title: &'static str,
    /// What tells the bars apart.
    pub(in crate::report) by: &'static str,
    /// What is counted.
    pub(in crate::report) what: &'static str,
    /// What a bar over the whole width is worth; the greatest value if nothing is said.
    pub(in crate::report) full: Option<u64>,
    pub(in crate::report) bars: Vec<Bar>,
}

const WIDTH: u64 = 440;
const ROW: u64 = 32;
const THICK: u64 = 20;
/// Where bars begin, and how long the longest is.
const START: u64 = 128;
const LONGEST: u64 = 240;
/// The characters of a label, and of a value, for which there is room.
const LABEL: usize = 17;
const VALUE: usize = 10;

impl Bars {
    pub(in crate::report) fn chart(self) -> Chart {
        let greatest = self.bars.iter().map(|bar| bar.value).max().unwrap_or_default();
        let most = self.full.unwrap_or(greatest);
        let harmless = |bar: Bar| Bar { label: harmless(&bar.label), ..bar };
        let bars: Vec<Bar> = self.bars.into_iter().map(harmless).collect();
        let told: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.shown)).collect();
        let height = length(bars.len()).saturating_mul(ROW).saturating_add(4);
        let drawing = html! {
            @for (bar, at) in bars.iter().zip(0..) { (row(bar, at, most)) }
            path.axis d={ "M" (START) " 0V" (height) } {}
        };
        Chart {
            name: self.name,
            title: self.title,
            description: format!("{} by {}: {}.", self.what, self.by.to_lowercase(), told.join(", ")),
            width: WIDTH,
            height,
            drawing,
            columns: vec![self.by.into(), self.what.into()],
            rows: bars.into_iter().map(|bar| vec![bar.label, bar.shown]).collect(),
        }
    }
}

fn row(bar: &Bar, at: u64, most: u64) -> Markup {
    let top = at.saturating_mul(ROW).saturating_add(4);
    let long = part(bar.value, most, LONGEST);
    let line = top.saturating_add(15);
    html! {
        text x="0" y=(line) { (short(&bar.label, LABEL)) }
        @if long > 0 { rect class={ "bar " (bar.class) } x=(START) y=(top) width=(long) height=(THICK) {} }
        text.value x=(START.saturating_add(long).saturating_add(8)) y=(line) { (short(&bar.shown, VALUE)) }
    }
}
