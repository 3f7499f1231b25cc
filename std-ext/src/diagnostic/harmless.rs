//! Text from files, made harmless for terminals.

/// The most characters of a value that are shown.
pub const MAX_VALUE: usize = 80;

/// The most characters of a message or of advice that are shown.
pub(super) const MAX_SENTENCE: usize = 600;

/// A text with every control character replaced by a visible one, and cut after [`MAX_VALUE`] characters.
///
/// Control characters (C0, DEL, C1) could drive the terminal; those that change the direction of writing, and those that
/// take no room, could make one text look like another.
///
/// ```
/// use plimsoll::diagnostic::harmless;
/// assert_eq!(harmless("a\u{1b}[2Jb"), "a␛[2Jb");
/// assert_eq!(harmless("admin\u{202e}txt"), "admin\u{fffd}txt");
/// assert_eq!(harmless("no character: \u{ffff}"), "no character: \u{fffd}");
/// assert_eq!(harmless(&"x".repeat(100)).chars().count(), 81);
/// ```
#[must_use]
pub fn harmless(text: &str) -> String {
    harmless_to(text, MAX_VALUE)
}

/// [`harmless`], for sentences: cut later.
#[must_use]
pub fn harmless_sentence(text: &str) -> String {
    harmless_to(text, MAX_SENTENCE)
}

/// [`harmless`], cut after so many characters.
pub(crate) fn harmless_to(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut safe: String = characters.by_ref().take(most).map(harmless_char).collect();
    if characters.next().is_some() {
        safe.push('…');
    }
    safe
}

/// The visible stand-in for a character that is not harmless, or the character itself.
pub(super) fn harmless_char(character: char) -> char {
    match character {
        '\t' => ' ',
        // The pictures of the C0 control characters stand in the same order as the characters.
        '\0'..='\x1f' => char::from_u32(u32::from(character).saturating_add(0x2400)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        // The last two are no characters, and no XML may hold them.
        _ if is_deceptive(character)
            || character.is_control()
            || matches!(character, '\u{fffe}' | '\u{ffff}') =>
        {
            '\u{fffd}'
        }
        _ => character,
    }
}

/// Whether a character changes the direction of writing, breaks lines, or takes no room without joining letters.
pub(crate) fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
