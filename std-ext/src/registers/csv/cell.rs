//! The cells of one row as values.

use super::header::Col;
use super::rows::Row;
use super::write::unguarded;
use crate::date;
use crate::diagnostic::Diagnostic;
use crate::registers::amount::Amount;
use crate::registers::facets::Facets;
use crate::registers::labelled::Labelled;
use crate::registers::report::{Reporter, problem};
use crate::registers::vocabulary::{BOOLEANS, Vocabulary, boolean};
use crate::registers::words::{did_you_mean, meant, nearest, position, same};
use plimsoll_core::{Day, EscalationLevel, Quarter};
use std::sync::Arc;

/// The cells of one row. Each reading returns `None` for an empty cell and for one that is wrong, which is then reported.
#[derive(Debug)]
pub(crate) struct Cells<'c, 'r, 'a> {
    row: &'c Row,
    facets: &'c [(usize, Arc<str>)],
    pub(crate) words: &'c Vocabulary,
    pub(crate) report: Reporter<'r, 'a>,
}

impl<'c, 'r, 'a> Cells<'c, 'r, 'a> {
    pub(crate) fn new(
        row: &'c Row,
        facets: &'c [(usize, Arc<str>)],
        words: &'c Vocabulary,
        report: Reporter<'r, 'a>,
    ) -> Self {
        Self { row, facets, words, report }
    }

