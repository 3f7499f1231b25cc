//! Mechanisms that are stated twice.

use crate::diagnostic::Diagnostics;
use crate::registers::MechanismEntry;
use crate::registers::record::Loaded;
use crate::registers::report::{Reporter, problem};
use crate::registers::words::fold;
use plimsoll_core::Mechanism;
use std::collections::BTreeMap;

/// Reports mechanisms that have two rows for the organisation, or for the same unit.
pub(super) fn report_doubles(loaded: &Loaded<'_, MechanismEntry>, out: &mut Diagnostics) {
    let Some(origin) = &loaded.origin else { return };
    let mut lines: BTreeMap<(Mechanism, Option<String>), usize> = BTreeMap::new();
    // Where a row has no sound mechanism, another stands in for it, which may have a row as well.
    for (entry, place) in loaded.sound() {
        let key = (entry.mechanism, entry.unit.as_deref().map(fold));
        if let Some(line) = lines.get(&key) {
            Reporter::new(origin, *place, out).error("mechanism", || {
                let of =
                    entry.unit.as_ref().map_or_else(|| "the organisation".into(), |unit| format!("`{unit}`"));
                problem(format!("stands on line {line} already for {of}"))
                    .found(entry.mechanism.label())
                    .help("keep one of the two")
            });
        } else {
            lines.insert(key, place.line);
        }
    }
}
