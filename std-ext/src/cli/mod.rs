//! The program `plimsoll`: one file per command.
//!
//! Exit codes: 0 fine; 1 findings, such as a risk above its limit with no treatment; 2 bad usage or bad input.

mod alignment;
mod assess;
mod awareness;
mod build;
mod changes;
#[cfg(feature = "scripting")]
mod check;
mod completions;
mod console;
#[cfg(feature = "exchange")]
mod decide;
#[cfg(feature = "scripting")]
mod diff;
mod escaped;
mod explain;
#[cfg(feature = "exchange")]
mod export;
mod forecast;
mod gaps;
#[cfg(feature = "exchange")]
mod import;
mod incident;
mod init;
mod inspect;
mod kpi;
mod man;
mod plan;
mod progress;
mod replay;
#[cfg(feature = "report")]
mod report;
mod route;
mod save;
mod schema;
mod usage;

use crate::Organisation;
use crate::assessment::Assessment;
use crate::date;
use crate::diagnostic::{Diagnostic, Diagnostics};
#[cfg(feature = "exchange")]
use crate::registers::Source;
use clap::{Args, Parser, Subcommand, ValueEnum};
use console::Console;
use plimsoll_core::Day;
use progress::Progress;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// How grave a risk is, whether it may be carried, what to do with it, and who acts on an incident; with the reasons.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, about, max_term_width = 110, after_help = EXIT_CODES)]
struct Arguments {
    /// How to write the result.
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 fine; 1 findings, such as a risk above its limit with no treatment, a failed check, \
a diff past its threshold; 2 bad usage or bad input, or what cannot be written.\nWhere \
a reader goes away, as in `plimsoll assess | head`, nothing is said of it, and the code is as it would have been.\nColours are written to terminals only, and never if NO_COLOR is set.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables and sentences for people.
    Text,
    /// Stable JSON for programs.
    Json,
}

// What a command says of itself stands with it; a line here would take the place of all of that.
#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    /// Assess a risk register: every risk with score, band, limit and response; the sums; what stands out.
    Assess(assess::Assess),
    /// Say why a risk was decided as it was, and what would bring it within its limit.
    Explain(explain::Explain),
    /// Say what nobody has considered, which owners cannot answer, and how grave risks are before and after their actions.
    Gaps(gaps::Gaps),
    /// Tell who was taught what and what is overdue, which teams have ambassadors, what line managers say, and what goes where.
    Awareness(awareness::Awareness),
    /// Say where each open incident goes now and next, and why.
    Route(route::Route),
    Incident(incident::IncidentCommand),
    /// Tell key figures of risks and incidents: age, what is unmanaged, time to resolve, availability, cost and loss.
    Kpi(kpi::Kpi),
    Plan(plan::PlanNext),
    /// Tell how the register was and will be, month by month, if every action is completed when it is due.
    Forecast(forecast::Months),
    /// Tell what changed, and what of it was discovered, worked, re-rated, or a matter of the policy.
    Changes(changes::Between),
    /// Say how security is aligned with the organisation: its objectives, mechanisms, and the tracks of its measures.
    Alignment(alignment::Align),
    #[cfg(feature = "report")]
    Report(report::Report),
    /// Prove the policy of a directory, with all its rules, over every situation; or show where it fails.
    #[cfg(feature = "scripting")]
    Check(check::Check),
    /// Compare two policies over every situation: what changes, for whom, and why.
    #[cfg(feature = "scripting")]
    Diff(diff::Diff),
    #[cfg(feature = "exchange")]
    Import(import::Import),
    #[cfg(feature = "exchange")]
    Export(export::Export),
    #[cfg(feature = "exchange")]
    Decide(decide::Decide),
    /// Compile the policy of a directory to a blob that a device can load.
    Build(build::Build),
    /// Say what is in a policy blob.
    Inspect(inspect::Inspect),
    /// Make the decisions of a journal again: whether they come out as recorded, or what another policy would change.
    Replay(replay::Replay),
    Man(man::Manual),
    Completions(completions::Completions),
    Schema(schema::Schema),
}

/// The day as of which exceptions and incidents are seen.
#[derive(Clone, Copy, Debug, Args)]
struct AsOf {
    /// The day as of which to judge, as YYYY-MM-DD; today (UTC) if it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Day>,
}

fn parse_day(text: &str) -> Result<Day, String> {
    date::parse(text).map_err(|error| error.to_string())
}

impl AsOf {
    /// The day that was given, or today. This is the only place where the clock is read.
    fn day(self) -> Day {
        self.as_of.unwrap_or_else(|| {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            Day(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
        })
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    Findings,
    Bad,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Bad => Self::from(2),
        }
    }
}

/// The stack of the program, in bytes, whatever the limit of the process.
const STACK: usize = 8 << 20;

/// Runs the program with the arguments of the process.
///
/// Where the stack of the process is kept small, it runs on a thread of its own, with one that is large enough.
#[must_use]
pub fn main() -> ExitCode {
    if has_stack() {
        return run();
    }
    match std::thread::Builder::new().stack_size(STACK).spawn(run) {
        // What a thread panics with has been said.
        Ok(running) => running.join().unwrap_or(ExitCode::from(101)),
        // There may be no room for a thread, and yet enough for the work.
        Err(_) => run(),
    }
}

