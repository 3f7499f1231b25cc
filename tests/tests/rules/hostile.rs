//! Rule files that mean harm, or might as well: each is refused with a line, whatever the stack of the caller.

use crate::compare::compiled;
use crate::world::draft;
use plimsoll_core::policy::{DraftDomain, DraftFacet};
use plimsoll_scripting::{Compiled, Fault};

/// What the caller has of a stack.
const STACK: usize = 256 << 10;

/// What the compiler makes of a text, called from a thread with a small stack.
fn called_low(text: &str) -> Compiled {
    std::thread::scope(|scope| {
        let work = || compiled(&draft(), text);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.expect("a thread").join().expect("the compiler does not panic")
    })
}

/// The first fault of a text that must have one, with a line.
fn refused(text: &str) -> Fault {
    let shown: String = text.chars().take(200).collect();
    let compiled = called_low(text);
    assert!(compiled.rules.is_empty(), "accepted: {shown}");
    let (_, fault) = compiled.faults.first().unwrap_or_else(|| panic!("no fault: {shown}")).clone();
    assert!(fault.place.line > 0, "no line: {fault}\n{shown}");
    assert!(!fault.message.is_empty() && !fault.help.is_empty(), "{fault}");
    fault
}

/// The first fault of the body of a rule.
fn body(body: &str) -> String {
    let fault = refused(&format!("fn rule_a(risk) {{\n{body}\n}}"));
    format!("{fault}; {}", fault.help)
}

