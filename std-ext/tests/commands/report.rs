//! `plimsoll report`: what it writes, what it says, and what it leaves alone.

use super::{json, keys, run, sample};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const DAY: &str = "--as-of=2026-11-20";

/// The names in a directory, in order.
fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_report_is_written_and_written_again() {
    let held = TempDir::new().unwrap();
    let (page, charts) = (held.path().join("report.html"), held.path().join("deep/charts"));
    let (page, charts) = (page.to_str().unwrap(), charts.to_str().unwrap());
    let told = run(&["report", DAY, "-o", page, "--charts", charts]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    let first = fs::read(page).unwrap();
    let files = names(Path::new(charts));
    assert!(files.iter().any(|name| name == "heat_map.svg") && files.iter().any(|name| name == "bands.svg"));
    assert_eq!(told.out.lines().count(), files.len() + 2, "{}", told.out);
    assert!(told.out.contains("85 risks, 44 above their limit"), "{}", told.out);
    // The same directory gives the same bytes, whatever was there.
    fs::write(page, "<!DOCTYPE html>\n<html lang=\"en\">an older one").unwrap();
    let (code, written) = json(&["report", sample().to_str().unwrap(), DAY, "-o", page, "--charts", charts]);
    assert_eq!(code, 0);
    assert_eq!(fs::read(page).unwrap(), first);
    assert_eq!(keys(&written), ["as_of", "bytes", "policy", "written"]);
    assert_eq!(keys(&written["policy"]), ["digest", "name", "version"]);
    assert_eq!(written["as_of"], "2026-11-20");
    let listed: Vec<&str> =
        written["written"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    assert_eq!((listed[0], listed.len()), (page, files.len() + 1));
    let bytes: u64 = listed.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert_eq!(written["bytes"], bytes);
    assert_eq!(names(held.path()), ["deep", "report.html"], "nothing is left beside");
}

#[test]
fn bad_input_writes_nothing() {
    let held = TempDir::new().unwrap();
    let page = held.path().join("report.html");
    let page = page.to_str().unwrap();
    let empty = held.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for directory in [empty.to_str().unwrap(), "no such directory"] {
        let told = run(&["report", directory, "-o", page]);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.err);
    }
    assert_eq!(run(&["report", "--as-of", "tomorrow", "-o", page]).code, 2);
    assert_eq!(names(held.path()), ["empty"]);
}

#[test]
fn nothing_is_half_written_and_nothing_else_written_over() {
    let held = TempDir::new().unwrap();
    let place = |name: &str| held.path().join(name).to_str().unwrap().to_string();
    fs::write(place("risks.csv"), "id,asset\n").unwrap();
    fs::create_dir(place("folder")).unwrap();
    fs::create_dir(place("charts")).unwrap();
    fs::write(place("charts/bands.svg"), "my own drawing").unwrap();
    for (page, charts, complaint) in [
        ("risks.csv", None, "is not a report"),
        ("folder", None, "is not a regular file"),
        ("nowhere/report.html", None, "cannot be written"),
        // One chart that cannot be written keeps everything from being written.
        ("report.html", Some("charts"), "is not a chart"),
        ("report.html", Some("risks.csv"), "cannot be written"),
    ] {
        let page = place(page);
        let charts = charts.map(place);
        let mut arguments = vec!["report", DAY, "-o", &page];
        arguments.extend(charts.iter().flat_map(|charts| ["--charts", charts.as_str()]));
        let told = run(&arguments);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.err);
        assert!(told.err.contains(complaint), "{complaint}: {}", told.err);
    }
    assert_eq!(names(held.path()), ["charts", "folder", "risks.csv"]);
    assert_eq!(names(&held.path().join("charts")), ["bands.svg"]);
    assert_eq!(fs::read_to_string(place("charts/bands.svg")).unwrap(), "my own drawing");
    assert_eq!(fs::read_to_string(place("risks.csv")).unwrap(), "id,asset\n");
}
