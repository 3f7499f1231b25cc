//! `plimsoll kpi`

use super::assess::{PART, heading};
use super::console::Console;
use super::{AsOf, Outcome, organisation_unless, parse_day};
use crate::assessment::Assessment;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use crate::kpi::json::KpiView;
use crate::kpi::{AssetOutage, Kpi as Figures, LevelMeasures, Measures, NotYet};
use crate::registers::Amount;
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::{AgeBucket, Day, Importance, TimeBucket, Total};
use std::path::PathBuf;

/// Tell key figures of risks and incidents: age, what is unmanaged, time to resolve, availability, cost and loss.
#[derive(Debug, Args)]
pub(super) struct Kpi {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// Count what was solved, outages, cost and loss only after this day, up to and including the day of --as-of.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<Day>,
    /// Also tell the figures of the incidents by level of escalation.
    #[arg(long)]
    by_level: bool,
    #[command(flatten)]
    as_of: AsOf,
}

impl Kpi {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let as_of = self.as_of.day();
        let wrong = self.wrong_period(as_of);
        let Some(organisation) = organisation_unless(wrong, self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = Assessment::of(&organisation, as_of);
        let figures = Figures::of(&assessment, self.since);
        let levels = self.by_level.then(|| figures.levels());
        if console.is_json() {
            console.json(&KpiView::of(&figures, levels.as_deref()));
        } else {
            heading(&assessment, console);
            headline(&figures, console);
            availability(&figures, console);
            if let Some(levels) = &levels {
                by_level(levels, console);
            }
            not_yet(&figures, console);
        }
        Outcome::Fine
    }

    /// Complains if there is no day after `since` to look at.
    fn wrong_period(&self, as_of: Day) -> Diagnostics {
        let mut wrong = Diagnostics::new();
        if let Some(since) = self.since.filter(|since| *since >= as_of) {
            let message = format!("--since is not before the day as of which is measured, {as_of}");
            let help = "what is looked at are the days after --since, up to and including --as-of";
            wrong.push(Diagnostic::error("command line", message).found(since.to_string()).help(help));
        }
        wrong
    }
}

/// The figures of risks and incidents side by side.
fn headline(figures: &Figures<'_>, console: &mut Console) {
    let period = figures.period();
    if let Some(since) = period.since {
        let as_of = period.as_of;
        console.line(&format!("solved, outages, cost and loss: after {since}, up to and including {as_of}"));
        console.line("");
    }
    let (risks, incidents) = (figures.risks(), figures.incidents());
    let sides = [("risks".into(), risks, false), ("incidents".into(), incidents, true)];
    table(&sides, console);
    for (count, what) in [
        (risks.unplaced_solved, "closed risks"),
        (incidents.unplaced_solved, "resolved incidents"),
        (risks.unplaced_cost, "completed actions"),
    ] {
        if count > 0 {
            console.line(&format!(
                "{what} without a day, so not known to be in the period, not counted: {count}"
            ));
        }
    }
    console.line("");
}

/// A row for each figure, a column for risks, incidents, or those of a level: its title, its measures, and whether they are those
/// of incidents, which alone have outages and losses.
fn table(columns: &[(String, &Measures, bool)], console: &mut Console) {
    let mut header = vec![""];
    header.extend(columns.iter().map(|(title, ..)| title.as_str()));
    let numbers: Vec<usize> = (1..header.len()).collect();
    let mut table = console.new_table(&header, &numbers);
    let mut row = |title: &str, value: &dyn Fn(&Measures) -> String, of_risks: bool| {
        let values = columns.iter().map(|(_, measures, are_incidents)| match of_risks || *are_incidents {
            true => value(measures),
            false => "-".into(),
        });
        table.add_row(std::iter::once(title.to_string()).chain(values).map(Cell::new));
    };
    row("unsolved", &|measures| measures.kpis.unsolved().to_string(), true);
    for age in AgeBucket::ALL {
        let count = |measures: &Measures| at(&measures.kpis.ages, age.index());
        row(&format!("  {} months", words(age.label())), &count, true);
    }
    row("  since a day not known", &|measures| measures.kpis.undated.to_string(), true);
    row("opened later, not counted", &|measures| measures.future.to_string(), true);
    row("unmanaged", &|measures| measures.unmanaged().count().to_string(), true);
    for importance in Importance::ALL {
        let share = |measures: &Measures| {
            let shares = measures.unmanaged().per_cent();
            let share = shares.get(usize::from(importance.index())).map_or("", String::as_str);
            format!("{} ({share} %)", at(&measures.kpis.unmanaged, importance.index()))
        };
        row(&format!("  {}", words(importance.label())), &share, true);
    }
    row("solved", &|measures| measures.kpis.solved().to_string(), true);
    for time in TimeBucket::ALL {
        let count = |measures: &Measures| at(&measures.kpis.times, time.index());
        row(&format!("  in {} days", words(time.label())), &count, true);
    }
    row("  in a time not known", &|measures| measures.kpis.untimed.to_string(), true);
    let or_none = |days: Option<String>| days.unwrap_or("-".into());
    let median = |measures: &Measures| or_none(measures.times.median().map(|median| median.to_string()));
    row("  median days", &median, true);
    let percentile =
        |measures: &Measures| or_none(measures.times.percentile_90().map(|days| days.to_string()));
    row("  90th percentile, days", &percentile, true);
    row("cost", &|measures| money(measures.kpis.cost), true);
    row("loss", &|measures| money(measures.kpis.loss), false);
    let outage =
        |measures: &Measures| with_unknown(&measures.kpis.outage_minutes.sum, measures.kpis.outage_minutes);
    row("outage, minutes", &outage, false);
    console.table(&table);
}

