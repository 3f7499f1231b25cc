//! `forecast` and `changes` as people and scripts run them.

use super::{SMALL, json, keys, run, sample};
use serde_json::{Value, json as value};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const AS_OF: [&str; 2] = ["--as-of", "2026-11-20"];

/// A directory with the small policy, one asset and one threat, and these actions and risks.
pub(super) fn firm(held: &TempDir, name: &str, actions: &str, risks: &str) -> String {
    let path = held.path().join(name);
    fs::create_dir_all(&path).unwrap();
    let write = |file: &str, text: String| fs::write(path.join(file), text).unwrap();
    write("policy.toml", SMALL.into());
    write("assets.csv", "id,name,class,confidentiality,integrity,availability,owner,region\nA,a,information,low,low,low,she,apac\n".into());
    write("threats.csv", "id,name,class,origin,compromises\nT,t,accidental,internal,A\n".into());
    write("actions.csv", format!("id,threat,title,completed,identified,due,done\n{actions}"));
    write("risks.csv", format!("id,asset,threat,impact,owner,status,opened,closed\n{risks}"));
    path.to_str().unwrap().to_string()
}

fn words<'a>(first: &[&'a str]) -> Vec<&'a str> {
    [first, &AS_OF].concat()
}

#[test]
fn forecast_as_json_has_its_shape() {
    let (code, found) = json(&words(&["forecast", "--past", "1", "--months", "2"]));
    assert_eq!(code, 0);
    assert_eq!(keys(&found), ["as_of", "assumptions", "out_of_scope", "points", "policy"]);
    assert_eq!(keys(&found["policy"]), ["digest", "name", "version"]);
    let counts = ["above_limit", "bands", "closed", "open", "score", "to_supervise", "to_treat"];
    let mut point = [&counts[..], &["date", "kind", "nothing_done"]].concat();
    point.sort_unstable();
    let points = found["points"].as_array().unwrap();
    let told: Vec<(&Value, &Value)> = points.iter().map(|point| (&point["date"], &point["kind"])).collect();
    let expected =
        [("2026-10-31", "past"), ("2026-11-20", "now"), ("2026-11-30", "future"), ("2026-12-31", "future")];
    assert_eq!(
        told,
        expected
            .map(|(date, kind)| (value!(date), value!(kind)))
            .iter()
            .map(|(a, b)| (a, b))
            .collect::<Vec<_>>()
    );
    for one in points {
        assert_eq!(keys(one), point);
        assert_eq!(keys(&one["bands"]), ["high", "low", "medium", "very_high", "very_low"]);
        let is_future = one["kind"] == "future";
        assert_eq!(one["nothing_done"].is_null(), !is_future);
        if is_future {
            assert_eq!(keys(&one["nothing_done"]), counts);
        }
    }
    assert_eq!(
        keys(&found["assumptions"]),
        [
            "completes_by_due_date",
            "due_later",
            "in_the_future",
            "overdue",
            "undated_actions",
            "undated_closings",
            "undated_completions",
            "undated_risks",
            "without_due_date"
        ]
    );
    // Today is what `assess` says of all risks that are not closed.
    let (_, assessed) = json(&words(&["assess"]));
    let now = &points[1];
    for status in ["to_treat", "to_supervise", "open", "closed"] {
        assert_eq!(now[status], assessed["summary"]["statuses"][status], "{status}");
    }
    let risks = assessed["risks"].as_array().unwrap().iter().filter(|risk| risk["status"] != "closed");
    let score: u64 = risks.clone().map(|risk| risk["score"].as_u64().unwrap()).sum();
    let above = risks.filter(|risk| risk["within_limit"] == false).count();
    assert_eq!(
        (now["score"].as_u64(), now["above_limit"].as_u64()),
        (Some(score), u64::try_from(above).ok())
    );
}

#[test]
fn forecast_in_text_tells_what_it_counts_on() {
    let held = TempDir::new().unwrap();
    let directory = firm(
        &held,
        "firm",
        "C1,T,a,false,2026-01-01,2026-11-30,\nC2,T,b,false,,2026-11-19,\nC3,T,c,true,,,\nC4,T,d,false,,,\n",
        "R1,A,T,4,she,to_treat,2026-01-01,\nR2,A,T,1,she,,2026-12-01,\n",
    );
    let told = run(&words(&["forecast", &directory, "--past", "1", "--months", "2"]));
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let lines: Vec<String> =
        told.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "2026-10-31 1 0 0 0 1 16 0 0 0 1 0",
        "2026-11-20 now 1 0 0 0 1 16 0 0 0 1 0",
        "2026-11-30 1 0 0 0 1 12 0 0 1 0 0",
        "if nothing more is done:",
        // The second risk is there, and within its limit.
        "2026-12-31 1 1 0 0 1 20 1 0 0 1 0",
        "1 action counts as completed on its due day, up to 2026-12-31.",
        "1 action is overdue and is not counted on: C2.",
        "1 action has no due day and is not counted on.",
        "1 completed action has no day of completion and counts as completed throughout.",
        "1 entry has a day that is yet to come, and what it tells counts from then on: R2.",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}\n{}", told.out);
    }
    let none = run(&words(&["forecast", &directory, "--past", "0", "--months", "0"]));
    assert_eq!(none.code, 0);
    assert!(
        !none.out.contains("if nothing more is done") && none.out.contains("2026-11-20   now"),
        "{}",
        none.out
    );
}

