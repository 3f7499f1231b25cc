//! What may be put where (domain.md D3).

use super::Reading;
use super::report::Topic;
use super::section::PLACEMENT;
use plimsoll_core::policy::{Reason, Space};
use plimsoll_core::table::When;
use std::fmt;

/// What a row of the placement table says: in these situations, this tool may be used so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The conditions, over what is known of risks; none holds everywhere.
    pub when: When,
    /// The tool.
    pub tool: String,
    /// Whether it may be used.
    pub permission: Permission,
    /// Why.
    pub reason: Reason,
}

/// Whether a tool may be used for an asset.
///
/// ```
/// use plimsoll::policy_file::Permission;
/// assert_eq!(Permission::EncryptedOnly.to_string(), "encrypted_only");
/// assert!(Permission::Allowed < Permission::Forbidden);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// It may.
    Allowed,
    /// Only with encryption.
    EncryptedOnly,
    /// It may not.
    Forbidden,
}

impl Permission {
    /// Every permission, from the most to the least lenient.
    pub const ALL: [Self; 3] = [Self::Allowed, Self::EncryptedOnly, Self::Forbidden];

    /// The words of [`Self::ALL`], in the same order.
    pub const LABELS: [&'static str; 3] = ["allowed", "encrypted_only", "forbidden"];

    /// Its word.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::EncryptedOnly => "encrypted_only",
            Self::Forbidden => "forbidden",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl Reading<'_, '_> {
    /// Every `[[placement]]`.
    pub(super) fn placements(&mut self) -> Vec<Placement> {
        self.report.turn_to(Topic::Rest);
        let askable = self.askable(Space::Risk, PLACEMENT.header);
        let mut placements = Vec::new();
        for section in self.root.rows(&mut self.report, &PLACEMENT) {
            let when = self.when(&askable, &section, "when");
            let reason = section.reason(&mut self.report);
            let tool = section.need_text(&mut self.report, "tool");
            let then = section.need(&mut self.report, "then");
            let then =
                then.and_then(|item| item.choice(&mut self.report, "a permission", &Permission::LABELS));
            let permission = then.and_then(|index| Permission::ALL.get(index).copied());
            if let (Some(tool), Some(permission)) = (tool, permission) {
                placements.push(Placement { when, tool: tool.to_owned(), permission, reason });
            }
        }
        placements
    }
}
