//! A good blob, changed in a few places.

use super::rich::rich;
use super::wire::{Blob, PLACEMENT_TABLES, PlacementTables, TABLES};
use arbitrary::{Result, Unstructured};
use plimsoll_core::Policy;
use std::sync::LazyLock;

/// A good blob with up to eight changes.
pub(super) fn changed(input: &mut Unstructured<'_>) -> Result<Blob> {
    let mut blob = if input.arbitrary()? { RICH.clone() } else { STANDARD.clone() };
    for _ in 0..input.int_in_range(0..=8)? {
        change(&mut blob, input)?;
    }
    Ok(blob)
}

fn change(blob: &mut Blob, input: &mut Unstructured<'_>) -> Result<()> {
    let core = &mut blob.core;
    match input.int_in_range(0..=13)? {
        10 => {
            if let Some(placements) = &mut blob.placements {
                in_table(placements, 1, input)?;
            }
        }
        11..=13 => {
            if let Some(placements) = &mut blob.placements {
                in_placements(placements, input)?;
            }
        }
        0 => {
            let at = input.choose_index(core.scales.len())?;
            core.scales[at] = input.arbitrary()?;
        }
        1 => {
            let at = input.choose_index(core.counts.len())?;
            core.counts[at] = input.arbitrary()?;
        }
        2 => core.cia_floor = input.arbitrary()?,
        3 => core.estimate = input.int_in_range(0..=2)?,
        4 => {
            let at = input.choose_index(4)?;
            core.identity[at] = input.arbitrary::<&str>()?.into();
        }
        5 => match &mut blob.names {
            None => {}
            Some(_) if input.ratio(1, 4)? => blob.names = None,
            Some(names) => match input.int_in_range(0..=3)? {
                0 => in_table(&mut names.ends, 4, input)?,
                1 => in_table(&mut names.reasons, 10, input)?,
                2 => names.pool = input.arbitrary::<&str>()?.into(),
                _ => {
                    let at = input.choose_index(names.counts.len())?;
                    names.counts[at] = input.arbitrary()?;
                }
            },
        },
        _ => {
            let at = input.choose_index(TABLES.len())?;
            in_table(&mut core.tables[at], TABLES[at].1, input)?;
        }
    }
    Ok(())
}

/// A record of the placement section, whose tables stay whole.
fn in_placements(section: &mut Vec<u8>, input: &mut Unstructured<'_>) -> Result<()> {
    let Ok(mut read) = postcard::from_bytes::<PlacementTables>(section) else { return Ok(()) };
    if input.ratio(1, 16)? {
        read.0 = input.arbitrary::<&str>()?.into();
    } else {
        let at = input.choose_index(PLACEMENT_TABLES.len())?;
        in_table(&mut read.1[at], PLACEMENT_TABLES[at].1, input)?;
    }
    *section = postcard::to_allocvec(&read).expect("memory");
    Ok(())
}

/// A byte or a whole record of a table set, repeated, dropped or added.
fn in_table(table: &mut Vec<u8>, size: usize, input: &mut Unstructured<'_>) -> Result<()> {
    let records = table.len() / size;
    let added = input.bytes(size.min(input.len()))?.to_vec();
    if records == 0 {
        table.extend(added);
        return Ok(());
    }
    let start = input.choose_index(records)? * size;
    match input.int_in_range(0..=4)? {
        0 => table[start + input.choose_index(size)?] = input.arbitrary()?,
        1 => table[start..start + added.len()].copy_from_slice(&added),
        2 => table.extend_from_within(start..start + size),
        3 => drop(table.drain(start..start + size)),
        _ => table.extend(added),
    }
    Ok(())
}

static STANDARD: LazyLock<Blob> =
    LazyLock::new(|| Blob::read(Policy::standard_bytes()).expect("the standard blob has a sound frame"));

static RICH: LazyLock<Blob> =
    LazyLock::new(|| Blob::read(&rich()).expect("a compiled blob has a sound frame"));
