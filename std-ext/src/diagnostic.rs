//! What is wrong with what was read, said so that a person can put it right.
//!
//! Everything that reads files adds [`Diagnostic`]s to one [`Diagnostics`], so that all errors of all files are told
//! together: each with file, line, column, what was found and what is valid. Text from files is made harmless for
//! terminals here, once, whatever shows it later.

mod collection;
#[cfg(feature = "cli")]
mod drawing;
mod harmless;
mod snippet;

pub(crate) use collection::Basis;
#[cfg(test)]
pub(crate) use collection::DiagnosticsView;
#[cfg(feature = "scripting")]
pub(crate) use collection::grouped;
pub use collection::{Diagnostics, MAX_KEPT, MAX_SHOWN};
#[cfg(feature = "cli")]
pub use drawing::Look;
pub use harmless::{MAX_VALUE, harmless, harmless_sentence};
pub(crate) use harmless::{harmless_to, is_deceptive};
pub use snippet::Snippet;

use plimsoll_core::policy::Property;
use serde::Serialize;
use std::fmt;

/// How much a [`Diagnostic`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is assessed until this is put right.
    Error,
    /// Probably not what was meant; it is read all the same.
    Warning,
    /// Worth knowing.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One thing that is wrong, or worth knowing, in one place of one file.
///
/// ```
/// use plimsoll::diagnostic::Diagnostic;
/// let wrong = Diagnostic::error("risks.csv", "is not a status")
///     .line(12)
///     .field("status")
///     .found("opne")
///     .valid(["to_treat", "to_supervise", "open", "closed"])
///     .help("did you mean `open`?");
/// assert_eq!(
///     wrong.to_string(),
///     "error: risks.csv:12: status: `opne` is not a status\n  \
///      valid: to_treat, to_supervise, open, closed\n  \
///      help: did you mean `open`?"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The name of the file, as the reader of the message knows it.
    pub file: String,
    /// The line, counted from 1; `None` for the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in characters, counted from 1, where lines are not made of fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The name of the column (CSV) or key (JSON, TOML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong; reads on after the value found, if there is one: "is not a status".
    pub message: String,
    /// The value found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The values that would do, or a description of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub valid: Vec<String>,
    /// What to do about it, such as the nearest valid value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The line itself, with the place marked.
    #[serde(skip)]
    pub snippet: Option<Snippet>,
    /// What it breaks of what a policy is proved to be, if that is what is wrong.
    #[serde(skip)]
    pub breaks: Option<Property>,
}

impl Diagnostic {
    /// Something of a severity in a file.
    #[must_use]
    pub fn new(severity: Severity, file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity,
            file: file.into(),
            line: None,
            column: None,
            field: None,
            message: message.into(),
            found: None,
            valid: Vec::new(),
            help: None,
            snippet: None,
            breaks: None,
        }
    }

    /// An error in a file.
    #[must_use]
    pub fn error(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, message)
    }

    /// A warning about a file.
    #[must_use]
    pub fn warning(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, message)
    }

    /// A note about a file.
    #[must_use]
    pub fn note(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, file, message)
    }

    /// At this line, counted from 1.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// At this character of the line, counted from 1.
    #[must_use]
    pub fn column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    /// In the column or key of this name.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// With this value found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// With these values valid, or a description of them.
    #[must_use]
    pub fn valid<T: Into<String>>(mut self, valid: impl IntoIterator<Item = T>) -> Self {
        self.valid = valid.into_iter().map(Into::into).collect();
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With advice, if there is any.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// With the line shown.
    #[must_use]
    pub fn snippet(mut self, snippet: Snippet) -> Self {
        self.snippet = Some(snippet);
        self
    }

    /// Against this property of policies.
    #[must_use]
    pub fn breaking(mut self, property: Property) -> Self {
        self.breaks = Some(property);
        self
    }

    /// The message without the place: field, value found, what is wrong.
    #[must_use]
    pub fn headline(&self) -> String {
        let mut text = String::new();
        if let Some(field) = &self.field {
            text.push_str(field);
            text.push_str(": ");
        }
        if let Some(found) = &self.found {
            text.push('`');
            text.push_str(found);
            text.push_str("` ");
        }
        text.push_str(&self.message);
        text
    }

    /// The values that would do, as one line; at most 40 of them.
    #[must_use]
    pub fn valid_line(&self) -> Option<String> {
        const MOST: usize = 40;
        let shown = self.valid.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
        match self.valid.len().saturating_sub(MOST) {
            _ if shown.is_empty() => None,
            0 => Some(shown),
            more => Some(format!("{shown} and {more} more")),
        }
    }

    /// The same with every text from files harmless for terminals and of bounded length.
    fn made_harmless(mut self) -> Self {
        self.file = harmless(&self.file);
        self.field = self.field.map(|text| harmless(&text));
        self.found = self.found.map(|text| harmless(&text));
        self.valid = self.valid.iter().map(|text| harmless(text)).collect();
        self.message = harmless_to(&self.message, harmless::MAX_SENTENCE);
        self.help = self.help.map(|text| harmless_to(&text, harmless::MAX_SENTENCE));
        self
    }
}

/// The plain text form: the place and what is wrong, then what is valid and what to do on lines of their own.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}:", self.severity, self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if let Some(column) = self.column {
            write!(f, "{column}:")?;
        }
        write!(f, " {}", self.headline())?;
        if let Some(valid) = self.valid_line() {
            write!(f, "\n  valid: {valid}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
