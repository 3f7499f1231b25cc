//! How the peers take a mistake in a policy, each as it was seen; and that Plimsoll refuses the same before it is deployed.

use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll_benches::rules;
use plimsoll_peers::cases::Situation;
use plimsoll_peers::{Peer, Visitor, Work, each};
use plimsoll_scripting::{RuleFile, compile};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is wrong with a rule, as its compiler says before there is a policy.
fn refused(rule: &str) -> String {
    let text = format!("fn rule_a(risk) {{ {rule} }}");
    let compiled = compile(&rules::draft(), &[RuleFile { name: "a.rhai".into(), text }]);
    assert!(compiled.rules.is_empty());
    let faults = compiled.faults.iter().map(|(_, fault)| fault.message.as_str());
    faults.collect::<Vec<_>>().join("; ")
}

#[test]
fn plimsoll_refuses() {
    assert_eq!(refused(r#"if risk.scor > 9 { raise(1, "x"); }"#), "there is no fact \"scor\"");
    assert_eq!(refused(r#"if !risk.aproved { raise(1, "x"); }"#), "there is no fact \"aproved\"");
    assert_eq!(refused(r#"if risk.origin == "externl" { raise(1, "x"); }"#), "it is never \"externl\"");
    let division = "division by zero, or a quotient that is too large";
    assert_eq!(refused(r#"if risk.impact / (risk.likelihood - 1) > 2 { raise(1, "x"); }"#), division);
    // The rule of workload C, with the letter missing that the others are given below.
    let rule = rules::ONE.replacen("confidentiality", "confidentialty", 1);
    let compiled = compile(&rules::draft(), &[RuleFile { name: "one.rhai".into(), text: rule }]);
    assert_eq!(compiled.faults[0].1.message, "there is no fact \"confidentialty\"");
}

/// What is wrong with a routing table.
fn refused_table(first: &str) -> String {
    let text = format!(
        "[policy]\nname = \"ours\"\nversion = \"1.0.0\"\nauthor = \"governance\"\napprover = \"chief risk officer\"\n\
        [[route]]\nwhen = {first}\nto = \"severity_analyst\"\nchannel = \"ticket\"\n\
        [[route]]\nwhen = {{}}\nto = \"level_1\"\nchannel = \"ticket\"\n"
    );
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new("policy.toml", text.as_str()), &mut diagnostics);
    assert_eq!(file.is_none(), diagnostics.to_string().starts_with("error"));
    diagnostics.to_string()
}

#[test]
fn plimsoll_refuses_tables() {
    assert_eq!(refused_table(r#"{ priority = "high" }"#), "");
    assert!(refused_table(r#"{ priorty = "high" }"#).contains("priorty"));
    assert!(refused_table(r#"{ priority = "hihg" }"#).contains("hihg"));
}

/// High, external, orientation 1: the first condition of workload C holds, and only that.
const EXPOSED: Situation =
    Situation { confidentiality: 2, origin: 1, orientation: 1, age_days: 100, impact: 3, likelihood: 5 };

/// What became of a policy.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Refused,
    Fails,
    Answers(u8),
}

/// Loads a policy for workload C and has it decide.
fn outcome<P: Peer>(text: &str) -> Outcome {
    let Ok(mut peer) = catch_unwind(|| P::load(Work::Rule, text)) else { return Outcome::Refused };
    let mut input = peer.situation(&EXPOSED);
    match catch_unwind(AssertUnwindSafe(|| peer.rule(&mut input))) {
        Ok(answer) => Outcome::Answers(answer),
        Err(_) => Outcome::Fails,
    }
}

/// A text with a letter missing from the name that the first condition reads.
fn misspelt(text: &str) -> Option<String> {
    let reads = [
        "confidentiality ==",
        "confidentiality = \"high\"",
        r#"{"var": "confidentiality""#,
        r#""field":"confidentiality""#,
    ];
    let read = reads.iter().find(|read| text.contains(**read))?;
    Some(text.replacen(read, &read.replacen("confidentiality", "confidentialty", 1), 1))
}

struct Misspelt(usize);

impl Visitor for Misspelt {
    fn visit<P: Peer>(&mut self) {
        let text = P::text(Work::Rule);
        let Some(misspelt) = misspelt(&text) else { return };
        self.0 += 1;
        assert_eq!(outcome::<P>(&text), Outcome::Answers(1), "{}", P::NAME);
        let expected = match P::CRATE {
            // A rule that never holds.
            "datalogic-rs" | "zen-expression" | "regorus" | "zen-engine" | "dsntk-model-evaluator" => {
                Outcome::Answers(0)
            }
            // An error of the evaluation. Of cedar-policy's it is the host that has to look for it.
            _ => Outcome::Fails,
        };
        assert_eq!(outcome::<P>(&misspelt), expected, "{}", P::NAME);
    }
}

/// Every peer loads it; five answer as if the condition did not hold.
#[test]
fn a_misspelt_name() {
    let mut misspelt = Misspelt(0);
    each(&mut misspelt);
    let optional = usize::from(cfg!(feature = "zen-engine")) + usize::from(cfg!(feature = "dsntk"));
    assert_eq!(misspelt.0, 8 + optional);
}

#[test]
fn datalogic_takes_what_is_missing_for_zero() {
    let answer = |rule: &str| datalogic_rs::eval_str(rule, r#"{"score": 20, "impact": 3}"#).unwrap();
    assert_eq!(answer(r#"{"<=": [{"var": "scor"}, 9]}"#), "true");
    assert_eq!(answer(r#"{"*": [{"var": "impact"}, {"var": "likelyhood"}]}"#), "0");
}

#[test]
fn zen_expression_divides_by_zero_to_null() {
    let answer = zen_expression::compile_expression("1 / 0").unwrap().evaluate(serde_json::json!({}).into());
    assert_eq!(answer.unwrap().to_string(), "null");
}

#[test]
fn rhai_compares_a_missing_property_to_false() {
    let engine = rhai::Engine::new();
    let mut scope = rhai::Scope::new();
    scope.push("risk", rhai::Map::from([("score".into(), rhai::Dynamic::from_int(20))]));
    let script = r#"if risk.scor > 9 { "reduce" } else { "accept" }"#;
    assert_eq!(engine.eval_with_scope::<String>(&mut scope, script).unwrap(), "accept");
}

#[test]
fn cel_fails_only_where_it_looks() {
    let environment = std::sync::Arc::new(cel::Env::stdlib());
    let program = environment.compile("impact > 4 && scor > 9").unwrap();
    let answer = |impact| {
        let mut context = cel::Context::with_env(environment.clone());
        context.add_variable_from_value("impact", cel::Value::Int(impact));
        program.execute(&context)
    };
    assert_eq!(answer(3), Ok(cel::Value::Bool(false)));
    assert!(answer(5).is_err());
}

#[test]
fn regorus_negates_what_is_undefined() {
    use regorus::{Engine, Value};
    let mut engine = Engine::new();
    let policy = r#"package a
        import rego.v1
        blocked if not input.aproved
        answer := "reduce" if input.scor > 9
        answer := "accept" if not input.scor > 9"#;
    engine.add_policy("a.rego".into(), policy.into()).unwrap();
    engine.set_input(Value::from_json_str(r#"{"approved": true, "score": 20}"#).unwrap());
    assert_eq!(engine.eval_rule("data.a.blocked".into()).unwrap(), Value::from(true));
    assert_eq!(engine.eval_rule("data.a.answer".into()).unwrap(), Value::from("accept"));
}

#[test]
fn evalexpr_panics_inside_a_character() {
    use evalexpr::{ContextWithMutableVariables, DefaultNumericTypes, HashMapContext, build_operator_tree};
    let evaluate = |name: &str| {
        let mut context = HashMapContext::<DefaultNumericTypes>::new();
        context.set_value("name".into(), name.into()).unwrap();
        build_operator_tree("str::substring(name, 1)").unwrap().eval_with_context(&context)
    };
    assert_eq!(evaluate("ab"), Ok("b".into()));
    assert!(catch_unwind(|| evaluate("é")).is_err());
}

#[test]
fn cedar_skips_a_forbid_that_fails() {
    use cedar_policy::{Authorizer, Context, Decision, Entities, PolicySet, Request, RestrictedExpression};
    let decide = |attribute: &str| {
        let policies = "permit(principal, action, resource);\n\
            forbid(principal, action, resource) when { context.ATTRIBUTE > 9 };";
        let policies: PolicySet = policies.replace("ATTRIBUTE", attribute).parse().unwrap();
        let context =
            Context::from_pairs([("score".to_owned(), RestrictedExpression::new_long(20))]).unwrap();
        let [principal, action, resource] =
            [r#"Owner::"a""#, r#"Action::"accept""#, r#"Risk::"r""#].map(|name| name.parse().unwrap());
        let request = Request::new(principal, action, resource, context, None).unwrap();
        Authorizer::new().is_authorized(&request, &policies, &Entities::empty()).decision()
    };
    assert_eq!(decide("score"), Decision::Deny);
    assert_eq!(decide("scor"), Decision::Allow);
}

#[cfg(feature = "zen-engine")]
#[test]
fn zen_engine_routes_by_the_rows_that_are_left() {
    use plimsoll_peers::cases::Incident;
    use plimsoll_peers::peers::zen_engine::{ZenEngine, routing};
    let high = Incident { priority: 2, kind: 0, complex: false, level: 1 };
    let team = |text: &str| {
        let mut engine = ZenEngine::load(Work::Route, text);
        engine.route(&mut engine.incident(&high))
    };
    let sound = routing("priority");
    assert_eq!(team(&sound), 2, "the severity analyst");
    assert_eq!(team(&routing("priorty")), 0, "a misspelt column: level 1");
    let broken = sound.replace(r#""\"high\"""#, r#""\"high""#);
    assert_ne!(broken, sound);
    assert_eq!(team(&broken), 0, "a cell that is no expression: level 1");
}

#[cfg(feature = "dsntk")]
#[test]
fn dsntk_answers_null() {
    use dsntk_feel::values::Value;
    use plimsoll_peers::cases::Risk;
    use plimsoll_peers::peers::dsntk::Dsntk;
    let text = Dsntk::text(Work::Assess);
    let misspelt = text.replace("impact * likelihood", "impact * likelyhood");
    assert_ne!(misspelt, text);
    let dsntk = Dsntk::load(Work::Assess, &misspelt);
    let input = dsntk.risk(&Risk { impact: 4, uncompleted: 4, total: 5 });
    let Value::Context(answer) = dsntk.evaluate(&input) else { panic!("no context") };
    assert!(matches!(answer.get_entry(&"score".into()), Some(Value::Null(_))));
    assert!(matches!(answer.get_entry(&"likelihood".into()), Some(Value::Number(_))));
}