#[test]
fn changes_as_json_have_their_shape_and_add_up() {
    let (code, found) = json(&words(&["changes", "--since", "2026-01-01"]));
    assert_eq!(code, 0);
    let all = ["as_of", "events", "notes", "old_policy", "policy", "risks", "since", "total", "unchanged"];
    assert_eq!(keys(&found), all);
    assert_eq!((&found["since"], &found["as_of"]), (&value!("2026-01-01"), &value!("2026-11-20")));
    assert_eq!(found["policy"], found["old_policy"]);
    let six = ["after", "before", "discovered", "policy", "re_rated", "worked"];
    let adds_up = |split: &Value| {
        assert_eq!(keys(split), six);
        let number = |key: &str| split[key].as_i64().unwrap();
        let parts = number("discovered") + number("worked") + number("re_rated") + number("policy");
        assert_eq!(number("after") - number("before"), parts, "{split}");
        (number("re_rated"), number("policy"))
    };
    let risks = found["risks"].as_array().unwrap();
    assert!(!risks.is_empty());
    // Only what the registers of organisation and culture come to on the two days re-rates a risk.
    let listed = found["events"]["re_rated"].as_array().unwrap();
    for measured in risks.iter().chain([&found["total"]]) {
        let parts = [adds_up(&measured["score"]), adds_up(&measured["above_limit"])];
        assert!(parts.iter().all(|(_, policy)| *policy == 0));
        let is_listed = measured.get("id").is_none_or(|id| listed.contains(id));
        assert!(is_listed || parts == [(0, 0); 2], "{measured}");
    }
    for risk in risks {
        assert_eq!(keys(risk), ["above_limit", "causes", "id", "score", "state"]);
        for cause in risk["causes"].as_array().unwrap() {
            assert_eq!(keys(cause), ["id", "part", "text"]);
        }
    }
    assert_eq!(
        keys(&found["events"]),
        [
            "closed_risks",
            "completed_actions",
            "discovered_actions",
            "new_assets",
            "new_risks",
            "new_threats",
            "re_rated",
            "removed_risks",
            "reopened_actions",
            "reopened_risks",
            "risks_into_scope",
            "risks_out_of_scope",
            "withdrawn_actions"
        ]
    );
    // Either end is where `forecast` passes.
    let (_, forecast) = json(&["forecast", "--as-of", "2026-11-20", "--past", "12", "--months", "0"]);
    let (_, since) = json(&words(&["changes", "--since", "2025-12-31"]));
    for (end, date) in [("before", "2025-12-31"), ("after", "2026-11-20")] {
        let points = forecast["points"].as_array().unwrap();
        let point = points.iter().find(|point| point["date"] == date).unwrap();
        for measure in ["score", "above_limit"] {
            assert_eq!(since["total"][measure][end], point[measure], "{measure} {end}");
        }
    }
}

#[test]
fn changes_since_the_day_itself_are_none() {
    let (code, found) = json(&words(&["changes", "--since", "2026-11-20"]));
    assert_eq!((code, &found["risks"]), (0, &value!([])));
    let events = found["events"].as_object().unwrap();
    assert!(events.values().all(|event| *event == value!([])), "{events:?}");
    let told = run(&words(&["changes", "--since", "2026-11-20"]));
    assert!(told.code == 0 && told.out.contains("no risk changed; 85 did not"), "{}", told.out);
}

/// A copy of the sample with a line of a file replaced.
fn edited(held: &TempDir, name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (path, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
            if path.is_dir() {
                copy(&path, &to);
            } else {
                fs::copy(&path, &to).unwrap();
            }
        }
    }
    let path = held.path().join(name);
    copy(&sample(), &path);
    let text = fs::read_to_string(path.join(file)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(path.join(file), text.replace(from, to)).unwrap();
    path
}

