//! What the policy itself states must hold.

use super::finding::Extent;
use super::side::{Incidents, Risks, Side};
use super::{Finding, Spot, Subject, Weight};
use crate::exploration::Exploration;
use crate::explorer::Explorer;
use crate::fault::{Fault, in_words, suggest};
use crate::model::{IncidentModel, Part, PartKind, RiskModel};
use crate::sandbox::lock;
use crate::schema::Schema;
use crate::script::Script;
use crate::value::{Fact, Subject as Of};
use plimsoll_core::diagram::Ref;
use plimsoll_core::policy::Space;
use plimsoll_core::{Response, Responses, Roles};
use rhai::Dynamic;

/// Where an invariant does not hold, or why it says nothing.
pub(super) fn find(
    subject: &Subject<'_>,
    scripts: &[(&str, Script)],
    position: usize,
    rule: &str,
    risks: &Risks,
    incidents: &Incidents,
    left: &mut u64,
) -> (Vec<Finding>, Extent) {
    let mut stating = scripts.iter().filter(|(_, script)| script.line(rule).is_some());
    let (first, second) = (stating.next(), stating.next());
    if let (Some((one, _)), Some((other, script))) = (first, second) {
        let spot = Spot::File((*other).to_string(), script.line(rule).unwrap_or_default(), 1);
        let message = format!("\"{rule}\" stands in {one} and in {other}");
        return (vec![Finding::new(spot, message, "give each its own name")], Extent::default());
    }
    let Some((file, script)) = first else {
        let known: Vec<&str> = scripts
            .iter()
            .flat_map(|(_, script)| script.functions.iter().map(|(name, _)| name.as_str()))
            .filter(|name| name.starts_with("invariant_"))
            .collect();
        let help = if known.is_empty() {
            format!("write fn {rule}(risk, decision) in a file of rules/")
        } else {
            suggest(rule, &known)
        };
        let message = format!("there is no function \"{rule}\" in the rule files");
        return (vec![Finding::new(Spot::Invariant(position), message, help)], Extent::default());
    };
    let line = script.line(rule).unwrap_or_default();
    match script.parameters(rule) {
        [first, _] if first == "risk" => state(subject, file, script, rule, risks, left),
        [first, _] if first == "incident" => state(subject, file, script, rule, incidents, left),
        _ => {
            let message = format!("{rule} does not take what an invariant takes");
            let help = format!("write fn {rule}(risk, decision), or fn {rule}(incident, decision)");
            (vec![Finding::new(Spot::File((*file).to_string(), line, 1), message, help)], Extent::default())
        }
    }
}

/// A side whose decisions can be read by scripts.
trait Told {
    const SPACE: Space;
    /// What can be read of the decision, and of the facts where the decision derives them.
    fn facts(&self, subject: &Subject<'_>, explorer: &mut Explorer) -> Vec<(Of, String, Fact)>;
}

impl Told for Side<RiskModel> {
    const SPACE: Space = Space::Risk;

    fn facts(&self, _: &Subject<'_>, explorer: &mut Explorer) -> Vec<(Of, String, Fact)> {
        let mut facts = of_parts(self, explorer);
        for (name, function) in [
            ("impact", self.model.impact),
            ("likelihood", self.model.likelihood),
            ("score", self.model.inherent),
        ] {
            facts.push((Of::Facts, name.into(), Fact::Number(numbers(explorer, function))));
        }
        for response in Response::ALL {
            let bit = u32::from(u8::from(Responses::NONE.with(*response)));
            let possible = explorer.forest.map(self.model.possible, |set| u32::from(set & bit != 0));
            facts.push((Of::Decision, format!("may_{response}"), Fact::Flag(possible)));
        }
        facts
    }
}

impl Told for Side<IncidentModel> {
    const SPACE: Space = Space::Incident;

