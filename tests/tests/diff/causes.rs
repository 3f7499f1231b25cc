//! What is said of a change, statement by statement, and which rule, row or cell is said to make it.

use crate::pairs::{POLICY, RULES, compiled, told};
use plimsoll_core::Policy;
use plimsoll_scripting::{Cause, Difference, diff};

type Edit = (&'static str, &'static str);

/// What becomes different once the small policy and its rules are edited.
fn edited(name: &str, policy: &[Edit], rules: &[Edit]) -> Difference {
    let changed = |text: &str, edits: &[Edit]| {
        edits.iter().fold(text.to_string(), |text, (from, to)| {
            assert!(text.contains(from), "no {from}");
            text.replacen(from, to, 1)
        })
    };
    let old = compiled("causes_old", POLICY, RULES);
    let new = compiled(name, &changed(POLICY, policy), &changed(RULES, rules));
    diff(&Policy::verify(&old).unwrap(), &Policy::verify(&new).unwrap(), 4, |_, _| ()).unwrap()
}

/// A cause in one line: `new rule rules/all.rhai:3 rule_far: far`.
fn line(cause: &Cause) -> String {
    let Cause { new, stage, source, line, rule, text } = cause;
    let place = if source.is_empty() { String::new() } else { format!(" {source}:{line} {rule}") };
    format!("{} {stage}{}: {text}", if *new { "new" } else { "old" }, place.trim_end())
}

/// An edit of the policy, an edit of the rules, a change that it makes, where in the first place, and why.
struct Case(&'static [Edit], &'static [Edit], &'static str, &'static str, &'static [&'static str]);

const BAND: Case = Case(
    &[("name = \"amber\"", "name = \"yellow\"")],
    &[],
    "band: amber -> yellow",
    "impact = 1, likelihood = 3",
    &["old band: the band is called amber", "new band: the band is called yellow"],
);

const CELL: Case = Case(
    &[("[0, 1, 2],", "[0, 2, 2],")],
    &[],
    "response: reduce -> avoid",
    "impact = 2, likelihood = 2, origin = external, pci = true, region = != apac",
    &["old matrix: matrix: 2", "new matrix: matrix: 3"],
);

const CLAMP: Case = Case(
    &[("max_raise = 1", "max_raise = 0")],
    &[],
    "score: -1",
    "impact = 2, likelihood = <= 2, region = apac",
    &["new clamp policy.toml:84: clamp of raise: 1 to 0"],
);

/// The response is a cause only where nothing else is.
const RESPONSE: Case = Case(
    &[("then = \"avoid\"", "then = \"transfer\"")],
    &[],
    "response: avoid -> transfer",
    "impact = 3, likelihood = >= 2, origin = external",
    &[
        "old response policy.toml:51: avoid where score = 3, origin = external",
        "new response policy.toml:51: transfer where score = 3, origin = external",
    ],
);

/// A rule proposes something else in the same words.
const KIND: Case = Case(
    &[],
    &[("raise(1, \"far\")", "tighten_limit(1, \"far\")")],
    "score: -1",
    "impact = 2, likelihood = <= 2, region = apac",
    &["old rule rules/all.rhai:3 rule_far: far", "new rule rules/all.rhai:3 rule_far: far"],
);

/// What the rules behind it add is the same as before, though the sum is not.
const ANOTHER: Case = Case(
    &[],
    &[(
        "fn rule_far",
        "fn rule_aged(risk) { if risk.age == 9 { tighten_limit(1, \"aged\"); } }\nfn rule_far",
    )],
    "limit: 1 -> 0",
    "pci = false, region = != apac, age = 9",
    &["new rule rules/all.rhai:2 rule_aged: aged"],
);

const ROW: Case = Case(
    &[("kind = \"leak\"", "kind = \"leak\", priority = \"high\"")],
    &[],
    "routing table: second by ticket, consulting director -> first by queue, consulting nobody",
    "kind = leak, priority = != high",
    &[],
);

const ROLES: Case = Case(
    &[("kind = \"leak\"", "kind = \"leak\", priority = \"high\"")],
    &[],
    "consult: director -> nobody",
    "kind = leak, priority = != high, security = false",
    &["old route policy.toml:73: second where kind = leak", "new route policy.toml:79: first where any"],
);

