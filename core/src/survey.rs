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

/// How far practice is from policy: what agreement leaves (domain.md E8).
///
/// ```
/// use plimsoll_core::{Gap, Share};
/// let gap = |agreeing, total| Share::new(agreeing, total).map(Gap::of).unwrap();
/// assert_eq!((gap(26, 51).to_string().as_str(), gap(26, 51).percent(), gap(26, 51).is_wide()), ("49.0", 50, false));
/// assert!(gap(25, 50).is_wide());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gap(Share);

impl Gap {
    /// What is left by a share of answers that agree with the policy.
    #[must_use]
    pub const fn of(agreement: Share) -> Self {
        Self(agreement)
    }

    /// Whole per cent, 0 to 100, as rules read it: rounded up, so that 0 means that every answer agrees and the gap is never
    /// understated.
    #[must_use]
    pub fn percent(self) -> u8 {
        100_u8.saturating_sub(self.0.percent())
    }

    /// Whether at least every second answer does not agree.
    #[must_use]
    pub fn is_wide(self) -> bool {
        self.0.count <= self.0.total.saturating_sub(self.0.count)
    }
}

/// Per cent with one decimal, such that it and the share that agrees are shown as 100 together.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = 1000_u16.saturating_sub(self.0.tenths());
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

/// The fewest respondents whose answers are shown as those of a group: with fewer, colleagues could tell who said what.
pub const LEAST_SHOWN: u32 = 5;

/// Some respondents to a question who together are all there are, such as those of a unit, and whether what they said may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Group<'a> {
    /// How many gave each answer.
    pub counts: &'a [u32],
    /// Whether what they said may be shown.
    pub is_shown: bool,
}

impl Group<'_> {
    fn respondents(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether anybody gave another answer than this one.
    fn says_other_than(&self, answer: usize) -> bool {
        self.counts.iter().enumerate().any(|(at, count)| at != answer && *count > 0)
    }
}

/// Says which of the groups that make up a total may be shown beside that total, and whether the total may be shown itself.
///
/// A group of fewer than [`LEAST_SHOWN`] is not. Nor may what is shown let anybody work out what such a group said by subtracting
/// from the total:
///
/// - While those not shown are together fewer than [`LEAST_SHOWN`] but not none, the smallest group that is shown, the first of
///   several, joins them.
/// - While all who are not shown gave the same answer, which would then be known of each of them, the smallest group that is shown
///   joins them too. If none is left, the total is not shown either.
///
/// This is about what can be worked out from shares and from how many answered in each group. Whoever knows that and this rule as
/// well may ask why a large group is not shown.
///
/// A total of fewer than [`LEAST_SHOWN`] is never shown. Where every group is shown there is nothing to work out, whatever they
/// said: that of a group that is large enough, even if it is of one mind, is what a survey is for.
///
/// ```
/// use plimsoll_core::{Group, suppress};
/// let shown = |counts: [[u32; 2]; 4]| {
///     let mut groups = counts.each_ref().map(|counts| Group { counts, is_shown: false });
///     let total = suppress(&mut groups);
///     (groups.map(|group| group.is_shown), total)
/// };
/// assert_eq!(shown([[9, 0], [4, 3], [5, 0], [8, 4]]), ([true, true, true, true], true));
/// // 31 - 28 would be the third: the second joins it.
/// assert_eq!(shown([[9, 0], [4, 3], [2, 1], [8, 4]]), ([true, false, false, true], true));
/// // Together they are five, but of one mind: the first is the next smallest.
/// assert_eq!(shown([[8, 1], [3, 0], [2, 0], [8, 4]]), ([false, false, false, true], true));
/// assert_eq!(shown([[9, 0], [3, 0], [2, 0], [12, 0]]), ([false, false, false, false], false));
/// ```
#[must_use = "the total may be suppressed as well"]
pub fn suppress(groups: &mut [Group<'_>]) -> bool {
    let (mut pool, mut total) = (0_u32, 0_u32);
    for group in &mut *groups {
        let respondents = group.respondents();
        group.is_shown = is_large_enough(respondents);
        total = total.saturating_add(respondents);
        if !group.is_shown {
            pool = pool.saturating_add(respondents);
        }
    }
    if pool == 0 {
        return is_large_enough(total);
    }
    if !is_large_enough(pool) {
        // Whichever joins is large enough by itself.
        let shown = groups.iter_mut().filter(|group| group.is_shown);
        let Some(smallest) = shown.min_by_key(|group| group.respondents()) else { return false };
        smallest.is_shown = false;
    }
    let hidden = |groups: &[Group<'_>], answer| {
        groups.iter().any(|group| !group.is_shown && group.says_other_than(answer))
    };
    let given = groups.iter().find_map(|group| {
        let counts = (!group.is_shown).then_some(group.counts)?;
        counts.iter().position(|count| *count > 0)
    });
    let Some(answer) = given.filter(|answer| !hidden(groups, *answer)) else { return true };
    // All up to the smallest that says anything else join; all, if there is none.
    let size = |(at, group): (usize, &Group<'_>)| (group.respondents(), at);
    let others =
        groups.iter().enumerate().filter(|(_, group)| group.is_shown && group.says_other_than(answer));
    let last = others.map(size).min();
    for (at, group) in groups.iter_mut().enumerate() {
        group.is_shown &= last.is_some_and(|last| size((at, group)) > last);
    }
    last.is_some()
}

/// Whether a group has enough respondents for what they said to be shown.
#[must_use]
pub const fn is_large_enough(respondents: u32) -> bool {
    respondents >= LEAST_SHOWN
}

#[cfg(test)]
mod tests;
