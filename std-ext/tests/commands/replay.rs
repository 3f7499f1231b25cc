//! `replay`, and the journals that `assess` and `route` write for it.

use super::hostile::{HOSTILE, is_harmless};
use super::{Policy, SMALL, json, keys, run, sample};
use plimsoll_core::journal::{Entry, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use plimsoll_core::{Day, IncidentFacts, RiskFacts, TeamId};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const DAY: [&str; 2] = ["--as-of", "2026-03-31"];

/// A directory with the sample, its acceptance level another, and room for a journal.
fn lowered(level: &str) -> (TempDir, String, String) {
    let held = TempDir::new().unwrap();
    let directory = held.path().join("other");
    fs::create_dir_all(directory.join("rules")).unwrap();
    for from in [sample(), sample().join("rules")] {
        for entry in fs::read_dir(&from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, directory.join(path.strip_prefix(sample()).unwrap())).unwrap();
            }
        }
    }
    let text = fs::read_to_string(directory.join("policy.toml")).unwrap();
    assert!(text.contains("level = 9  "));
    fs::write(directory.join("policy.toml"), text.replace("level = 9  ", level)).unwrap();
    let text = |path: PathBuf| path.to_str().unwrap().to_string();
    let (directory, journal) = (text(directory), text(held.path().join("decisions.journal")));
    (held, directory, journal)
}

/// Records the sample: its risks and its open incidents.
fn record(journal: &str) {
    for command in ["assess", "route"] {
        let plain = run(&[&[command], DAY.as_slice()].concat());
        let told = run(&[&[command, "--journal", journal], DAY.as_slice()].concat());
        assert_eq!((told.code, told.out, told.err), (plain.code, plain.out, plain.err), "{command}");
    }
}

#[test]
fn what_was_recorded_is_reproduced() {
    let (_held, _, journal) = lowered("level = 9  ");
    record(&journal);
    let once = fs::metadata(&journal).unwrap().len();
    let (code, found) = json(&["replay", &journal]);
    assert_eq!(code, 0);
    assert_eq!(keys(&found), ["different", "different_in_all", "journal", "notes", "policy", "reproduced"]);
    let told = &found["journal"];
    assert_eq!(
        keys(told),
        [
            "damaged",
            "damaged_in_all",
            "decisions",
            "interrupted",
            "interrupted_in_all",
            "policies",
            "records"
        ]
    );
    assert_eq!(keys(&told["policies"][0]), ["digest", "name", "version"]);
    assert_eq!((&found["policy"], told["policies"].as_array().unwrap().len()), (&Value::Null, 1));
    let risks = json(&[&["assess"], DAY.as_slice()].concat()).1["risks"].as_array().unwrap().len();
    let incidents = json(&[&["route"], DAY.as_slice()].concat()).1["incidents"].as_array().unwrap().len();
    assert_eq!(
        (&told["decisions"], &found["reproduced"]),
        (&(risks + incidents).into(), &(risks + incidents).into())
    );
    assert_eq!(told["records"], risks + incidents + 1);

    // The policy is written once, for as long as it decides.
    record(&journal);
    let twice = fs::metadata(&journal).unwrap().len();
    let blob = u64::try_from(plimsoll::Organisation::sample().blob().len()).unwrap();
    assert!(twice - once < once - blob + 8, "{once} bytes, then {twice}");
    for policy in [None, Some(sample().to_str().unwrap().to_string())] {
        let given: Vec<&str> = policy.iter().flat_map(|policy| ["--policy", policy]).collect();
        let told = run(&[&["replay", &journal], given.as_slice()].concat());
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
        let all = 2 * (risks + incidents);
        assert!(
            told.out.ends_with(&format!(
                "\n{all} decisions: {all} as recorded, 0 otherwise; 0 damaged stretches\n"
            )),
            "{}",
            told.out
        );
    }
}

