//! cel: programs compiled by an environment that the contexts share.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use cel::{Context, Env, Program, Value};
use std::sync::Arc;

/// A compiled program.
pub struct Cel {
    environment: Arc<Env>,
    program: Program,
}

impl Cel {
    fn context<const N: usize>(&self, entries: [(&'static str, Value); N]) -> Context<'static, 'static> {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        for (name, value) in entries {
            context.add_variable_from_value(name, value);
        }
        context
    }

    fn evaluate(&self, context: &Context<'static, 'static>) -> Value {
        self.program.execute(context).expect("an answer")
    }
}

fn small(value: &Value) -> u8 {
    match value {
        Value::Int(number) => *number as u8,
        other => panic!("{other:?}"),
    }
}

impl Peer for Cel {
    const NAME: &'static str = "cel";
    const CRATE: &'static str = "cel";
    type Risk = Context<'static, 'static>;
    type Incident = Context<'static, 'static>;
    type Situation = Context<'static, 'static>;

    fn text(work: Work) -> String {
        match work {
            // There are no names for intermediate values; an iteration over one value is the nearest to it.
            Work::Assess => "[uncompleted >= total ? 5 : 5 * uncompleted / total + 1]\
                .map(l, [l, impact * l, (impact * l - 1) / 5, impact * l <= 9 ? 1 : 0])[0]"
                .into(),
            Work::Route => {
                routes::nested(&routes::C, |tests, team, rest| format!("{tests} ? {team} : ({rest})"))
            }
            Work::Rule => "(confidentiality == 'high' && origin == 'external' && orientation <= 2 ? 1 : 0) \
                + (age_days > 365 && impact * likelihood > 8 ? 2 : 0) \
                + (age_days < 30 && impact == 1 ? 4 : 0)"
                .into(),
        }
    }

    fn load(_: Work, text: &str) -> Self {
        let environment = Arc::new(Env::stdlib());
        let program = environment.compile(text).expect("a program");
        Self { environment, program }
    }

    fn risk(&self, risk: &Risk) -> Self::Risk {
        self.context([
            ("impact", Value::Int(risk.impact.into())),
            ("uncompleted", Value::Int(risk.uncompleted.into())),
            ("total", Value::Int(risk.total.into())),
        ])
    }

    fn incident(&self, incident: &Incident) -> Self::Incident {
        self.context([
            ("priority", incident.priority().into()),
            ("kind", incident.kind().into()),
            ("complex", Value::Bool(incident.complex)),
            ("level", Value::Int(incident.level.into())),
        ])
    }

    fn situation(&self, case: &Situation) -> Self::Situation {
        self.context([
            ("confidentiality", case.confidentiality().into()),
            ("origin", case.origin().into()),
            ("orientation", Value::Int(case.orientation.into())),
            ("age_days", Value::Int(case.age_days.into())),
            ("impact", Value::Int(case.impact.into())),
            ("likelihood", Value::Int(case.likelihood.into())),
        ])
    }

    fn assess(&mut self, risk: &mut Self::Risk) -> Assessed {
        let Value::List(answer) = self.evaluate(risk) else { panic!("not a list") };
        let [likelihood, score, band, accept] = answer.as_slice() else { panic!("{answer:?}") };
        Assessed {
            likelihood: small(likelihood),
            score: small(score),
            band: small(band),
            accept: small(accept) == 1,
        }
    }

    fn route(&mut self, incident: &mut Self::Incident) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Self::Situation) -> u8 {
        small(&self.evaluate(case))
    }
}
