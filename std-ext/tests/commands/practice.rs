//! Conflicts of values, work systems and the survey, as `alignment`, `assess` and `report` tell them: two studies, and the sample.

mod studies;

use crate::hostile::is_harmless;
use crate::{SMALL, json, keys, run};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const DAY: [&str; 2] = ["--as-of", "2026-11-20"];

/// A firm of one asset, one threat and one risk, with these files beside.
fn firm(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().unwrap();
    let few = [
        ("policy.toml", SMALL),
        (
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner,region\nA1,records,information,low,low,low,she,apac\n",
        ),
        ("threats.csv", "id,name,class,origin,compromises\nT1,slip,accidental,internal,C;I;A\n"),
        ("actions.csv", "id,threat,title,completed\nC1,T1,care,yes\n"),
        ("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,1,she\n"),
    ];
    for (name, text) in few.iter().chain(files) {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

fn path(directory: &TempDir) -> &str {
    directory.path().to_str().unwrap()
}

fn alignment(directory: &TempDir) -> Value {
    let (code, found) = json(&["alignment", path(directory), DAY[0], DAY[1]]);
    assert_eq!(code, 0, "findings do not change the exit code");
    found
}

fn array(found: &Value) -> &[Value] {
    found.as_array().unwrap()
}

fn words(found: &Value) -> String {
    let words: Vec<&str> = array(found).iter().map(|word| word.as_str().unwrap()).collect();
    words.join(" ")
}

/// Worked by hand from conflicts.csv, checklist.csv and survey.csv.
#[test]
fn conflicts_work_systems_and_survey_of_the_sample() {
    let (code, found) = json(&["alignment", DAY[0], DAY[1]]);
    assert_eq!(code, 0);
    let conflicts = array(&found["conflicts"]);
    assert_eq!(
        keys(&conflicts[0]),
        [
            "area",
            "assets",
            "consequences",
            "context",
            "id",
            "level",
            "lowers",
            "open",
            "opened",
            "owner",
            "reasons",
            "remedies",
            "resolved",
            "security_value",
            "unit",
            "work_value"
        ]
    );
    let open: Vec<&Value> =
        conflicts.iter().filter(|one| one["open"] == true).map(|one| &one["id"]).collect();
    assert_eq!(open, ["V1", "V2", "V3", "V4", "V5"]);
    assert_eq!(
        (&conflicts[5]["opened"], &conflicts[5]["resolved"]),
        (&value!("2025-10-06"), &value!("2026-02-16"))
    );
    assert_eq!(conflicts[0]["assets"], value!(["A18", "A28"]));
    assert_eq!(found["objectives"]["cultural_fit"]["open_conflicts"], 5);
    let systems = array(&found["work_systems"]);
    let coverage: Vec<(&str, &str, u64)> = systems
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap();
            (text("work_system"), text("coverage"), one["answered"].as_u64().unwrap())
        })
        .collect();
    // operations: 28 yes, 7 partly; product: 20 yes, 7 partly; sales: 8 yes, 13 partly; of 37.
    assert_eq!(coverage, [("operations", "85.1", 37), ("product", "63.5", 29), ("sales", "39.2", 37)]);
    assert_eq!(keys(&systems[0]), ["answered", "aspects", "coverage", "missing", "questions", "work_system"]);
    assert_eq!(systems[1]["missing"].as_array().unwrap().len(), 8);
    // sales, participants: two of three partly.
    assert_eq!(systems[2]["aspects"][3], value!({"aspect": "participants", "coverage": "33.3"}));
    let survey = &found["survey"];
    assert_eq!(survey["respondents"], 62);
    let aware = &survey["questions"][0];
    let yes_and_no = |yes: &str, no: &str| value!([{"answer": "yes", "share": yes, "aligned": true}, {"answer": "no", "share": no, "aligned": false}]);
    assert_eq!(
        aware["units"],
        value!([
            {"unit": null, "suppressed": true},
            {"unit": "finance", "suppressed": true},
            {"unit": "operations", "respondents": 15, "aligned": "60.0", "answers": yes_and_no("60.0", "40.0")},
            {"unit": "people", "respondents": 11, "aligned": "72.7", "answers": yes_and_no("72.7", "27.3")},
            {"unit": "product", "respondents": 10, "aligned": "60.0", "answers": yes_and_no("60.0", "40.0")},
            {"unit": "sales", "respondents": 20, "aligned": "35.0", "answers": yes_and_no("35.0", "65.0")}
        ])
    );
    // 34 of 62 know their controls.
    assert_eq!(aware["answers"], yes_and_no("54.8", "45.2"));
    let gaps: BTreeMap<Option<&str>, Option<u64>> = array(&survey["gap"]["units"])
        .iter()
        .map(|unit| (unit["unit"].as_str(), unit["percent"].as_u64()))
        .collect();
    // 62 of 90, 43 of 66, 37 of 60 and 41 of 120 answers agree.
    let expected = [
        (None, None),
        (Some("finance"), None),
        (Some("operations"), Some(32)),
        (Some("people"), Some(35)),
        (Some("product"), Some(39)),
        (Some("sales"), Some(66)),
    ];
    assert_eq!(gaps, BTreeMap::from(expected));
    // 202 of 372.
    assert_eq!((&survey["gap"]["percent"], &survey["gap"]["agreement"]), (&value!(46), &value!("54.3")));
    assert_eq!(found["objectives"]["cultural_fit"]["practice_gap"], 46);
    let kinds: Vec<(&str, &str)> = array(&found["findings"])
        .iter()
        .map(|finding| (finding["kind"].as_str().unwrap(), finding["entry"]["id"].as_str().unwrap()))
        .filter(|(kind, _)| ["open_conflict", "low_work_system_coverage", "practice_gap"].contains(kind))
        .collect();
    let expected = [
        ("open_conflict", "V1"),
        ("open_conflict", "V2"),
        ("open_conflict", "V3"),
        ("open_conflict", "V4"),
        ("open_conflict", "V5"),
        ("low_work_system_coverage", "sales"),
        ("practice_gap", "sales"),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn conflicts_work_systems_and_survey_of_the_sample_as_text() {
    let told = run(&["alignment", DAY[0], DAY[1]]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    let lines: Vec<String> =
        told.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for part in [
        "open since 2026-03-02 procedures do not fit, concept unclear negotiate, define",
        "resolved 2026-02-16",
        "sales 39.2 % 37 of 37",
        "survey: 62 respondents",
        "aware of controls policy 62 yes* 54.8 %, no 45.2 %",
        "finance suppressed -",
        "no unit suppressed -",
        "question no unit finance operations people product sales",
        "aware of controls suppressed suppressed 60.0 % 72.7 % 60.0 % 35.0 %",
        "sales 65.8 % 34.2 % takes part in requirements, 25.0 % agree",
        "open conflicts of values: 5",
        "gap between policy and practice: 45.7 %",
    ] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part}\n{}", told.out);
    }
}

#[test]
fn work_systems_that_are_not_named_are_counted() {
    let mut checklist = "work_system,question,answer\n".to_owned();
    for system in 0..22 {
        checklist += &format!("desk {system:02},participants_trained,yes\n");
    }
    let told = run(&["alignment", path(&firm(&[("checklist.csv", &checklist)])), DAY[0], DAY[1]]).out;
    assert_eq!(told.lines().filter(|line| line.starts_with("not answered for desk ")).count(), 20);
    assert!(told.contains("\nand 2 more work systems\n"), "{told}");
}

/// A question without right answers has no gap, which is not to say that anything is suppressed.
#[test]
fn what_cannot_be_judged_is_not_suppressed() {
    let mut survey = "respondent,question,answer,unit\n".to_owned();
    for who in 0..12 {
        let (answer, unit) = (if who < 8 { "yes" } else { "no" }, if who < 6 { "sales" } else { "" });
        survey += &format!("s{who},handles_sensitive_data,{answer},{unit}\n");
    }
    let directory = firm(&[("survey.csv", &survey)]);
    let told = run(&["alignment", path(&directory), DAY[0], DAY[1]]);
    let lines: Vec<String> =
        told.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "all - - -",
        "no unit - - -",
        "sales - - -",
        "question no unit sales",
        "handles sensitive data no 66.7 % yes 100.0 %",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}\n{}", told.out);
    }
    assert!(!told.out.contains("suppressed"), "{}", told.out);
    if cfg!(feature = "report") {
        let page = page(&directory);
        assert!(
            page.contains(">no unit<") && page.contains("no 66.7<") && !page.contains("suppressed"),
            "{page}"
        );
    }
}

