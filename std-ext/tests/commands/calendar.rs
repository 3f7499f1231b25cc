//! The ends of what days can be named.

use super::{json, run};

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
