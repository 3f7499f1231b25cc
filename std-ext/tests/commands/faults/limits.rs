//! Little memory and small stacks.

use super::{Firm, flat, shell, told};
use crate::{SMALL, run, sample};
use std::fmt::Write;
use std::process::Command;

/// Room for a stack of 64 MiB on which rules are compiled, and as much again. With so little, glibc looks at every allocation for
/// room for an arena per thread, which costs nothing but time, unless it is told not to.
const ENOUGH: &str = "export MALLOC_ARENA_MAX=1; ulimit -v 196608; ulimit -s 256; exec \"$0\" \"$@\"";

/// The sample, with its rules, and a register of a thousand risks pass with 192 MB of addresses and a stack of 256 kB; the register is a page of HTML with it as well.
#[test]
fn everyday_work_passes_with_little() {
    let firm = Firm::new();
    let (mut risks, mut threats) = (String::new(), String::new());
    for number in 1..=1000 {
        writeln!(risks, "R{number},A1,T{number},{},she", 1 + number % 5).unwrap();
        writeln!(threats, "T{number},rain,environmental,external,A").unwrap();
    }
    firm.write("risks.csv", &format!("id,asset,threat,impact,owner\n{risks}"));
    firm.write("threats.csv", &format!("id,name,class,origin,compromises\n{threats}"));
    let (sample, page, blob) = (sample(), firm.beside("page.html"), firm.blob());
    let sample = sample.to_str().unwrap();
    for arguments in [
        &["assess", sample][..],
        &["assess", firm.text(), "--format", "json"],
        &["report", firm.text(), "-o", &page],
        &["explain", firm.text(), "R1000"],
        &["plan", firm.text()],
        &["kpi", firm.text()],
        &["check", firm.text()],
        &["diff", firm.text(), firm.text()],
        &["build", firm.text(), "-o", &blob],
        &["inspect", &blob],
    ] {
        let little = told(shell(ENOUGH, arguments));
        assert!(matches!(little.code, 0 | 1) && little.err.is_empty(), "{arguments:?}: {}", little.err);
    }
    // Where there is no room for the stack on which rules are compiled and proofs are run, nothing is decided and nothing proved.
    let no_room = "there is no room for a thread with a stack of 64 MiB";
    for (arguments, code) in
        [(["check", firm.text()], 2), (["assess", firm.text()], 2), (["check", firm.text()], 1)]
    {
        if code == 1 {
            std::fs::remove_dir_all(firm.path.join("rules")).unwrap();
        }
        let little = told(shell("ulimit -v 65536; exec \"$0\" \"$@\"", &arguments));
        let said = flat(&format!("{}{}", little.out, little.err));
        assert!(
            little.code == code && said.contains(no_room) && !said.contains("sound: proved"),
            "{arguments:?}: {said}"
        );
    }
}

/// How much stack a thread of the program below has, in kB.
const STACK: &str = "PLIMSOLL_TEST_STACK";

/// What a product does with the library, on a thread of its own: an overflow of its stack ends the program.
#[test]
#[ignore = "the test below runs it with a stack"]
fn works_on_a_thread() {
    let Some(kilobytes) = std::env::var(STACK).ok().and_then(|text| text.parse::<usize>().ok()) else {
        return;
    };
    let work = || {
        let mut diagnostics = plimsoll::diagnostic::Diagnostics::new();
        let organisation = plimsoll::Organisation::read(&sample(), &mut diagnostics).unwrap();
        let assessment = plimsoll::assessment::Assessment::of(&organisation, plimsoll_core::Day(20_000));
        assert!(assessment.risks().len() > 60);
        let deep = format!("{SMALL}x = {}{}", "[".repeat(5_000), "]".repeat(5_000));
        let source = plimsoll::registers::Source::new("policy.toml", deep);
        assert!(plimsoll::Organisation::from_sources(&[source], &mut diagnostics).is_none());
        let nested = plimsoll::registers::Source::new("x.json", "[".repeat(100_000));
        let words = organisation.vocabulary();
        assert!(plimsoll::registers::Registers::from_json(&nested, words, &mut diagnostics).is_none());
    };
    std::thread::Builder::new().stack_size(kilobytes << 10).spawn(work).unwrap().join().unwrap();
}