#[test]
fn two_directories_tell_of_ratings_and_policies_too() {
    let held = TempDir::new().unwrap();
    let sample = sample();
    let old = sample.to_str().unwrap();
    let table = [
        // What was edited, the only part that moves, and the cause told of the risk.
        (
            "policy.toml",
            "level = 9  ",
            "level = 5  ",
            "policy",
            "R02",
            "policy tallyharbour 2.4.0 -> tallyharbour 2.4.0",
        ),
        ("risks.csv", "R02,A01,T01,2,", "R02,A01,T01,5,", "re_rated", "R02", "impact 3 -> 5"),
        (
            "assets.csv",
            "A01,Customer invoice archive,information,soft,,high,high,medium,head of product,payables service,product,nordics",
            "A01,Customer invoice archive,information,soft,,high,high,medium,head of product,payables service,product,apac",
            "re_rated",
            "",
            "region nordics -> apac",
        ),
    ];
    for (n, (file, from, to, part, risk, text)) in table.into_iter().enumerate() {
        let new = edited(&held, &n.to_string(), file, from, to);
        let (code, found) = json(&words(&["changes", old, new.to_str().unwrap()]));
        assert_eq!((code, &found["since"]), (0, &Value::Null));
        let still = |split: &Value| {
            let parts = ["discovered", "worked", "re_rated", "policy"].into_iter();
            parts.filter(|other| *other != part).all(|other| split[other] == 0)
        };
        assert!(
            still(&found["total"]["score"]) && still(&found["total"]["above_limit"]),
            "{file}: {}",
            found["total"]
        );
        let risks = found["risks"].as_array().unwrap();
        let wanted = risks.iter().find(|one| risk.is_empty() || one["id"] == risk);
        let cause = &wanted.unwrap_or_else(|| panic!("{file}: {risks:?}"))["causes"][0];
        assert_eq!((&cause["part"], &cause["text"]), (&value!(part), &value!(text)));
        let listed = found["events"]["re_rated"].as_array().unwrap();
        assert_eq!(listed.is_empty(), part == "policy", "{file}");
        // Back again, everything is the other way round.
        let (_, back) = json(&words(&["changes", new.to_str().unwrap(), old]));
        assert_eq!(back["total"]["score"]["before"], found["total"]["score"]["after"]);
        let same = run(&words(&["changes", new.to_str().unwrap(), new.to_str().unwrap()]));
        assert!(same.code == 0 && same.out.contains("no risk changed; 85 did not"), "{}", same.out);
    }
}

#[test]
fn changes_in_text_keep_the_parts_apart() {
    let held = TempDir::new().unwrap();
    let risks = "R1,A,T,4,she,to_treat,2026-01-01,\n";
    let old = firm(&held, "old", "C1,T,a,true,,,\nC2,T,b,false,,,\n", risks);
    let new = firm(&held, "new", "C1,T,a,true,,,\nC2,T,b,true,,,\nC3,T,c,false,,,\nC4,T,c,false,,,\n", risks);
    let told = run(&words(&["changes", &old, &new]));
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let lines: Vec<String> =
        told.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "before discovered worked re-rated policy after",
        "score 12 +4 -4 0 0 12",
        "above limit 1 0 0 0 0 1",
        "R1 12 +4 -4 0 0 12 kept",
        "discovered: action C3 identified",
        "discovered: action C4 identified",
        "worked: action C2 completed",
        "actions identified (2): C3, C4",
        "actions completed (1): C2",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}\n{}", told.out);
    }
    let since = run(&words(&["changes", &new, "--since", "2026-01-01"]));
    assert!(since.out.contains("note: one register records neither earlier ratings"), "{}", since.out);
    assert!(
        since.out.contains("note: 2 actions were completed on unknown days: taken as so throughout"),
        "{}",
        since.out
    );
}

#[test]
fn what_cannot_be_compared_ends_with_2_and_help() {
    let held = TempDir::new().unwrap();
    let sound = firm(&held, "sound", "", "R1,A,T,4,she,,,\n");
    let broken = firm(&held, "broken", "C1,T,a,maybe,,,\n", "R1,A,X,4,she,,,\n");
    let missing = held.path().join("nowhere").to_str().unwrap().to_string();
    let bad: [(&[&str], &str); 14] = [
        (&["changes"], "two directories, the older first"),
        (&["changes", &sound], "two directories, the older first"),
        (&["changes", &sound, &sound, "--since", "2026-01-01"], "two directories, the older first"),
        (&["changes", &sound, &sound, &sound], "--help"),
        (&["changes", &sound, "--since", "2026-11-21"], "an earlier day"),
        (&["changes", &broken, "--since", "2026-11-21"], "an earlier day"),
        (&["changes", "--since", "2026-02-29"], "--help"),
        (&["changes", &sound, &missing], "plimsoll init"),
        (&["changes", &broken, &missing], "broken/actions.csv"),
        (&["forecast", &missing], "plimsoll init"),
        (&["forecast", &broken], "actions.csv"),
        (&["forecast", "--months", "121"], "--help"),
        (&["forecast", "--past", "-1"], "--help"),
        (&["forecast", "--months", "many"], "--help"),
    ];
    for (arguments, help) in bad {
        let told = run(&words(arguments));
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}: {}", told.err);
        assert!(told.err.contains(help), "{arguments:?}: {}", told.err);
    }
    let told = run(&words(&["changes", &broken, "--since", "2026-11-21"]));
    assert!(told.err.contains("actions.csv") && told.err.contains("risks.csv"), "all is told: {}", told.err);
}