fn at(counts: &[u32], index: u8) -> String {
    counts.get(usize::from(index)).map_or_else(String::new, u32::to_string)
}

fn words(label: &str) -> String {
    label.replace('_', " ")
}

fn money(total: Total) -> String {
    with_unknown(&Amount::from_hundredths(total.sum), total)
}

/// A sum, and how many figures it lacks: nothing spent is not the same as nothing known.
fn with_unknown(sum: &dyn std::fmt::Display, total: Total) -> String {
    match total.unknown {
        0 => sum.to_string(),
        unknown => format!("{sum} ({unknown} not known)"),
    }
}

fn availability(figures: &Figures<'_>, console: &mut Console) {
    let availability = figures.availability();
    let Some(available) = availability.available(availability.outage) else {
        console.line("available: not known, since no incident was opened yet");
        console.line("");
        return;
    };
    let (days, outage) = (availability.period_days, minutes(availability.outage));
    console.line(&format!("available: {available} % of {days} days; outages: {outage}"));
    console.line(&format!(
        "outages of incidents that name no risk, hence no asset: {}",
        minutes(availability.unlinked)
    ));
    console.line("");
    for part in availability.assets.chunks(PART) {
        let mut table =
            console.new_table(&["asset", "name", "outage, minutes", "not known", "available, %"], &[2, 3, 4]);
        for AssetOutage { asset, outage } in part {
            let available = availability.available(*outage).unwrap_or(available);
            let cells = [harmless(&asset.id), harmless(&asset.name)].map(Cell::new);
            let figures = [Cell::new(outage.sum), Cell::new(outage.unknown), Cell::new(available)];
            table.add_row(cells.into_iter().chain(figures));
        }
        console.table(&table);
        console.line("");
    }
}

fn minutes(outage: Total) -> String {
    let Total { sum, unknown } = outage;
    format!("{sum} minutes, and {unknown} incidents without a figure")
}

fn by_level(levels: &[LevelMeasures], console: &mut Console) {
    console.line("Incidents by the level that solved them, or has them now. Level 1 gets the easy ones, and each level");
    console
        .line("above what the ones below could not solve: these figures do not say how well a level works.");
    console.line("");
    let title = |level: &LevelMeasures| {
        level.level.map_or("level not known".into(), |level| format!("level {level}"))
    };
    let columns: Vec<(String, &Measures, bool)> =
        levels.iter().map(|level| (title(level), &level.measures, true)).collect();
    table(&columns, console);
    console.line("");
}

fn not_yet(figures: &Figures<'_>, console: &mut Console) {
    if figures.not_yet().is_empty() {
        return;
    }
    let as_of = figures.period().as_of;
    console.line(&format!("dated later than {as_of}, so not counted as having happened:"));
    for part in figures.not_yet().chunks(PART) {
        let mut table = console.new_table(&["", "id", "date of", "day"], &[]);
        for NotYet { kind, id, field, day } in part {
            table.add_row([(*kind).into(), harmless(id), (*field).into(), day.to_string()].map(Cell::new));
        }
        console.table(&table);
    }
}
