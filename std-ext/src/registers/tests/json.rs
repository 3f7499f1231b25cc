//! The same records as JSON.

use super::{errors, files, read, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source};

/// The good registers as JSON.
fn good() -> String {
    read(&files(&[("risks.csv", "legal", "3")])).0.unwrap().to_json().unwrap()
}

fn from_json(text: &str) -> (Option<Registers>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_json(&Source::new("registers.json", text), &words(), &mut diagnostics);
    assert_eq!(registers.is_none(), diagnostics.is_error(), "{diagnostics}");
    (registers, diagnostics)
}

#[test]
fn what_is_written_reads_back_the_same() {
    let text = good();
    let (registers, diagnostics) = from_json(&text);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(registers.unwrap().to_json().unwrap(), text);
    assert!(from_json(&format!("\u{feff}{text}")).0.is_some(), "a byte order mark");
    for part in [
        r#""compromises": [
        "c",
        "i"
      ]"#,
        r#""opened": "2026-01-10""#,
        r#""cost": "1250.50""#,
        r#""legal_short": 3"#,
        r#""age_days": "30""#,
        r#""rating": 4"#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_is_wrong_is_found_as_in_csv() {
    for (from, to, field, said) in [
        (
            r#""class": "services""#,
            r#""class": "sevices""#,
            "",
            "`sevices` is not valid here\n  valid: information, intellectual_property, services, software, workers, physical\n  help: did you mean `services`?",
        ),
        (
            r#""status": "to_treat""#,
            r#""status": "to_treat", "colour": 1"#,
            "",
            "`colour` is not a field here\n  valid: id, asset",
        ),
        (r#""name": "mail","#, "", "", "missing field `name`"),
        (r#""name": "mail","#, r#""name": "mail", "name": "x","#, "", "duplicate field `name`"),
        (r#""opened": "2026-01-10""#, r#""opened": "soon""#, "", "`soon` is not a date: dates are written"),
        (r#""impact": 5"#, r#""impact": 9"#, "impact: ", "`9` is not a level of the scale\n  valid: 1 to 5"),
        (r#""impact": 5"#, r#""impact": 11"#, "", "a rating is 1 to 10"),
        (r#""owner": "Eva""#, r#""owner": " ""#, "owner: ", "is empty; it must be given"),
        (r#""name": "mail""#, r#""name": "m\u0000""#, "name: ", "`m␀` holds the control character U+0000"),
        (
            r#""name": "mail""#,
            r#""name": "m\u202e""#,
            "name: ",
            "`m\u{fffd}` holds the control character U+202E",
        ),
        (r#""age_days": "30""#, r#""age_days": 3651"#, "age_days: ", "`3651` is not a value of the facet"),
        (r#""age_days": "30""#, r#""owner": "x""#, "owner: ", "`owner` is a field of its own"),
        (r#""age_days": "30""#, r#""PILOT ": "no""#, "pilot: ", "`pilot` is a facet that is given twice"),
        (
            r#""kind": "database""#,
            r#""kind": "datbase""#,
            "kind: ",
            "is not a kind of incident that the policy knows",
        ),
        (
            r#""risk": "R1""#,
            r#""risk": "R2""#,
            "risk: ",
            "is not the id of a risk in risks.csv\n  help: did you mean `R1`?",
        ),
        (r#""due": "2026-03-01""#, r#""due": "2025-03-01""#, "due: ", "`2025-03-01` is before `identified`"),
        (r#""threat": "T2""#, r#""threat": "T1""#, "asset: ", "the pair does not apply, but risk `R1`"),
        (r#""cost": "1250.50""#, r#""cost": 1250.5"#, "", "invalid type: floating point"),
        (r#""gdpr""#, r#""gdrp""#, "obligations: ", "`gdrp` is not an obligation"),
    ] {
        let text = good();
        assert!(text.contains(from), "{from}");
        let changed = text.replacen(from, to, 1);
        let (_, diagnostics) = from_json(&changed);
        let errors = errors(&diagnostics);
        let [error] = errors.as_slice() else { panic!("{to}: {errors:#?}") };
        assert!(error.contains(said), "{to}: {error}");
        assert!(error.contains(field), "{to}: {error}");
        // The line is that of the change, or of the record where it says nothing of the field itself.
        let line = diagnostics.iter().next().unwrap().line.unwrap();
        let changed_line = 1 + text[..text.find(from).unwrap()].matches('\n').count();
        assert!(line.abs_diff(changed_line) < 20 && line > 1, "{to}: line {line}, not {changed_line}");
    }
}

/// What a cell of a list could not hold would be read back from CSV as several entries.
#[test]
fn no_entry_of_a_list_holds_what_separates_them() {
    let course = |units: &str| {
        let none = r#""courses": []"#;
        assert!(good().contains(none));
        let one =
            format!(r#""courses": [{{"id": "K1", "name": "n", "mandatory": true, "units": ["{units}"]}}]"#);
        good().replacen(none, &one, 1)
    };
    let (registers, diagnostics) = from_json(&course("a,b"));
    let (again, faults) = read(&registers.unwrap_or_else(|| panic!("{diagnostics}")).to_csv());
    assert_eq!(again.unwrap_or_else(|| panic!("{faults}")).courses()[0].units, ["a,b"]);
    let (_, diagnostics) = from_json(&course("a;b"));
    let errors = errors(&diagnostics);
    let said = "units: `a;b` holds `;`, which stands between the entries of a list";
    assert!(errors.len() == 1 && errors[0].contains(said), "{errors:#?}");
}

#[test]
fn the_place_of_an_error_is_exact() {
    let text = r#"{"assets": [],
"threats": [
  {"id": "T0", "name": "a", "class": "deliberate",
   "origin": "internal", "compromises": ["c"]},
  {"id": "T1", "name": "a", "class": "deliberate",
   "origin": "outer", "compromises": ["c"]}],
"risks": []}"#;
    let (_, diagnostics) = from_json(text);
    let wrong = diagnostics.iter().next().unwrap();
    assert_eq!((wrong.line, wrong.found.as_deref()), (Some(6), Some("outer")));
    assert_eq!(
        wrong.snippet.as_ref().unwrap().text(),
        "   \"origin\": \"outer\", \"compromises\": [\"c\"]}],"
    );
}

#[test]
fn errors_of_all_records_are_reported_together() {
    let text = good()
        .replace("\"services\"", "\"x\"")
        .replace("\"external\"", "\"y\"")
        .replace("\"customer\"", "\"z\"")
        .replace("\"reduce\"", "\"w\"");
    let (_, diagnostics) = from_json(&text);
    assert_eq!(diagnostics.errors(), 3, "{diagnostics}");
}

#[test]
fn a_document_that_is_none_is_one_error() {
    for (text, said) in [
        ("", "EOF while parsing"),
        ("{", "EOF while parsing"),
        ("[]", "error: registers.json:1:"),
        ("{\"assets\": [], \"threats\": []}", "missing field `risks`"),
        ("{\"assets\": [], \"threats\": [], \"risks\": [], \"assets\": []}", "duplicate field `assets`"),
        (
            "{\"assets\": [], \"threats\": [], \"risks\": [], \"action\": []}",
            "`action` is not a field here\n  valid: assets, threats, actions, risks, incidents, not_applicable, people, handling, courses, trainings, assessments, mechanisms, measures, conflicts, checklist, survey, principles\n  help: did you mean `actions`?",
        ),
        ("{\"assets\": {}, \"threats\": [], \"risks\": []}", "invalid type: map"),
        ("{\"assets\": [], \"threats\": [], \"risks\": []} x", "trailing characters"),
    ] {
        let (_, diagnostics) = from_json(text);
        assert_eq!(diagnostics.errors(), 1, "{text}: {diagnostics}");
        assert!(diagnostics.to_string().contains(said), "{text}: {diagnostics}");
    }
    let deep = format!(
        "{{\"assets\": {}1{}, \"threats\": [], \"risks\": []}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(from_json(&deep).1.errors(), 1, "nesting is bounded");
}
