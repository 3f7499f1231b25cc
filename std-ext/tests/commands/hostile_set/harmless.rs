//! What must never reach a terminal, whatever a file says.

/// Characters that drive a terminal, that cannot be seen, or that change how others are read: listed here once more, so that
/// what the program takes for harmless is held against another list.
fn is_harmful(letter: char) -> bool {
    let bidi =
        "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    let unseen = "\u{200b}\u{2028}\u{2029}\u{2060}\u{feff}\u{fff9}\u{fffa}\u{fffb}";
    let tag = ('\u{e0000}'..='\u{e007f}').contains(&letter);
    (letter.is_control() && letter != '\n') || bidi.contains(letter) || unseen.contains(letter) || tag
}

/// What is harmful about what was written to a stream.
pub(super) fn harm(stream: &str, bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(format!("{stream} is not UTF-8")) };
    let letter = text.chars().find(|letter| is_harmful(*letter))?;
    Some(format!("{stream} holds U+{:04X}", u32::from(letter)))
}

#[test]
fn harm_is_seen() {
    for text in ["\u{1b}[2J", "\u{9b}", "\u{202e}", "\u{200b}", "\r", "\0", "\u{e0041}", "\t"] {
        assert!(harm("it", text.as_bytes()).is_some(), "{text:?}");
    }
    assert_eq!(harm("it", "Göteborg ·\n".as_bytes()), None);
    assert!(harm("it", b"\xff").is_some());
}
