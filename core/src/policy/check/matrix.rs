//! What must hold of the matrix and the bands.

use super::Check;
use crate::policy::Property;
use crate::policy::draft::DraftMatrix;
use crate::policy::fault::Place;
use alloc::format;
use alloc::vec::Vec;

impl Check<'_> {
    pub(super) fn matrix(&mut self) {
        match &self.draft.matrix {
            DraftMatrix::Product => self.product(),
            DraftMatrix::Grid { cells, may_fall } => self.grid(cells, *may_fall),
        }
    }

    fn product(&mut self) {
        let (draft, top) = (self.draft, self.draft.top());
        let mut previous = 0;
        for (index, band) in draft.bands.iter().enumerate() {
            if band.up_to <= previous {
                let message = format!(
                    "band \"{}\" goes up to {}, but scores up to {previous} are in bands before it",
                    band.name, band.up_to
                );
                self.breach(
                    Property::Matrix,
                    Place::Band(index),
                    message,
                    "bands ascend and do not overlap: give each a higher up_to",
                );
            }
            previous = previous.max(band.up_to);
        }
        let last = draft.bands.len().saturating_sub(1);
        if previous < top {
            let first = previous.saturating_add(1);
            let scores =
                if first == top { format!("score {top} is") } else { format!("scores {first} to {top} are") };
            let message = format!("{scores} in no band");
            self.breach(
                Property::Matrix,
                Place::Band(last),
                message,
                format!("the last band goes up to the highest score: up_to = {top}"),
            );
        } else if previous > top {
            let message = format!("the bands go up to {previous}, but the highest score is {top}");
            self.fault(Place::Band(last), message, format!("end the last band at up_to = {top}"));
        }
    }

    fn grid(&mut self, cells: &[Vec<u8>], may_fall: bool) {
        let (rows, columns, bands) =
            (self.draft.likelihood.len(), self.draft.impact.len(), self.draft.bands.len());
        if cells.len() != rows {
            let message =
                format!("the grid has {} rows, but there are {rows} levels of likelihood", cells.len());
            self.breach(Property::Matrix, Place::Matrix, message, "give one row per likelihood, ascending");
        }
        for (likelihood, row) in cells.iter().enumerate() {
            if row.len() != columns {
                let message = format!(
                    "row {} of the grid has {} cells, but there are {columns} levels of impact",
                    likelihood.saturating_add(1),
                    row.len()
                );
                self.breach(
                    Property::Matrix,
                    Place::Cell { likelihood, impact: 0 },
                    message,
                    "give one cell per impact, ascending",
                );
            }
            for (impact, cell) in row.iter().enumerate() {
                let place = Place::Cell { likelihood, impact };
                if usize::from(*cell) >= bands {
                    let message = format!(
                        "the cell holds {cell}, but the {bands} bands are 0 to {}",
                        bands.saturating_sub(1)
                    );
                    self.breach(
                        Property::Matrix,
                        place,
                        message,
                        "a cell is the position of a [[band]], from 0",
                    );
                }
                if may_fall {
                    continue;
                }
                let left = impact.checked_sub(1).and_then(|before| row.get(before));
                let below = likelihood.checked_sub(1).and_then(|before| cells.get(before)?.get(impact));
                let before = [(left, "impact"), (below, "likelihood")].into_iter();
                let falls =
                    before.filter_map(|(before, what)| Some((before.filter(|before| *before > cell)?, what)));
                if let Some((higher, what)) = falls.into_iter().next() {
                    let message =
                        format!("the cell holds {cell}, less than the {higher} of the cell with less {what}");
                    let help =
                        "a matrix never falls; if this one is meant to, say monotone = false in [matrix]";
                    self.breach(Property::Monotone, place, message, help);
                }
            }
        }
        for (index, band) in self.draft.bands.iter().enumerate() {
            if usize::from(band.up_to) != index.saturating_add(1) {
                let message = format!("band \"{}\" has up_to, which a grid has no use for", band.name);
                self.fault(Place::Band(index), message, "remove up_to: a cell of the grid names its band");
            }
        }
    }
}
