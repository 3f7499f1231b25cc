//! What one would otherwise embed for decisions like these, on the same cases: who answers what, and what it takes.
//!
//! A package of its own, outside the workspace: several peers need a newer compiler than Plimsoll does, and their
//! hundreds of crates have no place in a lock file that Plimsoll's users build from.

pub mod cases;
pub mod measure;
pub mod peer;
pub mod peers;
pub mod routes;
pub mod run;

pub use cases::{Assessed, Incident, Risk, Situation};
pub use peer::{Peer, Visitor, Work, each};
