//! Arbitrary text where people write names, reasons and ids, and whatever it is shown in.

mod cells;
mod charts;
mod markup;
mod places;
mod terminal;

use arbitrary::Unstructured;

/// The first byte says where the text is shown. The page is by far the slowest, so only the last few values draw it.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    let word = String::from_utf8_lossy(rest);
    match kind {
        0..128 => terminal::run(&word, &mut Unstructured::new(rest)),
        128..224 => cells::run(&word),
        224..240 => charts::of_registers(&word, false),
        240..248 => charts::of_registers(&word, true),
        248..252 => charts::of_policy(&word, false),
        252.. => charts::of_policy(&word, true),
    }
}
