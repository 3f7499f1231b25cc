//! `import`, `export` and `decide`: what others keep, taken over and given back.

use super::{json, keys, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const AS_OF: [&str; 2] = ["--as-of", "2026-11-20"];

const LIBRARY: &str = "version: 2\nobjects:\n  risk_matrix:\n  - name: small\n    probability: [{name: seldom}, {name: often}]\n    impact: [{name: minor}, {name: major}]\n    risk: [{name: low, hexcolor: '#00ff00'}, {name: high}]\n    grid: [[0, 0], [0, 1]]\n";

const TABLE: &str = "row,Exploitation v1.1.0,Automatable v2.0.0,Priority v1.0.0\n0,none,no,defer\n1,none,yes,defer\n2,active,no,defer\n3,active,yes,act\n";

fn place(directory: &TempDir, name: &str) -> String {
    directory.path().join(name).to_str().unwrap().to_owned()
}

/// The CSV files of a directory by name.
fn files(directory: &str) -> BTreeMap<String, String> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name().to_str().unwrap().ends_with(".csv"))
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect()
}

/// The sample as a workbook, a document and a directory, and each of them taken over again: the same files, byte by byte, and the
/// same assessment.
#[test]
fn the_sample_comes_back_through_every_form() {
    let temporary = TempDir::new().unwrap();
    let plain = place(&temporary, "plain");
    let out = run(&["export", "--to", "csv", "-o", &plain]);
    assert_eq!((out.code, out.err.as_str()), (0, ""));
    let written = files(&plain);
    assert_eq!(out.out.lines().count(), written.len());
    assert!(written["register.csv"].starts_with("id,asset,asset_name,"));
    let registers: BTreeMap<_, _> = written.into_iter().filter(|(name, _)| name != "register.csv").collect();
    assert_eq!(registers.len(), 17, "{:?}", registers.keys());

    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    for form in ["xlsx", "json"] {
        let file = place(&temporary, &format!("registers.{form}"));
        let out = run(&["export", "--to", form, "-o", &file]);
        assert_eq!((out.code, out.err.as_str()), (0, ""), "{form}");
        let first = fs::read(&file).unwrap();
        assert_eq!(run(&["export", "--to", form, "-o", &file]).code, 0, "one of its kind is written over");
        assert!(fs::read(&file).unwrap() == first, "{form}: the same input, the same bytes");
        let back = place(&temporary, form);
        let out = run(&["import", "registers", &file, "-o", &back, "--policy", sample.to_str().unwrap()]);
        assert_eq!(out.code, 0, "{form}: {}", out.err);
        assert!(files(&back) == registers, "{form}");
    }

    // A directory with the policy of the sample and what was exported, results and all, is assessed as the sample is.
    fs::copy(sample.join("policy.toml"), Path::new(&plain).join("policy.toml")).unwrap();
    fs::create_dir(Path::new(&plain).join("rules")).unwrap();
    for rule in fs::read_dir(sample.join("rules")).unwrap() {
        let rule = rule.unwrap();
        fs::copy(rule.path(), Path::new(&plain).join("rules").join(rule.file_name())).unwrap();
    }
    let assess = |arguments: &[&str]| run(&[&["--format", "json", "assess"], arguments, &AS_OF].concat());
    let (again, sample) = (assess(&[&plain]), assess(&[]));
    assert_eq!(again.err, sample.err, "register.csv is no stranger");
    assert!(again.out == sample.out);
}

