//! Plimsoll's core: the model of information-security risk, and the decision.
//!
//! A policy is a blob of bytes. [`Policy::verify`] proves that it is sound and borrows it; from then on it decides every
//! risk ([`Policy::assess`]) and sends every incident somewhere ([`Policy::route`]), without failing, allocating, recursing
//! or panicking, and in the same way on every machine. [`Policy::explain`] and [`Policy::explain_route`] give the reasons.
//!
//! ```
//! use plimsoll_core::{Cia, Impact, Level, Policy, Progress, Response, RiskFacts};
//!
//! let policy = Policy::standard();
//! let facts = RiskFacts {
//!     rated: Impact::new(4).ok_or("1 to 10")?,
//!     actions: Progress::new(3, 7).ok_or("no more uncompleted than there are")?,
//!     ..RiskFacts::default()
//! };
//! let (decision, trace) = policy.explain(&facts);
//! assert_eq!(decision.score.get(), 12); // impact 4, likelihood 3: 42.9 % of the actions are not completed
//! assert!(!decision.within_limit && decision.response == Response::Reduce);
//! assert_eq!(trace.steps().len(), 6);
//! # Ok::<(), &str>(())
//! ```
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | none (the default) | verifying, deciding, routing, columns, registers of fixed room, key figures |
//! | `alloc` | building diagrams, tables and policies: for tools, never for deciding |
//! | `journal` | records of decisions as frames of bytes, without a heap |
//!
//! # How a risk is decided
//!
//! | stage | from | by |
//! |---|---|---|
//! | impact | ratings, and the CIA rating of what the threat compromises | [`Ratings`], [`CiaFloor`] |
//! | likelihood | the share of uncompleted actions, an estimate | [`LikelihoodRule`] |
//! | score | impact and likelihood | the matrix, a diagram |
//! | rules propose | all facets | a diagram for each rule |
//! | the envelope bounds them | all facets | a diagram, and [`Envelope`] |
//! | band | score | a diagram |
//! | limit | all facets, obligations | two diagrams |
//! | response | all facets, score, limit | a diagram, then the owner's choice where it is admissible |
//!
//! # The layers
//!
//! 1. Values and nouns ([`Level`], [`Cia`], [`Asset`], [`Threat`], [`Action`], [`Risk`], [`Incident`], ...) and what is
//!    counted of them ([`Kpis`]) know nothing of diagrams.
//! 2. [`facet`] names the finite inputs, [`diagram`] walks them; neither knows what they mean.
//! 3. [`policy`] holds verified diagrams and tables; `assess` and `route` alone see both sides.
//! 4. With the feature `alloc`, [`table`], [`diagram::Forest`](diagram) and [`policy::Draft`](policy) build policies. Nothing
//!    that decides needs them.
//! 5. With the feature `journal`, decisions are written as frames of bytes, and read back whatever became of those in between.
//!
//! # What is promised
//!
//! | never | why | tested by |
//! |---|---|---|
//! | a panic or an abort, whatever the bytes, the facts and the memory lent | `unsafe` is forbidden; indexing, `unwrap`, `as` and arithmetic that may overflow are denied; bounds are types or total functions | no function of the compiled library refers to a way to panic (`tests/bare`); fuzz targets `load`, `agree`, `journal` |
//! | an allocation, a static that changes, a clock, floating point | nothing here has any; what builds policies is behind `alloc` | symbols and sections of the programs in `tests/bare` and `tests/bare-metal`; stack and flash are measured |
//! | time without a bound | facets ascend along every path, so a walk has at most as many steps as there are facets; verification is one pass | verification refuses other diagrams; instruction counts are gated in `benches` |
//! | an evaluation that fails | only [`Policy::verify`] makes a [`Policy`], and admits nothing that a walk could trip over | law `total`; every byte of a blob changed, cut and added: law `verified` |
//! | a decision past the envelope, or an obligation loosened | the bounds are in the evaluator, not in rules | law `envelope` |
//! | more risk, less concern, under a policy proved monotone | the proof is over all situations | law `monotone` |
//! | a decision that its reasons do not explain | both come from one function | law `reasons`; a trace that was cut says so |
//! | two evaluators of two minds | one diagram, one walk; columns share its endings | suites `agree` and `cases`, law `total`, fuzz target `agree` |
//! | two answers on two machines | integers only, nothing read from outside | digests of a Cortex-M3, WebAssembly and the host are equal (`tests/bare-metal`) |
//! | a blob or a record with two spellings | one encoding, checked | law `verified`; fuzz targets `load`, `journal` |
//!
//! The laws are in `tests/tests/laws`; each counts what it tried, and CI prints the counts. What the core does not know is whether a blob is
//! authentic, and whether facts are true: its checksum finds accidents only (`SECURITY.md`).
//!
//! # What it does not do
//!
//! No clock, no files, no registers of unbounded size, no floating point, and no rules of its own: everything that decides
//! is data in the policy.
#![no_std]
#[cfg(feature = "alloc")]
extern crate alloc;

