//! What goes where: which tools may be used for an asset (domain.md D3).

use crate::ReasonId;
use crate::label::labels;

labels! {
    /// Whether a tool may be used for an asset (domain.md D3), from the most to the least lenient.
    ///
    /// ```
    /// use plimsoll_core::Permission;
    /// assert_eq!(Permission::EncryptedOnly.label(), "encrypted_only");
    /// assert!(Permission::Allowed < Permission::Forbidden);
    /// ```
    pub enum Permission {
        /// It may.
        Allowed = "allowed",
        /// Only where it keeps the asset encrypted.
        EncryptedOnly = "encrypted_only",
        /// It may not.
        Forbidden = "forbidden",
    }
}

/// What the placement table says of an asset and a tool (domain.md D3).
///
/// The domain leaves open what holds where no row speaks: nothing is assumed then, neither that the tool may be used nor that
/// it may not, and using it is shadow IT until a row says otherwise.
///
/// ```
/// use plimsoll_core::{Permission, Placement, ReasonId};
/// let ruled = Placement::Ruled { permission: Permission::Allowed, reason: ReasonId::NONE };
/// assert_eq!(ruled.permission(), Some(Permission::Allowed));
/// assert_eq!(Placement::Unruled.permission(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A row holds, the first that matches.
    Ruled {
        /// Whether the tool may be used.
        permission: Permission,
        /// Why, among the reasons of the placement table.
        reason: ReasonId,
    },
    /// No row says anything, or there is no such tool: whoever uses it uses shadow IT.
    Unruled,
}

impl Placement {
    /// Whether the tool may be used; `None` where no row says anything.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::Ruled { permission, .. } => Some(permission),
            Self::Unruled => None,
        }
    }

    /// Why; [`ReasonId::NONE`] where no row says anything.
    #[must_use]
    pub const fn reason(self) -> ReasonId {
        match self {
            Self::Ruled { reason, .. } => reason,
            Self::Unruled => ReasonId::NONE,
        }
    }
}
