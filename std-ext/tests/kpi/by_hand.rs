//! Small registers, worked out by hand.

use super::{Rows, day, json};
use serde_json::{Value, json};

const AS_OF: &str = "2026-11-20";

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<String>()).collect()
}

fn risks(text: &str) -> Rows {
    let risks = lines(text);
    let threats = (1..=risks.len()).map(|n| format!("T{n}")).collect();
    let risks = (1..).zip(risks).map(|(n, row): (usize, String)| format!("R{n},A1,T{n},{row}")).collect();
    Rows { threats, risks, ..Rows::default() }
}

fn incidents(text: &str) -> Rows {
    let incidents = (1..).zip(lines(text)).map(|(n, row): (usize, String)| format!("I{n},{row}")).collect();
    Rows { incidents, ..Rows::default() }
}

fn figures(rows: &Rows) -> Value {
    json(rows, day(AS_OF), None)
}

fn since(rows: &Rows, since: &str) -> Value {
    json(rows, day(AS_OF), Some(day(since)))
}

/// The one bucket of ages with something in it.
fn bucket(value: &Value) -> &str {
    let of_one = |(name, count): (&'static str, u64)| (count == 1).then_some(name);
    let names = ["under_6", "6_to_12", "12_to_24", "over_24", "undated"];
    let counts = names.map(|name| (name, value["age_months"][name].as_u64().unwrap()));
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 1);
    counts.into_iter().find_map(of_one).unwrap()
}

#[test]
fn ages_at_the_bounds() {
    let table = [
        // opened        as of         bucket
        ("2026-11-20", "2026-11-20", "under_6"),
        ("2026-05-21", "2026-11-20", "under_6"), // 5 months and 30 days
        ("2026-05-20", "2026-11-20", "6_to_12"),
        ("2025-11-21", "2026-11-20", "6_to_12"),
        ("2025-11-20", "2026-11-20", "12_to_24"),
        ("2024-11-21", "2026-11-20", "12_to_24"),
        ("2024-11-20", "2026-11-20", "over_24"),
        ("1999-01-01", "2026-11-20", "over_24"),
        ("2024-02-29", "2024-08-28", "under_6"),
        ("2024-02-29", "2024-08-29", "6_to_12"),
        ("2024-02-29", "2025-02-28", "6_to_12"), // 29 February did not come in 2025
        ("2024-02-29", "2025-03-01", "12_to_24"),
        ("2024-02-29", "2026-02-28", "12_to_24"),
        ("2024-02-29", "2026-03-01", "over_24"),
        ("2023-08-29", "2024-02-29", "6_to_12"),
        ("2023-08-30", "2024-02-29", "under_6"),
        ("2024-08-31", "2025-02-28", "under_6"),
        ("2024-08-31", "2025-03-01", "6_to_12"),
    ];
    for (opened, as_of, expected) in table {
        let found = json(&risks(&format!("1,,{opened},")), day(as_of), None);
        assert_eq!(bucket(&found["risks"]), expected, "{opened} {as_of}");
        let found = json(&incidents(&format!("low,1,,{opened},,,,,")), day(as_of), None);
        assert_eq!(bucket(&found["incidents"]), expected, "{opened} {as_of}");
    }
    assert_eq!(bucket(&figures(&risks("1,,,"))["risks"]), "undated");
}

#[test]
fn nothing_is_measured_of_empty_registers() {
    let nothing = json!({
        "age_months": {"under_6": 0, "6_to_12": 0, "12_to_24": 0, "over_24": 0, "undated": 0},
        "unmanaged": {"very_high": "0.0", "high": "0.0", "other": "0.0", "count": 0},
        "time_to_resolve": {
            "days": {"0": 0, "1_to_7": 0, "8_to_30": 0, "31_to_90": 0, "over_90": 0},
            "median": null, "p90": null, "count": 0, "undated": 0
        },
        "solved": 0, "unsolved": 0, "future": 0, "unplaced": {"solved": 0, "cost": 0},
        "cost": "0.00", "cost_unknown": 0
    });
    let mut of_incidents = nothing.clone();
    of_incidents["loss"] = "0.00".into();
    of_incidents["loss_unknown"] = 0.into();
    of_incidents["availability"] = json!({
        "period_days": 0, "outage_minutes": 0, "unknown": 0, "available": null, "assets": [],
        "unlinked_minutes": 0, "unlinked_unknown": 0
    });
    let mut expected = json!({
        "as_of": AS_OF, "since": null, "risks": nothing, "incidents": of_incidents, "levels": [], "not_yet": []
    });
    assert_eq!(figures(&Rows::default()), expected);
    expected["since"] = "2026-11-10".into();
    expected["incidents"]["availability"]["period_days"] = 10.into();
    expected["incidents"]["availability"]["available"] = "100.00".into();
    assert_eq!(since(&Rows::default(), "2026-11-10"), expected);
}

