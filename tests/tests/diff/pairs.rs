//! Pairs of small policies in which one thing is changed, each held against brute force.

use crate::brute::{compare, itself};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::read_policy;
use plimsoll_core::Policy;
use plimsoll_scripting::Difference;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) const POLICY: &str = r#"
[policy]
name = "small"
version = "1.0.0"
author = "information security"
approver = "board"

[scale]
impact = ["low", "medium", "high"]
likelihood = ["low", "medium", "high"]

[matrix]
kind = "grid"
grid = [
    [0, 0, 1],
    [0, 1, 2],
    [1, 2, 2],
]

[[band]]
name = "green"

[[band]]
name = "amber"

[[band]]
name = "red"

[acceptance]
level = 2
no_actions = "high"
estimate = "higher"
cia_floor = []

[[limit]]
level = 1
where = { region = "apac" }

[[obligation]]
name = "pci"
max_level = 1

[[facet]]
name = "region"
labels = ["nordics", "emea", "apac"]

[[facet]]
name = "age"
range = [0, 9]

[[response]]
when = { score = 3, origin = "external" }
then = "avoid"

[incident]
kinds = ["other", "leak"]

[[team]]
name = "first"
level = 1
rights = 1

[[team]]
name = "second"
level = 2
rights = 2

[[team]]
name = "third"
level = 3
rights = 3

[[route]]
when = { kind = "leak" }
to = "second"
consult = ["director"]
channel = "ticket"

[[route]]
when = {}
to = "first"
channel = "queue"

[envelope]
max_raise = 1
max_lower = 1
may_loosen = 0
may_redirect = true
"#;

pub(crate) const RULES: &str = r#"
fn rule_far(risk) {
    if risk.region == "apac" && risk.impact >= 2 { raise(1, "far"); }
}
fn rule_old(risk) {
    if risk.age > 6 { tighten_limit(1, "old"); }
}
fn route_far(incident) {
    if incident.region == "apac" && incident.security { send_to("third", "far"); consult("lawyer", "law"); }
}
"#;

/// What is replaced by what in the policy, and in the rules; whether risks change, and whether incidents do.
struct Pair {
    name: &'static str,
    policy: (&'static str, &'static str),
    rules: (&'static str, &'static str),
    risks: bool,
    incidents: bool,
    /// What is told of it, somewhere.
    told: &'static str,
}

const fn table(name: &'static str, from: &'static str, to: &'static str, told: &'static str) -> Pair {
    Pair { name, policy: (from, to), rules: ("", ""), risks: true, incidents: false, told }
}

const fn route(name: &'static str, from: &'static str, to: &'static str, told: &'static str) -> Pair {
    Pair { name, policy: (from, to), rules: ("", ""), risks: false, incidents: true, told }
}

const fn rule(name: &'static str, from: &'static str, to: &'static str, told: &'static str) -> Pair {
    Pair { name, policy: ("", ""), rules: (from, to), risks: true, incidents: false, told }
}

