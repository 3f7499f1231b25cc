//! The same figures from the same facts, entry by entry and in as few words as possible.

use super::Rows;
use super::calendar::{Date, iso, months, number};
use serde_json::{Value, json};

pub(super) const STATUSES: [Option<&str>; 5] =
    [None, Some("to_treat"), Some("to_supervise"), Some("open"), Some("closed")];

#[derive(Clone, Debug)]
pub(super) struct Risk {
    pub(super) impact: usize,
    pub(super) status: Option<&'static str>,
    pub(super) opened: Option<Date>,
    pub(super) closed: Option<Date>,
}

#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) completed: bool,
    pub(super) identified: Option<Date>,
    pub(super) done: Option<Date>,
    pub(super) cost: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) struct Incident {
    /// 0 low, 1 medium, 2 high.
    pub(super) priority: usize,
    pub(super) level: u8,
    /// The position of a risk, of which each has an asset of its own in turn.
    pub(super) risk: Option<usize>,
    pub(super) opened: Date,
    pub(super) resolved: Option<(Date, Option<u8>)>,
    /// If its way is recorded, the days on which somebody was given it.
    pub(super) given: Option<Vec<Date>>,
    pub(super) outage: Option<u32>,
    pub(super) cost: Option<u64>,
    pub(super) loss: Option<u64>,
}

#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) as_of: Date,
    pub(super) since: Option<Date>,
    pub(super) risks: Vec<Risk>,
    pub(super) actions: Vec<Action>,
    pub(super) incidents: Vec<Incident>,
}

