//! What a record says beyond the columns of its register.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use std::fmt;
use std::sync::Arc;

/// The cells of a record in columns that its register does not know itself: declared facets, and whatever else the
/// organisation keeps. Names are folded ([`super::fold`]), in order, and each occurs once; empty cells are left out.
///
/// ```
/// use plimsoll::registers::Facets;
/// let facets: Facets = [("unit", "payments"), ("region", "apac")].into_iter().collect();
/// assert_eq!(facets.get("region"), Some("apac"));
/// assert_eq!(facets.iter().next(), Some(("region", "apac")));
/// assert_eq!(serde_json::to_string(&facets)?, r#"{"region":"apac","unit":"payments"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
// A sorted vector: most records have none or few, and the names are shared by all records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets(Vec<(Arc<str>, String)>);

impl Facets {
    /// No facets.
    pub const NONE: Self = Self(Vec::new());

    /// The text of a facet, if it is given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.0.get(at).map(|(_, text)| text.as_str())
    }

    /// Gives a facet a text and returns its former one.
    pub fn insert(&mut self, name: &str, text: impl Into<String>) -> Option<String> {
        match self.0.binary_search_by(|(known, _)| (**known).cmp(name)) {
            Ok(at) => self.0.get_mut(at).map(|(_, former)| std::mem::replace(former, text.into())),
            Err(at) => {
                self.0.insert(at, (name.into(), text.into()));
                None
            }
        }
    }

    /// Names and texts, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, text.as_str()))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one whose name follows all others; cheap, since the name is shared.
    pub(crate) fn push_last(&mut self, name: &Arc<str>, text: String) {
        debug_assert!(self.0.last().is_none_or(|(last, _)| last < name));
        self.0.push((Arc::clone(name), text));
    }

    /// Replaces the whole list by one with names as they should be; the names that then occur twice are returned.
    pub(crate) fn rename(&mut self, rename: impl Fn(&str) -> Option<String>) -> Vec<String> {
        for (name, _) in &mut self.0 {
            if let Some(new) = rename(name) {
                *name = new.into();
            }
        }
        self.0.sort_by(|one, other| one.0.cmp(&other.0));
        let twice = self.0.windows(2).filter_map(|pair| match pair {
            [(one, _), (other, _)] if one == other => Some(one.to_string()),
            _ => None,
        });
        let twice = twice.collect();
        self.0.dedup_by(|one, other| one.0 == other.0);
        twice
    }

    /// The texts, to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut String)> {
        self.0.iter_mut().map(|(name, text)| (&**name, text))
    }

    /// Drops the facets whose text is empty.
    pub(crate) fn drop_empty(&mut self) {
        self.0.retain(|(_, text)| !text.is_empty());
    }
}

impl<N: AsRef<str>, T: Into<String>> FromIterator<(N, T)> for Facets {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let mut facets = Self::NONE;
        for (name, text) in pairs {
            facets.insert(name.as_ref(), text);
        }
        facets
    }
}

impl Serialize for Facets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, text) in self.iter() {
            map.serialize_entry(name, text)?;
        }
        map.end()
    }
}

/// From an object of strings, integers and booleans; a name given twice is an error.
impl<'de> Deserialize<'de> for Facets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Facets;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of facets, each a string, an integer or a boolean")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Facets, A::Error> {
                let mut facets = Facets::NONE;
                while let Some((name, Text(text))) = map.next_entry::<String, Text>()? {
                    if facets.insert(&name, text).is_some() {
                        return Err(de::Error::custom(format!("facet `{name}` is given twice")));
                    }
                }
                Ok(facets)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// The text of a string, an integer or a boolean.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, an integer or a boolean")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Text, E> {
                Ok(Text(truth.to_string()))
            }

            fn visit_i64<E: de::Error>(self, integer: i64) -> Result<Text, E> {
                Ok(Text(integer.to_string()))
            }

            fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Text, E> {
                Ok(Text(integer.to_string()))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_facets_are_strings_integers_or_booleans_and_occur_once() {
        let facets: Facets = serde_json::from_str(r#"{"z":"a","age_days":-30,"pilot":true}"#).unwrap();
        assert_eq!(facets.iter().collect::<Vec<_>>(), [("age_days", "-30"), ("pilot", "true"), ("z", "a")]);
        for bad in [r#"{"a":"1","a":"2"}"#, r#"{"a":1.5}"#, r#"{"a":null}"#, r#"{"a":[]}"#, r#"["a"]"#] {
            assert!(serde_json::from_str::<Facets>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn renaming_says_which_names_meet() {
        let mut facets: Facets = [("Region", "a"), ("region", "b"), ("unit", "c")].into_iter().collect();
        assert_eq!(facets.rename(|name| Some(name.to_lowercase())), ["region"]);
        assert_eq!(facets.iter().count(), 2);
    }
}
