//! How likely a risk is: the share of its threat's actions that are not completed, and what experts say.

use crate::label::labels;
use crate::{Likelihood, MAX_SCALE};
use serde::{Deserialize, Serialize};

labels! {
    /// What an expert's estimate does to the likelihood that the actions give (domain.md A8).
    ///
    /// ```
    /// use plimsoll_core::EstimateRule;
    /// assert_eq!(EstimateRule::default(), EstimateRule::Higher);
    /// ```
    #[derive(Default)]
    pub enum EstimateRule {
        /// The higher of the two holds, because a quiet past can make a likely threat look unlikely.
        #[default]
        Higher = "higher",
        /// The estimate replaces what the actions give.
        Replaces = "replaces",
    }
}

/// How far the actions against a threat have come (domain.md A8). Never more uncompleted than there are.
///
/// ```
/// use plimsoll_core::Progress;
/// let progress = Progress::new(3, 4).unwrap();
/// assert_eq!((progress.uncompleted(), progress.completed(), progress.total()), (3, 1, 4));
/// assert_eq!(Progress::new(5, 4), None);
/// assert_eq!(Progress::NONE.counting(true).counting(false), Progress::new(1, 2).unwrap());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawProgress")]
pub struct Progress {
    uncompleted: u16,
    total: u16,
}

impl Progress {
    /// No actions at all.
    pub const NONE: Self = Self { uncompleted: 0, total: 0 };

    /// So many actions not completed out of a total; `None` if that is more than there are.
    #[must_use]
    pub const fn new(uncompleted: u16, total: u16) -> Option<Self> {
        if uncompleted <= total { Some(Self { uncompleted, total }) } else { None }
    }

    /// The actions not completed.
    #[must_use]
    pub const fn uncompleted(self) -> u16 {
        self.uncompleted
    }

    /// The actions completed.
    #[must_use]
    pub const fn completed(self) -> u16 {
        self.total.saturating_sub(self.uncompleted)
    }

    /// All actions.
    #[must_use]
    pub const fn total(self) -> u16 {
        self.total
    }

    /// This progress and one action more.
    ///
    /// Each of the two numbers stops at 65535, whatever the order of counting: past it, the share not
    /// completed errs upwards.
    #[must_use]
    pub const fn counting(self, completed: bool) -> Self {
        Self {
            uncompleted: if completed { self.uncompleted } else { self.uncompleted.saturating_add(1) },
            total: self.total.saturating_add(1),
        }
    }
}

/// What is read before it is known to be sound.
#[derive(Deserialize)]
struct RawProgress {
    uncompleted: u16,
    total: u16,
}

impl TryFrom<RawProgress> for Progress {
    type Error = &'static str;

    fn try_from(raw: RawProgress) -> Result<Self, Self::Error> {
        Self::new(raw.uncompleted, raw.total).ok_or("more actions uncompleted than there are")
    }
}

/// How the likelihood of a risk follows from the actions against its threat and an expert's estimate
/// (domain.md A8).
///
/// ```
/// use plimsoll_core::{Likelihood, LikelihoodRule, Progress};
/// let rule = LikelihoodRule::STANDARD;
/// assert_eq!(rule.of_actions(Progress::new(1_999, 10_000).unwrap()), Likelihood::saturating(1));
/// assert_eq!(rule.of_actions(Progress::new(1, 5).unwrap()), Likelihood::saturating(2));
/// assert_eq!(rule.of_actions(Progress::NONE), Likelihood::saturating(5));
/// assert_eq!(rule.judge(Progress::new(0, 5).unwrap(), Likelihood::new(3)), Likelihood::saturating(3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct LikelihoodRule {
    levels: u8,
    no_actions: Likelihood,
    estimate: EstimateRule,
}

impl LikelihoodRule {
    /// The default of domain.md A8: five levels, very high where there are no actions, and the higher of
    /// actions and estimate.
    pub const STANDARD: Self =
        Self { levels: 5, no_actions: Likelihood::saturating(5), estimate: EstimateRule::Higher };

    /// A rule for a scale of 2 to [`MAX_SCALE`] levels; `None` for another scale, or if `no_actions` lies
    /// above it.
    ///
    /// `no_actions` is the likelihood of a threat without any action; `estimate` says what an expert's
    /// estimate does.
    #[must_use]
    pub const fn new(levels: u8, no_actions: Likelihood, estimate: EstimateRule) -> Option<Self> {
        if levels >= 2 && levels <= MAX_SCALE && no_actions.get() <= levels {
            Some(Self { levels, no_actions, estimate })
        } else {
            None
        }
    }

    /// The number of levels of the likelihood scale, 2 to [`MAX_SCALE`].
    #[must_use]
    pub const fn levels(self) -> u8 {
        self.levels
    }

    /// The likelihood of a threat without any action.
    #[must_use]
    pub const fn no_actions(self) -> Likelihood {
        self.no_actions
    }

    /// What an expert's estimate does.
    #[must_use]
    pub const fn estimate(self) -> EstimateRule {
        self.estimate
    }

    /// The likelihood that the actions give: the share not completed, cut into as many equal bands as the
    /// scale has levels.
    ///
    /// A share on a boundary is in the upper band, exactly: 1999 of 10000 in the first of five, 2000 of 10000
    /// in the second.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "widening, and back from at most the number of levels")]
    pub const fn of_actions(self, progress: Progress) -> Likelihood {
        let uncompleted = (self.levels as u32).wrapping_mul(progress.uncompleted as u32);
        match uncompleted.checked_div(progress.total as u32) {
            None => self.no_actions,
            // Only where nothing is completed does the quotient reach the number of levels.
            Some(band) => {
                let band = band.wrapping_add(1) as u8;
                Likelihood::known(if band < self.levels { band } else { self.levels })
            }
        }
    }

    /// The likelihood of a risk: what the actions give, and an expert's estimate if there is one.
    ///
    /// An estimate above the scale counts as its highest level.
    #[must_use]
    pub const fn judge(self, progress: Progress, estimate: Option<Likelihood>) -> Likelihood {
        self.weigh(self.of_actions(progress), estimate)
    }

    /// What the actions give, and an expert's estimate if there is one.
    #[inline]
    pub(crate) const fn weigh(self, actions: Likelihood, estimate: Option<Likelihood>) -> Likelihood {
        let Some(estimate) = estimate else { return actions };
        let estimate = if estimate.get() > self.levels { Likelihood::known(self.levels) } else { estimate };
        match self.estimate {
            EstimateRule::Higher if estimate.get() < actions.get() => actions,
            EstimateRule::Higher | EstimateRule::Replaces => estimate,
        }
    }
}

/// What is read before it is known to be sound.
#[derive(Deserialize)]
struct RawRule {
    levels: u8,
    no_actions: Likelihood,
    estimate: EstimateRule,
}

impl TryFrom<RawRule> for LikelihoodRule {
    type Error = &'static str;

    fn try_from(raw: RawRule) -> Result<Self, Self::Error> {
        Self::new(raw.levels, raw.no_actions, raw.estimate)
            .ok_or("a likelihood scale has 2 to 10 levels, with no_actions among them")
    }
}

#[cfg(test)]
mod tests;
