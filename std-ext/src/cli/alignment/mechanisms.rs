//! The mechanisms, and what each group comes to.

use super::Console;
use super::objectives::spaced;
use crate::alignment::Alignment;
use crate::cli::assess::PART;
use crate::diagnostic::harmless;
use comfy_table::Cell;
use plimsoll_core::{Maturity, Mechanism, MechanismGroup};

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let mechanisms = alignment.mechanisms();
    if mechanisms.is_empty() {
        console.line("mechanisms: none are stated");
        console.line("");
        return;
    }
    profiles(alignment, console);
    let mut table = console.new_table(&["mechanism", "group", "maturity", "owner", "evidence"], &[]);
    for mechanism in Mechanism::ALL {
        let entry = mechanisms.entry(*mechanism, None);
        let maturity = entry.map_or("not stated", |entry| entry.maturity.label());
        let owner = entry.and_then(|entry| entry.owner.as_deref()).unwrap_or("-");
        let evidence = entry.and_then(|entry| entry.evidence.as_deref()).unwrap_or("-");
        let group = spaced(mechanism.group().label());
        let name = spaced(mechanism.label());
        table.add_row([&name, &group, maturity, &*harmless(owner), &*harmless(evidence)].map(Cell::new));
    }
    console.table(&table);
    console.line("");
    units(alignment, console);
}

/// What each group comes to in the organisation, if it states any, and in every unit with rows of its own.
fn profiles(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let mechanisms = alignment.mechanisms();
    let titles: Vec<String> = MechanismGroup::ALL.iter().map(|group| spaced(group.label())).collect();
    let header: Vec<&str> = std::iter::once("").chain(titles.iter().map(String::as_str)).collect();
    let of_unit = |unit| (harmless(unit), mechanisms.profile(Some(unit)));
    let of_all = || ("organisation".into(), mechanisms.profile(None));
    let organisation = mechanisms.states_organisation().then(of_all);
    let rows: Vec<_> = organisation.into_iter().chain(mechanisms.units().map(of_unit)).collect();
    for part in rows.chunks(PART) {
        let mut table = console.new_table(&header, &[1, 2, 3, 4, 5, 6]);
        for (name, profile) in part {
            let shares =
                MechanismGroup::ALL.iter().map(|group| format!("{} %", profile.of(*group).percent()));
            table.add_row(std::iter::once(name.to_string()).chain(shares).map(Cell::new));
        }
        console.table(&table);
    }
    console.line("");
}

/// What units state themselves.
fn units(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let entries: Vec<_> =
        alignment.registers().mechanisms().iter().filter(|entry| entry.unit.is_some()).collect();
    for part in entries.chunks(PART) {
        let mut table = console
            .new_table(&["unit", "mechanism", "maturity", "in the organisation", "owner", "evidence"], &[]);
        for entry in part {
            let whole = alignment.mechanisms().entry(entry.mechanism, None);
            let cells = [
                harmless(entry.unit.as_deref().unwrap_or_default()).to_string(),
                spaced(entry.mechanism.label()),
                entry.maturity.label().into(),
                whole.map_or("not stated", |entry| Maturity::label(entry.maturity)).into(),
                harmless(entry.owner.as_deref().unwrap_or("-")).to_string(),
                harmless(entry.evidence.as_deref().unwrap_or("-")).to_string(),
            ];
            table.add_row(cells.map(Cell::new));
        }
        console.table(&table);
    }
    if !entries.is_empty() {
        console.line("");
    }
}
