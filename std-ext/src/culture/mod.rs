//! What the registers of organisation and culture come to for a risk, as facets that rules read (domain.md F).
//!
//! A policy declares such a facet under its name in the catalogue, [`Fact`]. Its value is, in this order: what a column of that name says of the
//! risk, its asset or its threat; what the registers come to as of the day; the default of the policy.

mod catalogue;
mod over_time;
mod worked_out;

pub use catalogue::Fact;
pub(crate) use over_time::OverTime;
pub(crate) use worked_out::{WorkedOut, declared};
