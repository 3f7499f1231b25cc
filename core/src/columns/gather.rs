//! Diagrams as tables over classes of values, in memory that somebody lends.

use super::block::{BLOCK, Block};
use crate::diagram::Diagram;
use crate::facet::{FACETS, Facet};
use crate::policy::{Entry, Policy};

/// A diagram with more situations than this is walked: filling its table would take longer than it saves.
const MAX_CELLS: u16 = 4096;

/// And so is one with more cuts than this: each is a pass over a block.
const MAX_CUTS: u16 = 64;

impl<'a> Policy<'a> {
    /// The diagrams that decide about a risk beyond its cell: the rules, then envelope, limit, obligation and response.
    pub(super) fn stage_diagrams(&self) -> impl Iterator<Item = Diagram<'a>> + use<'a> {
        let policy = *self;
        let rules = policy.risk_rules.iter().map(move |entry| policy.rule(Entry::read(entry)));
        rules.chain([policy.envelope, policy.limit, policy.cap, policy.response])
    }
}

/// The tables of the diagrams of a policy, one after the other. Each is a run of words: the number of axes and 1 more, for each
/// axis its facet, what a class of it adds to the index, the number of its cuts and the cuts, then the number of cells and the
/// cells. A single 0 stands for a diagram that has none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tables<'s>(&'s [u16]);

impl<'s> Tables<'s> {
    /// Lays out as many tables as there is room for.
    pub(super) fn of(policy: &Policy<'_>, scratch: &'s mut [u16]) -> Self {
        let mut used = 0_usize;
        for diagram in policy.stage_diagrams() {
            let Some(room) = scratch.get_mut(used..) else { break };
            let Some(first) = room.first_mut() else { break };
            *first = 0;
            let length = lay_out(diagram, room);
            if length.is_none() {
                room.first_mut().into_iter().for_each(|first| *first = 0);
            }
            used = used.saturating_add(length.unwrap_or(1));
        }
        Self(scratch.get(..used).unwrap_or_default())
    }

    /// The table of each diagram, in order; `None` for one that has to be walked, as all past the end have.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<Gather<'s>>> + use<'s> {
        let mut left = self.0;
        core::iter::from_fn(move || {
            let (count, mut rest) = left.split_first()?;
            left = rest;
            let Some(axes) = count.checked_sub(1) else { return Some(None) };
            for _ in 0..axes {
                let [_, _, cuts, ..] = rest else { return None };
                rest = rest.get(usize::from(*cuts).wrapping_add(3)..)?;
            }
            let (cells, rest) = rest.split_first()?;
            let (table, rest) = rest.split_at_checked((*cells).into())?;
            let axes = left;
            left = rest;
            Some(Some(Gather { count: *count, axes, table }))
        })
    }
}

/// Writes the table of a diagram to the front of some room; how many words it took, or `None` if there are not enough.
fn lay_out(diagram: Diagram<'_>, room: &mut [u16]) -> Option<usize> {
    let (mut at, mut cells, mut axes, mut passes) = (1_usize, 1_u16, 1_u16, 0_u16);
    for facet in diagram.support().iter() {
        let (head, tail) = room.get_mut(at..)?.split_at_mut_checked(3)?;
        let count = cuts(diagram, facet, tail)?;
        head.copy_from_slice(&[facet.get().into(), cells, count]);
        passes = passes.checked_add(count).filter(|passes| *passes <= MAX_CUTS)?;
        cells = cells.checked_mul(count.checked_add(1)?).filter(|cells| *cells <= MAX_CELLS)?;
        axes = axes.checked_add(1)?;
        at = at.checked_add(3)?.checked_add(count.into())?;
    }
    let (before, rest) = room.split_at_mut_checked(at)?;
    let (length, rest) = rest.split_first_mut()?;
    let table = rest.get_mut(..usize::from(cells))?;
    *length = cells;
    *before.first_mut()? = axes;
    for (cell, slot) in (0..cells).zip(table) {
        *slot = diagram.walk(&representative(before.get(1..)?, cell));
    }
    at.checked_add(1)?.checked_add(cells.into())
}

/// Writes the cuts of a facet in ascending order to the front of some room; how many there are.
fn cuts(diagram: Diagram<'_>, facet: Facet, room: &mut [u16]) -> Option<u16> {
    let (mut count, mut full) = (0_usize, false);
    diagram.each_cut(facet, |cut| {
        let known = room.get(..count).unwrap_or_default();
        let Err(place) = known.binary_search(&cut) else { return };
        match room.get_mut(place..=count) {
            Some(moved) => {
                // Not `rotate_right`, which checks what it is given and panics: the library is to hold nothing that can.
                let mut carried = cut;
                moved.iter_mut().for_each(|slot| core::mem::swap(slot, &mut carried));
                count = count.saturating_add(1);
            }
            None => full = true,
        }
    });
    if full { None } else { u16::try_from(count).ok() }
}

/// Values of the classes that make up a cell: of each, the first.
fn representative(axes: &[u16], cell: u16) -> crate::facet::Values {
    let (mut values, mut left, mut axes) = ([0; FACETS], cell, axes);
    while let [facet, _, count, rest @ ..] = axes {
        let (cuts, rest) = rest.split_at_checked((*count).into()).unwrap_or_default();
        let classes = count.saturating_add(1);
        let class = left.checked_rem(classes).unwrap_or_default();
        left = left.checked_div(classes).unwrap_or_default();
        let value = usize::from(class).checked_sub(1).and_then(|before| cuts.get(before)).copied();
        values.get_mut(usize::from(*facet)).into_iter().for_each(|slot| *slot = value.unwrap_or_default());
        axes = rest;
    }
    values
}

/// The table of a diagram.
#[derive(Clone, Copy)]
pub(super) struct Gather<'s> {
    /// The number of axes, and 1 more.
    count: u16,
    /// The axes, and what comes after them.
    axes: &'s [u16],
    table: &'s [u16],
}

impl Gather<'_> {
    /// The terminals of a block of risks.
    #[inline]
    pub(super) fn look_up(&self, facets: &[Block; FACETS], terminals: &mut Block) {
        let (mut index, mut axes) = ([0_u16; BLOCK], self.axes);
        for _ in 1..self.count {
            let [facet, stride, count, rest @ ..] = axes else { break };
            let (cuts, rest) = rest.split_at_checked((*count).into()).unwrap_or_default();
            let column = facets.get(usize::from(*facet)).unwrap_or(&[0; BLOCK]);
            cuts.iter().for_each(|cut| advance(&mut index, column, *cut, *stride));
            axes = rest;
        }
        for (terminal, index) in terminals.iter_mut().zip(index) {
            *terminal = self.table.get(usize::from(index)).copied().unwrap_or_default();
        }
    }
}

/// Adds the stride to the index of every risk whose value reaches the cut. A function of its own, for then compilers see that
/// nothing overlaps, and turn it into vector instructions.
#[inline(never)]
fn advance(index: &mut Block, column: &Block, cut: u16, stride: u16) {
    for (index, value) in index.iter_mut().zip(column) {
        *index = index.wrapping_add(if *value >= cut { stride } else { 0 });
    }
}
