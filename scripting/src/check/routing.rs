//! Every incident finds somebody.

use super::side::Incidents;
use super::{Finding, Spot, Subject};
use crate::model::team_id;
use plimsoll_core::TeamId;
use plimsoll_core::policy::Place;

/// Incidents whose team cannot reach what is concerned, teams that nobody is in, and escalation that does not end.
pub(super) fn find(subject: &Subject<'_>, incidents: &mut Incidents) -> Vec<Finding> {
    let policy = subject.policy;
    let mut findings = Vec::new();
    let reaches = incidents.model.reaches;
    let short = incidents.wherever(reaches, |reaches| reaches == 0);
    if let Some((example, _)) = incidents.example(short) {
        let help = "give a staffed team the rights";
        let spot = Spot::Policy(Place::Routing);
        findings.push(
            Finding::new(spot, "the rights of the team do not reach what is concerned", help).at(example),
        );
    }
    let target = incidents.model.target;
    for team in incidents.forest.values(target) {
        let (mut at, mut passed) = (team_id(team), Vec::new());
        while let Some(record) = policy.team(at) {
            if !record.staffed {
                let message = format!("\"{}\" gets incidents, but is not staffed", policy.team_name(at));
                findings.push(on_the_way(
                    incidents,
                    team,
                    at,
                    message,
                    "staff it, or send them to a staffed team",
                ));
            }
            passed.push(at);
            match record.next {
                Some(next) if passed.contains(&next) => {
                    let message = format!("escalation comes back to \"{}\"", policy.team_name(next));
                    findings.push(on_the_way(incidents, team, next, message, "let `next` climb"));
                    break;
                }
                Some(next) => at = next,
                None => break,
            }
        }
    }
    findings
}

fn on_the_way(incidents: &mut Incidents, target: u32, team: TeamId, message: String, help: &str) -> Finding {
    let set = incidents.wherever(incidents.model.target, |found| found == target);
    let finding = Finding::new(Spot::Policy(Place::Team(team.0.into())), message, help);
    match incidents.example(set) {
        Some((example, _)) => finding.at(example),
        None => finding,
    }
}
