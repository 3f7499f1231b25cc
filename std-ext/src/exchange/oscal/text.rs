//! Texts as OSCAL takes them.

/// A text on one line, without blanks around it, as strings of OSCAL are.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for fields that are read as Markdown: nothing in it is markup.
pub(super) fn paragraph(text: &str) -> String {
    let marks = |c: char| {
        matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '#' | '!' | '|' | '~' | '^' | '&'
        )
    };
    let mut out = String::new();
    for character in line(text).chars() {
        if marks(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(line(" a\n\tb  c "), "a b c");
        assert_eq!(paragraph("<b>*x*</b> [y](javascript:z)"), "\\<b\\>\\*x\\*\\</b\\> \\[y\\](javascript:z)");
    }
}
