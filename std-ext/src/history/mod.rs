//! A register over time: what it was and will be on a day ([`Forecast`], domain.md A13), and what came of what between two
//! states ([`Changes`], A14).
//!
//! A register says when actions were found, done and due and when risks were opened and closed, and nothing of when ratings
//! or rules changed: its past is drawn with the ratings and the policy of today. Two directories, such as two checkouts of
//! one, tell of those as well.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::history::{Changes, Forecast};
//! use plimsoll_core::Day;
//! let (sample, today) = (Organisation::sample(), Day::from_ymd(2026, 11, 20).unwrap());
//! let forecast = Forecast::of(&sample, today, 12, 12, |_, _| ());
//! assert_eq!(forecast.points().len(), 25);
//!
//! let changes = Changes::since(&sample, Day::from_ymd(2026, 1, 1).unwrap(), today);
//! let score = changes.total().score;
//! let parts = score.discovered() + score.worked() + score.re_rated() + score.policy();
//! assert_eq!(score.after() - score.before(), parts);
//! ```

mod assumptions;
mod causes;
mod changes;
mod events;
mod forecast;
pub mod json;
mod moment;
mod notes;
mod readings;
mod split;
mod stages;

pub use assumptions::Assumptions;
pub use causes::{Cause, MAX_CAUSES};
pub use changes::{Changes, RiskChange, RiskState};
pub use events::Events;
pub use forecast::{Counts, Forecast, MAX_MONTHS, Point, PointKind};
pub use moment::Moment;
pub use split::{Measures, Part, Split};