#[test]
fn times_to_resolve() {
    let table: [(&[&str], &str, u64, [u64; 5]); 6] = [
        (&["2026-01-01"], "0.0", 0, [1, 0, 0, 0, 0]),
        (&["2026-01-01", "2026-01-02"], "0.5", 1, [1, 1, 0, 0, 0]),
        (&["2026-01-08", "2026-01-09", "2026-01-31"], "8.0", 30, [0, 1, 2, 0, 0]),
        (&["2026-02-01", "2026-04-01", "2026-04-02", "2026-01-03"], "60.5", 91, [0, 1, 0, 2, 1]),
        (&["2026-01-01", "2026-01-01", "2026-01-01"], "0.0", 0, [3, 0, 0, 0, 0]),
        (
            &[
                "2026-01-02",
                "2026-01-03",
                "2026-01-04",
                "2026-01-05",
                "2026-01-06",
                "2026-01-07",
                "2026-01-08",
                "2026-01-09",
                "2026-01-10",
                "2026-11-20",
            ],
            "5.5",
            9,
            [0, 7, 2, 0, 1],
        ),
    ];
    for (ends, median, p90, buckets) in table {
        let text = |row: &dyn Fn(&str) -> String| ends.iter().map(|end| row(end) + "\n").collect::<String>();
        let of_risks = figures(&risks(&text(&|end| format!("1,,2026-01-01,{end}"))));
        let of_incidents = figures(&incidents(&text(&|end| format!("low,1,,2026-01-01,{end},,,,"))));
        for side in [&of_risks["risks"], &of_incidents["incidents"]] {
            let [same, week, month, quarter, longer] = buckets;
            let days = json!({
                "0": same, "1_to_7": week, "8_to_30": month, "31_to_90": quarter, "over_90": longer
            });
            let count = ends.len();
            let expected = json!({"days": days, "median": median, "p90": p90, "count": count, "undated": 0});
            assert_eq!(side["time_to_resolve"], expected, "{ends:?}");
            assert_eq!((&side["solved"], &side["unsolved"]), (&count.into(), &0.into()));
        }
    }
    let leap = figures(&incidents("low,1,,2024-01-01,2025-01-01,,,,"));
    assert_eq!(leap["incidents"]["time_to_resolve"]["p90"], 366);
}

/// What is dated within a period is after its first day and not after its last.
#[test]
fn a_period_begins_after_since_and_ends_with_the_day() {
    let rows = incidents(
        "low,1,,2026-11-10,2026-11-10,1,1,0.01,0.10
         low,1,,2026-11-11,2026-11-11,1,20,0.20,2.00
         low,1,,2026-11-10,2026-11-20,1,300,3.00,30.00
         low,1,,2026-11-20,2026-11-20,1,4000,40.00,
         low,1,,2026-11-20,2026-11-21,1,,,",
    );
    let found = since(&rows, "2026-11-10");
    let side = &found["incidents"];
    assert_eq!((&side["solved"], &side["unsolved"]), (&3.into(), &1.into()));
    assert_eq!(side["time_to_resolve"]["median"], "0.0");
    assert_eq!(side["time_to_resolve"]["p90"], 10);
    assert_eq!((&side["cost"], &side["cost_unknown"]), (&"40.20".into(), &1.into()));
    assert_eq!((&side["loss"], &side["loss_unknown"]), (&"2.00".into(), &2.into()));
    let expected = json!({
        // Ten days have 14,400 minutes: (14,400 - 4,020) / 14,400 = 72.083... %
        "period_days": 10, "outage_minutes": 4020, "unknown": 1, "available": "72.08", "assets": [],
        "unlinked_minutes": 4020, "unlinked_unknown": 1
    });
    assert_eq!(side["availability"], expected);
    let all = &figures(&rows)["incidents"];
    assert_eq!((&all["solved"], &all["cost"], &all["loss"]), (&4.into(), &"43.21".into(), &"32.10".into()));
    // From 10 November to the 20th, both counted: (15,840 - 4,321) / 15,840 = 72.720... %
    assert_eq!(all["availability"]["period_days"], 11);
    assert_eq!(all["availability"]["available"], "72.72");
}

