//! The organisation: its orientation (domain.md E1), how often it reviews its risks, and the aim and scope of its management system (domain.md A1).

use super::Reading;
use super::item::Item;
use super::report::{Topic, wrong};
use super::section::{ISMS, ORGANISATION, REVIEW, Section};
use crate::date;
use plimsoll_core::Day;

/// The orientation where the policy says nothing, as it is written: between deny by default and anytime-anywhere.
const MIDDLE: u16 = 3;

/// The aim and scope of the information security management system (domain.md A1). What is not stated is empty.
///
/// An asset whose `scope` is none of the subjects is out of scope, and so are its risks
/// ([`Registers::in_scope_of`](crate::registers::Registers::in_scope_of)). All this stands in `policy.toml` alone: a compiled policy does not
/// hold it, and under one everything is in scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Isms {
    /// What it is for.
    pub aim: String,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub until: Option<Day>,
    /// Who realises it.
    pub realised_by: String,
    /// Whom it concerns.
    pub stakeholders: Vec<String>,
    /// The departments, teams, services or processes in scope; everything, if there are none.
    pub subjects: Vec<String>,
}

impl Reading<'_, '_> {
    /// `[organisation]`: the value of the orientation, from 0 (deny by default) to 4 (anytime-anywhere).
    pub(super) fn orientation(&mut self) -> u16 {
        self.report.turn_to(Topic::Rest);
        let section = self.root.one(&mut self.report, &ORGANISATION);
        let given: Option<u16> = section.integer(&mut self.report, "orientation", 1..=5);
        given.unwrap_or(MIDDLE).saturating_sub(1)
    }

    /// `[review]`: after how many months a risk is to be reviewed again.
    pub(super) fn review_months(&mut self) -> Option<u8> {
        self.report.turn_to(Topic::Rest);
        let section = self.root.one(&mut self.report, &REVIEW);
        section.integer(&mut self.report, "months", 1..=120)
    }

    /// `[isms]`.
    pub(super) fn isms(&mut self) -> Isms {
        self.report.turn_to(Topic::Rest);
        let section = self.root.one(&mut self.report, &ISMS);
        let isms = Isms {
            aim: section.remark(&mut self.report, "aim"),
            from: section.item("from").and_then(|item| self.day(&item)),
            until: section.item("until").and_then(|item| self.day(&item)),
            realised_by: section.remark(&mut self.report, "realised_by"),
            stakeholders: self.listed(&section, "stakeholders"),
            subjects: self.listed(&section, "subjects"),
        };
        let ends_early = isms.from.zip(isms.until).filter(|(from, until)| until < from);
        if let (Some((from, _)), Some(item)) = (ends_early, section.item("until")) {
            self.report.push(&item.span, item.wrong(format!("is before {from}, the first day")));
        }
        isms
    }

    fn listed(&mut self, section: &Section<'_>, key: &str) -> Vec<String> {
        let item = section.item(key);
        item.and_then(|item| item.names(&mut self.report, key, 0..=super::item::MAX_ROWS)).unwrap_or_default()
    }

    /// A day, as a date of TOML or as text.
    fn day(&mut self, item: &Item<'_>) -> Option<Day> {
        match date::parse(&item.shown()) {
            Ok(day) => Some(day),
            Err(error) => {
                let bad = wrong(item.key, "is not a day").found(item.shown()).help(error.to_string());
                self.report.push(&item.span, bad);
                None
            }
        }
    }
}
