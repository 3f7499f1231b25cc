//! What comes of the exploration of a rule: what its conditions mean, how many paths it has, and what is known of it beside.

use crate::{BALANCE, REGION, REVIEWED, compiled, declared, draft, facts, proposed};
use plimsoll_core::facet;
use plimsoll_core::policy::Draft;
use plimsoll_scripting::{RuleFile, compile};

/// Conditions, and whether they hold for one risk.
#[test]
fn conditions_mean_what_they_say() {
    // Of the three ratings, the first is high; the region is emea, the balance -2.
    let risk = facts(3, 2)
        .with(declared(REGION), 1)
        .with(declared(BALANCE), 3)
        .with(declared(REVIEWED), 1)
        .with(facet::CONFIDENTIALITY, 2);
    let conditions = [
        ("risk.confidentiality == risk.integrity", false),
        ("risk.confidentiality != risk.integrity", true),
        ("risk.integrity == risk.availability", true),
        ("risk.integrity != risk.availability", false),
        ("\"emea\" == risk.region", true),
        ("\"emea\" != risk.region", false),
        ("risk.region == \"apac\"", false),
        ("risk.region != \"apac\"", true),
        ("risk.reviewed == true", true),
        ("risk.reviewed != true", false),
        ("\"a\" == \"b\"", false),
        ("\"a\" == \"a\"", true),
        ("\"a\" != \"a\"", false),
        ("\"a\" != \"b\"", true),
        ("risk.impact != 3", false),
        ("risk.impact != 4", true),
        ("abs(risk.balance) == 2", true),
        ("-risk.balance == 2", true),
        ("abs(7) == 7 && abs(-7) == 7", true),
        ("-(7) == 0 - 7", true),
        ("risk.region in [\"nordics\", \"emea\"]", true),
        ("risk.region in [\"nordics\", \"apac\"]", false),
        ("\"emea\" in [risk.region]", true),
        ("\"apac\" in [risk.region]", false),
        ("risk.confidentiality in [risk.integrity]", false),
        ("risk.integrity in [risk.confidentiality, risk.availability]", true),
        ("\"a\" in [\"b\", \"a\"]", true),
        ("\"a\" in [\"b\"]", false),
        ("risk.reviewed in [false]", false),
        ("risk.reviewed in [true]", true),
        ("3 in [1, 2]", false),
        ("3 in [1, risk.impact]", true),
        ("risk.impact in [1, 2]", false),
        ("risk.impact in 3..4", true),
        ("risk.impact in 1..3", false),
        ("risk.impact in 1..=3", true),
        ("risk.impact in 4..=5", false),
    ];
    let rules: String = (1..)
        .zip(&conditions)
        .map(|(n, (condition, _))| {
            format!("fn rule_{n}(risk) {{ if {condition} {{ raise({n}, \"x\"); }} }}\n")
        })
        .collect();
    let raised: Vec<u16> = proposed(&rules, &risk).iter().map(|(_, points, _)| *points).collect();
    for (n, (condition, holds)) in (1..).zip(&conditions) {
        assert_eq!(raised.contains(&n), *holds, "{condition}");
    }
}

/// Paths are those that facts can take: what follows from an answer is not asked again, and what cannot be is never run.
#[test]
fn each_possible_path_is_run_once() {
    for (body, paths) in [
        ("", 1),
        ("if risk.impact > 3 { raise(1, \"x\"); }", 2),
        ("if risk.impact > 3 { } else if risk.impact > 4 { raise(1, \"never\"); }", 2),
        ("if risk.impact > 3 && risk.impact > 2 && risk.impact != 3 { raise(1, \"x\"); }", 2),
        ("if risk.impact > 3 { raise(1, \"x\"); } if risk.impact <= 3 { raise(2, \"x\"); }", 2),
        ("if risk.impact > 3 { raise(1, \"x\"); } if risk.reviewed { raise(2, \"x\"); }", 4),
        ("raise(risk.impact, \"x\");", 5),
        ("switch risk.region { \"apac\" => raise(1, \"x\"), _ => () }", 3),
        ("switch risk.age_days % 2 { 1 => raise(1, \"odd\"), _ => () }", 2),
        ("let a = [1, 2]; raise(a[risk.age_days / 2000], \"x\");", 2),
        ("let age = risk.age_days; if age > 3 { raise(1, \"x\"); }", 2),
        (
            "let m = #{ nordics: 1, emea: 1, apac: 2 }; let n = m[risk.region]; if n > 1 { raise(n, \"x\"); }",
            3,
        ),
        ("let region = risk.region; if region == \"apac\" { raise(1, \"x\"); }", 2),
        ("switch risk.reviewed && risk.pci { true => raise(1, \"x\"), _ => () }", 3),
    ] {
        let compiled = compiled(&format!("fn rule_a(risk) {{ {body} }}"));
        assert!(compiled.faults.is_empty(), "{body}: {:?}", compiled.faults);
        assert_eq!(compiled.rules[0].paths, paths, "{body}");
        assert_eq!(compiled.unreached.len(), usize::from(body.contains("never")), "{body}");
    }
}

