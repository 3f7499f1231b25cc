//! The ends of what days can be named, and days that are yet to come.

use super::history::firm;
use super::{json, run};
use tempfile::TempDir;

/// Days that no file could name are left out, and months are not counted backwards.
#[test]
fn a_forecast_stays_within_the_calendar() {
    let dates = |arguments: &[&str]| -> Vec<String> {
        let (code, found) = json(arguments);
        assert_eq!(code, 0);
        let points = found["points"].as_array().unwrap();
        points.iter().map(|point| point["date"].as_str().unwrap().to_owned()).collect()
    };
    let last = dates(&["forecast", "--as-of", "9999-11-30", "--past", "0", "--months", "3"]);
    assert_eq!(last, ["9999-11-30", "9999-12-31"]);
    let first = dates(&["forecast", "--as-of", "1900-01-20", "--past", "2", "--months", "0"]);
    assert_eq!(first, ["1900-01-20"]);
    let backwards = run(&["forecast", "--months", "-1"]);
    assert_eq!((backwards.code, backwards.err.contains("0..=120")), (2, true), "{}", backwards.err);
}

/// A slip of the keyboard counts in some commands and not yet in others; each says so.
#[test]
fn days_that_are_yet_to_come_are_told_by_every_command() {
    let held = TempDir::new().unwrap();
    let risks = "R1,A,T,5,she,,2040-01-01,\nR2,A,T,5,she,,2026-01-01,\n";
    let ahead =
        firm(&held, "ahead", "C1,T,x,true,2026-01-01,,2030-06-01\nC2,T,y,false,2027-03-01,,\n", risks);
    let past = firm(&held, "past", "C1,T,x,true,2026-01-01,,2026-06-01\n", "R2,A,T,5,she,,2026-01-01,\n");
    for (command, told) in [
        (vec!["assess", &ahead], "`opened` in risks.csv is 2040-01-01, after 2026-11-20"),
        (vec!["gaps", &ahead], "`done` in actions.csv is 2030-06-01, after 2026-11-20"),
        (vec!["kpi", &ahead], "2030-06-01"),
        (
            vec!["forecast", &ahead],
            "3 entries have days that are yet to come, and what they tell counts from then on: R1, C1, C2",
        ),
        (vec!["plan", &ahead], "3 entries have days after 2026-11-20, taken as recorded: R1, C1, C2"),
        (
            vec!["changes", &ahead, "--since", "2026-02-01"],
            "note: 3 entries have days after 2026-11-20 (R1, C1, C2): what they tell is not counted yet",
        ),
        (
            vec!["changes", &past, &ahead],
            "note: 3 entries have days after 2026-11-20 (R1, C1, C2): taken as recorded",
        ),
    ] {
        let run = run(&[command.as_slice(), &["--as-of", "2026-11-20"]].concat());
        let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(told), "{command:?}\n{}", run.out);
    }
    let (_, found) = json(&["plan", &ahead, "--as-of", "2026-11-20"]);
    assert_eq!(found["in_the_future"], serde_json::json!(["R1", "C1", "C2"]));
    let calm = run(&["plan", &past, "--as-of", "2026-11-20"]);
    assert!(!calm.out.contains("days after"), "{}", calm.out);
}
