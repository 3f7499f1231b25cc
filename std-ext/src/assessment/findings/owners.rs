//! Owners whom the register of people does not know, who have left, or who may not see what they answer for.

use super::FindingKind;
use crate::registers::{Asset, People, Person, fold};
use plimsoll_core::{Access, Day, may_access};

/// What a person may do with an asset; `None` if it is no document (domain.md A2).
///
/// The owning department of an asset is its column `department`, where assets.csv has one, and it is compared with that of the
/// person; otherwise it is the `unit` that both have.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::assessment::access;
/// use plimsoll_core::Access;
/// let sample = Organisation::sample();
/// let registers = sample.registers();
/// let person = |name| registers.people().iter().find(|person| person.name == name).ok_or("a person");
/// let (handbook, contracts) = registers.asset("A08").zip(registers.asset("A05")).ok_or("assets")?;
/// assert_eq!(access(person("head of people")?, handbook), Some(Access::Edit));
/// assert_eq!(access(person("head of sales")?, handbook), Some(Access::View));
/// assert_eq!(access(person("head of sales")?, contracts), Some(Access::Edit), "by a grant");
/// assert_eq!(access(person("recruiter")?, contracts), Some(Access::None));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn access(person: &Person, asset: &Asset) -> Option<Access> {
    let (theirs, owning) = match asset.facet("department") {
        Some(department) => (&person.department, Some(department)),
        None => (&person.unit, asset.unit.as_deref()),
    };
    let same = theirs.as_deref().zip(owning).is_some_and(|(theirs, owning)| fold(theirs) == fold(owning));
    let granted = person.grants.contains(&asset.id);
    asset.document.map(|document| may_access(document, same, granted))
}

/// What is said of an owner that is a team.
pub(super) fn is_a_team(owner: &str) -> String {
    format!("the owner, {owner}, is a team: name a person")
}

/// What stands out about the owner, a person, of an asset or of a risk to it. Of people who have one name, it has to be true of
/// each; nothing stands out where nobody is registered.
pub(super) fn about(
    people: &People<'_>,
    owner: &str,
    asset: Option<&Asset>,
    as_of: Day,
) -> Option<(FindingKind, String)> {
    if people.is_empty() {
        return None;
    }
    let meant = || people.called(owner).map(|(_, person)| person);
    if meant().next().is_none() {
        return Some((FindingKind::UnknownOwner, format!("the owner, {owner}, is not in people.csv")));
    }
    let present = || meant().filter(|person| !person.has_left(as_of));
    let left = meant().filter_map(|person| person.left).max();
    if let (Some(left), None) = (left, present().next()) {
        return Some((FindingKind::OwnerLeft, format!("the owner, {owner}, left on {left}: name another")));
    }
    let asset = asset?;
    let may_not = present().all(|person| access(person, asset) == Some(Access::None));
    may_not.then(|| {
        let text = format!(
            "the owner, {owner}, may not read {}: design documents need a grant, in `grants` of people.csv",
            asset.id
        );
        (FindingKind::OwnerWithoutAccess, text)
    })
}
