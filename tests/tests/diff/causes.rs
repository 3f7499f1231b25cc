//! Which words are told of a change, statement by statement, and which rule, row or cell is said to make it.

use crate::pairs::{POLICY, RULES, compiled, replaced, told};
use plimsoll_core::Policy;
use plimsoll_scripting::{Cause, Difference, TooMuch, diff};

/// What both policies are before one of them is edited.
fn between(name: &str, policy: &[(&str, &str)], rules: &[(&str, &str)]) -> Difference {
    let edit = |text: &str, edits: &[(&'static str, &'static str)]| -> String {
        edits.iter().fold(text.to_string(), |text, edit| replaced(&text, *edit))
    };
    let _ = edit;
    let changed = |text: &str, edits: &[(&str, &str)]| {
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
    format!("{} {stage}{place}: {text}", if *new { "new" } else { "old" })
}

type Edit = (&'static str, &'static str);

#[test]
fn zz_print() {
    let cases: [(&str, &[Edit], &[Edit]); 12] = [
        ("band", &[("name = \"amber\"", "name = \"yellow\"")], &[]),
        ("cell", &[("[0, 1, 2],", "[0, 2, 2],")], &[]),
        ("clamp", &[("max_raise = 1", "max_raise = 0")], &[]),
        ("response", &[("then = \"avoid\"", "then = \"transfer\"")], &[]),
        ("rule", &[], &[("raise(1, \"far\")", "tighten_limit(1, \"far\")")]),
        ("second_rule", &[], &[("fn rule_far", "fn rule_always(risk) { tighten_limit(1, \"always\"); }\nfn rule_far")]),
        ("row", &[("kind = \"leak\"", "kind = \"leak\", priority = \"high\"")], &[]),
        ("channel", &[("channel = \"queue\"", "channel = \"ticket\"")], &[]),
        ("rights", &[("level = 2\nrights = 2", "level = 2\nrights = 0")], &[]),
        ("route_rule", &[], &[("send_to(\"third\", \"far\"); ", "")]),
        ("facet_first", &[("[[facet]]\nname = \"region\"", "[[facet]]\nname = \"tested\"\nbool = true\n\n[[facet]]\nname = \"region\"")], &[("risk.age > 6", "risk.age > 6 && risk.tested")]),
        ("parted", &[("range = [0, 9]", "range = [10, 19]")], &[("risk.age > 6", "risk.age >= 13")]),
    ];
    for (name, policy, rules) in cases {
        let found = between(&format!("causes_{name}"), policy, rules);
        println!("== {name}");
        for line in told(&found) { println!("  {line}"); }
        for changes in [&found.risks, &found.incidents] {
            for change in &changes.changes {
                println!("  * {} {}", change.part, change.what);
                for cube in change.cubes.iter().take(2) {
                    println!("     {:?} {:?}", cube.when, cube.causes.iter().map(line).collect::<Vec<_>>());
                }
            }
        }
    }
}
