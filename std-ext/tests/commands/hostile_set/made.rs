//! What cannot be kept as a file: what is large, what is no file at all, and what follows from today's wire format.

use super::blobs;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What a run is allowed, in KiB, and whether it is done again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    /// It is run twice, and has to say the same.
    pub(super) again: bool,
    stack: Option<u32>,
    memory: Option<u32>,
}

impl Limits {
    /// The words of a shell that set them, if there are any.
    pub(super) fn shell(self) -> Option<String> {
        let set =
            |kib: Option<u32>, letter: char| kib.map(|kib| format!("ulimit -{letter} {kib} || exit 99; "));
        let both: String = [set(self.stack, 's'), set(self.memory, 'v')].into_iter().flatten().collect();
        Some(both).filter(|both| !both.is_empty())
    }
}

/// Takes the steps of a case, one after the other. `None` where this system has no such thing.
pub(super) fn made(steps: &[Vec<String>], place: &Path) -> Option<Limits> {
    let mut limits = Limits::default();
    for step in steps {
        let words: Vec<&str> = step.iter().map(String::as_str).collect();
        let at = |name: &str| place.join(name);
        let write = |name: &str, text: String| fs::write(place.join(name), text).unwrap();
        match words.as_slice() {
            ["again"] => limits.again = true,
            ["stack", kib] if cfg!(unix) => limits.stack = Some(kib.parse().unwrap()),
            ["memory", kib] if cfg!(target_os = "linux") => limits.memory = Some(kib.parse().unwrap()),
            ["text", name, text] => write(name, (*text).into()),
            ["add", name, text] => write(name, fs::read_to_string(at(name)).unwrap() + *text),
            ["rule", text] => write("DIR/rules/case.rhai", format!("fn rule_case(risk) {{\n{text}\n}}\n")),
            ["functions", count] => {
                let functions = (0..number(count)).map(|n| format!("fn helper_{n}() {{ {n} }}\n"));
                write("DIR/rules/case.rhai", functions.collect());
            }
            ["rule-files", count] => {
                for n in 0..number(count) {
                    write(&format!("DIR/rules/case_{n}.rhai"), format!("const N_{n} = {n};\n"));
                }
            }
            ["facets", name, count] => write(name, with_facets(&at(name), number(count))),
            ["rows", name, count, row] => {
                let mut text = fs::read_to_string(at(name)).unwrap();
                (0..number(count))
                    .for_each(|n| writeln!(text, "{}", row.replace('#', &n.to_string())).unwrap());
                write(name, text);
            }
            ["sparse", name, bytes] => {
                let file = fs::OpenOptions::new().create(true).append(true).open(at(name)).unwrap();
                file.set_len(u64::try_from(number(bytes)).unwrap()).unwrap();
            }
            ["grow", name, bytes] => {
                let mut text = fs::read(at(name)).unwrap();
                text.resize(number(bytes), b'x');
                fs::write(at(name), text).unwrap();
            }
            ["remove", name] => fs::remove_file(at(name)).unwrap(),
            ["folder", name] => {
                let _absent = fs::remove_file(at(name));
                fs::create_dir_all(at(name)).unwrap();
            }
            ["move", from, to] => fs::rename(at(from), at(to)).unwrap(),
            ["link", name, target] => link(&at(name), target)?,
            ["pipe", name] => pipe(&at(name))?,
            ["build", name] => blobs::build(place, &[], name),
            ["build-bare", name] => blobs::build(place, &["--no-names"], name),
            ["journal", name] => blobs::journal(place, name),
            [verb, name, more @ ..] => {
                let bytes = fs::read(at(name)).unwrap();
                fs::write(at(name), blobs::damaged(bytes, verb, more)).unwrap();
            }
            _ => panic!("there is no way to make {words:?}"),
        }
    }
    Some(limits)
}

pub(super) fn number(word: &str) -> usize {
    word.parse().unwrap()
}

fn with_facets(policy: &Path, count: usize) -> String {
    let mut text = fs::read_to_string(policy).unwrap();
    for n in 0..count {
        write!(text, "\n[[facet]]\nname = \"fact_{n}\"\nbool = true\ndefault = false\n").unwrap();
    }
    text
}

#[cfg(unix)]
fn link(path: &Path, target: &str) -> Option<()> {
    let _absent = fs::remove_file(path);
    std::os::unix::fs::symlink(target, path).ok()
}

#[cfg(unix)]
fn pipe(path: &Path) -> Option<()> {
    let _absent = fs::remove_file(path);
    let made = std::process::Command::new("mkfifo").arg(path).status();
    made.ok().filter(std::process::ExitStatus::success).map(|_| ())
}

#[cfg(not(unix))]
fn link(_: &Path, _: &str) -> Option<()> {
    None
}

#[cfg(not(unix))]
fn pipe(_: &Path) -> Option<()> {
    None
}
