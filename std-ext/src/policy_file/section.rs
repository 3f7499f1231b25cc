//! The tables of a policy file, the keys that each may have, and how they are looked up.

use super::FILE;
use super::item::{Item, MAX_ROWS, in_order};
use super::report::{Report, Span, wrong};
use crate::registers::fold;
use plimsoll_core::policy::Reason;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::de::{DeTable, DeValue};

/// A table that a policy may have.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// How its header is written.
    pub(super) header: &'static str,
    /// The keys that it may have.
    pub(super) keys: &'static [&'static str],
}

macro_rules! tables {
    ($( $name:ident = $header:literal $text:literal [ $( $key:literal ),* ]; )+) => {
        $( pub(super) static $name: Table =
            Table { name: $text, header: $header, keys: &[ $( $key ),* ] }; )+
        /// Every table.
        pub(super) static ALL: &[&Table] = &[ $( &$name ),+ ];
    };
}

tables! {
    POLICY = "[policy]" "policy" ["name", "version", "author", "approver", "description"];
    SCALE = "[scale]" "scale" ["impact", "likelihood"];
    MATRIX = "[matrix]" "matrix" ["kind", "grid", "monotone"];
    BAND = "[[band]]" "band" ["name", "colour", "up_to"];
    ACCEPTANCE = "[acceptance]" "acceptance" ["level", "no_actions", "estimate", "cia_floor", "derives_from"];
    LIMIT = "[[limit]]" "limit" ["level", "where", "reason", "derives_from"];
    OBLIGATION = "[[obligation]]" "obligation"
        ["name", "max_level", "forbids_acceptance", "reason", "derives_from"];
    FACET = "[[facet]]" "facet" ["name", "labels", "range", "bool", "default"];
    RESPONSE = "[[response]]" "response" ["when", "then", "reason", "derives_from"];
    INCIDENT = "[incident]" "incident" ["kinds"];
    TEAM = "[[team]]" "team" ["name", "level", "rights", "staffed", "next"];
    ROUTE = "[[route]]" "route" ["when", "to", "consult", "channel", "reason", "derives_from"];
    TOOL = "[[tool]]" "tool" ["name", "purpose"];
    PLACEMENT = "[[placement]]" "placement" ["when", "tool", "then", "reason", "derives_from"];
    QUESTION = "[[question]]" "question" ["name", "text", "topic", "answers", "aligned"];
    ENVELOPE = "[envelope]" "envelope" ["max_raise", "max_lower", "may_loosen", "may_accept", "may_redirect",
        "where", "reason", "derives_from"];
    INVARIANT = "[[invariant]]" "invariant" ["name", "rule"];
    ORGANISATION = "[organisation]" "organisation" ["orientation"];
    REVIEW = "[review]" "review" ["months"];
    ISMS = "[isms]" "isms" ["aim", "from", "until", "realised_by", "stakeholders", "subjects"];
}

/// The file as a whole.
#[derive(Debug)]
pub(super) struct Root<'d>(&'d DeTable<'d>);

impl<'d> Root<'d> {
    /// The tables of a file; those that no policy has are reported.
    pub(super) fn new(report: &mut Report<'_>, table: &'d DeTable<'d>) -> Self {
        for (span, item) in in_order(table) {
            if !ALL.iter().any(|known| known.name == item.key) {
                let help = report.suggest(item.key, ALL.iter().map(|table| table.name));
                let unknown = wrong(item.key, "is not a table of a policy");
                report.push(&span, unknown.valid(ALL.iter().map(|table| table.name)).maybe_help(help));
            }
        }
        Self(table)
    }

