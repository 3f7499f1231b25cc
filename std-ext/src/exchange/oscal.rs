//! The risk register as an OSCAL plan of action and milestones (POA&M), the JSON form that US authorities exchange (NIST OSCAL 1.1).
//!
//! | in OSCAL | is |
//! |---|---|
//! | `risks[]` | a risk, with asset and threat in `title`, what was decided in `statement`, its facts in `props` |
//! | `risks[].status` | `closed`; `deviation-approved` under an exception that holds; `remediating` while it is treated; else `open` |
//! | `risks[].characterizations[].facets[]` | impact, likelihood, score and band of today; score with no action and with all actions done |
//! | `risks[].remediations[]` | the response (reduce is `mitigate`), with a task for each action against the threat |
//! | `risks[].deadline` | the last day of an exception, else the last day on which an open action is due |
//! | `poam-items[]` | one for each risk |
//!
//! Identifiers are made from the names of policy and records (UUID version 5), so an export tomorrow has those of today.

mod text;
mod view;

use self::text::{line, paragraph};
use self::view::{
    Actor, Characterization, Document, Facet, Item, Metadata, OnDate, Origin, Party, Plan, Prop, RelatedRisk,
    Remediation, Risk, SystemId, Task, Timing,
};
use crate::assessment::{AssessedRisk, Assessment};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::{Action, FILES, Registers};
use plimsoll_core::{Day, Response, Status};
use serde::Serialize;
use uuid::Uuid;

/// The version of OSCAL that is written.
pub const OSCAL_VERSION: &str = "1.1.2";

/// The name under which what has no place is told.
const NAME: &str = "OSCAL";

/// Whose words the facets and properties are that OSCAL does not define.
const OWN: &str = "urn:plimsoll:oscal:1";

/// Whose words those are that it does.
const OSCAL: &str = "http://csrc.nist.gov/ns/oscal";

/// A plan of action and milestones, to be serialised.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::assessment::Assessment;
/// use plimsoll::diagnostic::Diagnostics;
/// use plimsoll::exchange::oscal::PlanOfAction;
/// use plimsoll_core::Day;
/// let sample = Organisation::sample();
/// let assessment = Assessment::of(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
/// let mut diagnostics = Diagnostics::new();
/// let plan = PlanOfAction::of(&assessment, &mut diagnostics).ok_or("see diagnostics")?;
/// let json = serde_json::to_value(&plan)?;
/// let plan = &json["plan-of-action-and-milestones"];
/// assert_eq!(plan["risks"].as_array().map(Vec::len), Some(assessment.risks().len()));
/// assert_eq!(plan["metadata"]["last-modified"], "2026-11-20T00:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct PlanOfAction(Document);

impl PlanOfAction {
    /// The plan of an assessed register. Registers that have no place in it are told. `None` if there is no risk: a plan has at least
    /// one item.
    pub fn of(assessment: &Assessment<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if assessment.risks().is_empty() {
            let wrong = Diagnostic::error(NAME, "has no place for a register without risks");
            diagnostics.push(wrong.help("a plan of action has at least one item"));
            return None;
        }
        tell_left_out(assessment.organisation().registers(), diagnostics);
        let identity = assessment.policy().identity();
        let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{OWN}/{}", identity.name).as_bytes());
        let writer = Writer { assessment, space };
        let author = writer.id("party", identity.author);
        let moment = midnight(assessment.as_of());
        Some(Self(Document {
            plan: Plan {
                uuid: writer.id("plan", &moment),
                metadata: Metadata {
                    title: line(&format!(
                        "Risk register under policy {} {}",
                        identity.name, identity.version
                    )),
                    last_modified: moment,
                    version: line(identity.version),
                    oscal_version: OSCAL_VERSION,
                    parties: vec![Party { uuid: author, kind: "organization", name: line(identity.author) }],
                },
                system_id: SystemId { id: line(identity.name) },
                risks: assessment.risks().iter().map(|assessed| writer.risk(assessed, author)).collect(),
                poam_items: assessment.risks().iter().map(|assessed| writer.item(assessed)).collect(),
            },
        }))
    }
}

/// Says which registers have records that a plan has no place for.
fn tell_left_out(registers: &Registers, diagnostics: &mut Diagnostics) {
    let kept = ["assets.csv", "threats.csv", "actions.csv", "risks.csv"];
    let all = FILES.iter().zip(registers.counts()).filter(|(_, records)| *records > 0);
    let names: Vec<&str> = all.map(|((name, _), _)| *name).filter(|name| !kept.contains(name)).collect();
    if !names.is_empty() {
        let message = format!("has no place for these, which were left out: {}", names.join(", "));
        diagnostics
            .push(Diagnostic::note(NAME, message).help("`--to json` and `--to xlsx` hold all registers"));
    }
}

struct Writer<'a, 'o> {
    assessment: &'a Assessment<'o>,
    space: Uuid,
}

impl Writer<'_, '_> {
    fn id(&self, kind: &str, id: &str) -> Uuid {
        Uuid::new_v5(&self.space, format!("{kind}/{id}").as_bytes())
    }

    fn title(&self, assessed: &AssessedRisk<'_>) -> String {
        let registers = self.assessment.organisation().registers();
        let asset = registers.asset(&assessed.risk.asset).map(|asset| asset.name.as_str());
        let threat = registers.threat(&assessed.risk.threat).map(|threat| threat.name.as_str());
        paragraph(&format!("{}: {}", asset.unwrap_or_default(), threat.unwrap_or_default()))
    }

