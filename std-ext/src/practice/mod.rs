//! What people do, beside what the policy says: the check of work systems (domain.md E7) and the survey of those who do the work
//! (domain.md E8).
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::practice::{Checks, Survey};
//! let sample = Organisation::sample();
//! for check in Checks::of(sample.registers()).all() {
//!     println!("{}: {:?} per cent", check.work_system, check.coverage.percent());
//! }
//! let survey = Survey::of(sample.registers(), sample.vocabulary());
//! println!("{:?} per cent of the answers do not agree with the policy", survey.gap(None));
//! ```

mod checks;
pub mod json;
mod survey;

pub use checks::{Check, Checks};
pub use survey::{Asked, Respondents, Said, Survey, Tally, UnitTally};

#[cfg(test)]
mod tests;
