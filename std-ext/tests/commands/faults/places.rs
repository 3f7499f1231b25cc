//! Places to write to that are no files, or that cannot be written to.

use super::{Firm, flat, opening, shell, told};
use crate::run;
use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::process::Command;

/// The three commands that write where they are told to.
fn writers(firm: &Firm, place: &str) -> [Vec<String>; 3] {
    ["build ~ -o", "report ~ -o", "assess ~ --journal"].map(|words| {
        let known = |word: &str| if word == "~" { firm.text().to_owned() } else { word.to_owned() };
        words.split(' ').map(known).chain([place.to_owned()]).collect()
    })
}

/// A device, pipe, directory or link is never replaced by a file, nor written to.
#[test]
fn nothing_but_a_regular_file_is_written_over() {
    let firm = Firm::new();
    let [pipe, directory, dangling, looped] =
        ["pipe", "directory", "dangling", "loop"].map(|name| firm.beside(name));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::create_dir(&directory).unwrap();
    symlink("nowhere", &dangling).unwrap();
    symlink("loop", &looped).unwrap();
    let kind = |place: &str| fs::symlink_metadata(place).unwrap().file_type();
    for place in ["/dev/full", "/dev/null", "/dev/stdout", &pipe, &directory, &dangling, &looped] {
        let before = kind(place);
        for arguments in writers(&firm, place) {
            // A journal is appended to where a link leads, and begun there if there is none.
            if place == dangling && arguments[0] == "assess" {
                continue;
            }
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let run = run(&words);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{words:?}");
            assert!(flat(&run.err).contains(place) && run.err.contains("help: "), "{}", run.err);
            assert_eq!(kind(place), before, "{words:?}");
        }
    }
    assert!(kind("/dev/null").is_char_device() && kind(&pipe).is_fifo());
    assert!(!fs::exists(firm.beside("nowhere")).unwrap());
    // A link to a file of the right sort is refused too: whoever means the file can name it.
    let (blob, link) = (firm.blob(), firm.beside("link"));
    symlink(&blob, &link).unwrap();
    let before = fs::read(&blob).unwrap();
    assert_eq!(run(&["build", firm.text(), "-o", &link]).code, 2);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && fs::read(&blob).unwrap() == before);
}

