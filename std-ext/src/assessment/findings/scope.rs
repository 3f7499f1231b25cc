//! Subjects in scope to which nothing belongs, and days outside the time frame (domain.md A1).

use super::{Finding, FindingKind};
use crate::Organisation;
use crate::organisation::POLICY_FILE;
use crate::registers::fold;
use plimsoll_core::Day;
use std::collections::BTreeSet;

/// What stands out of the aim and scope of the management system; nothing where the policy does not state them.
pub(super) fn findings(organisation: &Organisation, as_of: Day) -> impl Iterator<Item = Finding<'_>> {
    let isms = organisation.isms();
    let scopes = organisation.registers().assets().iter().filter_map(|asset| asset.scope.as_deref());
    let scopes: BTreeSet<String> = match isms.subjects.is_empty() {
        true => BTreeSet::new(),
        false => scopes.map(fold).collect(),
    };
    let finding = |kind, id, column, text| Finding::beside_risks(kind, (POLICY_FILE, id, Some(column)), text);
    let subjects = isms.subjects.iter().filter(move |subject| !scopes.contains(&fold(subject)));
    let without = subjects.map(move |subject| {
        let text = "no asset has this scope: give one, or take the subject out of [isms]".into();
        finding(FindingKind::SubjectWithoutAssets, subject.as_str(), "subjects", text)
    });
    let early = isms.from.filter(|from| as_of < *from).map(|from| ("from", format!("begins on {from}")));
    let late = isms.until.filter(|until| as_of > *until).map(|until| ("until", format!("ended on {until}")));
    let outside = early.or(late).map(move |(column, when)| {
        let text = format!("the management system {when}: {as_of} is not within its time frame");
        finding(FindingKind::OutsideTimeFrame, "isms", column, text)
    });
    without.chain(outside)
}
