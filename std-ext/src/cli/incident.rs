//! `plimsoll incident`: the commands that write records.

mod ledger;
mod lock;

use super::console::Console;
use super::route::single;
use super::{AsOf, Outcome, parse_day, unknown_id};
use crate::Organisation;
use crate::assessment::Routed;
use crate::assessment::json::RoutingView;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Amount, HandlingStep, Holders, Incident, Record, Sheet};
use clap::{Args, Subcommand};
use ledger::Ledger;
use plimsoll_core::{Day, HandlingKind};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Record what happens to an incident, in incidents.csv and handling.csv.
///
/// The whole directory is checked as it is and as it would be. If anything is wrong, nothing is written; rows that are there stay
/// as they are.
#[derive(Debug, Args)]
pub(super) struct IncidentCommand {
    #[command(subcommand)]
    step: StepCommand,
}

#[derive(Debug, Subcommand)]
enum StepCommand {
    /// Record an incident that was raised.
    Open(Open),
    /// Record who has to see to an incident: a team of the policy, or somebody in people.csv.
    Assign(Assign),
    /// Record that an incident was passed on; to the team that the policy says is next, if no other is named.
    Pass(Pass),
    /// Record that an incident was solved.
    Resolve(Resolve),
}

#[derive(Debug, Args)]
struct Open {
    /// The directory with policy.toml and the registers.
    directory: PathBuf,
    /// The id, which no other incident has.
    #[arg(long, value_parser = trimmed)]
    id: String,
    /// Who raised it: client or system.
    #[arg(long)]
    segment: String,
    /// Its kind, one of those that the policy knows.
    #[arg(long)]
    kind: String,
    /// How soon it must be seen to: low, medium or high.
    #[arg(long)]
    priority: Option<String>,
    /// It is an information security incident.
    #[arg(long)]
    security: bool,
    /// It is complex.
    #[arg(long)]
    complex: bool,
    /// The class of access rights that the resource concerned needs, 0 to 9.
    #[arg(long)]
    rights: Option<String>,
    /// The id of the risk that materialised.
    #[arg(long)]
    risk: Option<String>,
    /// The value of a facet; may be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_facet)]
    facet: Vec<(String, String)>,
    #[command(flatten)]
    on: On,
}

#[derive(Debug, Args)]
struct Assign {
    #[command(flatten)]
    which: Which,
    /// Who has to see to it.
    #[arg(long, value_name = "TEAM_OR_PERSON")]
    to: String,
}

#[derive(Debug, Args)]
struct Pass {
    #[command(flatten)]
    which: Which,
    /// Who gets it; the team that the policy says is next if it is not given.
    #[arg(long, value_name = "TEAM_OR_PERSON")]
    to: Option<String>,
}

#[derive(Debug, Args)]
struct Resolve {
    #[command(flatten)]
    which: Which,
    /// What treating it cost.
    #[arg(long, allow_hyphen_values = true)]
    cost: Option<Amount>,
    /// What it lost.
    #[arg(long, allow_hyphen_values = true)]
    loss: Option<Amount>,
    /// For how many minutes a system was not available.
    #[arg(long, allow_hyphen_values = true)]
    outage_minutes: Option<u32>,
}

#[derive(Debug, Args)]
struct Which {
    /// The directory with policy.toml and the registers.
    directory: PathBuf,
    /// The id of the incident.
    #[arg(value_parser = trimmed)]
    id: String,
    /// Who does it.
    #[arg(long)]
    by: String,
    #[command(flatten)]
    on: On,
}

#[derive(Debug, Args)]
struct On {
    /// The day on which it happened, as YYYY-MM-DD, not later than today (UTC), which it is if it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse_past)]
    date: Option<Day>,
    /// A remark.
    #[arg(long)]
    note: Option<String>,
}

impl On {
    fn day(&self) -> Day {
        AsOf { as_of: self.date }.day()
    }

    fn note(&self) -> &str {
        self.note.as_deref().unwrap_or_default()
    }
}

fn parse_past(text: &str) -> Result<Day, String> {
    let (day, today) = (parse_day(text)?, AsOf { as_of: None }.day());
    if day > today { Err(format!("is later than today, {today}")) } else { Ok(day) }
}

