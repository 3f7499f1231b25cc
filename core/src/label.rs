//! One macro for the closed lists of the domain, so that every list has the same few operations.

/// Declares an enumeration whose members have a stable position and a stable lower-case label.
///
/// The position is the value of the facet that carries the member and the label is its spelling in files, JSON and rules.
macro_rules! labels {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$member_meta:meta])* $member:ident = $label:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$member_meta])* #[serde(rename = $label)] $member ),+
        }

        impl $name {
            /// Every member, in order of position.
            pub const ALL: &'static [Self] = &[ $( Self::$member ),+ ];

            /// The labels of [`Self::ALL`], in the same order.
            pub const LABELS: &'static [&'static str] = &[ $( $label ),+ ];

            /// The stable lower-case label.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $( Self::$member => $label ),+ }
            }

            /// The position in [`Self::ALL`], counted from 0.
            #[must_use]
            #[expect(clippy::as_conversions, reason = "the discriminant of a field-less enumeration of a few members")]
            pub const fn index(self) -> u8 {
                self as u8
            }

            /// The member at a position, or `None` past the end.
            #[must_use]
            #[inline]
            pub const fn from_index(index: u8) -> Option<Self> {
                $( if index == Self::$member.index() { return Some(Self::$member); } )+
                None
            }

            /// The member with exactly this label.
            #[must_use]
            pub fn from_label(label: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.label() == label)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.label())
            }
        }
    };
}
pub(crate) use labels;
