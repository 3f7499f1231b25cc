use std::panic::catch_unwind;
#[test]
fn probe() {
    use plimsoll_scripting::{RuleFile, compile};
    for text in [
        "fn rule_a(risk) { if risk.scor > 8 { raise(1, \"x\"); } }",
        "fn rule_a(risk) { if !risk.aproved { raise(1, \"x\"); } }",
        "fn rule_a(risk) { raise(1 / 0, \"x\"); }",
        "fn rule_a(risk) { if risk.origin == \"externl\" { raise(1, \"x\"); } }",
        "fn rule_a(risk) { if risk.impact / (risk.likelihood - 1) > 2 { raise(1, \"x\"); } }",
        "fn rule_a(risk) { if sub_string(risk.origin, 1) == \"x\" { raise(1, \"x\"); } }",
    ] {
        let compiled =
            compile(&plimsoll_benches::rules::draft(), &[RuleFile { name: "a".into(), text: text.into() }]);
        println!(
            "PLIMSOLL {text}\n   {:?}",
            compiled.faults.iter().map(|f| &f.1.message).collect::<Vec<_>>()
        );
    }
    // zen-expression
    for text in [
        "scor > 9",
        "scor <= 9",
        "scor > 9 ? 'reduce' : 'accept'",
        "1 / 0",
        "impact / 0 > 3",
        "not aproved",
        "impact * likelyhood",
    ] {
        let e = zen_expression::compile_expression(text).map(|e| {
            e.evaluate(serde_json::json!({"score": 20, "impact": 3}).into())
                .map(|v| v.to_string())
                .map_err(|e| e.to_string())
        });
        println!("ZEN {text}: {e:?}");
    }
    // datalogic
    for text in [
        r#"{"<=":[{"var":"scor"},9]}"#,
        r#"{"if":[{">":[{"var":"scor"},9]},"reduce","accept"]}"#,
        r#"{"/":[1,0]}"#,
        r#"{"*":[{"var":"impact"},{"var":"likelyhood"}]}"#,
    ] {
        println!("DATALOGIC {text}: {:?}", datalogic_rs::eval_str(text, r#"{"score": 20, "impact": 3}"#));
    }
    // rhai
    let engine = rhai::Engine::new();
    for text in [
        r#"risk.scor > 9"#,
        r#"if risk.scor > 9 { "reduce" } else { "accept" }"#,
        "risk.scor <= 9",
        "scor > 9",
        "1 / 0",
    ] {
        let mut scope = rhai::Scope::new();
        let mut map = rhai::Map::new();
        map.insert("score".into(), rhai::Dynamic::from_int(20));
        scope.push("risk", map);
        println!(
            "RHAI {text}: {:?}",
            engine.compile(text).map(|ast| engine.eval_ast_with_scope::<rhai::Dynamic>(&mut scope, &ast))
        );
    }
    // cel
    for text in ["scor > 9", "impact > 4 && scor > 9", "risk.scor > 9", "1 / 0", "impact > 4 && 1 / 0 > 1"] {
        let env = std::sync::Arc::new(cel::Env::stdlib());
        let mut c = cel::Context::with_env(env.clone());
        c.add_variable_from_value("impact", cel::Value::Int(3));
        println!("CEL {text}: {:?}", env.compile(text).map(|p| p.execute(&c)));
    }
    // regorus
    for text in [
        "answer := \"reduce\" if input.scor > 9\nanswer := \"accept\" if not input.scor > 9",
        "answer if not input.aproved",
        "answer := 1 / 0",
        "answer := input.impact * input.likelyhood",
    ] {
        let mut e = regorus::Engine::new();
        e.add_policy("a.rego".into(), format!("package a\nimport rego.v1\n{text}")).unwrap();
        let r = (|| {
            let rule = regorus::Rc::from("data.a.answer");
            let p = e.compile_with_entrypoint(&rule)?;
            let prog =
                regorus::languages::rego::compiler::Compiler::compile_from_policy(&p, &["data.a.answer"])
                    .map_err(|e| anyhow_like(e))?;
            let mut vm = regorus::rvm::vm::RegoVM::new_with_policy(p);
            vm.load_program(prog);
            vm.set_data(regorus::Value::new_object()).map_err(anyhow_like)?;
            vm.set_input(
                regorus::Value::from_json_str(r#"{"score": 20, "impact": 3, "approved": true}"#)
                    .map_err(anyhow_like)?,
            );
            vm.execute_entry_point_by_index(0).map_err(anyhow_like)
        })()
        .map_err(|e: Box<dyn std::error::Error + Send + Sync>| e.to_string());
        println!("REGORUS {text}: {r:?}");
    }
    // evalexpr
    for text in
        ["scor > 9", "impact > 4 && scor > 9", "1 / 0", "str::substring(name, 1)", "if(impact > 4, 1, 1 / 0)"]
    {
        use evalexpr::ContextWithMutableVariables;
        let r = catch_unwind(|| {
            let mut c = evalexpr::HashMapContext::<evalexpr::DefaultNumericTypes>::new();
            c.set_value("impact".into(), evalexpr::Value::Int(3)).unwrap();
            c.set_value("name".into(), "é".into()).unwrap();
            evalexpr::build_operator_tree::<evalexpr::DefaultNumericTypes>(text)
                .map(|t| t.eval_with_context(&c))
        });
        println!("EVALEXPR {text}: {:?}", r.map_err(|_| "PANIC"));
    }
    // cedar
    {
        use cedar_policy::*;
        let p: PolicySet = "permit(principal, action, resource);\nforbid(principal, action, resource) when { context.scor > 9 };".parse().unwrap();
        let ctx = Context::from_pairs([("score".to_string(), RestrictedExpression::new_long(20))]).unwrap();
        let r = Request::new(
            r#"A::"a""#.parse().unwrap(),
            r#"Action::"a""#.parse().unwrap(),
            r#"A::"a""#.parse().unwrap(),
            ctx,
            None,
        )
        .unwrap();
        let a = Authorizer::new().is_authorized(&r, &p, &Entities::empty());
        println!(
            "CEDAR {:?} {:?}",
            a.decision(),
            a.diagnostics().errors().map(|e| e.to_string()).collect::<Vec<_>>()
        );
    }
}
fn anyhow_like<E: std::fmt::Display>(e: E) -> Box<dyn std::error::Error + Send + Sync> {
    e.to_string().into()
}