    fn item(&self, assessed: &AssessedRisk<'_>) -> Item {
        let id = &assessed.risk.id;
        Item {
            uuid: self.id("item", id),
            title: self.title(assessed),
            description: paragraph(&format!("Risk {id}: {}", assessed.decision.response)),
            related_risks: vec![RelatedRisk { risk_uuid: self.id("risk", id) }],
        }
    }

    fn risk(&self, assessed: &AssessedRisk<'_>, author: Uuid) -> Risk {
        let (risk, decision) = (assessed.risk, &assessed.decision);
        let registers = self.assessment.organisation().registers();
        let (inherent, residual) = self.assessment.inherent_and_residual(assessed);
        let names = self.assessment.policy().names();
        let band = names.and_then(|names| names.band(decision.band)).unwrap_or_default();
        let within = if decision.within_limit { "within" } else { "above" };
        let numbers = [
            (OSCAL, "likelihood", decision.likelihood.get()),
            (OSCAL, "impact", decision.impact.get()),
            (OSCAL, "risk", decision.score.get()),
            (OWN, "inherent-score", inherent.score.get()),
            (OWN, "residual-score", residual.score.get()),
        ];
        let mut facets: Vec<Facet> =
            numbers.map(|(system, name, value)| Facet { name, system, value: value.to_string() }).to_vec();
        if !line(band).is_empty() {
            facets.push(Facet { name: "band", system: OWN, value: line(band) });
        }
        let actions: Vec<&Action> = registers.actions_against(&risk.threat).collect();
        let mut props: Vec<Prop> = [
            ("risk-id", risk.id.as_str()),
            ("asset-id", &risk.asset),
            ("threat-id", &risk.threat),
            ("owner", &risk.owner),
            ("status", &assessed.status.to_string()),
            ("limit", &decision.limit.get().to_string()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Prop::of(name, OWN, value))
        .collect();
        if let Some(exception) = &risk.exception {
            props.extend(Prop::of("exception-approver", OWN, &exception.approver));
            props.extend(Prop::of("exception-reason", OWN, &exception.reason));
        }
        Risk {
            uuid: self.id("risk", &risk.id),
            title: self.title(assessed),
            description: paragraph(&format!(
                "Threat {} to asset {}, which {} answers for.",
                risk.threat, risk.asset, risk.owner
            )),
            statement: paragraph(&format!(
                "Impact {}, likelihood {}, score {} ({band}), {within} the limit of {}: {}.",
                decision.impact.get(),
                decision.likelihood.get(),
                decision.score.get(),
                decision.limit.get(),
                decision.response
            )),
            props,
            status: status(assessed),
            characterizations: vec![Characterization {
                origin: Origin { actors: vec![Actor { kind: "party", actor_uuid: author }] },
                facets,
            }],
            deadline: deadline(assessed, &actions).map(midnight),
            remediations: vec![self.remediation(assessed, &actions)],
        }
    }

    fn remediation(&self, assessed: &AssessedRisk<'_>, actions: &[&Action]) -> Remediation {
        let (id, response) = (&assessed.risk.id, assessed.decision.response);
        let kind = match response {
            Response::Accept => "accept",
            Response::Avoid => "avoid",
            Response::Reduce => "mitigate",
            Response::Transfer => "transfer",
        };
        let all_done = !actions.is_empty() && actions.iter().all(|action| action.completed);
        Remediation {
            uuid: self.id("remediation", id),
            lifecycle: if all_done || assessed.status == Status::Closed { "completed" } else { "planned" },
            title: response.to_string(),
            description: paragraph(&format!("What is done about risk {id}: {response}.")),
            props: Prop::of("type", OSCAL, kind).into_iter().collect(),
            tasks: actions.iter().map(|action| self.task(id, action)).collect(),
        }
    }

    fn task(&self, risk: &str, action: &Action) -> Task {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let amount = |amount: Option<crate::registers::Amount>| {
            amount.map(|amount| amount.to_string()).unwrap_or_default()
        };
        let props = [
            ("action-id", action.id.clone()),
            ("completed", action.completed.to_string()),
            ("owner", action.owner.clone().unwrap_or_default()),
            ("identified", day(action.identified)),
            ("done", day(action.done)),
            ("cost", amount(action.cost)),
            ("days", amount(action.days)),
        ];
        Task {
            uuid: self.id("task", &format!("{risk}/{}", action.id)),
            kind: "action",
            title: paragraph(&action.title),
            props: props.iter().filter_map(|(name, value)| Prop::of(name, OWN, value)).collect(),
            timing: action.due.map(|due| Timing { on_date: OnDate { date: midnight(due) } }),
        }
    }
}

fn status(assessed: &AssessedRisk<'_>) -> &'static str {
    match assessed.status {
        Status::Closed => "closed",
        _ if assessed.retained => "deviation-approved",
        Status::ToTreat => "remediating",
        _ => "open",
    }
}

fn deadline(assessed: &AssessedRisk<'_>, actions: &[&Action]) -> Option<Day> {
    let exception =
        assessed.risk.exception.as_ref().filter(|_| assessed.retained).map(|exception| exception.until);
    let due = actions.iter().filter(|action| !action.completed).filter_map(|action| action.due).max();
    exception.or(due)
}

/// The beginning of a day, as a moment.
fn midnight(day: Day) -> String {
    format!("{day}T00:00:00Z")
}

#[cfg(test)]
mod tests;
