//! Areas that lie on each other, over time: what was, and what is expected.

use super::Chart;
use super::scale::ticks;
use crate::report::text::{length, short};
use maud::{Markup, html};
use plimsoll_core::Day;

/// A number that changes with time.
pub(in crate::report) struct Series {
    pub(in crate::report) label: &'static str,
    /// The class that gives it its colour.
    pub(in crate::report) class: &'static str,
    /// A value for each day of the chart.
    pub(in crate::report) values: Vec<u64>,
}

/// Areas, the lowest first.
pub(in crate::report) struct Areas {
    /// The name of the chart: letters, digits and underscores.
    pub(in crate::report) name: &'static str,
    pub(in crate::report) title: &'static str,
    /// What is counted.
    pub(in crate::report) what: &'static str,
    /// The days, ascending.
    pub(in crate::report) days: Vec<Day>,
    /// What lies after it has not come yet.
    pub(in crate::report) now: Day,
    pub(in crate::report) series: Vec<Series>,
    /// A line to compare with, counted from the ground.
    pub(in crate::report) contrast: Option<Series>,
}

const WIDTH: u64 = 760;
const HEIGHT: u64 = 340;
/// The room for the drawing itself.
const LEFT: u64 = 40;
const RIGHT: u64 = 748;
const TOP: u64 = 44;
const BOTTOM: u64 = 312;
/// The least distance of two dates.
const APART: u64 = 84;

impl Areas {
    pub(in crate::report) fn chart(self) -> Chart {
        let heights: Vec<u64> = (0..self.days.len()).map(|at| self.sum(self.series.len(), at)).collect();
        let beside = self.contrast.iter().flat_map(|series| series.values.iter().copied());
        let ticks = ticks(heights.iter().copied().chain(beside).max().unwrap_or_default());
        let top = ticks.last().copied().unwrap_or(1);
        let drawing = html! {
            (self.legend())
            @for tick in &ticks {
                path.grid d={ "M" (LEFT) " " (y(*tick, top)) "H" (RIGHT) } {}
                text.small x=(LEFT.saturating_sub(8)) y=(y(*tick, top).saturating_add(4)) text-anchor="end" { (tick) }
            }
            @for (n, series) in self.series.iter().enumerate() {
                path class={ "area " (series.class) } d=(self.area(n, top)) {}
            }
            (self.future())
            @if let Some(contrast) = &self.contrast {
                path.contrast d=(self.ahead(contrast, top)) {}
            }
            (self.dates())
        };
        Chart {
            name: self.name,
            title: self.title,
            description: self.description(),
            width: WIDTH,
            height: HEIGHT,
            drawing,
            columns: std::iter::once("Day".into())
                .chain(self.series.iter().chain(&self.contrast).map(|series| series.label.into()))
                .collect(),
            rows: (0..self.days.len()).map(|at| self.row(at)).collect(),
        }
    }

    /// The sum of the first series at a day.
    fn sum(&self, series: usize, at: usize) -> u64 {
        let below = self.series.iter().take(series);
        below.fold(0, |sum, series| sum.saturating_add(series.values.get(at).copied().unwrap_or_default()))
    }

