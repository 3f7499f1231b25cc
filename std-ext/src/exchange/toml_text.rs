//! TOML as it is written here: line by line, each text on one.

use std::fmt::{Arguments, Write};
use toml::Value;

/// A text as a string of TOML.
pub(super) fn quoted(text: &str) -> String {
    // Over several lines, a string has another form; nothing that is written here needs any.
    Value::String(comment(text)).to_string()
}

/// A text as it may stand in a comment: on one line.
pub(super) fn comment(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// Adds a line.
pub(super) fn put(text: &mut String, line: Arguments<'_>) {
    // A text takes all that is written to it.
    let _always = writeln!(text, "{line}");
}
