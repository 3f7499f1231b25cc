//! Pages of the manual and completions, made from the description of the command line.

use super::{Run, json, keys, run};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The names of commands as the program's help lists them.
fn commands(arguments: &[&str]) -> Vec<String> {
    let help = run(&[arguments, &["--help"]].concat());
    let (_, listed) = help.out.split_once("Commands:\n").unwrap_or(("", ""));
    let lines = listed.lines().take_while(|line| !line.trim().is_empty());
    let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    named
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|name| name != "help")
        .collect()
}

/// Every page that there should be, found by asking each command for its help.
fn expected() -> BTreeSet<String> {
    let of = |words: &[&str]| format!("plimsoll-{}.1", words.join("-"));
    let outer = commands(&[]);
    assert!(outer.len() > 15, "{outer:?}");
    let inner =
        outer.iter().flat_map(|name| commands(&[name]).into_iter().map(move |inner| of(&[name, &inner])));
    let outer = outer.iter().map(|name| of(&[name]));
    outer.clone().chain(inner).chain(["plimsoll.1".to_owned()]).collect()
}

#[test]
fn every_command_has_a_page_with_its_options() {
    let held = TempDir::new().unwrap();
    let directory = held.path().join("share/man1");
    let written = run(&["man", directory.to_str().unwrap()]);
    assert_eq!((written.code, written.err.as_str()), (0, ""));
    let names = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let found: BTreeSet<String> = fs::read_dir(&directory).unwrap().map(names).collect();
    assert_eq!(found, expected());
    assert_eq!(written.out.lines().count(), found.len());
    let page = |name: &str| fs::read_to_string(directory.join(name)).unwrap();
    for name in &found {
        let text = page(name);
        for heading in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS"] {
            assert!(text.contains(heading), "{name}: {heading}");
        }
        assert!(text.contains("\\fB\\-\\-format\\fR"), "{name}");
    }
    let diff = page("plimsoll-diff.1");
    assert!(diff.contains("\\fB\\-\\-max\\fR"), "{diff}");
    let title = concat!(".TH plimsoll-diff 1  \"plimsoll ", env!("CARGO_PKG_VERSION"), "\"");
    assert!(diff.contains(title), "{diff}");
    assert!(page("plimsoll.1").contains("Exit codes: 0 fine"), "{}", page("plimsoll.1"));
    // The main page is the same on standard output, and writing again changes nothing.
    assert_eq!(run(&["man"]).out, page("plimsoll.1"));
    let again = run(&["man", directory.to_str().unwrap()]);
    assert_eq!((again.code, again.out), (0, written.out));
    assert_eq!(page("plimsoll-diff.1"), diff);
    let (_, told) = json(&["man", directory.to_str().unwrap()]);
    assert_eq!(
        (keys(&told), told["files"].as_array().unwrap().len()),
        (vec!["directory", "files"], found.len())
    );
    let (_, told) = json(&["man"]);
    assert_eq!((keys(&told), &told["text"]), (vec!["file", "text"], &page("plimsoll.1").into()));
}

/// What a command says beyond its first sentence is in its help and on its page.
#[test]
fn commands_say_all_that_is_said_of_them() {
    let held = TempDir::new().unwrap();
    assert_eq!(run(&["man", held.path().to_str().unwrap()]).code, 0);
    for (command, words) in [
        ("init", "Files that are there already are never touched"),
        ("incident", "If anything is wrong, nothing is written"),
        ("plan", "An exception does not bring a risk within its limit"),
        #[cfg(feature = "report")]
        ("report", "The page needs no network"),
        #[cfg(feature = "exchange")]
        ("import", "nothing is written where anything is wrong"),
        #[cfg(feature = "exchange")]
        ("export", "What a form has no place for is told"),
        #[cfg(feature = "exchange")]
        ("decide", "Without facts, the table is checked"),
        ("man", "are made from what"),
        ("completions", "For bash, for example"),
    ] {
        let help = run(&[command, "--help"]);
        let page = fs::read_to_string(held.path().join(format!("plimsoll-{command}.1"))).unwrap();
        for text in [help.out, page] {
            assert!(
                text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words),
                "{command}: {text}"
            );
        }
        let brief = run(&[command, "-h"]);
        assert!(!brief.out.contains(words), "{command}: {}", brief.out);
    }
}

/// Nothing that is no page is written over, and then none is written.
#[test]
fn what_is_no_page_stays() {
    let held = TempDir::new().unwrap();
    fs::write(held.path().join("plimsoll-kpi.1"), "mine").unwrap();
    fs::create_dir(held.path().join("plimsoll-plan.1")).unwrap();
    let Run { code, out, err } = run(&["man", held.path().to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("plimsoll-kpi.1: is there already, and is not a page of a manual"), "{err}");
    assert!(err.contains("plimsoll-plan.1: is there already, and is not a regular file"), "{err}");
    assert_eq!(fs::read_dir(held.path()).unwrap().count(), 2);
    let file = held.path().join("plimsoll-kpi.1");
    assert_eq!(run(&["man", file.to_str().unwrap()]).code, 2);
}

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (0, ""), "{shell}");
        for word in commands(&[]).iter().map(String::as_str).chain(["as-of", "budget"]) {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
        let (_, told) = json(&["completions", shell]);
        assert_eq!(
            (&told["shell"], told["script"].as_str().unwrap().trim_end()),
            (&shell.into(), script.out.trim_end())
        );
    }
    assert_eq!(run(&["completions", "cmd"]).code, 2);
    assert_eq!(run(&["completions"]).code, 2);
}

/// What bash would offer after some words.
#[test]
fn bash_offers_what_there_is() {
    let Ok(true) = Command::new("bash").args(["-c", "true"]).status().map(|status| status.success()) else {
        println!("SKIPPED: there is no bash here");
        return;
    };
    let held = TempDir::new().unwrap();
    let script = held.path().join("plimsoll.bash");
    fs::write(&script, run(&["completions", "bash"]).out).unwrap();
    let offered = |words: &str| {
        let ask = "set -eu; . \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); last=${COMP_WORDS[COMP_CWORD]}; \
                   before=${COMP_WORDS[COMP_CWORD - 1]}; _plimsoll plimsoll \"$last\" \"$before\" || true; echo \"${COMPREPLY[*]}\"";
        let mut bash = Command::new("bash");
        let output = bash.args(["-c", ask]).arg(&script).args(words.split(' ')).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(offered("plimsoll as"), "assess");
    assert_eq!(offered("plimsoll incident re"), "resolve");
    assert_eq!(offered("plimsoll plan --bu"), "--budget");
    assert_eq!(offered("plimsoll kpi --format j"), "json");
}
