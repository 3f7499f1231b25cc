//! zen-engine: decision tables in a graph, compiled beforehand. Its evaluation is asynchronous and waits for nothing here.

use super::zen_expression::{incident, risk, situation, small};
use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use serde_json::{Map, Value, json};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine};
use zen_expression::variable::Variable;

/// A compiled decision.
pub struct ZenEngine {
    decision: Decision,
}

fn table(inputs: &[&str], outputs: &[&str], hit: &str, rows: &[(Vec<String>, Vec<String>)]) -> Value {
    let column = |kind: &str, fields: &[&str]| -> Vec<Value> {
        let column =
            |(n, field): (usize, &&str)| json!({"id": format!("{kind}{n}"), "name": field, "field": field});
        fields.iter().enumerate().map(column).collect()
    };
    let row = |(n, (tests, answers)): (usize, &(Vec<String>, Vec<String>))| {
        let mut row = Map::from_iter([("_id".to_owned(), json!(n.to_string()))]);
        row.extend(tests.iter().enumerate().map(|(n, cell)| (format!("i{n}"), json!(cell))));
        row.extend(answers.iter().enumerate().map(|(n, cell)| (format!("o{n}"), json!(cell))));
        Value::from(row)
    };
    let rows: Vec<Value> = rows.iter().enumerate().map(row).collect();
    json!({
        "hitPolicy": hit, "inputs": column("i", inputs), "outputs": column("o", outputs), "rules": rows,
        "passThrough": false, "inputField": null, "outputPath": null, "executionMode": "single",
    })
}

/// A graph of nodes in a line.
fn graph(nodes: &[(&str, Value)]) -> String {
    let named = |(n, (kind, content)): (usize, &(&str, Value))| json!({"id": n.to_string(), "name": n.to_string(), "type": kind, "content": content, "position": {"x": 0, "y": 0}});
    let edge = |n: usize| json!({"id": format!("e{n}"), "sourceId": n.to_string(), "targetId": (n + 1).to_string(), "type": "edge"});
    let edges: Vec<Value> = (0..nodes.len() - 1).map(edge).collect();
    json!({"nodes": nodes.iter().enumerate().map(named).collect::<Vec<_>>(), "edges": edges}).to_string()
}

/// The graph around one table.
pub(crate) fn one(table: Value) -> String {
    graph(&[("inputNode", json!({})), ("decisionTableNode", table), ("outputNode", json!({}))])
}

/// The routing table with its first column read from some field.
#[must_use]
pub fn routing(first: &str) -> String {
    let quoted = |text: Option<&str>| text.map(|text| format!("\"{text}\"")).unwrap_or_default();
    let rows = routes::rows();
    let rows = rows.iter().map(|row| {
        let complex = row.complex.map(|complex| complex.to_string()).unwrap_or_default();
        let level = row.level.as_ref().map(|level| format!("[{}..{}]", level.start(), level.end()));
        let tests = vec![quoted(row.priority), quoted(row.kind), complex, level.unwrap_or_default()];
        (tests, vec![row.team.to_string()])
    });
    let rows: Vec<_> = rows.collect();
    one(table(&[first, "kind", "complex", "level"], &["team"], "first", &rows))
}

impl ZenEngine {
    /// The answer, or what went wrong.
    ///
    /// # Errors
    ///
    /// As the engine reports it.
    pub fn answer(&self, input: &Variable) -> Result<Variable, String> {
        let answer = pollster::block_on(self.decision.evaluate(input.clone()));
        answer.map(|answer| answer.result).map_err(|error| error.to_string())
    }

    fn evaluate(&self, input: &Variable) -> Variable {
        self.answer(input).expect("an answer")
    }
}

fn field(object: &Variable, name: &str) -> Variable {
    object.dot(name).expect("a field")
}

impl Peer for ZenEngine {
    const NAME: &'static str = "zen-engine, decision tables";
    const CRATE: &'static str = "zen-engine";
    type Risk = Variable;
    type Incident = Variable;
    type Situation = Variable;

    fn text(work: Work) -> String {
        match work {
            Work::Assess => {
                let expression =
                    |n: &str, key: &str, value: &str| json!({"id": n, "key": key, "value": value});
                let expressions = json!({
                    "expressions": [
                        expression("0", "likelihood",
                            "uncompleted >= total ? 5 : floor(5 * uncompleted / total) + 1"),
                        expression("1", "score", "impact * $.likelihood"),
                    ],
                    "passThrough": false, "inputField": null, "outputPath": null, "executionMode": "single",
                });
                let row = |score: &str, band: u8, accept: bool| {
                    (vec![score.to_owned()], vec![band.to_string(), accept.to_string()])
                };
                let mut bands = table(
                    &["score"],
                    &["band", "accept"],
                    "first",
                    &[
                        row("<= 5", 0, true),
                        row("<= 9", 1, true),
                        row("<= 10", 1, false),
                        row("<= 15", 2, false),
                        row("<= 20", 3, false),
                        row("", 4, false),
                    ],
                );
                bands["passThrough"] = true.into();
                graph(&[
                    ("inputNode", json!({})),
                    ("expressionNode", expressions),
                    ("decisionTableNode", bands),
                    ("outputNode", json!({})),
                ])
            }
            Work::Route => routing("priority"),
            Work::Rule => {
                let row = |tests: [&str; 6], bit: u8| {
                    (tests.iter().map(ToString::to_string).collect(), vec![bit.to_string()])
                };
                let fields =
                    ["confidentiality", "origin", "orientation", "age_days", "impact * likelihood", "impact"];
                one(table(
                    &fields,
                    &["bit"],
                    "collect",
                    &[
                        row(["\"high\"", "\"external\"", "<= 2", "", "", ""], 1),
                        row(["", "", "", "> 365", "> 8", ""], 2),
                        row(["", "", "", "< 30", "", "1"], 4),
                    ],
                ))
            }
        }
    }

    fn load(_: Work, text: &str) -> Self {
        let content: DecisionContent = serde_json::from_str(text).expect("a graph");
        let mut decision = DecisionEngine::default().create_decision(content.into()).expect("a decision");
        decision.compile();
        Self { decision }
    }

    fn risk(&self, case: &Risk) -> Variable {
        risk(case)
    }

    fn incident(&self, case: &Incident) -> Variable {
        incident(case)
    }

    fn situation(&self, case: &Situation) -> Variable {
        situation(case)
    }

    fn assess(&mut self, risk: &mut Variable) -> Assessed {
        let answer = self.evaluate(risk);
        Assessed {
            likelihood: small(&field(&answer, "likelihood")),
            score: small(&field(&answer, "score")),
            band: small(&field(&answer, "band")),
            accept: field(&answer, "accept").as_bool().expect("a truth"),
        }
    }

    fn route(&mut self, incident: &mut Variable) -> u8 {
        small(&field(&self.evaluate(incident), "team"))
    }

    fn rule(&mut self, case: &mut Variable) -> u8 {
        let rows = self.evaluate(case).as_array().expect("a list");
        rows.borrow().iter().map(|row| small(&field(row, "bit"))).sum()
    }
}