fn money(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What was known of one entry, risk or incident, when all was looked up.
#[derive(Default)]
struct Found {
    ages: [u32; 4],
    undated: u32,
    unmanaged: [u32; 3],
    days: Vec<i32>,
    untimed: u32,
    future: u32,
    unplaced_solved: u32,
    unplaced_cost: u32,
    cost: (u64, u32),
    loss: (u64, u32),
    outage: (u64, u32),
}

fn count(total: &mut (u64, u32), figure: Option<u64>) {
    match figure {
        Some(figure) => total.0 += figure,
        None => total.1 += 1,
    }
}

impl Found {
    fn unsolved(&mut self, opened: Option<Date>, as_of: Date) {
        let Some(opened) = opened else {
            self.undated += 1;
            return;
        };
        let months = months(opened, as_of);
        self.ages[[6, 12, 24].iter().filter(|bound| months >= **bound).count()] += 1;
    }

    fn view(&self) -> Value {
        let mut days = self.days.clone();
        days.sort_unstable();
        let n = days.len();
        let within = |low: i32, high: i32| days.iter().filter(|days| (low..=high).contains(days)).count();
        let twice = |n: usize| days[n / 2] + days[(n - 1) / 2];
        let median = (n > 0).then(|| format!("{}.{}", twice(n) / 2, if twice(n) % 2 == 1 { 5 } else { 0 }));
        // The least number of days within which nine in ten were solved.
        let p90 = days.iter().find(|most| within(0, **most) * 10 >= 9 * n);
        let [very_high, high, other] = shares(self.unmanaged);
        json!({
            "age_months": {
                "under_6": self.ages[0], "6_to_12": self.ages[1], "12_to_24": self.ages[2],
                "over_24": self.ages[3], "undated": self.undated,
            },
            "unmanaged": {
                "very_high": very_high, "high": high, "other": other,
                "count": self.unmanaged.iter().sum::<u32>(),
            },
            "time_to_resolve": {
                "days": {
                    "0": within(0, 0), "1_to_7": within(1, 7), "8_to_30": within(8, 30),
                    "31_to_90": within(31, 90), "over_90": within(91, i32::MAX),
                },
                "median": median, "p90": p90, "count": n, "undated": self.untimed,
            },
            "solved": u32::try_from(n).unwrap() + self.untimed,
            "unsolved": self.ages.iter().sum::<u32>() + self.undated,
            "future": self.future,
            "unplaced": {"solved": self.unplaced_solved, "cost": self.unplaced_cost},
            "cost": money(self.cost.0), "cost_unknown": self.cost.1,
        })
    }
}

/// Tenths of a per cent rounded down; what is left to 1000 goes to those that lost most, one each.
fn shares(counts: [u32; 3]) -> [String; 3] {
    let all: u32 = counts.iter().sum();
    if all == 0 {
        return [(); 3].map(|()| "0.0".into());
    }
    let mut tenths = counts.map(|count| count * 1000 / all);
    let mut lost = counts.map(|count| count * 1000 % all);
    while tenths.iter().sum::<u32>() < 1000 {
        let most = (0..3).rev().max_by_key(|place| lost[*place]).unwrap();
        tenths[most] += 1;
        lost[most] = 0;
    }
    tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

fn with(value: &mut Value, more: Value) {
    let Value::Object(more) = more else { panic!("{more}") };
    value.as_object_mut().unwrap().extend(more);
}

impl World {
    fn is_in_period(&self, date: Date) -> bool {
        self.since.is_none_or(|since| date > since) && date <= self.as_of
    }

    /// Whether what happened on a day, if it is known, counts; `None` if it is not known whether.
    fn counts(&self, date: Option<Date>) -> Option<bool> {
        match (date, self.since) {
            (Some(date), _) => Some(self.is_in_period(date)),
            (None, None) => Some(true),
            (None, Some(_)) => None,
        }
    }

    fn risk(&self, risk: &Risk, found: &mut Found) {
        if risk.opened > Some(self.as_of) {
            found.future += 1;
            return;
        }
        let is_closed = match risk.closed {
            Some(closed) => closed <= self.as_of,
            None => risk.status == Some("closed"),
        };
        if is_closed {
            match (self.counts(risk.closed), risk.opened.zip(risk.closed)) {
                (Some(true), Some((opened, closed))) => found.days.push(number(closed) - number(opened)),
                (Some(true), None) => found.untimed += 1,
                (Some(false), _) => {}
                (None, _) => found.unplaced_solved += 1,
            }
            return;
        }
        found.unsolved(risk.opened, self.as_of);
        let is_open = match risk.status {
            Some("open") => true,
            Some("to_treat" | "to_supervise") => false,
            // Nobody said more: open if the score, five times the impact, is above 9.
            _ => risk.impact > 1,
        };
        if is_open {
            // 25 is in the highest band, 20 in the one below it.
            found.unmanaged[5 - risk.impact.max(3)] += 1;
        }
    }

    fn incident(&self, incident: &Incident, found: &mut Found) {
        if incident.opened > self.as_of {
            found.future += 1;
            return;
        }
        match incident.resolved {
            Some((resolved, _)) if resolved <= self.as_of => {
                if self.is_in_period(resolved) {
                    found.days.push(number(resolved) - number(incident.opened));
                }
            }
            _ => {
                found.unsolved(Some(incident.opened), self.as_of);
                if incident.given.iter().flatten().all(|day| *day > self.as_of) {
                    found.unmanaged[2 - incident.priority] += 1;
                }
            }
        }
        if self.is_in_period(incident.opened) {
            count(&mut found.outage, incident.outage.map(u64::from));
            count(&mut found.cost, incident.cost);
            count(&mut found.loss, incident.loss);
        }
    }

    pub(super) fn figures(&self) -> Value {
        let mut of_risks = Found::default();
        self.risks.iter().for_each(|risk| self.risk(risk, &mut of_risks));
        for action in self.actions.iter().filter(|action| action.completed) {
            if action.identified <= Some(self.as_of) {
                match self.counts(action.done) {
                    Some(true) => count(&mut of_risks.cost, action.cost),
                    Some(false) => {}
                    None => of_risks.unplaced_cost += 1,
                }
            }
        }
        let mut of_incidents = Found::default();
        self.incidents.iter().for_each(|incident| self.incident(incident, &mut of_incidents));
        let mut incidents = of_incidents.view();
        with(
            &mut incidents,
            json!({
                "availability": self.availability(),
                "loss": money(of_incidents.loss.0), "loss_unknown": of_incidents.loss.1,
            }),
        );
        json!({
            "as_of": iso(self.as_of), "since": self.since.map(iso),
            "risks": of_risks.view(), "incidents": incidents,
            "levels": self.levels(), "not_yet": self.not_yet(),
        })
    }

    fn availability(&self) -> Value {
        let of_period = |asset: Option<usize>| -> Vec<&Incident> {
            let is_of = |incident: &&Incident| {
                asset.is_none_or(|asset| incident.risk.map_or(3, |risk| risk % 3) == asset)
            };
            self.incidents.iter().filter(|one| self.is_in_period(one.opened)).filter(is_of).collect()
        };
        let total = |incidents: &[&Incident]| {
            let mut total = (0, 0);
            incidents.iter().for_each(|incident| count(&mut total, incident.outage.map(u64::from)));
            total
        };
        let first = of_period(None).iter().map(|incident| number(incident.opened)).min();
        let before = self.since.map(number).or(first.map(|first| first - 1));
        let days = before.map_or(0, |before| number(self.as_of) - before);
        let period = u64::try_from(days).unwrap() * 1440;
        let available = |outage: u64| {
            let left = period.saturating_sub(outage) * 10_000;
            (period > 0).then(|| money((0..=10_000).rev().find(|share| share * period <= left).unwrap()))
        };
        let assets = (0..3).map(|asset| (asset, of_period(Some(asset))));
        let assets = assets.filter(|(_, incidents)| !incidents.is_empty()).map(|(asset, incidents)| {
            let (minutes, unknown) = total(&incidents);
            json!({
                "asset": format!("A{}", asset + 1), "outage_minutes": minutes, "unknown": unknown,
                "available": available(minutes),
            })
        });
        let ((all, unknown), unlinked) = (total(&of_period(None)), total(&of_period(Some(3))));
        json!({
            "period_days": days, "outage_minutes": all, "unknown": unknown, "available": available(all),
            "assets": assets.collect::<Vec<_>>(),
            "unlinked_minutes": unlinked.0, "unlinked_unknown": unlinked.1,
        })
    }

    /// Level 0 stands for what is solved on no level that is known.
    fn levels(&self) -> Vec<Value> {
        let level = |incident: &Incident| match incident.resolved {
            // Where the row does not say which level solved it, its way ended at the level of the row.
            Some((resolved, level)) if resolved <= self.as_of => {
                level.or(incident.given.as_ref().map(|_| incident.level)).unwrap_or(0)
            }
            _ => incident.level,
        };
        let of_level = |wanted| {
            let mut found = Found::default();
            let mut some = false;
            for incident in self.incidents.iter().filter(|incident| level(incident) == wanted) {
                self.incident(incident, &mut found);
                some = true;
            }
            let mut value = found.view();
            with(
                &mut value,
                json!({
                    "level": (wanted > 0).then_some(wanted),
                    "outage_minutes": found.outage.0, "outage_unknown": found.outage.1,
                    "loss": money(found.loss.0), "loss_unknown": found.loss.1,
                }),
            );
            some.then_some(value)
        };
        (0..=8).filter_map(of_level).collect()
    }

    fn not_yet(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut date = |kind: &str, id: String, field: &str, date: Option<Date>| {
            if let Some(date) = date.filter(|date| *date > self.as_of) {
                all.push(json!({"kind": kind, "id": id, "field": field, "day": iso(date)}));
            }
        };
        for (n, risk) in self.risks.iter().enumerate() {
            date("risk", format!("R{n}"), "opened", risk.opened);
            date("risk", format!("R{n}"), "closed", risk.closed);
        }
        for (n, action) in self.actions.iter().enumerate() {
            date("action", format!("C{n}"), "identified", action.identified);
            date("action", format!("C{n}"), "done", action.done);
        }
        for (n, incident) in self.incidents.iter().enumerate() {
            date("incident", format!("I{n}"), "opened", Some(incident.opened));
            date("incident", format!("I{n}"), "resolved", incident.resolved.map(|(resolved, _)| resolved));
        }
        for (id, day, ..) in self.steps() {
            date("handling", id, "date", Some(day));
        }
        all
    }

    /// The id of the incident, the day, what happens, and to whom.
    fn steps(&self) -> Vec<(String, Date, &'static str, &'static str)> {
        let mut steps = Vec::new();
        for (n, incident) in self.incidents.iter().enumerate() {
            let Some(given) = &incident.given else { continue };
            let mut step = |day, event, to| steps.push((format!("I{n}"), day, event, to));
            step(incident.opened, "opened", "");
            given
                .iter()
                .zip(["assigned", "passed"].iter().cycle())
                .for_each(|(day, event)| step(*day, event, "Kim"));
            incident.resolved.iter().for_each(|(day, _)| step(*day, "resolved", ""));
        }
        steps
    }

    /// The registers that say so.
    pub(super) fn rows(&self) -> Rows {
        let mut rows = Rows { threats: vec!["T".into()], ..Rows::default() };
        let date = |date: Option<Date>| date.map(iso).unwrap_or_default();
        let amount = |amount: Option<u64>| amount.map(money).unwrap_or_default();
        for (n, risk) in self.risks.iter().enumerate() {
            let Risk { impact, status, opened, closed } = risk;
            let (status, opened, closed) = (status.unwrap_or_default(), date(*opened), date(*closed));
            rows.threats.push(format!("T{n}"));
            rows.risks.push(format!("R{n},A{},T{n},{impact},{status},{opened},{closed}", n % 3 + 1));
        }
        for (n, action) in self.actions.iter().enumerate() {
            let Action { completed, identified, done, cost } = action;
            let (identified, done, cost) = (date(*identified), date(*done), amount(*cost));
            rows.actions.push(format!("C{n},T,{completed},{identified},{done},{cost}"));
        }
        for (n, incident) in self.incidents.iter().enumerate() {
            let Incident { priority, level, opened, outage, .. } = incident;
            let risk = incident.risk.map(|risk| format!("R{risk}")).unwrap_or_default();
            let resolved = date(incident.resolved.map(|(resolved, _)| resolved));
            let at = incident.resolved.and_then(|(_, level)| level);
            let at = at.map(|level| level.to_string()).unwrap_or_default();
            let outage = outage.map(|outage| outage.to_string()).unwrap_or_default();
            let (opened, cost, loss) = (iso(*opened), amount(incident.cost), amount(incident.loss));
            rows.incidents.push(format!(
                "I{n},{priority},{level},{risk},{opened},{resolved},{at},{outage},{cost},{loss}"
            ));
        }
        for (id, day, event, to) in self.steps() {
            let of = |incident: &Incident| incident.level.to_string();
            let n: usize = id[1..].parse().unwrap();
            // Kim stands on whatever level has it.
            let level = if event == "opened" { of(&self.incidents[n]) } else { String::new() };
            rows.handling.push(format!("{id},{},{event},{level},{to}", iso(day)));
        }
        rows
    }
}
