//! What commands write is what the committed schemas say; the schemas refuse anything else; and a policy is, by its schema, what
//! the reader takes it for.

use super::incident::{Copy, OPEN};
use super::{Policy, RULE, Run, SMALL, keys, run};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let named = files.map(|file| {
        let schema = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        (
            file.file_stem().unwrap().to_string_lossy().into_owned(),
            jsonschema::validator_for(&schema).unwrap(),
        )
    });
    named.collect()
});

/// What a schema finds wrong.
pub(super) fn wrong(schema: &str, value: &Value) -> Vec<String> {
    VALIDATORS[schema].iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Whether a schema takes a value.
fn takes(schema: &str, value: &Value) -> bool {
    VALIDATORS[schema].is_valid(value)
}

/// Holds what a command wrote against its schema.
pub(super) fn conforms(arguments: &[&str], value: &Value) {
    let command = arguments.iter().find(|word| VALIDATORS.contains_key(**word)).unwrap();
    assert_eq!(wrong(command, value), [""; 0], "{arguments:?}");
}

/// A decision table in the form of SSVC.
const TABLE: &str = "row,Exploitation v1.1.0,Automatable v2.0.0,Decision v1.0.0\n\
    1,none,no,track\n2,none,yes,track\n3,active,no,track\n4,active,yes,act\n";

/// A library with a risk matrix.
const LIBRARY: &str = "version: 1\nobjects:\n  risk_matrix:\n    - name: small\n      \
    probability: [{id: 0, name: rare}, {id: 1, name: often}]\n      \
    impact: [{id: 0, name: minor}, {id: 1, name: grave}]\n      \
    risk: [{id: 0, name: low, hexcolor: '#59BBB2'}, {id: 1, name: high, hexcolor: '#F5C481'}]\n      \
    grid: [[0, 0], [0, 1]]\n";

/// What every command writes with `--format json`, by the name of its schema: over the built-in sample, and over directories
/// that show what the sample does not.
fn written() -> Vec<(String, Value)> {
    let held = TempDir::new().unwrap();
    let path = |name: &str| held.path().join(name).to_str().unwrap().to_owned();
    let (blob, bare, journal, page) = (path("p.plimsoll"), path("bare"), path("journal"), path("page.html"));
    let (starter, strict, imported) = (path("starter"), path("strict"), path("imported"));
    let manual = path("manual");
    let as_of = "--as-of=2026-11-20";
    let broken = Policy::new(SMALL, &RULE.replace("raise(2", "raise(5"));
    let init = out(run(&["--format", "json", "init", &starter]));
    fs::create_dir(&strict).unwrap();
    let policy = fs::read_to_string(Path::new(&starter).join("policy.toml")).unwrap();
    fs::write(Path::new(&strict).join("policy.toml"), policy.replace("level = 9  ", "level = 3  ")).unwrap();
    let (table, library, all) = (path("table.csv"), path("library.yaml"), path("all.json"));
    fs::write(&table, TABLE).unwrap();
    fs::write(&library, LIBRARY).unwrap();
    let commands: [&[&str]; 34] = [
        &["alignment", as_of],
        &["assess", as_of],
        &["assess", &starter, as_of, "--journal", &journal],
        &["route", as_of, "--journal", &journal],
        &["awareness", as_of],
        &["build", &starter, "-o", &blob],
        &["build", &strict, "--no-names", "-o", &bare],
        &["changes", "--since=2026-01-01", as_of],
        &["check", broken.text()],
        &["completions", "fish"],
        &["decide", &table, "automatable=yes"],
        &["decide", &table],
        &["diff", &starter, &strict, "--register", &starter, as_of],
        &["explain", "R05", as_of],
        &["export", &starter, "--to", "json", "-o", &all, as_of],
        &["forecast", as_of],
        &["gaps", as_of],
        &["import", "matrix", &library],
        &["import", "table", &table, "--as", "response", "--means", "act=avoid", "--means", "track=reduce"],
        &["import", "registers", &all, "-o", &imported, "--policy", &starter],
        &["inspect", &blob],
        &["inspect", &bare],
        &["kpi", as_of, "--since=2026-01-01", "--by-level"],
        &["kpi", as_of],
        &["man"],
        &["man", &manual],
        &["plan", as_of],
        &["plan", as_of, "--budget", "5000"],
        &["plan", as_of, "--by", "days"],
        &["replay", &journal, "--policy", &bare],
        &["replay", &journal],
        &["report", "-o", &page, as_of],
        &["route", "I01", as_of],
        &["schema"],
    ];
    let mut written: Vec<(String, Value)> =
        commands.iter().map(|words| (words[0].to_owned(), out(run(&json_of(words))))).collect();
    written.push(("init".to_owned(), init));
    written.push(("incident".to_owned(), out(Copy::new().step(&format!("{OPEN} --format json")))));
    written.push(("error".to_owned(), error(&["assess", &path("nowhere")])));
    written.push(("error".to_owned(), error(&["assess", "--no-such"])));
    written
}

fn json_of<'w>(words: &[&'w str]) -> Vec<&'w str> {
    [&["--format", "json"], words].concat()
}

