//! The same decisions, made naively: written from the domain and the design alone, with numbers and strings.
//!
//! Nothing here is fast, compiled or clever. Each stage is a function of its own, so that a suite can hold it against the
//! same stage of the engine: [`likelihood`], [`settle`], [`Policy::score`], [`Policy::limit`], ...; [`assess`] and [`route`]
//! go all the way.
//!
//! ```
//! use plimsoll_tests::reference::{Facts, Policy, Proposal, Treatment, assess};
//!
//! let facts = Facts { ratings: vec![4], uncompleted: 5, actions: 5, ..Facts::default() };
//! let decision = assess(&Policy::standard(), &facts, &[]);
//! assert_eq!((decision.score, decision.band.as_str(), decision.limit), (20, "high", 9));
//! assert_eq!(decision.response, Treatment::Reduce);
//!
//! let raised = assess(&Policy::standard(), &facts, &[Proposal::Raise(9)]);
//! assert_eq!(raised.score, 24, "the envelope allows 4");
//! ```

mod assess;
mod condition;
mod facts;
mod policy;
mod route;
mod rule;
#[cfg(test)]
mod tests;

pub use assess::{Decision, Proposal, Settling, assess, clamp_limit, clamp_score, likelihood, settle};
pub use condition::{Condition, holds};
pub use facts::{Exception, Facts, Incident, Seen, Treatment};
pub use policy::{
    Band, Envelope, Estimate, LimitRow, Matrix, Obligation, Policy, ResponseRow, RouteRow, Team,
};
pub use route::{Route, RouteError, RouteProposal, route, skipped};
pub use rule::{Named, Rule, proposed};
