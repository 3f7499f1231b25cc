//! The three objectives, side by side.

use super::Console;
use crate::alignment::{Alignment, Met, Objectives};
use crate::diagnostic::harmless;
use comfy_table::Cell;

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let Objectives { security_and_business: business, compliance, cultural_fit: fit } =
        alignment.objectives();
    let met =
        |Met { open, within_limit }: Met| format!("{within_limit} of {open} open risks within their limit");
    let of_business = vec![
        met(Met { open: business.open, within_limit: business.within_limit }),
        format!("{} above", business.above_limit),
        format!("mean score {}, mean limit {}", business.score, business.limit),
    ];
    let mut of_compliance = vec![format!("with an obligation: {}", met(compliance.any))];
    of_compliance.extend(
        compliance.by_obligation.iter().map(|(name, of)| format!("{}: {}", harmless(name), met(*of))),
    );
    let orientation = fit.orientation;
    let orientation = format!("orientation {} of 5, {}", orientation.step(), spaced(orientation.label()));
    let conflicts = fit.open_conflicts.map(|open| format!("open conflicts of values: {open}"));
    let gap = fit.practice_gap.map(|gap| format!("gap between policy and practice: {gap} %"));
    let of_fit: Vec<String> = std::iter::once(orientation).chain(conflicts).chain(gap).collect();

    let columns = [of_business, of_compliance, of_fit];
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    let mut table = console.new_table(&["security and business", "compliance", "cultural fit"], &[]);
    for at in 0..longest {
        table.add_row(columns.each_ref().map(|column| Cell::new(column.get(at).map_or("", String::as_str))));
    }
    console.table(&table);
    console.line("");
}

/// A label as people write it.
pub(super) fn spaced(label: &str) -> String {
    label.replace('_', " ")
}
