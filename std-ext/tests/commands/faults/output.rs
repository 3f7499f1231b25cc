//! Standard output that is full, closed, or has lost its reader.

use super::{Firm, PROGRAM, flat, opening, shell, told};
use crate::{Run, run};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

/// A run of every command that only reads, and what it needs.
fn readers(firm: &Firm) -> Vec<Vec<String>> {
    let (directory, blob, journal) = (firm.text().to_owned(), firm.blob(), firm.journal());
    let words = [
        "assess ~",
        "explain ~ R1",
        "gaps ~",
        "awareness ~",
        "route ~",
        "kpi ~",
        "plan ~",
        "forecast ~",
        "changes ~ --since 2026-01-01",
        "alignment ~",
        "check ~",
        "diff ~ ~",
        "inspect ^",
        "replay %",
    ];
    let known = |word: &str| match word {
        "~" => directory.clone(),
        "^" => blob.clone(),
        "%" => journal.clone(),
        other => other.into(),
    };
    words.into_iter().map(|words| words.split(' ').map(known).collect()).collect()
}

fn words(command: &[String]) -> Vec<&str> {
    command.iter().map(String::as_str).collect()
}

/// Every command says so, in either form, with what to do, and ends with 2.
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let firm = Firm::new();
    for command in readers(&firm) {
        let run = told(shell("exec \"$0\" \"$@\" > /dev/full", &words(&command)));
        assert_eq!(run.code, 2, "{command:?}");
        let said = "standard output: cannot be written to: No space left on device";
        assert!(flat(&run.err).contains(said) && run.err.contains("help: see where it leads"), "{}", run.err);
    }
    for command in [vec!["assess", firm.text()], vec!["inspect", &firm.blob()]] {
        let arguments = [&["--format", "json"], command.as_slice()].concat();
        let run = told(shell("exec \"$0\" \"$@\" > /dev/full", &arguments));
        let found: Value = serde_json::from_str(&run.err).unwrap();
        assert_eq!((run.code, &found["errors"][0]["file"]), (2, &"standard output".into()));
    }
    for word in ["--help", "--version"] {
        assert_eq!(shell("exec \"$0\" \"$@\" > /dev/full", &[word]).status.code(), Some(2), "{word}");
    }
}

/// What a command writes to files is written, whoever reads what it says: the code tells of what it says.
#[test]
fn files_are_written_where_standard_output_is_full() {
    let firm = Firm::new();
    let (blob, page) = (firm.beside("full.blob"), firm.beside("full.html"));
    let open = opening(firm.text());
    for arguments in [&["build", firm.text(), "-o", &blob][..], &["report", firm.text(), "-o", &page], &open]
    {
        let run = told(shell("exec \"$0\" \"$@\" > /dev/full", arguments));
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(flat(&run.err).contains("files that the command writes are written"), "{}", run.err);
    }
    assert_eq!(run(&["inspect", &blob]).code, 0);
    assert!(fs::read_to_string(page).unwrap().ends_with("</html>\n"));
    assert!(fs::read_to_string(firm.path.join("incidents.csv")).unwrap().contains("\nI2,"));
}

/// `plimsoll ... | head -n 1`: nothing is said of it, and the code is what it would have been.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let firm = Firm::new();
    let mut commands = readers(&firm);
    commands.extend(["--help", "--version"].map(|word| vec![word.to_owned()]));
    for command in commands {
        let arguments = words(&command);
        let mut child = Command::new(PROGRAM)
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
        assert_eq!(output.status.code().unwrap(), run(&arguments).code, "{arguments:?}");
    }
}

/// A closed standard output or input is as good as none; what is written to files is not what would have been said.
#[test]
fn closed_streams_are_as_good_as_none() {
    let firm = Firm::new();
    let page = firm.beside("page.html");
    let plain = run(&["report", firm.text(), "-o", &page, "--as-of", "2026-11-20"]);
    let whole = fs::read(&page).unwrap();
    for streams in [">&-", "<&-", ">&- <&-", "2>&-", ">&- 2>&- <&-"] {
        fs::remove_file(&page).unwrap();
        let script = format!("exec \"$0\" \"$@\" {streams}");
        let Run { code, out, err } =
            told(shell(&script, &["report", firm.text(), "-o", &page, "--as-of", "2026-11-20"]));
        assert_eq!((code, err.as_str()), (plain.code, ""), "{streams}");
        assert!(out.is_empty() || out == plain.out, "{streams}");
        assert!(fs::read(&page).unwrap() == whole, "{streams}");
        let run = told(shell(&script, &["assess", "nowhere"]));
        assert_eq!(run.code, 2, "{streams}");
    }
}

/// Mistakes of the command line are told as JSON where that is asked for, as other errors are.
#[test]
fn a_wrong_command_line_is_told_in_the_form_asked_for() {
    for (arguments, said) in [
        (&["--format", "json", "asses"][..], "unrecognized subcommand 'asses'"),
        (&["assess", "--format=json", "--as-of", "soon"], "invalid value 'soon' for '--as-of <DATE>'"),
        (&["--format", "json"], "requires a subcommand"),
        (&["build", "x", "--format", "json"], "required arguments were not provided"),
    ] {
        let run = run(arguments);
        let found: Value =
            serde_json::from_str(&run.err).unwrap_or_else(|error| panic!("{error}: {}", run.err));
        assert_eq!((run.code, run.out.as_str(), &found["total"]), (2, "", &1.into()), "{arguments:?}");
        let message = found["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert_eq!(found["errors"][0]["file"], "command line");
    }
    for arguments in [&["--format", "yaml", "assess"][..], &["asses"], &["asses", "--", "--format", "json"]] {
        let run = run(arguments);
        assert_eq!((run.code, run.err.starts_with("error: ")), (2, true), "{arguments:?}: {}", run.err);
    }
    assert!(run(&["--help", "--format", "json"]).out.contains("Usage:"));
}
