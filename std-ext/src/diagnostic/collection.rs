//! All that is wrong in all files.

use super::{Diagnostic, Severity};
use serde::{Serialize, Serializer};
use std::fmt;

/// The most errors, and the most other diagnostics, that are shown; all are counted.
pub const MAX_SHOWN: usize = 100;

/// The most errors, and the most other diagnostics, that are kept in memory; all are counted.
pub const MAX_KEPT: usize = 1000;

/// The [`Diagnostic`]s of all files: in order of the files as they were announced, then of lines, then as they were found.
///
/// However many there are, memory stays bounded: the first [`MAX_KEPT`] errors in that order are kept, and as many
/// warnings and notes; the rest are counted.
///
/// ```
/// use plimsoll::diagnostic::{Diagnostic, Diagnostics};
/// let mut all = Diagnostics::new();
/// all.announce("assets.csv");
/// all.push(Diagnostic::error("risks.csv", "is empty"));
/// all.push(Diagnostic::error("assets.csv", "is empty"));
/// assert!(all.is_error());
/// assert_eq!(all.to_string(), "error: assets.csv: is empty\nerror: risks.csv: is empty\n");
/// assert_eq!(serde_json::to_value(&all)?["total"], 2);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    files: Vec<String>,
    errors: Kept,
    others: Kept,
}

impl Diagnostics {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Fixes the place of a file in the order; files not announced follow in the order of their first diagnostics.
    pub fn announce(&mut self, file: &str) {
        self.rank(file);
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let (file, line) = (diagnostic.file.clone(), diagnostic.line);
        self.push_with(diagnostic.severity, &file, line, Basis::Facts, || diagnostic);
    }

    /// Adds several.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Counts one, and makes it only if it is among those that are kept.
    pub(crate) fn push_with(
        &mut self,
        severity: Severity,
        file: &str,
        line: Option<usize>,
        basis: Basis,
        make: impl FnOnce() -> Diagnostic,
    ) {
        let rank = self.rank(file);
        self.kept_mut(severity).push((rank, line.unwrap_or(0)), basis, || make().made_harmless());
    }

    /// Forgets what follows only from the words of the policy: where there is no policy to read, those words are not known, and
    /// registers should not be told off for them.
    pub(crate) fn keep_independent_of_policy(&mut self) {
        self.errors.keep_independent_of_policy();
        self.others.keep_independent_of_policy();
    }

    /// Adds all of another collection.
    pub fn append(&mut self, other: Self) {
        let ranks: Vec<usize> = other.files.iter().map(|file| self.rank(file)).collect();
        let rank = |old: usize| ranks.get(old).copied().unwrap_or(usize::MAX);
        self.errors.append(other.errors, rank);
        self.others.append(other.others, rank);
    }

    /// Adds what was found in one of several directories, whose files have the same names: with the directory before them.
    #[cfg(any(feature = "cli", feature = "scripting"))]
    pub(crate) fn append_from(&mut self, directory: &std::path::Path, found: &Self) {
        self.extend(found.iter().map(|diagnostic| {
            let mut diagnostic = diagnostic.clone();
            if directory.is_dir() {
                diagnostic.file = directory.join(&diagnostic.file).display().to_string();
            }
            diagnostic
        }));
    }

    /// Whether there is any error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.errors.total > 0
    }

    /// Whether there is nothing at all, not even a note.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.total == 0 && self.others.total == 0
    }

    /// How many errors there are, kept or not.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors.total
    }

    /// How many warnings and notes there are, kept or not.
    #[must_use]
    pub fn warnings_and_notes(&self) -> usize {
        self.others.total
    }

    /// Those that are kept: errors first, then warnings and notes, each in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.errors.in_order().into_iter().chain(self.others.in_order())
    }

    /// Those that are shown, with the number of those left out: errors, then warnings and notes.
    pub(super) fn shown(&self) -> [(Vec<&Diagnostic>, usize); 2] {
        [&self.errors, &self.others].map(Kept::shown)
    }

    fn kept_mut(&mut self, severity: Severity) -> &mut Kept {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning | Severity::Note => &mut self.others,
        }
    }

    fn rank(&mut self, file: &str) -> usize {
        self.files.iter().position(|known| known == file).unwrap_or_else(|| {
            self.files.push(file.to_owned());
            self.files.len().saturating_sub(1)
        })
    }
}

