//! What is measured of risks, and of incidents alike.

use super::{Period, Placed, Times};
use crate::assessment::{AssessedRisk, Assessment, Shares};
use crate::date::completed_months;
use crate::registers::{Action, Amount, Incident, Registers};
use plimsoll_core::{AgeBucket, Day, Importance, Kpis, Status};

/// The key figures of risks, or of incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// What is counted; money in hundredths.
    pub kpis: Kpis,
    /// How many days solving took, for those counted in [`Kpis::times`].
    pub times: Times,
    /// How many were opened later than the day as of which is measured, and are not counted.
    pub future: u32,
    /// How many are closed since a day that nobody wrote down, and hence not counted as solved in a period with a beginning.
    pub unplaced_solved: u32,
    /// How many actions were completed on a day that nobody wrote down; their cost is not counted in a period with a beginning.
    pub unplaced_cost: u32,
}

impl Measures {
    /// How many are unmanaged, and the shares of the three classes.
    #[must_use]
    pub fn unmanaged(&self) -> Shares {
        Shares::of(&self.kpis)
    }

    /// Measures the risks of a register, and the actions against its threats.
    pub(super) fn of_risks(assessment: &Assessment<'_>, period: Period) -> Self {
        let mut builder = Builder::new(period);
        let bands = assessment.policy().scales().bands;
        assessment.risks().iter().for_each(|risk| builder.risk(risk, bands));
        assessment.organisation().registers().actions().iter().for_each(|action| builder.action(action));
        builder.finish()
    }

    /// Measures some incidents of a register.
    pub(super) fn of_incidents<'i>(
        registers: &Registers,
        incidents: impl Iterator<Item = &'i Incident>,
        period: Period,
    ) -> Self {
        let mut builder = Builder::new(period);
        incidents.for_each(|incident| builder.incident(incident, registers));
        builder.finish()
    }
}

struct Builder {
    period: Period,
    measures: Measures,
    days: Vec<u32>,
}

impl Builder {
    fn new(period: Period) -> Self {
        Self { period, measures: Measures::default(), days: Vec::new() }
    }

    fn finish(self) -> Measures {
        Measures { times: Times::of(self.days), ..self.measures }
    }

    fn risk(&mut self, assessed: &AssessedRisk<'_>, bands: u8) {
        let AssessedRisk { risk, decision, status, .. } = assessed;
        if self.period.is_to_come(risk.opened) {
            increment(&mut self.measures.future);
        } else if *status == Status::Closed {
            self.solved(risk.opened, risk.closed);
        } else {
            let importance = Importance::of_band(decision.band, bands);
            self.unsolved(risk.opened, (*status == Status::Open).then_some(importance));
        }
    }

    fn action(&mut self, action: &Action) {
        if !action.completed || self.period.is_to_come(action.identified) {
            return;
        }
        match self.period.place(action.done) {
            Placed::Within => self.measures.kpis.cost.add(action.cost.map(Amount::hundredths)),
            Placed::Outside => {}
            Placed::Unplaced => increment(&mut self.measures.unplaced_cost),
        }
    }

    fn incident(&mut self, incident: &Incident, registers: &Registers) {
        if self.period.is_to_come(Some(incident.opened)) {
            increment(&mut self.measures.future);
            return;
        }
        match incident.resolved {
            Some(resolved) if resolved <= self.period.as_of => {
                self.solved(Some(incident.opened), Some(resolved))
            }
            _ => {
                let mut way = registers.way(&incident.id);
                let is_managed = way.any(|step| step.to.is_some() && step.date <= self.period.as_of);
                let importance = Importance::of_priority(incident.priority);
                self.unsolved(Some(incident.opened), (!is_managed).then_some(importance));
            }
        }
        if self.period.contains(incident.opened) {
            let Kpis { outage_minutes, cost, loss, .. } = &mut self.measures.kpis;
            outage_minutes.add(incident.outage_minutes.map(u64::from));
            cost.add(incident.cost.map(Amount::hundredths));
            loss.add(incident.loss.map(Amount::hundredths));
        }
    }

    fn unsolved(&mut self, opened: Option<Day>, unmanaged: Option<Importance>) {
        let months = opened.map(|opened| completed_months(opened, self.period.as_of));
        self.measures.kpis.add_unsolved(months.map(AgeBucket::of_months));
        if let Some(importance) = unmanaged {
            self.measures.kpis.add_unmanaged(importance);
        }
    }

    fn solved(&mut self, opened: Option<Day>, solved: Option<Day>) {
        match self.period.place(solved) {
            Placed::Within => {
                let days =
                    opened.zip(solved).and_then(|(opened, solved)| solved.since(opened).try_into().ok());
                self.measures.kpis.add_solved(days);
                self.days.extend(days);
            }
            Placed::Outside => {}
            Placed::Unplaced => increment(&mut self.measures.unplaced_solved),
        }
    }
}

fn increment(count: &mut u32) {
    *count = count.saturating_add(1);
}
