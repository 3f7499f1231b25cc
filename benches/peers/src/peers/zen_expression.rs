//! zen-expression: compiled expressions on a machine that is kept.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use zen_expression::expression::Standard;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;
use zen_expression::{Expression, compile_expression};

/// A compiled expression.
pub struct ZenExpression {
    expression: Expression<Standard>,
    machine: VM,
}

/// An object as the zen crates have it.
pub(crate) fn object<const N: usize>(entries: [(&'static str, Variable); N]) -> Variable {
    let object = Variable::empty_object();
    if let Some(map) = object.as_object() {
        let mut map = map.borrow_mut();
        for (name, value) in entries {
            map.insert(Variable::key(name), value);
        }
    }
    object
}

pub(crate) fn number(n: impl Into<u64>) -> Variable {
    Variable::Number(n.into().into())
}

pub(crate) fn text(text: &'static str) -> Variable {
    Variable::String(text.into())
}

pub(crate) fn risk(risk: &Risk) -> Variable {
    object([
        ("impact", number(risk.impact)),
        ("uncompleted", number(risk.uncompleted)),
        ("total", number(risk.total)),
    ])
}

pub(crate) fn incident(incident: &Incident) -> Variable {
    object([
        ("priority", text(incident.priority())),
        ("kind", text(incident.kind())),
        ("complex", Variable::Bool(incident.complex)),
        ("level", number(incident.level)),
    ])
}

pub(crate) fn situation(case: &Situation) -> Variable {
    object([
        ("confidentiality", text(case.confidentiality())),
        ("origin", text(case.origin())),
        ("orientation", number(case.orientation)),
        ("age_days", number(case.age_days)),
        ("impact", number(case.impact)),
        ("likelihood", number(case.likelihood)),
    ])
}

pub(crate) fn small(value: &Variable) -> u8 {
    u8::try_from(value.as_number().expect("a number")).expect("a small number")
}

impl ZenExpression {
    fn evaluate(&mut self, input: &Variable) -> Variable {
        self.expression.evaluate_with(input.clone(), &mut self.machine).expect("an answer")
    }
}

impl Peer for ZenExpression {
    const NAME: &'static str = "zen-expression";
    const CRATE: &'static str = "zen-expression";
    type Risk = Variable;
    type Incident = Variable;
    type Situation = Variable;

    fn text(work: Work) -> String {
        match work {
            Work::Assess => "l = uncompleted >= total ? 5 : floor(5 * uncompleted / total) + 1; \
                score = impact * l; [l, score, floor((score - 1) / 5), score <= 9]"
                .into(),
            Work::Route => {
                let syntax = routes::Syntax { and: " and ", ..routes::C };
                routes::nested(&syntax, |tests, team, rest| format!("{tests} ? {team} : ({rest})"))
            }
            Work::Rule => {
                "(confidentiality == 'high' and origin == 'external' and orientation <= 2 ? 1 : 0) \
                + (age_days > 365 and impact * likelihood > 8 ? 2 : 0) \
                + (age_days < 30 and impact == 1 ? 4 : 0)"
                    .into()
            }
        }
    }

    fn load(_: Work, text: &str) -> Self {
        Self { expression: compile_expression(text).expect("an expression"), machine: VM::new() }
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
        let answer = self.evaluate(risk).as_array().expect("a list");
        let answer = answer.borrow();
        let [likelihood, score, band, accept] = answer.as_slice() else { panic!("{answer:?}") };
        Assessed {
            likelihood: small(likelihood),
            score: small(score),
            band: small(band),
            accept: accept.as_bool().expect("a truth"),
        }
    }

    fn route(&mut self, incident: &mut Variable) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Variable) -> u8 {
        small(&self.evaluate(case))
    }
}