mod acceptance;
mod action;
mod alignment;
mod assess;
mod asset;
mod awareness;
mod cia;
mod columns;
mod conflict;
mod day;
mod decision;
mod derivation;
pub mod diagram;
mod escalation;
pub mod facet;
mod facts;
mod handling;
mod id;
mod impact;
mod incident;
#[cfg(feature = "journal")]
pub mod journal;
mod kpi;
mod label;
mod level;
mod likelihood;
mod obligation;
mod orientation;
mod owner;
mod placement;
pub mod policy;
mod profile;
mod proposal;
mod quarter;
mod register;
mod response;
mod risk;
mod route;
mod scale;
mod survey;
#[cfg(feature = "alloc")]
pub mod table;
mod threat;
mod trace;
mod track;
mod work_system;

pub use acceptance::Exception;
pub use action::{Action, Completion};
pub use alignment::{Maturity, Mechanism, MechanismGroup};
pub use asset::{Access, Asset, AssetClass, AssetKind, Document, may_access};
pub use awareness::{Coverage, TeamTally, TrainingDuty, TrainingState};
pub use cia::{Attribute, Attributes, Cia};
pub use columns::{Column, ColumnError, Columns, RiskColumns};
pub use conflict::{
    ConflictArea, ConflictReason, ConflictReasons, ConflictRemedies, ConflictRemedy, ConflictState,
    Endangerment, Lowered, LoweredSet, ValueConflict, ValueLevel,
};
pub use day::Day;
pub use decision::{Decision, Route, Standing};
pub use derivation::{Ancestor, Derivation, DerivationKind, PathEntry, PathState};
pub use escalation::{Levels, MAX_LEVELS, MAX_RIGHTS, MAX_ROLES, MAX_TEAMS, Roles, Team};
pub use facts::{IncidentFacts, RiskFacts};
pub use handling::{Handling, HandlingError, HandlingEvent, HandlingKind, Holder, Way};
pub use id::{ActionId, AssetId, IncidentId, PersonId, RiskId, ScopeId, TeamId, ThreatId};
pub use impact::{CiaFloor, Dimension, Horizon, Ratings};
pub use incident::{EscalationLevel, Incident, Rights, Segment};
pub use kpi::{AgeBucket, Importance, Kpis, TimeBucket, Total};
pub use level::Level;
pub use likelihood::{EstimateRule, LikelihoodRule, Progress};
pub use obligation::Obligations;
pub use orientation::Orientation;
pub use owner::Owner;
pub use placement::{Permission, Placement};
pub use policy::{Policy, VerifyError};
pub use profile::{GroupPoints, Imbalance, Profile};
pub use proposal::{Envelope, ProposalKind};
pub use quarter::Quarter;
pub use register::{
    ActionRegister, AssetRegister, IncidentRegister, Keyed, Register, RegisterError, RiskRegister,
    ThreatRegister,
};
pub use response::{Response, Responses};
pub use risk::{Risk, Status};
pub use scale::{Band, Impact, Likelihood, Limit, MAX_SCALE, MAX_SCORE, Score};
pub use survey::{
    Gap, Group, LEAST_SHOWN, SURVEY_QUESTIONS, Share, StandardQuestion, SurveyTopic, is_large_enough,
    suppress,
};
pub use threat::{Description, Ordinal, Origin, Threat, ThreatAttribute, ThreatClass};
pub use trace::{Listener, ReasonId, Stage, Step, Trace};
pub use track::{Learning, Track, TrackBalance, TrackCounts};
pub use work_system::{Answer, CheckCoverage, WORK_QUESTIONS, WorkAspect, WorkQuestion};

/// The version of the engine: of two versions, what they decide under the same policy may differ.
///
/// ```
/// assert_eq!(plimsoll_core::VERSION.split('.').count(), 3);
/// ```
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
