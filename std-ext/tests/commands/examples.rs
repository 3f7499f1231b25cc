//! The examples, as they are built: what they print, or that they end as they should.

mod ci;

use std::path::Path;
use std::process::Command;

/// The program of an example, which lies beside that of the crate.
pub(super) fn example(name: &str) -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_plimsoll")).with_file_name("examples").join(name);
    assert!(
        built.is_file(),
        "cargo builds examples with all tests: cargo build -p plimsoll --example {name}"
    );
    Command::new(built)
}

/// By the routing table of domain.md B3 and the ladder of B2: who gets which ticket, and where it ends.
#[test]
fn tickets_climb_until_they_are_solved() {
    let output = example("tickets").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    let steps = told.lines().filter(|line| !line.starts_with("    ")).map(str::trim).collect::<Vec<_>>();
    let expected = [
        "a client cannot log in",
        "level 1: level_1, by ticket",
        "solved at level 1",
        "invoices of one client are shown to another",
        "level 2: severity_analyst, by ticket",
        "level 4: incident_duty_manager, by ticket",
        "solved at level 4",
        "nightly jobs find the database locked",
        "level 3: level_3, by ticket",
        "solved at level 3",
        "a key has to be replaced",
        "level 3: level_3, by ticket",
        "solved at level 3",
    ];
    assert_eq!(steps, expected);
    for (words, times) in [
        ("ask country_management, duty_director", 2),
        ("rights: the rights of level_1 do not reach what is concerned; those of level_3 do", 1),
        ("skip: level 2 is passed over", 2),
    ] {
        assert_eq!(told.matches(words).count(), times, "{words}: {told}");
    }
}
