//! How much a risk would hurt: ratings by dimension and horizon, and the floor that the rating of the asset
//! sets.

use crate::label::labels;
use crate::{Attributes, Cia, Impact, Level};
use serde::{Deserialize, Serialize};

labels! {
    /// What a risk hurts (domain.md A9).
    ///
    /// ```
    /// use plimsoll_core::Dimension;
    /// assert_eq!(Dimension::from_label("legal"), Some(Dimension::Legal));
    /// ```
    pub enum Dimension {
        /// Money.
        Financial = "financial",
        /// The ability to work.
        Operational = "operational",
        /// How others see the organisation.
        Reputation = "reputation",
        /// Standing before the law and contracts.
        Legal = "legal",
    }
}

labels! {
    /// When a risk hurts (domain.md A9).
    ///
    /// ```
    /// use plimsoll_core::Horizon;
    /// assert_eq!(Horizon::LABELS, ["short", "long"]);
    /// ```
    pub enum Horizon {
        /// In the short term.
        Short = "short",
        /// In the long term.
        Long = "long",
    }
}

/// The impact of a risk by dimension and horizon, each rated or not (domain.md A9).
///
/// ```
/// use plimsoll_core::{Dimension, Horizon, Impact, Ratings};
/// let mut ratings = Ratings::NONE;
/// assert_eq!(ratings.highest(), None);
/// ratings.set(Dimension::Financial, Horizon::Short, Impact::new(2));
/// ratings.set(Dimension::Reputation, Horizon::Long, Impact::new(4));
/// assert_eq!(ratings.get(Dimension::Financial, Horizon::Short), Impact::new(2));
/// assert_eq!(ratings.highest(), Impact::new(4));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ratings([[Option<Impact>; 2]; 4]);

impl Ratings {
    /// Nothing is rated.
    pub const NONE: Self = Self([[None; 2]; 4]);

    /// The impact in one dimension and horizon, if it is rated.
    #[must_use]
    pub fn get(&self, dimension: Dimension, horizon: Horizon) -> Option<Impact> {
        let dimension = self.0.get(usize::from(dimension.index()))?;
        dimension.get(usize::from(horizon.index())).copied().flatten()
    }

    /// Rates one dimension and horizon, or takes the rating away.
    pub fn set(&mut self, dimension: Dimension, horizon: Horizon, impact: Option<Impact>) {
        let dimension = self.0.get_mut(usize::from(dimension.index()));
        if let Some(slot) = dimension.and_then(|both| both.get_mut(usize::from(horizon.index()))) {
            *slot = impact;
        }
    }

    /// These ratings with one dimension and horizon rated, or its rating taken away.
    #[must_use]
    pub fn with(mut self, dimension: Dimension, horizon: Horizon, impact: Option<Impact>) -> Self {
        self.set(dimension, horizon, impact);
        self
    }

    /// The highest of the ratings, which is the one that counts; `None` if nothing is rated.
    #[must_use]
    pub fn highest(&self) -> Option<Impact> {
        self.0.iter().flatten().copied().flatten().max()
    }
}

/// The least impact that the rating of an asset allows (domain.md A9): one for each level, or none at all.
///
/// ```
/// use plimsoll_core::{Attribute, Attributes, Cia, CiaFloor, Impact, Level};
/// let cia = Cia::new(Level::High, Level::Medium, Level::Low);
/// let stops = Attributes::NONE.with(Attribute::Integrity).with(Attribute::Availability);
/// assert_eq!(CiaFloor::STANDARD.floor(cia, stops), Impact::new(2));
/// assert_eq!(CiaFloor::STANDARD.floor(cia, Attributes::NONE), None);
/// assert_eq!(CiaFloor::NONE.floor(cia, stops), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Option<[Impact; 3]>", into = "Option<[Impact; 3]>")]
pub struct CiaFloor(Option<[Impact; 3]>);

impl CiaFloor {
    /// No floor: the rating of the asset does not bear on the impact.
    pub const NONE: Self = Self(None);

    /// The default of domain.md A9: low 1, medium 2, high 3.
    pub const STANDARD: Self = Self(Some([Impact::LOWEST, Impact::saturating(2), Impact::saturating(3)]));

    /// A floor for low, medium and high; `None` where a higher level would have a lower floor.
    #[must_use]
    pub const fn new(low: Impact, medium: Impact, high: Impact) -> Option<Self> {
        if low.get() <= medium.get() && medium.get() <= high.get() {
            Some(Self(Some([low, medium, high])))
        } else {
            None
        }
    }

    /// The floors of low, medium and high, if there are any.
    #[must_use]
    pub const fn impacts(self) -> Option<[Impact; 3]> {
        self.0
    }

    /// The least impact on an asset of a threat that compromises some attributes; `None` if it compromises
    /// none, or without floors.
    ///
    /// The highest level among the compromised attributes counts.
    #[must_use]
    pub fn floor(self, cia: Cia, compromised: Attributes) -> Option<Impact> {
        let [low, medium, high] = self.0?;
        Some(match cia.highest_of(compromised)? {
            Level::Low => low,
            Level::Medium => medium,
            Level::High => high,
        })
    }

    /// The floors where no attribute is compromised, or the highest level of those that are is low, medium or high; the lowest
    /// impact where there is no floor.
    pub(crate) const fn ascending(self) -> [Impact; 4] {
        match self.0 {
            Some([low, medium, high]) => [Impact::LOWEST, low, medium, high],
            None => [Impact::LOWEST; 4],
        }
    }
}

