//! The rule files of `tests/cases/rules`, which between them use the whole language.

use crate::compare::{Effort, agree, compiled};
use crate::world::draft;
use plimsoll_tests::draw::Draw;
use std::fs;
use std::path::PathBuf;

const EFFORT: Effort = Effort { all: 50_000, random: 10_000, paths: 5_000 };

fn files() -> Vec<(String, String)> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases/rules");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(directory).expect("the cases").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(path).expect("a rule file"))
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn written_rules_do_what_the_interpreter_does() {
    let (draft, files) = (draft(), files());
    assert!(files.len() >= 10, "{} files", files.len());
    for (name, text) in files {
        let compiled = compiled(&draft, &text);
        assert!(compiled.faults.is_empty(), "{name}: {:?}", compiled.faults);
        let met = agree(&draft, &text, compiled, EFFORT).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!("{name}: {met:?}");
        assert!(met.points > 100 && met.proposals > met.points / 4, "{name}: {met:?}");
    }
}

/// The same rules with the ends of lines of another system, and with everything pushed down and to the right.
#[test]
fn lines_are_counted_whatever_their_ends() {
    let draft = draft();
    let effort = Effort { all: 300, random: 100, paths: 0 };
    let draw = Draw::seeded(9);
    for (name, text) in files() {
        let pushed: String =
            text.lines().map(|line| format!("{}{line}\n", "\n".repeat(draw.below(2)))).collect();
        for text in [text.replace('\n', "\r\n"), text.replace("    ", "\t"), pushed] {
            let compiled = compiled(&draft, &text);
            assert!(compiled.faults.is_empty(), "{name}: {:?}", compiled.faults);
            agree(&draft, &text, compiled, effort).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

/// Twelve rules that have nothing to do with each other: as one function they would be paths in the thousands.
#[test]
fn twelve_independent_rules_take_little_room() {
    let conditions = [
        "risk.impact > 3",
        "risk.likelihood > 3",
        "risk.confidentiality == \"high\"",
        "risk.integrity == \"high\"",
        "risk.age_days > 365",
        "risk.region == \"apac\"",
        "risk.unit in [\"sales\", \"research\"]",
        "risk.origin == \"external\"",
        "risk.orientation <= 2",
        "risk.threat_class == \"deliberate\"",
        "risk.pci && !risk.reviewed",
        "risk.balance < -2",
    ];
    let rule = |(number, condition): (usize, &&str)| {
        format!(
            "fn rule_{number:02}(risk) {{ if {condition} {{ raise(1, \"condition {number} holds\"); }} }}\n"
        )
    };
    let text: String = conditions.iter().enumerate().map(rule).collect();
    let draft = draft();
    let compiled = compiled(&draft, &text);
    assert_eq!((compiled.faults.len(), compiled.rules.len()), (0, 12));
    let met = agree(&draft, &text, compiled, Effort { all: 0, random: 2_000, paths: 100 }).unwrap();
    println!("twelve rules take {} bytes", met.bytes);
    assert!(met.bytes < 4096, "{} bytes", met.bytes);
}