/// The plain text form, each as its own [`Display`](fmt::Display) says, at most [`MAX_SHOWN`] of each sort.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (shown, left_out) in self.shown() {
            for diagnostic in shown {
                writeln!(f, "{diagnostic}")?;
            }
            if left_out > 0 {
                writeln!(f, "... and {} more", grouped(left_out))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// What a command tells in JSON, on standard error, when it ends with 2.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct DiagnosticsView<'a> {
    /// The errors, at most 100 of them.
    errors: Vec<&'a Diagnostic>,
    /// How many errors there are.
    total: usize,
    /// Warnings and notes, at most 100 of them.
    warnings: Vec<&'a Diagnostic>,
    /// How many warnings and notes there are.
    total_warnings: usize,
}

/// `{"errors": [..], "total": n, "warnings": [..], "total_warnings": n}`: the lists hold at most [`MAX_SHOWN`], the totals
/// count all, and `warnings` holds notes as well.
impl Serialize for Diagnostics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [(errors, _), (warnings, _)] = self.shown();
        let (total, total_warnings) = (self.errors.total, self.others.total);
        DiagnosticsView { errors, total, warnings, total_warnings }.serialize(serializer)
    }
}

/// A number with its thousands set apart by commas.
pub(crate) fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && digits.len().saturating_sub(position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a diagnostic follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// What the files themselves say.
    Facts,
    /// What the policy's words say of them: its scales, facets, obligations, kinds and levels.
    Words,
}

/// Where a diagnostic stands: rank of the file, line, turn in which it was found.
type Place = (usize, usize, usize);

#[derive(Clone, Debug, Default)]
struct Kept {
    items: Vec<(Place, Basis, Diagnostic)>,
    total: usize,
    /// How many of the total follow from the words of the policy.
    of_words: usize,
    /// What stands here or later is not among the first [`MAX_KEPT`].
    full_from: Option<Place>,
}

impl Kept {
    fn push(&mut self, (rank, line): (usize, usize), basis: Basis, make: impl FnOnce() -> Diagnostic) {
        let place = (rank, line, self.total);
        self.total = self.total.saturating_add(1);
        self.of_words = self.of_words.saturating_add(usize::from(basis == Basis::Words));
        if self.full_from.is_none_or(|full| place < full) {
            self.items.push((place, basis, make()));
            self.compact();
        }
    }

    fn append(&mut self, other: Self, rank: impl Fn(usize) -> usize) {
        for ((old_rank, line, turn), basis, diagnostic) in other.items {
            self.items.push(((rank(old_rank), line, self.total.saturating_add(turn)), basis, diagnostic));
        }
        self.total = self.total.saturating_add(other.total);
        self.of_words = self.of_words.saturating_add(other.of_words);
        self.compact();
    }

    fn keep_independent_of_policy(&mut self) {
        self.items.retain(|(_, basis, _)| *basis == Basis::Facts);
        self.total = self.total.saturating_sub(self.of_words);
        self.of_words = 0;
    }

    /// Drops what is surplus once there is twice as much as is kept, so that each push costs little.
    fn compact(&mut self) {
        if self.items.len() >= MAX_KEPT.saturating_mul(2) {
            self.items.sort_by_key(|(place, ..)| *place);
            self.items.truncate(MAX_KEPT);
            self.full_from = self.items.last().map(|(place, ..)| *place);
        }
    }

    fn in_order(&self) -> Vec<&Diagnostic> {
        let mut items: Vec<_> = self.items.iter().collect();
        items.sort_by_key(|(place, ..)| *place);
        items.into_iter().take(MAX_KEPT).map(|(.., diagnostic)| diagnostic).collect()
    }

    fn shown(&self) -> (Vec<&Diagnostic>, usize) {
        let mut shown = self.in_order();
        shown.truncate(MAX_SHOWN);
        let left_out = self.total.saturating_sub(shown.len());
        (shown, left_out)
    }
}
