//! `plimsoll kpi`: text, JSON, periods, levels, and words from strangers.

use super::{Run, SMALL, json, keys, run};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const AS_OF: [&str; 2] = ["--as-of", "2026-11-20"];

/// A directory with one risk, and incidents as they are given.
fn directory(asset: &str, incidents: &str) -> TempDir {
    let held = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(held.path().join(name), text).unwrap();
    write("policy.toml", SMALL);
    write(
        "assets.csv",
        &format!(
            "id,name,class,confidentiality,integrity,availability,owner,region\n\
             {asset},information,low,low,low,she,apac\n"
        ),
    );
    write(
        "threats.csv",
        "id,name,class,origin,compromises\nT1,storm,environmental,external,A\nT2,dust,accidental,internal,A\n",
    );
    write(
        "actions.csv",
        "id,threat,title,completed,done,cost\nC1,T2,sweep,yes,2026-03-01,12.50\nC2,T2,mop,yes,,7\n",
    );
    let id = asset.split(',').next().unwrap();
    write(
        "risks.csv",
        &format!(
            "id,asset,threat,impact,owner,opened,closed\nR1,{id},T1,5,she,2026-05-20,\n\
                  R2,{id},T2,1,she,2026-01-01,2026-01-31\n"
        ),
    );
    let header =
        "id,segment,kind,opened,priority,level,risk,resolved,resolved_at_level,outage_minutes,cost,loss";
    write("incidents.csv", &format!("{header}\n{incidents}"));
    held
}

const INCIDENTS: &str = "I1,client,other,2026-11-01,low,2,R1,2026-11-03,1,144,5,0.25\n\
                         I2,system,other,2026-11-11,high,3,,,,,,\n\
                         I3,client,other,2026-11-21,low,1,,,,9,9,9\n";

fn kpi(held: &TempDir, more: &[&str]) -> Run {
    run(&[&["kpi", held.path().to_str().unwrap()], AS_OF.as_slice(), more].concat())
}

fn kpi_json(held: &TempDir, more: &[&str]) -> Value {
    let (code, value) = json(&[&["kpi", held.path().to_str().unwrap()], AS_OF.as_slice(), more].concat());
    assert_eq!(code, 0);
    value
}

/// The lines that are not empty, with single blanks.
fn lines(told: &Run) -> Vec<String> {
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    let single = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    told.out.lines().map(single).filter(|line| !line.is_empty() && !line.starts_with("---")).collect()
}

#[test]
fn the_text_has_every_figure() {
    let held = directory("A1,files", INCIDENTS);
    let told = lines(&kpi(&held, &[]));
    assert!(told[0].starts_with("policy small 1.0.0 (") && told[0].ends_with("), as of 2026-11-20"));
    let expected = [
        "risks incidents",
        "unsolved 1 1",
        "under 6 months 0 1",
        "6 to 12 months 1 0",
        "12 to 24 months 0 0",
        "over 24 months 0 0",
        "since a day not known 0 0",
        "opened later, not counted 0 1",
        "unmanaged 1 1",
        "critical 1 (100.0 %) 1 (100.0 %)",
        "very important 0 (0.0 %) 0 (0.0 %)",
        "important 0 (0.0 %) 0 (0.0 %)",
        "solved 1 1",
        "in 0 days 0 0",
        "in 1 to 7 days 0 1",
        "in 8 to 30 days 1 0",
        "in 31 to 90 days 0 0",
        "in over 90 days 0 0",
        "in a time not known 0 0",
        "median, days 30.0 2.0",
        "90th percentile, days 30 2",
        "cost 19.50 5.00 (1 not known)",
        "loss - 0.25 (1 not known)",
        "outage, minutes - 144 (1 not known)",
        "available: 99.50 % of 20 days, by the outages of a known length (1 not known)",
        "outage, minutes, of incidents that name no risk, hence no asset: 0 (1 not known)",
        "asset name outage, minutes available, %",
        "A1 files 144 99.50",
        "dated later than 2026-11-20, so not counted as having happened:",
        "id date of day",
        "incident I3 opened 2026-11-21",
    ];
    assert_eq!(told[1..], expected);
}

/// Two sums of which each fits, and both do not.
#[test]
fn money_that_is_too_large_is_said_to_be() {
    let most = "184467440737095516.15";
    let row = |id: &str, cost: &str| format!("{id},client,other,2026-11-01,low,1,,,,5,{cost},1\n");
    let held = directory("A1,files", &row("I1", most));
    assert_eq!(kpi_json(&held, &[])["incidents"]["cost"], most);
    let rows = [row("I1", most), row("I2", most), row("I3", "")].concat();
    let held = directory("A1,files", &rows);
    assert!(lines(&kpi(&held, &[])).contains(&"cost 19.50 too large to state (1 not known)".to_string()));
    let incidents = &kpi_json(&held, &["--by-level"])["incidents"];
    assert!(incidents["cost"].is_null() && incidents["loss"] == "3.00", "{incidents}");
}