fn out(run: Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{} {}", run.out, run.err))
}

fn error(words: &[&str]) -> Value {
    let run = run(&json_of(words));
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    serde_json::from_str(&run.err).unwrap()
}

/// Where a value has parts: one place for each path, whichever of the entries of a list it is in.
fn places<'v>(
    value: &'v Value,
    pointer: String,
    path: String,
    into: &mut BTreeMap<String, (String, &'v Value)>,
) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, part)| {
            let key_in_pointer = key.replace('~', "~0").replace('/', "~1");
            places(part, format!("{pointer}/{key_in_pointer}"), format!("{path}/{key}"), into);
        }),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, part)| {
            places(part, format!("{pointer}/{at}"), format!("{path}/*"), into);
        }),
        _ => {}
    }
    into.entry(path).or_insert((pointer, value));
}

#[test]
fn what_commands_write_is_what_the_schemas_say_and_nothing_else_is() {
    let written = written();
    let (mut seen, mut forms) = (BTreeSet::from(["policy"]), BTreeSet::new());
    let mut tried = 0;
    for (schema, value) in &written {
        assert_eq!(wrong(schema, value), [""; 0], "{schema}");
        seen.insert(schema.as_str());
        let is_first = forms.insert((schema.as_str(), keys(value)));
        let mut found = BTreeMap::new();
        places(value, String::new(), String::new(), &mut found);
        for (path, (pointer, part)) in found.into_iter().filter(|_| is_first) {
            let other = |change: &dyn Fn(&mut Value)| {
                let mut other = value.clone();
                change(other.pointer_mut(&pointer).unwrap());
                assert!(!takes(schema, &other), "{schema}: {path} is open");
            };
            other(&|part| *part = json!({ "no such": [] }));
            if part.is_object() {
                other(&|part| part["no_such_key"] = Value::Null);
            }
            tried += 1;
        }
    }
    let known: BTreeSet<&str> = VALIDATORS.keys().map(String::as_str).collect();
    assert_eq!(seen, known);
    assert!(tried > 500, "{tried}");
}

#[test]
fn a_schema_is_printed_as_it_is_committed_and_all_are_listed() {
    for name in VALIDATORS.keys() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.json"));
        let printed = run(&["schema", name]);
        assert!(printed.code == 0 && printed.out == fs::read_to_string(file).unwrap(), "{name}");
    }
    let listed = run(&["schema"]);
    assert_eq!((listed.code, listed.out.lines().count()), (0, VALIDATORS.len() + 2), "{}", listed.out);
    let unknown = run(&["schema", "asess"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("'assess'"), "{}", unknown.err);
}

