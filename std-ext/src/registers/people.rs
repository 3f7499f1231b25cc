//! The register of people, `people.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::record::Record;
use super::report::Reporter;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use super::words::outline;
use crate::date::iso_option;
use plimsoll_core::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who may own assets and risks (domain.md A2, A12).
///
/// ```
/// use plimsoll::registers::Person;
/// use plimsoll_core::Day;
/// let person: Person =
///     serde_json::from_str(r#"{"id": "P1", "name": "head of sales", "left": "2026-11-20", "grants": ["A3"]}"#)?;
/// assert!(!person.has_left(Day(20_777)) && person.has_left(Day(20_778)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The id, unique in the register.
    pub id: String,
    /// What the other registers call the person, unless by the id. Two people may have one name.
    pub name: String,
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The unit of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The department within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What the person does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The manager, by id or by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// The first day of employment.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub hired: Option<Day>,
    /// The last day of employment.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub left: Option<Day>,
    /// Whether the person is an ambassador, with expert knowledge to share (D2); no if nothing is said.
    #[serde(default)]
    pub ambassador: bool,
    /// The ids of the assets that access was granted to (A2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<String>,
}

impl Person {
    /// Whether the last day of employment is over.
    #[must_use]
    pub fn has_left(&self, as_of: Day) -> bool {
        self.left.is_some_and(|left| left < as_of)
    }

    /// Whether a day lies in the employment, both ends of it included. Of an end that nobody wrote down, nothing is known that
    /// speaks against it.
    #[must_use]
    pub fn is_employed(&self, as_of: Day) -> bool {
        self.hired.is_none_or(|hired| hired <= as_of) && !self.has_left(as_of)
    }
}

/// The people of a register by what the other registers call them: an id, else a name, which several may have; whatever the
/// case, blanks and look-alike letters.
#[derive(Clone, Debug)]
pub(crate) struct People<'o> {
    people: &'o [Person],
    called: BTreeMap<String, Vec<usize>>,
    teams: BTreeSet<String>,
}

impl<'o> People<'o> {
    pub(crate) fn of(people: &'o [Person]) -> Self {
        let mut called: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (person, at) in people.iter().zip(0..) {
            called.entry(outline(&person.name)).or_default().push(at);
        }
        called.extend(people.iter().zip(0..).map(|(person, at)| (outline(&person.id), vec![at])));
        let teams = people.iter().filter_map(|person| person.team.as_deref()).map(outline).collect();
        Self { people, called, teams }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whoever may be meant, each with the position in the register.
    pub(crate) fn called(&self, name: &str) -> impl Iterator<Item = (usize, &'o Person)> + Clone {
        let meant = self.called.get(&outline(name)).map(Vec::as_slice).unwrap_or_default();
        meant.iter().filter_map(|at| Some((*at, self.people.get(*at)?)))
    }

    /// Whether somebody belongs to a team of this name, and nobody is called so.
    pub(crate) fn is_team(&self, name: &str) -> bool {
        self.teams.contains(&outline(name)) && self.called(name).next().is_none()
    }

    /// Whether two words may mean one person: somebody in the register, or else whoever is called so.
    pub(crate) fn may_be_one(&self, one: &str, other: &str) -> bool {
        let of_one = self.called(one).map(|(at, _)| at);
        let mut of_other = self.called(other).map(|(at, _)| at);
        of_other.any(|at| of_one.clone().any(|of_one| of_one == at)) || outline(one) == outline(other)
    }

    /// To whom somebody else reports, of those who are there: for each name of a manager the positions of all whom it may mean.
    pub(crate) fn managers(&self, is_there: impl Fn(&Person) -> bool) -> Vec<Vec<usize>> {
        // Whether somebody but the manager reports is known from two who do.
        let mut reporting: BTreeMap<String, (usize, Option<usize>)> = BTreeMap::new();
        for (at, person) in self.people.iter().enumerate().filter(|(_, person)| is_there(person)) {
            if let Some(manager) = &person.manager {
                let entry = reporting.entry(outline(manager)).or_insert((at, None));
                entry.1 = entry.1.or(Some(at).filter(|at| *at != entry.0));
            }
        }
        let meant = reporting.iter().map(|(name, (one, other))| {
            let is_other = |manager: usize| *one != manager || other.is_some();
            let called = self.called(name).filter(|(at, person)| is_there(person) && is_other(*at));
            called.map(|(at, _)| at).collect()
        });
        meant.collect()
    }

    /// What the people may be called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'o str> {
        self.people.iter().flat_map(|person| [person.id.as_str(), person.name.as_str()])
    }
}

pub(crate) struct Columns {
    id: Col,
    name: Col,
    team: Col,
    unit: Col,
    department: Col,
    region: Col,
    role: Col,
    manager: Col,
    hired: Col,
    left: Col,
    ambassador: Col,
    grants: Col,
}

impl Record for Person {
    const FILE: &'static str = "people.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "team",
        "unit",
        "department",
        "region",
        "role",
        "manager",
        "hired",
        "left",
        "ambassador",
        "grants",
    ];
    const KEEPS_FACETS: bool = false;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        Columns {
            id: header.required("id"),
            name: header.required("name"),
            team: header.optional("team"),
            unit: header.optional("unit"),
            department: header.optional("department"),
            region: header.optional("region"),
            role: header.optional("role"),
            manager: header.optional("manager"),
            hired: header.optional("hired"),
            left: header.optional("left"),
            ambassador: header.optional("ambassador"),
            grants: header.optional("grants"),
        }
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        Self {
            id: cells.text(columns.id),
            name: cells.text(columns.name),
            team: cells.optional_text(columns.team),
            unit: cells.optional_text(columns.unit),
            department: cells.optional_text(columns.department),
            region: cells.optional_text(columns.region),
            role: cells.optional_text(columns.role),
            manager: cells.optional_text(columns.manager),
            hired: cells.date(columns.hired),
            left: cells.date(columns.left),
            ambassador: cells.boolean(columns.ambassador).unwrap_or_default(),
            grants: cells.list(columns.grants),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.required("name", &mut self.name);
        texts.optional("team", &mut self.team);
        texts.optional("unit", &mut self.unit);
        texts.optional("department", &mut self.department);
        texts.optional("region", &mut self.region);
        texts.optional("role", &mut self.role);
        texts.optional("manager", &mut self.manager);
        texts.list("grants", &mut self.grants);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        check::column_of_people("unit", &mut self.unit, words, report);
        check::order(report, ("hired", self.hired), ("left", self.left));
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.name);
        row.value(self.team.as_ref());
        row.value(self.unit.as_ref());
        row.value(self.department.as_ref());
        row.value(self.region.as_ref());
        row.value(self.role.as_ref());
        row.value(self.manager.as_ref());
        row.value(self.hired);
        row.value(self.left);
        row.value(Some(self.ambassador));
        row.cell(&self.grants.join(";"));
    }
}
