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
pub struct ForecastView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    points: Vec<PointView<'a>>,
    assumptions: AssumptionsView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

#[derive(Serialize)]
struct PointView<'a> {
    #[serde(with = "iso")]
    date: Day,
    kind: &'static str,
    #[serde(flatten)]
    counts: CountsView<'a>,
    nothing_done: Option<CountsView<'a>>,
}

#[derive(Serialize)]
struct CountsView<'a> {
    to_treat: u64,
    to_supervise: u64,
    open: u64,
    closed: u64,
    above_limit: u64,
    bands: ByName<'a>,
    score: u64,
}

#[derive(Serialize)]
struct AssumptionsView<'a> {
    completes_by_due_date: u64,
    due_later: u64,
    overdue: &'a [&'a str],
    without_due_date: u64,
    undated_completions: u64,
    undated_actions: u64,
    undated_risks: u64,
    undated_closings: u64,
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
pub struct ChangesView<'a, 'o> {
    policy: PolicyView<'o>,
    old_policy: PolicyView<'o>,
    #[serde(with = "iso")]
    as_of: Day,
    #[serde(with = "iso_option")]
    since: Option<Day>,
    total: Measures,
    risks: Risks<'a, 'o>,
    unchanged: u64,
    events: &'a Events<'o>,
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

struct Risks<'a, 'o>(&'a Changes<'o>);

impl Serialize for Risks<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.risks().len()))?;
        for change in self.0.risks() {
            list.serialize_element(&RiskView::of(self.0, change))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct RiskView<'a> {
    id: &'a str,
    state: &'static str,
    #[serde(flatten)]
    measures: Measures,
    causes: Vec<Cause>,
}

impl<'a> RiskView<'a> {
    fn of<'o>(changes: &Changes<'o>, change: &'a RiskChange<'o>) -> Self {
        let causes = changes.causes(change);
        Self { id: change.id(), state: change.state.label(), measures: change.measures(), causes }
    }
}
