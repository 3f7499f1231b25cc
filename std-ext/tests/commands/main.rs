//! The program as people and scripts run it: `check` and `diff`, with their exit codes, JSON, and bad input.
#![cfg(feature = "cli")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod alignment;
mod awareness;
mod calendar;
mod derivation;
mod deterministic;
mod examples;
#[cfg(feature = "exchange")]
mod exchange;
mod explain;
#[cfg(target_os = "linux")]
mod faults;
mod gaps;
mod guides;
mod history;
mod hostile;
mod hostile_set;
mod incident;
mod kpi;
mod manual;
mod petroleum;
mod plan;
mod practice;
#[path = "../../../tests/src/promises.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with other suites")]
mod promises;
mod replay;
#[cfg(feature = "report")]
mod report;
mod schemas;
mod scope;
#[cfg(unix)]
mod service;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How a run ended, and what it said.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_plimsoll")).args(arguments).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn json(arguments: &[&str]) -> (i32, Value) {
    let run = run(&[&["--format", "json"], arguments].concat());
    assert_eq!(run.err, "");
    assert!(run.out.ends_with('\n') && run.out.lines().count() == 1, "{}", run.out);
    let value = serde_json::from_str(&run.out).unwrap();
    schemas::conforms(arguments, &value);
    (run.code, value)
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

const SMALL: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n\
                     [acceptance]\nlevel = 9\ncia_floor = []\n\n\
                     [envelope]\nmax_raise = 4\n\n\
                     [[facet]]\nname = \"region\"\nlabels = [\"nordics\", \"apac\"]\n";

const RULE: &str =
    "fn rule_far(risk) {\n    if risk.region == \"apac\" {\n        raise(2, \"far\");\n    }\n}\n";

/// A policy in a directory of its own.
struct Policy {
    _held: TempDir,
    path: PathBuf,
}

impl Policy {
    fn new(policy: &str, rules: &str) -> Self {
        let held = TempDir::new().unwrap();
        let path = held.path().join("policy");
        fs::create_dir_all(path.join("rules")).unwrap();
        fs::write(path.join("policy.toml"), policy).unwrap();
        fs::write(path.join("rules/all.rhai"), rules).unwrap();
        Self { _held: held, path }
    }

    fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The blob of the policy, beside its directory.
    fn blob(&self, names: bool) -> String {
        let file = self.path.with_extension(if names { "blob" } else { "bare" });
        let file = file.to_str().unwrap();
        let mut arguments = vec!["build", self.text(), "-o", file];
        if !names {
            arguments.push("--no-names");
        }
        assert_eq!(run(&arguments).code, 0);
        file.to_string()
    }
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample")
}

#[test]
fn check_ends_with_0_where_all_is_proved_and_1_where_it_is_not() {
    let sound = Policy::new(SMALL, RULE);
    let run_of = run(&["check", sound.text()]);
    assert_eq!((run_of.code, run_of.err.as_str()), (0, ""), "{}", run_of.out);
    assert!(
        run_of.out.starts_with("small 1.0.0\n") && run_of.out.contains("\nsound: proved"),
        "{}",
        run_of.out
    );
    let broken = Policy::new(SMALL, &RULE.replace("raise(2", "raise(5"));
    let run_of = run(&["check", broken.text()]);
    assert_eq!((run_of.code, run_of.err.as_str()), (1, ""), "{}", run_of.out);
    for line in [
        "--> rules/all.rhai:3:1",
        "for example where region = apac; 25 situations in all",
        "not sound: 1 finding\n",
    ] {
        assert!(run_of.out.contains(line), "{line}\n{}", run_of.out);
    }
}

#[test]
fn check_of_the_sample_is_the_same_with_and_without_its_directory() {
    let (built_in, given) = (run(&["check"]), run(&["check", sample().to_str().unwrap()]));
    assert_eq!((built_in.code, given.code), (0, 0), "{}", given.err);
    assert_eq!(built_in.out, given.out);
    assert!(built_in.out.contains("sound: proved over every situation"), "{}", built_in.out);
}

