//! Commands that record incidents and are killed, at every step of what they do.

use super::{PROGRAM, flat, shell};
use crate::incident::{Copy, HANDLING, INCIDENTS};
use crate::run;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const INTENT: &str = ".plimsoll.intent";
const LOCK: &str = ".plimsoll.lock";
const PASS: &str = "pass I29 --to level_3 --by level_2 --date 2026-11-20";

fn hex(bytes: &str) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file that says what the two are to become, byte for byte as it is documented.
fn intent(changes: [(&str, &str, &str); 2]) -> String {
    let entry = |(name, before, after): (&str, &str, &str)| {
        format!(
            "{{\"name\":\"{name}\",\"before\":\"{}\",\"after\":\"{}\",\"bytes\":{}}}",
            hex(before),
            hex(after),
            after.len()
        )
    };
    let entries = changes.map(entry).join(",");
    format!("{{\"format\":1,\"files\":[{entries}]}}\n{}{}", changes[0].2, changes[1].2)
}

/// Two copies, before a step and after it.
fn before_and_after() -> [[String; 2]; 2] {
    let copy = Copy::new();
    let both = || [copy.text(INCIDENTS), copy.text(HANDLING)];
    let before = both();
    copy.done(PASS);
    [before, both()]
}

/// At each step of replacing two files, readers see what is to be and say why, change nothing, and the next command completes it.
#[test]
fn what_a_kill_leaves_half_done_is_read_whole_and_completed() {
    let [old, new] = before_and_after();
    let intent = intent([(INCIDENTS, &old[0], &new[0]), (HANDLING, &old[1], &new[1])]);
    for (incidents, handling) in
        [(&old[0], &old[1]), (&new[0], &old[1]), (&old[0], &new[1]), (&new[0], &new[1])]
    {
        let copy = Copy::new();
        copy.write(INCIDENTS, incidents);
        copy.write(HANDLING, handling);
        copy.write(INTENT, &intent);
        copy.write(".handling.csv.4711.0.new", "half wri");
        let before = copy.files();
        let (code, said) = copy.read();
        assert_eq!(code, 0, "{said}");
        assert!(flat(&said).contains("incidents.csv and handling.csv are read as they will be"), "{said}");
        assert!(flat(&said).contains("remove .plimsoll.lock if it is there"), "{said}");
        let shown = run(&["route", copy.path.to_str().unwrap(), "I29", "--as-of", "2026-11-30"]).out;
        assert!(shown.contains("now with level_3, at level 3"), "{shown}");
        assert!(copy.files() == before, "who reads writes nothing");

        let step = copy.step("resolve I29 --by level_3 --date 2026-11-21");
        assert_eq!(step.code, 0, "{}", step.err);
        let mended = [(incidents, &new[0], INCIDENTS), (handling, &new[1], HANDLING)];
        for (was, is, name) in mended {
            let told = format!("{name}: now holds what a command had recorded that was killed");
            assert_eq!(flat(&step.err).contains(&told), was != is, "{name}: {}", step.err);
        }
        assert_eq!(copy.text(HANDLING), format!("{}I29,2026-11-21,resolved,level_3,,,\n", new[1]));
        assert_eq!(copy.read(), (0, String::new()));
        assert_eq!(copy.files().len(), Copy::new().files().len(), "nothing is left beside");
    }
}

