//! From guiding principles to procedures (domain.md E3).

use crate::label::labels;

labels! {
    /// A step on the way from a guiding principle to what is done (domain.md E3); each derives from one before it.
    ///
    /// ```
    /// use plimsoll_core::DerivationKind;
    /// assert!(DerivationKind::Principle < DerivationKind::Procedure);
    /// ```
    pub enum DerivationKind {
        /// What the organisation holds to.
        Principle = "principle",
        /// What follows from that.
        Requirement = "requirement",
        /// What everyone has to meet.
        Standard = "standard",
        /// How it is met.
        Procedure = "procedure",
    }
}

impl DerivationKind {
    /// Whether an entry of this kind may derive from one of another: from one of an earlier kind or of its own, for a standard may
    /// spell out another one; but a guiding principle derives from nothing, and a step may be left out.
    ///
    /// ```
    /// use plimsoll_core::DerivationKind::{Principle, Procedure, Standard};
    /// assert!(Procedure.may_derive_from(Principle) && Standard.may_derive_from(Standard));
    /// assert!(!Standard.may_derive_from(Procedure) && !Principle.may_derive_from(Principle));
    /// ```
    #[must_use]
    pub const fn may_derive_from(self, parent: Self) -> bool {
        !matches!(self, Self::Principle) && parent.index() <= self.index()
    }
}

/// An entry from which another derives, and over how many links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ancestor {
    /// The position of the entry.
    pub entry: usize,
    /// The least number of links up to it, from 1.
    pub links: usize,
}

/// Which entries derive from which (domain.md E3). Entries are told by their position.
///
/// The memory for a walk is the caller's: arrays on a device, vectors elsewhere, as long as there are entries. Where they are
/// shorter, what does not fit is left out. No walk recurses, and each passes every link once.
///
/// ```
/// use plimsoll_core::{Ancestor, Derivation, DerivationKind::{Principle, Requirement, Standard}};
/// // The standard derives from both requirements, and these from one principle.
/// let derivation = Derivation::new(
///     &[Principle, Requirement, Requirement, Standard],
///     &[[1, 0], [2, 0], [3, 1], [3, 2]],
/// ).ok_or("links in order, between entries")?;
/// let mut found = [Ancestor::default(); 4];
/// let ancestors = derivation.ancestors([3], &mut found, &mut [false; 4]);
/// let steps = ancestors.iter().map(|ancestor| (ancestor.entry, ancestor.links));
/// assert!(steps.eq([(1, 1), (2, 1), (0, 2)]));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation<'a> {
    kinds: &'a [DerivationKind],
    /// What derives, and from what; in order.
    links: &'a [[usize; 2]],
}

impl<'a> Derivation<'a> {
    /// The kinds of the entries, and the links: what derives, then from what. `None` if the links are not in order, or name what is no entry.
    #[must_use]
    pub fn new(kinds: &'a [DerivationKind], links: &'a [[usize; 2]]) -> Option<Self> {
        // Not `is_sorted`, which indexes: the library is to hold nothing that can panic.
        let sound = links.iter().zip(links.iter().skip(1)).all(|(one, next)| one <= next)
            && links.as_flattened().iter().all(|entry| *entry < kinds.len());
        sound.then_some(Self { kinds, links })
    }

