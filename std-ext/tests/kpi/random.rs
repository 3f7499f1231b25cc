//! Generated registers, measured twice; and counters that were kept apart.

use super::calendar::{Date, day, month_length};
use super::json;
use super::naive::{Action, Incident, Risk, STATUSES, World};
use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::kpi::Kpi;
use plimsoll_core::{AgeBucket, Importance, Kpis};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A day of a few years around a leap day; often the first days or the last of a month.
fn date() -> impl Strategy<Value = Date> {
    let of_month = prop_oneof![1..=31, Just(1), 28..=31];
    (2023..=2026, 1..=12, of_month)
        .prop_map(|(year, month, day): Date| (year, month, day.min(month_length(year, month))))
}

/// Two days, the earlier first.
fn two() -> impl Strategy<Value = (Date, Date)> {
    (date(), date(), any::<bool>()).prop_map(|(one, other, same)| match same && one.2 % 2 == 0 {
        true => (one, one),
        false => (one.min(other), one.max(other)),
    })
}

/// Two days of which either may not be known.
fn some_of_two() -> impl Strategy<Value = (Option<Date>, Option<Date>)> {
    (two(), 0..4).prop_map(|((early, late), known)| match known {
        0 => (None, Some(late)),
        1 => (Some(early), None),
        2 => (Some(early), Some(late)),
        _ => (None, None),
    })
}

fn risk() -> impl Strategy<Value = Risk> {
    (1..=5_usize, 0..STATUSES.len(), some_of_two()).prop_map(|(impact, status, (opened, closed))| {
        let status = STATUSES[status].filter(|status| closed.is_none() || *status == "closed");
        Risk { impact, status, opened, closed }
    })
}

fn action() -> impl Strategy<Value = Action> {
    (any::<bool>(), some_of_two(), option::of(0..200_000_u64)).prop_map(
        |(completed, (identified, done), cost)| Action {
            completed: completed || done.is_some(),
            identified,
            done,
            cost,
        },
    )
}

fn incident(risks: usize) -> impl Strategy<Value = Incident> {
    let risk = option::of(any::<prop::sample::Index>());
    let figures = (
        option::of(prop_oneof![0..600_u32, Just(u32::MAX)]),
        option::of(0..200_000_u64),
        option::of(0..200_000_u64),
    );
    let given = option::of(vec(date(), 0..3));
    (0..3_usize, 1..=4_u8, risk, two(), option::of(option::of(1..=4_u8)), given, figures).prop_map(
        move |(priority, level, risk, (opened, last), at, mut given, (outage, cost, loss))| {
            if let Some(given) = &mut given {
                given.retain(|day| (opened <= *day) && (at.is_none() || *day <= last));
                given.sort_unstable();
            }
            // What has a way is solved on the level that it came to.
            let at = at.map(|at| at.map(|at| if given.is_some() { level } else { at }));
            Incident {
                priority,
                level,
                risk: risk.filter(|_| risks > 0).map(|risk| risk.index(risks)),
                opened,
                resolved: at.map(|at| (last, at)),
                given,
                outage,
                cost,
                loss,
            }
        },
    )
}

fn world() -> impl Strategy<Value = World> {
    let registers = (vec(risk(), 0..12), vec(action(), 0..6));
    let registers = registers.prop_flat_map(|(risks, actions)| {
        let incidents = vec(incident(risks.len()), 0..16);
        (Just(risks), Just(actions), incidents)
    });
    (two(), any::<bool>(), registers).prop_map(|((since, as_of), has_since, (risks, actions, incidents))| {
        let since = (has_since && since < as_of).then_some(since);
        World { as_of, since, risks, actions, incidents }
    })
}

/// One entry as a device counts it.
#[derive(Clone, Debug)]
enum Counted {
    Unsolved(Option<u32>, Option<usize>),
    Solved(Option<u32>),
    Figures(Option<u64>, Option<u64>, Option<u64>),
}

fn counted() -> impl Strategy<Value = Counted> {
    let figure = || option::of(prop_oneof![0..1000_u64, any::<u64>()]);
    prop_oneof![
        (option::of(0..40_u32), option::of(0..3_usize))
            .prop_map(|(months, importance)| Counted::Unsolved(months, importance)),
        option::of(0..200_u32).prop_map(Counted::Solved),
        (figure(), figure(), figure()).prop_map(|(outage, cost, loss)| Counted::Figures(outage, cost, loss)),
    ]
}

fn count(entries: &[Counted]) -> Kpis {
    let mut kpis = Kpis::default();
    for entry in entries {
        match entry {
            Counted::Unsolved(months, importance) => {
                kpis.add_unsolved(months.map(AgeBucket::of_months));
                importance.iter().for_each(|place| kpis.add_unmanaged(Importance::ALL[*place]));
            }
            Counted::Solved(days) => kpis.add_solved(*days),
            Counted::Figures(outage, cost, loss) => {
                kpis.outage_minutes.add(*outage);
                kpis.cost.add(*cost);
                kpis.loss.add(*loss);
            }
        }
    }
    kpis
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn figures_are_what_counting_entry_by_entry_gives(world in world()) {
        let expected = world.figures();
        let found = json(&world.rows(), day(world.as_of), world.since.map(day));
        for (key, value) in expected.as_object().unwrap() {
            prop_assert_eq!(&found[key], value, "{}", key);
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_levels_add_up_to_the_headline(world in world()) {
        let organisation: Organisation = world.rows().organisation();
        let kpi = Kpi::of(&Assessment::of(&organisation, day(world.as_of)), world.since.map(day));
        let (mut all, mut days, mut future) = (Kpis::default(), Vec::new(), 0);
        for level in kpi.levels() {
            all.merge(&level.measures.kpis);
            days.extend_from_slice(level.measures.times.days());
            future += level.measures.future;
        }
        days.sort_unstable();
        prop_assert_eq!(all, kpi.incidents().kpis);
        prop_assert_eq!(days, kpi.incidents().times.days());
        prop_assert_eq!(future, kpi.incidents().future);
    }

    #[test]
    fn what_devices_counted_apart_adds_up(
        entries in vec(counted(), 0..40),
        first: prop::sample::Index,
        second: prop::sample::Index,
    ) {
        let cut = |index: prop::sample::Index| index.index(entries.len() + 1);
        let (first, second) = (cut(first).min(cut(second)), cut(first).max(cut(second)));
        let parts = [&entries[..first], &entries[first..second], &entries[second..]].map(count);
        let all = count(&entries);
        let merged = |one: Kpis, other: &Kpis| { let mut one = one; one.merge(other); one };
        prop_assert_eq!(merged(merged(parts[0], &parts[1]), &parts[2]), all);
        prop_assert_eq!(merged(parts[0], &merged(parts[1], &parts[2])), all);
        prop_assert_eq!(merged(merged(parts[2], &parts[0]), &parts[1]), all);
    }
}