/// Where somebody has changed a file since, or the intent is not as it was written, people decide; nothing is written or read.
#[test]
fn what_was_changed_since_a_kill_is_left_to_people() {
    let [old, new] = before_and_after();
    let sound = intent([(INCIDENTS, &old[0], &new[0]), (HANDLING, &old[1], &new[1])]);
    for (text, mine, said) in [
        (sound.clone(), true, "incidents.csv: was changed after a `plimsoll incident` was killed"),
        (
            sound.replace("level_3", "level_9"),
            false,
            ".plimsoll.intent: is not as `plimsoll incident` wrote it",
        ),
        (sound[..sound.len() - 1].to_owned(), false, ".plimsoll.intent: is not as"),
        (sound.replace("incidents.csv", "../elsewhere"), false, ".plimsoll.intent: is not as"),
        (sound.replace("\"incidents.csv\"", "\"policy.toml\""), false, ".plimsoll.intent: is not as"),
        (String::new(), false, ".plimsoll.intent: is not as"),
    ] {
        let copy = Copy::new();
        if mine {
            copy.write(INCIDENTS, &old[0].replace("I29,client", "I29,system"));
        }
        copy.write(INTENT, &text);
        let before = copy.files();
        let step = copy.step(PASS);
        for (code, told) in [copy.read(), (step.code, step.err)] {
            assert!(code == 2 && flat(&told).contains(said) && told.contains("help: "), "{code} {told}");
        }
        assert!(copy.files() == before);
        fs::remove_file(copy.path.join(INTENT)).unwrap();
        assert_eq!(copy.read().0, 0);
    }
    // What cannot be read is told as that.
    let copy = Copy::new();
    copy.write(INTENT, &sound);
    fs::remove_file(copy.path.join(INCIDENTS)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", copy.path.join(INCIDENTS)).unwrap();
    let (code, told) = copy.read();
    assert!(code == 2 && flat(&told).contains("incidents.csv: is a link that leads out"), "{told}");
    assert!(!told.contains("was changed after"), "{told}");
}

/// Killed after the last file was in place, with an edit since: the edit holds, and nothing is refused.
#[test]
fn what_was_edited_after_all_was_done_holds() {
    let [old, new] = before_and_after();
    let copy = Copy::new();
    let mine = new[0].replace("I29,client", "I29,system");
    assert_ne!(mine, new[0]);
    copy.write(INCIDENTS, &mine);
    copy.write(HANDLING, &new[1]);
    copy.write(INTENT, &intent([(INCIDENTS, &old[0], &new[0]), (HANDLING, &old[1], &new[1])]));
    let (code, said) = copy.read();
    assert!(code == 0 && flat(&said).contains("handling.csv is read as it will be"), "{code} {said}");
    copy.done("assign I29 --to level_3 --by level_2 --date 2026-11-20");
    assert_eq!(copy.text(INCIDENTS), mine);
    assert!(copy.text(HANDLING).starts_with(&new[1]));
    assert_eq!(copy.files().len(), Copy::new().files().len(), "nothing is left beside");
}

/// Whoever put it there: what cannot be read as registers never takes the place of what can.
#[test]
fn what_makes_no_sound_registers_is_not_written_over_those() {
    let [old, new] = before_and_after();
    let broken = new[1].replace("level_3", "level_9");
    for (name, before, after) in
        [(INCIDENTS, &old[0], "garbage"), (INCIDENTS, &old[0], ""), (HANDLING, &old[1], broken.as_str())]
    {
        let copy = Copy::new();
        let other = if name == INCIDENTS { (HANDLING, &old[1]) } else { (INCIDENTS, &old[0]) };
        copy.write(INTENT, &intent([(name, before, after), (other.0, other.1, other.1)]));
        let files = copy.files();
        let step = copy.step(PASS);
        assert!(step.code == 2 && flat(&step.err).contains("the directory cannot be read"), "{}", step.err);
        assert!(step.err.contains("nothing was written"), "{}", step.err);
        assert!(copy.files() == files, "{name}");
    }
}

/// Whether there is a file whose name begins and ends so.
fn is_there(directory: &Path, start: &str, end: &str) -> bool {
    let names =
        fs::read_dir(directory).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    names.into_iter().any(|name| name.starts_with(start) && name.ends_with(end))
}

/// A command is killed as soon as the file of each of its steps is seen: the records are as they were or as they were to be, never
/// between, and what comes next works.
#[test]
fn a_kill_at_any_step_leaves_all_or_nothing() {
    let [old, new] = before_and_after();
    for (start, end) in [
        (LOCK, ""),
        (".incidents.csv.", ".new"),
        (".handling.csv.", ".new"),
        ("..plimsoll.intent.", ".new"),
        (INTENT, ""),
        (INTENT, ""),
        (INTENT, ""),
    ] {
        let copy = Copy::new();
        let mut child = Command::new(PROGRAM)
            .args([
                "incident",
                "pass",
                copy.path.to_str().unwrap(),
                "I29",
                "--to",
                "level_3",
                "--by",
                "level_2",
                "--date",
                "2026-11-20",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A step that is too quick to be seen is past once the command is done.
        while !is_there(&copy.path, start, end) && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        let shown = run(&["route", copy.path.to_str().unwrap(), "I29", "--as-of", "2026-11-30"]);
        assert_eq!(shown.code, 0, "{start}: {}", shown.err);
        let passed = shown.out.contains("now with level_3, at level 3");
        let made = copy.path.join(INTENT).exists();
        assert!(passed || !made, "{start}: once it is written down, it is so");
        drop(fs::remove_file(copy.path.join(LOCK)));
        let step = copy.step("assign I29 --to level_3 --by level_2 --date 2026-11-20");
        let text = copy.text(HANDLING);
        if passed {
            assert!(text.starts_with(&new[1]), "{start}: {text}");
            assert!(copy.text(INCIDENTS) == new[0], "{start}");
        } else {
            assert!(text.starts_with(&old[1]) && step.code == 0, "{start}: {text}\n{}", step.err);
        }
        assert_eq!(copy.files().len(), Copy::new().files().len(), "{start}: nothing is left beside");
    }
}

/// No room for the second file, or for what says what both become: nothing has changed, also where the signal kills.
#[test]
fn without_room_nothing_is_recorded() {
    // In blocks of 512 bytes: `incidents.csv` has about 3,000 bytes, the intent twice as many.
    for blocks in [1, 5, 9] {
        for (ignore, code) in [("trap '' XFSZ;", Some(2)), ("", None)] {
            let copy = Copy::new();
            let before = copy.files();
            let script = format!("{ignore} ulimit -f {blocks}; exec \"$0\" \"$@\"");
            let words = [
                "incident",
                "pass",
                copy.path.to_str().unwrap(),
                "I29",
                "--to",
                "level_3",
                "--by",
                "level_2",
                "--date",
                "2026-11-20",
            ];
            let output = shell(&script, &words);
            assert_eq!(output.status.code(), code, "{blocks} {ignore}");
            if code.is_some() {
                let said = String::from_utf8(output.stderr).unwrap();
                assert!(flat(&said).contains("File too large") && said.contains("help: make room"), "{said}");
                assert!(copy.files() == before, "{blocks}");
            } else {
                assert_eq!(
                    (copy.text(INCIDENTS).into_bytes(), copy.text(HANDLING).into_bytes()),
                    (before[INCIDENTS].clone(), before[HANDLING].clone())
                );
                fs::remove_file(copy.path.join(LOCK)).unwrap();
                assert_eq!(copy.read(), (0, String::new()));
                copy.done(PASS);
                assert_eq!(copy.files().len(), before.len(), "what was left beside is removed");
            }
        }
    }
}
