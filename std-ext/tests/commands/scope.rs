//! What is out of scope is not counted: as if its rows were not there, but told.

use crate::{json, run, sample};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::{Registers, Source};
use plimsoll::{Deployed, Organisation};
use serde_json::{Value, json as value};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SUBJECTS: &str = "subjects = [\"payables service\", \"corporate\"]";

/// A directory with the policy of the sample, but without its rules and with other subjects, and with registers.
struct Firm {
    _held: TempDir,
    path: PathBuf,
}

impl Firm {
    fn new(subjects: &str, registers: &[Source]) -> Self {
        let held = TempDir::new().unwrap();
        let path = held.path().join("firm");
        fs::create_dir(&path).unwrap();
        let policy = fs::read_to_string(sample().join("policy.toml")).unwrap();
        let (policy, _) = policy.split_once("[[invariant]]").unwrap();
        assert!(policy.contains(SUBJECTS));
        fs::write(path.join("policy.toml"), policy.replace(SUBJECTS, subjects)).unwrap();
        for source in registers {
            fs::write(path.join(&source.name), &source.text).unwrap();
        }
        Self { _held: held, path }
    }

    fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Registers as a document, and back to files.
fn files(organisation: &Organisation, document: &Value) -> Vec<Source> {
    let mut diagnostics = Diagnostics::new();
    let source = Source::new("registers.json", document.to_string());
    let registers = Registers::from_json(&source, organisation.vocabulary(), &mut diagnostics);
    registers.unwrap_or_else(|| panic!("{diagnostics}")).to_csv().to_vec()
}

/// The registers of the sample with two assets of a third scope, without the incidents of corporate risks, which would lose their
/// facets; and the same without any row about what is of another scope than `payables service`.
fn documents(organisation: &Organisation) -> (Value, Value, Vec<String>, Vec<String>) {
    let mut whole: Value = serde_json::from_str(&organisation.registers().to_json().unwrap()).unwrap();
    whole["assets"][3]["scope"] = value!("landlord");
    whole["assets"][20].as_object_mut().unwrap().remove("scope");
    let is_out = |asset: &Value| asset["scope"].as_str().is_some_and(|scope| scope != "payables service");
    let assets: Vec<String> = whole["assets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|asset| is_out(asset))
        .map(|asset| asset["id"].as_str().unwrap().to_owned())
        .collect();
    let is_of =
        |ids: &[String], value: &Value| value.as_str().is_some_and(|id| ids.iter().any(|one| one == id));
    let risks: Vec<String> = whole["risks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|risk| is_of(&assets, &risk["asset"]))
        .map(|risk| risk["id"].as_str().unwrap().to_owned())
        .collect();
    let retain = |document: &mut Value, register: &str, keep: &dyn Fn(&Value) -> bool| {
        document[register].as_array_mut().unwrap().retain(|record| keep(record));
    };
    retain(&mut whole, "incidents", &|incident| !is_of(&risks, &incident["risk"]));
    let left: BTreeSet<String> = whole["incidents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    retain(&mut whole, "handling", &|step| left.contains(step["incident"].as_str().unwrap()));
    // A conflict over nothing but these would be one over nothing.
    retain(&mut whole, "conflicts", &|conflict| {
        conflict["assets"].as_array().is_none_or(|ids| !ids.iter().any(|id| is_of(&assets, id)))
    });
    let mut part = whole.clone();
    retain(&mut part, "assets", &|asset| !is_out(asset));
    retain(&mut part, "risks", &|risk| !is_of(&risks, &risk["id"]));
    retain(&mut part, "not_applicable", &|pair| !is_of(&assets, &pair["asset"]));
    for person in part["people"].as_array_mut().into_iter().flatten() {
        if let Some(ids) = person.get_mut("grants").and_then(Value::as_array_mut) {
            ids.retain(|id| !is_of(&assets, id));
        }
    }
    // What endangers nothing else is out of scope as well.
    let names_some =
        |conflict: &Value| conflict["assets"].as_array().is_some_and(|assets| !assets.is_empty());
    part["conflicts"].as_array_mut().into_iter().for_each(|conflicts| conflicts.retain(names_some));
    (whole, part, assets, risks)
}

#[test]
fn what_is_out_of_scope_counts_as_if_it_were_not_there() {
    let organisation =
        Organisation::read(&Firm::new(SUBJECTS, &sample_files()).path, &mut Diagnostics::new()).unwrap();
    let (whole, part, assets, risks) = documents(&organisation);
    assert!(assets.len() > 5 && risks.len() > 5 && risks.len() < 60, "{assets:?} {risks:?}");
    let part_risk = part["risks"][0]["id"].as_str().unwrap().to_owned();
    let subjects = "subjects = [\"Payables  Service\"]";
    let whole = Firm::new(subjects, &files(&organisation, &whole));
    let part = Firm::new(subjects, &files(&organisation, &part));
    let day = ["--as-of", "2026-11-20"];
    let in_scope = part_risk.as_str();
    for command in [
        &["assess"][..],
        &["gaps"],
        &["kpi"],
        &["plan"],
        &["plan", "--budget", "20000"],
        &["forecast"],
        &["changes", "--since", "2026-01-01"],
        &["explain", in_scope],
        &["awareness"],
        &["alignment"],
    ] {
        let of = |firm: &Firm| {
            let words = [&[command[0], firm.text()], &command[1..], &day].concat();
            json(&words)
        };
        let ((code, mut told), (expected_code, mut expected)) = (of(&whole), of(&part));
        if command[0] != "changes" {
            let left_out = told.as_object_mut().unwrap().remove("out_of_scope").unwrap();
            assert_eq!(left_out, value!({"assets": assets, "risks": risks}));
            assert_eq!(expected.get("out_of_scope"), None, "where nothing is, nothing is said");
        }
        // A register that was emptied is still a file.
        for document in [&mut told, &mut expected] {
            assert_eq!(document["policy"]["digest"].as_str().map(str::len), Some(64));
        }
        assert_eq!((code, told), (expected_code, expected), "{command:?}");
    }
}

#[test]
fn incidents_of_what_is_out_of_scope_are_not_counted() {
    let held = small("[isms]\nsubjects = [\"shop\"]\n");
    let of = |incidents: &str| {
        let header = "id,opened,segment,kind,priority,level,risk,outage_minutes\n";
        fs::write(held.path().join("incidents.csv"), format!("{header}{incidents}")).unwrap();
        let (_, found) = json(&on("kpi", held.path(), &["--by-level"]));
        [found["incidents"].clone(), found["levels"].clone()]
    };
    let within = "I1,2026-11-01,client,database,low,1,R1,7\nI2,2026-11-02,client,database,low,1,,20\n";
    let without = "I3,2026-10-01,client,database,low,1,R2,100\nI4,2026-11-01,client,database,low,1,R2,\n";
    let expected = of(within);
    let [incidents, levels] = &expected;
    let available = &incidents["availability"];
    assert_eq!(
        (&available["unlinked_minutes"], &available["period_days"], &available["unlinked_unknown"]),
        (&value!(20), &value!(20), &value!(0)),
        "{incidents}"
    );
    assert_eq!((&incidents["unsolved"], &levels[0]["unsolved"]), (&value!(2), &value!(2)), "{levels}");
    assert_eq!(of(&format!("{within}{without}")), expected);
    assert_eq!(of(without), of(""));
}

/// The registers of the sample as files.
fn sample_files() -> Vec<Source> {
    let entries = fs::read_dir(sample()).unwrap().map(Result::unwrap);
    let registers =
        entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "csv"));
    registers
        .map(|entry| {
            Source::new(entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

const POLICY: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n";

/// Two assets of different scope with a risk each.
fn small(isms: &str) -> TempDir {
    let held = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(held.path().join(name), text).unwrap();
    write("policy.toml", &format!("{POLICY}{isms}"));
    write(
        "assets.csv",
        "id,name,class,confidentiality,integrity,availability,owner,scope\nA1,till,software,low,low,low,Eva,shop\n\
         A2,oven,physical,low,low,low,Eva,canteen\n",
    );
    write("threats.csv", "id,name,class,origin,compromises\nT1,fire,accidental,internal,A\n");
    write("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,1,Eva\nR2,A2,T1,1,Eva\n");
    write(
        "incidents.csv",
        "id,opened,segment,kind,priority,level,risk\nI1,2026-11-01,client,database,low,1,R2\n",
    );
    held
}

fn on<'a>(command: &'a str, directory: &'a Path, rest: &[&'a str]) -> Vec<&'a str> {
    [&[command, directory.to_str().unwrap(), "--as-of", "2026-11-20"], rest].concat()
}

#[test]
fn what_is_out_of_scope_is_told() {
    let held = small("[isms]\nsubjects = [\"shop\"]\n");
    for command in ["assess", "gaps", "kpi", "plan", "forecast", "awareness", "alignment"] {
        let told = run(&on(command, held.path(), &[]));
        assert!(
            told.out.contains("\nout of scope, and not counted: assets A2\nand their risks R2\n"),
            "{command}: {}{}",
            told.out,
            told.err
        );
    }
    let told = run(&["explain", held.path().to_str().unwrap(), "R2", "--as-of", "2026-11-20"]);
    assert_eq!(told.code, 2);
    assert!(
        told.err.contains("R2")
            && told.err.contains("is out of scope")
            && told.err.contains("the `scope` of asset A2 is none of the subjects of [isms]"),
        "{}",
        told.err
    );
    // An incident is handled wherever it strikes, and the owner of its risk is told.
    let (_, found) = json(&on("route", held.path(), &[]));
    assert_eq!(
        (&found["incidents"][0]["risk"], &found["incidents"][0]["notify"]),
        (&value!("R2"), &value!("Eva"))
    );
}

#[test]
fn without_subjects_everything_is_in_scope_and_nothing_is_said_of_it() {
    let told = |isms: &str| {
        let held = small(isms);
        let text = run(&on("assess", held.path(), &[]));
        let (_, mut document) = json(&on("assess", held.path(), &[]));
        document.as_object_mut().unwrap().remove("policy");
        let (_, lines) = text.out.split_once('\n').unwrap();
        (lines.to_owned(), document)
    };
    let without = told("");
    assert!(!without.0.contains("scope"), "{}", without.0);
    assert_eq!(without.1.get("out_of_scope"), None);
    assert_eq!(without.1["summary"]["risks"], 2);
    assert_eq!(told("[isms]\naim = \"to sell\"\nsubjects = [\"Shop\", \"canteen\"]\n"), without);
}

#[test]
fn subjects_and_time_frames_that_do_not_fit_are_findings() {
    for (isms, expected) in [
        ("subjects = [\"shop\", \"canteen\", \"garage\"]", "garage subjects subject_without_assets"),
        ("from = 2026-11-21", "isms from outside_time_frame"),
        ("until = 2026-11-19", "isms until outside_time_frame"),
        ("from = 2026-11-20\nuntil = 2026-11-20", ""),
    ] {
        let held = small(&format!("[isms]\n{isms}\n"));
        let (_, found) = json(&on("gaps", held.path(), &[]));
        let told: Vec<String> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["entry"]["file"] == "policy.toml")
            .map(|finding| {
                let word = |value: &Value| value.as_str().unwrap().to_owned();
                let entry = &finding["entry"];
                format!("{} {} {}", word(&entry["id"]), word(&entry["column"]), word(&finding["kind"]))
            })
            .collect();
        assert_eq!(told.join("; "), expected, "{isms}");
    }
}

#[test]
fn diff_and_changes_follow_the_subjects_of_either_policy() {
    let (old, new) = (small("[isms]\nsubjects = [\"shop\"]\n"), small("[isms]\nsubjects = [\"canteen\"]\n"));
    let [before, after] = [&old, &new].map(|held| held.path().to_str().unwrap());
    let (_, found) = json(&["diff", before, after, "--register", before, "--as-of", "2026-11-20"]);
    let moved: Vec<(&str, Vec<&str>)> = found["register"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap(), strings(&entry["changes"]["scope"]).collect()))
        .collect();
    assert_eq!(moved, [("R1", vec!["in", "out"]), ("R2", vec!["out", "in"])]);
    assert_eq!(found.get("out_of_scope"), None, "each is in scope of one policy");
    let told = |words: &[&str]| run(&[&["diff", before], words, &["--as-of", "2026-11-20"]].concat()).out;
    let line = "out of scope of both policies, and not compared: risks R2\n";
    assert!(told(&[before, "--register", before]).contains(line));
    assert!(!told(&[after, "--register", before]).contains(line) && !told(&[before]).contains(line));
    let (_, same) = json(&["diff", before, before, "--register", before, "--as-of", "2026-11-20"]);
    assert_eq!(same["out_of_scope"], value!(["R2"]));
    let (_, found) = json(&["changes", before, after, "--as-of", "2026-11-20"]);
    let events = ["removed_risks", "new_risks", "risks_out_of_scope", "risks_into_scope"];
    assert_eq!(
        events.map(|what| found["events"][what].clone()),
        [value!([]), value!([]), value!(["R1"]), value!(["R2"])]
    );
    let came_of = found["risks"].as_array().unwrap().iter().map(|risk| {
        let cause = &risk["causes"][0];
        [&risk["id"], &risk["state"], &cause["part"], &cause["text"]].map(|word| word.as_str().unwrap())
    });
    assert_eq!(
        came_of.collect::<Vec<_>>(),
        [
            ["R2", "came_into_scope", "discovered", "the risk came into scope"],
            ["R1", "went_out_of_scope", "re_rated", "the risk went out of scope"]
        ]
    );
}

#[test]
fn under_a_blob_everything_is_in_scope() {
    let held = small("[isms]\nsubjects = [\"shop\"]\n");
    let mut diagnostics = Diagnostics::new();
    let organisation = Organisation::read(held.path(), &mut diagnostics).unwrap();
    assert_eq!((organisation.registers().risks().len(), organisation.isms().subjects.len()), (1, 1));
    let blob = held.path().join("policy.blob");
    fs::write(&blob, organisation.blob()).unwrap();
    let deployed = Deployed::read(&blob, &mut diagnostics).unwrap();
    let organisation = Organisation::under(&deployed, held.path(), &mut diagnostics).unwrap();
    assert_eq!((organisation.registers().risks().len(), organisation.isms().subjects.len()), (2, 0));
}

#[test]
fn writing_an_incident_loses_nothing_that_is_out_of_scope() {
    let held = small("[isms]\nsubjects = [\"shop\"]\n");
    let text = |name: &str| fs::read_to_string(held.path().join(name)).unwrap();
    let before = [text("assets.csv"), text("risks.csv")];
    let incidents = text("incidents.csv");
    let words =
        ["--id", "I2", "--segment", "client", "--kind", "database", "--date", "2026-11-17", "--risk", "R2"];
    let path = held.path().to_str().unwrap();
    let told = run(&[&["incident", "open", path], words.as_slice()].concat());
    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
    assert_eq!([text("assets.csv"), text("risks.csv")], before);
    assert!(text("incidents.csv").starts_with(&incidents) && text("incidents.csv").contains("I2"));
    assert!(text("incidents.csv").lines().last().unwrap().contains(",R2"));
}
