//! cedar-policy: permits whose conditions read the context; which of them hold is the answer. It neither divides nor
//! answers numbers, so likelihood and score come from the host; nor has it an order, so the host takes the first permit.

use crate::{Assessed, Incident, Peer, Risk, Situation, Work, routes};
use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression};

/// A policy set.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    principal: EntityUid,
    action: EntityUid,
    resource: EntityUid,
    teams: Vec<u8>,
}

/// A score that the host computed, with its likelihood.
pub struct Scored {
    request: Request,
    likelihood: u8,
    score: u8,
}

fn number(n: impl Into<i64>) -> RestrictedExpression {
    RestrictedExpression::new_long(n.into())
}

fn text(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.into())
}

impl Cedar {
    fn request<const N: usize>(&self, entries: [(&str, RestrictedExpression); N]) -> Request {
        let entries = entries.into_iter().map(|(name, value)| (name.to_owned(), value));
        let context = Context::from_pairs(entries).expect("a context");
        let (principal, action, resource) = (&self.principal, &self.action, &self.resource);
        let uids = (principal.clone(), action.clone(), resource.clone());
        Request::new(uids.0, uids.1, uids.2, context, None).expect("a request")
    }

    /// The positions of the permits that hold.
    fn permits<R>(&self, request: &Request, read: impl FnOnce(&mut dyn Iterator<Item = u8>) -> R) -> R {
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        assert!(
            response.diagnostics().errors().next().is_none(),
            "a policy that failed is one that is skipped"
        );
        // A set that is parsed calls its policies policy0, policy1 and so on.
        let position = |id: &cedar_policy::PolicyId| {
            let id: &str = id.as_ref();
            id.trim_start_matches("policy").parse().expect("a position")
        };
        read(&mut response.diagnostics().reason().map(position))
    }
}

impl Peer for Cedar {
    const NAME: &'static str = "cedar-policy, score from the host";
    const CRATE: &'static str = "cedar-policy";
    type Risk = Scored;
    type Incident = Request;
    type Situation = Request;

    fn text(work: Work) -> String {
        let conditions: Vec<String> = match work {
            Work::Assess => vec![
                "context.score <= 5".into(),
                "context.score > 5 && context.score <= 10".into(),
                "context.score > 10 && context.score <= 15".into(),
                "context.score > 15 && context.score <= 20".into(),
                "context.score > 20".into(),
                "context.score <= 9".into(),
            ],
            Work::Route => {
                let syntax = routes::Syntax { prefix: "context.", ..routes::C };
                routes::rows().iter().map(|row| row.tests(&syntax)).collect()
            }
            Work::Rule => vec![
                r#"context.confidentiality == "high" && context.origin == "external" && context.orientation <= 2"#
                    .into(),
                "context.age_days > 365 && context.impact * context.likelihood > 8".into(),
                "context.age_days < 30 && context.impact == 1".into(),
            ],
        };
        let permit = |condition: &String| match condition.as_str() {
            "" => "permit(principal, action, resource);\n".into(),
            condition => format!("permit(principal, action, resource) when {{ {condition} }};\n"),
        };
        conditions.iter().map(permit).collect()
    }

    fn load(work: Work, text: &str) -> Self {
        let teams = if work == Work::Route { routes::rows() } else { Vec::new() };
        Self {
            authorizer: Authorizer::new(),
            policies: text.parse().expect("policies"),
            entities: Entities::empty(),
            principal: r#"Owner::"owner""#.parse().expect("a name"),
            action: r#"Action::"decide""#.parse().expect("a name"),
            resource: r#"Register::"register""#.parse().expect("a name"),
            teams: teams.iter().map(|row| row.team).collect(),
        }
    }

    fn risk(&self, risk: &Risk) -> Scored {
        let likelihood = match risk.total {
            0 => 5,
            total => (u32::from(risk.uncompleted) * 5 / u32::from(total) + 1).min(5) as u8,
        };
        let score = risk.impact * likelihood;
        Scored { request: self.request([("score", number(score))]), likelihood, score }
    }

    fn incident(&self, incident: &Incident) -> Request {
        self.request([
            ("priority", text(incident.priority())),
            ("kind", text(incident.kind())),
            ("complex", RestrictedExpression::new_bool(incident.complex)),
            ("level", number(incident.level)),
        ])
    }

    fn situation(&self, case: &Situation) -> Request {
        self.request([
            ("confidentiality", text(case.confidentiality())),
            ("origin", text(case.origin())),
            ("orientation", number(case.orientation)),
            ("age_days", number(case.age_days)),
            ("impact", number(case.impact)),
            ("likelihood", number(case.likelihood)),
        ])
    }

    fn assess(&mut self, risk: &mut Scored) -> Assessed {
        let Scored { request, likelihood, score } = &*risk;
        let mut answer = Assessed { likelihood: *likelihood, score: *score, ..Assessed::default() };
        self.permits(request, |permits| {
            permits.for_each(|permit| match permit {
                5 => answer.accept = true,
                band => answer.band = band,
            });
        });
        answer
    }

    fn route(&mut self, incident: &mut Request) -> u8 {
        let first = self.permits(incident, |permits| permits.min());
        self.teams[usize::from(first.expect("a row"))]
    }

    fn rule(&mut self, case: &mut Request) -> u8 {
        self.permits(case, |permits| permits.fold(0, |bits, permit| bits | 1 << permit))
    }
}
