//! What the language is: rules that compile and do what they say, and rules that are refused with a reason.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test that meets what it did not expect should stop"
)]

mod explored;
mod messages;
mod proofs;

use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, Reason};
use plimsoll_core::{
    Impact, IncidentFacts, Level, Policy, Progress, ProposalKind, RiskFacts, Stage, Trace, facet,
};
use plimsoll_scripting::{Compiled, RuleFile, compile, compile_within};

/// A policy with a region, an age and a flag, and one obligation.
fn draft() -> Draft {
    let mut draft = Draft::standard();
    let facet = |name: &str, domain| DraftFacet { name: name.into(), domain };
    draft.obligations.push(DraftObligation {
        name: "pci".into(),
        max_level: Some(4),
        forbids_acceptance: false,
        reason: Reason::default(),
    });
    draft.facets = vec![
        facet("region", DraftDomain::Labels(["nordics", "emea", "apac"].map(String::from).to_vec())),
        facet("age_days", DraftDomain::Range { low: 0, high: 3650, names: Vec::new() }),
        facet("balance", DraftDomain::Range { low: -5, high: 5, names: Vec::new() }),
        facet("reviewed", DraftDomain::Bool),
    ];
    draft
}

const REGION: u8 = 1;
const AGE: u8 = 2;
const BALANCE: u8 = 3;
const REVIEWED: u8 = 4;

fn declared(n: u8) -> facet::Facet {
    facet::Facet::declared(n).unwrap()
}

fn compiled(text: &str) -> Compiled {
    compile(&draft(), &[RuleFile { name: "rules/test.rhai".into(), text: text.into() }])
}

/// The first fault of a text, as it is shown.
fn refused(text: &str) -> String {
    let compiled = compiled(text);
    let (_, fault) = compiled.faults.first().unwrap_or_else(|| panic!("accepted: {text}"));
    format!("{fault}; {}", fault.help)
}

/// The policy with the rules of a text.
fn blob(text: &str) -> Vec<u8> {
    let mut draft = draft();
    let compiled = compiled(text);
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    draft.rules = compiled.rules.into_iter().map(|rule| rule.rule).collect();
    draft.compile().unwrap()
}

/// What the rules of a text propose for some facts: kind, sum so far or position, line.
fn proposed(text: &str, facts: &RiskFacts) -> Vec<(ProposalKind, u16, u16)> {
    let blob = blob(text);
    let policy = Policy::verify(&blob).unwrap();
    let mut trace = Trace::<64>::new();
    policy.assess_into(facts, &mut trace);
    let steps = trace.steps().iter().filter(|step| step.stage == Stage::Rule);
    steps
        .map(|step| {
            (
                step.proposal.unwrap(),
                step.to - step.from,
                policy.names().unwrap().reason(step.reason).unwrap().line,
            )
        })
        .collect()
}

fn facts(impact: u8, uncompleted: u16) -> RiskFacts {
    RiskFacts {
        rated: Impact::new(impact).unwrap(),
        actions: Progress::new(uncompleted, 5).unwrap(),
        ..RiskFacts::default()
    }
}

#[test]
fn arithmetic_between_facts_and_with_constants() {
    let text = "fn rule_a(risk) {\n  if risk.impact * risk.likelihood > 12 { raise(1, \"grave\"); }\n  if risk.age_days / 365 >= 2 && risk.balance + risk.impact < 0 && risk.impact > 1 {\n    lower(risk.impact - 1, \"old\");\n  }\n}";
    assert_eq!(proposed(text, &facts(4, 3)), [(ProposalKind::Raise, 1, 2)]);
    assert_eq!(proposed(text, &facts(4, 2)), []);
    let old = facts(2, 0).with(declared(AGE), 730).with(declared(BALANCE), 0);
    assert_eq!(proposed(text, &old), [(ProposalKind::Lower, 1, 4)]);
    assert_eq!(proposed(text, &old.with(declared(AGE), 729)), []);
    assert_eq!(proposed(text, &old.with(declared(BALANCE), 4)), []);
}

#[test]
fn labels_switches_tables_and_membership() {
    let text = r#"
const WEIGHT = #{ nordics: 1, emea: 2, apac: 3 };
fn weight(risk) { WEIGHT[risk.region] }
fn rule_switch(risk) {
    switch risk.region {
        "apac" if risk.reviewed => raise(1, "reviewed in apac"),
        "apac" | "emea" => raise(2, "abroad"),
        _ => ()
    }
}
fn rule_table(risk) { raise(weight(risk), "by region"); }
fn rule_in(risk) {
    if risk.region in ["emea", "apac"] && risk.impact in 2..4 { raise(4, "in"); }
    if risk.age_days in 10..=20 { raise(5, "age"); }
}
fn rule_variable(risk) {
    let region = risk.region;
    let n = switch region { "nordics" => 6, _ => 7 };
    raise(n, "variable");
}
"#;
    let sums = |facts: &RiskFacts| -> Vec<u16> {
        proposed(text, facts).iter().map(|(_, amount, _)| *amount).collect()
    };
    assert_eq!(sums(&facts(1, 0)), [1, 6]);
    let apac = facts(3, 0).with(declared(REGION), 2);
    assert_eq!(sums(&apac), [2, 3, 4, 7]);
    assert_eq!(sums(&apac.with(declared(REVIEWED), 1)), [1, 3, 4, 7]);
    assert_eq!(sums(&facts(4, 0).with(declared(REGION), 1).with(declared(AGE), 20)), [2, 2, 5, 7]);
}

