//! How a risk is rated for impact: as a whole, or by what it hurts and when.

use plimsoll_core::{Dimension, Horizon, Impact, Ratings};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use std::fmt;

/// The impact ratings of a risk (domain.md A9): one as a whole, and one per dimension and horizon; each may be absent, and
/// the highest counts.
///
/// ```
/// use plimsoll::registers::ImpactRatings;
/// use plimsoll_core::{Dimension, Horizon, Impact, Ratings};
/// let mut ratings = ImpactRatings::default();
/// assert_eq!(ratings.highest(), None);
/// ratings.by.set(Dimension::Legal, Horizon::Long, Impact::new(4));
/// ratings.whole = Impact::new(2);
/// assert_eq!(ratings.highest(), Impact::new(4));
/// assert_eq!(serde_json::to_string(&ratings)?, r#"{"impact":2,"legal_long":4}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ImpactRatings {
    /// The rating as a whole, column `impact`.
    pub whole: Option<Impact>,
    /// The ratings by dimension and horizon, columns `financial_short` to `legal_long`.
    pub by: Ratings,
}

/// The columns of the eight ratings, by dimension and then horizon.
pub(crate) const RATING_COLUMNS: [(&str, Dimension, Horizon); 8] = [
    ("financial_short", Dimension::Financial, Horizon::Short),
    ("financial_long", Dimension::Financial, Horizon::Long),
    ("operational_short", Dimension::Operational, Horizon::Short),
    ("operational_long", Dimension::Operational, Horizon::Long),
    ("reputation_short", Dimension::Reputation, Horizon::Short),
    ("reputation_long", Dimension::Reputation, Horizon::Long),
    ("legal_short", Dimension::Legal, Horizon::Short),
    ("legal_long", Dimension::Legal, Horizon::Long),
];

/// The columns that rate a dimension for both horizons at once.
pub(crate) const BOTH_COLUMNS: [(&str, Dimension); 4] = [
    ("financial", Dimension::Financial),
    ("operational", Dimension::Operational),
    ("reputation", Dimension::Reputation),
    ("legal", Dimension::Legal),
];

impl ImpactRatings {
    /// A rating as a whole and nothing else.
    #[must_use]
    pub fn of(impact: Impact) -> Self {
        Self { whole: Some(impact), ..Self::default() }
    }

    /// Raises a dimension's ratings for both horizons to a rating, unless they are higher already.
    pub fn raise_both(&mut self, dimension: Dimension, rating: Impact) {
        for horizon in Horizon::ALL {
            self.by.set(dimension, *horizon, self.by.get(dimension, *horizon).max(Some(rating)));
        }
    }

    /// The highest rating, which is the one that counts; `None` if there is none.
    #[must_use]
    pub fn highest(&self) -> Option<Impact> {
        self.by.highest().max(self.whole)
    }

    /// The ratings that are given, with their columns: the whole first, then by dimension and horizon.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Impact)> + '_ {
        let whole = self.whole.map(|rating| ("impact", rating));
        let by = RATING_COLUMNS.iter().filter_map(|(column, dimension, horizon)| {
            self.by.get(*dimension, *horizon).map(|rating| (*column, rating))
        });
        whole.into_iter().chain(by)
    }
}

impl Serialize for ImpactRatings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, rating) in self.iter() {
            map.serialize_entry(column, &rating)?;
        }
        map.end()
    }
}

/// From an object with any of the names of the columns; `financial` rates both horizons.
impl<'de> Deserialize<'de> for ImpactRatings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = ImpactRatings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of ratings")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<ImpactRatings, A::Error> {
                let mut ratings = ImpactRatings::default();
                let mut seen: Vec<String> = Vec::new();
                while let Some((column, rating)) = map.next_entry::<String, Option<Impact>>()? {
                    if seen.contains(&column) {
                        return Err(de::Error::custom(format!("rating `{column}` is given twice")));
                    }
                    if let Some(rating) = rating {
                        ratings
                            .take(&column, rating)
                            .ok_or_else(|| de::Error::unknown_field(&column, NAMES))?;
                    }
                    seen.push(column);
                }
                Ok(ratings)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

const NAMES: &[&str] = &[
    "impact",
    "financial",
    "operational",
    "reputation",
    "legal",
    "financial_short",
    "financial_long",
    "operational_short",
    "operational_long",
    "reputation_short",
    "reputation_long",
    "legal_short",
    "legal_long",
];

impl ImpactRatings {
    /// Takes a rating under the name of its column, raising what is there; `None` if there is no such column.
    fn take(&mut self, column: &str, rating: Impact) -> Option<()> {
        if column == "impact" {
            self.whole = self.whole.max(Some(rating));
        } else if let Some((_, dimension)) = BOTH_COLUMNS.iter().find(|(name, _)| *name == column) {
            self.raise_both(*dimension, rating);
        } else {
            let (_, dimension, horizon) = RATING_COLUMNS.iter().find(|(name, _, _)| *name == column)?;
            self.by.set(*dimension, *horizon, self.by.get(*dimension, *horizon).max(Some(rating)));
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_all_ratings_counts() {
        for (text, highest) in [
            ("{}", None),
            (r#"{"impact":3}"#, Impact::new(3)),
            (r#"{"impact":3,"legal":5}"#, Impact::new(5)),
            (r#"{"financial_short":1,"reputation_long":2}"#, Impact::new(2)),
            (r#"{"legal":2,"legal_short":4,"impact":null}"#, Impact::new(4)),
        ] {
            let ratings: ImpactRatings = serde_json::from_str(text).unwrap();
            assert_eq!(ratings.highest(), highest, "{text}");
        }
        for bad in [r#"{"impact":0}"#, r#"{"impact":11}"#, r#"{"weather":1}"#, r#"{"impact":1,"impact":2}"#] {
            assert!(serde_json::from_str::<ImpactRatings>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_plain_dimension_is_both_horizons() {
        let both: ImpactRatings = serde_json::from_str(r#"{"legal":2,"legal_short":1}"#).unwrap();
        assert_eq!(both.by.get(Dimension::Legal, Horizon::Short), Impact::new(2));
        assert_eq!(both.by.get(Dimension::Legal, Horizon::Long), Impact::new(2));
        assert_eq!(both.iter().count(), 2);
    }
}
