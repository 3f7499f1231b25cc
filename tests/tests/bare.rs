//! The program without std, main and heap in `tests/bare`, the firmware in `tests/bare-metal` and the module in `tests/wasm`
//! against the same lines run here: equal digests over whole domains.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

#[path = "../bare/src/counters.rs"]
mod counters;
#[path = "../bare/src/digest.rs"]
mod digest;
#[path = "../bare/src/domain.rs"]
mod domain;
#[path = "../bare/src/input.rs"]
mod input;
#[path = "../bare/src/sample.rs"]
mod sample;
#[path = "../bare/src/work.rs"]
mod work;

use digest::Digest;
use plimsoll::Organisation;
use plimsoll_core::Policy;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A line as the program prints it.
fn line(name: &str, policy: &Policy<'_>) -> String {
    let Digest { risks, incidents, proposals, hash } = domain::decide_or_draw(policy);
    format!(
        "{name}: {risks} risks, {incidents} incidents, {proposals} proposals of rules, digest {hash:016x}"
    )
}

/// What a product's work gives, as every machine prints it.
fn answer() -> String {
    format!("answer: {:016x}", work::work(Policy::standard_bytes(), input::INPUT))
}

/// Where scripts build, beside what is built here.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/..");

/// A place with the policy of an organisation as devices load it.
fn deployed(name: &str, organisation: &Organisation) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, organisation.blob()).expect("a directory for tests");
    file.to_str().expect("Unicode").to_owned()
}

/// Runs a script of this directory; what it says.
fn run(script: &str, arguments: &[&str]) -> String {
    let script = format!("{}/{script}", env!("CARGO_MANIFEST_DIR"));
    let ran = Command::new("sh").arg(&script).args(arguments).output().expect("a shell");
    let (said, complained) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{script}: {}\n{said}{complained}", ran.status);
    print!("{said}");
    said.into_owned()
}

#[test]
fn decisions_without_a_heap_are_the_same() {
    let organisation = Organisation::sample();
    let said = run("bare/run.sh", &[TARGET, &deployed("bare.plimsoll", &organisation)]);
    let blob = sample::draft().compile().unwrap_or_else(|faults| panic!("{faults:#?}"));
    let sample = Policy::verify(&blob).expect("a sound policy");
    let tallyharbour = organisation.policy();
    let host = [
        line("standard", &Policy::standard()),
        line("sample", &sample),
        line("tallyharbour", &tallyharbour),
        answer(),
        format!("counters: {:016x}", counters::count(&Policy::standard(), input::INPUT)),
    ];
    host.iter().for_each(|line| println!("here: {line}"));
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let bare: Vec<&str> = said.lines().take(host.len()).collect();
        assert_eq!(bare, host, "the same decisions");
        assert!(said.contains("symbols: no allocator, no panic, nothing undefined"), "{said}");
    } else {
        assert!(said.contains("skipped: the program without libraries"), "{said}");
    }
}

/// On a Cortex-M3 and in WebAssembly, as far as their tools are here; the script says what it had to skip.
#[test]
fn other_machines_decide_the_same() {
    let organisation = Organisation::sample();
    let host =
        [line("standard", &Policy::standard()), line("tallyharbour", &organisation.policy()), answer()];
    let sample = deployed("bare-metal.plimsoll", &organisation);
    let lines = Path::new(env!("CARGO_TARGET_TMPDIR")).join("host.txt");
    fs::write(&lines, host.join("\n") + "\n").expect("a directory for tests");
    let lines = lines.to_str().expect("Unicode");
    let said = run("bare-metal/run.sh", &["--target", TARGET, "--sample", &sample, "--host", lines]);

    let parts = [
        ("thumbv7m-none-eabi", "firmware", "no allocator, no panic, no .data, no .bss", "stack_product "),
        ("wasm32-unknown-unknown", "modules", "no imports, no allocator, no panic", "wasm_module "),
    ];
    for (machine, what, proof, size) in parts {
        let skipped = [format!("skipped: the {what}: "), format!("skipped: running the {what}: ")];
        if skipped.iter().any(|word| said.contains(word)) {
            continue;
        }
        assert!(said.contains(&format!("{machine}: {proof}\n")), "{said}");
        assert!(said.contains(&format!("{machine}: decides as the host\n{}\n", host.join("\n"))), "{said}");
        assert!(said.contains(&format!("\n{size}")), "{said}");
    }
}

/// The policy with rules in Rhai is one: its rules speak up, and without them it decides otherwise.
#[test]
fn rules_take_part() {
    let organisation = Organisation::sample();
    let with = domain::decide_or_draw(&organisation.policy());
    // What the policy's invariants name stays: it proposes nothing.
    let stays = |name: &str| !name.ends_with(".rhai") || name == "rules/invariants.rhai";
    let plain = plimsoll::SAMPLE.iter().filter(|(name, _)| stays(name));
    let plain: Vec<_> = plain.map(|(name, text)| plimsoll::registers::Source::new(*name, *text)).collect();
    let mut diagnostics = plimsoll::diagnostic::Diagnostics::new();
    let plain = Organisation::from_sources(&plain, &mut diagnostics).expect("sound without rules");
    let without = domain::decide_or_draw(&plain.policy());
    assert_eq!((without.risks, without.incidents), (with.risks, with.incidents));
    assert_eq!((with.risks, with.incidents), (200_000, 20_000));
    assert_eq!(without.proposals, 0);
    assert!(with.proposals > with.risks, "{} proposals", with.proposals);
    assert_ne!(without.hash, with.hash);
}

/// The digest hears every change: of a decision, of a step, of an incident.
#[test]
fn another_policy_has_another_digest() {
    let digest = |change: &dyn Fn(&mut plimsoll_core::policy::Draft)| {
        let mut draft = plimsoll_core::policy::Draft::standard();
        change(&mut draft);
        let blob = draft.compile().unwrap_or_else(|faults| panic!("{faults:#?}"));
        domain::decide(&Policy::verify(&blob).expect("a sound policy"))
    };
    let standard = domain::decide(&Policy::standard());
    assert_eq!(digest(&|_| {}), standard);
    assert_eq!((standard.risks, standard.incidents), (388_800, 3_840));
    assert_ne!(digest(&|draft| draft.acceptance_level = 8), standard);
    assert_ne!(digest(&|draft| draft.teams[3].rights = 4), standard);
    assert_ne!(digest(&|draft| draft.cia_floor = plimsoll_core::CiaFloor::NONE), standard);
}
