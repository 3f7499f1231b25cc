//! What derives from what, up to the guiding principles (domain.md E3).
//!
//! `principles.csv` holds the entries: guiding principles, and the requirements, standards and procedures that derive from them. A
//! rule names what it derives from in a comment above it, `// derives_from: S12`, and a row of `policy.toml` by the key
//! `derives_from`: an entry by its id or its title, or several of them with semicolons between. An entry whose title another one
//! has as well is named by its id alone.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::derivation::Derivations;
//! let sample = Organisation::sample();
//! let derivations = Derivations::of(sample.registers());
//! let procedure = derivations.find("L02").ok_or("an entry")?;
//! let chain: Vec<&str> = derivations.chain(procedure).iter().map(|step| step.id).collect();
//! assert_eq!(chain, ["L02", "S06", "Q06", "P06"]);
//! # Ok::<(), &str>(())
//! ```

pub mod json;
mod profile;
mod reach;
mod rows;

pub use profile::{Loose, Profile};
pub use reach::{NAMED, Reach};
pub use rows::{Row, rows};

use crate::assessment::Reason;
use crate::registers::{Principle, Registers, fold};
use plimsoll_core::{Ancestor, Derivation, DerivationKind};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The entries of `principles.csv`, found by what they are called, and what each derives from.
#[derive(Clone, Debug)]
pub struct Derivations<'r> {
    entries: &'r [Principle],
    kinds: Vec<DerivationKind>,
    links: Vec<[usize; 2]>,
    /// By id, as it is written.
    ids: BTreeMap<&'r str, usize>,
    /// By folded id, and by folded title where that is no id: all that are called so.
    words: BTreeMap<String, Vec<usize>>,
    /// The memory of a walk.
    walk: RefCell<(Vec<Ancestor>, Vec<bool>)>,
}

/// An entry on the way up to a guiding principle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DerivedFrom<'r> {
    /// Its id.
    pub id: &'r str,
    /// Which step it is.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::DerivationKind>"))]
    pub kind: DerivationKind,
    /// What it says.
    pub title: &'r str,
    /// How many links it is away from what was asked for: 0 for that itself.
    #[serde(skip)]
    pub links: usize,
}

impl<'r> Derivations<'r> {
    /// The entries of some registers.
    #[must_use]
    pub fn of(registers: &'r Registers) -> Self {
        let entries = registers.principles();
        let ids: BTreeMap<&str, usize> =
            entries.iter().zip(0..).map(|(entry, at)| (entry.id.as_str(), at)).collect();
        let called = |name: fn(&Principle) -> &str| {
            let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (entry, at) in entries.iter().zip(0..) {
                all.entry(fold(name(entry))).or_default().push(at);
            }
            all
        };
        let mut words = called(|entry| &entry.title);
        words.extend(called(|entry| &entry.id));
        let links = links(entries, |id| ids.get(id).copied());
        let walk = RefCell::new((vec![Ancestor::default(); entries.len()], vec![false; entries.len()]));
        Self { entries, kinds: kinds(entries), links, ids, words, walk }
    }

