//! The tracks on which measures act.

use super::Console;
use super::objectives::spaced;
use crate::alignment::{Alignment, learning, tracks};
use plimsoll_core::{Learning, Track};

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let counts = tracks(alignment.registers());
    if alignment.registers().measures().is_empty() {
        console.line("measures: there are none");
    } else {
        let each: Vec<String> =
            Track::ALL.iter().map(|track| format!("{track} {}", counts.on(*track))).collect();
        console.line(&format!(
            "measures by track: {} ({})",
            each.join(", "),
            spaced(counts.balance().label())
        ));
        let Learning { measures, sourced, sources } = learning(alignment.registers());
        console.line(&format!(
            "{sourced} of {measures} measures name what they were learned from; of those, {sources} differ"
        ));
    }
    console.line("");
}