    /// Where a day stands.
    fn x(&self, day: Day) -> u64 {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return LEFT };
        let span = |from: Day, to: Day| u64::try_from(to.since(from)).unwrap_or_default();
        let along = span(*first, day).saturating_mul(RIGHT.saturating_sub(LEFT));
        LEFT.saturating_add(along.checked_div(span(*first, *last)).unwrap_or_default()).min(RIGHT)
    }

    fn points(&self, height: impl Fn(usize) -> u64, top: u64) -> Vec<String> {
        let days = self.days.iter().enumerate();
        days.map(|(at, day)| format!("{} {}", self.x(*day), y(height(at), top))).collect()
    }

    /// The line of a series from today on.
    fn ahead(&self, series: &Series, top: u64) -> String {
        let points = self.points(|at| series.values.get(at).copied().unwrap_or_default(), top);
        let past = self.days.iter().take_while(|day| **day < self.now).count();
        format!("M{}", points.get(past..).unwrap_or_default().join("L"))
    }

    /// The outline of a series: along its top, and back along that of the one below.
    fn area(&self, n: usize, top: u64) -> String {
        let mut points = self.points(|at| self.sum(n.saturating_add(1), at), top);
        points.extend(self.points(|at| self.sum(n, at), top).into_iter().rev());
        format!("M{}Z", points.join("L"))
    }

    /// What marks the time to come.
    fn future(&self) -> Markup {
        let now = self.x(self.now);
        html! {
            rect.future x=(now) y=(TOP) width=(RIGHT.saturating_sub(now)) height=(BOTTOM.saturating_sub(TOP)) {}
            path.now d={ "M" (now) " " (TOP.saturating_sub(6)) "V" (BOTTOM) } {}
        }
    }

    fn legend(&self) -> Markup {
        let entries = self.series.iter().rev();
        html! {
            @for (series, n) in entries.zip(0_u64..) {
                @let x = n.saturating_mul(118);
                rect class={ "bar " (series.class) } x=(x) y="4" width="14" height="14" {}
                text.small x=(x.saturating_add(20)) y="16" { (short(series.label, 18)) }
            }
            @if let Some(contrast) = &self.contrast {
                @let x = length(self.series.len()).saturating_mul(118);
                path.contrast d={ "M" (x) " 11H" (x.saturating_add(26)) } {}
                text.small x=(x.saturating_add(32)) y="16" { (short(contrast.label, 40)) }
            }
        }
    }

    /// The dates that are written below: today, both ends, and as many new years as there is room for.
    fn dates(&self) -> Markup {
        let ends = [Some(self.now), self.days.first().copied(), self.days.last().copied()];
        let years = self.days.first().zip(self.days.last()).map(|(first, last)| first.ymd().0..=last.ymd().0);
        let years = years.into_iter().flatten().filter_map(|year| Day::from_ymd(year, 1, 1));
        let mut placed: Vec<(u64, Day)> = Vec::new();
        for day in ends.into_iter().flatten().chain(years) {
            let within = self.days.first().is_some_and(|first| *first <= day);
            let within = within && self.days.last().is_some_and(|last| day <= *last);
            let x = self.x(day);
            if within && placed.iter().all(|(other, _)| x.abs_diff(*other) >= APART) {
                placed.push((x, day));
            }
        }
        html! {
            path.axis d={ "M" (LEFT) " " (BOTTOM) "H" (RIGHT) } {}
            @for (x, day) in placed {
                @let anchor = if x <= LEFT { "start" } else if x >= RIGHT { "end" } else { "middle" };
                path.axis d={ "M" (x) " " (BOTTOM) "v5" } {}
                text.small x=(x) y=(BOTTOM.saturating_add(20)) text-anchor=(anchor) { (day) }
            }
        }
    }

    fn description(&self) -> String {
        let at_now = self.days.iter().rposition(|day| *day <= self.now);
        let told = |at: usize| {
            let of = |series: &Series| {
                format!("{} {}", series.label, series.values.get(at).copied().unwrap_or_default())
            };
            self.series.iter().map(of).collect::<Vec<_>>().join(", ")
        };
        let last = self.days.len().checked_sub(1);
        let mut sentences = vec![format!("{} over time.", self.what)];
        for (when, at) in [("On", at_now), ("Expected on", last)] {
            if let Some((day, at)) = at.and_then(|at| Some((self.days.get(at)?, at))) {
                sentences.push(format!("{when} {day}: {}.", told(at)));
            }
        }
        sentences.join(" ")
    }

    fn row(&self, at: usize) -> Vec<String> {
        let day = self.days.get(at).map(Day::to_string);
        let values = self.series.iter().chain(&self.contrast);
        let values = values.map(|series| series.values.get(at).copied().unwrap_or_default().to_string());
        day.into_iter().chain(values).collect()
    }
}

/// How high a number stands.
fn y(value: u64, top: u64) -> u64 {
    let high = value.saturating_mul(BOTTOM.saturating_sub(TOP)).checked_div(top).unwrap_or_default();
    BOTTOM.saturating_sub(high).max(TOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(label: &'static str, values: &[u64]) -> Series {
        Series { label, class: "open", values: values.to_vec() }
    }

    fn areas(days: &[i32], values: [&[u64]; 2], contrast: &[u64]) -> Areas {
        Areas {
            name: "n",
            title: "t",
            what: "Things",
            days: days.iter().copied().map(Day).collect(),
            now: Day(20_010),
            series: vec![series("low", values[0]), series("high", values[1])],
            contrast: Some(series("else", contrast)),
        }
    }

    /// Ten days and thirty, twenty things at most: half the width is day 20, a quarter of the height is five things.
    #[test]
    fn days_and_numbers_keep_their_proportion() {
        let areas = areas(&[20_000, 20_010, 20_040], [&[5, 10, 0], &[0, 10, 20]], &[1, 20, 5]);
        let (x, y) = (|of: u64| LEFT + (RIGHT - LEFT) * of / 4, |of: u64| BOTTOM - (BOTTOM - TOP) * of / 20);
        let low = format!("M{} {}L{} {}L{} {}", x(0), y(5), x(1), y(10), x(4), y(0));
        assert!(areas.area(0, 20).starts_with(&low), "{}", areas.area(0, 20));
        let high = format!("M{} {}L{} {}L{} {}L{} {}", x(0), y(5), x(1), y(20), x(4), y(20), x(4), y(0));
        assert!(areas.area(1, 20).starts_with(&high), "{}", areas.area(1, 20));
        // What would be else begins today.
        let contrast = areas.contrast.as_ref().unwrap();
        assert_eq!(areas.ahead(contrast, 20), format!("M{} {}L{} {}", x(1), y(20), x(4), y(5)));
        let chart = areas.chart();
        let description =
            "Things over time. On 2024-10-14: low 10, high 10. Expected on 2024-11-13: low 0, high 20.";
        assert_eq!(chart.description, description);
        assert_eq!(chart.columns, ["Day", "low", "high", "else"]);
        assert_eq!(chart.rows[2], ["2024-11-13", "0", "20", "5"]);
    }

    #[test]
    fn nothing_and_a_single_day_are_drawn_as_well() {
        for (days, values) in [(&[][..], &[][..]), (&[20_010], &[0]), (&[20_010], &[u64::MAX])] {
            let chart = areas(days, [values, values], values).chart();
            assert_eq!(chart.rows.len(), days.len());
            assert!(!chart.standalone("").contains("<script"));
        }
    }
}
