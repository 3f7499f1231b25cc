//! JSON that is safe to show: what a terminal would obey, or what deceives a reader, is escaped, and is read back as it was.

use crate::diagnostic::is_deceptive;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Writes a value as JSON.
pub(super) fn to_writer(out: impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaped)).map_err(io::Error::from)
}

/// Compact, as serde_json writes it, but for the characters that it escapes.
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, character)) = rest.char_indices().find(|(_, character)| is_escaped(*character)) {
            let (plain, from) = rest.split_at_checked(at).unwrap_or_default();
            out.write_all(plain.as_bytes())?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = from.strip_prefix(character).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

/// Controls (serde_json escapes those of C0 alone), and what changes the direction of writing, breaks lines or takes no room.
fn is_escaped(character: char) -> bool {
    character.is_control()
        || is_deceptive(character)
        || matches!(character, '\u{ad}' | '\u{180e}' | '\u{200c}' | '\u{200d}')
}