#[test]
fn availability_is_told_by_asset() {
    let mut rows = risks("1,,,\n1,,,");
    rows.risks[1] = rows.risks[1].replace("A1", "A3");
    rows.incidents = incidents(
        "low,1,R2,2026-11-20,,,1,,
         low,1,R1,2026-11-20,,,700,,
         low,1,,2026-11-20,,,20,,
         low,1,R1,2026-11-20,,,800,,
         low,1,R2,2026-11-20,,,,,",
    )
    .incidents;
    let expected = json!({
        "period_days": 1, "outage_minutes": 1521, "unknown": 1, "available": "0.00",
        "assets": [
            {"asset": "A1", "outage_minutes": 1500, "unknown": 0, "available": "0.00"},
            {"asset": "A3", "outage_minutes": 1, "unknown": 1, "available": "99.93"},
        ],
        "unlinked_minutes": 20, "unlinked_unknown": 0
    });
    assert_eq!(figures(&rows)["incidents"]["availability"], expected);
}

/// A status that is recorded holds; else a score of five times the impact above 9 is open. Of incidents, what is unsolved
/// and was given to nobody yet.
#[test]
fn what_is_unmanaged() {
    let rows = risks(
        "5,open,,
         5,,,
         4,,,
         3,,,
         2,,,
         1,,,
         1,open,,
         5,to_treat,,
         5,to_supervise,,
         5,closed,,",
    );
    let expected = json!({"very_high": "33.3", "high": "16.7", "other": "50.0", "count": 6});
    assert_eq!(figures(&rows)["risks"]["unmanaged"], expected);
    let rows = incidents(
        "high,1,,2026-01-01,,,,,
         medium,1,,2026-01-01,,,,,
         medium,1,,2026-01-01,,,,,
         low,1,,2026-01-01,2026-01-01,,,,",
    );
    let expected = json!({"very_high": "33.3", "high": "66.7", "other": "0.0", "count": 3});
    assert_eq!(figures(&rows)["incidents"]["unmanaged"], expected);
    let mut rows = incidents(
        "high,2,,2026-01-01,,,,,
         high,1,,2026-01-01,,,,,
         high,1,,2026-01-01,,,,,
         medium,1,,2026-01-01,2026-11-21,,,,
         low,1,,2026-01-01,,,,,",
    );
    rows.handling = lines(
        "I1,2026-01-01,opened,1,
         I1,2026-11-20,passed,,level_2
         I2,2026-01-01,opened,1,
         I3,2026-01-01,opened,1,
         I3,2026-11-21,assigned,,Kim
         I4,2026-01-01,opened,1,
         I4,2026-02-01,assigned,,Kim
         I4,2026-11-21,resolved,,",
    );
    // Not the first, nor the fourth, which is to be solved tomorrow.
    let found = &figures(&rows)["incidents"];
    let expected = json!({"very_high": "66.7", "high": "0.0", "other": "33.3", "count": 3});
    assert_eq!((&found["unsolved"], &found["unmanaged"]), (&5.into(), &expected));
}

