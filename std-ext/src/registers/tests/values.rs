//! Every kind of value that a cell may have, right and wrong.

use super::{GOOD, errors, files, read};
use plimsoll_core::{
    AssetClass, AssetKind, Attribute, Day, Document, EscalationLevel, Impact, Level, Likelihood, Response,
    Rights, Segment, Status, ThreatAttribute,
};

#[test]
fn good_values_become_records() {
    let (registers, diagnostics) = read(&files(&[]));
    let registers = registers.unwrap_or_else(|| panic!("{diagnostics}"));
    assert!(diagnostics.is_empty(), "{diagnostics}");

    let asset = registers.asset("A1").unwrap();
    assert_eq!(
        (asset.class, asset.kind, asset.document),
        (AssetClass::Services, AssetKind::Soft, Some(Document::Internal))
    );
    assert_eq!((asset.cia.confidentiality, asset.cia.integrity), (Level::High, Level::Medium));
    assert_eq!(asset.obligations, ["pci", "gdpr"]);
    assert_eq!((asset.region.as_deref(), asset.unit.as_deref()), (Some("apac"), None));

    let threat = registers.threat("T1").unwrap();
    assert_eq!(
        threat.compromises.iter().collect::<Vec<_>>(),
        [Attribute::Confidentiality, Attribute::Integrity]
    );
    let severity = threat.attributes.get(&ThreatAttribute::Severity).unwrap();
    assert_eq!(
        (severity.rating.map(|rating| rating.get()), severity.text.as_deref()),
        (Some(4), Some("a first step"))
    );

    let [action] = registers.actions() else { panic!() };
    assert!(action.completed);
    assert_eq!((action.due, action.done), (Day::from_ymd(2026, 3, 1), Day::from_ymd(2026, 2, 1)));
    assert_eq!(action.cost.map(|cost| cost.hundredths()), Some(125_050));
    assert_eq!((registers.progress("T1").completed(), registers.progress("T1").total()), (1, 1));

    let risk = registers.risk("R1").unwrap();
    assert_eq!((risk.ratings.highest(), risk.estimate), (Impact::new(5), Likelihood::new(2)));
    assert_eq!((risk.response, risk.status), (Some(Response::Reduce), Some(Status::ToTreat)));
    assert_eq!((risk.owner_is_team, risk.closed), (Some(false), None));
    assert_eq!(risk.facets.iter().collect::<Vec<_>>(), [("age_days", "30"), ("pilot", "true")]);

    let incident = registers.incident("I1").unwrap();
    assert_eq!(
        (incident.segment, incident.kind.as_str(), incident.priority),
        (Segment::Client, "database", Level::Medium)
    );
    assert_eq!((incident.security, incident.complex), (true, false));
    assert_eq!((incident.level, incident.rights), (EscalationLevel::new(2).unwrap(), Rights(9)));
    assert_eq!(incident.loss.map(|loss| loss.hundredths()), Some(99));

    assert_eq!(registers.not_applicable()[0].reason, "no such thing here");
}

