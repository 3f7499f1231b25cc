//! A journal made again, as JSON. Fields may be added; none is renamed or removed.

use super::{Damaged, Interrupted, Kept, Outcome, Replay};
use crate::assessment::json::{DecisionView, PolicyView, RouteView};
use crate::date::iso;
use plimsoll_core::journal::PolicyId;
use plimsoll_core::policy::Names;
use plimsoll_core::{Day, Policy, Standing};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// What `plimsoll replay --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReplayView<'a> {
    /// The policy that was given.
    policy: Option<PolicyView<'a>>,
    /// What the journal holds.
    journal: JournalView<'a>,
    /// What the policy given does not know, or knows otherwise than those that decided.
    notes: &'a [String],
    /// How many decisions come out as they were recorded.
    reproduced: u64,
    /// Decisions that do not, or that cannot be made again.
    different: Vec<DifferentView<'a>>,
    /// How many there are in all; only the first are listed where there are very many.
    different_in_all: u64,
}

/// What a journal holds.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct JournalView<'a> {
    /// How many sound records.
    records: u64,
    /// How many of them are decisions.
    decisions: u64,
    /// What a writer had begun when it was interrupted, which is no damage.
    #[serde(serialize_with = "interrupted")]
    #[cfg_attr(test, schemars(with = "Vec<Interrupted>"))]
    interrupted: &'a Kept<Interrupted>,
    /// How many such places there are in all.
    interrupted_in_all: u64,
    /// Stretches that are no record.
    #[serde(serialize_with = "damaged")]
    #[cfg_attr(test, schemars(with = "Vec<DamagedView<'a>>"))]
    damaged: &'a Kept<Damaged>,
    /// How many there are in all.
    damaged_in_all: u64,
    /// The policies that decided, in the order in which they were recorded.
    policies: Vec<PolicyView<'a>>,
}

/// A stretch that is no record.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DamagedView<'a> {
    /// Where it begins, in bytes.
    offset: u64,
    /// How many bytes it has.
    bytes: u64,
    /// What is wrong.
    what: &'a str,
}

fn damaged<S: Serializer>(damaged: &Kept<Damaged>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(damaged.items().len()))?;
    for Damaged { offset, bytes, what } in damaged.items() {
        list.serialize_element(&DamagedView { offset: *offset, bytes: *bytes, what })?;
    }
    list.end()
}

fn interrupted<S: Serializer>(interrupted: &Kept<Interrupted>, serializer: S) -> Result<S::Ok, S::Error> {
    interrupted.items().serialize(serializer)
}

/// A decision that comes out otherwise.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DifferentView<'a> {
    /// Where its record begins, in bytes.
    offset: u64,
    /// What was decided about.
    #[cfg_attr(test, schemars(with = "crate::forms::Kind"))]
    kind: &'static str,
    /// Its id.
    id: &'a str,
    /// The day on which it was decided.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    day: Day,
    /// What was recorded.
    recorded: OutcomeView<'a>,
    /// Nothing where the decision cannot be made again.
    now: Option<OutcomeView<'a>>,
    /// Whether the policy that is named does not decide so, so that the record is not of its making.
    forged: bool,
    /// What makes the difference, in words.
    why: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum OutcomeView<'a> {
    Risk {
        #[serde(flatten)]
        decision: DecisionView<'a>,
        /// Whose response it is.
        #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Standing>"))]
        standing: &'static str,
    },
    Incident(RouteView<'a>),
}

impl<'a> OutcomeView<'a> {
    fn of(outcome: &Outcome, names: Option<&Names<'a>>) -> Self {
        match outcome {
            Outcome::Risk(decision) => Self::Risk {
                decision: DecisionView::of(decision, names),
                standing: standing(decision.standing),
            },
            Outcome::Incident(route) => Self::Incident(RouteView::of(route, names)),
        }
    }
}

/// Whose response a decision carries, in a word.
pub(crate) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Policy => "policy",
        Standing::Chosen => "chosen",
        Standing::Overruled => "overruled",
    }
}

impl<'a> ReplayView<'a> {
    /// The view of a journal whose decisions were made again.
    #[must_use]
    pub fn of(replay: &'a Replay) -> Self {
        let (given, own) = (replay.given(), replay.by_id());
        let different = replay.different.items().iter();
        // What a policy that is not in the journal decided is told in the words of the one that was given.
        let words = |id: &PolicyId| own.get(id).or(given.as_ref()).and_then(|policy| policy.names());
        Self {
            policy: given.as_ref().map(PolicyView::of),
            journal: JournalView {
                records: replay.records,
                decisions: replay.decisions,
                interrupted: &replay.interrupted,
                interrupted_in_all: replay.interrupted.total(),
                damaged: &replay.damaged,
                damaged_in_all: replay.damaged.total(),
                policies: replay.policies().map(|policy| PolicyView::of(&policy)).collect(),
            },
            notes: &replay.notes,
            reproduced: replay.reproduced,
            different: different
                .map(|one| DifferentView {
                    offset: one.offset,
                    kind: one.recorded.kind(),
                    id: &one.id,
                    day: one.day,
                    recorded: OutcomeView::of(&one.recorded, words(&one.policy)),
                    now: one.now.as_ref().map(|now| {
                        let given = given.as_ref().filter(|_| !one.is_false);
                        OutcomeView::of(now, given.map_or_else(|| words(&one.policy), Policy::names))
                    }),
                    forged: one.is_false,
                    why: &one.why,
                })
                .collect(),
            different_in_all: replay.different.total(),
        }
    }
}
