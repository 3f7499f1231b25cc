//! `plimsoll plan`: its text, its JSON, its exit codes, bad budgets, and titles from strangers.

use super::{json, keys, run};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const POLICY: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n\
                      [acceptance]\nlevel = 9\ncia_floor = []\n";

/// Three threats: one action that brings two risks in, two actions of which one suffices, and nothing that helps.
const ACTIONS: &str = "id,threat,title,completed,owner,due,cost,days\n\
                       C1,T1,second factor,no,Bo,2027-01-31,1000.50,4\n\
                       C2,T2,restore test,no,,,300,2\n\
                       C3,T2,second site,no,,,,9\n\
                       C4,T3,guard,yes,,,50,1\n";

/// R5 is closed.
const RISKS: &str = "id,asset,threat,impact,owner,closed,estimate\n\
                     R1,A,T1,4,Eva,,\n\
                     R2,A,T1,3,Eva,,\n\
                     R3,A,T2,3,Eva,,\n\
                     R4,A,T3,5,Eva,,4\n\
                     R5,A,T1,5,Eva,2026-01-01,\n";

fn directory(actions: &str, risks: &str) -> TempDir {
    let held = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(held.path().join(name), text).unwrap();
    write("policy.toml", POLICY);
    write(
        "assets.csv",
        "id,name,class,confidentiality,integrity,availability,owner\nA,files,information,low,low,low,Eva\n",
    );
    write(
        "threats.csv",
        "id,name,class,origin,compromises\nT1,theft,deliberate,external,C\nT2,fire,accidental,internal,A\n\
         T3,storm,environmental,external,A\n",
    );
    write("actions.csv", actions);
    write("risks.csv", risks);
    held
}

