//! `plimsoll awareness`: text, JSON, quarters, and words from strangers.

use super::{Run, SMALL, json, keys, run};
use crate::hostile::is_harmless;
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const AS_OF: [&str; 2] = ["--as-of", "2026-11-20"];

/// A directory with people, courses, trainings and assessments as they are given.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let held = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(held.path().join(name), text).unwrap();
    write("policy.toml", SMALL);
    write(
        "assets.csv",
        "id,name,class,confidentiality,integrity,availability,owner,region\nA1,files,information,low,low,low,Eva,apac\n",
    );
    write("threats.csv", "id,name,class,origin,compromises\nT1,storm,environmental,external,A\n");
    write("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,1,Eva\n");
    files.iter().for_each(|(name, text)| write(name, text));
    held
}

const FILES: [(&str, &str); 4] = [
    (
        "people.csv",
        "id,name,team,unit,region,manager,hired,ambassador\nP1,Eva,plant,sales,north,,2020-01-01,yes\n\
         P2,Ann,desk,sales,,P1,2026-11-01,\n",
    ),
    ("courses.csv", "id,name,refresh_months\nC1,policy,\nC2,privacy,12\n"),
    ("trainings.csv", "person,course,date\nP1,C1,2020-02-01\nP1,C2,2024-02-29\n"),
    ("assessments.csv", "manager,quarter,rating\nP1,2026-Q3,4\n"),
];

fn told(held: &TempDir, more: &[&str]) -> Run {
    run(&[&["awareness", held.path().to_str().unwrap()], AS_OF.as_slice(), more].concat())
}

