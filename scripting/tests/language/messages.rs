//! What is told of each mistake, word for word, with its line and column: a rule writer has nothing else to go by.

use crate::{compiled, refused};
use plimsoll_core::policy::Draft;
use plimsoll_scripting::{RuleFile, compile};

/// What is told of the first fault of a rule whose third line this is.
fn told(body: &str) -> String {
    refused(&format!("fn helper(risk) {{ risk.region }}\nfn rule_a(risk) {{\n{body}\n}}"))
}

fn all_told(cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        assert_eq!(told(body), *expected, "{body}");
    }
}

#[test]
fn what_the_language_leaves_out() {
    all_told(&[
        ("let x = 1.5;", "3:9: numbers have no fractions here; use whole numbers, for example per cent"),
        ("let x = 'c';", "3:9: characters are not allowed; use a string: \"...\""),
        (
            "let x = `a ${risk.impact}`;",
            "3:9: strings that contain expressions are not allowed; write the reason out",
        ),
        ("this.impact;", "3:1: this is not allowed; use the function's parameter"),
        ("let x = risk.impact ?? 1;", "3:9: ?? is not allowed; every fact has a value"),
        ("let x = risk?.impact;", "3:9: ?. is not allowed; every fact has a value: use a single point"),
        ("let x = a::b;", "3:9: modules are not allowed; name a constant of this file without a prefix"),
        ("a::helper(risk);", "3:4: modules are not allowed; call a function of the same file"),
        ("helper!(risk);", "3:1: closures are not allowed; pass what the function needs"),
        (
            "switch helper(risk) { _ => () }",
            "3:8: the value of helper(...) may depend on facts where a plain one is needed; write int(helper(...)) or text(helper(...))",
        ),
    ]);
    for (body, words) in [
        ("throw 1;", "'throw' is a reserved keyword"),
        ("try { } catch { }", "'try' is a reserved keyword"),
        ("import \"x\" as y;", "'import' is a reserved keyword"),
        ("export risk;", "'export' is a reserved keyword"),
        ("eval(\"1\");", "reserved keyword 'eval' is disabled"),
        ("|x| x;", "Unexpected '|'"),
        ("$ 2;", "'$' is a reserved symbol"),
    ] {
        assert_eq!(told(body), format!("3:1: {words}; see the guide for rule writers"), "{body}");
    }
    assert!(compiled("fn rule_a(risk) { let x = `a`; }").faults.is_empty());
}

