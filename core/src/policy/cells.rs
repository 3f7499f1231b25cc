//! The cells of the matrix, with all that a policy says of each whatever else is known of a risk.
//!
//! They decide nothing of their own: verification compares every record with what the diagrams give. Where rules, limits and
//! responses ask for nothing but the cell, looking the cell up takes the place of walking them.

#[cfg(feature = "alloc")]
use super::VerifyError;
#[cfg(feature = "alloc")]
use super::wire::{Sections, frame, unframe, with_cells_in};
use super::{CapRow, LimitRow, Policy, ResponseRow};
use crate::facet::{self, FACETS, FacetSet, Values};
use crate::{Band, Impact, Likelihood, Limit, ReasonId, Response, Score};

#[cfg(all(test, feature = "alloc"))]
mod tests;

/// What a policy says of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The score before rules.
    pub(crate) score: Score,
    /// Its band.
    pub(crate) band: Band,
    /// The response, if it depends on nothing else.
    pub(crate) response: Option<ResponseRow>,
}

impl Cell {
    const OPEN: u8 = u8::MAX;

    #[inline]
    pub(crate) fn read(bytes: &[u8; 5]) -> Self {
        let [score, band, response, low, high] = *bytes;
        let reason = ReasonId(u16::from_le_bytes([low, high]));
        let response = Response::from_index(response).map(|response| ResponseRow { response, reason });
        Self { score: Score(score), band: Band(band), response }
    }

    /// The cell and its response, if it depends on nothing else.
    #[inline]
    pub(crate) fn whole(bytes: &[u8; 5]) -> Option<(Self, ResponseRow)> {
        let cell = Self::read(bytes);
        cell.response.map(|row| (cell, row))
    }

    fn write(self) -> [u8; 5] {
        let (response, reason) =
            self.response.map_or((Self::OPEN, ReasonId::NONE), |row| (row.response.index(), row.reason));
        let [low, high] = reason.0.to_le_bytes();
        [self.score.get(), self.band.get(), response, low, high]
    }
}

/// Up to where a risk may be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Acceptance {
    /// The lowest of the acceptance levels that apply.
    pub(crate) row: LimitRow,
    /// What obligations do to it.
    pub(crate) cap: CapRow,
    /// What is left.
    pub(crate) limit: Limit,
}

impl Acceptance {
    /// Nothing may be accepted.
    pub(crate) const NONE: Self = Self {
        row: LimitRow { level: Limit(0), reason: ReasonId::NONE },
        cap: CapRow { cap: None, forbids: false, reason: ReasonId::NONE },
        limit: Limit(0),
    };
}