#[test]
fn a_matrix_becomes_a_policy() {
    let temporary = TempDir::new().unwrap();
    let library = place(&temporary, "library.yaml");
    fs::write(&library, LIBRARY).unwrap();
    let printed = run(&["import", "matrix", &library]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let policy = place(&temporary, "policy.toml");
    let (code, told) = json(&["import", "matrix", &library, "-o", &policy]);
    assert_eq!(code, 0);
    assert_eq!(keys(&told), ["bands", "grid", "impact", "likelihood", "name", "version", "written"]);
    assert_eq!(told["version"], "2.0.0");
    assert_eq!(fs::read_to_string(&policy).unwrap(), printed.out);
    assert_eq!(run(&["check", temporary.path().to_str().unwrap()]).code, 0, "a policy that can be proved");
    // It is not written over, whatever it says.
    let again = run(&["import", "matrix", &library, "-o", &policy]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already, and is not written over"), "{}", again.err);
    assert_eq!(fs::read_to_string(&policy).unwrap(), printed.out);

    fs::write(&library, LIBRARY.replace("[0, 1]]", "[0, 2]]")).unwrap();
    let other = place(&temporary, "other.toml");
    let broken = run(&["import", "matrix", &library, "-o", &other]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("grid[1][1]: `2` is not the position of a band"), "{}", broken.err);
    assert!(!Path::new(&other).exists(), "nothing is half written");
}

#[test]
fn one_of_several_matrices_is_chosen_by_name() {
    let temporary = TempDir::new().unwrap();
    let library = place(&temporary, "library.yaml");
    let second = LIBRARY.split_once("  - name: small\n").unwrap().1;
    fs::write(&library, format!("{LIBRARY}  - name: large\n{second}")).unwrap();
    let several = run(&["import", "matrix", &library]);
    assert!(several.code == 2 && several.err.contains("holds 2 matrices"), "{}", several.err);
    assert!(several.err.contains("valid: small, large"), "{}", several.err);
    let (code, large) = json(&["import", "matrix", &library, "--matrix", "large"]);
    assert_eq!((code, &large["name"]), (0, &Value::from("large")));
    let missed = run(&["import", "matrix", &library, "--matrix", "larg"]);
    assert!(missed.code == 2 && missed.err.contains("did you mean `large`?"), "{}", missed.err);
}

#[test]
fn a_table_becomes_rows_of_a_policy() {
    let temporary = TempDir::new().unwrap();
    let table = place(&temporary, "patch.csv");
    fs::write(&table, TABLE).unwrap();
    let open = run(&["import", "table", &table, "--as", "response"]);
    assert_eq!(open.code, 2);
    assert!(open.err.contains("patch: defer: `defer` is no response that there is"), "{}", open.err);
    let means = ["--means", "defer=accept", "--means", "act=avoid"];
    let rows = run(&[&["import", "table", &table, "--as", "response"], &means[..]].concat());
    assert_eq!((rows.code, rows.err.as_str()), (0, ""));
    assert_eq!(rows.out.matches("\n[[response]]\n").count(), 4);
    // Added to a policy, it is one that can be built.
    let policy = place(&temporary, "before.toml");
    fs::write(&policy, "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"").unwrap();
    let after = place(&temporary, "policy.toml");
    let arguments =
        ["import", "table", &table, "--as", "route", "--means", "defer=level_1", "--means", "act=level_3"];
    let (code, told) = json(&[&arguments[..], &["--policy", &policy, "-o", &after]].concat());
    assert_eq!((code, &told["rows"]), (0, &Value::from(4)));
    assert!(fs::read_to_string(&after).unwrap().starts_with("[policy]\nname = \"p\""));
    let blob = place(&temporary, "policy.plimsoll");
    assert_eq!(run(&["build", temporary.path().to_str().unwrap(), "-o", &blob]).code, 0);
    let unknown = run(&[
        "import",
        "table",
        &table,
        "--as",
        "route",
        "--means",
        "defer=nobody",
        "--means",
        "act=level_3",
    ]);
    assert!(unknown.code == 2 && unknown.err.contains("nobody"), "{}", unknown.err);
    let idle = run(&[&["import", "table", &table, "--as", "response", "--tool", "x"], &means[..]].concat());
    assert!(idle.code == 2 && idle.err.contains("--tool: has no use"), "{}", idle.err);
}

#[test]
fn a_table_decides_as_it_stands() {
    let temporary = TempDir::new().unwrap();
    let table = place(&temporary, "patch.csv");
    fs::write(&table, TABLE).unwrap();
    let (code, told) = json(&["decide", &table]);
    assert_eq!(code, 0);
    assert_eq!(keys(&told), ["bytes", "inputs", "outcome", "rows", "table"]);
    assert_eq!(told["inputs"][0]["version"], "1.1.0");
    let (_, decided) = json(&["decide", &table, "exploitation=Active", "AUTOMATABLE=yes"]);
    assert_eq!(decided["decisions"][0]["outcome"], "act");
    assert_eq!(decided["decisions"][0]["table_line"], 5);
    let (_, partly) = json(&["decide", &table, "exploitation=active"]);
    assert_eq!(partly["decisions"][0]["outcome"], Value::Null);
    assert_eq!(partly["decisions"][0]["possible"], serde_json::json!({"act": 1, "defer": 1}));
    let text = run(&["decide", &table, "exploitation=none"]);
    assert_eq!(text.out, "Priority: defer, whatever else is so\n");

    let rows = place(&temporary, "rows.csv");
    fs::write(&rows, "automatable,exploitation\nyes,active\nyes,\n\nno,active\n").unwrap();
    let (code, all) = json(&["decide", &table, "--rows", &rows]);
    assert_eq!(code, 0);
    let decisions = all["decisions"].as_array().unwrap();
    let told: Vec<_> =
        decisions.iter().map(|one| (one["line"].as_u64().unwrap(), one["outcome"].as_str())).collect();
    assert_eq!(told, [(2, Some("act")), (3, None), (5, Some("defer"))]);
}

#[test]
fn what_a_table_does_not_know_is_told_at_once() {
    let temporary = TempDir::new().unwrap();
    let table = place(&temporary, "patch.csv");
    fs::write(&table, TABLE).unwrap();
    let wrong = run(&["decide", &table, "exploitaton=active", "automatable=maybe", "automatable=yes"]);
    assert_eq!(wrong.code, 2);
    for said in [
        "`exploitaton` is not an input of the table",
        "did you mean `Exploitation`?",
        "`maybe` is not a label of it",
    ] {
        assert!(wrong.err.contains(said), "{said}:\n{}", wrong.err);
    }
    assert_eq!(wrong.out, "");
    let rows = place(&temporary, "rows.csv");
    fs::write(&rows, "exploitation\nactive\nmaybe\n").unwrap();
    let wrong = run(&["decide", &table, "--rows", &rows]);
    assert!(wrong.code == 2 && wrong.err.contains("rows.csv:3"), "{}", wrong.err);
    for (arguments, said) in [
        (vec!["decide", "no-such.csv"], "is missing"),
        (vec!["decide", &table, "active"], "there is no `=` in it"),
        (vec!["import", "registers", "no-such.xlsx", "-o", "x"], "is missing"),
        (vec!["export", "--to", "xlsx"], "--output"),
    ] {
        let wrong = run(&arguments);
        assert!(wrong.code == 2 && wrong.err.contains(said), "{arguments:?}: {}", wrong.err);
    }
}

/// What others packed is not written over, and what is said twice is told.
#[test]
fn nothing_of_others_is_lost() {
    let temporary = TempDir::new().unwrap();
    let letter = place(&temporary, "letter.docx");
    fs::write(&letter, b"PK\x03\x04 a letter").unwrap();
    let refused = run(&["export", "--to", "xlsx", "-o", &letter]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("only a workbook that was exported is written over"), "{}", refused.err);
    assert_eq!(fs::read(&letter).unwrap(), b"PK\x03\x04 a letter");
    let table = place(&temporary, "patch.csv");
    fs::write(&table, TABLE).unwrap();
    let twice = ["--means", "defer=accept", "--means", "act=avoid", "--means", "DEFER=reduce"];
    let twice = run(&[&["import", "table", &table, "--as", "response"], &twice[..]].concat());
    assert!(twice.code == 2 && twice.err.contains("--means: `DEFER` is said twice"), "{}", twice.err);
    let means = ["--means", "defer=allowed", "--means", "act=forbidden"];
    let placed = run(&[&["import", "table", &table, "--as", "placement"], &means[..]].concat());
    assert_eq!((placed.code, placed.err.as_str()), (0, ""), "rows about every tool that there is");
}

/// A workbook with something wrong is told by sheet and row, and nothing is written.
#[test]
fn registers_with_errors_are_not_taken_over() {
    let temporary = TempDir::new().unwrap();
    let document = place(&temporary, "registers.json");
    let out = run(&["export", "--to", "json", "-o", &document]);
    assert_eq!(out.code, 0);
    let text = fs::read_to_string(&document).unwrap().replacen("\"asset\": \"A01\"", "\"asset\": \"A0l\"", 1);
    fs::write(&document, text).unwrap();
    let back = place(&temporary, "back");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    let wrong = run(&["import", "registers", &document, "-o", &back, "--policy", sample.to_str().unwrap()]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("`A0l` is not the id of an asset"), "{}", wrong.err);
    assert!(!Path::new(&back).exists());
}

#[test]
fn a_plan_of_action_is_json_that_says_which_day() {
    let plan = run(&[&["export", "--to", "oscal"][..], &AS_OF].concat());
    assert_eq!(plan.code, 0);
    assert!(plan.err.contains("has no place for these, which were left out"), "{}", plan.err);
    let told: Value = serde_json::from_str(&plan.out).unwrap();
    let metadata = &told["plan-of-action-and-milestones"]["metadata"];
    assert_eq!(
        (&metadata["last-modified"], &metadata["oscal-version"]),
        (&"2026-11-20T00:00:00Z".into(), &"1.1.2".into())
    );
    let temporary = TempDir::new().unwrap();
    let file = place(&temporary, "poam.json");
    assert_eq!(run(&[&["export", "--to", "oscal", "-o", &file][..], &AS_OF].concat()).code, 0);
    let written: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert!(written == told);
    fs::write(&file, "{\"mine\": 1}").unwrap();
    let other = run(&["export", "--to", "oscal", "-o", &file]);
    assert!(other.code == 2 && other.err.contains("only such a plan is written over"), "{}", other.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "{\"mine\": 1}");
}