/// File, column, value, and what the only error must say of it, in order.
const WRONG: &[(&str, &str, &str, &[&str])] = &[
    (
        "assets.csv",
        "class",
        "sofware",
        &[
            "`sofware` is not a class of asset",
            "valid: information, intellectual_property, services, software, workers, physical",
            "did you mean `software`?",
        ],
    ),
    ("assets.csv", "class", "IP", &["did you mean `intellectual_property`?"]),
    ("assets.csv", "class", "", &["class: is empty; it must be given", "valid: information"]),
    ("assets.csv", "kind", "sft", &["is not a kind of asset", "did you mean `soft`?"]),
    ("assets.csv", "document", "secret", &["is not a kind of document", "did you mean `design`?"]),
    ("assets.csv", "confidentiality", "3", &["`3` is not a level", "valid: low, medium, high"]),
    ("assets.csv", "integrity", "moderate", &["did you mean `medium`?"]),
    ("assets.csv", "availability", "hgih", &["did you mean `high`?"]),
    ("assets.csv", "owner", "  ", &["owner: is empty"]),
    ("actions.csv", "id", "", &["id: is empty; an id is needed"]),
    ("assets.csv", "name", "", &["name: is empty"]),
    (
        "assets.csv",
        "obligations",
        "gdpr;pcj",
        &["`pcj` is not an obligation", "valid: gdpr, pci", "did you mean `pci`?"],
    ),
    (
        "assets.csv",
        "region",
        "apca",
        &[
            "`apca` is not a value of the facet `region`",
            "valid: nordics, emea, apac",
            "did you mean `apac`?",
        ],
    ),
    ("threats.csv", "class", "natural", &["is not a class of threat", "did you mean `environmental`?"]),
    (
        "threats.csv",
        "origin",
        "extern",
        &["is not an origin", "valid: internal, external", "did you mean `external`?"],
    ),
    (
        "threats.csv",
        "compromises",
        "C;X",
        &["`C;X` is not a list of compromised attributes", "valid: C, I, A"],
    ),
    ("threats.csv", "compromises", "C;integrty", &["did you mean `integrity`?"]),
    ("threats.csv", "compromises", "", &["compromises: is empty"]),
    ("threats.csv", "severity", "7", &["`7` is not a rating", "valid: 1 to 5"]),
    (
        "actions.csv",
        "completed",
        "maybe",
        &["`maybe` is neither true nor false", "valid: true, false, yes, no, 1, 0"],
    ),
    ("actions.csv", "completed", "", &["completed: is empty"]),
    ("actions.csv", "completed", "ture", &["did you mean `true`?"]),
    ("actions.csv", "due", "01/03/2026", &["`01/03/2026` is not a date", "year-month-day"]),
    ("actions.csv", "due", "2026-02-30", &["`2026-02-30` is not a date", "has no such day"]),
    ("actions.csv", "cost", "1,250.50", &["`1,250.50` is not an amount", "without separators"]),
    ("actions.csv", "cost", "-3", &["amounts are not negative"]),
    ("actions.csv", "days", "0.125", &["at most two decimals"]),
    (
        "risks.csv",
        "impact",
        "6",
        &["`6` is not a level of the scale", "very low, low, medium, high, very high, or 1 to 5"],
    ),
    ("risks.csv", "impact", "very hihg", &["did you mean `very high`?"]),
    ("risks.csv", "impact", "0", &["`0` is not a level of the scale"]),
    ("risks.csv", "impact", "", &["the risk has no impact rating"]),
    ("risks.csv", "estimate", "likely", &["estimate: `likely` is not a level of the scale"]),
    (
        "risks.csv",
        "response",
        "mitigate",
        &["is not a response", "valid: accept, transfer, reduce, avoid", "did you mean `reduce`?"],
    ),
    ("risks.csv", "status", "opne", &["is not a status", "did you mean `open`?"]),
    ("risks.csv", "owner_is_team", "2", &["is neither true nor false"]),
    ("risks.csv", "opened", "today", &["`today` is not a date"]),
    (
        "risks.csv",
        "pilot",
        "perhaps",
        &["`perhaps` is not a value of the facet `pilot`", "valid: true, false"],
    ),
    ("risks.csv", "age_days", "3651", &["`3651` is not a value of the facet `age_days`", "valid: 0 to 3650"]),
    (
        "incidents.csv",
        "segment",
        "sytem",
        &["is not a segment", "valid: client, system", "did you mean `system`?"],
    ),
    (
        "incidents.csv",
        "kind",
        "phising",
        &["`phising` is not a kind of incident", "did you mean `phishing`?"],
    ),
    ("incidents.csv", "opened", "", &["opened: is empty"]),
    ("incidents.csv", "priority", "urgent", &["is not a level", "did you mean `high`?"]),
    ("incidents.csv", "security", "x", &["is neither true nor false"]),
    ("incidents.csv", "level", "5", &["`5` is above the highest level", "valid: 1 to 4"]),
    ("incidents.csv", "level", "9", &["`9` is not a level of escalation", "valid: 1 to 4"]),
    ("incidents.csv", "level", "two", &["`two` is not a whole number", "valid: 1 to 4"]),
    ("incidents.csv", "rights", "10", &["`10` is not a class of access rights", "valid: 0 to 9"]),
    ("incidents.csv", "rights", "-1", &["`-1` is not a whole number"]),
    ("incidents.csv", "resolved_at_level", "0", &["`0` is not a level of escalation"]),
    ("incidents.csv", "outage_minutes", "1.5", &["`1.5` is not a whole number"]),
    ("incidents.csv", "loss", "1e3", &["is not an amount"]),
    ("incidents.csv", "region", "mars", &["is not a value of the facet `region`"]),
    ("not_applicable.csv", "reason", "", &["reason: is empty; it must be given"]),
];

#[test]
fn every_wrong_value_is_one_error_that_says_where_what_and_what_is_valid() {
    for (file, column, value, said) in WRONG {
        let (_, diagnostics) = read(&files(&[(file, column, value)]));
        let errors = errors(&diagnostics);
        let [error] = errors.as_slice() else { panic!("{file} {column} {value}: {errors:#?}") };
        let place = format!("error: {file}:2: {column}: ");
        assert!(error.starts_with(&place), "{place}\n{error}");
        let mut rest = error.as_str();
        for part in *said {
            let (_, after) = rest
                .split_once(part)
                .unwrap_or_else(|| panic!("{file} {column} {value}: `{part}` in\n{error}"));
            rest = after;
        }
    }
}

