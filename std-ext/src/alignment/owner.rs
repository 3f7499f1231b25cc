//! Whether knowledge and ownership sit with one person (domain.md G, HS-2012).

use crate::registers::{People, Registers, outline};
use crate::words::length;
use std::collections::BTreeSet;

/// Whoever owns every measure and mechanism that names an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoleOwner<'r> {
    /// The name or id, as it is first written.
    pub owner: &'r str,
    /// How many measures and mechanisms name an owner; two or more, since one alone always has one owner.
    pub owned: u64,
}

impl<'r> SoleOwner<'r> {
    /// The sole owner, if there is one. An id and the name of the same person are one; of people who share a name, one is enough.
    #[must_use]
    pub fn of(registers: &'r Registers) -> Option<Self> {
        let measures = registers.measures().iter().filter_map(|measure| measure.owner.as_deref());
        let mechanisms = registers.mechanisms().iter().filter_map(|entry| entry.owner.as_deref());
        let mut others = measures.chain(mechanisms);
        let owner = others.next()?;
        let people = People::of(registers.people());
        let meant = |owner: &str| -> BTreeSet<usize> { people.called(owner).map(|(at, _)| at).collect() };
        let (mut persons, words) = (meant(owner), outline(owner));
        let mut is_same_word = true;
        let mut owned = 1_usize;
        for other in others {
            persons = &persons & &meant(other);
            is_same_word = is_same_word && outline(other) == words;
            if persons.is_empty() && !is_same_word {
                return None;
            }
            owned = owned.saturating_add(1);
        }
        (owned > 1).then_some(Self { owner, owned: length(owned) })
    }
}
