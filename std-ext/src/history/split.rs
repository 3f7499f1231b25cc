//! A change, split by what it came of.

use serde::Serialize;

/// What a change came of (domain.md A14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Part {
    /// Actions and risks were found.
    Discovered,
    /// Actions were completed, or are no longer; risks were closed.
    Worked,
    /// Anything else in the registers is another.
    ReRated,
    /// The policy is another.
    Policy,
}

impl Part {
    /// All parts, in the order in which they are told apart.
    pub const ALL: [Self; 4] = [Self::Discovered, Self::Worked, Self::ReRated, Self::Policy];

    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Discovered => "discovered",
            Self::Worked => "worked",
            Self::ReRated => "re_rated",
            Self::Policy => "policy",
        }
    }
}

/// A number at the five stages of a change: before it, and after each of its four parts. The parts are the steps between them,
/// so they add up to the whole whatever the numbers are.
///
/// ```
/// use plimsoll::history::{Part, Split};
/// let split = Split([10, 25, 15, 15, 15]);
/// assert_eq!((split.before(), split.after()), (10, 15));
/// assert_eq!(Part::ALL.map(|part| split.part(part)), [15, -10, 0, 0]);
/// assert_eq!(
///     serde_json::to_string(&split)?,
///     r#"{"before":10,"after":15,"discovered":15,"worked":-10,"re_rated":0,"policy":0}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(into = "SplitView")]
pub struct Split(pub [i64; 5]);

impl Split {
    /// The number before.
    #[must_use]
    pub const fn before(self) -> i64 {
        let Self([before, ..]) = self;
        before
    }

    /// The number after.
    #[must_use]
    pub const fn after(self) -> i64 {
        let Self([.., after]) = self;
        after
    }

    /// What was found: actions, as far as they are not completed, and risks.
    #[must_use]
    pub const fn discovered(self) -> i64 {
        let Self([before, discovered, ..]) = self;
        discovered.saturating_sub(before)
    }

    /// What was done: actions completed, or no longer, and risks closed.
    #[must_use]
    pub const fn worked(self) -> i64 {
        let Self([_, discovered, worked, ..]) = self;
        worked.saturating_sub(discovered)
    }

    /// What else is another in the registers: ratings, links, facets; actions withdrawn, risks gone or opened again.
    #[must_use]
    pub const fn re_rated(self) -> i64 {
        let Self([_, _, worked, re_rated, _]) = self;
        re_rated.saturating_sub(worked)
    }

    /// What the policy judges otherwise.
    #[must_use]
    pub const fn policy(self) -> i64 {
        let Self([.., re_rated, after]) = self;
        after.saturating_sub(re_rated)
    }

    /// One of the parts.
    #[must_use]
    pub const fn part(self, part: Part) -> i64 {
        match part {
            Part::Discovered => self.discovered(),
            Part::Worked => self.worked(),
            Part::ReRated => self.re_rated(),
            Part::Policy => self.policy(),
        }
    }

    /// Whether no part is other than zero.
    #[must_use]
    pub fn is_still(self) -> bool {
        Part::ALL.iter().all(|part| self.part(*part) == 0)
    }

    /// Adds another number to this one, stage by stage.
    pub(super) fn add(&mut self, other: Self) {
        for (sum, number) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(number);
        }
    }
}

/// A number before and after a change, and the parts of the change.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SplitView {
    /// The number before.
    before: i64,
    /// The number after.
    after: i64,
    /// What was found.
    discovered: i64,
    /// What was done.
    worked: i64,
    /// What else is another in the registers.
    re_rated: i64,
    /// What the policy judges otherwise.
    policy: i64,
}

impl From<Split> for SplitView {
    fn from(split: Split) -> Self {
        Self {
            before: split.before(),
            after: split.after(),
            discovered: split.discovered(),
            worked: split.worked(),
            re_rated: split.re_rated(),
            policy: split.policy(),
        }
    }
}

/// What is measured of a risk, or summed up over a register: its score, and whether it is above its limit (0 or 1). A risk that
/// is not there or is closed measures 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Measures {
    /// The score.
    pub score: Split,
    /// Whether it is above its limit, or how many are.
    pub above_limit: Split,
}

impl Measures {
    /// Whether no part of either is other than zero.
    #[must_use]
    pub fn is_still(self) -> bool {
        self.score.is_still() && self.above_limit.is_still()
    }

    /// Whether a part of either is other than zero.
    #[must_use]
    pub fn moves(self, part: Part) -> bool {
        self.score.part(part) != 0 || self.above_limit.part(part) != 0
    }
}