/// A file that outgrows what a user may write, as one outgrows a disk: what was there is as it was, and nothing stands beside.
#[test]
fn what_there_is_no_room_for_leaves_the_old_file() {
    let firm = Firm::new();
    let [blob, page, journal] = ["a.blob", "a.html", "a.journal"].map(|name| firm.beside(name));
    let places = [&blob, &page, &journal];
    for (at, place) in places.iter().enumerate() {
        let run = run(&writers(&firm, place)[at].iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let names = || fs::read_dir(firm.held.path()).unwrap().count();
    let (before, count) = (places.map(|place| fs::read(place).unwrap()), names());
    // One block of 512 bytes: none of the files fits. With the signal ignored, writing fails; else it kills.
    for (script, code) in [
        ("trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", Some(2)),
        ("ulimit -f 1; exec \"$0\" \"$@\"", None),
    ] {
        for (at, place) in places.iter().enumerate() {
            let arguments = writers(&firm, place)[at].clone();
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = shell(script, &words);
            assert_eq!(output.status.code(), code, "{words:?}");
            let now = fs::read(place).unwrap();
            // A journal keeps what was acknowledged, and may have a torn end.
            assert!(now == before[at] || at == 2 && now.starts_with(&before[at]), "{words:?}");
            if code.is_some() {
                let run = told(output);
                assert!(flat(&run.err).contains("File too large"), "{}", run.err);
                assert!(run.err.contains("help: ") && flat(&run.err).contains(*place), "{}", run.err);
                assert_eq!(names(), count, "{words:?}");
            }
        }
    }
    // The files that a kill left beside are told by the next run, and are in nobody's way.
    assert_eq!(names(), count + 2);
    for (at, place) in [&blob, &page].into_iter().enumerate() {
        let arguments = writers(&firm, place)[at].clone();
        let told = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(flat(&told.err).contains("was left by a command that was killed"), "{}", told.err);
        assert!(told.err.contains("help: remove it"), "{}", told.err);
    }
    let again = run(&["replay", &journal]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
}

/// A copy of the program where everybody can run it, and how to run it as somebody without rights; `None` where that cannot be.
fn without_rights() -> Option<Command> {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    if id != b"0\n" {
        return Some(Command::new(super::PROGRAM));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", super::PROGRAM]);
    let can = Command::new("setpriv")
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups", super::PROGRAM, "--version"])
        .output();
    can.is_ok_and(|output| output.status.success()).then_some(command)
}

/// What may not be read or written is told with what to do, and nothing of it changes.
#[test]
fn no_permission_is_told() {
    let Some(_) = without_rights() else {
        println!("skipped: nobody without rights can run the program here");
        return;
    };
    let firm = Firm::new();
    let (blob, journal, held) = (firm.blob(), firm.journal(), firm.held.path().to_owned());
    let mode = |place: &str, mode| fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    let text = firm.text().to_owned();
    mode(held.to_str().unwrap(), 0o755);
    let run_as = |arguments: &[&str]| told(without_rights().unwrap().args(arguments).output().unwrap());
    let readable = run_as(&["assess", &text]);
    if readable.code != 0 {
        println!("skipped: nobody without rights can reach {text}: {}", readable.err);
        return;
    }
    mode(held.to_str().unwrap(), 0o555);
    mode(&text, 0o555);
    let page = firm.beside("page.html");
    let inside = format!("{text}/new");
    let denied = "Permission denied";
    let open = opening(&text);
    mode(&journal, 0o444);
    for arguments in [
        &["build", &text, "-o", &blob][..],
        &["report", &text, "-o", &page],
        &["report", &text, "-o", "/dev/null/page.html"],
        &["report", &text, "-o", &page, "--charts", &inside],
        &["assess", &text, "--journal", &journal],
        &["init", &inside],
        &["init", &text],
        &open,
    ] {
        let run = run_as(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        let expected = if arguments.contains(&"/dev/null/page.html") {
            "Not a directory"
        } else if *arguments == ["init", text.as_str()] {
            "is there already"
        } else {
            denied
        };
        assert!(
            flat(&run.err).contains(expected) && run.err.contains("help: "),
            "{arguments:?}: {}",
            run.err
        );
    }
    mode(&journal, 0o000);
    mode(&blob, 0o000);
    mode(&format!("{text}/risks.csv"), 0o000);
    mode(&format!("{text}/rules"), 0o000);
    for (arguments, place) in [
        (["replay", &journal], "decisions.journal"),
        (["inspect", &blob], "policy.blob"),
        (["assess", &text], "risks.csv"),
    ] {
        let run = run_as(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(flat(&run.err).contains(denied) && run.err.contains(place), "{arguments:?}: {}", run.err);
    }
    let run = run_as(&["check", &text]);
    assert!(
        run.code == 2 && flat(&run.err).contains("rules: cannot be listed: Permission denied"),
        "{}",
        run.err
    );
    mode(held.to_str().unwrap(), 0o755);
    mode(&text, 0o755);
    mode(&format!("{text}/rules"), 0o755);
}

/// A disk of 64 kB, in a namespace of its own: what does not fit is told, and what was there is as it was.
#[test]
fn a_full_disk_leaves_what_was_there() {
    let firm = Firm::new();
    let disk = firm.beside("disk");
    fs::create_dir(&disk).unwrap();
    // What is left to write to is one page; a blob needs one as well, and what fills the disk shows that it was full.
    let script = "mount -t tmpfs -o size=64k none \"$1\" || exit 99
        \"$0\" build \"$2\" -o \"$1/a.blob\" && cp \"$1/a.blob\" \"$1/before\" || exit 98
        cp -r \"$2\" \"$1/firm\" && cp \"$1/firm/incidents.csv\" \"$1/incidents\" || exit 97
        dd if=/dev/zero of=\"$1/fill\" bs=4096 2>/dev/null
        \"$0\" build \"$2\" -o \"$1/a.blob\"; echo build $? >&2
        \"$0\" report \"$2\" -o \"$1/page.html\"; echo report $? >&2
        \"$0\" assess \"$2\" --journal \"$1/journal\" >/dev/null; echo journal $? >&2
        \"$0\" init \"$1\"; echo init $? >&2
        \"$0\" incident open \"$1/firm\" --id I2 --segment client --kind other --facet region=apac; echo incident $? >&2
        cmp \"$1/a.blob\" \"$1/before\" && cmp \"$1/firm/incidents.csv\" \"$1/incidents\" || exit 96
        ls -A \"$1\" \"$1/firm\"";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, super::PROGRAM, &disk, firm.text()])
        .output();
    let Some(output) = output.ok().filter(|output| !matches!(output.status.code(), Some(1 | 99))) else {
        println!("skipped: no disk of its own can be had here");
        return;
    };
    let run = told(output);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for step in ["build", "report", "journal", "init", "incident"] {
        assert!(run.err.contains(&format!("{step} 2\n")), "{step}: {}", run.err);
    }
    assert!(flat(&run.err).matches("No space left on device").count() == 5, "{}", run.err);
    let left: Vec<&str> =
        run.out.lines().filter(|name| name.starts_with('.') || name.ends_with("html")).collect();
    assert!(left.is_empty(), "{left:?}");
}
