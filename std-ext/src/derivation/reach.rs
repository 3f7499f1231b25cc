//! How much derives from each guiding principle. Principles are taken in blocks, one bit for each, so that every link is passed
//! once for a block: registers may have many principles, and everything may derive from all of them.

use super::Derivations;
use super::profile::Direct;
use super::rows::Row;
use crate::registers::Principle;
use plimsoll_core::{Derivation, DerivationKind};

/// How many rules and rows are kept of each principle.
pub const NAMED: usize = 20;

/// How many principles are in a block.
const BLOCK: usize = 128;

/// What derives from a guiding principle, directly or by way of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<'r> {
    /// The principle.
    pub principle: &'r Principle,
    /// How many requirements.
    pub requirements: usize,
    /// How many standards.
    pub standards: usize,
    /// How many procedures.
    pub procedures: usize,
    /// How many rules and rows.
    pub rule_count: usize,
    /// The first [`NAMED`] of them, in the order of their files.
    pub rules: Vec<Row<'r>>,
}

/// What derives from each principle, in the order of the register.
pub(super) fn reaches<'r>(derivations: &Derivations<'r>, rows: &Direct<'r>) -> Vec<Reach<'r>> {
    let steps = parents_first(derivations);
    let entries = (0..).zip(derivations.entries);
    let principles: Vec<(usize, &'r Principle)> =
        entries.filter(|(_, entry): &(usize, _)| entry.kind == DerivationKind::Principle).collect();
    principles.chunks(BLOCK).flat_map(|block| of_block(derivations, &steps, rows, block)).collect()
}

/// An entry, and its links to what it derives from.
type Step<'d> = (usize, &'d [[usize; 2]]);

fn of_block<'r>(
    derivations: &Derivations<'r>,
    steps: &[Step<'_>],
    rows: &Direct<'r>,
    block: &[(usize, &'r Principle)],
) -> Vec<Reach<'r>> {
    // For each entry, from which principles of the block it derives.
    let mut from = vec![0_u128; derivations.entries.len()];
    let bits = std::iter::successors(Some(1_u128), |bit| bit.checked_shl(1));
    for ((at, _), bit) in block.iter().zip(bits.clone()) {
        from.get_mut(*at).into_iter().for_each(|slot| *slot = bit);
    }
    let [mut requirements, mut standards, mut procedures, mut counted] = [const { Tally(Vec::new()) }; 4];
    for (entry, links) in steps {
        let all = union(&from, links.iter().map(|[_, parent]| parent));
        from.get_mut(*entry).into_iter().for_each(|slot| *slot = all);
        match derivations.kinds.get(*entry) {
            Some(DerivationKind::Requirement) => requirements.add(all),
            Some(DerivationKind::Standard) => standards.add(all),
            Some(DerivationKind::Procedure) => procedures.add(all),
            Some(DerivationKind::Principle) | None => {}
        }
    }
    let mut rules = vec![Vec::new(); block.len()];
    let mut room = u128::MAX;
    for (row, named) in rows {
        let all = union(&from, named);
        counted.add(all);
        let keep = all & room;
        if keep == 0 {
            continue;
        }
        for (kept, bit) in rules.iter_mut().zip(bits.clone()).filter(|(_, bit)| keep & bit != 0) {
            kept.push(*row);
            room &= if kept.len() < NAMED { u128::MAX } else { !bit };
        }
    }
    let reach = |(((_, principle), bit), rules): ((&(usize, &'r Principle), u128), Vec<Row<'r>>)| Reach {
        principle,
        requirements: requirements.of(bit),
        standards: standards.of(bit),
        procedures: procedures.of(bit),
        rule_count: counted.of(bit),
        rules,
    };
    block.iter().zip(bits).zip(rules).map(reach).collect()
}

/// From which principles any of some entries derives.
fn union<'e>(from: &[u128], entries: impl IntoIterator<Item = &'e usize>) -> u128 {
    entries.into_iter().filter_map(|entry| from.get(*entry)).fold(0, |all, one| all | one)
}

/// Everything that derives from anything, what it derives from before itself. What is on a cycle is left out; registers have none.
fn parents_first<'d>(derivations: &'d Derivations<'_>) -> Vec<Step<'d>> {
    let mut own: Vec<&[[usize; 2]]> = vec![&[]; derivations.entries.len()];
    for links in derivations.links.chunk_by(|[one, _], [other, _]| one == other) {
        let slot = links.first().and_then(|[child, _]| own.get_mut(*child));
        slot.into_iter().for_each(|slot| *slot = links);
    }
    // The same links the other way round lead down.
    let mut down: Vec<[usize; 2]> =
        derivations.links.iter().map(|[child, parent]| [*parent, *child]).collect();
    down.sort_unstable();
    let Some(down) = Derivation::new(&derivations.kinds, &down) else { return Vec::new() };
    let mut waiting: Vec<usize> = own.iter().map(|links| links.len()).collect();
    let mut order: Vec<usize> =
        (0..).zip(&own).filter(|(_, links)| links.is_empty()).map(|(entry, _)| entry).collect();
    let mut next = 0_usize;
    while let Some(entry) = order.get(next).copied() {
        next = next.saturating_add(1);
        for child in down.parents(entry) {
            let Some(left) = waiting.get_mut(child) else { continue };
            *left = left.saturating_sub(1);
            if *left == 0 {
                order.push(child);
            }
        }
    }
    let links = |entry: usize| own.get(entry).map(|links| (entry, *links));
    order.into_iter().filter_map(links).filter(|(_, links)| !links.is_empty()).collect()
}

/// A counter for each principle of a block, all of which are added to at once: the n-th number has the n-th binary digits.
struct Tally(Vec<u128>);

impl Tally {
    /// Adds 1 to some counters.
    fn add(&mut self, mut to: u128) {
        for digits in &mut self.0 {
            (*digits, to) = (*digits ^ to, *digits & to);
            if to == 0 {
                return;
            }
        }
        if to != 0 {
            self.0.push(to);
        }
    }

    /// The counter of a principle.
    fn of(&self, bit: u128) -> usize {
        let digits = self.0.iter().rev().map(|digits| usize::from(digits & bit != 0));
        digits.fold(0, |count, digit| count.saturating_mul(2).saturating_add(digit))
    }
}
