//! Registers as one JSON document.

use super::all::all_registers;
use super::links::AllLoaded;
use super::record::{Loaded, Record};
use super::report::{Form, Origin, Place};
use super::source::Source;
use super::vocabulary::Vocabulary;
use super::words::{did_you_mean, nearest};
use crate::diagnostic::{Basis, Diagnostic, Diagnostics, Severity, Snippet};
use serde::Deserialize;
use serde_json::value::RawValue;

macro_rules! document {
    ($( $(#[$doc:meta])* $field:ident: $record:ident, $required:literal, $serde:tt; )+) => {
        /// The document: a list per register, each record not yet looked into, so that what is wrong with one hides nothing of
        /// the others.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Document<'a> {
            $( #[serde $serde] $field: Vec<&'a RawValue>, )+
        }

        impl<'a> Document<'a> {
            /// Checks each record by itself.
            fn records(
                &self,
                source: &'a Source,
                words: &Vocabulary,
                out: &mut Diagnostics,
            ) -> AllLoaded<'a> {
                AllLoaded { $( $field: list(&self.$field, source, words, out) ),+ }
            }
        }
    };
}

all_registers!(document);

/// Reads the lists of a document and checks each record by itself. `None` if it is no such document.
pub(super) fn load<'a>(
    source: &'a Source,
    words: &Vocabulary,
    out: &mut Diagnostics,
) -> Option<AllLoaded<'a>> {
    match serde_json::from_str::<Document<'a>>(source.text.strip_prefix('\u{feff}').unwrap_or(&source.text)) {
        Ok(document) => Some(document.records(source, words, out)),
        Err(error) => {
            out.push(explain(&error, source, Place { line: 1, start: 0, length: source.text.len() }));
            None
        }
    }
}

fn list<'a, R: Record>(
    values: &[&'a RawValue],
    source: &'a Source,
    words: &Vocabulary,
    out: &mut Diagnostics,
) -> Loaded<'a, R> {
    let mut loaded = Loaded { origin: Some(Origin { source, form: Form::Json }), ..Loaded::default() };
    let before = out.errors();
    let (mut line, mut counted) = (1_usize, 0_usize);
    for value in values {
        let text = value.get();
        let start = text.as_ptr().addr().saturating_sub(source.text.as_ptr().addr());
        line = line.saturating_add(source.text.get(counted..start).unwrap_or_default().matches('\n').count());
        counted = start;
        let place = Place { line, start, length: text.len() };
        match serde_json::from_str::<R>(text) {
            Ok(record) => {
                loaded.records.push(record);
                loaded.places.push(place);
            }
            Err(error) => {
                let explained = || explain(&error, source, place);
                out.push_with(Severity::Error, &source.name, Some(line), Basis::Facts, explained);
                match id_of(text) {
                    Some(id) => loaded.note_broken(|| id),
                    // It may be any of those that something refers to.
                    None => loaded.whole = false,
                }
            }
        }
    }
    loaded.broken_ids.sort();
    loaded.check(words, out);
    loaded.is_sound = out.errors() == before;
    loaded
}

/// The id of a record that could not be read.
fn id_of(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    value.get("id")?.as_str().map(|id| id.trim().to_owned())
}

/// An error of serde in a file.
#[cfg(feature = "exchange")]
pub(crate) fn explain_json(error: &serde_json::Error, source: &Source) -> Diagnostic {
    explain(error, source, Place { line: 1, start: 0, length: source.text.len() })
}

/// An error of serde in the part of a file at a place.
fn explain(error: &serde_json::Error, source: &Source, place: Place) -> Diagnostic {
    let end = place.start.saturating_add(place.length);
    let text = source.text.get(place.start..end).unwrap_or_default();
    let above = error.line().saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
    let at = place.start.saturating_add(before).saturating_add(error.column().saturating_sub(1));
    let whole = error.to_string();
    let message = whole.rfind(" at line ").and_then(|end| whole.get(..end)).unwrap_or(&whole);
    let snippet = Snippet::of(&source.text, at, 1);
    let wrong = match quoted(message).split_first() {
        Some((found, valid)) if message.starts_with("unknown ") => {
            let what = if message.starts_with("unknown field") {
                "is not a field here"
            } else {
                "is not valid here"
            };
            let near = nearest(found, valid.iter().copied());
            Diagnostic::error(&source.name, what)
                .found(*found)
                .valid(valid.iter().copied())
                .maybe_help(did_you_mean(near))
        }
        _ => Diagnostic::error(&source.name, in_words(message)),
    };
    wrong.line(place.line.saturating_add(above)).column(snippet.column()).snippet(snippet)
}

/// A message of serde whose types are named in words.
fn in_words(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((found, "u8" | "u16" | "u32" | "u64")) => format!("{found}, expected a whole number"),
        _ => message.to_owned(),
    }
}

/// The words between backquotes.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}
