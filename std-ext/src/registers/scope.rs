//! What is out of scope, and so not counted (domain.md A1).

use super::index::Index;
use super::record::Record;
use super::{Asset, Incident, Registers, Risk, fold};
use std::collections::BTreeSet;

/// How many records of each register are out of scope; they stand behind the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OutOfScope {
    pub(super) assets: usize,
    pub(super) risks: usize,
    pub(super) not_applicable: usize,
}

/// The records that are in scope, and those that are not.
pub(super) fn within<'r, R: Record>(records: &'r [R], counts: &OutOfScope) -> (&'r [R], &'r [R]) {
    let inside = records.len().saturating_sub(R::out_of_scope(counts));
    records.split_at_checked(inside).unwrap_or((records, &[]))
}

impl Registers {
    /// The same registers, of which only some subjects are in scope: an asset whose `scope` is none of them is out of scope, and so are its risks and
    /// the pairs that were ruled out for it. What has no `scope` is in scope; where no subjects are given, everything is.
    ///
    /// Threats, actions and incidents stay as they are: an action works against its threat wherever that strikes, and an incident has to be
    /// handled. Key figures do not count the incidents of risks that are out of scope. What is out of scope has to be sound all the same, is kept, and is written with the rest.
    #[must_use]
    pub fn in_scope_of(mut self, subjects: &[String]) -> Self {
        let subjects: BTreeSet<String> = subjects.iter().map(|subject| fold(subject)).collect();
        let is_out = |asset: &&Asset| {
            let scope = asset.scope.as_deref();
            !subjects.is_empty() && scope.is_some_and(|scope| !subjects.contains(&fold(scope)))
        };
        let out: BTreeSet<String> = self.assets.iter().filter(is_out).map(|asset| asset.id.clone()).collect();
        if out.is_empty() && self.out_of_scope == OutOfScope::default() {
            return self;
        }
        self.out_of_scope = OutOfScope {
            assets: to_the_end(&mut self.assets, |asset| out.contains(&asset.id)),
            risks: to_the_end(&mut self.risks, |risk| out.contains(&risk.asset)),
            not_applicable: to_the_end(&mut self.not_applicable, |pair| out.contains(&pair.asset)),
        };
        self.assets_by_id = Index::by_id(&self.assets);
        self.risks_by_id = Index::by_id(&self.risks);
        self
    }

    /// Whether there is a risk of an id, and it is out of scope.
    pub(crate) fn has_out_of_scope(&self, id: &str) -> bool {
        self.risk(id).is_none() && self.risks_by_id.get(&self.risks, id).is_some()
    }

    /// The incidents that key figures count: not those of risks that are out of scope, which are handled all the same.
    pub(crate) fn counted_incidents(&self) -> impl Iterator<Item = &Incident> + Clone {
        let is_out =
            |incident: &Incident| incident.risk.as_deref().is_some_and(|risk| self.has_out_of_scope(risk));
        self.incidents.iter().filter(move |incident| !is_out(incident))
    }

    /// The assets that are out of scope, in the order of the file.
    #[must_use]
    pub fn assets_out_of_scope(&self) -> &[Asset] {
        within(&self.assets, &self.out_of_scope).1
    }

    /// The risks that are out of scope, in the order of the file.
    #[must_use]
    pub fn risks_out_of_scope(&self) -> &[Risk] {
        within(&self.risks, &self.out_of_scope).1
    }
}

/// Puts some records behind the others, both in the order that they had, and says how many.
fn to_the_end<R>(records: &mut [R], is_out: impl Fn(&R) -> bool) -> usize {
    records.sort_by_key(&is_out);
    records.len().saturating_sub(records.partition_point(|record| !is_out(record)))
}

#[cfg(test)]
mod tests;