#[test]
fn loops_helpers_levels_and_derived_facts() {
    let text = r#"
fn years(risk) { let n = 0; let left = risk.age_days; while left > 365 { left -= 365; n += 1; } n }
fn rule_loop(risk) { for limit in [2, 4] { if years(risk) >= limit { raise(limit, "years"); } } }
fn rule_level(risk) {
    if int(risk.confidentiality) >= 1 && risk.high_water == "high" { raise(1, "level"); }
    if max(int(risk.integrity), 1) == 2 { raise(2, "integrity"); }
    if risk.confidentiality == "high" || risk.high_water == "low" { raise(3, "not here"); }
}
fn rule_score(risk) { if risk.score >= 20 && !risk.pci { demand("avoid", "too much"); } }
"#;
    let with = facts(5, 4).with(declared(AGE), 800).with(facet::CONFIDENTIALITY, 1).with(facet::INTEGRITY, 2);
    let kinds: Vec<_> = proposed(text, &with).iter().map(|(kind, amount, _)| (*kind, *amount)).collect();
    use ProposalKind::{Demand, Raise};
    assert_eq!(kinds, [(Raise, 2), (Raise, 1), (Raise, 2), (Demand, 3)]);
}

#[test]
fn incidents_are_routed_by_rules() {
    let text = r#"fn route_regional(incident) {
        if incident.region == "apac" && incident.security { consult("country_management", "local law"); }
        if incident.priority == "medium" && incident.kind != "database" { send_to("level_2", "soon"); }
    }"#;
    let blob = blob(text);
    let policy = Policy::verify(&blob).unwrap();
    let names = policy.names().unwrap();
    let facts =
        IncidentFacts::default().with(declared(REGION), 2).with_security(true).with_priority(Level::Medium);
    let route = policy.route(&facts);
    assert_eq!(names.team(route.target), Some("level_2"));
    assert_eq!(
        route.consult.iter().map(|role| names.role(role).unwrap()).collect::<Vec<_>>(),
        ["country_management"]
    );
}

#[test]
fn mistakes_are_told_with_line_and_situation() {
    let rule = |body: &str| refused(&format!("fn rule_a(risk) {{\n  {body}\n}}"));
    let starts = |body: &str, expected: &str| {
        let told = rule(body);
        assert!(told.starts_with(expected), "{told}");
    };
    starts("if risk.regin == \"apac\" { }", "2:10: there is no fact \"regin\"; did you mean \"region\"?");
    starts(
        "if risk.region == \"apca\" { raise(1, \"x\"); }",
        "2:18: it is never \"apca\"; did you mean \"apac\"?",
    );
    starts("if risk.region == 3 { }", "2:18: a label is compared with a number");
    starts("if risk.impact == \"high\" { }", "2:18: a number is compared with a string");
    starts("if risk.reviewed == 1 { }", "2:20: a number is compared with true or false");
    starts("if risk.region > \"apac\" { }", "2:18: labels have no order");
    starts("raise(1);", "2:3: raise has no reason");
    starts("raise(0, \"x\");", "2:3: raise is given 0");
    starts("demand(\"acept\", \"x\");", "2:3: there is no response \"acept\"; did you mean \"accept\"?");
    starts("send_to(\"level_1\", \"x\");", "2:3: send_to is not for this kind of rule");
    starts("rise(1, \"x\");", "2:3: there is no function \"rise\"; did you mean \"raise\"?");
    starts(
        "let x = 10 / (risk.impact - 3);",
        "2:14: division by zero, or a quotient that is too large (where impact = 3;",
    );
    starts("let a = [1, 2]; let b = a[risk.impact];", "2:");
    starts("if risk.age_days == 1234 && risk.region == \"emea\" { let x = 1 / 0; }", "2:");
    assert!(
        rule("if risk.age_days == 1234 && risk.region == \"emea\" { let x = 1 / 0; }")
            .contains("age_days = 1234")
    );
    assert!(refused("fn rule_a(risk, other) { }").starts_with("1:1: rule_a takes 2 parameters"));
    let misspelt = "fn rules_a(risk) { bump(); }\nfn bump() { raise(1, \"grave\"); }";
    for name in ["rules_a", "Rule_a", "rulea", "ruel_a", "routes_a"] {
        let told = refused(&misspelt.replace("rules_a", name));
        assert!(
            told.starts_with(&format!("1:1: \"{name}\" is named nearly as a rule is, but no rule calls it")),
            "{told}"
        );
    }
    for name in ["rule_a", "help_a"] {
        assert!(compiled(&misspelt.replace("rules_a", name)).faults.is_empty());
    }
    assert!(refused("fn raise(a, b) { }").contains("\"raise\" is a function already"));
    assert!(refused("let x = 1;").starts_with("1:1: a statement stands outside any function"));
}