/// An id as files hold it.
#[expect(clippy::unnecessary_wraps, reason = "what clap asks for")]
fn trimmed(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

fn parse_facet(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a facet is given as NAME=VALUE")?;
    let name = crate::registers::fold(name);
    if name.is_empty() || Incident::COLUMNS.contains(&name.as_str()) {
        return Err(format!("`{name}` is not a facet"));
    }
    Ok((name, value.to_owned()))
}

impl StepCommand {
    /// The directory, the id of the incident, and when it happened.
    fn which(&self) -> (&Path, &str, &On) {
        match self {
            Self::Open(Open { directory, id, on, .. })
            | Self::Assign(Assign { which: Which { directory, id, on, .. }, .. })
            | Self::Pass(Pass { which: Which { directory, id, on, .. }, .. })
            | Self::Resolve(Resolve { which: Which { directory, id, on, .. }, .. }) => (directory, id, on),
        }
    }
}

impl IncidentCommand {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let (directory, id, on) = self.step.which();
        let day = on.day();
        let Some(ledger) = Ledger::read(directory, console) else { return Outcome::Bad };
        let incident = ledger.organisation.registers().incident(id).cloned();
        let written = match (&self.step, incident) {
            (StepCommand::Open(open), None) => open.write(ledger, day),
            (StepCommand::Open(_), Some(_)) => {
                Err(complaint("is the id of an incident already", id, "give another id"))
            }
            (_, None) => {
                let ids = ledger.organisation.registers().incidents().iter().map(|known| known.id.as_str());
                return unknown_id("incident", id, Some(directory), ids, console);
            }
            (_, Some(Incident { resolved: Some(resolved), .. })) => {
                let message = format!("is an incident that was resolved on {resolved}");
                Err(complaint(&message, id, "open another incident if it came back"))
            }
            (StepCommand::Assign(Assign { which, to }), Some(incident)) => {
                which.give(ledger, &incident, HandlingKind::Assigned, to, day)
            }
            (StepCommand::Pass(Pass { which, to }), Some(incident)) => {
                match to.clone().or_else(|| next(&ledger.organisation, &incident, day)) {
                    Some(to) => which.give(ledger, &incident, HandlingKind::Passed, &to, day),
                    None => {
                        Err(complaint("is at the end of the escalation", id, "name who gets it: --to TEAM"))
                    }
                }
            }
            (StepCommand::Resolve(resolve), Some(incident)) => resolve.write(ledger, &incident, day),
        };
        match written {
            Ok((organisation, files)) => {
                tell(&organisation, id, day, &files, console);
                Outcome::Fine
            }
            Err(diagnostics) => {
                console.diagnose(&diagnostics);
                Outcome::Bad
            }
        }
    }
}

/// Why nothing was written.
type Complaint = Box<Diagnostics>;

