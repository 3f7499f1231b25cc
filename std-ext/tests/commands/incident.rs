//! `incident`: the commands that write records, and what they leave as it was.

use crate::{json, run, sample};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

pub(super) const INCIDENTS: &str = "incidents.csv";
pub(super) const HANDLING: &str = "handling.csv";

/// A copy of the sample, without rules, so that the policy compiles quickly.
pub(super) struct Copy {
    _held: TempDir,
    pub(super) path: PathBuf,
}

impl Copy {
    pub(super) fn new() -> Self {
        let held = TempDir::new().unwrap();
        let path = held.path().join("firm");
        fs::create_dir(&path).unwrap();
        for entry in fs::read_dir(sample()).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                fs::copy(entry.path(), path.join(entry.file_name())).unwrap();
            }
        }
        let policy = fs::read_to_string(path.join("policy.toml")).unwrap();
        let (policy, _) = policy.split_once("[[invariant]]").unwrap();
        fs::write(path.join("policy.toml"), policy).unwrap();
        Self { _held: held, path }
    }

    pub(super) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path.join(name)).unwrap()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path.join(name), text).unwrap();
    }

    /// Every file, byte for byte.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(&self.path).unwrap().map(Result::unwrap);
        let bytes = |entry: fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default())
        };
        entries.map(bytes).collect()
    }

    /// `incident STEP DIR ...`
    pub(super) fn arguments(&self, words: &str) -> Vec<String> {
        let mut words: Vec<String> = words.split_whitespace().map(|word| word.replace('~', " ")).collect();
        words.insert(1, self.path.to_str().unwrap().to_owned());
        words.insert(0, "incident".to_owned());
        words
    }

    pub(super) fn step(&self, words: &str) -> crate::Run {
        run(&self.arguments(words).iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(super) fn done(&self, words: &str) -> String {
        let run = self.step(words);
        assert!(run.code == 0 && !run.err.contains("error: "), "{words}\n{}", run.err);
        run.out
    }

    /// What reading says: the exit code, and what is wrong.
    pub(super) fn read(&self) -> (i32, String) {
        let run = run(&["route", self.path.to_str().unwrap(), "--as-of", "2026-11-30"]);
        (run.code, run.err)
    }
}

pub(super) const OPEN: &str =
    "open --id I33 --segment client --kind database --facet region=emea --facet unit=sales --date 2026-11-17";

#[test]
fn an_incident_is_opened_passed_on_assigned_and_resolved() {
    let copy = Copy::new();
    let (incidents, handling) = (copy.text(INCIDENTS), copy.text(HANDLING));
    let out = copy.done(&format!("{OPEN} --priority low --risk R70 --security --note said~\"so\",~twice"));
    assert!(out.starts_with("written: incidents.csv, handling.csv\nI33: database, raised by client, priority low, at level 1\n"), "{out}");
    assert_eq!(
        copy.text(INCIDENTS),
        format!("{incidents}I33,client,database,2026-11-17,low,yes,,,,R70,emea,sales,,,,,,\n")
    );
    let way = "I33,2026-11-17,opened,client,,,\"said \"\"so\"\", twice\"\n";
    assert_eq!(copy.text(HANDLING), format!("{handling}{way}"));

    // The policy sends what concerns a database straight to level 3.
    copy.done("pass I33 --by level_1 --date 2026-11-17");
    let row = "I33,client,database,2026-11-17,low,yes,,3,,R70,emea,sales,,,,,,\n";
    assert_eq!(copy.text(INCIDENTS), format!("{incidents}{row}"));
    let way = format!("{way}I33,2026-11-17,passed,level_1,level_3,,\n");
    assert_eq!(copy.text(HANDLING), format!("{handling}{way}"));

    let out = copy.done("assign I33 --to Head~of~Platform --by level_3 --date 2026-11-18");
    assert!(out.starts_with("written: handling.csv\n"), "{out}");
    assert!(out.contains("\nnow with Head of Platform, at level 3\n"), "{out}");
    assert_eq!(copy.text(INCIDENTS), format!("{incidents}{row}"), "a person stays on the level");
    let way = format!("{way}I33,2026-11-18,assigned,level_3,Head of Platform,,\n");
    assert_eq!(copy.text(HANDLING), format!("{handling}{way}"));

    // From level 3 on, where the policy says what is next, and then the end.
    copy.done("pass I33 --by level_3 --date 2026-11-19");
    assert!(copy.text(HANDLING).ends_with("I33,2026-11-19,passed,level_3,research_development,,\n"));
    assert_eq!(copy.step("pass I33 --by research_development --date 2026-11-19").code, 2);

    let resolve = ["incident", "resolve", copy.path.to_str().unwrap(), "I33"];
    let rest = ["--by", "research_development", "--cost", "10.5", "--loss", "3", "--outage-minutes", "4"];
    let (code, found) = json(&[&resolve[..], &rest, &["--date", "2026-11-20"]].concat());
    assert_eq!((code, &found["written"]), (0, &serde_json::json!([INCIDENTS, HANDLING])));
    assert_eq!(found["as_of"], "2026-11-20");
    let incident = &found["incidents"][0];
    assert_eq!((&incident["id"], &incident["assigned"]), (&"I33".into(), &"research_development".into()));
    let events: Vec<&str> =
        incident["way"].as_array().unwrap().iter().map(|step| step["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["opened", "passed", "assigned", "passed", "resolved"]);
    let row = "I33,client,database,2026-11-17,low,yes,,4,,R70,emea,sales,2026-11-20,research_development,4,4,10.50,3.00\n";
    assert_eq!(copy.text(INCIDENTS), format!("{incidents}{row}"));
    assert_eq!(copy.read(), (0, String::new()));
}

#[test]
fn what_fails_leaves_every_file_as_it_was() {
    let copy = Copy::new();
    let before = copy.files();
    for (words, said) in [
        ("open --id I01 --segment client --kind other", "is the id of an incident already"),
        ("open --id ~I01~ --segment client --kind other", "is the id of an incident already"),
        ("open --id i01 --segment client --kind other --facet region=emea", "looks like the id"),
        ("open --id ~ --segment client --kind other --facet region=emea", "an id is needed"),
        ("open --id I\u{1b}33 --segment client --kind other", "can't be seen"),
        ("open --id I33 --segment clint --kind other --facet region=emea", "is not a segment"),
        ("open --id I33 --segment client --kind othr --facet region=emea", "is not a kind of incident"),
        ("open --id I33 --segment client --kind other --facet region=mars", "is not a value of the facet"),
        ("open --id I33 --segment client --kind other --facet colour=red", "has no column `colour`"),
        ("open --id I33 --segment client --kind other --facet level=4", "is not a facet"),
        ("open --id I33 --segment client --kind other --facet region", "NAME=VALUE"),
        ("open --id I33 --segment client --kind other --risk R99", "is not the id of a risk"),
        ("open --id I33 --segment client --kind other --priority soon", "is not a level"),
        ("open --id I33 --segment client --kind other --rights 9", "is more than anyone has"),
        ("open --id I33 --segment client --kind other --date 2026-02-30", "no such day"),
        (
            "open --id I33 --segment client --kind other --facet region=emea --date 9999-12-31",
            "is later than today",
        ),
        ("resolve I29 --by level_2 --date 9999-12-31", "is later than today"),
        (
            "open --id I33 --segment client --kind other --facet region=emea --facet unit=sales --facet Region=apac",
            "is a facet that is given twice",
        ),
        ("assign I25 --to P22 --by x --date 2026-11-01", "left before, on 2026-10-31"),
        (
            "open --id I33 --segment client --kind other --facet region=emea --note \u{202e}",
            "holds the control character",
        ),
        ("assign I99 --to level_2 --by x", "there is no incident with this id"),
        ("assign I25 --to levle_2 --by x", "did you mean `level_2`?"),
        ("assign I25 --to level_1 --by x", "class 1 does not"),
        ("assign I25 --to level_2 --by ~", "is empty; it must be given"),
        ("pass I20 --to level_2 --by x", "level 3 has it"),
        ("pass I29 --to level_3 --by x --date 2026-11-12", "is before the step on line"),
        ("pass I15 --by x", "is at the end of the escalation"),
        ("resolve I01 --by level_1", "was resolved on 2024-07-03"),
        ("resolve I29 --by level_2 --date 2026-11-11", "is before"),
        ("resolve I29 --by level_2 --cost -1", "not negative"),
        ("resolve I29 --by level_2 --loss 99999999999999999999", "too large"),
        ("resolve I99 --by level_2", "there is no incident with this id"),
    ] {
        let run = copy.step(words);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{words}");
        let told = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{words}: {said}\n{}", run.err);
        assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{words}");
        assert!(copy.files() == before, "{words}");
    }
    // A directory that is wrong is not written to at all.
    copy.write("people.csv", "id,name\nP1,\n");
    let before = copy.files();
    assert_eq!(copy.step(OPEN).code, 2);
    assert!(copy.files() == before);
}

#[test]
fn whatever_is_acknowledged_at_once_is_there() {
    let copy = Copy::new();
    let ids: Vec<String> = (100..112).map(|number| format!("N{number}")).collect();
    let words = |id: &String| format!("open --id {id} --segment client --kind other --facet region=emea");
    let done: Vec<&String> = std::thread::scope(|scope| {
        let open = |id| {
            let copy = &copy;
            (id, scope.spawn(move || copy.step(&words(id)).code))
        };
        let running: Vec<_> = ids.iter().map(open).collect();
        running.into_iter().filter_map(|(id, run)| (run.join().unwrap() == 0).then_some(id)).collect()
    });
    assert_eq!(done.len(), ids.len());
    for name in [INCIDENTS, HANDLING] {
        let text = copy.text(name);
        let mut there: Vec<&str> = text.lines().filter_map(|line| line.split(',').next()).collect();
        there.retain(|id| id.starts_with('N'));
        there.sort_unstable();
        assert_eq!(there, ids, "{name}");
    }
    assert_eq!(copy.files().len(), Copy::new().files().len(), "nothing is left beside");
}

#[test]
fn a_lock_that_a_kill_left_is_told_with_what_to_do() {
    let copy = Copy::new();
    copy.write(".plimsoll.lock", "4711");
    let before = copy.files();
    let run = copy.step(OPEN);
    let told = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((run.code, copy.files() == before), (2, true));
    assert!(told.contains("process 4711") && told.contains("remove the file"), "{}", run.err);
    fs::remove_file(copy.path.join(".plimsoll.lock")).unwrap();
    copy.done(OPEN);
}

#[test]
fn bytes_that_were_there_stay() {
    let copy = Copy::new();
    // A byte order mark, CR and LF, quotes that need not be, a column of remarks, blank lines, and no line end at the end.
    let text = "\u{feff}\"id\",note,segment,kind,opened,resolved,level,region,resolved_by\r\n\
                \"I1\",\" a, \"\"b\"\"\r\nc \",client,other,2026-01-01,,\"2\",emea,\r\n\r\n\
                I2,'=x, system ,other,2026-01-02,,,emea,";
    copy.write(INCIDENTS, text);
    // The way of an incident that had none starts where it is; that level needs a column, which is not there.
    copy.write(HANDLING, "by,event,date,incident,to\rx,opened,2026-01-02,I2,\r");
    let before = copy.files();
    let run = copy.step("pass I1 --to level_3 --by level_2 --date 2026-01-03");
    assert!(run.code == 2 && run.err.contains("handling.csv: has no column `level`"), "{}", run.err);
    assert!(copy.files() == before);
    let header = "by,event,date,incident,to,level\r";
    let opened = "x,opened,2026-01-02,I2,,\r";
    copy.write(HANDLING, &format!("{header}{opened}"));
    copy.done("pass I1 --to level_3 --by level_2 --date 2026-01-03");
    let passed = text.replace("\"2\",emea", "\"3\",emea");
    assert_eq!(copy.text(INCIDENTS), passed);
    let steps = "client,opened,2026-01-01,I1,,2\rlevel_2,passed,2026-01-03,I1,level_3,\r";
    assert_eq!(copy.text(HANDLING), format!("{header}{opened}{steps}"));
    copy.write(INCIDENTS, text);
    copy.write(HANDLING, &format!("{header}{opened}"));
    copy.done("resolve I2 --by level_1 --date 2026-01-04");
    let resolved = text.replace("2026-01-02,,,emea,", "2026-01-02,2026-01-04,,emea,level_1");
    assert_eq!(copy.text(INCIDENTS), resolved);
    copy.done("open --id I3 --segment system --kind other --facet region=apac --date 2026-01-05");
    assert_eq!(copy.text(INCIDENTS), format!("{resolved}\r\nI3,,system,other,2026-01-05,,,apac,\r\n"));
    let way = "x,opened,2026-01-02,I2,,\rlevel_1,resolved,2026-01-04,I2,,\rsystem,opened,2026-01-05,I3,,\r";
    assert_eq!(copy.text(HANDLING), format!("{header}{way}"));
}

#[test]
fn columns_that_a_value_needs_are_asked_for_and_files_are_made() {
    let copy = Copy::new();
    copy.write(INCIDENTS, "id,segment,kind,opened,region\nI1,client,other,2026-01-01,emea\n");
    copy.write(HANDLING, "incident,date,event,by,to,level,note\n");
    let before = copy.files();
    for (words, said) in [
        ("pass I1 --by x --to level_2 --date 2026-01-02", "has no column `level`"),
        ("resolve I1 --by x --date 2026-01-02", "has no column `resolved`, `resolved_by`"),
    ] {
        let run = copy.step(words);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(said), "{words}\n{}", run.err);
        assert!(copy.files() == before);
    }
    fs::remove_file(copy.path.join(INCIDENTS)).unwrap();
    fs::remove_file(copy.path.join(HANDLING)).unwrap();
    copy.done(OPEN);
    let header = "id,segment,kind,opened,priority,security,complex,level,rights,risk,resolved,resolved_by,resolved_at_level,outage_minutes,cost,loss,region,unit\n";
    assert_eq!(
        copy.text(INCIDENTS),
        format!("{header}I33,client,database,2026-11-17,,,,,,,,,,,,,emea,sales\n")
    );
    assert_eq!(
        copy.text(HANDLING),
        "incident,date,event,by,to,level,note\nI33,2026-11-17,opened,client,,,\n"
    );
}

#[test]
fn a_kill_between_the_two_files_leaves_what_can_be_read_or_says_how_to_mend_it() {
    for (words, said) in [
        (OPEN, ""),
        ("pass I29 --to level_3 --by level_2 --date 2026-11-20", "add the step that is missing here"),
        ("resolve I29 --by level_2 --date 2026-11-20", "add a step `resolved` on 2026-11-20 by level_2"),
        // An incident without a way may be ahead of one.
        ("resolve I30 --by level_2 --date 2026-11-20", ""),
    ] {
        let copy = Copy::new();
        let before = copy.text(HANDLING);
        copy.done(words);
        let after = copy.text(HANDLING);
        copy.write(HANDLING, &before);
        let (code, told) = copy.read();
        assert_eq!(code, if said.is_empty() { 0 } else { 2 }, "{words}: {told}");
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{words}: {told}");
        copy.write(HANDLING, &after);
        assert_eq!(copy.read(), (0, String::new()), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let copy = Copy::new();
    let (link, real) = (copy.path.join(INCIDENTS), copy.path.join("incidents-2026"));
    fs::rename(&link, &real).unwrap();
    symlink("incidents-2026", &link).unwrap();
    let before = copy.files().len();
    fs::set_permissions(copy.path.join(HANDLING), fs::Permissions::from_mode(0o640)).unwrap();
    copy.done(OPEN);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("\nI33,"));
    assert_eq!(fs::metadata(copy.path.join(HANDLING)).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(copy.files().len(), before, "nothing is left beside");
    // A file that is made is for nobody who may not read the one beside it.
    fs::remove_file(copy.path.join(HANDLING)).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    copy.done("assign I29 --to level_3 --by level_2 --date 2026-11-20");
    assert_eq!(fs::metadata(copy.path.join(HANDLING)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn route_shows_the_way_and_who_solved_the_like() {
    let (code, found) = json(&["route", "--as-of", "2026-11-20"]);
    assert_eq!(code, 0);
    let of =
        |id: &str| found["incidents"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    let i20 = of("I20");
    assert_eq!(i20["assigned"], "data protection officer");
    assert_eq!(
        i20["way"][1],
        serde_json::json!(
            {"date": "2026-04-27", "event": "passed", "to": "level_3", "by": "level_1", "note": null}
        )
    );
    assert_eq!(
        i20["similar"],
        serde_json::json!([
            {"incident": "I10", "solver": "incident_duty_manager", "level": 4, "days": 25, "loss": "27000.00"},
            {"incident": "I22", "solver": "level_3", "level": 3, "days": 9, "loss": "0.00"},
        ])
    );
    assert_eq!(i20["earlier"], serde_json::json!({"incident": "I10", "solver": "incident_duty_manager"}));
    let i26 = of("I26");
    assert_eq!((&i26["assigned"], &i26["way"]), (&serde_json::Value::Null, &serde_json::json!([])));
    // Of steps that are yet to come, nothing is shown.
    let (_, then) = json(&["route", "I20", "--as-of", "2026-04-28"]);
    assert_eq!(then["incidents"][0]["assigned"], "level_3");
    let run = run(&["route", "--as-of", "2026-11-20"]);
    let line = "\nI20\n  so far: 2026-04-27 opened by client; 2026-04-27 passed to level_3 by level_1; ";
    assert!(run.out.contains(line), "{}", run.out);
    assert!(run.out.contains("\n  now with data protection officer, at level 3\n"), "{}", run.out);
    let line = "\n  like I10: solved by incident_duty_manager at level 4 in 25 days, loss 27000.00\n";
    assert!(run.out.contains(line), "{}", run.out);
}

#[test]
fn what_is_later_than_the_day_is_not_shown() {
    let copy = Copy::new();
    copy.done("resolve I29 --by level_2 --date 2026-11-20");
    let shown = |day| run(&["route", copy.path.to_str().unwrap(), "I29", "--as-of", day]).out;
    let (before, then) = (shown("2026-11-19"), shown("2026-11-20"));
    assert!(then.contains("\nit was resolved on 2026-11-20\n") && !then.contains("now with"), "{then}");
    assert!(then.contains("2026-11-20 resolved by level_2"), "{then}");
    assert!(before.contains("\nnow with level_2, at level 2\n"), "{before}");
    assert!(!before.contains("2026-11-20"), "{before}");
}

#[test]
fn the_way_tells_the_level_that_solved_where_no_column_does() {
    let copy = Copy::new();
    let incidents = "id,segment,kind,opened,level,region,resolved,resolved_by\n\
                     I1,client,other,2026-01-01,2,emea,2026-01-03,level_2\n\
                     I2,client,other,2026-01-01,3,emea,2026-01-04,Kim\n\
                     I3,client,other,2026-01-01,,emea,,\n";
    copy.write(INCIDENTS, incidents);
    let way = "I1,2026-01-01,opened,client,\nI1,2026-01-02,passed,level_1,level_2\nI1,2026-01-03,resolved,level_2,\n";
    copy.write(HANDLING, &format!("incident,date,event,by,to\n{way}"));
    let directory = copy.path.to_str().unwrap();
    let (code, found) = json(&["route", directory, "I3", "--as-of", "2026-11-20"]);
    let similar = found["incidents"][0]["similar"].as_array().unwrap();
    let levels: Vec<_> =
        similar.iter().map(|one| (one["incident"].as_str().unwrap(), &one["level"])).collect();
    assert_eq!((code, levels), (0, vec![("I2", &serde_json::Value::Null), ("I1", &serde_json::json!(2))]));
    let (code, found) = json(&["kpi", directory, "--by-level", "--as-of", "2026-11-20"]);
    let levels = found["levels"].as_array().unwrap().iter();
    let solved: Vec<_> = levels.map(|level| (level["level"].as_u64(), level["solved"].as_u64())).collect();
    assert_eq!((code, solved), (0, vec![(None, Some(1)), (Some(1), Some(0)), (Some(2), Some(1))]));
}