/// A limit that is lower by one: what replay lists is what `diff --register` lists, and what two assessments differ in.
#[test]
fn another_policy_changes_what_diff_and_two_assessments_say() {
    let (_held, other, journal) = lowered("level = 8  ");
    record(&journal);
    let (code, found) = json(&["replay", &journal, "--policy", &other]);
    assert_eq!(code, 1);
    assert_eq!(found["policy"]["name"], "tallyharbour");
    assert_ne!(found["policy"]["digest"], found["journal"]["policies"][0]["digest"]);
    let different = found["different"].as_array().unwrap();
    let listed: Vec<&str> = different.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(found["different_in_all"], listed.len());

    let register = ["--register", sample().to_str().unwrap(), DAY[0], DAY[1]].map(String::from);
    let register: Vec<&str> = register.iter().map(String::as_str).collect();
    let (_, diff) = json(&[&["diff", sample().to_str().unwrap(), &other], register.as_slice()].concat());
    let entries = diff["register"].as_array().unwrap();
    assert_eq!(listed, entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect::<Vec<_>>());

    let assessed = |directory: &str| json(&[&["assess", directory], DAY.as_slice()].concat()).1;
    let (old, new) = (assessed(sample().to_str().unwrap()), assessed(&other));
    let parts = ["impact", "likelihood", "score", "band", "limit", "response", "within_limit"];
    let mut expected = Vec::new();
    for (was, is) in old["risks"].as_array().unwrap().iter().zip(new["risks"].as_array().unwrap()) {
        if parts.iter().any(|part| was[part] != is[part]) {
            expected.push((was, is));
        }
    }
    assert!(expected.len() > 10);
    assert_eq!(different.len(), expected.len());
    let policy = fs::read_to_string(sample().join("policy.toml")).unwrap();
    let line = policy.lines().position(|line| line.starts_with("level = ")).unwrap() + 1;
    for (one, (was, is)) in different.iter().zip(expected) {
        assert_eq!(keys(one), ["day", "forged", "id", "kind", "now", "offset", "recorded", "why"]);
        assert_eq!((&one["id"], &one["kind"], &one["day"]), (&was["id"], &"risk".into(), &DAY[1].into()));
        for part in parts {
            assert_eq!((&one["recorded"][part], &one["now"][part]), (&was[part], &is[part]), "{one}");
        }
        assert_eq!(one["forged"], false);
        let why = format!("now policy.toml:{line} [limit]: acceptance level of the organisation: 8");
        assert_eq!(one["why"], why);
    }
    let told = run(&["replay", &journal, "--policy", &other]);
    assert_eq!((told.code, told.err.as_str()), (1, ""));
    assert!(told.out.contains("limit 9 -> 8, within_limit true -> false"), "{}", told.out);
    // The blob of that policy says the same.
    let blob = format!("{journal}.blob");
    assert_eq!(run(&["build", &other, "-o", &blob]).code, 0);
    assert_eq!(json(&["replay", &journal, "--policy", &blob]), (1, found));
}

#[test]
fn damage_is_told_with_its_place() {
    let (_held, _, journal) = lowered("level = 9  ");
    record(&journal);
    let whole = json(&["replay", &journal]).1["reproduced"].as_u64().unwrap();
    let mut bytes = fs::read(&journal).unwrap();
    let end = bytes.len() - 3;
    bytes[end] ^= 4;
    fs::write(&journal, &bytes).unwrap();
    let (code, found) = json(&["replay", &journal]);
    assert_eq!((code, &found["reproduced"]), (1, &(whole - 1).into()));
    let damaged = &found["journal"]["damaged"];
    assert_eq!(
        (keys(&damaged[0]), &found["journal"]["damaged_in_all"]),
        (vec!["bytes", "offset", "what"], &1.into())
    );
    let (at, length) = (damaged[0]["offset"].as_u64().unwrap(), damaged[0]["bytes"].as_u64().unwrap());
    assert_eq!(at + length + 1, u64::try_from(bytes.len()).unwrap());
    assert_eq!(damaged[0]["what"], "the checksum does not match");
    let told = run(&["replay", &journal]);
    assert_eq!((told.code, told.err.as_str()), (1, ""));
    assert!(
        told.out.contains("the checksum does not match") && told.out.ends_with("; 1 damaged stretch\n"),
        "{}",
        told.out
    );
}

/// A record that was cut off is told, before and after the next command appends, and is not held against the journal.
#[test]
fn an_interrupted_writer_is_told_and_is_no_damage() {
    let (_held, _, journal) = lowered("level = 9  ");
    record(&journal);
    let mut bytes = fs::read(&journal).unwrap();
    let length = bytes.len();
    bytes.truncate(length - 20);
    let offset = bytes.iter().rposition(|byte| *byte == 0).unwrap() + 1;
    fs::write(&journal, &bytes).unwrap();
    let torn = serde_json::json!([{ "offset": offset, "bytes": bytes.len() - offset }]);
    for _ in 0..2 {
        let (code, found) = json(&["replay", &journal]);
        let told = &found["journal"];
        assert_eq!((code, &told["interrupted"], &told["interrupted_in_all"]), (0, &torn, &1.into()));
        assert_eq!((&told["damaged_in_all"], &found["different_in_all"]), (&0.into(), &0.into()));
        let told = run(&["replay", &journal]);
        let sentence = format!(
            "a writer was interrupted, and nothing that it had acknowledged is lost, at {offset} ({} bytes)\n",
            bytes.len() - offset
        );
        assert!(told.code == 0 && told.out.contains(&sentence), "{}", told.out);
        record(&journal);
    }
}

