//! What stands out, each by the smallest register that shows it.

use super::{HEADER, POLICY, organisation};
use crate::assessment::Assessment;
use plimsoll_core::Day;

/// What stands out of the derivation: kind, file, id and text.
fn found(rows: &str, principles: &str) -> Vec<String> {
    let organisation = organisation(&format!("{POLICY}{rows}"), principles);
    let assessment = Assessment::of(&organisation, Day::from_ymd(2026, 11, 20).unwrap());
    assert!(!assessment.is_finding());
    let one = |finding: &crate::assessment::Finding<'_>| {
        assert!(finding.kind.is_gap());
        format!("{} {} {}: {}", finding.kind.label(), finding.entry.file, finding.entry.id, finding.text)
    };
    assessment.findings().iter().map(one).collect()
}

#[test]
fn each_finding_by_the_smallest_register() {
    let row =
        |derives: &str| format!("[[limit]]\nlevel = 4\nwhere = {{ asset_class = \"software\" }}\n{derives}");
    let principle = format!("{HEADER}P1,principle,Nobody is harmed,\n");
    let none: [&str; 0] = [];
    assert_eq!(found(&row(""), HEADER), none, "where there are no entries, nothing is lacking");
    assert_eq!(found("", &principle), none, "nor where nothing is written");
    assert_eq!(found(&row("derives_from = \"nobody is  harmed\"\n"), &principle), none);
    assert_eq!(
        found(&row(""), &principle),
        [
            "rule_without_parent policy.toml policy.toml: nothing says what they derive from: policy.toml:6; name an entry of \
          principles.csv, by `derives_from`"
        ]
    );
    assert_eq!(
        found(&row("derives_from = \"Nobody is harmd; P1\"\n"), &principle),
        [
            "unknown_parent policy.toml policy.toml: `Nobody is harmd` is neither the id nor the title of an entry of \
          principles.csv: policy.toml:6; did you mean `Nobody is harmed`?"
        ]
    );
    let orphan = format!("{principle}R1,requirement,Keep it,\nR2,requirement,Hold it,P1\n");
    assert_eq!(
        found("", &orphan),
        ["orphan principles.csv R1: the requirement derives from nothing: name what it follows from"]
    );
    // S1 is done by way of S2, S3 by a row, S4 by nobody; what only derives from it does nothing.
    let standards = format!(
        "{principle}S1,standard,a,P1\nS2,standard,b,S1\nS3,standard,c,P1\nS4,standard,d,P1\nS5,standard,e,S4\nL1,procedure,f,S2\n"
    );
    let text = "nobody implements the standard: no procedure, rule or row derives from it";
    let not_implemented = [
        format!("not_implemented principles.csv S4: {text}"),
        format!("not_implemented principles.csv S5: {text}"),
    ];
    assert_eq!(found(&row("derives_from = \"S3\"\n"), &standards), not_implemented);
    // A row of the placement table does as much, and lacks as much.
    let place =
        |derives: &str| format!("[[tool]]\nname = \"drive\"\n[[placement]]\nthen = \"forbidden\"\n{derives}");
    assert_eq!(found(&place("derives_from = \"S3\"\n"), &standards), not_implemented);
    assert_eq!(
        found(&place(""), &principle),
        [
            "rule_without_parent policy.toml policy.toml: nothing says what they derive from: policy.toml:8; name an entry of \
          principles.csv, by `derives_from`"
        ]
    );
    assert_eq!(
        found(&place("derives_from = \"P2\"\n"), &principle),
        [
            "unknown_parent policy.toml policy.toml: `P2` is neither the id nor the title of an entry of principles.csv: \
          policy.toml:8; did you mean `P1`?"
        ]
    );
}

#[test]
fn a_title_that_stands_twice_is_to_be_named_by_its_id() {
    let row = |derives: &str| {
        format!(
            "[[limit]]\nlevel = 4\nwhere = {{ asset_class = \"software\" }}\nderives_from = \"{derives}\"\n"
        )
    };
    let twice =
        format!("{HEADER}P1,principle,Tell; always,\nS1,standard,Log it,P1\nS2,standard,log  it,P1\n");
    let of = |name: &str, meant: &str| {
        format!(
            "unknown_parent policy.toml policy.toml: `{name}` stands for {meant}: policy.toml:6; name it by its id"
        )
    };
    let text = "nobody implements the standard: no procedure, rule or row derives from it";
    let not_implemented = ["S1", "S2"].map(|id| format!("not_implemented principles.csv {id}: {text}"));
    assert_eq!(
        found(&row("Log it"), &twice),
        [&[of("Log it", "S1 and S2")], not_implemented.as_slice()].concat()
    );
    assert_eq!(found(&row("s1; S2"), &twice), [""; 0]);
    let thrice = format!("{twice}P2,principle,tell; always,\nP3,principle,Tell;  always,\n");
    assert_eq!(found(&row("S1;S2"), &thrice), [""; 0], "nothing is wrong with titles that nobody names");
    assert_eq!(
        found(&row("Tell; always"), &thrice).first(),
        Some(&of("Tell; always", "P1, P2 and 1 more")),
        "not as two names"
    );
}

#[test]
fn a_row_far_down_counts_though_its_line_is_not_known() {
    let rows = |derives: &str| {
        let row = "[[limit]]\nlevel = 4\nwhere = { asset_class = \"software\" }\n";
        format!("{row}derives_from = \"P1\"\n{}{row}derives_from = \"{derives}\"\n", "\n".repeat(65_535))
    };
    let standard = format!("{HEADER}P1,principle,a,\nS1,standard,b,P1\n");
    assert_eq!(found(&rows("S1"), &standard), [""; 0]);
    assert_eq!(
        found(&rows("S1; S2"), &standard),
        [
            "unknown_parent policy.toml policy.toml: `S2` is neither the id nor the title of an entry of principles.csv: policy.toml; \
          did you mean `S1`?"
        ]
    );
}
