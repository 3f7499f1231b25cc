//! Text on a terminal: nothing in it is obeyed, and nothing deceives the eye.

use arbitrary::Unstructured;
use plimsoll::diagnostic::{Diagnostic, Diagnostics, Look, MAX_VALUE, Snippet, harmless, harmless_sentence};

/// The first character of a text that a terminal would obey, or that changes how others are read.
pub(super) fn raw(text: &str) -> Option<char> {
    let is_raw = |character: &char| {
        (character.is_control() && *character != '\n')
            || matches!(character,
                '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().find(is_raw)
}

/// A text as a value, as a sentence, and in every place of a diagnostic.
pub(super) fn run(word: &str, input: &mut Unstructured<'_>) -> bool {
    for (shown, most) in [(harmless(word), MAX_VALUE), (harmless_sentence(word), 600)] {
        assert_eq!((raw(&shown), shown.contains('\n')), (None, false), "{shown:?}");
        assert!(shown.chars().count() <= most + 1, "{shown:?}");
        let is_plain = raw(word).is_none() && !word.contains(['\n', '\u{fffe}', '\u{ffff}']);
        assert!(!is_plain || word.chars().count() > most || shown == word, "{word:?} became {shown:?}");
    }
    assert_eq!(harmless(&harmless(word)), harmless(word));

    let (start, length, line) = (small(input), small(input), small(input));
    let mut all = Diagnostics::new();
    let of = |diagnostic: Diagnostic| {
        let valid = word.split_whitespace().take(4).chain([word]);
        let snippet = Snippet::new(word, start, length);
        diagnostic.field(word).found(word).valid(valid).help(word).snippet(snippet)
    };
    all.push(of(Diagnostic::error(word, word).line(line).column(start)));
    all.push(of(Diagnostic::warning("risks.csv", word)));
    all.push(Diagnostic::note(word, "a note").found(word));
    is_harmless(&all);
    true
}

/// However diagnostics are told, they are harmless.
pub(super) fn is_harmless(all: &Diagnostics) {
    let told = all.to_string();
    assert_eq!(raw(&told), None, "{told:?}");
    for (unicode, colour, width) in [(true, false, 110), (false, false, 40), (true, true, 80)] {
        let drawn = all.draw(Look { colour, unicode, width });
        let drawn = if colour { without_colours(&drawn) } else { drawn };
        assert_eq!(raw(&drawn), None, "{drawn:?}");
    }
    for diagnostic in all.iter() {
        assert_eq!(raw(&diagnostic.headline()), None, "{diagnostic:?}");
    }
    let json = serde_json::to_string(all).expect("diagnostics are JSON");
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON that is written is JSON");
}

/// A drawing without what sets colours: ESC, `[`, digits and semicolons, `m`.
fn without_colours(drawn: &str) -> String {
    let mut parts = drawn.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ';');
        plain.push_str(rest.strip_prefix('m').expect("nothing but colours"));
    }
    plain
}

fn small(input: &mut Unstructured<'_>) -> usize {
    input.int_in_range(0..=40).unwrap_or_default()
}