#[test]
fn check_as_json_has_its_shape() {
    let broken = Policy::new(SMALL, &RULE.replace("raise(2", "raise(5"));
    let (code, found) = json(&["check", broken.text()]);
    assert_eq!(code, 1);
    assert_eq!(keys(&found), ["policy", "proofs", "sound"]);
    assert_eq!(keys(&found["policy"]), ["digest", "name", "version"]);
    assert_eq!(found["policy"]["digest"].as_str().unwrap().len(), 64);
    assert_eq!(found["sound"], false);
    let proofs = found["proofs"].as_array().unwrap();
    let names: Vec<&str> = proofs.iter().map(|proof| proof["property"].as_str().unwrap()).collect();
    assert_eq!(names, ["total", "matrix", "monotone", "envelope", "limits", "routing", "alive"]);
    for proof in proofs {
        assert_eq!(keys(proof), ["findings", "name", "nodes", "property", "situations", "verdict"]);
        let expected = if proof["name"] == "envelope" { "broken" } else { "proved" };
        assert_eq!(proof["verdict"], expected, "{proof}");
    }
    assert_eq!(proofs[2]["situations"], 50);
    let finding = &proofs[3]["findings"][0];
    assert_eq!(keys(finding), ["column", "counterexample", "file", "help", "line", "message", "weight"]);
    assert_eq!((&finding["weight"], &finding["file"]), (&"breaks".into(), &"rules/all.rhai".into()));
    assert_eq!(finding["line"], 3);
    let example = &finding["counterexample"];
    assert_eq!(keys(example), ["decision", "situations", "when"]);
    assert_eq!((&example["when"]["region"], &example["situations"]), (&"apac".into(), &25.into()));
    assert_eq!(example["decision"]["score"], "5");
    assert_eq!(proofs[6]["findings"].as_array().unwrap().len(), 0, "the standard teams are not told of");
}

