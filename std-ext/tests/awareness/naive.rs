//! Random people, courses and trainings, counted in the plainest way.

use super::{Rows, day};
use plimsoll::awareness::{Awareness, Coverages};
use plimsoll::date::completed_months;
use plimsoll_core::{Coverage, Day};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const UNITS: [&str; 4] = ["", "sales", "Sales", "plant"];
const REGIONS: [&str; 3] = ["", "north", "far-south"];

#[derive(Clone, Debug)]
struct World {
    people: Vec<Someone>,
    courses: Vec<Course>,
    /// Person, course, days after the first of the calendar, passed.
    trainings: Vec<(usize, usize, i32, bool)>,
    as_of: Day,
}

#[derive(Clone, Debug)]
struct Someone {
    unit: usize,
    region: usize,
    hired: Option<Day>,
    left: Option<Day>,
}

#[derive(Clone, Debug)]
struct Course {
    mandatory: bool,
    within: i32,
    months: Option<u8>,
    unit: usize,
}

/// The first day of the little calendar in which all happens.
fn first() -> Day {
    day("2024-01-01")
}

/// A day of two years, of which one is a leap year.
fn some_day() -> impl Strategy<Value = i32> {
    prop_oneof![0..731, Just(59), Just(30), Just(365)]
}

fn someone() -> impl Strategy<Value = Someone> {
    (0..UNITS.len(), 0..REGIONS.len(), option::of(some_day()), option::of(some_day())).prop_map(
        |(unit, region, hired, left)| {
            let left = left.filter(|left| hired.is_none_or(|hired| hired <= *left));
            let at = |days: Option<i32>| days.map(|days| first().plus(days));
            Someone { unit, region, hired: at(hired), left: at(left) }
        },
    )
}

fn course() -> impl Strategy<Value = Course> {
    let within = prop_oneof![Just(1), Just(365), 1..500];
    (prop::bool::weighted(0.8), within, option::of(1..=14_u8), 0..UNITS.len())
        .prop_map(|(mandatory, within, months, unit)| Course { mandatory, within, months, unit })
}

fn world() -> impl Strategy<Value = World> {
    (vec(someone(), 1..7), vec(course(), 1..5), some_day())
        .prop_flat_map(|(people, courses, as_of)| {
            let training = (0..people.len(), 0..courses.len(), some_day(), prop::bool::weighted(0.8));
            (Just(people), Just(courses), vec(training, 0..30), Just(as_of))
        })
        .prop_map(|(people, courses, mut trainings, as_of)| {
            // Nobody is trained outside of the employment.
            trainings.retain(|(person, _, days, _)| {
                let (on, person) = (first().plus(*days), &people[*person]);
                person.hired.is_none_or(|hired| hired <= on) && person.left.is_none_or(|left| on <= left)
            });
            World { people, courses, trainings, as_of: first().plus(as_of) }
        })
}

impl World {
    fn rows(&self) -> Rows {
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let people = self.people.iter().enumerate().map(|(at, one)| {
            let (unit, region) = (UNITS[one.unit], REGIONS[one.region]);
            format!("P{at},name {at},,{unit},{region},,{},{},", text(one.hired), text(one.left))
        });
        let courses = self.courses.iter().enumerate().map(|(at, one)| {
            let months = one.months.map(|months| months.to_string()).unwrap_or_default();
            let mandatory = if one.mandatory { "yes" } else { "no" };
            format!("C{at},{mandatory},{},{months},{}", one.within, UNITS[one.unit])
        });
        let trainings = self.trainings.iter().map(|(person, course, days, passed)| {
            let passed = if *passed { "yes" } else { "no" };
            format!("P{person},C{course},{},{passed}", first().plus(*days))
        });
        Rows {
            people: people.collect(),
            courses: courses.collect(),
            trainings: trainings.collect(),
            ..Rows::default()
        }
    }

    /// Counts whoever is accepted, day by day where a day matters.
    fn count(&self, accepts: impl Fn(&Someone) -> bool) -> Coverage {
        let mut coverage = Coverage::default();
        for (person, someone) in self.people.iter().enumerate().filter(|(_, one)| accepts(one)) {
            let there = someone.hired.is_none_or(|hired| hired <= self.as_of)
                && someone.left.is_none_or(|left| self.as_of <= left);
            for (course, of) in self.courses.iter().enumerate() {
                let concerned = of.unit == 0 || UNITS[of.unit].eq_ignore_ascii_case(UNITS[someone.unit]);
                if !(there && of.mandatory && concerned) {
                    continue;
                }
                let taken: Vec<Day> = self
                    .trainings
                    .iter()
                    .filter(|training| (training.0, training.1, training.3) == (person, course, true))
                    .map(|training| first().plus(training.2))
                    .filter(|day| *day <= self.as_of)
                    .collect();
                // In force if any of those taken still is; lapsed on the day after the months are completed.
                let holds = |day: &Day| {
                    of.months
                        .is_none_or(|months| completed_months(*day, self.as_of.plus(-1)) < u32::from(months))
                };
                let in_time = someone
                    .hired
                    .is_some_and(|hired| (0..=of.within).any(|days| hired.plus(days) == self.as_of));
                if taken.iter().any(holds) {
                    coverage.in_force += 1;
                } else if taken.is_empty() && in_time {
                    coverage.pending += 1;
                } else {
                    coverage.overdue += 1;
                }
            }
        }
        coverage
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn coverages_are_those_of_a_naive_count(world in world()) {
        let organisation = world.rows().organisation();
        let coverages = Coverages::of(organisation.registers(), world.as_of);
        prop_assert_eq!(coverages.total(), world.count(|_| true));
        for unit in UNITS.iter().filter(|unit| !unit.is_empty()) {
            let expected = world.count(|one| UNITS[one.unit].eq_ignore_ascii_case(unit));
            prop_assert_eq!(coverages.of_unit(Some(unit)), expected);
        }
        for region in coverages.regions() {
            let name = region.name.as_deref().unwrap_or_default();
            prop_assert_eq!(region.coverage, world.count(|one| REGIONS[one.region] == name));
        }
        for groups in [coverages.units(), coverages.regions()] {
            let mut sum = Coverage::default();
            groups.iter().for_each(|group| sum.merge(&group.coverage));
            prop_assert_eq!(sum, coverages.total());
        }
        let awareness = Awareness::of(organisation.registers(), world.as_of, None);
        prop_assert_eq!(awareness.overdue().len(), usize::try_from(coverages.total().overdue).unwrap());
        // What is overdue on a day was not the day before it is said to be so since, and is on that day.
        for overdue in awareness.overdue() {
            let Some(since) = overdue.since else { continue };
            prop_assert!(since <= world.as_of);
            let alone = |as_of| {
                let awareness = Awareness::of(organisation.registers(), as_of, None);
                let is_it = |one: &plimsoll::awareness::Overdue<'_>| {
                    (one.person, one.course) == (overdue.person, overdue.course)
                };
                awareness.overdue().iter().any(is_it)
            };
            prop_assert!(alone(since));
            prop_assert!(!alone(since.plus(-1)));
        }
    }
}
