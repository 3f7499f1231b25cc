//! Words from strangers, which no terminal is to obey.

use super::{Policy, RULE, Run, SMALL, run};
use plimsoll_core::facet::Facet;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, Reason, Row};
use plimsoll_core::table::Condition;
use std::fs;
use tempfile::TempDir;

/// What no terminal is to obey: colours, a title, a bell, and letters from right to left.
pub(super) const HOSTILE: &str = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\u{202e}";

pub(super) fn is_harmless(told: &Run) {
    for written in [&told.out, &told.err] {
        let raw = |letter: &char| {
            (letter.is_control() && *letter != '\n')
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..)
        };
        assert_eq!(written.chars().find(raw), None, "{written:?}");
    }
}

/// Words of a policy file that a terminal would obey are refused, and shown so that it does not.
#[test]
fn hostile_words_of_a_policy_file_are_refused() {
    let escaped = "\\u001b[31mred\\u001b]0;title\\u0007\\u009b2J\\u202e";
    let policy = SMALL.replace("\"apac\"", &format!("\"apac{escaped}\""));
    let hostile = Policy::new(&policy, "");
    for arguments in [["check", hostile.text(), "--format=text"], ["diff", hostile.text(), hostile.text()]] {
        let told = run(&arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.err);
        assert!(told.err.contains("cannot be seen"), "{}", told.err);
        is_harmless(&told);
    }
    let reason = RULE.replace("\"far\"", "\"far\\x1b[31m\\x07\"").replace("raise(2", "raise(9");
    let hostile = Policy::new(SMALL, &reason);
    is_harmless(&run(&["check", hostile.text()]));
    is_harmless(&run(&["diff", hostile.text(), hostile.text()]));
}

/// Names of files are told, too.
#[test]
fn hostile_names_of_files_do_not_reach_the_terminal() {
    let policy = Policy::new(SMALL, "");
    let file = policy.path.join("rules").join(format!("far{HOSTILE}.rhai"));
    fs::write(file, RULE.replace("raise(2", "raise(9")).unwrap();
    let old = Policy::new(SMALL, "");
    for arguments in [["check", policy.text(), "--format=text"], ["diff", old.text(), policy.text()]] {
        let told = run(&arguments);
        assert!(told.code < 3 && (told.out + told.err.as_str()).contains("far"), "{arguments:?}");
        is_harmless(&run(&arguments));
    }
    let missing = policy.path.join(HOSTILE);
    let missing = missing.to_str().unwrap();
    is_harmless(&run(&["check", missing]));
    is_harmless(&run(&["diff", policy.text(), missing]));
    is_harmless(&run(&["diff", policy.text(), policy.text(), "--register", missing]));
}

/// Nobody reads a blob before it is compared: what it names is told harmlessly.
#[test]
fn hostile_words_of_a_blob_do_not_reach_the_terminal() {
    let held = TempDir::new().unwrap();
    let blob = |level: u8, label: &str| {
        let mut draft = Draft::standard();
        draft.name = format!("small{HOSTILE}");
        draft.acceptance_level = 9;
        draft.acceptance_reason.text = format!("level{HOSTILE}");
        draft.acceptance_reason.source = format!("source{HOSTILE}");
        draft.bands[0].name = format!("low{HOSTILE}{level}");
        let labels = vec!["nordics".to_string(), format!("apac{HOSTILE}"), label.to_string()];
        draft.facets = vec![DraftFacet { name: "region".into(), domain: DraftDomain::Labels(labels) }];
        let when = vec![Condition::within(Facet::declared(0).unwrap(), 1..=1)];
        let reason = Reason { text: format!("far{HOSTILE}"), ..Reason::default() };
        draft.limits = vec![Row { when, then: level, reason }];
        draft.teams[0].name = format!("first{HOSTILE}");
        draft.routes.last_mut().unwrap().then.to = format!("first{HOSTILE}");
        draft.routes.last_mut().unwrap().then.channel = draft.channels[usize::from(level % 2)].clone();
        let path = held.path().join(format!("{level}.blob"));
        fs::write(&path, draft.compile().unwrap()).unwrap();
        path.to_str().unwrap().to_string()
    };
    let (old, new) = (blob(4, "emea"), blob(5, &format!("latam{HOSTILE}")));
    let told = run(&["diff", &old, &new]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    for word in ["apac", "latam", "far", "low", "channel: "] {
        assert!(told.out.contains(word), "{word}: {}", told.out);
    }
    is_harmless(&told);
    // JSON is for programs, which get the words as they are, but escaped: a terminal obeys none of them.
    let told = run(&["diff", &old, &new, "--format", "json"]);
    is_harmless(&told);
    assert!(told.out.contains("\\u001b") && told.out.contains("\\u009b2J\\u202e"), "{}", told.out);
    let found: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert!(found.to_string().contains('\u{202e}'), "nothing is lost");
}
