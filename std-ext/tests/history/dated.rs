//! A register by its dates, against registers whose rows were edited by hand to be as they were on a day.

use super::{ASSETS, PLAIN, THREATS, day, organisation, policy};
use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::history::{Changes, Counts, Forecast, Measures};
use plimsoll_core::{Day, Status};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Days are told from the day of the forecast on.
#[derive(Clone, Copy, Debug)]
struct Action {
    threat: usize,
    completed: bool,
    identified: Option<i32>,
    due: Option<i32>,
    done: Option<i32>,
}

#[derive(Clone, Copy, Debug)]
struct Risk {
    threat: usize,
    impact: u8,
    status: &'static str,
    opened: Option<i32>,
    closed: Option<i32>,
    /// Accepted, until this day and by another than the owner, or not.
    exception: Option<(i32, bool)>,
}

#[derive(Clone, Debug)]
struct Model {
    actions: Vec<Action>,
    risks: Vec<Risk>,
}

fn offset() -> impl Strategy<Value = Option<i32>> {
    proptest::option::of(prop_oneof![-400..400_i32, -2..3_i32])
}

fn model() -> impl Strategy<Value = Model> {
    let action = (0..3_usize, any::<bool>(), offset(), offset(), offset()).prop_map(
        |(threat, completed, identified, due, done)| {
            let after = |day: Option<i32>| day.map(|day| day.max(identified.unwrap_or(day)));
            let done = after(done).filter(|_| completed);
            Action { threat, completed, identified, due: after(due), done }
        },
    );
    let status = prop::sample::select(vec!["", "open", "to_treat", "to_supervise", "closed"]);
    let exception = proptest::option::of((-400..400_i32, any::<bool>()));
    let closed = prop_oneof![Just(None), offset()];
    let risk = (0..3_usize, 1..=5_u8, status, offset(), closed, exception).prop_map(
        |(threat, impact, status, opened, closed, exception)| {
            let closed = closed.map(|day| day.max(opened.unwrap_or(day)));
            let status = if closed.is_some() && !status.is_empty() { "closed" } else { status };
            Risk { threat, impact, status, opened, closed, exception }
        },
    );
    (prop::collection::vec(action, 0..8), prop::collection::vec(risk, 1..6))
        .prop_map(|(actions, risks)| Model { actions, risks })
}

/// What is believed of the work on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    IsDoneAsDated,
    IsDoneWhenDue,
    Stops,
}

const AS_OF: &str = "2028-02-20";

fn as_of() -> Day {
    day(AS_OF)
}

fn files(actions: &str, risks: &str) -> Organisation {
    organisation(&[
        ("policy.toml", &policy(PLAIN)),
        ("assets.csv", &format!("{ASSETS}A1,files,information,high,low,low,she\n")),
        (
            "threats.csv",
            &format!(
                "{THREATS}T0,one,deliberate,external,C\nT1,two,deliberate,external,I\nT2,three,accidental,internal,A\n"
            ),
        ),
        ("actions.csv", &format!("id,threat,title,completed,identified,due,done\n{actions}")),
        (
            "risks.csv",
            &format!(
                "id,asset,threat,impact,owner,status,opened,closed,response,approver,exception_until,exception_reason\n{risks}"
            ),
        ),
    ])
}

fn date(offset: Option<i32>) -> String {
    offset.map(|days| as_of().plus(days).to_string()).unwrap_or_default()
}

fn exception(risk: &Risk) -> String {
    risk.exception.map_or(",,,".into(), |(until, other)| {
        format!("accept,{},{},agreed", if other { "boss" } else { "she" }, date(Some(until)))
    })
}

impl Model {
    /// The register with all its dates.
    fn dated(&self) -> Organisation {
        let actions = self.actions.iter().enumerate().map(|(n, action)| {
            let Action { threat, completed, identified, due, done } = *action;
            format!("C{n},T{threat},do,{completed},{},{},{}\n", date(identified), date(due), date(done))
        });
        let risks = self.risks.iter().enumerate().map(|(n, risk)| {
            let Risk { threat, impact, status, opened, closed, .. } = *risk;
            format!(
                "R{n},A1,T{threat},{impact},she,{status},{},{},{}\n",
                date(opened),
                date(closed),
                exception(risk)
            )
        });
        files(&actions.collect::<String>(), &risks.collect::<String>())
    }

    /// The register without any date, its rows as they are on a day: those that are not there struck out, if they are to be, and
    /// the rest completed or closed as then.
    fn edited(&self, on: i32, work: Work, strike_out: bool) -> Organisation {
        let mut actions = String::new();
        for (n, action) in self.actions.iter().enumerate() {
            if action.identified > Some(on) {
                continue;
            }
            let completed = match action {
                Action { completed: true, done: Some(done), .. } => {
                    *done <= on && (work != Work::Stops || *done <= 0)
                }
                Action { completed: true, .. } => true,
                Action { due: Some(due), .. } => {
                    work == Work::IsDoneWhenDue && on > 0 && (0..=on).contains(due)
                }
                _ => false,
            };
            actions += &format!("C{n},T{},do,{completed},,,\n", action.threat);
        }
        let mut risks = String::new();
        for (n, risk) in self.risks.iter().enumerate() {
            if risk.opened > Some(on) && strike_out {
                continue;
            }
            let status = match risk.closed {
                None => risk.status,
                Some(day) if day <= on => "closed",
                Some(_) => "",
            };
            risks +=
                &format!("R{n},A1,T{},{},she,{status},,,{}\n", risk.threat, risk.impact, exception(risk));
        }
        files(&actions, &risks)
    }