fn each_says(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let told = body(text);
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn what_never_ends_is_refused() {
    each_says(&[
        ("loop { }", "too many steps"),
        ("while true { }", "too many steps"),
        ("do { } while risk.impact > 0;", "too many steps"),
        ("for a in 0..100000000 { }", "too many steps"),
        ("for a in 0..60 { for b in 0..60 { for c in 0..60 { } } }", "too many steps"),
        ("let n = 1; while n != 0 { n += 2; }", "too many steps"),
        ("rule_a(risk);", "too deeply"),
        ("let n = 0; while n < risk.age_days { n += 0; }", "too many steps"),
    ]);
    for text in [
        "fn f(n) { f(n + 1) }\nfn rule_a(risk) { f(0); }",
        "fn f(n) { g(n) }\nfn g(n) { f(n) }\nfn rule_a(risk) { f(0); }",
        "fn rule_a(risk) { rule_b(risk); }\nfn rule_b(risk) { rule_a(risk); }",
    ] {
        assert!(refused(text).to_string().contains("too deeply"), "{text}");
    }
}

#[test]
fn what_grows_is_refused() {
    each_says(&[
        ("let s = \"x\"; loop { s += s; }", "too large"),
        ("let s = \"x\"; for n in 0..300 { s += \"x\"; }", "too large"),
        ("let a = [1]; loop { a = [a, a]; }", ""),
        ("let a = []; loop { a += [1]; }", ""),
        ("let a = []; for n in 0..100 { a.push(n); }", "there is no function \"push\""),
        ("let m = #{}; m.a = m; m.a = m; for n in 0..100 { m.a = m; }", ""),
        ("let m = #{}; let n = 0; loop { m[\"k\" + text(n)] = n; n += 1; }", ""),
        ("let a = [0]; for n in 0..100 { a = [a]; } if a == a { }", ""),
        ("let m = #{}; loop { m = #{ a: m, b: m }; }", ""),
    ]);
    let members: Vec<String> = (0..100).map(|n| format!("k{n}: {n}")).collect();
    assert!(!body(&format!("let m = #{{ {} }};", members.join(", "))).is_empty());
    assert!(!body(&format!("let a = [{}];", "1, ".repeat(100))).is_empty());
    assert!(!body(&format!("let s = \"{}\";", "x".repeat(300))).is_empty());
}

#[test]
fn what_reaches_out_is_refused() {
    each_says(&[
        ("let f = |x| x; f.call(1);", ""),
        ("let f = |x| || x; loop { f = f.curry(f); }", ""),
        ("let f = Fn(\"rule_a\"); f.call(risk);", ""),
        ("let f = rule_a; f.call(risk);", ""),
        ("let f = rule_a.curry(1);", ""),
        ("eval(\"1\");", ""),
        ("import \"x\" as y;", ""),
        ("export risk;", ""),
        ("print(\"x\");", ""),
        ("debug(\"x\");", ""),
        ("sleep(20);", "there is no function \"sleep\""),
        ("exit();", "there is no function \"exit\""),
        ("timestamp();", "there is no function \"timestamp\""),
        ("rand();", "there is no function \"rand\""),
        ("parse_json(\"1\");", "there is no function \"parse_json\""),
        ("type_of(risk);", ""),
        ("is_def_var(\"risk\");", ""),
        ("is_def_fn(\"rule_a\", 1);", ""),
        ("risk.to_string();", ""),
        ("global::x;", ""),
        ("std::x();", ""),
        ("try { raise(0, \"x\"); } catch { }", ""),
        ("throw 1;", ""),
        ("this.impact;", ""),
        ("let x = risk?.impact;", ""),
        ("let x = risk.impact ?? 1;", ""),
        ("let x = 1 << 70;", ""),
        ("let x = 2 ** 99;", ""),
        ("let x = 1.5;", ""),
        ("let x = 'c';", ""),
        ("let x = 99999999999999999999;", ""),
        ("let x = `${risk.impact}`;", ""),
        ("risk.impact = 1;", ""),
        ("risk = 1; risk.impact > 1;", ""),
    ]);
}

#[test]
fn mistakes_about_facts_are_refused() {
    each_says(&[
        ("if risk.regin == \"apac\" { }", "did you mean \"region\"?"),
        ("if risk[\"regin\"] == \"apac\" { }", "there is no fact \"regin\""),
        ("if risk.region == \"apca\" { }", "did you mean \"apac\"?"),
        ("if risk.region == 1 { }", "a label is compared with a number"),
        ("if 1 != risk.region { }", "a label is compared with a number"),
        ("if risk.region > risk.unit { }", "labels have no order"),
        ("if risk.impact == \"high\" { }", "a number is compared with a string"),
        ("if risk.reviewed == 1 { }", "true or false"),
        ("if risk.impact { }", ""),
        ("if risk.region { }", ""),
        ("if risk.impact && true { }", ""),
        ("if risk { }", ""),
        ("let x = risk.impact + risk.region;", "not possible"),
        ("let x = risk.impact + \"1\";", ""),
        ("let x = risk.impact & 1;", ""),
        ("let x = [1, 2][risk.impact];", ""),
        ("let x = #{ nordics: 1 }; raise(x[risk.region], \"x\");", ""),
        ("for x in risk.impact { }", ""),
        ("for x in risk { }", ""),
        ("raise(1, risk.region);", ""),
        ("raise(1, 1);", ""),
        ("raise(1, \" \");", "no reason"),
        ("raise(risk.impact - 1, \"x\");", "impact = 1"),
        ("raise(101, \"x\");", "101"),
        ("raise(-1, \"x\");", "-1"),
        ("raise(risk.region, \"x\");", ""),
        ("demand(\"ignore\", \"x\");", "there is no response \"ignore\""),
        ("consult(\"duty_director\", \"x\");", "not for this kind of rule"),
    ]);
}

/// Each fails in few situations among very many, and one of these is shown.
#[test]
fn rare_failures_are_found_and_shown() {
    for (text, situation) in [
        (
            "if risk.age_days == 1234 && risk.offset == -2990 && risk.region == \"emea\" { let x = 1 / 0; }",
            "age_days = 1234",
        ),
        ("let x = 7 / (risk.age_days * 22 + risk.offset - 24192);", "age_days = "),
        (
            "if risk.impact * risk.likelihood * risk.orientation == 125 && risk.balance == 5 { raise(0, \"x\"); }",
            "balance = 5",
        ),
        ("let n = 9223372036854774000; if risk.age_days > 3649 { n += risk.age_days; }", "age_days = 3650"),
        ("let n = 0; if risk.age_days == 17 { while n >= 0 { n *= 1; } }", "age_days = 17"),
        ("let a = [1, 2, 3, 4]; if risk.unit == \"high\" { let x = a[risk.impact]; }", "unit = high"),
    ] {
        let told = body(text);
        assert!(told.contains(situation) && told.contains("where "), "{text}: {told}");
    }
}

/// Nesting and length, up to what a file may hold.
#[test]
fn deep_and_long_texts_are_refused() {
    let nested = |open: &str, inner: &str, close: &str| {
        let times = 60_000 / (open.len() + close.len());
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    for text in [
        format!("let x = {};", nested("(", "1", ")")),
        format!("let x = {};", nested("[", "", "]")),
        format!("let x = {};", nested("#{a:", "1", "}")),
        nested("{", "", "}"),
        nested("if risk.impact > 1 {", "", "}"),
        nested("if risk.impact > 1 {} else {", "", "}"),
        format!("if risk.impact > 9 {{}} {}", "else if risk.impact > 9 {} ".repeat(2_000)),
        nested("switch risk.impact { _ => {", "", "} }"),
        nested("for a in 0..1 {", "", "}"),
        nested("loop {", "break;", "}"),
        format!("let x = {}true;", "!".repeat(60_000)),
        format!("let x = {}1;", "-".repeat(60_000)),
        format!("let x = {};", nested("`${", "1", "}`")),
        format!("let x = {};", nested("abs(", "1", ")")),
        format!("let x = 1{};", " + 1".repeat(15_000)),
        format!("let x = true{};", " && true".repeat(7_000)),
        format!("let x = risk{};", ".impact".repeat(8_000)),
        format!("let x = [1]{};", "[0]".repeat(20_000)),
        format!("let x = {};", "9".repeat(60_000)),
        format!("let {} = 1; loop {{}}", "x".repeat(60_000)),
        format!("raise(1, \"{}\");", "x".repeat(60_000)),
        "+".repeat(60_000),
        "\0".repeat(60_000),
        format!("let x = \"{}\"; loop {{}}", "\0".repeat(100)),
        format!("{}loop {{}}", " ".repeat(60_000)),
        "/*".repeat(30_000),
        "\"".repeat(59_999),
        "raise(1, \"x\"".repeat(4_000),
    ] {
        assert!(!body(&text).is_empty());
    }
    // Past the largest file there is no line to tell, but what to do.
    let long = called_low(&"+".repeat(65_537));
    assert!(long.faults[0].1.message.contains("at most 65536"), "{:?}", long.faults);
    let functions = |count: usize| (0..count).map(|n| format!("fn f{n}() {{ 1 }}\n")).collect::<String>();
    assert!(called_low(&functions(256)).faults.is_empty());
    refused(&functions(300));
}

#[test]
fn limits_have_a_line() {
    for text in ["loop { }", "rule_a(risk);", "let s = \"x\"; loop { s += s; }"] {
        let compiled = called_low(&format!("\nfn rule_a(risk) {{ {text} }}"));
        assert!(compiled.faults[0].1.place.line > 0, "{text}: {}", compiled.faults[0].1);
    }
}

#[test]
fn what_explodes_is_refused_with_what_it_reads() {
    let mut draft = draft();
    draft.facets = (1..=12)
        .map(|n| DraftFacet {
            name: format!("w{n}"),
            domain: DraftDomain::Range { low: 0, high: 3650, names: Vec::new() },
        })
        .collect();
    let sum: Vec<String> = (1..=12).map(|n| format!("risk.w{n}")).collect();
    for body in [
        format!("if {} > 20000 {{ raise(1, \"sum\"); }}", sum.join(" + ")),
        "if risk.w1 == risk.w2 { raise(1, \"a\"); }\nif risk.w2 == risk.w3 { raise(1, \"b\"); }".into(),
        "if (risk.w1 + risk.w2) % 7 == 0 { raise(1, \"a\"); }".into(),
    ] {
        let compiled = compiled(&draft, &format!("\nfn rule_a(risk) {{\n{body}\n}}"));
        let (_, fault) = compiled.faults.first().expect("a fault");
        assert!(fault.message.contains("more work than") && fault.message.contains("w1, w2"), "{fault}");
        assert_eq!(fault.place.line, 2);
    }
}
