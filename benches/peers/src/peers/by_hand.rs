//! Plain Rust, as one would write it if no policy ever changed: the floor.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work};

/// Nothing to read.
pub struct ByHand;

impl Peer for ByHand {
    const NAME: &'static str = "written by hand in Rust";
    const CRATE: &'static str = "";
    type Risk = Risk;
    type Incident = Incident;
    type Situation = Situation;

    fn text(_: Work) -> String {
        String::new()
    }

    fn load(_: Work, _: &str) -> Self {
        Self
    }

    fn risk(&self, risk: &Risk) -> Risk {
        *risk
    }

    fn incident(&self, incident: &Incident) -> Incident {
        *incident
    }

    fn situation(&self, situation: &Situation) -> Situation {
        *situation
    }

    fn assess(&mut self, risk: &mut Risk) -> Assessed {
        let likelihood = match risk.total {
            0 => 5,
            total => (u32::from(risk.uncompleted) * 5 / u32::from(total) + 1).min(5) as u8,
        };
        let score = risk.impact * likelihood;
        Assessed { likelihood, score, band: (score - 1) / 5, accept: score <= 9 }
    }

    fn route(&mut self, incident: &mut Incident) -> u8 {
        match (incident.priority, incident.kind, incident.complex, incident.level) {
            (2, _, _, 0..=2) => 2,
            (_, 1, _, 0..=3) => 3,
            (_, 2, _, _) => 4,
            (_, _, true, _) => 5,
            (_, _, _, 4..) => 4,
            (_, _, _, 3) => 3,
            (_, _, _, 2) => 1,
            _ => 0,
        }
    }

    fn rule(&mut self, case: &mut Situation) -> u8 {
        let exposed = case.confidentiality == 2 && case.origin == 1 && case.orientation <= 2;
        let stale = case.age_days > 365 && case.impact * case.likelihood > 8;
        let new = case.age_days < 30 && case.impact == 1;
        u8::from(exposed) | u8::from(stale) << 1 | u8::from(new) << 2
    }
}
