//! The stable JSON form. Fields may be added; none is renamed or removed.

use super::sums::amount;
use super::{Availability, Kpi, LevelMeasures, Measures};
use crate::assessment::json::{Counts, OutOfScope, PolicyView, Unmanaged};
use crate::date::{iso, iso_option};
use crate::registers::{Amount, Dated};
use plimsoll_core::{AgeBucket, Day, TimeBucket, Total};
use serde::Serialize;

/// What `plimsoll kpi --format json` writes.
#[derive(Serialize)]
pub struct KpiView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
    #[serde(with = "iso_option")]
    since: Option<Day>,
    risks: MeasuresView,
    incidents: IncidentsView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<LevelView>>,
    not_yet: Vec<NotYetView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<OutOfScope<'a>>,
}

impl<'a> KpiView<'a> {
    /// The view of key figures; those of single levels only if they are asked for.
    #[must_use]
    pub fn of(kpi: &'a Kpi<'a>, levels: Option<&[LevelMeasures]>) -> Self {
        Self {
            policy: PolicyView::of(kpi.policy()),
            as_of: kpi.period().as_of,
            since: kpi.period().since,
            risks: MeasuresView::of(kpi.risks()),
            incidents: IncidentsView {
                measures: MeasuresView::of(kpi.incidents()),
                availability: AvailabilityView::of(kpi.availability()),
                loss: LossView::of(kpi.incidents().kpis.loss),
            },
            levels: levels.map(|levels| levels.iter().map(LevelView::of).collect()),
            not_yet: kpi.not_yet().iter().map(NotYetView::of).collect(),
            out_of_scope: OutOfScope::of(kpi.organisation.registers()),
        }
    }
}

#[derive(Serialize)]
struct MeasuresView {
    age_months: Counts<'static>,
    unmanaged: Unmanaged,
    time_to_resolve: TimesView,
    solved: u32,
    unsolved: u32,
    /// Opened later than `as_of`, and not counted.
    future: u32,
    unplaced: UnplacedView,
    /// None if it is too large to state.
    cost: Option<Amount>,
    cost_unknown: u32,
}

impl MeasuresView {
    fn of(measures: &Measures) -> Self {
        let Measures { kpis, times, future, unplaced_solved, unplaced_cost } = measures;
        let median = times.median().map(|median| median.to_string());
        let buckets = TimeBucket::LABELS.iter().zip(kpis.times);
        let days = Counts(buckets.map(|(label, count)| (*label, count.into())).collect());
        let ages = AgeBucket::LABELS.iter().zip(kpis.ages).chain([(&"undated", kpis.undated)]);
        let count = u64::try_from(times.days().len()).unwrap_or(u64::MAX);
        Self {
            age_months: Counts(ages.map(|(label, count)| (*label, count.into())).collect()),
            unmanaged: Unmanaged::of(&measures.unmanaged()),
            time_to_resolve: TimesView {
                days,
                median,
                p90: times.percentile_90(),
                count,
                undated: kpis.untimed,
            },
            solved: kpis.solved(),
            unsolved: kpis.unsolved(),
            future: *future,
            unplaced: UnplacedView { solved: *unplaced_solved, cost: *unplaced_cost },
            cost: amount(kpis.cost),
            cost_unknown: kpis.cost.unknown,
        }
    }
}

/// What happened on a day that nobody wrote down, and is hence not counted where there is `since`.
#[derive(Serialize)]
struct UnplacedView {
    solved: u32,
    cost: u32,
}

#[derive(Serialize)]
struct TimesView {
    days: Counts<'static>,
    median: Option<String>,
    p90: Option<u32>,
    count: u64,
    undated: u32,
}

#[derive(Serialize)]
struct IncidentsView<'a> {
    #[serde(flatten)]
    measures: MeasuresView,
    availability: AvailabilityView<'a>,
    #[serde(flatten)]
    loss: LossView,
}

#[derive(Serialize)]
struct LossView {
    /// None if it is too large to state.
    loss: Option<Amount>,
    loss_unknown: u32,
}

impl LossView {
    fn of(loss: Total) -> Self {
        Self { loss: amount(loss), loss_unknown: loss.unknown }
    }
}

#[derive(Serialize)]
struct AvailabilityView<'a> {
    period_days: u32,
    outage_minutes: u64,
    unknown: u32,
    available: Option<String>,
    assets: Vec<AssetView<'a>>,
    unlinked_minutes: u64,
    unlinked_unknown: u32,
}

impl<'a> AvailabilityView<'a> {
    fn of(availability: &Availability<'a>) -> Self {
        let available = |outage| availability.available(outage).map(|share| share.to_string());
        let assets = availability.assets.iter().map(|of| AssetView {
            asset: &of.asset.id,
            outage_minutes: of.outage.sum,
            unknown: of.outage.unknown,
            available: available(of.outage),
        });
        Self {
            period_days: availability.period_days,
            outage_minutes: availability.outage.sum,
            unknown: availability.outage.unknown,
            available: available(availability.outage),
            assets: assets.collect(),
            unlinked_minutes: availability.unlinked.sum,
            unlinked_unknown: availability.unlinked.unknown,
        }
    }
}

#[derive(Serialize)]
struct AssetView<'a> {
    asset: &'a str,
    outage_minutes: u64,
    unknown: u32,
    available: Option<String>,
}

#[derive(Serialize)]
struct LevelView {
    /// None for what was solved on a level that nobody wrote down.
    level: Option<u8>,
    #[serde(flatten)]
    measures: MeasuresView,
    outage_minutes: u64,
    outage_unknown: u32,
    #[serde(flatten)]
    loss: LossView,
}

impl LevelView {
    fn of(level: &LevelMeasures) -> Self {
        let kpis = &level.measures.kpis;
        Self {
            level: level.level.map(|level| level.get()),
            measures: MeasuresView::of(&level.measures),
            outage_minutes: kpis.outage_minutes.sum,
            outage_unknown: kpis.outage_minutes.unknown,
            loss: LossView::of(kpis.loss),
        }
    }
}

#[derive(Serialize)]
struct NotYetView<'a> {
    kind: &'static str,
    id: &'a str,
    field: &'static str,
    #[serde(with = "iso")]
    day: Day,
}

impl<'a> NotYetView<'a> {
    fn of(dated: &Dated<'a>) -> Self {
        let Dated { kind, id, column, day, .. } = *dated;
        Self { kind, id, field: column, day }
    }
}