#[test]
fn what_cannot_be_used_ends_with_2_and_nothing_on_standard_output() {
    let sound = Policy::new(SMALL, RULE);
    let fails = Policy::new(
        SMALL,
        "fn rule_share(risk) {\n    if 10 / (risk.impact - 3) > 4 {\n        raise(1, \"x\");\n    }\n}\n",
    );
    let broken = Policy::new("[policy\n", "");
    let text = sound.path.join("policy.toml");
    let missing = sound.path.join("nowhere");
    let (text, missing) = (text.to_str().unwrap(), missing.to_str().unwrap());
    let bad: [&[&str]; 9] = [
        &["check", missing],
        &["check", text],
        &["check", fails.text()],
        &["check", broken.text()],
        &["diff", sound.text(), missing],
        &["diff", text, sound.text()],
        &["diff", sound.text(), fails.text()],
        &["diff", sound.text(), sound.text(), "--register", missing],
        &["diff", broken.text(), missing],
    ];
    for arguments in bad {
        let plain = run(arguments);
        assert_eq!((plain.code, plain.out.as_str()), (2, ""), "{arguments:?}: {}", plain.err);
        assert!(plain.err.lines().any(|line| line.starts_with("error: ")), "{arguments:?}: {}", plain.err);
        let told = run(&[&["--format", "json"], arguments].concat());
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}: {}", told.err);
        let errors: Value =
            serde_json::from_str(&told.err).unwrap_or_else(|_| panic!("{arguments:?}: {}", told.err));
        assert!(errors.to_string().contains("error"), "{errors}");
    }
    for arguments in
        [["diff", sound.text()].as_slice(), &["diff", sound.text(), sound.text(), "--max", "few"]]
    {
        let told = run(arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn a_rule_that_fails_is_told_with_its_situation() {
    let fails =
        "fn rule_share(risk) {\n    if 10 / (risk.impact - 3) > 4 {\n        raise(1, \"x\");\n    }\n}\n";
    let policy = Policy::new(SMALL, fails);
    for arguments in [
        ["check", policy.text(), "--format", "text"],
        ["diff", policy.text(), policy.text(), "--format=text"],
    ] {
        let told = run(&arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.err);
        assert!(told.err.contains("impact = 3") && told.err.contains("all.rhai:2"), "{}", told.err);
    }
}

#[test]
fn diff_tells_situations_and_causes_and_fails_past_its_threshold() {
    let old = Policy::new(SMALL, RULE);
    let new = Policy::new(&SMALL.replace("level = 9", "level = 8"), &RULE.replace("raise(2", "raise(3"));
    let told = run(&["diff", old.text(), new.text()]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    // Every limit is another.
    for line in [
        "small 1.0.0 -> small 1.0.0",
        "risks: 50 of 50 situations change, 100.0 %",
        "limit: 9 -> 8, 50 situations",
        "incidents: nothing changes",
        "rules/all.rhai:3 [rule] rule_far: far",
    ] {
        assert!(told.out.contains(line), "{line}\n{}", told.out);
    }
    for (most, code) in [("50", 0), ("49", 1), ("0", 1), ("340282366920938463463374607431768211455", 0)] {
        assert_eq!(run(&["diff", old.text(), new.text(), "--max", most]).code, code, "{most}");
    }
    let same = run(&["diff", old.text(), old.text(), "--max", "0"]);
    assert_eq!(same.code, 0);
    assert!(
        same.out.contains("risks: nothing changes") && same.out.contains("incidents: nothing changes"),
        "{}",
        same.out
    );
}

#[test]
fn diff_as_json_has_its_shape() {
    let old = Policy::new(SMALL, RULE);
    let new = Policy::new(SMALL, &RULE.replace("apac", "nordics"));
    let (code, found) = json(&["diff", old.text(), new.text(), "--cubes", "1"]);
    assert_eq!(code, 0);
    assert_eq!(keys(&found), ["changed", "incidents", "new", "old", "only_one_knows", "placements", "risks"]);
    // Five times five stays at the highest score, whoever raises it.
    assert_eq!(found["changed"], 48);
    let risks = &found["risks"];
    assert_eq!(keys(risks), ["changed", "changes", "facets", "percent", "situations", "statements"]);
    assert_eq!(risks["facets"], serde_json::json!(["impact", "likelihood", "region"]));
    let statement = &risks["statements"][0];
    assert_eq!(keys(statement), ["change", "cubes", "more", "part", "percent", "situations"]);
    assert_eq!(statement["part"], "rules/all.rhai rule_far");
    let change = &risks["changes"][0];
    let cube = &change["cubes"][0];
    assert_eq!(keys(cube), ["causes", "percent", "situations", "when"]);
    assert_eq!(change["cubes"].as_array().unwrap().len(), 1);
    let cause = &cube["causes"][0];
    assert_eq!(keys(cause), ["line", "policy", "rule", "source", "stage", "text"]);
    assert_eq!(found["incidents"]["changed"], 0);
}

#[test]
fn a_blob_and_its_directory_are_the_same_policy() {
    let (old, new) = (Policy::new(SMALL, RULE), Policy::new(SMALL, &RULE.replace("raise(2", "raise(1")));
    let (old_blob, new_blob) = (old.blob(true), new.blob(true));
    let told = run(&["diff", old.text(), new.text()]);
    for pair in [[old_blob.as_str(), new.text()], [old.text(), &new_blob], [&old_blob, &new_blob]] {
        let other = run(&["diff", pair[0], pair[1]]);
        assert_eq!((other.code, &other.out), (0, &told.out), "{}", other.err);
    }
    assert_eq!(run(&["diff", old.text(), &old_blob, "--max", "0"]).code, 0);
    assert_eq!(run(&["check", &old_blob]).code, 2);
}

#[test]
fn policies_without_names_are_compared_by_position() {
    let (old, new) = (Policy::new(SMALL, RULE), Policy::new(SMALL, &RULE.replace("raise(2", "raise(1")));
    let (old, new) = (old.blob(false), new.blob(false));
    assert_eq!(run(&["diff", &old, &old, "--max", "0"]).code, 0);
    let (code, found) = json(&["diff", &old, &new, "--max", "0"]);
    assert_eq!(code, 1);
    assert_eq!(
        (&found["risks"]["changed"], &found["risks"]["situations"]),
        (&24.into(), &50.into()),
        "{found}"
    );
    assert_eq!(found["risks"]["facets"], serde_json::json!(["impact", "likelihood", "facet_0"]));
    assert_eq!(found["incidents"]["changed"], 0);
    let named = Policy::new(SMALL, RULE);
    let refused = run(&["diff", &old, named.text()]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
    assert!(refused.err.contains("has no names"), "{}", refused.err);
}

#[test]
fn a_register_is_compared_entry_by_entry() {
    let held = TempDir::new().unwrap();
    let new = held.path().join("new");
    fs::create_dir_all(new.join("rules")).unwrap();
    for entry in fs::read_dir(sample().join("rules")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, new.join("rules").join(path.file_name().unwrap())).unwrap();
    }
    let text = fs::read_to_string(sample().join("policy.toml")).unwrap();
    fs::write(new.join("policy.toml"), text.replace("level = 9  ", "level = 5  ")).unwrap();
    let (sample, new) = (sample(), new);
    let (sample, new) = (sample.to_str().unwrap(), new.to_str().unwrap());
    let register = ["--register", sample, "--as-of", "2026-03-31"];
    let (code, found) = json(&[&["diff", sample, new], register.as_slice()].concat());
    assert_eq!(code, 0);
    let entries = found["register"].as_array().unwrap();
    assert_eq!(found["changed"].as_u64().unwrap(), u64::try_from(entries.len()).unwrap());
    assert!(!entries.is_empty());
    for entry in entries {
        assert_eq!(keys(entry), ["causes", "changes", "id", "kind"]);
        assert_eq!(entry["kind"], "risk");
        assert!(!entry["changes"].as_object().unwrap().is_empty());
    }
    let most = entries.len().to_string();
    let less = (entries.len() - 1).to_string();
    for (most, code) in [(most.as_str(), 0), (&less, 1)] {
        let told = run(&[&["diff", sample, new, "--max", most], register.as_slice()].concat());
        assert_eq!(told.code, code, "{}", told.out);
    }
    let same = run(&[&["diff", sample, sample, "--max", "0"], register.as_slice()].concat());
    assert_eq!(same.code, 0);
    assert!(same.out.contains("register: nothing changes"), "{}", same.out);
}

#[test]
fn files_that_are_not_read_as_rules_are_told() {
    let policy = Policy::new(SMALL, RULE);
    fs::write(policy.path.join("rules/more.RHAI"), "fn rule_more(risk) { raise(1, \"more\"); }").unwrap();
    let run_of = run(&["check", policy.text()]);
    assert_eq!(run_of.code, 0, "{}", run_of.err);
    assert!(
        run_of.err.contains("rules/more.RHAI") && run_of.err.contains("is not read as rules"),
        "{}",
        run_of.err
    );
}

/// A large register is drawn in several tables; every risk is in one of them, in order, and an empty register has a header.
#[test]
fn a_register_of_any_size_is_drawn() {
    let held = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(held.path().join(name), text).unwrap();
    write("policy.toml", SMALL);
    write(
        "assets.csv",
        "id,name,class,confidentiality,integrity,availability,owner,region\nA,files,information,low,low,low,she,apac\n",
    );
    let threats: String = (1..=2001).map(|n| format!("T{n},threat {n},accidental,internal,A\n")).collect();
    write("threats.csv", &format!("id,name,class,origin,compromises\n{threats}"));
    for (rows, tables) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (2001, 3)] {
        let risks: String = (1..=rows).map(|n| format!("R{n},A,T{n},1,she\n")).collect();
        write("risks.csv", &format!("id,asset,threat,impact,owner\n{risks}"));
        let run = run(&["assess", held.path().to_str().unwrap(), "--as-of", "2026-11-20"]);
        let warned = if rows == 0 { "warning: risks.csv: has no records\n" } else { "" };
        assert_eq!((run.code, run.err.as_str()), (0, warned));
        let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
        let ids: Vec<String> = run.out.lines().map(first).filter(|word| word.starts_with('R')).collect();
        assert_eq!(ids, (1..=rows).map(|n| format!("R{n}")).collect::<Vec<_>>());
        assert_eq!(run.out.lines().filter(|line| first(line) == "risk").count(), tables, "{rows} risks");
        assert!(run.out.contains(&format!("\n{rows} risks, 0 above their limit\n")));
    }
}

/// A directory that is not there is not taken for a risk or an incident of the built-in sample without a word.
#[test]
fn a_word_may_be_a_directory_or_an_id() {
    for (command, what) in [("route", "incident"), ("explain", "risk")] {
        let run = run(&[command, "nodir"]);
        let words: Vec<&str> =
            run.err.split_whitespace().filter(|word| !matches!(*word, "|" | "│")).collect();
        let said = format!("in the built-in sample, any {what} with this id");
        assert_eq!((run.code, words.join(" ").contains(&said)), (2, true), "{}", run.err);
    }
}
