//! Measures what decisions cost in instructions and bytes, and fails where something has grown by more than 5 %.
//!
//! `gate` compares with `benches/budgets.csv`; `gate --record` writes what it measures into it. `--sizes FILE` adds the sizes of programs,
//! a name and a number in each line. `gate cases` is what runs under callgrind.

use plimsoll_benches::gate::{Judgements, Measured, Record, Verdict};
use plimsoll_benches::{callgrind, cases};
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: gate [--record] [--sizes FILE] [--budgets FILE]";
const BUDGETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/budgets.csv");
const RECORD: &str = "cargo run --release --locked -p plimsoll-benches --bin gate -- --record";

struct Options {
    record: bool,
    sizes: Option<String>,
    budgets: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments == ["cases"] {
        callgrind::run(cases::run);
        return ExitCode::SUCCESS;
    }
    match options(arguments).and_then(|options| gate(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn options(arguments: Vec<String>) -> Result<Options, String> {
    let mut options = Options { record: false, sizes: None, budgets: BUDGETS.into() };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), &mut arguments) {
            ("--record", _) => options.record = true,
            ("--sizes", rest) => options.sizes = Some(rest.next().ok_or(USAGE)?),
            ("--budgets", rest) => options.budgets = rest.next().ok_or(USAGE)?,
            _ => return Err(USAGE.into()),
        }
    }
    Ok(options)
}

/// Whether nothing is worse.
fn gate(options: &Options) -> Result<bool, String> {
    let file = if options.budgets == BUDGETS { "benches/budgets.csv" } else { &options.budgets };
    let text = fs::read_to_string(&options.budgets).map_err(|error| format!("{file}: {error}"))?;
    let mut record = Record::read(file, &text)?;
    let mut measured = Measured::by(&compiler()?);
    if let Some(sizes) = &options.sizes {
        if Path::new(sizes).exists() {
            let text = fs::read_to_string(sizes).map_err(|error| format!("{sizes}: {error}"))?;
            measured.read_sizes(sizes, &text)?;
        } else {
            println!("SKIPPED: there is no {sizes}, so sizes of programs are not compared");
        }
    }
    measured.check(&record)?;
    if callgrind::is_there() {
        measured.count(&["cases"])?;
    } else {
        println!("SKIPPED: valgrind is missing, so no instructions are counted (apt-get install valgrind)");
    }
    if options.record {
        println!("{}", Judgements::of(&record, &measured));
        record.take_over(&measured);
        fs::write(&options.budgets, record.to_string()).map_err(|error| format!("{file}: {error}"))?;
        println!("recorded in {file}");
        return Ok(true);
    }
    let judgements = Judgements::of(&record, &measured);
    print!("{judgements}");
    let without: Vec<String> = measured.without_row(&record).into_iter().map(|(name, _)| name).collect();
    if !without.is_empty() {
        return Err(format!("{file}: no line for {}; {RECORD} adds it", without.join(", ")));
    }
    let unrecorded: Vec<&str> = judgements.which(Verdict::New).map(|one| one.row.name.as_str()).collect();
    if !unrecorded.is_empty() {
        return Err(format!("{file}: nothing is recorded for {}; {RECORD} does", unrecorded.join(", ")));
    }
    let is_worse = judgements.which(Verdict::Worse).next().is_some();
    if is_worse || judgements.which(Verdict::Better).next().is_some() {
        println!("to record: {RECORD}");
    }
    Ok(!is_worse)
}

/// The compiler of this workspace, and what it compiles for: `1.95.0 x86_64`.
fn compiler() -> Result<String, String> {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let output = Command::new(&rustc).arg("-V").output().map_err(|error| format!("{rustc}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text.split(' ').nth(1).ok_or(format!("{rustc} -V says `{}`", text.trim()))?;
    Ok(format!("{version} {}", env::consts::ARCH))
}
