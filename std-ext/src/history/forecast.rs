//! The register at the ends of months, before and after a day (domain.md A13).

use super::{Assumptions, Moment};
use crate::Organisation;
use crate::assessment::facts::Templates;
use crate::assessment::{decide, status};
use crate::culture::OverTime;
use crate::date::{is_named, month_end};
use crate::registers::Risk;
use crate::words::increment;
use plimsoll_core::{Day, Decision, Policy, Progress, RiskFacts, Status};

/// The most months that a forecast looks back or ahead.
pub const MAX_MONTHS: u16 = 120;

/// A register at the ends of months before and after a day, and on that day.
#[derive(Clone, Debug)]
pub struct Forecast<'o> {
    policy: Policy<'o>,
    as_of: Day,
    points: Vec<Point>,
    assumptions: Assumptions<'o>,
}

/// The register on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub date: Day,
    /// Whether it lies before or after the day of the forecast.
    pub kind: PointKind,
    /// The sums; in the future, with every action completed on its due day.
    pub counts: Counts,
    /// In the future, the sums if nothing more is done: no action is completed after the day of the forecast. Exceptions expire
    /// all the same.
    pub nothing_done: Option<Counts>,
}

/// On which side of the day of the forecast a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum PointKind {
    /// Before it.
    Past,
    /// On it.
    Now,
    /// After it.
    Future,
}

impl PointKind {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Now => "now",
            Self::Future => "future",
        }
    }
}

/// The sums of a register on one day. Risks that are not there yet are not counted, and closed ones only as closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many risks have each status, in the order of [`Status::ALL`].
    pub statuses: [u64; 4],
    /// How many risks that are not closed are above their limit, retained or not.
    pub above_limit: u64,
    /// How many risks that are not closed are in each band, ascending.
    pub bands: Vec<u64>,
    /// The sum of the scores of all risks that are not closed.
    pub score: u64,
}

impl Counts {
    /// How many risks have a status.
    #[must_use]
    pub fn with_status(&self, status: Status) -> u64 {
        self.statuses.get(usize::from(status.index())).copied().unwrap_or_default()
    }

    fn add(&mut self, status: Status, decision: Option<&Decision>) {
        increment(self.statuses.get_mut(usize::from(status.index())), 1);
        if let Some(decision) = decision {
            increment(Some(&mut self.above_limit), (!decision.within_limit).into());
            increment(self.bands.get_mut(usize::from(decision.band.get())), 1);
            increment(Some(&mut self.score), decision.score.get().into());
        }
    }
}

impl<'o> Forecast<'o> {
    /// Looks at the register as of a day, at the ends of so many months before it, and of so many after it; at most
    /// [`MAX_MONTHS`] each. A day that ends a month is not one of them. `begin` is told of each step, and of how many.
    ///
    /// Memory grows with the number of risks by a reference each: risks are taken threat by threat, through all days.
    #[must_use]
    pub fn of(
        organisation: &'o Organisation,
        as_of: Day,
        past: u16,
        months: u16,
        mut begin: impl FnMut(&str, usize),
    ) -> Self {
        let (policy, registers) = (organisation.policy(), organisation.registers());
        let dates = dates(as_of, past.min(MAX_MONTHS), months.min(MAX_MONTHS));
        let last = dates.last().copied().unwrap_or(as_of);
        let to_come = dates.iter().filter(|date| **date > as_of).map(|date| Moment::idle(as_of, *date));
        let moments = dates.iter().map(|date| match *date > as_of {
            true => Moment::planned(as_of, *date),
            false => Moment::on(*date),
        });
        let empty = Counts { bands: vec![0; policy.scales().bands.into()], ..Counts::default() };
        let mut sums: Vec<(Moment, Counts)> =
            moments.chain(to_come).map(|moment| (moment, empty.clone())).collect();

        // What has come of the actions is the same for all risks of a threat, and is worked out once.
        let templates = Templates::under(registers, organisation, as_of, |_| Progress::NONE);
        let days = [as_of].into_iter().chain(sums.iter().map(|(moment, _)| moment.day()));
        let culture = OverTime::of(registers, organisation.vocabulary(), days);
        let mut risks: Vec<&Risk> = registers.risks().iter().collect();
        risks.sort_by(|one, other| one.threat.cmp(&other.threat));
        let seen = Seen { policy: &policy, templates: &templates, culture: &culture, as_of };
        let (steps, mut done) = (risks.len().div_ceil(STEP), 0_usize);
        for like in risks.chunk_by(|one, other| one.threat == other.threat) {
            let threat = like.first().map_or("", |risk| risk.threat.as_str());
            let progress: Vec<Progress> =
                sums.iter().map(|(moment, _)| moment.progress(registers, threat)).collect();
            let now = Moment::on(as_of).progress(registers, threat);
            for risk in like {
                if done.is_multiple_of(STEP) {
                    begin("risks, over time", steps);
                }
                done = done.saturating_add(1);
                seen.risk(risk, now, &progress, &mut sums);
            }
        }

        let mut counts = sums.into_iter().map(|(_, counts)| counts);
        let first: Vec<Counts> = counts.by_ref().take(dates.len()).collect();
        let points = dates.into_iter().zip(first).map(|(date, counts_then)| {
            let (kind, nothing_done) = match date.cmp(&as_of) {
                std::cmp::Ordering::Less => (PointKind::Past, None),
                std::cmp::Ordering::Equal => (PointKind::Now, None),
                std::cmp::Ordering::Greater => (PointKind::Future, counts.next()),
            };
            Point { date, kind, counts: counts_then, nothing_done }
        });
        let points = points.collect();
        Self { policy, as_of, points, assumptions: Assumptions::of(registers, as_of, last) }
    }

