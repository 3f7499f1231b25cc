//! Awareness as of a day: who was taught what, who spreads it, and what line managers say of it (domain.md D1, D2, D4).
//!
//! People count from their first to their last day of employment. What is dated later than the day has not happened yet.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::awareness::Awareness;
//! use plimsoll_core::Day;
//!
//! let sample = Organisation::sample();
//! let as_of = Day::from_ymd(2026, 11, 20).ok_or("a day")?;
//! let awareness = Awareness::of(sample.registers(), as_of, None);
//! for overdue in awareness.overdue() {
//!     println!("{} has yet to take {}", overdue.person.name, overdue.course.name);
//! }
//! assert_eq!(awareness.compilation().quarter().to_string(), "2026-Q3");
//! # Ok::<(), &str>(())
//! ```

mod ambassadors;
mod compilation;
mod coverage;
mod groups;
pub mod json;
mod overdue;
mod trainings;

pub use ambassadors::Team;
pub use compilation::{Compilation, UnitCompilation};
pub use coverage::{Coverages, GroupCoverage, share};
pub use overdue::Overdue;
pub(crate) use overdue::by_unit;

use crate::registers::Registers;
use plimsoll_core::{Day, Quarter};

/// What the registers say of awareness as of a day.
#[derive(Clone, Debug)]
pub struct Awareness<'o> {
    as_of: Day,
    coverages: Coverages,
    overdue: Vec<Overdue<'o>>,
    teams: Vec<Team<'o>>,
    compilation: Compilation<'o>,
}

impl<'o> Awareness<'o> {
    /// Sums the registers up as of a day; the assessments of line managers for a quarter, the last that was over before the day if
    /// none is given.
    #[must_use]
    pub fn of(registers: &'o Registers, as_of: Day, quarter: Option<Quarter>) -> Self {
        let quarter = quarter.unwrap_or_else(|| Quarter::of(as_of).previous());
        Self {
            as_of,
            coverages: Coverages::of(registers, as_of),
            overdue: overdue::list(registers, as_of),
            teams: ambassadors::teams(registers, as_of),
            compilation: Compilation::of(registers, quarter, as_of),
        }
    }

    /// The day.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// How many trainings are as they should be.
    #[must_use]
    pub fn coverages(&self) -> &Coverages {
        &self.coverages
    }

    /// What is overdue: longest first, and what has been so for nobody knows how long before all; then in the order of the
    /// registers.
    #[must_use]
    pub fn overdue(&self) -> &[Overdue<'o>] {
        &self.overdue
    }

    /// The teams in which somebody is employed, in alphabetical order.
    #[must_use]
    pub fn teams(&self) -> &[Team<'o>] {
        &self.teams
    }

    /// What line managers said in the quarter.
    #[must_use]
    pub fn compilation(&self) -> &Compilation<'o> {
        &self.compilation
    }
}