#[test]
fn the_text_has_every_part() {
    let told = told(&directory(&FILES), &[]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    let single = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> =
        told.out.lines().map(single).filter(|line| !line.is_empty() && !line.starts_with("---")).collect();
    let expected = [
        "trainings in mandatory courses: 1 in force, 50.0 % of what was due; 1 overdue, 2 pending",
        "unit in force overdue pending in force, % of due",
        "sales 1 1 2 50.0",
        "region in force overdue pending in force, % of due",
        "- 0 0 2 -",
        "north 1 1 0 50.0",
        "overdue, longest first:",
        "person name unit course since state",
        "P1 Eva sales C2 privacy 2025-03-02 lapsed",
        "team members ambassadors",
        "desk 1 none",
        "plant 1 Eva",
        "assessments of line managers for 2026-Q3: nobody in people.csv reported to anybody then",
        "1 assessment handed in but not expected: Eva",
    ];
    assert_eq!(lines[1..], expected);
}

#[test]
fn json_has_every_part() {
    let held = directory(&FILES);
    let path = held.path().to_str().unwrap();
    let (code, value) = json(&["awareness", path, "--as-of", "2027-01-01", "--quarter", "2026q4"]);
    assert_eq!(code, 0);
    let all = ["ambassadors", "as_of", "coverage", "overdue", "placements", "policy", "quarter"];
    assert_eq!(keys(&value), all);
    assert_eq!(value["as_of"], "2027-01-01");
    assert_eq!(value["policy"]["name"], "small");
    let of = |in_force, overdue, pending, percent: Option<&str>| json!({"in_force": in_force, "overdue": overdue, "pending": pending, "percent": percent});
    assert_eq!(value["coverage"]["total"], of(1, 1, 2, Some("50.0")));
    let mut unit = of(1, 1, 2, Some("50.0"));
    unit["unit"] = json!("sales");
    assert_eq!(value["coverage"]["units"], json!([unit]));
    let (mut nowhere, mut north) = (of(0, 0, 2, None), of(1, 1, 0, Some("50.0")));
    (nowhere["region"], north["region"]) = (json!(null), json!("north"));
    assert_eq!(value["coverage"]["regions"], json!([nowhere, north]));
    let overdue = json!([{"person": "P1", "name": "Eva", "unit": "sales", "course": "C2", "since": "2025-03-02", "state": "lapsed"}]);
    assert_eq!(value["overdue"], overdue);
    let eva = json!({"person": "P1", "name": "Eva"});
    let teams = json!([
        {"team": "desk", "members": 1, "ambassadors": []}, {"team": "plant", "members": 1, "ambassadors": [eva]}
    ]);
    assert_eq!(value["ambassadors"], teams);
    let units =
        json!([{"unit": "sales", "expected": 1, "submitted": 0, "missing": [eva], "mean_rating": null}]);
    assert_eq!(value["quarter"], json!({"quarter": "2026-Q4", "units": units, "unexpected": []}));
    assert_eq!(value["placements"], json!([]));
}

/// What the sample says, and that nothing of it changes the exit code.
#[test]
fn the_sample_is_told() {
    let (code, value) = json(&[["awareness"].as_slice(), &AS_OF].concat());
    assert_eq!(code, 0);
    assert_eq!(value["coverage"]["regions"][0]["percent"], "50.0");
    assert_eq!(value["quarter"]["quarter"], "2026-Q3");
    assert!(value["placements"].as_array().is_some_and(|uses| !uses.is_empty()));
    let told = run(&[["awareness"].as_slice(), &AS_OF].concat());
    assert!(told.code == 0 && told.out.contains("tools in use: "), "{}", told.out);
}

#[test]
fn quarters_that_are_wrong_are_told_with_all_else() {
    let held = directory(&FILES);
    for (quarter, said) in [
        ("2026-Q5", "a quarter is a year and one of Q1 to Q4, such as 2026-Q3"),
        ("autumn", "a quarter is a year and one of Q1 to Q4, such as 2026-Q3"),
        ("2026-Q4", "--quarter was not over on 2026-11-20: it ends on 2026-12-31"),
        ("2027-Q1", "the last that was is 2026-Q3"),
    ] {
        let told = told(&held, &["--quarter", quarter]);
        assert!(told.code == 2 && told.err.contains(said), "{quarter}: {}", told.err);
        assert_eq!(told.out, "");
    }
    fs::write(held.path().join("trainings.csv"), "person,course,date\nP9,C1,2026-01-01\n").unwrap();
    let told = told(&held, &["--quarter", "2026-Q4"]);
    assert!(told.code == 2 && told.err.contains("--quarter") && told.err.contains("P9"), "{}", told.err);
}

#[test]
fn organisations_without_the_files_and_strange_words_are_told() {
    let bare = told(&directory(&[]), &[]);
    assert_eq!(bare.code, 0, "{}", bare.err);
    assert!(bare.out.contains("nobody has to take a course: courses.csv has none"), "{}", bare.out);
    // What is worse is refused.
    let refused = "id,name,team\nP1,Eva,\"\u{1b}[2Jdesk\"\n";
    let refused = told(&directory(&[("people.csv", refused)]), &[]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    is_harmless(&refused);
    let odd = |word: &str| format!("<b>{word}\u{200b}\u{200e}");
    let [eva, desk, sales, north, policy] = ["eva", "desk", "sales", "north", "policy"].map(odd);
    let people = format!(
        "id,name,team,unit,region,manager,hired\nP1,{eva},{desk},{sales},{north},,2020-01-01\nP2,ann,,,,P1,2020-01-01\n"
    );
    let courses = format!("id,name\nC1,{policy}\n");
    let files = [
        ("people.csv", people.as_str()),
        ("courses.csv", &courses),
        ("assessments.csv", "manager,quarter\nP2,2026-Q3\n"),
    ];
    let held = directory(&files);
    for format in ["text", "json"] {
        let told = told(&held, &["--format", format]);
        assert_eq!(told.code, 0, "{}", told.err);
        for word in ["eva", "desk", "sales", "north", "policy"] {
            let is_there = told.out.contains(&format!("<b>{word}"));
            assert!(is_there || (format == "json" && word == "policy"), "{word}: {}", told.out);
        }
        is_harmless(&told);
    }
}

/// Where nobody hands anything in, nothing is missing, whichever way it is told.
#[test]
fn assessments_that_nobody_keeps_are_not_missing() {
    let people = "id,name,unit,manager,hired,left\nP1,Eva,sales,,2020-01-01,\nP2,Ann,sales,P1,2020-01-01,\n\
                  P3,Kim,sales,,2020-01-01,2026-09-29\nP4,Lee,sales,P3,2020-01-01,\n";
    for (assessments, missing, unexpected) in [
        ("", false, None),
        ("P1,2026-Q4\n", false, None),
        ("P1,2026-Q2\n", true, None),
        // Kim was gone at the end of the quarter.
        ("P1,2026-Q2\nP3,2026-Q3\n", true, Some("Kim")),
        ("P1,2026-Q3\nP3,2026-Q3\n", false, Some("Kim")),
    ] {
        let assessments = format!("manager,quarter\n{assessments}");
        let held = directory(&[("people.csv", people), ("assessments.csv", &assessments)]);
        let path = held.path().to_str().unwrap();
        let text = told(&held, &[]).out;
        let row = |line: &str| line.trim_start().starts_with("sales") && line.contains("Eva");
        assert_eq!(text.lines().any(row), missing, "{text}");
        assert_eq!(
            text.contains("has none, nor for an earlier quarter"),
            !assessments.contains("Q2") && !assessments.contains("Q3"),
            "{text}"
        );
        let (_, value) = json(&["awareness", path, AS_OF[0], AS_OF[1]]);
        let units = value["quarter"]["units"].as_array().unwrap();
        assert_eq!(units.iter().any(|unit| unit["missing"][0]["name"] == "Eva"), missing, "{value}");
        let names: Vec<&str> = value["quarter"]["unexpected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, unexpected.into_iter().collect::<Vec<_>>());
        let told = unexpected.map(|name| format!("1 assessment handed in but not expected: {name}"));
        assert_eq!(text.lines().find(|line| line.contains("not expected")), told.as_deref());
        let (_, value) = json(&["gaps", path, AS_OF[0], AS_OF[1]]);
        assert_eq!(value.to_string().contains("assessment_missing"), missing, "{value}");
        if cfg!(feature = "report") {
            let file = held.path().join("page.html");
            let told = run(&["report", path, AS_OF[0], AS_OF[1], "-o", file.to_str().unwrap()]);
            assert!(told.code < 2, "{}", told.err);
            let page = fs::read_to_string(&file).unwrap();
            assert_eq!(
                page.contains("Assessments of line managers for"),
                missing || assessments.contains("P1,2026-Q3")
            );
            assert_eq!(page.contains("1 assessment handed in but not expected."), unexpected.is_some());
        }
    }
}