/// The page of `report`.
fn page(directory: &TempDir) -> String {
    let file = directory.path().join("page.html");
    let told = run(&["report", path(directory), DAY[0], DAY[1], "-o", file.to_str().unwrap()]);
    assert!(told.code < 2, "{}", told.err);
    fs::read_to_string(file).unwrap()
}

/// Registers without rows have no sections, and words from strangers are shown harmlessly.
#[test]
fn nothing_is_told_of_nothing_and_hostile_words_do_no_harm() {
    let nothing = run(&["alignment", path(&firm(&[])), DAY[0], DAY[1]]);
    for word in ["conflict", "work system", "survey", "suppressed"] {
        assert!(!nothing.out.contains(word), "{word}: {}", nothing.out);
    }
    let markup = "<script>alert(1)</script>\u{200b}\u{2066}";
    let odd = "<script>alert(1)</script>\u{200b}";
    let conflicts =
        format!("id,area,security_value,work_value,context,assets\nV1,form,{odd},{odd},{odd},A1\n");
    let checklist = format!("work_system,question,answer,remark\n{odd},participants_trained,no,{odd}\n");
    let mut survey = "respondent,question,answer,unit\n".to_owned();
    for who in 0..6 {
        survey += &format!("s{who},trained,no,{odd}\n");
    }
    let files =
        [("conflicts.csv", conflicts.as_str()), ("checklist.csv", &checklist), ("survey.csv", &survey)];
    let directory = firm(&files);
    for command in ["alignment", "assess", "gaps"] {
        for format in ["text", "json"] {
            let told = run(&["--format", format, command, path(&directory), DAY[0], DAY[1]]);
            assert!(told.code < 2, "{}", told.err);
            is_harmless(&told);
        }
    }
    if cfg!(feature = "report") {
        let file = directory.path().join("page.html");
        let told = run(&["report", path(&directory), DAY[0], DAY[1], "-o", file.to_str().unwrap()]);
        assert!(told.code < 2, "{}", told.err);
        let page = fs::read_to_string(Path::new(&file)).unwrap();
        assert!(page.contains("Conflicts of values") && !page.contains("<script"), "markup is text");
    }
    // What is worse is refused.
    let refused = firm(&[("conflicts.csv", &conflicts.replace(odd, markup))]);
    let told = run(&["alignment", path(&refused)]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    is_harmless(&told);
}

/// Everything that is wrong with all three files is told at once.
#[test]
fn bad_input_is_told_at_once() {
    let directory = firm(&[
        ("conflicts.csv", "id,area,security_value,work_value,assets\nV1,formalty,s,w,A2\n"),
        ("checklist.csv", "work_system,question,answer\ndesk,participant_trained,perhaps\n"),
        ("survey.csv", "respondent,question,answer,unit\ns1,traind,yes,a\ns2,trained,perhaps,a\n"),
    ]);
    let told = run(&["alignment", path(&directory), DAY[0], DAY[1]]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    for said in [
        "did you mean `formality`?",
        "`A2` is not the id of an asset",
        "did you mean `participants_trained`?",
        "`perhaps` is not an answer",
        "did you mean `trained`?",
        "`perhaps` is not an answer to `trained`",
    ] {
        assert!(told.err.contains(said), "{said}\n{}", told.err);
    }
}
