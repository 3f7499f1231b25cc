//! What has value to the organisation.

use crate::label::labels;
use crate::{AssetId, Cia, Obligations, Owner, ScopeId};
use serde::{Deserialize, Serialize};

labels! {
    /// The class of an asset in the six-class model (domain.md A2, model 2), kept beside [`AssetKind`], never
    /// derived from it.
    ///
    /// ```
    /// use plimsoll_core::AssetClass;
    /// assert_eq!(AssetClass::IntellectualProperty.label(), "intellectual_property");
    /// assert_eq!(AssetClass::ALL.len(), 6);
    /// ```
    pub enum AssetClass {
        /// Data and documents.
        Information = "information",
        /// Designs, inventions, marks and other rights.
        IntellectualProperty = "intellectual_property",
        /// What is delivered to customers or bought from suppliers.
        Services = "services",
        /// Programs, own or licensed.
        Software = "software",
        /// People and what they know.
        Workers = "workers",
        /// Equipment and premises.
        Physical = "physical",
    }
}

labels! {
    /// The kind of an asset in the two-kind model (domain.md A2, model 1), kept beside [`AssetClass`], never
    /// derived from it.
    ///
    /// ```
    /// use plimsoll_core::AssetKind;
    /// assert_eq!(AssetKind::default(), AssetKind::Unspecified);
    /// ```
    #[derive(Default)]
    pub enum AssetKind {
        /// Confidential documents (sales, contracts, customer, legal) and internal pages.
        Soft = "soft",
        /// On the balance sheet: servers, laptops.
        Physical = "physical",
        /// Not classified in this model.
        #[default]
        Unspecified = "unspecified",
    }
}

labels! {
    /// Who may read a document when nothing else is said (domain.md A2).
    ///
    /// ```
    /// use plimsoll_core::Document;
    /// assert_eq!(Document::from_label("design"), Some(Document::Design));
    /// ```
    pub enum Document {
        /// All employees may read it.
        Internal = "internal",
        /// Nobody may read it by default; access is granted on request.
        Design = "design",
    }
}

labels! {
    /// What a person may do with a document (domain.md A2), ordered from the least to the most.
    ///
    /// ```
    /// use plimsoll_core::Access;
    /// assert!(Access::None < Access::View && Access::View < Access::Edit);
    /// ```
    #[derive(Default)]
    pub enum Access {
        /// Nothing.
        #[default]
        None = "none",
        /// Read it.
        View = "view",
        /// Read and change it.
        Edit = "edit",
    }
}

/// An asset as a decision sees it (domain.md A4). Names, places and other texts stay with the host.
///
/// ```
/// use plimsoll_core::{Asset, AssetClass, AssetId, AssetKind, Cia, Document, Level};
/// use plimsoll_core::{Obligations, PersonId, ScopeId};
/// let contracts = Asset {
///     id: AssetId(1),
///     class: AssetClass::Information,
///     kind: AssetKind::Soft,
///     document: Some(Document::Design),
///     cia: Cia::new(Level::High, Level::Medium, Level::Low),
///     owner: PersonId(4).into(),
///     scope: ScopeId(0),
///     obligations: Obligations::NONE,
/// };
/// assert_eq!(contracts.cia.high_water(), Level::High);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asset {
    /// Its number in the register.
    pub id: AssetId,
    /// Its class among six.
    pub class: AssetClass,
    /// Soft or physical, rated apart from the class.
    pub kind: AssetKind,
    /// Who may read it, if it is a document.
    pub document: Option<Document>,
    /// How much harm its disclosure, corruption or absence does.
    pub cia: Cia,
    /// Who answers for it.
    pub owner: Owner,
    /// The scope it belongs to (domain.md A1).
    pub scope: ScopeId,
    /// The obligations it carries (domain.md A11).
    pub obligations: Obligations,
}

/// What a person may do with a document (domain.md A2: access follows departments, and design documents need
/// a grant).
///
/// A grant opens a design document as if it were internal: for editing within the owning department, for
/// viewing elsewhere. It adds nothing to an internal document.
///
/// ```
/// use plimsoll_core::{Access, Document, may_access};
/// assert_eq!(may_access(Document::Internal, false, false), Access::View);
/// assert_eq!(may_access(Document::Design, true, false), Access::None);
/// assert_eq!(may_access(Document::Design, true, true), Access::Edit);
/// ```
#[must_use]
pub const fn may_access(document: Document, same_department: bool, granted: bool) -> Access {
    match (document, same_department, granted) {
        (Document::Design, _, false) => Access::None,
        (Document::Internal, true, _) | (Document::Design, true, true) => Access::Edit,
        (Document::Internal, false, _) | (Document::Design, false, true) => Access::View,
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, AssetClass, AssetKind, Document, may_access};

    #[test]
    fn access_in_every_case() {
        let table = [
            (Document::Internal, false, false, Access::View),
            (Document::Internal, false, true, Access::View),
            (Document::Internal, true, false, Access::Edit),
            (Document::Internal, true, true, Access::Edit),
            (Document::Design, false, false, Access::None),
            (Document::Design, false, true, Access::View),
            (Document::Design, true, false, Access::None),
            (Document::Design, true, true, Access::Edit),
        ];
        for (document, same_department, granted, expected) in table {
            assert_eq!(
                may_access(document, same_department, granted),
                expected,
                "{document} {same_department} {granted}"
            );
        }
    }

    #[test]
    fn labels_are_the_contract() {
        let classes = ["information", "intellectual_property", "services", "software", "workers", "physical"];
        assert_eq!(AssetClass::LABELS, classes);
        assert_eq!(AssetKind::LABELS, ["soft", "physical", "unspecified"]);
        assert_eq!(Document::LABELS, ["internal", "design"]);
        assert_eq!(Access::LABELS, ["none", "view", "edit"]);
        for (index, class) in (0..).zip(AssetClass::ALL) {
            assert_eq!((class.index(), AssetClass::from_label(class.label())), (index, Some(*class)));
        }
    }
}
