//! Rhai, by its interpreter and by `grain`, its experimental bytecode: scripts over the variables of a scope that is kept.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use rhai::grain::{Compiler, Program, Vm};
use rhai::{AST, Dynamic, Engine, INT, Scope};

/// The script as a tree, walked.
pub struct Interpreted {
    engine: Engine,
    tree: AST,
}

/// The script as bytecode.
pub struct Grain {
    machine: Vm<'static>,
    program: Program<'static>,
}

fn script(work: Work) -> String {
    match work {
        Work::Assess => "let l = if uncompleted >= total { 5 } else { 5 * uncompleted / total + 1 }; \
            let score = impact * l; [l, score, (score - 1) / 5, score <= 9]"
            .into(),
        Work::Route => routes::nested(&routes::C, |tests, team, rest| {
            format!("if {tests} {{ {team} }} else {{ {rest} }}")
        }),
        Work::Rule => r#"let outcome = 0;
            if confidentiality == "high" && origin == "external" && orientation <= 2 { outcome += 1; }
            if age_days > 365 && impact * likelihood > 8 { outcome += 2; }
            if age_days < 30 && impact == 1 { outcome += 4; }
            outcome"#
            .into(),
    }
}

fn risk(risk: &Risk) -> Scope<'static> {
    let mut scope = Scope::new();
    scope
        .push("impact", INT::from(risk.impact))
        .push("uncompleted", INT::from(risk.uncompleted))
        .push("total", INT::from(risk.total));
    scope
}

fn incident(incident: &Incident) -> Scope<'static> {
    let mut scope = Scope::new();
    scope
        .push_dynamic("priority", incident.priority().into())
        .push_dynamic("kind", incident.kind().into())
        .push("complex", incident.complex)
        .push("level", INT::from(incident.level));
    scope
}

fn situation(case: &Situation) -> Scope<'static> {
    let mut scope = Scope::new();
    scope
        .push_dynamic("confidentiality", case.confidentiality().into())
        .push_dynamic("origin", case.origin().into())
        .push("orientation", INT::from(case.orientation))
        .push("age_days", INT::from(case.age_days))
        .push("impact", INT::from(case.impact))
        .push("likelihood", INT::from(case.likelihood));
    scope
}

fn small(value: &Dynamic) -> u8 {
    value.as_int().expect("a number") as u8
}

fn assessed(answer: Dynamic) -> Assessed {
    let answer = answer.into_array().expect("a list");
    let [likelihood, score, band, accept] = answer.as_slice() else { panic!("{answer:?}") };
    Assessed {
        likelihood: small(likelihood),
        score: small(score),
        band: small(band),
        accept: accept.as_bool().expect("a truth"),
    }
}

impl Interpreted {
    fn evaluate(&self, scope: &mut Scope<'static>) -> Dynamic {
        let before = scope.len();
        let answer = self.engine.eval_ast_with_scope(scope, &self.tree).expect("an answer");
        scope.rewind(before);
        answer
    }
}

impl Grain {
    fn evaluate(&mut self, scope: &mut Scope<'static>) -> Dynamic {
        let before = scope.len();
        let answer = self.machine.eval_with_scope(scope, &self.program).expect("an answer");
        scope.rewind(before);
        answer
    }
}

impl Peer for Interpreted {
    const NAME: &'static str = "rhai, interpreted";
    const CRATE: &'static str = "rhai";
    type Risk = Scope<'static>;
    type Incident = Scope<'static>;
    type Situation = Scope<'static>;

    fn text(work: Work) -> String {
        script(work)
    }

    fn load(_: Work, text: &str) -> Self {
        let engine = Engine::new();
        let tree = engine.compile(text).expect("a script");
        Self { engine, tree }
    }

    fn risk(&self, case: &Risk) -> Scope<'static> {
        risk(case)
    }

    fn incident(&self, case: &Incident) -> Scope<'static> {
        incident(case)
    }

    fn situation(&self, case: &Situation) -> Scope<'static> {
        situation(case)
    }

    fn assess(&mut self, risk: &mut Scope<'static>) -> Assessed {
        assessed(self.evaluate(risk))
    }

    fn route(&mut self, incident: &mut Scope<'static>) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Scope<'static>) -> u8 {
        small(&self.evaluate(case))
    }
}

impl Peer for Grain {
    const NAME: &'static str = "rhai, `grain` bytecode";
    const CRATE: &'static str = "rhai";
    type Risk = Scope<'static>;
    type Incident = Scope<'static>;
    type Situation = Scope<'static>;

    fn text(work: Work) -> String {
        script(work)
    }

    fn load(_: Work, text: &str) -> Self {
        // A machine borrows its engine; here both live to the end of the program.
        let engine: &'static Engine = Box::leak(Box::new(Engine::new()));
        let program = Compiler::new().compile(&engine.compile(text).expect("a script"));
        assert_eq!(program.residual_count(), 0, "nothing is left to the interpreter");
        Self { machine: Vm::new(engine), program }
    }

    fn risk(&self, case: &Risk) -> Scope<'static> {
        risk(case)
    }

    fn incident(&self, case: &Incident) -> Scope<'static> {
        incident(case)
    }

    fn situation(&self, case: &Situation) -> Scope<'static> {
        situation(case)
    }

    fn assess(&mut self, risk: &mut Scope<'static>) -> Assessed {
        assessed(self.evaluate(risk))
    }

    fn route(&mut self, incident: &mut Scope<'static>) -> u8 {
        small(&self.evaluate(incident))
    }

    fn rule(&mut self, case: &mut Scope<'static>) -> u8 {
        small(&self.evaluate(case))
    }
}