    /// The cell of a column without the blanks around it and without the apostrophe that guards spreadsheets; empty if the
    /// file has no such column.
    pub(crate) fn raw(&self, column: Col) -> &'c str {
        column.at.map_or("", |at| self.at(at))
    }

    fn at(&self, at: usize) -> &'c str {
        self.row.cells.get(at).map_or("", |cell| unguarded(cell.trim()))
    }

    pub(crate) fn text(&self, column: Col) -> String {
        self.raw(column).to_owned()
    }

    pub(crate) fn optional_text(&self, column: Col) -> Option<String> {
        Some(self.raw(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A member of a closed list that must be given. The first member stands in for one that is not.
    pub(crate) fn label<T: Labelled>(&mut self, column: Col) -> Option<T> {
        if column.at.is_some() && self.raw(column).is_empty() {
            self.report.error(column.name, || {
                problem("is empty; it must be given").valid(T::LABELS.iter().copied())
            });
        }
        self.optional_label(column)
    }

    /// A member of a closed list that may be given.
    pub(crate) fn optional_label<T: Labelled>(&mut self, column: Col) -> Option<T> {
        self.optional_label_or(column, &[])
    }

    /// [`Self::optional_label`] with further spellings.
    pub(crate) fn optional_label_or<T: Labelled>(
        &mut self,
        column: Col,
        more: &[(&str, &'static str)],
    ) -> Option<T> {
        let text = self.raw(column);
        if text.is_empty() { None } else { self.member(column, text, more) }
    }

    /// Members of a closed list, separated by `;`; each once.
    pub(crate) fn labels<T: Labelled>(&mut self, column: Col) -> Vec<T> {
        let texts = self.raw(column).split(';').map(str::trim).filter(|text| !text.is_empty());
        texts.filter_map(|text| self.member(column, text, &[])).collect()
    }

    /// The member that a text stands for.
    fn member<T: Labelled>(&mut self, column: Col, text: &str, more: &[(&str, &'static str)]) -> Option<T> {
        let member = |text: &str| position(text, T::LABELS).and_then(|at| T::MEMBERS.get(at)).copied();
        let alias =
            || T::ALIASES.iter().chain(more).find(|(alias, _)| same(alias, text)).map(|(_, label)| *label);
        let found = member(text).or_else(|| alias().and_then(member));
        if found.is_none() {
            self.report.error(column.name, || {
                problem(format!("is not {}", T::WHAT))
                    .found(text)
                    .valid(T::LABELS.iter().copied())
                    .maybe_help(did_you_mean(meant(text, T::LABELS)))
            });
        }
        found
    }

    pub(crate) fn boolean(&mut self, column: Col) -> Option<bool> {
        self.read(column, boolean, |text| {
            let words: Vec<&str> = BOOLEANS.iter().map(|(word, _)| *word).collect();
            let near = meant(text, &words);
            problem("is neither true nor false").valid(words).maybe_help(did_you_mean(near))
        })
    }

    /// [`Self::boolean`] in a column that must be there and filled.
    pub(crate) fn required_boolean(&mut self, column: Col) -> Option<bool> {
        self.must(column);
        self.boolean(column)
    }

    pub(crate) fn date(&mut self, column: Col) -> Option<Day> {
        self.read(
            column,
            |text| date::parse(text).ok(),
            |text| {
                let why = date::parse(text).err().map(|error| error.to_string());
                problem("is not a date").valid(["year-month-day, such as 2026-11-20"]).maybe_help(why)
            },
        )
    }

    /// [`Self::date`] in a column that must be there and filled.
    pub(crate) fn required_date(&mut self, column: Col) -> Option<Day> {
        self.must(column);
        self.date(column)
    }

    pub(crate) fn amount(&mut self, column: Col) -> Option<Amount> {
        self.read(
            column,
            |text| text.parse().ok(),
            |text| {
                let why = text.parse::<Amount>().err().map(|error| error.to_string());
                problem("is not an amount").valid(["a decimal number, such as 1250.50"]).maybe_help(why)
            },
        )
    }

    /// A whole number; whether it is within the range that the policy sets is for others to check.
    pub(crate) fn integer<T: std::str::FromStr>(&mut self, column: Col, valid: &str) -> Option<T> {
        self.read(
            column,
            |text| text.parse().ok().filter(|_| is_digits(text)),
            |_| problem("is not a whole number in range").valid([valid]),
        )
    }

    /// A quarter in a column that must be there and filled.
    pub(crate) fn quarter(&mut self, column: Col) -> Option<Quarter> {
        self.must(column);
        self.read(
            column,
            |text| text.parse().ok(),
            |_| problem("is not a quarter").valid(["year and quarter, such as 2026-Q3"]),
        )
    }

    /// A level of escalation that core can hold; whether the policy has it is for others to check.
    pub(crate) fn escalation_level(&mut self, column: Col) -> Option<EscalationLevel> {
        let levels = format!("1 to {}", self.words.levels);
        let number = self.integer::<u8>(column, &levels)?;
        let level = EscalationLevel::new(number);
        if level.is_none() {
            self.report.error(column.name, || {
                problem("is not a level of escalation").found(number.to_string()).valid([levels])
            });
        }
        level
    }

    /// A level of a scale: its name, or its number from 1.
    pub(crate) fn rating(&mut self, column: Col, scale: &[String]) -> Option<u8> {
        let named = |text: &str| {
            // A number is no name, unless the scale has numbers for names.
            let is_name = !is_digits(text) || scale.iter().any(|name| name == text);
            if is_name { position(text, scale).map(|at| at.saturating_add(1)) } else { None }
        };
        let number =
            |text: &str| text.parse::<usize>().ok().filter(|number| (1..=scale.len()).contains(number));
        let level =
            |text: &str| named(text).or_else(|| number(text)).and_then(|number| u8::try_from(number).ok());
        let text = self.raw(column);
        let found = if text.is_empty() { return None } else { level(text) };
        if found.is_none() {
            self.report.error_of_words(column.name, || {
                let numbers = format!("or 1 to {}", scale.len());
                let near = nearest(text, scale.iter().map(String::as_str));
                problem("is not a level of the scale")
                    .found(text)
                    .valid(scale.iter().cloned().chain([numbers]))
                    .maybe_help(did_you_mean(near))
            });
        }
        found
    }

    /// The entries of a list, separated by `;`.
    pub(crate) fn list(&self, column: Col) -> Vec<String> {
        let entries = self.raw(column).split(';').map(str::trim);
        entries.filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
    }

    /// The cells of the columns that the register does not know, without empty ones.
    pub(crate) fn facets(&self) -> Facets {
        let mut facets = Facets::NONE;
        for (at, name) in self.facets {
            let text = self.at(*at);
            if !text.is_empty() {
                facets.push_last(name, text.to_owned());
            }
        }
        facets
    }

    /// Reports an empty cell in a column that must be filled.
    pub(crate) fn must(&mut self, column: Col) {
        if column.at.is_some() && self.raw(column).is_empty() {
            self.report.error(column.name, || problem("is empty; it must be given"));
        }
    }

    /// Reads a cell that is not empty; what is wrong is completed with the text found.
    pub(crate) fn read<T>(
        &mut self,
        column: Col,
        read: impl FnOnce(&str) -> Option<T>,
        wrong: impl FnOnce(&str) -> Diagnostic,
    ) -> Option<T> {
        let text = self.raw(column);
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            self.report.error(column.name, || wrong(text).found(text));
        }
        value
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