    /// What an entry derives from directly, in order of position.
    pub fn parents(self, entry: usize) -> impl Iterator<Item = usize> + 'a {
        let from = self.first_link(entry);
        let own = self.links.get(from..).unwrap_or_default().iter();
        own.take_while(move |[child, _]| *child == entry).map(|[_, parent]| *parent)
    }

    /// The links that the kinds of their entries do not admit: what derives, then from what.
    pub fn misplaced(self) -> impl Iterator<Item = [usize; 2]> + 'a {
        let kind = move |entry: usize| self.kinds.get(entry).copied();
        self.links.iter().copied().filter(move |[child, parent]| {
            !kind(*child).zip(kind(*parent)).is_some_and(|(child, parent)| child.may_derive_from(parent))
        })
    }

    /// Everything that entries derive from, directly or by way of others: the nearest first, each once. An entry that was asked for is
    /// among them only if another one derives from it, or it from itself.
    ///
    /// `seen` is to be `false` throughout, and is again afterwards.
    pub fn ancestors<'s>(
        self,
        of: impl IntoIterator<Item = usize>,
        found: &'s mut [Ancestor],
        seen: &mut [bool],
    ) -> &'s [Ancestor] {
        let mut count = 0_usize;
        for entry in of {
            self.note(Ancestor { entry, links: 0 }, found, seen, &mut count);
        }
        let mut next = 0_usize;
        while let Some(near) = found.get(next).filter(|_| next < count).copied() {
            self.note(near, found, seen, &mut count);
            next = next.saturating_add(1);
        }
        let found = found.get(..count).unwrap_or_default();
        for ancestor in found {
            if let Some(mark) = seen.get_mut(ancestor.entry) {
                *mark = false;
            }
        }
        found
    }

    /// Finds the cycles: one for each link that leads back to an entry from which the walk came, going through the entries in
    /// order. Without these links there is no cycle left. Each is told as the entries on it, every one deriving from the next, and the last from the first.
    ///
    /// `path` and `states` may hold anything.
    pub fn cycles(
        self,
        path: &mut [PathEntry],
        states: &mut [PathState],
        mut told: impl FnMut(&[PathEntry]),
    ) {
        states.fill(PathState::Unseen);
        for start in 0..self.kinds.len() {
            if states.get(start) != Some(&PathState::Unseen) {
                continue;
            }
            let mut depth = 0_usize;
            self.enter(start, path, states, &mut depth);
            while let Some(top) = depth.checked_sub(1).and_then(|top| path.get_mut(top)) {
                let child = top.entry;
                match self.links.get(top.next).filter(|[entry, _]| *entry == child) {
                    Some([_, parent]) => {
                        top.next = top.next.saturating_add(1);
                        match states.get(*parent) {
                            Some(PathState::Unseen) => self.enter(*parent, path, states, &mut depth),
                            Some(PathState::OnPath(from)) => told(path.get(*from..depth).unwrap_or_default()),
                            _ => {}
                        }
                    }
                    None => {
                        if let Some(state) = states.get_mut(child) {
                            *state = PathState::Done;
                        }
                        depth = depth.saturating_sub(1);
                    }
                }
            }
        }
    }

    /// Puts an entry at the end of the path, where there is room.
    fn enter(self, entry: usize, path: &mut [PathEntry], states: &mut [PathState], depth: &mut usize) {
        if let (Some(slot), Some(state)) = (path.get_mut(*depth), states.get_mut(entry)) {
            *slot = PathEntry { entry, next: self.first_link(entry) };
            *state = PathState::OnPath(*depth);
            *depth = depth.saturating_add(1);
        }
    }

    /// Adds what an entry derives from to what was found, if it is new and there is room.
    fn note(self, near: Ancestor, found: &mut [Ancestor], seen: &mut [bool], count: &mut usize) {
        for entry in self.parents(near.entry) {
            if let (Some(mark), Some(slot)) = (seen.get_mut(entry), found.get_mut(*count))
                && !*mark
            {
                *mark = true;
                *slot = Ancestor { entry, links: near.links.saturating_add(1) };
                *count = count.saturating_add(1);
            }
        }
    }

    fn first_link(self, entry: usize) -> usize {
        self.links.partition_point(|[child, _]| *child < entry)
    }
}

/// A step of a walk that looks for cycles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathEntry {
    /// The position of the entry.
    pub entry: usize,
    /// The link to follow next.
    next: usize,
}

/// What a walk that looks for cycles knows of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathState {
    /// It was not there yet.
    #[default]
    Unseen,
    /// It came this way: the position on the path.
    OnPath(usize),
    /// It went through everything above.
    Done,
}

#[cfg(test)]
mod tests;
