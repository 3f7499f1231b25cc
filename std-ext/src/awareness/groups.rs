//! People by a word of theirs: the unit, the region, the team.

use crate::registers::fold;
use std::collections::BTreeMap;

/// What is known of each group of people, in alphabetical order; whatever the case, blanks and hyphens of its name, of which the
/// first spelling is shown. Those without a group come first.
#[derive(Clone, Debug)]
pub(super) struct Groups<'o, T>(BTreeMap<Option<String>, (Option<&'o str>, T)>);

impl<'o, T: Default> Groups<'o, T> {
    /// Without any group.
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// What is known of a group, which is there from now on.
    pub(super) fn entry(&mut self, name: Option<&'o str>) -> &mut T {
        &mut self.0.entry(name.map(fold)).or_insert_with(|| (name, T::default())).1
    }

    /// The groups with their names.
    pub(super) fn into_named(self) -> impl Iterator<Item = (Option<&'o str>, T)> {
        self.0.into_values()
    }
}
