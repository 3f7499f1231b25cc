//! Organisation rules in Rhai, compiled to decision diagrams that the core verifies and walks without Rhai.
//!
//! A rule runs on the real interpreter, but what it reads are questions: each comparison asks, both answers are tried, and the
//! paths fold into a diagram. Nothing is left out and nothing is guessed: a rule that fails in one situation in a million is
//! refused with that situation, and what was compiled is compared with the interpreter before it is handed out.
//!
#![doc = include_str!("../README.md")]

mod agreement;
mod check;
mod compile;
mod diff;
mod exploration;
mod explorer;
mod fault;
mod model;
mod sandbox;
mod schema;
mod script;
mod stack;
mod syntax;
mod value;

pub use check::{Counterexample, Finding, Proof, Spot, Subject, Verdict, Weight, check};
pub use compile::{Compiled, MAX_FILE, Rule, RuleFile, compile, compile_within};
pub use diff::{Cause, Change, Changes, Cube, Difference, TooMuch, diff};
pub use fault::{Fault, Place};
