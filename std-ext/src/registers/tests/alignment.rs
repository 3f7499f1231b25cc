//! Mechanisms and measures that do not make sense.

use super::{errors, files, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{FacetKind, FacetSpec, FacetValue, Registers, Source, Vocabulary};

const ALL_MECHANISMS: &str = "security_organisation, security_executive, internal_audit, steering_committee, liaisons, \
                              separation_of_governance, top_down_security, embedded_in_processes, \
                              flexible_uniform_standards, awareness_programmes, informal_networks, mentoring, \
                              executive_commitment, technical_competence";

/// A policy that says which units there are.
fn with_units() -> Vocabulary {
    let mut words = words();
    words.facets.push(FacetSpec {
        name: "unit".into(),
        kind: FacetKind::Labels(vec!["operations".into(), "sales".into()]),
        default: Some(FacetValue(0)),
    });
    words
}

/// The errors of the good files with one more, and the register that they make if there are none.
fn with(name: &str, text: &str, words: &Vocabulary) -> (Option<Registers>, Vec<String>) {
    let files: Vec<Source> = files(&[]).into_iter().chain([Source::new(name, text)]).collect();
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, words, &mut diagnostics);
    (registers, errors(&diagnostics))
}

#[test]
fn wrong_words_are_named_with_what_was_meant() {
    let valid = |valid: &str, help: &str| format!("\n  valid: {valid}\n  help: did you mean `{help}`?");
    for (file, text, said) in [
        (
            "mechanisms.csv",
            "mechanism,maturity\nliasons,partial\n",
            format!(
                "mechanisms.csv:2: mechanism: `liasons` is not a mechanism{}",
                valid(ALL_MECHANISMS, "liaisons")
            ),
        ),
        (
            "mechanisms.csv",
            "mechanism,maturity\nliaisons,establish\n",
            format!(
                "mechanisms.csv:2: maturity: `establish` is not a maturity{}",
                valid("absent, partial, established", "established")
            ),
        ),
        (
            "measures.csv",
            "id,title,track\nM1,debriefing,mesa\n",
            format!("measures.csv:2: track: `mesa` is not a track{}", valid("micro, meso, macro", "meso")),
        ),
        (
            "measures.csv",
            "id,title,track\nM1,debriefing,meso\nM1,coaching,micro\n",
            "measures.csv:3: id: `M1` is the id of the record on line 2 as well".into(),
        ),
        (
            "mechanisms.csv",
            "mechanism,maturity,unit\nliaisons,partial,slaes\n",
            format!(
                "mechanisms.csv:2: unit: `slaes` is not a value of the facet `unit`{}",
                valid("operations, sales", "sales")
            ),
        ),
    ] {
        assert_eq!(with(file, text, &with_units()).1, [format!("error: {said}")], "{text}");
    }
    // Where the policy does not say which units there are, any is one; one that it knows takes its spelling.
    assert!(
        with("mechanisms.csv", "mechanism,maturity,unit\nliaisons,partial,slaes\n", &words()).0.is_some()
    );
    let (registers, _) =
        with("mechanisms.csv", "mechanism,maturity,unit\nLiaisons,Partial, SALES\n", &with_units());
    assert_eq!(registers.unwrap().mechanisms()[0].unit.as_deref(), Some("sales"));
}

#[test]
fn a_mechanism_is_stated_once_for_the_organisation_and_for_each_unit() {
    let text = "mechanism,maturity,unit\nliaisons,partial,\nmentoring,partial,\nliaisons,absent,sales\n";
    let (registers, errors) = with("mechanisms.csv", text, &words());
    assert_eq!((registers.unwrap().mechanisms().len(), errors), (3, vec![]));
    for (row, said) in [
        ("liaisons,absent,", "`liaisons` stands on line 2 already for the organisation"),
        ("LIAISONS,absent, ", "`liaisons` stands on line 2 already for the organisation"),
        ("liaisons,partial,Sales", "`liaisons` stands on line 4 already for `Sales`"),
    ] {
        let errors = with("mechanisms.csv", &format!("{text}{row}\n"), &words()).1;
        assert_eq!(
            errors,
            [format!("error: mechanisms.csv:5: mechanism: {said}\n  help: keep one of the two")]
        );
    }
    // Two rows whose mechanism is wrong are not two of the same.
    let errors = with("mechanisms.csv", "mechanism,maturity\nx,partial\ny,partial\n", &words()).1;
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert!(errors.iter().all(|error| error.contains("is not a mechanism")), "{errors:#?}");
}

