//! Tables that are wider than a phone.

use maud::{Markup, html};

/// A region that scrolls sideways and can be reached by keyboard; `label` says what is in it.
pub(super) fn scrolling(label: &str, content: &Markup) -> Markup {
    html! { div.scroll role="region" aria-label=(label) tabindex="0" { (content) } }
}