impl Policy<'_> {
    /// The record of a cell, by impact and likelihood on the policy's scales.
    #[inline]
    pub(crate) fn cell(&self, impact: Impact, likelihood: Likelihood) -> Option<&[u8; 5]> {
        let columns = usize::from(self.top_impact.get());
        let row = usize::from(likelihood.get()).wrapping_sub(1).wrapping_mul(columns);
        self.cells.at(row.wrapping_add(usize::from(impact.get())).wrapping_sub(1))
    }

    /// Score and band of a cell, by walking.
    pub(crate) fn walked(&self, values: &Values) -> Cell {
        self.graded(&mut { *values })
    }

    /// The same where the values may be written to: they are left with the score.
    fn graded(&self, values: &mut Values) -> Cell {
        let score = self.matrix.walk(values);
        facet::SCORE.put(values, score);
        let band = Band(small(self.band.walk(values)));
        Cell { score: Score(small(score).saturating_add(1)), band, response: None }
    }

    /// Up to where a risk may be accepted, by walking.
    pub(crate) fn acceptance_at(&self, values: &Values) -> Acceptance {
        self.acceptance_of(self.limit.walk(values), self.cap.walk(values))
    }

    /// Up to where a risk may be accepted, by the rows of limits and caps.
    pub(crate) fn acceptance_of(&self, limit: u16, cap: u16) -> Acceptance {
        let row = self.limits.get(limit).map_or(Acceptance::NONE.row, LimitRow::read);
        let cap = self.caps.get(cap).map_or(Acceptance::NONE.cap, CapRow::read);
        Acceptance { row, cap, limit: row.level.min(self.highest(&cap)) }
    }

    /// The highest limit that obligations leave.
    pub(crate) fn highest(&self, row: &CapRow) -> Limit {
        if row.forbids { Limit(0) } else { row.cap.unwrap_or(Limit(self.scales.top)) }
    }

    /// The response table's row, by walking.
    pub(crate) fn response_at(&self, values: &Values) -> ResponseRow {
        self.response_of(self.response.walk(values))
    }

    /// The response table's row.
    pub(crate) fn response_of(&self, row: u16) -> ResponseRow {
        let avoid = ResponseRow { response: Response::Avoid, reason: ReasonId::NONE };
        self.responses.get(row).and_then(ResponseRow::read).unwrap_or(avoid)
    }

    /// Whether the response follows from the cell alone: no rules, one acceptance everywhere, and a response table that asks
    /// for nothing else.
    fn is_plain(&self) -> bool {
        let cell = facet::IMPACT.set().or(facet::LIKELIHOOD.set());
        let known = cell.or(facet::SCORE.set()).or(facet::WITHIN_LIMIT.set());
        self.risk_rules.is_empty() && self.accepts_alike && self.response.support().is_within(known)
    }

    /// The records of all cells for a blob that has none yet.
    #[cfg(feature = "alloc")]
    pub(super) fn cells_of(blob: &[u8]) -> Result<alloc::vec::Vec<u8>, VerifyError> {
        let mut policy = Policy::without_cells(blob)?;
        policy.settle();
        Ok(policy.worked_out().flatten().collect())
    }

    /// The records of all cells, worked out by walking: for every likelihood, one for every impact.
    fn worked_out(&self) -> impl Iterator<Item = [u8; 5]> {
        let plain = self.is_plain();
        let cells = u16::from(self.scales.likelihood).saturating_mul(self.scales.impact.into());
        (0..cells).map(move |cell| self.work_out(cell, plain).write())
    }

    fn work_out(&self, cell: u16, plain: bool) -> Cell {
        let impacts = u16::from(self.scales.impact);
        let mut values = [0; FACETS];
        facet::IMPACT.put(&mut values, cell.checked_rem(impacts).unwrap_or_default());
        facet::LIKELIHOOD.put(&mut values, cell.checked_div(impacts).unwrap_or_default());
        let cell = self.graded(&mut values);
        let within = cell.score <= Score(self.acceptance.limit.get());
        facet::WITHIN_LIMIT.put(&mut values, within.into());
        Cell { response: plain.then(|| self.response_at(&values)), ..cell }
    }

    /// Keeps the acceptance that holds everywhere, if one does.
    fn settle(&mut self) {
        self.accepts_alike = [self.limit, self.cap].iter().all(|diagram| diagram.support() == FacetSet::NONE);
        if self.accepts_alike {
            self.acceptance = self.acceptance_at(&[0; FACETS]);
        }
    }

    /// Whether the cells are what the diagrams give.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn compare(&mut self) -> bool {
        self.settle();
        self.worked_out().eq(self.cells.iter().copied())
    }
}

/// A terminal that verification found to be a small number.
pub(crate) fn small(terminal: u16) -> u8 {
    u8::try_from(terminal).unwrap_or(u8::MAX)
}

/// A blob in which everything but the cells is sound, with the cells that follow from the rest: for tools that put blobs
/// together themselves.
///
/// ```
/// use plimsoll_core::Policy;
/// use plimsoll_core::policy::with_cells;
/// assert_eq!(with_cells(Policy::standard_bytes()).as_deref(), Ok(Policy::standard_bytes()));
/// ```
///
/// # Errors
/// The first fault of the rest.
#[cfg(feature = "alloc")]
pub fn with_cells(blob: &[u8]) -> Result<alloc::vec::Vec<u8>, VerifyError> {
    let cells = Policy::cells_of(blob)?;
    let sections = unframe(blob)?;
    let core = with_cells_in(sections.core, &cells).ok_or(VerifyError::Length)?;
    frame(Sections { core: &core, ..sections }).ok_or(VerifyError::Length)
}
