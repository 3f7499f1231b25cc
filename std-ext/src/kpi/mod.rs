//! Key figures of the reactive phase, for risks and incidents alike, as of a day (domain.md C).
//!
//! How old what is unsolved is, how much of it nobody manages, how long solving took, how much was solved, for how long systems
//! were not available, and what it cost and lost. The figures are shared along the chain of escalation: those of a single level
//! ([`Kpi::levels`]) say little by themselves, since the first level gets the easy incidents.
//!
//! What is dated later than the day has not happened yet: it is not counted, and told apart ([`Kpi::not_yet`]).
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::Assessment;
//! use plimsoll::kpi::Kpi;
//! use plimsoll_core::{AgeBucket, Day};
//!
//! let sample = Organisation::sample();
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! let kpi = Kpi::of(&assessment, None);
//! for (age, count) in AgeBucket::ALL.iter().zip(kpi.incidents().kpis.ages) {
//!     println!("{age} months: {count}");
//! }
//! let solved = kpi.incidents().kpis.solved() + kpi.incidents().kpis.unsolved();
//! assert_eq!(usize::try_from(solved)?, sample.registers().incidents().len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod availability;
pub mod json;
mod measures;
mod period;
pub(crate) mod sums;
mod times;

pub use availability::{AssetOutage, Availability, Available};
pub use measures::Measures;
pub use period::Period;
pub use times::{Median, Times};

use crate::Organisation;
use crate::assessment::Assessment;
use crate::registers::{Dated, Incident};
use period::Placed;
use plimsoll_core::{Day, EscalationLevel, Policy};
use std::collections::BTreeMap;

/// The key figures of an organisation.
#[derive(Clone, Debug)]
pub struct Kpi<'o> {
    organisation: &'o Organisation,
    policy: Policy<'o>,
    period: Period,
    risks: Measures,
    incidents: Measures,
    availability: Availability<'o>,
    not_yet: Vec<Dated<'o>>,
}

/// The incidents that a level of escalation solved, and those that it has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelMeasures {
    /// The level; `None` for what was solved on a level that nobody wrote down.
    pub level: Option<EscalationLevel>,
    /// Its figures.
    pub measures: Measures,
}

impl<'o> Kpi<'o> {
    /// Measures an organisation as of the day of an assessment.
    ///
    /// With `since`, what was solved, outages, cost and loss are those of the days after `since`, up to and including the day of
    /// the assessment; if that day is not after `since`, there are none. Outages, cost and loss of an incident belong to the
    /// day on which it was opened, the cost of an action to the day on which it was completed. What is unsolved, how old it is
    /// and how much of it nobody manages is always as of the day.
    #[must_use]
    pub fn of(assessment: &Assessment<'o>, since: Option<Day>) -> Self {
        let organisation = assessment.organisation();
        let registers = organisation.registers();
        let period = Period { since, as_of: assessment.as_of() };
        Self {
            organisation,
            policy: *assessment.policy(),
            period,
            risks: Measures::of_risks(assessment, period),
            incidents: Measures::of_incidents(registers, registers.counted_incidents(), period),
            availability: Availability::of(organisation, period),
            not_yet: registers.to_come(period.as_of).collect(),
        }
    }

    /// The policy that decided how grave risks are.
    #[must_use]
    pub fn policy(&self) -> &Policy<'o> {
        &self.policy
    }

    /// The days that were looked at.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The figures of the risks. What is unmanaged are those whose status is open; what was solved are those that are closed;
    /// the cost is that of the completed actions against all threats.
    #[must_use]
    pub fn risks(&self) -> &Measures {
        &self.risks
    }

    /// The figures of the incidents. What is unmanaged are those that are unsolved, and that handling.csv says nobody was given by
    /// the day.
    #[must_use]
    pub fn incidents(&self) -> &Measures {
        &self.incidents
    }

    /// For how long systems were not available.
    #[must_use]
    pub fn availability(&self) -> &Availability<'o> {
        &self.availability
    }

    /// Dates later than the day as of which is measured: risks first, then actions and incidents, in the order of the registers.
    #[must_use]
    pub fn not_yet(&self) -> &[Dated<'o>] {
        &self.not_yet
    }

    /// The figures of the incidents by level of escalation, ascending; what nobody wrote down a level for comes first. Together
    /// they are those of all incidents.
    #[must_use]
    pub fn levels(&self) -> Vec<LevelMeasures> {
        let mut levels: BTreeMap<Option<EscalationLevel>, Vec<&Incident>> = BTreeMap::new();
        let registers = self.organisation.registers();
        for incident in registers.counted_incidents() {
            let is_solved = incident.resolved.is_some_and(|resolved| resolved <= self.period.as_of);
            let level = if is_solved { registers.solved_at(incident) } else { Some(incident.level) };
            levels.entry(level).or_default().push(incident);
        }
        let measured = levels.into_iter().map(|(level, incidents)| LevelMeasures {
            level,
            measures: Measures::of_incidents(registers, incidents.into_iter(), self.period),
        });
        measured.collect()
    }
}
