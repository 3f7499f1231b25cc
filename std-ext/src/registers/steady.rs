//! Reading files that may change meanwhile.

use super::directory::FILES;
use super::intent::Intent;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// How often registers are read again that change while they are read.
const READINGS: u8 = 8;

/// Reads a directory again if a register changed meanwhile, so that what one says fits what the others say. If that does not
/// end, a file that changed during the last reading is told as well.
pub(super) fn steady<T>(directory: &Path, read: impl Fn() -> T) -> (T, Option<&'static str>) {
    let names = || FILES.iter().map(|(name, _)| *name).chain([Intent::FILE]);
    let stamps = || names().map(|name| stamp(&directory.join(name))).collect::<Vec<_>>();
    let (mut before, mut left) = (stamps(), READINGS);
    loop {
        let found = read();
        let after = stamps();
        left = left.saturating_sub(1);
        let changed = names().zip(before.iter().zip(&after)).find(|(_, (before, after))| before != after);
        let changed = changed.map(|(name, _)| name);
        if changed.is_none() || left == 0 {
            return (found, changed);
        }
        before = after;
    }
}

/// What of a file is another once it was replaced or changed.
fn stamp(path: &Path) -> Option<(u64, Option<SystemTime>, u64)> {
    let found = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&found);
    #[cfg(not(unix))]
    let number = 0;
    Some((found.len(), found.modified().ok(), number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_never_stops_changing_is_told() {
        let held = tempfile::TempDir::new().unwrap();
        for (changes, expected) in
            [(0, None), (1, None), (7, None), (8, Some("risks.csv")), (9, Some("risks.csv"))]
        {
            let readings = Cell::new(0_usize);
            let read = || {
                readings.set(readings.get() + 1);
                if readings.get() <= changes {
                    fs::write(held.path().join("risks.csv"), "x".repeat(readings.get())).unwrap();
                }
                readings.get()
            };
            fs::write(held.path().join("risks.csv"), "").unwrap();
            assert_eq!(steady(held.path(), read), (8.min(changes + 1), expected), "{changes}");
        }
    }
}
