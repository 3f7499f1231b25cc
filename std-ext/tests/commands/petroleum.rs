//! KW-2010's two petroleum firms: opposite orientations over one register, each consistent, and what lies between them on one screen.

use crate::run;
use plimsoll::assessment::Assessment;
use plimsoll::date::parse;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::{Deployed, Organisation};
use std::path::{Path, PathBuf};

const DAY: &str = "2026-11-20";

fn held(place: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(place)
}

/// What each firm decides: score, limit and response under the open one, then under the conservative one.
const EXPECTED: [(&str, &str, &str, &str); 13] = [
    // risk, petro_1, petro_2, why
    (
        "R01",
        "16 of 9 reduce",
        "18 of 5 reduce",
        "much to lose, and no business case for what is open to the outside",
    ),
    (
        "R02",
        "17 of 9 reduce",
        "16 of 9 reduce",
        "abroad, compliance is claimed only; the case for sharing was made",
    ),
    ("R03", "10 of 7 reduce", "9 of 5 reduce", "abroad without evidence; denied by default"),
    (
        "R04",
        "14 of 7 reduce",
        "13 of 5 avoid",
        "nobody at the refinery advises on security, so it is not begun",
    ),
    ("R05", "6 of 9 accept", "8 of 9 accept", "trading has its business case, and much to lose"),
    (
        "R06",
        "2 of 9 accept",
        "2 of 9 accept",
        "a lost laptop of little worth: evidence is asked for, and trust given",
    ),
    ("R07", "1 of 9 accept", "2 of 9 accept", "nobody would miss it"),
    ("R08", "3 of 9 accept", "4 of 5 transfer", "small, but open to the outside without a business case"),
    ("R09", "22 of 7 reduce", "20 of 5 reduce", "bids abroad, and nothing shows that they are safe"),
    (
        "R10",
        "8 of 7 reduce",
        "6 of 9 accept",
        "a slip of their own: looked at abroad by the one, left to trust in order by the other",
    ),
    ("R11", "4 of 9 accept", "4 of 5 transfer", "no business case was made for the portal"),
    ("R12", "6 of 9 accept", "6 of 5 reduce", "nor for a site at the coast"),
    ("R13", "6 of 9 accept", "8 of 9 accept", "a slip at home with what is worth most"),
];

#[test]
fn two_firms_decide_otherwise_about_one_register() {
    for (at, policy) in ["petro_1", "petro_2"].into_iter().enumerate() {
        let mut diagnostics = Diagnostics::new();
        let deployed = Deployed::read(&held("policies").join(policy), &mut diagnostics).unwrap();
        let firm = Organisation::under(&deployed, &held("registers/petroleum"), &mut diagnostics).unwrap();
        // Who writes the policy does not release it (E5).
        let identity = firm.policy().identity();
        assert_ne!(identity.author, identity.approver);
        let assessment = Assessment::of(&firm, parse(DAY).unwrap());
        assert_eq!(assessment.risks().len(), EXPECTED.len());
        for (assessed, (id, open, conservative, why)) in assessment.risks().iter().zip(EXPECTED) {
            let decision = &assessed.decision;
            let decided = format!("{} of {} {}", decision.score, decision.limit, decision.response);
            assert_eq!(
                (assessed.risk.id.as_str(), decided.as_str()),
                (id, [open, conservative][at]),
                "{why}"
            );
        }
    }
}

#[test]
fn both_are_proved_and_what_differs_fits_a_screen() {
    let places = [held("policies/petro_1"), held("policies/petro_2"), held("registers/petroleum")];
    let [one, two, register] = places.each_ref().map(|place| place.to_str().unwrap());
    for policy in [one, two] {
        let run = run(&["check", policy]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    }
    let shown = run(&["diff", one, two, "--register", register, "--as-of", DAY]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    let lines: Vec<&str> = shown.out.lines().collect();
    assert!(lines.len() <= 50, "{} lines:\n{}", lines.len(), shown.out);
    for line in &lines {
        assert!(line.chars().count() <= 120, "{line}");
    }
    // Each entry that changes is there once, and each of its causes has a number that is told below.
    for (id, open, conservative, _) in EXPECTED {
        let about: Vec<&&str> = lines.iter().filter(|line| line.contains(&format!("risk {id}:"))).collect();
        assert_eq!(about.len(), usize::from(open != conservative), "{id}\n{}", shown.out);
        for number in about.iter().filter_map(|line| line.split_once('(')).flat_map(|(_, numbers)| {
            numbers.trim_end_matches(')').split(' ').map(|number| number.parse::<usize>().unwrap())
        }) {
            let told = |line: &&&str| {
                [" + ", " - "].iter().any(|sign| line.trim_start().starts_with(&format!("{number}{sign}")))
            };
            assert_eq!(lines.iter().filter(told).count(), 1, "{number}\n{}", shown.out);
        }
    }
    assert!(
        shown.out.contains("response accept -> transfer") && shown.out.contains("response reduce -> avoid")
    );
    // Governance rules on a change of the firewall, operations carry it out: only the first firm has that rule.
    assert!(shown.out.contains("incident I01: consult governance -> nobody"), "{}", shown.out);
    assert!(shown.out.contains("- rules/firewall.rhai:"), "{}", shown.out);
    // All situations are told on request.
    let all = run(&["diff", one, two, "--register", register, "--as-of", DAY, "--cubes", "4"]);
    assert!(
        all.out.lines().count() > 200 && all.out.contains("country = abroad, evidence = none"),
        "{}",
        all.err
    );
}
