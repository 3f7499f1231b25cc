//! Corners of the language: what is accepted means what it means to an ordinary interpreter.

use crate::compare::{Effort, agree, compiled};
use crate::world::draft;

const EFFORT: Effort = Effort { all: 5_000, random: 2_000, paths: 500 };

fn each_agrees(texts: &[&str]) {
    let draft = draft();
    for text in texts {
        let compiled = compiled(&draft, text);
        assert!(compiled.faults.is_empty(), "{text}: {:?}", compiled.faults);
        agree(&draft, text, compiled, EFFORT).unwrap_or_else(|error| panic!("{text}\n{error}"));
    }
}

#[test]
fn bodies_of_all_sorts() {
    let bodies = [
        "",
        ";;;",
        "return;",
        "return raise(1, \"returned\");",
        "raise(1, \"no end\")",
        "risk.impact",
        "if risk.impact > 2 { raise(1, \"a\") } else { () }",
        "raise(if risk.reviewed { 1 } else { 2 }, \"a\");",
        "raise(risk[\"impact\"], \"a\");",
        "let k = \"impact\"; raise(risk[k], \"a\");",
        "raise(risk.impact.max(3).min(4), \"a\");",
        "raise(-(-risk.impact), \"a\");",
        "if !(!risk.reviewed) { raise(1, \"a\"); }",
        "if (risk.impact < 3) == risk.reviewed { raise(1, \"a\"); }",
        "if risk.reviewed != risk.pci { raise(1, \"a\"); }",
        "if risk.reviewed & risk.pci | risk.compromises_c { raise(1, \"a\"); }",
        "if risk.reviewed ^ risk.pci { raise(1, \"a\"); }",
        "let x = 5; x *= risk.impact; x -= 4; x %= 7; if x == 2 { raise(1, \"a\"); }",
        "let x = #{}; x.n = risk.impact; x.n += 1; if x.n > 3 { raise(1, \"a\"); }",
        "let x = #{ a: [1, #{ b: risk.impact }] }; x.a[1].b += 1; raise(int(x.a[1].b), \"a\");",
        "let x = [[1, 2], [3, risk.impact]]; x[1][1] -= x[0][0]; if x[-1][-1] == 3 { raise(1, \"a\"); }",
        "let x = [1, 2, 3]; for i in 0..3 { x[i] = x[i] * risk.impact; } if x[2] > 6 { raise(1, \"a\"); }",
        "if \"a\" in #{ a: 1 } && !(\"b\" in #{ a: 1 }) { raise(1, \"a\"); }",
        "if risk.impact !in [1, 2] { raise(1, \"a\"); }",
        "if risk.impact in 4..2 { raise(1, \"never\"); } if risk.impact in 3..=3 { raise(2, \"a\"); }",
        "for n in 5..2 { raise(1, \"never\"); } for n in 2..=2 { raise(n, \"once\"); }",
        "if risk.region in [\"apac\", \"apac\"] { raise(1, \"a\"); }",
        "switch risk.impact { } raise(1, \"after\");",
        "switch risk.impact { 1 => raise(1, \"one\") }",
        "switch risk.reviewed { true if risk.pci => raise(1, \"both\"), _ => () }",
        "switch 3 { 1..5 => raise(1, \"in\"), _ => raise(2, \"out\") }",
        "switch risk.region { \"emea\" => switch risk.unit { \"low\" => raise(1, \"a\"), _ => raise(2, \"b\") }, _ => () }",
        "switch risk.impact { 1 | 2 if risk.pci => raise(1, \"a\"), 2 => raise(2, \"b\"), 2..4 => raise(3, \"c\"), _ => () }",
        "let x = risk.impact; /* größe */ if x > 3 { raise(1, \"ünïcödé ✓\"); }",
        "let x = 1; { let x = risk.impact; x += 1; } raise(x, \"outer\");",
        "let f = risk; if f.impact > 3 { raise(1, \"a\"); }",
        "const C = 4; if risk.impact > C { raise(1, \"a\"); }",
        "let a = 9223372036854775807; if a > risk.impact { raise(1, \"a\"); }",
        "let a = -9223372036854775807 - 1; if a < risk.balance { raise(1, \"a\"); }",
        "if risk.balance / -1 == 5 { raise(1, \"a\"); }",
        "if () == () { raise(1, \"a\"); }",
        "let x = 0x1f + 0b11 + 0o7 + 1_000; if x == 1041 { raise(1, \"a\"); }",
        "let s = \"a\\tb\\x41\\\\\"; if s != \"\" { raise(1, s); }",
        "raise(1, \"x\"); raise(1, \"x\"); raise(1, \"y\");",
        "let n = 0; let x = if risk.impact > 2 { n += 1; 5 } else { 6 }; raise(n + x, \"a\");",
        "if risk.impact > 2 && { raise(1, \"asked\"); risk.reviewed } { raise(2, \"a\"); }",
        "if risk.impact < 2 || raised(risk) { raise(2, \"a\"); }",
        "while risk.reviewed { raise(1, \"once\"); break; }",
        "let x = loop { break risk.impact; }; raise(x, \"a\");",
    ];
    let files: Vec<String> = bodies
        .iter()
        .map(|body| {
            format!("fn raised(risk) {{ raise(9, \"helped\"); risk.pci }}\nfn rule_a(risk) {{\n{body}\n}}")
        })
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    each_agrees(&files);
}