/// Whether the system says that the stack of the process is large enough.
fn has_stack() -> bool {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let stack = limits.lines().find_map(|line| line.strip_prefix("Max stack size"));
    let soft = stack.and_then(|numbers| numbers.split_whitespace().next());
    soft.is_some_and(|soft| soft == "unlimited" || soft.parse::<usize>().is_ok_and(|bytes| bytes >= STACK))
}

fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return usage::tell(&told),
    };
    let mut console = Console::new(arguments.format);
    let outcome = match arguments.command {
        Command::Init(command) => command.run(&mut console),
        Command::Assess(command) => command.run(&mut console),
        Command::Explain(command) => command.run(&mut console),
        Command::Gaps(command) => command.run(&mut console),
        Command::Awareness(command) => command.run(&mut console),
        Command::Route(command) => command.run(&mut console),
        Command::Incident(command) => command.run(&mut console),
        Command::Kpi(command) => command.run(&mut console),
        Command::Plan(command) => command.run(&mut console),
        Command::Forecast(command) => command.run(&mut console),
        Command::Changes(command) => command.run(&mut console),
        Command::Alignment(command) => command.run(&mut console),
        #[cfg(feature = "report")]
        Command::Report(command) => command.run(&mut console),
        #[cfg(feature = "scripting")]
        Command::Check(command) => command.run(&mut console),
        #[cfg(feature = "scripting")]
        Command::Diff(command) => command.run(&mut console),
        #[cfg(feature = "exchange")]
        Command::Import(command) => command.run(&mut console),
        #[cfg(feature = "exchange")]
        Command::Export(command) => command.run(&mut console),
        #[cfg(feature = "exchange")]
        Command::Decide(command) => command.run(&mut console),
        Command::Build(command) => command.run(&mut console),
        Command::Inspect(command) => command.run(&mut console),
        Command::Replay(command) => command.run(&mut console),
        Command::Man(command) => command.run(&mut console),
        Command::Completions(command) => command.run(&mut console),
        Command::Schema(command) => command.run(&mut console),
    };
    console.finish(outcome).into()
}

/// Reads a directory, or takes the built-in sample, and tells what is wrong. `None` if it cannot be used.
fn organisation(directory: Option<&Path>, console: &mut Console) -> Option<Organisation> {
    organisation_unless(Diagnostics::new(), directory, console)
}

/// [`organisation`], where the arguments may be wrong as well, which is told together.
fn organisation_unless(
    mut wrong: Diagnostics,
    directory: Option<&Path>,
    console: &mut Console,
) -> Option<Organisation> {
    let organisation = match directory {
        Some(directory) => read(directory, &mut wrong),
        None => Some(Organisation::sample()),
    };
    console.diagnose(&wrong);
    organisation.filter(|_| !wrong.is_error())
}

fn read(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Organisation> {
    Progress::during("reading", || Organisation::read(directory, diagnostics))
}

fn assessment(organisation: &Organisation, as_of: Day) -> Assessment<'_> {
    Progress::during("assessing", || Assessment::of(organisation, as_of))
}

/// Reads a file wherever it stands, as the files of a directory are read.
#[cfg(feature = "exchange")]
fn read_source(path: &Path, diagnostics: &mut Diagnostics) -> Option<Source> {
    let (directory, name) = apart(path);
    Source::read(&directory, &name, diagnostics)
}

/// The directory and the name of a file, as those read it that look into directories.
#[cfg(feature = "exchange")]
fn apart(path: &Path) -> (PathBuf, String) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    (directory.map_or_else(|| PathBuf::from("."), Path::to_path_buf), name)
}

/// Where the words after a command stand for a directory and an id, either of which may be missing: the last word is an id
/// unless it is a directory. An id that happens to be a directory's name is told apart by naming both.
fn directory_and_id(words: &[String]) -> (Option<PathBuf>, Option<String>) {
    match words {
        [] => (None, None),
        [only] if Path::new(only).is_dir() || only.contains(['/', '\\']) => (Some(PathBuf::from(only)), None),
        [only] => (None, Some(only.clone())),
        [directory, id, ..] => (Some(PathBuf::from(directory)), Some(id.clone())),
    }
}

/// Complains that only a directory was given.
fn missing_id(what: &str, console: &mut Console) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let help = format!("give one after the directory; `plimsoll assess DIR` lists every {what}");
    diagnostics.push(Diagnostic::error("command line", format!("the id of a {what} is missing")).help(help));
    console.diagnose(&diagnostics);
    Outcome::Bad
}

/// Complains of an id that is not there, with the nearest one that is. Where no directory was named, the word may have been meant as
/// one.
fn unknown_id<'a>(
    what: &str,
    id: &str,
    directory: Option<&Path>,
    known: impl Iterator<Item = &'a str> + Clone,
    console: &mut Console,
) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let help = match crate::registers::nearest(id, known.clone()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!(
            "there are {} of them, from {}",
            known.clone().count(),
            known.clone().next().unwrap_or("none")
        ),
    };
    let message = match directory {
        Some(_) => format!("there is no {what} with this id"),
        None => format!(
            "there is neither a directory of this name nor, in the built-in sample, any {what} with this id"
        ),
    };
    diagnostics.push(Diagnostic::error("command line", message).found(id).help(help));
    console.diagnose(&diagnostics);
    Outcome::Bad
}