const CHANNEL: Case = Case(
    &[("channel = \"queue\"", "channel = \"ticket\"")],
    &[],
    "channel: queue -> ticket",
    "kind = other",
    &[
        "old route: first (level 1, rights 1) by queue, consulting nobody, then second",
        "new route: first (level 1, rights 1) by ticket, consulting nobody, then second",
    ],
);

/// That a row leads to the same team in another place of the table makes no difference.
const MOVED: Case = Case(
    &[
        ("channel = \"queue\"", "channel = \"ticket\""),
        ("[[team]]\nname = \"third\"\nlevel = 3\nrights = 3\n", ""),
        (
            "[[team]]\nname = \"first\"",
            "[[team]]\nname = \"third\"\nlevel = 3\nrights = 3\n\n[[team]]\nname = \"first\"",
        ),
    ],
    &[],
    "channel: queue -> ticket",
    "kind = other",
    CHANNEL.4,
);

const RIGHTS: Case = Case(
    &[("level = 2\nrights = 2", "level = 2\nrights = 0")],
    &[],
    "target: second -> third",
    "kind = leak, security = false, rights = 1..2",
    &["new rights: the rights of third reach"],
);

const REDIRECTED: Case = Case(
    &[],
    &[("send_to(\"third\", \"far\"); ", "")],
    "target: third -> first",
    "kind = other, security = true, rights = <= 1, region = apac",
    &["old rule rules/all.rhai:9 route_far: far"],
);

const CONSULTED: Case = Case(
    &[],
    &[("consult(\"lawyer\", \"law\"); ", "")],
    "rules/all.rhai route_far: send_to third, consult lawyer -> send_to third",
    "security = true, region = apac",
    &[],
);

/// A facet without common values is one of each policy.
const PARTED: Case = Case(
    &[("range = [0, 9]", "range = [10, 19]")],
    &[("risk.age > 6", "risk.age >= 13")],
    "limit: -1",
    "age (old) = <= 6, age (new) = >= 13",
    &["new rule rules/all.rhai:6 rule_old: old"],
);

/// One more facet in front of the others, and one obligation less, move them all.
const FACETS: Case = Case(
    &[
        ("[[obligation]]\nname = \"pci\"\nmax_level = 1\n", ""),
        (
            "[[facet]]\nname = \"region\"",
            "[[facet]]\nname = \"tested\"\nbool = true\n\n[[facet]]\nname = \"unread\"\nbool = true\n\n[[facet]]\nname = \"region\"",
        ),
    ],
    &[("risk.age > 6", "risk.age > 6 && risk.tested")],
    "rules/all.rhai rule_old: tighten_limit 1 -> nothing",
    "tested = false, age = >= 7",
    &[],
);

#[test]
fn each_change_is_told_with_its_causes() {
    let cases = [
        BAND, CELL, CLAMP, RESPONSE, KIND, ANOTHER, ROW, ROLES, CHANNEL, MOVED, RIGHTS, REDIRECTED,
        CONSULTED, PARTED, FACETS,
    ];
    for (number, Case(policy, rules, what, place, causes)) in cases.into_iter().enumerate() {
        let found = edited(&format!("causes_{number}"), policy, rules);
        let lines = told(&found);
        let all =
            [&found.risks, &found.incidents].map(|changes| changes.statements.iter().chain(&changes.changes));
        let change =
            all.into_iter().flatten().find(|change| format!("{}: {}", change.part, change.what) == *what);
        let change = change.unwrap_or_else(|| panic!("{what} is not among {lines:#?}"));
        let shown = |cube: &plimsoll_scripting::Cube| {
            let when = cube.when.iter().map(|(facet, values)| format!("{facet} = {values}"));
            when.collect::<Vec<_>>().join(", ")
        };
        let cube = change.cubes.iter().find(|cube| shown(cube) == place);
        let cube = cube.unwrap_or_else(|| panic!("{place}: {change:#?}"));
        assert_eq!(cube.causes.iter().map(line).collect::<Vec<_>>(), causes, "{what}");
    }
}
