//! What was tried, for whoever wants to see on how much a promise rests; and how much is to be tried.
//!
//! Each suite says what it tried under the law or guarantee that this bears out. The lines lie in `promises` beside what was
//! built, a file each, and `tests/scripts/promises.sh` prints them all. A suite that runs again replaces its own.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// So many cases, or as many times more as the variable `PLIMSOLL_CASES` says.
///
/// ```
/// assert!(plimsoll_tests::promises::cases(7) >= 7);
/// ```
#[must_use]
pub fn cases(few: u32) -> u32 {
    let times = env::var("PLIMSOLL_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    few.saturating_mul(times).max(1)
}

/// Keeps how many points were tried, of what, and for which law or guarantee. Where nothing can be written, nothing is kept.
pub fn tried(law: &str, what: &str, points: impl TryInto<u64>) {
    let points = points.try_into().unwrap_or(u64::MAX);
    println!("{law}: {what}: {points}");
    if let Some(directory) = directory() {
        drop(keep(&directory, law, what, points));
    }
}

/// A program that tests lies in `deps` of a profile's directory, which lies beside others.
fn directory() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let deps = program.parent().filter(|deps| deps.ends_with("deps"))?;
    Some(deps.parent()?.parent()?.join("promises"))
}

/// Written elsewhere and then put in place, so that nobody ever reads half a line.
fn keep(directory: &Path, law: &str, what: &str, points: u64) -> std::io::Result<()> {
    fs::create_dir_all(directory)?;
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    let name: String = format!("{law} {what}").chars().map(plain).collect();
    let written = directory.join(format!("{name}.{}", process::id()));
    fs::write(&written, format!("{law}\t{points}\t{what}\n"))?;
    fs::rename(written, directory.join(format!("{name}.txt")))
}
