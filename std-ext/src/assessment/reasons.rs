//! The steps of a decision in words.

use super::Ground;
use crate::derivation::DerivedFrom;
use crate::registers::Exception;
use plimsoll_core::policy::{Names, Words};
use plimsoll_core::{
    Band, Decision, EstimateRule, IncidentFacts, Level, Policy, Progress, ProposalKind, Response, RiskFacts,
    Route, Stage, Step, TeamId, Trace,
};
use serde::Serialize;
use std::borrow::Cow;

/// How many steps a trace of this crate holds. A policy has at most 255 rules for risks; should they all fire with several
/// proposals each, the last reason says that there are more.
const STEPS: usize = 1024;

/// The file that speaks where a reason has no words of its own.
const POLICY: &str = crate::organisation::POLICY_FILE;

/// A step of a decision: at this stage, a number went from one value to another, for this reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reason<'p> {
    /// The stage.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<crate::forms::Told>"))]
    pub stage: &'static str,
    /// For rules and clamps, what was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<crate::forms::OneOf<plimsoll_core::ProposalKind>>"))]
    pub proposal: Option<&'static str>,
    /// The number before; 0 where there was none.
    pub from: u16,
    /// The number after.
    pub to: u16,
    /// The rule; empty for tables and for what is fixed.
    pub rule: &'p str,
    /// The file that says so.
    pub source: &'p str,
    /// The line in that file; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u16>,
    /// In words.
    pub text: Cow<'p, str>,
    /// The guiding principle that it derives from, if one is named (domain.md E3).
    #[serde(skip_serializing_if = "str::is_empty")]
    pub principle: &'p str,
    /// The entries of principles.csv that it derives from, up to the guiding principles; empty until somebody asks
    /// ([`Derivations::climb_from`](crate::derivation::Derivations::climb_from)).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derivation: Vec<DerivedFrom<'p>>,
    /// For rules, the facts on which it depended what they proposed; empty unless they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Ground>,
}

/// The file that states what a step without words of its own rests on.
const fn stated_in(stage: Stage) -> &'static str {
    match stage {
        Stage::Impact | Stage::Estimate | Stage::Exception | Stage::Choice => "risks.csv",
        Stage::Likelihood => "actions.csv",
        _ => POLICY,
    }
}

/// Decides about a risk of which no register knows, and says why in words: [`Policy::explain`], for people.
///
/// ```
/// use plimsoll::assessment::explain;
/// use plimsoll_core::{Impact, Policy, RiskFacts};
/// let facts = RiskFacts { rated: Impact::new(3).ok_or("1 to 10")?, ..RiskFacts::default() };
/// let (decision, reasons) = explain(&Policy::standard(), &facts);
/// assert_eq!((decision.score.get(), reasons.len()), (15, 6));
/// assert_eq!(reasons[2].text, "impact 3 and likelihood 5: score 15");
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn explain<'p>(policy: &Policy<'p>, facts: &RiskFacts) -> (Decision, Vec<Reason<'p>>) {
    let decision = policy.assess(facts);
    (decision, of_risk(policy, facts, &decision, None))
}

/// Routes an incident of which no register knows, and says why in words: [`Policy::explain_route`], for people.
///
/// ```
/// use plimsoll::assessment::explain_route;
/// use plimsoll_core::{IncidentFacts, Level, Policy};
/// let policy = Policy::standard();
/// let (route, reasons) = explain_route(&policy, &IncidentFacts::default().with_priority(Level::High));
/// assert_eq!(policy.team_name(route.target), "severity_analyst");
/// assert_eq!(reasons[0].text, "high priority: straight to the named analyst for a severity analysis");
/// ```
#[must_use]
pub fn explain_route<'p>(policy: &Policy<'p>, facts: &IncidentFacts) -> (Route, Vec<Reason<'p>>) {
    (policy.route(facts), of_incident(policy, facts))
}

