//! `plimsoll kpi`

use super::assess::{PART, heading};
use super::console::Console;
use super::{AsOf, Outcome, assessment, organisation_unless, parse_day};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use crate::kpi::json::KpiView;
use crate::kpi::sums::{minutes, money};
use crate::kpi::{AssetOutage, Kpi as Figures, LevelMeasures, Measures};
use crate::registers::Dated;
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::{AgeBucket, Day, Importance, TimeBucket};
use std::path::PathBuf;

/// Tell key figures of risks and incidents: age, what is unmanaged, time to resolve, availability, cost and loss.
#[derive(Debug, Args)]
pub(super) struct Kpi {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// Count what was solved, outages, cost and loss only after this day, up to and including the day of --as-of. What an incident
    /// cost and lost, and its outage, belong to the day on which it was opened; what an action cost, to the day it was done.
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
        let assessment = assessment(&organisation, as_of);
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
    let none = || "-".to_string();
    let of_risks = Column { loss: none(), outage: none(), ..Column::of("risks".into(), risks) };
    table(&[of_risks, Column::of("incidents".into(), incidents)], console);
    for (count, what) in [(risks.unplaced_solved, "closed risks"), (risks.unplaced_cost, "completed actions")]
    {
        if count > 0 {
            let why = "without a day, so not known to be in the period, not counted";
            console.line(&format!("{what} {why}: {count}"));
        }
    }
    console.line("");
}

/// A column of figures: risks have no losses and outages.
struct Column<'m> {
    title: String,
    measures: &'m Measures,
    loss: String,
    outage: String,
}

impl<'m> Column<'m> {
    fn of(title: String, measures: &'m Measures) -> Self {
        let (loss, outage) = (money(measures.kpis.loss), minutes(measures.kpis.outage_minutes));
        Self { title, measures, loss, outage }
    }

    /// A title and a value for each row; the titles are the same for all columns.
    fn rows(&self) -> Vec<(String, String)> {
        let Measures { kpis, times, future, .. } = self.measures;
        let bucket = |title: String, count: &u32| (title, count.to_string());
        let mut rows = vec![("unsolved".into(), kpis.unsolved().to_string())];
        let ages = AgeBucket::ALL.iter().zip(&kpis.ages);
        rows.extend(ages.map(|(age, count)| bucket(format!("  {} months", words(age.label())), count)));
        rows.push(bucket("  since a day not known".into(), &kpis.undated));
        rows.push(bucket("opened later, not counted".into(), future));
        let (unmanaged, shares) = (self.measures.unmanaged(), self.measures.unmanaged().per_cent());
        rows.push(("unmanaged".into(), unmanaged.count().to_string()));
        let classes = Importance::ALL.iter().zip(kpis.unmanaged).zip(shares);
        rows.extend(classes.map(|((importance, count), share)| {
            (format!("  {}", words(importance.label())), format!("{count} ({share} %)"))
        }));
        rows.push(("solved".into(), kpis.solved().to_string()));
        let buckets = TimeBucket::ALL.iter().zip(&kpis.times);
        rows.extend(buckets.map(|(time, count)| bucket(format!("  in {} days", words(time.label())), count)));
        rows.push(bucket("  in a time not known".into(), &kpis.untimed));
        let or_none = |days: Option<String>| days.unwrap_or("-".into());
        rows.push(("  median, days".into(), or_none(times.median().map(|days| days.to_string()))));
        let percentile = times.percentile_90().map(|days| days.to_string());
        rows.push(("  90th percentile, days".into(), or_none(percentile)));
        rows.push(("cost".into(), money(kpis.cost)));
        rows.push(("loss".into(), self.loss.clone()));
        rows.push(("outage, minutes".into(), self.outage.clone()));
        rows
    }
}

fn table(columns: &[Column<'_>], console: &mut Console) {
    let titles = columns.iter().map(|column| column.title.as_str());
    let header: Vec<&str> = std::iter::once("").chain(titles).collect();
    let numbers: Vec<usize> = (1..header.len()).collect();
    let mut table = console.new_table(&header, &numbers);
    let mut values = columns.iter().map(|column| column.rows().into_iter());
    let mut rows: Vec<Vec<String>> =
        values.next().into_iter().flatten().map(|(title, value)| vec![title, value]).collect();
    for more in values {
        rows.iter_mut().zip(more).for_each(|(row, (_, value))| row.push(value));
    }
    table.add_rows(rows);
    console.table(&table);
}

fn words(label: &str) -> String {
    label.replace('_', " ")
}

fn availability(figures: &Figures<'_>, console: &mut Console) {
    let availability = figures.availability();
    let Some(available) = availability.available(availability.outage) else {
        console.line("available: not known, since no incident was opened yet");
        console.line("");
        return;
    };
    let unknown = match availability.outage.unknown {
        0 => String::new(),
        unknown => format!(", by the outages of a known length ({unknown} not known)"),
    };
    console.line(&format!("available: {available} % of {} days{unknown}", availability.period_days));
    let unlinked = minutes(availability.unlinked);
    console.line(&format!("outage, minutes, of incidents that name no risk, hence no asset: {unlinked}"));
    console.line("");
    for part in availability.assets.chunks(PART) {
        let mut table = console.new_table(&["asset", "name", "outage, minutes", "available, %"], &[2, 3]);
        for AssetOutage { asset, outage } in part {
            let available = availability.available(*outage).unwrap_or(available).to_string();
            let cells = [harmless(&asset.id), harmless(&asset.name), minutes(*outage), available];
            table.add_row(cells.map(Cell::new));
        }
        console.table(&table);
        console.line("");
    }
}

fn by_level(levels: &[LevelMeasures], console: &mut Console) {
    console.line("Incidents by the level that solved them, or has them now. Level 1 gets the easy ones, and each level");
    console
        .line("above what the ones below could not solve: these figures do not say how well a level works.");
    console.line("");
    let title = |level: &LevelMeasures| {
        level.level.map_or("level not known".into(), |level| format!("level {level}"))
    };
    let columns: Vec<Column<'_>> =
        levels.iter().map(|level| Column::of(title(level), &level.measures)).collect();
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
        for Dated { kind, id, column, day, .. } in part {
            table.add_row([(*kind).into(), harmless(id), (*column).into(), day.to_string()].map(Cell::new));
        }
        console.table(&table);
    }
}
