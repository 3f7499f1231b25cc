//! What the registers of organisation and culture come to for a risk, as facets that rules read (domain.md F).
//!
//! A policy declares such a facet under its name in the catalogue, [`Fact`]; its values need not be stated. The value for a risk is,
//! in this order: what a column of that name says of the risk, its asset or its threat; what the registers come to as of the day; the
//! default of the policy. A register without rows says nothing, and so does one that knows nothing of the unit; a percentage
//! therefore needs a default. The orientation of the organisation ([`plimsoll_core::facet::ORIENTATION`]) is a facet of every policy.
//!
//! An incident takes the value from its own column, else as its risk does; without a risk, what is said of the organisation as a whole
//! (mechanisms, tracks), else the default.
//!
//! ```
//! use plimsoll::culture::Fact;
//! use plimsoll::diagnostic::Diagnostics;
//! use plimsoll::policy_file::PolicyFile;
//! use plimsoll::registers::{FacetValue, Source};
//! let text = r#"
//! [policy]
//! name = "ours"
//! version = "1.0.0"
//! author = "security governance"
//! approver = "chief risk officer"
//!
//! [[facet]]
//! name = "training_coverage"
//! default = 100
//! "#;
//! let mut diagnostics = Diagnostics::new();
//! let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics).ok_or("see diagnostics")?;
//! let spec = file.vocabulary.facet("training_coverage").ok_or("declared")?;
//! assert_eq!(Fact::of(spec), Some(Fact::TrainingCoverage));
//! assert_eq!(spec.default, Some(FacetValue(100)));
//! # Ok::<(), &str>(())
//! ```

mod catalogue;
mod over_time;
mod worked_out;

pub use catalogue::Fact;
pub(crate) use over_time::OverTime;
pub(crate) use worked_out::{WorkedOut, declared};