#[test]
fn hostile_files_are_refused_and_nothing_is_lost() {
    for (body, expected) in [
        ("loop { }", "too many steps"),
        ("while true { }", "too many steps"),
        ("let a = []; loop { a.push(1); }", "there is no function \"push\""),
        ("let s = \"x\"; loop { s += s; }", "too large"),
        ("rule_a(risk);", "too deeply"),
        ("let f = |x| x; f.call(1);", ""),
        ("eval(\"1\");", ""),
        ("import \"x\" as y;", ""),
        ("print(\"x\");", ""),
        ("try { raise(0, \"x\"); } catch { }", ""),
        ("throw 1;", ""),
        ("let x = 99999999999999999999;", ""),
        ("let x = 1.5;", ""),
        ("sleep(20);", "there is no function \"sleep\""),
        ("let x = 9223372036854775807 + risk.impact;", "the result is too large"),
    ] {
        let told = refused(&format!("fn rule_a(risk) {{ {body} }}"));
        assert!(told.contains(expected), "{body}: {told}");
    }
    let deep = format!("fn rule_a(risk) {{ let x = {}1{}; }}", "(".repeat(5000), ")".repeat(5000));
    assert!(!refused(&deep).is_empty());
    assert!(refused(&"/".repeat(70_000)).contains("at most 65536"));
    let many: String = (0..20)
        .map(|n| format!("if risk.age_days == {n} || risk.balance == {n} {{ raise(1, \"{n}\"); }}\n"))
        .collect();
    let _either = compiled(&format!("fn rule_a(risk) {{ {many} }}"));
    let flags: String =
        ["reviewed", "pci", "owner_is_team", "compromises_c", "compromises_i", "compromises_a"]
            .map(|flag| format!("if risk.{flag} {{ raise(1, \"{flag}\"); }}\n"))
            .concat();
    let wide: String = (1..=5).map(|n| format!("if risk.impact == {n} {{ raise({n}, \"i\"); }}\nif risk.likelihood == {n} {{ raise({n}, \"l\"); }}\nif risk.balance == {n} {{ raise({n}, \"b\"); }}\n")).collect();
    let told = refused(&format!(
        "fn rule_a(risk) {{ {flags} {wide} for n in 0..40 {{ if risk.age_days > n * 90 {{ raise(1, \"age\"); }} }} }}"
    ));
    assert!(
        (told.contains("more than 50000 paths") || told.contains("more work than"))
            && told.contains("age_days"),
        "{told}"
    );
}

#[test]
fn what_no_situation_reaches_is_known() {
    let text = "fn rule_a(risk) {\n  if risk.impact > 3 {\n    if risk.impact < 2 { raise(1, \"never\"); }\n    raise(2, \"grave\");\n  }\n}";
    let compiled = compiled(text);
    let places: Vec<(u16, u16)> =
        compiled.unreached.iter().map(|(_, place)| (place.line, place.column)).collect();
    assert_eq!(places, [(3, 26)]);
    assert_eq!(compiled.rules[0].reads, ["impact"]);
    assert_eq!(compiled.rules[0].compared, (5, true));
}

#[test]
fn work_is_bounded_by_whoever_compiles() {
    let text = "\nfn rule_a(risk) {\n  let n = 0;\n  for at in 0..100 { n += at; }\n  if risk.age_days > 3 { raise(1, \"old\"); }\n}";
    let within = |most| {
        let file = RuleFile { name: "rules/a.rhai".into(), text: text.into() };
        compile_within(&draft(), &[file], most)
    };
    let compared = |compiled: &Compiled| compiled.rules[0].compared;
    // Two paths, and then one run for each of the ages.
    assert_eq!(compared(&compiled(text)), (3651, true));
    let some = within(100_000);
    assert!(
        compared(&some).0 > 10 && compared(&some).0 < 1000 && !compared(&some).1,
        "{:?}",
        compared(&some)
    );
    let none = within(1_000);
    assert!(none.rules.is_empty() && none.faults[0].1.unfinished, "{:?}", none.faults);
    assert_eq!(none.faults[0].1.place.line, 2);
    // Steps of the interpreter count as well: here the diagrams are small.
    let steps = RuleFile { name: "rules/a.rhai".into(), text: text.replace("age_days", "impact") };
    let within = |most| compile_within(&draft(), std::slice::from_ref(&steps), most).faults;
    assert_eq!(within(100_000), []);
    assert!(within(1_000)[0].1.unfinished);
}