    fn facts(&self, subject: &Subject<'_>, explorer: &mut Explorer) -> Vec<(Of, String, Fact)> {
        let mut facts = of_parts(self, explorer);
        facts.push((Of::Decision, "reaches".into(), Fact::Flag(self.model.reaches)));
        for role in 0..subject.policy.scales().roles {
            let set =
                |set: u32| usize::try_from(set).ok().and_then(|set| self.model.consulted.get(set)).copied();
            let consulted = |value: u32| set(value).is_some_and(|roles| Roles(roles).contains(role));
            let flag = explorer.forest.map(self.model.consult, |value| u32::from(consulted(value)));
            facts.push((
                Of::Decision,
                format!("consults_{}", subject.policy.role_name(role)),
                Fact::Flag(flag),
            ));
        }
        facts
    }
}

fn of_parts<M>(side: &Side<M>, explorer: &mut Explorer) -> Vec<(Of, String, Fact)> {
    let told = |part: &Part| {
        let fact = match part.kind {
            PartKind::Number | PartKind::Amount => Fact::Number(numbers(explorer, part.function)),
            PartKind::Flag => Fact::Flag(part.function),
            PartKind::Text => {
                let labels = &mut explorer.labels;
                Fact::Label(
                    explorer.forest.map(part.function, |text| labels.number(&part.show(&side.texts, text))),
                )
            }
        };
        (Of::Decision, part.name.clone(), fact)
    };
    side.parts.iter().map(told).collect()
}

fn numbers(explorer: &mut Explorer, function: Ref) -> Ref {
    let integers = &mut explorer.integers;
    explorer.forest.map(function, |value| integers.number(&value.into()))
}

/// Explores an invariant over the decisions of one side.
fn state<M>(
    subject: &Subject<'_>,
    file: &str,
    script: &Script,
    rule: &str,
    side: &Side<M>,
    left: &mut u64,
) -> (Vec<Finding>, Extent)
where
    Side<M>: Told,
{
    let schema = Schema::new(subject.draft, <Side<M> as Told>::SPACE);
    let mut explorer = Explorer::new(schema, side.forest.clone());
    for (of, name, fact) in side.facts(subject, &mut explorer) {
        let (Fact::Number(function) | Fact::Label(function) | Fact::Flag(function)) = fact;
        let support = explorer.forest.support(function);
        explorer.given.insert((of, name), (fact, support));
    }
    let mut exploration =
        Exploration::new(explorer, script, rule, &[Of::Facts, Of::Decision], holds).within(*left);
    let explored = exploration.run().and_then(|function| match exploration.compare(function) {
        Ok(_) => Ok(function),
        Err(fault) => Err(vec![fault]),
    });
    *left = left.saturating_sub(exploration.work());
    let refused = exploration.outcomes.number(&false);
    let mut extent = side.extent();
    let findings = match explored {
        Err(faults) => faults.into_iter().map(|fault| told(file, &fault)).collect(),
        Ok(function) => {
            let mut explorer = lock(&exploration.shared);
            let forest = &mut explorer.forest;
            extent.nodes = extent.nodes.saturating_add(forest.nodes(function));
            let set = forest.map(function, |outcome| u32::from(outcome == refused));
            side.example_in(forest, set)
                .map(|example| {
                    let spot = Spot::File(file.to_string(), exploration.line, 1);
                    let help = "change what decides so, or the invariant";
                    Finding::new(spot, format!("{rule} does not hold"), help).at(example)
                })
                .into_iter()
                .collect()
        }
    };
    (findings, extent)
}

/// What an invariant comes to.
fn holds(explorer: &mut Explorer, value: Dynamic) -> Result<bool, Fault> {
    let place = explorer.made.first().map(|made| made.place);
    if let Some(place) = place {
        return Err(Fault::new(
            place,
            "an invariant proposes something",
            "only rules propose: give true or false",
        ));
    }
    value.as_bool().map_err(|found| {
        let message = format!("an invariant gives {}", in_words(found));
        Fault::new(crate::Place::default(), message, "give true where it holds and false where it does not")
    })
}

fn told(file: &str, fault: &Fault) -> Finding {
    let spot = Spot::File(file.to_string(), fault.place.line, fault.place.column);
    let message = match &fault.situation {
        Some((situation, _)) => format!("{} (where {situation})", fault.message),
        None => fault.message.clone(),
    };
    let weight = if fault.unfinished { Weight::Open } else { Weight::Breaks };
    Finding::new(spot, message, &fault.help).weighing(weight)
}