    /// Whether there are no entries: then nothing is said of what derives from nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry that somebody means, by its id or its title, compared as [`fold`] says. An id comes before a title; a title that
    /// stands twice means nothing.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'r Principle> {
        self.entries.get(self.position(name)?)
    }

    /// The ids of the first two entries that are called so, and how many more are; `None` where there are not two.
    pub(crate) fn several(&self, name: &str) -> Option<([&'r str; 2], usize)> {
        let [one, other, more @ ..] = self.words.get(&fold(name))?.as_slice() else { return None };
        let id = |at: &usize| self.entries.get(*at).map_or("", |entry| entry.id.as_str());
        Some(([id(one), id(other)], more.len()))
    }

    /// An entry, and all that it derives from up to its guiding principles: the nearest first, each once, those as near as each other in the order of
    /// the register.
    #[must_use]
    pub fn chain(&self, entry: &Principle) -> Vec<DerivedFrom<'r>> {
        self.chain_of(&self.ids.get(entry.id.as_str()).copied().into_iter().collect::<Vec<usize>>())
    }

    /// The chain of all entries that the text of a rule or a row names; empty if it names none.
    #[must_use]
    pub fn climb(&self, text: &str) -> Vec<DerivedFrom<'r>> {
        self.chain_of(&self.named(text).into_iter().filter_map(Result::ok).collect::<Vec<usize>>())
    }

    /// Gives each reason the chain of what it derives from.
    pub fn climb_from(&self, reasons: &mut [Reason<'r>]) {
        for reason in reasons.iter_mut().filter(|reason| !reason.principle.is_empty()) {
            reason.derivation = self.climb(reason.principle);
        }
    }

    /// What a text names: the positions of entries, each once, and what is none.
    fn named<'t>(&self, text: &'t str) -> Vec<Result<usize, &'t str>> {
        // A title may have a semicolon of its own.
        let name = |part| self.position(part).ok_or(part);
        if self.words.contains_key(&fold(text)) {
            return vec![name(text.trim())];
        }
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let mut seen = BTreeSet::new();
        parts.map(name).filter(|named| seen.insert(*named)).collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        let only = || match self.words.get(&fold(name)).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            _ => None,
        };
        self.ids.get(name.trim()).copied().or_else(only)
    }

    fn chain_of(&self, positions: &[usize]) -> Vec<DerivedFrom<'r>> {
        let own = positions.iter().map(|entry| Ancestor { entry: *entry, links: 0 });
        let above = self.above(positions);
        let named: BTreeSet<usize> = positions.iter().copied().collect();
        let above = above.into_iter().filter(|ancestor| !named.contains(&ancestor.entry));
        own.chain(above).filter_map(|ancestor| self.step(ancestor)).collect()
    }

    fn step(&self, Ancestor { entry, links }: Ancestor) -> Option<DerivedFrom<'r>> {
        let Principle { id, kind, title, .. } = self.entries.get(entry)?;
        Some(DerivedFrom { id, kind: *kind, title, links })
    }

    /// Everything that some entries derive from.
    fn above(&self, positions: &[usize]) -> Vec<Ancestor> {
        let (found, seen) = &mut *self.walk.borrow_mut();
        let derivation = Derivation::new(&self.kinds, &self.links);
        let of = positions.iter().copied();
        derivation.map(|derivation| derivation.ancestors(of, found, seen).to_vec()).unwrap_or_default()
    }
}

/// What each entry is.
pub(crate) fn kinds(entries: &[Principle]) -> Vec<DerivationKind> {
    entries.iter().map(|entry| entry.kind).collect()
}

/// What derives from what, by position, in order and each link once; what is the id of no entry is left out.
pub(crate) fn links(entries: &[Principle], position: impl Fn(&str) -> Option<usize>) -> Vec<[usize; 2]> {
    let mut links: Vec<[usize; 2]> = Vec::new();
    for (entry, child) in entries.iter().zip(0..) {
        links.extend(entry.derives_from.iter().filter_map(|id| Some([child, position(id)?])));
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// A chain in a line: the ids, the nearest first, then what the guiding principles say; `S12 <- R3 <- P1: Nobody is harmed`.
#[must_use]
pub fn line(chain: &[DerivedFrom<'_>]) -> String {
    let near = chain.chunk_by(|one, other| one.links == other.links);
    let near: Vec<String> =
        near.map(|group| group.iter().map(|step| step.id).collect::<Vec<&str>>().join(", ")).collect();
    let tops = chain.iter().filter(|step| step.kind == DerivationKind::Principle);
    let tops: Vec<&str> = tops.map(|step| step.title).collect();
    match tops.is_empty() {
        true => near.join(" <- "),
        false => format!("{}: {}", near.join(" <- "), tops.join("; ")),
    }
}

#[cfg(test)]
mod tests;
