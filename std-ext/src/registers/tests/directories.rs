//! Directories: what may be read of them and what not.

use super::{errors, files, words};
use crate::diagnostic::Diagnostics;
use crate::registers::{MAX_FILE_BYTES, Registers, Source};
use std::fs;
use std::path::Path;

/// A directory with the good files.
fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for file in files(&[]) {
        fs::write(directory.path().join(&file.name), &file.text).unwrap();
    }
    directory
}

fn read(directory: &Path) -> (Option<Registers>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::read(directory, &words(), &mut diagnostics);
    assert_eq!(registers.is_none(), diagnostics.is_error());
    (registers, diagnostics)
}

fn only_error(directory: &Path) -> String {
    let errors = errors(&read(directory).1);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors[0].clone()
}

#[test]
fn a_directory_reads_like_its_texts() {
    let directory = directory();
    let (registers, diagnostics) = read(directory.path());
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert_eq!(registers, super::read(&files(&[])).0);
}

#[test]
fn a_required_file_may_not_be_missing_and_its_near_name_is_told() {
    let directory = directory();
    fs::rename(directory.path().join("risks.csv"), directory.path().join("Risk.csv")).unwrap();
    let (_, diagnostics) = read(directory.path());
    assert_eq!(
        errors(&diagnostics),
        ["error: risks.csv: is missing\n  help: is `Risk.csv` meant to be `risks.csv`?"]
    );
}

#[test]
fn a_file_under_a_wrong_name_is_not_passed_over_in_silence() {
    let directory = directory();
    fs::rename(directory.path().join("actions.csv"), directory.path().join("action.csv")).unwrap();
    fs::write(directory.path().join("notes.txt"), "").unwrap();
    let (registers, diagnostics) = read(directory.path());
    assert!(registers.unwrap().actions().is_empty());
    assert_eq!(
        diagnostics.to_string(),
        "warning: action.csv: is not read: no register has this name\n  help: is it meant to be `actions.csv`?\n"
    );
}

#[test]
fn no_directory_no_registers() {
    let directory = directory();
    for path in [directory.path().join("nowhere"), directory.path().join("risks.csv")] {
        assert!(only_error(&path).ends_with("is not a directory that can be read"));
    }
}

#[test]
fn invalid_utf_8_is_reported_by_line_and_byte() {
    let directory = directory();
    let bytes = b"asset,threat,reason\nA1,T2,caf\xe9 \xff\nA1,T2,ok\nA1,T2,\xc3\n";
    fs::write(directory.path().join("not_applicable.csv"), bytes).unwrap();
    let (_, diagnostics) = read(directory.path());
    assert_eq!(
        errors(&diagnostics),
        [
            "error: not_applicable.csv:2: is not UTF-8: byte 10 of the line is 0xe9\n  help: save the file as UTF-8",
            "error: not_applicable.csv:4: is not UTF-8: byte 7 of the line is 0xc3\n  help: save the file as UTF-8",
        ]
    );
    fs::write(directory.path().join("not_applicable.csv"), b"\xff\xfea\0s\0").unwrap();
    assert!(only_error(directory.path()).contains("not_applicable.csv: is UTF-16\n  help: save it as UTF-8"));
}

#[test]
fn nul_is_refused() {
    let directory = directory();
    fs::write(directory.path().join("not_applicable.csv"), "asset,threat,reason\nA1,T2,a\0b\n").unwrap();
    assert_eq!(only_error(directory.path()), "error: not_applicable.csv:2: has a NUL, byte 8 of the line");
}

#[test]
fn a_byte_order_mark_is_dropped() {
    let directory = directory();
    fs::write(directory.path().join("not_applicable.csv"), "\u{feff}asset,threat,reason\nA1,T2,x\n").unwrap();
    assert_eq!(read(directory.path()).0.unwrap().not_applicable().len(), 1);
}

#[test]
fn a_directory_or_a_huge_file_is_no_register() {
    let directory = directory();
    let path = directory.path().join("actions.csv");
    // Sparse: it takes no room on the disk.
    fs::File::create(&path).unwrap().set_len(MAX_FILE_BYTES + 1).unwrap();
    assert_eq!(only_error(directory.path()), "error: actions.csv: is larger than 256 MiB");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(only_error(directory.path()), "error: actions.csv: is a directory, not a file");
}

#[cfg(unix)]
#[test]
fn links_stay_within_the_directory_and_pipes_are_not_waited_for() {
    use std::os::unix::fs::symlink;
    let (inside, outside) = (directory(), directory());
    let path = inside.path().join("actions.csv");
    let said = |path: &Path| only_error(path);

    fs::rename(&path, inside.path().join("actions-2026")).unwrap();
    symlink("actions-2026", &path).unwrap();
    assert!(read(inside.path()).0.is_some(), "a link within");

    for target in [outside.path().join("actions.csv"), Path::new("../..").join("etc/hostname")] {
        fs::remove_file(&path).unwrap();
        symlink(target, &path).unwrap();
        let error = said(inside.path());
        assert!(
            error.contains("is a link that leads out of the directory") || error.contains("cannot be read"),
            "{error}"
        );
    }
    fs::remove_file(&path).unwrap();
    symlink(outside.path().join("actions.csv"), &path).unwrap();
    assert_eq!(said(inside.path()), "error: actions.csv: is a link that leads out of the directory");
    fs::remove_file(&path).unwrap();
    symlink("/dev/zero", &path).unwrap();
    assert_eq!(said(inside.path()), "error: actions.csv: is a link that leads out of the directory");
    fs::remove_file(&path).unwrap();
    symlink("actions.csv", &path).unwrap();
    assert!(said(inside.path()).starts_with("error: actions.csv: cannot be read: "), "a link to itself");

    fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
    assert_eq!(said(inside.path()), "error: actions.csv: is a pipe, socket or device, not a regular file");
}

#[cfg(unix)]
#[test]
fn the_directory_itself_may_be_a_link() {
    let (real, elsewhere) = (directory(), tempfile::tempdir().unwrap());
    let link = elsewhere.path().join("registers");
    std::os::unix::fs::symlink(real.path(), &link).unwrap();
    assert!(read(&link).0.is_some());
}

#[test]
fn only_names_within_the_directory_are_read() {
    let directory = directory();
    for name in ["../x.csv", "/etc/hostname", "", ".", "a/../../b"] {
        let mut diagnostics = Diagnostics::new();
        assert!(Source::read(directory.path(), name, &mut diagnostics).is_none());
        assert!(
            diagnostics.to_string().contains("is not a name within the directory"),
            "{name}: {diagnostics}"
        );
    }
    let mut diagnostics = Diagnostics::new();
    assert!(Source::read_if_present(directory.path(), "rules/a.rhai", &mut diagnostics).is_none());
    assert!(diagnostics.is_empty());
    assert!(Source::read(directory.path(), "asset.csv", &mut diagnostics).is_none());
    assert_eq!(diagnostics.to_string(), "error: asset.csv: is missing\n  help: did you mean `assets.csv`?\n");
}
