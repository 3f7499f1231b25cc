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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KpiView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// The first day of the period; null for all that is recorded.
    #[serde(with = "iso_option")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Date>"))]
    since: Option<Day>,
    /// The figures of risks.
    risks: MeasuresView,
    /// The figures of incidents.
    incidents: IncidentsView<'a>,
    /// The figures of each level of escalation; absent unless they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<LevelView>>,
    /// What is said to have happened on a day that is still to come.
    not_yet: Vec<NotYetView<'a>>,
    /// What is out of scope; absent where nothing is.
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

/// The figures of risks or incidents.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MeasuresView {
    /// How many that are not solved have each age in completed months; `undated` where nobody wrote down since when.
    age_months: Counts<'static>,
    /// How many are unmanaged.
    unmanaged: Unmanaged,
    /// How long it took to solve them.
    time_to_resolve: TimesView,
    /// How many were solved.
    solved: u32,
    /// How many were not.
    unsolved: u32,
    /// Opened later than `as_of`, and not counted.
    future: u32,
    /// What happened on a day that nobody wrote down.
    unplaced: UnplacedView,
    /// None if it is too large to state.
    cost: Option<Amount>,
    /// How many have no cost written down.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnplacedView {
    /// How many were solved on such a day.
    solved: u32,
    /// How many cost something on such a day.
    cost: u32,
}

/// How long it took.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TimesView {
    /// How many took so many days.
    days: Counts<'static>,
    /// The median in days; null of nothing.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::Halves>"))]
    median: Option<String>,
    /// Nine in ten took no longer, in days; null of nothing.
    p90: Option<u32>,
    /// How many there are.
    count: u64,
    /// How many were solved in a time that is not known.
    undated: u32,
}

/// The figures of incidents.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct IncidentsView<'a> {
    #[serde(flatten)]
    measures: MeasuresView,
    /// For how long systems were not available.
    availability: AvailabilityView<'a>,
    #[serde(flatten)]
    loss: LossView,
}

/// What incidents lost.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LossView {
    /// None if it is too large to state.
    loss: Option<Amount>,
    /// How many have no loss written down.
    loss_unknown: u32,
}

impl LossView {
    fn of(loss: Total) -> Self {
        Self { loss: amount(loss), loss_unknown: loss.unknown }
    }
}

/// The outages of a period.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AvailabilityView<'a> {
    /// The days of the period.
    period_days: u32,
    /// The minutes of all outages.
    outage_minutes: u64,
    /// How many incidents do not say how long systems were out.
    unknown: u32,
    /// The share of the period that is left, in per cent, rounded down; null if the period has no days.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::PartHundredths>"))]
    available: Option<String>,
    /// The assets that had incidents.
    assets: Vec<AssetView<'a>>,
    /// The minutes of incidents that name no risk, and so no asset.
    unlinked_minutes: u64,
    /// How many of these do not say how long systems were out.
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

/// The outages of an asset.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AssetView<'a> {
    /// The id of the asset.
    asset: &'a str,
    /// The minutes of its outages.
    outage_minutes: u64,
    /// How many of its incidents do not say how long it was out.
    unknown: u32,
    /// The share of the period that is left, in per cent, rounded down; null if the period has no days.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::PartHundredths>"))]
    available: Option<String>,
}

/// The figures of a level of escalation.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LevelView {
    /// None for what was solved on a level that nobody wrote down.
    level: Option<u8>,
    #[serde(flatten)]
    measures: MeasuresView,
    /// The minutes of outages.
    outage_minutes: u64,
    /// How many incidents do not say how long systems were out.
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

/// What is said to have happened on a day that is still to come.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NotYetView<'a> {
    /// What sort of entry it is.
    kind: &'static str,
    /// Its id.
    id: &'a str,
    /// The column.
    field: &'static str,
    /// The day.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    day: Day,
}

impl<'a> NotYetView<'a> {
    fn of(dated: &Dated<'a>) -> Self {
        let Dated { kind, id, column, day, .. } = *dated;
        Self { kind, id, field: column, day }
    }
}
