//! When a risk above its limit may be retained all the same.

use crate::{Day, Owner, PersonId};
use serde::{Deserialize, Serialize};

/// An exception under which a risk above its limit is retained (domain.md A11). The reason itself stays with
/// the host.
///
/// ```
/// use plimsoll_core::{Day, Exception, PersonId};
/// let exception = Exception { approver: PersonId(2), until: Day(20_777), has_reason: true };
/// assert!(exception.holds(PersonId(1), Day(20_777)));
/// assert!(!exception.holds(PersonId(1), Day(20_778)), "expired");
/// assert!(!exception.holds(PersonId(2), Day(20_777)), "approved by the owner");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Exception {
    /// Who approved it.
    pub approver: PersonId,
    /// The last day on which it counts.
    pub until: Day,
    /// Whether a reason was given.
    pub has_reason: bool,
}

impl Exception {
    /// Whether the exception counts on a day for a risk of this owner: another approved it, a reason is
    /// given, and it has not expired.
    ///
    /// A team as owner is never the approver, who is a person; that a team owns the risk is a finding of its
    /// own.
    #[must_use]
    pub fn holds(self, owner: impl Into<Owner>, now: Day) -> bool {
        self.has_reason && self.until >= now && !owner.into().is_person(self.approver)
    }
}

#[cfg(test)]
mod tests {
    use super::Exception;
    use crate::{Day, Owner, PersonId, TeamId};

    #[test]
    fn all_three_conditions_are_needed() {
        let one = Owner::Person(PersonId(1));
        let table = [
            // approver, until, reason, owner, now, holds
            (2, 100, true, one, 99, true),
            (2, 100, true, one, 100, true),
            (2, 100, true, one, 101, false),
            (2, 100, false, one, 100, false),
            (1, 100, true, one, 100, false),
            (1, 100, true, Owner::Team(TeamId(1)), 100, true),
            (2, i32::MAX, true, one, i32::MAX, true),
            (2, i32::MIN, true, one, i32::MIN, true),
            (2, i32::MIN, true, one, i32::MIN + 1, false),
        ];
        for (approver, until, has_reason, owner, now, expected) in table {
            let exception = Exception { approver: PersonId(approver), until: Day(until), has_reason };
            assert_eq!(exception.holds(owner, Day(now)), expected, "{exception:?} {owner:?} {now}");
        }
    }
}