    fn get(&self, table: &Table) -> Option<Item<'d>> {
        self.0.get_key_value(table.name).map(|(key, value)| Item::new(key.get_ref(), value))
    }

    /// Whether the file has a table, sound or not.
    pub(super) fn states(&self, table: &Table) -> bool {
        self.get(table).is_some()
    }

    /// The texts that the rows of a table give under a key, folded; `None` if anything else stands there. Nothing is reported.
    pub(super) fn texts(&self, table: &Table, key: &str) -> Option<BTreeSet<String>> {
        let Some(item) = self.get(table) else { return Some(BTreeSet::new()) };
        let DeValue::Array(rows) = item.value else { return None };
        let mut texts = BTreeSet::new();
        for row in rows {
            if let Some(value) = row.get_ref().as_table()?.get(key) {
                texts.insert(fold(value.get_ref().as_str()?));
            }
        }
        Some(texts)
    }

    /// A table that is given once, or not at all.
    pub(super) fn one(&self, report: &mut Report<'_>, table: &'static Table) -> Section<'d> {
        let Some(item) = self.get(table) else { return Section { table, span: 0..0, entries: None } };
        match item.value {
            DeValue::Table(entries) => Section::new(report, table, item.span, entries),
            _ => {
                let once = wrong(item.key, "is not one table").help(format!("write {}, once", table.header));
                report.push(&item.span, once);
                Section { table, span: item.span, entries: None }
            }
        }
    }

    /// A table that is given any number of times: its rows.
    pub(super) fn rows(&self, report: &mut Report<'_>, table: &'static Table) -> Vec<Section<'d>> {
        let Some(item) = self.get(table) else { return Vec::new() };
        let DeValue::Array(rows) = item.value else {
            let help = format!("write [[{}]]", table.name);
            report.push(&item.span, wrong(item.key, "is not a list of tables").help(help));
            return Vec::new();
        };
        if let Some(surplus) = rows.get(MAX_ROWS) {
            let message = format!("has {} rows", rows.len());
            let valid = format!("at most {MAX_ROWS} rows");
            report.push(&surplus.span(), wrong(item.key, message).valid([valid]));
        }
        let mut sections = Vec::new();
        for row in rows.iter().take(MAX_ROWS) {
            match row.get_ref() {
                DeValue::Table(entries) => sections.push(Section::new(report, table, row.span(), entries)),
                _ => {
                    let help = format!("write [[{}]]", table.name);
                    report.push(&row.span(), Item::new(item.key, row).wrong("is not a table").help(help));
                }
            }
        }
        sections
    }

    /// A table that is given once or as rows.
    pub(super) fn one_or_rows(&self, report: &mut Report<'_>, table: &'static Table) -> Vec<Section<'d>> {
        match self.get(table) {
            Some(item) if item.value.is_table() => vec![self.one(report, table)],
            _ => self.rows(report, table),
        }
    }
}

/// One table, or one row of one.
#[derive(Debug)]
pub(super) struct Section<'d> {
    table: &'static Table,
    /// The place of the header, or of the whole where it is written inline.
    pub(super) span: Span,
    entries: Option<&'d DeTable<'d>>,
}

impl<'d> Section<'d> {
    fn new(report: &mut Report<'_>, table: &'static Table, span: Span, entries: &'d DeTable<'d>) -> Self {
        for (span, item) in in_order(entries) {
            if !table.keys.contains(&item.key) {
                let unknown = wrong(item.key, format!("is not a key of {}", table.header));
                let help = report.suggest(item.key, table.keys.iter().copied());
                report.push(&span, unknown.valid(table.keys.iter().copied()).maybe_help(help));
            }
        }
        Self { table, span, entries: Some(entries) }
    }

    /// Whether the file has it.
    pub(super) fn is_present(&self) -> bool {
        self.entries.is_some()
    }

    /// How its header is written.
    pub(super) fn header(&self) -> &'static str {
        self.table.header
    }

    /// The value of a key.
    pub(super) fn item(&self, key: &str) -> Option<Item<'d>> {
        debug_assert!(self.table.keys.contains(&key), "{key} of {}", self.table.header);
        self.entries?.get_key_value(key).map(|(key, value)| Item::new(key.get_ref(), value))
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, report: &mut Report<'_>, key: &str) -> Option<Item<'d>> {
        let item = self.item(key);
        if item.is_none() {
            let help = format!("give {key} in {}", self.table.header);
            report.push_linked(&self.span, wrong(key, "is missing").help(help));
        }
        item
    }

    /// A text that must be there.
    pub(super) fn need_text(&self, report: &mut Report<'_>, key: &str) -> Option<&'d str> {
        self.need(report, key)?.text(report)
    }

    /// A text that may be empty or absent.
    pub(super) fn remark(&self, report: &mut Report<'_>, key: &str) -> String {
        let text = self.item(key).and_then(|item| item.any_text(report));
        text.unwrap_or_default().to_owned()
    }

    /// An integer of a range, if given.
    pub(super) fn integer<T: TryFrom<i64>>(
        &self,
        report: &mut Report<'_>,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<T> {
        self.item(key)?.integer(report, range)
    }

    /// True or false, if given.
    pub(super) fn boolean(&self, report: &mut Report<'_>, key: &str) -> Option<bool> {
        self.item(key)?.boolean(report)
    }

    /// Why a row holds, in its own words, and what it derives from.
    pub(super) fn reason(&self, report: &mut Report<'_>) -> Reason {
        Reason {
            source: FILE.into(),
            line: report.short_line(&self.span),
            rule: String::new(),
            text: self.remark(report, "reason"),
            principle: self.remark(report, "derives_from"),
        }
    }
}
