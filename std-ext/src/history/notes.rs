//! What one should know to read a change.

use super::Assumptions;
use crate::Organisation;
use crate::registers::{Asset, FacetSpec, FacetValue, Registers, Vocabulary};
use crate::words::{counted, length, listed};
use plimsoll_core::Day;

/// Of one register on two days.
pub(super) fn of_one(registers: &Registers, as_of: Day) -> Vec<String> {
    let mut notes = vec![
        "one register records neither earlier ratings nor earlier policies, so nothing here is re-rated but for what registers of \
         organisation and culture come to on the two days; two directories, such as two checkouts of one, tell of those as well"
            .into(),
    ];
    let Assumptions { undated_completions, undated_actions, undated_risks, undated_closings, .. } =
        Assumptions::of(registers, Day(i32::MAX), Day(i32::MAX));
    for (number, what) in [
        (
            undated_actions,
            "action has no day on which it was found|actions have no day on which they were found",
        ),
        (
            undated_completions,
            "action was completed on an unknown day|actions were completed on unknown days",
        ),
        (undated_risks, "risk has no day on which it was opened|risks have no day on which they were opened"),
        (undated_closings, "risk was closed on an unknown day|risks were closed on unknown days"),
    ] {
        if let (true, Some((one, many))) = (number > 0, what.split_once('|')) {
            notes.push(format!("{}: taken as so throughout", counted(number, one, many)));
        }
    }
    notes.extend(
        to_come(registers, as_of).map(|entries| format!("{entries}: what they tell is not counted yet")),
    );
    notes
}

/// How many ids are named in a note.
const NAMED: usize = 8;

/// The entries with days that are yet to come, if there are any.
fn to_come(registers: &Registers, as_of: Day) -> Option<String> {
    let entries = registers.entries_to_come(as_of);
    let number = counted(length(entries.len()), "entry has a day", "entries have days");
    (!entries.is_empty()).then(|| format!("{number} after {as_of} ({})", listed(&entries, NAMED, |id| *id)))
}

/// Of two organisations: days that are yet to come, and what of the registers after the policy before does not know.
pub(super) fn of_two(old: &Organisation, new: &Organisation, as_of: Day) -> Vec<String> {
    let (before, after) = (old.vocabulary(), new.vocabulary());
    let registers = new.registers();
    let ahead = to_come(registers, as_of).map(|entries| format!("{entries}: taken as recorded"));
    let mut notes: Vec<String> = ahead.into_iter().collect();
    if before == after {
        return notes;
    }
    scales(before, after, &mut notes);
    for spec in after.facets.iter().filter(|spec| before.facet(&spec.name).is_none()) {
        notes.push(format!(
            "the policy before does not know the facet {}: only the last part reads it",
            spec.name
        ));
    }
    for obligation in &after.obligations {
        let carry = |asset: &&Asset| asset.obligations.contains(obligation);
        let number = registers.assets().iter().filter(carry).count();
        if number > 0 && before.obligation(obligation).is_none() {
            notes.push(format!(
                "the policy before does not know the obligation {obligation}, which {}: only the last part reads it",
                counted(length(number), "asset carries", "assets carry")
            ));
        }
    }
    before.facets.iter().for_each(|spec| values(spec, registers, &mut notes));
    notes
}

/// Values of a facet that the policy before does not know, and risks that have none.
fn values(spec: &FacetSpec, registers: &Registers, notes: &mut Vec<String>) {
    let (mut strange, mut without, mut first) = (0_u64, 0_u64, None);
    for risk in registers.risks() {
        match registers.facet_text(risk, &spec.name) {
            None => without = without.saturating_add(1),
            Some(text) if spec.parse(text).is_none() => {
                strange = strange.saturating_add(1);
                first = first.or(Some(text));
            }
            Some(_) => {}
        }
    }
    let (name, stands_in) = (&spec.name, spec.show(spec.default.unwrap_or(FacetValue(0))));
    if let Some(first) = first {
        notes.push(format!(
            "{} a value of the facet {name} that the policy before does not know, such as {first}: until the last part, \
             {stands_in} stands in",
            counted(strange, "risk has", "risks have"),
        ));
    }
    if without > 0 && spec.default.is_none() {
        notes.push(format!(
            "{} no value of the facet {name}, which the policy before wants: until the last part, {stands_in} stands in",
            counted(without, "risk has", "risks have"),
        ));
    }
}

/// Scales of other lengths.
fn scales(before: &Vocabulary, after: &Vocabulary, notes: &mut Vec<String>) {
    for (name, before, after) in
        [("impact", &before.impact, &after.impact), ("likelihood", &before.likelihood, &after.likelihood)]
    {
        let (before, after) = (before.len(), after.len());
        if before != after {
            notes.push(format!(
                "the scale of {name} has {after} levels instead of {before}: a rating keeps its number, or is the highest until \
                 the last part"
            ));
        }
    }
}
