//! Information-security risk registers assessed under a verified policy.
//!
//! `plimsoll-core` decides; this crate brings it what to decide on. It reads a directory of policy and registers and says
//! everything that is wrong with them at once ([`Organisation::read`]), assesses every risk with reasons
//! ([`assessment::Assessment`]), routes incidents ([`assessment::Routed`]), and writes JSON. The program `plimsoll` (feature
//! `cli`) does the same from the command line. With the feature `parallel`, `columns::assess` decides about millions of risks on
//! all cores.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::{Assessment, json::AssessmentView};
//! use plimsoll_core::Day;
//!
//! let organisation = Organisation::sample(); // or Organisation::read(path, &mut diagnostics)
//! let assessment = Assessment::of(&organisation, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! for assessed in assessment.risks().iter().filter(|assessed| assessed.is_untreated()) {
//!     println!("{}: {} of {}", assessed.risk.id, assessed.decision.score, assessed.decision.limit);
//! }
//! let json = serde_json::to_value(AssessmentView::of(&assessment))?;
//! assert_eq!(json["summary"]["risks"], organisation.registers().risks().len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod alignment;
pub mod assessment;
pub mod awareness;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "parallel")]
pub mod columns;
pub mod conflicts;
pub mod culture;
pub mod date;
mod deployed;
pub mod derivation;
pub mod diagnostic;
#[cfg(feature = "scripting")]
pub mod difference;
pub mod history;
pub mod journal;
pub mod kpi;
mod organisation;
pub mod plan;
pub mod policy_file;
mod policy_sources;
pub mod practice;
#[cfg(feature = "scripting")]
pub mod proof;
pub mod registers;
#[cfg(feature = "report")]
pub mod report;
mod rules;
mod words;

pub use deployed::Deployed;
pub use organisation::{Organisation, POLICY_FILE, SAMPLE};
pub use policy_sources::read_policy;
pub use rules::{MAX_RULE_FILES, RULES};

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