/// The organisation as it then is, and the files that were written.
type Written = Result<(Organisation, Vec<&'static str>), Complaint>;

impl Open {
    fn write(&self, mut ledger: Ledger, day: Day) -> Written {
        let twice = self
            .facet
            .iter()
            .enumerate()
            .find(|(at, (name, _))| self.facet.iter().take(*at).any(|(former, _)| former == name));
        if let Some((_, (name, _))) = twice {
            return Err(complaint("is a facet that is given twice", name, "give it once"));
        }
        let facets = self.facet.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let sheet = ledger.incidents.get_or_insert_with(|| {
            Sheet::with_columns(Incident::COLUMNS.iter().copied().chain(facets.clone().map(|(name, _)| name)))
        });
        let yes = |flag: bool| if flag { "yes" } else { "" };
        let date = day.to_string();
        let mut cells = vec![
            ("id", self.id.as_str()),
            ("segment", &self.segment),
            ("kind", &self.kind),
            ("opened", &date),
            ("priority", self.priority.as_deref().unwrap_or_default()),
            ("security", yes(self.security)),
            ("complex", yes(self.complex)),
            ("rights", self.rights.as_deref().unwrap_or_default()),
            ("risk", self.risk.as_deref().unwrap_or_default()),
        ];
        cells.extend(facets);
        sheet.append(&cells).map_err(|missing| ledger::without(Incident::FILE, &missing))?;
        ledger.step(&[
            ("incident", &self.id),
            ("date", &date),
            ("event", HandlingKind::Opened.label()),
            ("by", &self.segment),
            ("note", self.on.note()),
        ])?;
        ledger.save()
    }
}

impl Which {
    /// Writes that somebody gets an incident, and the level that has it then.
    fn give(
        &self,
        mut ledger: Ledger,
        incident: &Incident,
        event: HandlingKind,
        to: &str,
        day: Day,
    ) -> Written {
        let (words, registers) = (ledger.organisation.vocabulary(), ledger.organisation.registers());
        let holder = Holders::new(words, registers.people()).find(to, day, None, incident.level);
        // Whoever cannot have it is told of once the step is read.
        let level = holder.map_or(incident.level, |holder| holder.level);
        ledger.raised(incident)?;
        let cells = [
            ("incident", incident.id.as_str()),
            ("date", &day.to_string()),
            ("event", event.label()),
            ("by", &self.by),
            ("to", to),
            ("note", self.on.note()),
        ];
        ledger.step(&cells)?;
        if level != incident.level {
            ledger.change(&incident.id, &[("level", &level.to_string())])?;
        }
        ledger.save()
    }
}

impl Resolve {
    fn write(&self, mut ledger: Ledger, incident: &Incident, day: Day) -> Written {
        let which = &self.which;
        let text = |value: Option<String>| value.unwrap_or_default();
        let date = day.to_string();
        let level = incident.level.to_string();
        let amounts = [
            ("cost", text(self.cost.map(|cost| cost.to_string()))),
            ("loss", text(self.loss.map(|loss| loss.to_string()))),
            ("outage_minutes", text(self.outage_minutes.map(|minutes| minutes.to_string()))),
        ];
        let mut cells = vec![("resolved", date.as_str()), ("resolved_by", &which.by)];
        // Where there is no such column, the way tells the level.
        let has_level = ledger.incidents.as_ref().is_some_and(|sheet| sheet.has("resolved_at_level"));
        cells.extend(has_level.then_some(("resolved_at_level", level.as_str())));
        let given = amounts.iter().filter(|(_, amount)| !amount.is_empty());
        cells.extend(given.map(|(column, amount)| (*column, amount.as_str())));
        ledger.raised(incident)?;
        ledger.change(&incident.id, &cells)?;
        ledger.step(&[
            ("incident", &incident.id),
            ("date", &date),
            ("event", HandlingKind::Resolved.label()),
            ("by", &which.by),
            ("note", which.on.note()),
        ])?;
        ledger.save()
    }
}

/// The team that an incident goes to next: the first above the level that has it, from where the policy sends it on.
fn next(organisation: &Organisation, incident: &Incident, day: Day) -> Option<String> {
    let policy = organisation.policy();
    let routed = Routed::all(organisation, day, |other| other.id == incident.id);
    let mut team = routed.first()?.route.target;
    // Each team passes on to one on a higher level, so this ends.
    while policy.team(team)?.level <= incident.level.get() {
        team = policy.team(team)?.next?;
    }
    Some(policy.team_name(team))
}

/// What was written, and where the incident goes now.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WrittenView<'a> {
    #[serde(flatten)]
    routing: RoutingView<'a>,
    /// The files that were written.
    written: &'a [&'static str],
}

/// Tells what was written, and where the incident goes now.
fn tell(organisation: &Organisation, id: &str, day: Day, files: &[&'static str], console: &mut Console) {
    let routed = Routed::all(organisation, day, |incident| incident.id == id);
    if console.is_json() {
        let routing = RoutingView::of(organisation, day, &routed);
        console.json(&WrittenView { routing, written: files });
    } else {
        console.line(&format!("written: {}", files.join(", ")));
        routed.first().into_iter().for_each(|one| single(organisation, day, one, console));
    }
}

fn complaint(message: &str, found: &str, help: &str) -> Complaint {
    ledger::one(Diagnostic::error("command line", message).found(found).help(help))
}