    /// What is to be counted on a day.
    fn counts(&self, on: i32, work: Work) -> Counts {
        let (then, now) = (self.edited(on, work, true), self.edited(0, Work::IsDoneAsDated, false));
        let (then, now) = (Assessment::of(&then, as_of().plus(on)), Assessment::of(&now, as_of()));
        let mut counts = Counts { bands: vec![0; 5], ..Counts::default() };
        for risk in then.risks() {
            let was = now.risk(&risk.risk.id).unwrap();
            let (carried, was_carried) =
                (risk.decision.within_limit || risk.retained, was.decision.within_limit || was.retained);
            let recorded = [Some(Status::ToTreat), Some(Status::ToSupervise)].contains(&risk.risk.status);
            let status = match (recorded && carried != was_carried, carried) {
                (false, _) => risk.status,
                (true, true) => Status::ToSupervise,
                (true, false) => Status::ToTreat,
            };
            counts.statuses[usize::from(status.index())] += 1;
            if status != Status::Closed {
                counts.above_limit += u64::from(!risk.decision.within_limit);
                counts.bands[usize::from(risk.decision.band.get())] += 1;
                counts.score += u64::from(risk.decision.score.get());
            }
        }
        counts
    }
}

proptest! {
    #![proptest_config(super::cases(48))]

    #[test]
    fn a_forecast_is_what_the_edited_register_says(model in model()) {
        let organisation = model.dated();
        let forecast = Forecast::of(&organisation, as_of(), 3, 3, |_, _| ());
        prop_assert_eq!(forecast.points().len(), 7);
        for point in forecast.points() {
            let on = point.date.since(as_of());
            prop_assert_eq!(&point.counts, &model.counts(on, Work::IsDoneWhenDue), "{}", point.date);
            let nothing_done = (on > 0).then(|| model.counts(on, Work::Stops));
            prop_assert_eq!(&point.nothing_done, &nothing_done, "{}", point.date);
        }
        // Where no day is yet to come, today is what `assess` says.
        if forecast.assumptions().in_the_future.is_empty() {
            let assessment = Assessment::of(&organisation, as_of());
            let now = forecast.points().iter().find(|point| point.date == as_of()).unwrap();
            prop_assert_eq!(now.counts.statuses, assessment.summary().statuses);
        }
        let assumptions = forecast.assumptions();
        let count = |is: &dyn Fn(&Action) -> bool| {
            u64::try_from(model.actions.iter().filter(|action| is(action)).count()).unwrap()
        };
        let last = forecast.points().last().unwrap().date.since(as_of());
        let open = |action: &Action| !action.completed;
        prop_assert_eq!(assumptions.completes_by_due_date, count(&|action| open(action) && (0..=last).contains(&action.due.unwrap_or(-1))));
        prop_assert_eq!(assumptions.due_later, count(&|action| open(action) && action.due > Some(last)));
        prop_assert_eq!(assumptions.without_due_date, count(&|action| open(action) && action.due.is_none()));
        prop_assert_eq!(assumptions.undated_completions, count(&|action| !open(action) && action.done.is_none()));
        let overdue = count(&|action| open(action) && action.due.is_some_and(|due| due < 0));
        prop_assert_eq!(u64::try_from(assumptions.overdue.len()).unwrap(), overdue);
    }

    #[test]
    fn changes_since_a_day_are_those_between_edited_registers(model in model(), since in -300..1_i32, until in 0..200_i32) {
        let organisation = model.dated();
        let changes = Changes::since(&organisation, as_of().plus(since), as_of().plus(until));
        let (old, new) = (model.edited(since, Work::IsDoneAsDated, true), model.edited(until, Work::IsDoneAsDated, true));
        let expected = Changes::between(&old, &new, as_of());
        prop_assert_eq!(changes.total(), expected.total());
        let risks = |changes: &Changes<'_>| changes.risks().iter()
            .map(|risk| (risk.id().to_string(), (risk.state.label(), risk.measures(), changes.causes(risk))))
            .collect::<BTreeMap<String, (&str, Measures, _)>>();
        prop_assert_eq!(risks(&changes), risks(&expected));
        prop_assert_eq!(changes.events(), expected.events());
        prop_assert_eq!(changes.unchanged(), expected.unchanged());
        for part in [changes.total().score.re_rated(), changes.total().score.policy()] {
            prop_assert_eq!(part, 0);
        }
        let none = Changes::since(&organisation, as_of().plus(since), as_of().plus(since));
        prop_assert!(none.total().is_still() && none.risks().is_empty());
    }
}
