//! Counting instructions: a program runs itself under callgrind, which collects what happens in one function alone.
//!
//! The program prints a line `name calls` for each time it went through [`counted_by_callgrind`]; callgrind writes its sums each time that
//! function is left. So whatever is prepared outside of it is not counted, and counts repeat exactly.

use crate::tenths::Tenths;
use std::env;
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

/// Calls something with each of some inputs, and says how many they were.
#[inline(never)]
pub fn counted_by_callgrind<T, R>(inputs: &[T], call: impl Fn(&T) -> R) -> usize {
    for input in inputs {
        // By reference: passing it on by value might copy it, which is no part of the call.
        let result = call(black_box(input));
        black_box(&result);
    }
    inputs.len()
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
    let mut counts = Vec::new();
    for (part, line) in (1..).zip(String::from_utf8_lossy(&output.stdout).lines()) {
        let file = directory.join(format!("sums.{part}"));
        let text =
            fs::read_to_string(&file).map_err(|error| format!("{line}: {}: {error}", file.display()))?;
        let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse::<u64>().ok());
        let (name, calls) = line.split_once(' ').ok_or(format!("`{line}` is no line of a case"))?;
        let calls = calls.parse::<u64>().ok().filter(|calls| *calls > 0);
        let count = total.zip(calls).and_then(|(total, calls)| Tenths::quotient(total, calls));
        counts.push((name.to_owned(), count.ok_or(format!("{name}: no sum, or no calls"))?));
    }
    if directory.join(format!("sums.{}", counts.len() + 1)).exists() {
        return Err("more was counted than the program tells of".into());
    }
    let around = counts.iter().find(|(name, _)| name == LOOP).map(|(_, count)| *count).unwrap_or_default();
    counts.retain(|(name, _)| name != LOOP);
    Ok(counts.into_iter().map(|(name, count)| (name, count.less(around))).collect())
}
