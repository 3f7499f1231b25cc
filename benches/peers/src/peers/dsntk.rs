//! dsntk: DMN models with FEEL expressions, built to an evaluator.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;
use std::sync::Arc;

/// A model, and the names by which an answer is read.
pub struct Dsntk {
    evaluator: Arc<ModelEvaluator>,
    names: [Name; 4],
}

const NAMESPACE: &str = "https://example.org/bench";
const MODEL: &str = "bench";
const DECISION: &str = "Answer";

fn context<const N: usize>(entries: [(&str, Value); N]) -> FeelContext {
    let mut context = FeelContext::new();
    for (name, value) in entries {
        context.set_entry(&Name::from(name), value);
    }
    context
}

fn number(n: impl Into<u16>) -> Value {
    Value::Number(FeelNumber::from(n.into()))
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn small(value: &Value) -> u8 {
    match value {
        Value::Number(number) => u8::try_from(number).expect("a small number"),
        other => panic!("{other}"),
    }
}

/// A model of one decision over some inputs.
fn model(inputs: &[(&str, &str)], kind: &str, logic: &str) -> String {
    let requirement = |(name, _): &(&str, &str)| {
        format!(
            r##"<informationRequirement id="r_{name}"><requiredInput href="#i_{name}"/></informationRequirement>"##
        )
    };
    let input = |(name, kind): &(&str, &str)| {
        format!(
            r#"<inputData name="{name}" id="i_{name}"><variable typeRef="{kind}" name="{name}" id="v_{name}"/></inputData>"#
        )
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <definitions namespace="{NAMESPACE}" name="{MODEL}" id="d" xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
        <decision name="{DECISION}" id="answer"><variable {kind} name="{DECISION}" id="v"/>{}{logic}</decision>{}</definitions>"#,
        inputs.iter().map(requirement).collect::<String>(),
        inputs.iter().map(input).collect::<String>(),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn literal(id: &str, text: &str) -> String {
    format!(r#"<literalExpression id="{id}"><text>{}</text></literalExpression>"#, escaped(text))
}

impl Dsntk {
    /// The answer; what goes wrong is a null in it.
    #[must_use]
    pub fn evaluate(&self, input: &FeelContext) -> Value {
        self.evaluator.evaluate_invocable(NAMESPACE, MODEL, DECISION, input)
    }
}

impl Peer for Dsntk {
    const NAME: &'static str = "dsntk, DMN";
    const CRATE: &'static str = "dsntk-model-evaluator";
    type Risk = FeelContext;
    type Incident = FeelContext;
    type Situation = FeelContext;

    fn text(work: Work) -> String {
        match work {
            Work::Assess => {
                let entries = [
                    (
                        "likelihood",
                        "number",
                        "if uncompleted >= total then 5 else floor(5 * uncompleted / total) + 1",
                    ),
                    ("score", "number", "impact * likelihood"),
                    ("band", "number", "floor((score - 1) / 5)"),
                    ("accept", "boolean", "score <= 9"),
                ];
                let entry = |(name, kind, text): &(&str, &str, &str)| {
                    let logic = literal(&format!("l_{name}"), text);
                    format!(
                        r#"<contextEntry id="e_{name}"><variable name="{name}" id="n_{name}" typeRef="{kind}"/>{logic}</contextEntry>"#
                    )
                };
                let entries: String = entries.iter().map(entry).collect();
                let inputs = [("impact", "number"), ("uncompleted", "number"), ("total", "number")];
                model(&inputs, "", &format!(r#"<context id="c">{entries}</context>"#))
            }
            Work::Route => {
                let inputs =
                    [("priority", "string"), ("kind", "string"), ("complex", "boolean"), ("level", "number")];
                let columns = inputs.iter().map(|(name, kind)| {
                    format!(
                        r#"<input id="c_{name}"><inputExpression typeRef="{kind}" id="x_{name}"><text>{name}</text></inputExpression></input>"#
                    )
                });
                let columns: String = columns.collect();
                let quoted = |text: Option<&str>| text.map_or("-".into(), |text| format!("\"{text}\""));
                let rows = routes::rows();
                let rows = rows.iter().enumerate().map(|(n, row)| {
                    let complex = row.complex.map_or("-".into(), |complex| complex.to_string());
                    let level = row.level.as_ref();
                    let level = level.map_or("-".into(), |level| format!("[{}..{}]", level.start(), level.end()));
                    let cells = [quoted(row.priority), quoted(row.kind), complex, level];
                    let cell = |(m, cell): (usize, &String)| {
                        format!(r#"<inputEntry id="t_{n}_{m}"><text>{}</text></inputEntry>"#, escaped(cell))
                    };
                    let cells: String = cells.iter().enumerate().map(cell).collect();
                    format!(
                        r#"<rule id="w_{n}">{cells}<outputEntry id="o_{n}"><text>{}</text></outputEntry></rule>"#,
                        row.team
                    )
                });
                let rows: String = rows.collect();
                let table = format!(
                    r#"<decisionTable hitPolicy="FIRST" id="t" typeRef="number">{columns}<output id="o"/>{rows}</decisionTable>"#
                );
                model(&inputs, r#"typeRef="number""#, &table)
            }
            Work::Rule => {
                let inputs = [
                    ("confidentiality", "string"),
                    ("origin", "string"),
                    ("orientation", "number"),
                    ("age_days", "number"),
                    ("impact", "number"),
                    ("likelihood", "number"),
                ];
                let logic = r#"(if confidentiality = "high" and origin = "external" and orientation <= 2 then 1 else 0)
                    + (if age_days > 365 and impact * likelihood > 8 then 2 else 0)
                    + (if age_days < 30 and impact = 1 then 4 else 0)"#;
                model(&inputs, r#"typeRef="number""#, &literal("l", logic))
            }
        }
    }

    fn load(_: Work, text: &str) -> Self {
        let model = dsntk_model::parse(text).expect("a model");
        let evaluator = ModelEvaluator::new(&[model]).expect("an evaluator");
        Self { evaluator, names: ["likelihood", "score", "band", "accept"].map(Name::from) }
    }

    fn risk(&self, risk: &Risk) -> FeelContext {
        context([
            ("impact", number(risk.impact)),
            ("uncompleted", number(risk.uncompleted)),
            ("total", number(risk.total)),
        ])
    }

    fn incident(&self, incident: &Incident) -> FeelContext {
        context([
            ("priority", text(incident.priority())),
            ("kind", text(incident.kind())),
            ("complex", Value::Boolean(incident.complex)),
            ("level", number(incident.level)),
        ])
    }

    fn situation(&self, case: &Situation) -> FeelContext {
        context([
            ("confidentiality", text(case.confidentiality())),
            ("origin", text(case.origin())),
            ("orientation", number(case.orientation)),
            ("age_days", number(case.age_days)),
            ("impact", number(case.impact)),
            ("likelihood", number(case.likelihood)),
        ])
    }

    fn assess(&mut self, risk: &mut FeelContext) -> Assessed {
        let answer = self.evaluate(risk);
        let Value::Context(answer) = answer else { panic!("{answer}") };
        let field = |n: usize| answer.get_entry(&self.names[n]).expect("a field");
        Assessed {
            likelihood: small(field(0)),
            score: small(field(1)),
            band: small(field(2)),
            accept: matches!(field(3), Value::Boolean(true)),
        }
    }

    fn route(&mut self, incident: &mut FeelContext) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut FeelContext) -> u8 {
        small(&self.evaluate(case))
    }
}
