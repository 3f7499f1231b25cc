//! Files whose form is wrong, or unusual.

use super::{errors, files, read, read_with};
use crate::diagnostic::MAX_SHOWN;
use crate::registers::Source;
use crate::registers::csv::{MAX_CELL_BYTES, MAX_COLUMNS};

const HEADER: &str = "id,name,class,origin,compromises";
const T2: &str = "T2,fire,environmental,internal,A";

/// The errors of threats.csv with this text.
fn threat_errors(text: &str) -> Vec<String> {
    errors(&read_with("threats.csv", text).1)
}

#[test]
fn quotes_are_as_rfc_4180_says() {
    for (rows, said) in [
        (
            "T1,\"never,deliberate,external,C\nT2,x,y",
            "error: threats.csv:2: name: a quote is opened here and never closed",
        ),
        (
            "T2,fire,environmental,internal,A\nT1,\"a\"b,deliberate,external,C",
            "error: threats.csv:3: name: text follows a closing quote; the quote was opened on line 3",
        ),
        (
            "T1,\"a\nb\" c,deliberate,external,C",
            "error: threats.csv:3: name: text follows a closing quote; the quote was opened on line 2",
        ),
        (
            "T1,a \"b\",deliberate,external,C",
            "error: threats.csv:2: name: a quote stands within a value that does not start with one",
        ),
        ("T1, \"b\",deliberate,external,C", "error: threats.csv:2: name: a quote stands within"),
    ] {
        let errors = threat_errors(&format!("{HEADER}\n{rows}\n"));
        let form = errors.iter().filter(|error| error.contains("quote")).collect::<Vec<_>>();
        assert!(matches!(form.as_slice(), [error] if error.starts_with(said)), "{said}\n{errors:#?}");
    }
}

#[test]
fn what_a_quote_never_closed_swallows_is_not_missing() {
    // The good files refer to T1 and to T2.
    let errors = threat_errors(&format!("{HEADER}\nT1,\"never,deliberate,external,C\n{T2}\n"));
    assert_eq!(errors.len(), 1, "{errors:#?}");
}

#[test]
fn a_quoted_value_may_hold_commas_quotes_and_lines() {
    let text = format!("{HEADER}\r\nT1,\"a, \"\"b\"\"\r\nc\",deliberate,external,C\r\n{T2}\r\n\r\n");
    let registers = read_with("threats.csv", &text).0.unwrap();
    assert_eq!(registers.threat("T1").unwrap().name, "a, \"b\"\r\nc");
    // What comes after counts the lines within.
    let wrong = format!("{HEADER}\nT1,\"a\nb\nc\",deliberate,\"outer\nspace\",C\nT3,x,y,internal,C\n{T2}\n");
    let errors = threat_errors(&wrong);
    assert!(
        errors[0].starts_with("error: threats.csv:4: origin: `outer␊space` is not an origin"),
        "{errors:#?}"
    );
    assert!(errors[1].starts_with("error: threats.csv:6: class: `y`"), "{errors:#?}");
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let good = files(&[]);
    let expected = read(&good).0.unwrap();
    for (from, to) in [("\n", "\r\n"), ("\n", "\r"), ("\n", "\n\n"), ("\n", "\n,\n"), ("id,", "\u{feff}id,")]
    {
        let changed: Vec<Source> = good
            .iter()
            .map(|file| {
                let to = if to == "\n,\n" {
                    format!("\n{}\n", ",".repeat(file.text.lines().next().unwrap().matches(',').count()))
                } else {
                    to.to_owned()
                };
                let text = if from == "id," {
                    file.text.replacen(from, &to, 1)
                } else {
                    file.text.replace(from, &to)
                };
                Source::new(&file.name, text)
            })
            .collect();
        let (registers, diagnostics) = read(&changed);
        assert_eq!(registers.as_ref(), Some(&expected), "{to:?} {diagnostics}");
    }
    let last_line_open: Vec<Source> =
        good.iter().map(|file| Source::new(&file.name, file.text.trim_end())).collect();
    assert_eq!(read(&last_line_open).0, Some(expected));
}

#[test]
fn headers_are_trimmed_and_compared_without_case() {
    let text = format!("  ID ,Name, CLASS,\"origin\",Compromises\n'=T1,x,deliberate,external,C\n{T2}\n");
    let errors = threat_errors(&text);
    assert!(errors.iter().all(|error| error.contains("`T1` is not the id")), "{errors:#?}");
}

