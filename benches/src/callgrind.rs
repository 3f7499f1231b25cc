//! Counting instructions: a program runs itself under callgrind, which collects what happens in one function alone.
//!
//! The program prints a line, name and [`Calls`], for each time it went through [`counted_by_callgrind`]; callgrind writes its sums each time that
//! function is left. So whatever is prepared outside of it is not counted, and counts repeat exactly.

use crate::tenths::Tenths;
use std::env;
use std::fmt;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio, id};
use std::thread;

/// The name of the case that does nothing: what the loop itself takes, which is taken off every other case.
pub const LOOP: &str = "loop";

/// How callgrind knows that function, whatever it calls. Of two options with the same pattern it heeds one, so there are two patterns.
const COUNTED: &str = "*::counted_by_callgrind*";
const DUMPED: &str = concat!(module_path!(), "::counted_by_callgrind*");

/// Runs what is counted, on a stack that lies the same way whatever the environment holds: how bytes are copied hangs on where they lie.
///
/// # Panics
/// If what is counted does.
pub fn run(cases: impl FnOnce() + Send + 'static) {
    thread::spawn(cases).join().expect("the cases run");
}

/// How often the loop was gone through, and how many things were worked on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calls {
    items: usize,
    trips: usize,
}

impl Calls {
    /// The same calls, each of which worked on many things: a count is what one of these takes.
    #[must_use]
    pub const fn each_of(self, items: usize) -> Self {
        Self { items: self.trips.saturating_mul(items), ..self }
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.items, self.trips)
    }
}

/// Calls something with each of some inputs.
#[inline(never)]
pub fn counted_by_callgrind<T, R>(inputs: &[T], call: impl Fn(&T) -> R) -> Calls {
    for input in inputs {
        // By reference: passing it on by value might copy it, which is no part of the call.
        let result = call(black_box(input));
        black_box(&result);
    }
    Calls { items: inputs.len(), trips: inputs.len() }
}

/// Whether callgrind can be had.
#[must_use]
pub fn is_there() -> bool {
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Runs this program again with other arguments, and says how many instructions a call takes in each case, without the loop
/// around it.
///
/// # Errors
/// In words, where callgrind or the program fails, or what they say cannot be understood.
pub fn counts(arguments: &[&str]) -> Result<Vec<(String, Tenths)>, String> {
    let directory = env::temp_dir().join(format!("plimsoll-callgrind-{}", id()));
    fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let counts = counts_in(&directory, arguments);
    // What is left behind in a temporary directory is a pity, no more.
    let _ = fs::remove_dir_all(&directory);
    counts
}

fn counts_in(directory: &Path, arguments: &[&str]) -> Result<Vec<(String, Tenths)>, String> {
    let program = env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let (home, name) = program.parent().zip(program.file_name()).ok_or("this program has no name")?;
    let sums = directory.join("sums");
    let output = Command::new("valgrind")
        // The C library copies and compares with whatever the processor has; it is told of none of that, so that counts are the same
        // everywhere.
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX512F,-AVX2_Usable,-AVX2,-AVX,-ERMS,-FSRM")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--dump-after={DUMPED}"))
        .arg(format!("--callgrind-out-file={}", sums.display()))
        // By name alone, since the length of a path shifts what comes after it.
        .current_dir(home)
        .arg(Path::new(".").join(name))
        .args(arguments)
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("valgrind ended with {}:\n{errors}", output.status));
    }
    let (mut sums_of, mut around) = (Vec::new(), (0, 1));
    for (part, line) in (1..).zip(String::from_utf8_lossy(&output.stdout).lines()) {
        let file = directory.join(format!("sums.{part}"));
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{line}: {}: {error}", file.display()))?;
        let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse::<u64>().ok());
        let total = total.ok_or(format!("{line}: {} holds no sum", file.display()))?;
        let (name, items, trips) = read_line(line)
            .ok_or(format!("`{line}` is not a case, how many things it worked on, and how often"))?;
        if name == LOOP {
            around = (total, trips);
        } else {
            sums_of.push((name.to_owned(), total, items, trips));
        }
    }
    if directory.join(format!("sums.{}", sums_of.len() + 2)).exists() {
        return Err("more was counted than the program tells of".into());
    }
    let count = |(name, total, items, trips): (String, u64, u64, u64)| {
        let inside = total.saturating_sub(around.0.saturating_mul(trips) / around.1);
        Some((name, Tenths::quotient(inside, items)?))
    };
    Ok(sums_of.into_iter().filter_map(count).collect())
}

fn read_line(line: &str) -> Option<(&str, u64, u64)> {
    let mut words = line.split(' ');
    let mut word = || words.next();
    let (name, items, trips) = (word()?, word()?.parse().ok()?, word()?.parse().ok()?);
    (items > 0 && trips > 0).then_some((name, items, trips))
}