/// A policy as JSON, its days as text.
pub(super) fn policy(text: &str) -> Value {
    fn plain(value: &toml::Value) -> Value {
        match value {
            toml::Value::Table(table) => {
                table.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
            }
            toml::Value::Array(list) => list.iter().map(plain).collect(),
            toml::Value::Datetime(day) => day.to_string().into(),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    plain(&toml::Value::Table(text.parse().unwrap()))
}

/// Every `policy.toml` under some directories of the repository.
fn policies(under: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = under.iter().map(|directory| root.join(directory)).collect();
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.ends_with("policy.toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_schema_takes_every_policy_that_the_reader_takes() {
    let policies = policies(&["std-ext", "tests/policies", "tests/hostile/good"]);
    assert!(policies.len() > 10, "{policies:?}");
    for file in policies {
        assert_eq!(
            wrong("policy", &policy(&fs::read_to_string(&file).unwrap())),
            [""; 0],
            "{}",
            file.display()
        );
    }
    assert_eq!(wrong("policy", &policy(SMALL)), [""; 0]);
}

/// Hostile policies that are wrong only in what their words mean under one another, or that are no TOML: no schema tells.
const BY_MEANING: [&str; 37] = [
    "acceptance_floor_falls",
    "acceptance_level_overflow",
    "band_not_ascending",
    "band_short_of_top",
    "band_twice",
    "facet_default_unknown",
    "facet_own_column",
    "facet_range_backwards",
    "facet_range_too_wide",
    "facet_without_kind",
    "invariant_without_rule",
    "isms_ends_before",
    "isms_no_such_day",
    "limit_ends_in_itself",
    "limit_fact_unknown",
    "limit_label_misspelt",
    "limit_never_met",
    "limit_of_incidents",
    "limit_range_backwards",
    "matrix_grid_beyond_bands",
    "matrix_grid_missing",
    "matrix_grid_short_row",
    "obligation_twice",
    "policy_and_rules",
    "policy_key_twice",
    "policy_not_toml",
    "policy_own_approver",
    "policy_table_twice",
    "question_aligned_unknown",
    "route_none_matches",
    "route_to_nobody",
    "route_unstaffed",
    "scale_step_twice",
    "team_next_unknown",
    "team_passes_down",
    "team_twice",
    "tool_unknown",
];

#[test]
fn the_schema_refuses_what_the_reader_refuses_for_its_form() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("tests/hostile");
    let good = fs::read_to_string(set.join("good/policy.toml")).unwrap();
    let mut by_meaning = Vec::new();
    let mut tried = 0;
    let mut cases: Vec<PathBuf> =
        fs::read_dir(set.join("policy")).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    for case in cases {
        let read = |name: &str| {
            fs::read(case.join(name)).ok().map(|text| String::from_utf8_lossy(&text).into_owned())
        };
        let added = || read("policy.toml.add").map(|added| format!("{good}{added}"));
        let Some(text) = read("policy.toml").or_else(added) else { continue };
        if text.parse::<toml::Table>().is_err() || takes("policy", &policy(&text)) {
            by_meaning.push(case.file_name().unwrap().to_string_lossy().into_owned());
        }
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
    assert_eq!(by_meaning, BY_MEANING);
}

/// Small slips, each of which the schema and the reader refuse.
#[test]
fn slips_are_refused_by_schema_and_reader() {
    const POLICY: &str = "[policy]\nname = \"x\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n";
    let held = TempDir::new().unwrap();
    let file = held.path().join("policy.toml");
    let is_read = |text: &str| {
        fs::write(&file, text).unwrap();
        run(&["build", held.path().to_str().unwrap(), "-o", held.path().join("blob").to_str().unwrap()]).code
            == 0
    };
    for sound in [
        "",
        "envelope = [{ max_raise = 1, where = { origin = \"external\" } }, { max_raise = 2 }]\n",
        "[[facet]]\nname = \"region\"\nlabels = [\"a\", \"b\"]\n[[limit]]\nlevel = 3\nwhere = { region = \"a\" }\n",
        "[acceptance]\nno_actions = 3\ncia_floor = [1, \"low\", 3]\n",
        "[[response]]\nwhen = { band = [\"low\", \"high\"], score = \"2..20\" }\nthen = \"transfer\"\n",
        "[isms]\nfrom = 2026-01-01\nuntil = \"2026-12-31\"\n",
    ] {
        let text = format!("{}{POLICY}", if sound.starts_with("envelope") { sound } else { "" });
        let text = if sound.starts_with("envelope") { text } else { format!("{text}{sound}") };
        assert!(is_read(&text), "{text}");
        assert_eq!(wrong("policy", &policy(&text)), [""; 0], "{text}");
    }
    for slip in [
        "colour = \"#fff\"\n",
        "[acceptance]\nlevel = 101\n",
        "[acceptance]\nlevel = 1.5\n",
        "[acceptance]\nestimate = \"lower\"\n",
        "[acceptance]\ncia_floor = [1, 2, 3, 4]\n",
        "[acceptence]\nlevel = 9\n",
        "[[acceptance]]\nlevel = 9\n",
        "[limit]\nlevel = 3\n",
        "[[limit]]\nwhere = { origin = \"external\" }\n",
        "[[limit]]\nlevel = 3\nwhere = \"everywhere\"\n",
        "[[limit]]\nlevel = 3\nwhere = { origin = [] }\n",
        "[[limit]]\nlevel = 3\nwhere = { origin = { is = \"external\" } }\n",
        "[scale]\nimpact = [\"low\"]\n",
        "[matrix]\nkind = \"sum\"\n",
        "[[band]]\nname = \"all\"\ncolour = \"red\"\nup_to = 25\n",
        "[[obligation]]\nname = \"pci\"\nmax_level = 3\nforbids_acceptance = true\n",
        "[[facet]]\nname = \"region\"\nlabels = [\"a\"]\nrange = [0, 1]\n",
        "[[facet]]\nname = \"region\"\nbool = false\n",
        "[[facet]]\nname = \"age\"\nrange = [0]\n",
        "[[response]]\nthen = \"ignore\"\n",
        "[[team]]\nname = \"a\"\nlevel = 9\n",
        "[[team]]\nname = \"\"\nlevel = 1\n",
        "[[route]]\nwhen = {}\n",
        "[[placement]]\nthen = \"tolerated\"\n",
        "[[question]]\nname = \"x\"\ntext = \"?\"\ntopic = \"policy\"\nanswers = [\"yes\"]\n",
        "[envelope]\nmax_raise = \"4\"\n",
        "[[invariant]]\nname = \"x\"\n",
        "[organisation]\norientation = 0\n",
        "[review]\nmonths = 121\n",
        "[isms]\nfrom = \"20 November\"\n",
    ] {
        let text = format!("{POLICY}{slip}");
        assert!(!is_read(&text), "{slip}");
        assert!(!takes("policy", &policy(&text)), "{slip}");
    }
}
