//! Text from registers, as a page may show it.

pub(super) use crate::words::{counted as count, length};

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