#[test]
fn what_is_no_journal_ends_with_2_and_is_not_written_to() {
    let (held, other, journal) = lowered("level = 9  ");
    let (table, missing) = (format!("{other}/risks.csv"), format!("{journal}.none"));
    let directory = held.path().to_str().unwrap();
    fs::write(&journal, "").unwrap();
    assert_eq!(json(&["replay", &journal]).0, 0, "nothing was decided");
    let before = fs::read(&table).unwrap();
    let bad: [&[&str]; 9] = [
        &["replay", &missing],
        &["replay", &table],
        &["replay", directory],
        &["replay", &journal, "--policy", &missing],
        &["replay", &journal, "--policy", &table],
        &["assess", "--journal", &table],
        &["assess", "--journal", directory],
        &["route", "--journal", &table],
        &["route", "--journal", "nowhere/at/all"],
    ];
    for arguments in bad {
        let told = run(arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}: {}", told.err);
        assert!(told.err.contains("help"), "{arguments:?}: {}", told.err);
        let told = run(&[&["--format", "json"], arguments].concat());
        let errors: Value = serde_json::from_str(&told.err).unwrap();
        assert_eq!((told.code, told.out.as_str(), &errors["total"]), (2, "", &1.into()), "{arguments:?}");
    }
    let both = run(&["--format", "json", "replay", &missing, "--policy", &missing]);
    assert_eq!(serde_json::from_str::<Value>(&both.err).unwrap()["total"], 2);
    assert_eq!(fs::read(&table).unwrap(), before);
    for arguments in [["replay"].as_slice(), &["replay", &journal, "--policy"]] {
        assert_eq!(run(arguments).code, 2);
    }
}

/// A journal with sound checksums and words that no terminal is to obey.
#[test]
fn hostile_records_do_not_reach_the_terminal() {
    let policy = Policy::new(SMALL, "");
    let blob = fs::read(policy.blob(true)).unwrap();
    let facts = RiskFacts { values: [u16::MAX; 48], ..RiskFacts::default() };
    let mut outcome = plimsoll_core::Policy::verify(&blob).unwrap().assess(&facts);
    (outcome.band.0, outcome.score.0) = (u8::MAX, u8::MAX);
    let id_of = PolicyId::of(&blob).unwrap();
    let hostile =
        Record::Risk(Entry { policy: id_of, day: Day(i32::MIN), id: Id::Text(HOSTILE), facts, outcome });
    let journal = policy.path.with_extension("journal");
    let mut buffer = vec![0; MAX_FRAME];
    fs::write(&journal, hostile.write(&mut buffer).unwrap()).unwrap();
    let journal = journal.to_str().unwrap();
    let told = run(&["replay", journal]);
    assert_eq!(told.code, 2, "its policy is not there");
    is_harmless(&told);
    let told = run(&["replay", journal, "--policy", policy.text()]);
    assert_eq!(told.code, 1);
    is_harmless(&told);
    assert!(told.out.contains("-5877641-06-23") && told.out.contains("score 255 -> "), "{}", told.out);
    let id = format!("{HOSTILE}\u{2028}\u{200b}\u{7f}\u{e0041}\"\\é");
    let hostile = Record::Risk(Entry { policy: id_of, day: Day(0), id: Id::Text(&id), facts, outcome });
    fs::write(journal, hostile.write(&mut buffer).unwrap()).unwrap();
    let arguments = ["--format", "json", "replay", journal, "--policy", policy.text()];
    let told = run(&arguments);
    is_harmless(&told);
    assert!(told.out.contains("\\u202e\\u2028\\u200b\\u007f\\udb40\\udc41\\\"\\\\é"), "{}", told.out);
    let found: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, &found["different"][0]["id"]), (1, &id.into()));
}

/// What was decided under a policy without names is told by position, and a record that the policy did not make is marked.
#[test]
fn without_names_positions_are_told() {
    let policy = Policy::new(SMALL, "");
    let blob = fs::read(policy.blob(false)).unwrap();
    let nameless = plimsoll_core::Policy::verify(&blob).unwrap();
    assert!(nameless.names().is_none());
    let (id_of, day) = (PolicyId::of(&blob).unwrap(), Day(0));
    let facts = RiskFacts::default();
    let mut outcome = nameless.assess(&facts);
    outcome.score.0 ^= 1;
    let risk = Record::Risk(Entry { policy: id_of, day, id: Id::Number(1), facts, outcome });
    let facts = IncidentFacts::default();
    let mut route = nameless.route(&facts);
    (route.consult.0, route.next) = (0b110, Some(TeamId(2)));
    let incident = Record::Incident(Entry { policy: id_of, day, id: Id::Number(2), facts, outcome: route });
    let journal = policy.path.with_extension("journal");
    let parts = PolicyPart::all(id_of, &blob, 1 << 16).map(Record::Policy);
    let mut buffer = vec![0; MAX_FRAME];
    let frames: Vec<u8> = parts
        .chain([risk, incident])
        .flat_map(|record| record.write(&mut buffer).unwrap().to_vec())
        .collect();
    fs::write(&journal, frames).unwrap();
    let (code, found) = json(&["replay", journal.to_str().unwrap()]);
    let [risk, incident] = [&found["different"][0], &found["different"][1]];
    assert_eq!((code, &risk["forged"], &incident["forged"]), (1, &true.into(), &true.into()));
    assert_eq!(risk["recorded"]["band"], format!("band {}", outcome.band.0));
    let recorded = &incident["recorded"];
    assert_eq!(recorded["target"], format!("team {}", route.target.0));
    assert_eq!(recorded["channel"], format!("channel {}", route.channel));
    assert_eq!(
        (&recorded["next"], &recorded["consult"]),
        (&"team 2".into(), &serde_json::json!(["role 1", "role 2"]))
    );
}
