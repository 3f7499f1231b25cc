//! A value of the file with its key and place, and what it may be.

use super::report::{Report, Span, wrong};
use crate::diagnostic::Diagnostic;
use crate::registers::{fold, is_hidden};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The most characters that a text may have.
pub(super) const MAX_TEXT: usize = 512;

/// The most entries that a list, and the most rows that a table, may have.
pub(super) const MAX_ROWS: usize = 4096;

/// A value with the key that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Item<'d> {
    pub(super) key: &'d str,
    pub(super) span: Span,
    pub(super) value: &'d DeValue<'d>,
}

impl<'d> Item<'d> {
    pub(super) fn new(key: &'d str, value: &'d Spanned<DeValue<'d>>) -> Self {
        Self { key, span: value.span(), value: value.get_ref() }
    }

    /// Something wrong with the value.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        wrong(self.key, message).found(self.shown())
    }

    /// The value as it is shown.
    pub(super) fn shown(&self) -> String {
        match self.value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(truth) => truth.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(_) => "[...]".into(),
            DeValue::Table(_) => "{ ... }".into(),
        }
    }

    /// A text that says something.
    pub(super) fn text(&self, report: &mut Report<'_>) -> Option<&'d str> {
        let text = self.any_text(report)?;
        if text.trim().is_empty() {
            report.push(&self.span, wrong(self.key, "is empty"));
            return None;
        }
        Some(text)
    }

    /// A text, be it empty: of bounded length, and of characters that are shown as they are.
    pub(super) fn any_text(&self, report: &mut Report<'_>) -> Option<&'d str> {
        let DeValue::String(text) = self.value else {
            report.push(&self.span, self.wrong("is not a text").help("write it in quotes"));
            return None;
        };
        let length = text.chars().count();
        if length > MAX_TEXT {
            let message = format!("has {length} characters");
            report
                .push(&self.span, wrong(self.key, message).valid([format!("at most {MAX_TEXT} characters")]));
            return None;
        }
        if let Some(letter) = text.chars().find(|letter| is_hidden(*letter)) {
            let message = format!("holds the character U+{:04X}, which cannot be seen", u32::from(letter));
            report.push(&self.span, self.wrong(message).help("remove it"));
            return None;
        }
        Some(text)
    }

    /// One of a closed list of words, by its position; `what` is what such a word is called.
    pub(super) fn choice(&self, report: &mut Report<'_>, what: &str, words: &[&str]) -> Option<usize> {
        let text = self.text(report)?;
        let found = words.iter().position(|word| fold(word) == fold(text));
        if found.is_none() {
            let help = report.suggest(text, words.iter().copied());
            let message = format!("is not {what}");
            report.push(&self.span, self.wrong(message).valid(words.iter().copied()).maybe_help(help));
        }
        found
    }

    /// An integer, if it is one that 64 bits hold.
    pub(super) fn number(&self) -> Option<i64> {
        match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
    }

    /// An integer of a range.
    pub(super) fn integer<T: TryFrom<i64>>(
        &self,
        report: &mut Report<'_>,
        range: RangeInclusive<i64>,
    ) -> Option<T> {
        let number = self.number();
        let fitting =
            number.filter(|number| range.contains(number)).and_then(|number| T::try_from(number).ok());
        if fitting.is_none() {
            let is_integer = matches!(self.value, DeValue::Integer(_));
            let message = if is_integer { "is out of range" } else { "is not a whole number" };
            let valid = format!("{} to {}", range.start(), range.end());
            report.push(&self.span, self.wrong(message).valid([valid]));
        }
        fitting
    }

    /// True or false.
    pub(super) fn boolean(&self, report: &mut Report<'_>) -> Option<bool> {
        let truth = match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => None,
        };
        if truth.is_none() {
            report.push(&self.span, self.wrong("is not true or false").valid(["true", "false"]));
        }
        truth
    }

    /// The entries of a list.
    pub(super) fn list(&self, report: &mut Report<'_>) -> Option<Vec<Self>> {
        let DeValue::Array(entries) = self.value else {
            report.push(&self.span, self.wrong("is not a list").help("write it in square brackets"));
            return None;
        };
        if let Some(surplus) = entries.get(MAX_ROWS) {
            let message = format!("has {} entries", entries.len());
            report.push(
                &surplus.span(),
                wrong(self.key, message).valid([format!("at most {MAX_ROWS} entries")]),
            );
            return None;
        }
        Some(entries.iter().map(|entry| Self::new(self.key, entry)).collect())
    }

    /// Texts that differ, of which there are so many; `what` is what they are called.
    pub(super) fn names(
        &self,
        report: &mut Report<'_>,
        what: &str,
        number: RangeInclusive<usize>,
    ) -> Option<Vec<String>> {
        let entries = self.list(report)?;
        if !number.contains(&entries.len()) {
            let message = format!("has {} {what}", entries.len());
            let valid = if *number.end() >= MAX_ROWS {
                format!("at least {}", number.start())
            } else {
                format!("{} to {}", number.start(), number.end())
            };
            report.push(&self.span, wrong(self.key, message).valid([valid]));
            return None;
        }
        let mut seen = Seen::default();
        let mut names = Some(Vec::new());
        for entry in &entries {
            match entry.text(report) {
                Some(name) if seen.is_new(report, entry, name, what) => {
                    if let Some(names) = &mut names {
                        names.push(name.to_owned());
                    }
                }
                _ => names = None,
            }
        }
        names
    }

    /// The keys and values of a table, in order of the file.
    pub(super) fn entries(&self, report: &mut Report<'_>) -> Option<Vec<(Span, Self)>> {
        let DeValue::Table(table) = self.value else {
            report.push(&self.span, self.wrong("is not a table").help("write { facet = \"value\" }"));
            return None;
        };
        Some(in_order(table))
    }
}

/// The keys and values of a table, with the place of each key, in order of the file.
pub(super) fn in_order<'d>(table: &'d DeTable<'d>) -> Vec<(Span, Item<'d>)> {
    let mut entries: Vec<_> =
        table.iter().map(|(key, value)| (key.span(), Item::new(key.get_ref(), value))).collect();
    entries.sort_by_key(|(span, _)| span.start);
    entries
}

/// Names that have been given, as they are compared.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeSet<String>);

impl Seen {
    /// Whether the name is not there yet; says so if it is. `what` is what such names are called.
    pub(super) fn is_new(
        &mut self,
        report: &mut Report<'_>,
        item: &Item<'_>,
        name: &str,
        what: &str,
    ) -> bool {
        let new = self.0.insert(fold(name));
        if !new {
            report.push(&item.span, item.wrong(format!("stands twice among the {what}")));
        }
        new
    }
}