/// Why a risk was decided as it was; the exception of its record, if there is one, is named.
pub(crate) fn of_risk<'p>(
    policy: &Policy<'p>,
    facts: &RiskFacts,
    decision: &Decision,
    exception: Option<&Exception>,
) -> Vec<Reason<'p>> {
    let mut trace = Trace::<STEPS>::new();
    policy.assess_into(facts, &mut trace);
    told(policy, &trace, |names, step| match step.stage {
        Stage::Exception => excepted(exception),
        _ => of_risk_step(policy, names, step, facts, decision),
    })
}

/// Why an incident was routed as it was.
pub(crate) fn of_incident<'p>(policy: &Policy<'p>, facts: &IncidentFacts) -> Vec<Reason<'p>> {
    let mut trace = Trace::<STEPS>::new();
    policy.route_into(facts, &mut trace);
    told(policy, &trace, of_incident_step)
}

/// The steps with their words: those of the policy, else what `own` says.
fn told<'p>(
    policy: &Policy<'p>,
    trace: &Trace<STEPS>,
    own: impl Fn(Option<&Names<'p>>, &Step) -> String,
) -> Vec<Reason<'p>> {
    let names = policy.names();
    let mut reasons: Vec<Reason<'p>> = trace
        .steps()
        .iter()
        .map(|step| {
            let words = names.and_then(|names| names.reason(step.reason)).unwrap_or_default();
            let Words { source, line, rule, text, principle } = words;
            // What bounded or overruled a row is said by the step, not by the row.
            let bounded =
                step.stage == Stage::Clamp || (step.stage == Stage::Response && step.from != step.to);
            let text =
                if text.is_empty() || bounded { Cow::Owned(own(names, step)) } else { Cow::Borrowed(text) };
            Reason {
                stage: step.stage.label(),
                proposal: step.proposal.map(ProposalKind::label),
                from: step.from,
                to: step.to,
                rule,
                source: if source.is_empty() { stated_in(step.stage) } else { source },
                line: (line > 0).then_some(line),
                text,
                principle,
                derivation: Vec::new(),
                facts: Vec::new(),
            }
        })
        .collect();
    if trace.is_truncated() {
        let text = Cow::Borrowed("there are more reasons than are told here");
        reasons.push(Reason {
            stage: "truncated",
            proposal: None,
            from: 0,
            to: 0,
            rule: "",
            source: POLICY,
            line: None,
            text,
            principle: "",
            derivation: Vec::new(),
            facts: Vec::new(),
        });
    }
    reasons
}

fn of_risk_step(
    policy: &Policy<'_>,
    names: Option<&Names<'_>>,
    step: &Step,
    facts: &RiskFacts,
    decision: &Decision,
) -> String {
    let (from, to) = (step.from, step.to);
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    let impact = |rating: u16| names.and_then(|names| names.impact(small(rating))).unwrap_or_default();
    let likelihood =
        |rating: u16| names.and_then(|names| names.likelihood(small(rating))).unwrap_or_default();
    match step.stage {
        Stage::Impact => format!("the highest impact rating is {to}, {}", impact(to)),
        Stage::Floor => {
            let level = facts.cia().highest_of(facts.compromised()).map_or("", Level::label);
            format!(
                "the threat compromises what is rated {level} on the asset, so the impact is at least {to}, {}",
                impact(to)
            )
        }
        Stage::Likelihood => {
            format!("{}: likelihood {to}, {}", share(facts.actions), likelihood(to))
        }
        Stage::Estimate => match policy.likelihood_rule().estimate() {
            EstimateRule::Higher => {
                format!("an expert's estimate is higher: likelihood {to}, {}", likelihood(to))
            }
            EstimateRule::Replaces => {
                format!("an expert's estimate replaces it: likelihood {to}, {}", likelihood(to))
            }
        },
        Stage::Matrix => {
            format!("impact {} and likelihood {}: score {to}", decision.impact, decision.likelihood)
        }
        Stage::Rule => format!("{} {}", step.proposal.map_or("", ProposalKind::label), proposed(step)),
        Stage::Clamp => clamp(policy, step),
        Stage::Score => format!("rules take the score from {from} to {to}"),
        Stage::Band => {
            let band = names.and_then(|names| names.band(Band(small(to)))).unwrap_or_default();
            format!("score {} is in band {band}", decision.score)
        }
        Stage::Limit => format!("the limit is {to}"),
        Stage::Adjust => format!("rules take the limit from {from} to {to}"),
        Stage::Obligation => format!("an obligation caps the limit at {to}"),
        Stage::Response if from == to => format!("{} is called for", response(to)),
        Stage::Response => {
            format!("{} is not admissible here, so {} is called for", response(from), response(to))
        }
        Stage::Choice if facts.choice.map(|choice| u16::from(choice.index())) == Some(to) => {
            format!("the owner chose {}, which is admissible", response(to))
        }
        Stage::Choice => format!("the owner chose {}, which is not admissible", response(from)),
        Stage::Exception | Stage::Route | Stage::Rights | Stage::Skip | Stage::Next => String::new(),
    }
}

