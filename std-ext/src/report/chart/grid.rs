//! A grid of cells, each on the colour of its band.

use super::Chart;
use crate::report::text::{length, short};
use maud::{Markup, html};

/// A cell.
pub(in crate::report) struct GridCell {
    /// The band whose colour it has.
    pub(in crate::report) band: u8,
    /// What is said in it.
    pub(in crate::report) label: String,
    /// How many things stand in it.
    pub(in crate::report) count: u64,
}

/// A grid: the titles and steps of both axes, and the cells by row, from the top.
pub(in crate::report) struct Grid {
    /// The name of the chart: letters, digits and underscores.
    pub(in crate::report) name: &'static str,
    pub(in crate::report) title: &'static str,
    pub(in crate::report) across: (&'static str, Vec<String>),
    pub(in crate::report) down: (&'static str, Vec<String>),
    pub(in crate::report) cells: Vec<Vec<GridCell>>,
}

const CELL: (u64, u64) = (108, 64);
/// The room left of the cells, and above them.
const LEFT: u64 = 120;
const TOP: u64 = 48;
/// The characters for which a cell, or a step, has room.
const LABEL: usize = 15;

impl Grid {
    pub(in crate::report) fn chart(self) -> Chart {
        let (columns, rows) = (length(self.across.1.len()), length(self.down.1.len()));
        let (width, height) = (x(columns), y(rows));
        let drawing = html! {
            text.axis-title x=(LEFT) y="14" { (self.across.0) }
            text.axis-title x="0" y=(TOP.saturating_sub(10)) { (self.down.0) }
            @for (step, n) in self.across.1.iter().zip(0..) {
                text x=(x(n).saturating_add(CELL.0 / 2)) y=(TOP.saturating_sub(10)) text-anchor="middle" {
                    (short(step, LABEL))
                }
            }
            @for (row, (step, n)) in self.cells.iter().zip(self.down.1.iter().zip(0..)) {
                text x="0" y=(y(n).saturating_add(CELL.1 / 2).saturating_add(4)) { (short(step, LABEL)) }
                @for (cell, column) in row.iter().zip(0..) { (draw(cell, column, n)) }
            }
        };
        let told = self.cells.iter().zip(&self.down.1).map(|(row, step)| {
            let counts = row.iter().map(|cell| cell.count.to_string());
            std::iter::once(step.clone()).chain(counts).collect()
        });
        let (down, across) = (self.down.0.to_lowercase(), self.across.0.to_lowercase());
        Chart {
            name: self.name,
            title: self.title,
            description: format!(
                "A grid of {down}, falling, and {across}, rising, with the number of risks in each cell."
            ),
            width,
            height,
            drawing,
            rows: told.collect(),
            columns: std::iter::once(self.down.0.into()).chain(self.across.1).collect(),
        }
    }
}

fn draw(cell: &GridCell, column: u64, row: u64) -> Markup {
    let (left, top) = (x(column), y(row));
    let middle = left.saturating_add(CELL.0 / 2);
    html! {
        rect class={ "bar f" (cell.band) } x=(left) y=(top) width=(CELL.0.saturating_sub(2)) height=(CELL.1.saturating_sub(2)) {}
        text class={ "small i" (cell.band) } x=(left.saturating_add(7)) y=(top.saturating_add(15)) { (short(&cell.label, LABEL)) }
        @if cell.count > 0 {
            text class={ "count i" (cell.band) } x=(middle) y=(top.saturating_add(47)) text-anchor="middle" { (cell.count) }
        }
    }
}

/// Where a column begins.
fn x(column: u64) -> u64 {
    column.saturating_mul(CELL.0).saturating_add(LEFT)
}

/// Where a row begins.
fn y(row: u64) -> u64 {
    row.saturating_mul(CELL.1).saturating_add(TOP)
}
