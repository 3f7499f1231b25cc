//! What is asked of a peer.

use crate::cases::{Assessed, Incident, Risk, Situation};
use crate::peers;

/// The three workloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A: a risk to likelihood, score, band and response.
    Assess,
    /// B: an incident to a team, by the first row that matches.
    Route,
    /// C: an organisation's rule of three conditions.
    Rule,
}

impl Work {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::Assess, Self::Route, Self::Rule];

    /// The letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Assess => "A",
            Self::Route => "B",
            Self::Rule => "C",
        }
    }
}

/// Something that decides: a policy read beforehand, inputs made from cases, answers.
pub trait Peer: Sized {
    /// The name in the table.
    const NAME: &'static str;

    /// The crate in the lock file.
    const CRATE: &'static str;

    /// A risk in the peer's own values.
    type Risk;

    /// An incident in the peer's own values.
    type Incident;

    /// A situation in the peer's own values.
    type Situation;

    /// The policy of a workload, as it is stored.
    fn text(work: Work) -> String;

    /// Reads and compiles a policy.
    fn load(work: Work, text: &str) -> Self;

    /// Makes an input.
    fn risk(&self, risk: &Risk) -> Self::Risk;

    /// Makes an input.
    fn incident(&self, incident: &Incident) -> Self::Incident;

    /// Makes an input.
    fn situation(&self, situation: &Situation) -> Self::Situation;

    /// Workload A.
    fn assess(&mut self, risk: &mut Self::Risk) -> Assessed;

    /// Workload B: the position of the team.
    fn route(&mut self, incident: &mut Self::Incident) -> u8;

    /// Workload C: one bit for each condition that holds.
    fn rule(&mut self, situation: &mut Self::Situation) -> u8;
}

/// Something to do with every peer.
pub trait Visitor {
    /// One peer.
    fn visit<P: Peer>(&mut self);
}

/// Visits every peer that is compiled in.
pub fn each(visitor: &mut impl Visitor) {
    visitor.visit::<peers::by_hand::ByHand>();
    visitor.visit::<peers::plimsoll::Plimsoll>();
    visitor.visit::<peers::datalogic::Datalogic>();
    visitor.visit::<peers::zen_expression::ZenExpression>();
    visitor.visit::<peers::rhai::Grain>();
    visitor.visit::<peers::rhai::Interpreted>();
    visitor.visit::<peers::cel::Cel>();
    visitor.visit::<peers::regorus::Regorus>();
    visitor.visit::<peers::evalexpr::Evalexpr>();
    visitor.visit::<peers::cedar::Cedar>();
    #[cfg(feature = "zen-engine")]
    visitor.visit::<peers::zen_engine::ZenEngine>();
    #[cfg(feature = "dsntk")]
    visitor.visit::<peers::dsntk::Dsntk>();
}

/// The version of a crate, from the lock file.
#[must_use]
pub fn version(name: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("\nname = \"{name}\"\n")));
    let version = entry.and_then(|entry| entry.split("version = \"").nth(1)?.split('"').next());
    version.expect("locked")
}
