//! datalogic-rs: JSONLogic, compiled once; a session whose arena is reset after each evaluation (its tier 2), which borrows
//! input and answer.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use datalogic_rs::{DataValue, Engine, Logic, Session};

/// A compiled rule.
pub struct Datalogic {
    session: Session<'static>,
    logic: Logic,
}

/// An object whose names and texts are borrowed.
pub type Object = Vec<(&'static str, DataValue<'static>)>;

fn number(n: impl Into<i64>) -> DataValue<'static> {
    DataValue::from_i64(n.into())
}

fn text(text: &'static str) -> DataValue<'static> {
    DataValue::from_borrowed_str(text)
}

impl Datalogic {
    fn evaluate<R>(&mut self, input: &Object, read: impl Fn(&DataValue<'_>) -> R) -> R {
        let answer = self.session.eval_borrowed(&self.logic, DataValue::Object(input)).expect("an answer");
        let answer = read(answer);
        self.session.reset();
        answer
    }
}

fn small(value: &DataValue<'_>) -> u8 {
    value.as_i64().expect("a number") as u8
}

/// The tests of a row.
fn tests(row: &routes::Row) -> String {
    let is = |name: &str, value: &str| format!(r#"{{"==":[{{"var":"{name}"}},{value}]}}"#);
    let mut tests = Vec::new();
    tests.extend(row.priority.map(|value| is("priority", &format!("\"{value}\""))));
    tests.extend(row.kind.map(|value| is("kind", &format!("\"{value}\""))));
    tests.extend(row.complex.map(|value| is("complex", &value.to_string())));
    tests.extend(row.level.as_ref().map(|level| match (level.start(), level.end()) {
        (low, high) if low == high => is("level", &low.to_string()),
        (1, high) => format!(r#"{{"<=":[{{"var":"level"}},{high}]}}"#),
        (low, _) => format!(r#"{{">=":[{{"var":"level"}},{low}]}}"#),
    }));
    match tests.as_slice() {
        [one] => one.clone(),
        many => format!(r#"{{"and":[{}]}}"#, many.join(",")),
    }
}

impl Peer for Datalogic {
    const NAME: &'static str = "datalogic-rs";
    const CRATE: &'static str = "datalogic-rs";
    type Risk = Object;
    type Incident = Object;
    type Situation = Object;

    fn text(work: Work) -> String {
        match work {
            // There are no names for intermediate values; an iteration over one value is the nearest to it.
            Work::Assess => r#"{"map": [
                [{"if": [{">=": [{"var": "uncompleted"}, {"var": "total"}]}, 5,
                    {"+": [{"floor": {"/": [{"*": [5, {"var": "uncompleted"}]}, {"var": "total"}]}}, 1]}]}],
                [{"var": ""},
                 {"*": [{"val": [[2], "impact"]}, {"var": ""}]},
                 {"floor": {"/": [{"-": [{"*": [{"val": [[2], "impact"]}, {"var": ""}]}, 1]}, 5]}},
                 {"<=": [{"*": [{"val": [[2], "impact"]}, {"var": ""}]}, 9]}]
            ]}"#
            .into(),
            Work::Route => {
                let rows = routes::rows();
                let rows =
                    rows.iter().map(|row| match (&row.priority, &row.kind, &row.complex, &row.level) {
                        (None, None, None, None) => row.team.to_string(),
                        _ => format!("{},{}", tests(row), row.team),
                    });
                format!(r#"{{"if":[{}]}}"#, rows.collect::<Vec<_>>().join(","))
            }
            Work::Rule => r#"{"+": [
                {"if": [{"and": [{"==": [{"var": "confidentiality"}, "high"]},
                                 {"==": [{"var": "origin"}, "external"]},
                                 {"<=": [{"var": "orientation"}, 2]}]}, 1, 0]},
                {"if": [{"and": [{">": [{"var": "age_days"}, 365]},
                                 {">": [{"*": [{"var": "impact"}, {"var": "likelihood"}]}, 8]}]}, 2, 0]},
                {"if": [{"and": [{"<": [{"var": "age_days"}, 30]}, {"==": [{"var": "impact"}, 1]}]}, 4, 0]}
            ]}"#
            .into(),
        }
    }

    fn load(_: Work, text: &str) -> Self {
        // A session borrows its engine; here both live to the end of the program.
        let engine: &'static Engine = Box::leak(Box::new(Engine::new()));
        Self { session: engine.session(), logic: engine.compile(text).expect("a rule") }
    }

    fn risk(&self, risk: &Risk) -> Object {
        vec![
            ("impact", number(risk.impact)),
            ("uncompleted", number(risk.uncompleted)),
            ("total", number(risk.total)),
        ]
    }

    fn incident(&self, incident: &Incident) -> Object {
        vec![
            ("priority", text(incident.priority())),
            ("kind", text(incident.kind())),
            ("complex", DataValue::bool(incident.complex)),
            ("level", number(incident.level)),
        ]
    }

    fn situation(&self, case: &Situation) -> Object {
        vec![
            ("confidentiality", text(case.confidentiality())),
            ("origin", text(case.origin())),
            ("orientation", number(case.orientation)),
            ("age_days", number(case.age_days)),
            ("impact", number(case.impact)),
            ("likelihood", number(case.likelihood)),
        ]
    }

    fn assess(&mut self, risk: &mut Object) -> Assessed {
        self.evaluate(risk, |answer| {
            let rows = answer.as_array().expect("one row");
            let [likelihood, score, band, accept] = rows[0].as_array().expect("an answer") else {
                panic!("{answer:?}")
            };
            Assessed {
                likelihood: small(likelihood),
                score: small(score),
                band: small(band),
                accept: accept.as_bool().expect("a truth"),
            }
        })
    }

    fn route(&mut self, incident: &mut Object) -> u8 {
        self.evaluate(incident, small)
    }

    fn rule(&mut self, case: &mut Object) -> u8 {
        self.evaluate(case, small)
    }
}