fn plan<'a>(path: &'a Path, rest: &[&'a str]) -> Vec<&'a str> {
    [&["plan", path.to_str().unwrap(), "--as-of", "2026-11-20"], rest].concat()
}

#[test]
fn plan_says_what_it_takes_in_what_order_and_what_is_impossible() {
    let held = directory(ACTIONS, RISKS);
    let told = run(&plan(held.path(), &[]));
    assert_eq!((told.code, told.err.as_str()), (1, ""), "{}", told.out);
    let lines: Vec<&str> = told.out.lines().map(str::trim_end).collect();
    let expected = "\
2 actions in 2 steps: cost 1000.50, 13.00 days; 3 of 4 open risks within their limits instead of 0; sum of scores 36 instead of 70

  step   threat     actions      cost   days   brings within limit   scores               total cost   total days   within
----------------------------------------------------------------------------------------------------------------------------
     1   T2 fire          1      0.00   9.00   R3                    R3 15->9                   0.00         9.00        1
     2   T1 theft         1   1000.50   4.00   R1, R2                R1 20->4, R2 15->3      1000.50        13.00        3

  step   action   title           owner   due               cost   days
-------------------------------------------------------------------------
     1   C3       second site     -       -            not given   9.00
     2   C1       second factor   Bo      2027-01-31     1000.50   4.00

not to be brought within their limits by completing actions:
! R4 (T3): score 20, limit 9; no open action is left; the score is 20, against a limit of 9

1 action without cost counted as taking none: C3";
    assert_eq!(lines[2..].join("\n"), expected);
}

#[test]
fn a_budget_is_kept_and_what_it_leaves_out_is_named() {
    let held = directory(ACTIONS, RISKS);
    let told = run(&plan(held.path(), &["--budget", "1000.49"]));
    assert_eq!((told.code, told.err.as_str()), (1, ""), "{}", told.out);
    for line in [
        "2 actions in 2 steps for a budget of 1000.49: cost 300.00, 11.00 days; 1 of 4 open risks within their limits instead of \
         0; sum of scores 58 instead of 70\n",
        "above their limits, though actions could bring them within: R1, R2; without a budget, 3 would be within for cost 1000.50, 13.00 \
         days\n",
    ] {
        assert!(told.out.contains(line), "{}", told.out);
    }
    let told = run(&plan(held.path(), &["--budget", "6", "--by", "days"]));
    assert!(
        told.out.contains("2 actions in 2 steps for a budget of 6.00 days: cost 1300.50, 6.00 days; 3 of 4")
    );
    // Without the risk that nothing helps, all is well.
    let held = directory(ACTIONS, &RISKS.replace("R4,A,T3,5,Eva,,4\n", ""));
    for rest in [[].as_slice(), &["--budget", "0"], &["--budget", "184467440737095516.15"]] {
        assert_eq!(run(&plan(held.path(), rest)).code, 0);
    }
    let held = directory(ACTIONS, "id,asset,threat,impact,owner\nR1,A,T1,1,Eva\n");
    let told = run(&plan(held.path(), &[]));
    let nothing = "nothing to do: every open risk is within its limit (1 of 1 within their limits)\n";
    assert!(told.code == 0 && told.out.ends_with(nothing), "{}", told.out);
}

#[test]
fn plan_as_json_has_its_shape() {
    let held = directory(ACTIONS, RISKS);
    let (code, found) = json(&plan(held.path(), &["--budget", "2000"]));
    assert_eq!(code, 1);
    let expected = serde_json::json!({
        "policy": found["policy"], "as_of": "2026-11-20", "by": "cost", "budget": "2000.00", "exact": true, "bound": null,
        "cost": "1300.50", "days": "15.00",
        "before": {"risks": 4, "within_limit": 0, "score": 70},
        "after": {"risks": 4, "within_limit": 3, "score": 30},
        "steps": [
            {
                "threat": "T2", "cost": "0.00", "days": "9.00", "total_cost": "0.00", "total_days": "9.00", "within_limit": 1,
                "actions": [
                    {"id": "C3", "title": "second site", "cost": null, "days": "9.00", "owner": null, "due": null}
                ],
                "brings_within_limit": ["R3"], "takes_above_limit": [],
                "scores": [{"risk": "R3", "from": 15, "to": 9, "limit": 9}]
            },
            {
                "threat": "T1", "cost": "1000.50", "days": "4.00", "total_cost": "1000.50", "total_days": "13.00",
                "within_limit": 3,
                "actions": [
                    {"id": "C1", "title": "second factor", "cost": "1000.50", "days": "4.00", "owner": "Bo", "due": "2027-01-31"}
                ],
                "brings_within_limit": ["R1", "R2"], "takes_above_limit": [],
                "scores": [
                    {"risk": "R1", "from": 20, "to": 4, "limit": 9}, {"risk": "R2", "from": 15, "to": 3, "limit": 9}
                ]
            },
            {
                "threat": "T2", "cost": "300.00", "days": "2.00", "total_cost": "1300.50", "total_days": "15.00",
                "within_limit": 3,
                "actions": [
                    {"id": "C2", "title": "restore test", "cost": "300.00", "days": "2.00", "owner": null, "due": null}
                ],
                "brings_within_limit": [], "takes_above_limit": [],
                "scores": [{"risk": "R3", "from": 9, "to": 3, "limit": 9}]
            }
        ],
        "impossible": [{
            "risk": "R4", "threat": "T3", "score": 20, "limit": 9, "best": 20,
            "why": "no open action is left; the score is 20, against a limit of 9"
        }],
        "conflicts": [], "left_out": [], "without_amount": ["C3"], "in_the_future": [],
        "needed": {"cost": "1000.50", "days": "13.00", "within_limit": 3}
    });
    assert_eq!(found, expected);
    assert_eq!(keys(&found["policy"]), ["digest", "name", "version"]);
    let (_, found) = json(&plan(held.path(), &["--by", "days"]));
    assert_eq!(
        (&found["budget"], &found["by"], &found["without_amount"]),
        (&().into(), &"days".into(), &vec![""; 0].into())
    );
    // The built-in sample has some of everything.
    let (code, found) = json(&["plan", "--as-of", "2026-11-20", "--budget", "20000"]);
    assert_eq!((code, &found["exact"]), (1, &true.into()));
    assert!(found["left_out"].as_array().unwrap().len() > 10);
}

#[test]
fn budgets_that_are_none_are_told_with_what_is_valid() {
    let held = directory(ACTIONS, RISKS);
    for (budget, why) in [
        ("-1", "amounts are not negative"),
        ("-0.01", "amounts are not negative"),
        ("ten", "write digits only"),
        ("", "write digits only"),
        ("1e9", "write digits only"),
        ("NaN", "write digits only"),
        ("1,000", "without separators"),
        ("10.005", "at most two decimals"),
        ("184467440737095516.16", "the amount is too large"),
        ("99999999999999999999999999999999999999999", "the amount is too large"),
    ] {
        let told = run(&plan(held.path(), &["--budget", budget]));
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{budget}: {}", told.err);
        let valid = "valid: 0 to 184467440737095516.15, such as 20000 or 1250.50";
        assert!(told.err.contains(why) && told.err.contains(valid), "{budget}: {}", told.err);
    }
    for bad in [["--by", "love"].as_slice(), &["--budget"], &["--as-of", "yesterday"]] {
        let told = run(&plan(held.path(), bad));
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{bad:?}");
    }
    let told = run(&["plan", held.path().join("nowhere").to_str().unwrap()]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
}

/// Titles with what a terminal would obey are refused, and shown so that it does not; long ones are cut for people only.
#[test]
fn titles_from_strangers_do_no_harm() {
    let long = "x".repeat(500);
    for (title, code) in [("\u{9b}2J\u{85}x", 2), ("a\u{202e}b", 2), (long.as_str(), 1)] {
        let held = directory(&ACTIONS.replace("second factor", title), RISKS);
        for rest in [[].as_slice(), &["--budget", "100000"], &["--format", "json"]] {
            let told = run(&plan(held.path(), rest));
            assert_eq!(told.code, code, "{}", told.err);
            let raw = |letter: &char| (letter.is_control() && *letter != '\n') || *letter == '\u{202e}';
            assert_eq!((told.out.clone() + told.err.as_str()).chars().find(raw), None, "{rest:?}");
            let is_whole = told.out.contains(&long);
            assert_eq!(is_whole, code == 1 && rest.contains(&"json"), "{rest:?}");
        }
    }
}

/// A plan of any length is drawn, in parts.
#[test]
fn a_long_plan_is_drawn_in_parts() {
    let count = 2001;
    let threats: String = (1..=count).map(|n| format!("T{n},threat,accidental,internal,A\n")).collect();
    let actions: String = (1..=count).map(|n| format!("C{n},T{n},do,no,1\n")).collect();
    let risks: String = (1..=count).map(|n| format!("R{n},A,T{n},5,Eva\n")).collect();
    let held = directory(
        &format!("id,threat,title,completed,cost\n{actions}"),
        &format!("id,asset,threat,impact,owner\n{risks}"),
    );
    let header = "id,name,class,origin,compromises\n";
    fs::write(held.path().join("threats.csv"), format!("{header}{threats}")).unwrap();
    let told = run(&plan(held.path(), &["--budget", "2000"]));
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    assert_eq!(told.out.lines().filter(|line| first(line) == "step").count(), 4);
    assert!(told.out.contains(
        "\n2000 actions in 2000 steps for a budget of 2000.00: cost 2000.00, 0.00 days; 2000 of 2001"
    ));
    assert!(
        told.out.contains("\nabove their limits, though actions could bring them within: R999;"),
        "{}",
        told.out
    );
}