#[test]
fn since_is_told_and_restricts_what_happened() {
    let held = directory("A1,files", INCIDENTS);
    let told = lines(&kpi(&held, &["--since", "2026-11-02"]));
    for line in [
        "solved, outages, cost and loss: after 2026-11-02, up to and including 2026-11-20",
        "completed actions without a day, so not known to be in the period, not counted: 1",
        "solved 0 1",
        "cost 0.00 0.00 (1 not known)",
        "available: 100.00 % of 18 days, by the outages of a known length (1 not known)",
        "6 to 12 months 1 0",
    ] {
        assert!(told.contains(&line.to_string()), "{line}\n{told:#?}");
    }
    let value = kpi_json(&held, &["--since", "2026-11-02"]);
    assert_eq!((&value["since"], &value["as_of"]), (&"2026-11-02".into(), &"2026-11-20".into()));
    assert_eq!(value["risks"]["unplaced"], json!({"solved": 0, "cost": 1}));
    assert_eq!(value["incidents"]["availability"]["period_days"], 18);
    assert_eq!(kpi_json(&held, &[])["since"], Value::Null);
}

#[test]
fn levels_are_told_only_when_asked_for_and_with_a_warning() {
    let held = directory("A1,files", INCIDENTS);
    assert!(!kpi(&held, &[]).out.contains("level"));
    let told = lines(&kpi(&held, &["--by-level"]));
    let warning = told.iter().position(|line| line.contains("Level 1 gets the easy ones")).unwrap();
    assert_eq!(told[warning + 2..warning + 4], ["level 1 level 3", "unsolved 0 1"]);
    assert!(told.contains(&"outage, minutes 144 0 (1 not known)".to_string()), "{told:#?}");
    let value = kpi_json(&held, &["--by-level"]);
    let levels = value["levels"].as_array().unwrap();
    assert_eq!(levels.iter().map(|level| level["level"].clone()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        keys(&levels[0]),
        [
            "age_months",
            "cost",
            "cost_unknown",
            "future",
            "level",
            "loss",
            "loss_unknown",
            "outage_minutes",
            "outage_unknown",
            "solved",
            "time_to_resolve",
            "unmanaged",
            "unplaced",
            "unsolved"
        ]
    );
}

#[test]
fn json_has_its_shape() {
    let (code, value) = json(&["kpi", "--as-of", "2026-11-20"]);
    assert_eq!(code, 0);
    assert_eq!(keys(&value), ["as_of", "incidents", "not_yet", "out_of_scope", "policy", "risks", "since"]);
    assert_eq!(keys(&value["policy"]), ["digest", "name", "version"]);
    let both = [
        "age_months",
        "cost",
        "cost_unknown",
        "future",
        "solved",
        "time_to_resolve",
        "unmanaged",
        "unplaced",
        "unsolved",
    ];
    let mut more = [both.as_slice(), &["availability", "loss", "loss_unknown"]].concat();
    more.sort_unstable();
    assert_eq!(keys(&value["risks"]), both);
    assert_eq!(keys(&value["incidents"]), more);
    for side in [&value["risks"], &value["incidents"]] {
        assert_eq!(keys(&side["age_months"]), ["12_to_24", "6_to_12", "over_24", "undated", "under_6"]);
        assert_eq!(keys(&side["unmanaged"]), ["count", "high", "other", "very_high"]);
        let times = &side["time_to_resolve"];
        assert_eq!(keys(times), ["count", "days", "median", "p90", "undated"]);
        assert_eq!(keys(&times["days"]), ["0", "1_to_7", "31_to_90", "8_to_30", "over_90"]);
        assert!(times["median"].is_string() && times["p90"].is_u64() && side["cost"].is_string());
    }
    let availability = &value["incidents"]["availability"];
    assert_eq!(
        keys(availability),
        [
            "assets",
            "available",
            "outage_minutes",
            "period_days",
            "unknown",
            "unlinked_minutes",
            "unlinked_unknown"
        ]
    );
    assert_eq!(keys(&availability["assets"][0]), ["asset", "available", "outage_minutes", "unknown"]);
    // Of the sample, the risks of all ages are those that are not closed, and what is unmanaged is as assessed.
    let (_, assessed) = json(&["assess", "--as-of", "2026-11-20"]);
    assert_eq!(value["risks"]["unmanaged"], assessed["summary"]["unmanaged"]);
    let closed = assessed["summary"]["statuses"]["closed"].as_u64().unwrap();
    assert_eq!(value["risks"]["solved"], closed);
    let all = assessed["summary"]["risks"].as_u64().unwrap();
    assert_eq!(value["risks"]["unsolved"], all - closed);
    let held = directory("A1,files", INCIDENTS);
    let (_, assessed) = json(&["assess", held.path().to_str().unwrap(), "--as-of", "2026-11-20"]);
    let critical = json!({"very_high": "100.0", "high": "0.0", "other": "0.0", "count": 1});
    assert_eq!(assessed["summary"]["unmanaged"], critical);
    assert_eq!(kpi_json(&held, &[])["risks"]["unmanaged"], critical);
    let not_yet = json!([{"kind": "incident", "id": "I3", "field": "opened", "day": "2026-11-21"}]);
    assert_eq!(kpi_json(&held, &[])["not_yet"], not_yet);
}

/// Bad arguments and bad registers are told at once, and nothing else is.
#[test]
fn what_cannot_be_measured_ends_with_2() {
    let sound = directory("A1,files", INCIDENTS);
    let broken = directory("A1,files", "I1,client,other,2026-11-01,low,1,,2026-10-01,,,,\n");
    let at = |held: &TempDir| held.path().to_str().unwrap().to_string();
    let (sound, broken) = (at(&sound), at(&broken));
    for since in ["2026-11-20", "2026-11-21"] {
        let told = run(&["kpi", &sound, "--since", since, "--as-of", "2026-11-20"]);
        assert_eq!((told.code, told.out.as_str()), (2, ""));
        assert!(told.err.contains("--since is not before") && told.err.contains(since), "{}", told.err);
    }
    for bad in ["2026-02-29", "yesterday", "2026-11-1"] {
        for argument in ["--since", "--as-of"] {
            let told = run(&["kpi", &sound, argument, bad]);
            assert_eq!((told.code, told.out.as_str()), (2, ""), "{argument} {bad}");
            assert!(told.err.contains(bad), "{}", told.err);
        }
    }
    let told = run(&["--format", "json", "kpi", &broken, "--since", "2026-11-20", "--as-of", "2026-11-20"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    let errors: Value = serde_json::from_str(&told.err).unwrap();
    let errors = errors.to_string();
    assert!(errors.contains("--since is not before") && errors.contains("incidents.csv"), "{errors}");
    let told = run(&["kpi", &broken, "--as-of", "2026-11-20"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("is before `opened`"), "{}", told.err);
}

/// A name may hold lines and letters that take no room; none of them makes a row of its own or moves another.
#[test]
fn names_from_strangers_stay_in_their_cells() {
    let name = "\"files\u{200b}\u{200f}\nA9  mail  0  0  100.00\u{feff}\"";
    let held = directory(&format!("A1,{name}"), INCIDENTS);
    let told = kpi(&held, &["--by-level"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let hidden = |letter: &char| {
        (letter.is_control() && *letter != '\n') || matches!(letter, '\u{200b}' | '\u{200f}' | '\u{feff}')
    };
    assert_eq!(told.out.chars().find(hidden), None, "{:?}", told.out);
    let of_asset: Vec<&str> = told.out.lines().filter(|line| line.contains("A9")).collect();
    assert_eq!(of_asset.len(), 1);
    assert!(
        of_asset[0].trim_start().starts_with("A1 ") && of_asset[0].trim_end().ends_with("99.50"),
        "{of_asset:?}"
    );
    let long = "x".repeat(300);
    let held = directory("A1,files", &format!("{long},client,other,2026-11-21,low,1,,,,,,\n"));
    let told = kpi(&held, &[]);
    assert_eq!(told.code, 0);
    assert!(told.out.lines().all(|line| line.chars().count() < 130), "{}", told.out);
    assert_eq!(kpi_json(&held, &[])["not_yet"][0]["id"], long);
}

/// What is told of many assets and of many days to come is drawn in parts, and nothing is left out.
#[test]
fn long_tables_are_whole() {
    let rows: String = (0..2001).map(|n| format!("I{n},client,other,2026-12-01,low,1,,,,,,\n")).collect();
    let told = kpi(&directory("A1,files", &rows), &[]);
    assert_eq!(told.code, 0);
    let ids: Vec<String> =
        told.out.lines().filter_map(|line| line.split_whitespace().nth(1)).map(String::from).collect();
    let ids: Vec<String> = ids.into_iter().filter(|id| id.starts_with('I')).collect();
    assert_eq!(ids, (0..2001).map(|n| format!("I{n}")).collect::<Vec<_>>());
    assert!(told.out.contains("available: not known, since no incident was opened yet"));
}
