//! Plimsoll's own examiner: cases as data, and a second implementation that shares no code with the first.
//!
//! - [`cases`] loads the tables of `tests/cases`, which a risk officer can read.
//! - [`mod@reference`] decides the same questions as `plimsoll-core` in the plainest way: it scans tables and compares numbers.
//!   Wherever the two disagree, one of them is wrong.
//! - [`drafts`] makes random policies, stated for both, out of the numbers of a [`draw`]; [`points`] are situations.
//! - [`columns`] has many risks decided at once.
//! - [`promises`] keeps what was tried, law by law, for whoever wants to see it.
//! - [`interpreter`] runs rule files as the plain scripts that they are, for one situation at a time.
//!
//! ```
//! use plimsoll_tests::{cases, reference};
//!
//! let standard = reference::Policy::standard();
//! for case in cases::score_bands() {
//!     assert_eq!(standard.score(case.impact, case.likelihood), case.score);
//!     assert_eq!(standard.band(case.score), case.band);
//! }
//! ```
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

pub mod cases;
pub mod columns;
pub mod drafts;
pub mod draw;
pub mod interpreter;
pub mod points;
pub mod promises;
pub mod reference;

/// Runs the example of the README of all.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
