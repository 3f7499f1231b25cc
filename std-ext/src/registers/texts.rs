//! The texts of a record, tidied and checked the same way wherever they came from.

use super::csv::MAX_CELL_BYTES;
use super::facets::Facets;
use super::report::{Reporter, problem};
use super::words::fold;
use crate::diagnostic::is_deceptive;

/// Whether a character can't be seen, or changes how others are seen.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control() || is_deceptive(character)
}

/// Whether a character may not stand in running text: controls other than TAB, LF and CR, and those that override the
/// direction of writing.
pub(crate) fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        _ => character.is_control() || turns(character),
    }
}

/// Whether a character overrides the direction of writing, so that a text looks like another.
pub(crate) fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Goes over the texts of a record: blanks around them are dropped, and what is empty where it may not be, too long, or holds
/// control characters is reported.
#[derive(Debug)]
pub(crate) struct Texts<'t, 'r, 'a> {
    report: &'t mut Reporter<'r, 'a>,
}

impl<'t, 'r, 'a> Texts<'t, 'r, 'a> {
    pub(crate) fn new(report: &'t mut Reporter<'r, 'a>) -> Self {
        Self { report }
    }

    /// The id of the record, or of another one: it may not be empty or hold anything that can't be seen.
    pub(crate) fn id(&mut self, field: &str, id: &mut String) {
        tidy(id);
        if id.is_empty() {
            self.report.error(field, || problem("is empty; an id is needed"));
        } else if !id.bytes().all(|byte| matches!(byte, b' '..=b'~')) && id.chars().any(is_hidden) {
            self.report.error(field, || {
                problem("is an id and holds a character that can't be seen").found(id.as_str())
            });
        } else {
            self.length(field, id);
        }
    }

    /// A text that must be given.
    pub(crate) fn required(&mut self, field: &str, text: &mut String) {
        tidy(text);
        if text.is_empty() {
            self.report.error(field, || problem("is empty; it must be given"));
        }
        self.characters(field, text);
    }

    /// A text that may be given; an empty one counts as not given.
    pub(crate) fn optional(&mut self, field: &str, text: &mut Option<String>) {
        if let Some(given) = text {
            tidy(given);
            self.characters(field, given);
        }
        if text.as_ref().is_some_and(String::is_empty) {
            *text = None;
        }
    }

    /// Texts of which any number may be given; empty ones are dropped. One that a cell could not hold is reported: it would be
    /// read back as several.
    pub(crate) fn list(&mut self, field: &str, list: &mut Vec<String>) {
        for text in list.iter_mut() {
            tidy(text);
            self.characters(field, text);
            if text.contains(';') {
                self.report.error(field, || {
                    problem("holds `;`, which stands between the entries of a list").found(text.as_str())
                });
            }
        }
        list.retain(|text| !text.is_empty());
    }

    /// Facets: names are folded and may not be those of columns of the register itself.
    pub(crate) fn facets(&mut self, own_columns: &[&str], facets: &mut Facets) {
        if facets.is_empty() {
            return;
        }
        let unfolded =
            |name: &str| !name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if facets.iter().any(|(name, _)| unfolded(name)) {
            for twice in facets.rename(|name| Some(fold(name))) {
                self.report.error(&twice, || problem("is a facet that is given twice").found(&twice));
            }
        }
        for (name, text) in facets.iter_mut() {
            if name.is_empty() || name.chars().any(is_hidden) {
                self.report.error("facets", || problem("is not a name for a facet").found(name));
            } else if own_columns.contains(&name) {
                self.report.error(name, || problem("is a field of its own, not a facet").found(name));
            }
            tidy(text);
            self.characters(name, text);
        }
        facets.drop_empty();
    }

    fn characters(&mut self, field: &str, text: &str) {
        let suspicious = |byte: u8| byte < b' ' || byte == 0x7f || byte >= 0x80;
        if text.bytes().any(suspicious)
            && let Some(character) = text.chars().find(|character| is_forbidden(*character))
        {
            let code = u32::from(character);
            self.report
                .error(field, || problem(format!("holds the control character U+{code:04X}")).found(text));
        }
        self.length(field, text);
    }

    fn length(&mut self, field: &str, text: &str) {
        if text.len() > MAX_CELL_BYTES {
            self.report.error(field, || problem(format!("is longer than {} KiB", MAX_CELL_BYTES / 1024)));
        }
    }
}

/// Drops the blanks around a text.
fn tidy(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}