/// A thread with 256 kB can read, compile, assess and refuse what is nested deeply.
#[test]
fn the_library_needs_little_stack() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "faults::limits::works_on_a_thread", "--ignored"])
        .env(STACK, "256")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Files with nesting of any depth are refused, on a small stack too.
#[test]
fn deep_nesting_is_refused_on_a_small_stack() {
    let depths = [150, 5_000, 100_000];
    let toml: [(&str, &str, &str); 6] = [
        ("x = ", "[", "]"),
        ("x = ", "{a=", "}"),
        ("x = ", "[", ""),
        ("x.", "a.", ""),
        ("[x.", "a.", ""),
        ("[[response]]\nwhen = ", "{score=", "}"),
    ];
    let rule: [(&str, &str, &str, &str); 9] = [
        ("", "(", "1", ")"),
        ("", "!", "true", ""),
        ("1", "+1", "", ""),
        ("true", "&&true", "", ""),
        ("", "[", "", "]"),
        ("risk", ".a", "", ""),
        ("", "int(", "1", ")"),
        ("", "#{a:", "1", "}"),
        ("", "if true {", "", "}"),
    ];
    for depth in depths {
        for (before, open, close) in toml {
            let policy = format!("{SMALL}\n{before}{}{}\n", open.repeat(depth), close.repeat(depth));
            let run = deep(&policy, "");
            assert!(run.contains("policy.toml"), "{before}{open} {depth}: {run}");
        }
        for (before, open, middle, close) in rule {
            let expression = format!("{before}{}{middle}{}", open.repeat(depth), close.repeat(depth));
            let run = deep(SMALL, &format!("fn rule_far(risk) {{\n let x = {expression};\n}}\n"));
            assert!(run.contains("rules/all.rhai"), "{before}{open} {depth}: {run}");
        }
    }
}

/// What is said of a policy with a rule, which is refused.
fn deep(policy: &str, rule: &str) -> String {
    let firm = Firm::new();
    firm.write("policy.toml", policy);
    firm.write("rules/all.rhai", rule);
    let run = told(shell(ENOUGH, &["check", firm.text()]));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    flat(&run.err)
}

/// Files that are made to need memory are refused with 256 MB of addresses: none of them aborts the program.
#[test]
fn what_is_made_to_need_memory_is_refused() {
    let row = |text: &str, count: usize| text.repeat(count);
    let facets: String =
        (0..33).map(|number| format!("[[facet]]\nname = \"f{number}\"\nrange = [0, 65535]\n")).collect();
    for (name, text, said) in [
        ("assets.csv", format!("id,name\nA1,\"{}", row("x", 16 << 20)), "quote"),
        ("assets.csv", row(",", 1 << 20), "more than 1000 fields"),
        ("assets.csv", row("x", 16 << 20), "longer than 64 KiB"),
        (
            "risks.csv",
            format!("id,asset,threat,impact,owner\n{}", row("R1,A9,T9,9,\n", 2_000)),
            "and 9,899 more",
        ),
        ("policy.toml", format!("{SMALL}x = [{}]", row("1,", 100_000)), "policy.toml"),
        ("policy.toml", format!("{SMALL}{}", row("[[facet]]\n", 10_000)), "policy.toml"),
        ("policy.toml", format!("{SMALL}{facets}"), "policy.toml"),
        (
            "rules/all.rhai",
            "fn rule_far(risk) { let x = \"a\"; while true { x += x; } }".into(),
            "rules/all.rhai",
        ),
        (
            "rules/all.rhai",
            "fn rule_far(risk) { let x = []; while true { x.push(x); } }".into(),
            "rules/all.rhai",
        ),
        (
            "rules/all.rhai",
            "fn rule_far(risk) { let x = [1]; while true { x += x; } }".into(),
            "rules/all.rhai",
        ),
    ] {
        let firm = Firm::new();
        firm.write(name, &text);
        let run = told(shell("ulimit -v 262144; exec \"$0\" \"$@\"", &["assess", firm.text()]));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{name}, {said}: {}", run.err);
        assert!(flat(&run.err).contains(said), "{name}, {said}: {}", run.err);
    }
    assert_eq!(run(&["assess", Firm::new().text()]).code, 0);
}
