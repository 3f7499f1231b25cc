//! Whatever a file holds, reading it ends with a policy or with errors.

use super::{HEAD, told, told_of};
use crate::diagnostic::{Diagnostics, MAX_SHOWN};
use crate::policy_file::{MAX_POLICY_BYTES, PolicyFile};
use crate::registers::Source;
use proptest::prelude::*;

const SAMPLE: &str = include_str!("../../../sample/policy.toml");

/// Pieces that policies are made of.
const PIECES: &[&str] = &[
    "[policy]",
    "[scale]",
    "[matrix]",
    "[[band]]",
    "[acceptance]",
    "[[limit]]",
    "[[facet]]",
    "[[response]]",
    "[[team]]",
    "[[route]]",
    "[envelope]",
    "[[envelope]]",
    "[[placement]]",
    "[[invariant]]",
    "[isms]",
    "\n",
    "\n",
    "name",
    "level",
    "where",
    "when",
    "then",
    "grid",
    "kind",
    "labels",
    "range",
    "default",
    "up_to",
    "kinds",
    "impact",
    "cia_floor",
    "max_raise",
    "from",
    "to",
    "next",
    " = ",
    "=",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "\"x\"",
    "\"a|b\"",
    "\">=high\"",
    "\"2..1\"",
    "\"product\"",
    "\"grid\"",
    "\"level_1\"",
    "0",
    "1",
    "-1",
    "9",
    "99999999999999999999",
    "1.5",
    "2026-01-01",
    "true",
    "#",
    "\\u0000",
    "\u{202e}",
    "é",
    "'",
    "\"\"\"",
    "\r\n",
    "\t",
];

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        told_of(&text);
        told(&text);
    }

    #[test]
    fn any_pieces_of_policies_are_read_or_refused(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        told(&pieces.concat());
    }

    #[test]
    fn the_sample_with_lines_moved_and_cut_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8), 1..8),
    ) {
        let mut lines: Vec<String> = SAMPLE.lines().map(str::to_owned).collect();
        for (from, to, edit) in edits {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            match edit {
                0 => lines.swap(from, to),
                1 => lines[to] = lines[from].clone(),
                2 => lines[from].clear(),
                _ => {
                    let cut = to.min(lines[from].len());
                    let cut = (0..=cut).rev().find(|cut| lines[from].is_char_boundary(*cut)).unwrap();
                    lines[from].truncate(cut);
                }
            }
        }
        told_of(&lines.join("\n"));
    }
}

#[test]
fn a_file_cut_anywhere_is_read_or_refused() {
    let text = format!(
        "{HEAD}[[facet]]\nname = 'é'\nlabels = [\"a\", \"b\"]\n[[limit]]\nlevel = 3\nwhere = {{ é = \"a\" }}\n"
    );
    for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        told_of(&text[..cut]);
    }
}

#[test]
fn nesting_has_a_bound() {
    let deep = told(&format!("x = {}", "[".repeat(100_000)));
    assert!(deep.starts_with("error: policy.toml:6:85: is not TOML: cannot recurse further"), "{deep}");
    let deep = told(&format!("{}a = 1", "a.".repeat(100_000)));
    assert!(deep.starts_with("error: policy.toml: is nested too deeply\n"), "{deep}");
}

#[test]
fn all_errors_are_counted_and_some_are_shown() {
    let mut diagnostics = Diagnostics::new();
    let text = format!("{HEAD}{}{}", "x\n".repeat(3), "[[limit]]\nlevel = -1\n".repeat(3000));
    assert!(PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics).is_none());
    assert_eq!(diagnostics.errors(), 3003);
    assert!(diagnostics.to_string().lines().count() <= 2 * MAX_SHOWN + 1);
}

#[test]
fn rows_entries_and_bytes_have_bounds() {
    let many = told(&"[[limit]]\nlevel = 3\n".repeat(4097));
    assert_eq!(many, "error: policy.toml:8198:1: limit: has 4097 rows\n  valid: at most 4096 rows\n");
    let labels = (0..4097).map(|label| format!("\"l{label}\"")).collect::<Vec<_>>().join(",\n");
    let many = told(&format!("[[facet]]\nname = \"f\"\nlabels = [\n{labels}\n]\n"));
    assert_eq!(many, "error: policy.toml:4105:1: labels: has 4097 entries\n  valid: at most 4096 entries\n");
    let large = told_of(&format!("{HEAD}{}", "#".repeat(MAX_POLICY_BYTES)));
    assert_eq!(large, "error: policy.toml: is larger than 1 MiB\n");
}

#[test]
fn lines_end_as_they_like() {
    let policy = "[[limit]]\nlevel = 3\n\n[[limit]]\nlevel = \"x\"\n";
    let crlf = format!("{HEAD}{policy}").replace('\n', "\r\n");
    let error = "error: policy.toml:10:9: level: `x` is not a whole number\n  valid: 0 to 25\n";
    assert_eq!((told(policy).as_str(), told_of(&crlf).as_str()), (error, error));
}
