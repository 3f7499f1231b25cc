//! The gate: what was recorded of the costs of decisions, against what is measured.

mod measured;
mod record;
mod verdict;

pub use measured::Measured;
pub use record::{Bound, Record, Row, Unit};
pub use verdict::{Judgement, Judgements, Verdict};