impl From<CiaFloor> for Option<[Impact; 3]> {
    fn from(floor: CiaFloor) -> Self {
        floor.0
    }
}

impl TryFrom<Option<[Impact; 3]>> for CiaFloor {
    type Error = &'static str;

    fn try_from(floors: Option<[Impact; 3]>) -> Result<Self, Self::Error> {
        match floors {
            None => Ok(Self::NONE),
            Some([low, medium, high]) => {
                Self::new(low, medium, high).ok_or("the floors of low, medium and high must ascend")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CiaFloor, Dimension, Horizon, Ratings};
    use crate::{Attribute, Attributes, Cia, Impact, Level};

    #[test]
    fn each_dimension_and_horizon_has_its_own_place() {
        for dimension in Dimension::ALL {
            for horizon in Horizon::ALL {
                let one = Ratings::NONE.with(*dimension, *horizon, Impact::new(3));
                assert_eq!(one.highest(), Impact::new(3));
                for other in Dimension::ALL {
                    for when in Horizon::ALL {
                        let same = (other, when) == (dimension, horizon);
                        assert_eq!(one.get(*other, *when).is_some(), same, "{dimension} {horizon}");
                    }
                }
                assert_eq!(one.with(*dimension, *horizon, None), Ratings::NONE);
            }
        }
    }

    #[test]
    fn floors_are_written_and_read() {
        let three = [2, 2, 7].map(Impact::saturating);
        let floor = CiaFloor::new(three[0], three[1], three[2]).unwrap();
        for (floor, impacts, bytes) in [(floor, Some(three), &[1, 2, 2, 7][..]), (CiaFloor::NONE, None, &[0])]
        {
            assert_eq!((Option::from(floor), CiaFloor::try_from(impacts)), (impacts, Ok(floor)));
            let mut room = [0; 4];
            assert_eq!(*postcard::to_slice(&floor, &mut room).unwrap(), *bytes);
        }
    }

    #[test]
    fn the_highest_rating_counts() {
        let short = |impact| Ratings::NONE.with(Dimension::Legal, Horizon::Short, Impact::new(impact));
        for first in 1..=10 {
            for second in 1..=10 {
                let both = short(first).with(Dimension::Financial, Horizon::Long, Impact::new(second));
                assert_eq!(both.highest(), Impact::new(first.max(second)));
            }
        }
        assert_eq!(Ratings::NONE.highest(), None);
    }

    /// All 27 ratings and 8 sets of attributes against the definition: the highest of the floors of each
    /// attribute.
    #[test]
    fn the_floor_is_the_highest_over_the_attributes() {
        let floors = [Impact::new(2), Impact::new(2), Impact::new(7)];
        let floor = CiaFloor::new(floors[0].unwrap(), floors[1].unwrap(), floors[2].unwrap()).unwrap();
        let mut cases = 0;
        for c in Level::ALL {
            for i in Level::ALL {
                for a in Level::ALL {
                    for set in 0..8_u8 {
                        let mut attributes = Attributes::NONE;
                        let mut expected = None;
                        for (bit, (attribute, level)) in Attribute::ALL.iter().zip([c, i, a]).enumerate() {
                            if set >> bit & 1 == 1 {
                                attributes = attributes.with(*attribute);
                                expected = expected.max(floors[usize::from(level.index())]);
                            }
                        }
                        assert_eq!(floor.floor(Cia::new(*c, *i, *a), attributes), expected);
                        assert_eq!(CiaFloor::NONE.floor(Cia::new(*c, *i, *a), attributes), None);
                        cases += 1;
                    }
                }
            }
        }
        assert_eq!(cases, 216);
    }

    #[test]
    fn the_standard_floor() {
        for (level, impact) in [(Level::Low, 1), (Level::Medium, 2), (Level::High, 3)] {
            let cia = Cia::new(level, Level::Low, Level::Low);
            assert_eq!(CiaFloor::STANDARD.floor(cia, Attributes::ALL), Impact::new(impact));
        }
    }

    #[test]
    fn floors_that_descend_are_refused() {
        for (floors, fine) in [
            ([1, 2, 3], true),
            ([4, 4, 4], true),
            ([1, 10, 10], true),
            ([2, 1, 3], false),
            ([1, 3, 2], false),
            ([3, 2, 1], false),
        ] {
            let [low, medium, high] = floors.map(|floor| Impact::new(floor).unwrap());
            assert_eq!(CiaFloor::new(low, medium, high).is_some(), fine, "{floors:?}");
            let [low, medium, high] = floors;
            assert_eq!(postcard::from_bytes::<CiaFloor>(&[1, low, medium, high]).is_ok(), fine, "{floors:?}");
        }
        assert_eq!(postcard::from_bytes::<CiaFloor>(&[0]), Ok(CiaFloor::NONE));
        assert!(postcard::from_bytes::<CiaFloor>(&[1, 0, 1, 2]).is_err(), "no impact is 0");
        assert!(postcard::from_bytes::<CiaFloor>(&[1, 1, 2, 11]).is_err(), "no impact is 11");
    }

    #[test]
    fn labels_are_the_contract() {
        assert_eq!(Dimension::LABELS, ["financial", "operational", "reputation", "legal"]);
        assert_eq!(Horizon::LABELS, ["short", "long"]);
    }
}
