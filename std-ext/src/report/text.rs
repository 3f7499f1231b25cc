//! Text from registers, as a page may show it.

use crate::diagnostic::{harmless, harmless_sentence, harmless_to};
use maud::{Markup, html};

/// A name or an id: harmless, cut after 80 characters, and written in its own direction.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi { (harmless(text)) } }
}

/// A sentence: harmless, cut after 600 characters, and written in its own direction.
pub(super) fn sentence(text: &str) -> Markup {
    html! { bdi { (harmless_sentence(text)) } }
}

/// A name cut to fit a drawing.
pub(super) fn short(text: &str, most: usize) -> String {
    harmless_to(text, most)
}

/// A label as people write it: `to_treat` is "to treat".
pub(super) fn spaced(label: &str) -> String {
    harmless(label).replace('_', " ")
}

/// A number of things, with the word for one or for many.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A length as a number that is counted with.
pub(super) fn length(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}