fn excepted(exception: Option<&Exception>) -> String {
    let by =
        exception.map(|exception| format!(", approved by {}, until {}", exception.approver, exception.until));
    format!("an exception{} lets it be retained above its limit", by.unwrap_or_default())
}

fn of_incident_step(names: Option<&Names<'_>>, step: &Step) -> String {
    let (from, to) = (step.from, step.to);
    let team = |team: u16| {
        let team = u8::try_from(team).unwrap_or(u8::MAX);
        names.and_then(|names| names.team(TeamId(team))).unwrap_or_default()
    };
    match step.stage {
        Stage::Rule => match step.proposal {
            Some(ProposalKind::Consult) => {
                let role = u8::try_from(to).unwrap_or(u8::MAX);
                format!("consult {}", names.and_then(|names| names.role(role)).unwrap_or_default())
            }
            _ => format!("send to {}", team(to)),
        },
        Stage::Clamp => {
            format!("the envelope keeps it with {}: rules may not redirect it to {}", team(to), team(from))
        }
        Stage::Rights => {
            format!("the rights of {} do not reach what is concerned; those of {} do", team(from), team(to))
        }
        Stage::Skip => format!("level {to} is passed over"),
        Stage::Next => format!("if {} cannot solve it, {} is next", team(from), team(to)),
        _ => format!("goes to {}", team(to)),
    }
}

/// The share of uncompleted actions in words, rounded only here.
fn share(actions: Progress) -> String {
    let (uncompleted, total) = (u32::from(actions.uncompleted()), u32::from(actions.total()));
    let tenths = uncompleted.saturating_mul(2000).saturating_add(total).checked_div(total.saturating_mul(2));
    match tenths {
        None => "no action is recorded against the threat".into(),
        Some(tenths) => {
            format!("{uncompleted} of {total} actions not completed, {}.{} %", tenths / 10, tenths % 10)
        }
    }
}

fn response(index: u16) -> &'static str {
    u8::try_from(index).ok().and_then(Response::from_index).map_or("", Response::label)
}

/// What a rule without words proposed.
fn proposed(step: &Step) -> String {
    match step.proposal {
        Some(ProposalKind::Demand | ProposalKind::Forbid) => response(step.to).into(),
        _ => format!("by {}", step.to.saturating_sub(step.from)),
    }
}

fn clamp(policy: &Policy<'_>, step: &Step) -> String {
    let (from, to) = (step.from, step.to);
    match step.proposal {
        Some(ProposalKind::Raise) => format!("the envelope bounds the raise of {from} to {to}"),
        Some(ProposalKind::Lower) => format!("the envelope bounds the lowering of {from} to {to}"),
        Some(ProposalKind::LoosenLimit) => format!("the envelope bounds the loosening of {from} to {to}"),
        Some(ProposalKind::Demand) => "the envelope does not let rules ask for acceptance".into(),
        _ => format!("the scale keeps the score between 1 and {}", policy.scales().top),
    }
}
