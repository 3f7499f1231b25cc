//! How costs grow with policies and registers, as tables: `scale [rules | facets | risks | register]`, or all of them.
//!
//! Each figure is followed by how many times that of the line before it is. `scale count` and `scale assess DIR` are what it runs
//! itself, the first under callgrind.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "sizes of its own choosing; nothing here decides for anyone"
)]

use plimsoll::Organisation;
use plimsoll::assessment::{Assessment, json::AssessmentView};
use plimsoll::diagnostic::Diagnostics;
use plimsoll_benches::callgrind::{self, LOOP, counted_by_callgrind};
use plimsoll_benches::growing::Growing;
use plimsoll_benches::tenths::Tenths;
use plimsoll_benches::{facts, register, sample};
use plimsoll_core::Policy;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hint::black_box;
use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, ExitCode, id};
use std::time::{Duration, Instant};

const RULES: [usize; 4] = [1, 4, 16, 64];
const FACETS: [usize; 4] = [4, 8, 16, 32];
const RISKS: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const REGISTERS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Something that grows: the word for it, its sizes, and a policy of such a size.
type Kind = (&'static str, [usize; 4], fn(usize) -> Growing);

const KINDS: [Kind; 2] = [("rules", RULES, Growing::of_rules), ("facets", FACETS, Growing::of_facets)];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["count"] => {
            callgrind::run(count);
            Ok(())
        }
        ["assess", directory] => assess(Path::new(directory)),
        [] => policies(&KINDS).and_then(|()| risks()).and_then(|()| registers()),
        ["rules"] => policies(&KINDS[..1]),
        ["facets"] => policies(&KINDS[1..]),
        ["risks"] => risks(),
        ["register"] => registers(),
        _ => Err("usage: scale [rules | facets | risks | register]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// A table whose figures are followed by their growth.
struct Growth {
    before: Vec<Option<Tenths>>,
}

impl Growth {
    fn begin(columns: &[&str]) -> Self {
        println!("\n| {} |", columns.join(" | "));
        println!("|{}", "---:|".repeat(columns.len()));
        Self { before: Vec::new() }
    }

    fn line(&mut self, size: usize, figures: &[Option<Tenths>]) {
        let mut line = format!("| {}", grouped(&size.to_string()));
        for (n, figure) in figures.iter().enumerate() {
            let before = self.before.get(n).copied().flatten();
            let growth = figure.zip(before).and_then(|(now, before)| now.times(before));
            let growth = growth.map(|growth| format!(" (x{growth})")).unwrap_or_default();
            let figure = figure.map_or_else(|| "-".into(), |figure| grouped(&figure.to_string()));
            line += &format!(" | {figure}{growth}");
        }
        println!("{line} |");
        self.before = figures.to_vec();
    }
}

/// A number with a comma before every three digits.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut text = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// How long the fastest of some runs took.
fn fastest(runs: usize, mut run: impl FnMut()) -> Duration {
    let mut time = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(|_| time()).min().unwrap_or_default()
}

fn number(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

fn nanoseconds(time: Duration, calls: usize) -> Option<Tenths> {
    Tenths::quotient(number(time.as_nanos()), u64::try_from(calls).ok()?)
}

/// What grows with rules or facets.
fn policies(kinds: &[Kind]) -> Result<(), String> {
    let counts: BTreeMap<String, Tenths> = if callgrind::is_there() {
        callgrind::counts(&["count"])?.into_iter().collect()
    } else {
        BTreeMap::new()
    };
    for (word, sizes, of) in kinds {
        let columns = [
            word,
            "bytes",
            "assess: instructions",
            "ns",
            "load: instructions",
            "ns",
            "compile the rules: us",
        ];
        let mut table = Growth::begin(&columns);
        for size in *sizes {
            let growing = of(size);
            let compile = fastest(10, || drop(black_box(growing.compile())));
            let blob = growing.compile();
            let policy = Policy::verify(&blob).map_err(|error| error.to_string())?;
            let risks = Growing::risks(&policy);
            let assess = fastest(2_000, || {
                for risk in &risks {
                    black_box(&policy.assess(black_box(risk)));
                }
            });
            let load = fastest(200, || {
                let _ = black_box(Policy::verify(black_box(&blob)));
            });
            let count = |what: &str| counts.get(&format!("{word}_{size}_{what}")).copied();
            let figures = [
                Some(Tenths::whole(number(blob.len()))),
                count("assess"),
                nanoseconds(assess, risks.len()),
                count("load"),
                nanoseconds(load, 1),
                Some(Tenths::whole(number(compile.as_micros()))),
            ];
            table.line(size, &figures);
        }
    }
    Ok(())
}

/// What runs under callgrind.
fn count() {
    println!("{LOOP} {}", counted_by_callgrind(&facts::risks(), |risk| risk.exception));
    for (word, sizes, of) in KINDS {
        for size in sizes {
            let blob = of(size).compile();
            let Ok(policy) = Policy::verify(&blob) else { continue };
            let risks = Growing::risks(&policy);
            println!("{word}_{size}_assess {}", counted_by_callgrind(&risks, |risk| policy.assess(risk)));
            println!("{word}_{size}_load {}", counted_by_callgrind(&[&blob], |blob| Policy::verify(blob)));
        }
    }
}

/// Facts in memory, through the standard policy.
fn risks() -> Result<(), String> {
    let mut table = Growth::begin(&["risks in memory", "assessed in us", "ns a risk", "MB of facts"]);
    let policy = Policy::standard();
    let some = facts::risks();
    for size in RISKS {
        let all: Vec<_> = some.iter().copied().cycle().take(size).collect();
        let time = fastest(3, || {
            for risk in black_box(&all) {
                black_box(&policy.assess(risk));
            }
        });
        let bytes = number(size * size_of_val(&some[0]));
        let micros = Some(Tenths::whole(number(time.as_micros())));
        table.line(size, &[micros, nanoseconds(time, size), Tenths::quotient(bytes, 1_000_000)]);
    }
    Ok(())
}

/// Registers, from CSV files to JSON, each in a process of its own.
fn registers() -> Result<(), String> {
    let columns = [
        "risks",
        "CSV to JSON in ms",
        "us a risk",
        "MB of CSV",
        "MB of JSON",
        "peak memory in MB",
        "bytes a risk",
    ];
    let mut table = Growth::begin(&columns);
    let program = env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let directory = env::temp_dir().join(format!("plimsoll-scale-{}", id()));
    for size in REGISTERS {
        let files = register::files(size);
        let csv: usize = files.iter().map(|file| file.text.len()).sum();
        fs::create_dir_all(&directory)
            .and_then(|()| {
                files.iter().try_for_each(|file| fs::write(directory.join(&file.name), &file.text))
            })
            .map_err(|error| format!("{}: {error}", directory.display()))?;
        drop(files);
        let output = Command::new(&program).arg("assess").arg(&directory).output();
        let _ = fs::remove_dir_all(&directory);
        let output = output.map_err(|error| format!("{}: {error}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers: Vec<u64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [micros, json, peak] = numbers.as_slice() else {
            return Err(format!("assessing {size} risks: {text}{}", String::from_utf8_lossy(&output.stderr)));
        };
        let megabytes = |bytes: u64| Tenths::quotient(bytes, 1_000_000);
        let risks = number(size);
        let figures = [
            Tenths::quotient(*micros, 1000),
            Tenths::quotient(*micros, risks),
            megabytes(number(csv)),
            megabytes(*json),
            megabytes(*peak),
            Tenths::quotient(*peak, risks),
        ];
        table.line(size, &figures);
    }
    Ok(())
}

/// Counts what is written, and throws it away.
struct Sink(u64);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += number(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Does what `plimsoll assess DIR --format json` does, and prints microseconds, bytes of JSON, and the most bytes of memory in use.
fn assess(directory: &Path) -> Result<(), String> {
    let start = Instant::now();
    let mut diagnostics = Diagnostics::new();
    let organisation =
        Organisation::read(directory, &mut diagnostics).ok_or_else(|| diagnostics.to_string())?;
    let assessment = Assessment::of(&organisation, sample::day());
    let mut out = BufWriter::new(Sink(0));
    serde_json::to_writer(&mut out, &AssessmentView::of(&assessment)).map_err(|error| error.to_string())?;
    let sink = out.into_inner().map_err(|error| error.to_string())?;
    println!("{} {} {}", start.elapsed().as_micros(), sink.0, peak().unwrap_or_default());
    Ok(())
}

/// The most memory that this process had, in bytes.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
