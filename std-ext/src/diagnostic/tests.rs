//! Diagnostics: their order, their bounds and their forms.

use super::{Basis, Diagnostic, Diagnostics, MAX_KEPT, MAX_SHOWN, Severity, Snippet, harmless};

fn lines(all: &Diagnostics) -> Vec<(String, usize)> {
    all.iter().map(|one| (one.file.clone(), one.line.unwrap_or(0))).collect()
}

#[test]
fn files_come_in_the_order_announced_then_lines_then_turns() {
    let mut all = Diagnostics::new();
    all.announce("b");
    all.announce("a");
    for (file, line) in [("c", 1), ("a", 2), ("a", 1), ("b", 9), ("b", 0)] {
        all.push(Diagnostic::error(file, "x").line(line));
    }
    let places = [("b", 0), ("b", 9), ("a", 1), ("a", 2), ("c", 1)];
    assert_eq!(lines(&all), places.map(|(file, line)| (file.to_owned(), line)));
    all.push(Diagnostic::warning("b", "first of the warnings"));
    assert_eq!(all.iter().last().map(|one| one.severity), Some(Severity::Warning));
    assert_eq!((all.errors(), all.warnings_and_notes()), (5, 1));
}

#[test]
fn the_first_in_order_are_kept_whatever_the_order_of_finding() {
    let many = 5 * MAX_KEPT;
    let mut backwards = Diagnostics::new();
    let mut forwards = Diagnostics::new();
    for line in 1..=many {
        forwards.push(Diagnostic::error("x", "y").line(line));
        backwards.push(Diagnostic::error("x", "y").line(many + 1 - line));
    }
    let first: Vec<_> = (1..=MAX_KEPT).map(|line| ("x".to_owned(), line)).collect();
    for mut all in [forwards, backwards.clone()] {
        assert_eq!(lines(&all), first);
        assert_eq!(all.errors(), many);
        assert_eq!(all.to_string().lines().count(), MAX_SHOWN + 1);
        assert!(all.to_string().ends_with("... and 4,900 more\n"));
        all.append(backwards.clone());
        assert_eq!(all.errors(), 2 * many);
        assert_eq!(lines(&all).last(), Some(&("x".to_owned(), MAX_KEPT / 2)));
    }
}

#[test]
fn what_will_not_be_kept_is_not_made() {
    let mut all = Diagnostics::new();
    let mut made = 0;
    for line in 1..=10 * MAX_KEPT {
        all.push_with(Severity::Error, "x", Some(line), Basis::Facts, || {
            made += 1;
            Diagnostic::error("x", "y").line(line)
        });
    }
    assert_eq!((all.errors(), made), (10 * MAX_KEPT, 2 * MAX_KEPT));
}

#[test]
fn what_follows_from_the_words_of_the_policy_can_be_forgotten() {
    let mut all = Diagnostics::new();
    for line in 1..=3 * MAX_KEPT {
        let basis = if line % 3 == 0 { Basis::Words } else { Basis::Facts };
        all.push_with(Severity::Error, "x", Some(line), basis, || Diagnostic::error("x", "y").line(line));
    }
    all.push_with(Severity::Note, "x", None, Basis::Words, || Diagnostic::note("x", "y"));
    all.keep_independent_of_policy();
    assert_eq!((all.errors(), all.warnings_and_notes()), (2 * MAX_KEPT, 0));
    assert!(all.iter().all(|one| one.line.is_some_and(|line| line % 3 != 0)));
}

#[test]
fn joined_collections_keep_the_order_of_the_first() {
    let mut one = Diagnostics::new();
    one.announce("policy.toml");
    one.announce("risks.csv");
    let mut other = Diagnostics::new();
    other.push(Diagnostic::error("risks.csv", "x").line(3));
    other.push(Diagnostic::error("policy.toml", "x").line(7));
    one.push(Diagnostic::error("risks.csv", "x").line(4));
    one.append(other);
    let places = [("policy.toml", 7), ("risks.csv", 3), ("risks.csv", 4)];
    assert_eq!(lines(&one), places.map(|(file, line)| (file.to_owned(), line)));
}

#[test]
fn json_has_errors_total_and_warnings() {
    let mut all = Diagnostics::new();
    for _ in 0..MAX_SHOWN + 50 {
        all.push(Diagnostic::error("a", "b").line(1).field("c").found("d").valid(["e"]).help("f"));
    }
    all.push(Diagnostic::note("a", "b"));
    let json = serde_json::to_value(&all).unwrap();
    assert_eq!(json["total"], MAX_SHOWN + 50);
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(MAX_SHOWN));
    let first = r#"{"severity":"error","file":"a","line":1,"field":"c","message":"b","found":"d","valid":["e"],"help":"f"}"#;
    assert_eq!(serde_json::to_string(&json["errors"][0]).unwrap().len(), first.len());
    assert_eq!(json["errors"][0], serde_json::from_str::<serde_json::Value>(first).unwrap());
    assert_eq!(json["warnings"], serde_json::json!([{"severity": "note", "file": "a", "message": "b"}]));
    assert_eq!(json["total_warnings"], 1);
}