#[test]
fn files_of_all_sorts() {
    each_agrees(&[
        "",
        "\n\n",
        "// nothing\n/* at all */",
        "const A = 1;",
        "fn help(x) { x }",
        "const A = 2;\nconst B = A * 3 + 1;\nconst C = [A, B, 0 - A];\nfn rule_a(risk) { raise(C[1], \"a\"); raise(A, \"b\"); }",
        "const A = if true { 1 } else { 2 };\nfn rule_a(risk) { raise(A, \"a\"); }",
        "fn rule_a(risk) { raise(A, \"defined below\"); }\nconst A = 3;",
        "const A = 1;\nfn rule_a(risk) { let A = 3; A += risk.impact; raise(int(A), \"a\"); }",
        "const A = 1;\nfn h(A) { A }\nfn rule_a(risk) { raise(h(4), \"a\"); }",
        "fn h() { 1 }\nfn h(x) { x }\nfn h(x, y) { x + y }\nfn rule_a(risk) { raise(int(h() + h(risk.impact) + h(1, 2)), \"a\"); }",
        "private fn rule_b(risk) { raise(2, \"b\"); }\nfn rule_a(risk) { raise(1, \"a\"); }",
        "fn rule_z(risk) { raise(1, \"z\"); }\nfn rule_a(risk) { raise(2, \"a\"); }\nfn rule_m(risk) { raise(3, \"m\"); }",
        "fn rule_(risk) { raise(1, \"a\"); }",
        "fn rule_a(whatever) { raise(whatever.impact, \"a\"); }",
        "fn h(risk, n) { if n <= 0 { 0 } else { 1 + h(risk, n - 1) } }\nfn rule_a(risk) { raise(1 + h(risk, risk.impact), \"a\"); }",
        "fn h(x) { x += 1; x }\nfn rule_a(risk) { let x = risk.impact; let y = h(x); if x < y { raise(int(x), \"a\"); } }",
        "fn h(a) { a[0] = 9; a[0] }\nfn rule_a(risk) { let a = [risk.impact]; let b = h(a); raise(int(a[0]), \"a\"); raise(b, \"b\"); }",
        "fn rule_a(risk) {\r\n\traise(1, \"a\");\r\n\r\n\traise(2, \"a\");\r\n}\r\n",
        "fn rule_a(risk) { raise(1, \"a\"); } // fn rule_b(risk) { raise(1, \"b\"); }",
    ]);
}

#[test]
fn what_a_switch_reads_can_be_assigned() {
    each_agrees(&[
        "fn rule_a(risk) { let n = risk.impact; n -= 1; switch n { 1 => raise(1, \"a\"), _ => () } }",
        "fn rule_a(risk) { let r = risk.region; switch r { \"emea\" => raise(1, \"a\"), _ => () } r = \"apac\"; }",
        "fn rule_a(risk) { let n = risk.impact; n = n - 1; raise([1, 2, 3, 4, 5][n], \"a\"); }",
    ]);
}

#[test]
fn functions_come_in_the_order_of_the_file() {
    each_agrees(&[
        "fn rule_b(risk) { raise(1, \"b\"); } fn rule_a(risk) { raise(2, \"a\"); }",
        "/*\nfn rule_b(risk) {}\n*/\nfn rule_a(risk) { raise(1, \"a\"); }\nfn rule_b(risk) { raise(2, \"b\"); }",
        "fn rule_a(risk) { raise(1, \"a\"); }\nfn\nrule_b(risk) { raise(2, \"b\"); }",
    ]);
}

#[test]
fn constants_have_the_whole_arithmetic() {
    each_agrees(&[
        "const A = 2;\nconst B = -A;\nfn rule_a(risk) { raise(1 - B, \"a\"); }",
        "const A = max(2, 3);\nfn rule_a(risk) { raise(A, \"a\"); }",
        "const A = [1, 2];\nconst B = A.len();\nfn rule_a(risk) { raise(B, \"a\"); }",
    ]);
}

/// Most of the functions that a file may have, each a rule.
#[test]
fn two_hundred_and_forty_functions() {
    let rule =
        |n: i32| format!("fn rule_{n}(risk) {{ if risk.age_days > {} {{ raise(1, \"{n}\"); }} }}\n", n * 14);
    let text: String = (0..240).map(rule).collect();
    let draft = draft();
    let compiled = compiled(&draft, &text);
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    let met = agree(&draft, &text, compiled, Effort { all: 0, random: 50, paths: 0 }).unwrap();
    assert!(met.proposals > 50 * 50, "{met:?}");
}