/// What is closed or completed on a day that nobody wrote down counts, unless there is a period that it may lie before.
#[test]
fn days_that_nobody_wrote_down() {
    let mut rows = risks(
        "1,closed,2026-01-01,
         1,closed,,
         1,,,2026-03-01
         1,,2026-02-01,2026-03-01",
    );
    rows.actions = lines(
        "C1,T1,yes,,2026-03-01,10
         C2,T1,yes,,,200.50
         C3,T1,yes,2026-01-01,,
         C4,T1,no,,,4000",
    );
    let found = &figures(&rows)["risks"];
    assert_eq!((&found["solved"], &found["unplaced"]), (&4.into(), &json!({"solved": 0, "cost": 0})));
    assert_eq!(found["time_to_resolve"]["undated"], 3);
    assert_eq!((&found["cost"], &found["cost_unknown"]), (&"210.50".into(), &1.into()));
    let found = &since(&rows, "2026-02-01")["risks"];
    assert_eq!((&found["solved"], &found["unplaced"]), (&2.into(), &json!({"solved": 2, "cost": 2})));
    assert_eq!(found["time_to_resolve"]["undated"], 1);
    assert_eq!((&found["cost"], &found["cost_unknown"]), (&"10.00".into(), &0.into()));
    assert_eq!(found["unsolved"], 0);
}

/// What is dated later than the day has not happened, and is told.
#[test]
fn dates_that_have_not_come() {
    let mut rows = risks(
        "5,,2026-11-21,2026-11-22
         5,,2026-11-20,2026-11-21
         5,,2026-11-20,2026-11-20",
    );
    rows.actions = lines(
        "C1,T1,yes,2026-11-20,2026-11-21,1
         C2,T1,yes,2026-11-21,,20
         C3,T1,yes,2026-11-20,2026-11-20,300",
    );
    rows.incidents = incidents(
        "low,1,,2026-11-21,,,1,1,1
         high,2,,2026-11-20,2026-11-21,1,1,1,1",
    )
    .incidents;
    let found = figures(&rows);
    let told = |kind: &str, id: &str, field: &str, day: &str| json!({"kind": kind, "id": id, "field": field, "day": day});
    let expected = [
        told("risk", "R1", "opened", "2026-11-21"),
        told("risk", "R1", "closed", "2026-11-22"),
        told("risk", "R2", "closed", "2026-11-21"),
        told("action", "C1", "done", "2026-11-21"),
        told("action", "C2", "identified", "2026-11-21"),
        told("incident", "I1", "opened", "2026-11-21"),
        told("incident", "I2", "resolved", "2026-11-21"),
    ];
    assert_eq!(found["not_yet"], Value::from(expected.to_vec()));
    let (risks, incidents) = (&found["risks"], &found["incidents"]);
    assert_eq!((&risks["future"], &risks["solved"], &risks["unsolved"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(risks["cost"], "300.00");
    assert_eq!(risks["unmanaged"]["count"], 1);
    assert_eq!((&incidents["future"], &incidents["unsolved"]), (&1.into(), &1.into()));
    assert_eq!(incidents["cost"], "1.00");
    // It is with the level that has it; which one is going to solve it is not known yet.
    assert_eq!(found["levels"][1]["level"], 2);
    assert_eq!(found["levels"][1]["unsolved"], 1);
}

#[test]
fn levels_have_what_they_solved_and_what_they_have() {
    let rows = incidents(
        "low,3,,2026-11-01,2026-11-03,1,,,
         low,3,,2026-11-01,,,30,,
         low,2,,2026-11-01,2026-11-11,,,5,
         low,1,,2026-11-01,2026-11-02,1,7,,9",
    );
    let found = figures(&rows);
    let row = |level: &Value| {
        let keys = ["level", "solved", "unsolved", "outage_minutes", "outage_unknown", "cost", "loss"];
        keys.map(|key| level[key].clone()).to_vec()
    };
    let levels: Vec<Vec<Value>> = found["levels"].as_array().unwrap().iter().map(row).collect();
    let expected = json!([
        [null, 1, 0, 0, 1, "5.00", "0.00"],
        [1, 2, 0, 7, 1, "0.00", "9.00"],
        [3, 0, 1, 30, 0, "0.00", "0.00"],
    ]);
    assert_eq!(json!(levels), expected);
    assert_eq!(found["levels"][1]["time_to_resolve"]["median"], "1.5");
}
