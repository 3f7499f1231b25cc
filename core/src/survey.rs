//! Shares of answers, and which groups are too small to be shown (domain.md E8).

mod catalogue;

pub use catalogue::{SURVEY_QUESTIONS, StandardQuestion};

use crate::label::labels;
use core::fmt;

labels! {
    /// What a question of the practice survey is about (domain.md E8).
    ///
    /// ```
    /// use plimsoll_core::SurveyTopic;
    /// assert_eq!(SurveyTopic::LABELS, ["policy", "practice", "management", "involvement"]);
    /// ```
    pub enum SurveyTopic {
        /// Whether people know the policy and its controls.
        Policy = "policy",
        /// What they do.
        Practice = "practice",
        /// What those who manage security do.
        Management = "management",
        /// Whether people have a say.
        Involvement = "involvement",
    }
}

/// A count out of a total that is not 0, exact until it is shown.
///
/// ```
/// use plimsoll_core::Share;
/// let share = Share::new(90, 187).unwrap();
/// assert_eq!((share.to_string().as_str(), share.tenths(), share.percent()), ("48.1", 481, 48));
/// assert_eq!(Share::new(0, 0), None);
/// assert_eq!(Share::new(2, 1), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    count: u32,
    total: u32,
}

impl Share {
    /// So many of a total; `None` of nothing, or for more than there are.
    #[must_use]
    pub const fn new(count: u32, total: u32) -> Option<Self> {
        if count <= total && total > 0 { Some(Self { count, total }) } else { None }
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Of how many.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.total
    }

    /// Tenths of a per cent, 0 to 1000, as it is shown: rounded to the nearest, a half upwards.
    #[must_use]
    pub fn tenths(self) -> u16 {
        let (count, total) = (u64::from(self.count), u64::from(self.total));
        let doubled = count.saturating_mul(2000).saturating_add(total);
        let tenths = doubled.checked_div(total.saturating_mul(2)).unwrap_or(0);
        u16::try_from(tenths).unwrap_or(1000)
    }

    /// Whole per cent, 0 to 100, as rules read it: rounded down, so that 100 is all and 50 is at least half.
    #[must_use]
    pub fn percent(self) -> u8 {
        let hundreds = u64::from(self.count).saturating_mul(100);
        let percent = hundreds.checked_div(self.total.into()).unwrap_or(0);
        u8::try_from(percent).unwrap_or(100)
    }
}

/// Per cent with one decimal.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

/// The fewest respondents whose answers are shown as those of a group: with fewer, colleagues could tell who said what.
pub const LEAST_SHOWN: u32 = 5;

/// Some respondents who together are all there are, such as those of a unit, and whether what they said may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// How many there are.
    pub respondents: u32,
    /// Whether what they said may be shown.
    pub is_shown: bool,
}

/// Says which of the groups that make up a total may be shown beside that total.
///
/// A group of fewer than [`LEAST_SHOWN`] is not. Nor may what is shown let anybody work out such a group by subtracting it from
/// the total: while those not shown are together fewer than [`LEAST_SHOWN`] but not none, the smallest group that is shown, the
/// first of several, joins them. A group of none has nothing to be shown. If in the end no group is shown, the total may be only
/// where it is not too small itself ([`is_large_enough`]).
///
/// ```
/// use plimsoll_core::{Group, suppress};
/// let shown = |sizes: [u32; 4]| {
///     let mut groups = sizes.map(|respondents| Group { respondents, is_shown: false });
///     suppress(&mut groups);
///     groups.map(|group| group.is_shown)
/// };
/// assert_eq!(shown([9, 7, 5, 12]), [true, true, true, true]);
/// assert_eq!(shown([9, 7, 3, 12]), [true, false, false, true]); // 31 - 28 would be the third: the second joins it
/// assert_eq!(shown([9, 3, 2, 12]), [true, false, false, true]); // together they are five
/// ```
pub fn suppress(groups: &mut [Group]) {
    let mut pool: u32 = 0;
    for group in &mut *groups {
        group.is_shown = is_large_enough(group.respondents);
        if !group.is_shown {
            pool = pool.saturating_add(group.respondents);
        }
    }
    while pool > 0 && !is_large_enough(pool) {
        let shown = groups.iter_mut().filter(|group| group.is_shown);
        let Some(smallest) = shown.min_by_key(|group| group.respondents) else { return };
        smallest.is_shown = false;
        pool = pool.saturating_add(smallest.respondents);
    }
}

/// Whether a group has enough respondents for what they said to be shown.
#[must_use]
pub const fn is_large_enough(respondents: u32) -> bool {
    respondents >= LEAST_SHOWN
}

#[cfg(test)]
mod tests;