/// What is wrong with one row hides nothing of the others.
#[test]
fn a_slip_hides_no_double() {
    let text = "mechanism,maturity\nliasons,partial\nmentoring,partial\nmentoring,absent\nliaisons,absent\n";
    let told: Vec<String> = with("mechanisms.csv", text, &words()).1;
    let lines: Vec<&str> = told.iter().filter_map(|wrong| wrong.lines().next()).collect();
    let expected = [
        "error: mechanisms.csv:2: mechanism: `liasons` is not a mechanism",
        "error: mechanisms.csv:4: mechanism: `mentoring` stands on line 3 already for the organisation",
    ];
    assert_eq!(lines, expected);
}

/// In a document without line ends, all stands on line 1.
#[test]
fn a_mechanism_is_stated_once_in_a_document_of_one_line() {
    let text = r#"{"assets": [], "threats": [], "risks": [], "mechanisms": [{"mechanism": "liaisons", "maturity": "partial"}, {"mechanism": "liaisons", "maturity": "absent"}]}"#;
    let mut diagnostics = Diagnostics::new();
    let source = Source::new("registers.json", text);
    assert!(Registers::from_json(&source, &words(), &mut diagnostics).is_none());
    let said = "error: registers.json:1: mechanism: `liaisons` stands on line 1 already for the organisation\n  help: keep one of the two";
    assert_eq!(errors(&diagnostics), [said]);
}

/// People may be where nothing is that the policy decides on, so that another unit of theirs is odd, not wrong.
#[test]
fn people_take_the_units_of_the_policy() {
    for (unit, expected, said) in [
        ("SALES", "sales", None),
        ("slaes", "slaes", Some("warning: people.csv:2: unit: `slaes` is not a value of the facet `unit`")),
    ] {
        let mut diagnostics = Diagnostics::new();
        let files = files(&[("people.csv", "unit", unit)]);
        let registers = Registers::from_csv(&files, &with_units(), &mut diagnostics).unwrap();
        assert_eq!(registers.people()[0].unit.as_deref(), Some(expected));
        let told: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(told.first().and_then(|wrong| wrong.lines().next()), said, "{told:#?}");
    }
}

/// What a conflict endangers by its unit has to be there, if assets say of which unit they are.
#[test]
fn conflicts_name_units_with_assets() {
    let conflicts = "id,area,security_value,work_value,unit\nV1,form,s,w,SALES\nV2,form,s,w,slaes\n";
    let odd = "warning: conflicts.csv:3: unit: `slaes` is the unit of no asset in assets.csv: the conflict endangers none there\n  \
               valid: Sales\n  help: did you mean `Sales`?";
    for (unit, expected) in [("Sales", vec![odd.to_owned()]), ("", vec![])] {
        let mut all = files(&[("assets.csv", "unit", unit)]);
        all.push(Source::new("conflicts.csv", conflicts));
        let mut diagnostics = Diagnostics::new();
        assert!(Registers::from_csv(&all, &words(), &mut diagnostics).is_some());
        let told: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(told, expected);
    }
}

/// What looks like the id of an incident may be words for something else.
#[test]
fn measures_are_learned_from_incidents_or_from_anything_else() {
    let text = "id,title,track,learned_from\nM1,a,meso,I1\nM2,b,meso,I99\nM3,c,meso,the flood\n";
    assert_eq!(with("measures.csv", text, &words()).1, Vec::<String>::new());
}