#[test]
fn nothing_from_a_file_reaches_a_terminal_raw() {
    let evil = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\r\n\u{feff}";
    let mut all = Diagnostics::new();
    let line = Snippet::new(&format!("a,{evil},b"), 2, evil.len());
    let wrong =
        Diagnostic::error(evil, evil).line(1).field(evil).found(evil).valid([evil]).help(evil).snippet(line);
    all.push(wrong);
    let is_raw = |character: char| {
        (character.is_control() && character != '\n') || ('\u{202a}'..='\u{202e}').contains(&character)
    };
    assert!(!all.to_string().contains(is_raw), "{:?}", all.to_string());
    assert!(!serde_json::to_string(&all).unwrap().contains(is_raw));
    assert_eq!(all.to_string().lines().count(), 3);
    #[cfg(feature = "cli")]
    for unicode in [true, false] {
        let drawn = all.draw(super::Look { colour: false, unicode, width: 80 });
        assert!(!drawn.contains(is_raw), "{drawn:?}");
    }
}

#[test]
fn long_values_are_cut() {
    let mut all = Diagnostics::new();
    all.push(Diagnostic::error("a", "b").found("x".repeat(100_000)).valid(vec!["y".repeat(1000); 1000]));
    let text = all.to_string();
    assert!(text.len() < 8000 && text.contains('…') && text.contains("and 960 more"), "{}", text.len());
    assert_eq!(harmless(&"å".repeat(80)).chars().count(), 80);
}

#[test]
fn a_snippet_is_cut_around_its_place() {
    let line = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
    let snippet = Snippet::new(&line, 1000, 4);
    assert_eq!((snippet.marked(), snippet.column()), ("HERE", 1001));
    assert!(snippet.text().starts_with("…aaa") && snippet.text().ends_with("bbb…"));
    assert_eq!(snippet.text().chars().count(), 202);
    for (line, start, length, marked) in [
        ("abc", 1, 1, "b"),
        ("abc", 3, 0, ""),
        ("abc", 3, 9, ""),
        ("abc", 9, 9, ""),
        ("abc", 1, 99, "bc"),
        ("", 0, 5, ""),
        ("å\u{1b}b", 2, 1, "␛"),
    ] {
        assert_eq!(Snippet::new(line, start, length).marked(), marked, "{line} {start} {length}");
    }
}

#[test]
fn a_snippet_is_the_line_of_its_place() {
    let file = "one\r\ntwo,x\nthree\rfour";
    for (place, line, column) in [
        (0, "one", 1),
        (3, "one", 4),
        (5, "two,x", 1),
        (9, "two,x", 5),
        (11, "three", 1),
        (17, "four", 1),
        (21, "four", 5),
        (99, "four", 5),
    ] {
        let snippet = Snippet::of(file, place, 1);
        assert_eq!((snippet.text(), snippet.column()), (line, column), "{place}");
    }
    let huge = "é".repeat(1_000_000);
    assert_eq!(Snippet::of(&huge, 1_000_001, 2).marked(), "é");
}

#[cfg(feature = "cli")]
#[test]
fn a_drawing_shows_the_place_and_what_is_valid() {
    let mut all = Diagnostics::new();
    let line = Snippet::new("R1,A1,T1,hihg,Eva", 9, 4);
    let wrong = Diagnostic::error("risks.csv", "is not an impact").line(12).field("impact").found("hihg");
    all.push(wrong.valid(["low", "high"]).help("did you mean `high`?").snippet(line));
    all.push(Diagnostic::error("threats.csv", "is missing"));
    let drawn = all.draw(super::Look { colour: false, unicode: true, width: 100 });
    let expected = "error: impact: `hihg` is not an impact
   ╭▸ risks.csv:12:10
   │
12 │ R1,A1,T1,hihg,Eva
   │          ━━━━ impact
   │
   ├ help: did you mean `high`?
   ╰ valid: low, high
error: threats.csv: is missing
";
    assert_eq!(drawn, expected, "{drawn}");
    assert!(all.draw(super::Look { colour: true, unicode: false, width: 100 }).contains("\u{1b}["));
    let mut all = Diagnostics::new();
    let line = Snippet::new(&format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000)), 1000, 4);
    all.push(Diagnostic::error("risks.csv", "is wrong").line(7).found("HERE").snippet(line));
    let drawn = all.draw(super::Look { colour: false, unicode: false, width: 100 });
    assert!(
        drawn.contains("risks.csv:7:1001") && drawn.contains("aHEREb") && drawn.contains("^^^^"),
        "{drawn}"
    );
    assert!(drawn.lines().all(|line| line.chars().count() <= 110), "{drawn}");
}
