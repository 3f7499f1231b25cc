//! regorus: Rego, compiled to its virtual machine (RVM), which is kept.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};
use std::collections::BTreeMap;

/// A loaded machine.
pub struct Regorus {
    machine: RegoVM,
}

fn object<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    entries.into_iter().map(|(name, value)| (Value::from(name), value)).collect::<BTreeMap<_, _>>().into()
}

fn number(n: impl Into<u64>) -> Value {
    Value::from(n.into())
}

fn small(value: &Value) -> u8 {
    value.as_u8().expect("a number")
}

impl Regorus {
    fn evaluate(&mut self, input: &Value) -> Value {
        self.machine.set_input(input.clone());
        self.machine.execute_entry_point_by_index(0).expect("an answer")
    }
}

impl Peer for Regorus {
    const NAME: &'static str = "regorus, RVM";
    const CRATE: &'static str = "regorus";
    type Risk = Value;
    type Incident = Value;
    type Situation = Value;

    fn text(work: Work) -> String {
        let rules = match work {
            Work::Assess => "
                likelihood := 5 if input.uncompleted >= input.total
                likelihood := floor(5 * input.uncompleted / input.total) + 1 if input.uncompleted < input.total
                score := input.impact * likelihood
                answer := [likelihood, score, floor((score - 1) / 5), score <= 9]"
                .into(),
            Work::Route => {
                let syntax = routes::Syntax { prefix: "input.", and: "; ", equals: "==" };
                let rows = routes::rows();
                let rows = rows.iter().map(|row| match row.tests(&syntax).as_str() {
                    "" => format!(":= {}", row.team),
                    tests => format!(":= {} if {{ {tests} }}", row.team),
                });
                format!("answer {}", rows.collect::<Vec<_>>().join(" else "))
            }
            Work::Rule => r#"
                default exposed := 0
                exposed := 1 if {
                    input.confidentiality == "high"; input.origin == "external"; input.orientation <= 2
                }
                default stale := 0
                stale := 2 if { input.age_days > 365; input.impact * input.likelihood > 8 }
                default new := 0
                new := 4 if { input.age_days < 30; input.impact == 1 }
                answer := exposed + stale + new"#
                .into(),
        };
        format!("package bench\nimport rego.v1\n{rules}")
    }

    fn load(_: Work, text: &str) -> Self {
        const ENTRY: &str = "data.bench.answer";
        let mut engine = Engine::new();
        engine.add_policy("bench.rego".into(), text.into()).expect("a policy");
        let policy = engine.compile_with_entrypoint(&Rc::from(ENTRY)).expect("a compiled policy");
        let program = Compiler::compile_from_policy(&policy, &[ENTRY]).expect("a program");
        let mut machine = RegoVM::new_with_policy(policy);
        machine.load_program(program);
        machine.set_data(Value::new_object()).expect("no data");
        Self { machine }
    }

    fn risk(&self, risk: &Risk) -> Value {
        object([
            ("impact", number(risk.impact)),
            ("uncompleted", number(risk.uncompleted)),
            ("total", number(risk.total)),
        ])
    }

    fn incident(&self, incident: &Incident) -> Value {
        object([
            ("priority", incident.priority().into()),
            ("kind", incident.kind().into()),
            ("complex", incident.complex.into()),
            ("level", number(incident.level)),
        ])
    }

    fn situation(&self, case: &Situation) -> Value {
        object([
            ("confidentiality", case.confidentiality().into()),
            ("origin", case.origin().into()),
            ("orientation", number(case.orientation)),
            ("age_days", number(case.age_days)),
            ("impact", number(case.impact)),
            ("likelihood", number(case.likelihood)),
        ])
    }

    fn assess(&mut self, risk: &mut Value) -> Assessed {
        let answer = self.evaluate(risk);
        let [likelihood, score, band, accept] = answer.as_array().expect("a list").as_slice() else {
            panic!("{answer}")
        };
        Assessed {
            likelihood: small(likelihood),
            score: small(score),
            band: small(band),
            accept: *accept.as_bool().expect("a truth"),
        }
    }

    fn route(&mut self, incident: &mut Value) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Value) -> u8 {
        small(&self.evaluate(case))
    }
}
