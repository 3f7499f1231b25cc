//! The table.

use crate::peer::version;
use crate::run::{Mode, ready};
use crate::{Peer, Visitor, Work, each};
use std::process::Command;
use std::time::{Duration, Instant};

/// The programs that count what a clock cannot.
pub struct Programs<'a> {
    /// `one`, which runs under callgrind.
    pub one: &'a str,
    /// `allocations`.
    pub allocations: &'a str,
}

/// A figure for the evaluation alone, and one for building the input as well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    /// With the input at hand.
    pub evaluate: f64,
    /// With the input still to be built.
    pub build: f64,
}

impl Pair {
    fn of(measure: impl Fn(Mode) -> Option<f64>) -> Option<Self> {
        Some(Self { evaluate: measure(Mode::Evaluate)?, build: measure(Mode::Build)? })
    }
}

/// What a workload takes, each by the call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell {
    /// Instructions; `None` without callgrind.
    pub instructions: Option<Pair>,
    /// Nanoseconds.
    pub time: Option<Pair>,
    /// Allocations.
    pub allocations: Option<Pair>,
}

/// What a peer takes.
#[derive(Clone, Debug)]
pub struct Row {
    /// The peer.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// A, B and C.
    pub cells: [Cell; 3],
    /// Microseconds to read and compile the policies of all three.
    pub load: f64,
}

struct Measure<'a> {
    programs: &'a Programs<'a>,
    allocations: String,
    callgrind: bool,
    rows: Vec<Row>,
}

/// Measures every peer, with a word to standard error about each.
#[must_use]
pub fn table(programs: &Programs<'_>) -> Vec<Row> {
    let counted = Command::new(programs.allocations).output().expect("it runs");
    assert!(counted.status.success(), "allocations are counted");
    let allocations = String::from_utf8(counted.stdout).expect("text");
    let callgrind = Command::new("valgrind").arg("--version").output().is_ok();
    if !callgrind {
        eprintln!("valgrind is missing, so no instructions are counted");
    }
    let mut measure = Measure { programs, allocations, callgrind, rows: Vec::new() };
    each(&mut measure);
    measure.rows
}

impl Visitor for Measure<'_> {
    fn visit<P: Peer>(&mut self) {
        eprintln!("{}", P::NAME);
        let cells = Work::ALL.map(|work| Cell {
            instructions: if self.callgrind { self.instructions::<P>(work) } else { None },
            time: Pair::of(|mode| Some(time::<P>(work, mode))),
            allocations: Pair::of(|mode| self.counted::<P>(work, mode)),
        });
        let version = if P::CRATE.is_empty() { "" } else { version(P::CRATE) };
        self.rows.push(Row { name: P::NAME, version, cells, load: load::<P>() });
    }
}

impl Measure<'_> {
    fn counted<P: Peer>(&self, work: Work, mode: Mode) -> Option<f64> {
        let start = format!("{}\t{}\t{}\t", P::NAME, work.letter(), mode.name());
        let count = self.allocations.lines().find_map(|line| line.strip_prefix(&start))?;
        Some(count.parse::<f64>().ok()? / 64.0)
    }

    /// Twice the calls less the calls, less what the loop around them takes.
    fn instructions<P: Peer>(&self, work: Work) -> Option<Pair> {
        // What comes before the calls differs by some ten thousand instructions from run to run: short ones need many calls.
        let calls = if matches!(P::CRATE, "" | "plimsoll-core") { 256_000 } else { 640 };
        let counted = |mode: Mode| {
            let (few, many) = (
                self.callgrind(P::NAME, work, mode, calls)?,
                self.callgrind(P::NAME, work, mode, calls * 2)?,
            );
            Some((many - few) / calls as f64)
        };
        let around = counted(Mode::Loop)?;
        Pair::of(|mode| Some(counted(mode)? - around))
    }

    fn callgrind(&self, peer: &str, work: Work, mode: Mode, calls: usize) -> Option<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", self.programs.one])
            .args([peer, work.letter(), mode.name(), &calls.to_string()])
            .output()
            .ok()?;
        let report = String::from_utf8(output.stderr).ok()?;
        report.lines().find_map(|line| line.split("Collected : ").nth(1)?.trim().parse().ok())
    }
}

/// Nanoseconds of a call, in the fastest of 31 batches of at least two milliseconds each.
fn time<P: Peer>(work: Work, mode: Mode) -> f64 {
    let mut ready = ready::<P>(work, mode);
    let mut calls = 64;
    while ready.call(calls) < Duration::from_millis(2) {
        calls *= 2;
    }
    fastest(31, || ready.call(calls).as_secs_f64() * 1e9 / calls as f64)
}

/// Microseconds to read and compile all three policies, the fastest of 31 times, after three.
fn load<P: Peer>() -> f64 {
    let texts = Work::ALL.map(|work| (work, P::text(work)));
    let once = || {
        let start = Instant::now();
        let loaded = texts.each_ref().map(|(work, text)| P::load(*work, text));
        let took = start.elapsed();
        drop(std::hint::black_box(loaded));
        took.as_secs_f64() * 1e6
    };
    (0..3).for_each(|_| {
        once();
    });
    fastest(31, once)
}

fn fastest(count: usize, measure: impl FnMut() -> f64) -> f64 {
    std::iter::repeat_with(measure).take(count).fold(f64::INFINITY, f64::min)
}

/// The table in Markdown: in every cell the evaluation, then with its input built.
#[must_use]
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from("| peer | version |");
    for work in Work::ALL {
        let letter = work.letter();
        text += &format!(" {letter} instructions | {letter} ns | {letter} allocations |");
    }
    text += " load µs |\n|---|---|";
    text += &"--:|".repeat(10);
    for row in rows {
        text += &format!("\n| {} | {} |", row.name, row.version);
        for cell in &row.cells {
            for pair in [cell.instructions, cell.time, cell.allocations] {
                match pair {
                    Some(pair) => text += &format!(" {} / {} |", short(pair.evaluate), short(pair.build)),
                    None => text += " |",
                }
            }
        }
        text += &format!(" {} |", short(row.load));
    }
    text
}

/// The table in JSON.
#[must_use]
pub fn json(rows: &[Row]) -> serde_json::Value {
    let pair = |pair: Option<Pair>| pair.map(|Pair { evaluate, build }| serde_json::json!([evaluate, build]));
    let cell = |(work, cell): (Work, &Cell)| {
        let figures = serde_json::json!({
            "instructions": pair(cell.instructions), "ns": pair(cell.time), "allocations": pair(cell.allocations),
        });
        (work.letter().to_owned(), figures)
    };
    let row = |row: &Row| {
        let cells: serde_json::Map<_, _> = Work::ALL.into_iter().zip(&row.cells).map(cell).collect();
        serde_json::json!({"peer": row.name, "version": row.version, "workloads": cells, "load_us": row.load})
    };
    rows.iter().map(row).collect()
}

fn short(figure: f64) -> String {
    match figure {
        _ if figure >= 99_950.0 => format!("{:.0}k", figure / 1000.0),
        _ if figure >= 9_995.0 => format!("{:.1}k", figure / 1000.0),
        _ if figure >= 99.5 => format!("{figure:.0}"),
        _ if (figure - figure.round()).abs() < 0.05 => format!("{figure:.0}"),
        _ => format!("{figure:.1}"),
    }
}