#[test]
fn headers_that_are_wrong_say_how() {
    for (header, said) in [
        (
            "id,name,class,origin,compromises,name",
            "error: threats.csv:1: column `name` is in the header twice: columns 2 and 6",
        ),
        ("id,name,class,origin,compromises,", "error: threats.csv:1: column 6 has no name in the header"),
        (
            "id,name,clas,orgin,compromises,x",
            "error: threats.csv:1: lacks the required columns `class`, `origin`\n  help: is column `clas` meant to be `class`? is column `orgin` meant to be `origin`?",
        ),
        ("id,name,class,origin,x,y", "error: threats.csv:1: lacks the required column `compromises`"),
        (
            "id,name,class,origin,compromises,a\u{202e}b",
            "error: threats.csv:1: `a\u{fffd}b` is the name of a column and holds a control character",
        ),
        (
            "id;name;class;origin;compromises",
            "error: threats.csv:1: columns are separated by `;`, not by commas",
        ),
        ("id\tname", "error: threats.csv:1: columns are separated by tabs, not by commas"),
        ("id,\"name,class", "error: threats.csv:1: a quote is opened here and never closed"),
    ] {
        let errors = threat_errors(&format!("{header}\nT1,x,deliberate,external,C,z\n"));
        assert!(errors.iter().any(|error| error.starts_with(said)), "{said}\n{errors:#?}");
        assert!(errors.iter().all(|error| !error.contains("T1")), "nothing follows from it: {errors:#?}");
    }
    let errors = errors(&read_with("risks.csv", "id,asset,threat,owner\nR1,A1,T1,Eva\n").1);
    assert!(
        errors[0].starts_with(
            "error: risks.csv:1: lacks the required column `impact`\n  help: In place of `impact`"
        ),
        "{errors:#?}"
    );
}

#[test]
fn files_without_records() {
    assert_eq!(
        threat_errors(""),
        [
            "error: threats.csv: is empty: not even a header names its columns\n  help: the columns are id, name, class, origin, compromises, type, capability, comprehensiveness, competence, culture, history, origin_detail, privilege, severity"
        ]
    );
    assert_eq!(threat_errors("\n\n").len(), 1);
    let (_, diagnostics) = read_with("threats.csv", HEADER);
    assert!(diagnostics.to_string().contains("warning: threats.csv: has no records"), "{diagnostics}");
    let (registers, diagnostics) = read_with("actions.csv", "id,threat,title,completed\n");
    assert!(registers.is_some() && diagnostics.is_empty(), "{diagnostics}");
}

#[test]
fn rows_have_as_many_fields_as_the_header() {
    let errors =
        threat_errors(&format!("{HEADER}\nT1,a, b,deliberate,external,C\nT2,fire,environmental,internal\n"));
    assert_eq!(
        errors,
        [
            "error: threats.csv:2: the row has 6 fields, the header has 5\n  help: put quotes around a value that holds a comma",
            "error: threats.csv:3: the row has 4 fields, the header has 5\n  help: empty fields need their commas too",
        ]
    );
}

#[test]
fn values_and_rows_have_bounds() {
    let row = |length: usize| format!("{HEADER}\nT1,{},deliberate,external,C\n{T2}\n", "x".repeat(length));
    assert!(read_with("threats.csv", &row(MAX_CELL_BYTES)).0.is_some());
    assert_eq!(
        threat_errors(&row(MAX_CELL_BYTES + 1)),
        ["error: threats.csv:2: name: the value is longer than 64 KiB"]
    );
    let quoted =
        format!("{HEADER}\nT1,\"{}\",deliberate,external,C\n{T2}\n", "x\"\"\n".repeat(MAX_CELL_BYTES));
    assert_eq!(threat_errors(&quoted), ["error: threats.csv:2: name: the value is longer than 64 KiB"]);

    let wide = |count: usize| {
        let more: String = (5..count).map(|number| format!(",c{number}")).collect();
        let cells = ",".repeat(count - 5);
        read_with("threats.csv", &format!("{HEADER}{more}\nT1,a,deliberate,external,C{cells}\n{T2}{cells}\n"))
    };
    assert!(wide(MAX_COLUMNS).0.is_some());
    let (_, diagnostics) = wide(MAX_COLUMNS + 1);
    assert_eq!(errors(&diagnostics), ["error: threats.csv:1: the row has more than 1000 fields"]);
}

#[test]
fn ten_thousand_errors_are_counted_and_a_hundred_shown() {
    let rows: String = (0..10_000).map(|number| format!("R{number},A1,T1,9,Eva\n")).collect();
    let (_, diagnostics) = read_with("risks.csv", &format!("id,asset,threat,impact,owner\n{rows}"));
    assert_eq!(diagnostics.errors(), 10_000);
    let text = diagnostics.to_string();
    assert_eq!(text.matches("error: ").count(), MAX_SHOWN);
    assert!(text.contains("error: risks.csv:2: ") && text.contains("error: risks.csv:101: "), "{text}");
    assert!(text.ends_with("... and 9,900 more\n"), "{text}");
}

#[test]
fn a_snippet_shows_the_line_with_the_value_marked() {
    let (_, diagnostics) =
        read_with("threats.csv", &format!("{HEADER}\nT1,\"a\nb\",deliberate,\"outer\",C\n{T2}\n"));
    let wrong = diagnostics.iter().next().unwrap();
    let snippet = wrong.snippet.as_ref().unwrap();
    assert_eq!(
        (wrong.line, snippet.text(), snippet.marked()),
        (Some(3), "b\",deliberate,\"outer\",C", "\"outer\"")
    );
}