#[test]
fn empty_registers_and_leap_days() {
    let held = TempDir::new().unwrap();
    let empty = firm(&held, "empty", "", "");
    let leap = firm(
        &held,
        "leap",
        "C1,T,a,false,2028-02-29,2028-02-29,\nC2,T,b,true,,,2028-02-29\n",
        "R1,A,T,4,she,open,2028-02-29,\n",
    );
    for arguments in [
        &["forecast", &empty][..],
        &["changes", &empty, "--since", "2026-01-01"],
        &["changes", &empty, &empty],
    ] {
        let told = run(&words(&[arguments, &["--format", "json"]].concat()));
        assert_eq!(told.code, 0, "{arguments:?}: {}", told.err);
        assert_eq!(run(&words(arguments)).code, 0);
    }
    let scores = |as_of: &str| {
        let (code, found) = json(&["forecast", &leap, "--as-of", as_of, "--past", "1", "--months", "1"]);
        assert_eq!(code, 0);
        let points = found["points"].as_array().unwrap().iter();
        points
            .map(|point| (point["date"].as_str().unwrap().to_string(), point["score"].as_i64().unwrap()))
            .collect::<Vec<_>>()
    };
    let expected = |table: [(&str, i64); 3]| table.map(|(date, score)| (date.to_string(), score)).to_vec();
    // The risk is there from the leap day on, the first action is found and due on it, the second is done on it.
    assert_eq!(scores("2028-02-28"), expected([("2028-01-31", 0), ("2028-02-28", 0), ("2028-02-29", 4)]));
    assert_eq!(scores("2028-02-29"), expected([("2028-01-31", 0), ("2028-02-29", 12), ("2028-03-31", 4)]));
    let (_, found) = json(&["changes", &leap, "--since", "2028-02-28", "--as-of", "2028-02-29"]);
    assert_eq!(
        found["total"]["score"],
        value!({"before": 0, "after": 12, "discovered": 20, "worked": -8, "re_rated": 0, "policy": 0})
    );
}

/// Ids and values of facets are words from strangers.
#[test]
fn hostile_words_do_not_reach_the_terminal() {
    let held = TempDir::new().unwrap();
    let long = "C".repeat(5000);
    let actions = format!("{long},T,x,false,2026-05-01,2026-06-01,\n\"=1+1\",T,x,true,2026-05-01,,\n");
    let old = firm(&held, "old", "", "R0,A,T,1,she,,,\n");
    let new = firm(&held, "new", &actions, "R1,A,T,5,she,,2026-05-01,\nR0,A,T,1,she,,,\n");
    // The new policy does not know the facet, so its values are any text.
    let (without, _) = SMALL.split_once("[[facet]]").unwrap();
    fs::write(Path::new(&new).join("policy.toml"), without).unwrap();
    let assets = Path::new(&new).join("assets.csv");
    let text = fs::read_to_string(&assets).unwrap();
    fs::write(&assets, text.replace("apac", "ap\u{200b}\u{200e}ac")).unwrap();
    let raw = |letter: &char| ['\u{200b}', '\u{200e}', '\u{1b}'].contains(letter);
    for arguments in
        [&["forecast", &new][..], &["changes", &new, "--since", "2026-01-01"], &["changes", &old, &new]]
    {
        let told = run(&words(arguments));
        assert_eq!(told.code, 0, "{}", told.err);
        assert_eq!(told.out.chars().chain(told.err.chars()).find(raw), None, "{}", told.out);
        assert!(told.out.lines().all(|line| line.chars().count() < 1000), "{}", told.out);
        assert!(told.out.contains("CCCC"), "{}", told.out);
    }
    let told = run(&words(&["changes", &old, &new]));
    assert!(
        told.out.contains("such as ap\u{fffd}\u{fffd}ac: until the last part, nordics stands in"),
        "{}",
        told.out
    );
}
