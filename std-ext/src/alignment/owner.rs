//! Whether knowledge and ownership sit with one person (domain.md G, HS-2012).

use crate::registers::{People, Registers, outline};
use std::collections::BTreeSet;

/// Whoever owns every measure and mechanism that names an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoleOwner<'r> {
    /// The name or id, as it is first written.
    pub owner: &'r str,
    /// How many measures and mechanisms name an owner; two or more, since one alone always has one owner.
    pub owned: usize,
}

impl<'r> SoleOwner<'r> {
    /// The sole owner, if there is one. An id and the name of the same person are one; of people who share a name, one is enough.
    #[must_use]
    pub fn of(registers: &'r Registers) -> Option<Self> {
        let measures = registers.measures().iter().filter_map(|measure| measure.owner.as_deref());
        let mechanisms = registers.mechanisms().iter().filter_map(|entry| entry.owner.as_deref());
        let owners: Vec<&str> = measures.chain(mechanisms).collect();
        let people = People::of(registers.people());
        let meant = |owner: &str| -> BTreeSet<usize> { people.called(owner).map(|(at, _)| at).collect() };
        let (first, rest) = owners.split_first().filter(|(_, rest)| !rest.is_empty())?;
        let person = rest.iter().fold(meant(first), |common, owner| &common & &meant(owner));
        let same_words = || rest.iter().all(|owner| outline(owner) == outline(first));
        (!person.is_empty() || same_words()).then_some(Self { owner: first, owned: owners.len() })
    }
}
