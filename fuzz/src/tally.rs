//! How many inputs were admitted, told now and then while a target runs.

use std::sync::atomic::{AtomicU64, Ordering};

static RUNS: AtomicU64 = AtomicU64::new(0);
static ADMITTED: AtomicU64 = AtomicU64::new(0);

/// Counts an input. Tells the share of those that were admitted, in per cent, after each power of two and each 65,536th.
pub fn count(admitted: bool) {
    let runs = RUNS.fetch_add(1, Ordering::Relaxed) + 1;
    let sum = ADMITTED.fetch_add(admitted.into(), Ordering::Relaxed) + u64::from(admitted);
    if runs.is_power_of_two() || runs.is_multiple_of(1 << 16) {
        let tenths = sum * 1000 / runs;
        eprintln!("admitted: {}.{} %", tenths / 10, tenths % 10);
    }
}
