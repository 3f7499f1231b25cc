//! The registers of an organisation: what is of value, what may harm it, what is done about that, and what went wrong.
//!
//! A directory holds them as CSV files, as they live in spreadsheets; one JSON document can hold the same records. However
//! they are read, they are checked the same way, all errors of all files are reported together, and nothing is used from
//! registers with errors. Columns that a register does not know are kept as facets, or reported; nothing is dropped silently.
//!
//! ```
//! use plimsoll::diagnostic::Diagnostics;
//! use plimsoll::registers::{Registers, Source, Vocabulary};
//! let files = [
//!     Source::new("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\nA1,mail,services,high,high,low,Eva\n"),
//!     Source::new("threats.csv", "id,name,class,origin,compromises\nT1,phishing,deliberate,external,C;I\n"),
//!     Source::new("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T2,very high,Eva\n"),
//! ];
//! let mut diagnostics = Diagnostics::new();
//! assert!(Registers::from_csv(&files, &Vocabulary::default(), &mut diagnostics).is_none());
//! assert_eq!(
//!     diagnostics.to_string(),
//!     "error: risks.csv:2: threat: `T2` is not the id of a threat in threats.csv\n  help: did you mean `T1`?\n"
//! );
//! ```

mod actions;
mod all;
mod amount;
mod assessments;
mod assets;
mod check;
mod checklist;
mod conflicts;
mod courses;
mod csv;
mod dated;
mod described;
mod directory;
mod facets;
mod handling;
mod incidents;
mod index;
mod intent;
mod json;
mod labelled;
mod links;
mod measures;
mod mechanisms;
mod not_applicable;
mod people;
mod principles;
mod questions;
mod ratings;
mod record;
mod report;
mod risks;
mod scope;
#[cfg(feature = "cli")]
mod sheet;
mod source;
mod steady;
mod survey;
mod texts;
mod threats;
mod trainings;
mod vocabulary;
mod ways;
mod words;

pub use actions::Action;
pub use amount::{Amount, AmountError};
pub use assessments::ManagerAssessment;
pub use assets::Asset;
pub use checklist::ChecklistAnswer;
pub use conflicts::Conflict;
pub use courses::Course;
pub use dated::Dated;
pub use described::{Described, DescribedError};
pub use directory::Registers;
pub use facets::Facets;
pub use handling::HandlingStep;
pub use incidents::{Incident, MAX_RIGHTS};
pub use measures::Measure;
pub use mechanisms::MechanismEntry;
pub use not_applicable::NotApplicable;
pub(crate) use people::People;
pub use people::Person;
pub use principles::Principle;
pub use questions::Question;
pub use ratings::ImpactRatings;
pub(crate) use record::Record;
pub use risks::{Exception, Risk};
pub use source::{MAX_FILE_BYTES, Source};
pub use survey::SurveyAnswer;
#[cfg(feature = "scripting")]
pub(crate) use texts::is_forbidden;
pub(crate) use texts::is_hidden;
pub use threats::Threat;
pub use trainings::Training;
pub use vocabulary::{FacetKind, FacetSpec, FacetValue, TeamStanding, Vocabulary};
#[cfg(feature = "exchange")]
pub(crate) use words::did_you_mean;
pub(crate) use words::outline;
pub use words::{fold, nearest};

#[cfg(feature = "exchange")]
pub(crate) use {
    csv::{MAX_COLUMNS, Writer as CsvWriter, line_ends},
    directory::RESULTS,
    json::explain_json,
    record::plain_rows,
};

#[cfg(any(feature = "cli", feature = "exchange"))]
pub(crate) use directory::FILES;
#[cfg(all(feature = "cli", feature = "exchange"))]
pub(crate) use record::PlainRow;
#[cfg(feature = "cli")]
pub(crate) use {
    intent::{Intent, TOGETHER},
    sheet::{MissingColumns, Sheet},
    source::bytes_up_to,
    ways::Holders,
};

#[cfg(test)]
mod tests;
