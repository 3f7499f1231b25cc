//! Arbitrary text where people write names, reasons and ids, and whatever it is shown in.

mod cells;
mod charts;
mod markup;
mod places;
mod terminal;

pub use self::places::FILES;
use crate::points::Stream;
use arbitrary::Unstructured;

/// The first byte says where the text is shown. Cells take ten times as long as a terminal, charts a hundred times, and
/// pages more, so few of the inputs that ask for one get it; which, they say themselves.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    let word = String::from_utf8_lossy(rest);
    let once_in = match kind {
        0..224 => 8,
        _ if kind % 16 < 8 => 64,
        _ => 256,
    };
    if *kind < 128 || !Stream::of(rest).sometimes(once_in) {
        return terminal::run(&word, &mut Unstructured::new(rest));
    }
    match kind {
        0..224 => cells::run(&word),
        224..232 => charts::of_registers(&word, false),
        232..240 => charts::of_registers(&word, true),
        240..248 => charts::of_policy(&word, false),
        248.. => charts::of_policy(&word, true),
    }
}