const PAIRS: [Pair; 31] = [
    table("limit", "level = 1\nwhere", "level = 0\nwhere", "acceptance level: 1 -> 0"),
    table("acceptance", "level = 2\nno_actions", "level = 1\nno_actions", "response: accept -> reduce"),
    table("cell", "[0, 1, 2],", "[0, 2, 2],", "matrix: 2 -> 3"),
    table("band", "name = \"amber\"", "name = \"yellow\"", "band: amber -> yellow"),
    table("obligation", "max_level = 1", "max_level = 0", "highest limit under obligations: 1 -> 0"),
    table(
        "obligation_forbids",
        "max_level = 1",
        "forbids_acceptance = true",
        "acceptance_ruled_out: false -> true",
    ),
    table(
        "obligation_gone",
        "[[obligation]]\nname = \"pci\"\nmax_level = 1\n",
        "",
        "pci is a facet of one policy only",
    ),
    table("envelope", "max_raise = 1", "max_raise = 0", "score: -1"),
    table("envelope_unused", "max_lower = 1", "max_lower = 0", "envelope: raise 1, lower 1"),
    table("response", "then = \"avoid\"", "then = \"transfer\"", "response: avoid -> transfer"),
    table(
        "response_gone",
        "[[response]]\nwhen = { score = 3, origin = \"external\" }\nthen = \"avoid\"\n",
        "",
        "response: avoid -> reduce",
    ),
    table("response_wider", "score = 3, origin = \"external\"", "score = 3", "response: reduce -> avoid"),
    table("no_actions", "no_actions = \"high\"", "no_actions = \"low\"", "likelihood: 3 -> 1"),
    table("estimate", "estimate = \"higher\"", "estimate = \"replaces\"", "likelihood: 3 -> 1"),
    table(
        "label_gone",
        "\"emea\", ",
        "",
        "region is nordics|emea|apac in one policy and nordics|apac in both",
    ),
    table(
        "label_added",
        "\"emea\", ",
        "\"emea\", \"latam\", ",
        "region is nordics|emea|latam|apac in one policy",
    ),
    table("labels_turned", "\"nordics\", \"emea\"", "\"emea\", \"nordics\"", ""),
    table(
        "facet_added",
        "[[facet]]\nname = \"age\"",
        "[[facet]]\nname = \"tested\"\nbool = true\n\n[[facet]]\nname = \"age\"",
        "tested is a facet of one policy only",
    ),
    table("range_shorter", "range = [0, 9]", "range = [2, 8]", "age is 0..9 in one policy and 2..8 in both"),
    route("row", "kind = \"leak\"", "kind = \"leak\", priority = \"high\"", "target: second -> first"),
    route(
        "row_gone",
        "[[route]]\nwhen = { kind = \"leak\" }\nto = \"second\"\nconsult = [\"director\"]\nchannel = \"ticket\"\n",
        "",
        "consult: director -> ",
    ),
    route("channel", "channel = \"queue\"", "channel = \"ticket\"", "channel: queue -> ticket"),
    route("role", "consult = [\"director\"]", "consult = [\"chief\"]", "consult: director -> chief"),
    route("team_of_a_row", "to = \"first\"", "to = \"second\"", "target: first -> second"),
    route("rights", "level = 2\nrights = 2", "level = 2\nrights = 0", "rights: 2 -> 0"),
    route(
        "next",
        "level = 1\nrights = 1",
        "level = 1\nrights = 1\nnext = \"third\"",
        "next: second -> third",
    ),
    rule("rule_edited_otherwise", "if risk.age > 6 {", "if risk.age > 9 - risk.impact {", "limit: "),
    rule(
        "rule_edited",
        "risk.impact >= 2",
        "risk.impact >= 3",
        "rules/all.rhai rule_far: raise 1 -> nothing",
    ),
    rule(
        "rule_added",
        "fn rule_old",
        "fn rule_new(risk) { if risk.owner_is_team { forbid(\"accept\", \"n\"); } }\nfn rule_old",
        "rules/all.rhai rule_new: nothing -> forbid accept",
    ),
    rule("reason", "\"far\"); }\n}\nfn rule_old", "\"distant\"); }\n}\nfn rule_old", ""),
    rule("rule_renamed", "rule_old", "rule_aged", "rules/all.rhai rule_aged: nothing -> tighten_limit 1"),
];

/// Writes a policy and compiles it.
pub(crate) fn compiled(name: &str, policy: &str, rules: &str) -> Vec<u8> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    fs::create_dir_all(directory.join("rules")).unwrap();
    fs::write(directory.join("policy.toml"), policy).unwrap();
    fs::write(directory.join("rules/all.rhai"), rules).unwrap();
    let mut diagnostics = Diagnostics::new();
    let blob = read_policy(&directory, &mut diagnostics);
    blob.unwrap_or_else(|| panic!("{name}: {diagnostics}"))
}

fn replaced(text: &str, (from, to): (&str, &str)) -> String {
    assert!(text.contains(from), "no {from}");
    if from.is_empty() { text.to_string() } else { text.replacen(from, to, 1) }
}

/// Everything that is told, line by line.
pub(crate) fn told(difference: &Difference) -> Vec<String> {
    let mut lines = difference.apart.clone();
    for changes in [&difference.risks, &difference.incidents] {
        let all = changes.statements.iter().chain(&changes.changes);
        lines.extend(all.map(|change| format!("{}: {}", change.part, change.what)));
    }
    lines
}

#[test]
fn each_edit_changes_what_brute_force_counts() {
    let base = compiled("base", POLICY, RULES);
    let old = Policy::verify(&base).unwrap();
    for Pair { name, policy, rules, risks, incidents, told: line } in PAIRS {
        println!("{name}");
        let blob = compiled(name, &replaced(POLICY, policy), &replaced(RULES, rules));
        let new = Policy::verify(&blob).unwrap();
        let found = compare(&old, &new, 3).expect("few situations");
        let lines = told(&found);
        assert!(lines.iter().any(|told| told.starts_with(line)) || line.is_empty(), "{name}: {lines:#?}");
        // Some edits are told although, for what both policies know, nothing is decided otherwise.
        let silent = [
            "envelope_unused",
            "label_gone",
            "label_added",
            "labels_turned",
            "facet_added",
            "range_shorter",
            "reason",
            "rule_renamed",
        ];
        let silent = silent.contains(&name);
        assert_eq!(
            (found.risks.changed > 0, found.incidents.changed > 0),
            (risks && !silent, incidents),
            "{name}: {lines:#?}"
        );
        for changes in [&found.risks, &found.incidents] {
            for change in &changes.changes {
                let told = change.cubes.iter().all(|cube| !cube.causes.is_empty());
                assert!(told, "{name}: {change:#?}");
            }
        }
    }
}

