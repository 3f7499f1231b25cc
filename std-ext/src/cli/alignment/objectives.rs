//! The three objectives, side by side.

use super::Console;
use crate::alignment::{Alignment, Met, Objectives};
use crate::diagnostic::harmless;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let Objectives { security_and_business: business, compliance, cultural_fit: fit } =
        alignment.objectives();
    console.line("security and business");
    console.line(&format!(
        "  {}, {} above; mean score {}, mean limit {}",
        met(business.within_limit, business.open),
        business.above_limit,
        business.score,
        business.limit
    ));
    console.line("compliance");
    let Met { open, within_limit } = compliance.any;
    console.line(&format!("  on assets with an obligation: {}", met(within_limit, open)));
    for (name, Met { open, within_limit }) in &compliance.by_obligation {
        console.line(&format!("  {}: {}", harmless(name), met(*within_limit, *open)));
    }
    console.line("cultural fit");
    let orientation = fit.orientation;
    console.line(&format!("  orientation {} of 5, {}", orientation.step(), spaced(orientation.label())));
    if let Some(open) = fit.open_conflicts {
        console.line(&format!("  open conflicts of values: {open}"));
    }
    if let Some(gap) = fit.practice_gap {
        console.line(&format!("  gap between policy and practice: {gap} %"));
    }
    console.line("");
}

fn met(within_limit: u64, open: u64) -> String {
    format!("{within_limit} of {open} open risks within their limit")
}

/// A label as people write it.
pub(super) fn spaced(label: &str) -> String {
    label.replace('_', " ")
}
