//! evalexpr: precompiled operator trees over a map of variables. Its `if` is a function that gets both values computed.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use evalexpr::{ContextWithMutableVariables, DefaultNumericTypes, HashMapContext, Node, Value};

/// A precompiled expression.
pub struct Evalexpr {
    tree: Node<DefaultNumericTypes>,
}

type Context = HashMapContext<DefaultNumericTypes>;

fn context<const N: usize>(entries: [(&'static str, Value); N]) -> Context {
    let mut context = Context::new();
    for (name, value) in entries {
        context.set_value(name.into(), value).expect("a new variable");
    }
    context
}

fn number(n: impl Into<i64>) -> Value {
    Value::Int(n.into())
}

fn small(value: &Value) -> u8 {
    value.as_int().expect("a number") as u8
}

impl Evalexpr {
    fn evaluate(&self, context: &Context) -> Value {
        self.tree.eval_with_context(context).expect("an answer")
    }
}

impl Peer for Evalexpr {
    const NAME: &'static str = "evalexpr";
    const CRATE: &'static str = "evalexpr";
    type Risk = Context;
    type Incident = Context;
    type Situation = Context;

    fn text(work: Work) -> String {
        match work {
            Work::Assess => "l = if(uncompleted >= total, 5, 5 * uncompleted / max(total, 1) + 1); \
                score = impact * l; (l, score, (score - 1) / 5, score <= 9)"
                .into(),
            Work::Route => {
                routes::nested(&routes::C, |tests, team, rest| format!("if({tests}, {team}, {rest})"))
            }
            Work::Rule => r#"if(confidentiality == "high" && origin == "external" && orientation <= 2, 1, 0)
                + if(age_days > 365 && impact * likelihood > 8, 2, 0)
                + if(age_days < 30 && impact == 1, 4, 0)"#
                .into(),
        }
    }

    fn load(_: Work, text: &str) -> Self {
        Self { tree: evalexpr::build_operator_tree(text).expect("an expression") }
    }

    fn risk(&self, risk: &Risk) -> Context {
        context([
            ("impact", number(risk.impact)),
            ("uncompleted", number(risk.uncompleted)),
            ("total", number(risk.total)),
        ])
    }

    fn incident(&self, incident: &Incident) -> Context {
        context([
            ("priority", incident.priority().into()),
            ("kind", incident.kind().into()),
            ("complex", incident.complex.into()),
            ("level", number(incident.level)),
        ])
    }

    fn situation(&self, case: &Situation) -> Context {
        context([
            ("confidentiality", case.confidentiality().into()),
            ("origin", case.origin().into()),
            ("orientation", number(case.orientation)),
            ("age_days", number(case.age_days)),
            ("impact", number(case.impact)),
            ("likelihood", number(case.likelihood)),
        ])
    }

    fn assess(&mut self, risk: &mut Context) -> Assessed {
        let answer = self.tree.eval_with_context_mut(risk).expect("an answer");
        let Value::Tuple(answer) = answer else { panic!("{answer}") };
        let [likelihood, score, band, accept] = answer.as_slice() else { panic!("{answer:?}") };
        Assessed {
            likelihood: small(likelihood),
            score: small(score),
            band: small(band),
            accept: accept.as_boolean().expect("a truth"),
        }
    }

    fn route(&mut self, incident: &mut Context) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Context) -> u8 {
        small(&self.evaluate(case))
    }
}
