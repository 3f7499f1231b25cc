//! Files that are not what they seem, or do not stay what they were.

use super::{Firm, flat, shell, told};
use crate::run;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// The error of `assess`, which refuses the directory.
fn refused(firm: &Firm) -> String {
    let run = run(&["assess", firm.text(), "--as-of", "2026-11-20"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    flat(&run.err)
}

/// Links that lead out of the directory, in circles or nowhere, and what is no regular file, are refused wherever files are read.
#[test]
fn links_and_files_that_are_none_are_refused() {
    type Case<'c> = (&'c str, &'c dyn Fn(&Firm, &str), &'c str);
    let cases: [Case<'_>; 9] = [
        ("itself", &|_, place| symlink(place, place).unwrap(), "Too many levels of symbolic links"),
        (
            "out, relative",
            &|_, place| symlink("../../outside", place).unwrap(),
            "is a link that leads out of the directory",
        ),
        (
            "out, absolute",
            &|firm, place| symlink(firm.beside("outside"), place).unwrap(),
            "is a link that leads out of the directory",
        ),
        (
            "a process",
            &|_, place| symlink("/proc/self/environ", place).unwrap(),
            "is a link that leads out of the directory",
        ),
        (
            "a device",
            &|_, place| symlink("/dev/zero", place).unwrap(),
            "is a link that leads out of the directory",
        ),
        ("nowhere", &|_, place| symlink("nowhere", place).unwrap(), "No such file or directory"),
        ("a directory", &|_, place| fs::create_dir(place).unwrap(), "is a directory, not a file"),
        (
            "a pipe",
            &|_, place| assert!(Command::new("mkfifo").arg(place).status().unwrap().success()),
            "is a pipe, socket or device",
        ),
        (
            "ten gigabytes",
            &|_, place| File::create(place).unwrap().set_len(10 << 30).unwrap(),
            "is larger than",
        ),
    ];
    for name in ["policy.toml", "risks.csv", "rules/all.rhai"] {
        for (what, make, said) in &cases {
            let firm = Firm::new();
            fs::write(firm.beside("outside"), "").unwrap();
            let place = firm.path.join(name);
            fs::remove_file(&place).unwrap();
            // Two steps up from `rules`, one from the directory itself.
            let target = place.to_str().unwrap();
            if *what == "out, relative" && !name.starts_with("rules/") {
                symlink("../outside", target).unwrap();
            } else {
                make(&firm, target);
            }
            let told = refused(&firm);
            assert!(told.contains(name) && told.contains(said), "{name}, {what}: {told}");
        }
    }
    // A directory of rules that is elsewhere, or its own parent, or a file.
    for (target, said) in
        [("..", "is a link that leads out"), (".", "is not read as rules"), ("/etc", "is not read as rules")]
    {
        let firm = Firm::new();
        fs::remove_dir_all(firm.path.join("rules")).unwrap();
        fs::write(firm.beside("x.rhai"), "").unwrap();
        symlink(target, firm.path.join("rules")).unwrap();
        let run = run(&["assess", firm.text()]);
        assert!(flat(&run.err).contains(said), "{target}: {}", run.err);
    }
    let firm = Firm::new();
    fs::remove_dir_all(firm.path.join("rules")).unwrap();
    firm.write("rules", "");
    assert!(refused(&firm).contains("rules: cannot be listed: Not a directory"));
    // Within the directory links are as good as what they lead to.
    let firm = Firm::new();
    fs::rename(firm.path.join("risks.csv"), firm.path.join("risks-2026")).unwrap();
    symlink("risks-2026", firm.path.join("risks.csv")).unwrap();
    assert_eq!(run(&["assess", firm.text()]).code, 0);
}

/// What only looks empty, or is nothing but NULs, is refused at once and in little memory: 256 MB of addresses in all.
#[test]
fn huge_files_cost_neither_time_nor_memory() {
    let firm = Firm::new();
    let grow = |name: &str| File::create(firm.path.join(name)).unwrap().set_len(10 << 30).unwrap();
    ["assets.csv", "rules/all.rhai", "rules/more.rhai", "handling.csv"].into_iter().for_each(grow);
    let run_of = told(shell("ulimit -v 262144; exec \"$0\" \"$@\"", &["assess", firm.text()]));
    assert_eq!(run_of.code, 2, "{}", run_of.err);
    for said in ["assets.csv: is larger than 256 MiB", "rules/all.rhai: is larger than 1 MiB"] {
        assert!(flat(&run_of.err).contains(said), "{said}: {}", run_of.err);
    }
    grow("policy.toml");
    assert!(refused(&firm).contains("policy.toml: is larger than 1 MiB"));
    let firm = Firm::new();
    File::create(firm.path.join("risks.csv")).unwrap().set_len(16 << 20).unwrap();
    let run_of = told(shell("ulimit -v 131072; exec \"$0\" \"$@\"", &["assess", firm.text()]));
    assert_eq!(run_of.code, 2, "{}", run_of.err);
    assert!(flat(&run_of.err).contains("risks.csv: is no text"), "{}", run_of.err);
    // A file that has more than memory has room for is refused, and nothing aborts.
    let firm = Firm::new();
    File::create(firm.path.join("risks.csv")).unwrap().set_len(200 << 20).unwrap();
    let run_of = told(shell("ulimit -v 131072; exec \"$0\" \"$@\"", &["assess", firm.text()]));
    assert_eq!(run_of.code, 2, "{}", run_of.err);
    assert!(
        flat(&run_of.err).contains("risks.csv: is larger than the memory that is left"),
        "{}",
        run_of.err
    );
    // Who changes registers looks at them first, and at what they are to become.
    for name in ["incidents.csv", "handling.csv", ".plimsoll.intent"] {
        let firm = Firm::new();
        File::create(firm.path.join(name)).unwrap().set_len(10 << 30).unwrap();
        let words = ["incident", "pass", firm.text(), "I1", "--to", "top", "--by", "base"];
        let run_of = told(shell("ulimit -v 262144; exec \"$0\" \"$@\"", &words));
        assert_eq!(run_of.code, 2, "{}", run_of.err);
        assert!(flat(&run_of.err).contains(&format!("{name}: is larger than ")), "{}", run_of.err);
    }
    // A journal is read in parts; zeros stand between its records, and are none.
    let journal = firm.beside("huge.journal");
    File::create(&journal).unwrap().set_len(4 << 20).unwrap();
    for command in ["replay", "inspect"] {
        let run_of = told(shell("ulimit -v 65536; exec \"$0\" \"$@\"", &[command, &journal]));
        assert_eq!(run_of.code, 2, "{command}: {}", run_of.err);
    }
    // `/proc` says of its files that they are empty.
    for command in ["replay", "inspect"] {
        assert_eq!(run(&[command, "/proc/self/status"]).code, 2, "{command}");
    }
}

/// Sets a flag when it is dropped.
struct Done<'f>(&'f AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A register that comes and goes, and turns into a pipe and back, is read or told; nothing waits for the pipe, and nothing panics.
#[test]
fn files_that_vanish_and_turn_into_pipes_do_not_stop_anybody() {
    let firm = Firm::new();
    let (risks, rule) = (firm.path.join("risks.csv"), firm.path.join("rules/all.rhai"));
    let (pipe, whole, rules) = (firm.path.join("pipe"), firm.path.join("whole"), firm.path.join("rule"));
    fs::copy(&risks, &whole).unwrap();
    fs::copy(&rule, &rules).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Set also where an assertion fails: the scope would wait for ever.
        let _done = Done(&done);
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for (from, place) in [(&pipe, &risks), (&whole, &risks), (&pipe, &rule), (&rules, &rule)] {
                    let next = firm.path.join(".next");
                    if fs::hard_link(from, &next).is_ok() {
                        drop(fs::rename(&next, place));
                    }
                }
                drop(fs::remove_file(&rule));
            }
        });
        for _ in 0..20 {
            let run = told(shell(
                "exec timeout 60 \"$0\" \"$@\"",
                &["assess", firm.text(), "--as-of", "2026-11-20"],
            ));
            assert!(matches!(run.code, 0 | 2), "{}: {}", run.code, run.err);
            assert!(
                run.code == 0 || run.err.contains("risks.csv") || run.err.contains("rules/all.rhai"),
                "{}",
                run.err
            );
        }
    });
}

