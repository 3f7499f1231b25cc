//! The policy as people write it: `policy.toml`, read to a [`Draft`] that compiles to a blob.
//!
//! Everything but `[policy]` is optional: what a file does not say is as in [`Draft::standard`]. There are two exceptions: a
//! product of fewer than five scores has one band per score, and once a file states a team, a standard team that it does not
//! state is there only if a route leads to it or a team passes on to it. Everything that is wrong is reported at once, with the
//! line, what was found and what is valid: syntax, unknown keys, values, words that mean nothing under this policy, and (from
//! the compiler) tables that miss a case, rows that never hold, bands that overlap.
//!
//! ```
//! use plimsoll::diagnostic::Diagnostics;
//! use plimsoll::policy_file::PolicyFile;
//! use plimsoll::registers::Source;
//! use plimsoll_core::Policy;
//! let text = r#"
//! [policy]
//! name = "ours"
//! version = "1.0.0"
//! author = "security governance"
//! approver = "chief risk officer"
//!
//! [[limit]]
//! level = 6
//! where = { asset_class = "intellectual_property" }
//! "#;
//! let mut diagnostics = Diagnostics::new();
//! let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics).ok_or("see diagnostics")?;
//! let blob = file.compile()?;
//! assert_eq!(Policy::verify(&blob)?.identity().name, "ours");
//!
//! let text = text.replace("intellectual_property", "inteligence");
//! assert!(PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics).is_none());
//! assert!(diagnostics.to_string().starts_with(
//!     "error: policy.toml:10:25: asset_class: `inteligence` is not a value of asset_class\n"
//! ));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod acceptance;
mod conditions;
mod document;
mod envelopes;
mod facets;
mod identity;
mod invariant;
mod item;
mod limits;
mod matrix;
mod organisation;
mod pattern;
mod placement;
mod places;
mod questions;
mod reading;
mod report;
mod responses;
mod routes;
mod scale;
#[cfg(test)]
pub(crate) mod schema;
mod section;
mod sources;
mod teams;

#[cfg(feature = "exchange")]
pub(crate) use facets::is_taken;
pub use invariant::Invariant;
pub use organisation::Isms;
pub use sources::sources_digest;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Source, Vocabulary};
use places::Places;
use plimsoll_core::policy::{Draft, Fault};
use reading::Reading;
use report::Report;
use std::collections::BTreeSet;

/// The name of the file, as reasons in decisions give it.
pub const FILE: &str = "policy.toml";

/// The most bytes that a policy file may have: 1 MiB. Each may be an error of its own, and all are counted.
pub const MAX_POLICY_BYTES: usize = 1024 * 1024;

/// What a `policy.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFile {
    /// The policy. Its sources are those of the file alone until rules are added ([`sources_digest`]).
    pub draft: Draft,
    /// The words that the registers may use.
    pub vocabulary: Vocabulary,
    /// The value of the facet `orientation`: from 0, deny by default, to 4, anytime-anywhere (domain.md E1).
    pub orientation: u16,
    /// After how many calendar months a risk is to be reviewed again (domain.md A12); 1 to 120, if it says so.
    pub review_months: Option<u8>,
    /// What must hold of every decision.
    pub invariants: Vec<Invariant>,
    /// The aim and scope of the management system.
    pub isms: Isms,
    /// What the policy says of itself.
    pub description: String,
    file: String,
    places: Places,
}

impl PolicyFile {
    /// Reads a policy file. `None` if anything is wrong with it, all of which is reported.
    pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (file, sound) = Self::understand(source, diagnostics)?;
        sound.then_some(file)
    }

    /// Reads as much of a policy file as can be understood, and whether that is all of it. What is wrong is reported; the words
    /// that are understood all the same let the registers be checked in the same go. `None` if the file is too large.
    pub fn understand(source: &Source, diagnostics: &mut Diagnostics) -> Option<(Self, bool)> {
        diagnostics.announce(&source.name);
        if source.text.len() > MAX_POLICY_BYTES {
            let message = format!("is larger than {} MiB", MAX_POLICY_BYTES / 1024 / 1024);
            diagnostics.push(Diagnostic::error(&source.name, message));
            return None;
        }
        let mut report = Report::new(source);
        let (first, errors) = document::tables(&source.text);
        let mended = document::mended(&source.text, &errors, &mut report);
        let table = match &mended {
            Some(text) => document::tables(text).0,
            None => first,
        };
        let (file, report) = Reading::new(report, &table).file(source);
        let mut found = report.finish();
        let told: BTreeSet<usize> = found.iter().filter_map(|wrong| wrong.line).collect();
        let untold = |wrong: &Diagnostic| wrong.line.is_none_or(|line| !told.contains(&line));
        found.extend(source.turned().filter(untold));
        let sound = !found.is_error();
        diagnostics.append(found);
        errors.is_empty().then_some((file, sound))
    }

    /// Compiles the policy to a blob that [`plimsoll_core::Policy::verify`] accepts. It may have been added to since it was
    /// read, for example with rules.
    ///
    /// # Errors
    /// Everything that is wrong with the policy as a whole, each at its line.
    #[expect(clippy::result_large_err, reason = "handed over once for a whole file")]
    pub fn compile(&self) -> Result<Vec<u8>, Diagnostics> {
        self.draft.compile().map_err(|faults| {
            let mut diagnostics = Diagnostics::new();
            diagnostics.extend(faults.iter().map(|fault| self.diagnostic(fault)));
            diagnostics
        })
    }

    /// What is wrong with the draft, at its line in the file.
    pub(crate) fn diagnostic(&self, fault: &Fault) -> Diagnostic {
        self.places.diagnostic(&self.file, &self.draft, fault)
    }
}

#[cfg(test)]
mod tests;