#[test]
fn functions_that_cannot_be_defined() {
    for (text, expected) in [
        ("\nfn len(x) { }", "2:11: \"len\" is a function already; give yours another name"),
        (
            "fn int.rule_a() { }",
            "1:17: the function \"rule_a\" belongs to a type; write it without one: fn rule_a(...)",
        ),
        ("fn rule_a.len() { }", "1:17: \"len\" is a function already; give yours another name"),
    ] {
        assert_eq!(refused(text), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_put_together() {
    for (body, column, what) in [
        ("risk + 1;", 6, "+ (the risk, incident or decision, a number)"),
        ("risk.region + 1;", 13, "+ (a label, a number)"),
        ("risk.impact - \"x\";", 13, "- (a number, a string)"),
        ("risk.impact * true;", 13, "* (a number, true or false)"),
        ("risk.impact / ();", 13, "/ (a number, nothing)"),
        ("risk.impact % [1];", 13, "% (a number, an array)"),
        ("risk.impact + #{};", 13, "+ (a number, a map)"),
        ("-risk.region;", 1, "- (a label)"),
        ("!risk.impact;", 1, "! (a number)"),
        ("abs();", 1, "abs ()"),
        ("helper(1, 2);", 1, "helper (a number, a number)"),
    ] {
        let help = "see the guide for what can be called with what";
        assert_eq!(told(body), format!("3:{column}: {what} is not possible; {help}"), "{body}");
    }
    for (body, values) in
        [("raise(1, 1);", "a number, a number"), ("raise(1, risk.region);", "a number, a label")]
    {
        let help = "a proposal takes two: what it is about, and its reason as a string";
        assert_eq!(told(body), format!("3:1: raise ({values}) is not possible; {help}"), "{body}");
    }
}

#[test]
fn what_stands_where_something_else_is_needed() {
    for (body, column, what, needed, help) in [
        ("if risk.impact { }", 8, "a number", "true or false", "compare it with something, by == or >="),
        ("if risk.region { }", 8, "a label", "true or false", "compare it with something, by == or >="),
        (
            "if risk { }",
            4,
            "the risk, incident or decision",
            "true or false",
            "compare it with something, by == or >=",
        ),
        ("let m = #{ a: 1 }; m[1];", 22, "a number", "a string", "see the guide for rule writers"),
        ("int([1]);", 1, "an array", "a string", "give a string, or text(...)"),
        ("text(true);", 1, "true or false", "a string", "give a string, or text(...)"),
        ("demand(1, \"x\");", 1, "a number", "a string", "give a string, or text(...)"),
        ("1 in #{ a: 1 };", 3, "a number", "a string", "give a string, or text(...)"),
        ("risk.region in [1];", 13, "a label", "a number", "give a number"),
        ("risk.region in 1..3;", 13, "a label", "a number", "give a number"),
        ("true in [1];", 6, "true or false", "a number", "give a number"),
        ("1 in [true];", 3, "true or false", "a number", "give a number"),
        ("\"x\" in [(), 1];", 5, "nothing", "a number", "give a number"),
    ] {
        assert_eq!(
            told(body),
            format!("3:{column}: {what} stands where {needed} is needed; {help}"),
            "{body}"
        );
    }
    all_told(&[
        (
            "points;",
            "3:1: there is no variable \"points\"; functions see their parameters, their own variables and the constants of the file",
        ),
        (
            "let a = [1]; a[3];",
            "3:16: the array has no such member: it has 1, the first of them is 0; make sure before that it has, for example with len(...)",
        ),
        (
            "let s = \"abc\"; s[7];",
            "3:18: the string has no such letter: it has 3, the first of them is 0; compare whole strings, or use contains(...)",
        ),
        (
            "for x in risk.impact { }",
            "3:10: only arrays and ranges can be gone through; write for x in [...] or for x in 0..n",
        ),
        // One of five impacts, whatever else is so.
        (
            "10 / (risk.impact - 3);",
            "3:4: division by zero, or a quotient that is too large (where impact = 3; 562125484800 situations); make sure before that it cannot happen, for example with an `if`",
        ),
        ("loop { }", "2:1: the rule takes too many steps; loops must end soon: a run has 20,000 steps"),
        (
            "int(\"mild\");",
            "3:1: \"mild\" is not a number; only the levels low, medium and high have numbers: 0, 1 and 2",
        ),
    ]);
}

#[test]
fn what_is_not_to_be_compared() {
    let labels = "compare it with a string: it is one of nordics, emea, apac";
    let numbers = "compare it with a number: it is from -5 to 5";
    let plain = "compare numbers with numbers, labels with strings, true and false with nothing";
    for (body, column, what, help) in [
        ("risk.region == 1;", 13, "a label is compared with a number", labels),
        ("1 != risk.region;", 3, "a label is compared with a number", labels),
        ("risk.region == risk.impact;", 13, "a label is compared with a number", labels),
        ("risk.region == true;", 13, "a label is compared with true or false", labels),
        ("risk.balance == \"x\";", 14, "a number is compared with a string", numbers),
        ("risk.balance < false;", 14, "a number is compared with true or false", numbers),
        ("1 == \"x\";", 3, "a number is compared with a string", plain),
        ("true == 1;", 6, "a number is compared with true or false", plain),
        ("\"x\" == true;", 5, "a string is compared with true or false", plain),
        ("risk.impact == ();", 13, "a number is compared with nothing", plain),
        ("risk.region == ();", 13, "a label is compared with nothing", plain),
        ("true == ();", 6, "true or false is compared with nothing", plain),
        ("[1] == 1;", 5, "an array is compared", plain),
        ("1 == #{};", 3, "a map is compared", plain),
        ("risk == 1;", 6, "the risk or incident itself is compared", plain),
    ] {
        assert_eq!(told(body), format!("3:{column}: {what}; {help}"), "{body}");
    }
    for (body, column) in [
        ("risk.region > risk.region;", 13),
        ("risk.region < \"a\";", 13),
        ("\"a\" <= risk.region;", 5),
        ("\"a\" >= \"b\";", 5),
    ] {
        let help = "compare levels by number: int(...) gives 0, 1 or 2";
        assert_eq!(told(body), format!("3:{column}: labels have no order; {help}"), "{body}");
    }
}

#[test]
fn what_is_not_to_be_proposed() {
    let responses = "there is accept, transfer, reduce, avoid";
    all_told(&[
        ("raise(1);", "3:1: raise has no reason; give a reason: raise(..., \"why\")"),
        ("raise(1, \" \");", "3:1: the proposal has no reason; say why, for a person to read"),
        ("raise(0, \"x\");", "3:1: raise is given 0; give a number from 1 to 100"),
        ("lower(101, \"x\");", "3:1: lower is given 101; give a number from 1 to 100"),
        (
            "tighten_limit(true, \"x\");",
            "3:1: tighten_limit is given true or false; give a number from 1 to 100",
        ),
        (
            "loosen_limit(risk.region, \"x\");",
            "3:1: loosen_limit is given a string; give a number from 1 to 100",
        ),
        (
            "demand(\"acept\", \"x\");",
            &format!("3:1: there is no response \"acept\"; did you mean \"accept\"? {responses}"),
        ),
        ("forbid(\"ignore\", \"x\");", &format!("3:1: there is no response \"ignore\"; {responses}")),
        (
            "consult(\"lawyer\", \"x\");",
            "3:1: consult is not for this kind of rule; only route_*(incident) may propose it",
        ),
    ]);
    let route = "fn route_a(incident) { raise(1, \"x\"); }";
    assert_eq!(refused(route), "1:24: raise is not for this kind of rule; only rule_*(risk) may propose it");
}

/// Limits at their ends: what is just allowed, and what is just too much.
#[test]
fn limits_hold_at_their_ends() {
    let fits = |text: &str| compiled(text).faults.is_empty();
    let file = |bytes: usize| {
        let rule = "fn rule_a(risk) { }\n//";
        format!("{rule}{}", " ".repeat(bytes - rule.len()))
    };
    assert!(fits(&file(65_536)));
    assert_eq!(
        refused(&file(65_537)),
        "0:0: the file has 65537 bytes; a rule file has at most 65536; split it"
    );
    let raise = |points: u8| format!("fn rule_a(risk) {{ raise({points}, \"x\"); }}");
    assert!(fits(&raise(1)) && fits(&raise(100)));
    let consult = |role: &str| format!("fn route_a(incident) {{ consult(\"{role}\", \"x\"); }}");
    assert!(fits(&consult("z")) && fits(&consult(&"z".repeat(64))));
    for role in ["", " ", &"z".repeat(65)] {
        let long = "1:24: the role has no name, or a long one; give 1 to 64 characters";
        assert_eq!(refused(&consult(role)), long, "{role}");
    }
}

/// Roles that differ little from one that there is: a letter in every four may, up to two.
#[test]
fn roles_are_not_to_be_mistaken_for_each_other() {
    let draft = Draft { roles: ["cio", "legal", "director"].map(String::from).to_vec(), ..Draft::standard() };
    for (name, near) in [
        ("ceo", None),
        ("cio", None),
        ("legals", Some("legal")),
        ("lega", Some("legal")),
        ("loyal", None),
        ("directors", Some("director")),
        ("dirictors", Some("director")),
        ("dirictorz", Some("director")),
        ("dirikturz", None),
    ] {
        let text = format!("fn route_a(incident) {{ consult(\"{name}\", \"x\"); }}");
        let compiled = compile(&draft, &[RuleFile { name: "rules/a.rhai".into(), text }]);
        let told = compiled.faults.first().map(|(_, fault)| format!("{fault}; {}", fault.help));
        let expected = near.map(|near| {
            format!(
                "1:24: there is no role \"{name}\"; did you mean \"{near}\"? a role of its own needs a name that differs more, or is named by a [[route]]"
            )
        });
        assert_eq!(told, expected, "{name}");
    }
}
