//! Journals: what was decided, under which policy and from what facts, in a file that is only ever appended to.
//!
//! [`Journal`] writes, [`Reader`] reads, and [`Replay`] makes every recorded decision again. The frames are those of
//! [`plimsoll_core::journal`], so a file can hold what a device sent.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::Assessment;
//! use plimsoll::diagnostic::Diagnostics;
//! use plimsoll::journal::{Journal, Replay};
//! use plimsoll_core::Day;
//!
//! let held = tempfile::tempdir()?;
//! let path = held.path().join("decisions.journal");
//! let sample = Organisation::sample();
//! let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! Journal::append_to(&path)?.record_assessment(&assessment)?;
//!
//! let replay = Replay::of(&path, None, &mut Diagnostics::new()).ok_or("a journal")?;
//! assert_eq!(replay.reproduced, u64::try_from(assessment.risks().len())?);
//! assert!(replay.is_clean());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod json;
mod judge;
mod kept;
mod mapping;
mod policies;
mod reader;
mod replay;
mod torn;
mod writer;

pub use kept::Kept;
pub use reader::Reader;
pub use replay::{Damaged, Different, Interrupted, Outcome, Replay};
pub use writer::Journal;
#[cfg(feature = "cli")]
pub(crate) use writer::sync_directory;