/// Where all situations are compared, and where so many that only some are: one of each outcome, and 512 others.
#[test]
fn situations_are_compared_until_they_are_too_many() {
    for (body, compared) in [
        ("", (1, true)),
        ("if risk.age_days > 7 { raise(1, \"x\"); }", (3651, true)),
        ("if risk.age_days > 7 && risk.reviewed { raise(1, \"x\"); }", (514, false)),
        ("if risk.age_days > 7 && risk.reviewed { raise(risk.impact, \"x\"); }", (518, false)),
    ] {
        let compiled = compiled(&format!("fn rule_a(risk) {{ {body} }}"));
        assert_eq!(compiled.rules[0].compared, compared, "{body}");
    }
}

/// What is known of a rule beside what it does.
#[test]
fn rules_know_where_they_come_from() {
    let file = |name: &str, text: &str| RuleFile { name: name.into(), text: text.into() };
    let files = [
        file("rules/a.rhai", "\nfn rule_one(risk) { raise(1, \"one\"); }"),
        file(
            "rules/b.rhai",
            "fn half() { 1 }\n// derives_from: nobody waits\n\n// derives_from: all hear of it\n// at once\nfn route_two(incident) { consult(\"press\", \"two\"); }\nfn rule_three(risk) {\n\n  raise(half(), \"three\"); }",
        ),
    ];
    let compiled = compile(&draft(), &files);
    assert_eq!(compiled.faults, []);
    let known: Vec<_> = compiled
        .rules
        .iter()
        .map(|rule| {
            let reason = &rule.rule.outcomes[1][0].reason;
            let said = (reason.source.as_str(), reason.line, reason.rule.as_str(), reason.principle.as_str());
            (rule.file, rule.name.as_str(), rule.line, said)
        })
        .collect();
    assert_eq!(
        known,
        [
            (0, "rule_one", 2, ("rules/a.rhai", 2, "rule_one", "")),
            (1, "route_two", 6, ("rules/b.rhai", 6, "route_two", "all hear of it")),
            (1, "rule_three", 7, ("rules/b.rhai", 9, "rule_three", "")),
        ]
    );
    assert_eq!(compiled.roles, [Draft::standard().roles, vec!["press".to_string()]].concat());
}

/// A function that is named nearly as a rule may help rules, also by way of others; not if only what nobody calls calls it.
#[test]
fn what_rules_call_is_known() {
    let text =
        "fn rules_of(n) { n }\nfn twice(n) { rules_of(n) * 2 }\nfn rule_a(risk) { raise(twice(1), \"x\"); }";
    let called =
        |text: &str| compiled(text).faults.iter().map(|(_, fault)| fault.place.line).collect::<Vec<_>>();
    assert_eq!(called(text), []);
    assert_eq!(called(&text.replace("twice(1)", "2")), [1]);
    assert_eq!(called(&text.replace("rule_a(risk) { raise(twice(1), \"x\")", "unasked() { twice(1)")), [1]);
    // Proposals in what states an invariant are told where invariants are.
    let invariant =
        "fn invariant_a(risk, decision) { raise(1, \"x\"); true }\nfn help() { raise(1, \"never\"); }";
    let unreached = compiled(invariant).unreached;
    assert_eq!(unreached.iter().map(|(_, place)| place.line).collect::<Vec<_>>(), [2]);
}

/// A `switch` looks at plain values, however its head gets at the fact.
#[test]
fn heads_of_switches_are_plain() {
    for head in [
        "risk.balance",
        "risk[\"balance\"]",
        "balance",
        "+balance",
        "+risk.balance",
        "0 - -risk.balance",
        "abs(risk.balance)",
        "risk.balance.abs()",
        "balance.abs()",
        "list[0]",
        "list[one - 1]",
        "nested[0][0]",
        "map.a",
        "map[\"a\"]",
        "map.b.a",
        "map.b[\"a\"]",
        "[risk.balance, 1][0]",
        "[[balance]][0][0]",
        "#{ a: risk.balance }.a",
        "#{ a: [balance] }.a[0]",
        "#{ a: balance }[\"a\"]",
        "if risk.pci { balance } else { risk.balance }",
        "{ let n = balance; n }",
        "switch risk.pci { true => balance, _ => risk.balance }",
        "copied(risk)",
        "copied(risk)[0]",
    ] {
        let text = format!(
            "fn copied(risk) {{ [risk.balance] }}
fn rule_a(risk) {{
  let balance = risk.balance; let one = 1; let list = [risk.balance, 1]; let nested = [list];
  let map = #{{ a: risk.balance, b: #{{ a: balance }} }};
  if risk.reviewed {{ switch {head} {{ 3 => raise(1, \"x\"), _ => raise(2, \"y\") }} }}
}}"
        );
        let compiled = compiled(&text);
        let told = compiled.faults.first().map(|(_, fault)| fault.to_string());
        let block = "5:29: the value of a block may depend on facts where a plain one is needed";
        let helper = "5:29: the value of copied(...) may depend on facts where a plain one is needed";
        let refused =
            if head.starts_with("copied") { Some(helper) } else { head.contains('{').then_some(block) };
        let refused = refused.filter(|_| !head.starts_with('#'));
        assert_eq!(told.as_deref(), refused, "{head}");
        if refused.is_some() {
            continue;
        }
        for (value, points) in [(7, 2), (8, 1), (9, 2)] {
            let facts = facts(1, 0).with(declared(REVIEWED), 1).with(declared(BALANCE), value);
            let raised: Vec<u16> = proposed(&text, &facts).iter().map(|(_, points, _)| *points).collect();
            assert_eq!(raised, [points], "{head} at {value}");
        }
    }
}