    /// The policy that decided, at every point.
    #[must_use]
    pub fn policy(&self) -> &Policy<'o> {
        &self.policy
    }

    /// The day from which it looks back and ahead.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// The points, ascending by date.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// What it counts on, and what it does not.
    #[must_use]
    pub fn assumptions(&self) -> &Assumptions<'o> {
        &self.assumptions
    }
}

/// After how many risks a step is told.
const STEP: usize = 1 << 16;

/// The ends of the months before a day, the day itself, and the ends of the months after it, as far as days can be named.
fn dates(as_of: Day, past: u16, months: u16) -> Vec<Day> {
    let first = i32::from(month_end(as_of, 0) == as_of);
    let before = (1..=i32::from(past)).rev().map(|back| month_end(as_of, back.saturating_neg()));
    let after = (first..first.saturating_add(months.into())).map(|ahead| month_end(as_of, ahead));
    before.chain([as_of]).chain(after).filter(|day| is_named(*day)).collect()
}

/// One risk after the other, through all days.
struct Seen<'s, 'o> {
    policy: &'s Policy<'o>,
    templates: &'s Templates<'o>,
    /// First as of the day of the forecast, then as of the day of each sum.
    culture: &'s OverTime<'o>,
    as_of: Day,
}

impl Seen<'_, '_> {
    /// Adds a risk to the sums of every day, with the progress of the actions then and on the day of the forecast.
    fn risk(&self, risk: &Risk, now: Progress, progress: &[Progress], sums: &mut [(Moment, Counts)]) {
        let facts = self.templates.risk(risk, self.as_of);
        // An exception that counts on its last day counts until then; another never does.
        let last = risk.exception.as_ref().map(|exception| exception.until);
        let last = last.filter(|until| self.templates.exception_holds(risk, *until));
        let mut culture = self.culture.of_asset(&risk.asset);
        let changing = self.templates.not_given(risk, self.culture.facets());
        let decide_on = |(actions, exception, culture): (Progress, bool, &[u16])| {
            let mut facts = RiskFacts { actions, exception, ..facts };
            let named = self.culture.named(culture).filter(|(facet, _)| changing.contains(*facet));
            named.for_each(|(facet, value)| facts.set(facet, value));
            decide(self.policy, &facts)
        };
        let holds = |day: Day| last.is_some_and(|last| day <= last);
        let mut known = (now, holds(self.as_of), culture.next().unwrap_or_default());
        let (mut decision, mut retained) = decide_on(known);
        let carried_now = decision.within_limit || retained;
        for (((moment, counts), actions), culture) in sums.iter_mut().zip(progress).zip(culture) {
            match moment.risk(risk) {
                None => {}
                Some(true) => counts.add(Status::Closed, None),
                Some(false) => {
                    let facts_then = (*actions, holds(moment.day()), culture);
                    if facts_then != known {
                        known = facts_then;
                        (decision, retained) = decide_on(known);
                    }
                    let carried = decision.within_limit || retained;
                    let status = match risk.status {
                        Some(recorded @ (Status::ToTreat | Status::ToSupervise)) => {
                            match (carried == carried_now, carried) {
                                (true, _) => recorded,
                                (false, true) => Status::ToSupervise,
                                (false, false) => Status::ToTreat,
                            }
                        }
                        // Recorded as open, as nothing, or as to be closed later.
                        _ => status(risk, &decision, retained, moment.day()),
                    };
                    counts.add(status, Some(&decision));
                }
            }
        }
    }
}
