//! How a policy and its registers hang on their guiding principles.

use super::Derivations;
use super::reach::{Reach, reaches};
use super::rows::{Row, rows};
use crate::registers::Principle;
use plimsoll_core::{DerivationKind, Policy};
use std::collections::BTreeMap;

/// What hangs on nothing, or on what is not there (domain.md E3). Nothing does where the registers have no entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loose<'r> {
    /// The requirements, standards and procedures that derive from nothing.
    pub orphans: Vec<&'r Principle>,
    /// The standards from which no procedure, rule or row derives, neither directly nor by way of other entries.
    pub not_implemented: Vec<&'r Principle>,
    /// The rules and rows that name nothing.
    pub without_parent: Vec<Row<'r>>,
    /// What is named and is no entry, and the rules and rows that name it, in the order of the names.
    pub unknown: Vec<(&'r str, Vec<Row<'r>>)>,
}

impl<'r> Loose<'r> {
    /// What is loose in registers and a policy.
    #[must_use]
    pub fn of(derivations: &Derivations<'r>, policy: &Policy<'r>) -> Self {
        Self::and_direct(derivations, policy).0
    }

    /// The same, and the rules and rows with the entries that they name.
    fn and_direct(derivations: &Derivations<'r>, policy: &Policy<'r>) -> (Self, Direct<'r>) {
        let (mut loose, mut direct) = (Self::default(), Direct::new());
        if derivations.is_empty() {
            return (loose, direct);
        }
        let mut unknown: BTreeMap<&'r str, Vec<Row<'r>>> = BTreeMap::new();
        for row in rows(policy) {
            if row.principle.is_empty() {
                loose.without_parent.push(row);
            }
            let mut entries = Vec::new();
            for named in derivations.named(row.principle) {
                match named {
                    Ok(at) => entries.push(at),
                    Err(name) => unknown.entry(name).or_default().push(row),
                }
            }
            direct.push((row, entries));
        }
        loose.unknown = unknown.into_iter().collect();
        let entries = derivations.entries.iter();
        let orphans =
            entries.filter(|entry| entry.kind != DerivationKind::Principle && entry.derives_from.is_empty());
        loose.orphans = orphans.collect();
        loose.not_implemented = not_implemented(derivations, &direct);
        (loose, direct)
    }
}

/// The rules and rows, in order, each with the positions of the entries that it names.
pub(super) type Direct<'r> = Vec<(Row<'r>, Vec<usize>)>;

/// What derives from what, and what does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile<'r> {
    /// What derives from each guiding principle, in the order of the register.
    pub principles: Vec<Reach<'r>>,
    /// What hangs on none of them.
    pub loose: Loose<'r>,
}

impl<'r> Profile<'r> {
    /// The profile of registers under a policy; empty where the registers have no entries.
    #[must_use]
    pub fn of(derivations: &Derivations<'r>, policy: &Policy<'r>) -> Self {
        let (loose, direct) = Loose::and_direct(derivations, policy);
        Self { principles: reaches(derivations, &direct), loose }
    }
}

fn not_implemented<'r>(derivations: &Derivations<'r>, direct: &Direct<'r>) -> Vec<&'r Principle> {
    let entries = derivations.entries;
    let of_kind = |kind| (0..).zip(entries).filter(move |(_, entry): &(usize, _)| entry.kind == kind);
    let procedures = of_kind(DerivationKind::Procedure).map(|(at, _)| at);
    let mut doing: Vec<usize> =
        procedures.chain(direct.iter().flat_map(|(_, named)| named).copied()).collect();
    let above = derivations.above(&doing);
    doing.extend(above.into_iter().map(|ancestor| ancestor.entry));
    doing.sort_unstable();
    let standards = of_kind(DerivationKind::Standard);
    standards.filter(|(at, _)| doing.binary_search(at).is_err()).map(|(_, entry)| entry).collect()
}