/// Names and arguments that are no UTF-8 or hold line ends, and settings of the environment that make no sense.
#[test]
fn odd_names_and_settings_make_nothing_panic() {
    use std::os::unix::ffi::OsStrExt;
    let firm = Firm::new();
    for name in [b"line\nend".as_slice(), b"not\xffutf", b"-", b"\x1b[31m"] {
        let path = firm.held.path().join(std::ffi::OsStr::from_bytes(name));
        fs::create_dir(&path).unwrap();
        for file in ["policy.toml", "assets.csv", "threats.csv", "risks.csv"] {
            fs::copy(firm.path.join(file), path.join(file)).unwrap();
        }
        fs::create_dir(path.join("rules")).unwrap();
        fs::write(path.join("rules").join(std::ffi::OsStr::from_bytes(b"a\xff\n.rhai")), crate::RULE)
            .unwrap();
        let output = |arguments: &[&std::ffi::OsStr]| {
            told(Command::new(super::PROGRAM).args(arguments).output().unwrap())
        };
        let assess = output(&["assess".as_ref(), path.as_os_str()]);
        // The name of the rule file is none that can be told apart from others.
        assert_eq!((assess.code, assess.out.as_str()), (2, ""), "{}", assess.err);
        fs::remove_dir_all(path.join("rules")).unwrap();
        let assess = output(&["assess".as_ref(), path.as_os_str()]);
        assert_eq!((assess.code, assess.err.as_str()), (0, ""));
        let explain = output(&["explain".as_ref(), path.as_os_str(), "R1".as_ref()]);
        assert!(matches!(explain.code, 0 | 2), "{}", explain.err);
        let build = output(&["build".as_ref(), path.as_os_str(), "-o".as_ref(), path.join("x").as_os_str()]);
        assert_eq!(build.code, 0, "{}", build.err);
        for run in [&assess, &explain, &build] {
            assert!(
                !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}') && !run.err.contains("panicked")
            );
        }
    }
    for setting in [
        "COLUMNS=0",
        "COLUMNS=1",
        "COLUMNS=1000000000",
        "COLUMNS=x",
        "HOME=",
        "LC_ALL=tr_TR.UTF-8",
        "TZ=:/etc/shadow",
        "TERM=",
        "NO_COLOR=",
        "CLICOLOR_FORCE=1",
    ] {
        for words in ["assess", "--help", "asses"] {
            let run = told(shell(&format!("{setting} exec \"$0\" \"$@\""), &[words, firm.text()]));
            assert!(
                (0..3).contains(&run.code) && !run.err.contains("panicked"),
                "{setting} {words}: {}",
                run.err
            );
        }
    }
    let run = told(shell("exec env -i \"$0\" \"$@\"", &["assess", firm.text(), "--as-of", "2026-11-20"]));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}