/// A floor reads all ratings of the asset and all attributes that are compromised: nothing else is read beside it here.
#[test]
fn a_floor_changes_what_brute_force_counts() {
    let start = POLICY.find("[[limit]]").unwrap();
    let base = &POLICY[..start];
    let floor = base.replace("cia_floor = []", "cia_floor = [1, 2, 3]");
    let steeper = base.replace("cia_floor = []", "cia_floor = [2, 2, 3]");
    let blobs = [("floor_none", base), ("floor", &floor), ("floor_steeper", &steeper)]
        .map(|(name, text)| compiled(name, text, "fn helper() { true }"));
    let [none, floor, steeper] = blobs.each_ref().map(|blob| Policy::verify(blob).unwrap());
    let found = compare(&none, &floor, 5).expect("few situations");
    assert!(told(&found).contains(&"impact with its floor: 1 -> 3".to_string()), "{:#?}", told(&found));
    // Three levels of impact and likelihood, three ratings of three levels, and three attributes.
    assert_eq!(found.risks.situations, 9 * 27 * 8);
    assert!(compare(&floor, &steeper, 5).unwrap().risks.changed > 0);
}

#[test]
fn what_no_owner_may_choose_is_compared() {
    let nothing =
        RULES.replace("tighten_limit(1, \"old\");", "demand(\"avoid\", \"old\"); forbid(\"avoid\", \"no\");");
    let (old, new) = (compiled("base_again", POLICY, RULES), compiled("nothing_left", POLICY, &nothing));
    compare(&Policy::verify(&old).unwrap(), &Policy::verify(&new).unwrap(), 3).expect("few situations");
}

/// A team is told by its name, wherever it stands in the table.
#[test]
fn a_renamed_team_is_another_and_a_moved_one_is_not() {
    let base = compiled("teams", POLICY, RULES);
    let old = Policy::verify(&base).unwrap();
    let renamed = POLICY.replace("\"third\"", "\"three\"");
    let blob = compiled("team_renamed", &renamed, &RULES.replace("\"third\"", "\"three\""));
    let found = compare(&old, &Policy::verify(&blob).unwrap(), 3).unwrap();
    assert!(told(&found).contains(&"target: third -> three".to_string()), "{:#?}", told(&found));
    let third = "[[team]]\nname = \"third\"\nlevel = 3\nrights = 3\n";
    let moved = POLICY
        .replace(third, "")
        .replace("[[team]]\nname = \"first\"", &format!("{third}\n[[team]]\nname = \"first\""));
    let blob = compiled("team_moved", &moved, RULES);
    let found = compare(&old, &Policy::verify(&blob).unwrap(), 3).unwrap();
    assert_eq!((found.incidents.changed, told(&found)), (0, Vec::<String>::new()));
}

/// The rule or row that makes the difference is named for each cube.
#[test]
fn causes_are_named() {
    let base = compiled("causes", POLICY, RULES);
    let edited = compiled("causes_edited", POLICY, &RULES.replace("risk.impact >= 2", "risk.impact >= 3"));
    let (old, new) = (Policy::verify(&base).unwrap(), Policy::verify(&edited).unwrap());
    let found = compare(&old, &new, 4).unwrap();
    let score = found.risks.changes.iter().find(|change| change.part == "score").unwrap();
    let cause = score.cubes[0].causes.iter().find(|cause| cause.stage == "rule").unwrap();
    assert_eq!((cause.new, cause.source.as_str(), cause.line), (false, "rules/all.rhai", 3));
    assert_eq!((cause.rule.as_str(), cause.text.as_str()), ("rule_far", "far"));
}

/// The directories below one.
fn directories(below: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(below)).unwrap();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

#[test]
fn every_policy_is_the_same_as_itself() {
    let mut compared = 0;
    for directory in directories("policies").into_iter().chain(directories("defects")) {
        let Some(blob) = read_policy(&directory, &mut Diagnostics::new()) else { continue };
        itself(&Policy::verify(&blob).unwrap());
        compared += 1;
    }
    assert!(compared >= 30, "{compared}");
    itself(&Policy::standard());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../std-ext/sample");
    let blob = read_policy(&sample, &mut Diagnostics::new()).unwrap();
    itself(&Policy::verify(&blob).unwrap());
}
