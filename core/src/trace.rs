//! The reasons of a decision, in order.

use crate::ProposalKind;
use crate::label::labels;
use heapless::Vec;
use serde::{Deserialize, Serialize};

labels! {
    /// Which stage of a decision a step belongs to, in the order in which they come; a clamp stands right before what it bounds.
    pub enum Stage {
        /// The impact as rated; `to` is the highest rating.
        Impact = "impact",
        /// The CIA rating raised the impact.
        Floor = "floor",
        /// The likelihood from the share of uncompleted actions.
        Likelihood = "likelihood",
        /// An expert's estimate replaced the likelihood, or was higher.
        Estimate = "estimate",
        /// The cell of the matrix; `to` is the score.
        Matrix = "matrix",
        /// A rule proposed something; `from` and `to` are the sum of such proposals before and after, or a position.
        Rule = "rule",
        /// The envelope, or the scale, bounded what rules proposed.
        Clamp = "clamp",
        /// What rules did to the score.
        Score = "score",
        /// The band of the score.
        Band = "band",
        /// The acceptance level that applies, the lowest of those that do.
        Limit = "limit",
        /// An obligation capped the limit, or rules acceptance out.
        Obligation = "obligation",
        /// What rules did to the limit.
        Adjust = "adjust",
        /// An exception lets the risk be retained above its limit.
        Exception = "exception",
        /// The row of the response table; `to` is the response.
        Response = "response",
        /// The owner's choice, and what became of it.
        Choice = "choice",
        /// The row of the routing table; `to` is the team.
        Route = "route",
        /// The target's access rights do not reach; `to` is the team whose rights do.
        Rights = "rights",
        /// A level is passed over; `to` is the level.
        Skip = "skip",
        /// Where the incident goes next if the target cannot solve it.
        Next = "next",
    }
}

/// The position of a reason's words in a policy's names, or [`ReasonId::NONE`] for what this crate itself decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReasonId(pub u16);

impl ReasonId {
    /// No words of the policy.
    pub const NONE: Self = Self(u16::MAX);
}

/// One step of a decision: at this stage, a number went from one value to another, for this reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The stage.
    pub stage: Stage,
    /// For rules and clamps, what kind of proposal is concerned.
    pub proposal: Option<ProposalKind>,
    /// The number before.
    pub from: u16,
    /// The number after.
    pub to: u16,
    /// Where the words for it are.
    pub reason: ReasonId,
}

/// The steps of a decision, up to a capacity.
///
/// The standard capacity of 32 steps takes 260 bytes and holds every decision in which rules make at most 12 proposals at once,
/// whatever is clamped. A trace that could not hold every step says so.
///
/// ```
/// use plimsoll_core::{Policy, RiskFacts, Stage, Trace};
/// let policy = Policy::standard();
/// let mut trace = Trace::<2>::new();
/// policy.assess_into(&RiskFacts::default(), &mut trace);
/// assert_eq!(trace.steps()[0].stage, Stage::Impact);
/// assert!(trace.is_truncated());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace<const N: usize = 32> {
    steps: Vec<Step, N>,
    truncated: bool,
}

impl<const N: usize> Trace<N> {
    /// An empty trace.
    #[must_use]
    pub const fn new() -> Self {
        Self { steps: Vec::new(), truncated: false }
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Forgets every step, so that the trace can be used for the next decision.
    ///
    /// ```
    /// use plimsoll_core::{Policy, RiskFacts, Trace};
    /// let (policy, mut trace) = (Policy::standard(), Trace::<32>::new());
    /// for facts in [RiskFacts::default(); 3] {
    ///     trace.clear();
    ///     let decision = policy.assess_into(&facts, &mut trace);
    ///     assert_eq!(policy.explain(&facts), (decision, trace.clone()));
    /// }
    /// ```
    pub fn clear(&mut self) {
        self.steps.clear();
        self.truncated = false;
    }

    /// Whether there were more steps than fit.
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.truncated
    }
}

/// Where a decision tells its steps; `()` hears nothing, and then telling costs nothing.
pub trait Listener {
    /// Hears one step.
    fn hear(&mut self, step: Step);
}

impl Listener for () {
    #[inline]
    fn hear(&mut self, _: Step) {}
}

impl<const N: usize> Listener for Trace<N> {
    #[inline]
    fn hear(&mut self, step: Step) {
        if self.steps.push(step).is_err() {
            self.truncated = true;
        }
    }
}
