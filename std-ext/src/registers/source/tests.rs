//! Bytes as text.

use super::Source;
use crate::diagnostic::Diagnostics;

fn decode(bytes: &[u8]) -> (Option<String>, String) {
    let mut diagnostics = Diagnostics::new();
    let source = Source::decode("x.csv", bytes.to_vec(), &mut diagnostics);
    (source.map(|source| source.text), diagnostics.to_string())
}

#[test]
fn text_is_kept_as_it_is() {
    for text in ["", "a\r\nb", "å\n", "\u{1b}"] {
        assert_eq!(decode(text.as_bytes()), (Some(text.to_owned()), String::new()));
    }
}

#[test]
fn one_byte_order_mark_is_dropped_and_only_at_the_start() {
    assert_eq!(decode("\u{feff}a\u{feff}".as_bytes()).0.as_deref(), Some("a\u{feff}"));
    assert_eq!(decode("\u{feff}\u{feff}a".as_bytes()).0.as_deref(), Some("\u{feff}a"));
}

#[test]
fn what_is_not_utf_8_is_reported_once_a_line_by_its_byte() {
    let (text, said) = decode(b"ok\n\xe9\xe9\n\xc3\xa9\xc3(\n\xf0\x9f\x98");
    assert_eq!(text.as_deref(), Some("ok\n\u{fffd}\u{fffd}\n\u{e9}\u{fffd}(\n\u{fffd}"));
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        lines,
        [
            "error: x.csv:2: is not UTF-8: byte 1 of the line is 0xe9",
            "error: x.csv:3: is not UTF-8: byte 3 of the line is 0xc3",
            "error: x.csv:4: is not UTF-8: byte 1 of the line is 0xf0",
        ]
    );
}

#[test]
fn nul_is_reported_once_a_line() {
    let (text, said) = decode(b"a\n\0\0\nb\0");
    assert_eq!(text.as_deref(), Some("a\n\u{fffd}\u{fffd}\nb\u{fffd}"));
    assert_eq!(
        said,
        "error: x.csv:2: has a NUL, byte 1 of the line\nerror: x.csv:3: has a NUL, byte 2 of the line\n"
    );
}

#[test]
fn utf_16_is_named() {
    for bytes in [b"\xff\xfea\0".as_slice(), b"\xfe\xff\0a"] {
        let (text, said) = decode(bytes);
        assert!(text.is_none() && said.starts_with("error: x.csv: is UTF-16"), "{said}");
    }
}
