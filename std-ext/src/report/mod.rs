//! One page of HTML that says how a register stands, and its charts as SVG files.
//!
//! The page asks nothing of a network and runs no script: a content policy in its head forbids both and admits the one
//! style by its digest. It is printed as it is read, follows the reader's light or dark scheme, folds on a phone, and can be
//! walked by keyboard. Every text from a register is escaped by the markup, made harmless as for terminals, and isolated,
//! so that its direction of writing stays its own. Same register, same bytes.
//!
//! Markup is written with `maud`: what is not balanced does not compile, and what is not markup is escaped; `askama` does the
//! second only, and parses templates of its own. The charts are drawn here, since `plotters` writes fixed colours into every
//! shape, `charming` draws by script, and neither speaks to those who cannot see.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::Assessment;
//! use plimsoll::report::Report;
//! use plimsoll_core::Day;
//! let sample = Organisation::sample();
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! let report = Report::of(&assessment);
//! let mut page = Vec::new();
//! report.write_page(&mut page)?;
//! assert!(page.starts_with(b"<!DOCTYPE html>"));
//! assert!(report.charts().iter().any(|chart| chart.file() == "heat_map.svg"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alignment;
mod awareness;
mod chart;
mod colour;
mod conflicts;
mod distribution;
mod findings;
mod forecast;
mod gaps;
mod heat_map;
mod kpis;
mod overview;
mod page;
mod plan;
mod practice;
mod register;
mod style;
mod table;
mod text;
mod view;

pub use chart::Chart;

use crate::assessment::Assessment;
use std::io;
use view::View;

/// The most risks that a page tells one by one: the gravest, those that nobody treats first. Larger registers are counted
/// whole, and the page says how many risks it leaves out; `plimsoll assess` lists them all.
pub const MOST_RISKS: usize = 1000;

/// The report of an assessed register.
pub struct Report<'a, 'o> {
    view: View<'a, 'o>,
}

impl<'a, 'o> Report<'a, 'o> {
    /// The report of an assessment.
    #[must_use]
    pub fn of(assessment: &'a Assessment<'o>) -> Self {
        Self { view: View::of(assessment, MOST_RISKS) }
    }

    /// Writes the page, part by part.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_page(&self, out: &mut impl io::Write) -> io::Result<()> {
        page::write(&self.view, out)
    }

    /// The charts of the page, each of which can stand alone.
    #[must_use]
    pub fn charts(&self) -> Vec<Chart> {
        let mut charts = vec![heat_map::chart(&self.view)];
        charts.extend(page::charts(&self.view));
        charts
    }

    /// A chart as a file of its own: well-formed SVG with its style in it.
    #[must_use]
    pub fn svg(&self, chart: &Chart) -> String {
        chart.standalone(&style::of_chart(&self.view.bands))
    }
}
