//! The stable JSON forms of a forecast and of a change. Fields may be added; none is renamed or removed.

use super::{Cause, Changes, Counts, Events, Forecast, Measures, Point, RiskChange};
use crate::assessment::json::{Counts as ByName, OutOfScope, PolicyView};
use crate::date::{iso, iso_option};
use crate::registers::Registers;
use plimsoll_core::{Day, Policy, Status};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// What `plimsoll forecast --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForecastView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// The sums on each day that is looked at, in order.
    points: Vec<PointView<'a>>,
    /// What the forecast counts on, and what it does not.
    assumptions: AssumptionsView<'a>,
    /// What is out of scope; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

/// The sums of a register on a day.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PointView<'a> {
    /// The day.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    date: Day,
    /// Whether it is past, now or still to come.
    #[cfg_attr(test, schemars(with = "super::PointKind"))]
    kind: &'static str,
    #[serde(flatten)]
    counts: CountsView<'a>,
    /// The same if no action is completed from now on; null for the past.
    nothing_done: Option<CountsView<'a>>,
}

/// The sums of a register.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CountsView<'a> {
    /// How many risks are to be treated.
    to_treat: u64,
    /// How many are to be supervised.
    to_supervise: u64,
    /// How many are open.
    open: u64,
    /// How many are closed.
    closed: u64,
    /// How many that are not closed are above their limit.
    above_limit: u64,
    /// How many that are not closed are in each band, by its name.
    bands: ByName<'a>,
    /// The sum of the scores of those that are not closed.
    score: u64,
}

/// What a forecast counts on, and what it does not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AssumptionsView<'a> {
    /// How many actions count as completed on their due day within the time that is looked at.
    completes_by_due_date: u64,
    /// How many are due later than that.
    due_later: u64,
    /// The ids of actions that are overdue: they are not counted on.
    overdue: &'a [&'a str],
    /// How many actions have no due day: they are not counted on.
    without_due_date: u64,
    /// How many actions were completed on a day that nobody wrote down: they count as completed throughout.
    undated_completions: u64,
    /// How many actions were found on a day that nobody wrote down: they count throughout.
    undated_actions: u64,
    /// How many risks were opened on a day that nobody wrote down: they count throughout.
    undated_risks: u64,
    /// How many risks were closed on a day that nobody wrote down: they count as closed throughout.
    undated_closings: u64,
    /// The ids of entries that something is said to have happened to on a day that is still to come.
    in_the_future: &'a [&'a str],
}

impl<'a> ForecastView<'a> {
    /// The view of a forecast of some registers.
    #[must_use]
    pub fn of(forecast: &'a Forecast<'a>, registers: &'a Registers) -> Self {
        let policy = forecast.policy();
        let point = |point: &'a Point| PointView {
            date: point.date,
            kind: point.kind.label(),
            counts: CountsView::of(policy, &point.counts),
            nothing_done: point.nothing_done.as_ref().map(|counts| CountsView::of(policy, counts)),
        };
        let assumptions = forecast.assumptions();
        Self {
            policy: PolicyView::of(policy),
            as_of: forecast.as_of(),
            points: forecast.points().iter().map(point).collect(),
            assumptions: AssumptionsView {
                completes_by_due_date: assumptions.completes_by_due_date,
                due_later: assumptions.due_later,
                overdue: &assumptions.overdue,
                without_due_date: assumptions.without_due_date,
                undated_completions: assumptions.undated_completions,
                undated_actions: assumptions.undated_actions,
                undated_risks: assumptions.undated_risks,
                undated_closings: assumptions.undated_closings,
                in_the_future: &assumptions.in_the_future,
            },
            out_of_scope: OutOfScope::of(registers),
        }
    }
}

impl<'a> CountsView<'a> {
    fn of(policy: &Policy<'a>, counts: &Counts) -> Self {
        Self {
            to_treat: counts.with_status(Status::ToTreat),
            to_supervise: counts.with_status(Status::ToSupervise),
            open: counts.with_status(Status::Open),
            closed: counts.with_status(Status::Closed),
            above_limit: counts.above_limit,
            bands: ByName::of_bands(&counts.bands, policy.names().copied()),
            score: counts.score,
        }
    }
}

/// What `plimsoll changes --format json` writes. Serialised risk by risk, with the causes of one at a time.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChangesView<'a, 'o> {
    /// The policy after the change.
    policy: PolicyView<'o>,
    /// The policy before it.
    old_policy: PolicyView<'o>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// The day that is compared with; null where two directories are.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
    since: Option<Day>,
    /// The sums over all risks.
    total: Measures,
    /// The risks that changed.
    risks: Risks<'a, 'o>,
    /// How many did not.
    unchanged: u64,
    /// What happened.
    events: &'a Events<'o>,
    /// What cannot be told, and why.
    notes: &'a [String],
}

impl<'a, 'o> ChangesView<'a, 'o> {
    /// The view of what changed.
    #[must_use]
    pub fn of(changes: &'a Changes<'o>) -> Self {
        Self {
            policy: PolicyView::of(changes.policy()),
            old_policy: PolicyView::of(changes.old_policy()),
            as_of: changes.as_of(),
            since: changes.since_day(),
            total: changes.total(),
            risks: Risks(changes),
            unchanged: changes.unchanged(),
            events: changes.events(),
            notes: changes.notes(),
        }
    }
}

#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Risks<'a, 'o>(#[cfg_attr(test, schemars(with = "Vec<RiskView<'a>>"))] &'a Changes<'o>);

impl Serialize for Risks<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.risks().len()))?;
        for change in self.0.risks() {
            list.serialize_element(&RiskView::of(self.0, change))?;
        }
        list.end()
    }
}

/// A risk that changed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RiskView<'a> {
    /// Its id.
    id: &'a str,
    /// What became of it.
    #[cfg_attr(test, schemars(with = "super::RiskState"))]
    state: &'static str,
    #[serde(flatten)]
    measures: Measures,
    /// What the change came of.
    causes: Vec<Cause>,
}

impl<'a> RiskView<'a> {
    fn of<'o>(changes: &Changes<'o>, change: &'a RiskChange<'o>) -> Self {
        let causes = changes.causes(change);
        Self { id: change.id(), state: change.state.label(), measures: change.measures(), causes }
    }
}
