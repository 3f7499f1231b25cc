//! The script for a firm's own CI, on a repository whose main branch has a policy, and on branches that change it.

use crate::{RULE, Run, SMALL};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Runs a command in a directory, where nothing that the user has set for git counts.
fn ran(directory: &Path, command: &[&str]) -> Run {
    let output = Command::new(command[0])
        .args(&command[1..])
        .current_dir(directory)
        .env("PLIMSOLL", env!("CARGO_BIN_EXE_plimsoll"))
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .envs(["GIT_AUTHOR", "GIT_COMMITTER"].map(|who| (format!("{who}_NAME"), "firm")))
        .envs(["GIT_AUTHOR", "GIT_COMMITTER"].map(|who| (format!("{who}_EMAIL"), "firm@localhost")))
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_WORK_TREE")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A repository with a policy and registers in `risk/`, as they are on its main branch.
struct Firm {
    held: TempDir,
}

impl Firm {
    fn new() -> Self {
        let firm = Self { held: TempDir::new().unwrap() };
        fs::create_dir_all(firm.path("risk/rules")).unwrap();
        firm.write("policy.toml", SMALL);
        firm.write("rules/all.rhai", RULE);
        let assets = "A1,files,information,low,low,low,she,apac\nA2,desks,physical,low,low,low,she,nordics\n";
        firm.write(
            "assets.csv",
            &format!("id,name,class,confidentiality,integrity,availability,owner,region\n{assets}"),
        );
        firm.write("threats.csv", "id,name,class,origin,compromises\nT1,rain,environmental,external,A\n");
        // Without an action the likelihood is 5, so the scores are 7 in apac, and 5 and 10 in the nordics.
        firm.write(
            "risks.csv",
            "id,asset,threat,impact,owner\nR1,A1,T1,1,she\nR2,A2,T1,1,she\nR3,A2,T1,2,she\n",
        );
        firm
    }

    fn path(&self, place: &str) -> PathBuf {
        self.held.path().join(place)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path("risk").join(name), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let run = ran(self.held.path(), &[&["git"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    }

    fn commit(&self) {
        self.git(&["add", "risk"]);
        self.git(&["commit", "--quiet", "--message", "risk"]);
    }

    /// What the script says of `risk/`.
    fn judged(&self, options: &[&str]) -> Run {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ci/policy.sh");
        ran(self.held.path(), &[&["sh", script.to_str().unwrap()], options, &["risk"]].concat())
    }
}

#[test]
fn a_change_of_a_policy_is_judged_against_the_one_in_force() {
    let firm = Firm::new();
    firm.git(&["init", "--quiet", "--initial-branch", "main"]);
    let first = firm.judged(&[]);
    assert_eq!(first.code, 2, "{}", first.out);
    assert!(first.err.contains("no branch main here"), "{}", first.err);
    firm.git(&["commit", "--quiet", "--allow-empty", "--message", "nothing yet"]);
    let first = firm.judged(&[]);
    assert_eq!((first.code, first.out.contains("main has no policy yet")), (0, true), "{}", first.err);
    firm.commit();
    firm.git(&["switch", "--quiet", "--create", "change"]);

    let same = firm.judged(&["-o", "same.plimsoll"]);
    assert_eq!((same.code, same.err.as_str()), (0, ""), "{}", same.out);
    assert!(same.out.contains("register: nothing changes"), "{}", same.out);
    assert!(fs::read(firm.path("same.plimsoll")).unwrap().starts_with(&plimsoll_core::policy::MAGIC));

    // The rule of apac raises by one more, which no other risk notices.
    firm.write("rules/all.rhai", &RULE.replace("raise(2", "raise(3"));
    firm.commit();
    for (options, code) in [(["-m", "0"], 1), (["-m", "1"], 0)] {
        let judged = firm.judged(&options);
        assert_eq!(judged.code, code, "{options:?}: {}\n{}", judged.out, judged.err);
        assert!(judged.out.contains("R1") && !judged.out.contains("R2"), "{}", judged.out);
    }
    let elsewhere = Firm::new();
    let registers = elsewhere.path("risk");
    elsewhere.write("risks.csv", "id,asset,threat,impact,owner\n");
    assert_eq!(firm.judged(&["-r", registers.to_str().unwrap()]).code, 0);

    // Nothing of ours changes, and yet the rule asks for more than it can get.
    firm.write(
        "rules/all.rhai",
        &RULE
            .replace("region == \"apac\"", "region == \"apac\" && risk.impact == 5")
            .replace("raise(2", "raise(5"),
    );
    let unproved = firm.judged(&["-m", "9", "-o", "unproved.plimsoll"]);
    assert_eq!(unproved.code, 1, "{}", unproved.out);
    assert!(unproved.out.contains("not sound: 1 finding"), "{}", unproved.out);
    assert!(!firm.path("unproved.plimsoll").exists());

    firm.write("rules/all.rhai", "fn rule_far(risk) { raise(1, \"x\") ");
    let unread = firm.judged(&["-m", "9"]);
    assert_eq!(unread.code, 2, "{}", unread.out);
    assert!(unread.err.contains("rules/all.rhai") && !unread.out.contains("== diff"), "{}", unread.err);
    assert_eq!(firm.judged(&["-z"]).code, 2);
    assert_eq!(firm.judged(&["-b", "nowhere"]).code, 2);
}