#[test]
fn every_column_that_must_be_filled_is_tried_empty() {
    for (file, row) in GOOD {
        for (column, _) in row {
            let (registers, diagnostics) = read(&files(&[(file, column, "")]));
            let optional = [
                "kind",
                "document",
                "region",
                "obligations",
                "severity",
                "identified",
                "due",
                "done",
                "cost",
                "days",
                "legal",
                "owner_is_team",
                "estimate",
                "response",
                "status",
                "opened",
                "reviewed",
                "closed",
                "approver",
                "exception_until",
                "exception_reason",
                "pilot",
                "age_days",
                "priority",
                "security",
                "complex",
                "level",
                "rights",
                "risk",
                "resolved_by",
                "resolved_at_level",
                "outage_minutes",
                "cost",
                "loss",
                "team",
                "unit",
                "department",
                "role",
                "manager",
                "hired",
                "left",
                "ambassador",
                "grants",
            ];
            let is_optional = match (file, *column) {
                // Needed by what else the rows say.
                ("assets.csv", "region") | ("incidents.csv", "resolved" | "kind" | "opened") => false,
                (_, column) => optional.contains(&column),
            };
            assert_eq!(registers.is_some(), is_optional, "{file} {column}: {diagnostics}");
        }
    }
}

#[test]
fn defaults_are_those_of_the_contract() {
    let changes =
        ["priority", "security", "complex", "level", "rights"].map(|column| ("incidents.csv", column, ""));
    let (registers, _) = read(&files(&changes));
    let incident = registers.unwrap().incident("I1").unwrap().clone();
    assert_eq!((incident.priority, incident.security, incident.complex), (Level::Low, false, false));
    assert_eq!((incident.level, incident.rights), (EscalationLevel::FIRST, Rights(1)));
}

#[test]
fn several_wrong_values_of_one_row_are_all_reported() {
    let (_, diagnostics) = read(&files(&[
        ("risks.csv", "impact", "huge"),
        ("risks.csv", "asset", "A9"),
        ("risks.csv", "opened", "soon"),
        ("risks.csv", "approver", "Kim"),
        ("assets.csv", "class", "thing"),
    ]));
    let errors = errors(&diagnostics);
    let said = ["class: `thing`", "impact: `huge`", "opened: `soon`", "approver: `Kim`", "asset: `A9`"];
    assert_eq!(errors.len(), said.len(), "{errors:#?}");
    for part in said {
        assert!(errors.iter().any(|error| error.contains(part)), "{part}: {errors:#?}");
    }
    assert!(errors[0].contains("assets.csv"), "the order of the files: {errors:#?}");
}

#[test]
fn the_highest_of_the_ratings_counts_and_a_plain_dimension_is_both_horizons() {
    let (registers, _) = read(&files(&[
        ("risks.csv", "impact", "2"),
        ("risks.csv", "legal", "Medium"),
        ("risks.csv", "legal_short", "4"),
    ]));
    let registers = registers.unwrap();
    let ratings = &registers.risk("R1").unwrap().ratings;
    assert_eq!(ratings.highest(), Impact::new(4));
    let given: Vec<_> = ratings.iter().map(|(column, rating)| (column, rating.get())).collect();
    assert_eq!(given, [("impact", 2), ("legal_short", 4), ("legal_long", 3)]);
}

#[test]
fn control_characters_are_refused_in_texts_and_more_in_ids() {
    for (file, column, value, is_good) in [
        ("assets.csv", "name", "two\nlines\tand a tab", true),
        ("assets.csv", "name", "esc\u{1b}[2J", false),
        ("assets.csv", "name", "right\u{202e}to left", false),
        ("assets.csv", "name", "c1 \u{9b}31m", false),
        ("assets.csv", "owner", "\u{2066}x\u{2069}", false),
        ("not_applicable.csv", "reason", "bell\u{7}", false),
        ("risks.csv", "note", "del\u{7f}", false),
        ("actions.csv", "id", "C\u{200b}1", false),
        ("actions.csv", "id", "C\t1", false),
        ("actions.csv", "id", "Ärende 1", true),
    ] {
        let (registers, diagnostics) = read(&files(&[(file, column, value)]));
        assert_eq!(registers.is_some(), is_good, "{column} {value:?}: {diagnostics}");
        let shown = diagnostics.to_string();
        assert!(
            !shown.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{2066}', '\u{7}', '\u{7f}', '\u{200b}']),
            "{shown:?}"
        );
    }
}
